"""Items: what one batch of a recipe gives, in pieces or in portions."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import CatalogModel, ExactAmount, value_enum
from core.models.recipe import Recipe


class YieldMode(StrEnum):
    """How a batch is counted: in pieces, or as a percentage of the batch for each portion."""

    DISCRETE_COUNT = "discrete_count"
    BATCH_PORTION = "batch_portion"


class FinishedUnit(CatalogModel):
    """An item. Either yield may be missing: then it is planned all the same, and listed to check."""

    __tablename__ = "finished_units"
    slug_source: ClassVar[str] = "display_name"

    display_name: Mapped[str]
    description: Mapped[str | None]
    recipe_id: Mapped[int | None] = mapped_column(
        ForeignKey("recipes.id", ondelete="RESTRICT"), index=True
    )
    yield_mode: Mapped[YieldMode] = mapped_column(
        value_enum(YieldMode), default=YieldMode.DISCRETE_COUNT
    )
    items_per_batch: Mapped[Fraction | None]
    item_unit: Mapped[str | None]
    batch_percentage: Mapped[Fraction | None] = mapped_column(ExactAmount(over=0, most=100))
    portion_description: Mapped[str | None]
    category: Mapped[str | None]
    production_notes: Mapped[str | None]
    notes: Mapped[str | None]

    recipe: Mapped[Recipe | None] = relationship()
