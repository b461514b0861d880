"""A month to choose a day from, in the colours and sizes of the theme."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget
from typing_extensions import override

from gui import theme
from gui.icons import icon

_DAYS, _WEEKS = 7, 6
_ARROWS = {"qt_calendar_prevmonth": "back", "qt_calendar_nextmonth": "forward"}


class MonthCalendar(QCalendarWidget):
    """Qt's own cuts the names of days, and draws black arrows and red Sundays on dark ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self._take_look()

    def _take_look(self) -> None:
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.current().color("text"))
        head.setForeground(theme.current().color("muted"))
        self.setHeaderTextFormat(head)
        for day in Qt.DayOfWeek:
            self.setWeekdayTextFormat(day, plain)
        for name, arrow in _ARROWS.items():
            button = self.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(arrow, "muted"))
        metrics = self.fontMetrics()
        names = [
            self.locale().dayName(day, self.locale().FormatType.ShortFormat) for day in range(1, 8)
        ]
        widest = max(metrics.horizontalAdvance(name) for name in names)
        row = metrics.height() + theme.SPACE_M
        self.setMinimumSize(_DAYS * (widest + theme.SPACE_L), (_WEEKS + 2) * row + theme.SPACE_L)

    @override
    def paintCell(self, painter: QPainter, rect: QRect, date: QDate | dt.date) -> None:
        colours = theme.current()
        day = QDate(date.year, date.month, date.day) if isinstance(date, dt.date) else date
        is_chosen = day == self.selectedDate()
        is_of_month = day.month() == self.monthShown() and day.year() == self.yearShown()
        cell = QRect(rect).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(rect, colours.color("surface"))
        if is_chosen:
            painter.setBrush(colours.color("accent"))
            painter.drawRoundedRect(cell, theme.SPACE_XS, theme.SPACE_XS)
        elif day == QDate.currentDate():
            painter.setPen(QPen(colours.color("accent"), 2))
            painter.drawRoundedRect(cell, theme.SPACE_XS, theme.SPACE_XS)
        role = "text" if is_of_month else "muted"
        painter.setPen(colours.color("on_accent" if is_chosen else role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day()))
        painter.restore()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._take_look()
