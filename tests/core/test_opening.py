"""Before a file is opened: what is missing is seen first, and what is not ours keeps every byte."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import DatabaseSettings
from core.errors import CoreError, CorruptDatabaseError, NotADatabaseError
from core.migrations import HEAD, REVISIONS
from core.models import guards
from core.services import database, database_file
from core.services.finalization_service import finalize_event_plan
from tests.core.test_migrations import add_revision, file_at
from tests.factories import open_bakery

HOT_JOURNAL = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("pragma cache_size=1")
c.execute("begin immediate")
c.execute("update things set name = hex(randomblob(200000))")
os._exit(9)
"""


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    yield
    database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_bakery(tmp_path / "a.db") as bakery:
        finalize_event_plan(bakery.event_id)
    return tmp_path / "a.db"


def alter(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def refused_untouched(path: Path, kind: type[CoreError]) -> str:
    before = files(path.parent)
    with pytest.raises(kind) as refused:
        database.prepare(DatabaseSettings(path, busy_timeout=0.1))
    assert files(path.parent) == before
    return refused.value.sentence


def test_a_file_in_another_journal_mode_without_a_guard_is_not_touched(path: Path) -> None:
    alter(path, "PRAGMA journal_mode=WAL", "DROP TRIGGER guard_events_deleted")
    assert "guards" in refused_untouched(path, CorruptDatabaseError)


def test_another_programs_half_written_file_is_left_to_it(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    alter(
        path,
        "CREATE TABLE things (name TEXT)",
        "INSERT INTO things SELECT hex(randomblob(2000)) FROM sqlite_master",
        *["INSERT INTO things SELECT name FROM things"] * 6,
    )
    subprocess.run([sys.executable, "-c", HOT_JOURNAL, str(path)], check=False)
    assert (tmp_path / "theirs.db-journal").exists()
    refused_untouched(path, NotADatabaseError)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE search_entries",
        "DROP TABLE removed_sources",
        "ALTER TABLE events DROP COLUMN notes",
    ],
)
def test_a_file_that_lacks_a_table_or_column_is_refused(path: Path, statement: str) -> None:
    alter(path, statement)
    assert "missing" in refused_untouched(path, CorruptDatabaseError)


@pytest.mark.skipif(os.name != "posix", reason="paths of POSIX systems")
def test_a_path_that_begins_with_two_slashes_is_a_path(path: Path) -> None:
    database.prepare(DatabaseSettings(Path(f"/{path}")))
    with open_bakery(path.with_name("b.db")):
        pass


class TestGuardsOfARevision:
    def test_are_recorded_as_they_are_now(self) -> None:
        recorded = [each for each in REVISIONS if each in guards.GUARDS_OF]
        assert guards.GUARDS_OF[recorded[-1]] == guards.fingerprint(guards.stored_guards())
        assert set(guards.GUARDS_OF) <= set(REVISIONS)
        assert recorded[0] == REVISIONS[0]

    @pytest.mark.parametrize("is_altered", [True, False])
    def test_must_be_there_before_a_file_is_updated(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_altered: bool
    ) -> None:
        add_revision("pass", tmp_path / "next", monkeypatch)
        if is_altered:
            alter(path, "DROP TRIGGER guard_finished_unit_snapshots_update")
            assert "guards" in refused_untouched(path, CorruptDatabaseError)
        else:
            assert database.prepare(DatabaseSettings(path)).backup is not None

    def test_a_file_from_before_them_has_none(self, tmp_path: Path) -> None:
        old = file_at(tmp_path / "old.db", REVISIONS[0])
        alter(old, "CREATE TRIGGER odd AFTER INSERT ON events BEGIN SELECT 1; END")
        assert "guards" in refused_untouched(old, CorruptDatabaseError)


def test_the_copy_made_before_an_update_is_checked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = file_at(tmp_path / "old.db", REVISIONS[0])
    looked_at: list[str] = []
    real = database_file._require_sound

    def watch(connection: sqlite3.Connection) -> None:
        looked_at.append(Path(connection.execute("PRAGMA database_list").fetchone()[2]).name)
        if "before-update" in looked_at[-1]:
            raise CorruptDatabaseError("The copy is damaged.")
        real(connection)

    monkeypatch.setattr(database_file, "_require_sound", watch)
    with pytest.raises(CorruptDatabaseError, match="copy"):
        database.prepare(DatabaseSettings(old))
    assert len(looked_at) == 2
    connection = sqlite3.connect(old)
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    assert revision == REVISIONS[0] != HEAD


def test_after_a_commit_that_a_reader_refused_everybody_can_go_on(tmp_path: Path) -> None:
    with open_bakery(tmp_path / "a.db") as bakery:
        database.prepare(DatabaseSettings(tmp_path / "a.db", busy_timeout=0.2))
        reader = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchall()
        with pytest.raises(CoreError, match="in use"):
            finalize_event_plan(bakery.event_id)
        reader.execute("COMMIT")
        reader.close()
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None, timeout=0.2)
        assert other.execute("UPDATE events SET notes = 'x'").rowcount == 1
        other.close()
        assert finalize_event_plan(bakery.event_id).version == 1
