"""Names and days as they stand inside a sentence."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from core.domain.rows import CheckReason, KindCounts, ToCheck
from gui import texts

TITLE_NAME = 40  # characters of a name in a title line


def name_text(name: str, longest: int = 60) -> str:
    """A baker's name inside a sentence: one line, cut in the middle, with its own direction."""
    line = texts.one_line(name)
    return texts.isolate(texts.elide_middle(line, longest)) if line else ""


def day_text(day: date) -> str:
    """`21 November 2026`."""
    return _with_long_month(texts.short_date_text(day), day)


def day_of_year_text(day: date) -> str:
    """`23 December`."""
    return _with_long_month(texts.day_month_text(day), day)


def day_and_time_text(moment: datetime) -> str:
    """`21 November 2026, 14:05`, in the machine's own time zone."""
    return f"{day_text(moment.astimezone().date())}, {texts.time_text(moment)}"


def counts_joined(counts: KindCounts) -> str:
    """`3 items, 2 boxes and 2 materials`, for the middle of a sentence."""
    parts = (
        (counts.items, texts.items_text),
        (counts.boxes, texts.boxes_text),
        (counts.materials, texts.materials_text),
    )
    return texts.join_names([words(count) for count, words in parts if count])


def check_text(check: ToCheck) -> str:
    """`which Gift box is used is chosen later`, for the middle of a sentence."""
    name = name_text(check.name)
    if check.reason is CheckReason.CHOSEN_LATER:
        text = QCoreApplication.translate("Words", "which {name} is used is chosen later")
    elif check.reason is CheckReason.NO_YIELD:
        text = QCoreApplication.translate("Words", "{name} has no number a batch")
    else:
        text = QCoreApplication.translate("Words", "{name} is retired")
    return text.format(name=name)


def _with_long_month(text: str, day: date) -> str:
    locale = QLocale()
    short = locale.monthName(day.month, QLocale.FormatType.ShortFormat)
    long = locale.monthName(day.month, QLocale.FormatType.LongFormat)
    return text.replace(short, long, 1)
