"""The plan's sums: exact, rounded once, proved term by term, and never a silent 0."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.plan_summary import BatchChoice, Meaning, SourceKind, Uncounted
from core.domain.quantity import amount_text, to_amount
from tests.core.domain.plans import (
    BOX,
    ITEM,
    MATERIAL,
    UNIT,
    Plan,
    amounts,
    batch,
    reasons,
    recipe,
    recipe_line,
)

THEN = datetime(2026, 11, 1, tzinfo=UTC)
TODAY = date(2026, 11, 1)


def chosen(batches: int | str, accepted: int | None = None) -> BatchChoice:
    shortfall = None if accepted is None else Fraction(accepted)
    return BatchChoice(Fraction(batches), THEN, None, shortfall)


def stored(number: float) -> str:
    """As a column keeps a float, and a definition takes it from there."""
    return amount_text(to_amount(number))


@pytest.fixture
def two_boxes() -> Plan:
    """50 of box A and 50 of box B, each with 6 sugar cookies of 48 a batch."""
    plan = Plan()
    plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 2, "cup")])
    plan.item("Sugar cookie", 48, made_of="dough")
    for name in ("Box A", "Box B"):
        plan.box(name, (ITEM, "Sugar cookie", 6))
        plan.line(BOX, name, 50)
    return plan


class TestBatches:
    def test_a_cookie_in_two_boxes_is_rounded_up_once(self, two_boxes: Plan) -> None:
        row = batch(two_boxes.sum(), "Sugar cookie")
        assert (row.need, row.batches, row.makes, row.spare) == (600, 13, 624, 24)
        assert [(term.source.name, term.amount) for term in row.proof.terms] == [
            ("Box A", 300),
            ("Box B", 300),
        ]
        assert [factor.value for factor in row.proof.terms[0].factors] == [50, 6]
        assert [factor.value for factor in row.making.terms[0].factors] == [13, 48]

    @pytest.mark.parametrize(
        ("percentage", "wanted", "batches", "makes"),
        [(25, 6, 2, 8), (30, 10, 4, 12), (60, 3, 3, 3), (100, 2, 2, 2), (50, 3, 2, 4),
         ("33.33", 6, 2, 6), ("16.67", 6, 1, 6), ("33.3", 6, 2, 6), ("33.34", 6, 3, 6),
         (stored(100 / 3), 6, 2, 6), (stored(100 / 6), 6, 1, 6)],
    )  # fmt: skip
    def test_a_batch_gives_whole_portions(
        self, percentage: int | str, wanted: int, batches: int, makes: int
    ) -> None:
        plan = Plan()
        plan.item("Cake", percentage=percentage)
        plan.line(ITEM, "Cake", wanted)
        row = batch(plan.sum(), "Cake")
        assert (row.need, row.batches, row.makes, row.spare) == (
            wanted,
            batches,
            makes,
            makes - wanted,
        )

    def test_a_percentage_that_is_read_as_a_third_says_so(self) -> None:
        plan = Plan()
        plan.item("Cake", percentage="33.33")
        plan.line(ITEM, "Cake", 1)
        percentage = batch(plan.sum(), "Cake").percentage
        assert percentage is not None
        assert (percentage.value, percentage.read_from) == (Fraction(100, 3), Fraction("33.33"))

    def test_seven_and_a_half_pieces_are_eight(self) -> None:
        plan = Plan()
        plan.item("Pear", 1)
        plan.box("Basket", (ITEM, "Pear", "2.5"))
        plan.line(BOX, "Basket", 3)
        row = batch(plan.sum(), "Pear")
        assert (row.need, row.whole_need, row.batches) == (Fraction(15, 2), 8, 8)

    def test_an_item_without_a_yield_is_not_counted(self) -> None:
        plan = Plan()
        plan.item("Riddle")
        plan.line(ITEM, "Riddle", 3)
        summary = plan.sum(batches={"Riddle": chosen(2)})
        assert summary.batches == ()
        assert reasons(summary) == {("Riddle", Uncounted.NO_YIELD)}
        assert summary.not_counted[0].quantity == 3

    def test_a_buffer_makes_more_of_everything_in_the_line(self) -> None:
        plan = Plan()
        plan.item("Tart", 1)
        plan.box("Box", (ITEM, "Tart", 2))
        plan.line(BOX, "Box", 50, buffer=10)
        plan.line(ITEM, "Tart", 10)
        summary = plan.sum()
        assert batch(summary, "Tart").need == 120
        assert summary.boxes[0].proof.terms[0].factors[1].meaning is Meaning.BUFFER
        assert [row.wanted for row in summary.feasibility] == [50, 10]

    def test_a_chosen_number_counts_whatever_the_need(self, two_boxes: Plan) -> None:
        row = batch(two_boxes.sum(batches={"Sugar cookie": chosen("6.5")}), "Sugar cookie")
        assert (row.batches, row.makes, row.spare) == (Fraction(13, 2), 312, -288)
        assert row.shortfall == 288
        assert row.is_to_confirm

    @pytest.mark.parametrize(("accepted", "is_to_confirm"), [(288, False), (287, True)])
    def test_a_shortfall_is_judged_against_the_accepted_one(
        self, two_boxes: Plan, accepted: int, is_to_confirm: bool
    ) -> None:
        summary = two_boxes.sum(batches={"Sugar cookie": chosen("6.5", accepted)})
        assert batch(summary, "Sugar cookie").is_to_confirm is is_to_confirm


class TestSharing:
    @pytest.fixture
    def plan(self) -> Plan:
        plan = Plan()
        plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 3, "cup")])
        plan.item("Star", 48, made_of="dough")
        plan.item("Moon", 24, made_of="dough")
        plan.item("Other", 10)
        plan.line(ITEM, "Star", 20)
        plan.line(ITEM, "Other", 1)
        plan.line(ITEM, "Moon", 10)
        return plan

    def test_items_of_one_recipe_stand_together_and_have_their_own_batches(
        self, plan: Plan
    ) -> None:
        summary = plan.sum()
        assert [(row.name, row.batches) for row in summary.batches] == [
            ("Other", 1),
            ("Moon", 1),
            ("Star", 1),
        ]
        assert amounts(summary.ingredients) == [("Flour", 6, "cup")]

    def test_shared_they_take_one_batch_between_them(self, plan: Plan) -> None:
        summary = plan.sum(shared=frozenset({"dough"}))
        moon, star = batch(summary, "Moon"), batch(summary, "Star")
        assert moon.batches + star.batches == moon.shared_batches == star.shared_batches == 1
        assert moon.spare >= 0 <= star.spare
        assert amounts(summary.ingredients) == [("Flour", 3, "cup")]

    def test_a_chosen_number_is_the_items_own(self, plan: Plan) -> None:
        summary = plan.sum(shared=frozenset({"dough"}), batches={"Star": chosen(2)})
        assert (batch(summary, "Star").batches, batch(summary, "Moon").batches) == (2, 1)
        assert batch(summary, "Star").shared_batches is None


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
            ([(1, "pinch"), (1, "dash")], ["3/16 tsp"]),
            ([(1, "dozen"), (2, "each")], ["14 each"]),
            ([(1, "cup"), (2, "oz")], ["1 cup", "2 oz"]),
            ([(1, "cup"), (2, "each")], ["1 cup", "2 each"]),
        ],
    )
    def test_one_ingredient_is_added_up_where_units_convert(
        self, lines: list[tuple[int, str]], expected: list[str]
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


class TestMaterials:
    def test_ribbon_is_added_up_in_inches(self) -> None:
        plan = Plan()
        plan.unit("Bow", "15.24", "Ribbon")
        plan.unit("Long bow", "25.4", "Ribbon")
        plan.unit("Tag", 1, "Tag", "each")
        plan.box("Box", (UNIT, "Bow", 2), (UNIT, "Tag", 1))
        plan.line(BOX, "Box", 50)
        plan.line(UNIT, "Long bow", 3)
        summary = plan.sum()
        assert amounts(summary.materials) == [("Ribbon", 630, "in"), ("Tag", 50, "each")]
        ribbon = summary.materials[0].proof.terms
        assert sorted([f.value for f in term.factors] for term in ribbon) == [[3, 10], [50, 2, 6]]

    def test_a_display_unit_that_does_not_fit_gives_way_to_the_base_unit(self) -> None:
        plan = Plan()
        plan.unit("Bow", 30, "Ribbon")
        plan.definitions[UNIT.value, "Bow"]["display_unit"] = "each"
        plan.line(UNIT, "Bow", 2)
        assert amounts(plan.sum().materials) == [("Ribbon", 60, "cm")]

    def test_a_material_that_is_chosen_later_is_counted_by_each_and_told(self) -> None:
        plan = Plan()
        plan.box("Box", (MATERIAL, "Wrapping", 2))
        plan.line(BOX, "Box", 5)
        (entry,) = plan.sum().not_counted
        assert (entry.name, entry.reason) == ("Wrapping", Uncounted.CHOSEN_LATER)
        assert (entry.quantity, entry.unit) == (10, "each")
        assert [place.name for place in entry.places] == ["Box"]


def flour(density: str | None) -> Plan:
    plan = Plan()
    plan.recipes["r"] = recipe("r", [recipe_line("Flour", 15, "cup", density)])
    plan.item("Item", 1, made_of="r")
    plan.line(ITEM, "Item", 1)
    return plan


def have(amount: int | str, unit: str) -> PlanStock:
    return PlanStock({"ingredient Flour": Stock(Fraction(amount), unit, TODAY)})


class TestShopping:
    def test_flour_in_pounds_against_cups(self) -> None:
        (row,) = flour("4.25").sum(stock=have(5, "lb")).to_buy
        assert (row.quantity, row.unit, row.need) == (0, "cup", 15)
        assert row.have == Fraction(80) / Fraction("4.25")
        assert round(float(row.have), 2) == 18.82

    @pytest.mark.parametrize(
        ("amount", "unit", "buy"),
        [(2, "cup", 13), (0, "cup", 15), (16, "tbsp", 14), ("0.33", "cup", Fraction(44, 3)), (20, "cup", 0)],
    )  # fmt: skip
    def test_what_is_missing_is_to_buy(
        self, amount: int | str, unit: str, buy: int | Fraction
    ) -> None:
        (row,) = flour(None).sum(stock=have(amount, unit)).to_buy
        assert (row.quantity, row.unit) == (buy, "cup")

    @pytest.mark.parametrize(
        ("unit", "reason"),
        [
            ("lb", Uncounted.STOCK_NO_DENSITY),
            ("each", Uncounted.STOCK_UNITS_DIFFER),
            ("bag", Uncounted.STOCK_UNIT_UNKNOWN),
            (None, Uncounted.NO_STOCK),
        ],
    )
    def test_what_cannot_be_compared_is_told(self, unit: str | None, reason: Uncounted) -> None:
        summary = flour(None).sum(stock=have(5, unit) if unit else PlanStock())
        assert summary.to_buy == ()
        (entry,) = summary.not_counted
        assert (entry.name, entry.reason) == ("Flour", reason)
        assert entry.source.kind is SourceKind.INGREDIENT

    @pytest.mark.parametrize(
        ("amount", "unit", "buy"), [(100, "in", 20), (1, "yd", 84), (254, "cm", 20), (5, "ft", 60)]
    )
    def test_ribbon_against_any_length(self, amount: int, unit: str, buy: int) -> None:
        plan = Plan()
        plan.unit("Bow", "30.48", "Ribbon")
        plan.line(UNIT, "Bow", 10)
        stock = PlanStock({}, {"Ribbon": Stock(Fraction(amount), unit, TODAY)})
        (row,) = plan.sum(stock=stock).to_buy
        assert (row.quantity, row.unit, row.kind) == (buy, "in", SourceKind.MATERIAL)

    @pytest.mark.parametrize(
        ("unit", "reason"),
        [("each", Uncounted.STOCK_UNITS_DIFFER), ("spool", Uncounted.STOCK_UNIT_UNKNOWN)],
    )
    def test_ribbon_in_spools_is_told(self, unit: str, reason: Uncounted) -> None:
        plan = Plan()
        plan.unit("Bow", "30.48", "Ribbon")
        plan.line(UNIT, "Bow", 10)
        stock = PlanStock({}, {"Ribbon": Stock(Fraction(3), unit, TODAY)})
        assert reasons(plan.sum(stock=stock)) == {("Ribbon", reason)}


class TestFeasibility:
    def test_boxes_are_made_in_the_order_of_the_lines(self, two_boxes: Plan) -> None:
        rows = two_boxes.sum(batches={"Sugar cookie": chosen(7)}).feasibility
        assert [(row.name, row.possible, row.limited_by) for row in rows] == [
            ("Box A", 50, None),
            ("Box B", 6, "Sugar cookie"),
        ]
        assert [limit.short_by for limit in rows[1].limits] == [264]

    def test_with_enough_batches_all_can_be_made(self, two_boxes: Plan) -> None:
        rows = two_boxes.sum().feasibility
        assert [(row.possible, row.limits) for row in rows] == [(50, ()), (50, ())]

    def test_the_shortest_item_limits_a_box_in_a_box(self) -> None:
        plan = Plan()
        plan.item("Star", 10)
        plan.item("Moon", 10)
        plan.box("Inner", (ITEM, "Star", 2), (ITEM, "Moon", 1))
        plan.box("Outer", (BOX, "Inner", 2), (ITEM, "Moon", 1))
        plan.line(BOX, "Outer", "9.5")
        plan.line(ITEM, "Moon", 20)
        summary = plan.sum(batches={"Star": chosen(3), "Moon": chosen(4)})
        outer, moon = summary.feasibility
        assert (outer.possible, outer.limited_by) == (7, "Star")
        assert (moon.possible, moon.limited_by) == (19, "Moon")

    def test_a_box_with_something_without_a_yield_is_unsure(self) -> None:
        plan = Plan()
        plan.item("Riddle")
        plan.item("Star", 10)
        plan.box("Inner", (ITEM, "Riddle", 1))
        plan.box("Outer", (BOX, "Inner", 1))
        plan.box("Sure", (ITEM, "Star", 1))
        plan.line(BOX, "Outer", 1)
        plan.line(BOX, "Sure", 1)
        plan.line(UNIT, "Bow", 1)
        plan.unit("Bow", 1, "Ribbon")
        assert [row.is_unsure for row in plan.sum().feasibility] == [True, False]


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
    start = time.perf_counter()
    assert batch(plan.sum(), "Star").need == 2**10 + 2**199
    assert time.perf_counter() - start < 2


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
