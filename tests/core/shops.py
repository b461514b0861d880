"""A market with two boxes and one cookie, and what is compared of its sums."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from core.domain.plan_summary import PlanSummary
from core.models import Composition, Event, FinishedGood, FinishedUnit, PlanLine, Recipe
from core.services import database
from tests.core.stored_rows import (
    empty_in_memory,
)


@contextmanager
def shop() -> Iterator[tuple[int, int, list[int]]]:
    """50 of box A and 50 of box B with 6 cookies each: the event's, cookie's and lines' ids."""
    with empty_in_memory():
        with database.session_scope() as s:
            cookie = FinishedUnit(
                display_name="Sugar cookie", recipe=Recipe(name="Dough"), items_per_batch=48
            )
            event = Event(name="Market", event_date=date(2026, 12, 12))
            boxes = [FinishedGood(display_name=f"Box {name}") for name in "AB"]
            s.add_all([event, cookie, *boxes])
            s.flush()
            for place, box in enumerate(boxes):
                box.components = [Composition(finished_unit=cookie, component_quantity=6)]
                event.plan_lines.append(
                    PlanLine(finished_good_id=box.id, quantity=50, sort_order=place)
                )
            s.flush()
            ids = event.id, cookie.id, [line.id for line in event.plan_lines]
        yield ids


def without_ids(summary: PlanSummary) -> PlanSummary:
    return replace(summary, event_id=None, snapshot_id=None, snapshot_version=None)
