"""Materials as they are planned: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, ThingKind
from core.domain.material_measures import MEASURES, PLAIN_DISPLAY, measure_of, shown_unit
from core.domain.quantity import Amount
from core.errors import InvalidInputError, SnapshotCreationError
from core.models import Material, MaterialUnit
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)
from core.services.database import act_scope
from core.services.edits import recording
from core.services.input_values import clean_amount, clean_label
from core.services.lookup import get_row
from core.services.names import free_name, free_unit_name

__all__ = [
    "SnapshotCreationError",
    "create_material",
    "create_material_unit",
    "create_material_unit_snapshot",
    "get_material_unit_snapshot",
    "get_material_unit_snapshots_by_planning_id",
    "make_material",
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
    """Makes a material and the unit to plan it by: "1 piece", or "1 in" where it is read in inches.

    Of the two units the one that is not "each" decides; InvalidInputError where they differ.
    """
    with act_scope(session) as s, recording(s) as recorder:
        material = recorder.about = make_material(
            s, name, category=category, base_unit=base_unit, display_unit=display_unit
        )
        measure = measure_of(material.display_unit)
        assert measure is not None
        material.units.append(
            MaterialUnit(name=measure.piece, slug=measure.slug, quantity_per_unit=measure.quantity)
        )
    return recorder.edit


def make_material(
    session: Session, name: str, *, category: str | None, base_unit: str, display_unit: str
) -> Material:
    """A material without any unit, as a part of a verb."""
    if display_unit == "each" and base_unit in PLAIN_DISPLAY:
        display_unit = PLAIN_DISPLAY[base_unit]
    measure = measure_of(display_unit)
    if measure is None or base_unit not in PLAIN_DISPLAY:
        raise InvalidInputError(f"A material is counted in one of {', '.join(MEASURES)}.")
    if base_unit not in ("each", measure.base_unit):
        raise InvalidInputError(f"“{display_unit}” does not measure what this material is.")
    material = Material(
        name=free_name(session, ThingKind.MATERIAL, name),
        category=clean_label(category, "category"),
        base_unit=measure.base_unit,
        display_unit=display_unit if display_unit in PLAIN_DISPLAY else shown_unit(display_unit),
    )
    session.add(material)
    session.flush()
    return material


def create_material_unit(
    name: str, *, material_id: int, quantity_per_unit: Amount, session: Session | None = None
) -> Edit:
    """Makes what a plan counts of a material; the quantity is in the material's base units."""
    with act_scope(session) as s, recording(s) as recorder:
        unit = MaterialUnit(
            name=free_unit_name(s, material_id, name),
            material=get_row(s, Material, material_id),
            quantity_per_unit=clean_amount(quantity_per_unit),
        )
        s.add(unit)
        s.flush()
        recorder.about = unit
    return recorder.edit
