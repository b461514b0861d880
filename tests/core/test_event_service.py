"""Events: what they may be called, planning one again, starting from another's plan, the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from core.domain.keys import ComponentKind
from core.domain.rows import LikeEvent, SourceRef
from core.errors import InvalidInputError, NotFoundError
from core.services import database, event_service, plan_service, removal_service
from core.services.contents_service import content_page
from core.services.edits import revert
from core.services.event_service import PlanAgainPreview
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import event_row, snapshot_row, verify_snapshot
from core.services.snapshot_reader import planned_lines
from core.utils.datetime_utils import clock_set_to
from tests.core.stored_rows import bakery_in_memory, run, snapshot_alone, stored_rows, value
from tests.factories import Bakery


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def new_event(name: str, day: date | None = None, *, year: int | None = None) -> int:
    key = event_service.create_event(name, day, year=year).key
    assert key is not None
    return key.id


def lines(event_id: int) -> list[tuple[str, Fraction, str | None]]:
    page = content_page(SourceRef(event_id=event_id))
    return [(row.name, row.in_all, row.notes) for row in page.rows]


PLAN = [
    ("Hamper", Fraction(50), "for the Johnsons"),
    ("Celebration cake", Fraction(5, 2), None),
    ("Bow", Fraction(10), None),
]


class TestNamesAndDays:
    @pytest.mark.parametrize("name", ["🎄", "שוק חג", "<b>x</b>", "Tom & Jerry", "n" * 200])
    def test_are_kept_as_they_are(self, bakery: Bakery, name: str) -> None:
        event_id = new_event(name)
        event_service.rename_event(bakery.event_id, name)
        for each in (event_id, bakery.event_id):
            row = event_row(each)
            assert row is not None
            assert row.name == name

    @pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0", "\ud800", "\u200b", "n" * 10_000])
    def test_that_cannot_be_are_refused_and_nothing_is_made(
        self, bakery: Bakery, name: str
    ) -> None:
        before = stored_rows()
        with pytest.raises(InvalidInputError):
            event_service.create_event(name)
        with pytest.raises(InvalidInputError):
            event_service.rename_event(bakery.event_id, name)
        assert stored_rows() == before

    @pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2201, 1, 1), date.max])
    def test_days_far_away_are_refused(self, bakery: Bakery, day: date) -> None:
        before = stored_rows()
        with pytest.raises(InvalidInputError, match="too far away"):
            event_service.create_event("Fair", day)
        with pytest.raises(InvalidInputError, match="too far away"):
            event_service.set_event_date(bakery.event_id, day)
        with pytest.raises(InvalidInputError, match="too far away"):
            event_service.create_event("Fair", year=10**30)
        assert stored_rows() == before

    def test_a_day_brings_its_year_and_without_one_the_year_stays(self, bakery: Bakery) -> None:
        made = new_event("Fair", year=2028)
        rows = [event_row(made)]
        event_service.set_event_date(made, date(2029, 5, 1))
        rows.append(event_row(made))
        event_service.set_event_date(made, None)
        rows.append(event_row(made))
        assert [(row.event_date, row.year) for row in rows if row] == [
            (None, 2028),
            (date(2029, 5, 1), 2029),
            (None, 2029),
        ]

    def test_of_an_event_that_is_gone_cannot_be_changed(self, bakery: Bakery) -> None:
        for verb in (
            lambda: event_service.rename_event(99, "x"),
            lambda: event_service.set_event_date(99, None),
            lambda: event_service.set_event_notes(99, "x"),
            lambda: event_service.start_from(99, bakery.event_id),
            lambda: event_service.start_from(bakery.event_id, 99),
            lambda: event_service.find_like_event(99),
        ):
            with pytest.raises(NotFoundError, match="event was deleted"):
                verb()


class TestPlanAgain:
    def test_makes_a_new_event_with_the_lines_of_the_snapshot_not_of_the_plan_now(
        self, bakery: Bakery
    ) -> None:
        event_service.set_event_notes(bakery.event_id, "Ask Tom")
        snapshot = finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([2])
        plan_service.set_quantity(1, 1)
        preview = event_service.preview_plan_again(snapshot.id)
        assert preview == PlanAgainPreview("Christmas market", date(2027, 12, 11), 3, ())
        edit = event_service.plan_again(snapshot.id, preview.name, event_date=preview.event_date)
        assert edit.key is not None
        row = event_row(edit.key.id)
        assert row is not None
        assert (row.name, row.event_date, row.year) == (
            "Christmas market",
            date(2027, 12, 11),
            2027,
        )
        assert (row.notes, row.snapshot_count) == ("Ask Tom", 0)
        assert lines(edit.key.id) == PLAN
        assert value("SELECT count(DISTINCT uuid) = count(*) FROM plan_lines") == 1
        assert finalize_event_plan(edit.key.id).version == 1

    @pytest.mark.parametrize(
        ("day", "again"),
        [
            (date(2026, 12, 12), date(2027, 12, 11)),
            (date(2027, 12, 31), date(2028, 12, 29)),
            (date(2028, 2, 29), date(2029, 2, 27)),
            (date(2026, 1, 1), date(2026, 12, 31)),
        ],
    )
    def test_is_on_the_same_weekday_a_year_on(self, bakery: Bakery, day: date, again: date) -> None:
        event_service.set_event_date(bakery.event_id, day)
        preview = event_service.preview_plan_again(finalize_event_plan(bakery.event_id).id)
        assert preview.event_date == again
        assert again.weekday() == day.weekday()

    def test_of_an_event_without_a_day_has_none(self, bakery: Bakery) -> None:
        event_service.set_event_date(bakery.event_id, None)
        snapshot = finalize_event_plan(bakery.event_id).id
        assert event_service.preview_plan_again(snapshot).event_date is None
        edit = event_service.plan_again(snapshot, "Again")
        assert edit.key is not None
        row = event_row(edit.key.id)
        assert row is not None
        assert row.event_date is None

    def test_leaves_out_and_names_what_the_catalog_has_no_more(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        bow = value("SELECT uuid FROM material_units WHERE name = 'Bow'")
        with snapshot_alone(snapshot):
            run(
                "INSERT INTO materials (id, uuid, slug, name, base_unit, display_unit)"
                " VALUES (7, 'm', 'm', 'Ribbon', 'each', 'each')"
            )
            run(
                "INSERT INTO material_units (uuid, slug, name, material_id, quantity_per_unit)"
                " VALUES (:uuid, 'bow', 'Green bow', 7, '1')",
                uuid=bow,
            )
            preview = event_service.preview_plan_again(snapshot)
            assert preview.left_out == ("Hamper", "Celebration cake")
            assert preview.line_count == 1
            edit = event_service.plan_again(snapshot, "Again")
            assert edit.key is not None
            # What has the same uuid is the same thing, by whatever name now.
            assert lines(edit.key.id) == [("Green bow", 10, None)]

    def test_of_a_snapshot_without_event_works_too(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        removal_service.remove_event(bakery.event_id)
        edit = event_service.plan_again(snapshot, "Again")
        assert edit.key is not None
        assert lines(edit.key.id) == PLAN

    def test_of_what_is_gone_or_without_a_name_is_refused(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        before = stored_rows()
        with pytest.raises(NotFoundError):
            event_service.preview_plan_again(99)
        with pytest.raises(NotFoundError):
            event_service.plan_again(99, "Again")
        with pytest.raises(InvalidInputError):
            event_service.plan_again(snapshot, " ")
        assert stored_rows() == before


class TestHerHabits:
    """Buffers and shared batches go along to another plan; chosen numbers of batches do not."""

    @staticmethod
    def kept(event_id: int) -> tuple[Any, ...]:
        where = f"WHERE event_id = {event_id}"
        return (
            [value(f"SELECT buffer_percent FROM plan_lines {where} AND finished_good_id > 0")],
            value(f"SELECT count(*) FROM shared_recipes {where}"),
            value(f"SELECT count(*) FROM chosen_batches {where}"),
        )

    @pytest.fixture
    def habits(self, bakery: Bakery) -> Bakery:
        plan_service.set_buffer(1, 10)
        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 99)
        assert self.kept(bakery.event_id) == (["10"], 1, 1)
        return bakery

    def test_planning_again(self, habits: Bakery) -> None:
        snapshot = finalize_event_plan(habits.event_id).id
        plan_service.set_buffer(1, 20)
        plan_service.share_batch(habits.event_id, habits.dough_id, False)
        before = stored_rows()
        edit = event_service.plan_again(snapshot, "Again")
        assert edit.key is not None
        assert self.kept(edit.key.id) == (["10"], 1, 0)
        revert(edit)
        assert stored_rows() == before

    def test_starting_from_another(self, habits: Bakery) -> None:
        fair, before = new_event("Fair"), stored_rows()
        edit = event_service.start_from(fair, habits.event_id)
        assert self.kept(fair) == (["10"], 1, 0)
        revert(edit)
        assert stored_rows() == before

    def test_what_is_shared_already_is_not_shared_twice(self, habits: Bakery) -> None:
        event_service.start_from(habits.event_id, habits.event_id)
        assert value("SELECT count(*) FROM shared_recipes") == 1

    def test_a_recipe_that_is_gone_is_left_out(self, habits: Bakery) -> None:
        snapshot = finalize_event_plan(habits.event_id).id
        with snapshot_alone(snapshot):
            event_service.plan_again(snapshot, "Again")
            assert value("SELECT count(*) FROM shared_recipes") == 0

    def test_a_line_that_is_put_back(self, habits: Bakery) -> None:
        snapshot = finalize_event_plan(habits.event_id).id
        plan = value("SELECT plan_data FROM planning_snapshots WHERE id = :id", id=snapshot)
        line = planned_lines(plan)[0]
        plan_service.remove_lines([1])
        plan_service.put_back(habits.event_id, line)
        assert self.kept(habits.event_id)[0] == ["10"]


class TestStartFrom:
    def test_copies_the_others_lines_behind_its_own(self, bakery: Bakery) -> None:
        fair = new_event("Fair")
        plan_service.add_line(fair, ComponentKind.FINISHED_UNIT, source_id=1, quantity=4)
        before = lines(bakery.event_id)
        event_service.start_from(fair, bakery.event_id)
        assert lines(fair) == [("Sugar cookie", Fraction(4), None), *PLAN]
        assert lines(bakery.event_id) == before
        plan_service.set_quantity(1, 1)
        assert lines(fair)[1] == PLAN[0]

    def test_of_an_empty_plan_changes_nothing(self, bakery: Bakery) -> None:
        assert event_service.start_from(bakery.event_id, new_event("Fair")).is_empty()

    def test_of_itself_doubles_its_lines_and_ends(self, bakery: Bakery) -> None:
        event_service.start_from(bakery.event_id, bakery.event_id)
        assert lines(bakery.event_id) == PLAN + PLAN


class TestFindLikeEvent:
    def test_prefers_the_latest_of_the_same_name_that_has_lines(self, bakery: Bakery) -> None:
        older = new_event("Fair", date(2024, 5, 1))
        newer = new_event("Fair", date(2025, 5, 1))
        new_event("Fair", date(2026, 5, 1))  # without lines
        asking = new_event("Fair")
        for each in (older, newer):
            event_service.start_from(each, bakery.event_id)
        assert event_service.find_like_event(asking) == LikeEvent(newer, "Fair", 2025)

    def test_takes_the_latest_with_lines_where_none_has_the_name(self, bakery: Bakery) -> None:
        asking = new_event("Fair")
        assert event_service.find_like_event(asking) == LikeEvent(
            bakery.event_id, "Christmas market", 2026
        )

    def test_finds_none_where_there_is_none(self, bakery: Bakery) -> None:
        new_event("Fair")
        assert event_service.find_like_event(bakery.event_id) is None

    def test_names_the_year_of_an_event_without_a_day(self, bakery: Bakery) -> None:
        other = new_event("Christmas market", year=2025)
        event_service.start_from(other, bakery.event_id)
        found = event_service.find_like_event(bakery.event_id)
        assert found == LikeEvent(other, "Christmas market", 2025)


class TestReason:
    def test_of_a_sealed_snapshot_can_be_changed_and_says_what_it_was(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id, "first").id
        before = stored_rows()["planning_snapshots"][0]
        assert event_service.set_snapshot_reason(snapshot, " Aunt Mary\r\nfewer ") == "first"
        row = snapshot_row(snapshot)
        assert row is not None
        assert row.notes == "Aunt Mary\nfewer"
        assert stored_rows()["planning_snapshots"][0] == before | {"notes": "Aunt Mary\nfewer"}
        assert verify_snapshot(snapshot).is_unchanged
        assert event_service.set_snapshot_reason(snapshot, "") == "Aunt Mary\nfewer"
        assert event_service.set_snapshot_reason(snapshot, None) is None

    @pytest.mark.parametrize("reason", ["a\0", "\ud800", "n" * 20_001])
    def test_that_cannot_be_kept_is_refused(self, bakery: Bakery, reason: str) -> None:
        snapshot = finalize_event_plan(bakery.event_id, "first").id
        with pytest.raises(InvalidInputError, match="reason"):
            event_service.set_snapshot_reason(snapshot, reason)
        assert event_service.set_snapshot_reason(snapshot, "second") == "first"

    def test_of_a_snapshot_that_is_gone_says_so(self, bakery: Bakery) -> None:
        with pytest.raises(NotFoundError, match="deleted"):
            event_service.set_snapshot_reason(99, "x")


def test_in_a_callers_session_events_are_changed_and_rolled_back_with_it(bakery: Bakery) -> None:
    with clock_set_to(datetime(2026, 11, 23, tzinfo=UTC)):
        snapshot = finalize_event_plan(bakery.event_id).id
    before = stored_rows()
    with database.session_scope() as session:
        made = event_service.create_event("Fair", session=session)
        assert made.key is not None
        event_service.start_from(made.key.id, bakery.event_id, session)
        event_service.rename_event(bakery.event_id, "x", session)
        event_service.set_event_date(bakery.event_id, None, session)
        event_service.set_event_notes(bakery.event_id, "x", session)
        event_service.plan_again(snapshot, "Again", session=session)
        event_service.set_snapshot_reason(snapshot, "x", session)
        assert event_service.find_like_event(bakery.event_id, session) is not None
        session.rollback()
    assert stored_rows() == before
