"""Nesting rules: no loop on any path, and at most ten levels; boxes and recipes alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.errors import CircularReferenceError, MaxDepthExceededError

MAX_NESTING_DEPTH = 10


def check_nesting(
    roots: Iterable[int],
    *,
    children: Callable[[int], Sequence[int]],
    name: Callable[[int], str],
    max_depth: int = MAX_NESTING_DEPTH,
) -> None:
    """Raises CircularReferenceError naming the loop, or MaxDepthExceededError.

    It follows paths, not everything seen: a box in two branches is no loop. Each node is walked
    once, so a diamond of 2^10 paths costs ten steps. A loop is told from depth even where the loop
    is longer than `max_depth`.
    """
    height: dict[int, int] = {}
    for root in roots:
        if root not in height:
            _walk(root, children=children, name=name, height=height)
    deepest = max(height.values(), default=0)
    if deepest > max_depth:
        raise MaxDepthExceededError(deepest, max_depth)


def _walk(
    root: int,
    *,
    children: Callable[[int], Sequence[int]],
    name: Callable[[int], str],
    height: dict[int, int],
) -> None:
    """Depth first without recursion: a chain may be longer than Python's stack."""
    path: list[int] = [root]
    on_path = {root}
    waiting = [iter(children(root))]
    while path:
        child = next(waiting[-1], None)
        if child is None:
            node = path.pop()
            on_path.discard(node)
            waiting.pop()
            height[node] = 1 + max((height[each] for each in children(node)), default=0)
        elif child in on_path:
            loop = [*path[path.index(child) :], child]
            raise CircularReferenceError([name(node) for node in loop])
        elif child not in height:
            path.append(child)
            on_path.add(child)
            waiting.append(iter(children(child)))
