"""Everything above and below one box or recipe, read at once, for the nesting rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, literal, select
from sqlalchemy.orm import Session


def edges_around(session: Session, root_id: int, *, owner: Any, part: Any) -> dict[int, list[int]]:
    """What holds what, by owner: of the root, of all that holds it, and of all that is in those.

    In one recursive statement; `owner` and `part` are the two columns of one table.
    """
    above = select(literal(root_id, Integer()).label("id")).cte("above", recursive=True)
    above = above.union(select(owner).where(part == above.c.id))
    around = select(above.c.id).cte("around", recursive=True)
    around = around.union(select(part).where(owner == around.c.id, part.is_not(None)))
    held = select(owner.label("owner_id"), part.label("part_id")).where(
        owner.in_(select(around.c.id)), part.is_not(None)
    )
    edges: dict[int, list[int]] = {root_id: []}
    for row in session.execute(held):
        edges.setdefault(row.owner_id, []).append(row.part_id)
    return edges
