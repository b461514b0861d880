"""What the state button of an event's page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from core.domain.comparison import PlanChanges, summary_text
from core.domain.rows import EventRow
from gui import texts


@dataclass(frozen=True, slots=True)
class EventState:
    """The button's text, icon, colour role and tooltip; an empty text: nothing is known yet."""

    text: str
    icon: str = "draft"
    role: str = "muted"
    tip: str = ""


def is_past(row: EventRow, today: date) -> bool:
    """Its day is over; it is then never compared with what the catalog is today."""
    return row.event_date is not None and row.event_date < today


class EventStateWords(QObject):
    """A QObject only so that its texts can be translated."""

    def state(
        self, row: EventRow, line_count: int, changes: PlanChanges | str | None, *, today: date
    ) -> EventState:
        """`changes` may be the sentence that says why they could not be read."""
        version = row.latest_version
        if is_past(row, today):
            if version is None:
                return EventState(self.tr("Never finalized"), "draft")
            return EventState(self.tr("Finalized as {version}").format(version=version), "good")
        if version is None:
            if line_count:
                return EventState(self.tr("Not finalized yet"))
            return EventState(self.tr("Nothing planned yet"))
        if changes is None:
            return EventState("")
        if isinstance(changes, str):
            return EventState(self.tr("Could not be read. Retry"), "bad", "bad", changes)
        if not changes.count:
            return EventState(
                self.tr("Finalized as {version}").format(version=version), "good", "good"
            )
        return EventState(
            self.tr("{changes} since snapshot {version}").format(
                changes=texts.changes_text(changes.count), version=version
            ),
            "changed",
            "caution",
            summary_text(changes, longest=400),
        )
