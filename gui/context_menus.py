"""The context menus of the list, the tables and the catalog: the window's commands, by place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.domain.keys import Key, ThingKind

if TYPE_CHECKING:
    from gui.workbench import Workbench

BOTH = 2  # snapshots that are compared with each other


class ContextMenus(QObject):
    """Opens them where they are asked for."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        bench.list.context_menu_wanted.connect(self._on_list_menu)
        for page in (bench.event_page, bench.snapshot_page):
            page.view.context_menu_wanted.connect(self._on_table_menu)
        bench.snapshot_page.about.menu_wanted.connect(self._on_about_menu)
        bench.comparing.page.tree.context_menu_wanted.connect(self._on_compare_menu)
        bench.catalog.panel.context_menu_wanted.connect(self._on_catalog_menu)

    def _on_table_menu(self, place: QPoint, _row: object) -> None:
        bench = self._bench
        names = ["copy", "copy_all", "details"]
        view = bench.event_page.view
        if bench.pane.page_name() == "snapshot":
            names += ["plan_again", "bring_back_plan"]
        if bench.pane.page_name() != "event" or not bench.is_writable:
            self._menu(names).popup(place)
        elif view.can_put_back():
            first = self.tr("Put back"), view.put_back
            self._menu(["add_line", *names], first).popup(place)
        else:
            self._menu(["edit_in_place", "delete", "add_line", *names]).popup(place)

    def _on_about_menu(self, place: QPoint) -> None:
        self._menu(["copy_all", "plan_again", "bring_back_plan"]).popup(place)

    def _on_compare_menu(self, place: QPoint) -> None:
        self._menu(["copy", "copy_all", "next_difference", "previous_difference"]).popup(place)

    def _on_list_menu(self, place: QPoint, keys: tuple[Key, ...]) -> None:
        kinds = [key.kind for key in keys]
        names = ["delete", "new_event"] if keys else ["new_event"]
        if kinds == [ThingKind.EVENT]:
            names = ["finalize", *names]
        elif kinds == [ThingKind.SNAPSHOT]:
            names = ["plan_again", "bring_back_plan", "copy_all", *names]
        elif kinds == [ThingKind.SNAPSHOT] * BOTH:
            names = ["compare", *names]
        elif ThingKind.EVENT in kinds:
            names = ["finalize_changed", *names]  # the notice of a catalog edit leads to them
        menu = self._menu(names)
        others = self._bench.comparing.menu_of(keys[0], menu) if len(keys) == 1 else None
        if others is not None:
            before = menu.actions()[1 if kinds == [ThingKind.EVENT] else 0]
            menu.insertAction(before, self._bench.window.commands["compare"])
            menu.insertMenu(before, others)
        menu.popup(place)

    def _on_catalog_menu(self, place: QPoint, keys: tuple[Key, ...]) -> None:
        names = ["new_thing"]
        if keys:
            names = ["duplicate", "retire", "bring_back", "delete", *names]
        if len(keys) == 1 and keys[0].kind is ThingKind.RECIPE:
            names = ["item_from_recipe", *names]
        self._menu(names).popup(place)

    def _menu(
        self, names: list[str], first: tuple[str, Callable[[], object]] | None = None
    ) -> QMenu:
        """The commands of these names, below one that only this place has."""
        menu = QMenu(self._bench.window)
        menu.setToolTipsVisible(True)  # of acts that are off, to say why
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if first is not None:
            menu.addAction(*first)
        menu.addActions([self._bench.window.commands[name] for name in names])
        return menu
