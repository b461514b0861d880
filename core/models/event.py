"""What the baker bakes for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Index
from sqlalchemy.orm import DynamicMapped, Mapped, mapped_column, relationship

from core.models.base import TABLE_OPTIONS, BaseModel, KeptDate

if TYPE_CHECKING:
    from core.models.plan_line import PlanLine
    from core.models.planning_snapshot import PlanningSnapshot


class Event(BaseModel):
    """An event with its plan (the lines as they are now) and its snapshots."""

    __tablename__ = "events"
    __table_args__ = (Index("idx_event_date", "event_date", "id"), TABLE_OPTIONS)

    name: Mapped[str]
    event_date: Mapped[date | None] = mapped_column(KeptDate())
    year: Mapped[int | None]
    notes: Mapped[str | None]
    # The counter behind snapshot numbers: it only grows, so a number is never given twice.
    last_version: Mapped[int] = mapped_column(default=0, server_default="0")

    plan_lines: Mapped[list[PlanLine]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="(PlanLine.sort_order, PlanLine.id)",
    )
    planning_snapshots: DynamicMapped[PlanningSnapshot] = relationship(
        "PlanningSnapshot", back_populates="event", lazy="dynamic"
    )
