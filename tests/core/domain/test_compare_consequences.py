"""What differences mean for the kitchen: numbers of both sides, in one unit where there is one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.comparison import Consequence, SnapshotDiff
from tests.core.domain.compared import chosen, compared, shop
from tests.core.domain.plans import (
    BOX,
    ITEM,
    MATERIAL,
    TODAY,
    UNIT,
    Plan,
    flour,
    have,
    recipe,
    recipe_line,
)

Row = tuple[str, str, str | None, str | None]


def rows(diff: SnapshotDiff, *kinds: str) -> list[Row]:
    """(kind, name, old, new) with units, of these kinds."""
    return [
        (each.kind.value, each.name, _said(each.old, each.old_unit), _said(each.new, each.unit))
        for each in diff.consequences
        if not kinds or each.kind in kinds
    ]


def _said(number: Fraction | None, unit: str) -> str | None:
    return None if number is None else f"{number} {unit}".strip()


def sampler(in_each: int) -> Plan:
    plan = Plan()
    plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", "2.25", "cup")])
    plan.item("Sugar cookie", 48, made_of="dough")
    plan.box("Sampler", (ITEM, "Sugar cookie", in_each))
    plan.line(BOX, "Sampler", 50)
    return plan


def test_two_more_in_each_of_fifty_boxes() -> None:
    diff = compared(sampler(6), sampler(8))
    assert rows(diff) == [
        ("pieces", "Sugar cookie", "300 pieces", "400 pieces"),
        ("batches", "Sugar cookie", "7 batches", "9 batches"),
        ("ingredient", "Flour", "63/4 cup", "81/4 cup"),
    ]
    assert [each.difference for each in diff.consequences] == [100, 2, Fraction(9, 2)]


def test_what_is_on_one_side_only_is_nothing_on_the_other() -> None:
    old, new = sampler(6), sampler(6)
    new.item("Tart", 12)
    new.line(ITEM, "Tart", 24)
    new.unit("Bow", "30.48", "Ribbon")
    new.line(UNIT, "Bow", 2)
    assert rows(compared(old, new)) == [
        ("pieces", "Tart", "0 pieces", "24 pieces"),
        ("batches", "Tart", "0 batches", "2 batches"),
        ("material", "Ribbon", "0 in", "24 in"),
    ]
    assert rows(compared(new, old))[-1] == ("material", "Ribbon", "24 in", "0 in")


def test_what_is_there_and_not_counted_is_not_known() -> None:
    old, new = sampler(6), sampler(6)
    new.item("Sugar cookie", None, made_of="dough")
    assert rows(compared(old, new), "pieces", "batches") == [
        ("pieces", "Sugar cookie", "300 pieces", None),
        ("batches", "Sugar cookie", "7 batches", None),
    ]
    new = sampler(6)
    new.recipes["dough"]["lines"][0]["unit"] = "handful"
    assert rows(compared(old, new)) == [("ingredient", "Flour", "63/4 cup", None)]


def test_a_material_chosen_later_is_not_known() -> None:
    old, new = Plan(), Plan()
    old.unit("Sheet", 1, "Paper", "each")
    old.box("Parcel", (UNIT, "Sheet", 2))
    new.box("Parcel", (MATERIAL, "Paper", 2))
    for plan in (old, new):
        plan.line(BOX, "Parcel", 3)
    assert rows(compared(old, new)) == [("material", "Paper", "6 each", None)]
    new.definitions |= old.definitions
    new.box("Parcel", (UNIT, "Sheet", 2))
    new.definitions[BOX.value, "Parcel"]["components"][0]["is_generic"] = True
    assert rows(compared(old, new)) == [("material", "Paper", "6 each", None)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("1", "cup"), ("12", "tbsp"), ("1 cup", "3/4 cup")),
        (("500", "g"), ("2", "kg"), ("1/2 kg", "2 kg")),
        (("1", "lb"), ("500", "g"), ("1 lb", "50000000/45359237 lb")),
    ],
)
def test_units_that_convert_are_one(
    old: tuple[str, str], new: tuple[str, str], expected: tuple[str, str]
) -> None:
    sides = []
    for amount, unit in (old, new):
        plan = flour(None)
        plan.recipes["r"]["lines"][0] |= {"quantity": amount, "unit": unit}
        sides.append(plan)
    assert rows(compared(*sides)) == [("ingredient", "Flour", *expected)]


def weighed(amount: int, unit: str, density: str | None) -> Plan:
    plan = flour(density)
    plan.recipes["r"]["lines"][0] |= {"quantity": amount, "unit": unit}
    return plan


def test_a_volume_and_a_weight_are_one_by_the_density_of_the_weights_side() -> None:
    assert rows(compared(weighed(2, "cup", None), weighed(12, "oz", "4"))) == [
        ("ingredient", "Flour", "2 cup", "3 cup")
    ]
    assert rows(compared(weighed(12, "oz", "4"), weighed(2, "cup", "8"))) == [
        ("ingredient", "Flour", "3 cup", "2 cup")
    ]
    # 12 oz at 4 oz a cup are the same as 3 cup, so that nothing follows.
    assert rows(compared(weighed(3, "cup", None), weighed(12, "oz", "4"))) == []


def test_what_does_not_convert_is_said_in_both_units() -> None:
    (found,) = compared(weighed(2, "cup", None), weighed(2, "oz", None)).consequences
    assert (found.old, found.old_unit, found.new, found.unit) == (2, "cup", 2, "oz")
    assert found.difference is None


def test_a_sum_that_falls_apart_is_not_known_where_it_is_not() -> None:
    def plan(density: str | None) -> Plan:
        made = weighed(2, "cup", density)
        made.recipes["r"]["lines"].append(recipe_line("Flour", 4, "oz", density))
        return made

    assert rows(compared(plan("4"), plan(None)), "ingredient") == [
        ("ingredient", "Flour", "3 cup", "2 cup"),
        ("ingredient", "Flour", None, "4 oz"),
    ]


def test_materials_convert_too_lengths_and_areas() -> None:
    def plan(unit: str, amount: str) -> Plan:
        made = Plan()
        made.unit("Piece", amount, "Ribbon", unit)
        made.line(UNIT, "Piece", 1)
        return made

    assert rows(compared(plan("in", "2.54"), plan("cm", "5.08")), "material") == [
        ("material", "Ribbon", "1 in", "2 in")
    ]
    areas = plan("sq in", "6.4516"), plan("sq in", "12.9032")
    areas[1].definitions[UNIT.value, "Piece"]["display_unit"] = "sq cm"
    assert rows(compared(*areas), "material") == [
        ("material", "Ribbon", "16129/2500 sq cm", "16129/1250 sq cm")
    ]


class TestBuying:
    def test_each_side_has_its_own_stock(self) -> None:
        plan = flour(None)
        diff = compared(plan.input(stock=have(10, "cup")), plan.input(stock=have(12, "cup")))
        assert diff.is_empty  # what she has is no difference of the plan
        assert rows(diff) == [("buy", "Flour", "5 cup", "3 cup")]

    def test_where_she_has_not_said_what_she_has_it_is_not_known(self) -> None:
        plan = flour(None)
        diff = compared(plan.input(), plan.input(stock=have(12, "cup")))
        assert rows(diff) == [("buy", "Flour", None, "3 cup")]

    def test_what_is_not_needed_is_not_to_buy(self) -> None:
        old = flour(None)
        new = Plan(dict(old.definitions), [])
        diff = compared(old.input(stock=have(10, "cup")), new.input(stock=have(10, "cup")))
        assert ("buy", "Flour", "5 cup", "0 cup") in rows(diff)

    def test_materials_are_bought_too(self) -> None:
        def side(length: int) -> Any:
            plan = Plan()
            plan.unit("Bow", "30.48", "Ribbon")
            plan.line(UNIT, "Bow", length)
            return plan.input(stock=PlanStock({}, {"Ribbon": Stock(Fraction(1), "ft", TODAY)}))

        assert rows(compared(side(2), side(3)), "buy") == [("buy", "Ribbon", "12 in", "24 in")]


def test_a_chosen_number_of_batches_follows_through() -> None:
    plan = sampler(6)
    diff = compared(plan.input(), plan.input(batches={"Sugar cookie": chosen(6)}))
    assert rows(diff) == [
        ("batches", "Sugar cookie", "7 batches", "6 batches"),
        ("ingredient", "Flour", "63/4 cup", "27/2 cup"),
    ]


def test_pieces_that_are_called_otherwise_are_as_many() -> None:
    old, new = sampler(6), sampler(6)
    new.definitions[ITEM.value, "Sugar cookie"]["item_unit"] = "biscuits"
    assert compared(old, new).consequences == ()
    new.definitions[BOX.value, "Sampler"]["components"][0]["component_quantity"] = 7
    first = compared(old, new).consequences[0]
    assert (first.old, first.old_unit, first.new, first.unit) == (300, "pieces", 350, "biscuits")


def test_an_item_made_again_with_the_same_slug_has_one_row() -> None:
    old, new = shop(), shop()
    made = new.definitions.pop((ITEM.value, "Cake")) | {"uuid": "new", "batch_percentage": 50}
    new.definitions[ITEM.value, "new"] = made
    new.lines[1] = type(new.lines[1])("l", ITEM, "new", "Cake", Fraction(12))
    assert rows(compared(old, new)) == [
        ("batches", "Cake", "3 batches", "6 batches"),
        ("ingredient", "Milk", "13/2 cup", "19/2 cup"),
    ]


def test_nothing_follows_from_names_notes_and_order() -> None:
    old, new = shop(), shop()
    new.definitions[BOX.value, "Box 1"]["display_name"] = "Tin"
    new.recipes["dough"]["notes"] = "chill"
    new.lines.reverse()
    diff = compared(old, new)
    assert not diff.is_empty
    assert diff.consequences == ()


def test_a_consequence_without_a_number_has_no_difference() -> None:
    (found,) = compared(flour(None).input(), flour(None).input(stock=have(1, "cup"))).consequences
    assert isinstance(found, Consequence)
    assert found.difference is None
