"""Where differences stand, what she chose, what is in no line, and how long comparing takes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from types import FrameType

import pytest

from core.domain.arithmetic import PlanInput
from core.domain.comparison import (
    Change,
    ComparedPlan,
    DiffEntry,
    DiffKey,
    DiffKind,
    PlannedLine,
    Step,
    compare,
)
from tests.core.domain.compared import (
    NEW,
    OLD,
    Said,
    chosen,
    compared,
    contents,
    differences,
    frozen,
    recipe_of,
    shop,
    thing,
)
from tests.core.domain.plans import BOX, ITEM, UNIT, Plan, recipe, recipe_line


class TestChoices:
    def told(self, old: object, new: object, *, of: Plan | None = None) -> list[Said]:
        plan = of or shop()
        return differences(plan.input(batches=old), plan.input(batches=new))

    def test_chosen_batches_are_added_changed_and_removed(self) -> None:
        cake = (("Cake",), "choice")
        assert self.told({}, {"Cake": chosen(4)}) == [
            (*cake, "added", "batches", None, "4 batches")
        ]
        assert self.told({"Cake": chosen(4)}, {"Cake": chosen(5)}) == [
            (*cake, "changed", "batches", "4 batches", "5 batches")
        ]
        assert self.told({"Cake": chosen(4)}, {}) == [
            (*cake, "removed", "batches", "4 batches", None)
        ]

    def test_none_at_all_is_a_choice_too(self) -> None:
        assert self.told({}, {"Cake": chosen(0)}) != []

    def test_when_and_why_she_chose_and_the_shortfall_are_no_difference(self) -> None:
        later = replace(
            chosen(4, 2), reason="oven", chosen_at=OLD.created_at or chosen(4).chosen_at
        )
        assert self.told({"Cake": chosen(4)}, {"Cake": later}) == []

    def test_a_recipe_whose_items_share_batches(self) -> None:
        plan = shop()
        assert differences(plan.input(), plan.input(shared=frozenset({"cream"}))) == [
            (("Cake", "cream"), "choice", "changed", "shared", False, True)
        ]

    def test_a_choice_about_what_is_on_one_side_only_is_told_by_its_line(self) -> None:
        old, new = shop(), shop()
        new.item("Roll", 10)
        new.line(ITEM, "Roll", 3)
        found = differences(old, new.input(batches={"Roll": chosen(1), "nothing": chosen(2)}))
        assert found == [(("Roll",), "line", "added", "quantity", None, "3 pieces")]

    def test_the_choice_stays_with_an_item_that_was_made_again(self) -> None:
        old, new = shop(), shop()
        new.definitions[ITEM.value, "new"] = new.definitions.pop((ITEM.value, "Cake")) | {
            "uuid": "new"
        }
        new.lines[1] = replace(new.lines[1], source_uuid="new")
        assert (
            differences(
                old.input(batches={"Cake": chosen(4)}), new.input(batches={"new": chosen(4)})
            )
            == []
        )


class TestPlaces:
    def test_a_thing_on_a_line_of_its_own_is_told_there(self) -> None:
        old, new = shop(), shop()
        for plan in (old, new):
            plan.line(ITEM, "Cookie", 3)
        recipe_of(new, "dough")["notes"] = "chill"
        (entry,) = compared(old, new).entries
        assert entry.path == ("Cookie", "dough")
        assert entry.steps == (
            Step(DiffKind.LINE, "line 3", "Cookie", thing=DiffKind.ITEM),
            Step(DiffKind.RECIPE, "dough", "dough"),
        )
        assert entry.key == DiffKey(DiffKind.RECIPE, "", "dough", 0, "notes")

    def test_where_it_stands_now_goes_before_where_it_stood(self) -> None:
        old, new = shop(), shop()
        old.line(UNIT, "Bow", 1)
        old.lines = [old.lines[-1]]
        new.lines = [new.lines[0]]
        thing(new, UNIT, "Bow")["description"] = "red"
        entry = next(each for each in compared(old, new).entries if each.kind == "material_unit")
        assert entry.path[0] == "Box 1"

    def test_what_changed_inside_something_new_is_told_there(self) -> None:
        old, new = shop(), shop()
        old.lines = [old.lines[1]]
        new.lines = [new.lines[0]]
        recipe_of(new, "cream")["notes"] = "cold"
        del old.definitions[BOX.value, "Box 10"], old.definitions[UNIT.value, "Bow"]
        for level in range(1, 10):
            del old.definitions[BOX.value, f"Box {level}"]
        assert [(each.kind.value, each.path[0]) for each in compared(old, new).entries] == [
            ("line", "Cake"),
            ("line", "Box 1"),
            ("recipe", "Box 1"),
        ]

    def test_differences_stand_in_the_order_of_the_plan(self) -> None:
        old, new = shop(), shop()
        new.lines[2] = replace(new.lines[2], notes="x")
        new.lines[0] = replace(new.lines[0], notes="x")
        thing(new, ITEM, "Cake")["notes"] = "x"
        contents(new)[1]["component_notes"] = "x"
        recipe_of(new, "dough")["lines"][1]["notes"] = "x"
        recipe_of(new, "dough")["notes"] = "x"
        assert [(each.kind.value, each.name) for each in compared(old, new).entries] == [
            ("line", "Box 1"),
            ("recipe", "dough"),
            ("recipe_line", "Sugar"),
            ("content", "Bow"),
            ("item", "Cake"),
            ("line", "Bow"),
        ]

    def test_what_is_deep_in_the_first_line_stands_before_what_is_in_the_second(self) -> None:
        old, new = shop(), shop()
        thing(new, ITEM, "Cake")["notes"] = "x"
        thing(new, ITEM, "Tart")["notes"] = "x"
        recipe_of(new, "glaze")["notes"] = "x"
        assert [each.name for each in compared(old, new).entries] == ["glaze", "Tart", "Cake"]

    def test_what_is_gone_stands_behind_what_it_stood_behind(self) -> None:
        old, new = shop(), shop()
        del new.lines[1]
        new.line(ITEM, "Tart", 1)
        assert [(each.change.value, each.name) for each in compared(old, new).entries] == [
            ("removed", "Cake"),
            ("added", "Tart"),
        ]

    def test_of_two_lines_of_one_thing_the_one_with_the_same_uuid_is_the_same(self) -> None:
        old, new = Plan(), Plan()
        for plan, numbers in ((old, (1, 2)), (new, (2, 5))):
            plan.item("Tart", 12)
            for number in numbers:
                plan.line(ITEM, "Tart", number)
        new.lines.reverse()
        found = compared(old, new).entries
        assert {(each.change.value, each.old, each.new) for each in found} == {
            ("changed", Fraction(1), Fraction(2)),
            ("changed", Fraction(2), Fraction(5)),
            ("moved", Fraction(2), Fraction(1)),
        }


class TestWithoutLines:
    """What was never finalized has no plan, but things."""

    def test_a_thing_in_no_line_is_compared(self) -> None:
        old, new = shop(), shop()
        old.lines, new.lines = [], []
        thing(new, BOX, "Box 2")["notes"] = "x"
        assert differences(old, new) == [(("Box 1", "Box 2"), "box", "changed", "notes", None, "x")]

    def test_a_thing_in_no_line_is_added_or_removed_by_name(self) -> None:
        old, new = shop(), shop()
        new.item("Roll", 10)
        new.box("Basket", (ITEM, "Roll", 1))
        assert differences(old, new) == [(("Basket",), "box", "added", "name", None, "Basket")]
        assert differences(new, old) == [(("Basket",), "box", "removed", "name", "Basket", None)]


def test_what_differs_in_a_thing_stands_where_it_is_not_where_it_was_taken_out() -> None:
    """The first of two butters went, and butter weighs otherwise now."""
    old, new = Plan(), Plan()
    for plan, amounts, density in ((old, (1, 2), "8"), (new, (2,), "9")):
        lines = [recipe_line("Butter", amount, "cup", density) for amount in amounts]
        plan.recipes["dough"] = recipe("dough", lines)
        plan.item("Cookie", 48, made_of="dough")
        plan.line(ITEM, "Cookie", 10)
    went, weighs = compared(old, new).entries
    assert (went.change, went.steps[-1].nth) == (Change.REMOVED, 0)
    assert (weighs.field, weighs.steps[-1].nth) == ("density", 1)


class TestDifference:
    def entry(self, kind: DiffKind = DiffKind.LINE, **changed: object) -> DiffEntry:
        key = DiffKey(kind, "", "", 0, "quantity")
        plain = DiffEntry(key, (), Change.CHANGED, Fraction(1), Fraction(3, 4), "cup", "cup")
        return plain._replace(**changed)

    def test_numbers_of_one_unit_have_a_difference(self) -> None:
        assert self.entry().difference == Fraction(-1, 4)
        assert self.entry(new_unit="tbsp").difference is None
        assert self.entry(old="a", new="b").difference is None
        assert self.entry(change=Change.MOVED).difference is None

    def test_what_came_or_went_counts_whole_but_a_choice_does_not(self) -> None:
        came = self.entry(change=Change.ADDED, old=None, old_unit="")
        assert (came.difference, came.unit) == (Fraction(3, 4), "cup")
        went = self.entry(change=Change.REMOVED, new=None, new_unit="")
        assert (went.difference, went.unit) == (Fraction(-1), "cup")
        chosen = DiffKey(DiffKind.CHOICE, "", "", 0, "batches")
        assert came._replace(key=chosen).difference is None
        assert self.entry(kind=DiffKind.CHOICE).difference == Fraction(-1, 4)


def diamond(levels: int, deepest: int = 1) -> Plan:
    """Two ways at every level, 2 to the power of the levels down to the last."""
    plan = Plan()
    plan.recipes["r0"] = recipe("r0", [recipe_line("Flour", deepest, "cup")])
    for level in range(1, levels):
        plan.recipes[f"r{level}"] = recipe(f"r{level}", [])
        for part in (1, 2):
            plan.recipes[f"r{level}"]["components"].append(
                {"recipe_uuid": f"r{level - 1}", "quantity": part}
            )
    plan.item("Tart", 12, made_of=f"r{levels - 1}")
    plan.box("b0", (ITEM, "Tart", 1))
    for level in range(1, levels):
        plan.box(f"b{level}", (BOX, f"b{level - 1}", 1), (BOX, f"b{level - 1}", 2))
    plan.line(BOX, f"b{levels - 1}", 1)
    return plan


def test_a_diamond_is_walked_once_and_what_is_in_it_told_once() -> None:
    old, new = diamond(60), diamond(60, deepest=2)
    (entry,) = compared(old, new).entries
    assert len(entry.path) == 1 + 59 + 1 + 60 + 1
    assert entry.name == "Flour"


def wide(boxes: int) -> Plan:
    plan = Plan()
    for n in range(boxes):
        plan.item(f"Item {n}", 12)
        plan.box(f"Box {n}", (ITEM, f"Item {n}", 1))
        plan.line(BOX, f"Box {n}", 1)
    return plan


def turned_round(size: int) -> tuple[PlanInput, PlanInput]:
    old, new = wide(size).input(), wide(size).input()
    return old, replace(new, lines=new.lines[::-1])


def all_new(size: int) -> tuple[PlanInput, PlanInput]:
    old, new = wide(size).input(), wide(size).input()
    return old, replace(
        new, lines=tuple(replace(each, uuid=f"new {each.uuid}") for each in new.lines)
    )


def all_of_one_thing(size: int) -> tuple[PlanInput, PlanInput]:
    definitions = wide(1).definitions
    line = PlannedLine("", BOX, "Box 0", "Box 0", Fraction(1))
    old, new = (
        tuple(replace(line, uuid=f"{side} {n}", quantity=Fraction(side + n)) for n in range(size))
        for side in (1, 2)
    )
    return PlanInput(old, definitions), PlanInput(new, definitions)


def all_short(size: int) -> tuple[PlanInput, PlanInput]:
    """Every line is short of every item, so that saying how much can be made of it takes long."""
    plan = Plan()
    for n in range(size):
        plan.item(f"Item {n}", 12)
        plan.line(BOX, "Box", 1)
    plan.box("Box", *((ITEM, f"Item {n}", 1) for n in range(size)))
    old = plan.input(batches={f"Item {n}": chosen(1) for n in range(size)})
    change = replace(old.lines[0], quantity=Fraction(2))
    return old, replace(old, lines=(change, *old.lines[1:]))


@pytest.mark.parametrize("sides", [turned_round, all_new, all_of_one_thing, all_short])
def test_the_work_grows_with_the_plan_and_not_with_its_square(
    sides: Callable[[int], tuple[PlanInput, PlanInput]],
) -> None:
    def calls(size: int) -> int:
        """How many functions are called: the same on every machine."""
        old, new = sides(size)
        compared_plans = ComparedPlan(frozen(old), OLD), ComparedPlan(frozen(new), NEW)
        count = 0

        def on_event(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(on_event)
        try:
            compare(*compared_plans)
        finally:
            sys.setprofile(None)
        return count

    assert calls(1_200) < 6 * calls(300)  # four times as much; its square would be sixteen
