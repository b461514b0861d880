"""Refuses boxes and recipes of the live catalog that hold themselves or are nested too deep."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from core.models import Composition, FinishedGood, Recipe, RecipeComponent
from core.services.nesting import check_nesting


def check_boxes(session: Session, box_ids: Collection[int]) -> None:
    """Raises CircularReferenceError or MaxDepthExceededError for boxes whose contents changed.

    The boxes that hold them count too: what is added at the bottom may make the top too deep.
    """
    part = Composition.__table__.c
    _check(session, box_ids, FinishedGood, part=(part.assembly_id, part.finished_good_id))


def check_recipes(session: Session, recipe_ids: Collection[int]) -> None:
    """The same for recipes within recipes."""
    part = RecipeComponent.__table__.c
    _check(session, recipe_ids, Recipe, part=(part.recipe_id, part.component_recipe_id))


def _check(session: Session, ids: Collection[int], model: Any, *, part: tuple[Any, Any]) -> None:
    """Two statements, whatever the size: everything above and below, then the names of a loop."""
    if not ids:
        return
    session.flush()
    owner, inside = part
    # Written out: there may be more than a statement takes variables.
    given = bindparam("given", sorted(ids), type_=Integer(), expanding=True, literal_execute=True)
    above = select(model.id.label("id")).where(model.id.in_(given)).cte("above", recursive=True)
    above = above.union(select(owner).join(above, inside == above.c.id))
    below = select(above.c.id).cte("below", recursive=True)
    below = below.union(select(inside).join(below, owner == below.c.id).where(inside.is_not(None)))
    edges: dict[int, list[int]] = {}
    statement = select(owner, inside).where(owner.in_(select(below.c.id)), inside.is_not(None))
    order = owner.table.c
    for row in session.execute(statement.order_by(order.sort_order, order.id)):
        edges.setdefault(row[0], []).append(row[1])

    def name(each: int) -> str:
        found = select(getattr(model, model.slug_source)).where(model.id == each)
        return str(session.scalar(found))

    # From the changed ones first, so that a path begins where she is.
    roots = [*sorted(ids), *edges]
    check_nesting(roots, children=lambda each: edges.get(each, ()), name=name)
