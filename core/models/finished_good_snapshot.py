"""The definition of a box as it was."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.models.component_snapshot import ComponentSnapshot


class FinishedGoodSnapshot(ComponentSnapshot):
    """RESTRICT keeps the source; the id is null only in a snapshot that came from a file."""

    __tablename__ = "finished_good_snapshots"
    _collection = "finished_good_snapshots"

    finished_good_id: Mapped[int | None] = mapped_column(
        ForeignKey("finished_goods.id", ondelete="RESTRICT"), index=True
    )
