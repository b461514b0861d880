"""Coming plans that are not as they were finalized, with what that means for the kitchen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.domain.comparison import Consequence
from core.domain.finalization import FinalizationPreview


@dataclass(frozen=True, slots=True)
class ChangedPlan:
    """What finalizing it anew would keep, and the sums that differ from its latest snapshot's."""

    preview: FinalizationPreview
    consequences: tuple[Consequence, ...] = ()

    @property
    def event_id(self) -> int:
        return self.preview.event_id


class LeftOutReason(StrEnum):
    """Why a coming plan cannot be finalized together with the others."""

    NO_LINES = "no_lines"
    DAMAGED = "damaged"  # its latest snapshot is: what changed is not known
    UNREADABLE = "unreadable"  # the plan: damaged, or boxes or recipes that cannot be kept


@dataclass(frozen=True, slots=True)
class LeftOutPlan:
    """A coming plan of which it is not said whether it is as it was finalized."""

    event_id: int
    event_name: str
    reason: LeftOutReason


@dataclass(frozen=True, slots=True)
class ChangedPlans:
    """The next day comes first, events without a date last; `left_out` in the same order."""

    plans: tuple[ChangedPlan, ...] = ()
    left_out: tuple[LeftOutPlan, ...] = ()
