"""What the three kinds of component snapshot share: one frozen definition and its hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from core.models.base import BaseModel
from core.models.planning_snapshot import PlanningSnapshot
from core.utils.datetime_utils import utc_now


def _hash_of_definition(context: DefaultExecutionContext) -> str:
    text = context.get_current_parameters()["definition_data"]  # type: ignore[no-untyped-call]
    return hashlib.sha256(text.encode()).hexdigest()


class ComponentSnapshot(BaseModel):
    """One component as it was; the row is never updated (guards.py)."""

    __abstract__ = True
    _collection = ""

    planning_snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("planning_snapshots.id", ondelete="CASCADE"), index=True
    )
    snapshot_date: Mapped[datetime] = mapped_column(default=utc_now)
    # Canonical text, as hashed: never normalised or reformatted on its way.
    definition_data: Mapped[str] = mapped_column(Text)
    definition_hash: Mapped[str] = mapped_column(String(64), default=_hash_of_definition)

    @declared_attr
    def planning_snapshot(cls) -> Mapped[PlanningSnapshot]:
        return relationship(back_populates=cls._collection)

    def get_definition_data(self) -> dict[str, Any]:
        """The definition as a new dict."""
        data: dict[str, Any] = json.loads(self.definition_data)
        return data
