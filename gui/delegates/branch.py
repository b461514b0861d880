"""Draws what stands left of a tree's first cell: the fill and bar of a chosen row, the arrow."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QTreeView

from gui import theme
from gui.delegates.list_delegate import BAR_WIDTH, row_fill
from gui.icons import icon


def draw_branch(
    view: QTreeView,
    painter: QPainter,
    rect: QRect,
    *,
    index: QModelIndex | QPersistentModelIndex,
    has_focus: bool,
) -> None:
    """`rect` is the row's own part; where all is read from the right, the bar stands there too."""
    colours = theme.current()
    is_mirrored = view.isRightToLeft()
    is_selected = view.selectionModel().isSelected(index)
    state = QStyle.StateFlag.State_Selected if is_selected else QStyle.StateFlag.State_None
    painter.fillRect(rect, colours.color(row_fill(state, has_focus=has_focus)))
    if is_selected:
        bar = QRect(rect.left(), rect.top(), BAR_WIDTH, rect.height())
        if is_mirrored:
            bar.moveRight(rect.right())
        painter.fillRect(bar, colours.color("accent" if has_focus else "field"))
    if view.model().hasChildren(index):
        size = view.fontMetrics().height()
        left = rect.left() if is_mirrored else rect.right() + 1 - view.indentation()
        left += (view.indentation() - size) // 2
        closed = "chevron_left" if is_mirrored else "chevron_right"
        name = "chevron_down" if view.isExpanded(index) else closed
        place = QRect(left, rect.center().y() - size // 2 + 1, size, size)
        icon(name, "muted").paint(painter, place)
