"""Writes past the guards as another tool would: dropped, written, and put back with the same text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from core.services import database


def tamper(*statements: str, **values: Any) -> None:
    """Runs the statements in the open database with every guard out of the way."""
    with database.session_scope() as session:
        guards = session.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _ in guards:
            session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            session.execute(text(statement), values)
        for _, guard in guards:
            session.connection().exec_driver_sql(guard)
