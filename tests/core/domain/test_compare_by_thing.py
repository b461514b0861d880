"""Two plans counted by thing: lines, things, marks and choices, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.arithmetic import PlanInput
from core.domain.comparison import (
    INGREDIENT,
    BatchesChange,
    Change,
    PlanChanges,
    PlannedLine,
    SharingChange,
    ThingChange,
    compare_by_thing,
    summary_text,
    thing_count,
)
from tests.core.domain.compared import compared, frozen, recipe_of, shop, thing
from tests.core.domain.compared import contents as contents_of_box
from tests.core.domain.plans import ITEM, UNIT, Plan, recipe
from tests.core.domain.plans import chosen as chosen_batches
from tests.core.domain.random_edits import two_sides

Sides = tuple[PlanInput, PlanInput]


def by_thing(old: Plan | PlanInput, new: Plan | PlanInput) -> PlanChanges:
    return compare_by_thing(frozen(old), frozen(new))


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


def contents(*lines: PlannedLine, **items: str) -> PlanInput:
    """What is planned, and these items with a note of their own."""
    plan = Plan()
    for each in lines:
        plan.item(each.source_uuid)
        plan.definitions[ITEM.value, each.source_uuid]["display_name"] = each.name
    for name, note in items.items():
        plan.item(name)
        plan.definitions[ITEM.value, name]["notes"] = note
    plan.lines += lines
    return plan.input()


def said(changes: PlanChanges) -> list[tuple[str, str]]:
    return [(change.change.value, change.name) for change in changes.lines]


class TestLines:
    def test_equal_plans_do_not_differ(self) -> None:
        plan = contents(line("a"), line("b", "cake"))
        assert compare_by_thing(plan, plan).count == 0

    def test_a_line_is_added_removed_or_changed(self) -> None:
        old = contents(line("a"), line("b", "cake"), line("c", "tart"))
        new = contents(line("a", quantity=2), line("b", "cake"), line("d", "pie"))
        assert said(compare_by_thing(old, new)) == [
            ("changed", "Cookie"),
            ("removed", "Tart"),
            ("added", "Pie"),
        ]

    def test_a_note_alone_is_a_change(self) -> None:
        changes = compare_by_thing(contents(line("a")), contents(line("a", notes="for Ann")))
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
        changes = compare_by_thing(contents(line("a")), contents(line("a", **changed)))
        assert summary_text(changes) == words

    def test_the_order_alone_is_a_change_of_what_was_moved(self) -> None:
        old = contents(line("a"), line("b", "cake"), line("c", "tart"))
        changes = compare_by_thing(old, contents(line("c", "tart"), line("a"), line("b", "cake")))
        assert said(changes) == [("moved", "Tart")]
        assert summary_text(changes) == "Tart moved"

    def test_a_line_that_is_moved_and_changed_is_one_change(self) -> None:
        old = contents(line("a"), line("b", "cake"), line("c", "tart"))
        new = contents(line("c", "tart", quantity=2), line("a"), line("b", "cake"))
        assert summary_text(compare_by_thing(old, new)) == "Tart 1 to 2"

    def test_a_line_above_the_others_moves_none_of_them(self) -> None:
        changes = compare_by_thing(contents(line("a")), contents(line("b", "cake"), line("a")))
        assert said(changes) == [("added", "Cake")]

    def test_two_lines_of_one_thing_are_told_apart_by_their_uuid(self) -> None:
        old = contents(line("a", quantity=1), line("b", quantity=2))
        new = contents(line("b", quantity=2), line("a", quantity=5))
        moved, change = compare_by_thing(old, new).lines
        assert (moved.change, moved.old) == (Change.MOVED, line("b", quantity=2))
        assert (change.old, change.new) == (line("a", quantity=1), line("a", quantity=5))

    def test_a_line_typed_anew_is_paired_by_its_thing(self) -> None:
        old, new = contents(line("a", quantity=50)), contents(line("z", quantity=60))
        (change,) = compare_by_thing(old, new).lines
        assert change.change is Change.CHANGED

    def test_a_line_that_took_another_thing_is_one_removed_and_one_added(self) -> None:
        changes = compare_by_thing(contents(line("a")), contents(line("a", "cake")))
        assert said(changes) == [("removed", "Cookie"), ("added", "Cake")]

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
        for change in compare_by_thing(old, new).lines:
            if change.old is not None:
                rest.remove((change.old.source_uuid, change.old.quantity))
            if change.new is not None:
                rest.append((change.new.source_uuid, change.new.quantity))
        assert sorted(rest) == sorted((each.source_uuid, each.quantity) for each in new.lines)


class TestThings:
    def test_a_thing_counts_only_where_both_sides_hold_it(self) -> None:
        changes = compare_by_thing(contents(kept="1", gone="1"), contents(kept="2", new="1"))
        assert [thing.uuid for thing in changes.things] == ["kept"]
        assert changes.marks == {
            ("finished_unit", "kept"): "changed",
            ("finished_unit", "new"): "new",
        }

    def test_several_fields_of_a_thing_are_one_change(self) -> None:
        old, new = shop(), shop()
        thing(new, ITEM, "Cookie").update(items_per_batch=40, notes="golden", category="cookies")
        recipe_of(new, "dough")["lines"][0]["quantity"] = 3
        recipe_of(new, "dough")["lines"].pop()
        changes = by_thing(old, new)
        assert summary_text(changes) == "Cookie changed, dough recipe"
        assert changes.marks == {
            ("finished_unit", "Cookie"): "changed",
            ("recipe", "dough"): "changed",
        }

    def test_an_ingredient_that_weighs_otherwise_is_one_change_and_marks_what_is_made_of_it(
        self,
    ) -> None:
        old, new = shop(), shop()
        recipe_of(new, "cream")["lines"][0]["density"]["weight_amount"] = "8.6"
        changes = by_thing(old, new)
        assert changes.things == (ThingChange(INGREDIENT, "ingredient Milk", "Milk"),)
        marks = changes.marks or {}
        assert marks["finished_unit", "Cookie"] == marks["finished_unit", "Cake"] == "recipe"
        assert ("finished_unit", "Tart") not in marks

    def test_a_material_that_changed_marks_its_units(self) -> None:
        old, new = shop(), shop()
        thing(new, UNIT, "Bow")["material_name"] = "Satin ribbon"
        changes = by_thing(old, new)
        assert [(each.kind, each.name) for each in changes.things] == [("material", "Satin ribbon")]
        assert (changes.marks or {})["material_unit", "Bow"] == "changed"

    def test_what_was_made_anew_with_the_same_short_name_is_named_by_its_new_uuid(self) -> None:
        old, new = shop(), shop()
        made = thing(new, ITEM, "Tart") | {"uuid": "A newer tart", "slug": "Tart", "notes": "warm"}
        del new.definitions[ITEM.value, "Tart"]
        new.definitions[ITEM.value, "A newer tart"] = made
        for entry in contents_of_box(new):
            if entry["original_uuid"] == "Tart":
                entry["original_uuid"] = "A newer tart"
        changes = by_thing(old, new)
        assert changes.things == (ThingChange("finished_unit", "A newer tart", "Tart"),)


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_it_counts_the_things_that_the_comparison_field_by_field_finds(sides: Sides) -> None:
    old, new = sides
    entries = compared(old, new).entries
    assert by_thing(old, new).count == thing_count(entries)


def chosen(
    batches: Mapping[str, int | str] | None = None,
    *shared: str,
    items: str = "cookie tart",
    recipes: str = "dough cream",
) -> PlanInput:
    """A plan of these items and recipes, with what she chose for them."""
    plan = Plan()
    for name in recipes.split():
        plan.recipes[name] = recipe(name.title(), [])
        plan.item(f"made of {name}", made_of=name)
    for name in items.split():
        plan.item(name)
        plan.definitions[ITEM.value, name]["display_name"] = name.title()
    numbers = {item: chosen_batches(number) for item, number in (batches or {}).items()}
    return replace(plan.input(), batches=numbers, shared=frozenset(shared))


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
        changes = compare_by_thing(chosen(old), chosen(new))
        assert summary_text(changes) == words
        assert changes.count == len(changes.choices) == len(words.split(", "))

    def test_it_names_the_item_and_both_numbers(self) -> None:
        (change,) = compare_by_thing(chosen({"cookie": 7}), chosen({"cookie": 8})).choices
        assert change == BatchesChange("cookie", "Cookie", Fraction(7), Fraction(8))

    def test_the_same_number_is_none(self) -> None:
        assert compare_by_thing(chosen({"cookie": 7}), chosen({"cookie": "7.0"})).count == 0

    def test_a_recipe_whose_items_share_batches_is_a_change_both_ways(self) -> None:
        changes = compare_by_thing(chosen(None, "dough"), chosen(None, "cream"))
        assert changes.choices == (
            SharingChange("cream", "Cream", True),
            SharingChange("dough", "Dough", False),
        )
        assert summary_text(changes) == "Cream batches shared, Dough batches separate"
        assert compare_by_thing(chosen(None, "dough"), chosen(None, "dough")).count == 0

    def test_of_what_came_or_went_the_line_says_enough(self) -> None:
        both = chosen({"cookie": 7}, "dough")
        less = chosen(items="tart", recipes="cream")
        assert compare_by_thing(both, less).choices == ()
        assert compare_by_thing(less, both).choices == ()

    def test_about_something_in_neither_plan_they_say_nothing(self) -> None:
        old, new = chosen(), chosen({"gone": 7}, "gone too")
        assert compare_by_thing(old, new).count == 0


def test_a_summary_tells_a_third_from_what_is_nearly_one() -> None:
    old, new = contents(line("a", quantity="0.33")), contents(line("a", quantity="1/3"))
    assert summary_text(compare_by_thing(old, new)).endswith(" 0.33 to 1/3")


def test_a_summary_that_is_too_long_counts_the_rest() -> None:
    changes = compare_by_thing(contents(), contents(*(line(f"{n}", f"cake {n}") for n in range(9))))
    short = summary_text(changes, longest=30)
    assert short == "Cake 0 added, Cake 1 added and 7 more"
    assert summary_text(PlanChanges()) == ""
