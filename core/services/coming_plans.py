"""The one statement that climbs from things of the catalog to the coming plans that use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    and_,
    bindparam,
    null,
    or_,
    select,
)

from core.domain.keys import ThingKind
from core.models import (
    Composition,
    Event,
    FinishedGood,
    FinishedUnit,
    MaterialUnit,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)

Ids = Mapping[ThingKind, Sequence[int]]


def coming_events(ids: Ids, today: date) -> Select[Any]:
    """Events whose day is not over and whose plan uses one of these things (ids by kind).

    Up from ingredients to recipes, recipes that hold them, items, boxes and boxes that hold them;
    from materials to their units and boxes. The next day comes first, undated ones last.
    """
    items = _items(ids)
    units = _units(ids)
    boxes = _boxes(ids, items, units)
    planned = select(PlanLine.event_id).where(
        or_(
            PlanLine.finished_good_id.in_(select(boxes.c.id)),
            PlanLine.finished_unit_id.in_(select(items.c.id)),
            PlanLine.material_unit_id.in_(select(units.c.id)),
        )
    )
    is_undated = Event.event_date.is_(None)
    is_coming = or_(
        Event.event_date >= today,
        and_(is_undated, or_(Event.year.is_(None), Event.year >= today.year)),
    )
    event = Event.__table__.c
    return (
        select(event.id, event.name, event.event_date)
        .where(Event.id.in_(planned), is_coming)
        .order_by(is_undated, Event.event_date, Event.year, Event.id)
    )


def _given(ids: Ids, kind: ThingKind, column: Any) -> Any:
    """Whether a column is one of the ids given; written out, for there may be very many."""
    wanted = list(ids.get(kind, ()))
    if not wanted:
        return null().is_not(None)
    return column.in_(
        bindparam(kind.value, wanted, type_=Integer(), expanding=True, literal_execute=True)
    )


def _items(ids: Ids) -> CTE:
    line, part = RecipeIngredient.__table__.c, RecipeComponent.__table__.c
    uses = select(line.recipe_id).where(_given(ids, ThingKind.INGREDIENT, line.ingredient_id))
    first = select(Recipe.id.label("id")).where(
        or_(_given(ids, ThingKind.RECIPE, Recipe.id), Recipe.id.in_(uses))
    )
    recipes = first.cte("used_recipes", recursive=True)
    recipes = recipes.union(
        select(part.recipe_id).join(recipes, part.component_recipe_id == recipes.c.id)
    )
    item = FinishedUnit.__table__.c
    found = select(item.id.label("id")).where(
        or_(
            _given(ids, ThingKind.FINISHED_UNIT, item.id),
            item.recipe_id.in_(select(recipes.c.id)),
        )
    )
    return found.cte("used_items")


def _units(ids: Ids) -> CTE:
    unit = MaterialUnit.__table__.c
    given = or_(
        _given(ids, ThingKind.MATERIAL_UNIT, unit.id),
        _given(ids, ThingKind.MATERIAL, unit.material_id),
    )
    return select(unit.id.label("id")).where(given).cte("used_units")


def _boxes(ids: Ids, items: CTE, units: CTE) -> CTE:
    holds = or_(
        Composition.finished_unit_id.in_(select(items.c.id)),
        Composition.material_unit_id.in_(select(units.c.id)),
        _given(ids, ThingKind.MATERIAL, Composition.material_id),
    )
    box = FinishedGood.__table__.c
    first = select(box.id.label("id")).where(
        or_(
            _given(ids, ThingKind.FINISHED_GOOD, box.id),
            box.id.in_(select(Composition.assembly_id).where(holds)),
        )
    )
    boxes = first.cte("used_boxes", recursive=True)
    return boxes.union(
        select(Composition.assembly_id).join(boxes, Composition.finished_good_id == boxes.c.id)
    )
