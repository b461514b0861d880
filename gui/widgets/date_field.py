"""The field for a day: typed in any usual way, or chosen from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QSize
from PySide6.QtWidgets import QMenu, QToolButton, QWidgetAction
from typing_extensions import override

from gui import texts
from gui.icons import icon
from gui.widgets.form_field import FormField
from gui.widgets.month_calendar import MonthCalendar
from gui.widgets.sentence_label import SentenceLabel


def typed_date_text(day: date | None) -> str:
    """A day as it stands in a field to be edited."""
    return "" if day is None else texts.undirected(texts.short_date_text(day))


class DateField(FormField):
    """Says below, while she types, which day was understood; empty is "no date yet"."""

    def __init__(self, name: str, label: str, day: date | None, *, today: date) -> None:
        super().__init__(name, label, self._date_problem, text=typed_date_text(day))
        self._today = today
        self.edit.setPlaceholderText(self.tr("for example 12 dec"))
        self.understood = SentenceLabel(role="muted")
        self.understood.setObjectName(f"{name}_understood")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.understood)
        self._calendar = MonthCalendar()
        self._calendar.setObjectName(f"{name}_calendar")
        self._calendar.clicked.connect(self._on_chosen)
        self._calendar.activated.connect(self._on_chosen)
        self._menu = QMenu(self)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self._calendar)
        self._menu.addAction(action)
        self._menu.aboutToShow.connect(self._show_day)
        self.button = QToolButton()
        self.button.setObjectName(f"{name}_choose")
        self.button.setIcon(icon("event", "muted"))
        side = self.fontMetrics().height()
        self.button.setIconSize(QSize(side, side))
        self.button.setToolTip(self.tr("Choose from a calendar"))
        self.button.setAccessibleName(self.tr("Choose the date from a calendar"))
        self.button.clicked.connect(self._open_calendar)
        self.row.addWidget(self.button)
        self.edit.textChanged.connect(self._show_understood)
        self._show_understood()

    def day(self) -> date | None:
        text = self.text().strip()
        return texts.parse_typed_date(text, self._today) if text else None

    def _date_problem(self, text: str) -> str:
        if not text.strip() or texts.parse_typed_date(text, self._today) is not None:
            return ""
        return self.tr("This is not understood as a date. Try 12 dec, or 2026-12-12.")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "button"):
            self.button.setIcon(icon("event", "muted"))

    def _show_understood(self) -> None:
        day = self.day()
        self.understood.say("" if day is None else texts.event_date_text(day, self._today))
        self.resized.emit()

    def _open_calendar(self) -> None:
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _show_day(self) -> None:
        day = self.day() or self._today
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.setFocus()

    def _on_chosen(self, chosen: QDate) -> None:
        self._menu.close()
        self.edit.setText(typed_date_text(date(chosen.year(), chosen.month(), chosen.day())))
        self.set_error("")
        self.edit.setFocus()
