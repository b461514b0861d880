"""The read side of the list: pages of events and snapshots, and what search finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from core.domain.folding import fold
from core.domain.keys import Key, PageKey, ThingKind
from core.domain.rows import (
    EventDetail,
    EventRow,
    ListHits,
    Page,
    SnapshotDetail,
    SnapshotRow,
    Verification,
)
from core.domain.seal import seal_state
from core.errors import NotFoundError
from core.models import Event, PlanLine, PlanningSnapshot, SearchEntry
from core.services.chunks import in_chunks
from core.services.comparison_service import latest_sealed
from core.services.database import session_scope
from core.services.search_index import LONGEST_ENTRY
from core.services.snapshot_reader import (
    kind_counts,
    plan_data_of,
    read_head,
    read_stored,
    to_check_of,
    verify,
)
from core.services.stored_text import as_number, as_text

PAGE_SIZE = 200


def event_page(
    after: PageKey | None = None,
    *,
    limit: int = PAGE_SIZE,
    query: str = "",
    session: Session | None = None,
) -> Page[EventRow]:
    """Events without a day first (newest first), then by day, latest first.

    With a `query` only events that match, or that have a snapshot that does; `snapshot_count` then
    counts those snapshots.
    """
    with session_scope(session, write=False) as s:
        wanted = _event_filter(query)
        total = s.scalar(select(func.count()).select_from(Event).where(*wanted)) or 0
        statement = _event_select(query).where(*wanted)
        if after is not None:
            statement = statement.where(_after_event(after))
        found = s.execute(
            statement.order_by(
                Event.event_date.is_not(None), Event.event_date.desc(), Event.id.desc()
            ).limit(limit + 1)
        ).all()
        rows = tuple(_event_row(row) for row in found[:limit])
        rows = _with_hits(s, rows, query)
        last = found[limit - 1] if len(found) > limit else None
        key = PageKey((last.event_day,), last.id) if last is not None else None
        return Page(rows, key, total)


def event_row(event_id: int, *, query: str = "", session: Session | None = None) -> EventRow | None:
    """The event as the list shows it; None when it is gone or the query does not find it."""
    with session_scope(session, write=False) as s:
        statement = _event_select(query).where(Event.id == event_id, *_event_filter(query))
        found = s.execute(statement).one_or_none()
        return None if found is None else _with_hits(s, (_event_row(found),), query)[0]


def snapshot_page(
    event_id: int | None,
    after: PageKey | None = None,
    *,
    limit: int = PAGE_SIZE,
    query: str = "",
    session: Session | None = None,
) -> Page[SnapshotRow]:
    """The event's snapshots, newest first; those without event where `event_id` is None."""
    with session_scope(session, write=False) as s:
        table = PlanningSnapshot.__table__.c
        wanted = [table.event_id == event_id, *_snapshot_filter(query)]
        total = s.scalar(select(func.count()).select_from(PlanningSnapshot).where(*wanted)) or 0
        statement = snapshot_select().where(*wanted)
        if after is not None:
            statement = statement.where(_beyond(after.values[0], after.id, is_older=True))
        found = s.execute(
            statement.order_by(table.created_at.desc(), table.id.desc()).limit(limit + 1)
        ).all()
        hits = _snapshot_hits(s, [row.id for row in found[:limit]], query)
        rows = tuple(snapshot_row_of(row, hit=hits.get(row.id)) for row in found[:limit])
        last = found[limit - 1] if len(found) > limit else None
        # As stored: a moment that is none would read as another, and rows behind it be lost.
        key = PageKey((last.created_text,), last.id) if last is not None else None
        return Page(rows, key, total)


def snapshot_row(
    planning_snapshot_id: int, *, query: str = "", session: Session | None = None
) -> SnapshotRow | None:
    """The snapshot as the list shows it; None when it is gone or the query does not find it."""
    with session_scope(session, write=False) as s:
        table = PlanningSnapshot.__table__.c
        found = s.execute(
            snapshot_select().where(table.id == planning_snapshot_id, *_snapshot_filter(query))
        ).one_or_none()
        if found is None:
            return None
        return snapshot_row_of(found, hit=_snapshot_hits(s, [found.id], query).get(found.id))


def rows_of(
    keys: Sequence[Key], *, query: str = "", session: Session | None = None
) -> dict[Key, EventRow | SnapshotRow]:
    """These events and snapshots as the list shows them, without those that are gone or no hit."""
    event_ids = [key.id for key in keys if key.kind is ThingKind.EVENT]
    snapshot_ids = [key.id for key in keys if key.kind is ThingKind.SNAPSHOT]
    rows: dict[Key, EventRow | SnapshotRow] = {}
    with session_scope(session, write=False) as s:
        for ids in in_chunks(event_ids):
            statement = _event_select(query).where(Event.id.in_(ids), *_event_filter(query))
            events = tuple(_event_row(found) for found in s.execute(statement))
            for event in _with_hits(s, events, query):
                rows[Key(ThingKind.EVENT, event.id)] = event
        for ids in in_chunks(snapshot_ids):
            table = PlanningSnapshot.__table__.c
            found = s.execute(
                snapshot_select().where(table.id.in_(ids), *_snapshot_filter(query))
            ).all()
            hits = _snapshot_hits(s, [row.id for row in found], query)
            for row in found:
                key = Key(ThingKind.SNAPSHOT, row.id)
                rows[key] = snapshot_row_of(row, hit=hits.get(row.id))
    return rows


def unlinked_count(*, query: str = "", session: Session | None = None) -> int:
    """How many snapshots stand under "Without event"."""
    with session_scope(session, write=False) as s:
        return (
            s.scalar(
                select(func.count())
                .select_from(PlanningSnapshot)
                .where(PlanningSnapshot.event_id.is_(None), *_snapshot_filter(query))
            )
            or 0
        )


def list_hits(query: str, session: Session | None = None) -> ListHits:
    """How many events and snapshots the query itself finds, of all there are."""
    with session_scope(session, write=False) as s:
        hits = _hit_ids(ThingKind.EVENT, query)
        events = s.scalar(select(func.count()).select_from(Event).where(Event.id.in_(hits))) or 0
        snapshots = (
            s.scalar(
                select(func.count()).select_from(PlanningSnapshot).where(*_snapshot_filter(query))
            )
            or 0
        )
        total = sum(
            s.scalar(select(func.count()).select_from(model)) or 0
            for model in (Event, PlanningSnapshot)
        )
        return ListHits(events + snapshots, total)


def event_detail(event_id: int, session: Session | None = None) -> EventDetail:
    """The head of an event's page; NotFoundError when it was deleted."""
    with session_scope(session, write=False) as s:
        row = event_row(event_id, session=s)
        if row is None:
            raise NotFoundError("This was deleted in another window.")
        return EventDetail(row)


def snapshot_detail(planning_snapshot_id: int, session: Session | None = None) -> SnapshotDetail:
    """The head and the About page of a snapshot; NotFoundError when it was deleted."""
    with session_scope(session, write=False) as s:
        head = read_head(s, planning_snapshot_id)
        counts = kind_counts(s, [planning_snapshot_id])[planning_snapshot_id]
        latest = latest_sealed(s, head.event_id) if head.event_id is not None else None
        return SnapshotDetail(
            row=snapshot_row_of(head, counts=counts, to_check=to_check_of(plan_data_of(head))),
            event_exists=head.event_id is not None,
            event_uuid=as_text(head.event_uuid),
            previous_id=_neighbour(s, head, is_older=True),
            next_id=_neighbour(s, head, is_older=False),
            latest_version=as_number(latest.version) if latest is not None else None,
        )


def verify_snapshot(planning_snapshot_id: int, session: Session | None = None) -> Verification:
    """Hashes the whole snapshot again."""
    with session_scope(session, write=False) as s:
        stored = read_stored(s, planning_snapshot_id)
    return verify(stored)  # after an own scope is closed: hashing makes nobody wait


def _neighbour(session: Session, head: Any, *, is_older: bool) -> int | None:
    """The next older or newer snapshot of the same branch of the list."""
    table = PlanningSnapshot.__table__.c
    beyond = _beyond(head.created_text, head.id, is_older=is_older)
    order = (table.created_at, table.id)
    return session.scalar(
        select(table.id)
        .where(table.event_id == head.event_id, beyond)
        .order_by(*(column.desc() if is_older else column.asc() for column in order))
        .limit(1)
    )


def _beyond(created_text: Any, snapshot_id: int, *, is_older: bool) -> ColumnElement[bool]:
    """What comes after this place in the list, towards the older or the newer; by text as stored."""
    table = PlanningSnapshot.__table__.c
    moment = type_coerce(table.created_at, Text)
    if is_older:
        same = and_(moment == created_text, table.id < snapshot_id)
        return or_(moment < created_text, same)
    return or_(moment > created_text, and_(moment == created_text, table.id > snapshot_id))


def _event_select(query: str) -> Select[Any]:
    lines = (
        select(func.count()).where(PlanLine.event_id == Event.id).correlate(Event).scalar_subquery()
    )
    snapshots = (
        select(func.count())
        .select_from(PlanningSnapshot)
        .where(PlanningSnapshot.event_id == Event.id, *_snapshot_filter(query))
        .correlate(Event)
        .scalar_subquery()
    )
    latest = (
        select(func.max(PlanningSnapshot.version))
        .where(PlanningSnapshot.event_id == Event.id)
        .correlate(Event)
        .scalar_subquery()
    )
    return select(
        *Event.__table__.c,
        lines.label("line_count"),
        snapshots.label("snapshot_count"),
        latest.label("latest_version"),
        type_coerce(Event.event_date, Text).label("event_day"),
    )


def _after_event(after: PageKey) -> ColumnElement[bool]:
    day = after.values[0]
    if day is None:
        undated = and_(Event.event_date.is_(None), Event.id < after.id)
        return or_(undated, Event.event_date.is_not(None))
    when = type_coerce(Event.event_date, Text)
    return or_(when < day, and_(when == day, Event.id < after.id))


def _event_row(row: Any) -> EventRow:
    return EventRow(
        id=row.id,
        uuid=row.uuid,
        name=row.name,
        event_date=row.event_date,
        year=row.year,
        notes=row.notes,
        line_count=row.line_count,
        snapshot_count=row.snapshot_count,
        latest_version=as_number(row.latest_version),
    )


_SNAPSHOT_COLUMNS = ("id", "event_id", "created_at", "event_date")
_SNAPSHOT_TEXTS = ("uuid", "notes", "event_name", "summary", "manifest_hash")


def snapshot_select() -> Select[Any]:
    """Of plan_data, which may be large and which no list shows, only whether it is there."""
    columns = PlanningSnapshot.__table__.c
    has_plan = case((columns.plan_data.is_not(None), 1))
    return select(
        *(column for column in columns if column.name != "plan_data"),
        has_plan.label("plan_data"),
        type_coerce(columns.event_date, Text).label("event_day"),
        type_coerce(columns.created_at, Text).label("created_text"),
    )


def snapshot_row_of(row: Any, **more: Any) -> SnapshotRow:
    """The row, readable also where another tool left bytes or a number for a text."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _SNAPSHOT_COLUMNS}
    values |= {name: as_text(getattr(row, name)) for name in _SNAPSHOT_TEXTS}
    return SnapshotRow(**values, version=as_number(row.version), seal=seal_state(row), **more)


def _hit_ids(kind: ThingKind, query: str) -> Select[Any]:
    entry = SearchEntry.__table__.c
    return select(entry.owner_id).where(
        entry.kind == kind.value, entry.folded.contains(fold(query), autoescape=True)
    )


def _snapshot_filter(query: str) -> list[ColumnElement[bool]]:
    """A snapshot is a hit by reason, code or what it holds; by its event's name only without it."""
    if not fold(query):
        return []
    own = _hit_ids(ThingKind.SNAPSHOT, query).where(SearchEntry.__table__.c.field != "name")
    return [
        or_(
            PlanningSnapshot.id.in_(own),
            and_(
                PlanningSnapshot.event_id.is_(None),
                PlanningSnapshot.id.in_(_hit_ids(ThingKind.SNAPSHOT, query)),
            ),
        )
    ]


def _event_filter(query: str) -> list[ColumnElement[bool]]:
    if not fold(query):
        return []
    with_hits = select(PlanningSnapshot.event_id).where(
        PlanningSnapshot.event_id.is_not(None), *_snapshot_filter(query)
    )
    return [or_(Event.id.in_(_hit_ids(ThingKind.EVENT, query)), Event.id.in_(with_hits))]


def _with_hits(session: Session, rows: tuple[EventRow, ...], query: str) -> tuple[EventRow, ...]:
    if not fold(query) or not rows:
        return rows
    hits = _hit_words(session, ThingKind.EVENT, [row.id for row in rows], query=query)
    return tuple(replace(row, hit=hits.get(row.id)) for row in rows)


def _snapshot_hits(session: Session, ids: list[int], query: str) -> dict[int, str]:
    if not fold(query) or not ids:
        return {}
    return _hit_words(session, ThingKind.SNAPSHOT, ids, query=query)


def _hit_words(session: Session, kind: ThingKind, ids: list[int], *, query: str) -> dict[int, str]:
    """Why each was found, in words; a hit in the name shows itself and needs none."""
    entry, wanted = SearchEntry.__table__.c, fold(query)
    found = session.execute(
        select(entry.owner_id, entry.field, entry.folded, entry.shown).where(
            entry.kind == kind.value,
            entry.owner_id.in_(ids),
            entry.folded.contains(wanted, autoescape=True),
        )
    ).all()
    words: dict[int, str] = {}
    for field in ("holds", "notes", "code", "reason", "name"):
        for row in found:
            if row.field == field:
                words[row.owner_id] = _words_of(row, wanted)
    return {owner: text for owner, text in words.items() if text}


def _words_of(row: Any, wanted: str) -> str:
    shown = str(row.shown)
    if row.field == "holds":
        names = zip(row.folded.split("\n"), shown.split("\n"), strict=True)
        return "holds " + next((name for folded, name in names if wanted in folded), shown)
    if row.field == "notes":
        return "note: " + _line_with(shown, wanted)
    if row.field == "code":
        return "code " + shown
    # A list shows the first line of a reason; what stands further down needs saying.
    line = _line_with(shown, wanted) if row.field == "reason" else ""
    return "" if shown.strip().startswith(line) else "reason: " + line


def _line_with(shown: str, wanted: str) -> str:
    lines = shown.strip().split("\n")
    return next((line for line in lines if wanted in fold(line, longest=LONGEST_ENTRY)), lines[0])
