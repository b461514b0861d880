"""The trash: what was removed, whole, for 30 days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import BaseModel
from core.utils.datetime_utils import utc_now


class RemovedRecord(BaseModel):
    """One act of deleting; `data` holds the removed rows as JSON, `data_hash` proves them."""

    __tablename__ = "removed_records"

    title: Mapped[str]
    removed_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    data: Mapped[str] = mapped_column(Text)
    data_hash: Mapped[str] = mapped_column(String(64))
    event_count: Mapped[int] = mapped_column(default=0)
    plan_line_count: Mapped[int] = mapped_column(default=0)
    snapshot_count: Mapped[int] = mapped_column(default=0)
    finished_unit_count: Mapped[int] = mapped_column(default=0)
    finished_good_count: Mapped[int] = mapped_column(default=0)
    material_unit_count: Mapped[int] = mapped_column(default=0)


class RemovedSource(BaseModel):
    """A catalog thing that a removed record remembers: it cannot be deleted meanwhile."""

    __tablename__ = "removed_sources"

    removed_record_id: Mapped[int] = mapped_column(
        ForeignKey("removed_records.id", ondelete="CASCADE"), index=True
    )
    finished_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("finished_units.id", ondelete="RESTRICT"), index=True
    )
    finished_good_id: Mapped[int | None] = mapped_column(
        ForeignKey("finished_goods.id", ondelete="RESTRICT"), index=True
    )
    material_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("material_units.id", ondelete="RESTRICT"), index=True
    )
