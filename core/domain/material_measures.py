"""How a material is counted: what she reads it in, and the base units behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """One display unit: `quantity` base units are one of it, and `piece` is what a plan counts."""

    base_unit: str
    piece: str
    slug: str
    quantity: Fraction


MEASURES: dict[str, Measure] = {
    "each": Measure("each", "1 piece", "1-piece", Fraction(1)),
    "in": Measure("linear_cm", "1 in", "1-in", Fraction("2.54")),
    "ft": Measure("linear_cm", "1 ft", "1-ft", Fraction("30.48")),
    "yd": Measure("linear_cm", "1 yd", "1-yd", Fraction("91.44")),
    "cm": Measure("linear_cm", "1 cm", "1-cm", Fraction(1)),
    "m": Measure("linear_cm", "1 m", "1-m", Fraction(100)),
    "sq in": Measure("square_cm", "1 sq in", "1-sq-in", Fraction("6.4516")),
    "sq cm": Measure("square_cm", "1 sq cm", "1-sq-cm", Fraction(1)),
}
# What a material is read in where only its base unit is known.
PLAIN_DISPLAY = {"each": "each", "linear_cm": "cm", "square_cm": "sq cm"}


def measure_of(display_unit: str) -> Measure | None:
    """The measure of a display unit, also where a file names it by its base unit."""
    return MEASURES.get(PLAIN_DISPLAY.get(display_unit, display_unit))
