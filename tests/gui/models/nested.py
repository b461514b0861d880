"""A Qt tree model as plain values, to compare it in tests."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex

Nested = dict[str, Any]


def row_text(model: QAbstractItemModel, row: int, parent: QModelIndex) -> str:
    """The texts of a row's cells; empty cells leave no trace."""
    texts = [model.index(row, c, parent).data() for c in range(model.columnCount(parent))]
    return " | ".join(text for text in texts if text)


def nested(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Nested:
    """Rows as nested dicts, {row's text: its rows}; only what the model holds already."""
    above = parent or QModelIndex()
    return {
        row_text(model, row, above): nested(model, model.index(row, 0, above))
        for row in range(model.rowCount(above))
    }


def outline(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[str]:
    """The same as indented lines, where the order counts."""
    above = parent or QModelIndex()
    lines = []
    for row in range(model.rowCount(above)):
        lines.append(row_text(model, row, above))
        lines += ["  " + line for line in outline(model, model.index(row, 0, above))]
    return lines
