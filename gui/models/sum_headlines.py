"""A plan's sums in one sentence each, over their tables."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.plan_summary import FeasibilityRow, PlanSummary
from gui import texts
from gui.sum_words import batches_text
from gui.words import TITLE_NAME, name_text

translate = QCoreApplication.translate


def batches_headline(summary: PlanSummary) -> str:
    """`12 batches of 7 items. Everything can be made.`"""
    if not summary.batches:
        return ""
    shared = {row.recipe_uuid: row.shared_batches for row in summary.batches if row.shared_batches}
    own = (row.batches for row in summary.batches if row.shared_batches is None)
    count = sum(own, Fraction(0)) + sum(shared.values(), Fraction(0))
    text = translate("Sums", "{batches} of {items}.").format(
        batches=batches_text(count), items=texts.items_text(len(summary.batches))
    )
    short = [name_text(line.name, TITLE_NAME) for line in summary.feasibility if _is_short(line)]
    if short:
        verdict = translate("Sums", "Not enough for {names}.").format(names=texts.join_names(short))
    elif any(line.is_unsure for line in summary.feasibility):
        verdict = translate("Sums", "Whether everything can be made is not known.")
    else:
        verdict = translate("Sums", "Everything can be made.")
    return f"{text} {verdict}"


def _is_short(line: FeasibilityRow) -> bool:
    return not line.is_unsure and line.possible < line.wanted


def shopping_headline(summary: PlanSummary) -> str:
    """`12 things to buy, 3 are there.`"""
    to_buy = sum(bool(row.quantity) for row in summary.to_buy)
    enough = len(summary.to_buy) - to_buy
    if not summary.to_buy:
        return translate("Sums", "Say what you have, and what is to buy is told.")
    one, many = translate("Sums", "1 thing to buy"), translate("Sums", "{count} things to buy")
    text = one if to_buy == 1 else many.format(count=texts.count_text(to_buy))
    if not enough:
        return f"{text}."
    return translate("Sums", "{to_buy}, enough of {count}.").format(
        to_buy=text, count=texts.count_text(enough)
    )
