"""What the tabs of sums show, row by row, of small plans."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.plan_summary import (
    BatchChoice,
    NotCounted,
    PlanSummary,
    Source,
    SourceKind,
    Uncounted,
)
from gui.models.part_model import PartRow
from gui.models.sum_rows import SumRows, sum_rows
from gui.models.sum_tables import batches_table, decimal_text, shopping_table
from gui.uncounted_words import reason_text, strip_text
from tests.core.domain.plans import BOX, ITEM, Plan, recipe, recipe_line
from tests.window import plain

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def texts_of(row: PartRow) -> list[str]:
    return [plain(cell.text) for cell in row.cells]


def named(rows: tuple[PartRow, ...], name: str) -> PartRow:
    return next(row for row in rows if row.cells[0].text == name)


def two_boxes() -> Plan:
    plan = Plan()
    plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 2, "cup", "4.25")])
    plan.item("Cookie", 48, made_of="dough")
    plan.item("Star", 20, made_of="dough")
    plan.box("Box A", (ITEM, "Cookie", 6))
    plan.box("Box B", (ITEM, "Cookie", 6), (ITEM, "Star", 1))
    plan.line(BOX, "Box A", 50)
    plan.line(BOX, "Box B", 50)
    return plan


def shown(plan: Plan, **more: Any) -> SumRows:
    return sum_rows(plan.sum(**more), is_editable=True)


def test_items_of_one_recipe_stand_below_it() -> None:
    rows = shown(two_boxes()).batches.rows
    assert [(row.cells[0].text, row.level) for row in rows] == [
        ("dough", 0),
        ("Cookie", 1),
        ("Star", 1),
        ("What can be made", 0),
        ("Box A", 0),
        ("Box B", 0),
    ]
    assert texts_of(rows[0])[2] == "16"
    assert texts_of(rows[0])[5] == "2 items in separate batches"


def test_shared_batches_are_whole_for_the_recipe_and_parts_for_its_items() -> None:
    rows = shown(two_boxes(), shared=frozenset({"dough"})).batches.rows
    assert texts_of(rows[0])[2] == "15"
    assert texts_of(rows[0])[5] == "2 items share their batches"
    assert "of 15 batches" in texts_of(rows[1])[5]


def test_a_number_of_her_own_says_when_and_why_and_what_is_short() -> None:
    choice = BatchChoice(Fraction(7), NOON, "small oven", Fraction(264))
    rows = shown(two_boxes(), batches={"Cookie": choice}).batches.rows
    cookie = named(rows, "Cookie")
    assert cookie.cells[2].text == "7"
    assert plain(cookie.cells[2].tip) == "Your number, of 20 Nov 2026: small oven"
    assert plain(cookie.cells[4].text) == "264 short"
    assert cookie.cells[4].colour == "caution"
    assert plain(named(rows, "Box B").cells[5].text) == "6 of 50 boxes: Cookie is short by 264"
    assert named(rows, "Box B").cells[4].colour == "bad"


def test_more_short_than_she_accepted_is_bad() -> None:
    choice = BatchChoice(Fraction(7), NOON, None, Fraction(12))
    cookie = named(shown(two_boxes(), batches={"Cookie": choice}).batches.rows, "Cookie")
    assert cookie.cells[4].colour == "bad"
    assert plain(cookie.cells[4].tip) == "264 short; you accepted 12"


def test_seven_and_a_half_pieces_are_shown_as_eight_with_the_exact_number_beside() -> None:
    plan = Plan()
    plan.item("Tart", 4, made_of=None)
    plan.box("Box", (ITEM, "Tart", "2.5"))
    plan.line(BOX, "Box", 3)
    tart = named(shown(plan).batches.rows, "Tart")
    assert tart.cells[1].text == "8"
    assert plain(tart.cells[1].tip).startswith("7.5 ")
    assert plain(tart.cells[5].text).startswith("7 1/2 = Box 3 × 2 1/2, so 8; 2 batches × 4 = 8")


def test_what_is_needed_is_compared_with_what_she_has() -> None:
    stock = PlanStock({"ingredient Flour": Stock(Fraction(5), "lb", date(2026, 11, 1))}, {})
    rows = shown(two_boxes(), stock=stock).shopping.rows
    assert texts_of(named(rows, "Flour"))[:4] == [
        "Flour",
        "32 cup",
        "5 lb (18.82 cup)",
        "13.18 cup",
    ]
    assert named(rows, "Flour").cells[2].edit == "5 lb"
    plenty = PlanStock({"ingredient Flour": Stock(Fraction(50), "lb", date(2026, 11, 1))}, {})
    flour = named(shown(two_boxes(), stock=plenty).shopping.rows, "Flour")
    assert (flour.cells[3].text, flour.cells[3].colour) == ("enough", "good")
    assert "left over" in flour.cells[3].tip


def test_nothing_said_is_no_zero() -> None:
    found = shown(two_boxes()).shopping
    flour = named(found.rows, "Flour")
    assert texts_of(flour)[2:4] == ["not said", "not counted"]
    assert flour.cells[2].edit == ""
    assert found.left_out_text == "Of 1 thing you have not said how much you have."


def test_eggs_are_whole_with_what_is_left_over() -> None:
    plan = Plan()
    plan.recipes["cake"] = recipe("cake", [recipe_line("Egg", "1.5", "each")])
    plan.item("Cake", 1, made_of="cake")
    plan.line(ITEM, "Cake", 5)
    egg = named(shown(plan).shopping.rows, "Egg")
    assert plain(egg.cells[1].text) == "8 (1/2 left over)"
    assert egg.cells[1].tip == "7.5"


def test_a_snapshots_rows_have_no_cell_to_edit() -> None:
    rows = sum_rows(two_boxes().sum(), is_editable=False)
    for row in (*rows.batches.rows, *rows.shopping.rows):
        assert all(cell.edit is None for cell in row.cells)


def test_headlines_say_the_whole_in_a_sentence() -> None:
    found = shown(two_boxes())
    assert plain(found.batches.headline) == "16 batches of 2 items. Everything can be made."
    choice = BatchChoice(Fraction(7), NOON, None, Fraction(264))
    short = shown(two_boxes(), batches={"Cookie": choice})
    assert plain(short.batches.headline) == "10 batches of 2 items. Not enough for Box B."
    assert found.shopping.headline == "Say what you have, and what is to buy is told."


@pytest.mark.parametrize("reason", list(Uncounted))
def test_each_reason_has_a_sentence_of_its_own(reason: Uncounted) -> None:
    source = Source(SourceKind.INGREDIENT, "uuid", "Flour")
    each = NotCounted("Flour", reason, source, Fraction(3), "glug", units=("cup", "lb"))
    said = plain(reason_text(each))
    assert said.endswith(".")
    assert "{" not in said
    others = {plain(reason_text(each._replace(reason=other))) for other in Uncounted}
    assert len(others) == len(Uncounted)


def test_the_strip_counts_what_is_not_counted_apart_from_what_is_not_said() -> None:
    source = Source(SourceKind.INGREDIENT, "uuid", "Flour")
    found = [
        NotCounted("a", reason, source)
        for reason in (Uncounted.NO_YIELD, Uncounted.NO_DENSITY, Uncounted.NO_STOCK)
    ]
    assert strip_text(found) == (
        "2 things are not counted. Of 1 thing you have not said how much you have."
    )
    assert strip_text([]) == ""


def test_a_spreadsheet_gets_decimal_numbers_and_units_apart() -> None:
    summary: PlanSummary = two_boxes().sum()
    table = batches_table(summary)
    assert table[0][:3] == ("What", "Needed", "Unit")
    assert table[1][:6] == ("Cookie", "600", "pieces", "13", "624", "24")
    assert table[-1][:6] == ("Box B", "50", "boxes", "", "50", "0")
    bought = shopping_table(summary)
    assert bought[1][:5] == ("Flour", "32", "cup", "", "not counted")
    assert bought[-1] == ("Flour", "You have not said how much you have.")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(9, 4), "2.25"),
        (Fraction(600), "600"),
        (Fraction(-12), "-12"),
        (Fraction(0), "0"),
        (Fraction(1, 100_000), "0"),
    ],
)
def test_numbers_of_a_spreadsheet_have_four_places(amount: Fraction, text: str) -> None:
    assert decimal_text(amount) == text
