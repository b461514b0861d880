"""The whole plan as it stands on both sides, what is the same too: each thing once, wherever it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.domain.compare.diff import (
    BothField,
    BothRow,
    BothThing,
    DiffEntry,
    DiffKey,
    DiffKind,
    Step,
)
from core.domain.compare.fields import MEASURES
from core.domain.compare.parts import QUANTITY, Comparison, all_rows, amount_in, step_to
from core.domain.compare.sides import PLAN, THING_KINDS, Node, Opened, OpenSide
from core.domain.definition import Data

# Decision: rows are shared, not copied. A box that stands in two others is one BothThing that both
# lead to, so that also a plan with 2^10 ways down is as long as what it holds.

_RowKey = tuple[DiffKind, str, str, int]
_OF_ROWS = (DiffKind.LINE, DiffKind.CONTENT, DiffKind.RECIPE_LINE, DiffKind.RECIPE_PART)


def everything_in(opened: Opened, entries: Iterable[DiffEntry]) -> BothThing:
    """The plan with all that is in it, and each of the differences where it is one."""
    return _Everything(opened, _Told(entries)).plan()


class _Told:
    """The differences by what they are told of: a row, or a thing itself."""

    def __init__(self, entries: Iterable[DiffEntry]) -> None:
        self.of_rows: defaultdict[_RowKey, list[DiffEntry]] = defaultdict(list)
        self.own: defaultdict[Node, list[DiffEntry]] = defaultdict(list)
        for entry in entries:
            key = entry.key
            if key.kind in _OF_ROWS:
                self.of_rows[key.kind, key.owner, key.thing, key.nth].append(entry)
            else:
                self.own[_thing_of(key)].append(entry)


def _thing_of(key: DiffKey) -> Node:
    if key.kind is DiffKind.CHOICE:
        return DiffKind.ITEM if key.field == "batches" else DiffKind.RECIPE, key.thing
    return key.kind, key.thing


@dataclass(slots=True)
class _Everything:
    opened: Opened
    told: _Told

    def plan(self) -> BothThing:
        found: dict[Node, BothThing] = {PLAN: BothThing()}
        old, new = self.opened.old.things, self.opened.new.things
        for kind in THING_KINDS:
            for token in {**new[kind], **old[kind]}:
                found[kind, token] = BothThing(tuple(self.told.own.get((kind, token), ())))
        for node, thing in found.items():
            thing.fields = tuple(self._fields(node))
            thing.rows = tuple(self._rows(node, found))
        reached = _reached(found[PLAN])
        apart = [node for node in found if node[0] in _APART and id(found[node]) not in reached]
        held = {id(row.inside) for node in apart for row in found[node].rows}
        roots = [node for node in apart if id(found[node]) not in held]
        found[PLAN].rows += tuple(self._alone(node, found[node]) for node in roots)
        return found[PLAN]

    def _fields(self, node: Node) -> Iterator[BothField]:
        """What a thing is measured by, where that is the same: else a difference tells it."""
        kind, token = node
        differing = {entry.field for entry in self.told.own.get(node, ())}
        for each in MEASURES.get(kind, ()) if kind is not DiffKind.INGREDIENT else ():
            if each.name in differing:
                continue
            sides = [side.things[kind].get(token) for side in (self.opened.old, self.opened.new)]
            old, new = ((None, "") if data is None else each.read(data) for data in sides)
            if old[0] is not None or new[0] is not None:
                yield BothField(each.name, old[0], new[0], old[1], new[1])

    def _rows(self, node: Node, found: dict[Node, BothThing]) -> Iterator[BothRow]:
        if node[0] in (DiffKind.LINE, DiffKind.BOX, DiffKind.RECIPE):
            for comparison in all_rows(self.opened, node):
                yield from self._both(comparison, found)
        elif node[0] in (DiffKind.ITEM, DiffKind.MATERIAL_UNIT):
            yield from self._made_of(node, found)

    def _both(self, rows: Comparison, found: dict[Node, BothThing]) -> Iterator[BothRow]:
        for pair in rows.pairs():
            key = rows.key(pair.old, pair.new, QUANTITY, nth=pair.nth)
            old, old_unit = amount_in(self.opened.old, rows.kind, pair.old)
            new, new_unit = amount_in(self.opened.new, rows.kind, pair.new)
            side = self.opened.old if pair.new is None else self.opened.new
            row = pair.row
            yield BothRow(
                step_to(side, rows.kind, node=row.node, source=row.source, nth=pair.nth),
                old=old,
                new=new,
                old_unit=old_unit,
                new_unit=new_unit,
                entries=tuple(self.told.of_rows.get(key[:4], ())),
                inside=found.get(row.node),
            )

    def _made_of(self, node: Node, found: dict[Node, BothThing]) -> Iterator[BothRow]:
        """An item's recipe, a unit's material where that differs; two where another took its place."""
        kind, token = node
        steps: dict[Node, Step] = {}
        for side in (self.opened.old, self.opened.new):
            data = side.things[kind].get(token)
            inner = None if data is None else _inner(self.opened, side, data)
            if inner is not None:
                steps[inner[0]] = inner[1]
        for inside, step in steps.items():
            if kind is DiffKind.ITEM or found[inside].entries:
                yield BothRow(step, inside=found[inside])

    def _alone(self, node: Node, thing: BothThing) -> BothRow:
        """What no line leads to stands by itself."""
        name = self.opened.new.name(node, self.opened.old.name(node))
        return BothRow(Step(*node, name), inside=thing)


_APART = (DiffKind.BOX, DiffKind.ITEM, DiffKind.MATERIAL_UNIT)


def _inner(opened: Opened, side: OpenSide, data: Data) -> tuple[Node, Step] | None:
    if "recipe" not in data:
        node = opened.node(DiffKind.MATERIAL, data["material_uuid"])
        return node, Step(DiffKind.MATERIAL, data["material_uuid"], data["material_name"])
    if not data["recipe"]:
        return None
    root = data["recipe"]["root"]
    node = opened.node(DiffKind.RECIPE, root)
    return node, Step(DiffKind.RECIPE, root, side.name(node))


def _reached(plan: BothThing) -> set[int]:
    reached = {id(plan)}
    waiting = [plan]
    while waiting:
        for row in waiting.pop().rows:
            if row.inside is not None and id(row.inside) not in reached:
                reached.add(id(row.inside))
                waiting.append(row.inside)
    return reached
