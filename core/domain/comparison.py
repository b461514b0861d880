"""What differs between two plans: the names of `core.domain.compare` that most callers need, in one place."""

from __future__ import annotations

from core.domain.compare.by_thing import (
    INGREDIENT,
    BatchesChange,
    ChoiceChange,
    LineChange,
    PlanChanges,
    SharingChange,
    ThingChange,
    compare_by_thing,
    thing_count,
)
from core.domain.compare.comparing import ComparedPlan, compare
from core.domain.compare.diff import (
    Change,
    Consequence,
    ConsequenceKind,
    DiffEntry,
    DiffKey,
    DiffKind,
    DiffSide,
    DiffValue,
    SideKind,
    SnapshotDiff,
    Step,
)
from core.domain.compare.summary import summary_text
from core.domain.planned import PlannedLine

__all__ = [
    "INGREDIENT",
    "BatchesChange",
    "Change",
    "ChoiceChange",
    "ComparedPlan",
    "Consequence",
    "ConsequenceKind",
    "DiffEntry",
    "DiffKey",
    "DiffKind",
    "DiffSide",
    "DiffValue",
    "LineChange",
    "PlanChanges",
    "PlannedLine",
    "SharingChange",
    "SideKind",
    "SnapshotDiff",
    "Step",
    "ThingChange",
    "compare",
    "compare_by_thing",
    "summary_text",
    "thing_count",
]
