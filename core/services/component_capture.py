"""The three create_..._snapshot functions' common body: capture one thing and all that is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contracts import ComponentSnapshotDict
from core.domain.keys import ComponentKind
from core.errors import CoreError, SnapshotCreationError
from core.models import PlanningSnapshot
from core.models.component_snapshot import ComponentSnapshot
from core.services.database import session_scope
from core.services.definition_builder import Closure, thing_closure
from core.services.lookup import is_possible_id
from core.services.snapshot_reader import reading_kept
from core.services.snapshot_writer import (
    SNAPSHOT_MODELS,
    CaptureOrder,
    StoredDefinition,
    ThingId,
    capture,
    existing_refs,
    source_column,
)
from core.utils.datetime_utils import utc_now

_WORDS = {
    ComponentKind.FINISHED_UNIT: "item",
    ComponentKind.FINISHED_GOOD: "box",
    ComponentKind.MATERIAL_UNIT: "material",
}


@contextmanager
def as_creation_error(session: Session | None) -> Iterator[None]:
    """In an own scope every known error becomes a SnapshotCreationError; a caller's pass."""
    try:
        yield
    except SnapshotCreationError:
        raise
    except CoreError as error:
        if session is not None:
            raise
        raise SnapshotCreationError(error.sentence) from error


def create_component_snapshot(
    kind: ComponentKind, source_id: int, *, planning_snapshot_id: int, session: Session | None
) -> ComponentSnapshotDict:
    """Captures the thing into an open container: always a new row, what lies below it is shared.

    Raises SnapshotCreationError for an unknown source or container, and its children
    CircularReferenceError and MaxDepthExceededError.
    """
    with as_creation_error(session), session_scope(session) as s:
        container = s.get(PlanningSnapshot, planning_snapshot_id)
        if container is None:
            raise SnapshotCreationError(f"There is no planning snapshot {planning_snapshot_id}.")
        s.flush()
        closure = thing_closure(s, kind, source_id)
        root: ThingId = (kind, source_id)
        if source_id not in _rows_of(closure, kind):
            raise SnapshotCreationError(f"There is no {_WORDS[kind]} {source_id}.")
        if kind is ComponentKind.FINISHED_GOOD:
            closure.check_boxes([source_id])
        closure.check_recipes()
        refs = existing_refs(s, planning_snapshot_id)
        things = [root, *(t for t in all_things(closure) if t != root and t not in refs)]
        order = CaptureOrder(planning_snapshot_id, closure, things, now=utc_now(), refs=refs)
        captured = capture(s, order)[root]
        return _as_dict(captured, planning_snapshot_id)


def _rows_of(closure: Closure, kind: ComponentKind) -> dict[int, Any]:
    return {
        ComponentKind.FINISHED_GOOD: closure.boxes,
        ComponentKind.FINISHED_UNIT: closure.items,
        ComponentKind.MATERIAL_UNIT: closure.materials,
    }[kind]


def all_things(closure: Closure) -> list[ThingId]:
    """Everything in the closure that a snapshot holds a row for; a generic material has none."""
    return [
        *((ComponentKind.FINISHED_UNIT, each) for each in closure.items),
        *((ComponentKind.MATERIAL_UNIT, each) for each in closure.materials),
        *((ComponentKind.FINISHED_GOOD, each) for each in closure.boxes),
    ]


def _as_dict(row: StoredDefinition, planning_snapshot_id: int) -> ComponentSnapshotDict:
    return cast(
        "ComponentSnapshotDict",
        {
            "id": row.id,
            source_column(row.kind): row.source_id,
            "planning_snapshot_id": planning_snapshot_id,
            "snapshot_date": row.snapshot_date.isoformat(),
            "definition_data": json.loads(row.text),
        },
    )


def _row_dict(kind: ComponentKind, row: ComponentSnapshot) -> ComponentSnapshotDict:
    stored = StoredDefinition(
        kind,
        row.id,
        row.uuid,
        getattr(row, source_column(kind)),
        row.definition_data,
        row.definition_hash,
        row.snapshot_date,
    )
    return _as_dict(stored, row.planning_snapshot_id)


def get_component_snapshot(
    kind: ComponentKind, snapshot_id: int, session: Session | None = None
) -> ComponentSnapshotDict | None:
    """One captured component, or None."""
    model = SNAPSHOT_MODELS[kind]
    if not is_possible_id(snapshot_id):
        return None
    with session_scope(session, write=False) as s, reading_kept():
        query = select(model).where(model.id == snapshot_id)
        row = s.scalar(query.execution_options(populate_existing=True))
        return None if row is None else _row_dict(kind, row)


def get_component_snapshots(
    kind: ComponentKind, planning_snapshot_id: int, session: Session | None = None
) -> list[ComponentSnapshotDict]:
    """All of the kind that the planning snapshot holds, in the order they were captured."""
    model = SNAPSHOT_MODELS[kind]
    if not is_possible_id(planning_snapshot_id):
        return []
    with session_scope(session, write=False) as s, reading_kept():
        query = select(model).where(model.planning_snapshot_id == planning_snapshot_id)
        rows = s.scalars(query.order_by(model.id).execution_options(populate_existing=True))
        return [_row_dict(kind, row) for row in rows]
