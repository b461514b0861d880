"""What changed since a snapshot, counted by thing in the database: before and after finalizing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from core.domain.comparison import PlanChanges, summary_text
from core.services import database, plan_service
from core.services.comparison_service import event_changes, snapshot_changes
from core.services.finalization_service import finalize_event_plan, preview_finalization
from tests.core.tampering import tamper
from tests.factories import Bakery, open_bakery


@pytest.fixture
def bakery(tmp_path: Path) -> Iterator[Bakery]:
    with open_bakery(tmp_path / "a.db") as made:
        finalize_event_plan(made.event_id)
        yield made


def run(statement: str) -> None:
    with database.session_scope() as session:
        session.execute(text(statement))


EDITS = {
    "UPDATE plan_lines SET quantity = '60' WHERE sort_order = 0": "Hamper 50 to 60",
    "UPDATE plan_lines SET quantity = '1/3' WHERE sort_order = 1": "Celebration cake 2 1/2 to 1/3",
    "DELETE FROM plan_lines WHERE sort_order = 2": "Bow removed",
    "UPDATE recipe_ingredients SET quantity = '3' WHERE sort_order = 1": (
        "Sugar cookies (rolled) recipe"
    ),
    "UPDATE compositions SET component_quantity = '13' WHERE component_quantity = '12'": (
        "Gift box contents"
    ),
    "UPDATE finished_units SET items_per_batch = '40' WHERE display_name = 'Sugar cookie'": (
        "Sugar cookie changed"
    ),
    "UPDATE material_units SET quantity_per_unit = '31'": "Bow changed",
}


class TestInTheDatabase:
    def test_nothing_differs_right_after_finalizing(self, bakery: Bakery) -> None:
        changes = event_changes(bakery.event_id)
        assert (changes.count, changes.since_version) == (0, 1)
        assert preview_finalization(bakery.event_id).is_unchanged

    @pytest.mark.parametrize("edit", EDITS)
    def test_an_edit_is_said_in_the_bakers_words_before_and_after_finalizing(
        self, bakery: Bakery, edit: str
    ) -> None:
        run(edit)
        assert summary_text(event_changes(bakery.event_id)) == EDITS[edit]
        assert preview_finalization(bakery.event_id).summary == EDITS[edit]
        row = finalize_event_plan(bakery.event_id)
        assert row.summary == EDITS[edit]
        assert summary_text(snapshot_changes(row.id)) == EDITS[edit]
        assert snapshot_changes(row.id).since_version == 1
        assert event_changes(bakery.event_id).count == 0

    def test_an_inner_recipe_marks_every_item_that_uses_it(self, bakery: Bakery) -> None:
        run("UPDATE recipe_ingredients SET quantity = '0.5' WHERE quantity = '0.33'")
        changes = event_changes(bakery.event_id)
        assert [thing.name for thing in changes.things] == ["Vanilla cream"]
        marks = changes.marks or {}
        assert sorted(word for (kind, _), word in marks.items() if kind == "finished_unit") == [
            "recipe",
            "recipe",
        ]

    def test_what_she_chose_about_batches_is_said_before_and_after_finalizing(
        self, bakery: Bakery
    ) -> None:
        def said_and_kept() -> str:
            changes = event_changes(bakery.event_id)
            preview = preview_finalization(bakery.event_id)
            row = finalize_event_plan(bakery.event_id, expected=preview.digest)
            assert changes.count == len(changes.choices) > 0
            assert summary_text(changes) == preview.summary == row.summary
            assert snapshot_changes(row.id).choices == changes.choices == preview.changes.choices
            assert event_changes(bakery.event_id).count == 0
            return summary_text(changes)

        event, cookie, dough = bakery.event_id, bakery.cookie_id, bakery.dough_id
        plan_service.set_batches(event, cookie, 30)
        assert said_and_kept() == "Sugar cookie 30 batches"
        plan_service.set_batches(event, cookie, 20, True)
        plan_service.share_batch(event, dough, True)
        assert said_and_kept() == (
            "Sugar cookie 30 to 20 batches, Sugar cookies (rolled) batches shared"
        )
        plan_service.set_batches(event, cookie, None)
        plan_service.share_batch(event, dough, False)
        assert said_and_kept() == (
            "Sugar cookie batches as needed, Sugar cookies (rolled) batches separate"
        )

    def test_when_and_why_she_chose_and_what_she_has_are_no_change(self, bakery: Bakery) -> None:
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 20, True, "one oven")
        finalize_event_plan(bakery.event_id)
        run("UPDATE chosen_batches SET reason = 'two', chosen_at = '2027-01-01 00:00:00.000000'")
        run("UPDATE chosen_batches SET accepted_shortfall = '1'")
        run("UPDATE ingredients SET stock_amount='5', stock_unit='lb', stock_as_of='2026-11-01'")
        assert event_changes(bakery.event_id).count == 0
        assert preview_finalization(bakery.event_id).is_unchanged

    def test_a_choice_about_something_that_is_not_in_the_plan_is_no_change(
        self, bakery: Bakery
    ) -> None:
        run("INSERT INTO chosen_batches (uuid, event_id, finished_unit_uuid, batches, chosen_at)"
            " VALUES ('c', 1, 'gone', '3', '2026-11-01 00:00:00.000000')")  # fmt: skip
        run("INSERT INTO shared_recipes (uuid, event_id, recipe_uuid) VALUES ('s', 1, 'gone')")
        assert event_changes(bakery.event_id).count == 0

    def test_choices_that_cannot_be_read_any_more_make_the_changes_unknown(
        self, bakery: Bakery
    ) -> None:
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30)
        finalize_event_plan(bakery.event_id)
        spoilt = "UPDATE planning_snapshots SET plan_data = replace(plan_data, :old, :new)"
        tamper(spoilt, old='"batches":30', new='"batches":"x"')
        assert event_changes(bakery.event_id) == PlanChanges(is_unknown=True)

    def test_the_first_snapshot_differs_from_nothing(self, bakery: Bakery) -> None:
        with database.session_scope(write=False) as session:
            (first,) = session.execute(text("SELECT id FROM planning_snapshots")).one()
        assert snapshot_changes(first) == PlanChanges()

    def test_a_renamed_event_is_no_change_of_the_plan(self, bakery: Bakery) -> None:
        run("UPDATE events SET name = 'Other'")
        assert event_changes(bakery.event_id).count == 0
