"""The definition of an item as it was."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.models.component_snapshot import ComponentSnapshot


class FinishedUnitSnapshot(ComponentSnapshot):
    """RESTRICT keeps the source; the id is null only in a snapshot that came from a file."""

    __tablename__ = "finished_unit_snapshots"
    _collection = "finished_unit_snapshots"

    finished_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("finished_units.id", ondelete="RESTRICT"), index=True
    )
