"""The way down from a number of a plan's sums: what each of its terms comes from, level by level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from core.domain.plan_summary import (
    BatchRow,
    PartRow,
    PlanSummary,
    Proof,
    SourceKind,
    Term,
)


class NumberKind(StrEnum):
    """Which number of a thing is proved."""

    NEED = "need"  # pieces or portions of an item
    MAKES = "makes"  # the same, of all its batches
    AMOUNT = "amount"  # of an ingredient or material
    TO_BUY = "to_buy"  # of the same, less what she has
    BOXES = "boxes"  # how often a box is packed
    BATCHES = "batches"  # of a recipe


@dataclass(frozen=True, slots=True)
class PlanNumber:
    """One number of a plan and its proof; it is the same one however much it changes.

    `unit` is of what its terms give; boxes and batches need none.
    """

    kind: NumberKind
    uuid: str
    unit: str
    proof: Proof = field(compare=False)


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One term of a level; `number` is the one that it is a part of, if the plan knows it.

    `below` is the number inside the term that the next level adds up to: how often the box is
    packed, the batches of the recipe, what is needed of the ingredient. The batches of an `item`
    come from its need, divided by what a batch gives and rounded up, chosen or shared.
    """

    term: Term
    number: PlanNumber | None = None
    below: PlanNumber | None = field(default=None, compare=False)
    item: BatchRow | None = None

    @property
    def is_leaf(self) -> bool:
        return self.below is None or not self.below.proof.terms


class ProofSteps:
    """Builds the levels one by one, as they are asked for: boxes in boxes can be a diamond.

    What `number_of`, `under` and `of` give is for the proofs of this summary.
    """

    def __init__(self, summary: PlanSummary) -> None:
        self.summary = summary
        self._items = {row.uuid: row for row in summary.batches}
        self._boxes = {row.uuid: row for row in summary.boxes}
        self._recipes = {row.uuid: row for row in summary.recipes}
        self._amounts = {
            (kind, row.uuid, row.unit): row
            for kind, rows in (
                (SourceKind.INGREDIENT, summary.ingredients),
                (SourceKind.MATERIAL, summary.materials),
            )
            for row in rows
        }

    def number_of(self, proof: Proof) -> PlanNumber | None:
        """Which number of the plan this very proof is about."""
        return next((each for each in self._numbers() if each.proof is proof), None)

    def under(self, proof: Proof) -> tuple[ProofStep, ...]:
        """The first level."""
        return self._level(proof, self.number_of(proof))

    def of(self, step: ProofStep) -> tuple[ProofStep, ...]:
        """The next level; nothing below what was planned and what she has."""
        return () if step.below is None else self._level(step.below.proof, step.below)

    def _level(self, proof: Proof, number: PlanNumber | None) -> tuple[ProofStep, ...]:
        return tuple(
            ProofStep(term, number, self._below(term), self._item_of(term)) for term in proof.terms
        )

    def _item_of(self, term: Term) -> BatchRow | None:
        return self._items.get(term.source.uuid) if term.source.kind is SourceKind.ITEM else None

    def _below(self, term: Term) -> PlanNumber | None:
        kind, uuid = term.source.kind, term.source.uuid
        if kind is SourceKind.BOX:
            return _part(NumberKind.BOXES, self._boxes.get(uuid))
        if kind in (SourceKind.RECIPE, SourceKind.RECIPE_LINE):
            return _part(NumberKind.BATCHES, self._recipes.get(uuid))
        if kind is SourceKind.ITEM:
            item = self._items.get(uuid)
            return None if item is None else _need(item)
        if kind in (SourceKind.INGREDIENT, SourceKind.MATERIAL):
            unit = term.factors[0].unit
            row = self._amounts.get((kind, uuid, unit))
            return None if row is None else PlanNumber(NumberKind.AMOUNT, uuid, unit, row.proof)
        return None

    def _numbers(self) -> Iterator[PlanNumber]:
        summary = self.summary
        for item in summary.batches:
            yield _need(item)
            yield PlanNumber(NumberKind.MAKES, item.uuid, item.unit, item.making)
        for amount in (*summary.ingredients, *summary.materials):
            yield PlanNumber(NumberKind.AMOUNT, amount.uuid, amount.unit, amount.proof)
        for buy in summary.to_buy:
            yield PlanNumber(NumberKind.TO_BUY, buy.uuid, buy.unit, buy.proof)
        for box in summary.boxes:
            yield PlanNumber(NumberKind.BOXES, box.uuid, "", box.proof)
        for recipe in summary.recipes:
            yield PlanNumber(NumberKind.BATCHES, recipe.uuid, "", recipe.proof)


def _need(item: BatchRow) -> PlanNumber:
    return PlanNumber(NumberKind.NEED, item.uuid, item.unit, item.proof)


def _part(kind: NumberKind, row: PartRow | None) -> PlanNumber | None:
    return None if row is None else PlanNumber(kind, row.uuid, "", row.proof)
