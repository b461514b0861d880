"""Writes what was planned, in one session; the caller owns the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from core.domain.import_report import ImportOutcome
from core.models import (
    Composition,
    MaterialUnit,
    PlanLine,
    RecipeComponent,
    RecipeIngredient,
)
from core.services.importers.baking import BakingPlan
from core.services.importers.boxing import PackingPlan
from core.services.importers.deciding import NEVER_TAKEN, said_columns
from core.services.importers.held import Held
from core.services.importers.records import Record
from core.services.importers.scheduling import EventPlan
from core.services.importers.things import MODELS


def apply_baking(session: Session, plan: BakingPlan) -> None:
    """Ingredients, recipes with their lines, items."""
    _write(session, (*plan.ingredients, *plan.made))
    _write(session, plan.recipes)
    for recipe in plan.recipes:
        if recipe.is_applied:
            _write_recipe(recipe)
    _write(session, plan.items)


def apply_packing(session: Session, plan: PackingPlan) -> None:
    """Materials with their units, boxes with their contents."""
    _write(session, plan.materials)
    _write(session, (*plan.units.records, *plan.units.made))
    _write(session, plan.boxes)
    for held in plan.contents:
        if held.is_written:
            _write_content(held)


def apply_events(session: Session, plan: EventPlan) -> None:
    """Events with their plans; flushes first, as a plan's lines know boxes by id only."""
    session.flush()
    _write(session, plan.events)
    for held in plan.lines:
        if held.is_written:
            _write_line(held)
    session.flush()


def _write(session: Session, records: Iterable[Record]) -> None:
    for record in records:
        if record.outcome is ImportOutcome.ADDED:
            model = MaterialUnit if record.kind == "material_units" else MODELS[record.kind]
            values = {**record.defaults, **said_columns(record)}
            if record.slug is not None:
                values["slug"] = record.slug
            record.row = model(**{column: _live(value) for column, value in values.items()})
            session.add(record.row)
        elif record.is_taken:
            for column, value in said_columns(record).items():
                if column not in NEVER_TAKEN and getattr(record.row, column) != _live(value):
                    setattr(record.row, column, _live(value))


def _live(value: Any) -> Any:
    return value.row if isinstance(value, Record) else value


def _write_recipe(recipe: Record) -> None:
    if recipe.found_lines or recipe.lists_all:
        recipe.row.ingredients[:] = [
            RecipeIngredient(
                **_identity(line.uuid),
                ingredient=found.row,
                quantity=line.quantity,
                unit=line.unit,
                notes=line.notes,
                sort_order=place if line.sort_order is None else line.sort_order,
            )
            for place, (found, line) in enumerate(recipe.found_lines)
        ]
    if recipe.found_parts or recipe.lists_all:
        recipe.row.components[:] = [
            RecipeComponent(
                **_identity(part.uuid),
                component_recipe=found.row,
                quantity=part.quantity,
                sort_order=place if part.sort_order is None else part.sort_order,
            )
            for place, (found, part) in enumerate(recipe.found_parts)
        ]


def _identity(uuid: str | None) -> dict[str, str]:
    return {} if uuid is None else {"uuid": uuid}


def _write_content(held: Held) -> None:
    box = held.owner.row
    if held.row is None:
        thing = {held.thing_name: held.thing.row}
        content = Composition(**_identity(held.uuid), **held.fields, **thing)
        if held.outcome is ImportOutcome.CHANGED:
            content.sort_order = _next_place(box.components)
        box.components.append(content)
        return
    for column, value in held.fields.items():
        if value is not None and column != "sort_order":
            setattr(held.row, column, value)


def _write_line(held: Held) -> None:
    if held.row is not None:
        held.row.quantity = held.fields["quantity"]
        return
    lines = held.owner.row.plan_lines
    lines.append(
        PlanLine(
            finished_good_id=held.thing.row.id,
            quantity=held.fields["quantity"],
            sort_order=_next_place(lines),
        )
    )


def _next_place(rows: Iterable[Any]) -> int:
    return max((row.sort_order for row in rows), default=-1) + 1
