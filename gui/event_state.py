"""How an event's plan stands, in words: for the state button of its page and for the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from core.domain.comparison import PlanChanges, summary_text
from core.domain.rows import EventRow
from gui import texts

translate = QCoreApplication.translate

_LONGEST_SUMMARY = 600


@dataclass(frozen=True, slots=True)
class EventState:
    """Text, icon, colour role and tooltip; an empty text: nothing is known yet."""

    text: str
    icon: str = "draft"
    role: str = "muted"
    tip: str = ""


def is_past(row: EventRow, today: date) -> bool:
    """Its day is over; it is then never compared with what the catalog is today.

    An event without a date is always still to come.
    """
    return row.event_date is not None and row.event_date < today


def event_state(
    row: EventRow,
    line_count: int,
    changes: PlanChanges | str | None,
    *,
    today: date,
    is_short: bool = False,
) -> EventState:
    """`changes` may be the sentence that says why they could not be read.

    `is_short` for the list, where the column of snapshots stands below.
    """
    version = row.latest_version
    if version is None:
        if is_past(row, today):
            return EventState(translate("EventState", "Never finalized"))
        if line_count:
            return EventState(translate("EventState", "Not finalized yet"))
        return EventState(translate("EventState", "Nothing planned yet"))
    finalized = translate("EventState", "Finalized as {version}").format(version=version)
    if is_past(row, today):
        return EventState(finalized, "good")
    if changes is None:
        return EventState("")
    if isinstance(changes, str):
        return EventState(
            translate("EventState", "Could not be read. Retry"), "bad", "bad", changes
        )
    if changes.is_unknown:
        tip = translate(
            "EventState", "Snapshot {version} is damaged, so what changed since is not known."
        ).format(version=version)
        return EventState(finalized, "bad", "bad", tip)
    if not changes.count:
        return EventState(finalized, "good", "good")
    text = (
        translate("EventState", "{changes} since {version}")
        if is_short
        else translate("EventState", "{changes} since snapshot {version}")
    ).format(changes=texts.changes_text(changes.count), version=changes.since_version)
    return EventState(text, "changed", "caution", summary_text(changes, longest=_LONGEST_SUMMARY))
