"""What to buy: what is needed less what she has, in any unit that converts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.arithmetic.ingredients import Needed
from core.domain.arithmetic.materials import MaterialNeed, in_base, is_known
from core.domain.arithmetic.reading import read_factor, third_in, unit_of
from core.domain.catalog import Stock
from core.domain.plan_summary import (
    AmountRow,
    BuyRow,
    Factor,
    Meaning,
    NotCounted,
    Proof,
    Source,
    SourceKind,
    Term,
    Uncounted,
)
from core.domain.units import Dimension, Unit

Stocks = Mapping[str, Stock]
_DENSE = {Dimension.VOLUME, Dimension.WEIGHT}


@dataclass(slots=True)
class Shopping:
    """What can be compared with what she has, and what cannot."""

    rows: list[BuyRow] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)

    def leave_out(
        self, row: AmountRow, source: Source, reason: Uncounted, *, stock: Stock | None = None
    ) -> None:
        """`stock` is what the row cannot be compared with."""
        found = NotCounted(row.name, reason, source, row.quantity, row.unit)
        if stock is not None:
            found = found._replace(units=(row.unit, stock.unit), have=stock.amount)
        self.not_counted.append(found)

    def compare(self, row: AmountRow, source: Source, *, have: Factor, ratio: Fraction) -> None:
        """`ratio` of the row's unit are one of what she has."""
        taken = Factor(Fraction(-1), Meaning.TAKEN_AWAY)
        factors = [taken, have]
        if ratio != 1:
            factors.append(Factor(ratio, Meaning.UNIT, row.unit))
        stock = Source(SourceKind.STOCK, source.uuid, source.name)
        proof = Proof(
            (
                Term(source, (Factor(row.quantity, Meaning.NEEDED, row.unit),)),
                Term(stock, tuple(factors)),
            )
        )
        amount = have.value * ratio
        self.rows.append(
            BuyRow(
                uuid=source.uuid,
                name=source.name,
                kind=source.kind,
                quantity=max(row.quantity - amount, Fraction(0)),
                unit=row.unit,
                have=amount,
                need=row.quantity,
                proof=proof,
            )
        )


def shop(
    ingredients: Iterable[Needed],
    materials: Iterable[MaterialNeed],
    *,
    stock: Stocks,
    material_stock: Stocks,
) -> Shopping:
    """Ingredients first, then materials; `stock` is by uuid."""
    shopping = Shopping()
    for ingredient in ingredients:
        for row in ingredient.rows:
            _shop_ingredient(shopping, ingredient, row=row, stock=stock.get(row.uuid))
    for material in materials:
        _shop_material(shopping, material, material_stock.get(material.source.uuid))
    return shopping


def _shop_ingredient(
    shopping: Shopping, ingredient: Needed, *, row: AmountRow, stock: Stock | None
) -> None:
    source = ingredient.source
    if stock is None:
        shopping.leave_out(row, source, Uncounted.NO_STOCK)
        return
    unit, target = unit_of(stock.unit), unit_of(row.unit)
    if unit is None or target is None:
        shopping.leave_out(row, source, Uncounted.STOCK_UNIT_UNKNOWN, stock=stock)
        return
    ratio = ingredient.converter.ratio(unit, target)
    if ratio is None:
        shopping.leave_out(row, source, _apart(unit, target), stock=stock)
        return
    read = third_in(stock.amount, unit)
    have = read_factor(stock.amount, read, meaning=Meaning.HAVE, unit=stock.unit)
    shopping.compare(row, source, have=have, ratio=ratio)


def _apart(unit: Unit, target: Unit) -> Uncounted:
    is_dense = {unit.dimension, target.dimension} == _DENSE
    return Uncounted.STOCK_NO_DENSITY if is_dense else Uncounted.STOCK_UNITS_DIFFER


def _shop_material(shopping: Shopping, material: MaterialNeed, stock: Stock | None) -> None:
    row, source = material.row(), material.source
    if stock is None:
        shopping.leave_out(row, source, Uncounted.NO_STOCK)
        return
    base = in_base(stock.unit, material.base_unit)
    if base is None:
        is_unit = is_known(stock.unit)
        reason = Uncounted.STOCK_UNITS_DIFFER if is_unit else Uncounted.STOCK_UNIT_UNKNOWN
        shopping.leave_out(row, source, reason, stock=stock)
        return
    have = Factor(stock.amount, Meaning.HAVE, stock.unit)
    shopping.compare(row, source, have=have, ratio=base / material.base_in_unit)
