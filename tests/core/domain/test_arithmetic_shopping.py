"""What is needed against what she has: compared in any unit, or told why not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.plan_summary import SourceKind, Uncounted
from tests.core.domain.plans import (
    BOX,
    MATERIAL,
    TODAY,
    UNIT,
    Plan,
    amounts,
    flour,
    have,
    reasons,
)


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

    @pytest.mark.parametrize(
        ("display", "per_unit", "shown"),
        [("inch", "2.54", "in"), ("In.", "2.54", "in"), ("yards", "91.44", "yd"), ("sq in", "6.4516", "sq in"),
         ("Sq. inch", "6.4516", "sq in"), ("mm", "0.1", "mm")],
    )  # fmt: skip
    def test_a_display_unit_may_be_spelled_as_a_cook_does(
        self, display: str, per_unit: str, shown: str
    ) -> None:
        plan = Plan()
        plan.unit("Piece", per_unit, "Felt", display)
        plan.line(UNIT, "Piece", 7)
        assert amounts(plan.sum().materials) == [("Felt", 7, shown)]

    def test_a_material_that_is_chosen_later_is_counted_by_each_and_told(self) -> None:
        plan = Plan()
        plan.box("Box", (MATERIAL, "Wrapping", 2))
        plan.line(BOX, "Box", 5)
        (entry,) = plan.sum().not_counted
        assert (entry.name, entry.reason) == ("Wrapping", Uncounted.CHOSEN_LATER)
        assert (entry.quantity, entry.unit) == (10, "each")
        assert [place.name for place in entry.places] == ["Box"]


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
        assert (entry.quantity, entry.unit) == (15, "cup")
        assert (entry.have, entry.units) == ((5, ("cup", unit)) if unit else (None, ()))
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
        ("amount", "unit", "buy"),
        [(3, "sq in", 7), (3, "Sq in", 7), (3, "sq. in.", 7), (3, "square inches", 7),
         ("6.4516", "sq cm", 9), (1, "sq ft", 0), ("6.4516", "square_cm", 9)],
    )  # fmt: skip
    def test_felt_against_any_area(self, amount: int | str, unit: str, buy: int) -> None:
        plan = Plan()
        plan.unit("Patch", "6.4516", "Felt", "sq in")
        plan.line(UNIT, "Patch", 10)
        stock = PlanStock({}, {"Felt": Stock(Fraction(amount), unit, TODAY)})
        (row,) = plan.sum(stock=stock).to_buy
        assert (row.quantity, row.unit) == (buy, "sq in")

    def test_an_area_is_no_length_and_no_riddle(self) -> None:
        plan = Plan()
        plan.unit("Bow", "30.48", "Ribbon")
        plan.line(UNIT, "Bow", 10)
        stock = PlanStock({}, {"Ribbon": Stock(Fraction(3), "sq in", TODAY)})
        assert reasons(plan.sum(stock=stock)) == {("Ribbon", Uncounted.STOCK_UNITS_DIFFER)}

    @pytest.mark.parametrize("unit", ["spool", None])
    def test_what_is_not_compared_says_how_much_is_needed(self, unit: str | None) -> None:
        plan = flour(None)
        plan.unit("Bow", "30.48", "Ribbon")
        plan.line(UNIT, "Bow", 10)
        held = {"Ribbon": Stock(Fraction(3), unit, TODAY)} if unit else {}
        (ribbon, white) = sorted(
            plan.sum(stock=PlanStock({}, held)).not_counted,
            key=lambda each: each.name,
            reverse=True,
        )
        assert (ribbon.quantity, ribbon.unit, white.quantity, white.unit) == (120, "in", 15, "cup")
        told = (ribbon.have, ribbon.units)
        assert told == ((3, ("in", "spool")) if unit else (None, ()))

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
