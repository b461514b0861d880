"""An event's history: its snapshots and its plan now, read whole and compared each with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.arithmetic import PlanInput
from core.domain.comparison import PlanChanges, compare_by_thing
from core.domain.definition import Data, ThingKey, counted_in
from core.domain.event_history import (
    EventHistory,
    HistoryStep,
    Lines,
    lines_over_time,
    missing_numbers,
)
from core.domain.seal import SealState, seal_state
from core.errors import CoreError, CorruptDatabaseError, NotFoundError
from core.models import Event, PlanningSnapshot, RemovedRecord
from core.services.chunks import in_chunks
from core.services.database import session_scope
from core.services.draft import PlanRows, build_draft, read_plan
from core.services.error_translation import translated
from core.services.history_service import snapshot_row_of
from core.services.plan_inputs import draft_input, kept_input
from core.services.snapshot_reader import (
    UNREADABLE,
    StoredSnapshot,
    lines_of,
    plan_data_of,
    plan_of,
    read_all_stored,
    reading_kept,
    verify,
)
from core.services.stored_text import as_number
from core.services.trash_text import from_text

AT_ONCE = 10  # snapshots: what they have in common is let go before the next are read


def event_history(
    event_id: int, session: Session | None = None, *, today: date | None = None
) -> EventHistory:
    """All of an event's finalized snapshots, and its plan now; NotFoundError when it is gone.

    An event that was over before `today` is not compared with its plan now: what its recipes are
    by now has nothing to do with it.
    """
    with session_scope(session, write=False) as s:
        event = _event(s, event_id)
        snapshots = _read_snapshots(s, event_id)
        trash = _read_trash(s, str(event.uuid))
        is_over = today is not None and event.event_date is not None and event.event_date < today
        plan = read_plan(s, event_id) if snapshots and not is_over else None
    # After an own scope is closed: hashing makes nobody wait.
    with translated(session, is_read=True):
        return _history(event, snapshots, trash=trash, plan=plan, session=session)


def _event(session: Session, event_id: int) -> Any:
    columns = Event.__table__.c
    event: Any = session.execute(
        select(columns.id, columns.uuid, columns.last_version, columns.event_date).where(
            columns.id == event_id
        )
    ).one_or_none()
    if event is None:
        raise NotFoundError("This was deleted in another window.")
    return event


def _read_snapshots(session: Session, event_id: int) -> tuple[StoredSnapshot, ...]:
    """Those that were finalized, oldest first; of equal texts one is kept."""
    table = PlanningSnapshot.__table__.c
    ids = session.scalars(select(table.id).where(table.event_id == event_id).order_by(table.id))
    texts: dict[str, str] = {}
    found = []
    for some in in_chunks(ids.all(), AT_ONCE):
        for stored in read_all_stored(session, some):
            if seal_state(stored.head) is not SealState.OPEN:
                rows = tuple(
                    row._replace(text=texts.setdefault(row.text, row.text))
                    for row in stored.definitions
                )
                found.append(StoredSnapshot(stored.head, rows))
    return tuple(sorted(found, key=lambda each: (as_number(each.head.version) or 0, each.head.id)))


def _read_trash(session: Session, event_uuid: str) -> tuple[str, ...]:
    """What the trash holds of any act that took a snapshot of this event, as stored."""
    table = RemovedRecord.__table__.c
    return tuple(
        str(data)
        for data in session.scalars(
            select(table.data).where(
                table.snapshot_count > 0, table.data.contains(event_uuid, autoescape=True)
            )
        )
    )


def _numbers_in(trash: Iterable[str], event_uuid: str) -> set[int]:
    numbers: set[int] = set()
    for data in trash:
        try:
            rows = from_text(data)["planning_snapshots"]
            found = [row["version"] for row in rows if row["event_uuid"] == event_uuid]
        except UNREADABLE:  # a damaged act can bring nothing back
            continue
        numbers.update(number for number in found if as_number(number) is not None)
    return numbers


@dataclass(frozen=True, slots=True)
class _Side:
    """One step before it is compared; `contents` is None where there is nothing to compare."""

    step: HistoryStep
    lines: Lines | None
    contents: PlanInput | None


def _history(
    event: Any,
    snapshots: Sequence[StoredSnapshot],
    *,
    trash: Sequence[str],
    plan: PlanRows | None,
    session: Session | None,
) -> EventHistory:
    reader = _Reader()
    sides = [reader.side(stored) for stored in snapshots]
    if plan is not None:
        sides.append(reader.now(plan, session))
    present = [as_number(stored.head.version) for stored in snapshots]
    missing = missing_numbers(
        {number for number in present if number is not None},
        _numbers_in(trash, event.uuid),
        as_number(event.last_version) or 0,
    )
    if None in present:  # a damaged one has lost its number: which, nobody can say
        missing = tuple(gap for gap in missing if gap.is_in_trash)
    return EventHistory(
        event.id,
        tuple(_steps(sides)),
        lines_over_time([side.lines for side in sides], reader.units),
        missing,
    )


def _steps(sides: Iterable[_Side]) -> Iterable[HistoryStep]:
    before: _Side | None = None
    for side in sides:
        if before is None:
            yield replace(side.step, is_first=True)
        else:
            yield replace(side.step, changes=_changes(before, side))
        before = side


def _changes(before: _Side, side: _Side) -> PlanChanges:
    """As `changes_between` says it, with what was parsed already."""
    row = before.step.snapshot
    if row is None or before.contents is None or side.contents is None:
        return PlanChanges(
            since_version=row.version if row is not None else None,
            since_id=row.id if row is not None else None,
            is_unknown=True,
        )
    with reading_kept():
        changes = compare_by_thing(before.contents, side.contents)
    return replace(changes, since_version=row.version, since_id=row.id)


class _Reader:
    """Parses what snapshots hold: a definition that many of them keep in the same words, once.

    What two of them have in common is then one object, which costs no time to compare.
    """

    def __init__(self) -> None:
        self.units: dict[ThingKey, str] = {}
        self._parsed: dict[str, Data] = {}

    def side(self, stored: StoredSnapshot) -> _Side:
        head = stored.head
        step = HistoryStep(snapshot_row_of(head), is_damaged=not verify(stored).is_unchanged)
        try:
            lines = lines_of(plan_of(plan_data_of(head)))
        except CorruptDatabaseError:
            return _Side(replace(step, is_readable=False, is_damaged=True), None, None)
        try:
            with reading_kept():
                contents = kept_input(stored, self._parsed)
                self._take_units(contents)
        except CorruptDatabaseError:
            return _Side(replace(step, is_damaged=True), lines, None)
        if seal_state(head) is not SealState.SEALED:
            return _Side(step, lines, None)
        return _Side(step, lines, contents)

    def now(self, plan: PlanRows, session: Session | None) -> _Side:
        """The plan now; where it cannot be read, what the snapshots tell is told all the same."""
        try:
            with translated(session, is_read=True):
                contents = draft_input(build_draft(plan))
        except CoreError as error:
            step = HistoryStep(None, is_readable=False, problem=error.sentence)
            return _Side(step, None, None)
        self._take_units(contents)
        return _Side(HistoryStep(None), contents.lines, contents)

    def _take_units(self, contents: PlanInput) -> None:
        for line in contents.lines:
            key = (line.kind.value, line.source_uuid)
            if key in contents.definitions:
                self.units[key] = counted_in(line.kind, contents.definitions[key])
