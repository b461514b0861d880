"""What the catalog says otherwise by now of one thing that a snapshot keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from core.domain.arithmetic import PlanInput
from core.domain.comparison import (
    Change,
    ComparedPlan,
    DiffEntry,
    DiffKey,
    DiffKind,
    DiffSide,
    SideKind,
    Step,
    compare,
)
from core.domain.definition import Data, ThingKey
from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, SinceThen
from core.errors import CorruptDatabaseError, NotFoundError
from core.models import Material
from core.services.contents_service import read_definitions
from core.services.definition_builder import component_source, thing_closure
from core.services.plan_service import SOURCES
from core.services.snapshot_reader import UNREADABLE
from core.services.snapshot_writer import ThingId

Things = dict[ThingKey, Data]


def since_then(
    session: Session, snapshot_id: int, *, kept: Data, kind: ComponentKind, as_of: datetime | None
) -> SinceThen | None:
    """The kept definition against that of the same uuid today, else of the same slug.

    Nothing but the thing is compared: an item with the recipes in it, a box with its direct
    contents. None where nothing differs. What is damaged, on either side, is unknown: it does not
    keep the details of the snapshot from being read.
    """
    try:
        live = _live_row(session, kind, kept)
        if live is None:
            return SinceThen(is_gone=True)
        things = _live_things(session, (kind, live.id))
        entries = _entries(_kept_things(session, snapshot_id, kept=kept, kind=kind), things)
    except (CorruptDatabaseError, NotFoundError, *UNREADABLE):
        return SinceThen(is_unknown=True)
    return _found(entries, live, as_of)


def material_since_then(
    session: Session, row: ContentRow, as_of: datetime | None
) -> SinceThen | None:
    """Of a material whose unit is chosen later a snapshot keeps the name: it stands in for a slug."""
    table = Material.__table__.c
    live = _first(
        session.execute(
            select(table.uuid, table.name, table.retired_at).where(
                or_(table.uuid == row.thing_uuid, table.name == row.name)
            )
        ).all(),
        row.thing_uuid,
    )
    if live is None:
        return SinceThen(is_gone=True)
    entries: tuple[DiffEntry, ...] = ()
    if live.name != row.name:
        key = DiffKey(DiffKind.MATERIAL, "", row.thing_uuid, 0, "name")
        step = Step(DiffKind.MATERIAL, row.thing_uuid, live.name)
        entries = (DiffEntry(key, (step,), Change.CHANGED, row.name, live.name),)
    return _found(entries, live, as_of)


def _found(
    entries: tuple[DiffEntry, ...], live: Row[Any], as_of: datetime | None
) -> SinceThen | None:
    """What was retired already when the snapshot was made has not changed since."""
    is_retired = live.retired_at is not None and (as_of is None or live.retired_at > as_of)
    return SinceThen(entries, is_retired=is_retired) if entries or is_retired else None


def _live_row(session: Session, kind: ComponentKind, kept: Data) -> Row[Any] | None:
    table = SOURCES[kind].__table__.c
    same = [table.uuid == kept["uuid"]]
    if kept.get("slug"):
        same.append(table.slug == kept["slug"])
    statement = select(table.id, table.uuid, table.retired_at).where(or_(*same))
    return _first(session.execute(statement).all(), kept["uuid"])


def _first(rows: Any, uuid: str) -> Row[Any] | None:
    return min(rows, key=lambda row: row.uuid != uuid, default=None)


def _live_things(session: Session, thing: ThingId) -> Things:
    kind, thing_id = thing
    closure = thing_closure(session, *thing)
    found = {thing: closure.definition(*thing, {})}
    if kind is ComponentKind.FINISHED_GOOD:
        for row in closure.contents.get(thing_id, ()):
            content = component_source(row)
            if content[0] is not ComponentKind.MATERIAL and content not in found:
                found[content] = _shallow(closure.definition(*content, {}))
    return {(each.value, data["uuid"]): data for (each, _), data in found.items()}


def _kept_things(
    session: Session, snapshot_id: int, *, kept: Data, kind: ComponentKind
) -> Mapping[ThingKey, Data]:
    found = {}
    if kind is ComponentKind.FINISHED_GOOD:
        rows = {
            entry["snapshot_uuid"]: entry["component_type"]
            for entry in kept["components"]
            if entry["snapshot_uuid"]
        }
        for uuid, data in read_definitions(session, snapshot_id, rows).items():
            found[rows[uuid], data["uuid"]] = _shallow(data)
    found[kind.value, kept["uuid"]] = kept
    return found


def _shallow(content: Data) -> Data:
    """What a box's content is counted in; what is in it is told where it is itself the thing."""
    if "components" in content:
        return content | {"components": []}
    return content | {"recipe": None} if "recipe" in content else content


def _entries(kept: Mapping[ThingKey, Data], live: Mapping[ThingKey, Data]) -> tuple[DiffEntry, ...]:
    """Of a box only its own fields and its rows; what only moved is told last."""
    diff = compare(
        ComparedPlan(PlanInput((), kept), DiffSide(SideKind.SNAPSHOT)),
        ComparedPlan(PlanInput((), live), DiffSide(SideKind.CATALOG)),
    )
    entries = diff.entries
    if any(kind == ComponentKind.FINISHED_GOOD for kind, _ in kept):
        entries = tuple(
            each for each in entries if len(each.steps) == 1 or each.kind is DiffKind.CONTENT
        )
    return tuple(sorted(entries, key=lambda each: each.change is Change.MOVED))
