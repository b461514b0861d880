"""What differs between two plans: fingerprints of things, numbers and notes of lines, choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.domain.comparison import (
    BatchesChange,
    Change,
    PlanChanges,
    PlanContents,
    PlannedLine,
    SharingChange,
    compare_contents,
    summary_text,
)
from core.domain.definition import fingerprint, recipe_fingerprints
from core.domain.keys import ComponentKind
from core.services import database, plan_service
from core.services.comparison_service import event_changes, snapshot_changes
from core.services.finalization_service import finalize_event_plan, preview_finalization
from tests.core.tampering import tamper
from tests.factories import Bakery, open_bakery

ITEM = ComponentKind.FINISHED_UNIT


def line(
    uuid: str,
    source: str = "cookie",
    *,
    quantity: int | str = 1,
    notes: str | None = None,
    buffer: int | None = None,
) -> PlannedLine:
    percent = None if buffer is None else Fraction(buffer)
    return PlannedLine(uuid, ITEM, source, source.title(), Fraction(quantity), notes, percent)


def contents(*lines: PlannedLine, **things: str) -> PlanContents:
    return PlanContents(lines, {("finished_unit", k): (k, v) for k, v in things.items()}, {})


def said(changes: PlanChanges) -> list[tuple[str, str]]:
    return [(change.change.value, change.name) for change in changes.lines]


class TestLines:
    def test_equal_plans_do_not_differ(self) -> None:
        plan = contents(line("a"), line("b", "cake"))
        assert compare_contents(plan, plan).count == 0

    def test_a_line_is_added_removed_or_changed(self) -> None:
        old = contents(line("a"), line("b", "cake"), line("c", "tart"))
        new = contents(line("a", quantity=2), line("b", "cake"), line("d", "pie"))
        assert said(compare_contents(old, new)) == [
            ("changed", "Cookie"),
            ("added", "Pie"),
            ("removed", "Tart"),
        ]

    def test_a_note_alone_is_a_change(self) -> None:
        changes = compare_contents(contents(line("a")), contents(line("a", notes="for Ann")))
        assert said(changes) == [("changed", "Cookie")]
        assert summary_text(changes) == "Cookie note"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"buffer": 10}, "Cookie extra"),
            ({"buffer": 10, "notes": "for Ann"}, "Cookie extra and note"),
            ({"buffer": 10, "quantity": 2}, "Cookie 1 to 2 and extra"),
            ({"quantity": 2, "notes": "for Ann"}, "Cookie 1 to 2"),
            ({"buffer": 10, "quantity": 2, "notes": "x"}, "Cookie 1 to 2 and extra"),
        ],
    )
    def test_what_changed_of_a_line_is_said(self, changed: dict[str, Any], words: str) -> None:
        changes = compare_contents(contents(line("a")), contents(line("a", **changed)))
        assert summary_text(changes) == words

    def test_the_order_alone_is_no_change(self) -> None:
        old = contents(line("a"), line("b", "cake"))
        assert compare_contents(old, contents(line("b", "cake"), line("a"))).count == 0

    def test_two_lines_of_one_thing_are_told_apart_by_their_uuid(self) -> None:
        old = contents(line("a", quantity=1), line("b", quantity=2))
        new = contents(line("b", quantity=2), line("a", quantity=5))
        (change,) = compare_contents(old, new).lines
        assert (change.old, change.new) == (line("a", quantity=1), line("a", quantity=5))

    def test_a_line_typed_anew_is_paired_by_its_thing(self) -> None:
        old, new = contents(line("a", quantity=50)), contents(line("z", quantity=60))
        (change,) = compare_contents(old, new).lines
        assert change.change is Change.CHANGED

    def test_a_line_that_took_another_thing_is_one_removed_and_one_added(self) -> None:
        changes = compare_contents(contents(line("a")), contents(line("a", "cake")))
        assert said(changes) == [("added", "Cake"), ("removed", "Cookie")]

    @given(
        st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"), st.integers(1, 3)),
                 max_size=6, unique_by=lambda row: row[0]),
        st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"), st.integers(1, 3)),
                 max_size=6, unique_by=lambda row: row[0]),
    )  # fmt: skip
    def test_old_and_changes_give_new(
        self, before: list[tuple[str, str, int]], after: list[tuple[str, str, int]]
    ) -> None:
        old = contents(*(line(uuid, source, quantity=n) for uuid, source, n in before))
        new = contents(*(line(uuid, source, quantity=n) for uuid, source, n in after))
        rest = sorted((each.source_uuid, each.quantity) for each in old.lines)
        for change in compare_contents(old, new).lines:
            if change.old is not None:
                rest.remove((change.old.source_uuid, change.old.quantity))
            if change.new is not None:
                rest.append((change.new.source_uuid, change.new.quantity))
        assert sorted(rest) == sorted((each.source_uuid, each.quantity) for each in new.lines)


class TestThings:
    def test_a_thing_counts_only_where_both_sides_hold_it(self) -> None:
        changes = compare_contents(contents(kept="1", gone="1"), contents(kept="2", new="1"))
        assert [thing.uuid for thing in changes.things] == ["kept"]
        assert changes.marks == {
            ("finished_unit", "kept"): "changed",
            ("finished_unit", "new"): "new",
        }


def chosen(
    batches: Mapping[str, int | str] | None = None,
    *shared: str,
    items: str = "cookie tart",
    recipes: str = "dough cream",
) -> PlanContents:
    """A plan of these items and recipes, with what she chose for them."""
    things = {(ITEM.value, name): (name.title(), "1") for name in items.split()}
    things |= {("recipe", name): (name.title(), "1") for name in recipes.split()}
    numbers = {item: Fraction(number) for item, number in (batches or {}).items()}
    return PlanContents((), things, {}, numbers, frozenset(shared))


class TestChoices:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            (None, {"cookie": 7}, "Cookie 7 batches"),
            ({"cookie": 7}, {"cookie": "13.5"}, "Cookie 7 to 13 1/2 batches"),
            ({"cookie": 7}, {"cookie": 1}, "Cookie 7 to 1 batch"),
            ({"cookie": 7}, None, "Cookie batches as needed"),
            ({"cookie": 7}, {"tart": 0}, "Cookie batches as needed, Tart 0 batches"),
        ],
    )
    def test_another_number_of_batches_is_a_change(
        self, old: dict[str, int | str] | None, new: dict[str, int | str] | None, words: str
    ) -> None:
        changes = compare_contents(chosen(old), chosen(new))
        assert summary_text(changes) == words
        assert changes.count == len(changes.choices) == len(words.split(", "))

    def test_it_names_the_item_and_both_numbers(self) -> None:
        (change,) = compare_contents(chosen({"cookie": 7}), chosen({"cookie": 8})).choices
        assert change == BatchesChange("cookie", "Cookie", Fraction(7), Fraction(8))

    def test_the_same_number_is_none(self) -> None:
        assert compare_contents(chosen({"cookie": 7}), chosen({"cookie": "7.0"})).count == 0

    def test_a_recipe_whose_items_share_batches_is_a_change_both_ways(self) -> None:
        changes = compare_contents(chosen(None, "dough"), chosen(None, "cream"))
        assert changes.choices == (
            SharingChange("cream", "Cream", True),
            SharingChange("dough", "Dough", False),
        )
        assert summary_text(changes) == "Cream batches shared, Dough batches separate"
        assert compare_contents(chosen(None, "dough"), chosen(None, "dough")).count == 0

    def test_of_what_came_or_went_the_line_says_enough(self) -> None:
        both = chosen({"cookie": 7}, "dough")
        less = chosen(items="tart", recipes="cream")
        assert compare_contents(both, less).choices == ()
        assert compare_contents(less, both).choices == ()

    def test_about_something_in_neither_plan_they_say_nothing(self) -> None:
        old, new = chosen(), chosen({"gone": 7}, "gone too")
        assert compare_contents(old, new).count == 0


def test_a_summary_tells_a_third_from_what_is_nearly_one() -> None:
    old, new = contents(line("a", quantity="0.33")), contents(line("a", quantity="1/3"))
    assert summary_text(compare_contents(old, new)).endswith(" 0.33 to 1/3")


def test_a_summary_that_is_too_long_counts_the_rest() -> None:
    changes = compare_contents(contents(), contents(*(line(f"{n}", f"cake {n}") for n in range(9))))
    short = summary_text(changes, longest=30)
    assert short == "Cake 0 added, Cake 1 added and 7 more"
    assert summary_text(PlanChanges()) == ""


def box(**changed: object) -> dict[str, object]:
    entry = {
        "component_type": "finished_unit",
        "snapshot_id": 1,
        "snapshot_uuid": "s",
        "original_id": 1,
        "original_uuid": "o",
        "component_slug": "cookie",
        "component_name": "Cookie",
        "component_quantity": 12,
        "component_notes": None,
        "sort_order": 0,
        "is_generic": False,
    }
    return {"uuid": "u", "display_name": "Box", "components": [entry | changed]}


@pytest.mark.parametrize(
    "own",
    [
        {"component_quantity": 13},
        {"component_notes": "wrapped"},
        {"original_uuid": "other"},
        {"sort_order": 1},
        {"is_generic": True},
    ],
)
def test_what_a_box_says_of_its_contents_is_its_own(own: dict[str, object]) -> None:
    kind = ComponentKind.FINISHED_GOOD
    assert fingerprint(kind, box()) != fingerprint(kind, box(**own))


@pytest.mark.parametrize(
    "others",
    [
        {"snapshot_id": 9},
        {"snapshot_uuid": "t"},
        {"original_id": 9},
        {"component_name": "Renamed"},
        {"component_slug": "renamed"},
    ],
)
def test_ids_of_one_database_and_names_of_other_things_are_not(others: dict[str, object]) -> None:
    kind = ComponentKind.FINISHED_GOOD
    assert fingerprint(kind, box()) == fingerprint(kind, box(**others))


def test_an_item_without_a_recipe_has_no_recipe_fingerprints() -> None:
    assert recipe_fingerprints({"recipe": None}) == {}


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
