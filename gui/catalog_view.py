"""The catalog's side of the window: its list, the pages of its things, and what joins them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.catalog import CatalogRow, ThingRef
from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from gui.actions import making_actions, thing_actions
from gui.actions.acts import Acts
from gui.background import Background
from gui.desks.catalog_desks import BoxDesk, IngredientDesk, ItemDesk, MaterialDesk, RecipeDesk
from gui.desks.thing_desk import ThingDesk
from gui.feeders.catalog_feeder import CatalogFeeder
from gui.feeders.list_feeder import CATALOG
from gui.feeders.page_feeder import PageFeeder
from gui.models.catalog_list_model import CatalogListModel
from gui.models.catalog_nodes import CatalogNode
from gui.models.roles import Role
from gui.widgets.catalog.box_page import BoxPage
from gui.widgets.catalog.catalog_panel import CatalogPanel
from gui.widgets.catalog.ingredient_page import IngredientPage
from gui.widgets.catalog.item_page import ItemPage
from gui.widgets.catalog.material_page import MaterialPage
from gui.widgets.catalog.recipe_page import RecipePage
from gui.widgets.catalog.thing_page import ThingPage

PAGE_NAMES = {
    ThingKind.FINISHED_UNIT: "item",
    ThingKind.FINISHED_GOOD: "box",
    ThingKind.MATERIAL: "material",
    ThingKind.RECIPE: "recipe",
    ThingKind.INGREDIENT: "ingredient",
}


class CatalogView(QObject):
    """Holds the catalog's panel and pages by kind; the window puts them where they belong."""

    shown = Signal(object)  # CatalogRow of a page that was read
    place_wanted = Signal(object)  # Key of a link

    def __init__(self, background: Background, pages: PageFeeder, acts: Acts) -> None:
        super().__init__(pages)
        self._acts = acts
        self._page_feeder = pages
        self.model = CatalogListModel(self)
        self.panel = CatalogPanel(self.model)
        self.feeder = CatalogFeeder(self.model, background)
        self.pages: dict[ThingKind, Any] = {
            ThingKind.FINISHED_UNIT: ItemPage(),
            ThingKind.FINISHED_GOOD: BoxPage(),
            ThingKind.MATERIAL: MaterialPage(),
            ThingKind.RECIPE: RecipePage(),
            ThingKind.INGREDIENT: IngredientPage(),
        }
        self.desks: dict[ThingKind, ThingDesk] = {}
        self.is_writable = True

    def make_desks(self) -> None:
        """Once the pages stand in the window."""
        feeder, acts, pages = self.feeder, self._acts, self.pages
        self.desks = {
            ThingKind.FINISHED_UNIT: ItemDesk(pages[ThingKind.FINISHED_UNIT], feeder, acts=acts),
            ThingKind.FINISHED_GOOD: BoxDesk(
                pages[ThingKind.FINISHED_GOOD], feeder, pages=self._page_feeder, acts=acts
            ),
            ThingKind.MATERIAL: MaterialDesk(pages[ThingKind.MATERIAL], feeder, acts=acts),
            ThingKind.RECIPE: RecipeDesk(pages[ThingKind.RECIPE], feeder, acts=acts),
            ThingKind.INGREDIENT: IngredientDesk(pages[ThingKind.INGREDIENT], feeder, acts=acts),
        }
        for desk in self.desks.values():
            desk.shown.connect(self.shown)
            desk.place_wanted.connect(self.place_wanted)
        self.panel.new_wanted.connect(self.new_thing)
        self.panel.kind_changed.connect(self._read_filters)

    # What the window asks

    @staticmethod
    def holds(key: Key | None) -> bool:
        """Whether a thing of that kind has its page here."""
        return key is not None and key.kind in PAGE_NAMES

    def start_anew(self, *, is_writable: bool) -> None:
        """Another file was opened."""
        self.is_writable = is_writable
        self.panel.set_read_only(not is_writable)
        for kind, page in self.pages.items():
            page.set_read_only(not is_writable)
            self.desks[kind].forget()
        self.feeder.start_anew()

    def show(self, key: Key, *, names_it: bool = False) -> str:
        """Reads a thing for its page; gives the page's name."""
        self.feeder.turn_page()
        desk = self.desks[key.kind]
        if names_it:
            desk.name_it()
        desk.show(key.id)
        return PAGE_NAMES[key.kind]

    def page_of(self, name: str) -> ThingPage | None:
        """The page by the name it has in the window."""
        kind = next((kind for kind, each in PAGE_NAMES.items() if each == name), None)
        page: ThingPage | None = self.pages[kind] if kind is not None else None
        return page

    def desk_of(self, name: str) -> ThingDesk | None:
        kind = next((kind for kind, each in PAGE_NAMES.items() if each == name), None)
        return self.desks[kind] if kind is not None else None

    def take_changes(self, changes: Changes, shown: Key | None) -> None:
        """The list follows; the page that is shown is read anew if anything of it may differ."""
        self.feeder.take_changes(changes)
        if any(key.kind is self.panel.query.kind for key in changes.added | changes.altered):
            self._read_filters()
        if shown is None or shown.kind not in self.desks:
            return
        touched = changes.added | changes.removed | changes.altered
        if any(key.kind in CATALOG or key.kind in _USERS for key in touched):
            self.desks[shown.kind].take_changes(changes)

    def read_again(self, shown: Key | None) -> None:
        self.model.read_again()
        if shown is not None and shown.kind in self.desks:
            self.desks[shown.kind].read()

    def heir_of(self, removed: frozenset[Key]) -> Key | None:
        """What stands next to the first chosen row that goes."""
        gone = [key for key in self.panel.selected_keys() if key in removed]
        index = self.model.find(gone[0]) if gone else self.model.index(-1, 0)
        if not index.isValid():
            return None
        rows = self.model.rowCount()
        for row in (*range(index.row() + 1, rows), *range(index.row() - 1, -1, -1)):
            key = self.model.index(row, 0).data(Role.KEY)
            if isinstance(key, Key) and key not in removed:
                return key
        return None

    # Acts

    def chosen(self) -> tuple[ThingRef, ...]:
        """The chosen rows of the list, by key and name."""
        found = [self.model.find(key) for key in self.panel.selected_keys()]
        rows = [self.model.node_at(index) for index in found if index.isValid()]
        return tuple(_ref(node.row) for node in rows if isinstance(node, CatalogNode))

    def new_thing(self, kind: ThingKind | None = None, name: str = "") -> None:
        if self.is_writable:
            kind = kind or self.panel.query.kind
            self._acts.run(making_actions.new_thing, kind, name=name, feeder=self._page_feeder)

    def new_item_from_recipe(self) -> None:
        """Of the recipe on the page."""
        recipe = self.desks[ThingKind.RECIPE].thing
        if self.is_writable and recipe is not None:
            self._acts.run(making_actions.new_item_from_recipe, recipe)

    def delete_chosen(self) -> None:
        self._of_chosen(thing_actions.delete)

    def retire_chosen(self) -> None:
        self._of_chosen(thing_actions.retire)

    def bring_back_chosen(self) -> None:
        self._of_chosen(thing_actions.bring_back)

    def duplicate_chosen(self) -> None:
        chosen = self.chosen()
        if self.is_writable and len(chosen) == 1:
            self._acts.run(thing_actions.duplicate, chosen[0])

    def _of_chosen(self, action: Any) -> None:
        chosen = self.chosen()
        if self.is_writable and chosen:
            self._acts.run(action, chosen)

    def fetch(self) -> None:
        """Reads the list and its categories, once the catalog is looked at."""
        self.feeder.fetch()
        self._read_filters()

    def _read_filters(self, *_: object) -> None:
        self.feeder.read_filters(self.panel.query.kind, self.panel.put_categories)


def has_focus(widget: QWidget) -> bool:
    """Whether the keyboard is in the widget."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def _ref(row: CatalogRow) -> ThingRef:
    return ThingRef(row.key, row.name, row.is_retired)


# Where a thing is used stands on its page, too.
_USERS = frozenset({ThingKind.EVENT, ThingKind.SNAPSHOT, ThingKind.PLAN_LINE, ThingKind.REMOVED})
