"""Exact amounts: canonical text, floats by repr, thirds, bounds, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.quantity import (
    LARGEST_AMOUNT,
    Amount,
    AmountError,
    amount_text,
    kitchen_text,
    kitchen_value,
    parse_amount,
    parse_quantity,
    plan_text,
    positive,
    to_amount,
)

amounts = st.fractions(min_value=-LARGEST_AMOUNT, max_value=LARGEST_AMOUNT, max_denominator=10**9)
decimals = st.decimals(-10_000, 10_000, places=6).map(Fraction)


@given(amounts | decimals)
def test_the_text_of_an_amount_reads_as_the_same_amount(amount: Fraction) -> None:
    assert to_amount(amount_text(amount)) == amount


@given(amounts | decimals)
def test_the_text_is_canonical(amount: Fraction) -> None:
    text = amount_text(amount)
    assert amount_text(to_amount(text)) == text
    assert text == text.strip()
    assert not text.endswith((".", "/1")) and not ("." in text and text.endswith("0"))  # noqa: PT018


@given(st.floats(-1e7, 1e7, allow_nan=False))
def test_a_float_is_taken_by_its_repr(number: float) -> None:
    expected = Fraction(Decimal(repr(number)))
    try:
        assert to_amount(number) == expected
    except AmountError:
        assert 0 < abs(number) < 1e-6


@given(decimals.filter(lambda amount: amount >= 0))
def test_what_a_cook_types_with_point_or_comma_is_the_same(amount: Fraction) -> None:
    typed = amount_text(amount)
    assert parse_amount(typed) == parse_amount(typed.replace(".", ",")) == amount


def amount_or_sentence(read: Callable[[Any], Fraction], value: Any) -> Fraction | str:
    try:
        return read(value)
    except AmountError as error:
        return str(error)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_sentence(typed: str) -> None:
    answer = amount_or_sentence(parse_amount, typed)
    if isinstance(answer, str):
        assert answer.endswith(".")
    else:
        assert abs(answer) <= LARGEST_AMOUNT


@given(st.text(max_size=80) | st.floats() | st.integers() | st.decimals() | st.booleans())
def test_anything_is_an_amount_or_an_amount_error(value: Any) -> None:
    answer = amount_or_sentence(to_amount, value)
    assert isinstance(answer, Fraction) or answer.endswith(".")


@given(st.fractions() | st.decimals(allow_nan=False, allow_infinity=False) | st.floats())
def test_what_is_taken_can_be_stored_and_read_again(value: Any) -> None:
    answer = amount_or_sentence(to_amount, value)
    if isinstance(answer, Fraction):
        assert to_amount(amount_text(answer)) == answer


@pytest.mark.parametrize("typed", ["9999999 1/" + "7" * 49, "0." + "0" * 55 + "1", "1/" + "7" * 58])
def test_a_number_with_endless_places_is_refused_since_its_text_could_not_be_read(
    typed: str,
) -> None:
    with pytest.raises(AmountError, match="places"):
        parse_amount(typed)
    with pytest.raises(AmountError, match="places"):
        to_amount(Decimal("1e-59"))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("60", "60"),
        ("2.50", "2.5"),
        ("1/3", "1/3"),
        ("2/6", "1/3"),
        ("1/8", "0.125"),
        ("0.1", "0.1"),
        ("-0.05", "-0.05"),
        ("10/4", "2.5"),
        (".5", "0.5"),
        ("+3", "3"),
        ("007", "7"),
        ("1/7", "1/7"),
    ],
)
def test_one_amount_has_one_text(amount: str, text: str) -> None:
    assert amount_text(to_amount(amount)) == text


def test_a_tenth_is_a_tenth() -> None:
    assert to_amount(0.1) == Fraction(1, 10)
    assert to_amount(0.1) + to_amount(0.2) == to_amount(0.3)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("60", 60),
        ("2 1/4", "9/4"),
        ("2.25", "9/4"),
        ("2,25", "9/4"),
        ("½", "1/2"),
        ("1½", "3/2"),
        ("1 ½", "3/2"),
        ("⅓", "1/3"),
        ("1/3", "1/3"),
        ("1⁄3", "1/3"),
        ("4 dz", 48),
        ("4dz", 48),
        ("1/2 dozen", 6),
        ("  7  ", 7),
        (".5", "1/2"),
    ],
)
def test_a_cook_may_write_it_so(typed: str, amount: Any) -> None:
    assert parse_amount(typed) == Fraction(amount)


NONSENSE = ["", " ", "a lot", "1e300", "1e5", "nan", "inf", "1/0", "1//2", "1.2.3", "1 2", "--1", "١٢",
            "0x10", "1_000", "½½", "/2", "2/", "9" * 100, "12 eggs", "\N{BIRTHDAY CAKE}", "<b>1</b>"]  # fmt: skip


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(typed)
    assert len(str(refused.value)) > 10


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), -float("inf"), 1e300, 10**8, Decimal("NaN"), Decimal("1e99"), True,
     Fraction(10**8), "10000000.1", "1e3", "", "1/0"],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(value: Any) -> None:
    with pytest.raises(AmountError):
        to_amount(value)


def test_the_largest_amount_is_taken() -> None:
    assert to_amount(10_000_000) == LARGEST_AMOUNT
    assert to_amount(-10_000_000) == -LARGEST_AMOUNT


@pytest.mark.parametrize("typed", ["0", "0.0", "-1", "0/5", "0 dz"])
def test_a_quantity_is_over_0(typed: str) -> None:
    with pytest.raises(AmountError):
        parse_quantity(typed)
    with pytest.raises(AmountError):
        positive(parse_amount(typed))


def test_plus_and_minus_change_what_is_there() -> None:
    assert parse_quantity("+10", current=Fraction(50)) == 60
    assert parse_quantity("-4", current=Fraction(50)) == 46
    assert parse_quantity("12", current=Fraction(50)) == 12
    assert parse_quantity("+10") == 10
    with pytest.raises(AmountError):
        parse_quantity("-50", current=Fraction(50))


@pytest.mark.parametrize(
    ("rounded", "exact"),
    [
        ("0.33", "1/3"),
        ("0.67", "2/3"),
        ("0.333", "1/3"),
        ("0.6667", "2/3"),
        ("1.33", "4/3"),
        ("1.67", "5/3"),
        ("16.67", "50/3"),
        ("33.33", "100/3"),
        ("0.17", "1/6"),
        ("0.83", "5/6"),
    ],
)
def test_a_third_or_sixth_rounded_to_its_places_is_read_as_that_fraction(
    rounded: str, exact: str
) -> None:
    assert kitchen_value(to_amount(rounded)) == Fraction(exact)


@pytest.mark.parametrize(
    "amount",
    ["0.3", "0.7", "0.34", "0.66", "0.32", "1.5", "0.25", "2.5", "3", "1/3", "0.334", "0.2"],
)
def test_every_other_number_stays_what_it_is(amount: str) -> None:
    assert kitchen_value(to_amount(amount)) == Fraction(amount)


@given(st.integers(0, 10**6), st.sampled_from([3, 6]))
def test_a_third_or_sixth_as_a_float_is_read_as_that_fraction(n: int, of: int) -> None:
    exact = Fraction(n, of)
    assert kitchen_value(to_amount(n / of)) == (exact if exact.denominator in (3, 6) else n / of)


@pytest.mark.parametrize(
    ("number", "exact"),
    [(1 / 3, "1/3"), (2 / 3, "2/3"), (100 / 3, "100/3"), (100 / 6, "50/3"), (1 - 2 / 3, "1/3"),
     (5 / 6, "5/6"), (1234567 + 1 / 3, "3703702/3")],
)  # fmt: skip
def test_the_last_digit_of_a_float_says_nothing(number: float, exact: str) -> None:
    assert kitchen_value(to_amount(number)) == Fraction(exact)


@pytest.mark.parametrize(
    "number", [0.333333333334, 0.4999999999999999, 0.33333333334, 0.9999999999999999, 1e-17, 0.1, 1 / 7]
)  # fmt: skip
def test_a_float_that_is_near_a_third_is_none(number: float) -> None:
    assert kitchen_value(to_amount(number)) == to_amount(number)


@given(st.integers(0, 5000), st.integers(2, 8), st.sampled_from([3, 6]))
def test_every_rounded_third_and_sixth_is_found_again(n: int, places: int, of: int) -> None:
    exact = Fraction(n, of)
    rounded = round(exact, places)
    if exact.denominator in (3, 6):
        assert kitchen_value(rounded) == exact
    else:
        assert kitchen_value(exact) == exact


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("9/4", "2 1/4"), ("1/3", "1/3"), ("0.33", "1/3"), ("60", "60"), ("2.37", "2.37"),
     ("-3/2", "-1 1/2"), ("1/7", "0.143"), ("0.125", "1/8"), ("2.5", "2 1/2")],
)  # fmt: skip
def test_an_amount_is_shown_as_a_cook_reads_it(amount: str, shown: str) -> None:
    assert kitchen_text(to_amount(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.33", "0.33"),
        ("1/3", "1/3"),
        ("16.67", "16.67"),
        ("2.25", "2 1/4"),
        ("-1/2", "-1/2"),
        ("31/12", "2 7/12"),
        ("0.001", "0.001"),
        ("0.0001", "0.0001"),
        (60, "60"),
    ],
)
def test_a_planned_quantity_is_shown_exactly(amount: Amount, shown: str) -> None:
    assert plan_text(to_amount(amount)) == shown
