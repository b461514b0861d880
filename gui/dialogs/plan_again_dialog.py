"""Asks for the name and date of an event that is made from the lines of an older one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gui import texts
from gui.dialogs.form_dialog import FormDialog
from gui.dialogs.new_event_dialog import EventAnswer
from gui.widgets.date_field import DateField
from gui.widgets.form_field import NameField
from gui.words import name_text

NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class PlanAgainProposal:
    """What is proposed; `left_out` names the lines whose box, item or material is gone."""

    source: str  # "Snapshot 3 of Christmas market"
    name: str
    event_date: date | None
    line_count: int
    left_out: Sequence[str] = ()


class PlanAgainDialog(FormDialog):
    """`answer()` is an EventAnswer."""

    def __init__(
        self,
        proposal: PlanAgainProposal,
        today: date,
        parent: QWidget | None = None,
        *,
        typed: EventAnswer | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("PlanAgainDialog", "Plan again"),
            translate("PlanAgainDialog", "Make the event"),
            parent,
        )
        self.setObjectName("plan_again_dialog")
        lines = (
            self.tr("1 line") if proposal.line_count == 1 else self.tr("{count} lines")
        ).format(count=proposal.line_count)
        self.body.addWidget(
            self.make_text(
                self.tr("A new event with {lines} of {source}, notes included.").format(
                    lines=lines, source=name_text(proposal.source)
                ),
                "what",
                role="muted",
            )
        )
        shown = typed or EventAnswer(proposal.name, proposal.event_date)
        self.name_field = NameField("name", self.tr("Name"), shown.name)
        label = (
            self.tr("Date")
            if proposal.event_date is None
            else self.tr("Date, the same weekday next year")
        )
        self.date_field = DateField("date", label, shown.event_date, today=today)
        self.add_field(self.name_field)
        self.add_field(self.date_field)
        if proposal.left_out:
            names = [name_text(name) for name in proposal.left_out]
            self.add_row(
                "changed",
                self.tr("Left out, because it is no longer there: {names}.").format(
                    names=texts.join_names(names, most=NAMES_SHOWN)
                ),
                role="caution",
                name="left_out",
            )
        self.name_field.edit.setFocus()

    def answer(self) -> EventAnswer:
        return EventAnswer(self.name_field.name(), self.date_field.day())
