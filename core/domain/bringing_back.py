"""What bringing a snapshot back would make of its event's plan, said before it is done."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    pairs = _pairs(now, then)
    kept = _longest_rising([pairs[at] for at in sorted(pairs)])
    found = []
    for at, line in enumerate(then):
        place = pairs.get(at)
        unit = units[line.source_uuid]
        if place is None:
            found.append(ReturningLine(None, line, unit, new_place=at + 1))
            continue
        old, is_moved = now[place], place not in kept
        if is_moved or _said(old) != _said(line):
            found.append(ReturningLine(old, line, unit, place + 1, at + 1, is_moved))
    going = sorted(set(range(len(now))) - set(pairs.values()))
    found += [
        ReturningLine(now[at], None, units[now[at].source_uuid], old_place=at + 1) for at in going
    ]
    return tuple(found)


def _said(line: PlannedLine) -> tuple[object, ...]:
    return line.quantity, line.notes or None, line.buffer_percent


def _pairs(now: Sequence[PlannedLine], then: Sequence[PlannedLine]) -> dict[int, int]:
    """Places then to places now: the same line, else in their order lines of the same thing."""
    by_uuid = {(line.uuid, line.source_uuid): at for at, line in enumerate(now)}
    pairs: dict[int, int] = {}
    for at, line in enumerate(then):
        place = by_uuid.pop((line.uuid, line.source_uuid), None)
        if place is not None:
            pairs[at] = place
    taken = set(pairs.values())
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in reversed(range(len(now))):
        if place not in taken:
            waiting[now[place].kind, now[place].source_uuid].append(place)
    for at, line in enumerate(then):
        left = waiting[line.kind, line.source_uuid]
        if at not in pairs and left:
            pairs[at] = left.pop()
    return pairs


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The most of these numbers, no two alike, that rise as they stand: what was not moved."""
    ends: list[int] = []  # the least number at which so many can end
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
