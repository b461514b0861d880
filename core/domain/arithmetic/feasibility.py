"""What can be made with the batches as they are, line after line in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import itemgetter

from core.domain.arithmetic.explosion import BOX, ITEM, Definitions, Exploded
from core.domain.arithmetic.reading import (
    difference,
    exact,
    exact_whole,
    product,
    rounded_down,
)
from core.domain.definition import ThingKey, counted_in
from core.domain.keys import ComponentKind
from core.domain.plan_summary import BatchRow, FeasibilityRow, Limit
from core.domain.planned import PlannedLine

_BAKED = (ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT)


@dataclass(slots=True)
class _Inside:
    """What one thing holds of the items that are short, by uuid, and whether it holds a riddle."""

    amounts: dict[str, Fraction] = field(default_factory=dict)
    is_unsure: bool = False

    def add(self, other: _Inside, times: Fraction) -> None:
        for uuid, amount in other.amounts.items():
            more = product(amount, times)
            self.amounts[uuid] = self.amounts[uuid] + more if uuid in self.amounts else more
        self.is_unsure |= other.is_unsure


def judge(
    lines: Iterable[PlannedLine],
    found: Exploded,
    *,
    definitions: Definitions,
    rows: Iterable[BatchRow],
) -> list[FeasibilityRow]:
    """A row for every line of boxes or items; what one takes is not there for the next.

    Only an item that is short can limit anything, so only those are followed through the boxes:
    without one the time is linear, else it grows with the short items of every line, added up. No
    way is shorter, for each of them is told as a limit: 1,000 lines with the same 1,000 short items
    are a million limits, in 1.7 seconds (measured).
    """
    known = {row.uuid: row for row in rows}
    available = {row.uuid: exact_whole(row.whole_makes) for row in known.values() if row.spare < 0}
    inside: dict[ThingKey, _Inside] = {}
    for key in found.of_kind(ITEM):
        if key[1] in available:
            inside[key] = _Inside({key[1]: Fraction(1)})
        elif key[1] not in known:
            inside[key] = _Inside(is_unsure=True)
    for uuid in reversed(found.order):
        contents = definitions[BOX, uuid]["components"]
        box = inside[BOX, uuid] = _Inside(is_unsure=not contents)
        for entry in contents:
            part = inside.get((entry["component_type"], entry["original_uuid"]))
            if part is not None and (part.amounts or part.is_unsure):
                box.add(part, exact(entry["component_quantity"]))
    judged = []
    for line in lines:
        if line.kind in _BAKED:
            key = (line.kind.value, line.source_uuid)
            row = _judged(line, inside.get(key, _Inside()), available=available, rows=known)
            judged.append(replace(row, unit=counted_in(line.kind, definitions[key])))
    return judged


def _judged(
    line: PlannedLine,
    inside: _Inside,
    *,
    available: dict[str, Fraction],
    rows: dict[str, BatchRow],
) -> FeasibilityRow:
    """Whole boxes where not all can be made; takes what it can from `available`."""
    short = []
    for uuid, each in inside.amounts.items():
        have, need = available[uuid], product(each, line.quantity)
        if have < need:
            enough_for = have / each if have else have
            limit = Limit(uuid, rows[uuid].name, have, difference(need, have))
            short.append((enough_for, limit.name, uuid, limit))
    short.sort(key=itemgetter(0, 1, 2))
    possible = rounded_down(short[0][0]) if short else line.quantity
    limits = tuple(limit for *_, limit in short)
    if possible:
        for uuid, each in inside.amounts.items():
            available[uuid] = difference(available[uuid], product(each, possible))
    return FeasibilityRow(
        line_uuid=line.uuid,
        source_uuid=line.source_uuid,
        kind=line.kind,
        name=line.name,
        unit="",
        wanted=line.quantity,
        possible=possible,
        limited_by=limits[0].name if limits else None,
        limits=limits,
        is_unsure=inside.is_unsure,
        buffer_percent=line.buffer_percent,
    )
