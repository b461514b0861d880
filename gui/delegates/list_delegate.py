"""Draws the rows of the list: icon, text cut to its cell, and the fill of chosen rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui import theme
from gui.icons import icon
from gui.models.roles import Role
from gui.texts import directed

BAR_WIDTH = theme.SPACE_XS - 1
_ROUNDING = 2  # texts are measured in parts of pixels


def row_fill(state: QStyle.StateFlag, *, has_focus: bool) -> str:
    """The theme role behind a row."""
    if not state & QStyle.StateFlag.State_Selected:
        return "surface"
    return "soft" if has_focus else "background"


def cell_width(text: str, font: QFont, *, has_icon: bool = False, is_bold: bool = False) -> int:
    """How wide a cell must be for a text."""
    metrics = QFontMetrics(_weighted(font, is_bold=is_bold))
    icon_width = _icon_size(metrics) + theme.SPACE_S if has_icon else 0
    return metrics.horizontalAdvance(text) + icon_width + theme.SPACE_M + _ROUNDING


def elide_mode(index: QModelIndex | QPersistentModelIndex) -> Qt.TextElideMode:
    """Names differ at both ends; a sentence begins with what matters."""
    is_name = index.column() == 0
    return Qt.TextElideMode.ElideMiddle if is_name else Qt.TextElideMode.ElideRight


def today_font(font: QFont) -> QFont:
    """Of the word on the line between coming and past events."""
    made = QFont(font)
    made.setPointSizeF(theme.text_sizes().head - 1)
    return made


def today_room(font: QFont) -> int:
    """How much higher the row below that line is: between two rows the word has no room."""
    return QFontMetrics(today_font(font)).height() + theme.SPACE_XS


def below_today(rect: QRect, font: QFont, index: QModelIndex | QPersistentModelIndex) -> QRect:
    """The part of a row that is the row's own."""
    above = today_room(font) if index.data(Role.IS_TODAY_ABOVE) else 0
    return rect.adjusted(0, above, 0, 0)


class ListDelegate(QStyledItemDelegate):
    """Colours of a state stay on chosen rows: only the fill behind them changes."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        above = today_room(option.font) if index.data(Role.IS_TODAY_ABOVE) else 0
        return QSize(0, option.fontMetrics.height() + theme.ROW_EXTRA + above)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colours = theme.current()
        has_focus = option.widget.hasFocus()
        cell = below_today(option.rect, option.font, index)
        painter.save()
        painter.fillRect(cell, colours.color(row_fill(option.state, has_focus=has_focus)))
        font = _weighted(option.font, is_bold=bool(index.data(Role.IS_BOLD)))
        metrics = QFontMetrics(font)
        room = cell.adjusted(theme.SPACE_XS, 0, -theme.SPACE_S, 0)
        name = index.data(Role.ICON)
        if name:
            size = _icon_size(metrics)
            place = QRect(room.left(), room.center().y() - size // 2 + 1, size, size)
            room.setLeft(place.right() + 1 + theme.SPACE_S)
            place = QStyle.visualRect(option.direction, option.rect, place)
            icon(name, index.data(Role.ICON_COLOUR)).paint(painter, place)
        room = QStyle.visualRect(option.direction, option.rect, room)
        painter.setFont(font)
        painter.setPen(colours.color(index.data(Role.COLOUR) or "text"))
        text = metrics.elidedText(
            index.data(Qt.ItemDataRole.DisplayRole) or "", elide_mode(index), room.width()
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags | Qt.TextFlag.TextSingleLine, directed(text))
        painter.restore()


def _icon_size(metrics: QFontMetrics) -> int:
    return metrics.height()


def _weighted(font: QFont, *, is_bold: bool) -> QFont:
    made = QFont(font)
    made.setWeight(theme.SEMIBOLD if is_bold else QFont.Weight.Normal)
    return made
