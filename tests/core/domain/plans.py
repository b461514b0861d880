"""Small plans for the arithmetic: definitions as snapshots hold them, made in a line each."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from core.domain.arithmetic import PlanInput, PlanStock, summarize
from core.domain.catalog import Stock
from core.domain.comparison import PlannedLine
from core.domain.definition import Data, ThingKey
from core.domain.keys import ComponentKind
from core.domain.plan_summary import AmountRow, BatchChoice, BatchRow, PlanSummary, Uncounted
from core.domain.quantity import amount_text, to_amount

THEN = datetime(2026, 11, 1, tzinfo=UTC)
TODAY = date(2026, 11, 1)
BOX, ITEM = ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT
UNIT, MATERIAL = ComponentKind.MATERIAL_UNIT, ComponentKind.MATERIAL


_BASES = {"each": "each", "sq in": "square_cm", "Sq. inch": "square_cm"}


def recipe_line(name: str, quantity: int | str, unit: str, density: str | None = None) -> Data:
    """`density` is ounces a cup."""
    weighs = {"volume_amount": 1, "volume_unit": "cup", "weight_unit": "oz"}
    return {
        "ingredient_uuid": f"ingredient {name}",
        "slug": name,
        "name": name,
        "quantity": quantity,
        "unit": unit,
        "notes": None,
        "density": weighs | {"weight_amount": density} if density else None,
    }


def recipe(name: str, lines: list[Data], **parts: int | str) -> Data:
    """`parts` are batches of other recipes by name."""
    return {
        "slug": name,
        "name": name,
        "category": None,
        "notes": None,
        "lines": lines,
        "components": [{"recipe_uuid": uuid, "quantity": each} for uuid, each in parts.items()],
    }


@dataclass
class Plan:
    """Definitions and lines as they are added; names are uuids."""

    definitions: dict[ThingKey, Data] = field(default_factory=dict)
    lines: list[PlannedLine] = field(default_factory=list)
    recipes: dict[str, Data] = field(default_factory=dict)

    def item(
        self,
        name: str,
        pieces: int | str | None = None,
        *,
        percentage: int | str | None = None,
        made_of: str | None = None,
    ) -> None:
        self.definitions[ITEM.value, name] = {
            "uuid": name,
            "slug": name,
            "display_name": name,
            "description": None,
            "recipe_id": 1,
            "recipe_name": made_of,
            "recipe_category": None,
            "yield_mode": "discrete_count" if percentage is None else "batch_portion",
            "items_per_batch": pieces,
            "item_unit": "pieces",
            "batch_percentage": percentage,
            "portion_description": "slice",
            "category": None,
            "production_notes": None,
            "notes": None,
            "recipe": {"root": made_of, "recipes": self._tree(made_of)} if made_of else None,
        }

    def _tree(self, root: str) -> dict[str, Data]:
        reached = [root]
        for each in reached:
            parts = [part["recipe_uuid"] for part in self.recipes[each]["components"]]
            reached += [uuid for uuid in dict.fromkeys(parts) if uuid not in reached]
        return {each: self.recipes[each] for each in reached}

    def unit(self, name: str, per_unit: int | str, material: str, display: str = "in") -> None:
        self.definitions[UNIT.value, name] = {
            "uuid": name,
            "slug": name,
            "name": name,
            "description": None,
            "material_id": 1,
            "material_uuid": material,
            "material_name": material,
            "material_category": None,
            "base_unit": _BASES.get(display, "linear_cm"),
            "display_unit": display,
            "quantity_per_unit": per_unit,
        }

    def box(self, name: str, *contents: tuple[ComponentKind, str, int | str]) -> None:
        self.definitions[BOX.value, name] = {
            "uuid": name,
            "slug": name,
            "display_name": name,
            "description": None,
            "assembly_type": "bare",
            "packaging_instructions": None,
            "notes": None,
            "components": [
                {
                    "component_type": kind.value,
                    "snapshot_id": None,
                    "snapshot_uuid": None,
                    "original_id": place,
                    "original_uuid": inside,
                    "component_slug": inside,
                    "component_name": inside,
                    "component_quantity": quantity,
                    "component_notes": None,
                    "sort_order": place,
                    "is_generic": kind is MATERIAL,
                }
                for place, (kind, inside, quantity) in enumerate(contents)
            ],
        }

    def line(
        self, kind: ComponentKind, name: str, quantity: Any, buffer: int | str | None = None
    ) -> None:
        percent = None if buffer is None else Fraction(buffer)
        uuid = f"line {len(self.lines)}"
        self.lines.append(
            PlannedLine(uuid, kind, name, name, Fraction(quantity), buffer_percent=percent)
        )

    def input(self, **more: Any) -> PlanInput:
        return replace(PlanInput(tuple(self.lines), self.definitions), **more)

    def sum(self, **more: Any) -> PlanSummary:
        summary = summarize(self.input(**more))
        require_proofs(summary)
        return summary


def require_proofs(summary: PlanSummary) -> None:
    """Every number is what its proof adds up to."""
    for row in summary.batches:
        assert (row.proof.total, row.making.total) == (row.need, row.makes)
        short_by = math.ceil(row.need) - math.floor(row.makes)
        assert row.spare == (-short_by if short_by > 0 else row.makes - row.need)
        assert row.shortfall == max(short_by, 0)
        assert row.makes == row.batches * row.per_batch
    for part in (*summary.ingredients, *summary.materials, *summary.boxes, *summary.recipes):
        assert part.proof.total == part.quantity
        assert all(term.source.uuid for term in part.proof.terms)
    for buy in summary.to_buy:
        assert buy.proof.total == buy.need - buy.have
        assert buy.quantity == max(buy.proof.total, 0)


def batch(summary: PlanSummary, name: str) -> BatchRow:
    (found,) = [row for row in summary.batches if row.name == name]
    return found


def amounts(rows: tuple[AmountRow, ...]) -> list[tuple[str, Fraction, str]]:
    return [(row.name, row.quantity, row.unit) for row in rows]


def reasons(summary: PlanSummary) -> set[tuple[str, Uncounted]]:
    """What is not counted, but for what she has not said she has."""
    return {
        (each.name, each.reason)
        for each in summary.not_counted
        if each.reason is not Uncounted.NO_STOCK
    }


def chosen(batches: int | str, accepted: int | None = None) -> BatchChoice:
    shortfall = None if accepted is None else Fraction(accepted)
    return BatchChoice(Fraction(batches), THEN, None, shortfall)


def have(amount: int | str, unit: str) -> PlanStock:
    return PlanStock({"ingredient Flour": Stock(Fraction(amount), unit, TODAY)})


def flour(density: str | None) -> Plan:
    plan = Plan()
    plan.recipes["r"] = recipe("r", [recipe_line("Flour", 15, "cup", density)])
    plan.item("Item", 1, made_of="r")
    plan.line(ITEM, "Item", 1)
    return plan


def stored(number: float) -> str:
    """As a column keeps a float, and a definition takes it from there."""
    return amount_text(to_amount(number))
