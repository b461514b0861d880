"""What the baker decides about a plan's batches: a number of her own, and which recipes share them.

Items and recipes are named by uuid, without a foreign key: a choice about a thing that is not in
the plan says nothing, and must never keep the catalog from letting that thing go.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import TABLE_OPTIONS, BaseModel, ExactAmount, LiveMoment
from core.utils.datetime_utils import utc_now


class ChosenBatches(BaseModel):
    """So many batches of an item for one event, and the shortfall in pieces that she accepted."""

    __tablename__ = "chosen_batches"
    __table_args__ = (
        UniqueConstraint(
            "event_id", "finished_unit_uuid", name="uq_chosen_batches_event_id_finished_unit_uuid"
        ),
        TABLE_OPTIONS,
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    finished_unit_uuid: Mapped[str] = mapped_column(String(36))
    batches: Mapped[Fraction] = mapped_column(ExactAmount(over=None, least=0))
    chosen_at: Mapped[datetime] = mapped_column(LiveMoment(), default=utc_now)
    reason: Mapped[str | None]
    accepted_shortfall: Mapped[Fraction | None]


class SharedRecipe(BaseModel):
    """A recipe whose items share batches in one event."""

    __tablename__ = "shared_recipes"
    __table_args__ = (
        UniqueConstraint("event_id", "recipe_uuid", name="uq_shared_recipes_event_id_recipe_uuid"),
        TABLE_OPTIONS,
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    recipe_uuid: Mapped[str] = mapped_column(String(36))
