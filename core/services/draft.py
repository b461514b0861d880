"""An event's plan as it is now, read whole and built like a snapshot, but not written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Text, select, type_coerce
from sqlalchemy.orm import Session

from core.domain.definition import (
    Data,
    canonical_text,
    definition_name,
    has_no_yield,
    text_hash,
)
from core.domain.keys import ComponentKind
from core.domain.planned import PlannedLine
from core.domain.quantity import to_amount
from core.domain.rows import CheckReason, KindCounts, ToCheck
from core.errors import NotFoundError
from core.models import Event, PlanLine
from core.models.base import StoredTextError
from core.services.component_capture import all_things
from core.services.definition_builder import (
    Closure,
    amount_json,
    component_source,
    is_chosen_later,
    plan_closure,
)
from core.services.plan_choices import (
    InPlan,
    PlanChoices,
    choices_data,
    choices_in,
    read_choices,
)
from core.services.snapshot_reader import counts_of
from core.services.snapshot_writer import ThingId
from core.services.stored_text import as_number, as_text


@dataclass(frozen=True, slots=True)
class PlanRows:
    """What the database holds of a plan: all that is read before anything is built from it."""

    event: Row[Any]
    lines: tuple[Any, ...]
    closure: Closure
    choices: PlanChoices


@dataclass(frozen=True, slots=True)
class Draft:
    """The event's row, its lines, everything in them, and each definition without row ids."""

    event: Row[Any]
    lines: tuple[Any, ...]
    closure: Closure
    things: tuple[ThingId, ...]
    data: dict[ThingId, Data]
    texts: dict[ThingId, str]
    to_check: tuple[ToCheck, ...]
    choices: PlanChoices

    @property
    def counts(self) -> KindCounts:
        return counts_of(kind for kind, _ in self.things)

    def planned_lines(self) -> tuple[PlannedLine, ...]:
        return tuple(
            PlannedLine(
                uuid=line.uuid,
                kind=component_source(line)[0],
                source_uuid=self.data[component_source(line)]["uuid"],
                name=definition_name(self.data[component_source(line)]),
                quantity=to_amount(amount_json(line.quantity) or 0),
                notes=as_text(line.notes),
                buffer_percent=line.buffer_percent,
            )
            for line in self.lines
        )

    def digest(self, since: str | None) -> str:
        """A hash of all that finalizing would keep, and of the event it would be kept for.

        `since` is the manifest of the latest snapshot: what changed is counted from it.
        """
        event = self.event
        return text_hash(
            canonical_text(
                {
                    "event": [
                        event.uuid,
                        event.name,
                        str(event.event_date),
                        as_number(event.last_version),
                    ],
                    "lines": [
                        line_data(line, self.data[component_source(line)]) for line in self.lines
                    ],
                    "things": sorted(
                        [kind.value, self.data[kind, each]["uuid"], text_hash(text)]
                        for (kind, each), text in self.texts.items()
                    ),
                    "to_check": check_data(self.to_check),
                    "choices": choices_data(self.choices),
                    "since": since,
                }
            )
        )


def line_data(line: Row[Any], definition: Data) -> Data:
    """A line as plan_data keeps it, but for the row that its definition is written to."""
    data = {
        "uuid": line.uuid,
        "kind": component_source(line)[0].value,
        "source_uuid": definition["uuid"],
        "name": definition_name(definition),
        "quantity": amount_json(line.quantity),
        "notes": as_text(line.notes),
        "sort_order": line.sort_order,
    }
    if line.buffer_percent is not None:  # lines without one keep the shape they always had
        data["buffer_percent"] = amount_json(line.buffer_percent)
    return data


def check_data(to_check: tuple[ToCheck, ...]) -> list[Data]:
    return [
        {"reason": each.reason.value, "kind": each.kind.value, "uuid": each.uuid, "name": each.name}
        for each in to_check
    ]


def read_plan(session: Session, event_id: int) -> PlanRows:
    """Reads the plan in fourteen statements at every size."""
    event = session.execute(select(*Event.__table__.c).where(Event.id == event_id)).one_or_none()
    if event is None:
        raise NotFoundError("This event was deleted.")
    columns = PlanLine.__table__.c
    lines = session.execute(
        select(
            *(column for column in columns if column.name != "quantity"),
            type_coerce(columns.quantity, Text).label("quantity"),
        )
        .where(columns.event_id == event_id)
        .order_by(columns.sort_order, columns.id)
    ).all()
    closure = plan_closure(session, event_id)
    return PlanRows(event, tuple(lines), closure, read_choices(session, event_id))


def build_draft(plan: PlanRows) -> Draft:
    """Every definition of the plan; raises the nesting errors of its boxes.

    It reads nothing, so that no other window need wait meanwhile.
    """
    lines, closure = plan.lines, plan.closure
    closure.check_boxes([line.finished_good_id for line in lines if line.finished_good_id])
    closure.check_recipes()
    things = tuple(all_things(closure))
    data = {thing: closure.definition(*thing, {}) for thing in things}
    return Draft(
        event=plan.event,
        lines=lines,
        closure=closure,
        things=things,
        data=data,
        texts={thing: _text_of(definition) for thing, definition in data.items()},
        to_check=_to_check(closure, data),
        choices=choices_in(plan.choices, in_plan(closure)),
    )


def _text_of(definition: Data) -> str:
    try:
        return canonical_text(definition)
    except TypeError as error:  # only bytes come from a file and are no JSON
        raise StoredTextError from error


def in_plan(closure: Closure) -> InPlan:
    """The uuids of all that the closure holds."""
    return InPlan(
        items={item.uuid for item in closure.items.values()},
        recipes={recipe.uuid for recipe in closure.recipes.values()},
        ingredients={
            line.ingredient_uuid for lines in closure.recipe_lines.values() for line in lines
        },
        materials={unit.material_uuid for unit in closure.materials.values()},
    )


def _to_check(closure: Closure, data: dict[ThingId, Data]) -> tuple[ToCheck, ...]:
    """What is unknown in the plan: it is listed and kept, and blocks nothing."""
    found = []
    for (kind, source_id), definition in data.items():
        uuid, name = definition["uuid"], definition_name(definition)
        if kind is ComponentKind.FINISHED_UNIT and has_no_yield(definition):
            found.append(ToCheck(CheckReason.NO_YIELD, kind, uuid, name))
        if closure.thing(kind, source_id).retired_at is not None:
            found.append(ToCheck(CheckReason.RETIRED, kind, uuid, name))
    later = {
        component_source(row)
        for rows in closure.contents.values()
        for row in rows
        if is_chosen_later(row)
    }
    for kind, source_id in later:
        thing = closure.thing(kind, source_id)
        name = definition_name(data[kind, source_id]) if (kind, source_id) in data else thing.name
        found.append(ToCheck(CheckReason.CHOSEN_LATER, kind, thing.uuid, name))
    return tuple(sorted(found, key=lambda each: (each.reason, each.name, each.uuid)))
