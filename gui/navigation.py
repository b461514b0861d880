"""From what is chosen in the list to the page on the right, and back and forward between pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from core.domain.catalog import CatalogRow
from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.domain.rows import ContentRow, EventRow, SnapshotRow
from core.errors import NotFoundError
from gui import texts
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH
from gui.catalog_words import counted_text
from gui.desks.line_way import LineWay, Wanted
from gui.feeders.failure import sentence_of
from gui.models.roles import Role
from gui.page_way import PageWay
from gui.tab_names import PLAN
from gui.widgets.left_pane import CATALOG, PLANS

if TYPE_CHECKING:
    from gui.workbench import Workbench


class Navigation(QObject):
    """Knows the page shown, and the way that led to it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._way = PageWay()
        self._is_opening = False  # nothing was chosen yet in a file just opened
        self._is_gone = False  # the page says that another window deleted what it showed
        self._gone_from: Key | None = None
        self._wanted_row: Key | None = None  # made by an act, and not in the list yet
        self._line_way = LineWay(bench.event_page, lambda: self.current)
        self._names_it = False  # the page to come is of a thing made just now
        panel = bench.list
        panel.selection_changed.connect(self._on_selection_changed)
        panel.activated.connect(self._on_activated)
        panel.view.clicked.connect(self._on_list_clicked)
        panel.trash_wanted.connect(self.show_trash)
        bench.left.view_wanted.connect(self.show_view)
        catalog = bench.catalog
        catalog.panel.selection_changed.connect(self._on_selection_changed)
        catalog.panel.activated.connect(self._on_activated)
        catalog.panel.view.clicked.connect(self._on_list_clicked)
        catalog.shown.connect(self._on_thing_shown)
        catalog.place_wanted.connect(self._on_place_wanted)
        bench.event_desk.missing.connect(self._on_missing)
        bench.snapshot_desk.missing.connect(self._on_missing)
        bench.event_desk.shown.connect(self._on_event_shown)
        bench.snapshot_desk.shown.connect(self._on_snapshot_shown)
        bench.snapshot_desk.select_wanted.connect(self.select)
        bench.snapshot_desk.line_wanted.connect(self._on_line_wanted)
        bench.event_desk.history.select_wanted.connect(self._on_place_wanted)
        bench.model.rowsInserted.connect(
            self._select_wanted_row, Qt.ConnectionType.QueuedConnection
        )
        bench.import_desk.page_wanted.connect(self._show_import)
        bench.import_desk.left.connect(self.show_selection)
        bench.import_desk.event_wanted.connect(self._on_plan_imported)
        queued = Qt.ConnectionType.QueuedConnection
        bench.model.branch_answered.connect(self._choose_first, queued)
        bench.pane.focus_wanted.connect(self.focus_page)
        bench.message_page.retry_wanted.connect(self.show_selection)
        bench.message_page.event_wanted.connect(self._on_gone_event_wanted)
        bench.message_page.action_wanted.connect(bench.new_event)

    @property
    def current(self) -> Key | None:
        """The thing whose page is shown; TRASH for the trash."""
        return self._way.current

    def start_anew(self) -> None:
        """Another file: the ways through the one before lead nowhere."""
        self._way.start_anew()
        self._is_opening = True
        self._wanted_row = None
        self._line_way.want(None)
        self._turn_to(PLANS)
        self._bench.page_feeder.turn_page()
        self._bench.message_page.show_loading()
        self._show("message")

    def first_page_came(self, total: int) -> None:
        """The list has been read: with nothing in it, the start page says how to begin."""
        if self._way.current is not None or self._bench.list.selected_keys():
            return
        if self._bench.pane.page_name() == "import":
            self._is_opening = False  # she asked for that page; nothing takes her away from it
            return
        if total == 0:
            self._is_opening = False
            self._show("start")
        else:
            QTimer.singleShot(0, self, self._choose_first)

    def _choose_first(self) -> None:
        if not self._is_opening or self._bench.list.is_restoring():
            return
        self._is_opening = False
        key = self._bench.model.next_coming_event()
        if not self._bench.list.selected_keys() and self._way.current is None:
            if key is not None:
                self._bench.list.select(key)
            else:
                self._say_nothing_chosen()

    def _say_nothing_chosen(self) -> None:
        self._bench.message_page.show_text(self.tr("Choose an event or a snapshot in the list."))
        self._show("message")

    # Going

    @Slot(object)
    def select(self, key: Key) -> None:
        """Chooses the row in its list, reading its branch first where needed."""
        if key.kind is ThingKind.REMOVED:
            self._bench.trash_page.choose_next(key.id)
            self._show_trash()
            return
        if key.kind is ThingKind.COMPARISON:
            self.show_comparison(key)
            return
        if self._bench.catalog.holds(key):
            self._turn_to(CATALOG)
            # What the page shows already is not looked for in other lists: retired, it stays.
            self._bench.catalog.panel.select(key, reaches=key != self._way.current)
            self._show_page_of(key)
            return
        self._turn_to(PLANS)
        if key.kind is ThingKind.SNAPSHOT and not self._bench.model.find(key).isValid():
            self._bench.list_feeder.find_event_of(key, partial(self._select_under, key))
        else:
            self._wanted_row = None if self._bench.model.find(key).isValid() else key
            self._bench.list.select(key)
            self._show_page_of(key)

    def _select_under(self, key: Key, under: Key | None) -> None:
        self._wanted_row = key
        self._bench.list.select(key, under=under)
        self._show_page_of(key)

    def _select_wanted_row(self) -> None:
        """An act's result comes into the list a moment after the act."""
        key = self._wanted_row
        if key is not None and self._bench.model.find(key).isValid():
            self._wanted_row = None
            self._bench.list.select(key)

    def go_to(self, place: Place) -> None:
        if place.page is None:
            return
        self._line_way.want(Wanted(place.page, line_id=place.line_id))
        self._names_it = place.edits_name
        if place.page.kind is ThingKind.REMOVED or self._bench.catalog.holds(place.page):
            self.select(place.page)
            if place.row is not None:
                self._bench.catalog.desks[place.page.kind].want_row(place.row)
        elif place.page.kind in (ThingKind.EVENT, ThingKind.SNAPSHOT):
            self.select(place.page)
            self._line_way.show_tab(place)
            self._line_way.go_on()

    def _on_place_wanted(self, key: Key) -> None:
        """A link on a page of the catalog, or a snapshot in an event's history."""
        if self._bench.commit_edits():
            self.select(key)
            self.focus_page()

    def _on_line_wanted(self, event: Key, row: ContentRow) -> None:
        self._line_way.want(Wanted(event, thing=row))
        self.select(event)
        self._bench.event_page.tabs.show_tab(PLAN)
        self._line_way.go_on()

    def show_comparison(self, key: Key) -> None:
        """Another page on the way; the list keeps what is chosen."""
        self._bench.page_feeder.turn_page()
        self._way.remember(key)
        is_other = self._bench.comparing.desk.show(key.id)
        self._show("compare")
        if is_other:
            self._bench.comparing.page.focus_body()
            self.show_comparison_title("")

    def show_comparison_title(self, name: str) -> None:
        title = self.tr("Compare {event}").format(event=name) if name else self.tr("Compare")
        if self._bench.pane.page_name() == "compare":
            self._set_title(title)

    def close_comparison(self) -> None:
        """To the page before the comparisons, or to what is chosen in the list."""
        key = self._way.current
        while key is not None and key.kind is ThingKind.COMPARISON:
            key = self._way.step(is_back=True)
        if key is None or len(self._bench.list.selected_keys()) > 1:
            self.show_selection()
        else:
            self.select(key)
        self.focus_page()

    @Slot()
    def show_trash(self) -> None:
        if self._bench.commit_edits():
            self._show_trash()

    def _show_trash(self) -> None:
        self._way.remember(TRASH)
        self._show("trash")
        self._bench.trash_desk.read()
        self._bench.trash_page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_title(self.tr("Trash"))

    @Slot()
    def show_selection(self) -> None:
        """The page of what is chosen in the list."""
        self._on_selection_changed(self._bench.left.panel.selected_keys())

    def go_back(self) -> None:
        self._go(is_back=True)

    def go_forward(self) -> None:
        self._go(is_back=False)

    def _go(self, *, is_back: bool) -> None:
        if self._way.can_step(is_back=is_back) and self._bench.commit_edits():
            key = self._way.step(is_back=is_back)
            if key is not None:
                self.select(key)

    # Views

    @Slot(str)
    def show_view(self, name: str) -> None:
        """Plans or catalog: its list, and the page of what is chosen there."""
        if self._bench.commit_edits():
            self._turn_to(name)
            self.show_selection()
            self._bench.panes.show_list()
        else:
            self._turn_to(self._bench.left.view_name)

    def _turn_to(self, name: str) -> None:
        self._bench.left.show_view(name)
        self._bench.pane.set_list_name(name)
        if name == CATALOG:
            self._bench.catalog.fetch()

    def show_events(self, keys: tuple[Key, ...]) -> None:
        """Chooses these events in the list of plans; one of them shows its page."""
        if keys:
            self.select(keys[0])
            self._bench.list.select_all(keys)
            self._bench.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing

    @Slot(object)
    def _on_selection_changed(self, keys: tuple[Key, ...]) -> None:
        if not self._bench.commit_edits() and self._way.current is not None:
            self.select(self._way.current)
            return
        if self._is_gone and not keys:
            return  # its row follows it; the page has said why
        self._is_gone = False
        if self._wanted_row is not None and not keys:
            return  # what was chosen is gone, and what takes its place is on its way
        self._wanted_row = None
        if len(keys) == 1:
            self._show_page_of(keys[0])
        elif keys:
            self._show_many(keys)
        elif self._bench.left.view_name == CATALOG or self._bench.model.is_read():
            # A row that goes is still in the model while the selection leaves it.
            QTimer.singleShot(0, self, self._on_nothing_chosen)
        self._bench.commands.update()

    def _on_nothing_chosen(self) -> None:
        bench = self._bench
        stays = self._is_gone or self._way.current == TRASH or bench.pane.page_name() == "import"
        if stays or bench.left.panel.selected_keys():
            return
        if bench.left.view_name == CATALOG:
            current = self._way.current
            if current is None or current.kind is not bench.catalog.panel.query.kind:
                self._say_no_thing_chosen()  # else its row left this list, and the page says why
            return
        if self._has_vanished():
            self._say_gone()
            return
        self._way.remember(None)
        bench.page_feeder.turn_page()
        if bench.model.rowCount():
            self._say_nothing_chosen()
        else:
            self._show("start")
        bench.commands.update()

    def _say_no_thing_chosen(self) -> None:
        self._way.remember(None)
        self._bench.message_page.show_text(self.tr("Choose something in the list, or make it."))
        self._show("message")
        self._set_title(self.tr("Catalog"))

    def _has_vanished(self) -> bool:
        """Whether the page's thing went out of the list by no act of this window."""
        key, model = self._way.current, self._bench.model
        is_shown = key is not None and not model.context.query and model.is_read()
        return is_shown and key is not None and not model.find(key).isValid()

    def _show_page_of(self, key: Key) -> None:
        left = self._way.current
        is_other = key != left
        self._line_way.leave(key)
        self._way.remember(key)
        if is_other:
            self._bench.page_feeder.turn_page()
            if left is not None:
                self._bench.pane.notice.turn_page()
        names_it, self._names_it = self._names_it, False
        if self._bench.catalog.holds(key):
            if (
                is_other
                or names_it
                or self._bench.catalog.page_of(self._bench.pane.page_name()) is None
            ):
                self._show(self._bench.catalog.show(key, names_it=names_it))
        elif key.kind is ThingKind.EVENT:
            if is_other or self._bench.pane.page_name() != "event":
                self._bench.event_desk.show(key.id)
            self._show("event")
        elif key.kind is ThingKind.SNAPSHOT:
            if is_other or self._bench.pane.page_name() != "snapshot":
                self._bench.snapshot_desk.show(key.id)
            self._show("snapshot")
        else:
            self._say_nothing_chosen()

    def _show_many(self, keys: tuple[Key, ...]) -> None:
        self._way.remember(None)
        if self._bench.catalog.holds(keys[0]):
            self._bench.selection_page.set_things(counted_text(keys[0].kind, len(keys)))
            self._show("selection")
            self._set_title(self.tr("Catalog"))
            return
        events = [key for key in keys if key.kind is ThingKind.EVENT]
        snapshots = [key for key in keys if key.kind is ThingKind.SNAPSHOT]
        name = self._common_event_name(snapshots) if not events else ""
        self._bench.selection_page.set_selection(
            events=len(events), snapshots=len(snapshots), event_name=name
        )
        self._show("selection")
        self._set_title("")

    def _common_event_name(self, snapshots: list[Key]) -> str:
        """The name of the event that all of them belong to, else nothing."""
        model = self._bench.model
        names = {str(model.find(key).parent().data() or "") for key in snapshots}
        return names.pop() if len(names) == 1 else ""

    def _show(self, page: str) -> None:
        self._bench.pane.show_page(page)
        self._bench.commands.update()

    def _on_activated(self, key: Key) -> None:
        if key.kind is ThingKind.EVENT:
            self._bench.model.retry_state(self._bench.model.find(key))
        self._show_page_of(key)
        self.focus_page()

    def focus_page(self) -> None:
        name = self._bench.pane.page_name()
        if name == "event":
            self._bench.event_page.focus_body()
        elif name == "snapshot":
            self._bench.snapshot_page.focus_body()
        elif name == "compare":
            self._bench.comparing.page.focus_body()
        elif (page := self._bench.catalog.page_of(name)) is not None:
            page.focus_body()
        else:
            self._bench.pane.focus_page()

    def _on_list_clicked(self) -> None:
        """The row was chosen all along, but another page stood before it."""
        if self._bench.pane.page_name() in ("trash", "import", "message", "compare"):
            self.show_selection()

    def _on_thing_shown(self, row: CatalogRow) -> None:
        if row.key == self._way.current:  # not an answer that came after she went on
            self._set_title(row.name)

    def _on_event_shown(self, row: EventRow) -> None:
        self._set_title(row.name)
        self._line_way.go_on()

    def _on_snapshot_shown(self, row: SnapshotRow) -> None:
        number = row.version if row.version is not None else ""
        name = row.event_name or self.tr("Without event")
        self._set_title(self.tr("{event}, snapshot {number}").format(event=name, number=number))

    def _set_title(self, page: str) -> None:
        program = self.tr("Proofbook")
        page = texts.isolate(texts.one_line(page)) if page else ""
        self._bench.window.setWindowTitle(f"{page} - {program}" if page else program)
        self._bench.commands.update()

    def _on_missing(self, error: BaseException) -> None:
        if isinstance(error, NotFoundError):
            self._say_gone()
        else:
            self._bench.message_page.show_failure(sentence_of(error))
            self._show("message")

    def _say_gone(self) -> None:
        detail = self._bench.snapshot_desk.detail
        is_of_it = detail is not None and self._way.current == Key(
            ThingKind.SNAPSHOT, detail.row.id
        )
        event_id = detail.row.event_id if detail is not None and is_of_it else None
        self._gone_from = Key(ThingKind.EVENT, event_id) if event_id is not None else None
        self._is_gone = True
        self._bench.message_page.show_gone(has_event=self._gone_from is not None)
        self._show("message")

    def _on_gone_event_wanted(self) -> None:
        self._is_gone = False
        if self._gone_from is not None:
            self.select(self._gone_from)

    def _show_import(self) -> None:
        self._show("import")
        self._set_title(self.tr("Import"))

    def _on_plan_imported(self, key: Key) -> None:
        self.select(key)
        self.focus_page()

    def read_again(self) -> None:
        """Reads the page shown anew."""
        key = self._way.current
        self._bench.catalog.read_again(key)
        if key is not None and key.kind is ThingKind.EVENT:
            self._bench.event_desk.show(key.id)
        elif key is not None and key.kind is ThingKind.SNAPSHOT:
            self._bench.snapshot_desk.show(key.id)
        elif key is not None and key.kind is ThingKind.COMPARISON:
            self._bench.comparing.desk.read()

    def leave(self, removed: frozenset[Key]) -> None:
        """What is chosen was deleted: its next sibling takes its place, else its event."""
        self._way.forget(removed)
        gone = [key for key in self._bench.left.panel.selected_keys() if key in removed]
        current, is_left = self._way.current, self._way.current in removed
        if not gone and is_left and self._bench.catalog.holds(current):
            self._say_no_thing_chosen()
        if not gone:
            return
        self._way.current = None
        if self._bench.catalog.holds(gone[0]):
            heir = self._bench.catalog.heir_of(removed)
        else:
            heir = self._heir(gone[0], removed)
        if heir is not None:
            self.select(heir)

    def _heir(self, key: Key, removed: frozenset[Key]) -> Key | None:
        index = self._bench.model.find(key)
        rows = self._bench.model.rowCount(index.parent())
        for row in (*range(index.row() + 1, rows), *range(index.row() - 1, -1, -1)):
            heir = index.sibling(row, 0).data(Role.KEY) if index.isValid() else None
            if isinstance(heir, Key) and heir not in removed:
                return heir
        above = index.parent().data(Role.KEY) if index.parent().isValid() else None
        return above if isinstance(above, Key) and above not in removed else None

    def take_changes(self, changes: Changes) -> None:
        """An action wrote something: the page shown may have to be read anew."""
        key = self._way.current
        if key is None or key == TRASH or key in changes.removed or self._bench.catalog.holds(key):
            return
        if key.kind is ThingKind.COMPARISON:
            self._bench.comparing.desk.take_changes(changes)
        elif key.kind is ThingKind.EVENT:
            self._bench.event_desk.take_changes(changes)
        else:
            self._bench.snapshot_desk.take_changes(changes)
