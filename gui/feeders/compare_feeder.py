"""Reads both sides of a comparison and compares them, all in the lane."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from core.domain.compare.diff import SideKind, SnapshotDiff
from core.domain.rows import SnapshotDetail, SnapshotRow
from core.errors import NotFoundError
from core.services import comparison_service, history_service
from gui.background import Background
from gui.feeders.asking import Answer, Questions
from gui.models.compare_rows import CompareRows, compare_rows
from gui.models.compare_sides import PLAN, CompareRequest, Sides, snapshot_side

MOST_SNAPSHOTS = 200  # in a head's menu, the newest


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, and the snapshots of the event that could stand on either side."""

    sides: Sides
    rows: CompareRows
    name: str
    snapshots: tuple[SnapshotRow, ...]
    has_plan: bool


class CompareFeeder:
    """Of several questions only the newest answer counts."""

    def __init__(self, background: Background) -> None:
        self._questions = Questions(background)

    def start_anew(self) -> None:
        """Another file was opened."""
        self._questions.open_file()

    def read(self, request: CompareRequest, *, on_done: Answer, on_failed: Answer) -> None:
        job = partial(_compare, request)
        self._questions.ask("comparison", job, on_done=on_done, on_failed=on_failed)


def _compare(request: CompareRequest) -> Compared:
    sides = request.sides or _sides_of(request)
    old_id = sides.old.snapshot_id
    assert old_id is not None
    detail = history_service.snapshot_detail(old_id)
    event_id = detail.row.event_id
    snapshots: tuple[SnapshotRow, ...] = (detail.row,)
    if event_id is not None:
        page = history_service.snapshot_page(event_id, limit=MOST_SNAPSHOTS)
        snapshots = tuple(row for row in page.rows if row.is_sealed)
    return Compared(
        sides,
        compare_rows(_diff(sides)),
        detail.row.event_name or "",
        snapshots,
        has_plan=event_id is not None,
    )


def _diff(sides: Sides) -> SnapshotDiff:
    old_id, new = sides.old.snapshot_id, sides.new
    assert old_id is not None
    if new.kind is SideKind.PLAN:
        return comparison_service.compare_with_draft(old_id)
    if new.kind is SideKind.CATALOG:
        return comparison_service.compare_with_catalog(old_id)
    assert new.snapshot_id is not None
    return comparison_service.compare_snapshots(old_id, new.snapshot_id)


def _sides_of(request: CompareRequest) -> Sides:
    if request.event_id is not None:
        page = history_service.snapshot_page(request.event_id, limit=MOST_SNAPSHOTS)
        latest = next((row for row in page.rows if row.is_sealed), None)
        if latest is None:
            raise NotFoundError("There is no snapshot to compare with yet.")
        return Sides(snapshot_side(latest.id), PLAN)
    assert request.snapshot_id is not None
    detail: SnapshotDetail = history_service.snapshot_detail(request.snapshot_id)
    if detail.previous_id is not None:
        return Sides(snapshot_side(detail.previous_id), snapshot_side(request.snapshot_id))
    return Sides(snapshot_side(request.snapshot_id), PLAN)
