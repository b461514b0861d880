"""Recipes: their ingredient lines, and recipes used inside recipes."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import TABLE_OPTIONS, BaseModel, CatalogModel
from core.models.ingredient import Ingredient


class Recipe(CatalogModel):
    """One batch of something, as it is made."""

    __tablename__ = "recipes"

    name: Mapped[str]
    category: Mapped[str | None]
    source: Mapped[str | None]
    notes: Mapped[str | None]

    ingredients: Mapped[list[RecipeIngredient]] = relationship(
        back_populates="recipe",
        cascade="all, delete-orphan",
        order_by="(RecipeIngredient.sort_order, RecipeIngredient.id)",
    )
    components: Mapped[list[RecipeComponent]] = relationship(
        back_populates="recipe",
        foreign_keys="RecipeComponent.recipe_id",
        cascade="all, delete-orphan",
        order_by="(RecipeComponent.sort_order, RecipeComponent.id)",
    )


class RecipeIngredient(BaseModel):
    """One line of a recipe; the same ingredient may stand on several."""

    __tablename__ = "recipe_ingredients"

    recipe_id: Mapped[int] = mapped_column(ForeignKey("recipes.id", ondelete="CASCADE"), index=True)
    ingredient_id: Mapped[int] = mapped_column(
        ForeignKey("ingredients.id", ondelete="RESTRICT"), index=True
    )
    quantity: Mapped[Fraction]
    unit: Mapped[str]
    notes: Mapped[str | None]
    sort_order: Mapped[int] = mapped_column(default=0, server_default="0")

    recipe: Mapped[Recipe] = relationship(back_populates="ingredients")
    ingredient: Mapped[Ingredient] = relationship()


class RecipeComponent(BaseModel):
    """Batches of another recipe that go into one batch of this one."""

    __tablename__ = "recipe_components"
    __table_args__ = (
        CheckConstraint("recipe_id <> component_recipe_id", name="not_itself"),
        TABLE_OPTIONS,
    )

    recipe_id: Mapped[int] = mapped_column(ForeignKey("recipes.id", ondelete="CASCADE"), index=True)
    component_recipe_id: Mapped[int] = mapped_column(
        ForeignKey("recipes.id", ondelete="RESTRICT"), index=True
    )
    quantity: Mapped[Fraction]
    sort_order: Mapped[int] = mapped_column(default=0, server_default="0")

    recipe: Mapped[Recipe] = relationship(back_populates="components", foreign_keys=[recipe_id])
    component_recipe: Mapped[Recipe] = relationship(foreign_keys=[component_recipe_id])
