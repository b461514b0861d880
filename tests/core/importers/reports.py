"""Asks of import reports that several tests share."""

from __future__ import annotations

from collections import Counter
from typing import Any

from core.domain.import_report import ImportReport


def texts(report: ImportReport, kind: str) -> list[str]:
    return [message.text for message in report.messages if message.kind == kind]


def said(report: ImportReport) -> str:
    return "\n".join(f"{each.kind} | {each.name} | {each.text}" for each in report.messages)


def counted(report: ImportReport) -> dict[str, int]:
    """Rows by kind, over all four outcomes."""
    columns = (report.added, report.unchanged, report.changed, report.left_out)
    total: Counter[str] = Counter()
    for column in columns:
        total.update(column)
    return dict(total)


def rows_of(document: dict[str, Any]) -> dict[str, int]:
    """Rows by kind as FORMAT says what a row is: elements of arrays, and nested items."""
    rows: Counter[str] = Counter()
    for key, value in document.items():
        if isinstance(value, list) and value:
            rows[key] += len(value)
    recipes = document.get("recipes")
    for recipe in recipes if isinstance(recipes, list) else []:
        nested = recipe.get("finished_units") if isinstance(recipe, dict) else None
        if isinstance(nested, list) and nested:
            rows["finished_units"] += len(nested)
    return dict(rows)
