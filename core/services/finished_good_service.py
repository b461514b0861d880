"""Boxes: catalog verbs, and capturing one into a planning snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.changes import Edit
from core.domain.keys import ComponentKind
from core.domain.quantity import Amount
from core.errors import CircularReferenceError, MaxDepthExceededError, SnapshotCreationError
from core.models import Composition, FinishedGood
from core.services.component_capture import (
    create_component_snapshot,
    get_component_snapshot,
    get_component_snapshots,
)
from core.services.database import act_scope, session_scope
from core.services.edits import recording
from core.services.input_values import clean_name, clean_notes, clean_quantity
from core.services.lookup import get_row
from core.services.nesting import MAX_NESTING_DEPTH, check_nesting
from core.services.nesting_edges import edges_around

__all__ = [
    "MAX_NESTING_DEPTH",
    "CircularReferenceError",
    "ContentInput",
    "MaxDepthExceededError",
    "SnapshotCreationError",
    "create_finished_good",
    "create_finished_good_snapshot",
    "get_finished_good_snapshot",
    "get_finished_good_snapshots_by_planning_id",
    "set_content_quantity",
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
        box = FinishedGood(display_name=clean_name(name), description=clean_notes(description))
        for place, content in enumerate(contents):
            box.components.append(
                Composition(
                    component_quantity=clean_quantity(content.quantity),
                    component_notes=clean_notes(content.notes),
                    sort_order=place,
                    is_generic=content.kind is ComponentKind.MATERIAL,
                    **{f"{content.kind.value}_id": content.source_id},
                )
            )
        s.add(box)
        s.flush()
        check_box(s, box.id)
        recorder.about = box
    return recorder.edit


def set_content_quantity(
    composition_id: int, quantity: Amount, session: Session | None = None
) -> Edit:
    """Changes how many of a content are in each box."""
    with session_scope(session) as s, recording(s) as recorder:
        content = get_row(s, Composition, composition_id)
        recorder.about = content.assembly
        content.component_quantity = clean_quantity(quantity)
    return recorder.edit


def check_box(session: Session, box_id: int) -> None:
    """Refuses a box that contains itself, or that makes any box too deep, naming the path."""
    parts = Composition.__table__.c
    edges = edges_around(session, box_id, owner=parts.assembly_id, part=parts.finished_good_id)

    def name(each: int) -> str:
        return get_row(session, FinishedGood, each).display_name

    check_nesting(edges, children=lambda each: edges.get(each, []), name=name)
