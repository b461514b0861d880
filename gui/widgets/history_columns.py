"""How many columns the history has room for, and how wide each is, from the words that stand in it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QStyle, QTableView

from gui import theme
from gui.delegates.list_delegate import BAR_WIDTH, cell_width
from gui.models.history_model import NEWEST, HistoryModel, head_text, more_text

LEAST_NAME = 16  # characters
MOST_ROWS_MEASURED = 60


class HistoryColumns:
    """Names have their room first: heads give way for it, then snapshots.

    All is measured before the model is told, so that a window being resized moves what is shown
    only where other columns have room.
    """

    def __init__(self, view: QTableView, model: HistoryModel) -> None:
        self._view = view
        self._model = model
        self._cells: dict[int, int] = {}  # the widest of each head's cells
        self.is_wider = False  # than there is room for

    def forget(self) -> None:
        """Other words, or another text size."""
        self._cells.clear()

    def fit(self, *, shows_all: bool) -> None:
        model, room = self._model, self._view.viewport().width()
        if not model.history.heads:
            return
        least = self._least_name()
        counts = [len(model.history.heads)] if shows_all else list(range(NEWEST, 0, -1))
        newest, is_short, widths = counts[0], False, self._widths(counts[0], is_short=False)
        for count in counts:
            if least + sum(widths) <= room:
                break
            newest, is_short, widths = count, True, self._widths(count, is_short=True)
        if shows_all and least + sum(widths) > room:
            least = self._usual_name()  # rather a long name that is cut than all out of sight
        model.show_columns(newest, is_short=is_short)
        for column, width in enumerate(widths, start=1):
            self._view.setColumnWidth(column, width)
        self._view.setColumnWidth(0, max(room - sum(widths), least))
        self.is_wider = least + sum(widths) > room

    def _least_name(self) -> int:
        """A name of usual length, and the words of the last row."""
        rows = self._model.history.rows
        words = rows[-1].name if rows and not rows[-1].is_line else ""
        return max(self._usual_name(), cell_width(words, self._view.font(), has_icon=True))

    def _usual_name(self) -> int:
        metrics = self._view.fontMetrics()
        return metrics.averageCharWidth() * LEAST_NAME + metrics.height() + theme.SPACE_L

    def _widths(self, newest: int, *, is_short: bool) -> list[int]:
        columns = self._model.columns_for(newest)
        hidden = len(self._model.history.heads) - sum(at is not None for at in columns)
        more = more_text(hidden)
        return [
            self._head_width(more) if at is None else self._width(at, is_short=is_short)
            for at in columns
        ]

    def _width(self, at: int, *, is_short: bool) -> int:
        """Of a head and its cells."""
        if at not in self._cells:
            self._cells[at] = self._widest_cell(at)
        head = self._model.history.heads[at]
        width = self._head_width(head_text(head, is_short=is_short))
        if head.is_damaged:
            size = QStyle.PixelMetric.PM_SmallIconSize
            width += self._view.style().pixelMetric(size)
        return max(width, self._cells[at])

    def _head_width(self, text: str) -> int:
        font = QFont(self._view.font())
        font.setPointSizeF(theme.text_sizes().head)
        widest = max(cell_width(line, font) for line in text.split("\n"))
        return widest + theme.SPACE_XS + BAR_WIDTH

    def _widest_cell(self, at: int) -> int:
        font = self._view.font()
        sign = QFontMetrics(font).height() + theme.SPACE_S
        cells = [row.cells[at] for row in self._model.history.rows[:MOST_ROWS_MEASURED]]
        widths = [cell_width(cell.text, font) + len(cell.signs) * sign for cell in cells]
        return max(widths, default=0) + BAR_WIDTH
