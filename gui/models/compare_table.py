"""A comparison as a plain table for a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui import compare_words as words
from gui import texts
from gui.models.compare_rows import CompareRows

translate = QCoreApplication.translate
WAY = " > "


def compare_table(rows: CompareRows) -> tuple[tuple[str, ...], ...]:
    """Each difference with the way to it, then what it means for the kitchen."""
    head = (
        translate("Compare", "What"),
        translate("Compare", "Change"),
        translate("Compare", "Of it"),
        *rows.heads,
        translate("Compare", "Difference"),
    )
    table: list[tuple[str, ...]] = [head]
    for entry in rows.diff.entries:
        table.append(
            (
                WAY.join(entry.path),
                words.change_text(entry.change),
                words.field_text(entry.field),
                words.old_text(entry),
                words.new_text(entry),
                words.difference_text(entry),
            )
        )
    if rows.kitchen:
        table += [(), (translate("Compare", "In the kitchen"),)]
    for row in rows.kitchen:
        name, old, new, difference = (cell.text for cell in row.cells)
        table.append((name, "", "", old, new, difference))
    return tuple(tuple(texts.undirected(cell) for cell in row) for row in table)
