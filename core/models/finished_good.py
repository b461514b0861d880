"""Boxes, and what is in them."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import TABLE_OPTIONS, BaseModel, CatalogModel, value_enum
from core.models.finished_unit import FinishedUnit
from core.models.material import Material, MaterialUnit
from core.models.plan_line import exactly_one_of


class AssemblyType(StrEnum):
    """One thing alone, or several packed together."""

    BARE = "bare"
    BUNDLE = "bundle"


class FinishedGood(CatalogModel):
    """A box."""

    __tablename__ = "finished_goods"
    slug_source: ClassVar[str] = "display_name"

    display_name: Mapped[str]
    description: Mapped[str | None]
    assembly_type: Mapped[AssemblyType] = mapped_column(
        value_enum(AssemblyType), default=AssemblyType.BUNDLE
    )
    packaging_instructions: Mapped[str | None]
    notes: Mapped[str | None]

    components: Mapped[list[Composition]] = relationship(
        back_populates="assembly",
        foreign_keys="Composition.assembly_id",
        cascade="all, delete-orphan",
        order_by="(Composition.sort_order, Composition.id)",
    )


class Composition(BaseModel):
    """One content of a box; a generic material is one whose kind is chosen later."""

    __tablename__ = "compositions"
    __table_args__ = (
        CheckConstraint(
            exactly_one_of(
                "finished_unit_id", "finished_good_id", "material_unit_id", "material_id"
            ),
            name="one_component",
        ),
        CheckConstraint("material_id IS NULL OR is_generic", name="generic_material"),
        CheckConstraint(
            "finished_good_id IS NULL OR finished_good_id <> assembly_id", name="not_itself"
        ),
        TABLE_OPTIONS,
    )

    assembly_id: Mapped[int] = mapped_column(
        ForeignKey("finished_goods.id", ondelete="CASCADE"), index=True
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
    material_id: Mapped[int | None] = mapped_column(
        ForeignKey("materials.id", ondelete="RESTRICT"), index=True
    )
    component_quantity: Mapped[Fraction]
    component_notes: Mapped[str | None]
    sort_order: Mapped[int] = mapped_column(default=0, server_default="0")
    is_generic: Mapped[bool] = mapped_column(default=False, server_default="0")

    assembly: Mapped[FinishedGood] = relationship(
        back_populates="components", foreign_keys=[assembly_id]
    )
    finished_unit: Mapped[FinishedUnit | None] = relationship()
    finished_good: Mapped[FinishedGood | None] = relationship(foreign_keys=[finished_good_id])
    material_unit: Mapped[MaterialUnit | None] = relationship()
    material: Mapped[Material | None] = relationship()
