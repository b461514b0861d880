"""The differences between two sides as frozen rows: entries, and their consequences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Change(StrEnum):
    """How a line, thing or part differs from before."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class DiffKind(StrEnum):
    """What an entry is about, and what a step of its path is."""

    LINE = "line"  # of the plan; the first step of nearly every path
    CONTENT = "content"  # of a box: how many of what
    BOX = "box"
    ITEM = "item"
    MATERIAL_UNIT = "material_unit"
    MATERIAL = "material"
    RECIPE = "recipe"
    RECIPE_LINE = "recipe_line"
    RECIPE_PART = "recipe_part"  # a recipe within a recipe: how many batches of it
    INGREDIENT = "ingredient"
    CHOICE = "choice"  # chosen batches of an item, or a recipe whose items share batches


class DiffKey(NamedTuple):
    """What an entry is about, as a value that stays the same whenever the two are compared.

    `owner` is the uuid of the box or recipe that a part is in, for a line that of the planned
    thing; `thing` the uuid of the part or of the thing itself. `nth` tells apart what stands
    several times in one owner: it is counted in the new order, so that another one may have it
    when old and new change sides. A thing that was made anew is under the lesser of its two uuids.
    """

    kind: DiffKind
    owner: str
    thing: str
    nth: int
    field: str


class Step(NamedTuple):
    """One step of the way from a line down: its kind, and the uuid and name of what stands there.

    A LINE has its own uuid; a CONTENT, RECIPE_PART and RECIPE_LINE that of what is put in.
    `nth` tells apart what stands several times in one place. `thing` is what kind of thing a line
    plans or a content is.
    """

    kind: DiffKind
    uuid: str
    name: str
    nth: int = 0
    thing: DiffKind | None = None


DiffValue = Fraction | str | bool | None


class DiffEntry(NamedTuple):
    """One difference: of a field where the thing stands on both sides, or of the whole of it.

    Of what was added or removed `field` is "quantity", and the side without it has None. Of what
    was moved it is "place": its place among its neighbours, from 1. A thing that is used in many
    places is told once, at `steps`: the way from a line to where it stands nearest to one.
    """

    key: DiffKey
    steps: tuple[Step, ...]
    change: Change
    old: DiffValue
    new: DiffValue
    old_unit: str = ""
    new_unit: str = ""

    @property
    def kind(self) -> DiffKind:
        return self.key.kind

    @property
    def field(self) -> str:
        return self.key.field

    @property
    def path(self) -> tuple[str, ...]:
        """The names from the line down, the entry's own the last."""
        return tuple(step.name for step in self.steps)

    @property
    def name(self) -> str:
        return self.steps[-1].name

    @property
    def difference(self) -> Fraction | None:
        """New less old, in `unit`; None where these are no numbers of one unit.

        What was added or removed counts as 0 on the side that has none, but for a choice: where
        none is made, as many batches as are needed are not 0.
        """
        if self.change is Change.MOVED or self.kind is DiffKind.CHOICE:
            return self._plain_difference() if self.change is Change.CHANGED else None
        if self.change is Change.ADDED and isinstance(self.new, Fraction):
            return self.new
        if self.change is Change.REMOVED and isinstance(self.old, Fraction):
            return -self.old
        return self._plain_difference()

    def _plain_difference(self) -> Fraction | None:
        if not isinstance(self.old, Fraction) or not isinstance(self.new, Fraction):
            return None
        return self.new - self.old if self.old_unit == self.new_unit else None

    @property
    def unit(self) -> str:
        """The new side's unit, or the old one's where the new has none."""
        return self.new_unit or self.old_unit


@dataclass(frozen=True, slots=True)
class BothField:
    """What a thing is measured by, as it stands on both sides: what a batch makes."""

    field: str
    old: DiffValue
    new: DiffValue
    old_unit: str = ""
    new_unit: str = ""


@dataclass(frozen=True, slots=True)
class BothRow:
    """A line, content, recipe line or part as it stands on both sides: None where it does not.

    `entries` are its differences, `inside` what stands in it. An item's recipe is a row without an
    amount.
    """

    step: Step
    old: Fraction | None = None
    new: Fraction | None = None
    old_unit: str = ""
    new_unit: str = ""
    entries: tuple[DiffEntry, ...] = ()
    inside: BothThing | None = None


@dataclass(eq=False, slots=True)
class BothThing:
    """A thing with its own differences and all that is in it: one for every place where it stands."""

    entries: tuple[DiffEntry, ...] = ()
    fields: tuple[BothField, ...] = ()
    rows: tuple[BothRow, ...] = ()


class ConsequenceKind(StrEnum):
    """Which sum of the plan differs."""

    PIECES = "pieces"  # of an item, as needed
    BATCHES = "batches"  # of an item
    INGREDIENT = "ingredient"
    MATERIAL = "material"
    BUY = "buy"  # of an ingredient or material


class Consequence(NamedTuple):
    """A sum that differs; None where it is not known, 0 where the side has nothing of it.

    Both are in `unit`; where the sides' units do not convert, `old` is in `old_unit`.
    """

    kind: ConsequenceKind
    uuid: str
    name: str
    old: Fraction | None
    new: Fraction | None
    unit: str
    old_unit: str

    @property
    def difference(self) -> Fraction | None:
        """New less old; None where they are not both known in one unit."""
        if self.old is None or self.new is None or self.unit != self.old_unit:
            return None
        return self.new - self.old


class SideKind(StrEnum):
    """What was compared."""

    SNAPSHOT = "snapshot"
    PLAN = "plan"  # an event's, as it is now
    CATALOG = "catalog"  # a snapshot's lines with today's definitions


@dataclass(frozen=True, slots=True)
class DiffSide:
    """One of the two that were compared: what its column's head says."""

    kind: SideKind
    event_id: int | None = None
    event_name: str | None = None
    snapshot_id: int | None = None
    version: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SnapshotDiff:
    """All that differs, in the plan's order, and what it means for the kitchen.

    What she has is no difference, but what is to buy may follow from it. `everything` is the whole
    plan with what is the same too, where it was asked for.
    """

    old_side: DiffSide
    new_side: DiffSide
    entries: tuple[DiffEntry, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    everything: BothThing | None = field(default=None, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.entries
