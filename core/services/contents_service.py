"""The read side of the contents table: lines and what is in them, of a plan or of a snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.domain.definition import Data
from core.domain.keys import PageKey
from core.domain.rows import ContentRow, Page, SourceRef
from core.domain.seal import SEAL
from core.errors import NotFoundError
from core.models import Composition, PlanLine, PlanningSnapshot
from core.services.chunks import in_chunks
from core.services.content_rows import (
    box_select,
    content_select,
    kept_content,
    kept_line,
    line_select,
    live_row,
)
from core.services.database import session_scope
from core.services.snapshot_reader import plan_data_of, plan_of, reading_kept
from core.services.snapshot_writer import SNAPSHOT_MODELS, snapshot_table, stored_definitions

PAGE_SIZE = 200


def content_page(
    source: SourceRef,
    parent: ContentRow | None = None,
    *,
    after: PageKey | None = None,
    limit: int = PAGE_SIZE,
    session: Session | None = None,
) -> Page[ContentRow]:
    """The lines of the plan or snapshot, or what is in the box: the one that `parent` shows, if any.

    What stands in a box of the catalog itself has its `content_id`.
    """
    start = int(after.values[0] or 0) if after is not None else 0
    with session_scope(session, write=False) as s:
        if source.event_id is not None:
            if parent is None:
                return _plan_lines(s, source.event_id, start=start, limit=limit)
            return _box_contents(s, parent, start=start, limit=limit)
        if source.box_id is not None:
            if parent is None:
                return _own_contents(s, source.box_id, start=start, limit=limit)
            return _box_contents(s, parent, start=start, limit=limit)
        snapshot_id = source.snapshot_id or 0
        if parent is None:
            return _snapshot_lines(s, snapshot_id, start=start, limit=limit)
        return _snapshot_contents(s, snapshot_id, parent=parent, window=(start, limit))


def content_row(composition_id: int, session: Session | None = None) -> ContentRow | None:
    """One content of a box as the box's own table shows it; None when it is gone."""
    with session_scope(session, write=False) as s:
        found = s.execute(content_select().where(Composition.id == composition_id)).one_or_none()
        return None if found is None else _own_row(found)


def _paged(rows: Iterable[ContentRow], *, end: int, total: int) -> Page[ContentRow]:
    return Page(tuple(rows), PageKey((end,), 0) if end < total else None, total)


def _plan_select(event_id: int) -> Select[Any]:
    return (
        line_select()
        .where(PlanLine.event_id == event_id)
        .order_by(PlanLine.sort_order, PlanLine.id)
    )


def _plan_lines(session: Session, event_id: int, *, start: int, limit: int) -> Page[ContentRow]:
    found = session.execute(_plan_select(event_id).offset(start).limit(limit)).all()
    total = session.scalar(select(func.count()).where(PlanLine.event_id == event_id)) or 0
    return _paged((live_row(row, None) for row in found), end=start + limit, total=total)


def _box_contents(
    session: Session, parent: ContentRow, *, start: int, limit: int
) -> Page[ContentRow]:
    box_id = parent.thing_id
    found = session.execute(box_select([box_id]).offset(start).limit(limit)).all()
    total = session.scalar(select(func.count()).where(Composition.assembly_id == box_id)) or 0
    rows = (live_row(row, parent.in_all) for row in found)
    return _paged(rows, end=start + limit, total=total)


def _own_contents(session: Session, box_id: int, *, start: int, limit: int) -> Page[ContentRow]:
    found = session.execute(box_select([box_id]).offset(start).limit(limit)).all()
    total = session.scalar(select(func.count()).where(Composition.assembly_id == box_id)) or 0
    return _paged((_own_row(row) for row in found), end=start + limit, total=total)


def _own_row(row: Any) -> ContentRow:
    return replace(live_row(row, Fraction(1)), content_id=row.id)


def _snapshot_lines(
    session: Session, snapshot_id: int, *, start: int, limit: int
) -> Page[ContentRow]:
    lines = _lines_kept(session, snapshot_id)
    shown = lines[start : start + limit]
    with reading_kept():
        held = read_definitions(session, snapshot_id, (line["snapshot_uuid"] for line in shown))
        rows = [kept_line(line, held[line["snapshot_uuid"]]) for line in shown]
    return _paged(rows, end=start + limit, total=len(lines))


def _lines_kept(session: Session, snapshot_id: int) -> list[Data]:
    lines: list[Data] = plan_of(plan_data_of(_head_kept(session, snapshot_id)))["lines"]
    return lines


def _head_kept(session: Session, snapshot_id: int) -> Any:
    container = PlanningSnapshot.__table__.c
    head = session.execute(
        select(*(container[column] for column in SEAL)).where(container.id == snapshot_id)
    ).one_or_none()
    if head is None:
        raise NotFoundError("This was deleted in another window.")
    return head


def _snapshot_contents(
    session: Session, snapshot_id: int, *, parent: ContentRow, window: tuple[int, int]
) -> Page[ContentRow]:
    start, limit = window
    wanted = parent.definition_uuid or ""
    with reading_kept():
        entries = read_definitions(session, snapshot_id, [wanted])[wanted]["components"]
        shown = list(enumerate(entries))[start : start + limit]
        uuids = [entry["snapshot_uuid"] for _, entry in shown if entry["snapshot_uuid"]]
        held = read_definitions(session, snapshot_id, uuids)
        rows = [
            kept_content(place, entry, definition=held.get(entry["snapshot_uuid"]), parent=parent)
            for place, entry in shown
        ]
    return _paged(rows, end=start + limit, total=len(entries))


def read_definitions(session: Session, snapshot_id: int, uuids: Iterable[str]) -> dict[str, Data]:
    """The parsed definitions that the snapshot holds under these row uuids."""
    wanted = list(set(uuids))
    found: dict[str, Data] = {}
    for kind in SNAPSHOT_MODELS:
        columns = snapshot_table(kind).c
        for some in in_chunks(wanted):
            # By uuid alone, which is unique: told of the snapshot too, SQLite reads through all that
            # it holds for more than one uuid, 8 ms of 10,000.
            statement = select(
                columns.uuid, columns.definition_data, columns.planning_snapshot_id
            ).where(columns.uuid.in_(some))
            for row in session.execute(statement):
                if row.planning_snapshot_id == snapshot_id:
                    found[row.uuid] = _definition(row.definition_data)
    for uuid in wanted:
        _held(found, uuid)
    return found


def _held(definitions: dict[str, Data], uuid: str) -> Data:
    if uuid not in definitions:
        raise NotFoundError("A part of this snapshot cannot be found any more.")
    return definitions[uuid]


def _definition(text: str) -> Data:
    with reading_kept():
        data: Data = json.loads(text)
        if not isinstance(data, dict):
            raise TypeError
    return data


Inside = Callable[[ContentRow], list[ContentRow]]


def whole_tree(
    source: SourceRef, session: Session | None = None
) -> tuple[tuple[int, ContentRow], ...]:
    """Every line and what is in it, down to the last box, as (depth, row) in reading order.

    A statement for each level of a plan, two for a snapshot: a box is read once wherever it occurs.
    """
    with session_scope(session, write=False) as s:
        if source.event_id is not None:
            live, snapshot = _live_rows(s, _plan_select(source.event_id)), None
        elif source.box_id is not None:
            live, snapshot = _live_rows(s, box_select([source.box_id])), None
        else:
            live, snapshot = None, _kept_texts(s, source.snapshot_id or 0)
    # An own scope is closed by now: nobody waits while it is put together.
    with reading_kept():
        if live is not None:
            top_row = _own_row if source.box_id is not None else _line_of_plan
            lines, inside = _live_tree(*live, top_row=top_row)
        else:
            lines, inside = _kept_tree(*(snapshot or ()))
        return tuple(_walked(lines, inside))


def _walked(
    rows: Iterable[ContentRow], inside: Inside, depth: int = 0
) -> Iterator[tuple[int, ContentRow]]:
    for row in rows:
        yield depth, row
        if row.has_children:
            yield from _walked(inside(row), inside, depth + 1)


def _live_rows(session: Session, top: Select[Any]) -> tuple[list[Any], dict[int, list[Any]]]:
    """The lines of a plan, or the contents of a box, and by box what is in it."""
    lines = list(session.execute(top))
    contents: dict[int, list[Any]] = {}
    found = lines
    while wanted := sorted(_boxes_of(found) - contents.keys()):
        contents |= {box_id: [] for box_id in wanted}
        found = [
            row for some in in_chunks(wanted) for row in session.execute(box_select(some)).all()
        ]
        for row in found:
            contents[row.assembly_id].append(row)
    return lines, contents


def _line_of_plan(row: Any) -> ContentRow:
    return live_row(row, None)


def _live_tree(
    lines: list[Any], contents: dict[int, list[Any]], *, top_row: Callable[[Any], ContentRow]
) -> tuple[list[ContentRow], Inside]:
    def inside(parent: ContentRow) -> list[ContentRow]:
        return [live_row(row, parent.in_all) for row in contents[parent.thing_id or 0]]

    return [top_row(row) for row in lines], inside


def _boxes_of(rows: Iterable[Any]) -> set[int]:
    return {row.finished_good_id for row in rows if row.finished_good_id is not None}


def _kept_texts(session: Session, snapshot_id: int) -> tuple[Any, list[tuple[str, str]]]:
    """The head, and the definitions' texts by uuid."""
    head = _head_kept(session, snapshot_id)
    return head, [(row.uuid, row.text) for _, row in stored_definitions(session, [snapshot_id])]


def _kept_tree(head: Any, texts: list[tuple[str, str]]) -> tuple[list[ContentRow], Inside]:
    definitions = {uuid: _definition(text) for uuid, text in texts}

    def inside(parent: ContentRow) -> list[ContentRow]:
        rows = []
        entries = _held(definitions, parent.definition_uuid or "")["components"]
        for place, entry in enumerate(entries):
            uuid = entry["snapshot_uuid"]
            known = _held(definitions, uuid) if uuid else None
            rows.append(kept_content(place, entry, definition=known, parent=parent))
        return rows

    lines = plan_of(plan_data_of(head))["lines"]
    return [kept_line(line, _held(definitions, line["snapshot_uuid"])) for line in lines], inside
