"""Reads the numbers of definitions exactly, and kitchen thirds as what the cook meant."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from core.domain.plan_summary import Factor, Meaning
from core.domain.quantity import kitchen_value, positive, to_amount
from core.domain.units import Dimension, Unit, find_unit


@lru_cache(maxsize=4096)
def exact(stored: int | str) -> Fraction:
    """A number of a definition; AmountError for what is none over 0."""
    return positive(to_amount(stored))


@lru_cache(maxsize=1024)
def unit_of(text: str) -> Unit | None:
    return find_unit(text)


def third_in(amount: Fraction, unit: Unit | None) -> Fraction:
    """The amount as a cook means it: 0.33 of a volume is a third, of a weight it is 0.33."""
    if unit is None or unit.dimension is not Dimension.VOLUME:
        return amount
    return kitchen_value(amount)


def read_factor(amount: Fraction, read: Fraction, *, meaning: Meaning, unit: str = "") -> Factor:
    """A factor that says from what it was read, where that is another number."""
    return Factor(read, meaning, unit, None if read == amount else amount)


# The same few numbers stand in thousands of definitions: one factor serves all of them.


@lru_cache(maxsize=4096)
def kitchen_factor(stored: int | str, unit: str) -> Factor:
    """So much of an ingredient in one batch."""
    amount = exact(stored)
    return read_factor(
        amount, third_in(amount, unit_of(unit)), meaning=Meaning.IN_RECIPE, unit=unit
    )


@lru_cache(maxsize=4096)
def plain_factor(stored: int | str, meaning: Meaning) -> Factor:
    return Factor(exact(stored), meaning)


@lru_cache(maxsize=1024)
def percent_factor(percentage: Fraction) -> Factor:
    """A percentage as it is meant: 33.33 is a third of a batch."""
    return read_factor(percentage, kitchen_value(percentage), meaning=Meaning.PERCENTAGE)


def rounded_up(amount: Fraction) -> Fraction:
    return exact_whole(-(-amount.numerator // amount.denominator))


def rounded_down(amount: Fraction) -> Fraction:
    return exact_whole(amount.numerator // amount.denominator)


def product(one: Fraction, other: Fraction) -> Fraction:
    """What `*` gives; the whole ones of a plan are few, and one object serves all that are equal."""
    if one.denominator == 1 and other.denominator == 1:
        return exact_whole(one.numerator * other.numerator)
    return one * other


def is_same(one: Fraction | None, other: Fraction | None) -> bool:
    """What `==` gives of two fractions or None, in a third of its time."""
    if one is None or other is None:
        return one is other
    return one.numerator == other.numerator and one.denominator == other.denominator


def difference(one: Fraction, other: Fraction) -> Fraction:
    """What `-` gives, shared as in `product`."""
    if one.denominator == 1 and other.denominator == 1:
        return exact_whole(one.numerator - other.numerator)
    return one - other


def batches_factor(amount: Fraction) -> Factor:
    if amount.denominator == 1:
        return _whole_batches(amount.numerator)
    return Factor(amount, Meaning.BATCHES)


@lru_cache(maxsize=4096)
def _whole_batches(number: int) -> Factor:
    return Factor(exact_whole(number), Meaning.BATCHES)


@lru_cache(maxsize=16_384)
def exact_whole(number: int) -> Fraction:
    return Fraction(number)
