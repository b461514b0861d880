"""Brings a database to the newest revision in one transaction, guards and proofs intact."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect

import core.migrations
from core.errors import CorruptDatabaseError
from core.models import guards
from core.services.sqlite_engine import WRITE_OPTION


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration in code; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(core.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(
    engine: Engine, *, application_id: int, user_version: int, revision: str = "head"
) -> None:
    """Runs all outstanding revisions; on any doubt nothing is changed.

    Foreign keys are off while tables may be rebuilt (a batch operation with them on deleted
    children without an error), then checked as a whole; snapshots must come out as they went in.
    """
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("PRAGMA foreign_keys=OFF")  # before BEGIN, or it does nothing
        try:
            connection = connection.execution_options(**{WRITE_OPTION: True})
            with connection.begin():
                before = _proofs(connection)
                command.upgrade(alembic_config(connection), revision)
                guards.install(connection)
                connection.exec_driver_sql(f"PRAGMA application_id={application_id}")
                connection.exec_driver_sql(f"PRAGMA user_version={user_version}")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise CorruptDatabaseError("The update would lose something; it was undone.")
                if before and before != _proofs(connection):
                    raise CorruptDatabaseError("The update would change snapshots; it was undone.")
        finally:
            raw.cursor().execute("PRAGMA foreign_keys=ON")


def _proofs(connection: Connection) -> list[tuple[object, ...]]:
    """Every snapshot's manifest and every definition's hash, for comparing before and after."""
    tables = set(inspect(connection).get_table_names())
    if "planning_snapshots" not in tables:
        return []
    proofs = [
        tuple(row)
        for row in connection.exec_driver_sql(
            "SELECT uuid, manifest_hash, plan_data FROM planning_snapshots ORDER BY uuid"
        )
    ]
    for table in guards.CHILD_TABLES:
        proofs += [
            tuple(row)
            for row in connection.exec_driver_sql(
                f"SELECT uuid, definition_hash, definition_data FROM {table} ORDER BY uuid"
            )
        ]
    return [("counted", len(proofs)), *proofs]
