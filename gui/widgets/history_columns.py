"""How many columns the history has room for, and how wide each is, from the words that stand in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QStyle, QTableView

from gui import theme
from gui.delegates.history_delegate import HistoryDelegate
from gui.delegates.list_delegate import BAR_WIDTH, cell_width
from gui.models.history_model import NEWEST, HistoryModel

LEAST_NAME = 16  # characters
MOST_ROWS_MEASURED = 60


class HistoryColumns:
    """Names have their room first: heads give way for it, then snapshots."""

    def __init__(self, view: QTableView, model: HistoryModel, delegate: HistoryDelegate) -> None:
        self._view = view
        self._model = model
        self._delegate = delegate
        self.is_wider = False  # than there is room for

    def fit(self, *, shows_all: bool) -> None:
        model, room = self._model, self._view.viewport().width()
        if not model.history.heads:
            return
        least = self._least_name()
        counts = [len(model.history.heads)] if shows_all else list(range(NEWEST, 0, -1))
        widths: list[int] = []
        for newest, is_short in [(counts[0], False), *((count, True) for count in counts)]:
            model.show_columns(newest, is_short=is_short)
            widths = [self._width(column) for column in range(1, model.columnCount())]
            self.is_wider = least + sum(widths) > room
            if not self.is_wider:
                break
        for column, width in enumerate(widths, start=1):
            self._view.setColumnWidth(column, width)
        self._view.setColumnWidth(0, max(room - sum(widths), least))

    def _least_name(self) -> int:
        """A name of usual length, and the words of the last row."""
        rows, metrics = self._model.history.rows, self._view.fontMetrics()
        words = rows[-1].name if rows and not rows[-1].is_line else ""
        usual = metrics.averageCharWidth() * LEAST_NAME + metrics.height() + theme.SPACE_L
        return max(usual, cell_width(words, self._view.font(), has_icon=True))

    def _width(self, column: int) -> int:
        """Of a column's head and cells."""
        model, font = self._model, QFont(self._view.font())
        rows = range(min(model.rowCount(QModelIndex()), MOST_ROWS_MEASURED))
        cells = [self._delegate.width_of(model.index(row, column), font) for row in rows]
        font.setPointSizeF(theme.text_sizes().head)
        text = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        heads = [cell_width(line, font) + theme.SPACE_XS for line in text.split("\n")]
        head = model.head_at(column)
        if head is not None and head.is_damaged:
            size = QStyle.PixelMetric.PM_SmallIconSize
            beside = self._view.style().pixelMetric(size) + theme.SPACE_M
            heads = [width + beside for width in heads]
        return max(*cells, *heads) + BAR_WIDTH
