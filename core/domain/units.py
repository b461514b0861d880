"""The kitchen's units: a closed table of dimension and exact factor, by every usual spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Dimension(StrEnum):
    """What a unit measures; amounts of one dimension can be turned into each other."""

    VOLUME = "volume"  # in millilitres
    WEIGHT = "weight"  # in grams
    COUNT = "count"  # in pieces
    LENGTH = "length"  # in centimetres


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `factor` of its dimension's base (ml, g, piece, cm) make one of it, exactly."""

    name: str
    dimension: Dimension
    factor: Fraction


# The US cup is 16 cubic inches less 1.5625: exactly 236.5882365 ml; an ounce is 28.349523125 g.
_TEASPOON = Fraction("4.92892159375")
_OUNCE = Fraction("28.349523125")
_INCH = Fraction("2.54")

_TABLE: tuple[tuple[Dimension, str, Fraction, str], ...] = (
    (Dimension.VOLUME, "tsp", _TEASPOON, "tsps teaspoon teaspoons"),
    (Dimension.VOLUME, "tbsp", _TEASPOON * 3, "tbsps tbs tbl tablespoon tablespoons"),
    (Dimension.VOLUME, "fl oz", _TEASPOON * 6, "fl-oz floz fluid-ounce fluid-ounces"),
    (Dimension.VOLUME, "cup", _TEASPOON * 48, "cups c"),
    (Dimension.VOLUME, "pt", _TEASPOON * 96, "pts pint pints"),
    (Dimension.VOLUME, "qt", _TEASPOON * 192, "qts quart quarts"),
    (Dimension.VOLUME, "gal", _TEASPOON * 768, "gals gallon gallons"),
    (
        Dimension.VOLUME,
        "ml",
        Fraction(1),
        "mls milliliter milliliters millilitre millilitres cc",
    ),
    (Dimension.VOLUME, "cl", Fraction(10), "cls centiliter centiliters centilitre centilitres"),
    (Dimension.VOLUME, "dl", Fraction(100), "dls deciliter deciliters decilitre decilitres"),
    (Dimension.VOLUME, "l", Fraction(1000), "ls liter liters litre litres ltr"),
    (Dimension.VOLUME, "pinch", _TEASPOON / 16, "pinches"),
    (Dimension.VOLUME, "dash", _TEASPOON / 8, "dashes"),
    (Dimension.WEIGHT, "g", Fraction(1), "gs gr gm gms gram grams gramme grammes"),
    (Dimension.WEIGHT, "kg", Fraction(1000), "kgs kilo kilos kilogram kilograms"),
    (Dimension.WEIGHT, "mg", Fraction(1, 1000), "mgs milligram milligrams"),
    (Dimension.WEIGHT, "oz", _OUNCE, "ozs ounce ounces"),
    (Dimension.WEIGHT, "lb", _OUNCE * 16, "lbs pound pounds"),
    # Of butter, the only thing sold in sticks: a quarter of a pound.
    (Dimension.WEIGHT, "stick", _OUNCE * 4, "sticks"),
    (Dimension.COUNT, "each", Fraction(1), "ea piece pieces pc pcs count whole"),
    (Dimension.COUNT, "dozen", Fraction(12), "dozens doz dz"),
    (Dimension.LENGTH, "cm", Fraction(1), "cms centimeter centimeters centimetre centimetres"),
    (Dimension.LENGTH, "m", Fraction(100), "meter meters metre metres"),
    (Dimension.LENGTH, "mm", Fraction(1, 10), "mms millimeter millimeters millimetre millimetres"),
    (Dimension.LENGTH, "in", _INCH, "ins inch inches"),
    (Dimension.LENGTH, "ft", _INCH * 12, "foot feet"),
    (Dimension.LENGTH, "yd", _INCH * 36, "yds yard yards"),
)
UNITS: dict[str, Unit] = {name: Unit(name, kind, factor) for kind, name, factor, _ in _TABLE}
_BY_SPELLING = UNITS | {
    spelling.replace("-", " "): UNITS[name]
    for _, name, _, spellings in _TABLE
    for spelling in spellings.split()
}
# Cooks write a large T for the large spoon: the only letters whose case says something.
_BY_CASE = {"T": UNITS["tbsp"], "Tb": UNITS["tbsp"], "t": UNITS["tsp"]}


def find_unit(text: str) -> Unit | None:
    """The unit that a cook means by `text` ("Tbsp.", "cups", "fl. oz."); None for any other."""
    typed = re.sub(r"[.\s]+", " ", text).strip()
    return _BY_CASE.get(typed) or _BY_SPELLING.get(typed.casefold())


def is_known_unit(text: str) -> bool:
    """Whether the kitchen's table knows the unit; one that it does not is kept as typed."""
    return find_unit(text) is not None
