"""The kitchen's units: what is known, by which spelling, and that the factors are exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.quantity import is_known_unit
from core.domain.units import UNITS, Dimension, find_unit


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cup", "cup"),
        ("Cups", "cup"),
        (" TBSP. ", "tbsp"),
        ("T", "tbsp"),
        ("t", "tsp"),
        ("tablespoons", "tbsp"),
        ("fl oz", "fl oz"),
        ("fl. oz.", "fl oz"),
        ("floz", "fl oz"),
        ("Fluid  Ounces", "fl oz"),
        ("oz", "oz"),
        ("oz.", "oz"),
        ("lbs", "lb"),
        ("Litre", "l"),
        ("sticks", "stick"),
        ("ea", "each"),
        ("pieces", "each"),
        ("doz", "dozen"),
        ("yards", "yd"),
    ],
)
def test_a_unit_is_known_by_its_usual_spellings(typed: str, name: str) -> None:
    unit = find_unit(typed)
    assert unit is not None
    assert unit.name == name
    assert is_known_unit(typed)


@pytest.mark.parametrize("typed", ["", " ", "handful", "clove", "pinch of", "c u p", "µ", "K"])
def test_any_other_text_is_no_unit(typed: str) -> None:
    assert find_unit(typed) is None
    assert not is_known_unit(typed)


@pytest.mark.parametrize(
    ("many", "one", "how_many"),
    [
        ("tsp", "tbsp", 3),
        ("tbsp", "fl oz", 2),
        ("fl oz", "cup", 8),
        ("cup", "pt", 2),
        ("pt", "qt", 2),
        ("qt", "gal", 4),
        ("ml", "cl", 10),
        ("dl", "l", 10),
        ("pinch", "tsp", 16),
        ("dash", "tsp", 8),
        ("mg", "g", 1000),
        ("g", "kg", 1000),
        ("oz", "lb", 16),
        ("stick", "lb", 4),
        ("each", "dozen", 12),
        ("mm", "cm", 10),
        ("cm", "m", 100),
        ("in", "ft", 12),
        ("ft", "yd", 3),
    ],
)
def test_factors_are_exact(many: str, one: str, how_many: int) -> None:
    assert UNITS[many].dimension is UNITS[one].dimension
    assert UNITS[many].factor * how_many == UNITS[one].factor


def test_factors_are_those_of_the_law() -> None:
    assert UNITS["gal"].factor == 231 * Fraction("2.54") ** 3
    assert UNITS["lb"].factor == Fraction("453.59237")
    assert UNITS["in"].factor == Fraction("2.54")
    assert {unit.dimension for unit in UNITS.values()} == set(Dimension)
