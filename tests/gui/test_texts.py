from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from core.domain.rows import KindCounts
from gui import texts

TODAY = date(2026, 11, 23)
FAIR = date(2026, 12, 12)
BRITISH, AMERICAN, GERMAN = QLocale("en_GB"), QLocale("en_US"), QLocale("de_DE")
LOCALES = ["C", "en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "ja_JP", "hu_HU", "sv_SE", "pt_BR"]


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(BRITISH)
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("locale", "whole", "short", "day_month"),
    [
        (BRITISH, "Saturday 12 December 2026", "12 Dec 2026", "12 Dec"),
        (AMERICAN, "Saturday, December 12, 2026", "Dec 12, 2026", "Dec 12"),
        (GERMAN, "Samstag, 12. Dezember 2026", "12. Dez. 2026", "12. Dez."),
        (QLocale("ja_JP"), "2026年12月12日土曜日", "2026年12月12日", "12月12日"),
    ],
)
def test_dates_follow_the_locale_in_three_lengths(
    locale: QLocale, whole: str, short: str, day_month: str
) -> None:
    assert texts.date_text(FAIR, locale) == whole
    assert texts.short_date_text(FAIR, locale) == short
    assert texts.day_month_text(FAIR, locale) == day_month


def test_a_moment_is_shown_in_the_machines_time_and_of_another_year_with_that_year() -> None:
    local = datetime(2026, 11, 21, 14, 5).astimezone()
    moment = local.astimezone(UTC)
    assert texts.when_text(moment, TODAY) == "21 Nov, 14:05"
    assert texts.when_text(moment, TODAY, with_time=False) == "21 Nov"
    assert texts.when_text(moment, date(2027, 1, 2)) == "21 Nov 2026"
    assert texts.moment_text(moment) == "Saturday 21 November 2026, 14:05"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "in 2 days"),
        (19, "in 19 days"),
        (-19, "19 days ago"),
    ],
)
def test_days_to_go_are_said_in_words(days: int, words: str) -> None:
    assert texts.days_text(TODAY + timedelta(days=days), TODAY) == words


def test_an_events_date_says_how_long_it_is_to_go() -> None:
    assert texts.event_date_text(FAIR, TODAY) == "Saturday 12 December 2026, in 19 days"
    assert texts.event_date_text(None, TODAY) == "No date yet"
    assert texts.today_text(TODAY) == "Today, Mon 23 Nov"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (KindCounts(3, 2, 2), "3 items, 2 boxes, 2 materials"),
        (KindCounts(1, 1, 1), "1 item, 1 box, 1 material"),
        (KindCounts(0, 2, 0), "2 boxes"),
        (KindCounts(), "nothing"),
    ],
)
def test_counts_are_said_by_kind(counts: KindCounts, words: str) -> None:
    assert texts.counts_text(counts) == words


def test_one_of_a_thing_is_singular_and_none_is_plural() -> None:
    assert [texts.lines_text(n) for n in (0, 1, 4)] == ["0 lines", "1 line", "4 lines"]
    assert [texts.snapshots_text(n) for n in (1, 2)] == ["1 snapshot", "2 snapshots"]
    assert [texts.events_text(n) for n in (1, 2)] == ["1 event", "2 events"]
    assert [texts.changes_text(n) for n in (1, 3)] == ["1 change", "3 changes"]


def test_amounts_read_as_a_cook_writes_them() -> None:
    assert texts.amount_text(Fraction(11, 4)) == "2 3/4"
    assert texts.signed_amount_text(Fraction(8)) == "+8"
    assert texts.signed_amount_text(Fraction(-1, 4)) == "−1/4"


def test_names_cannot_turn_a_sentence_around_or_break_its_line() -> None:
    assert texts.isolate("ab") == "\u2068ab\u2069"
    assert texts.quoted(" Tom\n & Jerry ") == "“\u2068Tom & Jerry\u2069”"
    assert texts.escape_mnemonic("Tom & Jerry") == "Tom && Jerry"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B and 2 more"),
    ],
)
def test_names_are_joined_and_the_rest_is_counted(names: list[str], words: str) -> None:
    assert texts.join_names(names) == words


@pytest.mark.parametrize(
    ("name", "year", "said"),
    [
        ("Christmas market", 2025, "Christmas market 2025"),
        ("Christmas 2026", 2026, "Christmas 2026"),
        ("Christmas 2026", 2025, "Christmas 2026 2025"),
        ("Order 12026", 2026, "Order 12026 2026"),
        ("School fair", None, "School fair"),
    ],
)
def test_the_year_is_said_once(name: str, year: int | None, said: str) -> None:
    assert texts.name_with_year(name, year) == said


@given(st.text(), st.integers(3, 80))
def test_an_elided_name_is_never_longer_than_asked(name: str, longest: int) -> None:
    elided = texts.elide_middle(name, longest)
    assert len(elided) <= longest
    assert (elided == name) == (len(name) <= longest)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12 dec", FAIR),
        ("12 Dec", FAIR),
        ("dec 12", FAIR),
        ("12dec", FAIR),
        ("12. december", FAIR),
        ("12th of December 2026", FAIR),
        ("sat 12 dec", FAIR),
        ("Sunday 12 December 2026", FAIR),
        ("12.12.", FAIR),
        ("12.12", FAIR),
        ("12.12.2026", FAIR),
        ("12.12.26", FAIR),
        ("12/12", FAIR),
        ("2026-12-12", FAIR),
        ("  12   dec ", FAIR),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("saturday", date(2026, 11, 28)),
        ("mon", date(2026, 11, 30)),
        ("23 nov", TODAY),
        ("22 nov", date(2027, 11, 22)),
        ("29 feb", date(2028, 2, 29)),
        ("3/4", date(2027, 4, 3)),
        ("12/24", date(2026, 12, 24)),
        ("1 jan 2025", date(2025, 1, 1)),
    ],
)
def test_a_typed_date_is_the_next_one_to_come(typed: str, day: date) -> None:
    assert texts.parse_typed_date(typed, TODAY, BRITISH) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "12",
        "dec",
        "31.2.",
        "30 feb",
        "32 dec",
        "0 dec",
        "12.13.",
        "ju 12",
        "12 oven",
        "12 dec 2026 5",
        "12 december 1066",
        "12 dec 99999",
        "2026-13-01",
        "12.12.12.12",
        "dec dec 12",
        "1e300",
        "\ud800",
        "9" * 5000,
    ],
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert texts.parse_typed_date(typed, TODAY, BRITISH) is None


def test_month_and_day_stand_in_the_locales_order_but_a_point_means_day_first() -> None:
    assert texts.parse_typed_date("3/4", TODAY, AMERICAN) == date(2027, 3, 4)
    assert texts.parse_typed_date("3/4", TODAY, BRITISH) == date(2027, 4, 3)
    assert texts.parse_typed_date("3.4.", TODAY, AMERICAN) == date(2027, 4, 3)
    assert texts.parse_typed_date("24/12", TODAY, AMERICAN) == date(2026, 12, 24)


def test_months_are_understood_in_the_locales_words_and_in_english() -> None:
    assert texts.parse_typed_date("12. dez", TODAY, GERMAN) == FAIR
    assert texts.parse_typed_date("12 dec", TODAY, GERMAN) == FAIR
    assert texts.parse_typed_date("samstag", TODAY, GERMAN) == date(2026, 11, 28)


@pytest.mark.parametrize("name", LOCALES)
@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_that_is_shown_can_be_typed_back(name: str, day: date) -> None:
    locale = QLocale(name)
    assert texts.parse_typed_date(texts.date_text(day, locale), TODAY, locale) == day
    assert texts.parse_typed_date(texts.short_date_text(day, locale), TODAY, locale) == day


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_parser(typed: str) -> None:
    day = texts.parse_typed_date(typed, TODAY, BRITISH)
    assert day is None or 1900 <= day.year <= 2199


@pytest.fixture
def from_the_right(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.usefixtures("from_the_right")
def test_read_from_the_right_an_amount_and_a_day_keep_their_order() -> None:
    assert texts.left_to_right("2 1/2") == "\u20662 1/2\u2069"
    assert texts.short_date_text(FAIR) == "\u206812 Dec 2026\u2069"
    assert texts.parse_typed_date(texts.short_date_text(FAIR), TODAY) == FAIR


def test_read_from_the_left_nothing_stands_around_an_amount() -> None:
    assert texts.left_to_right("2 1/2") == "2 1/2"
    assert texts.short_date_text(FAIR) == "12 Dec 2026"
