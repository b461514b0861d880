"""The whole plan on both sides: all of each side is in it once, and every difference where it is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from core.domain.arithmetic import PlanInput
from core.domain.compare.diff import BothRow, BothThing
from core.domain.comparison import (
    Change,
    ComparedPlan,
    DiffEntry,
    DiffKind,
    SnapshotDiff,
    compare,
)
from core.domain.definition import Data
from core.domain.quantity import to_amount
from tests.core.domain.compared import NEW, OLD, contents, diamond, frozen, recipe_of, shop, thing
from tests.core.domain.plans import BOX, ITEM, Plan
from tests.core.domain.random_edits import two_sides

Sides = tuple[PlanInput, PlanInput]


def both(old: Plan | PlanInput, new: Plan | PlanInput) -> SnapshotDiff:
    sides = ComparedPlan(frozen(old), OLD), ComparedPlan(frozen(new), NEW)
    return compare(*sides, with_everything=True)


def plan_of(diff: SnapshotDiff) -> BothThing:
    assert diff.everything is not None
    return diff.everything


def row(thing: BothThing, *names: str) -> BothRow:
    """The row at the end of a way."""
    found: BothRow | None = None
    inside: BothThing | None = thing
    for name in names:
        assert inside is not None
        found = next(each for each in inside.rows if each.step.name == name)
        inside = found.inside
    assert found is not None
    return found


def things_in(plan: BothThing) -> list[BothThing]:
    """Each once, however many ways lead to it."""
    found = {id(plan): plan}
    waiting = [plan]
    while waiting:
        for each in waiting.pop().rows:
            if each.inside is not None and id(each.inside) not in found:
                found[id(each.inside)] = each.inside
                waiting.append(each.inside)
    return list(found.values())


def entries_in(plan: BothThing) -> list[DiffEntry]:
    found = []
    for each in things_in(plan):
        found += [*each.entries, *(entry for one in each.rows for entry in one.entries)]
    return found


def test_it_is_only_made_where_it_is_asked_for() -> None:
    sides = ComparedPlan(frozen(shop()), OLD), ComparedPlan(frozen(shop()), NEW)
    assert compare(*sides).everything is None


def test_what_is_the_same_is_told_with_both_values() -> None:
    plan = plan_of(both(shop(), shop()))
    assert entries_in(plan) == []
    assert [(each.step.name, each.old, each.new) for each in plan.rows] == [
        ("Box 1", 50, 50),
        ("Cake", 12, 12),
        ("Bow", 10, 10),
    ]
    cookie = row(plan, *(f"Box {level}" for level in range(1, 11)), "Cookie")
    assert (cookie.old, cookie.old_unit, cookie.step.thing) == (6, "pieces", DiffKind.ITEM)
    assert cookie.inside is not None
    (per_batch,) = cookie.inside.fields
    assert (per_batch.field, per_batch.old, per_batch.new) == ("items_per_batch", 48, 48)
    flour = row(cookie.inside, "dough", "Flour")
    assert (flour.old, flour.new, flour.new_unit) == (2, 2, "cup")


def test_the_same_ingredient_twice_is_two_rows() -> None:
    new = shop()
    recipe_of(new, "dough")["lines"][3]["quantity"] = 3
    dough = row(
        plan_of(both(shop(), new)), "Box 1", *(f"Box {n}" for n in range(2, 11)), "Cookie", "dough"
    )
    assert dough.inside is not None
    sugar = [each for each in dough.inside.rows if each.step.name == "Sugar"]
    assert [(each.step.nth, each.old, each.new) for each in sugar] == [(0, 1, 1), (1, 2, 3)]
    assert [len(each.entries) for each in sugar] == [0, 1]


def test_what_differs_is_no_field_besides() -> None:
    new = shop()
    thing(new, ITEM, "Tart")["items_per_batch"] = 13
    tart = row(plan_of(both(shop(), new)), *(f"Box {n}" for n in range(1, 11)), "Tart").inside
    assert tart is not None
    assert tart.fields == ()
    assert [(entry.field, entry.old, entry.new) for entry in tart.entries] == [
        ("items_per_batch", 12, 13)
    ]


def test_what_came_is_shown_whole_and_told_once() -> None:
    new = shop()
    new.box("Gift", (ITEM, "Tart", 4), (ITEM, "Cake", 1))
    new.line(BOX, "Gift", 5)
    gift = row(plan_of(both(shop(), new)), "Gift")
    assert [entry.change for entry in gift.entries] == [Change.ADDED]
    assert gift.inside is not None
    assert [(each.step.name, each.old, each.new, each.entries) for each in gift.inside.rows] == [
        ("Tart", None, 4, ()),
        ("Cake", None, 1, ()),
    ]


def test_a_recipe_in_anothers_place_stands_beside_the_old_one() -> None:
    new = shop()
    new.recipes["crumble"] = recipe_of(new, "glaze") | {"slug": "crumble", "name": "crumble"}
    new.item("Cake", percentage=25, made_of="crumble")
    cake = row(plan_of(both(shop(), new)), "Cake").inside
    assert cake is not None
    assert [each.step.name for each in cake.rows] == ["cream", "crumble"]


def test_a_thing_in_many_boxes_is_one() -> None:
    assert len(things_in(plan_of(both(diamond(), diamond())))) == 12


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_every_difference_stands_at_the_end_of_its_way(sides: Sides) -> None:
    diff = both(*sides)
    for entry in diff.entries:
        if entry.steps[0].kind is not DiffKind.LINE:
            continue  # no line leads to it now; here it may stand where it stood
        here, at = plan_of(diff), None
        for step in entry.steps:
            at = next(each for each in here.rows if each.step == step)
            here = at.inside or BothThing()
        assert at is not None
        assert entry in (*at.entries, *here.entries)


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_it_tells_each_difference_once_and_holds_all_of_both_sides(sides: Sides) -> None:
    diff = both(*sides)
    told = Counter(entry.key for entry in entries_in(plan_of(diff)))
    assert told == Counter(entry.key for entry in diff.entries)
    for side, plan in zip(("old", "new"), sides, strict=True):
        shown: Counter[tuple[str, Any]] = Counter()
        for each in things_in(plan_of(diff)):
            for one in each.rows:
                amount = getattr(one, side)
                if amount is not None:
                    shown[_kind(one), amount] += 1
        assert shown == Counter(_rows_of(plan))


def _kind(row: BothRow) -> str:
    return row.step.kind.value


def _rows_of(plan: PlanInput) -> Iterator[tuple[str, Any]]:
    """All that has an amount on a side, each once: lines, contents, recipe lines and parts."""
    for line in plan.lines:
        yield "line", line.quantity
    recipes: dict[str, Data] = {}
    for data in plan.definitions.values():
        for entry in data.get("components", ()):
            yield "content", to_amount(entry["component_quantity"])
        if data.get("recipe"):
            recipes |= data["recipe"]["recipes"]
    for recipe in recipes.values():
        for each in recipe["lines"]:
            yield "recipe_line", to_amount(each["quantity"])
        for part in recipe["components"]:
            yield "recipe_part", to_amount(part["quantity"])


def test_a_box_that_no_line_leads_to_stands_by_itself() -> None:
    old, new = shop(), shop()
    for plan in (old, new):
        plan.lines.clear()
    contents(new)[0]["component_quantity"] = 8
    plan = plan_of(both(old, new))
    assert [each.step.name for each in plan.rows] == ["Box 1", "Cake"]
    assert len(entries_in(plan)) == 1
