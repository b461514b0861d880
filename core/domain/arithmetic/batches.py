"""How many batches of each item: rounded up once over the whole plan, shared, or as she chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from core.domain.arithmetic.explosion import ITEM, Definitions, Exploded, source_of
from core.domain.arithmetic.reading import (
    batches_factor,
    difference,
    exact,
    exact_whole,
    percent_factor,
    plain_factor,
    product,
    rounded_down,
    rounded_up,
)
from core.domain.definition import Data, counted_in
from core.domain.keys import ComponentKind
from core.domain.plan_summary import (
    BatchChoice,
    BatchRow,
    Factor,
    Meaning,
    NotCounted,
    Proof,
    Source,
    Term,
    Uncounted,
)
from core.domain.quantity import AmountError

Choices = Mapping[str, BatchChoice]


@dataclass(slots=True)
class _Item:
    """One item of the plan on its way to a row; `whole_need` is in whole pieces."""

    source: Source
    data: Data
    recipe: str | None
    need: Fraction
    whole_need: int
    per_batch: Factor
    percentage: Factor | None
    choice: BatchChoice | None
    batches: Fraction = Fraction(0)
    shared_batches: Fraction | None = None


@dataclass(slots=True)
class Baked:
    """The rows in reading order, and what could not be counted."""

    rows: list[BatchRow] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)


def yield_of(data: Data) -> tuple[Factor | None, Factor | None]:
    """Whole pieces or portions that a batch gives, and the percentage of a portion.

    A portion takes a batch's percentage: 30 give 3, and more than 50 give one.
    """
    if data["yield_mode"] != "batch_portion":
        pieces = data["items_per_batch"]
        return (None if pieces is None else plain_factor(pieces, Meaning.PER_BATCH)), None
    if data["batch_percentage"] is None:
        return None, None
    return _portions(data["batch_percentage"])


@lru_cache(maxsize=1024)
def _portions(stored: int | str) -> tuple[Factor, Factor]:
    percentage = percent_factor(exact(stored))
    if percentage.value > 100:
        raise AmountError("A portion is at most 100 percent of a batch.")
    return Factor(rounded_down(100 / percentage.value), Meaning.PER_BATCH), percentage


def bake(
    found: Exploded, definitions: Definitions, *, choices: Choices, shared: frozenset[str]
) -> Baked:
    """A row for every item with a yield; the others are not counted.

    Items of the recipes in `shared` share their batches, but for those that have a choice.
    """
    baked, items = Baked(), []
    for key in found.of_kind(ITEM):
        data, need = definitions[key], found.totals[key]
        source = source_of(key, data)
        per_batch, percentage = yield_of(data)
        if per_batch is None:
            unit = counted_in(ComponentKind.FINISHED_UNIT, data)
            baked.not_counted.append(
                NotCounted(source.name, Uncounted.NO_YIELD, source, need, unit)
            )
            continue
        recipe = data["recipe"]["root"] if data["recipe"] else None
        items.append(
            _Item(
                source,
                data,
                recipe,
                need,
                whole_need=-(-need.numerator // need.denominator),
                per_batch=per_batch,
                percentage=percentage,
                choice=choices.get(source.uuid),
            )
        )
    _set_batches(items, shared)
    items.sort(key=_reading_order)
    for item in items:
        terms = tuple(found.terms[ITEM, item.source.uuid])
        baked.rows.append(_row(item, Proof(terms)))
    return baked


def _set_batches(items: list[_Item], shared: frozenset[str]) -> None:
    together: dict[str, list[_Item]] = {}
    for item in items:
        if item.choice is not None:
            item.batches = item.choice.batches
        elif item.recipe in shared and item.recipe is not None:
            together.setdefault(item.recipe, []).append(item)
        else:
            per = item.per_batch.value
            item.batches = exact_whole(-(-item.whole_need * per.denominator // per.numerator))
    for group in together.values():
        _share(group)


def _share(group: list[_Item]) -> None:
    """One number of whole batches for all; each item gets its part of them, spare and all.

    Pieces are whole: where 7 1/2 and 2 1/2 are needed, a batch of 10 does not make 8 and 3.
    """
    parts = [item.whole_need / item.per_batch.value for item in group]
    exactly = sum(parts, Fraction(0))
    whole = rounded_up(exactly)
    for item, part in zip(group, parts, strict=True):
        item.batches, item.shared_batches = whole * part / exactly, whole


def _reading_order(item: _Item) -> tuple[str, str, str, str]:
    """Items of one recipe stand together."""
    name = item.data["recipe_name"] or ""
    return name.casefold(), item.recipe or "", item.source.name.casefold(), item.source.uuid


def _row(item: _Item, proof: Proof) -> BatchRow:
    per_batch = item.per_batch.value
    makes = product(item.batches, per_batch)
    over = makes.numerator // makes.denominator - item.whole_need
    factors = (batches_factor(item.batches), item.per_batch)
    return BatchRow(
        uuid=item.source.uuid,
        name=item.source.name,
        unit=counted_in(ComponentKind.FINISHED_UNIT, item.data),
        recipe_uuid=item.recipe,
        recipe_name=item.data["recipe_name"],
        need=item.need,
        per_batch=per_batch,
        batches=item.batches,
        makes=makes,
        spare=exact_whole(over) if over < 0 else difference(makes, item.need),
        proof=proof,
        making=Proof((Term(item.source, factors),)),
        percentage=item.percentage,
        choice=item.choice,
        shared_batches=item.shared_batches,
    )
