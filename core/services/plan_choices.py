"""The baker's choices and stock beside a plan: read from the live tables, and kept in plan_data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.arithmetic import PlanStock
from core.domain.catalog import Stock
from core.domain.definition import Data
from core.domain.plan_summary import BatchChoice
from core.domain.quantity import AmountError, amount_text, positive, to_amount
from core.models import ChosenBatches, Event, Ingredient, Material, Recipe, SharedRecipe
from core.models.base import StoredTextError


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """Chosen batches by item, recipes that share theirs, and what she has, all by uuid."""

    batches: dict[str, BatchChoice] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    stock: PlanStock = field(default_factory=PlanStock)

    @property
    def numbers(self) -> dict[str, Fraction]:
        """The chosen batches alone, without when and why."""
        return {uuid: choice.batches for uuid, choice in self.batches.items()}


@dataclass(frozen=True, slots=True)
class InPlan:
    """The uuids of what a plan holds, by which the rest of the catalog is left out."""

    items: Collection[str]
    recipes: Collection[str]
    ingredients: Collection[str]
    materials: Collection[str]


def read_choices(session: Session, event_id: int) -> PlanChoices:
    """All choices of the event and the whole catalog's stock, in four statements."""
    chosen, shared = ChosenBatches.__table__.c, SharedRecipe.__table__.c
    batches = session.execute(select(*chosen).where(chosen.event_id == event_id))
    recipes = session.scalars(select(shared.recipe_uuid).where(shared.event_id == event_id))
    return PlanChoices(
        {
            row.finished_unit_uuid: BatchChoice(
                row.batches, row.chosen_at, row.reason, row.accepted_shortfall
            )
            for row in batches
        },
        frozenset(recipes),
        read_stock(session),
    )


def read_stock(session: Session) -> PlanStock:
    """What she has, of the whole catalog, in two statements."""
    return PlanStock(_stock(session, Ingredient), _stock(session, Material))


def _stock(session: Session, model: type[Ingredient] | type[Material]) -> dict[str, Stock]:
    table = model.__table__.c
    parts = (table.stock_amount, table.stock_unit, table.stock_as_of)
    known = select(table.uuid, *parts).where(*(part.is_not(None) for part in parts))
    rows = session.execute(known).all()
    if not all(isinstance(row.stock_unit, str) for row in rows):
        raise StoredTextError
    return {row[0]: Stock(*row[1:]) for row in rows}


def choices_in(choices: PlanChoices, plan: InPlan) -> PlanChoices:
    """Only what is about something in the plan."""
    return PlanChoices(
        {uuid: each for uuid, each in choices.batches.items() if uuid in plan.items},
        choices.shared & frozenset(plan.recipes),
        PlanStock(
            {u: each for u, each in choices.stock.ingredients.items() if u in plan.ingredients},
            {u: each for u, each in choices.stock.materials.items() if u in plan.materials},
        ),
    )


def choices_data(choices: PlanChoices) -> Data:
    """As plan_data keeps them; a key is there only where it says something."""
    stock = {
        kind: {uuid: _stock_data(each) for uuid, each in held.items()}
        for kind, held in (
            ("ingredients", choices.stock.ingredients),
            ("materials", choices.stock.materials),
        )
        if held
    }
    data = {
        "batches": {uuid: _choice_data(each) for uuid, each in choices.batches.items()},
        "shared_recipes": sorted(choices.shared),
        "stock": stock,
    }
    return {key: each for key, each in data.items() if each}


def choices_of(plan: Data) -> PlanChoices:
    """What a parsed plan_data kept; older snapshots kept none.

    What no choice can be raises what reading damaged data raises: see snapshot_reader.UNREADABLE.
    """
    stock = plan.get("stock", {})
    return PlanChoices(
        {
            uuid: BatchChoice(
                _not_below_0(each["batches"]),
                datetime.fromisoformat(each["chosen_at"]),
                None if each["reason"] is None else _text(each["reason"]),
                _amount(each["accepted_shortfall"]),
            )
            for uuid, each in plan.get("batches", {}).items()
        },
        shared_in(plan),
        PlanStock(
            {uuid: _stock_of(each) for uuid, each in stock.get("ingredients", {}).items()},
            {uuid: _stock_of(each) for uuid, each in stock.get("materials", {}).items()},
        ),
    )


def shared_in(plan: Data) -> frozenset[str]:
    """The uuids of the recipes whose items shared batches in a parsed plan_data."""
    shared = plan.get("shared_recipes", [])
    if not isinstance(shared, list):
        raise TypeError
    return frozenset(shared)


def copy_shared(session: Session, event: Event, uuids: Collection[str]) -> None:
    """Lets the event's items share batches of these recipes too, as far as they are here still."""
    known = set(
        session.scalars(select(SharedRecipe.recipe_uuid).where(SharedRecipe.event_id == event.id))
    )
    here = session.scalars(select(Recipe.uuid))
    session.add_all(
        SharedRecipe(event_id=event.id, recipe_uuid=uuid)
        for uuid in sorted((set(uuids) & set(here)) - known)
    )
    session.flush()


def _choice_data(choice: BatchChoice) -> Data:
    return {
        "batches": _number(choice.batches),
        "chosen_at": choice.chosen_at.isoformat(),
        "reason": choice.reason,
        "accepted_shortfall": _number(choice.accepted_shortfall),
    }


def _stock_data(stock: Stock) -> Data:
    return {
        "amount": _number(stock.amount),
        "unit": stock.unit,
        "as_of": stock.as_of.isoformat(),
    }


def _stock_of(data: Data) -> Stock:
    day = date.fromisoformat(data["as_of"])
    return Stock(_not_below_0(data["amount"]), _text(data["unit"]), day)


def _not_below_0(stored: Any) -> Fraction:
    amount = to_amount(stored)
    if amount < 0:
        raise AmountError("An amount cannot be below 0.")
    return amount


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise TypeError
    return stored


def _number(amount: Fraction | None) -> int | str | None:
    if amount is None or amount.denominator != 1:
        return None if amount is None else amount_text(amount)
    return amount.numerator


def _amount(stored: Any) -> Fraction | None:
    return None if stored is None else positive(to_amount(stored))
