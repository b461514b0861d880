"""How a material is counted: what she reads it in, and the base units behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from core.domain.units import Dimension, Unit, find_unit


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
    """The measure of a display unit in any spelling: "inch", "Sq. in", or by its base unit."""
    return MEASURES.get(shown_unit(display_unit))


def shown_unit(display_unit: str) -> str:
    """The one spelling of a display unit; what is none stays as it is."""
    if display_unit in PLAIN_DISPLAY:
        return PLAIN_DISPLAY[display_unit]
    square = square_side(display_unit)
    if square is not None:
        return f"sq {square.name}"
    unit = find_unit(display_unit)
    return display_unit if unit is None else unit.name


def square_side(text: str) -> Unit | None:
    """The length whose square the text means: of "sq. inches" the inch."""
    typed = re.fullmatch(r"\s*sq(?:uare)?[.\s]+(.+)", text, re.IGNORECASE)
    unit = find_unit(typed[1]) if typed else None
    return unit if unit is not None and unit.dimension is Dimension.LENGTH else None
