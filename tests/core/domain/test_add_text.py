from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.add_text import begins_with, parse_add_text
from core.domain.quantity import AmountError


@pytest.mark.parametrize(
    ("text", "quantity", "name"),
    [
        ("hamper", None, "hamper"),
        ("50 hamper", 50, "hamper"),
        ("  50   Holiday  hamper ", 50, "Holiday  hamper"),
        ("4 dz bisc", 48, "bisc"),
        ("4dz bisc", 48, "bisc"),
        ("2 dozen bisc", 24, "bisc"),
        ("2 doz. bisc", 24, "bisc"),
        ("1/2 lemon", Fraction(1, 2), "lemon"),
        ("2 1/4 lemon", Fraction(9, 4), "lemon"),
        ("½ lemon", Fraction(1, 2), "lemon"),
        ("1½ lemon", Fraction(3, 2), "lemon"),
        ("2,5 lemon", Fraction(5, 2), "lemon"),
        (".5 lemon", Fraction(1, 2), "lemon"),
        ("+10 hamper", 10, "hamper"),
        ("50x hamper", 50, "hamper"),
        ("50 x hamper", 50, "hamper"),
        ("50", 50, ""),
        ("4 dz", 48, ""),
        ("2 10 inch drum", 2, "10 inch drum"),
        ("12 inch drum", 12, "inch drum"),
        ("9x13 tray", None, "9x13 tray"),
        ("50th birthday", None, "50th birthday"),
        ("3 dzong", 3, "dzong"),
        ("٥ hamper", None, "٥ hamper"),
        ("", None, ""),
    ],
)
def test_a_number_in_front_is_the_quantity(text: str, quantity: Fraction | None, name: str) -> None:
    assert parse_add_text(text) == (quantity, name)


@pytest.mark.parametrize("text", ["0 hamper", "-4 hamper", "1/0 lemon", "99999999999 hamper"])
def test_a_number_that_can_be_no_quantity_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(AmountError, match=r"\.$"):
        parse_add_text(text)


@given(st.text())
def test_any_text_is_taken_apart_or_refused_with_a_sentence(text: str) -> None:
    try:
        quantity, name = parse_add_text(text)
    except AmountError:
        return
    assert quantity is None or quantity > 0
    assert name in text


def test_a_name_begins_with_what_was_typed_whatever_the_accents_and_case() -> None:
    assert begins_with("Sablés", "SABLE")
    assert begins_with("12 inch  drum", "12 inch")
    assert not begins_with("Box 12 inch", "12")
