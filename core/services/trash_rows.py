"""The rows of events and snapshots on their way into the trash and back, exactly as stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, text
from sqlalchemy.orm import Session

from core.domain.seal import SEAL, SealState, seal_state
from core.models import Base, RemovedSource
from core.models.guards import CHILD_TABLES, seal_guard_lifted
from core.services.chunks import in_chunks
from core.services.snapshot_reader import read_all_stored, verify
from core.services.stored_text import exact_texts
from core.services.trash_text import RawText, Rows

_CHOICES = ("chosen_batches", "shared_recipes")
_TABLES = ("events", "plan_lines", *_CHOICES, "planning_snapshots", *CHILD_TABLES)
_SOURCES = ("finished_unit_id", "finished_good_id", "material_unit_id")


def collect(session: Session, event_ids: Sequence[int], snapshot_ids: Sequence[int]) -> Rows:
    """All rows that will go, by table; "links" says which snapshots stay but lose their event.

    "altered" says which do not match what was finalized, so that coming back is judged by that.
    """
    going = set(snapshot_ids)
    rows: Rows = {
        "events": _read(session, "events", column="id", ids=event_ids),
        "plan_lines": _read(session, "plan_lines", column="event_id", ids=event_ids),
        "planning_snapshots": _read(session, "planning_snapshots", column="id", ids=snapshot_ids),
    }
    for table in _CHOICES:
        rows[table] = _read(session, table, column="event_id", ids=event_ids)
    for table in CHILD_TABLES:
        rows[table] = _read(session, table, column="planning_snapshot_id", ids=snapshot_ids)
    rows["links"] = [
        {"id": row["id"], "event_id": row["event_id"]}
        for row in _read(session, "planning_snapshots", column="event_id", ids=event_ids)
        if row["id"] not in going
    ]
    rows["altered"] = [{"id": each} for each in altered(session, snapshot_ids)]
    return rows


def altered(session: Session, snapshot_ids: Sequence[int]) -> list[int]:
    """Those of the snapshots that do not match what was finalized."""
    return [
        stored.head.id
        for stored in read_all_stored(session, snapshot_ids)
        if not verify(stored).is_unchanged
    ]


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
    for table in _CHOICES:  # what was removed by an older Proofbook had none
        _insert(session, table, rows.get(table, []))
    events = _existing_events(session, rows)
    _insert(
        session,
        "planning_snapshots",
        [
            row | dict.fromkeys(SEAL) | {"event_id": _event_of(row, events)}
            for row in rows["planning_snapshots"]
        ],
    )
    for table in CHILD_TABLES:
        _insert(session, table, rows[table])
    by_state: dict[SealState, list[dict[str, Any]]] = {state: [] for state in SealState}
    for row in rows["planning_snapshots"]:
        by_state[seal_state(row)].append(row)
    _set_seals(session, by_state[SealState.SEALED])
    if by_state[SealState.BROKEN]:
        with seal_guard_lifted(session.connection()):
            _set_seals(session, by_state[SealState.BROKEN])
    _link_again(session, rows)


def _set_seals(session: Session, rows: list[dict[str, Any]]) -> None:
    """One statement for all that are sound; a cast where a text is no UTF-8."""
    by_statement: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        pairs = ", ".join(f"{column} = {_value(row, column)}" for column in SEAL)
        values = {column: row[column] for column in ("id", *SEAL)}
        by_statement.setdefault(pairs, []).append(values)
    for pairs, some in by_statement.items():
        session.execute(text(f"UPDATE planning_snapshots SET {pairs} WHERE id = :id"), some)


def is_back(session: Session, rows: Rows) -> bool:
    """Whether every row stands in its table exactly as it was; only an event may be another."""
    for table in _TABLES:
        for some in in_chunks(rows.get(table, [])):
            found = {
                row["id"]: row
                for row in _read(session, table, column="id", ids=[row["id"] for row in some])
            }
            if not all(_is_same(table, row, found.get(row["id"])) for row in some):
                return False
    return True


def _is_same(table: str, row: Mapping[str, Any], found: Mapping[str, Any] | None) -> bool:
    if found is None:
        return False
    free = {"event_id"} if table == "planning_snapshots" else set()
    columns = (column for column in row if column in found and column not in free)
    return all(found[column] == _as_read(row[column]) for column in columns)


def _as_read(cell: Any) -> Any:
    return cell.decode(errors="surrogateescape") if isinstance(cell, RawText) else cell


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
    link_by_uuid(session, rows["events"])


def link_by_uuid(session: Session, events: Sequence[Mapping[str, Any]]) -> None:
    """Gives returned events the snapshots without event that remember them."""
    for event in events:
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


def _read(
    session: Session, table: str, *, column: str, ids: Collection[int]
) -> list[dict[str, Any]]:
    query = text(f"SELECT * FROM {table} WHERE {column} IN :ids ORDER BY id").bindparams(
        bindparam("ids", expanding=True)
    )
    rows: list[dict[str, Any]] = []
    with exact_texts(session):
        for some in in_chunks(ids):
            rows += [dict(row) for row in session.execute(query, {"ids": some}).mappings()]
    return rows


def _insert(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    """Sound rows in one go; one with a text that is no UTF-8 by itself, as only a cast stores it."""
    known = Base.metadata.tables[table].c
    sound: list[dict[str, Any]] = []
    for row in rows:
        kept = {column: cell for column, cell in row.items() if column in known}
        if any(isinstance(cell, RawText) for cell in kept.values()):
            _insert_rows(session, table, [kept])
        else:
            sound.append(kept)
    _insert_rows(session, table, sound)


def _insert_rows(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names, values = ", ".join(rows[0]), ", ".join(_value(rows[0], each) for each in rows[0])
        session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), rows)


def _value(row: Mapping[str, Any], column: str) -> str:
    return f"CAST(:{column} AS TEXT)" if isinstance(row[column], RawText) else f":{column}"
