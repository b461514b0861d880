"""What differs between two plans, counted by thing: by fingerprint, and by quantity for lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.compare.comparing import ComparedPlan as ComparedPlan
from core.domain.compare.comparing import compare as compare
from core.domain.compare.diff import Change as Change
from core.domain.compare.diff import Consequence as Consequence
from core.domain.compare.diff import ConsequenceKind as ConsequenceKind
from core.domain.compare.diff import DiffEntry as DiffEntry
from core.domain.compare.diff import DiffKey as DiffKey
from core.domain.compare.diff import DiffKind as DiffKind
from core.domain.compare.diff import DiffSide as DiffSide
from core.domain.compare.diff import DiffValue as DiffValue
from core.domain.compare.diff import SideKind as SideKind
from core.domain.compare.diff import SnapshotDiff as SnapshotDiff
from core.domain.compare.diff import Step as Step
from core.domain.definition import RECIPE, ThingKey
from core.domain.keys import ComponentKind
from core.domain.planned import PlannedLine as PlannedLine
from core.domain.quantity import plan_text


@dataclass(frozen=True, slots=True)
class PlanContents:
    """A whole plan as fingerprints: its lines, and every thing in it by key as (name, hash).

    `recipes_of` names, for each item's uuid, the uuids of the recipes inside it. `batches` are the
    numbers that she chose by item, `shared` the recipes whose items share batches, by uuid.
    """

    lines: tuple[PlannedLine, ...]
    things: Mapping[ThingKey, tuple[str, str]]
    recipes_of: Mapping[str, frozenset[str]]
    batches: Mapping[str, Fraction] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that differs; `old` or `new` is None when it was added or removed."""

    change: Change
    old: PlannedLine | None
    new: PlannedLine | None

    @property
    def name(self) -> str:
        line = self.new or self.old
        return line.name if line else ""


@dataclass(frozen=True, slots=True)
class ThingChange:
    """A box, item, recipe or material that is not as it was."""

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


def compare_contents(old: PlanContents, new: PlanContents) -> PlanChanges:
    """The differences; things and what she chose for them count only where both sides hold them.

    Else their line, or the box that they are in, says it.
    """
    lines = _line_changes(old.lines, new.lines)
    changed = {
        key
        for key, (_, fingerprint) in new.things.items()
        if key in old.things and old.things[key][1] != fingerprint
    }
    marks = dict.fromkeys(new.things.keys() - old.things.keys(), "new")
    for key in changed:
        marks[key] = "contents" if key[0] == ComponentKind.FINISHED_GOOD else "changed"
    changed_recipes = {uuid for kind, uuid in changed if kind == RECIPE}
    for item, recipes in new.recipes_of.items():
        key = (ComponentKind.FINISHED_UNIT.value, item)
        if recipes & changed_recipes and key not in marks:
            marks[key] = RECIPE
    things = tuple(
        ThingChange(kind, uuid, new.things[kind, uuid][0])
        for kind, uuid in sorted(changed, key=lambda key: (key[0], new.things[key][0]))
    )
    return PlanChanges(lines=lines, things=things, marks=marks, choices=_choice_changes(old, new))


def _choice_changes(old: PlanContents, new: PlanContents) -> tuple[ChoiceChange, ...]:
    """Numbers alone: when, why and the shortfall that she accepted are no difference."""
    changes: list[ChoiceChange] = []
    for uuid in old.batches.keys() | new.batches.keys():
        before, now = old.batches.get(uuid), new.batches.get(uuid)
        key = (ComponentKind.FINISHED_UNIT.value, uuid)
        if before != now and key in old.things and key in new.things:
            changes.append(BatchesChange(uuid, new.things[key][0], before, now))
    for uuid in old.shared ^ new.shared:
        key = (RECIPE, uuid)
        if key in old.things and key in new.things:
            changes.append(SharingChange(uuid, new.things[key][0], uuid in new.shared))
    return tuple(sorted(changes, key=lambda change: (change.name, change.uuid)))


def _line_changes(
    old: tuple[PlannedLine, ...], new: tuple[PlannedLine, ...]
) -> tuple[LineChange, ...]:
    """Pairs lines by their own uuid, then by source in order; what is left was added or removed."""
    by_uuid = {line.uuid: line for line in old}
    pairs: dict[str, PlannedLine] = {}
    for line in new:
        known = by_uuid.get(line.uuid)
        if known is not None and known.source_uuid == line.source_uuid:
            pairs[line.uuid] = known
    paired = {line.uuid for line in pairs.values()}
    waiting: dict[tuple[str, str], list[PlannedLine]] = defaultdict(list)
    for line in old:
        if line.uuid not in paired:
            waiting[line.kind, line.source_uuid].append(line)
    changes = []
    for line in new:
        before = pairs.get(line.uuid)
        if before is None and waiting[line.kind, line.source_uuid]:
            before = waiting[line.kind, line.source_uuid].pop(0)
        if before is None:
            changes.append(LineChange(Change.ADDED, None, line))
        elif _said(before) != _said(line):
            changes.append(LineChange(Change.CHANGED, before, line))
    left = {line.uuid for lines in waiting.values() for line in lines}
    changes += [LineChange(Change.REMOVED, line, None) for line in old if line.uuid in left]
    return tuple(changes)


def _said(line: PlannedLine) -> tuple[Fraction, str | None, Fraction | None]:
    return line.quantity, line.notes, line.buffer_percent


def summary_text(changes: PlanChanges, longest: int = 120) -> str:
    """The changes in words, for a snapshot without a reason: "Hamper 50 to 60, Cookie recipe"."""
    parts = [_line_words(change) for change in changes.lines]
    words = {
        RECIPE: "recipe",
        ComponentKind.FINISHED_GOOD.value: "contents",
        ComponentKind.FINISHED_UNIT.value: "changed",
        ComponentKind.MATERIAL_UNIT.value: "changed",
    }
    parts += [f"{thing.name} {words[thing.kind]}" for thing in changes.things]
    parts += [f"{choice.name} {_choice_words(choice)}" for choice in changes.choices]
    text = ""
    for done, part in enumerate(parts):
        candidate = f"{text}, {part}" if text else part
        if len(candidate) > longest and text:
            return f"{text} and {len(parts) - done} more"
        text = candidate
    return text


def _line_words(change: LineChange) -> str:
    old, new = change.old, change.new
    if old is None:
        return f"{change.name} added"
    if new is None:
        return f"{change.name} removed"
    said = []
    if old.quantity != new.quantity:
        said.append(f"{plan_text(old.quantity)} to {plan_text(new.quantity)}")
    if old.buffer_percent != new.buffer_percent:
        said.append("extra")
    if old.notes != new.notes and old.quantity == new.quantity:
        said.append("note")
    return f"{new.name} {' and '.join(said)}"


def _choice_words(change: ChoiceChange) -> str:
    if isinstance(change, SharingChange):
        return "batches shared" if change.is_shared else "batches separate"
    if change.new is None:
        return "batches as needed"
    batches = "1 batch" if change.new == 1 else f"{plan_text(change.new)} batches"
    return batches if change.old is None else f"{plan_text(change.old)} to {batches}"
