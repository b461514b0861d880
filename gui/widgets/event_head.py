"""The head of an event's page: name, date, notes and state, each edited in place."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from core.domain.rows import EventRow
from gui import texts
from gui.event_state import EventState, is_past
from gui.texts import plain_tooltip
from gui.widgets.compare_button import CompareButton
from gui.widgets.date_field import typed_date_text
from gui.widgets.editable_label import EditableLabel
from gui.widgets.icon_label import set_button_icon
from gui.widgets.page_head import PageHead
from gui.widgets.plain_label import set_look
from gui.widgets.read_only import set_usable
from gui.widgets.text_check import clean_name, name_problem, note_problem

NOTE_LINES = 3


class EventHead(PageHead):
    """Its wishes are facts for core to decide; what it shows changes only by `show_row`."""

    rename_wanted = Signal(str)
    date_wanted = Signal(object)  # date | None
    notes_wanted = Signal(str)
    state_clicked = Signal()
    compare_wanted = Signal()
    finalize_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__("event", "accent", parent)
        self._today = today
        self._event_id: int | None = None
        self._is_read_only = False
        self._state = EventState("")
        self.name = EditableLabel(
            "event_name", accessible_name=self.tr("Name"), problem=name_problem, look="title"
        )
        self.name.edited.connect(self._on_name)
        self.date = EditableLabel(
            "event_date", accessible_name=self.tr("Date"), problem=self._date_problem
        )
        self.date.set_placeholder(self.tr("Add a date"))
        self.date.edited.connect(self._on_date)
        self.notes = EditableLabel(
            "event_notes",
            accessible_name=self.tr("Note"),
            problem=note_problem,
            max_lines=NOTE_LINES,
        )
        self.notes.set_placeholder(self.tr("Add a note"))
        self.notes.edited.connect(self._on_notes)
        self.state_button = QPushButton()
        self.state_button.setObjectName("state")
        self.state_button.clicked.connect(self.state_clicked)
        self.title_row.addWidget(self.name)
        tip = self.tr("Compare the plan with its latest snapshot (F7)")
        self.compare_button = CompareButton(self.tr("Compare"), tip)
        self.compare_button.clicked.connect(self.compare_wanted)
        self.buttons.addWidget(self.compare_button)
        self.finalize_button = self.add_button(self.tr("Finalize…"), "finalize")
        self.finalize_button.clicked.connect(self.finalize_wanted)
        self.add_line(self.date, self.state_button)
        self.add_line(self.notes)
        self.set_state(self._state)

    def show_row(self, row: EventRow, today: date) -> None:
        """A field that she is typing in keeps her text, unless it is another event's."""
        self._today = today
        if row.id != self._event_id:
            self._event_id = row.id
            for field in self.fields():
                field.cancel()
        past = is_past(row, today)
        self.set_icon("event_done" if past else "event", "muted" if past else "accent")
        self.name.set_value(row.name)
        self.compare_button.setVisible(row.latest_version is not None)
        self.compare_button.choices.show_snapshot(row.latest_version, has_plan=True)
        if row.event_date is not None:
            shown = texts.event_date_text(row.event_date, today)
            days = texts.days_text(row.event_date, today)
            short = f"{texts.short_date_text(row.event_date)}, {days}"
            self.date.set_value(typed_date_text(row.event_date), shown, role="muted", short=short)
        elif row.year is not None:
            shown = self.tr("{year}, day not known yet").format(year=row.year)
            self.date.set_value("", shown, role="muted")
        else:
            self.date.set_value("")
        self.notes.set_value(row.notes or "", role="muted")

    def set_state(self, state: EventState) -> None:
        """An empty text hides the button: nothing is said before it is known."""
        self._state = state
        self.state_button.setText(state.text)
        self.state_button.setToolTip(plain_tooltip(state.tip) if state.tip else "")
        self.state_button.setAccessibleDescription(state.tip)
        self.state_button.setVisible(bool(state.text))
        set_look(self.state_button, state.role)
        self._draw_state_icon()

    def set_can_finalize(self, can_finalize: bool) -> None:
        """The accent is for the next step: before a line stands, that is the add field."""
        self.finalize_button.setProperty("accent", can_finalize and not self._is_read_only)
        set_look(self.finalize_button, "")

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        for field in self.fields():
            field.set_read_only(is_read_only)
        set_usable(self.finalize_button, is_read_only=is_read_only)

    def fields(self) -> tuple[EditableLabel, ...]:
        return (self.name, self.date, self.notes)

    def commit_edits(self) -> bool:
        """Takes what is half typed; False when a field stays open with a sentence."""
        taken = [field.commit() for field in self.fields()]  # each is asked, not only the first
        return all(taken)

    def _date_problem(self, text: str) -> str:
        if not text.strip() or texts.parse_typed_date(text, self._today) is not None:
            return ""
        return self.tr("This is not understood as a date. Try 12 dec, or 2026-12-12.")

    def _on_name(self, text: str) -> None:
        self.rename_wanted.emit(clean_name(text))

    def _on_date(self, text: str) -> None:
        typed = text.strip()
        self.date_wanted.emit(texts.parse_typed_date(typed, self._today) if typed else None)

    def _on_notes(self, text: str) -> None:
        self.notes_wanted.emit(text.strip())

    def _draw_state_icon(self) -> None:
        set_button_icon(self.state_button, self._state.icon, self._state.role)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "state_button"):
            self._draw_state_icon()
            self.dress()
