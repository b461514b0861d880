"""A flat table that is edited by keyboard: Enter, F2 or a digit edits, Del deletes, Alt moves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
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
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
)
from typing_extensions import override

from gui import theme
from gui.delegates.list_delegate import BAR_WIDTH
from gui.delegates.part_delegate import PartDelegate
from gui.models.part_model import PartColumn, PartModel, PartRow
from gui.widgets.cell_table import ENTER, MOVES, PLAIN, CellTable
from gui.widgets.focus import typing_in
from gui.widgets.row_menu import menu_place, open_row_menu

_STARTS_A_NUMBER = frozenset("0123456789+-.,½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")

MEASURED_ROWS = (
    60  # for a column's width: Qt's own thousand took 0.4 s for each change of 2,000 rows
)


class PartTable(CellTable):
    """Shows `parts`, its PartModel. `stretched` are the columns that take the room.

    `goes_on`: a deletion asks nothing, so that Del may come again at once. `is_ordered`: rows can be moved.
    """

    _delegate: PartDelegate
    current_part_changed = Signal(object)  # PartRow | None
    delete_wanted = Signal(list)  # of the chosen rows' things
    move_wanted = Signal(object, int)  # a row's thing, -1 or +1
    opened = Signal(object)  # a row's thing: a double click on its name

    def __init__(
        self,
        name: str,
        columns: Sequence[PartColumn],
        stretched: Sequence[int] = (0,),
        *,
        goes_on: bool = True,
        is_ordered: bool = True,
    ) -> None:
        super().__init__(PartDelegate)
        self._goes_on = goes_on
        self._is_ordered = is_ordered
        self.setObjectName(name)
        self.parts = PartModel(columns, self)
        self._most_rows = 0
        self._deleted: set[Hashable] = set()  # wished away, and maybe still here
        self._gone: set[Hashable] = set()  # of these, the ones that went
        self._number = next((at for at, each in enumerate(columns) if each.is_number), 0)
        self.setModel(self.parts)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(MEASURED_ROWS)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in stretched:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.parts.count_changed.connect(self._on_count_changed)

    def set_number(self, column: str) -> None:
        """The column that a digit begins to edit, where that is not the first of the numbers."""
        self._number = [each.name for each in self.parts.columns].index(column)

    # What is chosen

    def current_part(self) -> PartRow | None:
        return self.parts.row_at(self.currentIndex())

    def selected_things(self) -> list[object]:
        """From the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.parts.rows()[row].thing for row in rows]

    def choose(self, key: Hashable) -> bool:
        """Chooses a row and scrolls to it; False where it is not here."""
        index = self.parts.index_of(key, max(self.currentIndex().column(), 0))
        if index.isValid():
            self._choose_index(index)
        return index.isValid()

    def _choose_index(self, index: QModelIndex) -> None:
        # Not setCurrentIndex: with Ctrl still down from Ctrl+Z it would add to what is chosen.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def set_most_rows(self, count: int) -> None:
        """As high as its rows, and no more than so many; for a table inside a form."""
        self._most_rows = count
        self._fit()

    @override
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        self.current_part_changed.emit(self.current_part())

    # Editing

    def cancel_editor(self) -> None:
        editor = self._delegate.editor()
        if editor is not None:
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def refuse(self, key: Hashable, column: str, sentence: str) -> bool:
        """Core said no: the cell opens again with what was typed.

        False where it cannot: there is no such cell, or she is typing elsewhere by now.
        """
        number = next((at for at, each in enumerate(self.parts.columns) if each.name == column), -1)
        index = self.parts.index_of(key, max(number, 0))
        if number < 0 or not index.isValid():
            return False
        typed = self.parts.typed(key, number)
        self.parts.forget_typed(key)
        focus = typing_in(self)
        if (focus is not None and not self.isAncestorOf(focus)) or not self._open_editor(index):
            return False
        self._delegate.refuse(typed or str(index.data(Qt.ItemDataRole.EditRole)), sentence)
        return True

    def edit_current(self, typed: str = "") -> bool:
        """Opens the cell she is on, else the number; with what was typed on it."""
        return self._open_editor(self._cell_to_edit(), typed)

    def _cell_to_edit(self) -> QModelIndex:
        """The current cell if it can be edited, else the row's number, else the first that can."""
        current = self.currentIndex()
        others = (self._number, *range(len(self.parts.columns)))
        cells = [current, *(current.siblingAtColumn(at) for at in others)]
        can_edit = Qt.ItemFlag.ItemIsEditable
        return next((cell for cell in cells if self.parts.flags(cell) & can_edit), cells[1])

    def _open_editor(self, index: QModelIndex, typed: str = "") -> bool:
        if not self.parts.flags(index) & Qt.ItemFlag.ItemIsEditable or not self.commit_editor():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        triggers = QAbstractItemView.EditTrigger.AllEditTriggers
        if not self.edit(index, triggers, QEvent(QEvent.Type.None_)):
            return False
        editor = self._delegate.editor()
        if typed and editor is not None:
            editor.setText(typed)
            editor.setCursorPosition(len(typed))
        return True

    @override
    def _on_next_wanted(self, index: QPersistentModelIndex, forward: bool) -> None:
        """Tab goes to the next cell that can be edited, and on to the next row."""
        width, count = len(self.parts.columns), self.parts.rowCount()
        step = 1 if forward else -1
        place = index.row() * width + index.column() + step
        while 0 <= place < width * count:
            wanted = self.parts.index(place // width, place % width)
            can_edit = self.parts.flags(wanted) & Qt.ItemFlag.ItemIsEditable
            if can_edit and not self.isColumnHidden(wanted.column()):
                self._open_editor(wanted)
                return
            place += step

    # Keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes_key(event):
            super().keyPressEvent(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in MOVES and modifiers & ~Qt.KeyboardModifier.KeypadModifier == (
            Qt.KeyboardModifier.AltModifier
        ):
            return self._move(MOVES[key])
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.rows_text())
            return True
        if modifiers not in PLAIN:
            return False
        if key in ENTER or key == Qt.Key.Key_F2:
            self.edit_current()
        elif key == Qt.Key.Key_Delete:
            return self.delete_chosen()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            event.ignore()  # acts of the window
        elif event.text().isprintable() and event.text():
            return self._type(event.text())
        else:
            return False
        return True

    def _type(self, text: str) -> bool:
        """A digit begins the number; a letter the cell she is on, if that holds text."""
        current = self.currentIndex()
        number = self._number_cell()
        can_edit = self.parts.flags(current) & Qt.ItemFlag.ItemIsEditable
        if text in _STARTS_A_NUMBER and (current.column() in (0, number.column()) or not can_edit):
            return self._open_editor(number, text)
        is_text = current.isValid() and not self.parts.columns[current.column()].is_number
        return bool(is_text and can_edit) and self._open_editor(current, text)

    def _number_cell(self) -> QModelIndex:
        """The row's number, or the first of its numbers that can be edited."""
        current = self.currentIndex()
        numbers = [at for at, column in enumerate(self.parts.columns) if column.is_number]
        cells = [current.siblingAtColumn(at) for at in (self._number, *numbers)]
        can_edit = Qt.ItemFlag.ItemIsEditable
        return next((cell for cell in cells if self.parts.flags(cell) & can_edit), cells[0])

    def delete_chosen(self) -> bool:
        """Wishes the chosen rows away and chooses what is next to them, so that Del goes on."""
        things = self.selected_things() if self.parts.is_editable else []
        if things and self.commit_editor():
            chosen = {index.row() for index in self.selectionModel().selectedRows()}
            heir = self._row_next_to(chosen)
            self._deleted |= {self.parts.rows()[row].key for row in chosen}
            self.delete_wanted.emit(things)
            if self._goes_on and heir is not None:
                self.choose(heir)
        return bool(things)

    def _row_next_to(self, chosen: set[int]) -> Hashable | None:
        """The row below the lowest of these, else the one above, that is none of them."""
        rows, last = self.parts.rows(), max(chosen)
        others = (*range(last + 1, len(rows)), *range(last, -1, -1))
        return next((rows[row].key for row in others if row not in chosen), None)

    def _choose_what_came_back(self) -> None:
        """A deletion that was undone; where one went, the next row is not only framed."""
        keys = [row.key for row in self.parts.rows()]
        back = [key for key in keys if key in self._gone]
        self._gone |= self._deleted.difference(keys)
        self._gone.difference_update(back)
        self._deleted.intersection_update(keys)
        current = self.currentIndex()
        if self._delegate.editor() is not None:
            return
        if back:
            self.choose(back[0])
        elif current.isValid() and self.hasFocus() and not self.selectionModel().hasSelection():
            self._choose_index(current)

    def _move(self, step: int) -> bool:
        row = self.current_part()
        if row is None or not self.parts.is_editable or not self._is_ordered:
            return False
        self.move_wanted.emit(row.thing, step)
        return True

    def rows_text(self) -> str:
        """The chosen rows, tab separated."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return "\n".join(self.texts_of(rows))

    def texts_of(self, rows: Iterable[int]) -> list[str]:
        """Each row's cells, tab separated."""
        shown = self._shown_columns()
        cells = [[str(self.parts.index(row, at).data()) for at in shown] for row in rows]
        return ["\t".join(line).rstrip("\t") for line in cells]

    def head_text(self) -> str:
        return "\t".join(self.parts.columns[at].title for at in self._shown_columns())

    def _shown_columns(self) -> list[int]:
        return [at for at in range(len(self.parts.columns)) if not self.isColumnHidden(at)]

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        if not is_by_key and not self.indexAt(event.pos()).isValid():
            return
        event.accept()
        if self.parts.is_editable and self.selected_things() and self.commit_editor():
            move = self._move if self._is_ordered else None
            place = menu_place(self, event)
            open_row_menu(self, place, edit=self.edit_current, delete=self.delete_chosen, move=move)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.parts.row_at(index)
        if row is not None and index.column() == 0 and row.cells[0].edit is None:
            self.opened.emit(row.thing)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        current = self.currentIndex()
        if not self.selectionModel().hasSelection() and self.parts.rowCount():
            self.setCurrentIndex(current if current.isValid() else self.parts.first_index())
        self.viewport().update()

    # Size

    def _on_count_changed(self) -> None:
        self._choose_what_came_back()
        self._fit()

    def _fit(self) -> None:
        if self._most_rows:
            self.setFixedHeight(self.sizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        if not self._most_rows:
            return super().sizeHint()
        rows = min(max(self.parts.rowCount(), 1), self._most_rows)
        row_height = self.fontMetrics().height() + theme.ROW_EXTRA
        head = self.header().sizeHint().height()
        return QSize(BAR_WIDTH, head + rows * row_height + 2 * self.frameWidth() + 2)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "_most_rows"):
            self._fit()
            self.viewport().update()
