"""Writes component snapshots into a container: shared rows, reserved ids, bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, insert, literal_column, select, text, union_all
from sqlalchemy.orm import Session

from core.domain.definition import Data, canonical_text, text_hash
from core.domain.keys import ComponentKind
from core.models import (
    FinishedGoodSnapshot,
    FinishedUnitSnapshot,
    MaterialUnitSnapshot,
)
from core.models.base import new_uuid
from core.models.component_snapshot import ComponentSnapshot
from core.services.definition_builder import Closure

ThingId = tuple[ComponentKind, int]

SNAPSHOT_MODELS: dict[ComponentKind, type[ComponentSnapshot]] = {
    ComponentKind.FINISHED_UNIT: FinishedUnitSnapshot,
    ComponentKind.FINISHED_GOOD: FinishedGoodSnapshot,
    ComponentKind.MATERIAL_UNIT: MaterialUnitSnapshot,
}


class StoredDefinition(NamedTuple):
    """One row of a snapshot's contents as it stands in the database."""

    kind: ComponentKind
    id: int
    uuid: str
    source_id: int | None
    text: str
    hash: str
    snapshot_date: Any = None


def source_column(kind: ComponentKind) -> str:
    return f"{kind.value}_id"


def snapshot_table(kind: ComponentKind) -> Table:
    table = SNAPSHOT_MODELS[kind].__table__
    assert isinstance(table, Table)
    return table


def stored_definitions(
    session: Session, planning_snapshot_ids: Iterable[int]
) -> list[tuple[int, StoredDefinition]]:
    """(planning snapshot id, row) of everything the snapshots hold, in one statement."""
    ids = list(planning_snapshot_ids)
    parts = []
    for kind in SNAPSHOT_MODELS:
        columns = snapshot_table(kind).c
        parts.append(
            select(
                columns.planning_snapshot_id,
                literal_column(f"'{kind.value}'").label("kind"),
                columns.id,
                columns.uuid,
                columns[source_column(kind)].label("source_id"),
                columns.definition_data,
                columns.definition_hash,
            ).where(columns.planning_snapshot_id.in_(ids))
        )
    kinds = {kind.value: kind for kind in SNAPSHOT_MODELS}
    return [
        (owner_id, StoredDefinition(kinds[kind], *stored))
        for owner_id, kind, *stored in session.execute(union_all(*parts))
    ]


def existing_refs(session: Session, planning_snapshot_id: int) -> dict[ThingId, tuple[int, str]]:
    """What an open container holds already, by source; the oldest row where there are several."""
    parts = []
    for kind in SNAPSHOT_MODELS:
        columns = snapshot_table(kind).c
        parts.append(
            select(
                literal_column(f"'{kind.value}'").label("kind"),
                columns.id,
                columns.uuid,
                columns[source_column(kind)].label("source_id"),
            ).where(columns.planning_snapshot_id == planning_snapshot_id)
        )
    refs: dict[ThingId, tuple[int, str]] = {}
    for row in sorted(session.execute(union_all(*parts)), key=lambda row: -row.id):
        refs[ComponentKind(row.kind), row.source_id] = (row.id, row.uuid)
    return refs


def _next_ids(session: Session) -> dict[str, int]:
    """The next free id of each snapshot table; safe because the transaction is IMMEDIATE."""
    used: dict[str, int] = dict(
        session.execute(
            text(
                "SELECT name, seq FROM sqlite_sequence WHERE name IN ('finished_unit_snapshots',"
                " 'finished_good_snapshots', 'material_unit_snapshots')"
            )
        ).all()
    )
    return {
        snapshot_table(kind).name: used.get(snapshot_table(kind).name, 0) + 1
        for kind in SNAPSHOT_MODELS
    }


@dataclass(frozen=True, slots=True)
class CaptureOrder:
    """What to write into which container.

    `refs` are rows that the container holds already; `data` are definitions that are known before,
    as built without rows, and `texts` their canonical texts.
    """

    planning_snapshot_id: int
    closure: Closure
    things: Iterable[ThingId]
    now: datetime
    refs: Mapping[ThingId, tuple[int, str]] = field(default_factory=dict)
    data: Mapping[ThingId, Data] = field(default_factory=dict)
    texts: Mapping[ThingId, str] = field(default_factory=dict)


def capture(session: Session, order: CaptureOrder) -> dict[ThingId, StoredDefinition]:
    """Writes one row for each thing; ids are reserved first, since a box names its contents' rows."""
    next_ids = _next_ids(session)
    refs = dict(order.refs)
    new: dict[ThingId, tuple[int, str]] = {}
    for thing in order.things:
        table = snapshot_table(thing[0]).name
        new[thing] = refs[thing] = (next_ids[table], new_uuid())
        next_ids[table] += 1
    rows: dict[ComponentKind, list[dict[str, Any]]] = {kind: [] for kind in SNAPSHOT_MODELS}
    captured: dict[ThingId, StoredDefinition] = {}
    for thing, (row_id, uuid) in new.items():
        kind, source_id = thing
        if thing not in order.data:
            definition = canonical_text(order.closure.definition(kind, source_id, refs))
        elif kind is ComponentKind.FINISHED_GOOD:
            definition = canonical_text(_with_refs(order.data[thing], refs))
        else:
            definition = order.texts[thing]
        digest = text_hash(definition)
        captured[thing] = StoredDefinition(
            kind, row_id, uuid, source_id, definition, digest, order.now
        )
        rows[kind].append(
            {
                "id": row_id,
                "uuid": uuid,
                source_column(kind): source_id,
                "planning_snapshot_id": order.planning_snapshot_id,
                "snapshot_date": order.now,
                "definition_data": definition,
                "definition_hash": digest,
            }
        )
    for kind, values in rows.items():
        if values:
            session.execute(insert(snapshot_table(kind)), values)
    return captured


def _with_refs(box: Data, refs: Mapping[ThingId, tuple[int, str]]) -> Data:
    """A box's definition, built without rows, pointing at the rows of its contents."""
    components = []
    for entry in box["components"]:
        row_id, uuid = refs.get((entry["component_type"], entry["original_id"]), (None, None))
        components.append(entry | {"snapshot_id": row_id, "snapshot_uuid": uuid})
    return box | {"components": components}
