"""Where each thing stands nearest to a line: one way down to it, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.domain.compare.diff import DiffKind, Step
from core.domain.compare.parts import RowsTold, nodes_in, step_to
from core.domain.compare.sides import PLAN, THING_KINDS, Node, Opened, OpenSide

# Decision: a thing has one place, though boxes in boxes can lead to it on 2^10 ways. It is the
# least deep one, the first of those in the plan's order, on the new side if it stands there: what
# she sees of it at once when she opens the plan. So finding all places takes time linear in what
# the two sides hold.


@dataclass(slots=True)
class Places:
    """Of each thing what it stands in, with the row and the side that say so; no owner for a root.

    `told` is what differs in the rows of each owner, by which they are counted.
    """

    told: Mapping[Node, Sequence[RowsTold]]
    owner_of: dict[Node, Node | None] = field(default_factory=lambda: {PLAN: None})
    _rows: dict[Node, tuple[OpenSide, DiffKind, Any]] = field(default_factory=dict)
    _nths: dict[Node, dict[Node, int]] = field(default_factory=dict)  # by owner
    _steps: dict[Node, tuple[Step, ...]] = field(default_factory=lambda: {PLAN: ()})

    def steps(self, node: Node) -> tuple[Step, ...]:
        """The whole way from a line down to the thing."""
        way: list[Node] = []
        above: Node | None = node
        while above is not None and above not in self._steps:
            way.append(above)
            above = self.owner_of[above]
        steps = () if above is None else self._steps[above]
        for each in reversed(way):
            steps = self._steps[each] = (*steps, self._step(each))
        return steps

    def _step(self, node: Node) -> Step:
        side, kind, source = self._rows[node]
        if kind is DiffKind.RECIPE:
            return Step(kind, source, side.name(node))
        if kind is DiffKind.MATERIAL:
            return Step(kind, source["material_uuid"], source["material_name"])
        return step_to(side, kind, node=node, source=source, nth=self._nth(node))

    def _nth(self, node: Node) -> int:
        """Which of several it is in its owner: the first that stands there now, else that did.

        Only where rows of the owner differ can that be another than the very first.
        """
        owner = self.owner_of[node]
        if owner is None or owner not in self.told:
            return 0
        nths = self._nths.get(owner)
        if nths is None:
            nths = self._nths[owner] = {}
            rows = self.told[owner]
            for row in (*(row for row in rows if row.new is not None), *rows):
                nths.setdefault(row.node, row.nth)
        return nths.get(node, 0)

    def add_roots(self, opened: Opened, nodes: Iterable[Node]) -> None:
        """Those without a place stand by themselves."""
        for node in nodes:
            if node not in self.owner_of:
                self.owner_of[node] = None
                name = opened.new.name(node, opened.old.name(node))
                self._steps[node] = (Step(*node, name),)

    def walk(self, opened: Opened, side: OpenSide, roots: Iterable[Node]) -> set[Node]:
        """Gives a place to all below the roots that has none yet; all that was reached."""
        reached = list(roots)
        seen = set(reached)
        owner_of, rows = self.owner_of, self._rows
        for owner in reached:
            for kind, node, source in _below(opened, side, owner):
                if node not in owner_of:
                    owner_of[node] = owner
                    rows[node] = (side, kind, source)
                if node not in seen:
                    seen.add(node)
                    reached.append(node)
        return seen


def _below(opened: Opened, side: OpenSide, owner: Node) -> Iterable[tuple[DiffKind, Node, Any]]:
    kind = owner[0]
    if kind is DiffKind.LINE:
        return nodes_in(opened, side, owner)
    data = side.things[kind].get(owner[1])
    if data is None:
        return ()
    if kind is DiffKind.BOX or kind is DiffKind.RECIPE:
        return nodes_in(opened, side, owner)
    if kind is DiffKind.ITEM and data["recipe"]:
        root = data["recipe"]["root"]
        return ((DiffKind.RECIPE, opened.node(DiffKind.RECIPE, root), root),)
    if kind is DiffKind.MATERIAL_UNIT:
        node = opened.node(DiffKind.MATERIAL, data["material_uuid"])
        return ((DiffKind.MATERIAL, node, data),)
    return ()


def find_places(
    opened: Opened, told: Mapping[Node, Sequence[RowsTold]]
) -> tuple[Places, tuple[Node, ...], tuple[Node, ...]]:
    """The places of everything on both sides; `told` is what differs in the rows of each owner.

    Besides, the things that no line of their side leads to and that are in nothing else, on the
    old and on the new side: only what was never finalized holds such.
    """
    places = Places(told)
    apart: list[tuple[Node, ...]] = []
    for side in (opened.new, opened.old):
        if side is opened.old and all(
            (kind, token) in places.owner_of for kind in THING_KINDS for token in side.things[kind]
        ):
            return places, (), apart[0]  # all of it has its place on the new side
        reached = places.walk(opened, side, [PLAN])
        apart.append(_alone(opened, side, reached))
        places.add_roots(opened, apart[-1])
        places.walk(opened, side, apart[-1])
    return places, apart[1], apart[0]


def _alone(opened: Opened, side: OpenSide, reached: set[Node]) -> tuple[Node, ...]:
    kinds = (DiffKind.BOX, DiffKind.ITEM, DiffKind.MATERIAL_UNIT)
    left = [
        (kind, token)
        for kind in kinds
        for token in side.things[kind]
        if (kind, token) not in reached
    ]
    inside = {
        node
        for owner in left
        if owner[0] is DiffKind.BOX
        for _, node, _ in nodes_in(opened, side, owner)
        if node != owner
    }
    return tuple(node for node in left if node not in inside)
