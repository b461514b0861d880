"""Materials: what the baker packs things in, and the units they are planned by."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import TABLE_OPTIONS, CatalogModel, Stocked


class Material(Stocked, CatalogModel):
    """A material; `base_unit` counts it ("each", "linear_cm", "square_cm"), `display_unit` shows it."""

    __tablename__ = "materials"

    name: Mapped[str]
    category: Mapped[str | None]
    base_unit: Mapped[str] = mapped_column(default="each", server_default="each")
    display_unit: Mapped[str] = mapped_column(default="each", server_default="each")

    units: Mapped[list[MaterialUnit]] = relationship(
        back_populates="material", passive_deletes="all"
    )


class MaterialUnit(CatalogModel):
    """What a plan counts of a material: one bow is `quantity_per_unit` base units of ribbon."""

    __tablename__ = "material_units"
    __table_args__ = (
        # Foreign files make this slug unique only within its material.
        UniqueConstraint("material_id", "slug", name="uq_material_units_material_id_slug"),
        TABLE_OPTIONS,
    )

    slug: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    description: Mapped[str | None]
    material_id: Mapped[int] = mapped_column(
        ForeignKey("materials.id", ondelete="RESTRICT"), index=True
    )
    quantity_per_unit: Mapped[Fraction]

    material: Mapped[Material] = relationship(back_populates="units")
