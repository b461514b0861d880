"""The definition of a material as it was."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.models.component_snapshot import ComponentSnapshot


class MaterialUnitSnapshot(ComponentSnapshot):
    """RESTRICT keeps the source; the id is null only in a snapshot that came from a file."""

    __tablename__ = "material_unit_snapshots"
    _collection = "material_unit_snapshots"

    material_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("material_units.id", ondelete="RESTRICT"), index=True
    )
