"""What is not counted, as rows: the thing, and why."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.plan_summary import NotCounted, SourceKind
from gui import texts
from gui.models.part_model import PartCell, PartRow
from gui.uncounted_words import reason_text

_ICONS = {
    SourceKind.BOX: "box",
    SourceKind.ITEM: "item",
    SourceKind.MATERIAL_UNIT: "material",
    SourceKind.MATERIAL: "material",
    SourceKind.RECIPE: "recipe",
    SourceKind.INGREDIENT: "ingredient",
}


def uncounted_rows(left_out: Iterable[NotCounted]) -> tuple[PartRow, ...]:
    """What, and why; `thing` is the NotCounted."""
    return tuple(
        PartRow(
            (each.reason, each.source.uuid, each.unit),
            each,
            (PartCell(each.name), PartCell(reason_text(each))),
            icon=_ICONS.get(each.source.kind, ""),
            spoken=f"{texts.isolate(each.name)}: {reason_text(each)}",
        )
        for each in left_out
    )
