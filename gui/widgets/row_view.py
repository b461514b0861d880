"""A list of things drawn in rows: one selection bar, keys that act on rows, and later pages."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView, QWidget
from typing_extensions import override

from core.domain.keys import Key
from gui import theme
from gui.delegates.branch import draw_branch
from gui.delegates.list_delegate import ListDelegate
from gui.models.index_path import path_of
from gui.models.lazy_nodes import FailedNode, TailNode
from gui.models.lazy_tree_model import LazyTreeModel
from gui.models.roles import Role
from gui.widgets.row_menu import menu_place

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_JUMPS = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_LEFT_TO_OTHERS = (Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Escape)


class RowView(QTreeView):
    """Draws the rows of a lazy model, and asks it for later pages when their tail comes in sight."""

    row_activated = Signal(object)  # Key: Enter, or a double click
    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, model: LazyTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows_model = model
        self._follow: tuple[QPersistentModelIndex, int] | None = None  # see _ask_for_more
        self.setModel(model)
        self.setItemDelegate(ListDelegate(self))
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def own_rect(self, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """The part of a row's place that is the row's own, where something stands above it."""
        return rect

    # Places

    def visible_indexes(self) -> Iterator[QModelIndex]:
        """The rows on screen, top to bottom."""
        bottom = self.viewport().height()
        index = self.indexAt(QPoint(0, 0))
        while index.isValid() and self.visualRect(index).top() < bottom:
            yield index
            index = self.indexBelow(index)

    def chosen_keys(self) -> tuple[Key, ...]:
        """The keys of the selected rows as they stand, top to bottom."""
        rows = self.selectionModel().selectedRows()
        if len(rows) > 1:
            rows.sort(key=path_of)
        keys = (index.data(Role.KEY) for index in rows)
        return tuple(key for key in keys if isinstance(key, Key))

    def go_to(self, index: QModelIndex) -> None:
        """Chooses a row, opened to and scrolled into sight."""
        above = index.parent()
        if above.isValid():
            self.expand(above)
        # Not setCurrentIndex: with Ctrl still down from Ctrl+Z it would add to what is chosen.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    # Acts

    def activate(self, index: QModelIndex) -> None:
        """What Enter and a double click do: a thing is announced, other rows do what they say."""
        first = index.siblingAtColumn(0)
        key = first.data(Role.KEY)
        if isinstance(key, Key):
            self.row_activated.emit(key)
        elif not self._ask_for_more(first) and first.isValid():
            self.setExpanded(first, not self.isExpanded(first))

    def _ask_for_more(self, index: QModelIndex) -> bool:
        if not index.isValid():
            return False
        node = self._rows_model.node_at(index)
        if not isinstance(node, (TailNode, FailedNode)):
            return False
        above, row = index.parent(), index.row()
        is_current = self.currentIndex().siblingAtColumn(0) == index
        self._rows_model.want_more(index)
        if is_current:  # its place is where the new rows will begin
            self._follow = (QPersistentModelIndex(above), row)
        return True

    @override
    def rowsInserted(
        self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int
    ) -> None:
        super().rowsInserted(parent, start, end)
        if self._follow is None:
            return
        above, row = self._follow
        if row == start and above == parent:
            self._follow = None
            current = self.currentIndex()
            if current.parent() == parent and current.row() == end + 1:
                self.setCurrentIndex(self.model().index(start, 0, parent))

    def _on_scrolled(self) -> None:
        for index in self.visible_indexes():
            if isinstance(self._rows_model.node_at(index), TailNode):
                self._rows_model.want_more(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.ignore()
            else:
                self.activate(self.currentIndex())
        elif event.key() in _LEFT_TO_OTHERS:
            event.ignore()  # acts of the window, not letters of a name
        elif event.key() in _ARROWS and self._is_on_a_row_not_chosen(event):
            self.go_to(self.currentIndex().siblingAtColumn(0))
        else:
            super().keyPressEvent(event)
            if event.key() in _JUMPS and self._is_on_a_row_not_chosen(event):
                self.go_to(self.currentIndex().siblingAtColumn(0))

    def _is_on_a_row_not_chosen(self, event: QKeyEvent) -> bool:
        """The rows changed under it: an arrow that only went on would never choose this one."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return (
            is_plain and self.currentIndex().isValid() and not self.selectionModel().hasSelection()
        )

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        current = self.currentIndex()
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if by_key and current.isValid() and not self.selectionModel().hasSelection():
            self.go_to(current.siblingAtColumn(0))  # a frame alone does not say what is meant

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() is not Qt.MouseButton.LeftButton or not is_plain:
            return
        if index.isValid() and not self._ask_for_more(index.siblingAtColumn(0)):
            self.row_clicked(index)

    def row_clicked(self, index: QModelIndex) -> None:
        """A plain click on a row that is a thing; for lists in which a cell does something."""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_on_row = index.isValid() and self.visualRect(index).contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and is_on_row:
            self.activate(index)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(menu_place(self, event))
        event.accept()

    # Drawing

    @override
    def drawBranches(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        own = self.own_rect(rect, index)
        draw_branch(self, painter, own, index=index, has_focus=self.hasFocus())

    @override
    def drawRow(
        self,
        painter: QPainter,
        options: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().drawRow(painter, options, index)
        if isinstance(self._rows_model.node_at(index), (TailNode, FailedNode)):
            self._draw_over_all_columns(painter, options, index)
        current = self.currentIndex().siblingAtColumn(0)
        is_alone = self.hasFocus() and current == index
        if is_alone and not self.selectionModel().isSelected(current):  # Ctrl+arrows did that
            painter.save()
            painter.setPen(theme.current().color("accent"))
            row = self.own_rect(options.rect, index)
            painter.drawRect(row.adjusted(0, 0, -1, -1))
            painter.restore()

    def _draw_over_all_columns(
        self,
        painter: QPainter,
        options: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        whole = QStyleOptionViewItem(options)
        whole.rect = self.visualRect(index)
        whole.rect.setRight(options.rect.right())
        if self.selectionModel().isSelected(index):
            whole.state |= QStyle.StateFlag.State_Selected
        self.itemDelegate().paint(painter, whole, index)
