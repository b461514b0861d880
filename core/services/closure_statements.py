"""The eight statements that read all that hangs below a plan, or below things; built once each.

Making them anew took 12 ms a call, more than running them for a plan of a hundred things.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Integer,
    Select,
    Text,
    bindparam,
    null,
    select,
    type_coerce,
)

from core.domain.keys import ComponentKind
from core.models import (
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)

AnySelect = Select[Any]


@dataclass(frozen=True, slots=True)
class ClosureStatements:
    """Each takes one parameter, `root`: the id of the event or of the thing.

    Those for many things take a list of ids for each kind instead, named as `root_ids` says.
    """

    boxes: AnySelect
    contents: AnySelect
    items: AnySelect
    materials: AnySelect
    generics: AnySelect
    recipes: AnySelect
    recipe_lines: AnySelect
    recipe_components: AnySelect


class Many(Enum):
    """Tells the statements that start from many things of all kinds."""

    THINGS = "things"


Start = ComponentKind | Many | None

_MODELS: dict[ComponentKind, Any] = {
    ComponentKind.FINISHED_GOOD: FinishedGood,
    ComponentKind.FINISHED_UNIT: FinishedUnit,
    ComponentKind.MATERIAL_UNIT: MaterialUnit,
}


def root_ids(kind: ComponentKind) -> str:
    """The name of the parameter for the ids of that kind, among many things."""
    return f"{kind.value}_ids"


@cache
def closure_statements(kind: Start) -> ClosureStatements:
    """Of one thing of that kind, of many things, or of an event's plan where it is None."""
    boxes = _box_ids(kind)
    items = _item_ids(kind, boxes)
    recipes = _recipe_ids(items)
    return ClosureStatements(
        boxes=select(*FinishedGood.__table__.c).where(FinishedGood.id.in_(select(boxes.c.id))),
        contents=_contents(boxes),
        items=_items(items),
        materials=_materials(kind, boxes),
        generics=_generics(boxes),
        recipes=select(*Recipe.__table__.c).where(Recipe.id.in_(recipes)),
        recipe_lines=_recipe_lines(recipes),
        recipe_components=_recipe_components(recipes),
    )


def _roots(kind: Start, wanted: ComponentKind, column: Any) -> AnySelect:
    """The ids of the wanted kind that a closure starts from."""
    if kind is Many.THINGS:
        source = _MODELS[wanted].__table__.c.id
        return select(source.label("id")).where(
            source.in_(bindparam(root_ids(wanted), expanding=True, type_=Integer()))
        )
    root: BindParameter[int] = bindparam("root", type_=Integer())
    if kind is None:
        return select(column.label("id")).where(PlanLine.event_id == root, column.is_not(None))
    return select((root if kind is wanted else null()).label("id"))


def _box_ids(kind: Start) -> CTE:
    roots = _roots(kind, ComponentKind.FINISHED_GOOD, PlanLine.finished_good_id)
    found = roots.cte("box_ids", recursive=True)
    return found.union(
        select(Composition.finished_good_id)
        .join(found, Composition.assembly_id == found.c.id)
        .where(Composition.finished_good_id.is_not(None))
    )


def _item_ids(kind: Start, boxes: CTE) -> Any:
    inside = select(Composition.finished_unit_id).where(
        Composition.assembly_id.in_(select(boxes.c.id)), Composition.finished_unit_id.is_not(None)
    )
    return inside.union(_roots(kind, ComponentKind.FINISHED_UNIT, PlanLine.finished_unit_id))


def _recipe_ids(items: Any) -> AnySelect:
    first = select(FinishedUnit.recipe_id.label("id")).where(
        FinishedUnit.id.in_(items), FinishedUnit.recipe_id.is_not(None)
    )
    found = first.cte("recipe_ids", recursive=True)
    part = RecipeComponent.__table__.c
    every = found.union(select(part.component_recipe_id).join(found, part.recipe_id == found.c.id))
    return select(every.c.id)


def _amount(column: Any, name: str) -> Any:
    """The stored text of an amount: 10,000 Fractions would be made only to be written again."""
    return type_coerce(column, Text).label(name)


def _contents(boxes: CTE) -> AnySelect:
    contents = Composition.__table__.c
    columns = [c for c in contents if c.name != "component_quantity"]
    return (
        select(*columns, _amount(contents.component_quantity, "component_quantity"))
        .where(contents.assembly_id.in_(select(boxes.c.id)))
        .order_by(contents.assembly_id, contents.sort_order, contents.id)
    )


def _items(items: Any) -> AnySelect:
    table = FinishedUnit.__table__.c
    amounts = ("items_per_batch", "batch_percentage")
    columns = [c for c in table if c.name not in amounts]
    return select(*columns, *(_amount(table[name], name) for name in amounts)).where(
        table.id.in_(items)
    )


def _materials(kind: Start, boxes: CTE) -> AnySelect:
    unit, material = MaterialUnit.__table__.c, Material.__table__.c
    inside = select(Composition.material_unit_id).where(
        Composition.assembly_id.in_(select(boxes.c.id)), Composition.material_unit_id.is_not(None)
    )
    roots = _roots(kind, ComponentKind.MATERIAL_UNIT, PlanLine.material_unit_id)
    return (
        select(
            *(c for c in unit if c.name != "quantity_per_unit"),
            _amount(unit.quantity_per_unit, "quantity_per_unit"),
            material.uuid.label("material_uuid"),
            material.name.label("material_name"),
            material.category.label("material_category"),
            material.base_unit,
            material.display_unit,
        )
        .join(Material.__table__, unit.material_id == material.id)
        .where(unit.id.in_(inside.union(roots)))
    )


def _generics(boxes: CTE) -> AnySelect:
    material = Material.__table__.c
    return select(*material).where(
        material.id.in_(
            select(Composition.material_id).where(Composition.assembly_id.in_(select(boxes.c.id)))
        )
    )


def _recipe_lines(recipes: AnySelect) -> AnySelect:
    line, ingredient = RecipeIngredient.__table__.c, Ingredient.__table__.c
    densities = ("density_volume_amount", "density_weight_amount")
    return (
        select(
            line.recipe_id,
            _amount(line.quantity, "quantity"),
            line.unit,
            line.notes,
            ingredient.uuid.label("ingredient_uuid"),
            ingredient.slug,
            ingredient.name,
            ingredient.density_volume_unit,
            ingredient.density_weight_unit,
            *(_amount(ingredient[name], name) for name in densities),
        )
        .join(Ingredient.__table__, line.ingredient_id == ingredient.id)
        .where(line.recipe_id.in_(recipes))
        .order_by(line.recipe_id, line.sort_order, line.id)
    )


def _recipe_components(recipes: AnySelect) -> AnySelect:
    part = RecipeComponent.__table__.c
    return (
        select(part.recipe_id, part.component_recipe_id, _amount(part.quantity, "quantity"))
        .where(part.recipe_id.in_(recipes))
        .order_by(part.recipe_id, part.sort_order, part.id)
    )
