"""Checks a file before it is opened, makes a new one, and migrates an older one."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from core.config import DatabaseSettings
from core.errors import (
    CorruptDatabaseError,
    DatabaseUnavailableError,
    NewerDatabaseError,
    NotADatabaseError,
    ReadOnlyDatabaseError,
)
from core.migrations import HEAD, REVISIONS
from core.models import Base, guards
from core.services.sqlite_engine import file_uri, path_uri
from core.utils.datetime_utils import utc_now

APPLICATION_ID = 0x50726F6F  # "Proo"
USER_VERSION = 1
_UNGUARDED = (
    "The guards that keep snapshots unchanged are not in place in this file,"
    " so it was not opened and not touched."
)
# Up to here a file is checked whole before it is opened (50 ms); a larger one afterwards.
CHECKED_WHOLE = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be opened; `revision` is None when it is to be made."""

    settings: DatabaseSettings
    is_new: bool
    revision: str | None

    @property
    def is_checked(self) -> bool:
        """Whether all of it was looked through for damage."""
        return self.is_new or self.settings.path.stat().st_size <= CHECKED_WHOLE


def inspect(settings: DatabaseSettings) -> FoundFile:
    """Says whether the file is ours and which revision it has, without writing to it."""
    path = settings.path
    found = _looked_at(path)
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise NotADatabaseError(f"“{path.name}” is a folder, not a Proofbook file.")
    if found is None or found.st_size == 0:
        if settings.is_read_only:
            raise DatabaseUnavailableError(f"The file “{path.name}” is not there.")
        _make_private_folder(path.parent)
        return FoundFile(settings, is_new=True, revision=None)
    if not os.access(path, os.R_OK):
        raise DatabaseUnavailableError(f"You may not read the file “{path.name}”.")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        settings = replace(settings, is_read_only=True)
    revision = _revision_of(settings)
    if revision not in REVISIONS:
        raise NewerDatabaseError(
            f"“{path.name}” was written by a newer Proofbook. It was not touched;"
            " please update Proofbook to open it."
        )
    if settings.is_read_only and revision != HEAD:
        raise ReadOnlyDatabaseError(
            f"“{path.name}” comes from an older Proofbook and is read-only, so it cannot be opened."
        )
    return FoundFile(settings, is_new=False, revision=revision)


def _looked_at(path: Path) -> os.stat_result | None:
    """What the system says of the path; None where nothing is."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise DatabaseUnavailableError(f"You may not look into “{path.parent}”.") from error
    except (OSError, ValueError) as error:
        name = path.name if len(path.name) <= 40 else f"{path.name[:39]}…"
        raise DatabaseUnavailableError(f"The file “{name}” cannot be reached.") from error


def _make_private_folder(folder: Path) -> None:
    try:
        with _private_files():
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailableError(f"The folder “{folder}” cannot be made.") from error


@contextmanager
def _private_files() -> Iterator[None]:
    """Files and folders made within the block are the user's alone."""
    if os.name != "posix":
        yield
        return
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _require_ours(path: Path) -> None:
    """Looks at the application id alone, in a way that undoes no other program's journal."""
    connection = sqlite3.connect(path_uri(path, "mode=ro&immutable=1"), uri=True)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if str(getattr(error, "sqlite_errorname", "")) == "SQLITE_NOTADB":
            raise NotADatabaseError(f"“{path.name}” is not a Proofbook file.") from error
        return  # as after a crash: the journal will tell
    finally:
        connection.close()
    if application != APPLICATION_ID:
        raise NotADatabaseError(f"“{path.name}” is not a Proofbook file.")


def _revision_of(settings: DatabaseSettings) -> str:
    """The migration revision; reads in rw mode where it may, so that a crash's journal is undone.

    What is not ours, newer, or without its guards is refused here, before any engine is on it.
    """
    name = settings.path.name
    _require_ours(settings.path)
    uri = file_uri(settings).replace("mode=rwc", "mode=rw")
    connection = sqlite3.connect(uri, uri=True, timeout=settings.busy_timeout)
    try:
        revision = _read_revision(connection, name)
        if settings.path.stat().st_size <= CHECKED_WHOLE:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise CorruptDatabaseError(f"“{name}” is damaged. It was not touched.")
        if revision in REVISIONS:
            _require_guards_of(connection, revision)
    except sqlite3.DatabaseError as error:
        code = str(getattr(error, "sqlite_errorname", ""))
        if code == "SQLITE_NOTADB":
            raise NotADatabaseError(f"“{name}” is not a Proofbook file.") from error
        if code in ("SQLITE_CORRUPT", "SQLITE_ERROR"):
            raise CorruptDatabaseError(f"“{name}” is damaged. It was not touched.") from error
        raise
    finally:
        connection.close()
    return revision


def _read_revision(connection: sqlite3.Connection, name: str) -> str:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise NotADatabaseError(f"“{name}” is not a Proofbook file.")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > USER_VERSION:
        raise NewerDatabaseError(
            f"“{name}” was written by a newer Proofbook. It was not touched;"
            " please update Proofbook to open it."
        )
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _require_guards_of(connection: sqlite3.Connection, revision: str) -> None:
    """Refuses a file without the guards that its revision left, or without its tables."""
    triggers = dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    )
    if revision == HEAD:
        is_guarded = triggers == guards.stored_guards()
    else:
        known = REVISIONS[: REVISIONS.index(revision) + 1]
        latest = next(each for each in reversed(known) if each in guards.GUARDS_OF)
        is_guarded = guards.fingerprint(triggers) == guards.GUARDS_OF[latest]
    if not is_guarded:
        raise CorruptDatabaseError(_UNGUARDED)
    if revision == HEAD:
        _require_tables(connection)


def _require_tables(connection: sqlite3.Connection) -> None:
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT tables.name, columns.name FROM sqlite_master AS tables,"
        " pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"
    ):
        found.setdefault(table, set()).add(column)
    for name, table in Base.metadata.tables.items():
        if not {column.name for column in table.c} <= found.get(name, set()):
            raise CorruptDatabaseError(
                "A part that Proofbook needs is missing in this file,"
                " so it was not opened and not touched."
            )


def bring_up_to_date(engine: Engine, found: FoundFile) -> Path | None:
    """Makes the tables of a new file, or migrates an older one after a verified backup."""
    if found.revision == HEAD:
        return None
    # Imported here: Alembic costs 60 ms that a start with a current file need not pay.
    from core.services import migration

    if found.is_new:
        with _private_files():
            migration.upgrade(engine, application_id=APPLICATION_ID, user_version=USER_VERSION)
        return None
    backup = _back_up(found.settings)
    migration.upgrade(engine, application_id=APPLICATION_ID, user_version=USER_VERSION)
    return backup


def _back_up(settings: DatabaseSettings) -> Path:
    """A verified copy beside the file, made before a migration."""
    path = settings.path
    target = path.with_name(f"{path.stem}-before-update-{utc_now():%Y%m%d-%H%M%S%f}.db")
    # A connection of its own: our engine's begin hook would put VACUUM into a transaction.
    source = sqlite3.connect(
        file_uri(settings), uri=True, timeout=settings.busy_timeout, isolation_level=None
    )
    try:
        _require_sound(source)
        with _private_files():
            source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    copy = sqlite3.connect(target)
    try:
        _require_sound(copy)
    finally:
        copy.close()
    return target


def _require_sound(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise CorruptDatabaseError("The file is damaged; it was not updated.")


def require_guards(engine: Engine) -> None:
    """Refuses a file whose guards are not as they must be; reads only."""
    with engine.connect() as connection:
        wrong = guards.differences(connection)
    if wrong:
        raise CorruptDatabaseError(_UNGUARDED)
