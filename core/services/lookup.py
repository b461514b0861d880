"""Gets a row that a verb is about, or says in a sentence that it is gone."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.models import (
    BaseModel,
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    PlanningSnapshot,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)

ModelT = TypeVar("ModelT", bound=BaseModel)

_WORDS: dict[type[BaseModel], str] = {
    Event: "event",
    PlanLine: "line",
    FinishedGood: "box",
    FinishedUnit: "item",
    Material: "material",
    MaterialUnit: "unit",
    Recipe: "recipe",
    Ingredient: "ingredient",
    RecipeIngredient: "line",
    RecipeComponent: "line",
    PlanningSnapshot: "snapshot",
}


def is_possible_id(row_id: object) -> bool:
    """False for a number that no row can have, because the file cannot hold it."""
    return not isinstance(row_id, int) or -(2**63) <= row_id < 2**63


def get_row(session: Session, model: type[ModelT], row_id: int) -> ModelT:
    """The row as it is in the database now; NotFoundError when it was deleted."""
    row = session.get(model, row_id, populate_existing=True)
    if row is None:
        raise NotFoundError(f"This {_WORDS.get(model, 'entry')} was deleted.")
    return row
