"""What differs in the rows that stand in a plan, a box or a recipe: amounts, notes, their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any, NamedTuple

from core.domain.arithmetic.reading import is_same
from core.domain.compare.diff import Change, DiffKey, DiffKind, DiffValue, Step
from core.domain.compare.fields import Told, amount_of, text_of
from core.domain.compare.ordering import Aligned, align
from core.domain.compare.sides import COMPONENT_OF, KIND_OF, Node, Opened, OpenSide
from core.domain.definition import counted_in
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


# What makes two rows one: the same thing and all that is said of it, else the same thing.
_SAME: tuple[Callable[[Row], Hashable], ...] = (lambda row: row[:2], lambda row: row.node)


def _tie(row: Row) -> str:
    return repr(row[:3])


def align_rows(old: Sequence[Row], new: Sequence[Row]) -> Aligned:
    """Of plans: a line is one by its own uuid, as long as it plans the same thing."""
    return align(old, new, passes=(lambda row: (row.line_uuid, row.node), *_SAME), tie=_tie)


def align_lines(old: Iterable[PlannedLine], new: Iterable[PlannedLine]) -> Aligned:
    """The lines of two plans as `compare` pairs them, where no thing was made anew."""
    rows = [
        [
            Row(
                (KIND_OF[line.kind.value], line.source_uuid),
                _READ[DiffKind.LINE](line),
                line.uuid,
                line,
            )
            for line in lines
        ]
        for lines in (old, new)
    ]
    return align_rows(*rows)


FIELDS: dict[DiffKind, tuple[str, ...]] = {
    DiffKind.LINE: (QUANTITY, "notes", "buffer_percent"),
    DiffKind.CONTENT: (QUANTITY, "notes", "is_generic"),
    DiffKind.RECIPE_LINE: (QUANTITY, "unit", "notes"),
    DiffKind.RECIPE_PART: (QUANTITY,),
}


@dataclass(slots=True)
class RowsTold:
    """One row of an owner as it stands on both sides, and all that is told of it.

    A step where anything is told.
    """

    node: Node
    old: Row | None
    new: Row | None
    nth: int
    step: Step | None
    told: list[Told]


_INSIDE: dict[DiffKind, tuple[DiffKind, ...]] = {
    DiffKind.LINE: (DiffKind.LINE,),
    DiffKind.BOX: (DiffKind.CONTENT,),
    DiffKind.RECIPE: (DiffKind.RECIPE_LINE, DiffKind.RECIPE_PART),
}


def differing_rows(opened: Opened, owner: Node) -> list[RowsTold]:
    """All rows of the plan, a box or a recipe, where any differs; none where all are the same."""
    found: list[RowsTold] = []
    if owner[0] is DiffKind.BOX and _has_same_contents(opened, owner):
        return found
    for rows in all_rows(opened, owner):
        if [row[:3] for row in rows.old] != [row[:3] for row in rows.new]:
            found += rows.told()
    return found if any(row.told for row in found) else []


def all_rows(opened: Opened, owner: Node) -> Iterator[Comparison]:
    """The rows of the plan, a box or a recipe, by kind; none on the side that does not hold it."""
    old, new = _rows_in(opened, opened.old, owner), _rows_in(opened, opened.new, owner)
    for kind in _INSIDE[owner[0]]:
        yield Comparison(opened, owner, kind, old[kind], new[kind])


_CONTENT = itemgetter(
    "component_type",
    "original_uuid",
    "component_quantity",
    "component_notes",
    "is_generic",
)


def _has_same_contents(opened: Opened, box: Node) -> bool:
    """What most boxes have, found without making rows of them."""
    sides = [side.things[box[0]][box[1]]["components"] for side in (opened.old, opened.new)]
    return sides[0] is sides[1] or [*map(_CONTENT, sides[0])] == [*map(_CONTENT, sides[1])]


def nodes_in(opened: Opened, side: OpenSide, owner: Node) -> Iterator[tuple[DiffKind, Node, Any]]:
    """What stands in the plan, a box or a recipe: the kind of the row, what is in it, its source."""
    if owner[0] is DiffKind.LINE:
        for line in side.plan.lines:
            yield DiffKind.LINE, opened.node(KIND_OF[line.kind.value], line.source_uuid), line
        return
    data = side.get(owner)
    if data is None:
        return
    if owner[0] is DiffKind.BOX:
        for entry in data["components"]:
            node = opened.node(KIND_OF[entry["component_type"]], entry["original_uuid"])
            yield DiffKind.CONTENT, node, entry
    else:
        for line in data["lines"]:
            node = opened.node(DiffKind.INGREDIENT, line["ingredient_uuid"])
            yield DiffKind.RECIPE_LINE, node, line
        for part in data["components"]:
            node = opened.node(DiffKind.RECIPE, part["recipe_uuid"])
            yield DiffKind.RECIPE_PART, node, part


_READ: dict[DiffKind, Callable[[Any], tuple[Any, ...]]] = {
    DiffKind.LINE: lambda line: (line.quantity, line.notes, line.buffer_percent),
    DiffKind.CONTENT: itemgetter("component_quantity", "component_notes", "is_generic"),
    DiffKind.RECIPE_LINE: itemgetter("quantity", "unit", "notes"),
    DiffKind.RECIPE_PART: lambda part: (part["quantity"],),
}


def _rows_in(opened: Opened, side: OpenSide, owner: Node) -> dict[DiffKind, list[Row]]:
    rows: dict[DiffKind, list[Row]] = {kind: [] for kind in _INSIDE[owner[0]]}
    for kind, node, source in nodes_in(opened, side, owner):
        line_uuid = source.uuid if kind is DiffKind.LINE else ""
        rows[kind].append(Row(node, _READ[kind](source), line_uuid, source))
    return rows


def step_to(side: OpenSide, kind: DiffKind, *, node: Node, source: Any, nth: int = 0) -> Step:
    """The step that leads to what stands in a row."""
    if kind is DiffKind.LINE:
        return Step(kind, source.uuid, side.name(node, source.name), 0, node[0])
    if kind is DiffKind.CONTENT:
        name = side.name(node, source["component_name"])
        return Step(kind, source["original_uuid"], name, nth, node[0])
    if kind is DiffKind.RECIPE_LINE:
        return Step(kind, source["ingredient_uuid"], source["name"], nth)
    return Step(kind, source["recipe_uuid"], side.name(node), nth)


def _unit(side: OpenSide, kind: DiffKind, row: Row) -> str:
    """What the row's amount is counted in."""
    if kind is DiffKind.RECIPE_LINE:
        return text_of(row.source["unit"]) or ""
    if kind is DiffKind.RECIPE_PART:
        return "batches"
    if row.node[0] is DiffKind.MATERIAL:
        return "each"
    return counted_in(COMPONENT_OF[row.node[0]], side.things[row.node[0]][row.node[1]])


class RowPair(NamedTuple):
    """A row as it stands on both sides, the new one in `row` where it does; `nth` of its thing.

    `places` are those from 1 in the old and the new order, where it was moved.
    """

    row: Row
    old: Row | None
    new: Row | None
    nth: int
    places: tuple[Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows of one kind in one owner, old and new."""

    opened: Opened
    owner: Node
    kind: DiffKind
    old: list[Row]
    new: list[Row]

    def pairs(self) -> Iterator[RowPair]:
        """In the new order; what is gone after what it stood behind."""
        if self._stands_alike():
            for old, new in zip(self.old, self.new, strict=True):
                yield RowPair(new, old, new, 0, None)
            return
        aligned = align_rows(self.old, self.new) if self.kind is DiffKind.LINE else self._aligned()
        nths: defaultdict[Node, int] = defaultdict(int)
        for before, after in aligned.pairs:
            was = None if before is None else self.old[before]
            now = None if after is None else self.new[after]
            row = now or was
            assert row is not None
            nth = 0 if self.kind is DiffKind.LINE else nths[row.node]
            nths[row.node] += 1
            places = None
            if before is not None and after is not None and after in aligned.moved:
                places = Fraction(before + 1), Fraction(after + 1)
            yield RowPair(row, was, now, nth, places)

    def told(self) -> list[RowsTold]:
        """All rows, with what differs in each."""
        found = []
        for row, old, new, nth, places in self.pairs():
            told = self._told(old, new, nth=nth)
            if places is not None:
                told.append(Told(self.key(old, new, PLACE, nth=nth), Change.MOVED, *places))
            step = None
            if told:
                side = self.opened.old if new is None else self.opened.new
                step = step_to(side, self.kind, node=row.node, source=row.source, nth=nth)
            found.append(RowsTold(row.node, old, new, nth, step, told))
        return found

    def _stands_alike(self) -> bool:
        """Whether the same things stand in the same order, each once: as in most owners."""
        nodes = [row.node for row in self.old]
        if nodes != [row.node for row in self.new] or len(set(nodes)) < len(nodes):
            return False
        pairs = zip(self.old, self.new, strict=True)
        return self.kind is not DiffKind.LINE or all(o.line_uuid == n.line_uuid for o, n in pairs)

    def _aligned(self) -> Aligned:
        return align(self.old, self.new, passes=_SAME, tie=_tie)

    def key(self, old: Row | None, new: Row | None, name: str, *, nth: int) -> DiffKey:
        row = old or new
        assert row is not None
        thing = row.node[1]
        if self.kind is not DiffKind.LINE:
            return DiffKey(self.kind, self.owner[1], thing, nth, name)
        uuids = [each.line_uuid for each in (old, new) if each is not None]
        return DiffKey(self.kind, thing, min(uuids), nth, name)

    def _told(self, old: Row | None, new: Row | None, *, nth: int) -> list[Told]:
        if old is not None and new is not None:
            return self._changes(old, new, nth=nth)
        key = self.key(old, new, QUANTITY, nth=nth)
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
        names = FIELDS[self.kind]
        is_measured = names[1:2] == ("unit",)
        if old.values[0] != new.values[0] or (is_measured and old.values[1] != new.values[1]):
            # An amount and its unit are one: 1 cup that became 12 tbsp is one difference.
            amount, unit = amount_in(self.opened.old, self.kind, old)
            new_amount, new_unit = amount_in(self.opened.new, self.kind, new)
            if unit != new_unit or not is_same(amount, new_amount):
                key = self.key(old, new, QUANTITY, nth=nth)
                told.append(Told(key, Change.CHANGED, amount, new_amount, unit, new_unit))
        for place in range(2 if is_measured else 1, len(names)):
            name, before, now = names[place], old.values[place], new.values[place]
            if before == now:
                continue
            values, units = (_value(name, before), _value(name, now)), ("", "")
            if name == "buffer_percent":
                units = ("" if before is None else "%", "" if now is None else "%")
            if values[0] != values[1]:
                key = self.key(old, new, name, nth=nth)
                told.append(Told(key, Change.CHANGED, *values, *units))
        return told


def amount_in(side: OpenSide, kind: DiffKind, row: Row | None) -> tuple[Fraction | None, str]:
    """A row's amount and its unit; None and "" where the side has no such row."""
    return (None, "") if row is None else (amount_of(row.values[0]), _unit(side, kind, row))


def _value(name: str, stored: Any) -> DiffValue:
    if name in (QUANTITY, "buffer_percent"):
        return amount_of(stored)
    if name == "is_generic":
        return bool(stored)
    return text_of(stored)
