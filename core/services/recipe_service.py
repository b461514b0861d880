"""Recipes of the catalog: making one, and what is in it, ingredients and other recipes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.domain.changes import Edit
from core.domain.keys import Key, ThingKind
from core.domain.quantity import Amount
from core.domain.rows import RecipeChoice
from core.errors import CircularReferenceError
from core.models import Ingredient, Recipe, RecipeComponent, RecipeIngredient
from core.services.database import act_scope, session_scope
from core.services.edits import recording
from core.services.input_values import clean_amount, clean_label, clean_name, clean_notes
from core.services.live_nesting import check_recipes
from core.services.lookup import get_row
from core.services.names import free_name, named_select
from core.services.part_rows import delete_rows, move_row


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
    """Makes a recipe; raises CircularReferenceError or MaxDepthExceededError for those in it."""
    details = details or RecipeDetails()
    with act_scope(session) as s, recording(s) as recorder:
        recipe = Recipe(
            name=free_name(s, ThingKind.RECIPE, name),
            category=clean_label(details.category, "category"),
            source=clean_notes(details.source, "source"),
            notes=clean_notes(details.notes),
        )
        for place, line in enumerate(details.lines):
            recipe.ingredients.append(_line(line, place))
        for place, (recipe_id, quantity) in enumerate(details.components):
            recipe.components.append(
                RecipeComponent(
                    component_recipe_id=recipe_id,
                    quantity=clean_amount(quantity),
                    sort_order=place,
                )
            )
        s.add(recipe)
        s.flush()
        check_recipes(s, [recipe.id])
        recorder.about = recipe
    return recorder.edit


def add_recipe_line(  # noqa: PLR0913 -- a row has so many cells
    recipe_id: int,
    ingredient_id: int,
    *,
    quantity: Amount,
    unit: str,
    notes: str | None = None,
    session: Session | None = None,
) -> Edit:
    """Adds a line at the end; one ingredient may stand on several. The edit's key is the recipe's.

    A unit that the kitchen's table does not know is kept as typed.
    """
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = get_row(s, Recipe, recipe_id)
        get_row(s, Ingredient, ingredient_id)
        line = _line(
            RecipeLineInput(ingredient_id, quantity, unit, notes),
            _next_order(s, RecipeIngredient, recipe_id),
        )
        line.recipe_id = recipe_id
        s.add(line)
    return recorder.edit


def set_recipe_line(
    recipe_ingredient_id: int,
    *,
    quantity: Amount | None = None,
    unit: str | None = None,
    notes: str | None = None,
    session: Session | None = None,
) -> Edit:
    """Changes what is given of a line, notes to nothing by ""; no snapshot is touched by it."""
    with act_scope(session) as s, recording(s) as recorder:
        line = get_row(s, RecipeIngredient, recipe_ingredient_id)
        recorder.about = line.recipe
        if quantity is not None:
            line.quantity = clean_amount(quantity)
        if unit is not None:
            line.unit = clean_name(unit, "unit")
        if notes is not None:
            line.notes = clean_notes(notes)
    return recorder.edit


def remove_recipe_lines(line_ids: Collection[int], session: Session | None = None) -> Edit:
    """Takes lines out of their recipes; what is gone already is no error."""
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = delete_rows(s, RecipeIngredient, line_ids, owner="recipe_id")
    return recorder.edit


def move_recipe_line(recipe_ingredient_id: int, steps: int, session: Session | None = None) -> Edit:
    """Moves a line up (negative) or down among its recipe's; an empty edit at the end."""
    return _move(RecipeIngredient, recipe_ingredient_id, steps, session=session)


def add_recipe_component(
    recipe_id: int,
    component_recipe_id: int,
    *,
    quantity: Amount,
    session: Session | None = None,
) -> Edit:
    """Adds batches of another recipe; raises CircularReferenceError or MaxDepthExceededError.

    The edit's key is the recipe's.
    """
    with act_scope(session) as s, recording(s) as recorder:
        recipe = recorder.about = get_row(s, Recipe, recipe_id)
        get_row(s, Recipe, component_recipe_id)
        if component_recipe_id == recipe_id:
            raise CircularReferenceError([recipe.name, recipe.name])
        s.add(
            RecipeComponent(
                recipe_id=recipe_id,
                component_recipe_id=component_recipe_id,
                quantity=clean_amount(quantity),
                sort_order=_next_order(s, RecipeComponent, recipe_id),
            )
        )
        check_recipes(s, [recipe_id])
    return recorder.edit


def set_recipe_component(
    recipe_component_id: int, *, quantity: Amount, session: Session | None = None
) -> Edit:
    """Changes how many batches of another recipe go into one of this."""
    with act_scope(session) as s, recording(s) as recorder:
        part = get_row(s, RecipeComponent, recipe_component_id)
        recorder.about = part.recipe
        part.quantity = clean_amount(quantity)
    return recorder.edit


def remove_recipe_components(
    component_ids: Collection[int], session: Session | None = None
) -> Edit:
    """Takes recipes out of recipes; what is gone already is no error."""
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = delete_rows(s, RecipeComponent, component_ids, owner="recipe_id")
    return recorder.edit


def move_recipe_component(
    recipe_component_id: int, steps: int, session: Session | None = None
) -> Edit:
    """Moves a recipe up (negative) or down among those in its recipe; an empty edit at the end."""
    return _move(RecipeComponent, recipe_component_id, steps, session=session)


def list_recipes(session: Session | None = None) -> list[tuple[int, str]]:
    """(id, name) of the recipes in use, by name."""
    with session_scope(session, write=False) as s:
        query = select(Recipe.id, Recipe.name).where(Recipe.retired_at.is_(None))
        return [(row.id, row.name) for row in s.execute(query.order_by(Recipe.name, Recipe.id))]


def find_recipe_choices(
    text: str, *, limit: int = 8, session: Session | None = None
) -> tuple[RecipeChoice, ...]:
    """Ingredients, then recipes whose name holds every word of `text`; retired ones not.

    At most `limit` of each, names that begin with the text first.
    """
    with session_scope(session, write=False) as s:
        ingredients = s.execute(named_select(ThingKind.INGREDIENT, text).limit(limit)).all()
        recipes = s.execute(named_select(ThingKind.RECIPE, text).limit(limit)).all()
        units = _last_units(s, [row.id for row in ingredients])
        return (
            *(
                RecipeChoice(Key(ThingKind.INGREDIENT, row.id), row.name, units.get(row.id, ""))
                for row in ingredients
            ),
            *(RecipeChoice(Key(ThingKind.RECIPE, row.id), row.name, "") for row in recipes),
        )


def _last_units(session: Session, ingredient_ids: Collection[int]) -> dict[int, str]:
    """The unit of the newest line of each ingredient, in any recipe."""
    line = RecipeIngredient.__table__.c
    newest = (
        select(func.max(line.id))
        .where(line.ingredient_id.in_(ingredient_ids))
        .group_by(line.ingredient_id)
    )
    found = session.execute(select(line.ingredient_id, line.unit).where(line.id.in_(newest)))
    return {row.ingredient_id: row.unit for row in found}


def _line(line: RecipeLineInput, place: int) -> RecipeIngredient:
    return RecipeIngredient(
        ingredient_id=line.ingredient_id,
        quantity=clean_amount(line.quantity),
        unit=clean_name(line.unit, "unit"),
        notes=clean_notes(line.notes),
        sort_order=place,
    )


def _next_order(session: Session, model: Any, recipe_id: int) -> int:
    last = session.scalar(select(func.max(model.sort_order)).where(model.recipe_id == recipe_id))
    return 0 if last is None else last + 1


def _move(model: Any, row_id: int, steps: int, *, session: Session | None) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        row = get_row(s, model, row_id)
        recorder.about = row.recipe
        move_row(s, row, steps, owner="recipe_id")
    return recorder.edit
