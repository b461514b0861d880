"""Finds what a plan or a box can take, by any part of its name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.domain.definition import counted_in, material_unit_name
from core.domain.folding import fold
from core.domain.keys import ComponentKind, ThingKind
from core.domain.rows import Choice
from core.models import (
    FinishedGood,
    FinishedUnit,
    Material,
    MaterialUnit,
    PlanLine,
    SearchEntry,
)
from core.services.database import session_scope
from core.services.lookup import get_row

MODELS: dict[ComponentKind, Any] = {
    ComponentKind.FINISHED_GOOD: FinishedGood,
    ComponentKind.FINISHED_UNIT: FinishedUnit,
    ComponentKind.MATERIAL_UNIT: MaterialUnit,
}


def find_choices(
    text: str,
    *,
    event_id: int | None = None,
    has_generic: bool = False,
    limit: int = 6,
    session: Session | None = None,
) -> tuple[Choice, ...]:
    """Boxes, then items, then materials whose name holds every word of `text`; retired ones not.

    At most `limit` of each kind, names that begin with the text first. For an event, each choice
    says how many its plan holds already. `has_generic` adds materials that are chosen later.
    """
    kinds = [*MODELS, ComponentKind.MATERIAL] if has_generic else list(MODELS)
    with session_scope(session, write=False) as s:
        choices: list[Choice] = []
        for kind in kinds:
            choices += _choices_of(s, kind, text, event_id=event_id, limit=limit)
        return tuple(choices)


def get_choice(kind: ComponentKind, source_id: int, session: Session | None = None) -> Choice:
    """One thing as a choice, for instance after it was made."""
    with session_scope(session, write=False) as s:
        row = get_row(s, MODELS.get(kind, Material), source_id)
        if kind is ComponentKind.MATERIAL_UNIT:
            name = material_unit_name(row.name, row.material.name)
        else:
            name = row.name if kind is ComponentKind.MATERIAL else row.display_name
        return _choice(kind, row, name, planned=(None, None))


def is_empty(session: Session | None = None) -> bool:
    """Whether there is nothing a plan could take yet."""
    with session_scope(session, write=False) as s:
        counts = (s.scalar(select(func.count()).select_from(model)) for model in MODELS.values())
        return not any(counts)


def has_boxes(session: Session | None = None) -> bool:
    """Whether a box was ever made."""
    with session_scope(session, write=False) as s:
        return bool(s.scalar(select(func.count()).select_from(FinishedGood)))


def _choices_of(
    session: Session, kind: ComponentKind, text: str, *, event_id: int | None, limit: int
) -> list[Choice]:
    model: Any = MODELS.get(kind, Material)
    entry, wanted = SearchEntry.__table__.c, fold(text)
    statement = (
        select(model, entry.shown, entry.folded)
        .join(SearchEntry.__table__, entry.owner_id == model.id)
        .where(entry.kind == ThingKind(kind.value).value, model.retired_at.is_(None))
    )
    # Each word once: the database refuses a statement of a thousand conditions.
    for word in dict.fromkeys(wanted.split()):
        statement = statement.where(entry.folded.contains(word, autoescape=True))
    if event_id is not None and kind in MODELS:
        # What the plan holds already is what she most likely means.
        source = getattr(PlanLine, f"{kind.value}_id")
        held = select(source).where(PlanLine.event_id == event_id, source.is_not(None))
        statement = statement.order_by(model.id.in_(held).desc())
    statement = statement.order_by(
        entry.folded.startswith(wanted, autoescape=True).desc(),
        # With nothing typed a blank would put names of several words first.
        entry.folded.contains(f" {wanted}" if wanted else "", autoescape=True).desc(),
        entry.folded,
        model.id,
    ).limit(limit)
    found = session.execute(statement).all()
    planned = _planned(session, kind, event_id)
    return [
        _choice(kind, row[0], row.shown, planned=planned.get(row[0].id, (None, None)))
        for row in found
    ]


def _choice(kind: ComponentKind, row: Any, name: str, *, planned: tuple[Any, int | None]) -> Choice:
    data: dict[str, Any] = {}
    if kind is ComponentKind.FINISHED_UNIT:
        data = {
            "yield_mode": row.yield_mode.value,
            "item_unit": row.item_unit,
            "portion_description": row.portion_description,
        }
    quantity, line_id = planned
    return Choice(kind, row.id, row.uuid, name, counted_in(kind, data), quantity, line_id)


def _planned(
    session: Session, kind: ComponentKind, event_id: int | None
) -> dict[int, tuple[Any, int]]:
    """(quantity, line id) of the first line of each thing that the plan holds."""
    if event_id is None or kind not in MODELS:
        return {}
    source = getattr(PlanLine, f"{kind.value}_id")
    planned: dict[int, tuple[Any, int]] = {}
    for row in session.execute(
        select(source.label("source_id"), PlanLine.quantity, PlanLine.id)
        .where(PlanLine.event_id == event_id, source.is_not(None))
        .order_by(PlanLine.sort_order, PlanLine.id)
    ):
        planned.setdefault(row.source_id, (row.quantity, row.id))
    return planned
