"""Materials as they are planned: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.changes import Edit
from core.domain.keys import ComponentKind
from core.domain.quantity import Amount
from core.errors import SnapshotCreationError
from core.models import Material, MaterialUnit
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)
from core.services.database import session_scope
from core.services.edits import recording
from core.services.input_values import clean_name, clean_quantity
from core.services.lookup import get_row

__all__ = [
    "SnapshotCreationError",
    "create_material",
    "create_material_unit",
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


def create_material(
    name: str,
    *,
    category: str | None = None,
    base_unit: str = "each",
    display_unit: str = "each",
    session: Session | None = None,
) -> Edit:
    with session_scope(session) as s, recording(s) as recorder:
        material = Material(
            name=clean_name(name),
            category=category,
            base_unit=base_unit,
            display_unit=display_unit,
        )
        s.add(material)
        s.flush()
        recorder.about = material
    return recorder.edit


def create_material_unit(
    name: str, *, material_id: int, quantity_per_unit: Amount, session: Session | None = None
) -> Edit:
    """Makes what a plan counts of a material; the quantity is in the material's base units."""
    with session_scope(session) as s, recording(s) as recorder:
        unit = MaterialUnit(
            name=clean_name(name),
            material=get_row(s, Material, material_id),
            quantity_per_unit=clean_quantity(quantity_per_unit),
        )
        s.add(unit)
        s.flush()
        recorder.about = unit
    return recorder.edit
