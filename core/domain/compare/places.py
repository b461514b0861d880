"""Where each thing stands nearest to a line: one way down to it, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.domain.compare.diff import DiffKind, Step
from core.domain.compare.parts import rows_of
from core.domain.compare.sides import PLAN, Node, Opened, OpenSide

# Decision: a thing has one place, though boxes in boxes can lead to it on 2^10 ways. It is the
# least deep one, the first of those in the plan's order, on the new side if it stands there: what
# she sees of it at once when she opens the plan. So finding all places takes time linear in what
# the two sides hold.


@dataclass(slots=True)
class Places:
    """Of each thing what it stands in and the step that leads there; no owner for a root."""

    owner_of: dict[Node, Node | None] = field(default_factory=lambda: {PLAN: None})
    step_to: dict[Node, Step] = field(default_factory=dict)
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
            steps = self._steps[each] = (*steps, self.step_to[each])
        return steps

    def add_roots(self, opened: Opened, nodes: Iterable[Node]) -> None:
        """Those without a place stand by themselves."""
        for node in nodes:
            if node not in self.owner_of:
                self.owner_of[node] = None
                self.step_to[node] = Step(*node, opened.new.name(node, opened.old.name(node)))

    def walk(self, opened: Opened, side: OpenSide, roots: Iterable[Node]) -> set[Node]:
        """Gives a place to all below the roots that has none yet; all that was reached."""
        reached = list(roots)
        seen = set(reached)
        for owner in reached:
            for step, node in _below(opened, side, owner):
                if node not in self.owner_of:
                    self.owner_of[node] = owner
                    self.step_to[node] = step
                if node not in seen:
                    seen.add(node)
                    reached.append(node)
        return seen


def _below(opened: Opened, side: OpenSide, owner: Node) -> Iterator[tuple[Step, Node]]:
    kind, data = owner[0], None if owner == PLAN else side.get(owner)
    if owner == PLAN or (data is not None and kind in (DiffKind.BOX, DiffKind.RECIPE)):
        yield from rows_of(opened, side, owner)
    elif data is not None and kind is DiffKind.ITEM and data["recipe"]:
        root = data["recipe"]["root"]
        node = opened.node(DiffKind.RECIPE, root)
        yield Step(DiffKind.RECIPE, root, side.name(node)), node
    elif data is not None and kind is DiffKind.MATERIAL_UNIT:
        node = opened.node(DiffKind.MATERIAL, data["material_uuid"])
        step = Step(DiffKind.MATERIAL, data["material_uuid"], data["material_name"])
        yield step, node


def find_places(opened: Opened) -> tuple[Places, tuple[Node, ...], tuple[Node, ...]]:
    """The places of everything on both sides.

    Besides, the things that no line of their side leads to and that are in nothing else, on the
    old and on the new side: only what was never finalized holds such.
    """
    places = Places()
    apart: list[tuple[Node, ...]] = []
    for side in (opened.new, opened.old):
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
        for _, node in rows_of(opened, side, owner)
        if node != owner
    }
    return tuple(node for node in left if node not in inside)
