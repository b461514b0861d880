"""How an event's plan went on from snapshot to snapshot: its lines over time, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.compare.parts import align_lines
from core.domain.comparison import PlanChanges, PlannedLine
from core.domain.definition import RECIPE, ThingKey
from core.domain.keys import ComponentKind
from core.domain.rows import SnapshotRow

COUNTED = frozenset({RECIPE, ComponentKind.FINISHED_GOOD.value})

Lines = tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A snapshot, or the plan now where `snapshot` is None.

    `changes` are counted from the step before. `problem` says in a sentence why the plan now
    cannot be read; of a snapshot it is enough to know that it is damaged.
    """

    snapshot: SnapshotRow | None
    changes: PlanChanges = field(default_factory=PlanChanges)
    is_first: bool = False
    is_damaged: bool = False  # it does not match what was finalized
    is_readable: bool = True  # its lines are known, whatever else is not
    problem: str = ""

    @property
    def thing_count(self) -> int | None:
        """How many recipes and boxes it changed; None where nothing can be counted."""
        if self.is_first or self.changes.is_unknown:
            return None
        return sum(thing.kind in COUNTED for thing in self.changes.things)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line through all steps; None where a step does not hold it, or cannot be read."""

    key: tuple[str, str]  # of its first uuid, and its thing's
    unit: str
    steps: tuple[PlannedLine | None, ...]

    @property
    def latest(self) -> PlannedLine:
        return next(line for line in reversed(self.steps) if line is not None)


@dataclass(frozen=True, slots=True)
class MissingNumbers:
    """Numbers from `first` to `last` that no snapshot of the event has any more."""

    first: int
    last: int
    is_in_trash: bool


@dataclass(frozen=True, slots=True)
class EventHistory:
    """Oldest first; the plan now stands last, but not where the event is over."""

    event_id: int
    steps: tuple[HistoryStep, ...] = ()
    lines: tuple[HistoryLine, ...] = ()
    missing: tuple[MissingNumbers, ...] = ()


def missing_numbers(
    present: Iterable[int], trashed: Iterable[int], last: int
) -> tuple[MissingNumbers, ...]:
    """The gaps from 1 to `last`, the last number that was given, each as long as it is."""
    in_trash = set(trashed).difference(present)
    gaps: list[MissingNumbers] = []
    begin = 1
    for number in (*sorted(in_trash.union(present)), last + 1):
        if number > begin:
            gaps.append(MissingNumbers(begin, number - 1, is_in_trash=False))
        if number in in_trash:
            before = gaps[-1] if gaps else None
            if before is not None and before.is_in_trash and before.last == number - 1:
                gaps[-1] = MissingNumbers(before.first, number, is_in_trash=True)
            else:
                gaps.append(MissingNumbers(number, number, is_in_trash=True))
        begin = max(begin, number + 1)
    return tuple(gaps)


class _Track:
    """A line on its way through the steps."""

    __slots__ = ("last_step", "line", "steps")

    def __init__(self, count: int, line: PlannedLine) -> None:
        self.steps: list[PlannedLine | None] = [None] * count
        self.last_step = -1
        self.line = line

    def put(self, step: int, line: PlannedLine) -> None:
        self.steps[step] = self.line = line
        self.last_step = step


def lines_over_time(
    plans: Sequence[Lines | None], units: Mapping[ThingKey, str] | None = None
) -> tuple[HistoryLine, ...]:
    """Each plan's lines, paired with those before; None is a plan that cannot be read.

    With the plan before they are paired just as `compare` pairs them; a line that was
    taken out and put back later goes on where it ended. The newest plan gives the order, and what
    is no more stands last.
    """
    tracks: list[_Track] = []
    before: list[_Track] = []
    for step, plan in enumerate(plans):
        if plan is None:
            continue
        now = _paired(plan, before, tracks)
        for number, line in enumerate(plan):
            track = now.get(number)
            if track is None:
                track = now[number] = _Track(len(plans), line)
                tracks.append(track)
            track.put(step, line)
        before = [now[number] for number in range(len(plan))]
    newest = {id(track) for track in before}
    gone = [track for track in tracks if id(track) not in newest]
    gone.sort(key=lambda track: -track.last_step)
    return tuple(_line_of(track, units or {}) for track in (*before, *gone))


def _line_of(track: _Track, units: Mapping[ThingKey, str]) -> HistoryLine:
    first = next(line for line in track.steps if line is not None)
    unit = units.get((first.kind.value, first.source_uuid), "")
    return HistoryLine((first.uuid, first.source_uuid), unit, tuple(track.steps))


def _paired(plan: Lines, before: list[_Track], tracks: list[_Track]) -> dict[int, _Track]:
    """By a line's place in the plan: first with the plan before, then with what was taken out."""
    last = {id(track) for track in before}
    absent = [track for track in tracks if id(track) not in last]
    absent.sort(key=lambda track: -track.last_step)
    pairs: dict[int, _Track] = {}
    for waiting in (before, absent):
        places = [place for place in range(len(plan)) if place not in pairs]
        aligned = align_lines([track.line for track in waiting], [plan[place] for place in places])
        pairs |= {
            places[now]: waiting[then]
            for then, now in aligned.pairs
            if then is not None and now is not None
        }
    return pairs
