"""Which two are compared: a snapshot, and another one, the plan now, or today's catalog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from core.domain.compare.diff import SideKind


@dataclass(frozen=True, slots=True)
class Side:
    """One side; `snapshot_id` only of a snapshot."""

    kind: SideKind
    snapshot_id: int | None = None


PLAN = Side(SideKind.PLAN)
CATALOG = Side(SideKind.CATALOG)


def snapshot_side(snapshot_id: int) -> Side:
    return Side(SideKind.SNAPSHOT, snapshot_id)


@dataclass(frozen=True, slots=True)
class Sides:
    """The older one, always a snapshot, stands left; swapped it stands right."""

    old: Side
    new: Side
    is_swapped: bool = False

    @property
    def left(self) -> Side:
        return self.new if self.is_swapped else self.old

    @property
    def right(self) -> Side:
        return self.old if self.is_swapped else self.new

    def swapped(self) -> Sides:
        return replace(self, is_swapped=not self.is_swapped)


class Other(Enum):
    """What a snapshot is compared with."""

    PLAN = "plan"
    BEFORE = "before"  # the snapshot before it
    CATALOG = "catalog"


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What is to be compared: two sides, or a snapshot, of an event its latest, with another one.

    Without an `other` it is what F7 means: an event's latest snapshot with its plan now; a snapshot
    with the one before it, the first one with the plan now.
    """

    event_id: int | None = None
    snapshot_id: int | None = None
    other: Other | None = None
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class SideChoice:
    """One entry of a head's menu."""

    side: Side
    text: str
    icon: str
