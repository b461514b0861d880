"""What a deletion would take, what stays, and what the trash holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.domain.rows import KindCounts

DAYS_KEPT = 30


@dataclass(frozen=True, slots=True)
class RemovedSnapshot:
    """One snapshot that would go, or that would stay without its event."""

    id: int
    version: int | None
    created_at: datetime
    reason: str
    event_name: str | None
    counts: KindCounts
    is_without_event: bool = False  # the event it remembers is gone, or it never had one
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class RemovedEvent:
    """One event that would go, with its plan."""

    id: int
    name: str
    line_count: int


@dataclass(frozen=True, slots=True)
class RemovalImpact:
    """The exact consequences of a deletion; two are equal only if nothing changed between them.

    `snapshots` were chosen themselves (or are an event's, once ticked); `attached` are the other
    snapshots of the chosen events, which stay without event unless the tick takes them too.
    """

    events: tuple[RemovedEvent, ...]
    snapshots: tuple[RemovedSnapshot, ...]
    attached: tuple[RemovedSnapshot, ...]
    staying_versions: tuple[int, ...]  # other snapshots of the one event whose snapshots go
    keep_until: date

    @property
    def counts(self) -> KindCounts:
        return sum((s.counts for s in self.snapshots), KindCounts())

    @property
    def attached_counts(self) -> KindCounts:
        return sum((s.counts for s in self.attached), KindCounts())

    @property
    def line_count(self) -> int:
        return sum(event.line_count for event in self.events)


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """One entry of the trash."""

    id: int
    title: str
    removed_at: datetime
    keep_until: date
    event_count: int
    line_count: int
    snapshot_count: int
    counts: KindCounts


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back from the trash, and where to."""

    event_ids: tuple[int, ...]
    snapshot_ids: tuple[int, ...]
    unlinked_ids: tuple[int, ...]  # snapshots that came back without their event
    linked_ids: tuple[int, ...]  # snapshots that belong to a returned event again
    title: str
    owner_ids: tuple[int, ...] = ()  # events that have one of these snapshots now
    version: int | None = None  # of the one snapshot that came back
    owner_name: str | None = None  # of the one event that snapshots came back to
