"""The one function that adds a plan up, for a draft and for a snapshot alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.arithmetic.batches import bake
from core.domain.arithmetic.explosion import BOX, Definitions, Exploded, explode
from core.domain.arithmetic.feasibility import judge
from core.domain.arithmetic.ingredients import gather
from core.domain.arithmetic.materials import pack
from core.domain.arithmetic.recipes import Made, make_recipes
from core.domain.arithmetic.shopping import shop
from core.domain.catalog import Stock
from core.domain.plan_summary import (
    BatchChoice,
    FeasibilityRow,
    NotCounted,
    PartRow,
    PlanSummary,
    Proof,
)
from core.domain.planned import PlannedLine
from core.domain.resting import no_collections


@dataclass(frozen=True, slots=True)
class PlanStock:
    """What she has, by the uuids of ingredients and materials; what is not there is not known."""

    ingredients: Mapping[str, Stock] = field(default_factory=dict)
    materials: Mapping[str, Stock] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanInput:
    """A plan's lines, the definition of everything in it by (kind, uuid), choices and stock.

    `batches` are her choices by the item's uuid, `shared` the uuids of recipes whose items share
    batches. A choice about what is not in the plan says nothing.
    """

    lines: tuple[PlannedLine, ...]
    definitions: Definitions
    batches: Mapping[str, BatchChoice] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    stock: PlanStock = PlanStock()


@no_collections
def summarize(plan: PlanInput, *, is_compared: bool = False) -> PlanSummary:
    """All sums of the plan, exact, in time linear in its definitions.

    But for how much of each line can be made, whose time grows with the short items of every line:
    to be compared with another it needs neither that nor the rows of boxes and recipes.
    KeyError, TypeError or ValueError where the definitions are not what was written.
    """
    found = explode(plan.lines, plan.definitions)
    baked = bake(found, plan.definitions, choices=plan.batches, shared=plan.shared)
    made = make_recipes(baked.rows, plan.definitions)
    gathered = gather(made)
    packed = pack(found, plan.definitions)
    shopping = shop(
        gathered.ingredients,
        packed,
        stock=plan.stock.ingredients,
        material_stock=plan.stock.materials,
    )
    missing = [
        *found.not_counted,
        *baked.not_counted,
        *made.not_counted,
        *gathered.not_counted,
        *shopping.not_counted,
    ]
    feasibility: Iterable[FeasibilityRow] = ()
    if not is_compared:
        feasibility = judge(plan.lines, found, definitions=plan.definitions, rows=baked.rows)
    return PlanSummary(
        batches=tuple(baked.rows),
        ingredients=tuple(row for each in gathered.ingredients for row in each.rows),
        materials=tuple(each.row() for each in packed),
        to_buy=tuple(shopping.rows),
        feasibility=tuple(feasibility),
        not_counted=tuple(sorted(missing, key=_reading_order)),
        boxes=() if is_compared else _boxes(found, plan.definitions),
        recipes=() if is_compared else _recipes(made),
    )


def _reading_order(each: NotCounted) -> tuple[str, str, str, str]:
    return each.reason.value, each.name.casefold(), each.source.uuid, each.unit


def _boxes(found: Exploded, definitions: Definitions) -> tuple[PartRow, ...]:
    return _by_name(
        PartRow(
            uuid,
            definitions[BOX, uuid]["display_name"],
            found.totals[BOX, uuid],
            Proof(tuple(found.terms[BOX, uuid])),
        )
        for uuid in found.order
    )


def _recipes(made: Made) -> tuple[PartRow, ...]:
    return _by_name(
        PartRow(uuid, made.data[uuid]["name"], made.totals[uuid], Proof(tuple(made.terms[uuid])))
        for uuid in made.order
    )


def _by_name(rows: Iterable[PartRow]) -> tuple[PartRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.uuid)))
