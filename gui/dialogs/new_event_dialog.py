"""Asks for the name and, if it is known yet, the date of a new event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gui.dialogs.form_dialog import FormDialog
from gui.widgets.date_field import DateField
from gui.widgets.form_field import NameField


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """A name and a date; None: not known yet."""

    name: str
    event_date: date | None


class NewEventDialog(FormDialog):
    """`answer()` is an EventAnswer."""

    def __init__(
        self,
        today: date,
        parent: QWidget | None = None,
        *,
        name: str = "",
        typed: EventAnswer | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("NewEventDialog", "New event"),
            translate("NewEventDialog", "Make the event"),
            parent,
        )
        self.setObjectName("new_event_dialog")
        shown = typed or EventAnswer(name, None)
        self.name_field = NameField("name", self.tr("What do you bake for?"), shown.name)
        self.name_field.edit.setPlaceholderText(self.tr("for example Christmas market"))
        self.date_field = DateField(
            "date", self.tr("Date (may come later)"), shown.event_date, today=today
        )
        self.add_field(self.name_field)
        self.add_field(self.date_field)
        self.name_field.edit.setFocus()

    def answer(self) -> EventAnswer:
        return EventAnswer(self.name_field.name(), self.date_field.day())
