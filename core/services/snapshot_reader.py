"""Reads what snapshots hold: stored definitions, parsed plans, names, counts, and the proof."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, Text, func, select, type_coerce
from sqlalchemy.orm import Session

from core.domain.definition import (
    KNOWN_HASH_VERSIONS,
    Data,
    SealedHead,
    canonical_text,
    definition_name,
    manifest_hash,
    text_hash,
)
from core.domain.keys import ComponentKind
from core.domain.planned import PlannedLine
from core.domain.quantity import positive, to_amount
from core.domain.rows import CheckReason, KindCounts, ToCheck, Verification
from core.domain.seal import SealState, seal_state
from core.errors import CorruptDatabaseError, NotFoundError
from core.models import PlanningSnapshot
from core.services.chunks import in_chunks
from core.services.snapshot_writer import (
    SNAPSHOT_MODELS,
    StoredDefinition,
    snapshot_table,
    stored_definitions,
)
from core.services.stored_text import exact_texts

# What parsing a text that is not what was written can raise; AmountError is a ValueError.
UNREADABLE = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
AT_ONCE = 200  # snapshots in one statement


@contextmanager
def reading_kept() -> Iterator[None]:
    """What was kept and cannot be read any more is a damaged file, said in a sentence."""
    try:
        yield
    except UNREADABLE as error:
        raise CorruptDatabaseError(
            "A part of this snapshot is damaged and cannot be read any more."
        ) from error


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A container's row and everything it holds, as stored."""

    head: Row[Any]
    definitions: tuple[StoredDefinition, ...]


def read_stored(session: Session, planning_snapshot_id: int) -> StoredSnapshot:
    """The whole snapshot in two statements; NotFoundError when it is gone."""
    with exact_texts(session):
        head = read_head(session, planning_snapshot_id)
        rows = stored_definitions(session, [planning_snapshot_id])
    return StoredSnapshot(head, tuple(row for _, row in rows))


def read_all_stored(session: Session, snapshot_ids: Sequence[int]) -> Iterator[StoredSnapshot]:
    """The snapshots that are there, whole, in two statements for every 200 of them."""
    for some in in_chunks(snapshot_ids, AT_ONCE):
        held: dict[int, list[StoredDefinition]] = {}
        with exact_texts(session):
            for snapshot_id, row in stored_definitions(session, some):
                held.setdefault(snapshot_id, []).append(row)
            heads = session.execute(_head_select().where(PlanningSnapshot.id.in_(some))).all()
        for head in heads:
            yield StoredSnapshot(head, tuple(held.get(head.id, ())))


def read_head(session: Session, planning_snapshot_id: int) -> Row[Any]:
    """The container's row alone; NotFoundError when it is gone."""
    head = session.execute(
        _head_select().where(PlanningSnapshot.id == planning_snapshot_id)
    ).one_or_none()
    if head is None:
        raise NotFoundError("This snapshot was deleted.")
    return head


def _head_select() -> Any:
    """Beside the columns, "event_day" and "created_text": the day and moment as stored."""
    columns = PlanningSnapshot.__table__.c
    return select(
        *columns,
        type_coerce(columns.event_date, Text).label("event_day"),
        type_coerce(columns.created_at, Text).label("created_text"),
    )


def plan_data_of(head: Any) -> str | None:
    """The head's plan_data; None while it is open, CorruptDatabaseError where a seal lost it."""
    if head.plan_data is None and seal_state(head) is SealState.BROKEN:
        raise CorruptDatabaseError("The plan of this snapshot is not there any more.")
    return None if head.plan_data is None else str(head.plan_data)


def plan_of(plan_data: str | None) -> Data:
    """The parsed plan_data; an open snapshot has no lines yet."""
    if plan_data is None:
        return {"lines": [], "to_check": []}
    with reading_kept():
        plan: Data = json.loads(plan_data)
        if not isinstance(plan["lines"], list) or not isinstance(plan["to_check"], list):
            raise TypeError
    return plan


def planned_lines(plan_data: str | None) -> tuple[PlannedLine, ...]:
    return lines_of(plan_of(plan_data))


def lines_of(plan: Data) -> tuple[PlannedLine, ...]:
    """The lines of a parsed plan_data."""
    with reading_kept():
        return tuple(
            PlannedLine(
                uuid=_text_in(line, "uuid"),
                kind=ComponentKind(line["kind"]),
                source_uuid=_text_in(line, "source_uuid"),
                name=_text_in(line, "name"),
                quantity=positive(to_amount(line["quantity"])),
                notes=None if line["notes"] is None else _text_in(line, "notes"),
                buffer_percent=_buffer_of(line),
            )
            for line in plan["lines"]
        )


def _text_in(line: Data, name: str) -> str:
    text = line[name]
    if not isinstance(text, str):
        raise TypeError
    return text


def _buffer_of(line: Data) -> Fraction | None:
    percent = line.get("buffer_percent")
    return None if percent is None else positive(to_amount(percent))


def to_check_of(plan_data: str | None) -> tuple[ToCheck, ...]:
    with reading_kept():
        return tuple(
            ToCheck(
                CheckReason(entry["reason"]),
                ComponentKind(entry["kind"]),
                entry["uuid"],
                entry["name"],
            )
            for entry in plan_of(plan_data)["to_check"]
        )


def counts_of(kinds: Iterable[ComponentKind]) -> KindCounts:
    tally = list(kinds)
    return KindCounts(
        items=tally.count(ComponentKind.FINISHED_UNIT),
        boxes=tally.count(ComponentKind.FINISHED_GOOD),
        materials=tally.count(ComponentKind.MATERIAL_UNIT),
    )


def kind_counts(session: Session, snapshot_ids: Sequence[int]) -> dict[int, KindCounts]:
    """How many definitions of each kind the snapshots hold, counted in the database."""
    tallies: dict[tuple[int, ComponentKind], int] = {}
    for kind in SNAPSHOT_MODELS:
        holder = snapshot_table(kind).c.planning_snapshot_id
        counted = select(holder, func.count().label("number")).group_by(holder)
        for some in in_chunks(snapshot_ids):
            for row in session.execute(counted.where(holder.in_(some))):
                tallies[row.planning_snapshot_id, kind] = row.number
    return {
        each: KindCounts(
            items=tallies.get((each, ComponentKind.FINISHED_UNIT), 0),
            boxes=tallies.get((each, ComponentKind.FINISHED_GOOD), 0),
            materials=tallies.get((each, ComponentKind.MATERIAL_UNIT), 0),
        )
        for each in snapshot_ids
    }


def sealed_head(head: Any) -> SealedHead:
    return SealedHead(
        uuid=head.uuid,
        version=head.version,
        created_at=head.created_at,
        event_uuid=head.event_uuid,
        event_name=head.event_name,
        event_date=head.event_date,
        hash_version=head.hash_version,
    )


def verify(snapshot: StoredSnapshot) -> Verification:
    """Hashes everything again: does the snapshot still match what was finalized?

    A broken seal does not match.
    """
    head = snapshot.head
    if seal_state(head) is SealState.OPEN:
        return Verification(is_sealed=False, is_unchanged=True)
    hashed = [(row, _hash_of(row)) for row in snapshot.definitions]
    mismatched = [_name_of(row) for row, found in hashed if found != row.hash]
    if not mismatched and not _matches_manifest(head, hashed):
        mismatched.append(_manifest_reason(snapshot))
    return Verification(is_sealed=True, is_unchanged=not mismatched, mismatched=tuple(mismatched))


def _hash_of(row: StoredDefinition) -> str | None:
    try:
        return text_hash(row.text)
    except UNREADABLE:  # a file may hold bytes or a number where a text was
        return None


def _matches_manifest(head: Any, hashed: Iterable[tuple[StoredDefinition, str | None]]) -> bool:
    """Hashed as its own version says; what cannot be hashed that way does not match."""
    if head.hash_version not in KNOWN_HASH_VERSIONS:
        return False
    if head.event_date is None and head.event_day is not None:
        return False
    rows = [(str(row.kind), row.uuid, found or "") for row, found in hashed]
    try:
        manifest = manifest_hash(sealed_head(head), head.plan_data, rows)
    except UNREADABLE:
        return False
    return bool(manifest == head.manifest_hash)


def _name_of(row: StoredDefinition) -> str:
    try:
        return definition_name(json.loads(row.text)) or row.kind.value
    except UNREADABLE:
        return "something that cannot be read any more"


def _manifest_reason(snapshot: StoredSnapshot) -> str:
    """Names a thing whose text and hash were both rewritten, where a box still points at it."""
    try:
        plan = plan_of(plan_data_of(snapshot.head))
        held = {row.uuid for row in snapshot.definitions}
        for line in plan["lines"]:
            if line["snapshot_uuid"] not in held:
                return str(line["name"])
        if canonical_text(plan) != snapshot.head.plan_data:
            return "the plan"
    except (*UNREADABLE, CorruptDatabaseError):
        return "the plan"
    return "what was kept, its name or its date"
