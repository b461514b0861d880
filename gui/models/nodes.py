"""The rows of the list: events, their snapshots, and what stands without event."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt

from core.domain.comparison import PlanChanges
from core.domain.keys import Key, ThingKind
from core.domain.rows import EventRow, SnapshotRow
from gui.event_state import event_state, is_past
from gui.models.lazy_nodes import LEAF_FLAGS, Node
from gui.models.tickets import ListBranch
from gui.texts import (
    date_text,
    event_date_text,
    moment_text,
    one_line,
    plain_tooltip,
    short_date_text,
    snapshots_text,
    when_text,
)

translate = QCoreApplication.translate


class Column(IntEnum):
    """The columns of the list."""

    EVENT = 0
    WHAT_CHANGED = 1
    WHEN = 2


@dataclass(slots=True)
class ListContext:
    """What the texts of rows depend on besides their own row; one for the whole list."""

    today: date
    query: str = ""
    is_narrow: bool = False
    states: dict[int, PlanChanges] = field(default_factory=dict)  # by event id
    failures: dict[int, str] = field(default_factory=dict)  # why a state is not known
    mismatched: set[int] = field(default_factory=set)  # ids of snapshots


class Saying(NamedTuple):
    """What the middle column says: words, an icon, and the theme role of both."""

    text: str
    icon: str = ""
    colour: str = "text"
    tool_tip: str = ""


class RootNode(Node):
    """Above all rows; knows what the others need to know."""

    __slots__ = ("context",)

    def __init__(self, context: ListContext) -> None:
        super().__init__()
        self.context = context

    def branch(self) -> ListBranch:
        return ListBranch("events", None, self.context.query)

    def may_have_children(self) -> bool:
        return True


class _ListNode(Node):
    """A row of the list that is a thing, or stands for some."""

    __slots__ = ()

    def saying(self) -> Saying:
        """What the middle column says."""
        raise NotImplementedError

    def name(self) -> str:
        raise NotImplementedError

    def when(self) -> str:
        return ""

    def when_in_full(self) -> str:
        return ""

    def sentence(self) -> str:
        """The row for a screen reader."""
        raise NotImplementedError

    def name_icon(self) -> tuple[str, str]:
        """The icon of the first column and its colour."""
        raise NotImplementedError

    def text(self, column: int) -> str:
        if column == Column.EVENT:
            return self.name()
        return self.saying().text if column == Column.WHAT_CHANGED else self.when()

    def tool_tip(self, column: int) -> str:
        text = self.when_in_full()
        if column == Column.EVENT:
            text = self.name()
        elif column == Column.WHAT_CHANGED:
            saying = self.saying()
            text = saying.tool_tip or saying.text
        return plain_tooltip(text) if text else ""

    def spoken(self, column: int) -> str:
        return self.sentence() if column == Column.EVENT else self.text(column)

    def icon(self, column: int) -> str:
        if column == Column.EVENT:
            return self.name_icon()[0]
        return self.saying().icon if column == Column.WHAT_CHANGED else ""

    def icon_colour(self, column: int) -> str:
        return self.name_icon()[1] if column == Column.EVENT else self.colour(column)

    def colour(self, column: int) -> str:
        if column == Column.EVENT:
            return "text"
        return self.saying().colour if column == Column.WHAT_CHANGED else "muted"


class EventNode(_ListNode):
    """An event; its children are its snapshots."""

    __slots__ = ("row",)
    parent: RootNode

    def __init__(self, row: EventRow) -> None:
        super().__init__()
        self.row = row

    @property
    def identity(self) -> Hashable:
        return self.key()

    def key(self) -> Key:
        return Key(ThingKind.EVENT, self.row.id)

    def branch(self) -> ListBranch:
        return ListBranch("event", self.row.id, self.parent.context.query)

    def may_have_children(self) -> bool:
        return self.row.snapshot_count > 0

    def sort_key(self) -> tuple[Any, ...]:
        day = self.row.event_date
        return (0, 0, -self.row.id) if day is None else (1, -day.toordinal(), -self.row.id)

    def update_from(self, newer: EventNode) -> None:
        self.row = newer.row

    def is_past(self) -> bool:
        return is_past(self.row, self.parent.context.today)

    def is_today_above(self) -> bool:
        """The first past event below one that is to come."""
        if self.position == 0 or not self.is_past():
            return False
        above = self.parent.children[self.position - 1]
        return isinstance(above, EventNode) and not above.is_past()

    def lacks_state(self) -> bool:
        """Only comparing can tell how the plan stands to its latest snapshot."""
        context = self.parent.context
        return (
            self.row.latest_version is not None
            and not self.is_past()
            and self.row.id not in context.states
            and self.row.id not in context.failures
        )

    def name(self) -> str:
        return one_line(self.row.name)

    def name_icon(self) -> tuple[str, str]:
        if not self.is_past():
            return "event", "accent"
        return ("event" if self.row.latest_version is None else "event_done"), "muted"

    def is_bold(self, column: int) -> bool:
        return column == Column.EVENT

    def when(self) -> str:
        if self.row.event_date is not None:
            return short_date_text(self.row.event_date)
        return "" if self.row.year is None else str(self.row.year)

    def when_in_full(self) -> str:
        if self.row.event_date is None and self.row.year is not None:
            return str(self.row.year)
        return event_date_text(self.row.event_date, self.parent.context.today)

    def saying(self) -> Saying:
        if self.parent.context.query and self.row.hit:
            return Saying(one_line(self.row.hit))
        context = self.parent.context
        changes = None
        if self.row.latest_version is not None and not self.is_past():
            failure = context.failures.get(self.row.id)
            if failure is not None:
                text = translate("PlanTree", "Could not be read. Retry")
                return Saying(text, "bad", "bad", failure)
            changes = context.states.get(self.row.id)
            if changes is not None and (changes.since_version or 0) < self.row.latest_version:
                changes = None  # known of an older snapshot only
        state = event_state(
            self.row, self.row.line_count, changes, today=context.today, is_short=True
        )
        # What is over needs no pencil: nothing is left to do there.
        has_icon = state.text and not (self.is_past() and self.row.latest_version is None)
        return Saying(state.text, state.icon if has_icon else "", state.role, state.tip)

    def sentence(self) -> str:
        parts = [self.name()]
        if self.row.event_date is not None:
            parts.append(date_text(self.row.event_date))
        elif self.row.year is not None:
            parts.append(str(self.row.year))
        parts.append(self.saying().text)
        parts.append(translate("PlanTree", "level 1"))
        return ", ".join(part for part in parts if part)


class WithoutEventNode(_ListNode):
    """Holds the snapshots whose event is gone, or never was."""

    __slots__ = ("count",)
    parent: RootNode

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    @property
    def identity(self) -> Hashable:
        return "without_event"

    def branch(self) -> ListBranch:
        return ListBranch("without_event", None, self.parent.context.query)

    def may_have_children(self) -> bool:
        return self.count > 0

    def name(self) -> str:
        return translate("PlanTree", "Without event")

    def name_icon(self) -> tuple[str, str]:
        return "without_event", "muted"

    def is_bold(self, column: int) -> bool:
        return column == Column.EVENT

    def saying(self) -> Saying:
        return Saying(snapshots_text(self.count), "", "muted")

    def sentence(self) -> str:
        text = translate("PlanTree", "{name}, {snapshots}, level 1")
        return text.format(name=self.name(), snapshots=snapshots_text(self.count))


class SnapshotNode(_ListNode):
    """A snapshot, below its event or below "Without event"."""

    __slots__ = ("row",)
    parent: EventNode | WithoutEventNode

    def __init__(self, row: SnapshotRow) -> None:
        super().__init__()
        self.row = row

    @property
    def context(self) -> ListContext:
        return self.parent.parent.context

    @property
    def identity(self) -> Hashable:
        return self.key()

    def key(self) -> Key:
        return Key(ThingKind.SNAPSHOT, self.row.id)

    def sort_key(self) -> tuple[Any, ...]:
        return (-self.row.created_at.timestamp(), -self.row.id)

    def update_from(self, newer: SnapshotNode) -> None:
        self.row = newer.row

    def flags(self, column: int) -> Qt.ItemFlag:
        return LEAF_FLAGS

    def name(self) -> str:
        if isinstance(self.parent, WithoutEventNode) and self.row.event_name:
            event = one_line(self.row.event_name)
            if self.row.version is None:
                return translate("PlanTree", "{event}, snapshot").format(event=event)
            text = translate("PlanTree", "{event}, snapshot {version}")
            return text.format(event=event, version=self.row.version)
        if self.row.version is None:
            return translate("PlanTree", "Snapshot")
        return translate("PlanTree", "Snapshot {version}").format(version=self.row.version)

    def name_icon(self) -> tuple[str, str]:
        if self.row.id in self.context.mismatched:
            return "bad", "bad"
        return ("snapshot", "good") if self.row.is_sealed else ("snapshot_open", "caution")

    def when(self) -> str:
        context = self.context
        return when_text(self.row.created_at, context.today, with_time=not context.is_narrow)

    def when_in_full(self) -> str:
        return moment_text(self.row.created_at)

    def saying(self) -> Saying:
        if self.row.id in self.context.mismatched:
            text = translate("PlanTree", "Does not match what was finalized")
            return Saying(text, "", "bad")
        if self.context.query and self.row.hit:
            return Saying(one_line(self.row.hit))
        if not self.row.is_sealed:
            return Saying(translate("PlanTree", "Open, not finalized"), "", "caution")
        if self.row.reason:
            return Saying(one_line(self.row.reason), tool_tip=(self.row.notes or "").strip())
        return Saying(translate("PlanTree", "First plan"))

    def sentence(self) -> str:
        if self.row.is_sealed:
            text = translate("PlanTree", "finalized {when}")
        else:
            text = translate("PlanTree", "made {when}")
        when = text.format(when=moment_text(self.row.created_at))
        parts = [self.name(), when, self.saying().text, translate("PlanTree", "level 2")]
        return ", ".join(part for part in parts if part)
