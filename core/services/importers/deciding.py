"""Decides what becomes of a thing of the file: new, the same, or different, and whose is taken."""

from __future__ import annotations

from typing import Any

from core.domain.import_report import ImportOutcome
from core.services.importers.findings import Findings
from core.services.importers.records import Record
from core.services.importers.things import name_column

# What is counted in plans already keeps its measure: 12 pieces must not become 12 cm.
NEVER_TAKEN = frozenset({"base_unit", "display_unit"})
_TWICE = "The file holds it twice, and the same."

_WORDS = {
    "retired_at": "whether it is retired",
    "stock_amount": "stock",
    "stock_unit": "stock",
    "stock_as_of": "stock",
    "display_name": "name",
    "items_per_batch": "number a batch",
    "item_unit": "unit",
    "batch_percentage": "percentage of a batch",
    "portion_description": "portion",
    "yield_mode": "how a batch is counted",
    "assembly_type": "how it is packed",
    "packaging_instructions": "notes on packing it",
    "production_notes": "notes on making it",
    "base_unit": "how it is counted",
    "display_unit": "how it is counted",
    "quantity_per_unit": "how much of its material it is",
    "density_volume_amount": "weight by volume",
    "density_volume_unit": "weight by volume",
    "density_weight_amount": "weight by volume",
    "density_weight_unit": "weight by volume",
    "event_date": "day",
}


def word_of(column: str) -> str:
    """What a baker calls a column."""
    return _WORDS.get(column, column.replace("_", " "))


class Decider:
    """Compares with what is here, and tells the findings; `take` names the kinds she takes."""

    def __init__(self, findings: Findings, take: frozenset[str]) -> None:
        self._findings = findings
        self._take = take

    def takes(self, *kinds: str) -> bool:
        return any(kind in self._take for kind in kinds)

    def decide(self, record: Record) -> None:
        """Sets the record's outcome; nothing is told yet."""
        if record.row is None:
            record.outcome = ImportOutcome.ADDED
            return
        different = _differences(record)
        record.outcome = ImportOutcome.CHANGED if different else ImportOutcome.UNCHANGED
        record.is_taken = bool(different - NEVER_TAKEN) and self.takes(record.kind)

    def leave_out(self, record: Record, reason: str) -> None:
        record.outcome, record.is_taken = ImportOutcome.LEFT_OUT, False
        for _ in range(1 + record.twins):
            self._findings.left_out(record.kind, record.name, reason)

    def tell(self, record: Record) -> None:
        """Says the outcome of its rows, but for one that was left out and told already."""
        if record.outcome is None or record.outcome is ImportOutcome.LEFT_OUT:
            return
        reason = self._reason(record) if record.outcome is ImportOutcome.CHANGED else ""
        self._findings.row(record.kind, record.name, record.outcome, reason=reason)
        for _ in range(record.twins):
            self._findings.row(record.kind, record.name, ImportOutcome.UNCHANGED, reason=_TWICE)

    def _reason(self, record: Record) -> str:
        columns = _differences(record)
        words = dict.fromkeys(word_of(each) for each in sorted(columns))
        text = f"It differs here in: {', '.join(words)}."
        if record.is_taken:
            text += " The file's is taken."
            if columns & NEVER_TAKEN:
                text += " Only how it is counted stays, as plans may count in it."
            return text
        if self.takes(record.kind):
            return f"{text} Yours stays, as plans may count in it."
        return f"{text} Yours stays."


def said_columns(record: Record) -> dict[str, Any]:
    """The columns that the file says something for, the name among them."""
    return {name_column(record.kind): record.name, **record.fields}


def _differences(record: Record) -> set[str]:
    """Columns, and `ingredients` or `recipes in it`, in which the row here is not as the file says."""
    row = record.row
    different = {
        column for column, value in said_columns(record).items() if not _is_same(row, column, value)
    }
    if (record.found_lines or record.lists_all) and not _has_lines(record):
        different.add("ingredients")
    if (record.found_parts or record.lists_all) and not _has_parts(record):
        different.add("recipes in it")
    return different


def _is_same(row: Any, column: str, value: Any) -> bool:
    if isinstance(value, Record):
        return value.row is not None and getattr(row, f"{column}_id") == value.row.id
    return bool(getattr(row, column) == value)


def _has_lines(record: Record) -> bool:
    here = [
        (each.ingredient_id, each.quantity, each.unit, each.notes)
        for each in record.row.ingredients
    ]
    of_file = [
        (each.row.id if each.row is not None else None, line.quantity, line.unit, line.notes)
        for each, line in record.found_lines
    ]
    return here == of_file


def _has_parts(record: Record) -> bool:
    here = [(each.component_recipe_id, each.quantity) for each in record.row.components]
    of_file = [
        (each.row.id if each.row is not None else None, part.quantity)
        for each, part in record.found_parts
    ]
    return here == of_file
