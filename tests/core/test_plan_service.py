"""An event's lines: what may stand in them, their order, and what comes back from a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.comparison import PlannedLine
from core.domain.keys import ComponentKind
from core.domain.quantity import Amount
from core.domain.rows import SourceRef
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.models import PlanLine
from core.services import database, event_service, plan_service
from core.services.comparison_service import event_changes
from core.services.contents_service import content_page
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan
from core.services.snapshot_reader import planned_lines, read_stored
from core.services.sqlite_engine import make_engine
from tests.core.stored_rows import bakery_in_memory, run, stored_rows, value
from tests.factories import Bakery, make_bakery, open_file

BOX, ITEM, UNIT = (
    ComponentKind.FINISHED_GOOD,
    ComponentKind.FINISHED_UNIT,
    ComponentKind.MATERIAL_UNIT,
)
BAD_QUANTITIES: list[Any] = [
    0,
    -3,
    "0.0",
    "many",
    "",
    "1e300",
    1e300,
    10**300,
    float("nan"),
    float("inf"),
    True,
    "\ud800",
]


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def lines(bakery: Bakery) -> list[tuple[str, Fraction]]:
    page = content_page(SourceRef(event_id=bakery.event_id))
    return [(row.name, row.in_all) for row in page.rows]


def order(bakery: Bakery) -> list[int | None]:
    return [row.line_id for row in content_page(SourceRef(event_id=bakery.event_id)).rows]


def snapshot_lines(snapshot_id: int) -> tuple[PlannedLine, ...]:
    with database.session_scope(write=False) as session:
        return planned_lines(read_stored(session, snapshot_id).head.plan_data)


class TestAdding:
    def test_puts_the_line_at_the_end_also_after_gaps(self, bakery: Bakery) -> None:
        plan_service.remove_lines([2])
        edit = plan_service.add_line(
            bakery.event_id, ITEM, source_id=bakery.cookie_id, quantity="1/3"
        )
        assert lines(bakery)[-1] == ("Sugar cookie", Fraction(1, 3))
        assert edit.key is not None
        assert order(bakery) == [1, 3, edit.key.id]

    def test_the_same_box_may_stand_on_two_lines(self, bakery: Bakery) -> None:
        plan_service.add_line(bakery.event_id, BOX, source_id=bakery.hamper_id, quantity=5)
        assert lines(bakery)[0] == ("Hamper", 50)
        assert lines(bakery)[3] == ("Hamper", 5)

    def test_to_an_empty_plan_makes_the_first_line(self, bakery: Bakery) -> None:
        plan_service.remove_lines([1, 2, 3])
        plan_service.add_line(bakery.event_id, UNIT, source_id=bakery.bow_id, quantity=4)
        assert value("SELECT sort_order FROM plan_lines") == 0

    @pytest.mark.parametrize("quantity", BAD_QUANTITIES)
    def test_of_no_quantity_is_refused_with_a_sentence_and_nothing_is_added(
        self, bakery: Bakery, quantity: Amount
    ) -> None:
        before = stored_rows()
        for verb in (
            lambda: plan_service.add_line(bakery.event_id, ITEM, source_id=1, quantity=quantity),
            lambda: plan_service.set_quantity(1, quantity),
            lambda: plan_service.add_to_line(1, quantity),
        ):
            with pytest.raises(InvalidInputError) as refused:
                verb()
            assert refused.value.sentence.endswith(".")
        assert stored_rows() == before

    @pytest.mark.parametrize(
        ("kind", "source_id"), [(BOX, 99), (ITEM, 99), (UNIT, 99), (ComponentKind.MATERIAL, 1)]
    )
    def test_of_what_is_gone_or_cannot_be_planned_is_refused(
        self, bakery: Bakery, kind: ComponentKind, source_id: int
    ) -> None:
        before = stored_rows()
        with pytest.raises(NotFoundError):
            plan_service.add_line(bakery.event_id, kind, source_id=source_id, quantity=1)
        assert stored_rows() == before

    def test_to_an_event_that_is_gone_says_so(self, bakery: Bakery) -> None:
        with pytest.raises(NotFoundError, match="event was deleted"):
            plan_service.add_line(99, ITEM, source_id=1, quantity=1)


class TestChanging:
    def test_a_quantity_is_kept_exactly(self, bakery: Bakery) -> None:
        plan_service.set_quantity(1, "7/12")
        row = content_page(SourceRef(event_id=bakery.event_id)).rows[0]
        assert row.in_all == Fraction(7, 12)

    def test_adding_to_a_line_starts_from_what_another_window_made_of_it(
        self, tmp_path: Path
    ) -> None:
        with open_file(tmp_path / "a.db") as path:
            engine = make_engine(DatabaseSettings(path))
            with database.session_scope() as session:
                make_bakery(session)
            with Session(engine) as elsewhere:
                plan_service.set_quantity(1, 100, elsewhere)
                elsewhere.commit()
            engine.dispose()
            plan_service.add_to_line(1, 10)
            assert value("SELECT quantity FROM plan_lines WHERE id = 1") == "110"

    def test_adding_to_a_line_reads_it_anew_in_a_session_that_knows_it(
        self, bakery: Bakery
    ) -> None:
        with database.session_scope() as session:
            known = session.get_one(PlanLine, 1)
            session.connection().exec_driver_sql("UPDATE plan_lines SET quantity = '100'")
            plan_service.add_to_line(1, "1/2", session)
            assert known.quantity == Fraction("100.5")
        assert value("SELECT quantity FROM plan_lines WHERE id = 1") == "100.5"

    def test_adding_beyond_what_a_quantity_can_be_is_refused(self, bakery: Bakery) -> None:
        plan_service.set_quantity(1, 9_999_999)
        with pytest.raises(InvalidInputError, match="too large"):
            plan_service.add_to_line(1, 2)

    @pytest.mark.parametrize("notes", ["<b>x</b>", "Tom & Jerry", "שלום", "🎄", "a\nb"])
    def test_notes_are_kept_as_they_are(self, bakery: Bakery, notes: str) -> None:
        plan_service.set_line_notes(1, notes)
        row = content_page(SourceRef(event_id=bakery.event_id)).rows[0]
        assert row.notes == notes

    @pytest.mark.parametrize("notes", ["a\0b", "\ud800", "n" * 30_000])
    def test_notes_that_cannot_be_kept_are_refused(self, bakery: Bakery, notes: str) -> None:
        with pytest.raises(InvalidInputError):
            plan_service.set_line_notes(1, notes)

    def test_a_line_that_is_gone_says_so(self, bakery: Bakery) -> None:
        for verb in (
            lambda: plan_service.set_quantity(99, 1),
            lambda: plan_service.add_to_line(99, 1),
            lambda: plan_service.set_line_notes(99, "n"),
            lambda: plan_service.move_line(99, 1),
        ):
            with pytest.raises(NotFoundError, match="line was deleted"):
                verb()


def test_what_another_window_wrote_meanwhile_is_not_overwritten(bakery: Bakery) -> None:
    row = content_page(SourceRef(event_id=bakery.event_id)).rows[0]
    line_id, before = row.line_id, lines(bakery)
    assert line_id is not None
    for write in (
        partial(plan_service.set_quantity, line_id, 7, expected="49.5"),
        partial(plan_service.set_line_notes, line_id, "mine", replaces=("what I saw",)),
    ):
        with pytest.raises(ConflictError, match="in another window"):
            write()
        assert lines(bakery) == before
    plan_service.set_quantity(line_id, 7, expected=before[0][1])
    plan_service.set_line_notes(line_id, "mine", replaces=(row.notes,))
    assert lines(bakery)[0][1] == 7


class TestMoving:
    @pytest.mark.parametrize(
        ("line", "steps", "wanted"),
        [
            (1, 1, [2, 1, 3]),
            (1, 2, [2, 3, 1]),
            (1, 99, [2, 3, 1]),
            (3, -1, [1, 3, 2]),
            (3, -99, [3, 1, 2]),
            (2, -1, [2, 1, 3]),
            (1, -1, [1, 2, 3]),
            (3, 1, [1, 2, 3]),
            (2, 0, [1, 2, 3]),
        ],
    )
    def test_goes_as_far_as_there_is_room(
        self, bakery: Bakery, line: int, steps: int, wanted: list[int]
    ) -> None:
        plan_service.move_line(line, steps)
        assert order(bakery) == wanted

    def test_works_where_lines_share_a_place(self, bakery: Bakery) -> None:
        run("UPDATE plan_lines SET sort_order = 5")
        plan_service.move_line(3, -1)
        assert order(bakery) == [1, 3, 2]

    def test_touches_no_other_events_lines(self, bakery: Bakery) -> None:
        other = event_service.create_event("Fair").key
        assert other is not None
        event_service.start_from(other.id, bakery.event_id)
        before = [row for row in stored_rows()["plan_lines"] if row["event_id"] == other.id]
        plan_service.move_line(1, 2)
        after = [row for row in stored_rows()["plan_lines"] if row["event_id"] == other.id]
        assert after == before

    @settings(max_examples=15, deadline=None)
    @given(moves=st.lists(st.tuples(st.integers(1, 3), st.integers(-4, 4)), max_size=8))
    def test_any_moves_give_the_order_that_a_list_gives(self, moves: list[tuple[int, int]]) -> None:
        with bakery_in_memory() as bakery:
            wanted = [1, 2, 3]
            for line, steps in moves:
                place = wanted.index(line)
                wanted.insert(min(max(place + steps, 0), 2), wanted.pop(place))
                plan_service.move_line(line, steps)
            assert order(bakery) == wanted


class TestRemoving:
    def test_takes_out_just_those_and_what_is_gone_is_no_error(self, bakery: Bakery) -> None:
        edit = plan_service.remove_lines([3, 1, 99, 1])
        assert order(bakery) == [2]
        assert len(edit.rows) == 2
        revert(edit)
        assert order(bakery) == [1, 2, 3]

    def test_keeps_the_catalog_and_the_snapshots(self, bakery: Bakery) -> None:
        row = finalize_event_plan(bakery.event_id)
        before = stored_rows()
        plan_service.remove_lines([1, 2, 3])
        assert stored_rows() == before | {"plan_lines": []}
        assert len(snapshot_lines(row.id)) == 3


class TestPuttingBack:
    def test_brings_the_same_line_so_that_nothing_differs(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([3])
        assert event_changes(bakery.event_id).count == 1
        bow = snapshot_lines(snapshot.id)[2]
        edit = plan_service.put_back(bakery.event_id, bow)
        assert event_changes(bakery.event_id).count == 0
        assert value("SELECT uuid FROM plan_lines ORDER BY id DESC LIMIT 1") == bow.uuid
        assert edit.key is not None
        assert lines(bakery)[-1] == ("Bow", 10)

    def test_brings_quantity_and_note_to_the_end_of_the_plan(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([1])
        plan_service.put_back(bakery.event_id, snapshot_lines(snapshot.id)[0])
        row = content_page(SourceRef(event_id=bakery.event_id)).rows[-1]
        assert (row.name, row.in_all, row.notes) == ("Hamper", 50, "for the Johnsons")

    def test_of_what_stands_there_is_refused(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id)
        before = stored_rows()
        with pytest.raises(InvalidInputError, match="in the plan already"):
            plan_service.put_back(bakery.event_id, snapshot_lines(snapshot.id)[0])
        assert stored_rows() == before

    def test_of_what_the_catalog_has_no_more_says_its_name(self, bakery: Bakery) -> None:
        line = PlannedLine("u", BOX, "gone", "Old hamper", Fraction(1), None)
        with pytest.raises(NotFoundError, match="“Old hamper” is not in the catalog any more"):
            plan_service.put_back(bakery.event_id, line)

    def test_into_an_event_that_is_gone_says_so(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id)
        with pytest.raises(NotFoundError, match="event was deleted"):
            plan_service.put_back(99, snapshot_lines(snapshot.id)[0])


def test_in_a_callers_session_lines_are_changed_and_rolled_back_with_it(bakery: Bakery) -> None:
    before = stored_rows()
    with database.session_scope() as session:
        plan_service.add_line(bakery.event_id, ITEM, source_id=1, quantity=1, session=session)
        plan_service.set_quantity(1, 3, session)
        plan_service.add_to_line(1, 3, session)
        plan_service.set_line_notes(1, "n", session)
        plan_service.move_line(1, 1, session)
        plan_service.remove_lines([3], session)
        assert stored_rows(session=session) != before
        session.rollback()
    assert stored_rows() == before
