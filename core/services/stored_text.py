"""Text as the file has it: readable whatever its bytes are, and byte for byte where that matters."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session


def readable_text(stored: bytes) -> str:
    """For the eye: bytes that are no UTF-8 become "\ufffd", so that one row hides no others."""
    return stored.decode(errors="replace")


def _exact_text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


@contextmanager
def exact_texts(session: Session) -> Iterator[None]:
    """Within the block no byte of a text is lost: what is no UTF-8 becomes lone surrogates.

    Such a text can be neither hashed nor stored as it stands, so it never passes for another.
    """
    driver: Any = session.connection().connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    before = driver.text_factory
    driver.text_factory = _exact_text
    try:
        yield
    finally:
        driver.text_factory = before


def as_text(value: Any) -> str | None:
    """What stands where a text should, as a text: another tool may have left bytes or a number."""
    if value is None or isinstance(value, str):
        return value
    return readable_text(value) if isinstance(value, bytes) else str(value)


def as_number(value: Any) -> int | None:
    """What stands where a whole number should; None where it is none."""
    return value if isinstance(value, int) else None
