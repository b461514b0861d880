"""Random acts on the list's model, watched by Qt's tester and compared with plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QMessageLogContext, QModelIndex, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.domain.keys import PageKey
from core.domain.rows import EventRow, Page, SnapshotRow
from gui.models.lazy_nodes import Node, Phase, TailNode
from gui.models.nodes import EventNode, SnapshotNode, WithoutEventNode
from gui.models.plan_tree_model import PlanTreeModel
from gui.models.tickets import ListBranch, Ticket
from tests.gui.models.list_rows import TODAY, event, event_key, snapshot, snapshot_key

PAGE = 3
DAYS = st.none() | st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
PICK = st.integers(0, 1000)


def event_order(row: EventRow) -> tuple[int, int, int]:
    day = row.event_date
    return (0, 0, -row.id) if day is None else (1, -day.toordinal(), -row.id)


def snapshot_order(row: SnapshotRow) -> tuple[float, int]:
    return (-row.created_at.timestamp(), -row.id)


@dataclass
class Bakery:
    """What a database would hold, and how it would answer."""

    days: dict[int, date | None] = field(default_factory=dict)
    snapshots: dict[int, SnapshotRow] = field(default_factory=dict)

    def children(self, event_id: int | None) -> list[SnapshotRow]:
        found = [row for row in self.snapshots.values() if row.event_id == event_id]
        return sorted(found, key=snapshot_order)

    def event(self, event_id: int) -> EventRow:
        held = self.children(event_id)
        return event(
            event_id,
            f"Event {event_id}",
            self.days[event_id],
            snapshot_count=len(held),
            latest_version=max((row.version or 0 for row in held), default=0) or None,
        )

    def rows(self, branch: ListBranch) -> list[Any]:
        if branch.kind != "events":
            return self.children(branch.event_id)
        rows = sorted(map(self.event, self.days), key=event_order)
        return [row for row in rows if branch.query in row.name]

    def page(self, ticket: Ticket) -> Page[Any]:
        assert isinstance(ticket.branch, ListBranch)
        rows = self.rows(ticket.branch)
        order: Any = event_order if ticket.branch.kind == "events" else snapshot_order
        after = ticket.after
        left = [row for row in rows if after is None or order(row) > after.values]
        shown = tuple(left[:PAGE])
        is_last = len(left) <= PAGE
        key = None if is_last else PageKey(order(shown[-1]), shown[-1].id)
        return Page(shown, key, len(rows))


class ListMachine(RuleBasedStateMachine):
    """Acts as the window would: the bakery changes, then the doors are told, while pages fly."""

    def __init__(self) -> None:
        super().__init__()
        self.bakery = Bakery()
        self.last_id = 0
        self.complaints: list[str] = []
        self.flying: list[tuple[Ticket, Page[Any]]] = []
        self.handler = qInstallMessageHandler(self._on_message)
        self.model = PlanTreeModel(TODAY)
        self.model.page_wanted.connect(self._on_page_wanted)
        self.model.fetchMore(QModelIndex())
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.tester.setUseFetchMore(False)

    def teardown(self) -> None:
        self.tester.deleteLater()
        self.model.deleteLater()
        qInstallMessageHandler(self.handler)

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        self.complaints.append(text)

    def _on_page_wanted(self, ticket: Ticket) -> None:
        self.flying.append((ticket, self.bakery.page(ticket)))

    def _new_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def _event_id(self, pick: int) -> int:
        return sorted(self.bakery.days)[pick % len(self.bakery.days)]

    def _tell_home(self, event_id: int | None) -> None:
        if event_id is None:
            self.model.put_without_event(len(self.bakery.children(None)))
        else:
            self.model.put_event(self.bakery.event(event_id))

    def _branches(self) -> list[Node]:
        return [self.model.root, *self.model.root.children]

    # The bakery changes

    @initialize(days=st.lists(DAYS, max_size=8))
    def begin(self, days: list[date | None]) -> None:
        for day in days:
            self.make_event(day)

    @rule(day=DAYS)
    def make_event(self, day: date | None) -> None:
        event_id = self._new_id()
        self.bakery.days[event_id] = day
        self.model.put_event(self.bakery.event(event_id))

    @precondition(lambda self: self.bakery.days)
    @rule(pick=PICK, day=DAYS)
    def move_event(self, pick: int, day: date | None) -> None:
        event_id = self._event_id(pick)
        self.bakery.days[event_id] = day
        self.model.put_event(self.bakery.event(event_id))

    @precondition(lambda self: self.bakery.days)
    @rule(pick=PICK)
    def delete_event(self, pick: int) -> None:
        event_id = self._event_id(pick)
        del self.bakery.days[event_id]
        for row in self.bakery.children(event_id):
            self.bakery.snapshots[row.id] = replace(row, event_id=None)
        self.model.drop(event_key(event_id))
        self._tell_home(None)

    @precondition(lambda self: self.bakery.days)
    @rule(pick=PICK, is_linked=st.booleans(), tells_event_first=st.booleans())
    def make_snapshot(self, pick: int, is_linked: bool, tells_event_first: bool) -> None:
        event_id = self._event_id(pick) if is_linked else None
        row = snapshot(self._new_id(), event_id, version=self.last_id)
        self.bakery.snapshots[row.id] = row
        if tells_event_first:
            self._tell_home(event_id)
        self.model.put_snapshot(row)
        if not tells_event_first:
            self._tell_home(event_id)

    @precondition(lambda self: self.bakery.snapshots)
    @rule(pick=PICK, notes=st.sampled_from(["", "Aunt Mary"]))
    def change_snapshot(self, pick: int, notes: str) -> None:
        row = self._snapshot(pick)
        self.bakery.snapshots[row.id] = replace(row, notes=notes)
        self.model.put_snapshot(self.bakery.snapshots[row.id])

    @precondition(lambda self: self.bakery.snapshots and self.bakery.days)
    @rule(pick=PICK, to=PICK)
    def link_snapshot(self, pick: int, to: int) -> None:
        row = self._snapshot(pick)
        moved = replace(row, event_id=self._event_id(to))
        self.bakery.snapshots[row.id] = moved
        self.model.put_snapshot(moved)
        self._tell_home(row.event_id)
        self._tell_home(moved.event_id)

    @precondition(lambda self: self.bakery.snapshots)
    @rule(pick=PICK)
    def delete_snapshot(self, pick: int) -> None:
        row = self._snapshot(pick)
        del self.bakery.snapshots[row.id]
        self.model.drop(snapshot_key(row.id))
        self._tell_home(row.event_id)

    def _snapshot(self, pick: int) -> SnapshotRow:
        rows = sorted(self.bakery.snapshots.values(), key=lambda row: row.id)
        return rows[pick % len(rows)]

    # The window asks and answers

    @rule(pick=PICK)
    def open(self, pick: int) -> None:
        branches = self._branches()
        self.model.fetchMore(self.model.index_of(branches[pick % len(branches)]))

    @rule(pick=PICK)
    def show_more(self, pick: int) -> None:
        extras = [node.extra for node in self._branches() if node.extra is not None]
        if extras:
            self.model.want_more(self.model.index_of(extras[pick % len(extras)]))

    @precondition(lambda self: self.flying)
    @rule(pick=PICK, is_fresh=st.booleans())
    def answer(self, pick: int, is_fresh: bool) -> None:
        ticket, page = self.flying.pop(pick % len(self.flying))
        self.model.put_page(ticket, self.bakery.page(ticket) if is_fresh else page)

    @precondition(lambda self: self.flying)
    @rule(pick=PICK)
    def fail(self, pick: int) -> None:
        ticket, _ = self.flying.pop(pick % len(self.flying))
        self.model.put_failure(ticket, "The file is in use.")

    @rule(query=st.sampled_from(["", "1", "Event"]))
    def search(self, query: str) -> None:
        self.model.set_query(query)

    @rule()
    def read_again(self) -> None:
        self.model.read_again()

    @rule()
    def open_another_database(self) -> None:
        self.model.reset()
        self.model.fetchMore(QModelIndex())
        self._tell_home(None)

    # What must hold

    @invariant()
    def qt_does_not_complain(self) -> None:
        assert self.complaints == []

    @invariant()
    def every_branch_is_the_beginning_of_what_there_is(self) -> None:
        query = self.model.context.query
        for node in self._branches():
            branch = node.branch()
            is_settled = node.reading.phase is Phase.READ and not node.reading.replaces
            if not is_settled or (query and node is self.model.root):
                continue
            assert isinstance(branch, ListBranch)
            rows = self.bakery.rows(branch)
            shown = [each.row for each in node.children[: node.paged_count()]]  # type: ignore[attr-defined]
            assert shown == rows[: len(shown)]
            has_tail = isinstance(node.extra, TailNode)
            assert has_tail or len(shown) == len(rows)

    @invariant()
    def without_event_stands_last_while_it_holds_something(self) -> None:
        nodes = self.model.root.children
        places = [n for n, node in enumerate(nodes) if isinstance(node, WithoutEventNode)]
        count = len(self.bakery.children(None))
        assert places == ([len(nodes) - 1] if count else [])
        assert all(node.count == count for node in nodes if isinstance(node, WithoutEventNode))

    @invariant()
    def every_row_is_found_by_its_key_and_only_once(self) -> None:
        things = [
            node
            for above in self._branches()
            for node in above.children
            if isinstance(node, (EventNode, SnapshotNode))
        ]
        for node in things:
            assert self.model.node_at(self.model.find(node.key())) is node
        assert len({node.key() for node in things}) == len(things)


@pytest.mark.slow
def test_random_acts_never_break_the_list(qtbot: QtBot) -> None:
    run_state_machine_as_test(
        ListMachine,
        settings=settings(
            max_examples=80,
            derandomize=True,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
