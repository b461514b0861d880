"""What the differences mean for the kitchen: the sums of both sides, where they are not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from core.domain.arithmetic import summarize
from core.domain.arithmetic.kitchen import Converter, converter_of, unit_for
from core.domain.arithmetic.reading import is_same, unit_of
from core.domain.compare.diff import Consequence, ConsequenceKind, DiffKind
from core.domain.compare.sides import Node, Opened, OpenSide
from core.domain.material_measures import square_side
from core.domain.plan_summary import BatchRow, Source, SourceKind
from core.domain.units import Dimension, Unit

NOTHING = Fraction(0)
_KINDS = {
    SourceKind.ITEM: DiffKind.ITEM,
    SourceKind.INGREDIENT: DiffKind.INGREDIENT,
    SourceKind.MATERIAL: DiffKind.MATERIAL,
}


class _Amount(NamedTuple):
    """A number of one side in its unit; `number` None where it is not known."""

    number: Fraction | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Sums:
    """One side: its numbers by kind, and all that is in them though its number may not be known."""

    side: OpenSide
    items: Mapping[Node, BatchRow]
    amounts: Mapping[ConsequenceKind, Mapping[Node, list[_Amount]]]
    names: Mapping[Node, str]
    present: frozenset[Node]

    def converter(self, node: Node) -> Converter:
        """Of an ingredient by this side's density; without one where it has none."""
        data = self.side.get(node) if node[0] is DiffKind.INGREDIENT else None
        return converter_of(data.get("density") if data else None)


def consequences_of(opened: Opened) -> tuple[Consequence, ...]:
    """Each side with its own stock; by kind, and in each by name.

    KeyError, TypeError or ValueError where a side is not what was written.
    """
    old, new = _sums(opened, opened.old), _sums(opened, opened.new)
    found = [*_of_items(old, new)]
    for kind in (ConsequenceKind.INGREDIENT, ConsequenceKind.MATERIAL, ConsequenceKind.BUY):
        found += _of_rows(kind, old, new)
    order = {kind: place for place, kind in enumerate(ConsequenceKind)}
    found.sort(key=lambda each: (order[each.kind], each.name.casefold(), each.uuid))
    return tuple(found)


def _sums(opened: Opened, side: OpenSide) -> _Sums:
    summary = summarize(side.plan, is_compared=True)
    items = {opened.node(DiffKind.ITEM, row.uuid): row for row in summary.batches}
    amounts: dict[ConsequenceKind, dict[Node, list[_Amount]]] = {}
    names: dict[Node, str] = {}
    ingredients = [(DiffKind.INGREDIENT, row) for row in summary.ingredients]
    materials = [(DiffKind.MATERIAL, row) for row in summary.materials]
    to_buy = [(_KINDS[row.kind], row) for row in summary.to_buy]
    for kind, rows in (
        (ConsequenceKind.INGREDIENT, ingredients),
        (ConsequenceKind.MATERIAL, materials),
        (ConsequenceKind.BUY, to_buy),
    ):
        amounts[kind] = {}
        for thing, row in rows:
            node = opened.node(thing, row.uuid)
            amounts[kind].setdefault(node, []).append(_Amount(row.quantity, row.unit))
            names[node] = row.name
    uncounted = (_uncounted(opened, side, each.source) for each in summary.not_counted)
    present = frozenset((*items, *names, *(node for node in uncounted if node)))
    return _Sums(side, items, amounts, names, present)


def _uncounted(opened: Opened, side: OpenSide, source: Source) -> Node | None:
    """The item, ingredient or material that a sum leaves out, or some of it."""
    if source.kind is SourceKind.MATERIAL_UNIT:
        unit = side.get(opened.node(DiffKind.MATERIAL_UNIT, source.uuid))
        return None if unit is None else opened.node(DiffKind.MATERIAL, unit["material_uuid"])
    kind = _KINDS.get(source.kind)
    return None if kind is None else opened.node(kind, source.uuid)


def _of_items(old: _Sums, new: _Sums) -> Iterator[Consequence]:
    """Pieces as they are needed, and batches; 48 cookies and 48 biscuits are the same number."""
    for node in {**old.items, **new.items}:
        before, now = old.items.get(node), new.items.get(node)
        row = now or before
        assert row is not None
        needs = [None if each is None else each.need for each in (before, now)]
        batches = [None if each is None else each.batches for each in (before, now)]
        units = [row.unit if each is None else each.unit for each in (before, now)]
        for kind, numbers, (old_unit, unit) in (
            (ConsequenceKind.PIECES, needs, units),
            (ConsequenceKind.BATCHES, batches, ("batches", "batches")),
        ):
            one = _known(node, old, numbers[0])
            other = _known(node, new, numbers[1])
            if not is_same(one, other):
                yield Consequence(kind, node[1], row.name, one, other, unit, old_unit)


def _known(node: Node, side: _Sums, number: Fraction | None) -> Fraction | None:
    """What is not on a side at all is 0 there; what is there and not counted is not known."""
    if number is not None or node in side.present:
        return number
    return NOTHING


def _of_rows(kind: ConsequenceKind, old: _Sums, new: _Sums) -> Iterator[Consequence]:
    before, after = old.amounts[kind], new.amounts[kind]
    for node in {**before, **after}:
        name = new.names.get(node) or old.names[node]
        sides = before.get(node, []), after.get(node, [])
        converters = old.converter(node), new.converter(node)
        for one, other in _paired(*sides, converters=converters):
            was = _known(node, old, None if one is None else one.number)
            now = _known(node, new, None if other is None else other.number)
            row = other or one
            assert row is not None
            unit, old_unit = row.unit, row.unit if one is None else one.unit
            if not is_same(was, now) or (was and unit != old_unit):
                yield Consequence(kind, node[1], name, was, now, unit, old_unit)


_Both = tuple[_Amount | None, _Amount | None]
_Converters = tuple[Converter, Converter]


def _paired(
    old: Sequence[_Amount], new: Sequence[_Amount], *, converters: _Converters
) -> Iterator[_Both]:
    """Rows of one thing in units that convert, in one unit; then what is left, one by one.

    An ingredient has a row for each dimension that it cannot turn into another, so that there are
    four at most.
    """
    left = [*old], [*new]
    for only_alike in (True, False):
        for one in tuple(left[0]):
            for other in tuple(left[1]):
                if only_alike and not _is_alike(one, other):
                    continue
                both = _in_one_unit(one, other, converters=converters)
                if both is not None:
                    left[0].remove(one)
                    left[1].remove(other)
                    yield both
                    break
    yield from zip_longest(*left)


def _is_alike(one: _Amount, other: _Amount) -> bool:
    """Whether they convert without a density."""
    if one.unit == other.unit:
        return True
    units = unit_of(one.unit), unit_of(other.unit)
    if units[0] is not None and units[1] is not None:
        return units[0].dimension is units[1].dimension
    return square_side(one.unit) is not None and square_side(other.unit) is not None


def _in_one_unit(
    old: _Amount, new: _Amount, *, converters: _Converters
) -> tuple[_Amount, _Amount] | None:
    """Both in one unit; None where they do not convert.

    In the one that the greater of them reads best in; of a volume and a weight in the volume's,
    each by its own side's density; of two areas in the finer. So it is the same when old and new
    change sides.
    """
    if old.unit == new.unit:
        return old, new
    units = unit_of(old.unit), unit_of(new.unit)
    if units[0] is None or units[1] is None:
        return _areas(old, new)
    target = _target((old, new), (units[0], units[1]))
    ratios = converters[0].ratio(units[0], target), converters[1].ratio(units[1], target)
    if old.number is None or new.number is None or ratios[0] is None or ratios[1] is None:
        return None
    return (
        _Amount(old.number * ratios[0], target.name),
        _Amount(new.number * ratios[1], target.name),
    )


def _target(amounts: tuple[_Amount, _Amount], units: tuple[Unit, Unit]) -> Unit:
    dimension = units[0].dimension
    if dimension is not units[1].dimension:
        return units[0] if dimension is Dimension.VOLUME else units[1]
    measured = (
        (amount.number or NOTHING) * unit.factor
        for amount, unit in zip(amounts, units, strict=True)
    )
    return unit_for(units, max(measured), dimension)


def _areas(old: _Amount, new: _Amount) -> tuple[_Amount, _Amount] | None:
    sides = square_side(old.unit), square_side(new.unit)
    if sides[0] is None or sides[1] is None or old.number is None or new.number is None:
        return None
    finer = min((sides[0].factor, old.unit), (sides[1].factor, new.unit))
    return (
        _Amount(old.number * (sides[0].factor / finer[0]) ** 2, finer[1]),
        _Amount(new.number * (sides[1].factor / finer[0]) ** 2, finer[1]),
    )
