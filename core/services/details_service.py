"""What the details below the table say about one row, from the catalog or from a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.definition import Data, definition_name
from core.domain.keys import ComponentKind
from core.domain.quantity import to_amount
from core.domain.rows import ContentRow, IngredientLine, SourceRef, ThingDetails
from core.errors import NotFoundError
from core.models import PlanningSnapshot
from core.services.contents_service import read_definitions
from core.services.database import session_scope
from core.services.definition_builder import thing_closure
from core.services.since_then import material_since_then, since_then
from core.services.snapshot_reader import reading_kept


def thing_details(
    source: SourceRef, row: ContentRow, session: Session | None = None
) -> ThingDetails:
    """The row's thing as it is now (a plan), or as it was and what changed since (a snapshot)."""
    with session_scope(session, write=False) as s:
        if source.snapshot_id is not None:
            return _kept_details(s, source.snapshot_id, row)
        if row.kind is ComponentKind.MATERIAL:
            return ThingDetails(row.kind, row.thing_uuid, row.name)
        return _details(row.kind, _live_definition(s, row), None)


def _kept_details(session: Session, snapshot_id: int, row: ContentRow) -> ThingDetails:
    """As it was, and what the catalog says otherwise by now."""
    as_of = _as_of(session, snapshot_id)
    if row.kind is ComponentKind.MATERIAL:
        since = material_since_then(session, row, as_of)
        return ThingDetails(row.kind, row.thing_uuid, row.name, as_of=as_of, since=since)
    wanted = row.definition_uuid or ""
    data = read_definitions(session, snapshot_id, [wanted])[wanted]
    with reading_kept():
        details = _details(row.kind, data, as_of)
    since = since_then(session, snapshot_id, kept=data, kind=row.kind, as_of=as_of)
    return replace(details, since=since)


def _as_of(session: Session, snapshot_id: int) -> datetime | None:
    return session.scalar(
        select(PlanningSnapshot.created_at).where(PlanningSnapshot.id == snapshot_id)
    )


def _live_definition(session: Session, row: ContentRow) -> Data:
    closure = thing_closure(session, row.kind, row.thing_id or 0)
    try:
        return closure.definition(row.kind, row.thing_id or 0, {})
    except KeyError:
        raise NotFoundError("This was deleted in another window.") from None


def _details(kind: ComponentKind, data: Data, as_of: datetime | None) -> ThingDetails:
    common: dict[str, Any] = {
        "kind": kind,
        "uuid": data["uuid"],
        "name": definition_name(data),
        "description": data["description"],
        "notes": data.get("notes"),
        "as_of": as_of,
    }
    if kind is ComponentKind.FINISHED_UNIT:
        return ThingDetails(**common, **_item_fields(data))
    if kind is ComponentKind.FINISHED_GOOD:
        contents = tuple(
            IngredientLine(
                entry["component_name"],
                to_amount(entry["component_quantity"]),
                "",
                entry["component_notes"],
            )
            for entry in data["components"]
        )
        return ThingDetails(**common, contents=contents)
    return ThingDetails(
        **common,
        material_name=data["material_name"],
        quantity_per_unit=to_amount(data["quantity_per_unit"]),
        display_unit=data["display_unit"],
    )


def _item_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    recipe = data["recipe"]
    root = recipe["recipes"][recipe["root"]] if recipe else None
    lines: list[IngredientLine] = []
    if root is not None:
        for part in root["components"]:
            name = recipe["recipes"][part["recipe_uuid"]]["name"]
            lines.append(IngredientLine(name, to_amount(part["quantity"]), "batch"))
        lines += [
            IngredientLine(line["name"], to_amount(line["quantity"]), line["unit"], line["notes"])
            for line in root["lines"]
        ]
    return {
        "recipe_name": root["name"] if root is not None else None,
        "recipe_notes": root["notes"] if root is not None else None,
        "items_per_batch": _maybe(data["items_per_batch"]),
        "item_unit": data["item_unit"],
        "batch_percentage": _maybe(data["batch_percentage"]),
        "portion_description": data["portion_description"],
        "recipe_lines": tuple(lines),
    }


def _maybe(amount: int | str | None) -> Any:
    return None if amount is None else to_amount(amount)
