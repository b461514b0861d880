"""What goes into a recipe."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from core.models.base import TABLE_OPTIONS, CatalogModel, Stocked

_DENSITY = (
    "density_volume_amount",
    "density_volume_unit",
    "density_weight_amount",
    "density_weight_unit",
)


class Ingredient(Stocked, CatalogModel):
    """An ingredient; its density reads "1 cup weighs 4.25 oz", all four parts or none."""

    __tablename__ = "ingredients"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {c} IS NULL THEN 0 ELSE 1 END" for c in _DENSITY) + " IN (0, 4)",
            name="density_whole",
        ),
        TABLE_OPTIONS,
    )

    name: Mapped[str]
    category: Mapped[str | None]
    density_volume_amount: Mapped[Fraction | None]
    density_volume_unit: Mapped[str | None]
    density_weight_amount: Mapped[Fraction | None]
    density_weight_unit: Mapped[str | None]
