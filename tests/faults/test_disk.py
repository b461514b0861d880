"""A disk that is full, and bytes that went bad while the file was open: a sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from core.config import DatabaseSettings
from core.errors import CoreError, CorruptDatabaseError, DatabaseUnavailableError
from core.services import database, database_file
from core.services import planning_snapshot_service as snapshots
from core.services.finalization_service import finalize_event_plan, preview_finalization
from tests.factories import make_bakery, make_big_plan, open_file

ROOT = Path(__file__).parents[2]


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB of its own, where the tester may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or os.geteuid() != 0 or mount is None:
        pytest.skip("only root on Linux can mount a small disk")
    options = [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(options, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        database.close()
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_a_sentence_and_changes_nothing(small_disk: Path) -> None:
    with open_file(small_disk / "a.db") as path:
        with database.session_scope() as session:
            event_id = make_big_plan(session, 500)
        before = dump(path)
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        with pytest.raises(DatabaseUnavailableError) as refused:
            finalize_event_plan(event_id)
        assert refused.value.sentence == "The disk is full. Nothing was changed."
        assert dump(path) == before
        filler.unlink()
        assert finalize_event_plan(event_id).version == 1


LIMITED = """
import resource, sys
from pathlib import Path
from core.config import DatabaseSettings
from core.errors import CoreError
from core.services import database, finalization_service

path = Path(sys.argv[1])
database.prepare(DatabaseSettings(path))
limit = path.stat().st_size + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    finalization_service.finalize_event_plan(int(sys.argv[2]))
except CoreError as error:
    print(type(error).__name__, error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(finalization_service.preview_finalization(int(sys.argv[2])).version)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX systems")
def test_a_file_that_may_not_grow_is_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    with open_file(tmp_path / "a.db") as path, database.session_scope() as session:
        event_id = make_big_plan(session, 500)
    before = dump(path)
    said = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(event_id)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    first, version = said.stdout.splitlines()
    assert first.startswith("DatabaseUnavailableError The ")
    assert first.endswith("Nothing was changed.")
    assert version == "1"
    assert dump(path) == before


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, int, int]:
    with open_file(tmp_path / "a.db") as path:
        with database.session_scope() as session:
            event_id = make_bakery(session).event_id
        row = finalize_event_plan(event_id)
    return path, event_id, row.id


@pytest.mark.parametrize("junk", [b"\xfe\xdc\xba\x98", b'{"a": junk,', b"\x00\x00\x00\x00"])
def test_a_page_that_went_bad_in_a_file_too_large_to_check_whole_is_a_sentence(
    filled: tuple[Path, int, int], junk: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, event_id, snapshot_id = filled
    monkeypatch.setattr(database_file, "CHECKED_WHOLE", 0)
    good = path.read_bytes()
    said = []
    for place in range(4096, len(good), 4096 * 5):
        path.write_bytes(good[:place] + (junk * 1024)[:4096] + good[place + 4096 :])
        with suppress_core_error(said):
            database.prepare(DatabaseSettings(path))
            snapshots.get_planning_snapshot(snapshot_id)
            snapshots.get_planning_snapshots_by_event(event_id)
            preview_finalization(event_id)
        database.close()
    assert said
    for sentence in said:
        assert sentence.endswith(".")
        assert not any(word in sentence for word in ("SELECT", "sqlite", "Traceback"))


@contextmanager
def suppress_core_error(said: list[str]) -> Iterator[None]:
    """Remembers the sentence; any other error fails the test."""
    try:
        yield
    except CoreError as error:
        said.append(error.sentence)


def test_a_definition_that_is_no_json_any_more_is_a_damaged_file(
    filled: tuple[Path, int, int],
) -> None:
    path, _, snapshot_id = filled
    good = path.read_bytes()
    whole = good.replace(b'"display_name":"Sugar cookie"', b'"display_name"."Sugar cookie"')
    assert whole != good
    path.write_bytes(whole)
    with open_file(path), pytest.raises(CorruptDatabaseError) as refused:
        snapshots.get_planning_snapshot(snapshot_id)
    assert refused.value.sentence.startswith("A part of this snapshot is damaged")
