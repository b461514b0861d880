from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.part_text import PartText, parse_measure, parse_part_text
from core.domain.quantity import AmountError


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "name"),
    [
        ("2 1/4 cup flour", Fraction(9, 4), "cup", "flour"),
        ("½ tsp salt", Fraction(1, 2), "tsp", "salt"),
        ("1½ cups  brown   sugar", Fraction(3, 2), "cups", "brown sugar"),
        ("2,25 cup milk", Fraction(9, 4), "cup", "milk"),
        ("3 eggs", Fraction(3), "", "eggs"),
        ("3 large eggs", Fraction(3), "", "large eggs"),
        ("2 dozen eggs", Fraction(24), "", "eggs"),
        ("2 batches royal icing", Fraction(2), "batches", "royal icing"),
        ("1 Batch of royal icing", Fraction(1), "Batch", "royal icing"),
        ("4 fl oz cream", Fraction(4), "fl oz", "cream"),
        ("1 cup of flour", Fraction(1), "cup", "flour"),
        ("1 tsp. vanilla", Fraction(1), "tsp", "vanilla"),
        ("250 g Mehl", Fraction(250), "g", "Mehl"),
        ("1 T honey", Fraction(1), "T", "honey"),
        ("2 cup", Fraction(2), "cup", ""),
        ("1 can tomatoes", Fraction(1), "", "can tomatoes"),
        ("flour", None, "", "flour"),
        ("cup cakes", None, "", "cup cakes"),
        ("7-Up", None, "", "7-Up"),
        ("", None, "", ""),
        ("<b>x</b> & y", None, "", "<b>x</b> & y"),
    ],
)
def test_amount_unit_and_name_are_told_apart(
    text: str, quantity: Fraction | None, unit: str, name: str
) -> None:
    assert parse_part_text(text) == PartText(quantity, unit, name)


def test_batches_mean_another_recipe() -> None:
    assert parse_part_text("2 batches icing").is_batches
    assert not parse_part_text("2 cups icing").is_batches


@pytest.mark.parametrize("text", ["0 cup flour", "-1 egg", "1/0 cup flour", "99999999999 eggs"])
def test_a_number_that_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(AmountError):
        parse_part_text(text)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("4.25 oz", (Fraction(17, 4), "oz")),
        ("0", (Fraction(0), "")),
        ("-2 lb", (Fraction(-2), "lb")),
        ("1 big  sack", (Fraction(1), "big sack")),
        ("a lot", None),
    ],
)
def test_a_measure_is_a_number_and_all_behind_it(
    text: str, measure: tuple[Fraction, str] | None
) -> None:
    assert parse_measure(text) == measure
