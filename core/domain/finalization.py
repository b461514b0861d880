"""What finalizing would keep, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.domain.comparison import PlanChanges
from core.domain.keys import ComponentKind
from core.domain.rows import KindCounts, ToCheck


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One planned line as the finalize dialog shows it."""

    uuid: str
    kind: ComponentKind
    name: str
    quantity: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class ShortItem:
    """An item whose batches, as she chose them, make fewer pieces than the plan needs.

    `accepted` is the shortfall that she agreed to when she chose; None: she agreed to none.
    """

    uuid: str
    name: str
    need: Fraction
    makes: Fraction
    accepted: Fraction | None = None

    @property
    def short_by(self) -> Fraction:
        return self.need - self.makes

    @property
    def is_accepted(self) -> bool:
        return self.short_by <= (self.accepted or 0)


@dataclass(frozen=True, slots=True)
class FinalizationPreview:
    """Everything the dialog says; `digest` stands for all that would be kept.

    `short` begins with what is short by more than she accepted; it blocks nothing.
    """

    event_id: int
    event_name: str
    event_date: date | None
    version: int
    lines: tuple[PreviewLine, ...]
    counts: KindCounts
    to_check: tuple[ToCheck, ...]
    changes: PlanChanges  # since the latest snapshot; since_version None: there is none
    since_date: date | None
    summary: str
    digest: str
    is_since_unknown: bool = False  # there is a snapshot before, but it is damaged
    short: tuple[ShortItem, ...] = ()

    @property
    def is_first(self) -> bool:
        """Nothing to count changes from: no snapshot before it, or none that can be read."""
        return self.changes.since_version is None

    @property
    def is_unchanged(self) -> bool:
        return not self.is_first and self.changes.count == 0
