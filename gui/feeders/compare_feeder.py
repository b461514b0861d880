"""Reads both sides of a comparison and compares them, all in the lane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from core.domain.compare.diff import SideKind, SnapshotDiff
from core.domain.rows import SnapshotRow
from core.errors import CoreError, NotFoundError
from core.services import comparison_service, history_service
from gui.background import Background
from gui.feeders.asking import Answer, Questions
from gui.models.compare_filter import NOTHING_FOUND, CompareView, Found, find_rows
from gui.models.compare_rows import CompareRows, compare_rows
from gui.models.compare_sides import (
    CATALOG,
    PLAN,
    CompareRequest,
    Other,
    Sides,
    snapshot_side,
)

COMPARISON, FOUND = "comparison", "found"  # what is asked for
BOTH = 2
MOST_SNAPSHOTS = 200  # in a head's menu, the newest


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, and what else could stand on either side.

    `rows` is None where it could not be made; `failure` then says why.
    """

    sides: Sides
    names: tuple[str, ...]  # of the one event, or of both
    old_choices: tuple[SnapshotRow, ...]
    new_choices: tuple[SnapshotRow, ...]
    has_plan: bool
    rows: CompareRows | None = None
    found: Found = NOTHING_FOUND
    failure: str = ""


class CompareFeeder:
    """Of several questions only the newest answer counts."""

    def __init__(self, background: Background) -> None:
        self._questions = Questions(background)

    def start_anew(self) -> None:
        """Another file was opened."""
        self._questions.open_file()

    def read(
        self, request: CompareRequest, view: CompareView, *, on_done: Answer, on_failed: Answer
    ) -> None:
        self._questions.forget(FOUND)
        job = partial(_compare, request, view)
        self._questions.ask(COMPARISON, job, on_done=on_done, on_failed=on_failed)

    @property
    def is_reading(self) -> bool:
        return self._questions.is_open(COMPARISON)

    def find(
        self, rows: CompareRows, view: CompareView, *, on_done: Answer, on_failed: Answer
    ) -> None:
        """Searches in what was compared already; forgotten when it is read anew."""
        job = partial(find_rows, rows, view)
        self._questions.ask(FOUND, job, on_done=on_done, on_failed=on_failed)


def _compare(request: CompareRequest, view: CompareView) -> Compared:
    sides, shown = _in_order(request.sides or _sides_of(request))
    old = shown[0]
    others: tuple[SnapshotRow, ...] = ()
    if old.event_id is not None:
        page = history_service.snapshot_page(old.event_id, limit=MOST_SNAPSHOTS)
        others = tuple(row for row in page.rows if row.is_sealed)
    ids = [row.id for row in others]
    others = (*(row for row in shown if row.id not in ids), *others)
    compared = Compared(
        sides,
        tuple(dict.fromkeys(row.event_name or "" for row in shown)),
        tuple(row for row in others if row.id != sides.new.snapshot_id),
        tuple(row for row in others if row.id != sides.old.snapshot_id),
        has_plan=old.event_id is not None,
    )
    try:
        rows = compare_rows(_diff(sides, with_everything=view.is_everything))
    except CoreError as error:
        return replace(compared, failure=error.sentence)
    return replace(compared, rows=rows, found=find_rows(rows, view))


def _in_order(sides: Sides) -> tuple[Sides, list[SnapshotRow]]:
    """The older snapshot left: by number within an event, else by when it was made."""
    ids = [side.snapshot_id for side in (sides.old, sides.new) if side.snapshot_id is not None]
    rows = [history_service.snapshot_detail(each).row for each in ids]
    if len(rows) < BOTH:
        return sides, rows
    is_one_event = rows[0].event_id is not None and rows[0].event_id == rows[1].event_id
    rows.sort(key=lambda row: (row.version or 0) if is_one_event else (row.created_at, row.id))
    old, new = (snapshot_side(row.id) for row in rows)
    return Sides(old, new, sides.is_swapped), rows


def _diff(sides: Sides, *, with_everything: bool) -> SnapshotDiff:
    old_id, new = sides.old.snapshot_id, sides.new
    assert old_id is not None
    if new.snapshot_id is not None:
        ids = (new.snapshot_id, old_id) if sides.is_swapped else (old_id, new.snapshot_id)
        return comparison_service.compare_snapshots(*ids, with_everything=with_everything)
    compare = comparison_service.compare_with_draft
    if new.kind is SideKind.CATALOG:
        compare = comparison_service.compare_with_catalog
    return compare(old_id, with_everything=with_everything, is_swapped=sides.is_swapped)


def _sides_of(request: CompareRequest) -> Sides:
    base, other = _base_of(request), request.other
    if other is None and request.event_id is not None:
        other = Other.PLAN
    if other is Other.CATALOG:
        return Sides(snapshot_side(base), CATALOG)
    if other is not Other.PLAN:
        before = comparison_service.snapshot_before(base)
        if before is not None:  # else it is in the trash: the plan now stands in for it, as for F7
            return Sides(snapshot_side(before), snapshot_side(base))
    row = history_service.snapshot_detail(base).row
    has_plan = row.event_id is not None or other is Other.PLAN
    return Sides(snapshot_side(base), PLAN if has_plan else CATALOG)


def _base_of(request: CompareRequest) -> int:
    if request.snapshot_id is not None:
        return request.snapshot_id
    assert request.event_id is not None
    latest = comparison_service.latest_snapshot(request.event_id)
    if latest is None:
        raise NotFoundError("There is no snapshot to compare with yet.")
    return latest
