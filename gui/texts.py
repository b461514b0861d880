"""Words and formats of the screen: dates, counts, names and amounts as the baker reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from html import escape

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, QTime
from PySide6.QtGui import QGuiApplication

from core.domain.quantity import kitchen_text, plan_text
from core.domain.rows import KindCounts

MINUS = "\u2212"
ELLIPSIS = "\u2026"
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
_NO_DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))
_PIECES = re.compile(r"'[^']*'|d+|M+|y+|[^dMy']+")
translate = QCoreApplication.translate


# Dates out


def date_text(day: date, locale: QLocale | None = None) -> str:
    """`Saturday 12 December 2026`, in the locale's own order and words."""
    locale = locale or QLocale()
    return directed(locale.toString(_qdate(day), _long_format(locale)))


def short_date_text(day: date, locale: QLocale | None = None) -> str:
    """`12 Dec 2026`."""
    locale = locale or QLocale()
    return directed(locale.toString(_qdate(day), _short_format(locale, "dddd")))


def day_month_text(day: date, locale: QLocale | None = None) -> str:
    """`12 Dec`."""
    locale = locale or QLocale()
    return directed(locale.toString(_qdate(day), _short_format(locale, "dddd", "y")))


def today_text(today: date, locale: QLocale | None = None) -> str:
    """`Today, Mon 23 Nov`, for the line between coming and past events."""
    locale = locale or QLocale()
    weekday = locale.dayName(today.isoweekday(), QLocale.FormatType.ShortFormat)
    return translate("Texts", "Today, {weekday} {day}").format(
        weekday=weekday, day=day_month_text(today, locale)
    )


def time_text(moment: datetime, locale: QLocale | None = None) -> str:
    """`14:05`, in the machine's own time zone."""
    local = moment.astimezone()
    time = QTime(local.hour, local.minute)
    return (locale or QLocale()).toString(time, QLocale.FormatType.ShortFormat)


def moment_text(moment: datetime, locale: QLocale | None = None) -> str:
    """`Saturday 21 November 2026, 14:05`, in the machine's own time zone."""
    day = date_text(moment.astimezone().date(), locale)
    return f"{day}, {time_text(moment, locale)}"


def when_text(
    moment: datetime, today: date, *, with_time: bool = True, locale: QLocale | None = None
) -> str:
    """`21 Nov, 14:05`; of another year `21 Nov 2025`."""
    day = moment.astimezone().date()
    if day.year != today.year:
        return short_date_text(day, locale)
    text = day_month_text(day, locale)
    return directed(f"{text}, {time_text(moment, locale)}") if with_time else text


def days_text(day: date, today: date) -> str:
    """`in 19 days`, `tomorrow`, `today`, `yesterday`, `19 days ago`."""
    days = (day - today).days
    if days == 0:
        return translate("Texts", "today")
    if days == 1:
        return translate("Texts", "tomorrow")
    if days == -1:
        return translate("Texts", "yesterday")
    if days > 0:
        return translate("Texts", "in {days} days").format(days=days)
    return translate("Texts", "{days} days ago").format(days=-days)


def event_date_text(day: date | None, today: date, locale: QLocale | None = None) -> str:
    """`Saturday 12 December 2026, in 19 days`."""
    if day is None:
        return translate("Texts", "No date yet")
    return f"{date_text(day, locale)}, {days_text(day, today)}"


# Counts


def count_text(count: int) -> str:
    """`1,204`: a long number is read in threes."""
    return f"{count:,}"


def items_text(count: int) -> str:
    one = translate("Texts", "1 item")
    return (
        one if count == 1 else translate("Texts", "{count} items").format(count=count_text(count))
    )


def boxes_text(count: int) -> str:
    one = translate("Texts", "1 box")
    return (
        one if count == 1 else translate("Texts", "{count} boxes").format(count=count_text(count))
    )


def materials_text(count: int) -> str:
    one = translate("Texts", "1 material")
    return (
        one
        if count == 1
        else translate("Texts", "{count} materials").format(count=count_text(count))
    )


def lines_text(count: int) -> str:
    one = translate("Texts", "1 line")
    return (
        one if count == 1 else translate("Texts", "{count} lines").format(count=count_text(count))
    )


def snapshots_text(count: int) -> str:
    one = translate("Texts", "1 snapshot")
    return (
        one
        if count == 1
        else translate("Texts", "{count} snapshots").format(count=count_text(count))
    )


def events_text(count: int) -> str:
    one = translate("Texts", "1 event")
    return (
        one if count == 1 else translate("Texts", "{count} events").format(count=count_text(count))
    )


def plans_text(count: int) -> str:
    one = translate("Texts", "1 plan")
    return (
        one if count == 1 else translate("Texts", "{count} plans").format(count=count_text(count))
    )


def changes_text(count: int) -> str:
    one = translate("Texts", "1 change")
    return (
        one if count == 1 else translate("Texts", "{count} changes").format(count=count_text(count))
    )


def counts_text(counts: KindCounts) -> str:
    """`3 items, 2 boxes, 2 materials`; a kind of which there is none is left out."""
    parts = []
    if counts.items:
        parts.append(items_text(counts.items))
    if counts.boxes:
        parts.append(boxes_text(counts.boxes))
    if counts.materials:
        parts.append(materials_text(counts.materials))
    return ", ".join(parts) or translate("Texts", "nothing")


# Amounts


def amount_text(amount: Fraction) -> str:
    """`2 3/4`; a quantity of a plan or a box, exactly as it is."""
    return plan_text(amount).replace("-", MINUS)


def kitchen_amount_text(amount: Fraction) -> str:
    """`2 3/4`, as a cook reads what a recipe takes: `0.33` is a third."""
    return kitchen_text(amount).replace("-", MINUS)


def signed_amount_text(amount: Fraction) -> str:
    """`+8`, and with a true minus sign `−4`."""
    return f"+{amount_text(amount)}" if amount > 0 else amount_text(amount)


def unit_with_buffer(unit: str, percent: Fraction | None) -> str:
    """`boxes + 10 %`, where more is baked than is planned."""
    unit = one_line(unit)
    return f"{unit} + {left_to_right(amount_text(percent))} %" if percent else unit


# Directions


def directed(text: str) -> str:
    """An amount or a day of its own direction: from the right "2 1/2" would read "1/2 2"."""
    is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return isolate(text) if is_mirrored and text else text


def left_to_right(text: str) -> str:
    """The same for what has no letter in it that would say so: `+8`, `2 1/2`."""
    is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return f"\u2066{text}\u2069" if is_mirrored and text else text


def undirected(text: str) -> str:
    """The text as it is typed, without the signs that give it a direction."""
    return text.translate(_NO_DIRECTION)


# Names


def isolate(name: str) -> str:
    """The name as an island of its own direction, so that it cannot turn the sentence around."""
    return f"\u2068{name}\u2069"


def quoted(name: str) -> str:
    """`“Christmas market”`, isolated."""
    return f"\u201c{isolate(one_line(name))}\u201d"


def name_with_year(name: str, year: int | None) -> str:
    """`Christmas market 2025`; a name that says its year already is enough by itself."""
    name = one_line(name)
    is_said = year is None or re.search(rf"(?<!\d){year}$", name) is not None
    return name if is_said else f"{name} {year}"


def one_line(text: str) -> str:
    """The text with every run of white space, line breaks too, as one blank."""
    return " ".join(text.split())


def escape_mnemonic(text: str) -> str:
    """For the text of an action, button or tab, where `&` would underline a letter."""
    return text.replace("&", "&&")


def plain_tooltip(text: str) -> str:
    """A tooltip that shows the text as it is and wraps it; Qt would read "<b>" in a name as bold."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"


def elide_middle(text: str, longest: int = 60) -> str:
    """At most `longest` characters, cut in the middle; for sentences, where no width is known."""
    if len(text) <= longest:
        return text
    head = longest // 2
    tail = longest - head - 1
    return f"{text[:head].rstrip()}{ELLIPSIS}{text[len(text) - tail :].lstrip()}"


def join_names(names: Sequence[str], most: int = 3) -> str:
    """`A, B and C`; beyond `most` names `A, B and 2 more`."""
    if len(names) > most:
        shown = names[: max(most - 1, 1)]
        return translate("Texts", "{names} and {count} more").format(
            names=", ".join(shown), count=len(names) - len(shown)
        )
    if len(names) < 2:
        return "".join(names)
    return translate("Texts", "{names} and {last}").format(
        names=", ".join(names[:-1]), last=names[-1]
    )


# Dates in


def parse_typed_date(text: str, today: date, locale: QLocale | None = None) -> date | None:
    """The day that was typed; one without a year is the next to come. None if not understood.

    `12 dec`, `12.12.2026`, `2026-12-12`, `12/24` in the locale's order, `tomorrow`, `saturday`,
    and whatever date_text() and short_date_text() write. A weekday beside a date is not checked.
    """
    locale = locale or QLocale()
    text = undirected(one_line(text))
    typed = text.casefold()
    nearby = _day_by_word(typed, today, locale)
    if nearby is not None:
        return nearby
    return (
        _day_by_number(typed, today, locale)
        or _day_by_month_name(typed, today, locale)
        or _day_as_shown(text, locale)
    )


def _day_by_word(typed: str, today: date, locale: QLocale) -> date | None:
    words = {
        translate("Texts", "today"): 0,
        translate("Texts", "tomorrow"): 1,
        translate("Texts", "yesterday"): -1,
    }
    for word, days in words.items():
        if typed == word.casefold():
            return today + timedelta(days=days)
    weekday = _named(typed.rstrip("."), _weekday_names(locale))
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)


def _day_by_number(typed: str, today: date, locale: QLocale) -> date | None:
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", typed, re.ASCII)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    match = re.fullmatch(
        r"(\d{1,2}) ?([./-]) ?(\d{1,2})(?:(?: ?\2 ?| )(\d{4}|\d{2}))?\.?", typed, re.ASCII
    )
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), match[4]
    # A point never means month first; the other signs follow the locale.
    is_month_first = match[2] != "." and _is_month_first(locale)
    month, day = (first, second) if is_month_first else (second, first)
    found = _day_with_year(month, day, year=year, today=today)
    if found is None and match[2] != ".":
        # There is no 24th month: the other order is the only one that can be meant.
        found = _day_with_year(day, month, year=year, today=today)
    return found


def _day_by_month_name(typed: str, today: date, locale: QLocale) -> date | None:
    month: int | None = None
    numbers: list[str] = []
    for word in re.findall(r"\d+|[^\W\d_]+", typed):
        if word.isdecimal():
            numbers.append(word)
            continue
        named = _named(word, _month_names(locale))
        if named is not None and month is None:
            month = named
        elif _named(word, _weekday_names(locale)) is None and word not in _FILLERS:
            return None
    if month is None or not 1 <= len(numbers) <= 2 or not typed.isprintable():
        return None
    if len(numbers) == 2 and len(numbers[0]) == 4:
        numbers.reverse()
    year = numbers[1] if len(numbers) == 2 else None
    if len(numbers[0]) > 2 or (year is not None and len(year) not in (2, 4)):
        return None
    return _day_with_year(month, int(numbers[0]), year=year, today=today)


def _day_as_shown(text: str, locale: QLocale) -> date | None:
    for form in (_long_format(locale), _short_format(locale, "dddd")):
        shown = locale.toDate(text, form)
        if shown.isValid():
            return _day(shown.year(), shown.month(), shown.day())
    return None


# What stands between the words of a date: "12th of December", "12 de diciembre".
_FILLERS = frozenset({"st", "nd", "rd", "th", "of", "the", "on", "de", "del", "le", "den", "am"})


def _day_with_year(month: int, day: int, *, year: str | None, today: date) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # Eight years reach the next 29 February from anywhere.
    for ahead in range(9):
        found = _day(today.year + ahead, month, day)
        if found is not None and found >= today:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _named(word: str, names: dict[str, int]) -> int | None:
    """The number of the one name that begins with `word`; three letters are enough."""
    if word in names:
        return names[word]
    found = {number for name, number in names.items() if name.startswith(word)}
    return found.pop() if len(word) >= 3 and len(found) == 1 else None


def _month_names(locale: QLocale) -> dict[str, int]:
    names = {}
    for month in range(1, 13):
        for each in (locale, QLocale.c()):
            for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
                names[each.monthName(month, form).casefold().rstrip(".")] = month
                names[each.standaloneMonthName(month, form).casefold().rstrip(".")] = month
    return names


def _weekday_names(locale: QLocale) -> dict[str, int]:
    names = {}
    for weekday in range(1, 8):
        for each in (locale, QLocale.c()):
            for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
                names[each.dayName(weekday, form).casefold().rstrip(".")] = weekday
    return names


# A locale's own formats


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _is_month_first(locale: QLocale) -> bool:
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return 0 <= form.find("M") < form.find("d")


def _long_format(locale: QLocale) -> str:
    # No comma between the weekday and the day, as the screens are drawn.
    return locale.dateFormat(QLocale.FormatType.LongFormat).replace("dddd, d ", "dddd d ")


def _short_format(locale: QLocale, *without: str) -> str:
    """The long format with the month's short name, less some fields and what ties them on."""
    pieces: list[str] = []
    for piece in _PIECES.findall(locale.dateFormat(QLocale.FormatType.LongFormat)):
        if pieces and piece[0] not in "dMy" and pieces[-1][0] not in "dMy":
            pieces[-1] += piece
        else:
            pieces.append(piece)
    for name in without:
        index = next((i for i, piece in enumerate(pieces) if piece.startswith(name)), None)
        if index == 0:
            del pieces[:2]
        elif index is not None:
            # What stands directly behind the field before belongs to that one: "12.", "12日".
            own = re.match(r"[^\s,،]*", pieces[index - 1])
            pieces[index - 1 : index + 1] = [own[0]] if own and own[0] else []
    return "".join("MMM" if piece == "MMMM" else piece for piece in pieces)
