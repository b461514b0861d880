"""What stands for each kind of thing on the screen: its icon, and its word for one and for many."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from core.domain.import_report import counted_foreign, foreign_word
from core.domain.keys import ComponentKind
from core.domain.plan_summary import SourceKind
from gui import texts

translate = QCoreApplication.translate

_ICONS = {
    ComponentKind.FINISHED_GOOD: "box",
    ComponentKind.FINISHED_UNIT: "item",
    ComponentKind.MATERIAL_UNIT: "material",
    ComponentKind.MATERIAL: "chosen_later",
}


def kind_icon(kind: ComponentKind, unit: str = "") -> str:
    """The icon of a thing; an item that is counted in cakes is no cookie."""
    if kind is ComponentKind.FINISHED_UNIT and "cake" in unit.casefold():
        return "cake"
    return _ICONS[kind]


def source_icon(kind: SourceKind) -> str:
    """Of what a number comes from, where only its kind is known."""
    return {
        SourceKind.BOX: "box",
        SourceKind.ITEM: "item",
        SourceKind.MATERIAL: "material",
        SourceKind.MATERIAL_UNIT: "material",
        SourceKind.RECIPE: "recipe",
        SourceKind.RECIPE_LINE: "recipe",
        SourceKind.INGREDIENT: "ingredient",
        SourceKind.STOCK: "have",
        SourceKind.LINE: "draft",
    }[kind]


def icon_role(kind: ComponentKind) -> str:
    """The colour of that icon where it stands alone."""
    return "caution" if kind is ComponentKind.MATERIAL else "accent"


def head(table: str) -> str:
    """`Items`, over what an import brings; `table` is the name that the file has for the kind."""
    heads = {
        "events": translate("Kinds", "Events"),
        "event_finished_goods": translate("Kinds", "Planned lines"),
        "finished_goods": translate("Kinds", "Boxes"),
        "compositions": translate("Kinds", "Contents of boxes"),
        "finished_units": translate("Kinds", "Items"),
        "recipes": translate("Kinds", "Recipes"),
        "ingredients": translate("Kinds", "Ingredients"),
        "materials": translate("Kinds", "Materials"),
        "material_units": translate("Kinds", "Materials, by the piece"),
    }
    other = foreign_word(table)
    return heads.get(table, f"{other[:1].upper()}{other[1:]}")


def counted(table: str, count: int) -> str:
    """`20 items`, for a sentence; a foreign kind has only the file's own word, "products"."""
    words: dict[str, Callable[[int], str]] = {
        "events": texts.events_text,
        "event_finished_goods": _planned_lines,
        "finished_goods": texts.boxes_text,
        "compositions": _contents,
        "finished_units": texts.items_text,
        "recipes": _recipes,
        "ingredients": _ingredients,
        "materials": texts.materials_text,
        "material_units": _pieces,
    }
    if table in words:
        return words[table](count)
    return counted_foreign(table, count)


def _planned_lines(count: int) -> str:
    one = translate("Kinds", "1 planned line")
    return one if count == 1 else _many(translate("Kinds", "{count} planned lines"), count)


def _contents(count: int) -> str:
    one = translate("Kinds", "1 content of a box")
    return one if count == 1 else _many(translate("Kinds", "{count} contents of boxes"), count)


def _recipes(count: int) -> str:
    one = translate("Kinds", "1 recipe")
    return one if count == 1 else _many(translate("Kinds", "{count} recipes"), count)


def _ingredients(count: int) -> str:
    one = translate("Kinds", "1 ingredient")
    return one if count == 1 else _many(translate("Kinds", "{count} ingredients"), count)


def _pieces(count: int) -> str:
    one = translate("Kinds", "1 material by the piece")
    return one if count == 1 else _many(translate("Kinds", "{count} materials by the piece"), count)


def _many(words: str, count: int) -> str:
    return words.format(count=texts.count_text(count))
