"""One line of an event's plan: how many of which box, item or material."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import TABLE_OPTIONS, BaseModel

if TYPE_CHECKING:
    from core.models.event import Event


def exactly_one_of(*columns: str) -> str:
    """SQL that holds when exactly one of the columns is set, on every engine."""
    return " + ".join(f"CASE WHEN {c} IS NULL THEN 0 ELSE 1 END" for c in columns) + " = 1"


class PlanLine(BaseModel):
    """A planned quantity; the same box may stand on two lines."""

    __tablename__ = "plan_lines"
    __table_args__ = (
        CheckConstraint(
            exactly_one_of("finished_good_id", "finished_unit_id", "material_unit_id"),
            name="one_source",
        ),
        Index("idx_plan_line_event", "event_id", "sort_order", "id"),
        TABLE_OPTIONS,
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    finished_good_id: Mapped[int | None] = mapped_column(
        ForeignKey("finished_goods.id", ondelete="RESTRICT"), index=True
    )
    finished_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("finished_units.id", ondelete="RESTRICT"), index=True
    )
    material_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("material_units.id", ondelete="RESTRICT"), index=True
    )
    quantity: Mapped[Fraction]
    buffer_percent: Mapped[Fraction | None]  # so much more is made than planned
    notes: Mapped[str | None]
    sort_order: Mapped[int] = mapped_column(default=0, server_default="0")

    event: Mapped[Event] = relationship(back_populates="plan_lines")
