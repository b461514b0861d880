"""What is typed into a field of the catalog: whether it can be taken, and what it then is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.quantity import AmountError, parse_amount, parse_quantity
from gui.widgets.text_check import clean_name, name_problem, note_problem

WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Check:
    """`problem` says in a sentence why a text cannot be taken, "" when it can; `value` reads it."""

    problem: Callable[[str], str]
    value: Callable[[str], object]


def line_problem(text: str) -> str:
    """As for a name, but it may be empty."""
    return name_problem(text) if clean_name(text) else ""


def line_value(text: str) -> str | None:
    return clean_name(text) or None


def text_value(text: str) -> str | None:
    return text.strip() or None


def count_problem(text: str) -> str:
    """For a number over 0 that may be left open."""
    return _refusal(parse_quantity, text)


def count_value(text: str) -> Fraction | None:
    return parse_quantity(text) if text.strip() else None


def percent_problem(text: str) -> str:
    return _refusal(_percent, text)


def percent_value(text: str) -> Fraction | None:
    return _percent(text) if text.strip() else None


def have_problem(text: str) -> str:
    """For what is in the house: 0 is an answer too."""
    return _refusal(_not_below_zero, text)


def _percent(text: str) -> Fraction:
    amount = parse_quantity(text.strip().removesuffix("%").strip())
    if amount > WHOLE:
        raise AmountError(
            QCoreApplication.translate(
                "CatalogChecks", "A portion is at most the whole batch, 100 %."
            )
        )
    return amount


def _not_below_zero(text: str) -> Fraction:
    amount = parse_amount(text)
    if amount < 0:
        raise AmountError(QCoreApplication.translate("CatalogChecks", "It cannot be less than 0."))
    return amount


def _refusal(read: Callable[[str], object], text: str) -> str:
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
