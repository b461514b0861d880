"""Numbers of the sums as a cook reads them, and how they add up."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from core.domain.plan_summary import (
    BatchChoice,
    BatchRow,
    Factor,
    Meaning,
    Proof,
    Source,
    SourceKind,
    Term,
)
from core.domain.proof_steps import NumberKind, PlanNumber, ProofStep
from gui import sum_words

THEN = datetime(2026, 11, 1, tzinfo=UTC)
BOX_A = Source(SourceKind.BOX, "a", "Box A")
BOX_B = Source(SourceKind.BOX, "b", "Box B")


def plain(text: str) -> str:
    """Without the signs around names."""
    return text.replace("\u2068", "").replace("\u2069", "")


def packed(source: Source, boxes: int, each: int) -> Term:
    return Term(
        source, (Factor(Fraction(boxes), Meaning.BOXES), Factor(Fraction(each), Meaning.IN_EACH))
    )


@pytest.mark.parametrize(
    ("amount", "shown", "exact"),
    [
        (Fraction(9, 4), "2 1/4", "2.25"),
        (Fraction(320, 17), "18.82", "18 14/17"),
        (Fraction(1, 3), "1/3", "1/3"),
        (Fraction(-12), "\u221212", "\u221212"),
        (Fraction(7, 5), "1.4", "1.4"),
        (Fraction(1, 16), "0.0625", "0.0625"),
        (Fraction(1, 7_000_000), "1/7000000", "1/7000000"),
    ],
)
def test_a_number_is_shown_as_a_cook_reads_it_and_to_the_last_digit(
    amount: Fraction, shown: str, exact: str
) -> None:
    assert sum_words.number_text(amount) == shown
    assert sum_words.exact_text(amount) == exact


def test_what_is_counted_has_no_unit_and_what_is_measured_has_one() -> None:
    assert sum_words.measure_text(Fraction(8), "each") == "8"
    assert plain(sum_words.measure_text(Fraction(3, 2), "cup")) == "1 1/2 cup"


def test_a_sum_names_each_box_with_its_product_and_counts_what_it_does_not_name() -> None:
    proof = Proof((packed(BOX_A, 50, 6), packed(BOX_B, 50, 6)))
    assert plain(sum_words.sum_text(proof)) == "Box A 50 × 6 + Box B 50 × 6"
    assert plain(sum_words.sum_text(proof, most=1)) == "Box A 50 × 6 and 1 more"


def test_a_planned_line_says_its_buffer_in_percent() -> None:
    line = Source(SourceKind.LINE, "l", "Box A")
    factors = (
        Factor(Fraction(60), Meaning.PLANNED),
        Factor(Fraction(11, 10), Meaning.BUFFER, "", Fraction(10)),
    )
    assert sum_words.term_text(Term(line, factors)) == "60 + 10 % planned"


def test_a_third_says_from_what_it_was_read() -> None:
    flour = Source(SourceKind.RECIPE_LINE, "r", "Sugar cookies", 0, "Flour")
    factors = (
        Factor(Fraction(3), Meaning.BATCHES),
        Factor(Fraction(1, 3), Meaning.IN_RECIPE, "cup", Fraction("0.33")),
        Factor(Fraction(1, 2), Meaning.UNIT, "pt"),
    )
    shown = plain(sum_words.term_text(Term(flour, factors)))
    assert shown == "Sugar cookies 3 batches × 1/3 cup (from 0.33)"


def test_a_material_says_in_which_unit_it_is_packed() -> None:
    bow = Source(SourceKind.MATERIAL_UNIT, "u", "Bow")
    term = packed(BOX_A, 50, 2)
    factors = (*term.factors, Factor(Fraction(6), Meaning.PER_UNIT, "in"))
    shown = plain(sum_words.term_text(Term(BOX_A, factors, through=bow)))
    assert shown == "Box A 50 × 2 × 6 in as Bow"


# The way down


def step_of(
    term: Term, unit: str = "", kind: NumberKind = NumberKind.NEED, item: BatchRow | None = None
) -> ProofStep:
    return ProofStep(term, PlanNumber(kind, "u", unit, Proof((term,))), item=item)


def cookie(need: int, batches: int | str, **more: Any) -> BatchRow:
    made = Fraction(batches)
    return BatchRow(
        uuid="c",
        name="Sugar cookie",
        unit="cookies",
        recipe_uuid="r",
        recipe_name="Sugar cookies",
        need=Fraction(need),
        per_batch=Fraction(48),
        batches=made,
        makes=made * 48,
        spare=made * 48 - need,
        proof=Proof(),
        making=Proof(),
        **more,
    )


def test_a_recipe_line_says_its_batches_and_a_listener_hears_its_ingredient_too() -> None:
    flour = Source(SourceKind.RECIPE_LINE, "r", "Sugar cookies (rolled)", 0, "Flour")
    factors = (
        Factor(Fraction(6), Meaning.BATCHES),
        Factor(Fraction(5, 2), Meaning.IN_RECIPE, "cup"),
    )
    step = step_of(Term(flour, factors), "cup", NumberKind.AMOUNT)
    assert plain(sum_words.step_text(step)) == "Sugar cookies (rolled)  6 batches × 2 1/2 cup"
    sentence = "Sugar cookies (rolled), Flour: 6 batches × 2 1/2 cup, gives 15 cup"
    assert plain(sum_words.step_sentence(step)) == sentence


@pytest.mark.parametrize(
    ("snapshot", "planned", "had"),
    [
        (None, "60 + 10 % planned", "You have 5 lb"),
        (3, "60 + 10 % planned in snapshot 3", "You had 5 lb in snapshot 3"),
    ],
)
def test_a_leaf_says_where_it_comes_from(snapshot: int | None, planned: str, had: str) -> None:
    factors = (
        Factor(Fraction(60), Meaning.PLANNED),
        Factor(Fraction(11, 10), Meaning.BUFFER, "", Fraction(10)),
    )
    line = step_of(Term(Source(SourceKind.LINE, "l", "Box A"), factors), "", NumberKind.BOXES)
    assert plain(sum_words.step_text(line, snapshot)) == planned
    assert plain(sum_words.step_sentence(line, snapshot)) == f"Box A: {planned}, gives 66 boxes"
    taken = Factor(Fraction(-1), Meaning.TAKEN_AWAY)
    pounds = Factor(Fraction(5), Meaning.HAVE, "lb")
    stock = step_of(Term(Source(SourceKind.STOCK, "i", "Flour"), (taken, pounds)), "lb")
    assert plain(sum_words.step_text(stock, snapshot)) == had
    assert plain(sum_words.gives_text(stock)) == "\u22125 lb"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (cookie(600, 13), "600 cookies needed, 48 a batch: 12 1/2 batches, rounded up to 13"),
        (cookie(48, 1), "48 cookies needed, 48 a batch: 1 batch"),
        (
            cookie(600, 7, choice=BatchChoice(Fraction(7), THEN)),
            "600 cookies needed, 48 a batch: 12 1/2 batches, 7 chosen",
        ),
        (cookie(32, 1), "32 cookies needed, 48 a batch: 2/3 batch, rounded up to 1"),
        (
            cookie(120, "5/2", shared_batches=Fraction(4)),
            "120 cookies needed, 48 a batch: 2 1/2 batches, 2 1/2 of the 4 that are shared",
        ),
        (
            cookie(48, 1, percentage=Factor(Fraction(2), Meaning.PERCENTAGE, "", Fraction("2.1"))),
            "48 cookies needed, 48 a batch (2 % each, from 2.1): 1 batch",
        ),
    ],
)
def test_an_item_says_how_its_need_became_batches(row: BatchRow, says: str) -> None:
    source = Source(SourceKind.ITEM, "c", "Sugar cookie")
    batches = Factor(row.batches, Meaning.BATCHES)
    step = step_of(Term(source, (batches,)), "", NumberKind.BATCHES, row)
    assert plain(sum_words.step_text(step)) == f"Sugar cookie  {says}"
    making = Term(source, (batches, Factor(row.per_batch, Meaning.PER_BATCH)))
    made = plain(sum_words.step_text(step_of(making, "cookies", item=row)))
    assert made == f"Sugar cookie  {sum_words.batches_text(row.batches)} × 48 ({says})"


def test_what_is_needed_and_in_which_unit_a_material_is_packed_is_said() -> None:
    ribbon = Source(SourceKind.MATERIAL, "m", "Ribbon")
    needed = step_of(Term(ribbon, (Factor(Fraction(15), Meaning.NEEDED, "in"),)), "in")
    assert plain(sum_words.step_text(needed)) == "Ribbon  15 in needed"
    bow = Source(SourceKind.MATERIAL_UNIT, "u", "Bow")
    factors = (Factor(Fraction(10), Meaning.PLANNED), Factor(Fraction(6), Meaning.PER_UNIT, "in"))
    line = Term(Source(SourceKind.LINE, "l", "Bow"), factors, through=bow)
    assert plain(sum_words.step_text(step_of(line, "in"))) == "10 × 6 in planned as Bow"


@pytest.mark.parametrize(
    ("amount", "kind", "shown"),
    [
        (1, NumberKind.BOXES, "1 box"),
        (2, NumberKind.BOXES, "2 boxes"),
        (1, NumberKind.BATCHES, "1 batch"),
        (2, NumberKind.MAKES, "2 cookies"),
    ],
)
def test_what_a_term_gives_has_the_unit_of_the_number_above(
    amount: int, kind: NumberKind, shown: str
) -> None:
    term = Term(BOX_A, (Factor(Fraction(amount), Meaning.PLANNED),))
    assert plain(sum_words.gives_text(step_of(term, "cookies", kind))) == shown
    assert sum_words.gives_text(ProofStep(term)) == str(amount)


def test_the_exact_amount_says_which_unit_was_turned_into_which() -> None:
    flour = Source(SourceKind.RECIPE_LINE, "r", "Bread", 0, "Flour")
    factors = (
        Factor(Fraction(2), Meaning.BATCHES),
        Factor(Fraction(5), Meaning.IN_RECIPE, "lb"),
        Factor(Fraction(64, 17), Meaning.UNIT, "cup"),
    )
    step = step_of(Term(flour, factors), "cup")
    assert plain(sum_words.gives_text(step)) == "37.65 cup"
    assert plain(sum_words.gives_exactly_text(step)) == (
        "Exactly 37 11/17 cup\n1 lb is 3 13/17 cup"
    )
    assert sum_words.gives_exactly_text(step_of(packed(BOX_A, 50, 6))) == ""
