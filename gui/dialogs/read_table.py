"""A short table in a dialog: read, not edited; its first column takes what room there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gui import texts
from gui.delegates.bar_delegate import BarDelegate
from gui.models.roles import Role
from gui.texts import plain_tooltip
from gui.theme import ROW_EXTRA, SEMIBOLD

ROWS_SHOWN = 8
_INDENT = "\u2003\u2002"  # about an icon and the room beside it
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReadTable(QTreeWidget):
    """Eight rows of it on screen; the others are scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(BarDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))

    def set_heads(self, heads: Sequence[str]) -> None:
        self.setColumnCount(len(heads))
        self.setHeaderLabels(list(heads))
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def add_row(self, name: str, icon: str) -> QTreeWidgetItem:
        """A row that names a thing of hers in its first column."""
        item = QTreeWidgetItem(self)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        shown = texts.one_line(name)
        item.setText(0, shown)
        item.setToolTip(0, plain_tooltip(shown))
        item.setData(0, Role.ICON, icon)
        bold = QFont(self.font())
        bold.setWeight(SEMIBOLD)
        item.setFont(0, bold)
        item.setSizeHint(0, QSize(0, self._row_height()))
        return item

    def add_row_below(self, label: str) -> QTreeWidgetItem:
        """A row that says more of the thing above it."""
        item = QTreeWidgetItem(self)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setText(0, f"{_INDENT}{label}")
        item.setData(0, Role.COLOUR, "muted")
        item.setSizeHint(0, QSize(0, self._row_height()))
        return item

    def strike(self, item: QTreeWidgetItem) -> None:
        """What goes, or went."""
        struck = QFont(item.font(0))
        struck.setStrikeOut(True)
        item.setFont(0, struck)

    def align_right(self, column: int) -> None:
        """A column of numbers, with its head."""
        items = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        for item in (self.headerItem(), *items):
            if item is not None:
                item.setTextAlignment(column, RIGHT)

    def fit_rows(self) -> None:
        """As high as its rows, once they are all there."""
        shown = min(self.topLevelItemCount(), ROWS_SHOWN)
        head = self.header().sizeHint().height()
        self.setFixedHeight(head + self._row_height() * shown + 2 * self.frameWidth() + 2)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + ROW_EXTRA
