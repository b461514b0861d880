"""The catalog as stored, without ids: each row says what it belongs to by uuid."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.models import Base
from core.services import database

TABLES = (
    "ingredients",
    "recipes",
    "recipe_ingredients",
    "recipe_components",
    "finished_units",
    "materials",
    "material_units",
    "finished_goods",
    "compositions",
)


def catalog_rows(session: Session | None = None) -> dict[str, list[dict[str, Any]]]:
    """Every column of every catalog row but ids, ordered by uuid."""
    with database.session_scope(session, write=False) as s:
        s.flush()
        found = {
            name: [dict(row) for row in s.execute(text(f"SELECT * FROM {name}")).mappings()]
            for name in TABLES
        }
    uuids = {name: {row["id"]: row["uuid"] for row in rows} for name, rows in found.items()}
    for name, rows in found.items():
        for row in rows:
            for key in Base.metadata.tables[name].foreign_keys:
                column, of = key.parent.name, uuids[key.column.table.name]
                row[column] = of.get(row[column])
            del row["id"]
        rows.sort(key=lambda row: str(row["uuid"]))
    return found
