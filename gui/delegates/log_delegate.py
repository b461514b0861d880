"""Draws the log of the history: number and day beside her reason and what changed, wrapped."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from gui import theme
from gui.delegates.list_delegate import BAR_WIDTH, row_fill
from gui.icons import icon
from gui.models.history_model import LogModel
from gui.models.history_values import LogEntry
from gui.models.node_tree_model import Index

LEAST_WORDS = 34  # characters that what changed needs beside the day, else it goes below


@dataclass(slots=True)
class _Places:
    """Where the parts of an entry stand, from its upper left corner; `height` of all."""

    icon: QRect
    title: QRect
    day: QRect
    reason: QRect
    words: QRect
    height: int


class LogDelegate(QStyledItemDelegate):
    """`title_width` and `day_width` are the widest of all entries, so that they stand in columns."""

    title_width = 0
    day_width = 0

    def measure(self, model: LogModel, font: QFont) -> None:
        bold, plain = QFontMetrics(_bold(font)), QFontMetrics(font)
        titles = [bold.horizontalAdvance(entry.title) for entry in model.entries]
        days = [plain.horizontalAdvance(entry.day) for entry in model.entries]
        self.title_width = max(titles, default=0) + theme.SPACE_L
        self.day_width = max(days, default=0) + theme.SPACE_L

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        assert isinstance(view, QAbstractItemView)
        width = view.viewport().width()
        entry = index.data(LogModel.ENTRY)
        return QSize(0, self._arrange(entry, option.font, width).height)

    def _arrange(self, entry: LogEntry, font: QFont, width: int) -> _Places:
        plain = QFontMetrics(font)
        line, top = plain.height(), theme.ROW_EXTRA // 2
        left = theme.SPACE_S + line + theme.SPACE_S
        right = width - theme.SPACE_M
        title = QRect(left, top, self.title_width, line)
        day = QRect(left + self.title_width, top, self.day_width, line)
        text_left, text_top = left, top
        if entry.title:
            beside = day.right() + 1
            if right - beside >= plain.averageCharWidth() * LEAST_WORDS:
                text_left = beside
            else:
                text_top += line + theme.SPACE_XS
        else:
            title = day = QRect()
        room = QRect(text_left, text_top, max(right - text_left, 1), 0)
        reason = _place(entry.reason, _bold(font), room)
        if entry.reason:
            room.moveTop(reason.bottom() + 1 + theme.SPACE_XS)
        words = _place(entry.words, font, room)
        bottom = max(each.bottom() for each in (title, day, reason, words))
        mark = QRect(theme.SPACE_S, top, line, line)
        return _Places(mark, title, day, reason, words, bottom + 1 + theme.ROW_EXTRA // 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: LogEntry = index.data(LogModel.ENTRY)
        colours, whole = theme.current(), option.rect
        has_focus = option.widget.hasFocus()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        place = self._arrange(entry, option.font, whole.width())

        def at(part: QRect) -> QRect:
            moved = part.translated(whole.topLeft())
            return QStyle.visualRect(option.direction, whole, moved)

        painter.save()
        painter.fillRect(whole, colours.color(row_fill(option.state, has_focus=has_focus)))
        if is_chosen:
            bar = QRect(0, 0, BAR_WIDTH, whole.height())
            painter.fillRect(at(bar), colours.color("accent" if has_focus else "field"))
        elif option.state & QStyle.StateFlag.State_HasFocus and has_focus:
            painter.setPen(QPen(colours.color("accent"), 1))
            painter.drawRect(whole.adjusted(0, 0, -1, -1))
        icon(entry.icon, entry.colour).paint(painter, at(place.icon))
        # Left is the right one where all is mirrored.
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        flags |= Qt.TextFlag.TextSingleLine
        painter.setFont(_bold(option.font))
        painter.setPen(colours.color("text"))
        painter.drawText(at(place.title), flags, entry.title)
        _draw(painter, entry.reason, at(place.reason))
        painter.setFont(option.font)
        painter.setPen(colours.color("muted"))
        painter.drawText(at(place.day), flags, entry.day)
        painter.setPen(colours.color(entry.words_colour))
        _draw(painter, entry.words, at(place.words))
        painter.restore()


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(theme.SEMIBOLD)
    return made


def _wrapped(text: str, font: QFont, width: int) -> QTextLayout:
    """Broken between words, or within one that is longer than a line."""
    is_mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # as its words are read
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    below = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, below))
        below += line.height()
    layout.endLayout()
    return layout


def _place(text: str, font: QFont, room: QRect) -> QRect:
    """The room from its upper edge on, as high as the text is in it."""
    if not text:
        return QRect()
    height = ceil(_wrapped(text, font, room.width()).boundingRect().height())
    return QRect(room.left(), room.top(), room.width(), height)


def _draw(painter: QPainter, text: str, place: QRect) -> None:
    if text:
        layout = _wrapped(text, painter.font(), place.width())
        layout.draw(painter, QPointF(place.topLeft()))
