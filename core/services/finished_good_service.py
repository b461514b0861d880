"""Boxes: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, ThingKind
from core.domain.quantity import Amount
from core.errors import (
    CircularReferenceError,
    MaxDepthExceededError,
    NotFoundError,
    SnapshotCreationError,
)
from core.models import Composition, FinishedGood, FinishedUnit, Material, MaterialUnit
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)
from core.services.database import act_scope
from core.services.edits import recording
from core.services.input_values import clean_amount, clean_notes
from core.services.live_nesting import check_boxes
from core.services.lookup import get_row
from core.services.names import free_name
from core.services.nesting import MAX_NESTING_DEPTH
from core.services.part_rows import delete_rows, move_row

__all__ = [
    "MAX_NESTING_DEPTH",
    "CircularReferenceError",
    "ContentInput",
    "MaxDepthExceededError",
    "SnapshotCreationError",
    "add_content",
    "create_finished_good",
    "create_finished_good_snapshot",
    "get_finished_good_snapshot",
    "get_finished_good_snapshots_by_planning_id",
    "move_content",
    "remove_contents",
    "set_content_notes",
    "set_content_quantity",
]

_SOURCES: dict[ComponentKind, Any] = {
    ComponentKind.FINISHED_GOOD: FinishedGood,
    ComponentKind.FINISHED_UNIT: FinishedUnit,
    ComponentKind.MATERIAL_UNIT: MaterialUnit,
    ComponentKind.MATERIAL: Material,
}


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
    """The boxes that the planning snapshot holds."""
    return get_component_snapshots(ComponentKind.FINISHED_GOOD, planning_snapshot_id, session)


@dataclass(frozen=True, slots=True)
class ContentInput:
    """One content of a box to be made; kind MATERIAL is a generic material, chosen later."""

    kind: ComponentKind
    source_id: int
    quantity: Amount
    notes: str | None = None


def create_finished_good(
    name: str,
    *,
    contents: Sequence[ContentInput] = (),
    description: str | None = None,
    session: Session | None = None,
) -> Edit:
    """Makes a box; raises CircularReferenceError or MaxDepthExceededError for its contents."""
    with act_scope(session) as s, recording(s) as recorder:
        box = FinishedGood(
            display_name=free_name(s, ThingKind.FINISHED_GOOD, name),
            description=clean_notes(description),
        )
        for place, content in enumerate(contents):
            box.components.append(_composition(content, place))
        s.add(box)
        s.flush()
        check_boxes(s, [box.id])
        recorder.about = box
    return recorder.edit


def add_content(  # noqa: PLR0913 -- a row has so many cells
    box_id: int,
    kind: ComponentKind,
    *,
    source_id: int,
    quantity: Amount,
    notes: str | None = None,
    session: Session | None = None,
) -> Edit:
    """Puts something at the end of a box; kind MATERIAL is a material chosen later.

    Raises CircularReferenceError ("Hamper > Sampler > Hamper") or MaxDepthExceededError. The
    edit's key is the box's.
    """
    with act_scope(session) as s, recording(s) as recorder:
        box = recorder.about = get_row(s, FinishedGood, box_id)
        if s.get(_SOURCES[kind], source_id, populate_existing=True) is None:
            raise NotFoundError("What was to be added was deleted.")
        if kind is ComponentKind.FINISHED_GOOD and source_id == box_id:
            raise CircularReferenceError([box.display_name, box.display_name])
        orders = select(func.max(Composition.sort_order)).where(Composition.assembly_id == box_id)
        last = s.scalar(orders)
        content = _composition(
            ContentInput(kind, source_id, quantity, notes), 0 if last is None else last + 1
        )
        content.assembly_id = box_id
        s.add(content)
        if kind is ComponentKind.FINISHED_GOOD:
            check_boxes(s, [box_id])
    return recorder.edit


def set_content_quantity(
    composition_id: int, quantity: Amount, session: Session | None = None
) -> Edit:
    """Changes how many of a content are in each box."""
    with act_scope(session) as s, recording(s) as recorder:
        content = get_row(s, Composition, composition_id)
        recorder.about = content.assembly
        content.component_quantity = clean_amount(quantity)
    return recorder.edit


def set_content_notes(
    composition_id: int, notes: str | None, session: Session | None = None
) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        content = get_row(s, Composition, composition_id)
        recorder.about = content.assembly
        content.component_notes = clean_notes(notes)
    return recorder.edit


def remove_contents(composition_ids: Collection[int], session: Session | None = None) -> Edit:
    """Takes things out of their boxes; what is gone already is no error."""
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = delete_rows(s, Composition, composition_ids, owner="assembly_id")
    return recorder.edit


def move_content(composition_id: int, steps: int, session: Session | None = None) -> Edit:
    """Moves a content up (negative) or down in its box; an empty edit at the end."""
    with act_scope(session) as s, recording(s) as recorder:
        content = get_row(s, Composition, composition_id)
        recorder.about = content.assembly
        move_row(s, content, steps, owner="assembly_id")
    return recorder.edit


def _composition(content: ContentInput, place: int) -> Composition:
    return Composition(
        component_quantity=clean_amount(content.quantity),
        component_notes=clean_notes(content.notes),
        sort_order=place,
        is_generic=content.kind is ComponentKind.MATERIAL,
        **{f"{content.kind.value}_id": content.source_id},
    )
