"""The table of what can be edited in a thing of the catalog: each field's column and its check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from core.domain.keys import Key, ThingKind
from core.domain.material_measures import MEASURES, measure_of
from core.errors import InvalidInputError, NotFoundError
from core.models import AssemblyType, Material, MaterialUnit, Recipe, YieldMode
from core.services.catalog_rows import WORDS
from core.services.input_values import (
    clean_amount,
    clean_label,
    clean_notes,
    clean_percentage,
)
from core.services.names import free_name, free_unit_name
from core.services.usage_service import usage_of, usage_text

Write = Callable[[Session, Any, Any], None]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `write` puts a checked value into the row, or raises InvalidInputError."""

    write: Write


def field_of(kind: ThingKind, name: str) -> Field:
    """The field by its name; InvalidInputError for one that the kind does not have."""
    field = FIELDS.get(kind, {}).get(name)
    if field is None:
        raise InvalidInputError(f"This {WORDS.get(kind, 'entry')} has no “{name}” to be changed.")
    return field


def _name(kind: ThingKind) -> Field:
    def write(session: Session, row: Any, value: Any) -> None:
        if kind is ThingKind.MATERIAL_UNIT:
            free = free_unit_name(session, row.material_id, _text(value), besides=row.id)
        else:
            free = free_name(session, kind, _text(value), besides=row.id)
        setattr(row, type(row).slug_source, free)

    return Field(write)


def _label(column: str, what: str) -> Field:
    return _column(column, lambda value: clean_label(_text_or_none(value), what))


def _notes(column: str, what: str = "note") -> Field:
    return _column(column, lambda value: clean_notes(_text_or_none(value), what))


def _amount(column: str, clean: Callable[[Any], Any], *, may_be_none: bool = True) -> Field:
    def clean_it(value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            if may_be_none:
                return None
            raise InvalidInputError("Please give it an amount.")
        return clean(value)

    return _column(column, clean_it)


def _choice(column: str, if_true: Any, if_false: Any) -> Field:
    def clean(value: Any) -> Any:
        if not isinstance(value, bool):
            raise InvalidInputError("This is either so or not.")
        return if_true if value else if_false

    return _column(column, clean)


def _column(column: str, clean: Callable[[Any], Any]) -> Field:
    return Field(lambda _session, row, value: setattr(row, column, clean(value)))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidInputError("This takes a text.")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _write_recipe(session: Session, row: Any, value: Any) -> None:
    if value is not None and session.get(Recipe, value, populate_existing=True) is None:
        raise NotFoundError("This recipe was deleted.")
    row.recipe_id = value


def _write_display_unit(session: Session, row: Material, value: Any) -> None:
    """Only while nothing counts in it: an amount that is planned would become another."""
    old, new = measure_of(row.display_unit), MEASURES.get(_text(value).strip())
    if new is None:
        known = ", ".join(MEASURES)
        raise InvalidInputError(f"A material is counted in one of {known}.")
    if value.strip() == row.display_unit:
        return
    usage = usage_of(Key(ThingKind.MATERIAL, row.id), most=0, session=session)
    if usage.count:
        raise InvalidInputError(
            f"“{row.name}” is used in {usage_text(usage)}, so it is counted in"
            f" “{row.display_unit}” for good."
        )
    made = [unit for unit in row.units if old is not None and _is_the_made_one(unit, old)]
    if new.base_unit != row.base_unit and len(made) != len(row.units):
        raise InvalidInputError(
            f"“{row.name}” has units of its own that count in “{row.display_unit}”."
            " Please delete them first."
        )
    row.base_unit, row.display_unit = new.base_unit, value.strip()
    for unit in made:
        unit.name, unit.quantity_per_unit = new.piece, new.quantity


def _is_the_made_one(unit: MaterialUnit, measure: Any) -> bool:
    """The unit that every new material gets, which follows what the material is counted in."""
    return (unit.name, unit.quantity_per_unit) == (measure.piece, measure.quantity)


FIELDS: dict[ThingKind, dict[str, Field]] = {
    ThingKind.FINISHED_UNIT: {
        "name": _name(ThingKind.FINISHED_UNIT),
        "category": _label("category", "category"),
        "description": _notes("description", "description"),
        "production_notes": _notes("production_notes"),
        "notes": _notes("notes"),
        "recipe": Field(_write_recipe),
        "is_portion": _choice("yield_mode", YieldMode.BATCH_PORTION, YieldMode.DISCRETE_COUNT),
        "items_per_batch": _amount("items_per_batch", clean_amount),
        "item_unit": _label("item_unit", "unit"),
        "batch_percentage": _amount("batch_percentage", clean_percentage),
        "portion_description": _label("portion_description", "portion"),
    },
    ThingKind.FINISHED_GOOD: {
        "name": _name(ThingKind.FINISHED_GOOD),
        "description": _notes("description", "description"),
        "is_bare": _choice("assembly_type", AssemblyType.BARE, AssemblyType.BUNDLE),
        "packaging_instructions": _notes("packaging_instructions"),
        "notes": _notes("notes"),
    },
    ThingKind.MATERIAL: {
        "name": _name(ThingKind.MATERIAL),
        "category": _label("category", "category"),
        "display_unit": Field(_write_display_unit),
    },
    ThingKind.MATERIAL_UNIT: {
        "name": _name(ThingKind.MATERIAL_UNIT),
        "description": _notes("description", "description"),
        "quantity_per_unit": _amount("quantity_per_unit", clean_amount, may_be_none=False),
    },
    ThingKind.RECIPE: {
        "name": _name(ThingKind.RECIPE),
        "category": _label("category", "category"),
        "source": _notes("source", "source"),
        "notes": _notes("notes"),
    },
    ThingKind.INGREDIENT: {
        "name": _name(ThingKind.INGREDIENT),
        "category": _label("category", "category"),
    },
}
