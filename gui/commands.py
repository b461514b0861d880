"""The window's commands: what each does, and when it can be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget

from gui import texts
from gui.actions import copy_actions, snapshot_actions
from gui.actions.action_table import ACTIONS, WindowState
from gui.actions.acts import Typed
from gui.dialogs.finalize_changed_dialog import ChosenPlans
from gui.dialogs.keys_dialog import KeysDialog
from gui.icons import icon
from gui.models.index_path import path_of
from gui.tab_names import HISTORY
from gui.widgets.left_pane import CATALOG, PLANS
from gui.widgets.page_tabs import PageTabs
from gui.widgets.sums.sums_pane import SumsPane

if TYPE_CHECKING:
    from gui.workbench import Workbench


class Commands(QObject):
    """Joins the actions of the menus to the window's acts."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        acts: dict[str, Callable[[], object]] = {
            "open": bench.files.open_file,
            "open_sample": bench.files.open_sample,
            "import": bench.files.choose_import,
            "export": bench.files.export_catalog,
            "quit": bench.window.close,
            "undo": bench.undo,
            "redo": bench.redo,
            "copy": self._copy,
            "copy_all": self._copy_all,
            "edit_in_place": self._edit_in_place,
            "delete": self._delete,
            "search": self._search,
            "search_next": self._next_hit,
            "search_previous": self._previous_hit,
            "plans": self._show_plans,
            "catalog": self._show_catalog,
            "new_thing": self._new_thing,
            "item_from_recipe": self._item_from_recipe,
            "duplicate": bench.catalog.duplicate_chosen,
            "retire": bench.catalog.retire_chosen,
            "bring_back": bench.catalog.bring_back_chosen,
            "trash": bench.navigation.show_trash,
            "back": bench.navigation.go_back,
            "forward": bench.navigation.go_forward,
            "details": self.toggle_details,
            "list": bench.panes.toggle_list,
            "next_region": self._next_region,
            "previous_region": self._previous_region,
            "next_tab": self._next_tab,
            "previous_tab": self._previous_tab,
            "larger": self._larger,
            "smaller": self._smaller,
            "normal": self._normal,
            "read_again": self.read_again,
            "new_event": bench.new_event,
            "compare": bench.comparing.compare,
            "next_difference": bench.comparing.next_difference,
            "previous_difference": bench.comparing.previous_difference,
            "plan_again": bench.snapshot_desk.plan_again,
            "bring_back_plan": bench.snapshot_desk.bring_back,
            "add_line": self._add_line,
            "finalize": bench.event_desk.finalize,
            "finalize_changed": self._finalize_changed,
            "keys": self._show_keys,
            "show_file": bench.files.show_file,
        }
        for name, act in acts.items():
            bench.window.commands[name].triggered.connect(act)
        bench.context.history.changed.connect(self.update)
        # X11 knows only the menu key by itself.
        QShortcut(QKeySequence("Shift+F10"), bench.window).activated.connect(self._open_menu)
        bench.context.theme.changed.connect(self.dress)
        for page in (bench.event_page, bench.snapshot_page):
            page.view.details_toggled.connect(self.toggle_details)
            page.details.setVisible(bench.context.settings.is_details_visible())
            page.details.closed.connect(self._on_details_closed)
            page.tabs.set_proof_shown(bench.context.settings.is_details_visible())
            for pane in page.tabs.panes:
                pane.details_toggled.connect(self._show_details)
        self.dress()
        self.update()

    def dress(self) -> None:
        """Fetches the icons, in the colours of the theme in force."""
        for spec in ACTIONS:
            if spec.icon:
                self._bench.window.commands[spec.name].setIcon(icon(spec.icon))

    def update(self) -> None:
        """What can be done now follows the page, the selection and the file."""
        bench = self._bench
        detail = bench.snapshot_page.detail()
        event = bench.event_page.event_row()
        chosen = bench.catalog.chosen()
        state = WindowState(
            page=bench.pane.page_name(),
            has_database=bench.info is not None,
            is_writable=bench.is_writable,
            has_lines=event is not None and event.line_count > 0,
            is_something_chosen=bool(bench.list.selected_keys()),
            is_catalog=bench.left.view_name == CATALOG,
            is_thing_chosen=bool(bench.catalog.panel.selected_keys()),
            has_adder=self._adder() is not None,
            can_retire=any(not each.is_retired for each in chosen),
            can_bring_back=any(each.is_retired for each in chosen),
            can_compare=bench.comparing.request() is not None or bench.comparing.is_too_early(),
            is_sealed=detail is not None and detail.row.is_sealed,
            has_event=detail is not None and detail.event_exists,
        )
        bench.window.update_commands(state)
        history, commands = bench.context.history, bench.window.commands
        commands["undo"].setEnabled(history.can_undo())
        commands["redo"].setEnabled(history.can_redo())
        undo, redo = self.tr("&Undo"), self.tr("&Redo")
        for name, verb, text in (
            ("undo", undo, history.undo_text()),
            ("redo", redo, history.redo_text()),
        ):
            commands[name].setText(f"{verb} {texts.escape_mnemonic(text)}" if text else verb)

    # Panes

    def _has_focus(self, widget: QWidget) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is widget or widget.isAncestorOf(focus))

    def _tabs(self) -> PageTabs | None:
        name = self._bench.pane.page_name()
        if name == "event":
            return self._bench.event_page.tabs
        return self._bench.snapshot_page.tabs if name == "snapshot" else None

    def _sums(self) -> SumsPane | None:
        tabs = self._tabs()
        return tabs.sums() if tabs is not None else None

    def _show_plans(self) -> None:
        self._bench.navigation.show_view(PLANS)

    def _show_catalog(self) -> None:
        self._bench.navigation.show_view(CATALOG)

    def _new_thing(self) -> None:
        if self._bench.commit_edits():
            self._bench.catalog.new_thing()

    def _item_from_recipe(self) -> None:
        if self._bench.commit_edits():
            self._bench.catalog.new_item_from_recipe()

    def _finalize_changed(self) -> None:
        bench = self._bench
        if bench.commit_edits():
            typed: Typed[ChosenPlans | None] = Typed(None)  # kept over a Retry
            bench.acts.run(snapshot_actions.finalize_changed, bench.today, typed=typed)

    def _adder(self) -> QWidget | None:
        """The field that adds to what the page shows."""
        name = self._bench.pane.page_name()
        page = self._bench.event_page if name == "event" else self._bench.catalog.page_of(name)
        adder = getattr(page, "adder", None)
        return adder if isinstance(adder, QWidget) else None

    def _add_line(self) -> None:
        adder = self._adder()
        if adder is not None:
            adder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _regions(self) -> list[QWidget]:
        """What F6 goes through, in reading order, as far as it is shown."""
        bench = self._bench
        regions: list[QWidget] = [bench.left.view]
        if bench.pane.page_name() == "event":
            page = bench.event_page
            regions += [page.adder, page.view, page.details, *page.tabs.regions()]
            regions += page.history.regions()
        elif bench.pane.page_name() == "snapshot":
            snapshot_page = bench.snapshot_page
            regions += [snapshot_page.view, snapshot_page.details, snapshot_page.about]
            regions += snapshot_page.tabs.regions()
        elif (thing_page := bench.catalog.page_of(bench.pane.page_name())) is not None:
            regions += thing_page.regions()
        elif bench.pane.page_name() == "compare":
            regions += bench.comparing.page.regions()
        else:
            regions.append(bench.pane.stack)
        if bench.pane.notice.has_button():
            regions.append(bench.pane.notice)
        return [region for region in regions if region.isVisible()]

    def _next_region(self) -> None:
        self._turn_region(1)

    def _previous_region(self) -> None:
        self._turn_region(-1)

    def _turn_region(self, step: int) -> None:
        regions = self._regions()
        if not regions:
            return
        now = next((at for at, each in enumerate(regions) if self._has_focus(each)), -1)
        target = (now + step) % len(regions) if now >= 0 else 0
        region = regions[target]
        if region is self._bench.pane.stack:
            self._bench.pane.focus_page()
        else:
            region.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_menu(self) -> None:
        """The context menu of what has the focus, at its middle."""
        focus = QApplication.focusWidget()
        if focus is not None:
            target = focus.viewport() if isinstance(focus, QAbstractScrollArea) else focus
            place = target.rect().center()
            if isinstance(focus, QAbstractItemView) and focus.currentIndex().isValid():
                place = focus.visualRect(focus.currentIndex()).center()
            event = QContextMenuEvent(
                QContextMenuEvent.Reason.Keyboard, place, target.mapToGlobal(place)
            )
            QApplication.sendEvent(target, event)

    # Acts

    def toggle_details(self) -> None:
        name = self._bench.pane.page_name()
        if name not in ("event", "snapshot"):
            return
        sums, tabs = self._sums(), self._tabs()
        if sums is not None:
            sums.toggle_proof()
            return
        if tabs is not None and tabs.shown() == HISTORY:
            return  # it has no details
        desk = self._bench.event_desk if name == "event" else self._bench.snapshot_desk
        self._show_details(desk.contents.toggle_details())

    def _on_details_closed(self) -> None:
        self._show_details(is_shown=False)

    def _show_details(self, is_shown: bool) -> None:
        """On all tabs of both pages, or on none."""
        bench = self._bench
        bench.context.settings.set_details_visible(is_shown)
        for page in (bench.event_page, bench.snapshot_page):
            page.details.setVisible(is_shown)
            page.tabs.set_proof_shown(is_shown)
        if self._sums() is not None:
            for desk in (bench.event_desk, bench.snapshot_desk):
                desk.contents.read_details()

    def _delete(self) -> None:
        """Del works in the pane with focus."""
        bench = self._bench
        page = bench.catalog.page_of(bench.pane.page_name())
        if self._has_focus(bench.left.view):
            bench.delete_selected()
        elif page is not None and self._has_focus(page):
            page.delete_parts()
        elif (sums := self._sums()) is not None and self._has_focus(sums.table):
            sums.table.delete_chosen()
        elif self._has_focus(bench.event_page.view):
            if bench.commit_edits():
                bench.event_page.view.delete_lines()
        elif self._has_focus(bench.trash_page.view):
            bench.trash_page.purge_chosen()
        elif self._has_focus(bench.snapshot_page.view) or self._has_focus(bench.selection_page):
            bench.delete_selected()

    def _edit_in_place(self) -> None:
        bench = self._bench
        sums = self._sums()
        if sums is not None and self._has_focus(sums.table):
            sums.table.edit_current()
        elif bench.pane.page_name() == "event":
            if self._has_focus(bench.event_page.view):
                bench.event_page.view.edit_current()
            else:
                bench.event_page.edit_name()
        elif bench.pane.page_name() == "snapshot":
            bench.snapshot_page.head.reason.start_editing()
        elif (page := bench.catalog.page_of(bench.pane.page_name())) is not None:
            page.edit_current()

    def _copy(self) -> None:
        """The chosen rows of whichever table has the focus."""
        focus = QApplication.focusWidget()
        rows_text = getattr(focus, "rows_text", None)
        if rows_text is not None:
            QApplication.clipboard().setText(texts.undirected(rows_text()))
        elif self._has_focus(self._bench.left):
            QApplication.clipboard().setText(self._list_text())

    def _list_text(self) -> str:
        """The chosen rows of the list, their cells divided by tabs."""
        view = self._bench.left.view
        indexes = sorted(view.selectionModel().selectedRows(), key=path_of)
        columns = range(view.model().columnCount())
        return "\n".join(
            "\t".join(str(index.siblingAtColumn(at).data() or "") for at in columns)
            for index in indexes
        )

    def _copy_all(self) -> None:
        """The plan as plain text, for a message to a helper."""
        bench, tabs = self._bench, self._tabs()
        if bench.pane.page_name() == "compare":
            bench.comparing.desk.copy()
        if tabs is None:
            return
        is_event = bench.pane.page_name() == "event"
        if self._sums() is not None:
            (bench.event_desk if is_event else bench.snapshot_desk).sums.copy()
            return
        if tabs.shown() == HISTORY:
            bench.event_desk.history.copy()
            return
        if is_event:
            event = bench.event_page.event_row()
            if event is not None:
                bench.acts.run(copy_actions.copy_event, event)
            return
        detail = bench.snapshot_page.detail()
        if detail is not None:
            bench.acts.run(copy_actions.copy_snapshot, detail)

    def _search(self) -> None:
        comparing = self._bench.comparing.page
        if self._bench.pane.page_name() == "compare" and not comparing.search.hasFocus():
            comparing.focus_search()
            return
        self._bench.panes.show_list()
        self._bench.left.panel.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _next_hit(self) -> None:
        self._turn_hit(1)

    def _previous_hit(self) -> None:
        self._turn_hit(-1)

    def _turn_hit(self, step: int) -> None:
        """Of the comparison where that is shown, else of the list."""
        if self._bench.pane.page_name() == "compare":
            self._bench.comparing.page.turn(step)
        else:
            self._bench.left.panel.select_hit(step)

    def _next_tab(self) -> None:
        self._turn_tab(1)

    def _previous_tab(self) -> None:
        self._turn_tab(-1)

    def _turn_tab(self, step: int) -> None:
        if self._bench.left.view_name == CATALOG:
            self._bench.catalog.panel.turn_kind(step)
        elif (tabs := self._tabs()) is not None:
            had_focus = self._has_focus(tabs)
            tabs.turn(step)
            if had_focus:
                self._bench.focus_page()

    def _larger(self) -> None:
        self._zoom(self._bench.context.settings.text_zoom() + 1)

    def _smaller(self) -> None:
        self._zoom(self._bench.context.settings.text_zoom() - 1)

    def _normal(self) -> None:
        self._zoom(0)

    def _zoom(self, points: int) -> None:
        settings = self._bench.context.settings
        settings.set_text_zoom(points)
        self._bench.context.theme.set_zoom(settings.text_zoom())
        self._bench.panes.update()

    def read_again(self) -> None:
        """Another window may have changed the file."""
        bench = self._bench
        if bench.commit_edits():
            bench.file_watch.note_read()
            bench.model.set_today(bench.today)
            bench.model.read_again()
            bench.list_feeder.refresh_unlinked()
            bench.trash_desk.read()
            bench.navigation.read_again()

    def _show_keys(self) -> None:
        dialog = KeysDialog(self._bench.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
