"""Keeps loops and more than ten levels out of recipes and boxes while a file's links are added."""

from __future__ import annotations

from collections.abc import Mapping

from core.services.importers.records import Record
from core.services.nesting import MAX_NESTING_DEPTH

Links = Mapping[Record, list[Record]]


class Levels:
    """Who holds whom; a link that would close a loop or go too deep is refused with a sentence."""

    def __init__(self) -> None:
        self._children: dict[Record, list[Record]] = {}
        self._parents: dict[Record, list[Record]] = {}

    def link(self, parent: Record, child: Record) -> None:
        """Adds a link that stands already, unchecked."""
        self._children.setdefault(parent, []).append(child)
        self._parents.setdefault(child, []).append(parent)

    def unlink(self, parent: Record, child: Record) -> None:
        self._children[parent].remove(child)
        self._parents[child].remove(parent)

    def children(self, parent: Record) -> list[Record]:
        return list(self._children.get(parent, ()))

    def try_link(self, parent: Record, child: Record) -> str | None:
        """Adds the link; or adds nothing, and says why it cannot stand."""
        below = self._path(child, parent)
        if below is not None:
            loop = " > ".join(each.name for each in [parent, *below])
            return f"It would go round in a circle: {loop}."
        above, under = _longest(parent, self._parents), _longest(child, self._children)
        if len(above) + len(under) > MAX_NESTING_DEPTH:
            path = " > ".join(each.name for each in [*reversed(above), *under])
            return f"It would be more than {MAX_NESTING_DEPTH} levels deep: {path}."
        self.link(parent, child)
        return None

    def _path(self, start: Record, goal: Record) -> list[Record] | None:
        """The way down from `start` to `goal`; each thing is looked at once."""
        came_from: dict[Record, Record | None] = {start: None}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node is goal:
                path: list[Record] = []
                step: Record | None = node
                while step is not None:
                    path.append(step)
                    step = came_from[step]
                return path[::-1]
            for child in self._children.get(node, ()):
                if child not in came_from:
                    came_from[child] = node
                    waiting.append(child)
        return None


def _longest(start: Record, links: Links) -> list[Record]:
    """The longest chain from `start` along links without loops; one pass a level, no recursion."""
    came_from: list[dict[Record, Record | None]] = [{start: None}]
    while True:
        following: dict[Record, Record | None] = {}
        for node in came_from[-1]:
            for other in links.get(node, ()):
                following.setdefault(other, node)
        # What is here already may be too deep or a loop itself; it is not ours to judge.
        if not following or len(came_from) > MAX_NESTING_DEPTH:
            break
        came_from.append(following)
    step: Record | None = next(iter(came_from[-1]))
    chain: list[Record] = []
    for level in reversed(came_from):
        assert step is not None
        chain.append(step)
        step = level[step]
    return chain[::-1]
