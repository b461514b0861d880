"""Makes the copy of a thing of the catalog: its own values, and what is in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.orm import Session

from core.domain.keys import ThingKind
from core.services.part_rows import PARTS
from core.services.references import RowName

# What a copy has of its own, and stock, which lies on the shelf once.
_ITS_OWN = frozenset(
    {"id", "uuid", "slug", "retired_at", "stock_amount", "stock_unit", "stock_as_of"}
)


def copy_of(session: Session, row: Any, *, kind: ThingKind, name: str) -> tuple[Any, list[RowName]]:
    """A new row like `row` under another name, and the names of the parts made with it.

    It is in use, also where `row` is not. A unit keeps its slug, which means something only within
    its material.
    """
    copy = type(row)(**_values(row, _ITS_OWN))
    setattr(copy, type(row).slug_source, name)
    session.add(copy)
    session.flush()
    parts: list[RowName] = []
    for model, owner in PARTS.get(kind, ()):
        parts += _copy_parts(session, model.__table__, owner=owner, old=row, new_id=copy.id)
    return copy, parts


def _copy_parts(
    session: Session, table: Table, *, owner: str, old: Any, new_id: int
) -> list[RowName]:
    """Three statements, however many there are; the ORM would insert them one by one."""
    columns = [each for each in table.c if each.name not in ("id", "uuid", owner)]
    found = session.execute(select(*columns).where(table.c[owner] == old.id).order_by(table.c.id))
    values = [{**row, owner: new_id} for row in found.mappings()]
    for row in values:
        if row.get("retired_at") is not None and row["retired_at"] == old.retired_at:
            row["retired_at"] = None  # retired together with its material, as its copy is not
    if not values:
        return []
    session.execute(insert(table), values)
    made = session.scalars(select(table.c.id).where(table.c[owner] == new_id))
    return [(table.name, each) for each in made]


def _values(row: Any, left_out: frozenset[str]) -> dict[str, Any]:
    columns = inspect(type(row)).column_attrs
    return {each.key: getattr(row, each.key) for each in columns if each.key not in left_out}
