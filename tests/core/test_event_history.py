"""An event's history: lines through snapshots, numbers that are missing, and what is damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.domain.arithmetic import PlanInput
from core.domain.comparison import (
    Change,
    PlannedLine,
    compare_by_thing,
    summary_text,
)
from core.domain.definition import canonical_text
from core.domain.event_history import (
    EventHistory,
    MissingNumbers,
    lines_over_time,
    missing_numbers,
)
from core.domain.keys import ComponentKind
from core.errors import NotFoundError
from core.services import (
    database,
    plan_service,
    removal_service,
)
from core.services import planning_snapshot_service as open_snapshots
from core.services.comparison_service import event_changes, snapshot_changes
from core.services.event_history_service import event_history
from core.services.finalization_service import finalize_event_plan
from tests.core.domain.plans import Plan
from tests.core.stored_rows import bakery_in_memory, run
from tests.core.tampering import tamper
from tests.factories import Bakery

DAY = date(2026, 12, 12)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def line_ids(bakery: Bakery) -> list[int]:
    with database.session_scope(write=False) as session:
        return list(
            session.scalars(
                text("SELECT id FROM plan_lines WHERE event_id = :event ORDER BY sort_order, id"),
                {"event": bakery.event_id},
            )
        )


def table(history: EventHistory) -> dict[str, list[str]]:
    """Each line's quantities, step by step; a name twice with a prime."""
    rows: dict[str, list[str]] = {}
    for line in history.lines:
        name = line.latest.name
        while name in rows:
            name += "'"
        rows[name] = ["" if step is None else str(step.quantity) for step in line.steps]
    return rows


def said(history: EventHistory) -> list[str]:
    return [summary_text(step.changes, longest=600) for step in history.steps]


def versions(history: EventHistory) -> list[int | None]:
    return [step.snapshot.version if step.snapshot else None for step in history.steps]


def rename_sugar(bakery: Bakery, number: int) -> None:
    """Another recipe, by its notes."""
    run(f"UPDATE recipes SET notes = 'baked {number} times' WHERE id = {bakery.dough_id}")


class TestSteps:
    def test_an_event_that_was_never_finalized_has_none(self, bakery: Bakery) -> None:
        history = event_history(bakery.event_id)
        assert (history.steps, history.lines, history.missing) == ((), (), ())

    def test_an_event_that_is_gone_is_said_to_be(self, bakery: Bakery) -> None:
        with pytest.raises(NotFoundError):
            event_history(999)

    def test_quantities_stand_by_snapshot_and_for_the_plan_now(self, bakery: Bakery) -> None:
        hamper, cake, _ = line_ids(bakery)
        finalize_event_plan(bakery.event_id, "First plan")
        plan_service.set_quantity(hamper, 60)
        finalize_event_plan(bakery.event_id)
        plan_service.set_quantity(cake, 2)
        history = event_history(bakery.event_id)
        assert versions(history) == [1, 2, None]
        assert table(history) == {
            "Hamper": ["50", "60", "60"],
            "Celebration cake": ["5/2", "5/2", "2"],
            "Bow": ["10", "10", "10"],
        }
        assert said(history) == ["", "Hamper 50 to 60", "Celebration cake 2 1/2 to 2"]
        assert [step.is_first for step in history.steps] == [True, False, False]
        assert [line.unit for line in history.lines] == ["boxes", "8-inch round", "each"]

    def test_each_step_says_what_the_comparison_of_two_says(self, bakery: Bakery) -> None:
        ids = []
        for number in range(3):
            ids.append(finalize_event_plan(bakery.event_id).id)
            plan_service.set_quantity(line_ids(bakery)[0], 60 + number)
            rename_sugar(bakery, number)
        steps = event_history(bakery.event_id).steps
        assert [step.changes for step in steps[1:-1]] == [snapshot_changes(i) for i in ids[1:]]
        assert steps[-1].changes == event_changes(bakery.event_id)

    def test_changed_recipes_and_boxes_are_counted(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        finalize_event_plan(bakery.event_id)
        rename_sugar(bakery, 1)
        run(f"UPDATE finished_goods SET description = 'x' WHERE id = {bakery.gift_box_id}")
        run(f"UPDATE finished_units SET items_per_batch = 50 WHERE id = {bakery.cookie_id}")
        steps = event_history(bakery.event_id).steps
        assert [step.thing_count for step in steps] == [None, 0, 2]
        assert len(steps[-1].changes.things) == 3  # the item is none of both

    def test_an_open_snapshot_is_no_step(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        open_snapshots.create_planning_snapshot(bakery.event_id)
        assert versions(event_history(bakery.event_id)) == [1, None]

    def test_an_event_that_is_over_is_not_compared_with_now(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        assert versions(event_history(bakery.event_id, today=DAY)) == [1, None]
        assert versions(event_history(bakery.event_id, today=DAY + timedelta(days=1))) == [1]

    def test_more_than_six_snapshots_all_come(self, bakery: Bakery) -> None:
        for number in range(9):
            plan_service.set_quantity(line_ids(bakery)[0], 50 + number)
            finalize_event_plan(bakery.event_id)
        history = event_history(bakery.event_id)
        assert versions(history) == [*range(1, 10), None]
        assert table(history)["Hamper"] == [str(50 + n) for n in (*range(9), 8)]

    def test_in_a_callers_session_it_is_read_with_what_that_has_written(
        self, bakery: Bakery
    ) -> None:
        with database.session_scope() as session:
            finalize_event_plan(bakery.event_id, session=session)
            assert versions(event_history(bakery.event_id, session)) == [1, None]


class TestLines:
    def test_a_line_that_was_removed_and_put_back_goes_on_where_it_ended(
        self, bakery: Bakery
    ) -> None:
        finalize_event_plan(bakery.event_id)
        bow = event_history(bakery.event_id).lines[2].latest
        plan_service.remove_lines([line_ids(bakery)[2]])
        finalize_event_plan(bakery.event_id)
        assert table(event_history(bakery.event_id))["Bow"] == ["10", "", ""]
        plan_service.put_back(bakery.event_id, bow)
        history = event_history(bakery.event_id)
        assert table(history)["Bow"] == ["10", "", "10"]
        assert said(history) == ["", "Bow removed", "Bow added"]
        assert len(history.lines) == 3

    def test_a_line_typed_anew_after_its_removal_goes_on_too(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([line_ids(bakery)[2]])
        finalize_event_plan(bakery.event_id)
        plan_service.add_line(
            bakery.event_id, ComponentKind.MATERIAL_UNIT, source_id=bakery.bow_id, quantity=7
        )
        assert table(event_history(bakery.event_id))["Bow"] == ["10", "", "7"]

    def test_the_same_box_on_two_lines_stays_two_lines(self, bakery: Bakery) -> None:
        plan_service.add_line(
            bakery.event_id, ComponentKind.FINISHED_GOOD, source_id=bakery.hamper_id, quantity=5
        )
        finalize_event_plan(bakery.event_id)
        first, *_, second = line_ids(bakery)
        plan_service.set_quantity(second, 8)
        finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([first])
        rows = table(event_history(bakery.event_id))
        assert rows["Hamper"] == ["5", "8", "8"]
        assert rows["Hamper'"] == ["50", "50", ""]

    def test_what_is_no_more_stands_last(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([line_ids(bakery)[0]])
        plan_service.add_line(
            bakery.event_id, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=7
        )
        names = list(table(event_history(bakery.event_id)))
        assert names == ["Celebration cake", "Bow", "Sugar cookie", "Hamper"]


class TestMissing:
    def test_a_snapshot_in_the_trash_and_one_deleted_for_good_are_told(
        self, bakery: Bakery
    ) -> None:
        ids = [finalize_event_plan(bakery.event_id).id for _ in range(5)]
        removal_service.purge([removal_service.remove_snapshots([ids[1]])])
        removed = removal_service.remove_snapshots([ids[3], ids[4]])
        history = event_history(bakery.event_id)
        assert versions(history) == [1, 3, None]
        assert history.missing == (MissingNumbers(2, 2, False), MissingNumbers(4, 5, True))
        assert history.steps[1].changes.since_version == 1
        removal_service.restore(removed)
        assert event_history(bakery.event_id).missing == (MissingNumbers(2, 2, False),)

    def test_all_of_them_in_the_trash_are_told_though_there_is_no_step(
        self, bakery: Bakery
    ) -> None:
        removal_service.remove_snapshots([finalize_event_plan(bakery.event_id).id])
        history = event_history(bakery.event_id)
        assert (history.steps, history.missing) == ((), (MissingNumbers(1, 1, True),))

    def test_another_events_snapshots_in_the_trash_are_nothing_to_it(self, bakery: Bakery) -> None:
        run("INSERT INTO events (id, uuid, name) VALUES (77, 'other', 'Other')")
        other = 77
        plan_service.add_line(
            other, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=7
        )
        first = finalize_event_plan(bakery.event_id).id
        removal_service.purge([removal_service.remove_snapshots([first])])
        removal_service.remove_snapshots([finalize_event_plan(other).id])
        assert event_history(bakery.event_id).missing == (MissingNumbers(1, 1, False),)

    def test_a_damaged_act_in_the_trash_hides_nothing(self, bakery: Bakery) -> None:
        removal_service.remove_snapshots([finalize_event_plan(bakery.event_id).id])
        tamper("UPDATE removed_records SET data = substr(data, 1, length(data) - 3)")
        assert event_history(bakery.event_id).missing == (MissingNumbers(1, 1, False),)

    @given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)), st.integers(0, 14))
    def test_the_gaps_are_what_is_not_there(
        self, present: set[int], trashed: set[int], last: int
    ) -> None:
        told = {
            number: gap.is_in_trash
            for gap in missing_numbers(present, trashed, last)
            for number in range(gap.first, gap.last + 1)
        }
        highest = max([last, *present, *trashed])
        wanted = {
            number: number in trashed
            for number in range(1, highest + 1)
            if number not in present and (number in trashed or number <= last or number < highest)
        }
        assert told == wanted

    def test_a_counter_that_was_damaged_takes_no_time(self) -> None:
        assert missing_numbers({1}, (), 10**12) == (MissingNumbers(2, 10**12, False),)


def damage(version: int, change: Any) -> None:
    with database.session_scope(write=False) as session:
        stored = session.scalar(
            text("SELECT plan_data FROM planning_snapshots WHERE version = :v"), {"v": version}
        )
    plan = json.loads(stored)
    change(plan)
    tamper(
        "UPDATE planning_snapshots SET plan_data = :plan WHERE version = :v",
        plan=canonical_text(plan),
        v=version,
    )


class TestDamage:
    @pytest.fixture
    def three(self, bakery: Bakery) -> Bakery:
        for number in range(3):
            plan_service.set_quantity(line_ids(bakery)[0], 50 + 10 * number)
            finalize_event_plan(bakery.event_id)
        return bakery

    def test_a_snapshot_that_does_not_match_is_told_and_still_read(self, three: Bakery) -> None:
        damage(2, lambda plan: plan["lines"][0].update(quantity=99))
        history = event_history(three.event_id)
        assert [step.is_damaged for step in history.steps] == [False, True, False, False]
        assert table(history)["Hamper"] == ["50", "99", "70", "70"]

    @pytest.mark.parametrize(
        "broken",
        [{"quantity": -1}, {"name": 5}, {"uuid": []}, {"source_uuid": ["a"]}, {"notes": {"a": 1}}],
    )
    def test_a_plan_that_cannot_be_read_hides_no_other(
        self, three: Bakery, broken: dict[str, object]
    ) -> None:
        damage(2, lambda plan: plan["lines"][0].update(broken))
        history = event_history(three.event_id)
        assert [step.is_readable for step in history.steps] == [True, False, True, True]
        assert history.steps[1].is_damaged
        assert [step.changes.is_unknown for step in history.steps] == [False, True, True, False]
        assert history.steps[2].changes.since_version == 2
        assert table(history)["Hamper"] == ["50", "", "70", "70"]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE finished_unit_snapshots SET definition_data = 'x' WHERE planning_snapshot_id = 2",
            "UPDATE finished_good_snapshots SET definition_data = x'ff' WHERE planning_snapshot_id = 2",
            "UPDATE planning_snapshots SET manifest_hash = NULL WHERE id = 2",
            "UPDATE planning_snapshots SET event_name = NULL WHERE id = 2",
        ],
    )
    def test_what_changed_from_and_to_it_is_not_known(self, three: Bakery, statement: str) -> None:
        tamper(statement)
        history = event_history(three.event_id)
        assert [step.is_damaged for step in history.steps] == [False, True, False, False]
        assert [step.changes.is_unknown for step in history.steps] == [False, True, True, False]
        assert table(history)["Hamper"] == ["50", "60", "70", "70"]

    def test_a_seal_that_lost_its_number_is_told(self, three: Bakery) -> None:
        tamper("UPDATE planning_snapshots SET version = NULL WHERE id = 2")
        history = event_history(three.event_id)
        assert versions(history) == [None, 1, 3, None]
        assert history.steps[0].is_damaged
        assert history.missing == ()  # it may be the second: nobody said it was deleted

    def test_a_plan_now_that_cannot_be_read_hides_no_snapshot(self, three: Bakery) -> None:
        run("UPDATE plan_lines SET quantity = '0'")
        history = event_history(three.event_id)
        assert table(history)["Hamper"] == ["50", "60", "70", ""]
        assert not history.steps[-1].is_readable
        assert "damaged" in history.steps[-1].problem


LINES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"), st.integers(1, 3)),
    max_size=6,
    unique_by=lambda row: row[0],
)


def plan_of(rows: list[tuple[str, str, int]]) -> tuple[PlannedLine, ...]:
    kind = ComponentKind.FINISHED_UNIT
    return tuple(PlannedLine(uuid, kind, of, of, Fraction(n)) for uuid, of, n in rows)


@given(st.lists(st.one_of(st.none(), LINES.map(plan_of)), max_size=6))
def test_rows_hold_every_line_once_and_say_what_the_comparison_says(
    plans: list[tuple[PlannedLine, ...] | None],
) -> None:
    rows = lines_over_time(plans)
    for step, plan in enumerate(plans):
        shown = [row.steps[step] for row in rows if row.steps[step] is not None]
        assert sorted(map(str, shown)) == sorted(map(str, plan or ()))
    readable = [step for step, plan in enumerate(plans) if plan is not None]
    for old, new in pairwise(readable):
        before, after = plans[old], plans[new]
        assert before is not None
        assert after is not None
        changes = [
            change
            for change in compare_by_thing(planned(before), planned(after)).lines
            if change.change is not Change.MOVED
        ]
        told = [(change.change, change.old, change.new) for change in changes]
        assert sorted(map(str, told)) == sorted(
            str((_change(row.steps[old], row.steps[new]), row.steps[old], row.steps[new]))
            for row in rows
            if _quantity(row.steps[old]) != _quantity(row.steps[new])
        )


def planned(lines: tuple[PlannedLine, ...]) -> PlanInput:
    plan = Plan()
    for each in lines:
        plan.item(each.source_uuid)
    plan.lines += lines
    return plan.input()


def _quantity(line: PlannedLine | None) -> Fraction | None:
    return None if line is None else line.quantity


def _change(old: PlannedLine | None, new: PlannedLine | None) -> Change:
    if old is None:
        return Change.ADDED
    return Change.REMOVED if new is None else Change.CHANGED
