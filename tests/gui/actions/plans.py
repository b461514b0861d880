"""Plans and snapshots to be deleted and brought back, and every row there is."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.domain.keys import ComponentKind
from core.services import event_service, finished_unit_service, plan_service
from core.services.finalization_service import finalize_event_plan
from tests.core.stored_rows import SEARCH, stored_rows
from tests.factories import Bakery


def with_trash() -> dict[str, Any]:
    return stored_rows(leave_out=SEARCH)


def finalized(bakery: Bakery, count: int) -> tuple[int, ...]:
    return tuple(finalize_event_plan(bakery.event_id).id for _ in range(count))


def second_event(bakery: Bakery) -> int:
    """The school fair, with two lines."""
    edit = event_service.create_event("School fair", date(2026, 12, 5))
    assert edit.key is not None
    for kind, source in (
        (ComponentKind.FINISHED_UNIT, bakery.cookie_id),
        (ComponentKind.MATERIAL_UNIT, bakery.paper_id),
    ):
        plan_service.add_line(edit.key.id, kind, source_id=source, quantity=2)
    return edit.key.id


def fuller_plan(bakery: Bakery) -> None:
    """Three items, two boxes, two materials."""
    made = finished_unit_service.create_finished_unit("Biscotti")
    assert made.key is not None
    item, paper = ComponentKind.FINISHED_UNIT, ComponentKind.MATERIAL_UNIT
    plan_service.add_line(bakery.event_id, item, source_id=made.key.id, quantity=1)
    plan_service.add_line(bakery.event_id, paper, source_id=bakery.paper_id, quantity=1)
