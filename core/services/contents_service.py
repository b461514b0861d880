"""The read side of the contents table: lines and what is in them, of a plan or of a snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from core.domain.definition import (
    Data,
    counted_in,
    definition_name,
    has_no_yield,
    material_unit_name,
)
from core.domain.keys import ComponentKind, PageKey
from core.domain.quantity import to_amount
from core.domain.rows import ContentRow, Page, SourceRef
from core.errors import NotFoundError
from core.models import (
    Composition,
    FinishedGood,
    FinishedUnit,
    Material,
    MaterialUnit,
    PlanLine,
    PlanningSnapshot,
)
from core.services.database import session_scope
from core.services.definition_builder import component_source
from core.services.snapshot_reader import plan_of
from core.services.snapshot_writer import SNAPSHOT_MODELS, snapshot_table

PAGE_SIZE = 200


def content_page(
    source: SourceRef,
    parent: ContentRow | None = None,
    *,
    after: PageKey | None = None,
    limit: int = PAGE_SIZE,
    session: Session | None = None,
) -> Page[ContentRow]:
    """The lines of the plan or snapshot, or what is in the box that `parent` shows."""
    start = int(after.values[0] or 0) if after is not None else 0
    with session_scope(session, write=False) as s:
        if source.event_id is not None:
            if parent is None:
                return _paged(_plan_lines(s, source.event_id), start, limit)
            return _paged(_box_contents(s, parent), start, limit)
        snapshot_id = source.snapshot_id or 0
        if parent is None:
            return _snapshot_lines(s, snapshot_id, start=start, limit=limit)
        return _snapshot_contents(s, snapshot_id, parent=parent, window=(start, limit))


def line_row(plan_line_id: int, session: Session | None = None) -> ContentRow | None:
    """One line of a plan as the table shows it; None when it is gone."""
    with session_scope(session, write=False) as s:
        rows = _rows(s, _line_select().where(PlanLine.id == plan_line_id))
        return rows[0] if rows else None


def _paged(rows: list[ContentRow], start: int, limit: int) -> Page[ContentRow]:
    end = start + limit
    key = PageKey((end,), 0) if end < len(rows) else None
    return Page(tuple(rows[start:end]), key, len(rows))


# The material that a unit is of; a box's generic material is joined beside it.
owner = Material.__table__.alias("unit_owner")


def _thing_columns(part: Any) -> tuple[Any, ...]:
    """What a line or composition joins: the thing's uuid, names, yield and whether it is retired."""
    content = Composition.__table__.alias("inner_content")
    has_contents = exists().where(content.c.assembly_id == part.finished_good_id)
    box, item, unit = FinishedGood.__table__.c, FinishedUnit.__table__.c, MaterialUnit.__table__.c
    return (
        has_contents.label("has_contents"),
        box.uuid.label("box_uuid"),
        box.display_name.label("box_name"),
        box.retired_at.label("box_retired"),
        item.uuid.label("item_uuid"),
        item.display_name.label("item_name"),
        item.retired_at.label("item_retired"),
        item.yield_mode,
        item.items_per_batch,
        item.item_unit,
        item.batch_percentage,
        item.portion_description,
        unit.uuid.label("unit_uuid"),
        unit.name.label("unit_name"),
        owner.c.name.label("unit_material"),
        unit.retired_at.label("unit_retired"),
    )


def _line_select() -> Select[Any]:
    return (
        select(*PlanLine.__table__.c, *_thing_columns(PlanLine))
        .outerjoin(FinishedGood, PlanLine.finished_good_id == FinishedGood.id)
        .outerjoin(FinishedUnit, PlanLine.finished_unit_id == FinishedUnit.id)
        .outerjoin(MaterialUnit, PlanLine.material_unit_id == MaterialUnit.id)
        .outerjoin(owner, MaterialUnit.material_id == owner.c.id)
    )


def _plan_lines(session: Session, event_id: int) -> list[ContentRow]:
    statement = _line_select().where(PlanLine.event_id == event_id)
    return _rows(session, statement.order_by(PlanLine.sort_order, PlanLine.id))


def _box_contents(session: Session, parent: ContentRow) -> list[ContentRow]:
    material = Material.__table__.c
    statement = (
        select(
            *Composition.__table__.c,
            *_thing_columns(Composition),
            material.uuid.label("material_uuid"),
            material.name.label("material_name"),
        )
        .outerjoin(FinishedGood, Composition.finished_good_id == FinishedGood.id)
        .outerjoin(FinishedUnit, Composition.finished_unit_id == FinishedUnit.id)
        .outerjoin(MaterialUnit, Composition.material_unit_id == MaterialUnit.id)
        .outerjoin(owner, MaterialUnit.material_id == owner.c.id)
        .outerjoin(Material, Composition.material_id == Material.id)
        .where(Composition.assembly_id == parent.thing_id)
        .order_by(Composition.sort_order, Composition.id)
    )
    return _rows(session, statement, multiplied_by=parent.in_all)


def _rows(
    session: Session, statement: Select[Any], multiplied_by: Fraction | None = None
) -> list[ContentRow]:
    return [_live_row(row, multiplied_by) for row in session.execute(statement)]


def _live_row(row: Any, multiplied_by: Fraction | None) -> ContentRow:
    """A line where `multiplied_by` is None, else a content of a box of which there are so many."""
    is_line = multiplied_by is None
    kind, thing_id = component_source(row)
    uuid, name, retired, data = _thing_of(kind, row)
    quantity = row.quantity if is_line else row.component_quantity
    return ContentRow(
        node_uuid=row.uuid,
        kind=kind,
        thing_uuid=uuid,
        name=name,
        unit=counted_in(kind, data),
        in_each=None if is_line else quantity,
        in_all=quantity if multiplied_by is None else quantity * multiplied_by,
        notes=row.notes if is_line else row.component_notes,
        has_children=kind is ComponentKind.FINISHED_GOOD and bool(row.has_contents),
        thing_id=thing_id,
        line_id=row.id if is_line else None,
        sort_order=row.sort_order,
        is_generic=kind is ComponentKind.MATERIAL,
        is_retired=retired is not None,
        has_no_yield=kind is ComponentKind.FINISHED_UNIT and has_no_yield(data),
    )


def _thing_of(kind: ComponentKind, row: Any) -> tuple[str, str, Any, Data]:
    if kind is ComponentKind.FINISHED_GOOD:
        return row.box_uuid, row.box_name, row.box_retired, {}
    if kind is ComponentKind.FINISHED_UNIT:
        data = {
            "yield_mode": row.yield_mode.value,
            "items_per_batch": row.items_per_batch,
            "item_unit": row.item_unit,
            "batch_percentage": row.batch_percentage,
            "portion_description": row.portion_description,
        }
        return row.item_uuid, row.item_name, row.item_retired, data
    if kind is ComponentKind.MATERIAL_UNIT:
        name = material_unit_name(row.unit_name, row.unit_material)
        return row.unit_uuid, name, row.unit_retired, {}
    return row.material_uuid, row.material_name, None, {}


def _snapshot_lines(
    session: Session, snapshot_id: int, *, start: int, limit: int
) -> Page[ContentRow]:
    container = PlanningSnapshot.__table__.c
    head = session.execute(
        select(container.plan_data).where(container.id == snapshot_id)
    ).one_or_none()
    if head is None:
        raise NotFoundError("This was deleted in another window.")
    lines = plan_of(head.plan_data)["lines"]
    shown = lines[start : start + limit]
    held = read_definitions(session, snapshot_id, (line["snapshot_uuid"] for line in shown))
    rows = tuple(_kept_line(line, held[line["snapshot_uuid"]]) for line in shown)
    end = start + limit
    return Page(rows, PageKey((end,), 0) if end < len(lines) else None, len(lines))


def _kept_line(line: Data, definition: Data) -> ContentRow:
    kind = ComponentKind(line["kind"])
    return ContentRow(
        node_uuid=line["uuid"],
        kind=kind,
        thing_uuid=line["source_uuid"],
        name=definition_name(definition),
        unit=counted_in(kind, definition),
        in_each=None,
        in_all=to_amount(line["quantity"]),
        notes=line["notes"],
        has_children=bool(definition.get("components")),
        sort_order=line["sort_order"],
        has_no_yield=kind is ComponentKind.FINISHED_UNIT and has_no_yield(definition),
        definition_uuid=line["snapshot_uuid"],
    )


def _snapshot_contents(
    session: Session, snapshot_id: int, *, parent: ContentRow, window: tuple[int, int]
) -> Page[ContentRow]:
    start, limit = window
    wanted = parent.definition_uuid or ""
    box = read_definitions(session, snapshot_id, [wanted])[wanted]
    entries = box["components"]
    shown = list(enumerate(entries))[start : start + limit]
    uuids = [entry["snapshot_uuid"] for _, entry in shown if entry["snapshot_uuid"]]
    held = read_definitions(session, snapshot_id, uuids)
    rows = tuple(
        _kept_content(place, entry, definition=held.get(entry["snapshot_uuid"]), parent=parent)
        for place, entry in shown
    )
    end = start + limit
    return Page(rows, PageKey((end,), 0) if end < len(entries) else None, len(entries))


def _kept_content(
    place: int, entry: Data, *, definition: Data | None, parent: ContentRow
) -> ContentRow:
    kind = ComponentKind(entry["component_type"])
    in_each = to_amount(entry["component_quantity"])
    known = definition if definition is not None else {}
    return ContentRow(
        node_uuid=f"{place}:{entry['original_uuid']}",
        kind=kind,
        thing_uuid=entry["original_uuid"],
        name=entry["component_name"],
        unit=counted_in(kind, known),
        in_each=in_each,
        in_all=in_each * parent.in_all,
        notes=entry["component_notes"],
        has_children=bool(known.get("components")),
        sort_order=entry["sort_order"],
        is_generic=bool(entry["is_generic"]),
        has_no_yield=kind is ComponentKind.FINISHED_UNIT and has_no_yield(known),
        definition_uuid=entry["snapshot_uuid"],
    )


def read_definitions(session: Session, snapshot_id: int, uuids: Iterable[str]) -> dict[str, Data]:
    """The parsed definitions that the snapshot holds under these row uuids."""
    wanted = list(set(uuids))
    found: dict[str, Data] = {}
    for kind in SNAPSHOT_MODELS:
        columns = snapshot_table(kind).c
        if wanted:
            statement = select(columns.uuid, columns.definition_data).where(
                columns.uuid.in_(wanted), columns.planning_snapshot_id == snapshot_id
            )
            for row in session.execute(statement):
                found[row.uuid] = json.loads(row.definition_data)
    missing = set(wanted) - found.keys()
    if missing:
        raise NotFoundError("A part of this snapshot cannot be found any more.")
    return found


def whole_tree(
    source: SourceRef, session: Session | None = None
) -> tuple[tuple[int, ContentRow], ...]:
    """Every line and what is in it, down to the last box, as (depth, row) in reading order."""
    found: list[tuple[int, ContentRow]] = []
    with session_scope(session, write=False) as s:

        def walk(parent: ContentRow | None, depth: int) -> None:
            after: PageKey | None = None
            while True:
                page = content_page(source, parent, after=after, limit=10_000, session=s)
                for row in page.rows:
                    found.append((depth, row))
                    if row.has_children:
                        walk(row, depth + 1)
                after = page.next_key
                if after is None:
                    return

        walk(None, 0)
    return tuple(found)
