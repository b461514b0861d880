"""The rows of the catalog's lists: their columns, how they are counted, and the values they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from core.domain.catalog import (
    BoxRow,
    CatalogRow,
    Density,
    IngredientRow,
    ItemRow,
    MaterialRow,
    RecipeRow,
    Stock,
    Yield,
)
from core.domain.folding import fold
from core.domain.keys import Key, ThingKind
from core.models import (
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    YieldMode,
)
from core.services.search_index import LONGEST_ENTRY

MODELS: dict[ThingKind, Any] = {
    ThingKind.FINISHED_UNIT: FinishedUnit,
    ThingKind.FINISHED_GOOD: FinishedGood,
    ThingKind.MATERIAL: Material,
    ThingKind.MATERIAL_UNIT: MaterialUnit,
    ThingKind.RECIPE: Recipe,
    ThingKind.INGREDIENT: Ingredient,
}
WORDS = {
    ThingKind.FINISHED_UNIT: "item",
    ThingKind.FINISHED_GOOD: "box",
    ThingKind.MATERIAL: "material",
    ThingKind.MATERIAL_UNIT: "unit",
    ThingKind.RECIPE: "recipe",
    ThingKind.INGREDIENT: "ingredient",
}
Counts = dict[int, dict[str, Any]]


def name_column(kind: ThingKind) -> Any:
    """The column that holds the baker's name for a thing of that kind."""
    model = MODELS[kind]
    return getattr(model, model.slug_source)


def name_of(row: Any) -> str:
    return str(getattr(row, type(row).slug_source))


def category_column(kind: ThingKind) -> Any | None:
    """The column of the category; boxes have none."""
    return getattr(MODELS[kind], "category", None)


def is_to_look_at(kind: ThingKind) -> ColumnElement[bool] | None:
    """What `CatalogRow.is_to_look_at` says, in SQL; None where nothing is ever missing."""
    if kind is ThingKind.FINISHED_UNIT:
        is_portion = FinishedUnit.yield_mode == YieldMode.BATCH_PORTION
        return or_(
            and_(is_portion, FinishedUnit.batch_percentage.is_(None)),
            and_(~is_portion, FinishedUnit.items_per_batch.is_(None)),
        )
    if kind is ThingKind.FINISHED_GOOD:
        return ~exists().where(Composition.assembly_id == FinishedGood.id)
    if kind is ThingKind.RECIPE:
        return and_(
            ~exists().where(RecipeIngredient.recipe_id == Recipe.id),
            ~exists().where(RecipeComponent.recipe_id == Recipe.id),
        )
    return None


def rows_of(session: Session, kind: ThingKind, found: Sequence[Any]) -> tuple[CatalogRow, ...]:
    """The values of a list for rows of a kind's table; what is in them is counted at once."""
    counts = _counts(session, kind, [row.id for row in found])
    return tuple(_row_of(kind, row, counts.get(row.id, {})) for row in found)


def _counts(session: Session, kind: ThingKind, ids: Sequence[int]) -> Counts:
    """How many parts each box or recipe has, by the name of the count."""
    counts: Counts = {each: {} for each in ids}
    if kind is ThingKind.FINISHED_GOOD:
        part = Composition.__table__.c
        statement = (
            select(
                part.assembly_id,
                func.count(part.finished_unit_id).label("item_count"),
                func.count(part.finished_good_id).label("box_count"),
                (func.count(part.material_unit_id) + func.count(part.material_id)).label(
                    "material_count"
                ),
            )
            .where(part.assembly_id.in_(ids))
            .group_by(part.assembly_id)
        )
        for box in session.execute(statement):
            counts[box.assembly_id] = {
                name: getattr(box, name) for name in ("item_count", "box_count", "material_count")
            }
    elif kind is ThingKind.RECIPE:
        for name, table in (
            ("line_count", RecipeIngredient.__table__.c),
            ("component_count", RecipeComponent.__table__.c),
        ):
            grouped = select(table.recipe_id, func.count().label("number"))
            grouped = grouped.where(table.recipe_id.in_(ids)).group_by(table.recipe_id)
            for row in session.execute(grouped):
                counts[row.recipe_id][name] = row.number
    return counts


def _row_of(kind: ThingKind, row: Any, counts: dict[str, Any]) -> CatalogRow:
    head: dict[str, Any] = {
        "key": Key(kind, row.id),
        "uuid": row.uuid,
        "name": row.display_name if hasattr(row, "display_name") else row.name,
        "category": getattr(row, "category", None),
        "is_retired": row.retired_at is not None,
    }
    category = head["category"]
    folded_name = fold(head["name"], longest=LONGEST_ENTRY)
    head["folded"] = (None if category is None else fold(category), folded_name)
    if kind is ThingKind.FINISHED_UNIT:
        return ItemRow(**head, yields=yield_of(row))
    if kind is ThingKind.FINISHED_GOOD:
        return BoxRow(**head, **counts)
    if kind is ThingKind.MATERIAL:
        return MaterialRow(
            **head, base_unit=row.base_unit, display_unit=row.display_unit, stock=stock_of(row)
        )
    if kind is ThingKind.RECIPE:
        return RecipeRow(**head, **counts)
    return IngredientRow(**head, density=density_of(row), stock=stock_of(row))


def yield_of(row: Any) -> Yield:
    return Yield(
        is_portion=row.yield_mode is YieldMode.BATCH_PORTION,
        items_per_batch=row.items_per_batch,
        unit=row.item_unit,
        batch_percentage=row.batch_percentage,
        portion=row.portion_description,
    )


def density_of(row: Any) -> Density | None:
    if row.density_volume_amount is None:
        return None
    return Density(
        row.density_volume_amount,
        row.density_volume_unit,
        row.density_weight_amount,
        row.density_weight_unit,
    )


def stock_of(row: Any) -> Stock | None:
    if row.stock_amount is None:
        return None
    return Stock(row.stock_amount, row.stock_unit or "", row.stock_as_of)


def by_kind(keys: Iterable[Key]) -> dict[ThingKind, list[int]]:
    """The ids of each kind, each once, in the order given."""
    ids: dict[ThingKind, dict[int, None]] = {}
    for key in keys:
        ids.setdefault(key.kind, {})[key.id] = None
    return {kind: list(each) for kind, each in ids.items()}
