"""Events: making, naming and dating them, and planning one again from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.changes import Edit
from core.domain.comparison import PlannedLine
from core.domain.rows import LikeEvent
from core.errors import ConflictError
from core.models import Event, PlanLine, PlanningSnapshot, SharedRecipe
from core.services import search_index
from core.services.database import act_scope, session_scope
from core.services.edits import recording
from core.services.input_values import clean_date, clean_name, clean_notes, clean_year
from core.services.lookup import get_row
from core.services.plan_choices import copy_shared, shared_in
from core.services.plan_service import all_source_values
from core.services.snapshot_reader import (
    lines_of,
    plan_data_of,
    plan_of,
    planned_lines,
    read_head,
    reading_kept,
)

# The same weekday next year is 52 weeks on.
ONE_YEAR = timedelta(weeks=52)


class _Unset(Enum):
    """Tells an argument that was not given from one that is None."""

    UNSET = "unset"


UNSET = _Unset.UNSET


def create_event(
    name: str,
    event_date: date | None = None,
    *,
    notes: str | None = None,
    year: int | None = None,
    session: Session | None = None,
) -> Edit:
    """Makes an event without lines; the edit's key is the event's."""
    with act_scope(session) as s, recording(s) as recorder:
        event = Event(name=clean_name(name), notes=clean_notes(notes))
        _set_date(event, event_date)
        if event_date is None:
            event.year = clean_year(year)
        s.add(event)
        s.flush()
        recorder.about = event
    return recorder.edit


def rename_event(event_id: int, name: str, session: Session | None = None) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        event = recorder.about = get_row(s, Event, event_id)
        event.name = clean_name(name)
    return recorder.edit


def set_event_date(event_id: int, event_date: date | None, session: Session | None = None) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        event = recorder.about = get_row(s, Event, event_id)
        _set_date(event, event_date)
    return recorder.edit


def set_event_notes(event_id: int, notes: str | None, session: Session | None = None) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        event = recorder.about = get_row(s, Event, event_id)
        event.notes = clean_notes(notes)
    return recorder.edit


def _set_date(event: Event, event_date: date | None) -> None:
    event.event_date = clean_date(event_date)
    if event_date is not None:
        event.year = event_date.year


@dataclass(frozen=True, slots=True)
class PlanAgainPreview:
    """What planning a snapshot again would make; `left_out` names what is no longer there."""

    name: str
    event_date: date | None
    line_count: int
    left_out: tuple[str, ...]


def preview_plan_again(
    planning_snapshot_id: int, session: Session | None = None
) -> PlanAgainPreview:
    """A new event with the snapshot's lines, on the same weekday next year."""
    with session_scope(session, write=False) as s:
        head = read_head(s, planning_snapshot_id)
        lines = planned_lines(plan_data_of(head))
        sources = all_source_values(s, lines)
        gone = [line.name for line, source in zip(lines, sources, strict=True) if source is None]
        event_date = head.event_date + ONE_YEAR if head.event_date else None
        return PlanAgainPreview(
            head.event_name or "", event_date, len(lines) - len(gone), tuple(gone)
        )


def plan_again(
    planning_snapshot_id: int,
    name: str,
    *,
    event_date: date | None = None,
    session: Session | None = None,
) -> Edit:
    """Makes a new event with the snapshot's lines; what is no longer there is left out.

    Buffers and the recipes that share batches come along, for they are her habits; numbers of
    batches that she chose do not, for they were meant for those quantities.
    """
    with act_scope(session) as s, recording(s) as recorder:
        head = read_head(s, planning_snapshot_id)
        event = Event(name=clean_name(name), notes=_notes_then(s, head.event_id))
        _set_date(event, event_date)
        plan = plan_of(plan_data_of(head))
        _add_lines(s, event, lines_of(plan))
        with reading_kept():
            shared = shared_in(plan)
        copy_shared(s, event, shared)
        recorder.about = event
    return recorder.edit


def start_from(event_id: int, other_event_id: int, session: Session | None = None) -> Edit:
    """Copies the lines of another event's plan into this one, behind its own.

    Their buffers and the recipes that share batches too; chosen numbers of batches stay there.
    """
    with act_scope(session) as s, recording(s) as recorder:
        event = recorder.about = get_row(s, Event, event_id)
        other = get_row(s, Event, other_event_id)
        start = max((line.sort_order for line in event.plan_lines), default=-1) + 1
        others = tuple(other.plan_lines)
        with s.no_autoflush:
            for place, line in enumerate(others):
                event.plan_lines.append(
                    PlanLine(
                        finished_good_id=line.finished_good_id,
                        finished_unit_id=line.finished_unit_id,
                        material_unit_id=line.material_unit_id,
                        quantity=line.quantity,
                        notes=line.notes,
                        buffer_percent=line.buffer_percent,
                        sort_order=start + place,
                    )
                )
        shared = select(SharedRecipe.recipe_uuid).where(SharedRecipe.event_id == other_event_id)
        copy_shared(s, event, s.scalars(shared).all())
    return recorder.edit


def _notes_then(session: Session, event_id: int | None) -> str | None:
    event = session.get(Event, event_id) if event_id is not None else None
    return event.notes if event is not None else None


def _add_lines(session: Session, event: Event, lines: tuple[PlannedLine, ...]) -> None:
    session.add(event)
    sources = all_source_values(session, lines)
    with session.no_autoflush:
        for place, (line, source) in enumerate(zip(lines, sources, strict=True)):
            if source is not None:
                event.plan_lines.append(
                    PlanLine(
                        quantity=line.quantity,
                        notes=line.notes,
                        buffer_percent=line.buffer_percent,
                        sort_order=place,
                        **source,
                    )
                )
    session.flush()


def find_like_event(event_id: int, session: Session | None = None) -> LikeEvent | None:
    """The latest other event of the same name that has lines, else the latest with lines."""
    with session_scope(session, write=False) as s:
        event = get_row(s, Event, event_id)
        with_lines = select(PlanLine.event_id)
        found = s.execute(
            select(Event.id, Event.name, Event.event_date, Event.year)
            .where(Event.id != event_id, Event.id.in_(with_lines))
            .order_by((Event.name == event.name).desc(), Event.event_date.desc(), Event.id.desc())
            .limit(1)
        ).one_or_none()
        if found is None:
            return None
        return LikeEvent(
            found.id, found.name, found.event_date.year if found.event_date else found.year
        )


def set_snapshot_reason(
    planning_snapshot_id: int,
    notes: str | None,
    session: Session | None = None,
    *,
    expected: str | _Unset | None = UNSET,
) -> str | None:
    """Sets a snapshot's reason, the one thing of it that may change; returns the reason before.

    ConflictError, and nothing is set, if the reason is not the `expected` one any more.
    """
    with session_scope(session) as s:
        container = get_row(s, PlanningSnapshot, planning_snapshot_id)
        before = container.notes
        if not isinstance(expected, _Unset) and before not in (
            expected,
            clean_notes(expected, "reason"),
        ):
            raise ConflictError("Changed in another window just now.")
        container.notes = clean_notes(notes, "reason")
        s.flush()
        search_index.refresh_snapshot_heads(s, [planning_snapshot_id])
        return before
