"""An import happens whole or not at all, and is undone as one step."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.keys import Key, ThingKind
from core.errors import CoreError, ReadOnlyDatabaseError
from core.models import Event, Ingredient, Recipe, SearchEntry
from core.services import database
from core.services.database import session_scope
from core.services.edits import revert
from core.services.importers import import_file, preview_import
from tests.core.importers.conftest import Write
from tests.core.importers.test_importing_again import CHANGED, bakery, change_everything

FAIL = """
CREATE TRIGGER fail_midway BEFORE INSERT ON plan_lines
BEGIN SELECT RAISE(ABORT, 'injected'); END
"""


def stored(path: Path) -> dict[str, list[Any]]:
    """Every row of every table but the counters of ids, which only grow."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in names
            if name not in ("sqlite_sequence", "search_entries")
        }


def test_when_something_fails_midway_nothing_is_changed(write: Write, open_file: Path) -> None:
    with closing(sqlite3.connect(open_file)) as connection:
        connection.execute(FAIL)
    before = stored(open_file)
    with pytest.raises(CoreError) as failed:
        import_file(write(bakery()))
    assert "injected" not in failed.value.sentence
    assert stored(open_file) == before
    with closing(sqlite3.connect(open_file)) as connection:
        connection.execute("DROP TRIGGER fail_midway")
    assert import_file(write(bakery())).added["events"] == 1


def test_when_it_fails_in_the_callers_session_what_the_caller_did_is_kept(
    write: Write, db_session: Session
) -> None:
    db_session.add(Event(name="Mine"))
    db_session.flush()
    db_session.execute(text(FAIL))
    with pytest.raises(SQLAlchemyError):
        import_file(write(bakery()), db_session)
    assert list(db_session.scalars(select(Event.name))) == ["Mine"]
    assert list(db_session.scalars(select(Ingredient))) == []


def test_the_callers_session_is_joined_and_may_roll_everything_back(
    write: Write, open_file: Path
) -> None:
    before = stored(open_file)
    with session_scope() as session:
        assert import_file(write(bakery()), session).added["recipes"] == 2
        assert len(list(session.scalars(select(Recipe)))) == 2
        session.rollback()
    assert stored(open_file) == before


def test_a_preview_leaves_the_file_byte_for_byte_as_it_was(write: Write, open_file: Path) -> None:
    import_file(write(bakery()))
    before = hashlib.sha256(open_file.read_bytes()).hexdigest()
    preview_import(write(change_everything(bakery())), take_files=frozenset(CHANGED))
    assert hashlib.sha256(open_file.read_bytes()).hexdigest() == before


def test_a_file_that_is_read_only_can_be_previewed_and_refuses_the_import(
    write: Write, open_file: Path
) -> None:
    database.prepare(DatabaseSettings(open_file, is_read_only=True))
    assert preview_import(write(bakery())).added["recipes"] == 2
    with pytest.raises(ReadOnlyDatabaseError):
        import_file(write(bakery()))


def test_an_import_is_undone_and_redone_as_one_step(write: Write, open_file: Path) -> None:
    before = stored(open_file)
    edit = import_file(write(bakery())).edit
    assert edit is not None
    after = stored(open_file)
    redo = revert(edit)
    assert stored(open_file) == before
    revert(redo)
    assert stored(open_file) == after


def test_taking_the_files_is_undone_as_one_step_too(write: Write, open_file: Path) -> None:
    import_file(write(bakery()))
    before = stored(open_file)
    path = write(change_everything(bakery()))
    edit = import_file(path, take_files=frozenset(CHANGED)).edit
    assert edit is not None
    assert stored(open_file) != before
    revert(edit)
    assert stored(open_file) == before


def test_the_edit_names_what_came_and_search_finds_it(write: Write, db_session: Session) -> None:
    report = import_file(write(bakery()), db_session)
    (event,) = db_session.scalars(select(Event))
    assert report.edit is not None
    assert Key(ThingKind.EVENT, event.id) in report.edit.changes.added
    found = set(db_session.scalars(select(SearchEntry.shown)))
    assert {"Bread", "Loaf", "Gift", "Fair", "Bag", "Flour", "Rye"} <= found
