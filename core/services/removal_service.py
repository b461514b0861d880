"""Deleting events and snapshots into the trash, bringing them back, and emptying it.

What a dialog counted is counted again inside the deleting transaction; what is removed is written
whole to the trash in the same transaction, with RESTRICT references to what it remembers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from core.domain.definition import text_hash
from core.domain.keys import Key, ThingKind
from core.domain.removal import (
    DAYS_KEPT,
    RemovalImpact,
    RemovedEvent,
    RemovedRow,
    RemovedSnapshot,
    Restored,
)
from core.domain.rows import KindCounts
from core.errors import ConflictError, CorruptDatabaseError, NotFoundError
from core.models import Event, PlanLine, PlanningSnapshot, RemovedRecord
from core.services import search_index, trash_rows, trash_text
from core.services.chunks import in_chunks
from core.services.database import act_scope, session_scope
from core.services.history_service import snapshot_row_of, snapshot_select
from core.services.lookup import get_row
from core.services.snapshot_reader import kind_counts
from core.services.stored_text import as_number
from core.utils.datetime_utils import local_today, utc_now

_STAYS = "This entry of the trash is damaged, so it stays there."


def preview_snapshots(ids: Collection[int], session: Session | None = None) -> RemovalImpact:
    """What deleting these snapshots would take; NotFoundError if one is gone."""
    return preview_removal((), ids, session=session)


def preview_event(event_id: int, session: Session | None = None) -> RemovalImpact:
    """What deleting the event would take, and which snapshots would stay without it."""
    return preview_removal((event_id,), (), session=session)


def preview_removal(
    event_ids: Collection[int], snapshot_ids: Collection[int], *, session: Session | None = None
) -> RemovalImpact:
    """What deleting these events and snapshots together would take, each counted once."""
    with session_scope(session, write=False) as s:
        s.flush()
        events = tuple(_removed_event(s, event_id) for event_id in sorted(set(event_ids)))
        chosen = _removed_snapshots(s, PlanningSnapshot.id, snapshot_ids)
        if len(chosen) != len(set(snapshot_ids)):
            raise NotFoundError("This was deleted in another window.")
        taken = {snapshot.id for snapshot in chosen}
        attached = tuple(
            snapshot
            for snapshot in _removed_snapshots(s, PlanningSnapshot.event_id, event_ids)
            if snapshot.id not in taken
        )
        return RemovalImpact(
            events=events,
            snapshots=chosen,
            attached=attached,
            staying_versions=() if events else _staying_versions(s, taken),
            keep_until=local_today() + timedelta(days=DAYS_KEPT),
        )


def remove_snapshots(
    ids: Collection[int], session: Session | None = None, *, expected: RemovalImpact | None = None
) -> int:
    """Moves the snapshots to the trash; returns the trash record's id."""
    return remove((), ids, expected=expected, session=session)


def remove_event(
    event_id: int,
    session: Session | None = None,
    *,
    with_snapshots: bool = False,
    expected: RemovalImpact | None = None,
) -> int:
    """Moves the event and its plan to the trash; its snapshots stay, unless `with_snapshots`."""
    return remove(
        (event_id,), (), with_snapshots=with_snapshots, expected=expected, session=session
    )


def remove(
    event_ids: Collection[int],
    snapshot_ids: Collection[int],
    *,
    with_snapshots: bool = False,
    expected: RemovalImpact | None = None,
    session: Session | None = None,
) -> int:
    """Moves events and snapshots to the trash in one act; returns the trash record's id.

    ConflictError, and nothing is removed, if the impact is not the `expected` one any more.
    """
    with session_scope(session) as s:
        impact = _impact_now(s, event_ids, snapshot_ids, is_expected=expected is not None)
        if expected is not None and replace(impact, keep_until=expected.keep_until) != expected:
            raise ConflictError("Changed in another window just now.")
        going = [*impact.snapshots, *(impact.attached if with_snapshots else ())]
        data = trash_rows.collect(
            s, [event.id for event in impact.events], [snapshot.id for snapshot in going]
        )
        text = trash_text.to_text(data)
        counts = sum((snapshot.counts for snapshot in going), KindCounts())
        record = RemovedRecord(
            title=_title(impact, going),
            removed_at=utc_now(),
            data=text,
            data_hash=text_hash(text),
            event_count=len(impact.events),
            plan_line_count=impact.line_count,
            snapshot_count=len(going),
            finished_unit_count=counts.items,
            finished_good_count=counts.boxes,
            material_unit_count=counts.materials,
        )
        s.add(record)
        s.flush()
        trash_rows.hold_sources(s, record.id, data)
        _delete(s, impact, [snapshot.id for snapshot in going])
        return record.id


def restore(removed_id: int, session: Session | None = None) -> Restored:
    """Puts back the same rows: ids, uuids and hashes, checked before it counts as done.

    A snapshot that did not match when it was removed comes back as it was then. CorruptDatabaseError,
    and nothing comes back, where anything is not as it went in.
    """
    with act_scope(session) as s:
        record = s.get(RemovedRecord, removed_id, populate_existing=True)
        if record is None:
            raise NotFoundError("This is not in the trash any more.")
        if not _is_as_it_was(record):
            raise CorruptDatabaseError(_STAYS)
        data = trash_text.from_text(record.data)
        trash_rows.put_back(s, data)
        event_ids = trash_rows.ids_of(data, "events")
        snapshot_ids = trash_rows.ids_of(data, "planning_snapshots")
        was_altered = {row["id"] for row in data.get("altered", ())}
        is_worse = set(trash_rows.altered(s, snapshot_ids)) - was_altered
        if is_worse or not trash_rows.is_back(s, data):
            raise CorruptDatabaseError(_STAYS)
        title = record.title
        s.delete(record)
        s.flush()
        s.expire_all()
        search_index.refresh(s, [Key(ThingKind.EVENT, each) for each in event_ids])
        search_index.refresh_snapshots(s, snapshot_ids)
        return _restored(s, event_ids, snapshot_ids, title=title)


def _is_as_it_was(record: RemovedRecord) -> bool:
    try:
        return text_hash(record.data) == record.data_hash
    except (AttributeError, ValueError):  # another tool may have left bytes or a number
        return False


def _restored(
    session: Session, event_ids: list[int], snapshot_ids: list[int], *, title: str
) -> Restored:
    table = PlanningSnapshot.__table__.c
    linked = _ids_where(session, table.event_id, event_ids)
    loose = set(_ids_where(session, table.id, snapshot_ids, table.event_id.is_(None)))
    owner_ids = owners_of([*snapshot_ids, *linked], session=session)
    version = None
    if len(snapshot_ids) == 1:
        version = session.scalar(select(table.version).where(table.id == snapshot_ids[0]))
    return Restored(
        event_ids=tuple(event_ids),
        snapshot_ids=tuple(snapshot_ids),
        unlinked_ids=tuple(each for each in snapshot_ids if each in loose),
        linked_ids=linked,
        title=title,
        owner_ids=owner_ids,
        version=as_number(version),
        owner_name=get_row(session, Event, owner_ids[0]).name if len(owner_ids) == 1 else None,
    )


def _ids_where(
    session: Session, column: Any, values: Collection[int], *more: ColumnElement[bool]
) -> tuple[int, ...]:
    """Ids of the snapshots that have one of these values."""
    found: list[int] = []
    for some in in_chunks(values):
        found += session.scalars(select(PlanningSnapshot.id).where(column.in_(some), *more))
    return tuple(sorted(found))


def owners_of(snapshot_ids: Collection[int], session: Session | None = None) -> tuple[int, ...]:
    """The events that these snapshots belong to, each once."""
    table = PlanningSnapshot.__table__.c
    with session_scope(session, write=False) as s:
        owners: set[int] = set()
        for some in in_chunks(snapshot_ids):
            owners.update(
                s.scalars(
                    select(table.event_id).where(table.id.in_(some), table.event_id.is_not(None))
                )
            )
        return tuple(sorted(owners))


def list_removed(session: Session | None = None) -> list[RemovedRow]:
    """What the trash holds, latest first."""
    with session_scope(session, write=False) as s:
        table = RemovedRecord.__table__.c
        columns = [column for column in table if column.name not in ("data", "data_hash")]
        found = s.execute(select(*columns).order_by(table.removed_at.desc(), table.id.desc()))
        return [
            RemovedRow(
                id=row.id,
                title=row.title,
                removed_at=row.removed_at,
                keep_until=(row.removed_at + timedelta(days=DAYS_KEPT)).astimezone().date(),
                event_count=row.event_count,
                line_count=row.plan_line_count,
                snapshot_count=row.snapshot_count,
                counts=KindCounts(
                    row.finished_unit_count, row.finished_good_count, row.material_unit_count
                ),
            )
            for row in found
        ]


def purge(removed_ids: Collection[int], session: Session | None = None) -> int:
    """Deletes entries of the trash for good; returns how many there were."""
    with session_scope(session) as s:
        count = 0
        for some in in_chunks(set(removed_ids)):
            found = list(s.scalars(select(RemovedRecord.id).where(RemovedRecord.id.in_(some))))
            s.execute(delete(RemovedRecord).where(RemovedRecord.id.in_(found)))
            count += len(found)
        return count


def purge_expired(session: Session | None = None) -> int:
    """Deletes for good what has lain in the trash longer than 30 days."""
    limit = utc_now() - timedelta(days=DAYS_KEPT + 1)
    with session_scope(session) as s:
        old = list(s.scalars(select(RemovedRecord.id).where(RemovedRecord.removed_at < limit)))
        return purge(old, session=s) if old else 0


def _impact_now(
    session: Session,
    event_ids: Collection[int],
    snapshot_ids: Collection[int],
    *,
    is_expected: bool,
) -> RemovalImpact:
    """Counted again; what is gone since it was counted first is a change like any other."""
    try:
        return preview_removal(event_ids, snapshot_ids, session=session)
    except NotFoundError:
        if is_expected:
            raise ConflictError("Changed in another window just now.") from None
        raise


def _delete(session: Session, impact: RemovalImpact, snapshot_ids: Sequence[int]) -> None:
    event_ids = [event.id for event in impact.events]
    for model, ids in ((PlanningSnapshot, snapshot_ids), (Event, event_ids)):
        for some in in_chunks(ids):
            session.execute(
                delete(model).where(model.id.in_(some)).execution_options(synchronize_session=False)
            )
    session.expire_all()
    search_index.refresh(session, [Key(ThingKind.EVENT, event_id) for event_id in event_ids])
    search_index.refresh_snapshots(session, snapshot_ids)


def _removed_event(session: Session, event_id: int) -> RemovedEvent:
    event = get_row(session, Event, event_id)
    count = session.scalar(select(func.count()).where(PlanLine.event_id == event_id)) or 0
    return RemovedEvent(event.id, event.name, count)


def _removed_snapshots(
    session: Session, column: Any, values: Collection[int]
) -> tuple[RemovedSnapshot, ...]:
    """The snapshots that have one of the values, with their counts by kind, newest first."""
    found: list[Any] = []
    for some in in_chunks(set(values)):
        found += session.execute(snapshot_select().where(column.in_(some)))
    found.sort(key=lambda row: (row.created_at, row.id), reverse=True)
    counts = kind_counts(session, [row.id for row in found])
    return tuple(
        RemovedSnapshot(
            id=row.id,
            version=row.version,
            created_at=row.created_at,
            reason=row.reason,
            event_name=row.event_name,
            counts=counts[row.id],
            is_without_event=row.event_id is None,
            is_open=not row.is_sealed,
        )
        for row in map(snapshot_row_of, found)
    )


def _staying_versions(session: Session, taken: set[int]) -> tuple[int, ...]:
    """The numbers that stay with the one event whose snapshots go."""
    table = PlanningSnapshot.__table__.c
    owners: set[int | None] = set()
    for some in in_chunks(taken):
        owners.update(session.scalars(select(table.event_id).where(table.id.in_(some))))
    if len(owners) != 1 or owners == {None}:
        return ()
    numbers = session.execute(
        select(table.id, table.version).where(
            table.event_id == owners.pop(), table.version.is_not(None)
        )
    )
    found = (as_number(row.version) for row in numbers if row.id not in taken)
    return tuple(sorted(number for number in found if number is not None))


def _title(impact: RemovalImpact, going: Sequence[RemovedSnapshot]) -> str:
    if not impact.events and len(going) == 1:
        snapshot = going[0]
        number = "Open snapshot" if snapshot.is_open else "Snapshot"
        if snapshot.version is not None:
            number = f"Snapshot {snapshot.version}"
        return f"{number} of {snapshot.event_name}" if snapshot.event_name else number
    parts = []
    if len(impact.events) == 1:
        parts.append(impact.events[0].name)
    elif impact.events:
        parts.append(f"{len(impact.events)} events")
    if going:
        parts.append("1 snapshot" if len(going) == 1 else f"{len(going)} snapshots")
    return " and ".join(parts)
