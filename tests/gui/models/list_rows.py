"""Rows for tests of the list, and a feeder that a test holds in its hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from core.domain.comparison import Change, LineChange, PlanChanges, PlannedLine
from core.domain.keys import ComponentKind, Key, PageKey, ThingKind
from core.domain.rows import EventRow, Page, SnapshotRow
from gui.models.plan_tree_model import PlanTreeModel
from gui.models.tickets import ListBranch, Ticket

TODAY = date(2026, 11, 23)


def event_key(event_id: int) -> Key:
    return Key(ThingKind.EVENT, event_id)


def snapshot_key(snapshot_id: int) -> Key:
    return Key(ThingKind.SNAPSHOT, snapshot_id)


def event(
    event_id: int, name: str, day: date | None = None, *, lines: int = 3, **more: Any
) -> EventRow:
    values = {"snapshot_count": 0, "latest_version": None, "year": None, "notes": None} | more
    return EventRow(
        id=event_id, uuid=f"e{event_id}", name=name, event_date=day, line_count=lines, **values
    )


def snapshot(
    snapshot_id: int, event_id: int | None, version: int | None = 1, **more: Any
) -> SnapshotRow:
    moment = datetime(2026, 11, 1, 12, 0, tzinfo=UTC).replace(
        day=1 + snapshot_id % 28, hour=snapshot_id % 24
    )
    values = {"created_at": moment, "notes": None} | more
    return SnapshotRow(snapshot_id, f"s{snapshot_id}", event_id, version, **values)


def changes(count: int, since: int) -> PlanChanges:
    lines = tuple(
        LineChange(
            Change.ADDED,
            None,
            PlannedLine(f"l{n}", ComponentKind.FINISHED_UNIT, f"u{n}", f"Cookie {n}", Fraction(1)),
        )
        for n in range(count)
    )
    return PlanChanges(since, since, lines)


def page(rows: Sequence[Any], *, more: bool = False, total: int | None = None) -> Page[Any]:
    key = PageKey((), rows[-1].id) if more else None
    return Page(tuple(rows), key, len(rows) if total is None else total)


class Hand:
    """Collects a model's tickets and answers them when told."""

    def __init__(self, model: PlanTreeModel) -> None:
        self.model = model
        self.tickets: list[Ticket] = []
        model.page_wanted.connect(self.tickets.append)

    def take(self) -> Ticket:
        """The one valid ticket that is open."""
        (ticket,) = [each for each in self.tickets if self.model.is_valid(each)]
        self.tickets.clear()
        return ticket

    def branches(self) -> list[ListBranch]:
        found = [each.branch for each in self.tickets if self.model.is_valid(each)]
        return [branch for branch in found if isinstance(branch, ListBranch)]

    def give(self, rows: Sequence[Any], *, more: bool = False, total: int | None = None) -> None:
        self.model.put_page(self.take(), page(rows, more=more, total=total))

    def open(self, key: Key, rows: Sequence[Any], *, more: bool = False) -> None:
        """Asks for the branch below a row and answers it."""
        self.model.fetchMore(self.model.find(key))
        self.give(rows, more=more)
