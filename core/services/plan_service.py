"""An event's lines and the choices about them: every change is saved at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.domain.arithmetic.reading import rounded_down
from core.domain.changes import Edit
from core.domain.comparison import PlannedLine
from core.domain.keys import ComponentKind
from core.domain.quantity import LARGEST_AMOUNT, Amount, kitchen_text, to_amount
from core.errors import ConflictError, InvalidInputError, NotFoundError, ShortfallError
from core.models import (
    ChosenBatches,
    Event,
    FinishedGood,
    FinishedUnit,
    MaterialUnit,
    PlanLine,
    Recipe,
    SharedRecipe,
)
from core.services.chunks import in_chunks
from core.services.database import act_scope
from core.services.draft import build_draft, read_plan
from core.services.edits import recording
from core.services.input_values import (
    clean_batches,
    clean_buffer,
    clean_notes,
    clean_quantity,
)
from core.services.lookup import get_row
from core.services.part_rows import move_row
from core.services.plan_summary_service import summarize_draft
from core.utils.datetime_utils import utc_now

SOURCES: dict[ComponentKind, Any] = {
    ComponentKind.FINISHED_GOOD: FinishedGood,
    ComponentKind.FINISHED_UNIT: FinishedUnit,
    ComponentKind.MATERIAL_UNIT: MaterialUnit,
}


def add_line(
    event_id: int,
    kind: ComponentKind,
    *,
    source_id: int,
    quantity: Amount,
    session: Session | None = None,
) -> Edit:
    """Adds a line at the end of the plan; the edit's key is the line's."""
    with act_scope(session) as s, recording(s) as recorder:
        get_row(s, Event, event_id)
        if kind not in SOURCES or s.get(SOURCES[kind], source_id) is None:
            raise NotFoundError("What was to be added was deleted.")
        last = s.scalar(select(func.max(PlanLine.sort_order)).where(PlanLine.event_id == event_id))
        line = PlanLine(
            event_id=event_id,
            quantity=clean_quantity(quantity),
            sort_order=0 if last is None else last + 1,
            **{f"{kind.value}_id": source_id},
        )
        s.add(line)
        s.flush()
        recorder.about = line
    return recorder.edit


def add_to_line(plan_line_id: int, quantity: Amount, session: Session | None = None) -> Edit:
    """Adds to what the line plans already, as it is in the file now."""
    with act_scope(session) as s, recording(s) as recorder:
        line = recorder.about = get_row(s, PlanLine, plan_line_id)
        line.quantity = clean_quantity(line.quantity + clean_quantity(quantity))
    return recorder.edit


def set_quantity(
    plan_line_id: int,
    quantity: Amount,
    session: Session | None = None,
    *,
    expected: Amount | None = None,
) -> Edit:
    """Sets what a line plans; ConflictError if that is not the `expected` one any more."""
    with act_scope(session) as s, recording(s) as recorder:
        line = recorder.about = get_row(s, PlanLine, plan_line_id)
        if expected is not None and line.quantity != to_amount(expected):
            raise ConflictError(
                f"Changed in another window just now: it is {kitchen_text(line.quantity)} there."
                " Nothing was changed."
            )
        line.quantity = clean_quantity(quantity)
    return recorder.edit


def set_line_notes(
    plan_line_id: int,
    notes: str | None,
    session: Session | None = None,
    *,
    replaces: tuple[str | None] | None = None,
) -> Edit:
    """Sets a line's note; ConflictError if it does not replace the one that was shown."""
    with act_scope(session) as s, recording(s) as recorder:
        line = recorder.about = get_row(s, PlanLine, plan_line_id)
        if replaces is not None and (line.notes or None) != (replaces[0] or None):
            raise ConflictError("Changed in another window just now. Nothing was changed.")
        line.notes = clean_notes(notes)
    return recorder.edit


def move_line(plan_line_id: int, steps: int, session: Session | None = None) -> Edit:
    """Moves a line up (negative) or down among its event's; an empty edit at the end."""
    with act_scope(session) as s, recording(s) as recorder:
        line = recorder.about = get_row(s, PlanLine, plan_line_id)
        move_row(s, line, steps, owner="event_id")
    return recorder.edit


def remove_lines(plan_line_ids: list[int], session: Session | None = None) -> Edit:
    """Takes lines out of the plan; what is gone already is no error.

    With its last line a plan loses what was chosen about it too.
    """
    with act_scope(session) as s, recording(s) as recorder:
        events = set()
        for some in in_chunks(plan_line_ids):
            for line in s.scalars(select(PlanLine).where(PlanLine.id.in_(some))):
                events.add(line.event_id)
                s.delete(line)
        s.flush()
        for event_id in sorted(events):
            _forget_choices_of_empty(s, event_id)
    return recorder.edit


def _forget_choices_of_empty(session: Session, event_id: int) -> None:
    if session.scalar(select(PlanLine.id).where(PlanLine.event_id == event_id).limit(1)):
        return
    for model in (ChosenBatches, SharedRecipe):
        for row in session.scalars(select(model).where(model.event_id == event_id)):
            session.delete(row)


def put_back(event_id: int, line: PlannedLine, session: Session | None = None) -> Edit:
    """Puts a line that a snapshot remembers back into the plan, as the same line."""
    with act_scope(session) as s, recording(s) as recorder:
        get_row(s, Event, event_id)
        source = source_values(s, line)
        if source is None:
            raise NotFoundError(f"“{line.name}” is not in the catalog any more.")
        if s.scalar(select(PlanLine.id).where(PlanLine.uuid == line.uuid)) is not None:
            raise InvalidInputError("This line is in the plan already.")
        last = s.scalar(select(func.max(PlanLine.sort_order)).where(PlanLine.event_id == event_id))
        row = PlanLine(
            uuid=line.uuid,
            event_id=event_id,
            quantity=line.quantity,
            notes=line.notes,
            buffer_percent=line.buffer_percent,
            sort_order=0 if last is None else last + 1,
            **source,
        )
        s.add(row)
        s.flush()
        recorder.about = row
    return recorder.edit


def set_batches(  # noqa: PLR0913, PLR0917
    event_id: int,
    finished_unit_id: int,
    batches: Amount | None,
    accept_shortfall: bool = False,
    reason: str | None = None,
    session: Session | None = None,
    *,
    expected: Amount | None = None,
) -> Edit:
    """Sets how many batches of an item are made, with when and why; None lets the plan say again.

    ShortfallError, and nothing is set, where that makes less than is needed and it is not accepted,
    or is short by more than the `expected` number of pieces that was; InvalidInputError where it is short by more than LARGEST_AMOUNT pieces, which cannot be kept.
    """
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = get_row(s, Event, event_id)
        item = get_row(s, FinishedUnit, finished_unit_id)
        chosen = s.scalar(
            select(ChosenBatches).where(
                ChosenBatches.event_id == event_id, ChosenBatches.finished_unit_uuid == item.uuid
            )
        )
        if batches is not None:
            number = clean_batches(batches)
            need, makes = _need_and_makes(s, event_id, item=item, batches=number)
            is_more = expected is not None and need - makes > to_amount(expected)
            if makes < need and (is_more or not accept_shortfall):
                raise ShortfallError(need, makes)
            if need - makes > LARGEST_AMOUNT:
                raise InvalidInputError(
                    f"{int(need - makes):,} short is too much to accept, at most"
                    f" {int(LARGEST_AMOUNT):,}."
                    " Choose more batches."
                )
            if chosen is None:
                chosen = ChosenBatches(event_id=event_id, finished_unit_uuid=item.uuid)
                s.add(chosen)
            chosen.batches, chosen.chosen_at = number, utc_now()
            chosen.reason = clean_notes(reason, "reason")
            chosen.accepted_shortfall = need - makes if makes < need else None
        elif chosen is not None:
            s.delete(chosen)
    return recorder.edit


def _need_and_makes(
    session: Session, event_id: int, *, item: FinishedUnit, batches: Fraction
) -> tuple[Fraction, Fraction]:
    """What the whole plan needs of the item, and what so many batches make of it, in whole pieces."""
    draft = build_draft(read_plan(session, event_id))
    for row in summarize_draft(draft).batches:
        if row.uuid == item.uuid:
            return Fraction(row.whole_need), rounded_down(batches * row.per_batch)
    if any(data["uuid"] == item.uuid for data in draft.data.values()):
        raise InvalidInputError(f"Say first how many a batch of “{item.display_name}” makes.")
    raise InvalidInputError(f"“{item.display_name}” is not in this plan.")


def set_buffer(plan_line_id: int, percent: Amount | None, session: Session | None = None) -> Edit:
    """Sets how many percent more of a line are made than planned; None or 0 for none."""
    with act_scope(session) as s, recording(s) as recorder:
        line = recorder.about = get_row(s, PlanLine, plan_line_id)
        line.buffer_percent = clean_buffer(percent)
    return recorder.edit


def share_batch(  # noqa: PLR0917
    event_id: int, recipe_id: int, shared: bool, session: Session | None = None
) -> Edit:
    """Says whether the items of a recipe share batches in the event's plan."""
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = get_row(s, Event, event_id)
        recipe = get_row(s, Recipe, recipe_id)
        known = s.scalar(
            select(SharedRecipe).where(
                SharedRecipe.event_id == event_id, SharedRecipe.recipe_uuid == recipe.uuid
            )
        )
        if shared and known is None:
            s.add(SharedRecipe(event_id=event_id, recipe_uuid=recipe.uuid))
        elif known is not None and not shared:
            s.delete(known)
    return recorder.edit


def source_values(session: Session, line: PlannedLine) -> dict[str, int] | None:
    """The column and id of the live thing that a remembered line means; None when it is gone."""
    return all_source_values(session, [line])[0]


def all_source_values(
    session: Session, lines: Sequence[PlannedLine]
) -> list[dict[str, int] | None]:
    """`source_values` of each line, in one statement for each kind."""
    ids: dict[tuple[ComponentKind, str], int] = {}
    for kind, model in SOURCES.items():
        wanted = sorted({line.source_uuid for line in lines if line.kind is kind})
        for some in in_chunks(wanted):
            for row in session.execute(select(model.uuid, model.id).where(model.uuid.in_(some))):
                ids[kind, row.uuid] = row.id
    found = [(line.kind, ids.get((line.kind, line.source_uuid))) for line in lines]
    return [None if each is None else {f"{kind.value}_id": each} for kind, each in found]
