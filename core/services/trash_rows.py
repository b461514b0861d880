"""The rows of events and snapshots on their way into the trash and back, exactly as stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, text
from sqlalchemy.orm import Session

from core.domain.definition import canonical_text
from core.models import Base, RemovedSource
from core.models.guards import CHILD_TABLES, SEAL_OPTIONAL, SEAL_REQUIRED

Rows = dict[str, list[dict[str, Any]]]

_SOURCES = ("finished_unit_id", "finished_good_id", "material_unit_id")


def collect(session: Session, event_ids: Sequence[int], snapshot_ids: Sequence[int]) -> Rows:
    """All rows that will go, by table; "links" says which snapshots stay but lose their event."""
    rows: Rows = {
        "events": _read(session, "events", column="id", ids=event_ids),
        "plan_lines": _read(session, "plan_lines", column="event_id", ids=event_ids),
        "planning_snapshots": _read(session, "planning_snapshots", column="id", ids=snapshot_ids),
    }
    for table in CHILD_TABLES:
        rows[table] = _read(session, table, column="planning_snapshot_id", ids=snapshot_ids)
    rows["links"] = [
        {"id": row["id"], "event_id": row["event_id"]}
        for row in _read(session, "planning_snapshots", column="event_id", ids=event_ids)
        if row["id"] not in set(snapshot_ids)
    ]
    return rows


def to_text(rows: Rows) -> str:
    return canonical_text(rows)


def from_text(data: str) -> Rows:
    rows: Rows = json.loads(data)
    return rows


def ids_of(rows: Rows, table: str) -> list[int]:
    return [row["id"] for row in rows[table]]


def hold_sources(session: Session, removed_id: int, rows: Rows) -> None:
    """RESTRICT references to every catalog thing that the removed rows remember."""
    held = {
        (column, row[column])
        for table in ("plan_lines", *CHILD_TABLES)
        for row in rows[table]
        for column in _SOURCES
        if row.get(column) is not None
    }
    entries = [
        dict.fromkeys(_SOURCES) | {"removed_record_id": removed_id, column: source_id}
        for column, source_id in sorted(held)
    ]
    if entries:
        table = RemovedSource.__table__
        assert isinstance(table, Table)
        session.execute(insert(table), entries)


def put_back(session: Session, rows: Rows) -> None:
    """Events and lines first; then each snapshot as it was made: open, filled, sealed at once."""
    _insert(session, "events", rows["events"])
    _insert(session, "plan_lines", rows["plan_lines"])
    events = _existing_events(session, rows)
    seal = (*SEAL_REQUIRED, *SEAL_OPTIONAL)
    _insert(
        session,
        "planning_snapshots",
        [
            row | dict.fromkeys(seal) | {"event_id": _event_of(row, events)}
            for row in rows["planning_snapshots"]
        ],
    )
    for table in CHILD_TABLES:
        _insert(session, table, rows[table])
    sealed = [row for row in rows["planning_snapshots"] if row["manifest_hash"] is not None]
    if sealed:
        pairs = ", ".join(f"{column} = :{column}" for column in seal)
        session.execute(
            text(f"UPDATE planning_snapshots SET {pairs} WHERE id = :id"),
            [{column: row[column] for column in ("id", *seal)} for row in sealed],
        )
    _link_again(session, rows)


def _link_again(session: Session, rows: Rows) -> None:
    """Gives a returned event exactly the snapshots that lost it, as far as they are still there."""
    if rows["links"]:
        session.execute(
            text(
                "UPDATE planning_snapshots SET event_id = :event_id"
                " WHERE id = :id AND event_id IS NULL"
            ),
            rows["links"],
        )
    # Those that went into the trash before it, and came back meanwhile without it.
    for event in rows["events"]:
        session.execute(
            text(
                "UPDATE planning_snapshots SET event_id = :id"
                " WHERE event_uuid = :uuid AND event_id IS NULL"
            ),
            {"id": event["id"], "uuid": event["uuid"]},
        )


def _existing_events(session: Session, rows: Rows) -> dict[int, str]:
    wanted = {row["event_id"] for row in rows["planning_snapshots"] if row["event_id"]}
    return {
        row["id"]: row["uuid"] for row in _read(session, "events", column="id", ids=sorted(wanted))
    }


def _event_of(row: Mapping[str, Any], events: Mapping[int, str]) -> int | None:
    event_id = row["event_id"]
    if event_id not in events:
        return None
    if row["event_uuid"] is not None and events[event_id] != row["event_uuid"]:
        return None
    return int(event_id)


def _read(session: Session, table: str, *, column: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    if not ids:
        return []
    query = text(f"SELECT * FROM {table} WHERE {column} IN :ids ORDER BY id").bindparams(
        bindparam("ids", expanding=True)
    )
    return [dict(row) for row in session.execute(query, {"ids": list(ids)}).mappings()]


def _insert(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        known = Base.metadata.tables[table].c
        columns = [column for column in rows[0] if column in known]
        names, values = ", ".join(columns), ", ".join(f":{column}" for column in columns)
        session.execute(
            text(f"INSERT INTO {table} ({names}) VALUES ({values})"),
            [{column: row[column] for column in columns} for row in rows],
        )
