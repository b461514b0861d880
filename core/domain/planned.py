"""A line of a plan as a value: what is planned, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from core.domain.keys import ComponentKind


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of a plan, now or in a snapshot."""

    uuid: str
    kind: ComponentKind
    source_uuid: str
    name: str
    quantity: Fraction
    notes: str | None = None
    buffer_percent: Fraction | None = None  # so much more than the quantity is made
