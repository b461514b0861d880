"""Opening a file: what is refused stays untouched; transactions lose nothing; new files are private."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core.config import DatabaseSettings
from core.errors import (
    CoreError,
    CorruptDatabaseError,
    DatabaseBusyError,
    DatabaseUnavailableError,
    NewerDatabaseError,
    NotADatabaseError,
    ReadOnlyDatabaseError,
)
from core.services import database, database_file
from core.services.finalization_service import finalize_event_plan
from tests.factories import make_bakery, open_file

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    yield
    database.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file with a bakery and a sealed snapshot."""
    with open_file(tmp_path_factory.mktemp("good") / "a.db") as path:
        with database.session_scope() as session:
            bakery = make_bakery(session)
        finalize_event_plan(bakery.event_id)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, good: bytes) -> Path:
    made = tmp_path / "a.db"
    made.write_bytes(good)
    return made


NOBODY = 65534
# Root may do everything, so it becomes nobody, after all that is imported late was imported.
OPEN_UNPRIVILEGED = f"""
import os, sys
from pathlib import Path
from core.config import DatabaseSettings
from core.errors import CoreError
from core.services import database
database.prepare(DatabaseSettings(Path(sys.argv[2])))
database.close()
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid({NOBODY}, {NOBODY}, {NOBODY})
    os.setresuid({NOBODY}, {NOBODY}, {NOBODY})
try:
    info = database.prepare(DatabaseSettings(Path(sys.argv[1])))
    print("opened read-only" if info.is_read_only else "opened to write")
except CoreError as error:
    print(f"{{type(error).__name__}}: {{error}}")
"""


def alter(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def refused_untouched(path: Path, kind: type[CoreError]) -> str:
    """Opening fails as `kind`, touches nothing, and leaves the file that was open before open."""
    beside = path.parent / "before" / "open.db"
    database.prepare(DatabaseSettings(beside))
    before = {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}
    with pytest.raises(kind) as refused:
        database.prepare(DatabaseSettings(path, busy_timeout=0.1))
    assert {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()} == before
    with database.session_scope(write=False) as session:
        query = text("SELECT file FROM pragma_database_list WHERE name = 'main'")
        assert session.execute(query).scalar_one() == str(beside)
    assert type(refused.value) is kind
    assert refused.value.sentence.endswith(".")
    return refused.value.sentence


class TestRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b"x",
            b"Dear diary, today I baked.\n",
            b"Dear diary, today I baked.\n" * 1000,
            b"\x00" * 8192,
            b"SQLite format 3\x00" + b"\x00" * 84,
            b'{"application": "bake-tracker", "events": []}',
            b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40,
        ],
    )
    def test_a_file_that_is_no_database(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "letter.txt"
        path.write_bytes(content)
        assert "letter.txt" in refused_untouched(path, NotADatabaseError)

    @pytest.mark.parametrize(
        "statements",
        [
            ["CREATE TABLE songs (title TEXT)"],
            ["CREATE TABLE events (id INTEGER)", "PRAGMA user_version = 1"],
            ["CREATE TABLE songs (title TEXT)", "PRAGMA application_id = 7"],
            ["PRAGMA journal_mode = WAL", "CREATE TABLE songs (title TEXT)"],
        ],
    )
    def test_another_programs_database(self, tmp_path: Path, statements: list[str]) -> None:
        path = tmp_path / "music.db"
        alter(path, *statements)
        assert refused_untouched(path, NotADatabaseError) == "“music.db” is not a Proofbook file."

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE alembic_version SET version_num = '9999'",
            f"PRAGMA user_version = {database_file.USER_VERSION + 1}",
        ],
    )
    def test_a_file_of_a_newer_proofbook(self, path: Path, statement: str) -> None:
        alter(path, statement)
        assert "newer Proofbook" in refused_untouched(path, NewerDatabaseError)

    def test_a_file_without_its_revision(self, path: Path) -> None:
        alter(path, "DROP TABLE alembic_version")
        refused_untouched(path, CorruptDatabaseError)

    def test_a_file_damaged_at_any_page(self, path: Path, good: bytes) -> None:
        junk = bytes(range(255, -1, -1)) * 16
        for place in range(0, len(good), 4096):
            start = place or 100  # past the header, which tells whose file it is
            damaged = good[:start] + junk[: place + 4096 - start] + good[place + 4096 :]
            path.write_bytes(damaged)
            with pytest.raises(CorruptDatabaseError) as refused:
                database.prepare(DatabaseSettings(path))
            assert refused.value.sentence == "“a.db” is damaged. It was not touched."
            assert path.read_bytes() == damaged

    @pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.99])
    def test_a_truncated_file(self, path: Path, good: bytes, share: float) -> None:
        path.write_bytes(good[: int(len(good) * share)])
        refused_untouched(path, CorruptDatabaseError)

    def test_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "folder.db").mkdir()
        assert "is a folder" in refused_untouched(tmp_path / "folder.db", NotADatabaseError)

    def test_a_path_through_a_file(self, path: Path) -> None:
        with pytest.raises(DatabaseUnavailableError):
            database.prepare(DatabaseSettings(path / "inside" / "b.db"))

    @pytest.mark.parametrize(
        "statements",
        [
            ["DROP TRIGGER guard_finished_unit_snapshots_update"],
            ["DROP TRIGGER guard_events_deleted"],
            [
                "DROP TRIGGER guard_planning_snapshots_update",
                (
                    "CREATE TRIGGER guard_planning_snapshots_update BEFORE UPDATE"
                    " ON planning_snapshots BEGIN SELECT 1; END"
                ),
            ],
            ["CREATE TRIGGER helpful AFTER INSERT ON events BEGIN DELETE FROM plan_lines; END"],
        ],
    )
    def test_missing_altered_or_foreign_guards(self, path: Path, statements: list[str]) -> None:
        alter(path, *statements)
        assert "guards" in refused_untouched(path, CorruptDatabaseError)

    def test_a_file_that_another_program_holds(self, path: Path) -> None:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            refused_untouched(path, DatabaseBusyError)
        finally:
            other.close()

    def test_a_file_that_is_not_there_and_may_not_be_made(self, tmp_path: Path) -> None:
        path = tmp_path / "none.db"
        with pytest.raises(DatabaseUnavailableError):
            database.prepare(DatabaseSettings(path, is_read_only=True))
        assert not path.exists()


class TestReadOnly:
    def test_it_can_be_looked_at_and_every_write_is_a_sentence(
        self, path: Path, good: bytes
    ) -> None:
        info = database.prepare(DatabaseSettings(path, is_read_only=True))
        assert info.is_read_only
        with database.session_scope(write=False) as session:
            event_id = session.scalars(text("SELECT id FROM events")).one()
        with pytest.raises(ReadOnlyDatabaseError) as refused:
            finalize_event_plan(event_id)
        assert refused.value.sentence == "This file is read-only: you can look and copy."
        database.close()
        assert path.read_bytes() == good

    @POSIX
    @pytest.mark.parametrize(
        ("modes", "said"),
        [
            ((0o444, 0o755), "opened read-only"),
            ((0o644, 0o555), "opened read-only"),
            ((0o000, 0o755), "DatabaseUnavailableError: You may not read the file “a.db”."),
        ],
    )
    def test_what_the_system_forbids_to_write_is_opened_to_look(
        self,
        good: bytes,
        modes: tuple[int, int],
        said: str,
        unprivileged_folder: Path,
        tmp_path: Path,
    ) -> None:
        file = unprivileged_folder / "a.db"
        file.write_bytes(good)
        if os.geteuid() == 0:
            os.chown(file, NOBODY, NOBODY)
        file.chmod(modes[0])
        unprivileged_folder.chmod(modes[1])
        if os.geteuid() == 0:
            os.chown(unprivileged_folder, NOBODY, NOBODY)
        answer = subprocess.run(
            [sys.executable, "-c", OPEN_UNPRIVILEGED, str(file), str(tmp_path / "first.db")],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        unprivileged_folder.chmod(0o755)
        file.chmod(0o644)
        assert answer.stdout.strip() == said, answer.stderr
        assert file.read_bytes() == good


@pytest.fixture
def unprivileged_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder outside the tester's own, which another user may reach too."""
    folder = Path(tempfile.mkdtemp(prefix="proofbook-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


class TestNew:
    @POSIX
    def test_file_and_folders_are_the_users_alone_whatever_the_umask(self, tmp_path: Path) -> None:
        before = os.umask(0o000)
        try:
            database.prepare(DatabaseSettings(tmp_path / "one" / "two" / "a.db"))
        finally:
            os.umask(before)
        assert mode(tmp_path / "one" / "two" / "a.db") == 0o600
        assert mode(tmp_path / "one" / "two") == 0o700
        assert mode(tmp_path / "one") == 0o700

    def test_it_is_ours_and_guarded(self, tmp_path: Path) -> None:
        info = database.prepare(DatabaseSettings(tmp_path / "a.db"))
        assert (info.is_new, info.is_read_only, info.backup) == (True, False, None)
        with database.session_scope(write=False) as session:
            for pragma, value in (
                ("application_id", 0x50726F6F),
                ("user_version", 1),
                ("journal_mode", "delete"),
            ):
                assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
        again = database.prepare(DatabaseSettings(tmp_path / "a.db"))
        assert not again.is_new

    def test_an_empty_file_is_taken_as_new(self, tmp_path: Path) -> None:
        (tmp_path / "a.db").touch()
        assert database.prepare(DatabaseSettings(tmp_path / "a.db")).is_new

    @pytest.mark.parametrize("name", ["Größe 100% #1?.db", "with space.db", "a&b;c.db", "日本.db"])
    def test_any_name_is_taken_literally(self, tmp_path: Path, name: str) -> None:
        database.prepare(DatabaseSettings(tmp_path / name))
        assert [each.name for each in tmp_path.iterdir()] == [name]

    @pytest.mark.parametrize(
        ("pragma", "value"),
        [
            ("foreign_keys", 1),
            ("recursive_triggers", 1),
            ("synchronous", 3),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("cache_spill", 0),
            ("journal_mode", "delete"),
            ("busy_timeout", 5000),
        ],
    )
    def test_every_connection_has_the_recipes_pragmas(
        self, tmp_path: Path, pragma: str, value: object
    ) -> None:
        database.prepare(DatabaseSettings(tmp_path / "a.db"))
        engine = database.current_bind()
        assert isinstance(engine, Engine)
        with engine.connect() as first, engine.connect() as second:
            for connection in (first, second):
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value

    def test_a_file_left_in_wal_mode_is_brought_back(self, path: Path) -> None:
        alter(path, "PRAGMA journal_mode = WAL")
        database.prepare(DatabaseSettings(path))
        with database.session_scope(write=False) as session:
            assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "delete"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


HALF_WRITTEN = """
import os, signal, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size = 1")
c.execute("BEGIN IMMEDIATE")
c.execute("DELETE FROM plan_lines")
c.execute("UPDATE events SET name = 'half written'")
for n in range(2000):
    c.execute("INSERT INTO search_entries (kind, owner_id, field, folded, shown)"
              " VALUES ('event', ?, 'name', ?, 'x')", (n, 'x' * 500))
os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
def test_the_hot_journal_of_a_killed_process_is_played_back(path: Path) -> None:
    before = dump(path)
    bytes_before = path.read_bytes()
    killed = subprocess.run(
        [sys.executable, "-c", HALF_WRITTEN, str(path)], timeout=60, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert path.with_name("a.db-journal").stat().st_size > 0
    assert path.read_bytes() != bytes_before  # half of it stands in the file
    database.prepare(DatabaseSettings(path))
    database.close()
    assert dump(path) == before
    assert not path.with_name("a.db-journal").exists()
