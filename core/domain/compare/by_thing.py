"""What differs between two plans counted by thing: a line, a box, an item, a recipe, a choice is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from core.domain.arithmetic import PlanInput
from core.domain.compare.diff import Change, DiffEntry, DiffKind
from core.domain.compare.parts import PLACE
from core.domain.compare.sides import COMPONENT_OF, PLAN, THING_KINDS, Node, Opened, open_sides
from core.domain.compare.telling import AllTold, tell_all
from core.domain.definition import RECIPE, ThingKey
from core.domain.keys import ComponentKind
from core.domain.planned import PlannedLine
from core.domain.resting import no_collections

INGREDIENT = "ingredient"
_OF_OWNER = (DiffKind.CONTENT, DiffKind.RECIPE_LINE, DiffKind.RECIPE_PART)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that differs; `old` or `new` is None when it was added or removed.

    MOVED where nothing but its place among the others does.
    """

    change: Change
    old: PlannedLine | None
    new: PlannedLine | None

    @property
    def name(self) -> str:
        line = self.new or self.old
        return line.name if line else ""


@dataclass(frozen=True, slots=True)
class ThingChange:
    """A box, item, recipe, ingredient or material that is not as it was."""

    kind: str
    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class BatchesChange:
    """An item of which she chose another number of batches; None: as many as the plan needs."""

    uuid: str
    name: str
    old: Fraction | None
    new: Fraction | None


@dataclass(frozen=True, slots=True)
class SharingChange:
    """A recipe whose items share batches now, or do so no longer."""

    uuid: str
    name: str
    is_shared: bool


ChoiceChange = BatchesChange | SharingChange


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """All that differs from snapshot `since_version`; empty when nothing does.

    `marks` holds, for the things of the new side that differ, the word for it: "recipe",
    "contents", "changed" or "new", by (kind, uuid). `is_unknown`: there is a snapshot before, but
    it is damaged, so that nothing can be counted from it.
    """

    since_version: int | None = None
    since_id: int | None = None
    lines: tuple[LineChange, ...] = ()
    things: tuple[ThingChange, ...] = ()
    marks: Mapping[ThingKey, str] | None = None
    choices: tuple[ChoiceChange, ...] = ()
    is_unknown: bool = False

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.things) + len(self.choices)


@no_collections
def compare_by_thing(old: PlanInput, new: PlanInput) -> PlanChanges:
    """What `compare` finds, without the way to it and what follows from it.

    Things and what she chose for them count only where both sides hold them; else their line, or
    the box that they are in, says it. Raises what `compare` raises.
    """
    opened = open_sides(old, new)
    told = tell_all(opened)
    things = tuple(sorted(_things(opened, told), key=lambda each: (each.kind, each.name)))
    return PlanChanges(
        lines=tuple(_lines(told)),
        things=things,
        marks=_marks(opened, {(each.kind, each.uuid) for each in things}),
        choices=tuple(sorted(_choices(opened, told), key=lambda each: (each.name, each.uuid))),
    )


def thing_count(entries: tuple[DiffEntry, ...]) -> int:
    """How many things these differences are in: what `compare_by_thing` counts."""
    return len({_thing_of(entry) for entry in entries})


def _thing_of(entry: DiffEntry) -> tuple[str, ...]:
    key = entry.key
    if key.kind is DiffKind.LINE:
        return key.kind, key.owner, key.thing
    if key.kind is DiffKind.CHOICE:
        return key.kind, key.thing, key.field
    if key.kind in _OF_OWNER:
        return DiffKind.BOX if key.kind is DiffKind.CONTENT else DiffKind.RECIPE, key.owner
    return key.kind, key.thing


def _lines(told: AllTold) -> Iterator[LineChange]:
    for row in told.rows.get(PLAN, ()):
        if row.told:
            old = None if row.old is None else row.old.source
            new = None if row.new is None else row.new.source
            is_moved = all(one.key.field == PLACE for one in row.told)
            change = Change.MOVED if is_moved else Change.CHANGED
            if old is None or new is None:
                change = Change.ADDED if old is None else Change.REMOVED
            yield LineChange(change, old, new)


def _things(opened: Opened, told: AllTold) -> Iterator[ThingChange]:
    for node in dict.fromkeys((*told.own, *told.rows)):
        own = told.own.get(node, ())
        if node != PLAN and (
            node in told.rows or any(one.key.kind is not DiffKind.CHOICE for one in own)
        ):
            kind, uuid = _key(opened, node)
            yield ThingChange(kind, uuid, opened.new.name(node))


def _choices(opened: Opened, told: AllTold) -> Iterator[ChoiceChange]:
    for node, own in told.own.items():
        for one in own:
            if one.key.kind is not DiffKind.CHOICE:
                continue
            uuid, name = opened.new_uuid(node), opened.new.name(node)
            if node[0] is DiffKind.RECIPE:
                yield SharingChange(uuid, name, bool(one.new))
            else:
                numbers = (one.old, one.new)
                old, new = (each if isinstance(each, Fraction) else None for each in numbers)
                yield BatchesChange(uuid, name, old, new)


def _key(opened: Opened, node: Node) -> ThingKey:
    other = RECIPE if node[0] is DiffKind.RECIPE else INGREDIENT
    return COMPONENT_OF.get(node[0], other), opened.new_uuid(node)


def _marks(opened: Opened, changed: set[ThingKey]) -> dict[ThingKey, str]:
    old, new = opened.old.things, opened.new.things
    marks = {
        _key(opened, (kind, token)): "new"
        for kind in THING_KINDS
        for token in new[kind].keys() - old[kind].keys()
    }
    for key in changed:
        marks[key] = "contents" if key[0] == ComponentKind.FINISHED_GOOD else "changed"
    if changed:
        for key in _holders(opened, changed):
            marks.setdefault(key, RECIPE if key[0] == ComponentKind.FINISHED_UNIT else "changed")
    return marks


def _holders(opened: Opened, changed: set[ThingKey]) -> Iterator[ThingKey]:
    """Items with a changed recipe or ingredient in them, and units of a changed material."""
    for token, data in opened.new.things[DiffKind.ITEM].items():
        if data["recipe"] and any(
            (RECIPE, uuid) in changed
            or any((INGREDIENT, line["ingredient_uuid"]) in changed for line in recipe["lines"])
            for uuid, recipe in data["recipe"]["recipes"].items()
        ):
            yield _key(opened, (DiffKind.ITEM, token))
    for token, data in opened.new.things[DiffKind.MATERIAL_UNIT].items():
        if (ComponentKind.MATERIAL.value, data["material_uuid"]) in changed:
            yield _key(opened, (DiffKind.MATERIAL_UNIT, token))
