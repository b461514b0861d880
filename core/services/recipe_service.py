"""Recipes of the catalog: making one, and changing a line of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.changes import Edit
from core.domain.quantity import Amount
from core.models import Recipe, RecipeComponent, RecipeIngredient
from core.services.database import act_scope, session_scope
from core.services.edits import recording
from core.services.input_values import clean_name, clean_notes, clean_quantity
from core.services.lookup import get_row
from core.services.nesting import check_nesting
from core.services.nesting_edges import edges_around


@dataclass(frozen=True, slots=True)
class RecipeLineInput:
    """One ingredient line of a recipe to be made."""

    ingredient_id: int
    quantity: Amount
    unit: str
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class RecipeDetails:
    """What a recipe holds besides its name; `components` are (recipe id, batches of it)."""

    category: str | None = None
    source: str | None = None
    notes: str | None = None
    lines: tuple[RecipeLineInput, ...] = ()
    components: tuple[tuple[int, Amount], ...] = ()


def create_recipe(
    name: str, *, details: RecipeDetails | None = None, session: Session | None = None
) -> Edit:
    details = details or RecipeDetails()
    with act_scope(session) as s, recording(s) as recorder:
        recipe = Recipe(
            name=clean_name(name),
            category=details.category,
            source=details.source,
            notes=clean_notes(details.notes),
        )
        for place, line in enumerate(details.lines):
            recipe.ingredients.append(
                RecipeIngredient(
                    ingredient_id=line.ingredient_id,
                    quantity=clean_quantity(line.quantity),
                    unit=clean_name(line.unit, "unit"),
                    notes=clean_notes(line.notes),
                    sort_order=place,
                )
            )
        for place, (recipe_id, quantity) in enumerate(details.components):
            recipe.components.append(
                RecipeComponent(
                    component_recipe_id=recipe_id,
                    quantity=clean_quantity(quantity),
                    sort_order=place,
                )
            )
        s.add(recipe)
        s.flush()
        _check_recipe(s, recipe.id)
        recorder.about = recipe
    return recorder.edit


def set_recipe_line(
    recipe_ingredient_id: int,
    *,
    quantity: Amount | None = None,
    unit: str | None = None,
    session: Session | None = None,
) -> Edit:
    """Changes amount or unit of a line; no snapshot is touched by it."""
    with session_scope(session) as s, recording(s) as recorder:
        line = get_row(s, RecipeIngredient, recipe_ingredient_id)
        recorder.about = line.recipe
        if quantity is not None:
            line.quantity = clean_quantity(quantity)
        if unit is not None:
            line.unit = clean_name(unit, "unit")
    return recorder.edit


def list_recipes(session: Session | None = None) -> list[tuple[int, str]]:
    """(id, name) of the recipes in use, by name."""
    with session_scope(session, write=False) as s:
        query = select(Recipe.id, Recipe.name).where(Recipe.retired_at.is_(None))
        return [(row.id, row.name) for row in s.execute(query.order_by(Recipe.name, Recipe.id))]


def _check_recipe(session: Session, recipe_id: int) -> None:
    parts = RecipeComponent.__table__.c
    edges = edges_around(session, recipe_id, owner=parts.recipe_id, part=parts.component_recipe_id)

    def name(each: int) -> str:
        return get_row(session, Recipe, each).name

    check_nesting(edges, children=lambda each: edges.get(each, []), name=name)
