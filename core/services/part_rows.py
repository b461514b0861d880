"""The rows that are part of one thing: which they are, moving one among them, taking some out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.keys import Key, ThingKind
from core.models import Composition, MaterialUnit, RecipeComponent, RecipeIngredient

# The rows that are part of a thing, and the column that says of which.
PARTS: dict[ThingKind, tuple[tuple[Any, str], ...]] = {
    ThingKind.FINISHED_GOOD: ((Composition, "assembly_id"),),
    ThingKind.RECIPE: ((RecipeIngredient, "recipe_id"), (RecipeComponent, "recipe_id")),
    ThingKind.MATERIAL: ((MaterialUnit, "material_id"),),
}
_OWNER_KINDS: dict[Any, ThingKind] = {
    Composition: ThingKind.FINISHED_GOOD,
    RecipeIngredient: ThingKind.RECIPE,
    RecipeComponent: ThingKind.RECIPE,
}


def move_row(session: Session, row: Any, steps: int, *, owner: str) -> None:
    """Moves a row up (negative) or down among those of its owner; at the end it stays."""
    model = type(row)
    rows = list(
        session.scalars(
            select(model)
            .where(getattr(model, owner) == getattr(row, owner))
            .order_by(model.sort_order, model.id)
            .execution_options(populate_existing=True)
        )
    )
    place = rows.index(row)
    target = min(max(place + steps, 0), len(rows) - 1)
    if target != place:
        rows.insert(target, rows.pop(place))
        for order, each in enumerate(rows):
            each.sort_order = order


def delete_rows(session: Session, model: Any, ids: Collection[int], *, owner: str) -> Key | None:
    """Deletes parts of things; gives the key of the thing where they are all of one."""
    rows = list(session.scalars(select(model).where(model.id.in_(list(ids)))))
    for row in rows:
        session.delete(row)
    owners = {getattr(row, owner) for row in rows}
    return Key(_OWNER_KINDS[model], owners.pop()) if len(owners) == 1 else None
