"""Random acts on the contents' model, watched by Qt's tester and compared with plain rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.domain.comparison import Change, LineChange
from core.domain.rows import ContentRow
from gui.models.contents_model import Column
from tests.gui.models.contents_rows import PLAN, Bakery, changes_of, line, nested, part, planned


class RandomDoors(RuleBasedStateMachine):
    """Any doors in any order under Qt's tester: it equals a plain Python model of what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.bakery = Bakery()
        self.lines: dict[int, ContentRow] = {}
        self.contents: dict[str, list[tuple[str, int]]] = {}
        self.opened: set[int] = set()

    @initialize()
    def start(self) -> None:
        self.bakery.show_plan()

    def expected(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for row in sorted(self.lines.values(), key=lambda row: (row.sort_order, row.line_id)):
            below = {}
            if row.line_id in self.opened:
                below = {f"item {n} {row.in_all * n}": {} for n in (1, 2)}
            tree[f"{row.name} {row.in_all}"] = below
        return tree

    def parts(self, row: ContentRow) -> tuple[ContentRow, ...]:
        return tuple(part(f"item {n}", n, row) for n in (1, 2))

    @rule(line_id=st.integers(1, 6), quantity=st.integers(1, 99), order=st.integers(1, 4))
    def put(self, line_id: int, quantity: int, order: int) -> None:
        row = line(f"box {line_id}", quantity, line_id=line_id, sort_order=order)
        self.lines[line_id] = row
        self.bakery.model.put_line(row)

    @precondition(lambda self: self.lines)
    @rule(line_id=st.integers(1, 6))
    def drop(self, line_id: int) -> None:
        self.lines.pop(line_id, None)
        self.opened.discard(line_id)
        self.read_again()

    @rule(line_id=st.integers(1, 6))
    def open(self, line_id: int) -> None:
        index = self.bakery.model.line_index(line_id)
        if index.isValid() and line_id not in self.opened:
            self.bakery.model.fetchMore(index)
            row = self.lines[line_id]
            self.bakery.answer(*self.parts(row), of=row.name)
            self.opened.add(line_id)

    @rule(line_id=st.integers(1, 6), quantity=st.integers(1, 99))
    def edit_and_be_refused(self, line_id: int, quantity: int) -> None:
        index = self.bakery.model.line_index(line_id, Column.IN_ALL)
        if index.isValid():
            self.bakery.model.setData(index, str(quantity))
            self.bakery.model.edit_refused(line_id)

    @rule(count=st.integers(0, 3))
    def compare(self, count: int) -> None:
        gone = [planned(line(f"gone {n}", n + 1), n + 1) for n in range(count)]
        self.bakery.model.put_changes(
            changes_of(*(LineChange(Change.REMOVED, each, None) for each in gone))
        )
        self.gone = count

    gone = 0

    @precondition(lambda self: self.lines)
    @rule()
    def read_again(self) -> None:
        self.bakery.model.set_source(PLAN, is_editable=True)
        rows = sorted(self.lines.values(), key=lambda row: (row.sort_order, row.line_id))
        self.bakery.answer(*rows)
        for row in rows:
            if row.line_id in self.opened:
                self.bakery.answer(*self.parts(row), of=row.name)

    @invariant()
    def shows_what_it_should(self) -> None:
        shown = nested(self.bakery.model)
        removed = [name for name in shown if name.startswith("gone")]
        assert len(removed) == self.gone
        assert list(shown)[len(shown) - len(removed) :] == removed
        assert {name: below for name, below in shown.items() if name not in removed} == (
            self.expected()
        )
        assert [name for name in shown if name not in removed] == list(self.expected())
        assert self.bakery.model.line_count == len(self.lines)


@pytest.mark.usefixtures("qapp")
class TestRandomDoors(RandomDoors.TestCase):
    settings = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
