"""The catalog's scenes among those of tests.screenshots."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from core.domain.catalog import CatalogFilter, CatalogQuery
from core.domain.keys import ComponentKind, Key, ThingKind
from core.services import (
    catalog_edit_service,
    catalog_list_service,
    finished_good_service,
    finished_unit_service,
    ingredient_service,
    material_unit_service,
    recipe_service,
)
from core.services.finished_good_service import ContentInput
from core.services.finished_unit_service import ItemDetails
from core.services.recipe_service import RecipeDetails, RecipeLineInput
from gui.widgets.catalog.catalog_panel import CatalogPanel
from tests.screenshot_scenes import LONG, make_odd_names
from tests.screenshots import Scene

if TYPE_CHECKING:
    from tests.screenshots import Studio

ITEM, BOX = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD
MATERIAL, RECIPE = ThingKind.MATERIAL, ThingKind.RECIPE
INGREDIENT = ThingKind.INGREDIENT
NARROW, NARROWEST = (1024, 640), (800, 560)


def _panel(studio: Studio) -> CatalogPanel:
    return studio.bench.catalog.panel


def open_kind(studio: Studio, kind: ThingKind) -> None:
    studio.command("catalog")
    _panel(studio).show_kind(kind)
    studio.settle()


def find(kind: ThingKind, name: str) -> Key:
    rows = catalog_list_service.catalog_page(CatalogQuery(kind, text=name), None).rows
    return next(row.key for row in rows if row.name == name)


def open_thing(studio: Studio, kind: ThingKind, name: str) -> None:
    """Its page, with the keyboard in the list."""
    open_kind(studio, kind)
    model = studio.bench.catalog.model
    rows = range(model.rowCount())
    row = next(at for at in rows if model.index(at, 0).data() == name)
    _panel(studio).view.go_to(model.index(row, 0))
    studio.settle()
    _panel(studio).view.setFocus()


def show_filter(studio: Studio, shows: CatalogFilter) -> None:
    menu = _panel(studio).shows.menu()
    next(action for action in menu.actions() if action.data() == shows.value).trigger()
    studio.settle()


# Pages


def item(studio: Studio) -> None:
    open_thing(studio, ITEM, "Sugar cookie")


def item_portion(studio: Studio) -> None:
    open_thing(studio, ITEM, "Brownie slab")


def item_without_yield(studio: Studio) -> None:
    open_thing(studio, ITEM, "Gingerbread shapes")


def box(studio: Studio) -> None:
    open_thing(studio, BOX, "Grand hamper")
    view = studio.bench.catalog.pages[BOX].view
    studio.open_rows(view, "Holiday hamper", "Cookie sampler")
    view.setCurrentIndex(view.model().index(0, 0))


def box_details(studio: Studio) -> None:
    box(studio)
    studio.bench.catalog.pages[BOX].view.setFocus()
    studio.press("Space")
    studio.settle()


def _stock(path: Path) -> None:
    del path
    catalog_edit_service.set_stock(find(MATERIAL, "Red satin ribbon"), Fraction(1200), "in")
    catalog_edit_service.set_stock(find(INGREDIENT, "All-purpose flour"), Fraction(25, 2), "cup")


def material(studio: Studio) -> None:
    open_thing(studio, MATERIAL, "Red satin ribbon")


def recipe(studio: Studio) -> None:
    open_thing(studio, RECIPE, "Lemon bliss cake")


def ingredient(studio: Studio) -> None:
    open_thing(studio, INGREDIENT, "All-purpose flour")


def item_editing(studio: Studio) -> None:
    """A text that is no number, with its sentence."""
    open_thing(studio, ITEM, "Sugar cookie")
    label = studio.bench.catalog.pages[ITEM].items_per_batch
    label.start_editing()
    studio.type("lots")
    studio.press("Return")
    studio.settle()


def recipe_editing(studio: Studio) -> None:
    open_thing(studio, RECIPE, "Lemon bliss cake")
    table = studio.bench.catalog.pages[RECIPE].table
    table.setCurrentIndex(table.model().index(1, 1))
    table.setFocus()
    studio.press("F2")
    studio.type("two")
    studio.press("Return")


def recipe_adding(studio: Studio) -> None:
    open_thing(studio, RECIPE, "Lemon bliss cake")
    adder = studio.bench.catalog.pages[RECIPE].adder
    adder.setFocus()
    studio.type("2 1/4 cup sug")
    studio.until(adder.popup_rows, "choices")


def box_loop(studio: Studio) -> None:
    open_thing(studio, BOX, "Cookie sampler")
    adder = studio.bench.catalog.pages[BOX].adder
    adder.setFocus()
    studio.type("1 holiday hamper")
    studio.press("Return")
    studio.settle()


def notice(studio: Studio) -> None:
    """After an edit: who uses it."""
    open_thing(studio, ITEM, "Sugar cookie")
    studio.bench.catalog.pages[ITEM].items_per_batch.start_editing()
    studio.type("50")
    studio.press("Return")
    studio.settle(0.2)


def into_page(play: Callable[[Studio], None], studio: Studio) -> None:
    """Where there is room for one of the two only."""
    play(studio)
    studio.press("Return")
    studio.settle()


# The list


def search(studio: Studio) -> None:
    open_kind(studio, ITEM)
    _panel(studio).search.setFocus()
    studio.type("lemon")


def search_nothing(studio: Studio) -> None:
    open_kind(studio, ITEM)
    _panel(studio).search.setFocus()
    studio.type("croquembouche")


def _retire(path: Path) -> None:
    del path
    catalog_edit_service.retire([find(ITEM, "Oat cookie"), find(ITEM, "Currant scone")])


def retired(studio: Studio) -> None:
    open_kind(studio, ITEM)
    show_filter(studio, CatalogFilter.RETIRED)


def retired_page(studio: Studio) -> None:
    retired(studio)
    open_thing_here(studio)


def open_thing_here(studio: Studio) -> None:
    """The first row of the list as it stands."""
    view = _panel(studio).view
    view.go_to(studio.bench.catalog.model.index(0, 0))
    studio.settle()
    view.setFocus()


def to_look_at(studio: Studio) -> None:
    open_kind(studio, ITEM)
    show_filter(studio, CatalogFilter.TO_LOOK_AT)
    open_thing_here(studio)


def filter_menu(studio: Studio) -> None:
    item(studio)
    button = _panel(studio).shows
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))


def several(studio: Studio) -> None:
    open_kind(studio, ITEM)
    view = _panel(studio).view
    flags = view.selectionModel().SelectionFlag
    view.setFocus()
    view.go_to(studio.bench.catalog.model.index(1, 0))
    for row in (2, 4):
        index = studio.bench.catalog.model.index(row, 0)
        view.selectionModel().select(index, flags.Select | flags.Rows)
    studio.settle()


def empty_items(studio: Studio) -> None:
    open_kind(studio, ITEM)


def empty_boxes(studio: Studio) -> None:
    open_kind(studio, BOX)


def empty_recipes(studio: Studio) -> None:
    open_kind(studio, RECIPE)


def empty_materials(studio: Studio) -> None:
    open_kind(studio, MATERIAL)


def empty_ingredients(studio: Studio) -> None:
    open_kind(studio, INGREDIENT)


def read_only(studio: Studio) -> None:
    from tests.screenshot_scenes import read_only as make_read_only

    make_read_only(studio)
    item(studio)


def read_only_box(studio: Studio) -> None:
    from tests.screenshot_scenes import read_only as make_read_only

    make_read_only(studio)
    box(studio)


# Dialogs


def in_use(studio: Studio) -> QWidget:
    item(studio)
    studio.command("delete")
    return studio.dialog()


def new_recipe(studio: Studio) -> QWidget:
    open_kind(studio, RECIPE)
    QTest.mouseClick(_panel(studio).new, Qt.MouseButton.LeftButton)
    dialog = studio.dialog()
    studio.type("Pavlova")
    return dialog


def new_item(studio: Studio) -> QWidget:
    open_kind(studio, ITEM)
    studio.press("Ctrl+N", studio.window)
    dialog = studio.dialog()
    studio.type("Pavlova")
    return dialog


def new_item_refused(studio: Studio) -> QWidget:
    """A name that there is already."""
    open_kind(studio, ITEM)
    studio.press("Ctrl+N", studio.window)
    dialog = studio.dialog()
    studio.type("Sugar cookie")
    button = next(each for each in dialog.findChildren(QPushButton) if each.isDefault())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.settle()
    return studio.dialog()


# Names that try everything


def odd_things(path: Path) -> None:
    make_odd_names(path)
    flour = ingredient_service.create_ingredient(f"Flour <b>x</b> {LONG}", category=LONG)
    assert flour.key is not None
    made = recipe_service.create_recipe(
        f"Recipe & {LONG}",
        details=RecipeDetails(
            source=LONG,
            notes="\n".join([LONG] * 6),
            category=f"Holiday {LONG}",
            lines=(
                RecipeLineInput(flour.key.id, Fraction(1_000_000, 3), "knob", LONG),
                RecipeLineInput(flour.key.id, Fraction(1, 8), "cup"),
            ),
        ),
    )
    assert made.key is not None
    item = finished_unit_service.create_finished_unit(
        f"Item {LONG}",
        details=ItemDetails(
            recipe_id=made.key.id,
            items_per_batch=Fraction(1_234_567),
            item_unit="hand-made cookies with a very long unit",
            category=LONG,
            description=LONG,
        ),
    )
    material = material_unit_service.create_material(f"Ribbon {LONG}", category=LONG)
    assert item.key is not None
    assert material.key is not None
    material_unit_service.create_material_unit(
        f"Bow {LONG}", material_id=material.key.id, quantity_per_unit=Fraction(3)
    )
    for number in range(12):
        finished_good_service.create_finished_good(
            f"Box {number + 1} {LONG}",
            contents=[ContentInput(ComponentKind.FINISHED_UNIT, item.key.id, Fraction(12))],
        )


def odd_item(studio: Studio) -> None:
    open_thing(studio, ITEM, f"Item {LONG}")


def odd_box(studio: Studio) -> None:
    open_thing(studio, BOX, LONG)


def odd_recipe(studio: Studio) -> None:
    open_thing(studio, RECIPE, f"Recipe & {LONG}")


def odd_material(studio: Studio) -> None:
    open_thing(studio, MATERIAL, f"Ribbon {LONG}")


def odd_ingredient(studio: Studio) -> None:
    open_thing(studio, INGREDIENT, f"Flour <b>x</b> {LONG}")


def odd_in_use(studio: Studio) -> QWidget:
    odd_item(studio)
    studio.command("delete")
    return studio.dialog()


_THINGS = (
    ("item", item),
    ("item-portion", item_portion),
    ("box", box),
    ("material", material),
    ("recipe", recipe),
    ("ingredient", ingredient),
)
_EMPTY = (
    ("items", empty_items),
    ("boxes", empty_boxes),
    ("materials", empty_materials),
    ("recipes", empty_recipes),
    ("ingredients", empty_ingredients),
)
_ODD = (
    ("item", odd_item),
    ("box", odd_box),
    ("recipe", odd_recipe),
    ("material", odd_material),
    ("ingredient", odd_ingredient),
)

CATALOG = (
    *(Scene(f"catalog-{name}", play, prepare=_stock) for name, play in _THINGS),
    Scene("catalog-item-without-yield", item_without_yield),
    Scene("catalog-item-editing", item_editing),
    Scene("catalog-recipe-editing", recipe_editing),
    Scene("catalog-recipe-adding", recipe_adding),
    Scene("catalog-box-details", box_details),
    Scene("catalog-box-loop", box_loop),
    Scene("catalog-notice", notice),
    Scene("catalog-search", search),
    Scene("catalog-search-nothing", search_nothing),
    Scene("catalog-retired", retired, prepare=_retire),
    Scene("catalog-retired-page", retired_page, prepare=_retire),
    Scene("catalog-to-look-at", to_look_at),
    Scene("catalog-filter", filter_menu),
    Scene("catalog-several", several),
    *(Scene(f"catalog-empty-{name}", play, file="empty") for name, play in _EMPTY),
    Scene("catalog-read-only", read_only),
    Scene("catalog-read-only-box", read_only_box),
    *(Scene(f"catalog-narrow-{name}", play, size=NARROW, prepare=_stock) for name, play in _THINGS),
    *(
        Scene(f"catalog-narrowest-{name}", partial(into_page, play), size=NARROWEST, prepare=_stock)
        for name, play in _THINGS
    ),
    Scene("catalog-narrowest-list", item, size=NARROWEST),
    *(
        Scene(f"catalog-larger-{name}", partial(into_page, play), zoom=4, prepare=_stock)
        for name, play in _THINGS
    ),
    Scene("catalog-larger-list", item, zoom=4),
    *(
        Scene(f"catalog-right-to-left-{name}", play, is_right_to_left=True, prepare=_stock)
        for name, play in _THINGS
        if name in ("item", "box", "recipe")
    ),
    *(Scene(f"catalog-odd-{name}", play, prepare=odd_things) for name, play in _ODD),
    Scene("catalog-odd-narrow", odd_recipe, size=NARROW, prepare=odd_things),
    Scene("catalog-in-use", in_use),
    Scene("catalog-odd-in-use", odd_in_use, prepare=odd_things),
    Scene("catalog-new-recipe", new_recipe),
    Scene("catalog-new-item", new_item),
    Scene("catalog-new-item-refused", new_item_refused),
)
