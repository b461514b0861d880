"""What is typed into a field of the catalog: whether it can be taken, and what it then is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.part_text import parse_measure
from core.domain.quantity import AmountError, parse_quantity, positive
from gui.widgets.text_check import clean_name, line_problem, name_problem, note_problem

WHOLE = Fraction(100)
LONGEST_UNIT = 40  # characters

Measured = tuple[Fraction, str]


@dataclass(frozen=True, slots=True)
class Check:
    """`problem` says in a sentence why a text cannot be taken, "" when it can; `value` reads it."""

    problem: Callable[[str], str]
    value: Callable[[str], object]


def line_value(text: str) -> str | None:
    return clean_name(text) or None


def text_value(text: str) -> str | None:
    return text.strip() or None


def count_problem(text: str) -> str:
    """For a number over 0 that may be left open."""
    return refusal(parse_quantity, text)


def count_value(text: str) -> Fraction | None:
    return parse_quantity(text) if text.strip() else None


def percent_problem(text: str) -> str:
    return refusal(_percent, text)


def percent_value(text: str) -> Fraction | None:
    return _percent(text) if text.strip() else None


def measure_problem(text: str) -> str:
    """For an amount over 0 with its unit, `4.25 oz`, that may be left open."""
    return refusal(_measure, text)


def measure_value(text: str) -> Measured | None:
    return _measure(text) if text.strip() else None


def have_problem(text: str) -> str:
    """For what is in the house: 0 is an answer too, and a number alone."""
    return refusal(read_have, text)


def have_value(text: str) -> Measured | None:
    return read_have(text) if text.strip() else None


def read_have(text: str) -> Measured:
    """AmountError where it is none."""
    found = parse_measure(text)
    if found is None:
        raise AmountError(
            QCoreApplication.translate("CatalogChecks", "Please begin with a number, as in 5 lb.")
        )
    if found[0] < 0:
        raise AmountError(
            QCoreApplication.translate("CatalogChecks", "It cannot be less than nothing.")
        )
    if len(found[1]) > LONGEST_UNIT:
        raise AmountError(QCoreApplication.translate("CatalogChecks", "This unit is too long."))
    return found


def _measure(text: str) -> Measured:
    amount, unit = read_have(text)
    if not unit:
        raise AmountError(
            QCoreApplication.translate("CatalogChecks", "Please add the unit, as in 4.25 oz.")
        )
    return positive(amount), unit


def _percent(text: str) -> Fraction:
    amount = parse_quantity(text.strip().removesuffix("%").strip())
    if amount > WHOLE:
        raise AmountError(
            QCoreApplication.translate(
                "CatalogChecks", "A portion is at most the whole batch, 100 %."
            )
        )
    return amount


def refusal(read: Callable[[str], object], text: str) -> str:
    """Why `read` cannot take the text; "" where it can, or where there is none."""
    try:
        if text.strip():
            read(text)
    except AmountError as error:
        return str(error)
    return ""


NAME = Check(name_problem, clean_name)
LINE = Check(line_problem, line_value)
TEXT = Check(note_problem, text_value)
COUNT = Check(count_problem, count_value)
PERCENT = Check(percent_problem, percent_value)
MEASURE = Check(measure_problem, measure_value)
HAVE = Check(have_problem, have_value)
