"""Draws the cells of the history: a bar along the chosen column, a frame round the cell she is on."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from gui import theme
from gui.delegates.contents_delegate import ContentsDelegate
from gui.delegates.list_delegate import BAR_WIDTH
from gui.models.node_tree_model import Index


class HistoryDelegate(ContentsDelegate):
    """Nothing is typed here."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        has_focus = option.widget.hasFocus()
        colours = theme.current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            bar = QRect(option.rect.left(), option.rect.top(), BAR_WIDTH, option.rect.height())
            bar = QStyle.visualRect(option.direction, option.rect, bar)
            painter.fillRect(bar, colours.color("accent" if has_focus else "field"))
        if option.state & QStyle.StateFlag.State_HasFocus and has_focus:
            painter.setPen(QPen(colours.color("accent"), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()
