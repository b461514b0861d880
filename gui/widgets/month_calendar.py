"""A month to choose a day from, in the colours and sizes of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextCharFormat
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
        plain, weekend = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.current().color("text"))
        weekend.setForeground(theme.current().color("muted"))
        for day in Qt.DayOfWeek:
            is_weekend = day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
            self.setWeekdayTextFormat(day, weekend if is_weekend else plain)
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
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._take_look()
