"""Batches: rounded up once over the whole plan, shared, chosen, and judged in whole pieces."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.plan_summary import Meaning, Uncounted
from tests.core.domain.plans import (
    BOX,
    ITEM,
    Plan,
    amounts,
    batch,
    chosen,
    reasons,
    recipe,
    recipe_line,
    stored,
)


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

    def test_a_buffer_of_a_third_is_a_third(self) -> None:
        plan = Plan()
        plan.item("Tart", 1)
        plan.line(ITEM, "Tart", 3, buffer="33.33")
        row = batch(plan.sum(), "Tart")
        factor = row.proof.terms[0].factors[1]
        assert (row.need, factor.value, factor.read_from) == (4, Fraction(4, 3), Fraction("33.33"))

    def test_of_what_is_not_made_at_all_nothing_is_needed(self) -> None:
        plan = Plan()
        plan.recipes["cream"] = recipe("cream", [recipe_line("Salt", 1, "handful")])
        plan.recipes["empty"] = recipe("empty", [])
        plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 2, "cup")], cream=2, empty=1)
        plan.item("Tart", 1, made_of="dough")
        plan.item("Bought", 1)
        for name in ("Tart", "Bought"):
            plan.line(ITEM, name, 3)
        summary = plan.sum(batches={"Tart": chosen(0), "Bought": chosen(0)})
        assert [(row.batches, row.shortfall) for row in summary.batches] == [(0, 3), (0, 3)]
        assert (summary.ingredients, summary.recipes, summary.not_counted) == ((), (), ())

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

    def test_pieces_are_whole_for_each_item(self) -> None:
        plan = Plan()
        plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 1, "cup")])
        for name, quantity in (("Star", "7.5"), ("Moon", "2.5")):
            plan.item(name, 10, made_of="dough")
            plan.box(f"Box of {name}", (ITEM, name, quantity))
            plan.line(BOX, f"Box of {name}", 1)
        summary = plan.sum(shared=frozenset({"dough"}))
        star, moon = batch(summary, "Star"), batch(summary, "Moon")
        assert (star.shared_batches, star.batches, moon.batches) == (
            2,
            Fraction(16, 11),
            Fraction(6, 11),
        )
        assert (star.shortfall, moon.shortfall) == (0, 0)


class TestWholePieces:
    def plan(self, per_batch: int | str = 5) -> Plan:
        plan = Plan()
        plan.item("Pear", per_batch)
        plan.box("Basket", (ITEM, "Pear", "2.5"))
        plan.line(BOX, "Basket", 3)
        return plan

    @pytest.mark.parametrize(
        ("batches", "shortfall", "spare"),
        [("1.5", 1, -1), ("1.3", 2, -2), ("1.6", 0, "0.5"), (2, 0, "2.5")],
    )
    def test_a_shortfall_is_judged_in_them(
        self, batches: int | str, shortfall: int, spare: int | str
    ) -> None:
        row = batch(self.plan().sum(batches={"Pear": chosen(batches)}), "Pear")
        assert (row.shortfall, row.spare) == (shortfall, Fraction(spare))
        assert row.is_to_confirm is (shortfall > 0)
        accepted = batch(self.plan().sum(batches={"Pear": chosen(batches, shortfall)}), "Pear")
        assert not accepted.is_to_confirm

    def test_a_batch_of_seven_and_a_half_does_not_make_eight(self) -> None:
        row = batch(self.plan("7.5").sum(), "Pear")
        assert (row.need, row.batches, row.makes) == (Fraction(15, 2), 2, 15)

    def test_what_can_be_made_is_made_of_them(self) -> None:
        plan = self.plan()
        plan.line(ITEM, "Pear", 1)
        basket, pear = plan.sum(batches={"Pear": chosen("1.5")}).feasibility
        assert (basket.possible, basket.limits[0].available, basket.limits[0].short_by) == (
            2,
            7,
            Fraction(1, 2),
        )
        assert pear.possible == 1
