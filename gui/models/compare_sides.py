"""Which two are compared: a snapshot, and another one, the plan now, or today's catalog."""

from __future__ import annotations

from dataclasses import dataclass

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
    """The older one stands left, and is always a snapshot."""

    old: Side
    new: Side


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What is to be compared: two sides, or what F7 means on an event or on a snapshot.

    An event's latest snapshot with its plan now; a snapshot with the one before it, the first one
    with the plan now.
    """

    event_id: int | None = None
    snapshot_id: int | None = None
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class SideChoice:
    """One entry of a head's menu."""

    side: Side
    text: str
    icon: str
