"""Which rows point at rows that are to be deleted, by the foreign keys of the schema itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Base

# Some builds of SQLite take no more than 32,766 variables in a statement.
MOST_IDS = 10_000

RowName = tuple[str, int]  # table, id


@dataclass(slots=True)
class Needed:
    """Rows that others need: the database would refuse to delete `held`, and let `loose` go."""

    held: set[RowName] = field(default_factory=set)
    loose: set[RowName] = field(default_factory=set)


def needed_beside(session: Session, going: Mapping[str, Collection[int]]) -> Needed:
    """Which of the rows that are to go (ids by table) others need that do not go with them.

    One statement for each foreign key of the schema, whatever the size.
    """
    needed = Needed()
    for table in Base.metadata.sorted_tables:
        with_it = set(going.get(table.name, ()))
        for key in table.foreign_keys:
            owner = key.column.table.name
            ids = list(going.get(owner, ()))
            group = needed.loose if key.ondelete in ("CASCADE", "SET NULL") else needed.held
            for start in range(0, len(ids), MOST_IDS):
                users = select(key.parent, table.c.id).where(
                    key.parent.in_(ids[start : start + MOST_IDS])
                )
                group |= {
                    (owner, row[0]) for row in session.execute(users) if row[1] not in with_it
                }
    return needed
