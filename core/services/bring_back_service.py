"""Bringing a snapshot back: its lines and choices become the plan of its own event again.

Nothing else is written: the snapshots, the catalog, and the event's name, date and notes stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.bringing_back import BringBackPreview, returning_lines
from core.domain.changes import Edit
from core.domain.comparison import BatchesChange, ChoiceChange, SharingChange
from core.domain.definition import (
    Data,
    canonical_text,
    counted_in,
    definition_name,
    text_hash,
)
from core.domain.keys import ComponentKind
from core.domain.rows import CheckReason, ToCheck
from core.domain.seal import SealState, seal_state
from core.errors import ConflictError, CorruptDatabaseError, InvalidInputError, NotFoundError
from core.models import ChosenBatches, Event, PlanLine, PlanningSnapshot, SharedRecipe
from core.services.chunks import in_chunks
from core.services.comparison_service import changes_between
from core.services.database import act_scope, session_scope
from core.services.definition_builder import component_source, things_closure
from core.services.draft import Draft, PlanRows, build_draft, read_plan
from core.services.edits import recording
from core.services.error_translation import translated
from core.services.lookup import get_row
from core.services.plan_choices import PlanChoices, choices_of
from core.services.plan_inputs import draft_input
from core.services.plan_service import all_source_values
from core.services.snapshot_reader import (
    StoredSnapshot,
    lines_of,
    plan_data_of,
    plan_of,
    read_stored,
    reading_kept,
    to_check_of,
    verify,
)
from core.services.stored_text import as_number, as_text


@dataclass(frozen=True, slots=True)
class LineToBe:
    """A row of the plan as it would be, with the columns of one that is there."""

    uuid: str
    quantity: Fraction
    notes: str | None
    buffer_percent: Fraction | None
    sort_order: int
    finished_good_id: int | None = None
    finished_unit_id: int | None = None
    material_unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Sides:
    """The snapshot, the plan as it is now, and as it would be with the catalog of now."""

    stored: StoredSnapshot
    now: PlanRows
    then: PlanRows
    left_out: tuple[str, ...]
    newer_versions: tuple[int, ...]


def preview_bring_back(
    planning_snapshot_id: int, session: Session | None = None
) -> BringBackPreview:
    """Says what would become of the plan of the snapshot's own event.

    Raises NotFoundError for a snapshot or an event that is gone, InvalidInputError for a snapshot
    that was not finalized, where nothing would change, or where no line can be brought back.
    """
    with session_scope(session, write=False) as s:
        sides = _read(s, planning_snapshot_id)
    # The scope, when it is our own, is closed: nobody waits while everything is hashed.
    with translated(session, is_read=True):
        return _preview(sides, build_draft(sides.then))


def bring_back(
    planning_snapshot_id: int, session: Session | None = None, *, expected: str | None = None
) -> Edit:
    """Makes the snapshot's lines, their extra and the choices of then the plan of its event again.

    Lines that are still there stay the same rows. `expected` is the digest of the preview that was
    confirmed: ConflictError, and nothing is written, if it is another by now. Else it raises what
    the preview raises. The edit's key is the event's.
    """
    with act_scope(session) as s, recording(s) as recorder:
        sides = _read(s, planning_snapshot_id)
        then = build_draft(sides.then)
        preview = _preview(sides, then)
        if expected is not None and preview.digest != expected:
            raise ConflictError("The plan was changed in another window just now.")
        recorder.about = get_row(s, Event, preview.event_id)
        _write_lines(s, preview.event_id, then.lines)
        _write_batches(s, preview.event_id, then.choices)
        _write_shared(s, preview.event_id, then.choices)
        s.flush()
    return recorder.edit


# Reading both sides


def _read(session: Session, planning_snapshot_id: int) -> _Sides:
    session.flush()
    stored = read_stored(session, planning_snapshot_id)
    event = _event_of(session, stored.head)
    plan = plan_of(plan_data_of(stored.head))
    lines, left_out = _lines_to_be(session, plan)
    if not lines:
        raise InvalidInputError(
            f"Nothing of snapshot {stored.head.version} is in the catalog any more,"
            " so it cannot be brought back."
        )
    with reading_kept():
        choices = choices_of(plan)
    now = read_plan(session, event.id)
    closure = things_closure(session, {component_source(line) for line in lines})
    return _Sides(
        stored,
        now,
        PlanRows(now.event, lines, closure, choices),
        left_out,
        _newer_versions(session, stored.head),
    )


def _event_of(session: Session, head: Any) -> Event:
    """The event that the snapshot was made of, which it must still belong to."""
    state = seal_state(head)
    if state is SealState.OPEN:
        raise InvalidInputError("This snapshot was not finalized, so it cannot be brought back.")
    if state is not SealState.SEALED:
        raise CorruptDatabaseError("A part of this snapshot is gone, so it cannot be brought back.")
    event = None if head.event_id is None else session.get(Event, head.event_id)
    if event is None or event.uuid != head.event_uuid:
        raise NotFoundError("The event of this snapshot was deleted.")
    return event


def _lines_to_be(session: Session, plan: Data) -> tuple[tuple[LineToBe, ...], tuple[str, ...]]:
    """The lines that can be again, and the names of those whose thing is gone."""
    kept = lines_of(plan)
    sources = all_source_values(session, kept)
    lines = [
        LineToBe(line.uuid, line.quantity, line.notes, line.buffer_percent, order, **source)
        for line, source, order in zip(kept, sources, _orders(plan), strict=True)
        if source is not None
    ]
    gone = [line.name for line, source in zip(kept, sources, strict=True) if source is None]
    return tuple(lines), tuple(gone)


def _orders(plan: Data) -> list[int]:
    """As they were where that is an order without a tie: rows get new ids, which broke ties."""
    places = list(range(len(plan["lines"])))
    orders = [line.get("sort_order") for line in plan["lines"]]
    if not all(isinstance(order, int) and abs(order) < 2**31 for order in orders):
        return places
    return orders if sorted(set(orders)) == orders else places


def _newer_versions(session: Session, head: Any) -> tuple[int, ...]:
    table = PlanningSnapshot.__table__.c
    newer = select(table.version).where(
        table.event_id == head.event_id, table.version > head.version
    )
    versions = session.scalars(newer.order_by(table.version))
    return tuple(version for version in versions if as_number(version) is not None)


# What would change


def _preview(sides: _Sides, then: Draft) -> BringBackPreview:
    head, now = sides.stored.head, build_draft(sides.now)
    units = {
        data["uuid"]: counted_in(kind, data)
        for draft in (now, then)
        for (kind, _), data in draft.data.items()
    }
    lines = returning_lines(now.planned_lines(), then.planned_lines(), units)
    choices = _choice_changes(now, then)
    if not lines and not choices:
        raise InvalidInputError(f"The plan is as in snapshot {head.version} already.")
    return BringBackPreview(
        planning_snapshot_id=head.id,
        version=head.version,
        event_id=now.event.id,
        event_name=now.event.name,
        lines=lines,
        choices=choices,
        things=changes_between(sides.stored, draft_input(then)).things,
        retired=_retired_since(sides.stored, then),
        left_out=sides.left_out,
        newer_versions=sides.newer_versions,
        digest=_digest(sides, now, then),
        is_as_finalized=verify(sides.stored).is_unchanged,
    )


def _digest(sides: _Sides, now: Draft, then: Draft) -> str:
    """Of all that the question says: both plans whole, and the snapshots that stay."""
    manifest = as_text(sides.stored.head.manifest_hash)
    parts = [now.digest(None), then.digest(manifest), sides.left_out, sides.newer_versions]
    return text_hash(canonical_text(parts))


def _choice_changes(now: Draft, then: Draft) -> tuple[ChoiceChange, ...]:
    """Of what would be in the plan; numbers alone, as where plans are compared."""
    items = [data for (kind, _), data in then.data.items() if kind is ComponentKind.FINISHED_UNIT]
    names = {data["uuid"]: definition_name(data) for data in items}
    recipes: dict[str, str] = {}
    for data in items:
        if data["recipe"]:
            recipes |= {uuid: each["name"] for uuid, each in data["recipe"]["recipes"].items()}
    old, new = now.choices.numbers, then.choices.numbers
    changes: list[ChoiceChange] = [
        BatchesChange(uuid, names[uuid], old.get(uuid), new.get(uuid))
        for uuid in old.keys() | new.keys()
        if old.get(uuid) != new.get(uuid) and uuid in names
    ]
    changes += [
        SharingChange(uuid, recipes[uuid], uuid in then.choices.shared)
        for uuid in now.choices.shared ^ then.choices.shared
        if uuid in recipes
    ]
    return tuple(sorted(changes, key=lambda change: (change.name, change.uuid)))


def _retired_since(stored: StoredSnapshot, then: Draft) -> tuple[ToCheck, ...]:
    before = _retired(to_check_of(plan_data_of(stored.head)))
    known = {(check.kind, check.uuid) for check in before}
    return tuple(
        check for check in _retired(then.to_check) if (check.kind, check.uuid) not in known
    )


def _retired(checks: Iterable[ToCheck]) -> list[ToCheck]:
    return [check for check in checks if check.reason is CheckReason.RETIRED]


# Writing it


def _write_lines(session: Session, event_id: int, lines: Iterable[LineToBe]) -> None:
    there = session.scalars(select(PlanLine).where(PlanLine.event_id == event_id))
    rows = {row.uuid: row for row in there}
    wanted = list(lines)
    taken = _taken_elsewhere(session, event_id, [line.uuid for line in wanted])
    for line in wanted:
        row = rows.pop(line.uuid, None)
        if row is None:
            row = PlanLine(event_id=event_id)
            if line.uuid not in taken:
                row.uuid = line.uuid
            session.add(row)
        taken.add(line.uuid)
        row.finished_good_id = line.finished_good_id
        row.finished_unit_id = line.finished_unit_id
        row.material_unit_id = line.material_unit_id
        row.quantity, row.notes = line.quantity, line.notes
        row.buffer_percent, row.sort_order = line.buffer_percent, line.sort_order
    for row in rows.values():
        session.delete(row)


def _taken_elsewhere(session: Session, event_id: int, uuids: list[str]) -> set[str]:
    taken: set[str] = set()
    for some in in_chunks(uuids):
        taken.update(
            session.scalars(
                select(PlanLine.uuid).where(PlanLine.uuid.in_(some), PlanLine.event_id != event_id)
            )
        )
    return taken


def _write_batches(session: Session, event_id: int, choices: PlanChoices) -> None:
    """Just those of then: a number that was chosen since was chosen for other quantities."""
    there = session.scalars(select(ChosenBatches).where(ChosenBatches.event_id == event_id))
    rows = {row.finished_unit_uuid: row for row in there}
    for uuid, choice in choices.batches.items():
        row = rows.pop(uuid, None)
        if row is None:
            row = ChosenBatches(event_id=event_id, finished_unit_uuid=uuid)
            session.add(row)
        row.batches, row.chosen_at = choice.batches, choice.chosen_at
        row.reason, row.accepted_shortfall = choice.reason, choice.accepted_shortfall
    for row in rows.values():
        session.delete(row)


def _write_shared(session: Session, event_id: int, choices: PlanChoices) -> None:
    there = session.scalars(select(SharedRecipe).where(SharedRecipe.event_id == event_id))
    rows = {row.recipe_uuid: row for row in there}
    for uuid in sorted(choices.shared - rows.keys()):
        session.add(SharedRecipe(event_id=event_id, recipe_uuid=uuid))
    for uuid in rows.keys() - choices.shared:
        session.delete(rows[uuid])
