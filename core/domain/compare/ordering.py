"""Pairs the rows of two lists, and finds the fewest that must have been moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

RowT = TypeVar("RowT")
Pair = tuple[int | None, int | None]  # places in the old and in the new list


@dataclass(frozen=True, slots=True)
class Aligned:
    """Every row of both lists, in the new order with what is gone after what it stood behind."""

    pairs: tuple[Pair, ...]
    moved: frozenset[int]  # places in the new list


def align(
    old: Sequence[RowT],
    new: Sequence[RowT],
    *,
    passes: Sequence[Callable[[RowT], Hashable]],
    tie: Callable[[RowT], str],
) -> Aligned:
    """Rows with equal keys are one, by the first key that makes them so, in their order.

    `tie` tells rows apart that could as well be moved as others, alike from both sides.
    """
    to_old: dict[int, int] = {}
    taken: set[int] = set()
    for key in passes:
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, row in enumerate(old):
            if place not in taken:
                waiting[key(row)].append(place)
        for place, row in enumerate(new):
            same = waiting.get(key(row)) if place not in to_old else None
            if same:
                to_old[place] = same.popleft()
                taken.add(to_old[place])
    points = [(to_old[place], place) for place in sorted(to_old)]

    def name(index: int) -> list[str]:
        before, after = points[index]
        return sorted((tie(old[before]), tie(new[after])))

    return Aligned(_merged(to_old, taken, sizes=(len(old), len(new))), _moved(points, name))


def _merged(to_old: dict[int, int], taken: set[int], *, sizes: tuple[int, int]) -> tuple[Pair, ...]:
    behind: defaultdict[int | None, list[Pair]] = defaultdict(list)
    last: int | None = None
    for place in range(sizes[0]):
        if place in taken:
            last = place
        else:
            behind[last].append((place, None))
    merged: list[Pair] = [*behind[None]]
    for place in range(sizes[1]):
        before = to_old.get(place)
        merged.append((before, place))
        if before is not None:
            merged += behind[before]
    return tuple(merged)


def _moved(points: Sequence[tuple[int, int]], name: Callable[[int], list[str]]) -> frozenset[int]:
    """The new places that are in no chosen longest run of rows whose order is the same.

    Where several runs are as long, the same is chosen when old and new change sides: by how far
    up its rows stand on both sides, then by name.
    """
    if all(one[0] < other[0] for one, other in pairwise(points)):
        return frozenset()
    ends = _run_lengths([before for before, _ in points])
    starts = _run_lengths([-before for before, _ in reversed(points)])[::-1]
    longest = max(ends)
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for index, (end, start) in enumerate(zip(ends, starts, strict=True)):
        if end + start - 1 == longest:
            by_length[end].append(index)
    kept: set[int] = set()
    last = (-1, -1)
    for length in range(1, longest + 1):
        fitting = [
            index
            for index in by_length[length]
            if points[index][0] > last[0] and points[index][1] > last[1]
        ]
        chosen = min(fitting, key=lambda index: (sum(points[index]), name(index)))
        kept.add(points[chosen][1])
        last = points[chosen]
    return frozenset(after for _, after in points) - kept


def _run_lengths(values: Sequence[int]) -> list[int]:
    """Of each value, how long the longest rising run is that ends with it."""
    tails: list[int] = []
    lengths = []
    for value in values:
        place = bisect_left(tails, value)
        tails[place : place + 1] = [value]
        lengths.append(place + 1)
    return lengths
