"""Adding a plan up, against parsing its definitions; and twice the plan, against once."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from core.domain.arithmetic import PlanInput, PlanStock, summarize
from core.domain.catalog import Stock
from core.domain.comparison import PlannedLine
from core.domain.definition import ThingKey, canonical_text
from core.domain.keys import ComponentKind
from core.domain.plan_summary import BatchChoice
from tests.benchmarks.measure import Ratio, compare, seconds

UNITS = ("cup", "tbsp", "g", "oz", "each", "ml")
QUANTITIES = ("2.25", "0.33", 1, "16.67", "1/3", "3.5")
AIMS = {"parsing": 3.0, "twice": 2.2}
ITEMS, BOXES = 10_000, 500
THEN = datetime(2026, 11, 1, tzinfo=UTC)


def _line(ingredient: int, place: int) -> dict[str, Any]:
    """Two in three ingredients have a density, each its own."""
    density = None
    if ingredient % 3:
        density = {
            "volume_amount": 1,
            "volume_unit": "cup",
            "weight_amount": f"{ingredient + 3}.25",
            "weight_unit": "oz",
        }
    return {
        "ingredient_uuid": f"ingredient {ingredient}",
        "slug": f"ingredient-{ingredient}",
        "name": f"Ingredient {ingredient}",
        "quantity": QUANTITIES[place],
        "unit": UNITS[place],
        "notes": None,
        "density": density,
    }


def _recipe(number: int, *, is_base: bool = False) -> dict[str, Any]:
    lines = [_line((number * 7 + place) % 25, place) for place in range(6)]
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
    """One in four is a portion of a third, the others are of 24 pieces a batch."""
    root, is_portion = f"recipe {number % recipes}", number % 4 == 0
    return {
        "uuid": f"item {number}",
        "slug": f"item-{number}",
        "display_name": f"Item {number}",
        "description": None,
        "recipe_id": number % recipes + 1,
        "recipe_name": f"Recipe {number % recipes}",
        "recipe_category": "Big",
        "yield_mode": "batch_portion" if is_portion else "discrete_count",
        "items_per_batch": None if is_portion else 24,
        "item_unit": "pieces",
        "batch_percentage": "33.33" if is_portion else None,
        "portion_description": "slice",
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
    """So many items in boxes, a line for each box, half with a buffer; as texts, and parsed.

    One recipe in ten is shared, and of one item in a hundred she chose the batches, one too few.
    """

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
                buffer_percent=Fraction(10) if number % 2 else None,
            )
            for number in range(boxes)
        )
        plan = PlanInput(
            lines,
            self.parse(),
            shared=frozenset(f"recipe {number}" for number in range(0, items // 5, 10)),
            stock=PlanStock(
                {f"ingredient {n}": Stock(Fraction(n), "lb", THEN.date()) for n in range(25)}
            ),
        )
        chosen = {
            row.uuid: BatchChoice(max(row.batches - 1, Fraction(0)), THEN)
            for row in summarize(plan).batches[::100]
        }
        self._plan = replace(plan, batches=chosen, definitions={})

    def parse(self) -> dict[ThingKey, Any]:
        return {key: json.loads(text) for key, text in self.texts.items()}

    def sum_seconds(self) -> float:
        """Of a plan that was parsed just before and is let go after, as the program does it."""
        plan = replace(self._plan, definitions=self.parse())
        return seconds(lambda: summarize(plan))


def lines(*, rounds: int) -> list[str]:
    """The rows as text, for a process of their own."""
    return [found.line() for found in ratios(rounds=rounds)]


def ratios(*, rounds: int) -> Iterator[Ratio]:
    """Frozen as in the program: what stays is looked through by no collection, the plan's own are."""
    once, twice = BigPlan(ITEMS, BOXES), BigPlan(2 * ITEMS, 2 * BOXES)
    gc.collect()
    gc.freeze()
    yield compare(
        f"adding up {ITEMS:,} items / parsing",
        once.sum_seconds,
        lambda: seconds(once.parse),
        aim=AIMS["parsing"],
        rounds=rounds,
    )
    yield compare(
        "adding up twice the plan / once",
        twice.sum_seconds,
        once.sum_seconds,
        aim=AIMS["twice"],
        rounds=rounds,
    )
    gc.unfreeze()
