"""The sums as plain tables for a spreadsheet: decimal numbers, units in a column of their own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.plan_summary import BatchRow, FeasibilityRow, NotCounted, PlanSummary
from gui import texts
from gui.models.batch_rows import how_text, possible_text
from gui.models.shopping_rows import Wanted, stock_factor, wanted_of
from gui.sum_words import measure_text, sum_text
from gui.uncounted_words import baking_uncounted, reason_text, shopping_uncounted

translate = QCoreApplication.translate
PLACES = Decimal("0.0001")

Table = tuple[tuple[str, ...], ...]


def decimal_text(amount: Fraction) -> str:
    """`2.25`, at most four places; a fraction would be read as a day."""
    number = (Decimal(amount.numerator) / amount.denominator).quantize(PLACES)
    text = f"{number:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def batches_table(summary: PlanSummary) -> Table:
    """Items, then the lines that can be made, then what is not counted."""
    head = (
        translate("Sums", "What"),
        translate("Sums", "Needed"),
        translate("Sums", "Unit"),
        translate("Sums", "Batches"),
        translate("Sums", "Makes"),
        translate("Sums", "Spare"),
        translate("Sums", "How it adds up"),
    )
    rows = [head, *map(_item, summary.batches)]
    if summary.feasibility:
        rows += [(), (translate("Sums", "What can be made"),), *map(_line, summary.feasibility)]
    return _plain([*rows, *_left_out(baking_uncounted(summary))])


def _item(row: BatchRow) -> tuple[str, ...]:
    numbers = (row.batches, row.makes, row.spare)
    return (row.name, decimal_text(row.need), row.unit, *map(decimal_text, numbers), how_text(row))


def _line(line: FeasibilityRow) -> tuple[str, ...]:
    possible = "" if line.is_unsure else decimal_text(line.possible)
    short = "" if line.is_unsure else decimal_text(min(line.possible - line.wanted, Fraction(0)))
    wanted = decimal_text(line.wanted)
    return (line.name, wanted, line.unit, "", possible, short, possible_text(line))


def shopping_table(summary: PlanSummary) -> Table:
    """Ingredients, materials, then what is not counted."""
    head = (
        translate("Sums", "What"),
        translate("Sums", "Needed"),
        translate("Sums", "Unit"),
        translate("Sums", "Have"),
        translate("Sums", "Buy"),
        translate("Sums", "How it adds up"),
    )
    rows = [head, *(_wanted(each) for group in wanted_of(summary) for each in group)]
    return _plain([*rows, *_left_out(shopping_uncounted(summary))])


def _wanted(wanted: Wanted) -> tuple[str, ...]:
    row, buy = wanted.row, wanted.buy
    have, amount = "", translate("Sums", "not counted")
    if buy is not None:
        have, amount = decimal_text(buy.have), decimal_text(buy.quantity)
    elif (stock := stock_factor(wanted)) is not None:  # in a unit that cannot be compared
        have = measure_text(stock.value, stock.unit)
    how = f"{measure_text(row.quantity, row.unit)} = {sum_text(row.proof)}"
    return (row.name, decimal_text(row.quantity), row.unit, have, amount, how)


def _left_out(found: Iterable[NotCounted]) -> list[tuple[str, ...]]:
    rows = [(each.name, reason_text(each)) for each in found]
    return [(), (translate("Sums", "Not counted"),), *rows] if rows else []


def _plain(rows: Iterable[tuple[str, ...]]) -> Table:
    """Without the signs that keep a name's direction on the screen."""
    return tuple(tuple(texts.undirected(cell) for cell in row) for row in rows)
