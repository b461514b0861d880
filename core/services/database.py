"""The one module with state: which database is open, and sessions on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.errors import DatabaseUnavailableError
from core.services import database_file
from core.services.error_translation import translated
from core.services.sqlite_engine import WRITE_OPTION, make_engine


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """What `prepare` found and did."""

    path: Path
    is_new: bool
    is_read_only: bool
    backup: Path | None = None  # made before a migration
    is_checked: bool = True  # False: too large to look through at once, see integrity_service


_bind: Engine | Connection | None = None


def prepare(settings: DatabaseSettings) -> DatabaseInfo:
    """Opens the database: checks it, backs up and migrates an older one, verifies the guards.

    A file that is not ours, newer, or damaged is refused with a CoreError and no byte of it is
    touched; the database that was open before stays open then.
    """
    global _bind
    with translated():
        found = database_file.inspect(settings)
        engine = make_engine(found.settings)
        try:
            backup = database_file.bring_up_to_date(engine, found)
            database_file.require_guards(engine)
        except BaseException:
            engine.dispose()
            raise
    close()
    _bind = engine
    return DatabaseInfo(
        found.settings.path, found.is_new, found.settings.is_read_only, backup, found.is_checked
    )


def use(bind: Engine | Connection | None) -> None:
    """Lets sessions run on a bind that somebody else owns, as tests and the sample's maker do."""
    global _bind
    _bind = bind


def current_bind() -> Engine | Connection:
    if _bind is None:
        raise DatabaseUnavailableError("No file is open.")
    return _bind


def change_stamp() -> tuple[int, int, int] | None:
    """A value that differs once anybody has written to the open file; None where there is none.

    The file is only looked at: opening it a second time would drop SQLite's own locks.
    """
    if _bind is None or not (path := _bind.engine.url.database):
        return None
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def close() -> None:
    """Closes the open database, if any."""
    global _bind
    bind, _bind = _bind, None
    if isinstance(bind, Engine):
        bind.dispose()


@contextmanager
def session_scope(session: Session | None = None, *, write: bool = True) -> Iterator[Session]:
    """One transaction, or a part of the caller's.

    Given a session it is joined: neither committed nor closed, and its errors pass untouched.
    Given none, the scope owns one: committed at the end, rolled back on any error, and database
    errors become CoreErrors. `write=False` says that nothing will be written.
    """
    if session is not None:
        yield session
        return
    with (
        translated(is_read=not write),
        Session(current_bind(), join_transaction_mode="create_savepoint") as own,
    ):
        if write:
            # Before the first statement, so that BEGIN IMMEDIATE is what opens the transaction.
            own.connection(execution_options={WRITE_OPTION: True})
        yield own
        if write:
            own.commit()
        else:
            own.rollback()


@contextmanager
def act_scope(session: Session | None = None) -> Iterator[Session]:
    """`session_scope` for a verb that may refuse after it has written.

    In a caller's session what it wrote is taken back then, and nothing else is.
    """
    with session_scope(session) as s:
        if session is None:
            yield s
            return
        driver: Any = s.connection().connection.dbapi_connection
        if not getattr(driver, "in_transaction", True):
            # Python's own driver begins no transaction here, and would commit the savepoint.
            s.connection().exec_driver_sql("BEGIN")
        with s.begin_nested():
            yield s
