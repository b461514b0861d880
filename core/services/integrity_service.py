"""Looks through a large file for damage once it is open; small ones are checked before."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.errors import CorruptDatabaseError
from core.services.database import session_scope


def check_file(session: Session | None = None) -> None:
    """Raises CorruptDatabaseError when the open file is damaged; reads the whole file."""
    with session_scope(session, write=False) as s:
        verdict = s.scalar(text("PRAGMA quick_check(1)"))
    if verdict != "ok":
        raise CorruptDatabaseError(
            "This file is damaged. What you see may be incomplete; please keep a copy of it."
        )
