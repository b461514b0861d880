"""Marks the chosen row of a plain table: an accent bar in the pane with focus, else a grey one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui.delegates.list_delegate import BAR_WIDTH
from gui.theme import current


class BarDelegate(QStyledItemDelegate):
    """Everything else is drawn as the style does; the fill alone would hardly be seen."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:
            role = "accent" if option.widget.hasFocus() else "field"
            bar = QRect(0, option.rect.top(), BAR_WIDTH, option.rect.height())
            painter.fillRect(bar, current().color(role))
