"""Why something is not counted, in words, and how a strip says how much of it there is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from core.domain.plan_summary import NotCounted, PlanSummary, Uncounted
from gui import texts
from gui.sum_words import measure_text, unit_text

translate = QCoreApplication.translate
_BAKING = (Uncounted.NO_YIELD, Uncounted.EMPTY_BOX)


def baking_uncounted(summary: PlanSummary) -> tuple[NotCounted, ...]:
    """What the batches leave out."""
    return tuple(each for each in summary.not_counted if each.reason in _BAKING)


def shopping_uncounted(summary: PlanSummary) -> tuple[NotCounted, ...]:
    """What the ingredients, the materials and what is to buy leave out; unsaid stock comes last."""
    return tuple(sorted(summary.not_counted, key=lambda each: each.reason is Uncounted.NO_STOCK))


def strip_text(left_out: Iterable[NotCounted]) -> str:
    """`2 things are not counted.`; things of which she has not said what she has are told apart."""
    found = list(left_out)
    unsaid = sum(each.reason is Uncounted.NO_STOCK for each in found)
    count = len(found) - unsaid
    parts = []
    if count == 1:
        parts.append(translate("Sums", "1 thing is not counted."))
    elif count:
        parts.append(
            translate("Sums", "{count} things are not counted.").format(
                count=texts.count_text(count)
            )
        )
    if unsaid == 1:
        parts.append(translate("Sums", "Of 1 thing you have not said how much you have."))
    elif unsaid:
        parts.append(
            translate("Sums", "Of {count} things you have not said how much you have.").format(
                count=texts.count_text(unsaid)
            )
        )
    return " ".join(parts)


def reason_text(each: NotCounted) -> str:
    """`It does not say what a batch makes.`"""
    units = [unit_text(unit) or translate("Sums", "pieces") for unit in each.units]
    pair = texts.join_names(units)
    left_out = measure_text(each.quantity, each.unit) if each.quantity is not None else ""
    unit = unit_text(each.units[-1] if each.units else each.unit)
    return _sentences()[each.reason].format(units=pair, amount=left_out, unit=unit)


def _sentences() -> dict[Uncounted, str]:
    return {
        Uncounted.NO_YIELD: translate("Uncounted", "It does not say how many a batch makes."),
        Uncounted.NO_RECIPE: translate(
            "Uncounted", "It has no recipe that says what goes into it."
        ),
        Uncounted.EMPTY_RECIPE: translate("Uncounted", "Nothing is in this recipe yet."),
        Uncounted.EMPTY_BOX: translate("Uncounted", "Nothing is in this box yet."),
        Uncounted.CHOSEN_LATER: translate(
            "Uncounted", "Which one is used is chosen later: {amount}."
        ),
        Uncounted.UNKNOWN_UNIT: translate("Uncounted", "The unit {unit} is not known: {amount}."),
        Uncounted.NO_DENSITY: translate(
            "Uncounted", "{units} are not added up: what a cup of it weighs is not known."
        ),
        Uncounted.UNITS_DIFFER: translate("Uncounted", "{units} cannot be added up."),
        Uncounted.NO_STOCK: translate("Uncounted", "You have not said how much you have."),
        Uncounted.STOCK_UNIT_UNKNOWN: translate(
            "Uncounted", "The unit {unit} of what you have is not known."
        ),
        Uncounted.STOCK_NO_DENSITY: translate(
            "Uncounted", "{units} cannot be compared: what a cup of it weighs is not known."
        ),
        Uncounted.STOCK_UNITS_DIFFER: translate("Uncounted", "{units} cannot be compared."),
    }
