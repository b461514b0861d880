"""What a baker may type as a name, a note, a quantity or a day, and what is refused with a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInputError
from core.services.input_values import (
    LONGEST_NAME,
    LONGEST_NOTES,
    clean_buffer,
    clean_date,
    clean_name,
    clean_notes,
    clean_quantity,
    clean_year,
)

GOOD_NAMES = [
    "x",
    "<b>x</b>",
    "Tom & Jerry",
    "🎄🎅🏽 fair",
    "👩‍🍳",  # joined by a zero-width joiner
    "שוק חג המולד",
    "\u202bשוק\u202c",  # with its own marks of direction
    "نان می‌خواهم",  # a zero-width non-joiner inside a word
    "年糕",
    "'; DROP TABLE events; --",
    "50% off_\\",
    "a" * LONGEST_NAME,
    "-",
    "0",
]
BAD_NAMES = {
    "empty": "",
    "blank": "   ",
    "a tab": "\t",
    "a hard blank": "\u00a0",
    "a line break": "a\nb",
    "a carriage return": "a\rb",
    "a tab inside": "a\tb",
    "a line separator": "a\u2028b",
    "a paragraph separator": "a\u2029b",
    "a NUL": "a\0b",
    "a NUL alone": "\0",
    "an escape": "a\x1bb",
    "half a pair": "a\ud800b",
    "the other half": "\udfff",
    "only zero-width marks": "\u200b\u200d",
    "only a mark of direction": "\u202e",
    "10,000 characters": "n" * 10_000,
    "one too many": "n" * (LONGEST_NAME + 1),
}


class TestNames:
    @pytest.mark.parametrize("name", GOOD_NAMES)
    def test_are_taken_as_they_are(self, name: str) -> None:
        assert clean_name(name) == name

    @pytest.mark.parametrize("reason", BAD_NAMES)
    def test_are_refused_with_a_sentence(self, reason: str) -> None:
        with pytest.raises(InvalidInputError) as refused:
            clean_name(BAD_NAMES[reason], "unit")
        assert "unit" in refused.value.sentence
        assert refused.value.sentence.endswith(".")
        assert len(refused.value.sentence) < 100
        refused.value.sentence.encode()

    def test_lose_the_blanks_around_them_and_are_put_together(self) -> None:
        assert clean_name("  Sable\u0301s \n") == "Sabl\u00e9s"

    def test_are_measured_as_they_are_kept(self) -> None:
        assert clean_name("e\u0301" * LONGEST_NAME) == "\u00e9" * LONGEST_NAME
        assert clean_name(" " * 500 + "x") == "x"

    @given(st.text())
    def test_are_taken_whole_or_refused(self, text: str) -> None:
        try:
            name = clean_name(text)
        except InvalidInputError:
            return
        assert name == unicodedata.normalize("NFC", text).strip()
        assert clean_name(name) == name


class TestNotes:
    @pytest.mark.parametrize("notes", [*GOOD_NAMES, "two\nlines", "a\ttab", "x" * LONGEST_NOTES])
    def test_are_taken_as_they_are(self, notes: str) -> None:
        assert clean_notes(notes) == notes

    @pytest.mark.parametrize("notes", [None, "", "  \n ", "\r\n"])
    def test_that_say_nothing_are_none(self, notes: str | None) -> None:
        assert clean_notes(notes) is None

    @pytest.mark.parametrize("notes", ["a\0b", "\x1b[0m", "\ud800", "x" * (LONGEST_NOTES + 1)])
    def test_are_refused_with_a_sentence(self, notes: str) -> None:
        with pytest.raises(InvalidInputError) as refused:
            clean_notes(notes, "reason")
        assert "reason" in refused.value.sentence

    def test_keep_their_lines_whatever_system_wrote_them(self) -> None:
        assert clean_notes("a\r\nb\r\n") == "a\nb"


class TestQuantities:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            (60, 60),
            ("60", 60),
            ("2.25", Fraction(9, 4)),
            ("1/3", Fraction(1, 3)),
            (0.1, Fraction(1, 10)),
            (Decimal("0.33"), Fraction(33, 100)),
            (Fraction(7, 12), Fraction(7, 12)),
            (10_000_000, 10_000_000),
            ("0.000001", Fraction(1, 1_000_000)),
        ],
    )
    def test_are_exact(self, typed: Any, kept: Any) -> None:
        assert clean_quantity(typed) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            0,
            "0",
            "0.0",
            "-0",
            0.0,
            -0.0,
            -1,
            "-4",
            "",
            " ",
            "many",
            "12 boxes",
            "1/0",
            "0/5",
            "٣",
            "1e300",
            1e300,
            1e-300,
            10**300,
            10_000_001,
            float("nan"),
            float("inf"),
            float("-inf"),
            Decimal("NaN"),
            Decimal("sNaN"),
            Decimal("Infinity"),
            True,
            False,
            "9" * 100,
            "\ud800",
            "\0",
            Fraction(1, 10**40),
        ],
    )
    def test_are_refused_with_a_sentence(self, typed: Any) -> None:
        with pytest.raises(InvalidInputError) as refused:
            clean_quantity(typed)
        assert refused.value.sentence.endswith(".")


class TestDays:
    @pytest.mark.parametrize("day", [None, date(1900, 1, 1), date(2200, 12, 31), date(2028, 2, 29)])
    def test_are_taken(self, day: date | None) -> None:
        assert clean_date(day) == day
        assert clean_year(day and day.year) == (day and day.year)

    @pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2201, 1, 1), date.max])
    def test_far_away_are_refused_with_a_sentence(self, day: date) -> None:
        refuse: list[tuple[Callable[[Any], object], object]] = [
            (clean_date, day),
            (clean_year, day.year),
            (clean_year, 10**30),
        ]
        for clean, value in refuse:
            with pytest.raises(InvalidInputError, match="too far away"):
                clean(value)


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("10", "10"), ("10%", "10"), ("10 %", "10"), ("+10 %", "10"), (" 2 1/2 % ", "5/2"), ("½%", "1/2"),
     ("33.33%", "33.33"), ("0%", None), (None, None), (10, "10")],
)  # fmt: skip
def test_a_buffer_is_typed_with_its_sign_or_without(typed: Any, percent: str | None) -> None:
    assert clean_buffer(typed) == (None if percent is None else Fraction(percent))


@pytest.mark.parametrize(
    "typed", ["2 dz", "2 dozen", "1 dz %", "%", "", "10 % more", "10%%", "-1 %", "1001%"]
)
def test_what_is_no_buffer_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(InvalidInputError, match=r"Extra|number"):
        clean_buffer(typed)
