"""What differs in the rows that stand in a plan, a box or a recipe: amounts, notes, their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from core.domain.compare.diff import Change, DiffKey, DiffKind, DiffValue, Step
from core.domain.compare.fields import Told, amount_of, text_of
from core.domain.compare.ordering import Aligned, align
from core.domain.compare.sides import COMPONENT_OF, KIND_OF, Node, Opened, OpenSide
from core.domain.definition import Data, counted_in
from core.domain.planned import PlannedLine

QUANTITY, PLACE = "quantity", "place"


class Row(NamedTuple):
    """A line, a content, a recipe's line or part: what is in it, what is said of it, its source.

    `values` are what it says besides, each under its name in `FIELDS`, the amount first.
    """

    node: Node
    values: tuple[Any, ...]
    line_uuid: str  # of the plan, else ""
    source: Any


FIELDS: dict[DiffKind, tuple[str, ...]] = {
    DiffKind.LINE: (QUANTITY, "notes", "buffer_percent"),
    DiffKind.CONTENT: (QUANTITY, "notes", "is_generic"),
    DiffKind.RECIPE_LINE: (QUANTITY, "unit", "notes"),
    DiffKind.RECIPE_PART: (QUANTITY,),
}


@dataclass(slots=True)
class RowsTold:
    """One row of an owner with all that is told of it, or a row that leads to what is told."""

    step: Step
    node: Node
    told: list[Told] = field(default_factory=list)


def differing_rows(opened: Opened, owner: Node) -> list[RowsTold]:
    """All rows of the plan, a box or a recipe, where any differs; none where all are the same."""
    found: list[RowsTold] = []
    for kind, rows_in in _ROWS_IN.get(owner[0], ()):
        old, new = rows_in(opened, opened.old, owner), rows_in(opened, opened.new, owner)
        if [row[:3] for row in old] != [row[:3] for row in new]:
            found += _Comparison(opened, owner, kind, old, new).rows()
    return found


def rows_of(opened: Opened, side: OpenSide, owner: Node) -> list[tuple[Step, Node]]:
    """Each row of an owner as a step, in its order, and what is in it."""
    return [
        (_step(side, kind, row, nth=0), row.node)
        for kind, rows_in in _ROWS_IN.get(owner[0], ())
        for row in rows_in(opened, side, owner)
    ]


def _lines(opened: Opened, side: OpenSide, _: Node) -> list[Row]:
    return [
        Row(
            opened.node(KIND_OF[line.kind.value], line.source_uuid),
            (line.quantity, line.notes, line.buffer_percent),
            line.uuid,
            line,
        )
        for line in side.plan.lines
    ]


def _contents(opened: Opened, side: OpenSide, box: Node) -> list[Row]:
    return [
        Row(
            opened.node(KIND_OF[entry["component_type"]], entry["original_uuid"]),
            (entry["component_quantity"], entry.get("component_notes"), entry["is_generic"]),
            "",
            entry,
        )
        for entry in side.things[box[0]][box[1]]["components"]
    ]


def _recipe_lines(opened: Opened, side: OpenSide, recipe: Node) -> list[Row]:
    return [
        Row(
            opened.node(DiffKind.INGREDIENT, line["ingredient_uuid"]),
            (line["quantity"], line["unit"], line["notes"]),
            "",
            line,
        )
        for line in side.things[recipe[0]][recipe[1]]["lines"]
    ]


def _recipe_parts(opened: Opened, side: OpenSide, recipe: Node) -> list[Row]:
    return [
        Row(opened.node(DiffKind.RECIPE, part["recipe_uuid"]), (part["quantity"],), "", part)
        for part in side.things[recipe[0]][recipe[1]]["components"]
    ]


_RowsIn = Callable[[Opened, OpenSide, Node], list[Row]]
_ROWS_IN: dict[DiffKind, tuple[tuple[DiffKind, _RowsIn], ...]] = {
    DiffKind.LINE: ((DiffKind.LINE, _lines),),
    DiffKind.BOX: ((DiffKind.CONTENT, _contents),),
    DiffKind.RECIPE: (
        (DiffKind.RECIPE_LINE, _recipe_lines),
        (DiffKind.RECIPE_PART, _recipe_parts),
    ),
}


def _step(side: OpenSide, kind: DiffKind, row: Row, *, nth: int) -> Step:
    if kind is DiffKind.LINE:
        line: PlannedLine = row.source
        return Step(kind, line.uuid, side.name(row.node, line.name))
    if kind is DiffKind.CONTENT:
        entry: Data = row.source
        return Step(kind, entry["original_uuid"], side.name(row.node, entry["component_name"]), nth)
    if kind is DiffKind.RECIPE_LINE:
        return Step(kind, row.source["ingredient_uuid"], row.source["name"], nth)
    return Step(kind, row.source["recipe_uuid"], side.name(row.node), nth)


def _unit(side: OpenSide, kind: DiffKind, row: Row) -> str:
    """What the row's amount is counted in."""
    if kind is DiffKind.RECIPE_LINE:
        return text_of(row.source["unit"]) or ""
    if kind is DiffKind.RECIPE_PART:
        return "batches"
    if row.node[0] is DiffKind.MATERIAL:
        return "each"
    return counted_in(COMPONENT_OF[row.node[0]], side.things[row.node[0]][row.node[1]])


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The rows of one kind in one owner, old and new."""

    opened: Opened
    owner: Node
    kind: DiffKind
    old: list[Row]
    new: list[Row]

    def rows(self) -> list[RowsTold]:
        """In the new order; what is gone after what it stood behind."""
        aligned = self._aligned()
        nths: defaultdict[Node, int] = defaultdict(int)
        found = []
        for before, after in aligned.pairs:
            old = None if before is None else self.old[before]
            new = None if after is None else self.new[after]
            side, row = (self.opened.old, old) if new is None else (self.opened.new, new)
            assert row is not None
            nth = 0 if self.kind is DiffKind.LINE else nths[row.node]
            nths[row.node] += 1
            told = self._told(old, new, nth=nth)
            if before is not None and after in aligned.moved:
                places = Fraction(before + 1), Fraction(after + 1)
                told.append(Told(self._key(old, new, PLACE, nth=nth), Change.MOVED, *places))
            found.append(RowsTold(_step(side, self.kind, row, nth=nth), row.node, told))
        return found

    def _aligned(self) -> Aligned:
        passes: Sequence[Callable[[Row], Hashable]] = (
            lambda row: row[:2],
            lambda row: row.node,
        )
        if self.kind is DiffKind.LINE:
            passes = (lambda row: (row.line_uuid, row.node), *passes)
        return align(self.old, self.new, passes=passes, tie=lambda row: repr(row[:3]))

    def _key(self, old: Row | None, new: Row | None, name: str, *, nth: int) -> DiffKey:
        rows = [row for row in (old, new) if row is not None]
        thing = rows[0].node[1]
        if self.kind is DiffKind.LINE:
            return DiffKey(self.kind, thing, min(row.line_uuid for row in rows), nth, name)
        return DiffKey(self.kind, self.owner[1], thing, nth, name)

    def _told(self, old: Row | None, new: Row | None, *, nth: int) -> list[Told]:
        if old is not None and new is not None:
            return self._changes(old, new, nth=nth)
        key = self._key(old, new, QUANTITY, nth=nth)
        if new is not None:
            unit = _unit(self.opened.new, self.kind, new)
            return [Told(key, Change.ADDED, None, _value(QUANTITY, new.values[0]), "", unit)]
        assert old is not None
        unit = _unit(self.opened.old, self.kind, old)
        return [Told(key, Change.REMOVED, _value(QUANTITY, old.values[0]), None, unit)]

    def _changes(self, old: Row, new: Row, *, nth: int) -> list[Told]:
        told: list[Told] = []
        if old.values == new.values:
            return told
        for name, before, now in zip(FIELDS[self.kind], old.values, new.values, strict=True):
            if before == now:
                continue
            values, units = (_value(name, before), _value(name, now)), ("", "")
            if name == QUANTITY or name == "unit":
                # An amount and its unit are one: 1 cup that became 12 tbsp is one difference.
                values = _value(QUANTITY, old.values[0]), _value(QUANTITY, new.values[0])
                units = (
                    _unit(self.opened.old, self.kind, old),
                    _unit(self.opened.new, self.kind, new),
                )
                name = QUANTITY
            elif name == "buffer_percent":
                units = ("" if before is None else "%", "" if now is None else "%")
            key = self._key(old, new, name, nth=nth)
            row = Told(key, Change.CHANGED, *values, *units)
            if row not in told and (values[0] != values[1] or units[0] != units[1]):
                told.append(row)
        return told


def _value(name: str, stored: Any) -> DiffValue:
    if name in (QUANTITY, "buffer_percent"):
        return amount_of(stored)
    if name == "is_generic":
        return bool(stored)
    return text_of(stored)
