"""Items: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, ThingKind
from core.domain.quantity import Amount
from core.errors import SnapshotCreationError
from core.models import FinishedUnit, YieldMode
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)
from core.services.database import act_scope
from core.services.edits import recording
from core.services.input_values import clean_amount, clean_label, clean_notes, clean_percentage
from core.services.names import free_name

__all__ = [
    "ItemDetails",
    "SnapshotCreationError",
    "create_finished_unit",
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


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """What an item holds besides its name; a yield may be unknown."""

    recipe_id: int | None = None
    yield_mode: YieldMode = YieldMode.DISCRETE_COUNT
    items_per_batch: Amount | None = None
    item_unit: str | None = None
    batch_percentage: Amount | None = None
    portion_description: str | None = None
    category: str | None = None
    description: str | None = None
    notes: str | None = None


def create_finished_unit(
    name: str, *, details: ItemDetails | None = None, session: Session | None = None
) -> Edit:
    """Makes an item; the edit's key is the item's."""
    given = details or ItemDetails()
    percentage, per_batch = given.batch_percentage, given.items_per_batch
    with act_scope(session) as s, recording(s) as recorder:
        item = FinishedUnit(
            display_name=free_name(s, ThingKind.FINISHED_UNIT, name),
            recipe_id=given.recipe_id,
            yield_mode=given.yield_mode,
            items_per_batch=None if per_batch is None else clean_amount(per_batch),
            item_unit=clean_label(given.item_unit, "unit"),
            batch_percentage=None if percentage is None else clean_percentage(percentage),
            portion_description=clean_label(given.portion_description, "portion"),
            category=clean_label(given.category, "category"),
            description=clean_notes(given.description),
            notes=clean_notes(given.notes),
        )
        s.add(item)
        s.flush()
        recorder.about = item
    return recorder.edit
