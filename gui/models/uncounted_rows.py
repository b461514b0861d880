"""What is not counted, as rows: the thing, and why."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.plan_summary import NotCounted
from gui import texts
from gui.kinds import source_icon
from gui.models.part_model import PartCell, PartRow
from gui.uncounted_words import reason_text


def uncounted_rows(left_out: Iterable[NotCounted]) -> tuple[PartRow, ...]:
    """What, and why; `thing` is the NotCounted."""
    return tuple(
        PartRow(
            (each.reason, each.source.uuid, each.unit),
            each,
            (PartCell(each.name), PartCell(reason_text(each))),
            icon=source_icon(each.source.kind),
            spoken=f"{texts.isolate(each.name)}: {reason_text(each)}",
        )
        for each in left_out
    )
