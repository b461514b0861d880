"""The way down from every number of a plan, each level of which adds up to what it explains."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.plan_summary import (
    BatchChoice,
    Meaning,
    PlanSummary,
    Proof,
    SourceKind,
    Term,
)
from core.domain.proof_steps import NumberKind, ProofStep, ProofSteps
from tests.core.domain.plans import BOX, ITEM, UNIT, Plan, batch, recipe, recipe_line
from tests.core.domain.test_arithmetic_by_chance import plans

TODAY = date(2026, 11, 1)
STOCK = PlanStock(
    {"ingredient Flour": Stock(Fraction(5), "lb", TODAY)},
    {"Ribbon": Stock(Fraction(100), "cm", TODAY)},
)
MOST_STEPS = 3_000


def bakery(**more: Any) -> PlanSummary:
    """50 of box A in each of 2 hampers and 50 of box B; cookies and cakes of nested recipes."""
    plan = Plan()
    plan.recipes["icing"] = recipe("icing", [recipe_line("Sugar", "0.33", "cup")])
    plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 2, "cup", "4.25")], icing=2)
    plan.item("Cookie", 48, made_of="dough")
    plan.item("Cake", percentage=30, made_of="dough")
    plan.unit("bow", "15.24", "Ribbon")
    plan.box("Box A", (ITEM, "Cookie", 6), (UNIT, "bow", 2))
    plan.box("Box B", (ITEM, "Cookie", 6), (ITEM, "Cake", 1))
    plan.box("Hamper", (BOX, "Box A", 2))
    plan.line(BOX, "Hamper", 25)
    plan.line(BOX, "Box B", 50, buffer=10)
    return plan.sum(stock=STOCK, **more)


def proofs(summary: PlanSummary) -> Iterable[Proof]:
    for item in summary.batches:
        yield from (item.proof, item.making)
    for row in (
        *summary.ingredients,
        *summary.materials,
        *summary.to_buy,
        *summary.boxes,
        *summary.recipes,
    ):
        yield row.proof


def factor(term: Term, meaning: Meaning) -> Fraction:
    (found,) = [each.value for each in term.factors if each.meaning is meaning]
    return found


def require_that_it_adds_up(summary: PlanSummary, step: ProofStep, total: Fraction) -> None:
    """`total` is what the next level adds up to; the meaning of the step says what it has to be."""
    term = step.term
    kind = term.source.kind
    if kind is SourceKind.BOX:
        assert total == factor(term, Meaning.BOXES)
    elif kind in (SourceKind.RECIPE, SourceKind.RECIPE_LINE):
        assert total == factor(term, Meaning.BATCHES)
    elif kind in (SourceKind.INGREDIENT, SourceKind.MATERIAL):
        assert total == factor(term, Meaning.NEEDED)
    else:
        assert kind is SourceKind.ITEM
        item = step.item
        assert item is not None
        assert total == item.need
        exactly, batches = item.whole_need / item.per_batch, factor(term, Meaning.BATCHES)
        if item.choice is not None:
            assert batches == item.choice.batches
        elif item.shared_batches is not None:
            together = sum(
                row.whole_need / row.per_batch
                for row in summary.batches
                if row.recipe_uuid == item.recipe_uuid and row.shared_batches is not None
            )
            assert item.shared_batches == math.ceil(together)
            assert batches == item.shared_batches * exactly / together
        else:
            assert batches == math.ceil(exactly)


def walk(summary: PlanSummary) -> set[SourceKind]:
    """Every number down to its leaves; the kinds of sources that were met."""
    steps, met = ProofSteps(summary), set()
    for proof in proofs(summary):
        number = steps.number_of(proof)
        assert number is not None
        assert number.proof is proof
        waiting = list(steps.under(proof))
        assert sum((step.term.amount for step in waiting), Fraction(0)) == proof.total
        for step in waiting:
            met.add(step.term.source.kind)
            level = steps.of(step)
            assert step.is_leaf == (not level)
            if level:
                total = sum((each.term.amount for each in level), Fraction(0))
                require_that_it_adds_up(summary, step, total)
            else:
                assert step.term.source.kind in (SourceKind.LINE, SourceKind.STOCK)
            waiting += level
            assert len(waiting) < MOST_STEPS
    return met


def test_every_number_of_a_bakery_leads_down_to_what_is_planned() -> None:
    assert walk(bakery()) == set(SourceKind) - {SourceKind.MATERIAL_UNIT}


@settings(max_examples=200, deadline=None)
@given(plans())
def test_at_every_level_the_terms_add_up_to_the_number_above(
    drawn: tuple[Plan, dict[str, Any]],
) -> None:
    plan, choices = drawn
    walk(plan.sum(stock=STOCK, **choices))


def test_flour_to_buy_leads_to_the_recipe_line_the_batches_the_boxes_and_the_line() -> None:
    summary = bakery()
    steps = ProofSteps(summary)
    (flour,) = [row for row in summary.to_buy if row.name == "Flour"]
    needed, have = steps.under(flour.proof)
    assert (needed.term.source.kind, have.term.source.kind) == ("ingredient", "stock")
    (line,) = steps.of(needed)
    assert (line.term.source.name, line.term.source.part) == ("dough", "Flour")
    cake, cookie = steps.of(line)
    assert (cake.item, cookie.item) == (batch(summary, "Cake"), batch(summary, "Cookie"))
    box_a, box_b = sorted(steps.of(cookie), key=lambda step: step.term.source.name)
    assert (box_a.term.source.name, box_b.term.source.name) == ("Box A", "Box B")
    (hamper,) = steps.of(box_a)
    (planned,) = steps.of(hamper)
    assert (planned.term.source.kind, planned.is_leaf) == (SourceKind.LINE, True)
    assert steps.of(planned) == ()


def test_each_level_knows_what_its_terms_count() -> None:
    summary = bakery()
    steps = ProofSteps(summary)
    (sugar,) = [row for row in summary.ingredients if row.name == "Sugar"]
    (line,) = steps.under(sugar.proof)
    (dough,) = steps.of(line)
    numbers = [step.number for step in (line, dough, steps.of(dough)[0])]
    assert [(each and each.kind, each and each.unit) for each in numbers] == [
        (NumberKind.AMOUNT, "cup"),
        (NumberKind.BATCHES, ""),
        (NumberKind.BATCHES, ""),
    ]
    assert dough.below == numbers[2]
    cookie = steps.of(steps.of(dough)[1])[0]
    assert cookie.number is not None
    assert (cookie.number.kind, cookie.number.unit) == (NumberKind.NEED, "pieces")


def test_a_number_is_the_same_one_after_the_plan_changed() -> None:
    chosen = {"Cookie": BatchChoice(Fraction(3), datetime(2026, 11, 1, tzinfo=UTC))}
    before, after = bakery(), bakery(batches=chosen)
    was = ProofSteps(before).number_of(batch(before, "Cookie").making)
    now = ProofSteps(after).number_of(batch(after, "Cookie").making)
    assert was is not None
    assert now is not None
    assert was == now
    assert was.proof != now.proof
    assert was != ProofSteps(before).number_of(batch(before, "Cookie").proof)


def test_a_proof_of_another_plan_adds_up_without_a_unit() -> None:
    proof = Proof(bakery().ingredients[0].proof.terms)
    (step,) = ProofSteps(bakery()).under(proof)
    assert (step.number, step.is_leaf) == (None, False)


def test_a_diamond_of_boxes_is_walked_no_further_than_asked() -> None:
    plan = Plan()
    plan.item("Cookie", 1)
    plan.box("b0", (ITEM, "Cookie", 1))
    for n in range(1, 40):
        plan.box(f"b{n}", (BOX, f"b{n - 1}", 1), (BOX, f"b{n - 1}", 2))
    plan.line(BOX, "b39", 1)
    summary = plan.sum()
    steps = ProofSteps(summary)
    level = steps.under(summary.batches[0].proof)
    for _ in range(40):
        level = steps.of(level[0])
    assert [step.term.source.kind for step in level] == [SourceKind.LINE]
