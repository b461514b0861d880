"""The words for coming plans that are not as they were finalized."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from core.domain.changed_plans import ChangedPlan, LeftOutPlan, LeftOutReason
from gui import texts
from gui.words import name_text

MOST_NAMES = 6


class ChangedPlansWords(QObject):
    """A QObject only so that its texts can be translated."""

    def verb(self, count: int) -> str:
        """`Finalize 2 plans`; without a number where none is ticked."""
        if count == 0:
            return self.tr("Finalize")
        return self.tr("Finalize {plans}").format(plans=texts.plans_text(count))

    def day(self, day: date | None, today: date) -> str:
        """`12 Dec 2026, in 19 days`: short, for it stands beside a name."""
        if day is None:
            return texts.event_date_text(None, today)
        return f"{texts.short_date_text(day)}, {texts.days_text(day, today)}"

    def changes(self, plan: ChangedPlan) -> str:
        """`2 changes since snapshot 3: Hamper 50 to 60, Sugar cookies (rolled) recipe`."""
        changes = plan.preview.changes
        return self.tr("{changes} since snapshot {version}: {which}").format(
            changes=texts.changes_text(changes.count),
            version=changes.since_version,
            which=texts.isolate(texts.one_line(plan.preview.summary)),
        )

    def left_out(self, plans: Sequence[LeftOutPlan]) -> str:
        """`Left out: Easter has no lines and Wedding could not be read.`; "" where none is."""
        said = {
            LeftOutReason.NO_LINES: self.tr("{name} has no lines"),
            LeftOutReason.DAMAGED: self.tr("the latest snapshot of {name} is damaged"),
            LeftOutReason.UNREADABLE: self.tr("{name} could not be read"),
        }
        parts = [said[plan.reason].format(name=name_text(plan.event_name)) for plan in plans]
        if not parts:
            return ""
        return self.tr("Left out: {plans}.").format(plans=texts.join_names(parts, most=MOST_NAMES))

    def nothing_changed(self, left_out: Sequence[LeftOutPlan]) -> str:
        if not left_out:
            return self.tr("Every coming plan is as it was finalized.")
        text = self.tr("Every other coming plan is as it was finalized. {left_out}")
        return text.format(left_out=self.left_out(left_out))
