"""
PlanningSnapshot service: container management for grouping snapshots by planning session.

Names, signatures and dicts are the specification's. Deleting here is for good; the window goes
through removal_service, which keeps what it removes for 30 days.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contracts import (
    FinishedGoodEntry,
    FinishedUnitEntry,
    MaterialUnitEntry,
    PlanningSnapshotDict,
)
from core.domain.keys import ComponentKind
from core.errors import CoreError, PlanningSnapshotError
from core.models import PlanningSnapshot
from core.models.component_snapshot import ComponentSnapshot
from core.services import search_index
from core.services.database import session_scope
from core.services.input_values import LONGEST_NOTES
from core.services.lookup import is_possible_id
from core.services.snapshot_reader import reading_kept
from core.services.snapshot_writer import snapshot_table, source_column
from core.services.stored_text import as_text

__all__ = [
    "PlanningSnapshotError",
    "create_planning_snapshot",
    "delete_planning_snapshot",
    "get_planning_snapshot",
    "get_planning_snapshots_by_event",
]


def create_planning_snapshot(
    event_id: int | None = None, notes: str | None = None, session: Session | None = None
) -> PlanningSnapshotDict:
    """
    Create an empty, open PlanningSnapshot container.

    In its own scope a database error, an unknown event among them, becomes PlanningSnapshotError.
    """
    try:
        with session_scope(session) as s:
            container = PlanningSnapshot(event_id=event_id, notes=_storable(notes))
            s.add(container)
            s.flush()
            s.refresh(container)
            search_index.add_open_snapshot(s, container.id, container.notes)
            return _container_dict(container)
    except CoreError as error:
        if session is not None:
            raise
        raise PlanningSnapshotError(error.sentence) from error


def get_planning_snapshot(
    planning_snapshot_id: int, include_snapshots: bool = True, session: Session | None = None
) -> PlanningSnapshotDict | None:
    """Get a planning snapshot with, if wanted, all linked snapshots; None when it is absent."""
    if not is_possible_id(planning_snapshot_id):
        return None
    with session_scope(session, write=False) as s:
        container = s.scalar(
            select(PlanningSnapshot)
            .where(PlanningSnapshot.id == planning_snapshot_id)
            .execution_options(populate_existing=True)
        )
        if container is None:
            return None
        result = _container_dict(container)
        if include_snapshots:
            _add_snapshots(s, result)
        return result


def get_planning_snapshots_by_event(
    event_id: int, session: Session | None = None
) -> list[PlanningSnapshotDict]:
    """Get all planning snapshots for an event, newest first."""
    if not is_possible_id(event_id):
        return []
    with session_scope(session, write=False) as s:
        containers = s.scalars(
            select(PlanningSnapshot)
            .where(PlanningSnapshot.event_id == event_id)
            .order_by(PlanningSnapshot.created_at.desc(), PlanningSnapshot.id.desc())
            .execution_options(populate_existing=True)
        )
        return [_container_dict(container) for container in containers]


def delete_planning_snapshot(planning_snapshot_id: int, session: Session | None = None) -> bool:
    """Delete a planning snapshot and all its snapshots for good; False when it is absent."""
    if not is_possible_id(planning_snapshot_id):
        return False
    with session_scope(session) as s:
        container = s.get(PlanningSnapshot, planning_snapshot_id, populate_existing=True)
        if container is None:
            return False
        s.delete(container)
        s.flush()
        search_index.drop_snapshot(s, planning_snapshot_id)
        _forget_children(s, planning_snapshot_id)
        return True


def _forget_children(session: Session, planning_snapshot_id: int) -> None:
    """The database cascaded: what the session still holds of the children is stale."""
    for row in list(session.identity_map.values()):
        if not isinstance(row, ComponentSnapshot):
            continue
        parent = row.__dict__.get("planning_snapshot_id")
        if parent == planning_snapshot_id:
            session.expunge(row)
        elif parent is None:
            session.expire(row)


def _storable(notes: str | None) -> str | None:
    """The notes as they are, in NFC; PlanningSnapshotError for what is no text or too long."""
    if notes is None:
        return None
    if not isinstance(notes, str):
        raise PlanningSnapshotError("Notes must be a text.")
    stored = unicodedata.normalize("NFC", notes)
    if len(stored) > LONGEST_NOTES:
        raise PlanningSnapshotError(
            f"These notes are too long: at most {LONGEST_NOTES:,} characters."
        )
    return stored


def _container_dict(container: PlanningSnapshot) -> PlanningSnapshotDict:
    return {
        "id": container.id,
        "event_id": container.event_id,
        "created_at": container.created_at.isoformat(),
        "notes": as_text(container.notes),
    }


def _add_snapshots(session: Session, result: PlanningSnapshotDict) -> None:
    """Plain rows, not objects: these are never stale, and 10,000 come in half the time."""
    units = _entries(session, ComponentKind.FINISHED_UNIT, result["id"])
    materials = _entries(session, ComponentKind.MATERIAL_UNIT, result["id"])
    goods = _entries(session, ComponentKind.FINISHED_GOOD, result["id"])
    result["finished_unit_snapshots"] = cast("list[FinishedUnitEntry]", units)
    result["material_unit_snapshots"] = cast("list[MaterialUnitEntry]", materials)
    result["finished_good_snapshots"] = cast("list[FinishedGoodEntry]", goods)
    result["total_snapshots"] = len(units) + len(materials) + len(goods)


def _entries(
    session: Session, kind: ComponentKind, planning_snapshot_id: int
) -> list[dict[str, Any]]:
    columns, source = snapshot_table(kind).c, source_column(kind)
    statement = (
        select(columns.id, columns[source], columns.snapshot_date, columns.definition_data)
        .where(columns.planning_snapshot_id == planning_snapshot_id)
        .order_by(columns.id)
    )
    with reading_kept():
        return [
            {
                "id": row_id,
                source: source_id,
                "snapshot_date": moment.isoformat(),
                "definition_data": json.loads(definition),
            }
            for row_id, source_id, moment, definition in session.execute(statement)
        ]
