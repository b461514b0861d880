"""The plan's sums: exact, rounded once, proved term by term, and never a silent 0."""

from __future__ import annotations

import gc
from fractions import Fraction

import pytest

from core.domain.plan_summary import Uncounted
from tests.core.domain.plans import (
    BOX,
    ITEM,
    Plan,
    amounts,
    batch,
    reasons,
    recipe,
    recipe_line,
    stored,
)


class TestIngredients:
    def test_recipes_inside_recipes_are_made_at_every_level_once(self) -> None:
        plan = Plan()
        plan.recipes["frosting"] = recipe("frosting", [recipe_line("Sugar", 2, "cup")])
        plan.recipes["cake"] = recipe("cake", [recipe_line("Flour", 3, "cup")], frosting=2)
        plan.item("Cake", 1, made_of="cake")
        plan.line(ITEM, "Cake", 5)
        summary = plan.sum()
        assert amounts(summary.ingredients) == [("Flour", 15, "cup"), ("Sugar", 20, "cup")]
        assert [(row.name, row.quantity) for row in summary.recipes] == [
            ("cake", 5),
            ("frosting", 10),
        ]

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([(1, "cup"), (8, "tbsp")], ["3/2 cup"]),
            ([(1, "cup"), (1, "cups")], ["2 cup"]),
            ([(1, "oz"), (1, "oz")], ["2 oz"]),
            ([(30, "oz"), (1, "lb")], ["23/8 lb"]),
            ([(500, "g"), (1, "kg")], ["3/2 kg"]),
            ([(5, "ml"), (1, "cl")], ["15 ml"]),
            ([(1, "tsp"), (1, "tbsp")], ["4/3 tbsp"]),
            ([(6, "tsp"), (2, "tbsp")], ["1/4 cup"]),
            ([(5, "tsp"), (2, "tbsp")], ["11/3 tbsp"]),
            ([(1, "tsp"), ("2/3", "tbsp")], ["1 tbsp"]),
            ([(8, "oz"), ("1/2", "lb")], ["1 lb"]),
            ([(7, "oz"), ("1/2", "lb")], ["15 oz"]),
            ([(500, "ml"), (5, "dl")], ["1 l"]),
            ([(500, "g"), ("1/2", "kg")], ["1 kg"]),
            ([(1, "pinch"), (1, "dash")], ["3/16 tsp"]),
            ([(1, "dozen"), (2, "each")], ["14 each"]),
            ([(1, "cup"), (2, "oz")], ["1 cup", "2 oz"]),
            ([(1, "cup"), (2, "each")], ["1 cup", "2 each"]),
        ],
    )
    def test_one_ingredient_is_added_up_where_units_convert(
        self, lines: list[tuple[int | str, str]], expected: list[str]
    ) -> None:
        plan = Plan()
        plan.recipes["r"] = recipe("r", [recipe_line("Butter", *line) for line in lines])
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 1)
        found = [f"{row.quantity} {row.unit}" for row in plan.sum().ingredients]
        assert found == expected

    def test_a_density_joins_volume_and_weight(self) -> None:
        plan = Plan()
        lines = [recipe_line("Flour", 1, "cup", "4.25"), recipe_line("Flour", "8.5", "oz", "4.25")]
        plan.recipes["r"] = recipe("r", lines)
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 1)
        summary = plan.sum()
        assert amounts(summary.ingredients) == [("Flour", 3, "cup")]
        assert reasons(summary) == set()

    @staticmethod
    def weighed(**density: str) -> Plan:
        """A cup and 3 oz of flour, an ounce in a third of a cup but for what `density` says."""
        plan = Plan()
        lines = [recipe_line("Flour", 1, "cup", "1"), recipe_line("Flour", 3, "oz")]
        lines[0]["density"] |= {"volume_amount": "0.33"} | density
        plan.recipes["r"] = recipe("r", lines)
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 1)
        return plan

    def test_the_volume_of_a_density_may_be_a_rounded_third(self) -> None:
        assert amounts(self.weighed().sum().ingredients) == [("Flour", 2, "cup")]

    @pytest.mark.parametrize(
        ("volume", "weight"),
        [("oz", "cup"), ("cup", "cup"), ("oz", "oz"), ("each", "oz"), ("cup", "in"), ("cup", "pile")],
    )  # fmt: skip
    def test_a_density_that_is_none_says_nothing(self, volume: str, weight: str) -> None:
        summary = self.weighed(volume_unit=volume, weight_unit=weight).sum()
        assert amounts(summary.ingredients) == [("Flour", 1, "cup"), ("Flour", 3, "oz")]
        assert reasons(summary) == {("Flour", Uncounted.NO_DENSITY)}

    @pytest.mark.parametrize(
        ("other", "reason"), [("oz", Uncounted.NO_DENSITY), ("each", Uncounted.UNITS_DIFFER)]
    )
    def test_what_cannot_be_added_up_is_told(self, other: str, reason: Uncounted) -> None:
        plan = Plan()
        lines = [recipe_line("Flour", 1, "cup"), recipe_line("Flour", 2, other)]
        plan.recipes["r"] = recipe("r", lines)
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 1)
        assert reasons(plan.sum()) == {("Flour", reason)}

    def test_an_unknown_unit_is_kept_and_not_counted(self) -> None:
        plan = Plan()
        lines = [recipe_line("Salt", 2, "handful"), recipe_line("Salt", 1, "tsp")]
        plan.recipes["r"] = recipe("r", lines)
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 3)
        summary = plan.sum()
        assert amounts(summary.ingredients) == [("Salt", 3, "tsp")]
        (entry,) = [e for e in summary.not_counted if e.reason is Uncounted.UNKNOWN_UNIT]
        assert (entry.quantity, entry.unit) == (6, "handful")
        assert [(place.uuid, place.place, place.part) for place in entry.places] == [
            ("r", 0, "Salt")
        ]

    @pytest.mark.parametrize("quantity", ["1/3", "0.33", "0.333", stored(1 / 3)])
    def test_a_third_of_a_cup_three_times_is_one_cup(self, quantity: str) -> None:
        plan = Plan()
        plan.recipes["r"] = recipe("r", [recipe_line("Milk", quantity, "cup")])
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 3)
        (row,) = plan.sum().ingredients
        assert (row.quantity, row.unit) == (1, "cup")
        factor = row.proof.terms[0].factors[1]
        expected = None if quantity == "1/3" else Fraction(quantity)
        assert (factor.value, factor.read_from) == (Fraction(1, 3), expected)

    def test_a_weight_is_read_as_it_stands(self) -> None:
        plan = Plan()
        plan.recipes["r"] = recipe("r", [recipe_line("Milk", "0.33", "lb")], s="0.33")
        plan.recipes["s"] = recipe("s", [recipe_line("Egg", 1, "each")])
        plan.item("Item", 1, made_of="r")
        plan.line(ITEM, "Item", 1)
        assert amounts(plan.sum().ingredients) == [
            ("Egg", Fraction("0.33"), "each"),
            ("Milk", Fraction("0.33"), "lb"),
        ]

    def test_nothing_known_is_told_and_is_no_zero(self) -> None:
        plan = Plan()
        plan.recipes["empty"] = recipe("empty", [])
        plan.item("Bought", 1)
        plan.item("Blank", 1, made_of="empty")
        plan.box("Hollow")
        plan.line(ITEM, "Bought", 1)
        plan.line(ITEM, "Blank", 1)
        plan.line(BOX, "Hollow", 2)
        assert reasons(plan.sum()) == {
            ("Bought", Uncounted.NO_RECIPE),
            ("empty", Uncounted.EMPTY_RECIPE),
            ("Hollow", Uncounted.EMPTY_BOX),
        }


def test_an_empty_plan_is_empty() -> None:
    summary = Plan().sum()
    assert (summary.batches, summary.ingredients, summary.not_counted) == ((), (), ())


def test_a_diamond_of_a_thousand_paths_is_cheap() -> None:
    plan = Plan()
    plan.item("Star", 1)
    plan.box("0", (ITEM, "Star", 1))
    for level in range(1, 200):
        plan.box(f"{level}", (BOX, f"{level - 1}", 1), (BOX, f"{level - 1}", 1))
    plan.line(BOX, "10", 1)
    plan.line(BOX, "199", 1)
    assert batch(plan.sum(), "Star").need == 2**10 + 2**199  # path by path it would never end


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_as_it_was_afterwards(two_boxes: Plan, is_on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        two_boxes.sum()
        assert gc.isenabled() is is_on
        two_boxes.definitions.clear()
        with pytest.raises(KeyError):
            two_boxes.sum()
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if before else gc.disable)()


def test_boxes_that_hold_each_other_are_refused() -> None:
    plan = Plan()
    plan.box("A", (BOX, "B", 1))
    plan.box("B", (BOX, "A", 1))
    plan.line(BOX, "A", 1)
    with pytest.raises(ValueError, match="holds the thing itself"):
        plan.sum()


def test_the_order_of_lines_changes_nothing_but_who_is_served_first(two_boxes: Plan) -> None:
    there = two_boxes.sum()
    two_boxes.lines.reverse()
    back = two_boxes.sum()
    assert [row.need for row in there.batches] == [row.need for row in back.batches]
    assert amounts(there.ingredients) == amounts(back.ingredients)
