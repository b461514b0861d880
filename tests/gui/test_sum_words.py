"""Numbers of the sums as a cook reads them, and how they add up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.plan_summary import Factor, Meaning, Proof, Source, SourceKind, Term
from gui import sum_words

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
