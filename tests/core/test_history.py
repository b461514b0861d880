"""The list's pages: their order, no row twice or missing, and what stands beside a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from core.domain.keys import Key, PageKey, ThingKind
from core.domain.rows import EventRow, KindCounts, Page, SnapshotRow
from core.errors import NotFoundError
from core.models import Event, PlanningSnapshot
from core.models.base import new_uuid
from core.services import database, event_service, history_service, plan_service, removal_service
from core.services import planning_snapshot_service as open_snapshots
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import PAGE_SIZE, event_page, snapshot_page
from core.utils.datetime_utils import clock_set_to
from tests.core.stored_rows import bakery_in_memory, empty_in_memory, run
from tests.factories import Bakery

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


@pytest.fixture
def empty() -> Iterator[None]:
    with empty_in_memory():
        yield


def insert_events(days: list[date | None]) -> None:
    with database.session_scope() as session:
        rows = [
            {"uuid": new_uuid(), "name": f"Event {n}", "event_date": day}
            for n, day in enumerate(days)
        ]
        session.execute(insert(Event.__table__), rows)  # type: ignore[arg-type]


def insert_snapshots(entries: list[tuple[int | None, datetime]]) -> None:
    with database.session_scope() as session:
        rows = [
            {"uuid": new_uuid(), "event_id": event_id, "created_at": moment}
            for event_id, moment in entries
        ]
        session.execute(insert(PlanningSnapshot.__table__), rows)  # type: ignore[arg-type]


def all_event_pages(limit: int) -> list[Page[EventRow]]:
    pages = [event_page(limit=limit)]
    while pages[-1].next_key is not None:
        pages.append(event_page(pages[-1].next_key, limit=limit))
        assert len(pages) < 1_000, "the pages never end"
    return pages


def all_snapshot_pages(event_id: int | None, limit: int) -> list[Page[SnapshotRow]]:
    pages = [snapshot_page(event_id, limit=limit)]
    while pages[-1].next_key is not None:
        pages.append(snapshot_page(event_id, pages[-1].next_key, limit=limit))
        assert len(pages) < 1_000, "the pages never end"
    return pages


def ids(pages: list[Any]) -> list[int]:
    return [row.id for page in pages for row in page.rows]


def in_order(days: list[date | None]) -> list[int]:
    """Ids as the list must show them: undated first, then latest first; newest first if equal."""
    numbered = list(enumerate(days, start=1))
    undated = [n for n, day in numbered if day is None]
    dated = [(day, n) for n, day in numbered if day is not None]
    return undated[::-1] + [n for _, n in sorted(dated, reverse=True)]


FEW_DAYS = st.one_of(
    st.none(), st.sampled_from([date(1, 1, 1), date(2026, 12, 12), date(2026, 12, 13)])
)


class TestEventPages:
    @settings(max_examples=25, deadline=None)
    @given(days=st.lists(FEW_DAYS, min_size=1, max_size=25), limit=st.integers(1, 9))
    def test_hold_every_event_once_in_order_whatever_the_days_and_the_size(
        self, days: list[date | None], limit: int
    ) -> None:
        with empty_in_memory():
            insert_events(days)
            pages = all_event_pages(limit)
            assert ids(pages) == in_order(days)
            assert {page.total for page in pages} == {len(days)}
            assert all(len(page.rows) == limit for page in pages[:-1])
            assert 0 < len(pages[-1].rows) <= limit

    def test_hold_thousands_of_events_in_order(self, empty: None) -> None:
        days = [None if n % 9 == 0 else date(2020, 1, 1 + n % 28) for n in range(3_000)]
        insert_events(days)
        pages = all_event_pages(PAGE_SIZE)
        assert len(pages) == 15
        assert ids(pages) == in_order(days)
        assert pages[0].total == 3_000

    def test_go_on_where_they_ended_though_events_came_and_went(self, empty: None) -> None:
        insert_events([date(2026, 1, day) for day in range(1, 11)])
        first = event_page(limit=4)
        run("DELETE FROM events WHERE id IN (10, 7, 6)")  # the page's last row among them
        insert_events([date(2026, 2, 1), date(2025, 1, 1)])
        assert ids([first]) == [10, 9, 8, 7]
        assert ids([event_page(first.next_key)]) == [5, 4, 3, 2, 1, 12]

    def test_are_empty_without_events(self, empty: None) -> None:
        assert event_page() == Page((), None, 0)

    def test_of_exactly_one_page_have_no_next(self, empty: None) -> None:
        insert_events([None] * 5)
        assert event_page(limit=5).next_key is None
        assert event_page(limit=4).next_key == PageKey((None,), 2)

    def test_count_lines_snapshots_and_know_the_latest_number(self, bakery: Bakery) -> None:
        row = event_page().rows[0]
        assert (row.line_count, row.snapshot_count, row.latest_version) == (3, 0, None)
        finalize_event_plan(bakery.event_id)
        second = finalize_event_plan(bakery.event_id).id
        open_snapshots.create_planning_snapshot(bakery.event_id)
        row = event_page().rows[0]
        assert (row.line_count, row.snapshot_count, row.latest_version) == (3, 3, 2)
        removal_service.remove_snapshots([second])
        assert event_page().rows[0].latest_version == 1
        assert history_service.event_row(bakery.event_id) == event_page().rows[0]
        assert history_service.event_row(999) is None


class TestRowsOf:
    def test_give_events_and_snapshots_as_the_pages_do_and_leave_out_what_is_gone(
        self, bakery: Bakery
    ) -> None:
        made = finalize_event_plan(bakery.event_id, "Aunt Mary").id
        event, snapshot = Key(ThingKind.EVENT, bakery.event_id), Key(ThingKind.SNAPSHOT, made)
        gone = [Key(ThingKind.EVENT, 999), Key(ThingKind.SNAPSHOT, 999)]
        rows = history_service.rows_of([event, snapshot, *gone])
        assert rows == {
            event: history_service.event_row(bakery.event_id),
            snapshot: history_service.snapshot_row(made),
        }
        assert history_service.rows_of([]) == {}

    def test_say_why_they_are_hits_and_leave_out_what_is_none(self, bakery: Bakery) -> None:
        made = finalize_event_plan(bakery.event_id, "one").id
        keys = [Key(ThingKind.EVENT, bakery.event_id), Key(ThingKind.SNAPSHOT, made)]
        rows = history_service.rows_of(keys, query="flour")
        assert rows[keys[1]] == history_service.snapshot_row(made, query="flour")
        assert rows[keys[0]] == history_service.event_row(bakery.event_id, query="flour")
        assert history_service.rows_of(keys, query="nobody") == {}

    def test_hold_more_than_fit_into_one_statement(self, empty: None) -> None:
        insert_events([None])
        insert_snapshots([(1, NOON)] * 5_001)
        keys = [Key(ThingKind.SNAPSHOT, each) for each in range(1, 40_000)]
        assert len(history_service.rows_of(keys)) == 5_001


MOMENTS = st.sampled_from([NOON, NOON + timedelta(microseconds=1), NOON + timedelta(days=1)])


class TestSnapshotPages:
    @settings(max_examples=25, deadline=None)
    @given(
        entries=st.lists(st.tuples(st.sampled_from([1, 2, None]), MOMENTS), max_size=25),
        limit=st.integers(1, 7),
    )
    def test_hold_each_branchs_snapshots_once_newest_first(
        self, entries: list[tuple[int | None, datetime]], limit: int
    ) -> None:
        with empty_in_memory():
            insert_events([None, None])
            if entries:
                insert_snapshots(entries)
            numbered = list(enumerate(entries, start=1))
            for branch in (1, 2, None):
                wanted = sorted(((moment, n) for n, (e, moment) in numbered if e == branch))
                pages = all_snapshot_pages(branch, limit)
                assert ids(pages) == [n for _, n in wanted[::-1]]
                assert {page.total for page in pages} == {len(wanted)}
            assert history_service.unlinked_count() == sum(e is None for e, _ in entries)

    def test_hold_thousands_made_in_one_moment(self, empty: None) -> None:
        insert_events([None])
        insert_snapshots([(1, NOON)] * 2_500)
        pages = all_snapshot_pages(1, PAGE_SIZE)
        assert ids(pages) == list(range(2_500, 0, -1))
        assert len(pages) == 13

    def test_show_a_snapshot_as_it_was_returned_when_it_was_made(self, bakery: Bakery) -> None:
        with clock_set_to(NOON):
            made = finalize_event_plan(bakery.event_id, "Aunt Mary: 10 more\nfewer cakes")
        event_service.rename_event(bakery.event_id, "Easter market")
        row = snapshot_page(bakery.event_id).rows[0]
        assert row == history_service.snapshot_row(made.id)
        assert (row.version, row.created_at, row.reason) == (1, NOON, "Aunt Mary: 10 more")
        assert (row.event_name, row.event_date) == ("Christmas market", date(2026, 12, 12))
        assert row.code == made.code
        assert history_service.snapshot_row(999) is None

    def test_show_an_open_snapshot_without_a_number(self, bakery: Bakery) -> None:
        open_snapshots.create_planning_snapshot(bakery.event_id, "half done")
        row = snapshot_page(bakery.event_id).rows[0]
        assert (row.is_sealed, row.code, row.reason) == (False, "", "half done")

    def test_a_deleted_events_snapshots_stand_without_event(self, bakery: Bakery) -> None:
        kept = finalize_event_plan(bakery.event_id).id
        removal_service.remove_event(bakery.event_id)
        assert ids([snapshot_page(None)]) == [kept]
        assert history_service.unlinked_count() == 1
        assert snapshot_page(None).rows[0].event_name == "Christmas market"


class TestNeighbours:
    def test_are_the_next_older_and_newer_of_the_same_branch_also_in_one_moment(
        self, empty: None
    ) -> None:
        insert_events([None, None])
        later = NOON + timedelta(seconds=1)
        insert_snapshots([(1, later), (1, NOON), (2, NOON), (None, NOON), (1, NOON), (None, later)])
        found = {
            n: (detail.previous_id, detail.next_id)
            for n in range(1, 7)
            for detail in [history_service.snapshot_detail(n)]
        }
        assert found == {
            2: (None, 5),
            5: (2, 1),
            1: (5, None),
            3: (None, None),
            4: (None, 6),
            6: (4, None),
        }

    @settings(max_examples=15, deadline=None)
    @given(moments=st.lists(MOMENTS, min_size=1, max_size=12))
    def test_walk_the_branch_in_the_order_of_its_pages(self, moments: list[datetime]) -> None:
        with empty_in_memory():
            insert_events([None])
            insert_snapshots([(1, moment) for moment in moments])
            shown = ids(all_snapshot_pages(1, 5))
            details = {each: history_service.snapshot_detail(each) for each in shown}
            walk = [shown[0]]
            while (older := details[walk[-1]].previous_id) is not None:
                walk.append(older)
            assert walk == shown
            assert [details[each].next_id for each in shown] == [None, *shown[:-1]]


class TestDetails:
    def test_of_an_event_know_its_latest_snapshot(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        finalize_event_plan(bakery.event_id)
        open_snapshots.create_planning_snapshot(bakery.event_id)
        detail = history_service.event_detail(bakery.event_id)
        assert detail.row.latest_version == 2
        assert detail.row == history_service.event_row(bakery.event_id)

    def test_of_a_snapshot_say_what_stands_about_it(self, bakery: Bakery) -> None:
        first, second, third = (finalize_event_plan(bakery.event_id) for _ in range(3))
        removal_service.remove_snapshots([second.id])
        detail = history_service.snapshot_detail(third.id)
        assert detail.row.counts == KindCounts(items=2, boxes=2, materials=1) == third.counts
        assert detail.row.to_check == third.to_check != ()
        assert detail.previous_id == first.id
        assert (detail.event_exists, detail.latest_version) == (True, 3)
        removal_service.remove_event(bakery.event_id)
        detail = history_service.snapshot_detail(third.id)
        assert (detail.event_exists, detail.latest_version) == (False, None)

    def test_of_what_is_gone_are_an_error_with_a_sentence(self, bakery: Bakery) -> None:
        with pytest.raises(NotFoundError, match="deleted"):
            history_service.event_detail(99)
        with pytest.raises(NotFoundError, match="deleted"):
            history_service.snapshot_detail(99)
        with pytest.raises(NotFoundError, match="deleted"):
            history_service.verify_snapshot(99)

    def test_see_what_a_caller_has_not_committed(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            event_service.create_event("Fair", session=session)
            plan_service.remove_lines([1], session=session)
            rows = event_page(session=session).rows
            assert [(row.name, row.line_count) for row in rows] == [
                ("Fair", 0),
                ("Christmas market", 2),
            ]
            session.rollback()
        assert event_page().total == 1
