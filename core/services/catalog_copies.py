"""Makes the copy of a thing of the catalog: its own values, and what is in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from core.domain.keys import ThingKind

# What a copy has of its own, and stock, which lies on the shelf once.
_ITS_OWN = frozenset(
    {"id", "uuid", "slug", "retired_at", "stock_amount", "stock_unit", "stock_as_of"}
)
_PARTS: dict[ThingKind, tuple[str, ...]] = {
    ThingKind.FINISHED_GOOD: ("components",),
    ThingKind.RECIPE: ("ingredients", "components"),
    ThingKind.MATERIAL: ("units",),
}


def copy_of(session: Session, row: Any, *, kind: ThingKind, name: str) -> Any:
    """A new row like `row` under another name, in the session; in use, also where `row` is not."""
    copy = type(row)(**_values(row, _ITS_OWN))
    setattr(copy, type(row).slug_source, name)
    for relation in _PARTS.get(kind, ()):
        # A unit keeps its slug, which means something only within its material.
        getattr(copy, relation).extend(
            type(part)(**_values(part, {"id", "uuid"} | _owners(type(row), relation)))
            for part in getattr(row, relation)
        )
    session.add(copy)
    session.flush()
    return copy


def _values(row: Any, left_out: frozenset[str] | set[str]) -> dict[str, Any]:
    columns = inspect(type(row)).column_attrs
    return {each.key: getattr(row, each.key) for each in columns if each.key not in left_out}


def _owners(model: Any, relation: str) -> set[str]:
    """The columns by which a part names the row that it belongs to."""
    return {column.key for column in inspect(model).relationships[relation].remote_side}
