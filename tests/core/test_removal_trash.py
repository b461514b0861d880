"""The trash: what it lists, how long it keeps an entry, and what it holds until that is purged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.rows import KindCounts
from core.errors import InUseError, NotFoundError
from core.services import event_service, removal_service
from core.services import planning_snapshot_service as open_snapshots
from core.utils.datetime_utils import clock_set_to
from tests.core.removals import NOON, WHOLE_PLAN, finalized, open_snapshot
from tests.core.removals import bakery as bakery
from tests.core.stored_rows import SEARCH, run, stored_rows
from tests.factories import Bakery


class TestTheTrash:
    def test_lists_latest_first_with_titles_and_counts(self, bakery: Bakery) -> None:
        first, second, third = (finalized(bakery) for _ in range(3))
        opened = open_snapshot(bakery)
        loose = open_snapshots.create_planning_snapshot()["id"]
        with clock_set_to(NOON):
            ids = [removal_service.remove_snapshots([each]) for each in (first, opened, loose)]
        with clock_set_to(NOON - timedelta(hours=1)):
            ids.insert(0, removal_service.remove_snapshots([second, third]))
        with clock_set_to(NOON + timedelta(hours=1)):
            ids.append(removal_service.remove_event(bakery.event_id))
        rows = removal_service.list_removed()
        assert [row.id for row in rows] == ids[::-1]
        assert [row.title for row in rows] == [
            "Christmas market",
            "Open snapshot",
            "Open snapshot",
            "Snapshot 1 of Christmas market",
            "2 snapshots",
        ]
        assert [row.snapshot_count for row in rows] == [0, 1, 1, 1, 2]
        assert [row.counts for row in rows] == [
            KindCounts(),
            KindCounts(),
            KindCounts(items=1),
            WHOLE_PLAN,
            WHOLE_PLAN + WHOLE_PLAN,
        ]
        assert (rows[0].event_count, rows[0].line_count) == (1, 3)
        assert rows[0].removed_at == NOON + timedelta(hours=1)
        assert rows[0].keep_until == date(2026, 12, 23)
        assert len(removal_service.list_removed()) == 5

    @pytest.mark.parametrize(
        ("others", "with_snapshots", "title"),
        [
            (0, False, "Christmas market"),
            (0, True, "Christmas market and 2 snapshots"),
            (1, False, "2 events"),
            (1, True, "2 events and 2 snapshots"),
        ],
    )
    def test_a_title_says_how_many_went_together(
        self, bakery: Bakery, others: int, with_snapshots: bool, title: str
    ) -> None:
        finalized(bakery)
        finalized(bakery)
        keys = [event_service.create_event(f"Fair {n}").key for n in range(others)]
        removal_service.remove(
            [bakery.event_id, *(key.id for key in keys if key)], [], with_snapshots=with_snapshots
        )
        assert removal_service.list_removed()[0].title == title

    def test_purging_is_for_good_and_counts_only_what_was_there(self, bakery: Bakery) -> None:
        ids = [removal_service.remove_snapshots([finalized(bakery)]) for _ in range(3)]
        assert removal_service.purge([*ids[:2], ids[0], 999]) == 2
        assert [row.id for row in removal_service.list_removed()] == ids[2:]
        assert removal_service.purge([]) == 0
        assert {
            row["removed_record_id"] for row in stored_rows(leave_out=SEARCH)["removed_sources"]
        } == {ids[2]}

    def test_keeps_each_entry_through_the_last_day_it_promises(self, bakery: Bakery) -> None:
        with clock_set_to(NOON):
            removed = removal_service.remove_snapshots([finalized(bakery)])
            until = removal_service.list_removed()[0].keep_until
        assert until == date(2026, 12, 23)
        for days in (0, 29, 30):
            with clock_set_to(NOON + timedelta(days=days)):
                assert removal_service.purge_expired() == 0
        # Midday of the last day is before its midnight, wherever the baker is.
        with clock_set_to(datetime(2026, 12, 23, 23, 59, tzinfo=UTC)):
            assert removal_service.purge_expired() == 0
        with clock_set_to(NOON + timedelta(days=31, seconds=1)):
            assert removal_service.purge_expired() == 1
        with pytest.raises(NotFoundError):
            removal_service.restore(removed)

    def test_only_what_has_expired_goes(self, bakery: Bakery) -> None:
        with clock_set_to(NOON):
            removal_service.remove_snapshots([finalized(bakery)])
        with clock_set_to(NOON + timedelta(days=10)):
            younger = removal_service.remove_snapshots([finalized(bakery)])
        with clock_set_to(NOON + timedelta(days=35)):
            assert removal_service.purge_expired() == 1
        assert [row.id for row in removal_service.list_removed()] == [younger]


class TestSourcesAreHeld:
    def test_nothing_that_the_trash_remembers_can_be_deleted_before_it_is_purged(
        self, bakery: Bakery
    ) -> None:
        finalized(bakery)
        removed = removal_service.remove_event(bakery.event_id, with_snapshots=True)
        run("DELETE FROM compositions")
        for table, row_id in (
            ("finished_units", bakery.cookie_id),
            ("finished_units", bakery.cake_id),
            ("finished_goods", bakery.gift_box_id),
            ("finished_goods", bakery.hamper_id),
            ("material_units", bakery.bow_id),
        ):
            with pytest.raises(InUseError, match="still needs it"):
                run(f"DELETE FROM {table} WHERE id = :id", id=row_id)
        run("DELETE FROM material_units WHERE id = :id", id=bakery.paper_id)
        assert removal_service.purge([removed]) == 1
        run("DELETE FROM finished_units")
        run("DELETE FROM finished_goods")

    def test_the_trash_holds_what_a_plan_that_was_never_finalized_means(
        self, bakery: Bakery
    ) -> None:
        removal_service.remove_event(bakery.event_id)
        with pytest.raises(InUseError):
            run("DELETE FROM finished_units WHERE id = :id", id=bakery.cake_id)
