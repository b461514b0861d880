"""Which rows point at rows that are to be deleted, by the foreign keys of the schema itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Base
from core.services.chunks import in_chunks

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
            for some in in_chunks(ids):
                users = select(key.parent, table.c.id).where(key.parent.in_(some))
                group |= {
                    (owner, row[0]) for row in session.execute(users) if row[1] not in with_it
                }
    return needed
