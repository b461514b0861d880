"""The rows of the contents table, made of what the catalog's tables or a snapshot's texts say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, exists, select

from core.domain.definition import (
    Data,
    counted_in,
    definition_name,
    has_no_yield,
    material_unit_name,
)
from core.domain.keys import ComponentKind
from core.domain.quantity import to_amount
from core.domain.rows import ContentRow
from core.models import (
    Composition,
    FinishedGood,
    FinishedUnit,
    Material,
    MaterialUnit,
    PlanLine,
)
from core.services.definition_builder import component_source, is_chosen_later

# The material that a unit is of; a box's generic material is joined beside it.
UNIT_OWNER = Material.__table__.alias("unit_owner")


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
        UNIT_OWNER.c.name.label("unit_material"),
        unit.retired_at.label("unit_retired"),
    )


def line_select() -> Select[Any]:
    return (
        select(*PlanLine.__table__.c, *_thing_columns(PlanLine))
        .outerjoin(FinishedGood, PlanLine.finished_good_id == FinishedGood.id)
        .outerjoin(FinishedUnit, PlanLine.finished_unit_id == FinishedUnit.id)
        .outerjoin(MaterialUnit, PlanLine.material_unit_id == MaterialUnit.id)
        .outerjoin(UNIT_OWNER, MaterialUnit.material_id == UNIT_OWNER.c.id)
    )


def box_select(box_ids: Sequence[int | None]) -> Select[Any]:
    """What is in these boxes, in the order of each."""
    return (
        content_select()
        .where(Composition.assembly_id.in_(box_ids))
        .order_by(Composition.assembly_id, Composition.sort_order, Composition.id)
    )


def content_select() -> Select[Any]:
    """Contents of boxes, each with what it is."""
    material = Material.__table__.c
    return (
        select(
            *Composition.__table__.c,
            *_thing_columns(Composition),
            material.uuid.label("material_uuid"),
            material.name.label("material_name"),
        )
        .outerjoin(FinishedGood, Composition.finished_good_id == FinishedGood.id)
        .outerjoin(FinishedUnit, Composition.finished_unit_id == FinishedUnit.id)
        .outerjoin(MaterialUnit, Composition.material_unit_id == MaterialUnit.id)
        .outerjoin(UNIT_OWNER, MaterialUnit.material_id == UNIT_OWNER.c.id)
        .outerjoin(Material, Composition.material_id == Material.id)
    )


def live_row(row: Any, multiplied_by: Fraction | None) -> ContentRow:
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
        is_generic=not is_line and is_chosen_later(row),
        is_retired=retired is not None,
        has_no_yield=kind is ComponentKind.FINISHED_UNIT and has_no_yield(data),
        buffer_percent=row.buffer_percent if is_line else None,
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


def kept_line(line: Data, definition: Data) -> ContentRow:
    kind = ComponentKind(line["kind"])
    buffer = line.get("buffer_percent")
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
        buffer_percent=to_amount(buffer) if buffer is not None else None,
    )


def kept_content(
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
