"""What differs between two sides, as the rows of a tree, and what follows for the kitchen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from core.domain.compare.diff import (
    BothField,
    BothRow,
    BothThing,
    Consequence,
    ConsequenceKind,
    DiffEntry,
    DiffKind,
    SnapshotDiff,
    Step,
)
from core.domain.keys import ComponentKind
from gui import compare_words as words
from gui.kinds import kind_icon
from gui.models.content_nodes import Sign
from gui.models.part_model import PartCell, PartRow

ICONS = {
    DiffKind.LINE: "",  # of which the kind of thing is not known
    DiffKind.CONTENT: "",
    DiffKind.BOX: "box",
    DiffKind.ITEM: "item",
    DiffKind.MATERIAL_UNIT: "material",
    DiffKind.MATERIAL: "material",
    DiffKind.RECIPE: "recipe",
    DiffKind.RECIPE_LINE: "ingredient",
    DiffKind.RECIPE_PART: "recipe",
    DiffKind.INGREDIENT: "ingredient",
    DiffKind.CHOICE: "draft",
}
PLACE = "place"
OWN_ROW = ("quantity", PLACE)  # what is said on the row of the thing itself


@dataclass(slots=True, eq=False)
class CompareRow:
    """A step on the way to differences, or a difference itself: then `entry` is one.

    `both` is what it shows where it is none. `own` are more differences of it; `inside` is what
    stands in it, one list for every place where it stands. What it says is put into words when
    that is asked for: of 20,000 rows it took 2 seconds, and few of them are looked at.
    """

    key: Hashable  # a Step, or what else tells it from its neighbours
    name: str
    heads: tuple[str, str]
    icon: str = ""
    entry: DiffEntry | None = None
    both: BothRow | BothField | None = None
    own: list[CompareRow] = field(default_factory=list)
    inside: list[CompareRow] = field(default_factory=list)

    @property
    def old(self) -> str:
        if self.entry is not None:
            return words.old_text(self.entry)
        both = self.both
        return "" if both is None else words.value_text(both.old, both.old_unit, self._kind())

    @property
    def new(self) -> str:
        if self.entry is not None:
            return words.new_text(self.entry)
        both = self.both
        return "" if both is None else words.value_text(both.new, both.new_unit, self._kind())

    def _kind(self) -> DiffKind:
        return self.both.step.kind if isinstance(self.both, BothRow) else DiffKind.ITEM

    @property
    def spoken(self) -> str:
        """As a sentence, with the sides' heads."""
        if self.entry is not None:
            said = words.entry_sentence(self.entry, *self.heads)
            return said if self.key != self.entry.key else f"{self.name}: {said}"
        values = zip(self.heads, (self.old, self.new), strict=True)
        said = ", ".join(f"{head} {value}" for head, value in values if value)
        return f"{self.name}: {said}" if said else self.name

    @property
    def icon_name(self) -> str:
        """An item that is counted in cakes is no cookie."""
        if self.icon != ICONS[DiffKind.ITEM]:
            return self.icon
        said = self.entry or self.both
        unit = "" if said is None or isinstance(said, BothField) else said.new_unit or said.old_unit
        return kind_icon(ComponentKind.FINISHED_UNIT, unit)

    @property
    def sign(self) -> Sign | None:
        return words.SIGNS[self.entry.change] if self.entry is not None else None

    @property
    def children(self) -> list[CompareRow]:
        return [*self.own, *self.inside] if self.own else self.inside

    @property
    def has_children(self) -> bool:
        return bool(self.own or self.inside)


@dataclass(frozen=True, slots=True)
class CompareRows:
    """All that the page shows of a comparison; `everything` only where it was asked for."""

    diff: SnapshotDiff
    heads: tuple[str, str]
    summary: str
    kitchen_text: str
    rows: tuple[CompareRow, ...] = field(compare=False)
    kitchen: tuple[PartRow, ...]
    everything: tuple[CompareRow, ...] | None = field(compare=False)


def compare_rows(diff: SnapshotDiff) -> CompareRows:
    """Takes as long as there are differences, or things: made on a lane."""
    old, new = diff.old_side, diff.new_side
    with_event = old.event_id != new.event_id or old.event_name != new.event_name
    heads = (
        words.side_text(old, with_event=with_event),
        words.side_text(new, with_event=with_event),
    )
    everything = diff.everything
    return CompareRows(
        replace(diff, everything=None),
        heads,
        words.summary_text(diff),
        words.kitchen_text(_told(diff.consequences)),
        tuple(_tree(diff, heads)),
        tuple(_kitchen(diff, heads)),
        None if everything is None else tuple(_Both(heads).rows_in(everything)),
    )


def every_row(rows: Iterable[CompareRow]) -> Iterator[tuple[tuple[str, ...], CompareRow]]:
    """All rows from the top down with the way to them; what stands in many places is opened once."""
    opened: set[int] = set()
    waiting: list[tuple[tuple[str, ...], CompareRow]]
    waiting = [((row.name,), row) for row in reversed([*rows])]
    while waiting:
        way, row = waiting.pop()
        yield way, row
        inside = row.own if id(row.inside) in opened else row.children
        opened.add(id(row.inside))
        waiting += [((*way, each.name), each) for each in reversed(inside)]


def _tree(diff: SnapshotDiff, heads: tuple[str, str]) -> list[CompareRow]:
    """One row for each step, below the step before it; in the order of the entries."""
    roots: list[CompareRow] = []
    known: dict[tuple[Step, ...], CompareRow] = {}
    for entry in diff.entries:
        siblings, row = roots, None
        for depth in range(1, len(entry.steps) + 1):
            steps = entry.steps[:depth]
            row = known.get(steps)
            if row is None:
                row = known[steps] = _step_row(steps[-1], heads)
                siblings.append(row)
            siblings = row.inside
        if row is not None:
            _take(row, entry)
    return roots


def _step_row(step: Step, heads: tuple[str, str]) -> CompareRow:
    return CompareRow(step, step.name, heads, ICONS[step.thing or step.kind])


def _take(row: CompareRow, entry: DiffEntry) -> None:
    """On the row itself where it is told of its amount or place, else on one below it."""
    if entry.field in OWN_ROW and row.entry is None:
        row.entry = entry
    else:
        row.own.append(_field_row(entry, row.heads))


def _field_row(entry: DiffEntry, heads: tuple[str, str]) -> CompareRow:
    return CompareRow(entry.key, words.field_text(entry.field), heads, "", entry)


class _Both:
    """Makes the rows of all that stands on both sides, those of one thing once."""

    def __init__(self, heads: tuple[str, str]) -> None:
        self._heads = heads
        self._known: dict[int, list[CompareRow]] = {}

    def rows_in(self, plan: BothThing) -> list[CompareRow]:
        waiting = [plan]
        self._known[id(plan)] = []
        while waiting:
            thing = waiting.pop()
            rows = self._known[id(thing)]
            rows += [_field_row(entry, self._heads) for entry in thing.entries]
            for each in thing.fields:
                name = words.field_text(each.field)
                rows.append(CompareRow(each.field, name, self._heads, both=each))
            for one in thing.rows:
                row = self._row(one)
                inside = one.inside
                if inside is not None:
                    if id(inside) not in self._known:
                        self._known[id(inside)] = []
                        waiting.append(inside)
                    row.inside = self._known[id(inside)]
                rows.append(row)
        return self._known[id(plan)]

    def _row(self, both: BothRow) -> CompareRow:
        row = _step_row(both.step, self._heads)
        row.both = both
        for entry in both.entries:
            if entry.field == PLACE:  # it would stand where both amounts do
                row.own.append(_field_row(entry, self._heads))
            else:
                _take(row, entry)
        return row


def _told(consequences: Iterable[Consequence]) -> list[Consequence]:
    """Without what is to buy where one side does not know what she has: that is no change."""
    return [
        each
        for each in consequences
        if each.kind is not ConsequenceKind.BUY or (each.old is not None and each.new is not None)
    ]


def _kitchen(diff: SnapshotDiff, heads: tuple[str, str]) -> Iterator[PartRow]:
    for each in _told(diff.consequences):
        name = words.consequence_name(each)
        old, new, difference = words.consequence_values(each)
        cells = (PartCell(name), PartCell(old), PartCell(new), PartCell(difference))
        spoken = f"{name}: {heads[0]} {old}, {heads[1]} {new}, {difference}".rstrip(", ")
        yield PartRow((each.kind, each.uuid, each.unit), each, cells, spoken=spoken)
