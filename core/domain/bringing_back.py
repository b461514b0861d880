"""What bringing a snapshot back would make of its event's plan, said before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.compare.parts import align_lines
from core.domain.comparison import ChoiceChange, PlannedLine, ThingChange
from core.domain.rows import ToCheck


@dataclass(frozen=True, slots=True)
class ReturningLine:
    """A line that would not stay as it is: `old` is None where it comes back, `new` where it goes.

    Places count from 1; `is_moved`: its order among the lines of both sides is another one.
    """

    old: PlannedLine | None
    new: PlannedLine | None
    unit: str
    old_place: int = 0
    new_place: int = 0
    is_moved: bool = False

    @property
    def line(self) -> PlannedLine:
        line = self.new or self.old
        assert line is not None
        return line


@dataclass(frozen=True, slots=True)
class BringBackPreview:
    """Everything the question says; `digest` stands for the plan now and for what it would become.

    `things` and `retired` are in the plan then, but not as they were in the catalog; `left_out`
    names the lines whose box, item or material is gone.
    """

    planning_snapshot_id: int
    version: int
    event_id: int
    event_name: str
    lines: tuple[ReturningLine, ...]
    choices: tuple[ChoiceChange, ...]
    things: tuple[ThingChange, ...]
    retired: tuple[ToCheck, ...]
    left_out: tuple[str, ...]
    newer_versions: tuple[int, ...]
    digest: str
    is_as_finalized: bool = True  # the snapshot still matches its fingerprint


def returning_lines(
    now: Sequence[PlannedLine], then: Sequence[PlannedLine], units: Mapping[str, str]
) -> tuple[ReturningLine, ...]:
    """The lines that differ, in the order of `then`, and behind them those that go.

    `units` by the uuid of what is planned.
    """
    aligned = align_lines(now, then)
    found, going = [], []
    for before, after in aligned.pairs:
        old = None if before is None else now[before]
        new = None if after is None else then[after]
        line = new or old
        assert line is not None
        row = ReturningLine(
            old,
            new,
            units[line.source_uuid],
            old_place=0 if before is None else before + 1,
            new_place=0 if after is None else after + 1,
            is_moved=after in aligned.moved,
        )
        if new is None:
            going.append(row)
        elif old is None or row.is_moved or _said(old) != _said(new):
            found.append(row)
    return (*found, *going)


def _said(line: PlannedLine) -> tuple[object, ...]:
    return line.quantity, line.notes or None, line.buffer_percent
