"""The contents table of a plan or a snapshot: its keys, its columns, and what stays where it is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
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
    QPainter,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from core.domain.rows import ContentRow
from gui import theme
from gui.delegates.branch import draw_branch
from gui.delegates.contents_delegate import ContentsDelegate
from gui.models.content_nodes import RemovedNode, line_id_of
from gui.models.contents_model import Column, ContentsModel, ThingPath
from gui.models.lazy_nodes import FailedNode, TailNode
from gui.models.node_tree_model import Index
from gui.models.roles import Role
from gui.widgets.cell_table import ENTER, MOVES, PLAIN, CellTable
from gui.widgets.contents_columns import ContentsColumns
from gui.widgets.contents_places import PlaceKeeper, Places
from gui.widgets.row_menu import menu_place

_STARTS_A_QUANTITY = frozenset("0123456789+-.½⅓⅔¼¾⅛⅜⅝⅞")


class ContentsView(CellTable):
    """Shows `contents`, its ContentsModel, and says with signals what the baker wishes."""

    current_row_changed = Signal(object)  # ContentRow | None; again when another source shows it
    delete_lines_wanted = Signal(list)  # of line_id
    move_line_wanted = Signal(int, int)  # line_id, -1 or +1
    put_back_wanted = Signal(object)  # PlannedLine
    frozen_edit_wanted = Signal(object)  # ContentRow of the line that was typed on in a snapshot
    details_toggled = Signal()
    context_menu_wanted = Signal(QPoint, object)  # in global coordinates; ContentRow | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(ContentsDelegate, parent)
        self.contents = ContentsModel(self)
        self.setObjectName("contents")
        self.setAccessibleName(self.tr("What is planned"))
        self.setModel(self.contents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.columns = ContentsColumns(self, self.contents)
        self._keeper = PlaceKeeper(self, self.contents)
        self._has_to_tell = False  # the current row, once it has been read anew
        self._space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        self._space.setContext(Qt.ShortcutContext.WidgetShortcut)  # not in the editor of a cell
        self._space.activated.connect(self.details_toggled)
        self.contents.put_back_wanted.connect(self.put_back_wanted)
        self.contents.source_changing.connect(self._on_source_changing)
        self.contents.source_shown.connect(self._tell_current)
        self.contents.page_shown.connect(self._on_page_shown)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().actionTriggered.connect(self._keeper.let_go)
        self._take_look()

    # What is chosen

    def current_row(self) -> ContentRow | None:
        return self.contents.row_at(self.currentIndex())

    def selected_line_ids(self) -> list[int]:
        """The chosen lines of the plan, from the top."""
        rows = [self.contents.row_at(index) for index in self._selected()]
        found = [line_id_of(row) for row in rows if row is not None]
        return [line_id for line_id in found if line_id is not None]

    def go_to_line(self, line_id: int) -> bool:
        """Chooses a line and scrolls to it; False while it is not here."""
        column = max(self.currentIndex().column(), 0)  # she stays in the column she works in
        return self._go_to(self.contents.line_index(line_id, column))

    def go_to_thing(self, kind: str, uuid: str) -> bool:
        """Chooses the first line with this thing."""
        return self._go_to(self.contents.thing_index(kind, uuid))

    def go_to_node(self, uuid: str) -> bool:
        """Chooses the line of a snapshot's plan that has this uuid."""
        return self._go_to(self.contents.node_index(uuid))

    def expanded_uuid_paths(self) -> set[ThingPath]:
        return set(self._keeper.places().expanded)

    def places(self) -> Places:
        """All that `restore_places` brings back."""
        return self._keeper.places()

    def restore(
        self, expanded: Iterable[ThingPath], current: ThingPath = (), scroll: int = 0
    ) -> None:
        """Opens, chooses and scrolls as soon as the rows are there."""
        self.restore_places(Places(frozenset(expanded), current, scroll=scroll))

    def restore_places(self, places: Places) -> None:
        self._keeper.restore(places)

    def set_narrow(self, is_narrow: bool) -> None:
        """Hides the notes; a line with one has a sign."""
        self.columns.update_hidden(is_narrow=is_narrow)

    def least_width(self) -> int:
        """Where names can still be read beside the numbers."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self.columns.least_width() + bar + 2 * self.frameWidth()

    def rows_text(self) -> str:
        """The chosen rows, tab separated, what is in a box indented."""
        shown = [column for column in Column if not self.isColumnHidden(column)]
        lines = []
        for index in self._selected():
            depth = max(len(self.contents.path_of(index)) - 1, 0)
            cells = [str(index.siblingAtColumn(column).data() or "") for column in shown]
            lines.append("  " * depth + "\t".join(cells).rstrip("\t"))
        return "\n".join(lines)

    def _selected(self) -> list[QModelIndex]:
        rows = self.selectionModel().selectedRows()
        return sorted(rows, key=lambda index: self.visualRect(index).top())

    def _go_to(self, index: QModelIndex) -> bool:
        if index.isValid():
            self._keeper.let_go()
            # Not setCurrentIndex: with Ctrl still down from Ctrl+Z it would add to what is chosen.
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
        return index.isValid()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or current.parent() != previous.parent():
            self._tell_current()

    def _tell_current(self) -> None:
        """A row whose branch is still being read may be another snapshot's; it is told after."""
        self._has_to_tell = self.contents.is_being_read(self.currentIndex())
        if not self._has_to_tell:
            self.current_row_changed.emit(self.current_row())

    def _on_page_shown(self) -> None:
        if self._has_to_tell:
            self._tell_current()

    # Editing

    def _on_source_changing(self, holds: bool) -> None:
        editor = self._delegate.editor()
        if editor is None or holds:
            return
        # The page asked commit_editor() before; what is bad now has no row any more to stand in.
        self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def can_put_back(self) -> bool:
        """Whether the current row is a removed line that Enter brings back."""
        first = self.currentIndex().siblingAtColumn(0)
        return bool(first.data(Role.CAN_PUT_BACK))

    def put_back(self) -> None:
        self.contents.put_back(self.currentIndex().siblingAtColumn(0))

    def is_half_typed(self) -> bool:
        """Whether a cell was left with a text that cannot be taken."""
        return self._delegate.is_half_typed()

    def edit_quantity(self, typed: str = "") -> bool:
        """Opens the quantity of the current line, with what was typed on it."""
        index = self.currentIndex().siblingAtColumn(self.contents.quantity_column)
        if not self._open_editor(index):
            return False
        editor = self._delegate.editor()
        if typed and editor is not None:
            editor.setText(typed)
            editor.setCursorPosition(len(typed))
        return True

    def edit_current(self) -> bool:
        """Opens the cell she is on: the note, else the quantity."""
        current = self.currentIndex()
        is_note = current.column() == Column.NOTE
        column = Column.NOTE if is_note else self.contents.quantity_column
        return self._open_editor(current.siblingAtColumn(column))

    def _open_editor(self, index: QModelIndex) -> bool:
        if not self.contents.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self._tell_frozen(index)
            return False
        if not self.commit_editor():
            return False
        self.columns.edit_note(is_edited=index.column() == Column.NOTE)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return self.edit(
            index, QAbstractItemView.EditTrigger.AllEditTriggers, QEvent(QEvent.Type.None_)
        )

    def _tell_frozen(self, index: QModelIndex) -> None:
        source = self.contents.source
        if source is None or source.snapshot_id is None:
            return
        line = index
        while line.parent().isValid():
            line = line.parent()
        row = self.contents.row_at(line)
        if row is not None:
            self.frozen_edit_wanted.emit(row)

    @override
    def _on_next_wanted(self, index: QPersistentModelIndex, forward: bool) -> None:
        """Tab goes on to the note, and from there to the next line's quantity."""
        columns = [self.contents.quantity_column, Column.NOTE]
        step = 1 if forward else -1
        place = columns.index(Column(index.column())) + step
        row = index.row() + (place // len(columns))
        wanted = self.contents.index(row, columns[place % len(columns)])
        if self.contents.is_line(wanted):
            self._open_editor(wanted)

    @override
    def editor_closed(self) -> None:
        self.columns.edit_note(is_edited=False)
        current = self.currentIndex()
        if current.isValid() and self.isColumnHidden(current.column()):
            self.setCurrentIndex(current.siblingAtColumn(self.contents.quantity_column))

    # Keys and pointer

    def activate(self, index: QModelIndex) -> None:
        """What Enter does: a line's quantity, a removed line back, a box open or closed."""
        first = index.siblingAtColumn(0)
        if not first.isValid() or self._ask_for_more(first):
            return
        node = self.contents.node_at(first)
        if isinstance(node, RemovedNode):
            self.contents.put_back(first)
        elif self.contents.is_line(first):
            self.edit_quantity()
        elif self.contents.hasChildren(first):
            self.setExpanded(first, not self.isExpanded(first))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keeper.let_go()
        if not self._takes_key(event):
            super().keyPressEvent(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in MOVES and modifiers & ~Qt.KeyboardModifier.KeypadModifier == (
            Qt.KeyboardModifier.AltModifier
        ):
            return self._move_line(MOVES[key])
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.rows_text())
            return True
        if modifiers not in PLAIN:
            return False
        current = self.currentIndex()
        if key in ENTER:
            self.activate(current)
        elif key == Qt.Key.Key_F2:
            self.edit_current()
        elif key == Qt.Key.Key_Delete:
            return self.delete_lines()
        elif key == Qt.Key.Key_Asterisk:
            self._keeper.open_all_below(current.siblingAtColumn(0))
        elif event.text() in _STARTS_A_QUANTITY and event.text():
            return self._type_quantity(event.text())
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            event.ignore()  # acts of the window, not letters of a name
        else:
            return False
        return True

    def _type_quantity(self, text: str) -> bool:
        current = self.currentIndex()
        source = self.contents.source
        is_frozen = source is not None and source.snapshot_id is not None
        if not self.contents.is_line(current) and not is_frozen:
            return False
        self.edit_quantity(text)
        return True

    def delete_lines(self) -> bool:
        """Wishes the chosen lines away and chooses what is next to them, so that Del goes on."""
        if not self.commit_editor():
            return True
        lines = self.selected_line_ids() if self.contents.is_editable else []
        if lines:
            heir = self.contents.line_next_to(lines)
            self.delete_lines_wanted.emit(lines)
            if heir is not None:
                self.go_to_line(heir)
        return bool(lines)

    @override
    def keyboardSearch(self, search: str) -> None:
        current = self.currentIndex()
        if current.column() != Column.WHAT:  # Qt searches the current column
            name = current.siblingAtColumn(Column.WHAT)
            self.selectionModel().setCurrentIndex(name, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().keyboardSearch(search)

    def _move_line(self, step: int) -> bool:
        row = self.current_row()
        line_id = line_id_of(row) if row is not None else None
        if line_id is None or not self.contents.is_editable:
            return False
        self.move_line_wanted.emit(line_id, step)
        return True

    def _ask_for_more(self, index: QModelIndex) -> bool:
        is_extra = index.isValid() and isinstance(
            self.contents.node_at(index), (TailNode, FailedNode)
        )
        if is_extra:
            self.contents.want_more(index)
        return is_extra

    def _on_scrolled(self) -> None:
        bottom = self.indexAt(QPoint(0, self.viewport().height() - 1))
        if bottom.isValid() and isinstance(self.contents.node_at(bottom), TailNode):
            self.contents.want_more(bottom)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keeper.let_go()
        super().mousePressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._keeper.let_go()
        super().wheelEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if not self._ask_for_more(index.siblingAtColumn(0)) and self._is_on_link(index, place):
            self.contents.put_back(index)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() in (Column.IN_EACH, Column.IN_ALL):
            self._tell_frozen(index)

    def _is_on_link(self, index: QModelIndex, place: QPoint) -> bool:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        return self._delegate.put_back_place(option, index).contains(place)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.context_menu_wanted.emit(menu_place(self, event), self.current_row())
        event.accept()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(current)
        self.viewport().update()

    # Drawing

    def _take_look(self) -> None:
        self.setIndentation(self.fontMetrics().height() + theme.SPACE_XS)
        self.columns.fit()
        self.viewport().update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "columns"):
            self._take_look()

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        has_focus = self.hasFocus() or self._delegate.editor() is not None
        draw_branch(self, painter, rect, index=index, has_focus=has_focus)
