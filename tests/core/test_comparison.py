"""What differs between two plans: by fingerprint for things, by quantity and note for lines."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.domain.comparison import (
    Change,
    PlanChanges,
    PlanContents,
    PlannedLine,
    compare_contents,
    summary_text,
)
from core.domain.definition import fingerprint, recipe_fingerprints
from core.domain.keys import ComponentKind
from core.services import database
from core.services.comparison_service import event_changes, snapshot_changes
from core.services.finalization_service import finalize_event_plan, preview_finalization
from tests.factories import Bakery, open_bakery

ITEM = ComponentKind.FINISHED_UNIT


def line(
    uuid: str, source: str = "cookie", quantity: int | str = 1, notes: str | None = None
) -> PlannedLine:
    return PlannedLine(uuid, ITEM, source, source.title(), Fraction(quantity), notes)


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
        old = contents(*(line(*row) for row in before))
        new = contents(*(line(*row) for row in after))
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

    def test_the_first_snapshot_differs_from_nothing(self, bakery: Bakery) -> None:
        with database.session_scope(write=False) as session:
            (first,) = session.execute(text("SELECT id FROM planning_snapshots")).one()
        assert snapshot_changes(first) == PlanChanges()

    def test_a_renamed_event_is_no_change_of_the_plan(self, bakery: Bakery) -> None:
        run("UPDATE events SET name = 'Other'")
        assert event_changes(bakery.event_id).count == 0
