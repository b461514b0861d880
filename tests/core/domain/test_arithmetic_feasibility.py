"""What can be made with the batches as they are, line after line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.core.domain.plans import (
    BOX,
    ITEM,
    UNIT,
    Plan,
    chosen,
)


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

    def test_what_fits_to_the_piece_limits_nothing(self, two_boxes: Plan) -> None:
        two_boxes.line(BOX, "Box A", 1)
        two_boxes.lines[0] = replace(two_boxes.lines[0], quantity=Fraction(56))
        rows = two_boxes.sum(batches={"Sugar cookie": chosen(7)}).feasibility
        assert [(row.possible, len(row.limits)) for row in rows] == [(56, 0), (0, 1), (0, 1)]

    @pytest.mark.parametrize(
        ("star", "moon", "first", "possible"),
        [(2, 1, "Moon", 5), (1, 2, "Star", 5), (1, 1, "Moon", 5), ("1.2", "1.4", "Star", 6)],
    )
    def test_the_item_that_is_shortest_limits_first_and_else_the_first_by_name(
        self, star: int | str, moon: int | str, first: str, possible: int
    ) -> None:
        plan = Plan()
        for name in ("Star", "Moon"):
            plan.item(name, 10)
        plan.box("Box", (ITEM, "Star", 2), (ITEM, "Moon", 2))
        plan.line(BOX, "Box", 12)
        (row,) = plan.sum(batches={"Star": chosen(star), "Moon": chosen(moon)}).feasibility
        assert (row.possible, row.limited_by) == (possible, first)
        assert [limit.name for limit in row.limits] == [
            first,
            "Star" if first == "Moon" else "Moon",
        ]

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
