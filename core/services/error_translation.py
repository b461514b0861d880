"""Database errors as sentences: decided by type and error code, never by another's message."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core.domain.quantity import AmountError, StoredAmountError
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
    NotFoundError,
    ReadOnlyDatabaseError,
)
from core.models.base import StoredValueError
from core.models.guards import GUARD_PREFIX

# An amount or a stored text is also read, and refused, outside of SQLAlchemy's statements.
KNOWN = (
    SQLAlchemyError,
    sqlite3.Error,
    UnicodeEncodeError,
    AmountError,
    StoredValueError,
    json.JSONDecodeError,
    OverflowError,
)
_UNCHANGED = " Nothing was changed."
_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_UNAVAILABLE = {"SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_PROTOCOL"}


def translate(error: BaseException, *, is_read: bool = False) -> CoreError:
    """The CoreError that says to a baker what a driver's or SQLAlchemy's error means.

    Of a read it says nothing of changes: there were none to make.
    """
    found = _found(error, is_read=is_read)
    if is_read and found.sentence.endswith(_UNCHANGED):
        return type(found)(found.sentence.removesuffix(_UNCHANGED))
    return found


def _found(error: BaseException, *, is_read: bool) -> CoreError:
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, StoredAmountError | StoredValueError):
        return CorruptDatabaseError(str(cause))
    if isinstance(cause, AmountError):
        return InvalidInputError(str(cause))
    if isinstance(cause, json.JSONDecodeError):
        return CorruptDatabaseError("The file is damaged. Nothing was changed.")
    if isinstance(cause, UnicodeEncodeError):
        return InvalidInputError("The text holds characters that cannot be stored.")
    if isinstance(cause, OverflowError):  # an id larger than any the file can hold
        return NotFoundError("There is nothing of that number.")
    name = str(getattr(cause, "sqlite_errorname", "") or "")
    # RESTRICT fails with the trigger's code too; the prefix is our own, not SQLite's wording.
    if name == "SQLITE_CONSTRAINT_TRIGGER" and str(cause).startswith(GUARD_PREFIX):
        return ImmutableSnapshotError("A snapshot stays as it is. Nothing was changed.")
    return _from_code(name, is_read=is_read)


def _from_code(name: str, *, is_read: bool) -> CoreError:
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
    if is_read:
        return DatabaseError("This could not be read from the file.")
    return DatabaseError("The file did not take this. Nothing was changed.")


@contextmanager
def translated(session: Session | None = None, *, is_read: bool = False) -> Iterator[None]:
    """Turns SQLAlchemy's and the driver's errors within the block into CoreErrors.

    In a caller's `session` they pass untouched.
    """
    try:
        yield
    except KNOWN as error:
        if session is not None:
            raise
        raise translate(error, is_read=is_read) from error
