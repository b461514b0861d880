"""The catalog's things in the words of the window: kinds, icons, and what a row says of itself."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from core.domain.catalog import (
    BoxRow,
    CatalogRow,
    Density,
    IngredientRow,
    ItemRow,
    MaterialRow,
    RecipeRow,
    Stock,
    Yield,
)
from core.domain.keys import ThingKind
from core.domain.material_measures import PLAIN_DISPLAY
from core.domain.quantity import kitchen_value
from core.domain.rows import KindCounts
from gui import texts

KIND_ICONS = {
    ThingKind.FINISHED_UNIT: "item",
    ThingKind.FINISHED_GOOD: "box",
    ThingKind.MATERIAL: "material",
    ThingKind.MATERIAL_UNIT: "material",
    ThingKind.RECIPE: "recipe",
    ThingKind.INGREDIENT: "ingredient",
}


class CatalogSaying(NamedTuple):
    """What a row says of itself: words, an icon, and the theme role of both."""

    text: str
    icon: str = ""
    colour: str = "muted"


def kind_text(kind: ThingKind) -> str:
    """`item`, within a sentence."""
    translate = QCoreApplication.translate
    words = {
        ThingKind.FINISHED_UNIT: translate("CatalogWords", "item"),
        ThingKind.FINISHED_GOOD: translate("CatalogWords", "box"),
        ThingKind.MATERIAL: translate("CatalogWords", "material"),
        ThingKind.MATERIAL_UNIT: translate("CatalogWords", "material"),
        ThingKind.RECIPE: translate("CatalogWords", "recipe"),
        ThingKind.INGREDIENT: translate("CatalogWords", "ingredient"),
    }
    return words[kind]


def kinds_head(kind: ThingKind) -> str:
    """`Items`, over a list."""
    translate = QCoreApplication.translate
    words = {
        ThingKind.FINISHED_UNIT: translate("CatalogWords", "Items"),
        ThingKind.FINISHED_GOOD: translate("CatalogWords", "Boxes"),
        ThingKind.MATERIAL: translate("CatalogWords", "Materials"),
        ThingKind.RECIPE: translate("CatalogWords", "Recipes"),
        ThingKind.INGREDIENT: translate("CatalogWords", "Ingredients"),
    }
    return words[kind]


def new_text(kind: ThingKind) -> str:
    """`New item`, on the button over the list."""
    translate = QCoreApplication.translate
    words = {
        ThingKind.FINISHED_UNIT: translate("CatalogWords", "New item"),
        ThingKind.FINISHED_GOOD: translate("CatalogWords", "New box"),
        ThingKind.MATERIAL: translate("CatalogWords", "New material"),
        ThingKind.RECIPE: translate("CatalogWords", "New recipe"),
        ThingKind.INGREDIENT: translate("CatalogWords", "New ingredient"),
    }
    return words[kind]


def what_text(kind: ThingKind) -> str:
    """Half a sentence that says what such a thing is."""
    translate = QCoreApplication.translate
    if kind is ThingKind.MATERIAL:
        return translate("CatalogWords", "A material is what you pack things in.")
    if kind is ThingKind.RECIPE:
        return translate("CatalogWords", "A recipe says what goes into one batch.")
    return translate("CatalogWords", "An ingredient is what goes into recipes.")


def search_text(kind: ThingKind) -> str:
    """`Search items`, in the empty search field."""
    translate = QCoreApplication.translate
    words = {
        ThingKind.FINISHED_UNIT: translate("CatalogWords", "Search items"),
        ThingKind.FINISHED_GOOD: translate("CatalogWords", "Search boxes"),
        ThingKind.MATERIAL: translate("CatalogWords", "Search materials"),
        ThingKind.RECIPE: translate("CatalogWords", "Search recipes"),
        ThingKind.INGREDIENT: translate("CatalogWords", "Search ingredients"),
    }
    return words[kind]


def counted_text(kind: ThingKind, count: int) -> str:
    """`20 items`."""
    translate = QCoreApplication.translate
    if kind is ThingKind.FINISHED_UNIT:
        return texts.items_text(count)
    if kind is ThingKind.FINISHED_GOOD:
        return texts.boxes_text(count)
    if kind is ThingKind.MATERIAL:
        return texts.materials_text(count)
    if kind is ThingKind.RECIPE:
        one, many = (
            translate("CatalogWords", "1 recipe"),
            translate("CatalogWords", "{count} recipes"),
        )
    else:
        one = translate("CatalogWords", "1 ingredient")
        many = translate("CatalogWords", "{count} ingredients")
    return one if count == 1 else many.format(count=count)


def field_text(field: str) -> str:
    """A field within a sentence: `Change the notes of Sugar cookie`."""
    translate = QCoreApplication.translate
    words = {
        "name": translate("CatalogWords", "the name"),
        "category": translate("CatalogWords", "the category"),
        "description": translate("CatalogWords", "the description"),
        "notes": translate("CatalogWords", "the notes"),
        "production_notes": translate("CatalogWords", "the notes on making it"),
        "packaging_instructions": translate("CatalogWords", "the notes on packing it"),
        "source": translate("CatalogWords", "the source"),
        "recipe": translate("CatalogWords", "the recipe"),
        "display_unit": translate("CatalogWords", "the unit"),
        "quantity_per_unit": translate("CatalogWords", "the amount"),
    }
    yields = translate("CatalogWords", "what a batch makes")
    return words.get(field, yields)


def empty_text(kind: ThingKind) -> str:
    """What an empty list of the kind says belongs there."""
    translate = QCoreApplication.translate
    words = {
        ThingKind.FINISHED_UNIT: translate(
            "CatalogWords", "No items yet. An item is what you bake: a cookie, a cake, a roll."
        ),
        ThingKind.FINISHED_GOOD: translate(
            "CatalogWords", "No boxes yet. A box is what you pack together."
        ),
        ThingKind.MATERIAL: translate(
            "CatalogWords", "No materials yet. A material is what you pack things in."
        ),
        ThingKind.RECIPE: translate(
            "CatalogWords", "No recipes yet. A recipe says what goes into one batch."
        ),
        ThingKind.INGREDIENT: translate(
            "CatalogWords", "No ingredients yet. They come with your recipes."
        ),
    }
    return words[kind]


def saying_of(row: CatalogRow) -> CatalogSaying:
    """The middle column: what is most worth knowing of a thing of this kind."""
    if isinstance(row, ItemRow):
        return _item_saying(row)
    if isinstance(row, BoxRow):
        return _box_saying(row)
    if isinstance(row, RecipeRow):
        return _recipe_saying(row)
    parts = []
    if isinstance(row, IngredientRow) and row.density is not None:
        parts.append(density_text(row.density))
    if isinstance(row, MaterialRow) and row.display_unit != "each":
        parts.append(
            QCoreApplication.translate("CatalogWords", "by the {unit}").format(
                unit=measure_word(row.display_unit)
            )
        )
    stock = getattr(row, "stock", None)
    if isinstance(stock, Stock):
        parts.append(have_text(stock))
    return CatalogSaying(", ".join(parts))


def measure_word(display_unit: str) -> str:
    """`inch`, within "by the inch"."""
    translate = QCoreApplication.translate
    words = {
        "in": translate("CatalogWords", "inch"),
        "ft": translate("CatalogWords", "foot"),
        "yd": translate("CatalogWords", "yard"),
    }
    unit = PLAIN_DISPLAY.get(display_unit, display_unit)
    return words.get(unit, texts.one_line(unit))


def yield_text(yields: Yield) -> str:
    """`48 cookies a batch`; "" where no number a batch is known."""
    translate = QCoreApplication.translate
    if yields.is_portion:
        if yields.batch_percentage is None:
            return ""
        percent = texts.amount_text(kitchen_value(yields.batch_percentage))
        unit = yields.portion or translate("CatalogWords", "portion")
        return translate("CatalogWords", "{percent} % of a batch, {portion}").format(
            percent=percent, portion=texts.one_line(unit)
        )
    if yields.items_per_batch is None:
        return ""
    unit = yields.unit or translate("CatalogWords", "pieces")
    return translate("CatalogWords", "{amount} {unit} a batch").format(
        amount=texts.amount_text(yields.items_per_batch), unit=texts.one_line(unit)
    )


def density_text(density: Density) -> str:
    """`1 cup weighs 4.25 oz`."""
    return QCoreApplication.translate("CatalogWords", "{volume} weighs {weight}").format(
        volume=f"{texts.amount_text(density.volume_amount)} {density.volume_unit}",
        weight=f"{texts.amount_text(density.weight_amount)} {density.weight_unit}",
    )


def have_text(stock: Stock) -> str:
    """`have 5 lb`."""
    return QCoreApplication.translate("CatalogWords", "have {amount} {unit}").format(
        amount=texts.amount_text(stock.amount), unit=texts.one_line(stock.unit)
    )


def as_of_text(day: date) -> str:
    """`as of 21 Nov 2026`."""
    return QCoreApplication.translate("CatalogWords", "as of {day}").format(
        day=texts.short_date_text(day)
    )


def _item_saying(row: ItemRow) -> CatalogSaying:
    text = yield_text(row.yields)
    if text:
        return CatalogSaying(text)
    text = QCoreApplication.translate("CatalogWords", "No number a batch")
    return CatalogSaying(text, "changed", "caution")


def _box_saying(row: BoxRow) -> CatalogSaying:
    if row.is_to_look_at:
        text = QCoreApplication.translate("CatalogWords", "Nothing in it yet")
        return CatalogSaying(text, "changed", "caution")
    counts = KindCounts(row.item_count, row.box_count, row.material_count)
    return CatalogSaying(texts.counts_text(counts))


def _recipe_saying(row: RecipeRow) -> CatalogSaying:
    translate = QCoreApplication.translate
    if row.is_to_look_at:
        return CatalogSaying(translate("CatalogWords", "No ingredients yet"), "changed", "caution")
    parts = []
    if row.line_count:
        parts.append(counted_text(ThingKind.INGREDIENT, row.line_count))
    if row.component_count == 1:
        parts.append(translate("CatalogWords", "1 recipe in it"))
    elif row.component_count:
        parts.append(
            translate("CatalogWords", "{count} recipes in it").format(count=row.component_count)
        )
    return CatalogSaying(", ".join(parts))
