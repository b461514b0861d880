"""Materials as they are planned: catalog verbs, and capturing one into a planning snapshot."""

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
    "create_material_unit_snapshot",
    "get_material_unit_snapshot",
    "get_material_unit_snapshots_by_planning_id",
]


def create_material_unit_snapshot(
    material_unit_id: int, planning_snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict:
    """Captures the material's definition into an open planning snapshot.

    Raises SnapshotCreationError for an unknown material or container, or a database error.
    """
    return create_component_snapshot(
        ComponentKind.MATERIAL_UNIT,
        material_unit_id,
        planning_snapshot_id=planning_snapshot_id,
        session=session,
    )


def get_material_unit_snapshot(
    snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict | None:
    """The captured material with that id, or None."""
    return get_component_snapshot(ComponentKind.MATERIAL_UNIT, snapshot_id, session)


def get_material_unit_snapshots_by_planning_id(
    planning_snapshot_id: int, session: Session | None = None
) -> list[ComponentSnapshotDict]:
    """The materials that the planning snapshot holds."""
    return get_component_snapshots(ComponentKind.MATERIAL_UNIT, planning_snapshot_id, session)
