"""How many batches of each recipe, and of the recipes inside it, every level once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.domain.arithmetic.explosion import ITEM, Definitions, holders_first
from core.domain.arithmetic.reading import batches_factor, plain_factor
from core.domain.arithmetic.tally import Tally
from core.domain.definition import Data
from core.domain.plan_summary import (
    BatchRow,
    Meaning,
    NotCounted,
    Source,
    SourceKind,
    Term,
    Uncounted,
)


@dataclass(slots=True)
class Made(Tally[str]):
    """Recipes by uuid, each behind those that use it: their data, and how many batches (`totals`)."""

    order: list[str] = field(default_factory=list)
    data: dict[str, Data] = field(default_factory=dict)
    not_counted: list[NotCounted] = field(default_factory=list)

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
        made_of = row.making.terms[0]
        tree = definitions[ITEM, row.uuid]["recipe"]
        if tree is None:
            made.not_counted.append(
                NotCounted(row.name, Uncounted.NO_RECIPE, made_of.source, row.need, row.unit)
            )
            continue
        if tree["root"] not in made.data:  # else all that is inside it is known too
            made.data |= tree["recipes"]
        made.add(tree["root"], row.batches, Term(made_of.source, made_of.factors[:1]))
    inside = {
        uuid: [part["recipe_uuid"] for part in recipe["components"]]
        for uuid, recipe in made.data.items()
    }
    made.order = holders_first(list(made.totals), inside)
    for uuid in made.order:
        _add_parts(made, uuid)
    return made


def _add_parts(made: Made, uuid: str) -> None:
    recipe, batches, source = made.data[uuid], made.totals[uuid], made.source(uuid)
    each = batches_factor(batches)
    for part in recipe["components"]:
        quantity = plain_factor(part["quantity"], Meaning.IN_RECIPE)
        term = Term(source, (each, quantity))
        made.add(part["recipe_uuid"], batches * quantity.value, term)
    if not recipe["lines"] and not recipe["components"]:
        made.not_counted.append(
            NotCounted(source.name, Uncounted.EMPTY_RECIPE, source, batches, "batches")
        )
