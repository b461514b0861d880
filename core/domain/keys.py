"""The names of things: id types, the kinds a component can have, and page keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

EventId = NewType("EventId", int)
SnapshotId = NewType("SnapshotId", int)
PlanLineId = NewType("PlanLineId", int)
RemovedId = NewType("RemovedId", int)


class ComponentKind(StrEnum):
    """What a plan line or a box's content is; the values stand in stored definitions."""

    FINISHED_GOOD = "finished_good"
    FINISHED_UNIT = "finished_unit"
    MATERIAL_UNIT = "material_unit"
    MATERIAL = "material"


class ThingKind(StrEnum):
    """The kinds of rows that a change, a search hit or a selection can name."""

    EVENT = "event"
    SNAPSHOT = "planning_snapshot"
    PLAN_LINE = "plan_line"
    FINISHED_GOOD = "finished_good"
    FINISHED_UNIT = "finished_unit"
    MATERIAL_UNIT = "material_unit"
    MATERIAL = "material"
    RECIPE = "recipe"
    INGREDIENT = "ingredient"
    REMOVED = "removed_record"
    COMPARISON = "comparison"  # no row: two sides, by the number under which they were asked for


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One row of the database, as a value that outlives a refresh."""

    kind: ThingKind
    id: int


@dataclass(frozen=True, slots=True)
class PageKey:
    """Where a page ended: the sort values and the id of its last row."""

    values: tuple[str | int | None, ...]
    id: int
