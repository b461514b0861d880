"""What the History tab shows of an event's history, made at once on a lane; its table's rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from core.domain.comparison import PlannedLine
from core.domain.event_history import COUNTED, EventHistory, HistoryLine, HistoryStep
from gui import texts
from gui.kinds import kind_icon
from gui.models.history_values import (
    NOW,
    HistoryCell,
    HistoryHead,
    HistoryRow,
    HistoryRows,
    step_reason,
    step_title,
)
from gui.models.history_words import log_entries, missing_text

translate = QCoreApplication.translate

THINGS = "things"  # the key of the row of changed recipes and boxes
MOST_NAMED = 20


def history_rows(history: EventHistory, today: date) -> HistoryRows:
    missing = [missing_text(gap) for gap in history.missing]
    if not history.steps:
        return HistoryRows(missing_text=" ".join(missing))
    rows = [_line_row(line, history.steps) for line in history.lines]
    rows.append(_thing_row(history.steps))
    return HistoryRows(
        tuple(_head(step, today) for step in history.steps),
        tuple(rows),
        log_entries(history, today),
    )


def _head(step: HistoryStep, today: date) -> HistoryHead:
    row = step.snapshot
    if row is None:
        now = translate("History", "Now")
        return HistoryHead(NOW, now, now, "", translate("History", "The plan now"))
    title, day = step_title(row), row.created_at.astimezone().date()
    is_of_this_year = day.year == today.year
    parts = [title, texts.moment_text(row.created_at), step_reason(step)]
    if step.is_damaged:
        parts.append(translate("History", "does not match what was finalized"))
    return HistoryHead(
        row.id,
        title,
        texts.left_to_right(str(row.version)) if row.version is not None else "?",
        texts.day_month_text(day) if is_of_this_year else texts.short_date_text(day),
        ", ".join(part for part in parts if part),
        step.is_damaged,
    )


# The table


def _line_row(line: HistoryLine, steps: Sequence[HistoryStep]) -> HistoryRow:
    latest, cells = line.latest, []
    before: PlannedLine | None = None
    has_before = False  # a step that could be read
    for step, planned in zip(steps, line.steps, strict=True):
        if not step.is_readable:
            cells.append(HistoryCell("?", translate("History", "not known"), "bad"))
            continue
        cells.append(_line_cell(planned, before, is_first=not has_before, unit=line.unit))
        before, has_before = planned, True
    return HistoryRow(
        line.key, texts.one_line(latest.name), tuple(cells), kind_icon(latest.kind, line.unit)
    )


def _line_cell(
    now: PlannedLine | None, before: PlannedLine | None, *, is_first: bool, unit: str
) -> HistoryCell:
    if now is None:
        if before is None:
            return HistoryCell("", translate("History", "not planned"))
        said = translate("History", "removed, was {old}").format(old=_amount(before))
        return HistoryCell("0", said, "info", (("down", "info"),))
    text = _amount(now)
    whole = f"{text} {texts.one_line(unit)}".rstrip()
    if is_first:
        return HistoryCell(text, whole, "text")
    if before is None:
        new = translate("History", "{amount}, new").format(amount=whole)
        return HistoryCell(text, new, "info", (("up", "info"),))
    difference = now.quantity - before.quantity
    if difference:
        said = translate("History", "{amount}, {difference}, was {old}").format(
            amount=whole,
            difference=texts.left_to_right(texts.signed_amount_text(difference)),
            old=_amount(before),
        )
        sign = "up" if difference > 0 else "down"
        return HistoryCell(text, said, "info", ((sign, "info"),))
    other = ""
    if now.buffer_percent != before.buffer_percent:
        other = translate("History", "extra changed")
    elif now.notes != before.notes:
        other = translate("History", "note changed")
    if other:
        return HistoryCell(text, f"{whole}, {other}", "info", (("differs", "info"),))
    return HistoryCell(text, whole)


def _amount(line: PlannedLine) -> str:
    return texts.left_to_right(texts.amount_text(line.quantity))


def _thing_row(steps: Sequence[HistoryStep]) -> HistoryRow:
    name = translate("History", "Recipes and boxes changed")
    cells = tuple(_thing_cell(step) for step in steps)
    return HistoryRow(THINGS, name, cells, "recipe", "muted", is_line=False)


def _thing_cell(step: HistoryStep) -> HistoryCell:
    count = step.thing_count
    if step.is_first:
        return HistoryCell()
    if count is None:
        return HistoryCell("?", translate("History", "not known"), "bad")
    if not count:
        none = translate("History", "none")
        return HistoryCell(none, none)
    names = [
        texts.isolate(texts.one_line(each.name))
        for each in step.changes.things
        if each.kind in COUNTED
    ]
    text = texts.count_text(count)
    return HistoryCell(text, f"{text}: {texts.join_names(names, MOST_NAMED)}", "info")
