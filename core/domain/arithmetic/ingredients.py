"""How much of each ingredient: recipe lines times batches, added up where their units convert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.arithmetic.kitchen import Converter, converter_of, unit_for
from core.domain.arithmetic.reading import kitchen_factor, unit_of
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


@dataclass(frozen=True, slots=True)
class _Use:
    """One recipe line in all its batches, in its own unit."""

    source: Source
    factors: tuple[Factor, ...]
    amount: Fraction
    unit: Unit | None
    unit_text: str


@dataclass(slots=True)
class Needed:
    """One ingredient: its uses, then its rows."""

    source: Source
    converter: Converter
    uses: list[_Use] = field(default_factory=list)
    rows: list[AmountRow] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """Every ingredient in reading order, and what could not be added up."""

    ingredients: list[Needed] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)


def gather(made: Made) -> Gathered:
    """All recipe lines of all recipes that are made; each is in a row or is not counted."""
    needed: dict[str, Needed] = {}
    for uuid in made.order:
        recipe, batches = made.data[uuid], Factor(made.batches[uuid], Meaning.BATCHES)
        for place, line in enumerate(recipe["lines"]):
            source = Source(SourceKind.RECIPE_LINE, uuid, recipe["name"], place, line["name"])
            known = needed.get(line["ingredient_uuid"])
            if known is None:
                known = needed[line["ingredient_uuid"]] = _needed(line)
            known.uses.append(_use(source, line, batches))
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


def _use(source: Source, line: Data, batches: Factor) -> _Use:
    each = kitchen_factor(line["quantity"], line["unit"])
    amount = batches.value * each.value
    return _Use(source, (batches, each), amount, unit_of(line["unit"]), line["unit"])


def _add_up(ingredient: Needed) -> Iterable[NotCounted]:
    """Fills the ingredient's rows, one for all that converts; yields what does not."""
    groups: dict[Dimension, list[tuple[_Use, Unit]]] = {}
    unknown: dict[str, list[_Use]] = {}
    for use in ingredient.uses:
        if use.unit is None:
            unknown.setdefault(use.unit_text, []).append(use)
        else:
            groups.setdefault(use.unit.dimension, []).append((use, use.unit))
    if ingredient.converter.grams_per_ml is not None and Dimension.VOLUME in groups:
        groups[Dimension.VOLUME] += groups.pop(Dimension.WEIGHT, [])
    for dimension in sorted(groups, key=list(Dimension).index):
        ingredient.rows.append(_row(ingredient, groups[dimension], dimension))
    if len(groups) > 1:
        yield _apart(ingredient, groups)
    for text, uses in sorted(unknown.items()):
        yield NotCounted(
            ingredient.source.name,
            Uncounted.UNKNOWN_UNIT,
            ingredient.source,
            quantity=sum((use.amount for use in uses), Fraction(0)),
            unit=text,
            places=tuple(use.source for use in uses),
        )


def _row(ingredient: Needed, uses: list[tuple[_Use, Unit]], dimension: Dimension) -> AmountRow:
    used: dict[str, Unit] = {}
    sums: dict[str, Fraction] = {}
    for use, unit in uses:
        used[unit.name] = unit
        sums[unit.name] = sums.get(unit.name, Fraction(0)) + use.amount
    base = Unit("", dimension, Fraction(1))
    ratios = {
        name: ingredient.converter.ratio(unit, base) or Fraction(0) for name, unit in used.items()
    }
    measured = sum((amount * ratios[name] for name, amount in sums.items()), Fraction(0))
    target = unit_for(used.values(), measured, dimension)
    terms = []
    for use, unit in uses:
        factors = use.factors
        if unit.name != target.name:
            factors += (Factor(ratios[unit.name] / target.factor, Meaning.UNIT, target.name),)
        terms.append(Term(use.source, factors))
    return AmountRow(
        uuid=ingredient.source.uuid,
        name=ingredient.source.name,
        quantity=measured / target.factor if len(used) > 1 else sums[target.name],
        unit=target.name,
        proof=Proof(tuple(terms)),
    )


def _apart(ingredient: Needed, groups: dict[Dimension, list[tuple[_Use, Unit]]]) -> NotCounted:
    """Each row is right by itself, but there is no one number for the ingredient."""
    only_density = set(groups) == {Dimension.VOLUME, Dimension.WEIGHT}
    return NotCounted(
        ingredient.source.name,
        Uncounted.NO_DENSITY if only_density else Uncounted.UNITS_DIFFER,
        ingredient.source,
        units=tuple(row.unit for row in ingredient.rows),
    )
