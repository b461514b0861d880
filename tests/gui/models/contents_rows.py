"""Lines for tests of the contents, and a model whose questions a test answers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from core.domain.comparison import Change, LineChange, PlanChanges, PlannedLine
from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, Page, SourceRef
from gui.models.contents_model import Column, ContentsBranch, ContentsModel
from gui.models.tickets import Ticket

BOX, ITEM = ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT
UNIT, MATERIAL = ComponentKind.MATERIAL_UNIT, ComponentKind.MATERIAL
PLAN = SourceRef(event_id=1)
SNAPSHOT_2, SNAPSHOT_3 = SourceRef(snapshot_id=2), SourceRef(snapshot_id=3)


def line(name: str, quantity: int, kind: ComponentKind = BOX, **more: Any) -> ContentRow:
    """A line of the plan; its uuids are made of the name."""
    fields: dict[str, Any] = {
        "node_uuid": f"line {name}",
        "thing_uuid": name,
        "unit": "boxes" if kind is BOX else "cookies",
        "in_each": None,
        "in_all": Fraction(quantity),
        "notes": None,
        "has_children": kind is BOX,
        "line_id": abs(hash(name)) % 10_000,
    }
    return ContentRow(kind=kind, name=name, **(fields | more))


def part(name: str, each: int, parent: ContentRow, kind: ComponentKind = ITEM) -> ContentRow:
    """One content of a box."""
    return ContentRow(
        node_uuid=f"{parent.thing_uuid}/{name}",
        kind=kind,
        thing_uuid=name,
        name=name,
        unit="cookies",
        in_each=Fraction(each),
        in_all=parent.in_all * each,
        notes=None,
        has_children=kind is BOX,
    )


HAMPER = line("hamper", 60, sort_order=1, line_id=1, notes="white boxes")
SAMPLER = line("sampler", 48, sort_order=2, line_id=2)
COOKIE = line("cookie", 12, ITEM, sort_order=3, line_id=3)


def planned(row: ContentRow, quantity: int, notes: str | None = None) -> PlannedLine:
    return PlannedLine(row.node_uuid, row.kind, row.thing_uuid, row.name, Fraction(quantity), notes)


def changed(row: ContentRow, was: int) -> LineChange:
    return LineChange(
        Change.CHANGED, planned(row, was, row.notes), planned(row, int(row.in_all), row.notes)
    )


def changes_of(*lines: LineChange, **more: Any) -> PlanChanges:
    return PlanChanges(since_version=3, since_id=30, lines=lines, **more)


class Bakery:
    """A model under Qt's tester, and the tickets that it handed out."""

    def __init__(self) -> None:
        self.model = ContentsModel()
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.tickets: list[Ticket] = []
        self.model.page_wanted.connect(self.tickets.append)

    def answer(self, *rows: ContentRow, of: str = "") -> None:
        """Answers the open question for the lines, or for what is in the row called `of`."""
        self.model.put_page(self.ticket(of), Page(rows, None, len(rows)))

    def ticket(self, of: str = "") -> Ticket:
        """The open question; Qt's tester opens every row that it sees, so there may be others."""
        for ticket in self.tickets:
            branch = ticket.branch
            assert isinstance(branch, ContentsBranch)
            name = branch.parent.name if branch.parent else ""
            if name == of and self.model.is_valid(ticket):
                return ticket
        raise AssertionError(f"Nothing was asked of {of!r}")

    def show(self, source: SourceRef, *rows: ContentRow, is_editable: bool = False) -> None:
        self.model.set_source(source, is_editable=is_editable)
        self.answer(*rows)

    def show_plan(self, *rows: ContentRow) -> None:
        self.show(PLAN, *rows, is_editable=True)

    def at(self, *path: str, column: int = 0) -> QModelIndex:
        """The row with these names."""
        index = QModelIndex()
        for name in path:
            index = next(
                found
                for row in range(self.model.rowCount(index))
                if (found := self.model.index(row, 0, index)).data() == name
            )
        return index.siblingAtColumn(column) if column else index

    def open(self, *path: str, rows: tuple[ContentRow, ...] = ()) -> None:
        self.model.fetchMore(self.at(*path))
        self.answer(*rows, of=path[-1])

    def column(self, column: Column) -> list[str]:
        return [str(self.model.index(row, column).data()) for row in range(self.model.rowCount())]


@pytest.fixture
def bakery(qapp: QApplication) -> Iterator[Bakery]:
    made = Bakery()
    yield made
    made.model.deleteLater()


def nested(model: ContentsModel, parent: QModelIndex | None = None) -> dict[str, Any]:
    """The tree as nested dicts: "name In all" and what is in it."""
    parent = parent or QModelIndex()
    tree: dict[str, Any] = {}
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        amount = index.siblingAtColumn(Column.IN_ALL).data()
        tree[f"{index.data()} {amount}".strip()] = nested(model, index)
    return tree
