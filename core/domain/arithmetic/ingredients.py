"""How much of each ingredient: recipe lines times batches, added up where their units convert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.arithmetic.kitchen import Converter, converter_of, unit_for
from core.domain.arithmetic.reading import batches_factor, kitchen_factor, unit_of
from core.domain.arithmetic.recipes import Made
from core.domain.definition import Data
from core.domain.plan_summary import (
    AmountRow,
    Factor,
    Meaning,
    NotCounted,
    Proof,
    Source,
    SourceKind,
    Term,
    Uncounted,
)
from core.domain.units import Dimension, Unit


@dataclass(slots=True)
class Needed:
    """One ingredient: recipe lines in all their batches, each in its own unit; then its rows.

    `sources`, `factors` and `units` go together; lists of them, as nothing else is kept of a line.
    """

    source: Source
    converter: Converter
    sources: list[Source] = field(default_factory=list)
    factors: list[tuple[Factor, ...]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    sums: dict[str, Fraction] = field(default_factory=dict)  # by unit as it is written
    rows: list[AmountRow] = field(default_factory=list)

    def add(self, source: Source, line: Data, batches: Factor) -> None:
        each, unit = kitchen_factor(line["quantity"], line["unit"]), line["unit"]
        amount = batches.value * each.value
        self.sources.append(source)
        self.factors.append((batches, each))
        self.units.append(unit)
        self.sums[unit] = self.sums[unit] + amount if unit in self.sums else amount


@dataclass(slots=True)
class Gathered:
    """Every ingredient in reading order, and what could not be added up."""

    ingredients: list[Needed] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)


def gather(made: Made) -> Gathered:
    """All recipe lines of all recipes that are made; each is in a row or is not counted."""
    needed: dict[str, Needed] = {}
    for uuid in made.order:
        recipe, batches = made.data[uuid], batches_factor(made.totals[uuid])
        for place, line in enumerate(recipe["lines"]):
            source = Source(SourceKind.RECIPE_LINE, uuid, recipe["name"], place, line["name"])
            known = needed.get(line["ingredient_uuid"])
            if known is None:
                known = needed[line["ingredient_uuid"]] = _needed(line)
            known.add(source, line, batches)
    ordered = sorted(
        needed.values(), key=lambda each: (each.source.name.casefold(), each.source.uuid)
    )
    gathered = Gathered(ordered)
    for ingredient in ordered:
        gathered.not_counted += _add_up(ingredient)
    return gathered


def _needed(line: Data) -> Needed:
    source = Source(SourceKind.INGREDIENT, line["ingredient_uuid"], line["name"])
    return Needed(source, converter_of(line["density"]))


def _add_up(ingredient: Needed) -> Iterable[NotCounted]:
    """Fills the ingredient's rows, one for all that converts; yields what does not."""
    groups: dict[Dimension, dict[str, Unit]] = {}
    unknown: list[str] = []
    for text in ingredient.sums:
        unit = unit_of(text)
        if unit is None:
            unknown.append(text)
        else:
            groups.setdefault(unit.dimension, {})[text] = unit
    if ingredient.converter.grams_per_ml is not None and Dimension.VOLUME in groups:
        groups[Dimension.VOLUME] |= groups.pop(Dimension.WEIGHT, {})
    for dimension in sorted(groups, key=list(Dimension).index):
        ingredient.rows.append(_row(ingredient, groups[dimension], dimension))
    if len(groups) > 1:
        yield _apart(ingredient, groups)
    for text in sorted(unknown):
        places = zip(ingredient.sources, ingredient.units, strict=True)
        yield NotCounted(
            ingredient.source.name,
            Uncounted.UNKNOWN_UNIT,
            ingredient.source,
            quantity=ingredient.sums[text],
            unit=text,
            places=tuple(source for source, unit in places if unit == text),
        )


def _row(ingredient: Needed, units: dict[str, Unit], dimension: Dimension) -> AmountRow:
    """`units` are those of the row's lines, by how they are written."""
    used = {unit.name: unit for unit in units.values()}
    base = Unit("", dimension, Fraction(1))
    ratios = {
        name: ingredient.converter.ratio(unit, base) or Fraction(0) for name, unit in used.items()
    }
    measured = sum(
        (ingredient.sums[text] * ratios[unit.name] for text, unit in units.items()), Fraction(0)
    )
    target = unit_for(used.values(), measured, dimension)
    # What turns a line's unit into the row's: one factor serves all lines of that unit.
    turned: dict[str, tuple[Factor, ...]] = {
        text: ()
        if unit.name == target.name
        else (Factor(ratios[unit.name] / target.factor, Meaning.UNIT, target.name),)
        for text, unit in units.items()
    }
    lines = zip(ingredient.sources, ingredient.factors, ingredient.units, strict=True)
    return AmountRow(
        uuid=ingredient.source.uuid,
        name=ingredient.source.name,
        quantity=measured / target.factor,
        unit=target.name,
        proof=Proof(
            tuple(
                Term(source, factors + turned[text])
                for source, factors, text in lines
                if text in turned
            )
        ),
    )


def _apart(ingredient: Needed, groups: dict[Dimension, dict[str, Unit]]) -> NotCounted:
    """Each row is right by itself, but there is no one number for the ingredient."""
    only_density = set(groups) == {Dimension.VOLUME, Dimension.WEIGHT}
    return NotCounted(
        ingredient.source.name,
        Uncounted.NO_DENSITY if only_density else Uncounted.UNITS_DIFFER,
        ingredient.source,
        units=tuple(row.unit for row in ingredient.rows),
    )
