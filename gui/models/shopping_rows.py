"""What a plan needs, what is in the house and what is to buy, as rows."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.arithmetic.reading import rounded_up
from core.domain.plan_summary import (
    AmountRow,
    BuyRow,
    Factor,
    Meaning,
    NotCounted,
    PlanSummary,
    SourceKind,
    Uncounted,
)
from core.domain.quantity import edit_text
from core.domain.units import Dimension, find_unit
from gui.models.batch_rows import head_row
from gui.models.part_model import PartCell, PartRow
from gui.sum_words import exact_text, measure_text, number_text, sum_text, unit_text
from gui.uncounted_words import reason_text
from gui.words import name_text

translate = QCoreApplication.translate
WHAT, NEEDED, HAVE, BUY, HOW = range(5)
_NOT_COMPARED = (
    Uncounted.NO_STOCK,
    Uncounted.STOCK_UNIT_UNKNOWN,
    Uncounted.STOCK_NO_DENSITY,
    Uncounted.STOCK_UNITS_DIFFER,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One amount to shop for: with what is to buy, or why that is not counted."""

    kind: SourceKind  # INGREDIENT or MATERIAL
    row: AmountRow
    buy: BuyRow | None = None
    reason: NotCounted | None = None


def shopping_rows(summary: PlanSummary, *, is_editable: bool) -> tuple[PartRow, ...]:
    """Ingredients, then materials; `thing` is a Wanted, None in a head."""
    titles = {
        SourceKind.INGREDIENT: translate("Sums", "Ingredients"),
        SourceKind.MATERIAL: translate("Sums", "Materials"),
    }
    rows: list[PartRow] = []
    for found in wanted_of(summary):
        kind = found[0].kind
        rows.append(head_row(kind, titles[kind], HOW + 1))
        rows += [_row(each, is_editable=is_editable) for each in found]
    return tuple(rows)


def wanted_of(summary: PlanSummary) -> list[list[Wanted]]:
    """The ingredients and the materials, as far as there are any."""
    buys = {(row.uuid, row.unit): row for row in summary.to_buy}
    reasons = {
        (each.source.uuid, each.unit): each
        for each in summary.not_counted
        if each.reason in _NOT_COMPARED
    }
    groups = [
        [
            Wanted(kind, row, buys.get((row.uuid, row.unit)), reasons.get((row.uuid, row.unit)))
            for row in amounts
        ]
        for kind, amounts in (
            (SourceKind.INGREDIENT, summary.ingredients),
            (SourceKind.MATERIAL, summary.materials),
        )
    ]
    return [group for group in groups if group]


def wanted_key(wanted: Wanted) -> Hashable:
    return wanted.kind, wanted.row.uuid, wanted.row.unit


def _row(wanted: Wanted, *, is_editable: bool) -> PartRow:
    row = wanted.row
    needed = needed_text(row.quantity, row.unit)
    how = translate("Sums", "{need} = {sum}").format(
        need=measure_text(row.quantity, row.unit), sum=sum_text(row.proof)
    )
    have, buy = _have_cell(wanted, is_editable=is_editable), _buy_cell(wanted)
    cells = (
        PartCell(row.name),
        PartCell(needed, tip=exact_measure(row.quantity, row.unit)),
        have,
        buy,
        PartCell(how),
    )
    spoken = translate("Sums", "{name}: {needed} needed, have {have}, buy {buy}").format(
        name=name_text(row.name), needed=needed, have=have.text, buy=buy.text
    )
    return PartRow(wanted_key(wanted), wanted, cells, icon=wanted.kind.value, spoken=spoken)


def exact_measure(amount: Fraction, unit: str) -> str:
    """To the last digit: `18 14/17 cup`."""
    return f"{exact_text(amount)} {unit_text(unit)}".strip()


def is_counted(unit: str) -> bool:
    """Whether only whole ones can be had: eggs, bags, bows."""
    known = find_unit(unit)
    return known is not None and known.dimension is Dimension.COUNT


def needed_text(amount: Fraction, unit: str) -> str:
    """`2 1/4 cup`; of what is counted whole ones, with what is left over: `8 (1/2 left over)`."""
    whole = rounded_up(amount)
    if not is_counted(unit) or whole == amount:
        return measure_text(amount, unit)
    return translate("Sums", "{whole} ({rest} left over)").format(
        whole=measure_text(whole, unit), rest=number_text(whole - amount)
    )


def _have_cell(wanted: Wanted, *, is_editable: bool) -> PartCell:
    stock = stock_factor(wanted)
    if stock is None:
        tip = reason_text(wanted.reason) if wanted.reason is not None else ""
        text = translate("Sums", "not said")
        return PartCell(text, "" if is_editable else None, tip, colour="muted")
    typed = stock.read_from if stock.read_from is not None else stock.value
    edit = f"{edit_text(typed)} {'' if stock.unit == 'each' else stock.unit}".strip()
    own = measure_text(stock.value, stock.unit)
    if wanted.buy is None:
        tip = reason_text(wanted.reason) if wanted.reason is not None else ""
        return PartCell(own, edit if is_editable else None, tip, colour="muted")
    text = own
    if stock.unit != wanted.row.unit:
        text = f"{own} ({measure_text(wanted.buy.have, wanted.row.unit)})"
    tip = exact_measure(wanted.buy.have, wanted.row.unit)
    return PartCell(text, edit if is_editable else None, tip)


def stock_factor(wanted: Wanted) -> Factor | None:
    """What she has, in the unit she said it in; None where she has not."""
    if wanted.buy is not None:
        for term in wanted.buy.proof.terms:
            for factor in term.factors:
                if factor.meaning is Meaning.HAVE:
                    return factor
    reason = wanted.reason
    if reason is not None and reason.have is not None:
        return Factor(reason.have, Meaning.HAVE, reason.units[-1])
    return None


def _buy_cell(wanted: Wanted) -> PartCell:
    if wanted.buy is None:
        tip = reason_text(wanted.reason) if wanted.reason is not None else ""
        return PartCell(translate("Sums", "not counted"), tip=tip, colour="muted")
    buy = wanted.buy
    if not buy.quantity:
        left = translate("Sums", "{amount} left over").format(
            amount=exact_measure(buy.have - buy.need, buy.unit)
        )
        return PartCell(translate("Sums", "enough"), tip=left, colour="good")
    return PartCell(needed_text(buy.quantity, buy.unit), tip=exact_measure(buy.quantity, buy.unit))
