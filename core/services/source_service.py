"""Finds in the catalog, by uuid, what a number comes from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.keys import Key, ThingKind
from core.domain.plan_summary import Source, SourceKind
from core.errors import NotFoundError
from core.models import (
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    Recipe,
)
from core.services.database import session_scope

_PLACES: dict[SourceKind, tuple[ThingKind, Any]] = {
    SourceKind.LINE: (ThingKind.PLAN_LINE, PlanLine),
    SourceKind.BOX: (ThingKind.FINISHED_GOOD, FinishedGood),
    SourceKind.ITEM: (ThingKind.FINISHED_UNIT, FinishedUnit),
    SourceKind.MATERIAL_UNIT: (ThingKind.MATERIAL_UNIT, MaterialUnit),
    SourceKind.MATERIAL: (ThingKind.MATERIAL, Material),
    SourceKind.RECIPE: (ThingKind.RECIPE, Recipe),
    SourceKind.RECIPE_LINE: (ThingKind.RECIPE, Recipe),
    SourceKind.INGREDIENT: (ThingKind.INGREDIENT, Ingredient),
}


def find_source(source: Source, session: Session | None = None) -> Key:
    """The key of the thing that has a page: of a unit its material's, of stock what it is stock of.

    NotFoundError where it is not in the catalog, or the plan, any more.
    """
    kinds = [source.kind]
    if source.kind is SourceKind.STOCK:
        kinds = [SourceKind.INGREDIENT, SourceKind.MATERIAL]
    with session_scope(session, write=False) as s:
        for kind in kinds:
            thing_kind, model = _PLACES[kind]
            wanted = model.id
            if kind is SourceKind.MATERIAL_UNIT:
                thing_kind, wanted = ThingKind.MATERIAL, MaterialUnit.material_id
            found = s.scalar(select(wanted).where(model.uuid == source.uuid))
            if found is not None:
                return Key(thing_kind, found)
    raise NotFoundError(f"“{source.name}” is not in the catalog any more.")
