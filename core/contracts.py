"""The shapes of the dicts that the specification's functions return; no code."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class FinishedUnitEntry(TypedDict):
    id: int
    finished_unit_id: int | None
    snapshot_date: str
    definition_data: dict[str, Any]


class FinishedGoodEntry(TypedDict):
    id: int
    finished_good_id: int | None
    snapshot_date: str
    definition_data: dict[str, Any]


class MaterialUnitEntry(TypedDict):
    id: int
    material_unit_id: int | None
    snapshot_date: str
    definition_data: dict[str, Any]


class PlanningSnapshotDict(TypedDict):
    """`created_at` is ISO 8601 with the UTC offset; the lists come only when asked for."""

    id: int
    event_id: int | None
    created_at: str
    notes: str | None
    finished_unit_snapshots: NotRequired[list[FinishedUnitEntry]]
    material_unit_snapshots: NotRequired[list[MaterialUnitEntry]]
    finished_good_snapshots: NotRequired[list[FinishedGoodEntry]]
    total_snapshots: NotRequired[int]


class ComponentSnapshotDict(TypedDict):
    """One captured component; just one of the three source ids is there."""

    id: int
    planning_snapshot_id: int
    snapshot_date: str
    definition_data: dict[str, Any]
    finished_unit_id: NotRequired[int | None]
    finished_good_id: NotRequired[int | None]
    material_unit_id: NotRequired[int | None]
