"""Items: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.keys import ComponentKind
from core.errors import SnapshotCreationError
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)

__all__ = [
    "SnapshotCreationError",
    "create_finished_unit_snapshot",
    "get_finished_unit_snapshot",
    "get_finished_unit_snapshots_by_planning_id",
]


def create_finished_unit_snapshot(
    finished_unit_id: int, planning_snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict:
    """Captures the item's definition into an open planning snapshot.

    Raises SnapshotCreationError for an unknown item or container, or a database error.
    """
    return create_component_snapshot(
        ComponentKind.FINISHED_UNIT,
        finished_unit_id,
        planning_snapshot_id=planning_snapshot_id,
        session=session,
    )


def get_finished_unit_snapshot(
    snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict | None:
    """The captured item with that id, or None."""
    return get_component_snapshot(ComponentKind.FINISHED_UNIT, snapshot_id, session)


def get_finished_unit_snapshots_by_planning_id(
    planning_snapshot_id: int, session: Session | None = None
) -> list[ComponentSnapshotDict]:
    """The items that the planning snapshot holds."""
    return get_component_snapshots(ComponentKind.FINISHED_UNIT, planning_snapshot_id, session)
