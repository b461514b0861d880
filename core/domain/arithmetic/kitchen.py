"""Turns kitchen units into each other, and finds the one that a sum reads best in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from core.domain.arithmetic.reading import exact, third_in, unit_of
from core.domain.definition import Data
from core.domain.units import UNITS, Dimension, Unit

_METRIC = frozenset({"ml", "cl", "dl", "l", "g", "kg", "mg", "cm", "m", "mm"})
# By dimension and whether all is metric: units from large to small, each with the least amount
# that reads well in it. The last one takes the rest.
_BEST: dict[tuple[Dimension, bool], tuple[tuple[str, Fraction], ...]] = {
    (Dimension.VOLUME, False): (
        ("cup", Fraction(1, 4)),
        ("tbsp", Fraction(1)),
        ("tsp", Fraction(0)),
    ),
    (Dimension.VOLUME, True): (("l", Fraction(1)), ("ml", Fraction(0))),
    (Dimension.WEIGHT, False): (("lb", Fraction(1)), ("oz", Fraction(0))),
    (Dimension.WEIGHT, True): (("kg", Fraction(1)), ("g", Fraction(0))),
    (Dimension.COUNT, False): (("each", Fraction(0)),),
    (Dimension.LENGTH, False): (("in", Fraction(0)),),
    (Dimension.LENGTH, True): (("cm", Fraction(0)),),
}


_MEASURED = (1, 2, 3, 4, 8)  # parts that cups and spoons have
_MOST_SPOONS = 100


@dataclass(frozen=True, slots=True)
class Converter:
    """Turns units into each other for one ingredient; `grams_per_ml` None: its density is unknown."""

    grams_per_ml: Fraction | None = None

    def ratio(self, unit: Unit, target: Unit) -> Fraction | None:
        """How many of `target` one of `unit` is; None where they do not convert."""
        plain = unit.factor / target.factor
        if unit.dimension is target.dimension:
            return plain
        if self.grams_per_ml is None:
            return None
        if (unit.dimension, target.dimension) == (Dimension.VOLUME, Dimension.WEIGHT):
            return plain * self.grams_per_ml
        if (unit.dimension, target.dimension) == (Dimension.WEIGHT, Dimension.VOLUME):
            return plain / self.grams_per_ml
        return None


def converter_of(density: Data | None) -> Converter:
    """From a recipe line's density; one whose units are not known says nothing."""
    if density is None:
        return Converter()
    volume, weight = unit_of(density["volume_unit"]), unit_of(density["weight_unit"])
    if volume is None or weight is None:
        return Converter()
    if (volume.dimension, weight.dimension) != (Dimension.VOLUME, Dimension.WEIGHT):
        return Converter()
    millilitres = third_in(exact(density["volume_amount"]), volume) * volume.factor
    return Converter(exact(density["weight_amount"]) * weight.factor / millilitres)


def unit_for(units: Iterable[Unit], measured: Fraction, dimension: Dimension) -> Unit:
    """The unit that a sum is given in: the lines' own if it is one, else the one that reads best.

    `units` are those used, each once; `measured` is the sum in the base of the dimension (ml, g, pieces, cm).
    """
    used = list(units)
    if len(used) == 1:
        return used[0]
    is_metric = dimension is not Dimension.COUNT and all(unit.name in _METRIC for unit in used)
    choice = _BEST[dimension, is_metric]
    fitting = [UNITS[name] for name, least in choice if measured >= least * UNITS[name].factor]
    fitting = fitting or [UNITS[choice[-1][0]]]
    # 0.99 cup are 47 1/2 tsp: a spoon measures what no cup does.
    return next((unit for unit in fitting if _is_measured(measured / unit.factor)), fitting[0])


def _is_measured(amount: Fraction) -> bool:
    return amount < _MOST_SPOONS and amount.denominator in _MEASURED
