"""What differs between two sides, as the rows of a tree, and what follows for the kitchen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from core.domain.compare.diff import (
    Consequence,
    ConsequenceKind,
    DiffEntry,
    DiffKind,
    SnapshotDiff,
    Step,
)
from gui import compare_words as words
from gui.models.content_nodes import Sign
from gui.models.part_model import PartCell, PartRow

ICONS = {
    DiffKind.LINE: "",  # a box, an item or a material
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
OWN_ROW = ("quantity", "place")  # what is said on the row of the thing itself


@dataclass(slots=True)
class CompareRow:
    """A step on the way to differences, or a difference itself; `entry` is None for a step."""

    key: Hashable
    name: str
    icon: str = ""
    entry: DiffEntry | None = None
    spoken: str = ""
    children: list[CompareRow] = field(default_factory=list)

    @property
    def sign(self) -> Sign | None:
        return words.SIGNS[self.entry.change] if self.entry is not None else None


@dataclass(frozen=True, slots=True)
class CompareRows:
    """All that the page shows of a comparison."""

    diff: SnapshotDiff
    heads: tuple[str, str]
    summary: str
    kitchen_text: str
    rows: tuple[CompareRow, ...]
    kitchen: tuple[PartRow, ...]


def compare_rows(diff: SnapshotDiff) -> CompareRows:
    """Takes as long as there are differences: made on a lane."""
    old, new = diff.old_side, diff.new_side
    with_event = old.event_id != new.event_id or old.event_name != new.event_name
    heads = (
        words.side_text(old, with_event=with_event),
        words.side_text(new, with_event=with_event),
    )
    return CompareRows(
        diff,
        heads,
        words.summary_text(diff),
        words.kitchen_text(_told(diff.consequences)),
        tuple(_tree(diff, heads)),
        tuple(_kitchen(diff, heads)),
    )


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
                step = steps[-1]
                row = known[steps] = CompareRow(steps, step.name, ICONS[step.kind])
                row.spoken = step.name
                siblings.append(row)
            siblings = row.children
        spoken = words.entry_sentence(entry, *heads)
        if row is not None and entry.field in OWN_ROW and row.entry is None:
            row.entry, row.spoken = entry, spoken
        else:
            name = words.field_text(entry.field)
            siblings.append(CompareRow(entry.key, name, "", entry, spoken=f"{name}: {spoken}"))
    return roots


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
