"""The log of the History tab: what each snapshot changed, in words."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from gui import texts, theme
from gui.delegates.log_delegate import LogDelegate
from gui.models.history_model import LogModel
from gui.models.history_values import LogEntry
from gui.widgets.cell_table import ENTER, PLAIN
from gui.widgets.row_menu import menu_place

LEAST_LINES = 4
_FLAGS = QItemSelectionModel.SelectionFlag


class HistoryLog(QListView):
    """Newest first; what is missing can be read, but leads nowhere."""

    opened = Signal(object)  # the key of an entry: Enter, or a double click
    chosen = Signal(object)  # the key of the one entry chosen, else None
    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_log")
        self.setAccessibleName(self.tr("What changed"))
        self.log = LogModel(self)
        self._delegate = LogDelegate(self)
        self._kept: Hashable = None
        self._is_told = False  # another view tells what is chosen
        self.setModel(self.log)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_entries(self, entries: tuple[LogEntry, ...]) -> None:
        """What is chosen stays."""
        current = self.currentIndex()
        key = self.log.entries[current.row()].key if current.isValid() else None
        self.log.set_entries(entries)
        self._delegate.measure(self.log, self.font())
        self.scheduleDelayedItemsLayout()
        if key is not None:
            self.show_key(key)

    def show_key(self, key: Hashable) -> None:
        """Chooses an entry without telling so; None chooses none."""
        self._is_told = True
        row = self.log.row_of(key)
        if row >= 0:
            index = self.log.index(row, 0)
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect)
            self.scrollTo(index)
        else:
            self.selectionModel().clearSelection()
        self._is_told = False

    def key_at(self, index: QModelIndex) -> Hashable:
        return self.log.entries[index.row()].key if index.isValid() else None

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._is_told:
            rows = self.selectionModel().selectedIndexes()
            self.chosen.emit(self.key_at(rows[0]) if len(rows) == 1 else None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ENTER and event.modifiers() in PLAIN:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.rows_text())
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.log.entries[index.row()].title:
            self.opened.emit(self.key_at(index))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        self.menu_wanted.emit(menu_place(self, event))

    def rows_text(self) -> str:
        """The chosen entries, one a line, their parts divided by tabs."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return "\n".join(_text_of(self.log.entries[row]) for row in rows)

    def text(self) -> str:
        return "\n".join(map(_text_of, self.log.entries))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self.log.rowCount():
            # Not setCurrentIndex: with Ctrl still down it would add to what is chosen.
            current = self.currentIndex()
            index = current if current.isValid() else self.log.index(0, 0)
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "_delegate"):
            self._delegate.measure(self.log, self.font())
            self.scheduleDelayedItemsLayout()

    @override
    def minimumSizeHint(self) -> QSize:
        height = LEAST_LINES * self.fontMetrics().height() + theme.ROW_EXTRA
        return QSize(super().minimumSizeHint().width(), height)


def _text_of(entry: LogEntry) -> str:
    parts = (entry.title, entry.day, entry.reason, entry.words)
    return texts.undirected("\t".join(part for part in parts if part))
