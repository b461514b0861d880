"""A large catalog in memory: 5,000 items, 3,400 recipes with 20,400 lines, 1,000 boxes, one event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.models import (
    Composition,
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)
from core.services import database, search_index
from tests.core.stored_rows import empty_in_memory
from tests.factories import _bulk

ITEMS, RECIPES, BOXES = 5_000, 3_400, 1_000
_WORDS = ("Almond", "Lemon", "Rye", "Spelt", "Éclair", "Walnut", "Poppy", "Gingerbread")
_IDS = dict.fromkeys(
    (
        "ingredients",
        "recipes",
        "recipe_ingredients",
        "recipe_components",
        "finished_units",
        "finished_goods",
        "compositions",
        "plan_lines",
        "events",
    ),
    1,
)


@contextmanager
def big_catalog() -> Iterator[None]:
    """Open in `database` within the block; item and recipe 1 are in everything."""
    with empty_in_memory():
        with database.session_scope() as s:
            _bulk(s, Ingredient, [{"name": f"{_word(n)} flour {n}"} for n in range(400)], _IDS)
            _bulk(
                s,
                Recipe,
                [{"name": f"{_word(n)} dough {n}", "category": _word(n)} for n in range(RECIPES)],
                _IDS,
            )
            lines = [
                {"recipe_id": n + 1, "ingredient_id": (n + k) % 400 + 1}
                | {"quantity": f"{k + 1}.25", "unit": "cup", "sort_order": k}
                for n in range(RECIPES)
                for k in range(6)
            ]
            _bulk(s, RecipeIngredient, lines, _IDS)
            parts = [
                {"recipe_id": n + 1, "component_recipe_id": 1, "quantity": "1/2"}
                for n in range(1, RECIPES)
            ]
            _bulk(s, RecipeComponent, parts, _IDS)
            items = [
                {"display_name": f"{_word(n)} slice {n}", "recipe_id": n % RECIPES + 1}
                | {"category": _word(n // 3), "items_per_batch": None if n % 9 == 0 else 24}
                for n in range(ITEMS)
            ]
            _bulk(s, FinishedUnit, items, _IDS)
            boxes = [{"display_name": f"{_word(n)} box {n}"} for n in range(BOXES)]
            _bulk(s, FinishedGood, boxes, _IDS)
            contents = [
                {"assembly_id": n + 1, "finished_unit_id": (n * k) % ITEMS + 1}
                | {"component_quantity": k + 1, "sort_order": k}
                for n in range(BOXES)
                for k in range(5)
            ]
            _bulk(s, Composition, contents, _IDS)
            _bulk(s, Event, [{"name": f"Event {n}"} for n in range(50)], _IDS)
            planned = [
                {"event_id": n % 50 + 1, "finished_good_id": n + 1, "quantity": 2}
                for n in range(BOXES)
            ]
            _bulk(s, PlanLine, planned, _IDS)
            search_index.rebuild(s)
        yield


def _word(number: int) -> str:
    return _WORDS[number % len(_WORDS)]
