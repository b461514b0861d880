"""Database errors as sentences: decided by type and error code, never by another's message."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from core.domain.quantity import AmountError
from core.errors import (
    CoreError,
    CorruptDatabaseError,
    DatabaseBusyError,
    DatabaseError,
    DatabaseUnavailableError,
    ImmutableSnapshotError,
    InUseError,
    InvalidInputError,
    NotADatabaseError,
    ReadOnlyDatabaseError,
)
from core.models.guards import GUARD_PREFIX

# An amount or a stored text is also read, and refused, outside of SQLAlchemy's statements.
KNOWN = (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError, AmountError, json.JSONDecodeError)
_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_UNAVAILABLE = {"SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_PROTOCOL"}


def translate(error: BaseException) -> CoreError:
    """The CoreError that says to a baker what a driver's or SQLAlchemy's error means."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, AmountError):
        return InvalidInputError(str(cause))
    if isinstance(cause, json.JSONDecodeError):
        return CorruptDatabaseError("The file is damaged. Nothing was changed.")
    if isinstance(cause, UnicodeEncodeError):
        return InvalidInputError("The text holds characters that cannot be stored.")
    name = str(getattr(cause, "sqlite_errorname", "") or "")
    # RESTRICT fails with the trigger's code too; the prefix is our own, not SQLite's wording.
    if name == "SQLITE_CONSTRAINT_TRIGGER" and str(cause).startswith(GUARD_PREFIX):
        return ImmutableSnapshotError("A snapshot stays as it is. Nothing was changed.")
    return _from_code(name)


def _from_code(name: str) -> CoreError:
    primary = "_".join(name.split("_")[:2])
    if primary in _BUSY:
        return DatabaseBusyError("The file is in use by another program. Nothing was changed.")
    if primary == "SQLITE_READONLY":
        return ReadOnlyDatabaseError("This file is read-only: you can look and copy.")
    if primary == "SQLITE_NOTADB":
        return NotADatabaseError("This file is not a Proofbook file.")
    if primary == "SQLITE_CORRUPT":
        return CorruptDatabaseError("The file is damaged. Nothing was changed.")
    if primary == "SQLITE_FULL":
        return DatabaseUnavailableError("The disk is full. Nothing was changed.")
    if primary in _UNAVAILABLE:
        return DatabaseUnavailableError("The file cannot be reached. Nothing was changed.")
    if name in ("SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_TRIGGER"):
        return InUseError(
            "Something this needs is gone, or something else still needs it. Nothing was changed."
        )
    if primary == "SQLITE_CONSTRAINT":
        return InvalidInputError("The file does not take this as it is. Nothing was changed.")
    return DatabaseError("The file did not take this. Nothing was changed.")


@contextmanager
def translated() -> Iterator[None]:
    """Turns SQLAlchemy's and the driver's errors within the block into CoreErrors."""
    try:
        yield
    except KNOWN as error:
        raise translate(error) from error
