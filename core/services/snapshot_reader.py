"""Reads what snapshots hold: stored definitions, parsed plans, names, and the proof that all match."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from core.domain.comparison import PlanContents, PlannedLine
from core.domain.definition import (
    RECIPE,
    Data,
    SealedHead,
    ThingKey,
    canonical_text,
    definition_name,
    fingerprint,
    manifest_hash,
    recipe_fingerprints,
    text_hash,
)
from core.domain.keys import ComponentKind
from core.domain.quantity import to_amount
from core.domain.rows import CheckReason, KindCounts, ToCheck, Verification
from core.errors import NotFoundError
from core.models import PlanningSnapshot
from core.services.snapshot_writer import StoredDefinition, stored_definitions


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A container's row and everything it holds, as stored."""

    head: Row[Any]
    definitions: tuple[StoredDefinition, ...]


def read_stored(session: Session, planning_snapshot_id: int) -> StoredSnapshot:
    """The whole snapshot in two statements; NotFoundError when it is gone."""
    head = session.execute(
        select(*PlanningSnapshot.__table__.c).where(PlanningSnapshot.id == planning_snapshot_id)
    ).one_or_none()
    if head is None:
        raise NotFoundError("This snapshot was deleted.")
    rows = stored_definitions(session, [planning_snapshot_id])
    return StoredSnapshot(head, tuple(row for _, row in rows))


def plan_of(plan_data: str | None) -> Data:
    """The parsed plan_data; an open snapshot has no lines yet."""
    plan: Data = json.loads(plan_data) if plan_data else {"lines": [], "to_check": []}
    return plan


def planned_lines(plan_data: str | None) -> tuple[PlannedLine, ...]:
    return tuple(
        PlannedLine(
            uuid=line["uuid"],
            kind=ComponentKind(line["kind"]),
            source_uuid=line["source_uuid"],
            name=line["name"],
            quantity=to_amount(line["quantity"]),
            notes=line["notes"],
        )
        for line in plan_of(plan_data)["lines"]
    )


def to_check_of(plan_data: str | None) -> tuple[ToCheck, ...]:
    return tuple(
        ToCheck(
            CheckReason(entry["reason"]), ComponentKind(entry["kind"]), entry["uuid"], entry["name"]
        )
        for entry in plan_of(plan_data)["to_check"]
    )


def contents_of(snapshot: StoredSnapshot) -> PlanContents:
    """The snapshot as fingerprints, to compare with another or with the plan now."""
    things: dict[ThingKey, tuple[str, str]] = {}
    recipes_of: dict[str, frozenset[str]] = {}
    for row in snapshot.definitions:
        data = json.loads(row.text)
        add_fingerprints(row.kind, data, things=things, recipes_of=recipes_of)
    return PlanContents(planned_lines(snapshot.head.plan_data), things, recipes_of)


def add_fingerprints(
    kind: ComponentKind,
    data: Data,
    *,
    things: dict[ThingKey, tuple[str, str]],
    recipes_of: dict[str, frozenset[str]],
) -> None:
    """Adds one definition, and the recipes inside it, to a plan's fingerprints."""
    things[kind.value, data["uuid"]] = (definition_name(data), fingerprint(kind, data))
    if kind is ComponentKind.FINISHED_UNIT and data["recipe"]:
        uuids = frozenset(data["recipe"]["recipes"])
        if any((RECIPE, uuid) not in things for uuid in uuids):
            things.update(recipe_fingerprints(data))
        recipes_of[data["uuid"]] = uuids


def counts_of(kinds: Iterable[ComponentKind]) -> KindCounts:
    tally = list(kinds)
    return KindCounts(
        items=tally.count(ComponentKind.FINISHED_UNIT),
        boxes=tally.count(ComponentKind.FINISHED_GOOD),
        materials=tally.count(ComponentKind.MATERIAL_UNIT),
    )


def held_names(session: Session, planning_snapshot_ids: Any) -> dict[int, list[str]]:
    """Every name a snapshot holds, recipes and ingredients too, each once, by snapshot id."""
    if not isinstance(planning_snapshot_ids, list):
        planning_snapshot_ids = list(session.scalars(planning_snapshot_ids))
    definitions: dict[int, list[Data]] = {}
    for snapshot_id, row in stored_definitions(session, planning_snapshot_ids):
        definitions.setdefault(snapshot_id, []).append(json.loads(row.text))
    return {snapshot_id: names_in(held) for snapshot_id, held in definitions.items()}


def names_in(definitions: Iterable[Data]) -> list[str]:
    """Every name in the definitions, recipes and ingredients too, each once."""
    names: dict[str, None] = {}
    for data in definitions:
        names[definition_name(data)] = None
        names.update(dict.fromkeys(entry["component_name"] for entry in data.get("components", ())))
        recipe_tree = data.get("recipe") or {"recipes": {}}
        for recipe in recipe_tree["recipes"].values():
            names[recipe["name"]] = None
            names.update(dict.fromkeys(line["name"] for line in recipe["lines"]))
    return [name.replace("\n", " ") for name in names if name]


def sealed_head(head: Any) -> SealedHead:
    return SealedHead(
        uuid=head.uuid,
        version=head.version,
        created_at=head.created_at,
        event_uuid=head.event_uuid,
        event_name=head.event_name,
        event_date=head.event_date if isinstance(head.event_date, date) else None,
    )


def verify(snapshot: StoredSnapshot) -> Verification:
    """Hashes everything again: does the snapshot still match what was finalized?"""
    if snapshot.head.manifest_hash is None:
        return Verification(is_sealed=False, is_unchanged=True)
    hashed = [(row, text_hash(row.text)) for row in snapshot.definitions]
    mismatched = [_name_of(row) for row, found in hashed if found != row.hash]
    manifest = manifest_hash(
        sealed_head(snapshot.head),
        snapshot.head.plan_data,
        [(str(row.kind), row.uuid, found) for row, found in hashed],
    )
    if manifest != snapshot.head.manifest_hash and not mismatched:
        mismatched.append(_manifest_reason(snapshot))
    return Verification(is_sealed=True, is_unchanged=not mismatched, mismatched=tuple(mismatched))


def _name_of(row: StoredDefinition) -> str:
    try:
        return definition_name(json.loads(row.text)) or row.kind.value
    except (ValueError, AttributeError):
        return "something that cannot be read any more"


def _manifest_reason(snapshot: StoredSnapshot) -> str:
    """Names a thing whose text and hash were both rewritten, where a box still points at it."""
    try:
        plan = plan_of(snapshot.head.plan_data)
        held = {row.uuid for row in snapshot.definitions}
        for line in plan["lines"]:
            if line["snapshot_uuid"] not in held:
                return str(line["name"])
        if canonical_text(plan) != snapshot.head.plan_data:
            return "the plan"
    except (ValueError, KeyError, TypeError):
        return "the plan"
    return "what was kept, its name or its date"
