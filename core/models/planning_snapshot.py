"""
PlanningSnapshot model for grouping snapshots by planning session.

Container record that links an optional event to all snapshots created
during plan finalization. Enables atomic cleanup and event-scoped queries.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import DynamicMapped, Mapped, mapped_column, relationship

from core.models.base import TABLE_OPTIONS, BaseModel, KeptDate, KeptMoment
from core.utils.datetime_utils import utc_now

if TYPE_CHECKING:
    from core.models.event import Event
    from core.models.finished_good_snapshot import FinishedGoodSnapshot
    from core.models.finished_unit_snapshot import FinishedUnitSnapshot
    from core.models.material_unit_snapshot import MaterialUnitSnapshot


class PlanningSnapshot(BaseModel):
    """Open until sealed: the columns of the seal are set all together, once."""

    __tablename__ = "planning_snapshots"
    __table_args__ = (
        Index("idx_planning_snapshot_event", "event_id"),
        Index("idx_planning_snapshot_created", "created_at"),
        Index("idx_planning_snapshot_page", "event_id", "created_at", "id"),
        Index("idx_planning_snapshot_version", "event_uuid", "version"),
        TABLE_OPTIONS,
    )

    # SET NULL: deleting an event preserves its snapshots.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(KeptMoment(), default=utc_now)
    notes: Mapped[str | None]

    # The seal.
    version: Mapped[int | None]
    event_uuid: Mapped[str | None] = mapped_column(String(36))
    event_name: Mapped[str | None]
    event_date: Mapped[date | None] = mapped_column(KeptDate())
    plan_data: Mapped[str | None] = mapped_column(Text)
    hash_version: Mapped[int | None]
    manifest_hash: Mapped[str | None] = mapped_column(String(64))
    # What changed since the snapshot before, in words: derived, not part of the manifest.
    summary: Mapped[str | None]

    event: Mapped[Event | None] = relationship("Event", back_populates="planning_snapshots")

    # The database cascades; without passive_deletes each of 5,000 children is loaded first.
    finished_unit_snapshots: DynamicMapped[FinishedUnitSnapshot] = relationship(
        "FinishedUnitSnapshot",
        back_populates="planning_snapshot",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="dynamic",
    )
    finished_good_snapshots: DynamicMapped[FinishedGoodSnapshot] = relationship(
        "FinishedGoodSnapshot",
        back_populates="planning_snapshot",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="dynamic",
    )
    material_unit_snapshots: DynamicMapped[MaterialUnitSnapshot] = relationship(
        "MaterialUnitSnapshot",
        back_populates="planning_snapshot",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="dynamic",
    )

    def __repr__(self) -> str:
        return f"PlanningSnapshot(id={self.id}, event_id={self.event_id})"
