"""A comparison as a plain table for a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.domain.compare.diff import DiffEntry
from gui import compare_words as words
from gui import texts
from gui.models.compare_filter import Found
from gui.models.compare_rows import CompareRow, CompareRows, every_row

translate = QCoreApplication.translate
WAY = " > "
Table = tuple[tuple[str, ...], ...]


def compare_table(rows: CompareRows, found: Found, *, is_everything: bool) -> Table:
    """Each difference that was found, or every row, with the way to it; then the kitchen."""
    head = (
        translate("Compare", "What"),
        translate("Compare", "Change"),
        translate("Compare", "Of it"),
        *rows.heads,
        translate("Compare", "Difference"),
    )
    table: list[tuple[str, ...]] = [head]
    if is_everything:
        table += [_row(way, row) for way, row in every_row(found.rows)]
    else:
        entries = (entry for entry in rows.diff.entries if entry.key in found.ways)
        table += [_difference(entry.path, entry) for entry in entries]
    if found.kitchen:
        table += [(), (translate("Compare", "In the kitchen"),)]
    for part in found.kitchen:
        name, old, new, difference = (cell.text for cell in part.cells)
        table.append((name, "", "", old, new, difference))
    return tuple(tuple(texts.undirected(cell) for cell in row) for row in table)


def _row(way: tuple[str, ...], row: CompareRow) -> tuple[str, ...]:
    if row.entry is not None:
        return _difference(way, row.entry)
    return WAY.join(way), "", "", row.old, row.new, ""


def _difference(way: tuple[str, ...], entry: DiffEntry) -> tuple[str, ...]:
    return (
        WAY.join(way),
        words.change_text(entry.change),
        words.field_text(entry.field),
        words.old_text(entry),
        words.new_text(entry),
        words.difference_text(entry),
    )
