"""How many batches of each recipe, and of the recipes inside it, every level once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.arithmetic.explosion import ITEM, Definitions, holders_first
from core.domain.arithmetic.reading import plain_factor
from core.domain.definition import Data
from core.domain.plan_summary import (
    BatchRow,
    Factor,
    Meaning,
    NotCounted,
    Source,
    SourceKind,
    Term,
    Uncounted,
)


@dataclass(slots=True)
class Made:
    """Recipes by uuid, each behind those that use it: their data, batches and terms."""

    order: list[str] = field(default_factory=list)
    data: dict[str, Data] = field(default_factory=dict)
    batches: dict[str, Fraction] = field(default_factory=dict)
    terms: dict[str, list[Term]] = field(default_factory=dict)
    not_counted: list[NotCounted] = field(default_factory=list)

    def add(self, uuid: str, amount: Fraction, term: Term) -> None:
        if uuid in self.batches:
            self.batches[uuid] += amount
            self.terms[uuid].append(term)
        else:
            self.batches[uuid] = amount
            self.terms[uuid] = [term]

    def source(self, uuid: str) -> Source:
        return Source(SourceKind.RECIPE, uuid, self.data[uuid]["name"])


def make_recipes(rows: Iterable[BatchRow], definitions: Definitions) -> Made:
    """The batches of the items' recipes and of all inside them; an item without one is told.

    Of an item that is not made at all, for no batch is chosen, nothing is in any sum.
    """
    made = Made()
    for row in rows:
        if not row.batches:
            continue
        source = Source(SourceKind.ITEM, row.uuid, row.name)
        tree = definitions[ITEM, row.uuid]["recipe"]
        if tree is None:
            made.not_counted.append(
                NotCounted(row.name, Uncounted.NO_RECIPE, source, row.need, row.unit)
            )
            continue
        if tree["root"] not in made.data:  # else all that is inside it is known too
            made.data |= tree["recipes"]
        made.add(tree["root"], row.batches, Term(source, (_batches(row.batches),)))
    inside = {
        uuid: [part["recipe_uuid"] for part in recipe["components"]]
        for uuid, recipe in made.data.items()
    }
    made.order = holders_first(list(made.batches), inside)
    for uuid in made.order:
        _add_parts(made, uuid)
    return made


def _batches(amount: Fraction) -> Factor:
    return Factor(amount, Meaning.BATCHES)


def _add_parts(made: Made, uuid: str) -> None:
    recipe, batches, source = made.data[uuid], made.batches[uuid], made.source(uuid)
    for part in recipe["components"]:
        quantity = plain_factor(part["quantity"], Meaning.IN_RECIPE)
        factors = (_batches(batches), quantity)
        made.add(part["recipe_uuid"], batches * quantity.value, Term(source, factors))
    if not recipe["lines"] and not recipe["components"]:
        made.not_counted.append(
            NotCounted(source.name, Uncounted.EMPTY_RECIPE, source, batches, "batches")
        )
