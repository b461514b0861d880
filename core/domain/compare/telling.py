"""What differs in the plan, in each thing and in each choice, before it is known where it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from core.domain.compare.diff import Change, DiffKey, DiffKind
from core.domain.compare.fields import Told, own_differences
from core.domain.compare.parts import RowsTold, differing_rows
from core.domain.compare.sides import PLAN, THING_KINDS, Node, Opened


@dataclass(slots=True)
class AllTold:
    """What is told of each thing itself, and of the rows in it."""

    own: defaultdict[Node, list[Told]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[Node, list[RowsTold]] = field(default_factory=dict)


def tell_all(opened: Opened) -> AllTold:
    """Of all that stands on both sides, in time linear in what they hold."""
    told = AllTold()
    rows = differing_rows(opened, PLAN)
    if rows:
        told.rows[PLAN] = rows
    for kind in THING_KINDS:
        before, after = opened.old.things[kind], opened.new.things[kind]
        for token, old in before.items():
            if token in after and not (kind is DiffKind.RECIPE and old == after[token]):
                _tell_thing(opened, (kind, token), told)
    _tell_choices(opened, told)
    return told


def _tell_thing(opened: Opened, node: Node, told: AllTold) -> None:
    own = own_differences(opened, node)
    if own:
        told.own[node] += own
    if node[0] in (DiffKind.BOX, DiffKind.RECIPE):
        rows = differing_rows(opened, node)
        if rows:
            told.rows[node] = rows


def _tell_choices(opened: Opened, told: AllTold) -> None:
    """Numbers alone, of items and recipes on both sides: when and why she chose is no difference."""
    old, new = opened.old.plan, opened.new.plan
    numbers = [
        {opened.node(DiffKind.ITEM, uuid): each.batches for uuid, each in plan.batches.items()}
        for plan in (old, new)
    ]
    for node in dict.fromkeys((*numbers[0], *numbers[1])):
        before, now = numbers[0].get(node), numbers[1].get(node)
        if before != now and _stands_on_both(opened, node):
            key = DiffKey(DiffKind.CHOICE, "", node[1], 0, "batches")
            change = Change.CHANGED
            if before is None or now is None:
                change = Change.ADDED if before is None else Change.REMOVED
            units = ["" if number is None else "batches" for number in (before, now)]
            told.own[node].append(Told(key, change, before, now, *units))
    shared = [{opened.node(DiffKind.RECIPE, uuid) for uuid in plan.shared} for plan in (old, new)]
    for node in sorted(shared[0] ^ shared[1]):
        if _stands_on_both(opened, node):
            key = DiffKey(DiffKind.CHOICE, "", node[1], 0, "shared")
            told.own[node].append(Told(key, Change.CHANGED, node in shared[0], node in shared[1]))


def _stands_on_both(opened: Opened, node: Node) -> bool:
    return opened.old.get(node) is not None and opened.new.get(node) is not None
