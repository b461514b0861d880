"""Boxes: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.keys import ComponentKind
from core.errors import CircularReferenceError, MaxDepthExceededError, SnapshotCreationError
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)
from core.services.nesting import MAX_NESTING_DEPTH

__all__ = [
    "MAX_NESTING_DEPTH",
    "CircularReferenceError",
    "MaxDepthExceededError",
    "SnapshotCreationError",
    "create_finished_good_snapshot",
    "get_finished_good_snapshot",
    "get_finished_good_snapshots_by_planning_id",
]


def create_finished_good_snapshot(
    finished_good_id: int, planning_snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict:
    """Captures the box's definition into an open planning snapshot, with everything in it.

    Raises SnapshotCreationError for an unknown box or container, or a database error.
    """
    return create_component_snapshot(
        ComponentKind.FINISHED_GOOD,
        finished_good_id,
        planning_snapshot_id=planning_snapshot_id,
        session=session,
    )


def get_finished_good_snapshot(
    snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict | None:
    """The captured box with that id, or None."""
    return get_component_snapshot(ComponentKind.FINISHED_GOOD, snapshot_id, session)


def get_finished_good_snapshots_by_planning_id(
    planning_snapshot_id: int, session: Session | None = None
) -> list[ComponentSnapshotDict]:
    """The boxs that the planning snapshot holds."""
    return get_component_snapshots(ComponentKind.FINISHED_GOOD, planning_snapshot_id, session)
