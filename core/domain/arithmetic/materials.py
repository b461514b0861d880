"""How much of each material, in the unit that the baker reads it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.arithmetic.explosion import UNIT, Definitions, Exploded, source_of
from core.domain.arithmetic.reading import exact, unit_of
from core.domain.definition import Data
from core.domain.material_measures import measure_of, shown_unit, square_side
from core.domain.plan_summary import AmountRow, Factor, Meaning, Proof, Source, SourceKind, Term
from core.domain.units import Dimension

_DIMENSIONS = {"each": Dimension.COUNT, "linear_cm": Dimension.LENGTH}


@dataclass(slots=True)
class MaterialNeed:
    """One material: how it is read, its terms, and their sum in that unit."""

    source: Source
    base_unit: str
    unit: str
    base_in_unit: Fraction  # so many base units are one of `unit`
    terms: list[Term] = field(default_factory=list)
    quantity: Fraction = Fraction(0)

    def row(self) -> AmountRow:
        proof = Proof(tuple(self.terms))
        return AmountRow(self.source.uuid, self.source.name, self.quantity, self.unit, proof)


def in_base(unit: str, base_unit: str) -> Fraction | None:
    """How many base units of a material are one `unit`; None where that is not known."""
    measure = measure_of(unit)
    if measure is not None and measure.base_unit == base_unit:
        return measure.quantity
    kitchen, side = unit_of(unit), square_side(unit)
    if kitchen is not None and kitchen.dimension is _DIMENSIONS.get(base_unit):
        return kitchen.factor
    if side is not None and base_unit == "square_cm":
        return side.factor**2
    # A file may name a base unit of its own.
    return Fraction(1) if unit == base_unit else None


def is_known(unit: str) -> bool:
    """Whether a material could be counted in it, this one or another."""
    return unit_of(unit) is not None or square_side(unit) is not None


def pack(found: Exploded, definitions: Definitions) -> list[MaterialNeed]:
    """Every material that is chosen, in reading order."""
    needs: dict[str, MaterialNeed] = {}
    for key in found.of_kind(UNIT):
        data = definitions[key]
        need = needs.get(data["material_uuid"])
        if need is None:
            need = needs[data["material_uuid"]] = _need(data)
        through = source_of(key, data)
        per_unit = exact(data["quantity_per_unit"]) / need.base_in_unit
        factor = Factor(per_unit, Meaning.PER_UNIT, need.unit)
        need.quantity += found.totals[key] * per_unit
        need.terms += [
            Term(term.source, (*term.factors, factor), through) for term in found.terms[key]
        ]
    return sorted(needs.values(), key=lambda each: (each.source.name.casefold(), each.source.uuid))


def _need(data: Data) -> MaterialNeed:
    source = Source(SourceKind.MATERIAL, data["material_uuid"], data["material_name"])
    return MaterialNeed(source, str(data["base_unit"]), *read_in(data))


def read_in(data: Data) -> tuple[str, Fraction]:
    """The unit that a unit's material is read in, and how many base units are one of it."""
    base, display = str(data["base_unit"]), str(data["display_unit"])
    quantity = in_base(display, base)
    if quantity is not None:
        return shown_unit(display), quantity
    return shown_unit(base), Fraction(1)
