"""A bakery and its snapshots, for tests of deleting them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core.domain.rows import KindCounts
from core.services import planning_snapshot_service as open_snapshots
from core.services.finalization_service import finalize_event_plan
from core.services.finished_unit_service import create_finished_unit_snapshot
from tests.core.stored_rows import bakery_in_memory
from tests.factories import Bakery

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
# The hamper, the gift box in it; cookie and cake; the bow.
WHOLE_PLAN = KindCounts(items=2, boxes=2, materials=1)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def finalized(bakery: Bakery, reason: str | None = None) -> int:
    return finalize_event_plan(bakery.event_id, reason).id


def open_snapshot(bakery: Bakery) -> int:
    made = open_snapshots.create_planning_snapshot(bakery.event_id, "half done")
    create_finished_unit_snapshot(bakery.cookie_id, made["id"])
    return int(made["id"])
