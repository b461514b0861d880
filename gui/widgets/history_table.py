"""The table of the History tab: lines down, snapshots across; a column chosen is a snapshot chosen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

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
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from core.domain.csv_text import inert
from gui import texts, theme
from gui.delegates.history_delegate import HistoryDelegate
from gui.models.history_model import MORE, HistoryModel, more_text
from gui.models.history_values import HistoryRows
from gui.widgets.cell_table import ENTER, PLAIN
from gui.widgets.history_columns import HistoryColumns
from gui.widgets.row_menu import menu_place

LEAST_ROWS = 3
_FLAGS = QItemSelectionModel.SelectionFlag


class HistoryTable(QTableView):
    """Shows as many of the newest snapshots as have room; `shows_all` shows them all."""

    opened = Signal(object)  # the key of a column: Enter, or a double click
    compare_wanted = Signal(object, object)  # the keys of two columns, the older first
    chosen = Signal(object)  # the key of the one column chosen, else None
    all_wanted = Signal()
    columns_changed = Signal()  # or how high all of them are
    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_table")
        self.setAccessibleName(self.tr("Lines by snapshots"))
        self.history = HistoryModel(self)
        self.shows_all = False
        self._delegate = HistoryDelegate(self)
        self._kept: tuple[Hashable, Hashable, tuple[Hashable, ...]] = (None, None, ())
        self._is_restoring = False
        self._columns = HistoryColumns(self, self.history)
        self.setModel(self.history)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(0)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setTextElideMode(Qt.TextElideMode.ElideNone)  # else its two lines become one
        header.sectionClicked.connect(self._on_head_clicked)
        self.history.modelAboutToBeReset.connect(self._keep)
        self.history.modelReset.connect(self._restore)

    def set_history(self, history: HistoryRows) -> None:
        """What is chosen stays, by its names; else the newest column is."""
        self._columns.forget()
        self.history.set_history(history)
        self.fit_columns()
        self.updateGeometry()

    def set_all_shown(self, *, is_shown: bool) -> None:
        self.shows_all = is_shown
        self.fit_columns()

    # What is chosen

    def chosen_keys(self) -> tuple[Hashable, ...]:
        """The columns chosen, the oldest first."""
        columns = {index.column() for index in self.selectionModel().selectedIndexes()}
        return tuple(self.history.column_key(column) for column in sorted(columns))

    def choose(self, key: Hashable) -> bool:
        """Chooses a column, in the row that she is on; False where it is not shown."""
        column = self.history.column_of(key)
        if column:
            index = self.history.index(max(self.currentIndex().row(), 0), column)
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect | _FLAGS.Columns)
            self.scrollTo(index)
        return bool(column)

    def _keep(self) -> None:
        current = self.currentIndex()
        row = self.history.row_at(current).key if current.isValid() else None
        self._kept = (row, self.history.column_key(current.column()), self.chosen_keys())

    def _restore(self) -> None:
        row_key, column_key, chosen = self._kept
        rows, columns = self.history.rowCount(), self.history.columnCount()
        if not rows or not columns:
            return
        row = max(self.history.row_of(row_key), 0)
        column = self.history.column_of(column_key) if column_key is not None else 0
        if row_key is None or (column_key is not None and not column):
            column = columns - 1
        model, selection = self.selectionModel(), QItemSelection()
        for key in chosen:
            at = self.history.column_of(key)
            if at:
                selection.select(self.history.index(0, at), self.history.index(rows - 1, at))
        if selection.isEmpty() and column:
            selection.select(self.history.index(0, column), self.history.index(rows - 1, column))
        self._is_restoring = True
        model.setCurrentIndex(self.history.index(row, column), _FLAGS.NoUpdate)
        model.select(selection, _FLAGS.ClearAndSelect)
        self._is_restoring = False
        self.scrollTo(self.currentIndex())
        self._tell_chosen()

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._is_restoring:
            self._tell_chosen()

    def _tell_chosen(self) -> None:
        keys = self.chosen_keys()
        self.chosen.emit(keys[0] if len(keys) == 1 else None)

    # Acts

    def open_current(self) -> None:
        """Goes to the snapshot of the column; of two chosen it wishes for their comparison."""
        keys = self.chosen_keys()
        if len(keys) == 2:
            self.compare_wanted.emit(*keys)
        else:
            self._open(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        key = self.history.column_key(index.column()) if index.isValid() else None
        if key == MORE:
            self.all_wanted.emit()
        elif key is not None:
            self.opened.emit(key)

    def _on_head_clicked(self, section: int) -> None:
        if self.history.column_key(section) == MORE:
            self.all_wanted.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ENTER and event.modifiers() in PLAIN:
            self.open_current()
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

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        self.menu_wanted.emit(menu_place(self, event))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # Text

    def rows_text(self) -> str:
        """The chosen columns of all rows; where none is chosen, the current row."""
        keys = self.chosen_keys()
        columns = [self.history.column_of(key) for key in keys]
        if columns:
            return self._text(range(self.history.rowCount()), columns)
        current = self.currentIndex()
        every = range(1, self.history.columnCount())
        return self._text([current.row()] if current.isValid() else [], every)

    def text(self) -> str:
        """The whole table as it is read, snapshots that are not shown too."""
        history = self.history.history
        lines = ["\t".join(["", *(head.title for head in history.heads)])]
        for row in history.rows:
            lines.append("\t".join(map(inert, (row.name, *(cell.text for cell in row.cells)))))
        return texts.undirected("\n".join(lines))

    def _text(self, rows: Sequence[int], columns: Sequence[int]) -> str:
        model = self.history
        heads = [
            head.title if (head := model.head_at(at)) else more_text(model.hidden_count)
            for at in columns
        ]
        lines = ["\t".join(["", *heads])]
        for row in rows:
            cells = [str(model.index(row, at).data() or "") for at in (0, *columns)]
            lines.append("\t".join(map(inert, cells)))
        return texts.undirected("\n".join(lines))

    # Size

    def fit_columns(self) -> None:
        self._columns.fit(shows_all=self.shows_all)
        row_height = self.fontMetrics().height() + theme.ROW_EXTRA
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.columns_changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "_columns"):
            self._columns.forget()
            self.fit_columns()
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(super().sizeHint().width(), self._height(self.history.rowCount()))

    @override
    def minimumSizeHint(self) -> QSize:
        least = self._height(min(LEAST_ROWS, self.history.rowCount()))
        return QSize(super().minimumSizeHint().width(), least)

    def _height(self, rows: int) -> int:
        row = self.fontMetrics().height() + theme.ROW_EXTRA
        head = self.horizontalHeader().sizeHint().height()
        beside = self.horizontalScrollBar().sizeHint().height() if self._columns.is_wider else 0
        return head + rows * row + beside + 2 * self.frameWidth() + 2
