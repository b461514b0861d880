"""The values of the History tab: its table's heads, rows and cells, and the entries of its log."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.domain.event_history import HistoryStep
from core.domain.rows import SnapshotRow
from gui import texts
from gui.models.content_nodes import Sign

translate = QCoreApplication.translate

NOW = "now"

StepKey = int | str  # the id of a snapshot, or NOW


@dataclass(frozen=True, slots=True)
class HistoryHead:
    """Over one column: a snapshot, or the plan now."""

    key: StepKey
    title: str  # "Snapshot 3"
    short: str  # "3"
    day: str  # "21 Nov"
    spoken: str
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class HistoryCell:
    """`says` is the whole of it in words: "60 boxes, +10, was 50"."""

    text: str = ""
    says: str = ""
    colour: str = "muted"
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line through all steps, or what else changed; `cells` stand as the heads do."""

    key: Hashable
    name: str
    cells: tuple[HistoryCell, ...]
    icon: str
    icon_colour: str = "accent"
    is_line: bool = True


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A step, or a number that is missing, in words; `title` is empty for the latter."""

    key: Hashable
    words: str
    icon: str
    title: str = ""
    day: str = ""
    reason: str = ""
    colour: str = "good"  # of the icon
    words_colour: str = "muted"
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRows:
    """All of the tab; the log stands newest first."""

    heads: tuple[HistoryHead, ...] = ()
    rows: tuple[HistoryRow, ...] = ()
    log: tuple[LogEntry, ...] = ()
    missing_text: str = ""  # where no snapshot is left


def step_title(row: SnapshotRow) -> str:
    if row.version is None:  # its seal has lost the number
        return translate("History", "Snapshot")
    return translate("History", "Snapshot {number}").format(number=row.version)


def step_reason(step: HistoryStep) -> str:
    """Hers; the summary of what changed stands below it anyway."""
    notes = (step.snapshot.notes if step.snapshot is not None else None) or ""
    first = notes.strip().partition("\n")[0]
    if not first and step.snapshot is not None and step.snapshot.version == 1:
        return translate("History", "First plan")
    return texts.one_line(first)
