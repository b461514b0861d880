"""Coming plans that changed since they were finalized, and finalizing several of them in one act."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.domain.changed_plans import ChangedPlans, LeftOutReason
from core.domain.comparison import ConsequenceKind
from core.domain.keys import ComponentKind
from core.errors import (
    ConflictError,
    CorruptDatabaseError,
    DatabaseBusyError,
    InvalidInputError,
)
from core.services import database, drift_service, event_service, plan_service, removal_service
from core.services import planning_snapshot_service as open_snapshots
from core.services.comparison_service import event_changes
from core.services.drift_service import changed_plans
from core.services.finalization_service import finalize_event_plan, finalize_plans
from core.services.history_service import event_row, snapshot_row, verify_snapshot
from tests.core.stored_rows import run, value
from tests.core.tampering import tamper
from tests.factories import Bakery, open_bakery

TODAY = date(2026, 11, 23)
MORE_FLOUR = (
    "UPDATE recipe_ingredients SET quantity = '3' WHERE sort_order = 0 AND recipe_id ="
    " (SELECT id FROM recipes WHERE category = 'Cookies')"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def bakery(path: Path) -> Iterator[Bakery]:
    with open_bakery(path) as made:
        yield made


def make_event(bakery: Bakery, name: str, day: date | None, *, quantity: int = 48) -> int:
    """An event for which so many cookies are baked."""
    made = event_service.create_event(name, day).key
    assert made is not None
    plan_service.add_line(
        made.id, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=quantity
    )
    return made.id


def names(found: ChangedPlans) -> list[str]:
    return [plan.preview.event_name for plan in found.plans]


def orders(found: ChangedPlans) -> list[tuple[int, str]]:
    return [(plan.event_id, plan.preview.digest) for plan in found.plans]


def left_out(found: ChangedPlans) -> list[tuple[str, LeftOutReason]]:
    return [(plan.event_name, plan.reason) for plan in found.left_out]


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.fixture
def market_and_fair(bakery: Bakery) -> tuple[int, int]:
    """Both finalized, the market twice; then a batch takes more flour."""
    fair = make_event(bakery, "School fair", date(2026, 12, 1))
    finalize_event_plan(bakery.event_id)
    finalize_event_plan(bakery.event_id)
    finalize_event_plan(fair)
    run(MORE_FLOUR)
    return bakery.event_id, fair


class TestWhichPlansChanged:
    def test_none_where_nothing_was_finalized_or_nothing_changed(self, bakery: Bakery) -> None:
        assert changed_plans(today=TODAY) == ChangedPlans()
        finalize_event_plan(bakery.event_id)
        assert changed_plans(today=TODAY) == ChangedPlans()

    def test_come_with_what_changed_and_what_it_means_for_the_kitchen(
        self, bakery: Bakery, market_and_fair: tuple[int, int]
    ) -> None:
        fair, market = changed_plans(today=TODAY).plans
        assert (fair.event_id, market.event_id) == market_and_fair[::-1]
        assert (fair.preview.version, market.preview.version) == (2, 3)
        assert market.preview.changes.since_version == 2
        assert market.preview.changes == event_changes(bakery.event_id)
        assert market.preview.changes.count == 1
        flour = [each for each in fair.consequences if each.kind is ConsequenceKind.INGREDIENT]
        assert [(each.name, str(each.difference), each.unit) for each in flour] == [
            ("Flour", "3/4", "cup")
        ]

    def test_the_next_day_comes_first_and_no_date_last(self, bakery: Bakery) -> None:
        made = {
            name: make_event(bakery, name, day)
            for name, day in (
                ("Some day", None),
                ("New year", date(2027, 1, 1)),
                ("Today", TODAY),
            )
        }
        for event_id in (bakery.event_id, *made.values()):
            finalize_event_plan(event_id)
        run(MORE_FLOUR)
        found = changed_plans(today=TODAY)
        assert names(found) == ["Today", "Christmas market", "New year", "Some day"]
        assert not found.left_out

    def test_past_ones_and_those_never_finalized_are_left_alone(self, bakery: Bakery) -> None:
        yesterday = make_event(bakery, "Yesterday", date(2026, 11, 22))
        make_event(bakery, "Never finalized", date(2026, 12, 2))
        only_open = make_event(bakery, "Only begun", date(2026, 12, 3))
        open_snapshots.create_planning_snapshot(only_open)
        gone = finalize_event_plan(make_event(bakery, "In the trash", date(2026, 12, 4)))
        removal_service.remove_snapshots([gone.id])
        finalize_event_plan(yesterday)
        finalize_event_plan(bakery.event_id)
        run(MORE_FLOUR)
        found = changed_plans(today=TODAY)
        assert (names(found), left_out(found)) == (["Christmas market"], [])

    def test_only_those_that_use_what_changed(
        self, bakery: Bakery, market_and_fair: tuple[int, int]
    ) -> None:
        finalize_plans(orders(changed_plans(today=TODAY)))
        run("UPDATE material_units SET quantity_per_unit = '31' WHERE name = 'Bow'")
        assert names(changed_plans(today=TODAY)) == ["Christmas market"]

    def test_what_cannot_be_told_is_named_and_bars_no_other(
        self, bakery: Bakery, market_and_fair: tuple[int, int]
    ) -> None:
        empty = make_event(bakery, "Empty", date(2026, 12, 2))
        damaged = make_event(bakery, "Damaged", date(2026, 12, 3))
        circle = make_event(bakery, "In a circle", date(2026, 12, 4))
        for event_id in (empty, damaged, circle):
            finalize_event_plan(event_id)
        run("DELETE FROM plan_lines WHERE event_id = :id", id=empty)
        tamper(
            "UPDATE planning_snapshots SET plan_data = '{' WHERE event_id = :id",
            id=damaged,
        )
        run("UPDATE plan_lines SET quantity = 'many' WHERE event_id = :id", id=circle)
        found = changed_plans(today=TODAY)
        assert names(found) == ["School fair", "Christmas market"]
        assert left_out(found) == [
            ("Empty", LeftOutReason.NO_LINES),
            ("Damaged", LeftOutReason.DAMAGED),
            ("In a circle", LeftOutReason.UNREADABLE),
        ]

    def test_a_counter_that_was_damaged_bars_its_own_plan_alone(
        self, bakery: Bakery, market_and_fair: tuple[int, int]
    ) -> None:
        run("UPDATE events SET last_version = x'ff' WHERE id = :id", id=market_and_fair[1])
        found = changed_plans(today=TODAY)
        assert len(names(found)) == 1
        assert [reason for _, reason in left_out(found)] == [LeftOutReason.UNREADABLE]
        with pytest.raises(CorruptDatabaseError, match="cannot be finalized"):
            finalize_event_plan(market_and_fair[1])

    def test_one_that_is_deleted_meanwhile_is_passed_over(
        self, market_and_fair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        look = drift_service.preview_finalization

        def late(event_id: int, session: Any = None) -> Any:
            if event_id == market_and_fair[1]:
                removal_service.remove_event(event_id)
            return look(event_id, session)

        monkeypatch.setattr(drift_service, "preview_finalization", late)
        found = changed_plans(today=TODAY)
        assert (names(found), left_out(found)) == (["Christmas market"], [])

    def test_a_file_in_use_is_no_matter_of_one_plan(
        self, market_and_fair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_: Any) -> Any:
            raise DatabaseBusyError("The file is in use by another program.")

        monkeypatch.setattr(drift_service, "compare_with_draft", busy)
        with pytest.raises(DatabaseBusyError):
            changed_plans(today=TODAY)

    def test_in_a_callers_session_sees_what_it_has_not_committed(
        self, market_and_fair: tuple[int, int]
    ) -> None:
        with database.session_scope() as session:
            event_service.rename_event(market_and_fair[0], "Winter market", session)
            assert names(changed_plans(session, today=TODAY)) == ["School fair", "Winter market"]
        assert names(changed_plans(today=TODAY)) == ["School fair", "Winter market"]


class TestFinalizingSeveral:
    def test_each_is_sealed_under_its_own_number_with_the_reason(
        self, market_and_fair: tuple[int, int]
    ) -> None:
        market, fair = market_and_fair
        rows = finalize_plans(orders(changed_plans(today=TODAY)), " More flour\n")
        assert [(row.event_id, row.version, row.notes) for row in rows] == [
            (fair, 2, "More flour"),
            (market, 3, "More flour"),
        ]
        stored = [snapshot_row(row.id) for row in rows]
        assert [row and row.manifest_hash for row in stored] == [row.manifest_hash for row in rows]
        assert all(verify_snapshot(row.id).is_unchanged for row in rows)
        assert changed_plans(today=TODAY) == ChangedPlans()
        assert value("SELECT group_concat(last_version) FROM events ORDER BY id") == "3,2"

    def test_without_a_reason_each_has_its_own_summary(
        self, market_and_fair: tuple[int, int]
    ) -> None:
        plan_service.set_quantity(1, 60)
        rows = finalize_plans(orders(changed_plans(today=TODAY)))
        assert [(row.notes, row.summary) for row in rows] == [
            (None, "Sugar cookies (rolled) recipe"),
            (None, "Hamper 50 to 60, Sugar cookies (rolled) recipe"),
        ]

    def test_those_that_are_not_ordered_stay_as_they_are(
        self, market_and_fair: tuple[int, int]
    ) -> None:
        finalize_plans(orders(changed_plans(today=TODAY))[:1])
        assert names(changed_plans(today=TODAY)) == ["Christmas market"]
        assert finalize_plans(()) == ()

    @pytest.mark.parametrize(
        "meanwhile",
        [
            "UPDATE plan_lines SET quantity = '51' WHERE id = 1",
            "DELETE FROM plan_lines WHERE event_id = 1",
        ],
    )
    def test_where_one_changed_none_is_kept_and_the_event_is_named(
        self, path: Path, market_and_fair: tuple[int, int], meanwhile: str
    ) -> None:
        wanted = orders(changed_plans(today=TODAY))
        run(meanwhile)
        before = dump(path)
        with pytest.raises(ConflictError, match="The plan of “Christmas market” was changed"):
            finalize_plans(wanted, "More flour")
        assert dump(path) == before

    def test_where_one_was_deleted_or_finalized_none_is_kept(
        self, path: Path, market_and_fair: tuple[int, int]
    ) -> None:
        wanted = orders(changed_plans(today=TODAY))
        with pytest.raises(ConflictError, match="School fair"):
            finalize_plans([*wanted, wanted[0]])
        assert event_row(market_and_fair[1]).latest_version == 1  # type: ignore[union-attr]
        removal_service.remove_event(market_and_fair[0])
        before = dump(path)
        with pytest.raises(ConflictError, match="was deleted in another window"):
            finalize_plans(wanted)
        assert dump(path) == before

    def test_a_reason_that_cannot_be_stored_is_refused_before_anything_is_kept(
        self, path: Path, market_and_fair: tuple[int, int]
    ) -> None:
        before = dump(path)
        with pytest.raises(InvalidInputError):
            finalize_plans(orders(changed_plans(today=TODAY)), "More \ud800")
        assert dump(path) == before

    def test_refused_in_a_callers_session_it_takes_back_its_own_alone(
        self, market_and_fair: tuple[int, int]
    ) -> None:
        wanted = orders(changed_plans(today=TODAY))
        with database.session_scope() as session:
            event_service.rename_event(market_and_fair[0], "Winter market", session)
            with pytest.raises(ConflictError, match="Winter market"):
                finalize_plans(wanted, session=session)
        assert value("SELECT count(*) FROM planning_snapshots") == 3
        assert value("SELECT name FROM events WHERE id = 1") == "Winter market"
