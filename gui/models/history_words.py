"""The log of the History tab: each snapshot in words, and each number that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from core.domain.comparison import summary_text
from core.domain.event_history import EventHistory, HistoryStep, MissingNumbers
from core.domain.rows import SnapshotRow
from gui import texts
from gui.models.history_values import NOW, LogEntry, step_reason, step_title

translate = QCoreApplication.translate

LONGEST_WORDS = 600
MOST_LINES_NAMED = 20


def log_entries(history: EventHistory, today: date) -> tuple[LogEntry, ...]:
    """Newest first; what is missing stands where its numbers do."""
    placed: list[tuple[float, LogEntry]] = []
    for step in history.steps:
        row = step.snapshot
        number = float("inf") if row is None else float(row.version or 0)
        placed.append((number, _entry(step, history, today)))
    placed += [(gap.first, _missing_entry(gap)) for gap in history.missing]
    return tuple(entry for _, entry in sorted(placed, key=lambda each: -each[0]))


def _entry(step: HistoryStep, history: EventHistory, today: date) -> LogEntry:
    row, words = step.snapshot, _words(step, history)
    if row is None:
        is_other = bool(step.changes.count)
        reason = translate("History", "Not finalized yet") if is_other else ""
        icon, colour = ("draft", "caution") if is_other else ("good", "good")
        if step.problem:
            icon = colour = "bad"
        title = translate("History", "Now")
        spoken = _sentence([title, reason], words)
        return LogEntry(NOW, words, icon, title, reason=reason, colour=colour, spoken=spoken)
    icon, colour = ("bad", "bad") if step.is_damaged else ("snapshot", "good")
    return LogEntry(
        row.id,
        words,
        icon,
        step_title(row),
        _day(row, today),
        step_reason(step),
        colour,
        "bad" if step.is_damaged else "muted",
        _sentence([step_title(row), texts.moment_text(row.created_at), step_reason(step)], words),
    )


def _sentence(parts: Sequence[str], words: str) -> str:
    return ". ".join([", ".join(part for part in parts if part), words])


def _day(row: SnapshotRow, today: date) -> str:
    weekday = row.created_at.astimezone().isoweekday()
    return texts.directed(
        translate("History", "{weekday} {day}").format(
            weekday=QLocale().dayName(weekday, QLocale.FormatType.ShortFormat),
            day=texts.when_text(row.created_at, today),
        )
    )


def _words(step: HistoryStep, history: EventHistory) -> str:
    if step.problem:
        return step.problem
    said, row = [], step.snapshot
    if step.is_damaged and row is not None:
        said.append(
            translate("History", "{snapshot} does not match what was finalized.").format(
                snapshot=step_title(row)
            )
        )
    if not step.is_readable:
        said.append(translate("History", "What was planned cannot be read any more."))
    elif step.is_first:
        said.append(_first_words(history))
    else:
        said.append(_change_words(step))
    return " ".join(part for part in said if part)


def _change_words(step: HistoryStep) -> str:
    changes, row = step.changes, step.snapshot
    since = "" if changes.since_version is None else str(changes.since_version)
    if changes.is_unknown:
        if not since or step.is_damaged:
            return translate("History", "What changed is not known.")
        return translate(
            "History", "What changed is not known, because snapshot {number} is damaged."
        ).format(number=since)
    if not changes.count:
        return translate("History", "Nothing changed since snapshot {number}.").format(number=since)
    words = f"{summary_text(changes, longest=LONGEST_WORDS)}."
    is_next = row is None or row.version is None or row.version - 1 == changes.since_version
    if is_next or not since:
        return words
    return translate("History", "Since snapshot {number}: {changes}").format(
        number=since, changes=words
    )


def _first_words(history: EventHistory) -> str:
    """`3 lines: 40 Holiday hamper, 40 Cookie sampler, 16 Lemon bliss cake.`"""
    planned = [line.steps[0] for line in history.lines]
    named = [
        f"{texts.left_to_right(texts.amount_text(line.quantity))} {texts.isolate(texts.one_line(line.name))}"
        for line in planned
        if line is not None
    ]
    more = len(named) - MOST_LINES_NAMED
    if more > 0:
        named[MOST_LINES_NAMED:] = [
            translate("History", "and {count} more").format(count=texts.count_text(more))
        ]
    count = texts.lines_text(sum(line is not None for line in planned))
    if not named:
        return f"{count}."
    return translate("History", "{count}: {lines}.").format(count=count, lines=", ".join(named))


def _missing_entry(gap: MissingNumbers) -> LogEntry:
    text = missing_text(gap)
    icon = "trash" if gap.is_in_trash else "close"
    return LogEntry(("missing", gap.first), text, icon, colour="muted", spoken=text)


def missing_text(gap: MissingNumbers) -> str:
    if gap.first == gap.last:
        if gap.is_in_trash:
            text = translate("History", "Snapshot {number} is in the trash.")
        else:
            text = translate("History", "Snapshot {number} was deleted.")
        return text.format(number=gap.first)
    if gap.last == gap.first + 1:
        if gap.is_in_trash:
            text = translate("History", "Snapshots {first} and {last} are in the trash.")
        else:
            text = translate("History", "Snapshots {first} and {last} were deleted.")
        return text.format(first=gap.first, last=gap.last)
    if gap.is_in_trash:
        text = translate("History", "Snapshots {first} to {last} are in the trash.")
    else:
        text = translate("History", "Snapshots {first} to {last} were deleted.")
    return text.format(first=gap.first, last=gap.last)
