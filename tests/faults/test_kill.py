"""A process killed with -9: what was committed is there, what was not is not, and never a half."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.services import database
from core.services.finalization_service import finalize_event_plan
from core.services.snapshot_reader import read_stored, verify
from tests.factories import SNAPSHOT_TABLES, make_bakery, make_big_plan, open_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
ROOT = Path(__file__).parents[2]


@contextmanager
def process(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def wait_for(started: subprocess.Popen[str], word: str) -> None:
    assert started.stdout is not None
    for line in started.stdout:
        if line.strip() == word:
            return
    pytest.fail(f"the process ended before it said {word}")


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def versions_when_reopened(path: Path, event_id: int) -> list[int]:
    """The snapshot numbers, after checking that every snapshot is whole and sealed."""
    with open_file(path), database.session_scope(write=False) as session:
        raw = session.connection()
        assert raw.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        heads = raw.exec_driver_sql(
            "SELECT id, version FROM planning_snapshots ORDER BY version"
        ).all()
        for snapshot_id, version in heads:
            checked = verify(read_stored(session, snapshot_id))
            assert (checked.is_sealed, checked.is_unchanged) == (True, True), version
        last = raw.exec_driver_sql(f"SELECT last_version FROM events WHERE id = {event_id}")
        found = [version for _, version in heads]
        assert last.scalar_one() == len(found)
        return found


# Forks before it opens anything, so that the imports are paid once for all the killings.
KILLED_AT_EACH_STATEMENT = """
import os, shutil, signal, sys
from pathlib import Path
from sqlalchemy import event
from core.config import DatabaseSettings
from core.services import database, finalization_service

folder, event_id = Path(sys.argv[1]), int(sys.argv[2])
for wanted in range(0, 200, 3):
    path = folder / f"killed-{wanted}.db"
    shutil.copy(folder / "a.db", path)
    child = os.fork()
    if child == 0:
        database.prepare(DatabaseSettings(path))
        left = wanted
        def kill(*_):
            global left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
        event.listen(database.current_bind(), "before_cursor_execute", kill)
        finalization_service.finalize_event_plan(event_id)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    print(path.name)
"""


def test_killed_before_every_third_statement_of_finalizing_the_old_state_stays(
    tmp_path: Path,
) -> None:
    with open_file(tmp_path / "a.db") as path, database.session_scope() as session:
        event_id = make_bakery(session).event_id
    before = dump(path)
    said = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EACH_STATEMENT, str(tmp_path), str(event_id)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    killed = said.stdout.split()
    assert len(killed) > 5
    for name in killed:
        assert versions_when_reopened(tmp_path / name, event_id) == []
        assert dump(tmp_path / name) == before


FINALIZE_ONCE_TOLD = """
import sys
from pathlib import Path
from sqlalchemy import event
from core.config import DatabaseSettings
from core.services import database, finalization_service

database.prepare(DatabaseSettings(Path(sys.argv[1])))
event.listen(database.current_bind(), "commit", lambda _: print("committing", flush=True))
finalization_service.finalize_event_plan(int(sys.argv[2]))
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A file with a big plan that was finalized once."""
    with open_file(tmp_path_factory.mktemp("big") / "a.db") as path:
        with database.session_scope() as session:
            event_id = make_big_plan(session, 500)
        finalize_event_plan(event_id)
    return path, event_id


@pytest.mark.parametrize("milliseconds", [0, 3, 8, 15])
def test_killed_while_committing_it_is_the_old_state_or_the_new_one_whole(
    big: tuple[Path, int], tmp_path: Path, milliseconds: int
) -> None:
    original, event_id = big
    path = Path(shutil.copy(original, tmp_path / "a.db"))
    with process(FINALIZE_ONCE_TOLD, str(path), str(event_id)) as started:
        wait_for(started, "committing")
        kill_after(started, milliseconds / 1000)
    found = versions_when_reopened(path, event_id)
    assert found in ([1], [1, 2])
    connection = sqlite3.connect(path)
    held = sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in SNAPSHOT_TABLES[1:]
    )
    connection.close()
    assert held == 500 * len(found)


def kill_after(started: subprocess.Popen[str], seconds: float) -> None:
    try:
        started.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        started.send_signal(signal.SIGKILL)
        started.wait(timeout=10)


def test_what_was_said_to_be_kept_is_kept_when_killed(tmp_path: Path) -> None:
    with open_file(tmp_path / "a.db") as path, database.session_scope() as session:
        event_id = make_bakery(session).event_id
    with process(FINALIZE_ONCE_TOLD, str(path), str(event_id)) as started:
        wait_for(started, "kept")
        started.kill()
    assert versions_when_reopened(path, event_id) == [1]


EDIT_FOREVER = """
import sys
from pathlib import Path
from core.config import DatabaseSettings
from core.models import Event
from core.services import database

database.prepare(DatabaseSettings(Path(sys.argv[1])))
number = 0
while True:
    number += 1
    with database.session_scope() as session:
        session.add(Event(name=f"Event {number}"))
    print(number, flush=True)
"""


def test_every_committed_edit_survives(tmp_path: Path) -> None:
    with open_file(tmp_path / "a.db") as path:
        pass
    with process(EDIT_FOREVER, str(path)) as started:
        assert started.stdout is not None
        for line in started.stdout:
            if int(line) == 25:
                started.kill()
                break
        said = [25, *(int(line) for line in started.stdout)][-1]
    with open_file(path), database.session_scope(write=False) as session:
        names = session.connection().exec_driver_sql("SELECT name FROM events ORDER BY id").all()
    # At most one more than was said: committed, and killed before it could say so.
    assert len(names) in (said, said + 1)
    assert [name for (name,) in names] == [f"Event {n}" for n in range(1, len(names) + 1)]
