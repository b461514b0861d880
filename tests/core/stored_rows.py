"""A bakery in memory that is there at once, and every row of it as stored, to compare acts by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, StaticPool, create_engine, text
from sqlalchemy.orm import Session

from core.models import Base
from core.models.guards import CHILD_TABLES
from core.services import database, search_index, trash_rows
from core.services.sqlite_engine import attach_hooks
from tests.factories import Bakery, make_bakery

Rows = list[dict[str, Any]]

SEARCH = frozenset({"search_entries"})
TRASH = frozenset({"removed_records", "removed_sources"})
NOTHING: frozenset[str] = frozenset()


_drivers: list[sqlite3.Connection] = []


@cache
def _engine(level: int) -> Engine:
    """One for all, since each engine compiles every statement anew: most of a test's time."""
    engine = create_engine("sqlite://", poolclass=StaticPool, creator=lambda: _drivers[level])
    attach_hooks(engine)
    return engine


@contextmanager
def _open(template: bytes | None) -> Iterator[sqlite3.Connection]:
    driver = sqlite3.connect(":memory:", check_same_thread=False)
    if template is not None:
        driver.deserialize(template)
    engine = _engine(len(_drivers))  # one may be open inside another
    _drivers.append(driver)
    try:
        if template is None:
            Base.metadata.create_all(engine)
        database.use(engine)
        yield driver
    finally:
        database.use(None)
        engine.dispose()
        _drivers.pop()
        driver.close()


@cache
def _template(with_bakery: bool) -> tuple[bytes, Bakery | None]:
    """Made once: all tables and triggers for every test would take half a minute."""
    bakery = None
    with _open(None) as driver:
        if with_bakery:
            with database.session_scope() as session:
                bakery = make_bakery(session)
                search_index.rebuild(session)
        return driver.serialize(), bakery


@contextmanager
def bakery_in_memory() -> Iterator[Bakery]:
    """A new copy of the small bakery of the factories, open in `database`, search index and all."""
    template, bakery = _template(with_bakery=True)
    assert bakery is not None
    with _open(template):
        yield bakery


@contextmanager
def empty_in_memory() -> Iterator[None]:
    """A new database without a row, open in `database`."""
    with _open(_template(with_bakery=False)[0]):
        yield


def stored_rows(
    *, leave_out: frozenset[str] = SEARCH | TRASH, session: Session | None = None
) -> dict[str, Rows]:
    """All columns of all rows by table, in the order of their ids; raw, as the file has them."""
    with database.session_scope(session, write=False) as s:
        s.flush()
        found = {}
        for name in sorted(Base.metadata.tables.keys() - leave_out):
            rows = s.execute(text(f"SELECT * FROM {name} ORDER BY id")).mappings()
            found[name] = [dict(row) for row in rows]
        return found


def search_rows(session: Session | None = None) -> list[tuple[Any, ...]]:
    """What search looks in, without the rows' own ids and the order of names in a snapshot."""
    with database.session_scope(session, write=False) as s:
        found = s.execute(text("SELECT kind, owner_id, field, folded, shown FROM search_entries"))
        rows = [
            (*row[:3], *("\n".join(sorted(cell.split("\n"))) for cell in row[3:])) for row in found
        ]
        return sorted(rows)


def rebuilt_search_rows() -> list[tuple[Any, ...]]:
    """What search would look in if it were made anew from everything else; nothing is kept."""
    with database.session_scope() as s:
        search_index.rebuild(s)
        rows = search_rows(s)
        s.rollback()
    return rows


def run(statement: str, **values: Any) -> None:
    with database.session_scope() as s:
        s.execute(text(statement), values)


def value(statement: str, **values: Any) -> Any:
    """The first column of the one row that the statement finds."""
    with database.session_scope(write=False) as s:
        return s.execute(text(statement), values).scalar_one()


@contextmanager
def snapshot_alone(snapshot_id: int) -> Iterator[int]:
    """A database that has nothing but this snapshot's rows, as from a file: no source, no event.

    It gives the snapshot's id there. The database that was open before is open again afterwards.
    """
    with database.session_scope(write=False) as s:
        rows = trash_rows.collect(s, [], [snapshot_id])
    for table in CHILD_TABLES:
        for row in rows[table]:
            row |= dict.fromkeys(("finished_unit_id", "finished_good_id", "material_unit_id"))
    before = database.current_bind()
    with empty_in_memory():
        with database.session_scope() as s:
            trash_rows.put_back(s, rows)
            search_index.rebuild(s)
        yield snapshot_id
    database.use(before)
