"""One thing of the catalog as its page shows it: its row, all its fields, and where it is used."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from core.domain.catalog import (
    BoxDetail,
    BoxRow,
    IngredientDetail,
    IngredientRow,
    ItemDetail,
    ItemRow,
    MaterialDetail,
    MaterialRow,
    MaterialUnitRow,
    RecipeDetail,
    RecipeLineRow,
    RecipeRow,
    ThingRef,
)
from core.domain.keys import Key, ThingKind
from core.domain.units import is_known_unit
from core.models import (
    AssemblyType,
    Composition,
    FinishedUnit,
    Ingredient,
    MaterialUnit,
    MaterialUnitSnapshot,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    RemovedSource,
)
from core.services.catalog_rows import MODELS, rows_of
from core.services.database import session_scope
from core.services.lookup import get_row
from core.services.usage_service import usage_of


def item_detail(item_id: int, session: Session | None = None) -> ItemDetail:
    """An item; NotFoundError when it was deleted, as with all of these."""
    key = Key(ThingKind.FINISHED_UNIT, item_id)
    with session_scope(session, write=False) as s:
        item, row = _read(s, key)
        assert isinstance(row, ItemRow)
        return ItemDetail(
            row=row,
            description=item.description,
            recipe=_recipe_of(s, item),
            production_notes=item.production_notes,
            notes=item.notes,
            usage=usage_of(key, session=s),
        )


def box_detail(box_id: int, session: Session | None = None) -> BoxDetail:
    """A box; its contents are rows of a table, see contents_service."""
    key = Key(ThingKind.FINISHED_GOOD, box_id)
    with session_scope(session, write=False) as s:
        box, row = _read(s, key)
        assert isinstance(row, BoxRow)
        return BoxDetail(
            row=row,
            description=box.description,
            is_bare=box.assembly_type is AssemblyType.BARE,
            packaging_instructions=box.packaging_instructions,
            notes=box.notes,
            usage=usage_of(key, session=s),
        )


def material_detail(material_id: int, session: Session | None = None) -> MaterialDetail:
    """A material with the units it is planned by, in the order they were made."""
    key = Key(ThingKind.MATERIAL, material_id)
    with session_scope(session, write=False) as s:
        _, row = _read(s, key)
        assert isinstance(row, MaterialRow)
        return MaterialDetail(row, _units(s, material_id), usage_of(key, session=s))


def recipe_detail(recipe_id: int, session: Session | None = None) -> RecipeDetail:
    """A recipe with its lines in their order, then the recipes in it."""
    key = Key(ThingKind.RECIPE, recipe_id)
    with session_scope(session, write=False) as s:
        recipe, row = _read(s, key)
        assert isinstance(row, RecipeRow)
        return RecipeDetail(
            row=row,
            source=recipe.source,
            notes=recipe.notes,
            lines=(*_lines(s, recipe_id), *_components(s, recipe_id)),
            usage=usage_of(key, session=s),
        )


def ingredient_detail(ingredient_id: int, session: Session | None = None) -> IngredientDetail:
    key = Key(ThingKind.INGREDIENT, ingredient_id)
    with session_scope(session, write=False) as s:
        _, row = _read(s, key)
        assert isinstance(row, IngredientRow)
        return IngredientDetail(row, usage_of(key, session=s))


def _read(session: Session, key: Key) -> tuple[Any, Any]:
    """The stored row, and the row of the list that is made of it."""
    stored = get_row(session, MODELS[key.kind], key.id)
    return stored, rows_of(session, key.kind, [stored])[0]


def _recipe_of(session: Session, item: FinishedUnit) -> ThingRef | None:
    if item.recipe_id is None:
        return None
    recipe = get_row(session, Recipe, item.recipe_id)
    return ThingRef(Key(ThingKind.RECIPE, recipe.id), recipe.name, recipe.retired_at is not None)


def _units(session: Session, material_id: int) -> tuple[MaterialUnitRow, ...]:
    unit = MaterialUnit.__table__.c
    users = (Composition, PlanLine, MaterialUnitSnapshot, RemovedSource)
    is_used = or_(*(exists().where(model.material_unit_id == unit.id) for model in users))
    found = session.execute(
        select(*unit, is_used.label("is_used"))
        .where(unit.material_id == material_id)
        .order_by(unit.id)
    )
    return tuple(
        MaterialUnitRow(
            id=row.id,
            uuid=row.uuid,
            name=row.name,
            quantity=row.quantity_per_unit,
            is_retired=row.retired_at is not None,
            is_used=bool(row.is_used),
        )
        for row in found
    )


def _lines(session: Session, recipe_id: int) -> list[RecipeLineRow]:
    line, ingredient = RecipeIngredient.__table__.c, Ingredient.__table__.c
    found = session.execute(
        select(*line, ingredient.name, ingredient.retired_at)
        .join(Ingredient.__table__, line.ingredient_id == ingredient.id)
        .where(line.recipe_id == recipe_id)
        .order_by(line.sort_order, line.id)
    )
    return [
        RecipeLineRow(
            id=row.id,
            thing=ThingRef(
                Key(ThingKind.INGREDIENT, row.ingredient_id), row.name, row.retired_at is not None
            ),
            quantity=row.quantity,
            unit=row.unit,
            notes=row.notes,
            is_unit_known=is_known_unit(row.unit),
        )
        for row in found
    ]


def _components(session: Session, recipe_id: int) -> list[RecipeLineRow]:
    part, recipe = RecipeComponent.__table__.c, Recipe.__table__.c
    found = session.execute(
        select(*part, recipe.name, recipe.retired_at)
        .join(Recipe.__table__, part.component_recipe_id == recipe.id)
        .where(part.recipe_id == recipe_id)
        .order_by(part.sort_order, part.id)
    )
    return [
        RecipeLineRow(
            id=row.id,
            thing=ThingRef(
                Key(ThingKind.RECIPE, row.component_recipe_id),
                row.name,
                row.retired_at is not None,
            ),
            quantity=row.quantity,
            unit=None,
            notes=None,
        )
        for row in found
    ]
