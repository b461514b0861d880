"""Random plans against a slow, plain re-computation that walks every path by itself."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.definition import Data
from core.domain.plan_summary import BatchChoice, PlanSummary, Uncounted
from core.domain.units import UNITS, Dimension, find_unit
from tests.core.domain.plans import BOX, ITEM, MATERIAL, UNIT, Plan, recipe, recipe_line

NAMES = ("Flour", "Sugar", "Egg")
DENSITIES = {"Flour": "4.25", "Sugar": None, "Egg": None}
QUANTITIES = (1, 2, 7, "1/3", "0.33", "2.5", "0.667", "16.67", "5/8")
UNIT_TEXTS = ("cup", "tbsp", "T", "ml", "oz", "g", "lb", "each", "dozen", "handful")
# Written out, so that no code under test says what a third is.
READ = {"0.33": Fraction(1, 3), "0.667": Fraction(2, 3), "16.67": Fraction(50, 3)}
THEN = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, dict[str, Any]]:
    plan = Plan()
    for n in range(draw(st.integers(1, 4))):
        lines = [
            recipe_line(name, draw(st.sampled_from(QUANTITIES)), unit, DENSITIES[name])
            for name, unit in draw(
                st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(UNIT_TEXTS)), max_size=4)
            )
        ]
        parts = draw(st.lists(st.integers(0, n - 1), max_size=3)) if n else []
        plan.recipes[f"r{n}"] = made = recipe(f"r{n}", lines)
        for part in parts:
            quantity = draw(st.sampled_from(QUANTITIES))
            made["components"].append({"recipe_uuid": f"r{part}", "quantity": quantity})
    root = st.sampled_from([None, *plan.recipes])
    for n in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            plan.item(f"i{n}", draw(st.sampled_from([None, 1, 12, "7.5"])), made_of=draw(root))
        else:
            percentage = draw(st.sampled_from([100, 60, 30, 25, "16.67", "33.33"]))
            plan.item(f"i{n}", percentage=percentage, made_of=draw(root))
    plan.unit("bow", "30.48", "Ribbon")
    plan.unit("loop", "1/3", "Ribbon")
    things = [*((ITEM, key[1]) for key in plan.definitions if key[0] == ITEM.value),
              (UNIT, "bow"), (UNIT, "loop"), (MATERIAL, "Wrapping")]  # fmt: skip
    for n in range(draw(st.integers(0, 4))):
        inside = draw(st.lists(st.sampled_from(things), max_size=4))
        plan.box(
            f"b{n}", *((*each, draw(st.sampled_from([1, 2, "2.5", "0.33"]))) for each in inside)
        )
        things.append((BOX, f"b{n}"))
    planned = [each for each in things if each[0] is not MATERIAL]
    for kind, name in draw(st.lists(st.sampled_from(planned), max_size=5)):
        quantity = draw(st.sampled_from([1, 10, "2.5", 48]))
        plan.line(kind, name, Fraction(quantity), draw(st.sampled_from([None, None, 10])))
    chosen = draw(st.dictionaries(st.sampled_from(["i0", "i1"]), st.integers(0, 3)))
    return plan, {
        "batches": {uuid: BatchChoice(Fraction(n), THEN) for uuid, n in chosen.items()},
        "shared": frozenset(draw(st.lists(st.sampled_from(["r0", "r1"])))),
    }


@st.composite
def stocks(draw: st.DrawFn) -> PlanStock:
    """Nothing said, nothing there, too little or plenty, in units that convert and that do not."""
    amounts = st.sampled_from([0, 1, "0.33", "5.5", 400])
    stock = st.one_of(st.none(), st.tuples(amounts, st.sampled_from([*UNIT_TEXTS, "in"])))
    lengths = st.sampled_from(["in", "cm", "yards", "sq in", "each", "spool"])
    ribbon = draw(st.one_of(st.none(), st.tuples(amounts, lengths)))
    held = {f"ingredient {name}": draw(stock) for name in NAMES}
    return PlanStock(_stocks(held), _stocks({"Ribbon": ribbon}))


def _stocks(held: dict[str, tuple[int | str, str] | None]) -> dict[str, Stock]:
    return {
        uuid: Stock(Fraction(each[0]), each[1], THEN.date()) for uuid, each in held.items() if each
    }


class Plain:
    """Every path walked, nothing remembered."""

    def __init__(self, plan: Plan, choices: dict[str, Any]) -> None:
        self.plan, self.choices = plan, choices
        self.things: Counter[tuple[str, str]] = Counter()
        self.later: Counter[str] = Counter()
        for line in plan.lines:
            more = 1 + (line.buffer_percent or Fraction(0)) / 100
            self.walk(line.kind.value, line.source_uuid, line.quantity * more)
        self.batches = self.all_batches()
        self.measured: Counter[tuple[str, Dimension]] = Counter()
        self.unknown: Counter[tuple[str, str]] = Counter()
        for uuid, batches in self.batches.items():
            tree = self.item(uuid)["recipe"]
            if tree:
                self.cook(tree["recipes"], tree["root"], batches)

    def item(self, uuid: str) -> Data:
        return self.plan.definitions[ITEM.value, uuid]

    def walk(self, kind: str, uuid: str, amount: Fraction) -> None:
        self.things[kind, uuid] += amount
        if kind == BOX.value:
            for entry in self.plan.definitions[kind, uuid]["components"]:
                inside = amount * Fraction(entry["component_quantity"])
                if entry["is_generic"]:
                    self.later[entry["original_uuid"]] += inside
                else:
                    self.walk(entry["component_type"], entry["original_uuid"], inside)

    def per_batch(self, uuid: str) -> Fraction | None:
        data = self.item(uuid)
        if data["batch_percentage"] is not None:
            thirds = {"33.33": Fraction(100, 3), "16.67": Fraction(50, 3)}
            percentage = data["batch_percentage"]
            return Fraction(math.floor(100 / thirds.get(percentage, Fraction(percentage))))
        pieces = data["items_per_batch"]
        return None if pieces is None else Fraction(pieces)

    def all_batches(self) -> dict[str, Fraction]:
        batches: dict[str, Fraction] = {}
        shares: dict[str, dict[str, Fraction]] = {}
        for (kind, uuid), need in self.things.items():
            per = self.per_batch(uuid) if kind == ITEM.value else None
            if per is None:
                continue
            root = self.item(uuid)["recipe"] and self.item(uuid)["recipe"]["root"]
            if uuid in self.choices["batches"]:
                batches[uuid] = self.choices["batches"][uuid].batches
            elif root in self.choices["shared"]:
                shares.setdefault(root, {})[uuid] = need
            else:
                batches[uuid] = Fraction(self.fewest({uuid: need}))
        for needs in shares.values():
            whole, pieces = self.fewest(needs), self.dough(needs)
            for uuid, need in needs.items():
                batches[uuid] = whole * self.dough({uuid: need}) / pieces
        return batches

    def dough(self, needs: dict[str, Fraction]) -> Fraction:
        """Batches that all pieces take, where each takes its share of one; no piece is cut."""
        share = {uuid: 1 / (self.per_batch(uuid) or Fraction(0)) for uuid in needs}
        return sum((math.ceil(need) * share[uuid] for uuid, need in needs.items()), Fraction(0))

    def fewest(self, needs: dict[str, Fraction]) -> int:
        return math.ceil(self.dough(needs))

    def cook(self, recipes: dict[str, Data], uuid: str, batches: Fraction) -> None:
        for line in recipes[uuid]["lines"]:
            name, unit = line["name"], find_unit(line["unit"])
            amount = Fraction(line["quantity"])
            if unit is None:
                self.unknown[name, line["unit"]] += batches * amount
                continue
            dimension = unit.dimension
            if dimension is Dimension.VOLUME:
                amount = READ.get(str(line["quantity"]), amount)
            self.measured[name, dimension] += batches * amount * unit.factor
        for part in recipes[uuid]["components"]:
            self.cook(recipes, part["recipe_uuid"], batches * Fraction(part["quantity"]))


CUP_OF_FLOUR = Fraction("4.25") * UNITS["oz"].factor / UNITS["cup"].factor  # grams a millilitre


def measured(summary: PlanSummary) -> dict[tuple[str, Dimension], Fraction]:
    return {
        (row.name, UNITS[row.unit].dimension): row.quantity * UNITS[row.unit].factor
        for row in summary.ingredients
    }


def joined(found: dict[tuple[str, Dimension], Fraction]) -> dict[tuple[str, Dimension], Fraction]:
    """Flour by volume where any of it is: its density is known."""
    both = dict(found)
    volume, weight = ("Flour", Dimension.VOLUME), ("Flour", Dimension.WEIGHT)
    if volume in both and weight in both:
        both[volume] += both.pop(weight) / CUP_OF_FLOUR
    return both


LENGTHS = {"in": 1, "cm": 1 / Fraction("2.54"), "yards": 36}  # in inches
Amounts = dict[tuple[str, Dimension], Fraction]


def bought(summary: PlanSummary) -> Amounts:
    return {
        (row.name, UNITS[row.unit].dimension): row.quantity * UNITS[row.unit].factor
        for row in summary.to_buy
        if row.name != "Ribbon"
    }


def to_buy(needed: Amounts, stock: PlanStock) -> Amounts:
    """Each need less what she has of it, where both are measured alike or flour is weighed."""
    missing = {}
    for (name, dimension), amount in needed.items():
        held = stock.ingredients.get(f"ingredient {name}")
        unit = find_unit(held.unit) if held else None
        if held is None or unit is None:
            continue
        is_third = unit.dimension is Dimension.VOLUME and held.amount == Fraction("0.33")
        have = (Fraction(1, 3) if is_third else held.amount) * unit.factor
        if name == "Flour" and (unit.dimension, dimension) == (Dimension.WEIGHT, Dimension.VOLUME):
            have /= CUP_OF_FLOUR
        elif name == "Flour" and (unit.dimension, dimension) == (
            Dimension.VOLUME,
            Dimension.WEIGHT,
        ):
            have *= CUP_OF_FLOUR
        elif unit.dimension is not dimension:
            continue
        missing[name, dimension] = max(amount - have, Fraction(0))
    return missing


@settings(max_examples=300, deadline=None)
@given(plans(), stocks())
def test_the_sums_are_what_a_plain_walk_finds(
    drawn: tuple[Plan, dict[str, Any]], stock: PlanStock
) -> None:
    plan, choices = drawn
    summary, plain = plan.sum(stock=stock, **choices), Plain(plan, choices)
    needs = {row.uuid: row.need for row in summary.batches}
    assert needs == {
        uuid: need
        for (kind, uuid), need in plain.things.items()
        if kind == ITEM.value and plain.per_batch(uuid) is not None
    }
    assert {row.uuid: row.batches for row in summary.batches} == plain.batches
    needed = joined({key: amount for key, amount in plain.measured.items() if amount})
    assert measured(summary) == needed
    assert bought(summary) == to_buy(needed, stock)
    told: dict[Any, dict[Any, Any]] = {}
    for each in summary.not_counted:
        told.setdefault(each.reason, {})[each.name, each.unit] = each.quantity
    assert told.get(Uncounted.UNKNOWN_UNIT, {}) == {k: n for k, n in plain.unknown.items() if n}
    later = {(name, "each"): amount for name, amount in plain.later.items()}
    assert told.get(Uncounted.CHOSEN_LATER, {}) == later
    inches = plain.things[UNIT.value, "bow"] * 12
    inches += plain.things[UNIT.value, "loop"] * Fraction(1, 3) / Fraction("2.54")
    assert sum(row.quantity for row in summary.materials) == inches
    ribbon, held = stock.materials.get("Ribbon"), []
    if inches and ribbon and ribbon.unit in LENGTHS:
        held = [max(inches - ribbon.amount * LENGTHS[ribbon.unit], 0)]
    assert [row.quantity for row in summary.to_buy if row.name == "Ribbon"] == held
    no_yield = {each.source.uuid for each in summary.not_counted if each.reason == "no_yield"}
    assert no_yield == {
        uuid for kind, uuid in plain.things if kind == ITEM.value and plain.per_batch(uuid) is None
    }


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(2, 9))
def test_scaling_a_plan_scales_its_exact_needs(
    drawn: tuple[Plan, dict[str, Any]], times: int
) -> None:
    plan, _ = drawn
    once = plan.sum()
    plan.lines = [
        type(line)(line.uuid, line.kind, line.source_uuid, line.name, line.quantity * times,
                   buffer_percent=line.buffer_percent)
        for line in plan.lines
    ]  # fmt: skip
    many = plan.sum()
    assert [row.need * times for row in once.batches] == [row.need for row in many.batches]
    assert [row.quantity * times for row in once.materials] == [
        row.quantity for row in many.materials
    ]


@settings(max_examples=100, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_boxes_changes_nothing(
    drawn: tuple[Plan, dict[str, Any]], chance: Any
) -> None:
    plan, choices = drawn
    before = plan.sum(**choices)
    chance.shuffle(plan.lines)
    for (kind, _), data in plan.definitions.items():
        if kind == BOX.value:
            chance.shuffle(data["components"])
    shuffled = list(plan.definitions.items())
    chance.shuffle(shuffled)
    plan.definitions = dict(shuffled)
    after = plan.sum(**choices)
    assert numbers(after) == numbers(before)


def numbers(summary: PlanSummary) -> list[Any]:
    return [
        [(row.uuid, row.need, row.batches, row.makes, row.spare) for row in summary.batches],
        [(row.uuid, row.quantity, row.unit) for row in (*summary.ingredients, *summary.materials)],
        [(row.uuid, row.quantity) for row in (*summary.boxes, *summary.recipes)],
        [(each.name, each.reason, each.quantity, each.unit) for each in summary.not_counted],
    ]


@settings(max_examples=100, deadline=None)
@given(plans())
def test_what_can_be_made_takes_no_more_than_is_there(drawn: tuple[Plan, dict[str, Any]]) -> None:
    """Every line gets as many as can be, and all together fit in what the batches make."""
    plan, choices = drawn
    rows = plan.sum(**choices)
    made = {row.uuid: math.floor(row.makes) for row in rows.batches}  # whole pieces
    used: Counter[str] = Counter()
    for line in rows.feasibility:
        planned = next(each for each in plan.lines if each.uuid == line.line_uuid)

        def fits(
            amount: Fraction, kind: str = planned.kind.value, uuid: str = planned.source_uuid
        ) -> bool:
            walked = walked_items(plan, kind, uuid, amount)
            return all(used[each] + n <= made[each] for each, n in walked.items() if each in made)

        assert 0 <= line.possible <= line.wanted
        assert fits(line.possible)
        if line.possible < line.wanted:
            assert line.limited_by in made
            assert not fits(min(line.possible + 1, line.wanted))
        used.update(walked_items(plan, planned.kind.value, planned.source_uuid, line.possible))


def walked_items(plan: Plan, kind: str, uuid: str, amount: Fraction) -> Counter[str]:
    alone = Plan(plan.definitions)
    walker = Plain(alone, {"batches": {}, "shared": frozenset()})
    walker.walk(kind, uuid, amount)
    found: Counter[str] = Counter()
    for (each, item), n in walker.things.items():
        if each == ITEM.value:
            found[item] += n
    return found
