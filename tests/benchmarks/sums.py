"""Adding a plan up, against parsing its definitions; and twice the plan, against once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from core.domain.arithmetic import PlanInput, summarize
from core.domain.comparison import PlannedLine
from core.domain.definition import ThingKey, canonical_text
from core.domain.keys import ComponentKind
from tests.benchmarks.measure import Ratio, compare, seconds

AIMS = {"parsing": 3.0, "twice": 2.2}
ITEMS, BOXES = 10_000, 500


def _recipe(number: int, *, is_base: bool = False) -> dict[str, Any]:
    lines = [
        {
            "ingredient_uuid": f"ingredient {(number + place) % 25}",
            "slug": f"ingredient-{(number + place) % 25}",
            "name": f"Ingredient {(number + place) % 25}",
            "quantity": f"{place + 1}.25",
            "unit": "cup",
            "notes": None,
            "density": None,
        }
        for place in range(6)
    ]
    inside = [] if is_base else [{"recipe_uuid": "base", "quantity": "0.5"}]
    return {
        "slug": f"recipe-{number}",
        "name": "Base" if is_base else f"Recipe {number}",
        "category": "Big",
        "notes": None,
        "lines": lines,
        "components": inside,
    }


def _item(number: int, recipes: int) -> dict[str, Any]:
    root = f"recipe {number % recipes}"
    return {
        "uuid": f"item {number}",
        "slug": f"item-{number}",
        "display_name": f"Item {number}",
        "description": None,
        "recipe_id": number % recipes + 1,
        "recipe_name": f"Recipe {number % recipes}",
        "recipe_category": "Big",
        "yield_mode": "discrete_count",
        "items_per_batch": 24,
        "item_unit": "pieces",
        "batch_percentage": None,
        "portion_description": None,
        "category": "Big",
        "production_notes": None,
        "notes": None,
        "recipe": {
            "root": root,
            "recipes": {root: _recipe(number % recipes), "base": _recipe(0, is_base=True)},
        },
    }


def _box(number: int, items: int) -> dict[str, Any]:
    return {
        "uuid": f"box {number}",
        "slug": f"box-{number}",
        "display_name": f"Box {number}",
        "description": None,
        "assembly_type": "bundle",
        "packaging_instructions": None,
        "notes": None,
        "components": [
            {
                "component_type": "finished_unit",
                "snapshot_id": number * items + place,
                "snapshot_uuid": f"row {number * items + place}",
                "original_id": number * items + place,
                "original_uuid": f"item {number * items + place}",
                "component_slug": f"item-{number * items + place}",
                "component_name": f"Item {number * items + place}",
                "component_quantity": place % 7 + 1,
                "component_notes": None,
                "sort_order": place,
                "is_generic": False,
            }
            for place in range(items)
        ],
    }


class BigPlan:
    """So many items in boxes, a line for each box; as texts, and parsed."""

    def __init__(self, items: int, boxes: int) -> None:
        self.texts: dict[ThingKey, str] = {}
        for number in range(items):
            data = _item(number, items // 5)
            self.texts[ComponentKind.FINISHED_UNIT.value, data["uuid"]] = canonical_text(data)
        for number in range(boxes):
            data = _box(number, items // boxes)
            self.texts[ComponentKind.FINISHED_GOOD.value, data["uuid"]] = canonical_text(data)
        lines = tuple(
            PlannedLine(
                f"line {number}",
                ComponentKind.FINISHED_GOOD,
                f"box {number}",
                f"Box {number}",
                Fraction(number + 1),
            )
            for number in range(boxes)
        )
        self.plan = PlanInput(lines, self.parse())

    def parse(self) -> dict[ThingKey, Any]:
        return {key: json.loads(text) for key, text in self.texts.items()}

    def sum(self) -> object:
        return summarize(self.plan)


def ratios(*, rounds: int) -> Iterator[Ratio]:
    once, twice = BigPlan(ITEMS, BOXES), BigPlan(2 * ITEMS, 2 * BOXES)
    yield compare(
        f"adding up {ITEMS:,} items / parsing",
        lambda: seconds(once.sum),
        lambda: seconds(once.parse),
        aim=AIMS["parsing"],
        rounds=rounds,
    )
    yield compare(
        "adding up twice the plan / once",
        lambda: seconds(twice.sum),
        lambda: seconds(once.sum),
        aim=AIMS["twice"],
        rounds=rounds,
    )
