"""The one function that compares: any two sides, every field of every entity in them, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.domain.arithmetic import PlanInput
from core.domain.compare.consequences import consequences_of
from core.domain.compare.diff import (
    Change,
    DiffEntry,
    DiffKey,
    DiffSide,
    SnapshotDiff,
)
from core.domain.compare.everything import everything_in
from core.domain.compare.fields import Told
from core.domain.compare.places import Places, find_places
from core.domain.compare.sides import COMPONENT_OF, PLAN, Node, Opened, open_sides
from core.domain.compare.telling import AllTold, tell_all
from core.domain.resting import no_collections


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """One of the two to compare: what it holds, and what it is called."""

    plan: PlanInput
    side: DiffSide


@no_collections
def compare(old: ComparedPlan, new: ComparedPlan, *, with_everything: bool = False) -> SnapshotDiff:
    """All that differs, in time linear in what both sides hold.

    A thing is the same on both sides by its uuid, else by its slug; a line by its own uuid, else
    by what it plans; parts by what is put in, equal ones first, then in their order. Of what
    stands on one side only its line or part is told, or that of the box around it. With everything
    what is the same is told too. A recipe is one on each side: only a snapshot that was never
    finalized can keep two states of it, and then the first is compared. KeyError, TypeError or
    ValueError where a side is not what was written.
    """
    opened = open_sides(old.plan, new.plan)
    entries = _entries(opened)
    is_same = not entries and old.plan.stock == new.plan.stock  # then every sum is
    return SnapshotDiff(
        old.side,
        new.side,
        entries=entries,
        consequences=() if is_same else consequences_of(opened),
        everything=everything_in(opened, entries) if with_everything else None,
    )


def _entries(opened: Opened) -> tuple[DiffEntry, ...]:
    told = tell_all(opened)
    if not told.own and not told.rows and not _holds_others(opened):
        return ()
    places, *apart = find_places(opened, told.rows)
    _tell_apart(opened, told, apart=(apart[0], apart[1]))
    places.add_roots(opened, (*told.own, *told.rows))
    return tuple(_in_order(told, places))


def _holds_others(opened: Opened) -> bool:
    """Whether one side holds a definition that the other does not."""
    old, new = opened.old.things, opened.new.things
    return any(old[kind].keys() != new[kind].keys() for kind in COMPONENT_OF)


def _tell_apart(
    opened: Opened, told: AllTold, *, apart: tuple[tuple[Node, ...], tuple[Node, ...]]
) -> None:
    """What is in no line has none to tell that it was added or removed: it is told by its name."""
    for node in apart[0]:
        if opened.new.get(node) is None:
            key = DiffKey(node[0], "", node[1], 0, "name")
            told.own[node].append(Told(key, Change.REMOVED, opened.old.name(node), None))
    for node in apart[1]:
        if opened.old.get(node) is None:
            key = DiffKey(node[0], "", node[1], 0, "name")
            told.own[node].append(Told(key, Change.ADDED, None, opened.new.name(node)))


def _in_order(told: AllTold, places: Places) -> Iterator[DiffEntry]:
    """Top down as the plan reads: a thing's own, then each row of it and all below that row."""
    below: defaultdict[Node, dict[Node, None]] = defaultdict(dict)
    roots: dict[Node, None] = {PLAN: None}
    wanted = {*told.own, *told.rows}
    for start in [node for node in places.owner_of if node in wanted]:
        node = start
        while (owner := places.owner_of[node]) is not None:
            if node in below[owner]:
                break
            below[owner][node] = None
            node = owner
        else:
            roots[node] = None
    order = {node: place for place, node in enumerate(places.owner_of)}
    waiting: list[Iterator[DiffEntry | Node]] = []
    for root in roots:
        waiting.append(_entries_at(root, told, places, below=below, order=order))
        while waiting:
            found = next(waiting[-1], None)
            if found is None:
                waiting.pop()
            elif isinstance(found, DiffEntry):
                yield found
            else:
                waiting.append(_entries_at(found, told, places, below=below, order=order))


def _entries_at(
    node: Node,
    told: AllTold,
    places: Places,
    *,
    below: Mapping[Node, Iterable[Node]],
    order: Mapping[Node, int],
) -> Iterator[DiffEntry | Node]:
    """A thing's own differences and those of its rows; a node stands for all that is below it."""
    here = places.steps(node)
    for one in told.own.get(node, ()):
        yield DiffEntry(one.key, here, *one[1:])
    children = dict.fromkeys(sorted(below.get(node, ()), key=order.__getitem__))
    for row in told.rows.get(node, ()):
        if row.step is not None:
            steps = (*here, row.step)
            for one in row.told:
                yield DiffEntry(one.key, steps, *one[1:])
        if row.node in children:
            del children[row.node]
            yield row.node
    yield from children
