"""Columns of values beside names: as wide as they need, but the names keep their room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView

from gui import theme
from gui.delegates.list_delegate import cell_width

LARGEST_SHARE = 0.2  # of the view, for each of them
LONGEST_VALUE = 24  # characters


def fit_values(
    view: QTreeView, columns: Sequence[int], rows: Iterable[QModelIndex], *, beside: int = 0
) -> None:
    """By these rows and the heads; `beside` is the room of an icon in the last column."""
    longest = view.fontMetrics().averageCharWidth() * LONGEST_VALUE
    most = round(view.viewport().width() * LARGEST_SHARE)
    shown = list(rows)
    for column in columns:
        texts = [str(index.siblingAtColumn(column).data()) for index in shown]
        widest = max((cell_width(text, view.font()) for text in texts), default=0)
        widest += theme.SPACE_S + (beside if column == columns[-1] else 0)
        width = max(min(widest, longest), view.header().sectionSizeHint(column))
        view.setColumnWidth(column, max(min(width, most), 1))
