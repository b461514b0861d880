"""Everything behind the window once it is painted: panes, feeders, desks, and the way between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QPushButton

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.errors import InUseError
from core.utils.datetime_utils import local_today
from gui import texts
from gui.actions import (
    catalog_actions,
    event_actions,
    file_actions,
    removal_actions,
    thing_actions,
)
from gui.actions.acts import Acts, Place, Typed
from gui.actions.file_actions import DatabaseInfo
from gui.actions.removal_actions import TRASH, Chosen
from gui.arguments import Options
from gui.background import Background
from gui.catalog_view import PAGE_NAMES, CatalogView
from gui.change_bus import ChangeBus
from gui.closing import Closing
from gui.commands import Commands
from gui.comparing import Comparing
from gui.context import AppContext
from gui.context_menus import ContextMenus
from gui.day_watch import DayWatch
from gui.desks.event_desk import EventDesk, Feeders
from gui.desks.import_desk import ImportDesk
from gui.desks.snapshot_desk import SnapshotDesk
from gui.desks.trash_desk import TrashDesk
from gui.dialogs.new_event_dialog import EventAnswer
from gui.error_reporting import ErrorReporter
from gui.feeders.file_watch import FileWatch
from gui.feeders.list_feeder import ListFeeder
from gui.feeders.page_feeder import PageFeeder
from gui.files import Files
from gui.flow import Flow, FlowRunner
from gui.main_window import MainWindow
from gui.models.contents_model import Column
from gui.models.plan_tree_model import PlanTreeModel
from gui.navigation import Navigation
from gui.pane_layout import PaneLayout
from gui.settings import UiSettings
from gui.theme import ThemeManager
from gui.undo_history import UndoEntry, UndoHistory
from gui.widgets.catalog.thing_page import ThingPage
from gui.widgets.event_page import EventPage
from gui.widgets.import_page import ImportPage
from gui.widgets.left_pane import CATALOG, LeftPane
from gui.widgets.list_panel import ListPanel
from gui.widgets.message_page import MessagePage
from gui.widgets.page_pane import PagePane
from gui.widgets.selection_page import SelectionPage
from gui.widgets.sentence_label import go_to_refused
from gui.widgets.snapshot_page import SnapshotPage
from gui.widgets.start_page import StartPage
from gui.widgets.trash_page import TrashPage


def no_flow() -> Flow:
    """What is left to try again when there is nothing to undo any more."""
    yield from ()


COLUMNS = tuple(column.name.lower() for column in Column)


class Workbench(QObject):
    """Made after the first paint; the window's `Screen`, as the flows see it."""

    def __init__(self, window: MainWindow, settings: UiSettings, theme: ThemeManager) -> None:
        super().__init__(window)
        self.window = window
        errors = ErrorReporter(self)
        errors.set_window(window)
        background = Background(self)
        self.context = AppContext(
            background,
            ChangeBus(self),
            UndoHistory(self),
            settings,
            errors,
            FlowRunner(background, errors, window),
            theme,
        )
        self.acts = Acts(self.context, self)
        self.info: DatabaseInfo | None = None
        self._notice_entry: UndoEntry | None = None
        self._offered: tuple[Key, ...] = ()
        self._make_panes()
        self._make_desks()
        self.comparing = Comparing(self)
        self.files = Files(self)
        self.navigation = Navigation(self)
        self.commands = Commands(self)
        self._connect()
        self.closing = Closing(self)

    @property
    def today(self) -> date:
        return local_today()

    @property
    def is_writable(self) -> bool:
        return self.info is not None and not self.info.is_read_only

    def _make_panes(self) -> None:
        self.model = PlanTreeModel(self.today, self)
        self.list = ListPanel(self.model)
        self.pane = PagePane()
        self.page_feeder = PageFeeder(self.context.background, self)
        self.catalog = CatalogView(self.context.background, self.page_feeder, self.acts)
        self.left = LeftPane(self.list, self.catalog.panel)
        self.event_page = EventPage(self.today)
        self.snapshot_page = SnapshotPage()
        self.selection_page = SelectionPage()
        self.trash_page = TrashPage(self.today)
        self.import_page = ImportPage()
        self.start_page = StartPage()
        self.message_page = MessagePage()
        for name, page in (
            ("message", self.message_page),
            ("start", self.start_page),
            ("event", self.event_page),
            ("snapshot", self.snapshot_page),
            ("selection", self.selection_page),
            ("trash", self.trash_page),
            ("import", self.import_page),
            *((PAGE_NAMES[kind], page) for kind, page in self.catalog.pages.items()),
        ):
            self.pane.add_page(name, page)
        self.window.set_panes(self.left, self.pane)
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in (
            *self.left.findChildren(QPushButton),
            *self.pane.findChildren(QPushButton),
        ):
            button.setAutoDefault(True)  # Enter presses what has the focus, as in a dialog
        self.panes = PaneLayout(self.window, self.left, self.pane)
        self.panes.tables = (self.event_page.view, self.snapshot_page.view)
        self.panes.update()
        self._restore_widths()

    def _make_desks(self) -> None:
        background, today = self.context.background, local_today
        self.list_feeder = ListFeeder(self.model, background)
        self.file_watch = FileWatch(background, self)
        self.day_watch = DayWatch(today, self)
        self.event_desk = EventDesk(
            self.event_page, Feeders(self.page_feeder, self.list_feeder), self.acts, today=today
        )
        self.snapshot_desk = SnapshotDesk(
            self.snapshot_page, self.page_feeder, self.acts, today=today
        )
        self.trash_desk = TrashDesk(self.trash_page, self.page_feeder, self.acts, today=today)
        self.import_desk = ImportDesk(self.import_page, self.acts)
        self.catalog.make_desks()

    def _connect(self) -> None:
        context, panel = self.context, self.list
        context.errors.banner_wanted.connect(self.pane.show_banner)
        context.errors.message_wanted.connect(self.show_message)
        context.errors.install()
        context.changes.committed.connect(self._on_committed)
        context.changes.committed.connect(self.file_watch.take_own_write)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self.file_watch.follow)
        self.file_watch.changed_elsewhere.connect(self.commands.read_again)
        self.day_watch.day_began.connect(self._on_day_began)
        context.background.busy_changed.connect(self._show_saving)
        context.runner.progress.connect(self._on_progress)
        context.runner.progress_ended.connect(self._on_progress_ended)
        for feeder in (self.list_feeder, self.page_feeder, self.catalog.feeder):
            feeder.failed.connect(context.errors.report)
        panel.search_wanted.connect(self.list_feeder.search)
        self.list_feeder.hits_counted.connect(panel.put_hits)
        self.list_feeder.first_page_came.connect(self._on_first_page)
        panel.states_wanted.connect(self.list_feeder.want_states)
        panel.new_event_wanted.connect(self.new_event)
        self.selection_page.delete_wanted.connect(self.delete_selected)
        self.selection_page.retire_wanted.connect(self.catalog.retire_chosen)
        self.start_page.new_event_wanted.connect(self.new_event)
        self.pane.notice.action_wanted.connect(self._on_notice_undo)
        self.pane.notice.show_wanted.connect(self._on_plans_wanted)
        self.context_menus = ContextMenus(self)
        self.window.cancel_wanted.connect(context.runner.cancel_current)
        self.import_page.make_box_wanted.connect(self._on_make_box)
        self.trash_desk.counted.connect(panel.set_trash_count)
        self.snapshot_desk.verified.connect(self.model.put_snapshot_verdict)

    @Slot()
    def _on_day_began(self) -> None:
        """What was to come may be past, and "tomorrow" is today; what is half typed stays."""
        self.model.set_today(self.today)
        if self.info is not None:
            self.trash_desk.read()
        current = self.navigation.current
        if current is not None and current.kind is ThingKind.EVENT:
            self.event_desk.read()

    # Files

    def begin(self, options: Options) -> None:
        self._show_saving(is_busy=False)
        self.files.begin(options)

    def show_database(self, info: DatabaseInfo, *, is_sample: bool) -> None:
        """A file was opened: everything shown until now is about another one."""
        self.save_places()
        self.info = info
        settings = self.context.settings
        settings.set_last_database(info.path)
        settings.add_recent_file(info.path)
        self.context.history.clear()
        self._notice_entry = None
        self.clear_notice()  # it is about the file before
        self.file_watch.forget()
        self.pane.banner.hide()
        self.pane.sample_band.setVisible(is_sample)
        self.pane.read_only_band.setVisible(info.is_read_only)
        self.list.set_read_only(info.is_read_only)
        self.selection_page.set_read_only(info.is_read_only)
        self.trash_page.set_read_only(info.is_read_only)
        self.event_desk.is_writable = self.snapshot_desk.is_writable = self.is_writable
        self.window.file.setText(texts.isolate(info.path.name))
        self.window.file.setToolTip(texts.plain_tooltip(str(info.path)))
        self.model.set_today(self.today)
        self.page_feeder.start_anew()
        self.comparing.desk.start_anew()
        self.catalog.start_anew(is_writable=self.is_writable)
        self.navigation.start_anew()
        self.list_feeder.start_anew()
        self.trash_desk.read()
        self._restore_places(info.path)
        if not info.is_checked:
            self.page_feeder.check_file()
        self.commands.update()
        self.files.opened()

    def _restore_places(self, path: Path) -> None:
        self.snapshot_desk.clear()
        self.event_desk.put_half_typed(self.context.settings.half_typed(path))
        expanded = self.context.settings.expanded_keys(path)
        selected = self.context.settings.selected_key(path)
        self.list.restore(tuple(expanded or ()), (selected,) if selected is not None else ())

    def save_places(self) -> None:
        if self.info is not None:
            settings, path = self.context.settings, self.info.path
            settings.set_expanded_keys(path, list(self.list.expanded_keys()))
            keys = self.list.selected_keys()
            settings.set_selected_key(path, keys[0] if len(keys) == 1 else None)
            settings.set_half_typed(path, self.event_desk.half_typed())

    def _restore_widths(self) -> None:
        """The widths she dragged; 0 stands for a column that follows its texts."""
        for page in (self.event_page, self.snapshot_page):
            saved = self.context.settings.column_widths(page.objectName())
            page.view.columns.restore(
                {name: width for name, width in zip(COLUMNS, saved, strict=False) if width}
            )

    def _save_widths(self) -> None:
        for page in (self.event_page, self.snapshot_page):
            widths = page.view.columns.widths()
            self.context.settings.set_column_widths(
                page.objectName(), [widths.get(name, 0) for name in COLUMNS]
            )

    def _on_first_page(self, total: int) -> None:
        self.navigation.first_page_came(total)

    def _on_make_box(self) -> None:
        flow = catalog_actions.make_box(
            self.acts, None, name="", quantity=Fraction(1), feeder=self.page_feeder
        )
        self.context.runner.run(catalog_actions.only(flow))

    # What flows ask of the screen

    def show_notice(self, text: str, *, has_undo: bool = False) -> None:
        self._notice_entry = self.context.history.last_done() if has_undo else None
        self.pane.notice.show_notice(text, self.tr("Undo") if has_undo else "")

    def clear_notice(self) -> None:
        self.pane.notice.clear()

    @Slot()
    def _on_notice_undo(self) -> None:
        """The button undoes the act that its notice tells of, and no other."""
        if (
            self._notice_entry is not None
            and self._notice_entry is self.context.history.last_done()
        ):
            self.undo()

    def offer_plans(self, events: tuple[Key, ...]) -> None:
        """The notice names coming plans: its Show goes to them."""
        self._offered = events
        self.pane.notice.offer_to_show()

    def _on_plans_wanted(self) -> None:
        self.navigation.show_events(self._offered)

    def select(self, key: Key) -> None:
        self.navigation.select(key)

    def go_to(self, place: Place) -> None:
        self.navigation.go_to(place)

    def focus_page(self) -> None:
        self.navigation.focus_page()

    # Acts of the window

    @Slot()
    def new_event(self) -> None:
        if self.is_writable and self.commit_edits():
            typed: Typed[EventAnswer | None] = Typed(None)  # kept over a Retry
            self.acts.run(event_actions.new_event, self.today, typed)

    @Slot()
    def delete_selected(self) -> None:
        """Deletes what is chosen in the list that is shown."""
        if self.left.view_name == CATALOG:
            if self.commit_edits():
                self.catalog.delete_chosen()
            return
        keys = self.list.selected_keys()
        if self.is_writable and keys and self.commit_edits():
            self.acts.run(removal_actions.delete, Chosen.of(keys))

    @Slot()
    def undo(self) -> None:
        self._turn(self.context.history.undo_flow)

    @Slot()
    def redo(self) -> None:
        self._turn(self.context.history.redo_flow)

    def _turn(self, make_flow: Callable[[], Flow | None]) -> None:
        """Undoes or does again; which entry is meant is settled when the flow starts."""
        flow = make_flow()
        if flow is not None and self.commit_edits():
            self.pane.notice.clear()
            self.context.runner.run(
                self._explained(flow), retry=lambda: self._explained(make_flow() or no_flow())
            )

    def _explained(self, flow: Flow) -> Flow:
        """What is needed elsewhere by now is explained as when it is deleted."""
        try:
            yield from flow
        except InUseError as used:
            if used.usage is None:
                raise
            yield from thing_actions.explain_in_use(self.acts, used)

    def commit_edits(self) -> bool:
        """Takes what is half typed on the page; False when it stays open with its sentence.

        The sentence is said again, and the keyboard goes there: she wanted to go elsewhere.
        """
        name = self.pane.page_name()
        page: EventPage | SnapshotPage | ThingPage | None = self.catalog.page_of(name)
        if name == "event":
            page = self.event_page
        elif name == "snapshot":
            page = self.snapshot_page
        if page is None or page.commit_edits():
            return True
        sentence = go_to_refused(page)
        if sentence:
            self.show_message(sentence)
        return False

    # What comes back

    @Slot(object)
    def _on_committed(self, changes: Changes) -> None:
        self.navigation.leave(changes.removed)  # while their rows still say what is next to them
        self.list_feeder.take_changes(changes)
        self.catalog.take_changes(changes, self.navigation.current)
        if changes.touches(TRASH):
            self.trash_desk.read()
        self.navigation.take_changes(changes)
        self.commands.update()

    def show_message(self, sentence: str) -> None:
        self.pane.notice.show_notice(sentence, is_lasting=True)

    def _show_saving(self, is_busy: bool) -> None:
        self.window.saving.setText(self.tr("Saving…") if is_busy else self.tr("All changes saved"))

    def _on_progress(self, label: str) -> None:
        self.window.saving.setText(label or self.tr("Working…"))
        self.window.cancel.setVisible(self.context.runner.can_cancel_current())

    def _on_progress_ended(self) -> None:
        self.window.cancel.hide()
        self._show_saving(self.context.background.is_busy())

    # The end

    def save_session(self) -> None:
        """What the next start brings back."""
        self.save_places()
        self._save_widths()
        self.context.settings.sync()

    def close(self) -> bool:
        """Everything stops: flows, lanes, the database; False if a job still runs."""
        self.context.runner.close()
        is_done = self.context.background.close()
        self.context.errors.uninstall()
        file_actions.close_file()
        return is_done
