"""What is typed into the cells of the sums: whether it can be taken, and what it then is."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.quantity import LARGEST_BUFFER, AmountError, parse_amount
from gui.widgets.catalog.checks import Check, refusal


def number_value(text: str) -> Fraction | None:
    """A number of batches, 0 too; None where she takes hers back."""
    return _not_below_0(text) if text.strip() else None


def percent_value(text: str) -> Fraction | None:
    """`10 %` or `+10%`; None for nothing more than is planned."""
    return _percent(text) if text.strip() else None


def _not_below_0(text: str) -> Fraction:
    amount = parse_amount(text)
    if amount < 0:
        raise AmountError(
            QCoreApplication.translate("SumChecks", "It cannot be less than nothing.")
        )
    return amount


def _percent(text: str) -> Fraction:
    number = text.strip().removesuffix("%").strip()
    is_percent = text.strip().endswith("%")
    if not is_percent or any(letter.isalpha() for letter in number):  # 60, and 2 dz, mean pieces
        raise AmountError(
            QCoreApplication.translate(
                "SumChecks", "How much extra is baked, in percent: 10 %. How many is for the plan."
            )
        )
    amount = _not_below_0(number)
    if amount > LARGEST_BUFFER:
        raise AmountError(QCoreApplication.translate("SumChecks", "At most 1,000 % more."))
    return amount


def _number_problem(text: str) -> str:
    return refusal(_not_below_0, text)


def _percent_problem(text: str) -> str:
    return refusal(_percent, text)


COUNT_OR_NONE = Check(_number_problem, number_value)
BUFFER = Check(_percent_problem, percent_value)
