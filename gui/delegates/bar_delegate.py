"""Draws the rows of a plain table: colours and icons by role, a bar at the chosen row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui.delegates.list_delegate import BAR_WIDTH
from gui.icons import icon
from gui.models.roles import Role
from gui.theme import current


class BarDelegate(QStyledItemDelegate):
    """The bar is accent in the pane with focus, else grey: the fill alone would hardly be seen.

    Colours come from roles when a cell is drawn, so that they follow the theme, and stay on a
    chosen row.
    """

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        role = index.data(Role.COLOUR)
        if role:
            colour = current().color(role)
            option.palette.setColor(QPalette.ColorRole.Text, colour)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        name = index.data(Role.ICON)
        if name:
            option.icon = icon(name, index.data(Role.ICON_COLOUR) or "accent")
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        plain = QStyleOptionViewItem(option)
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        # Fusion's own frame and shine would lie over the text.
        plain.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, plain, index)
        colours = current()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen and index.column() == 0:
            bar = QRect(0, option.rect.top(), BAR_WIDTH, option.rect.height())
            if option.widget.isRightToLeft():
                bar.moveRight(option.rect.right())
            painter.fillRect(bar, colours.color("accent" if option.widget.hasFocus() else "field"))
        if is_current and not is_chosen and option.widget.hasFocus():  # Ctrl+arrows did that
            painter.save()
            painter.setPen(colours.color("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()
