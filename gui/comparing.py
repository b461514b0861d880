"""Comparing in the window: what F7 means where, and the page that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QPushButton

from core.domain.keys import Key, ThingKind
from core.domain.rows import SnapshotRow
from core.utils.datetime_utils import local_today
from gui.desks.compare_desk import CompareDesk
from gui.event_state import is_past
from gui.models.compare_sides import PLAN, CompareRequest, Other, Sides, snapshot_side
from gui.tab_names import HISTORY
from gui.widgets.compare_button import CompareMenu
from gui.widgets.compare_page import ComparePage
from gui.widgets.history_pane import BOTH

if TYPE_CHECKING:
    from gui.workbench import Workbench

PAGE = "compare"


class Comparing(QObject):
    """Two chosen snapshots, else what the page shows: an event, or a snapshot."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.page = ComparePage()
        for button in self.page.findChildren(QPushButton):
            button.setAutoDefault(True)  # Enter presses what has the focus
        bench.pane.add_page(PAGE, self.page)
        self.desk = CompareDesk(self.page, bench.acts, today=local_today)
        self.desk.sides_wanted.connect(self.show)
        self.desk.shown.connect(self._on_shown)
        self.page.close_wanted.connect(self._on_close)
        for head in (bench.event_page.head, bench.snapshot_page.head):
            head.compare_wanted.connect(self.compare)
            head.compare_button.choices.other_wanted.connect(self._on_other)
        bench.event_page.state_clicked.connect(self._on_state_clicked)
        bench.event_page.history.compare_wanted.connect(self._on_two_columns)
        bench.event_page.history.compare_chosen_wanted.connect(self.compare)
        bench.selection_page.compare_wanted.connect(self.compare)

    def request(self) -> CompareRequest | None:
        """What is compared here; None where there is nothing to compare."""
        bench = self._bench
        chosen = bench.list.selected_keys()
        ids = [key.id for key in chosen if key.kind is ThingKind.SNAPSHOT]
        name = bench.pane.page_name()
        if name == "selection" and len(chosen) == len(ids) == 2:
            return _two(ids[0], ids[1])
        # Not what the page still shows: the list may have gone on to the next.
        current = bench.navigation.current
        event = bench.event_desk.event_row
        columns = self._columns() if name == "event" else None
        if columns is not None:
            return columns
        if name == "event" and event is not None and event.latest_version is not None:
            return CompareRequest(event_id=event.id)
        if name == "snapshot" and current is not None and current.kind is ThingKind.SNAPSHOT:
            return CompareRequest(snapshot_id=current.id)
        return None

    def _columns(self) -> CompareRequest | None:
        """Of the history, where that is shown: two columns, or a snapshot with the one before it."""
        page = self._bench.event_page
        ids = page.history.chosen_ids() if page.tabs.shown() == HISTORY else []
        if len(ids) == BOTH and ids[0] is not None:
            return _two(ids[0], ids[1])
        if len(ids) == 1 and ids[0] is not None:
            return CompareRequest(snapshot_id=ids[0])
        return None

    @Slot()
    def compare(self) -> None:
        request = self.request()
        if request is not None:
            self.show(request)
        elif self.is_too_early():
            text = self.tr("Nothing to compare with yet: finalize the plan first.")
            self._bench.pane.notice.show_notice(text)

    def is_too_early(self) -> bool:
        """An event is shown of which there is no snapshot."""
        event = self._bench.event_desk.event_row
        is_shown = self._bench.pane.page_name() == "event"
        return is_shown and event is not None and event.latest_version is None

    def menu_of(self, key: Key, parent: QMenu) -> CompareMenu | None:
        """What an event's latest snapshot, or a snapshot of the list can be compared with."""
        row = self._bench.model.row_of(key)
        if isinstance(row, SnapshotRow):
            request, version = CompareRequest(snapshot_id=key.id), row.version
            has_plan = row.event_id is not None
        elif row is not None and row.latest_version is not None:
            request, version = CompareRequest(event_id=key.id), row.latest_version
            has_plan = True
        else:
            return None
        menu = CompareMenu(parent)
        menu.show_snapshot(version, has_plan=has_plan)
        menu.other_wanted.connect(lambda other: self._show_other(request, other))
        return menu

    def _on_other(self, other: Other | None) -> None:
        """Of what the page shows."""
        request = self.request()
        if request is not None:
            self._show_other(request, other)

    def _show_other(self, request: CompareRequest, other: Other | None) -> None:
        """Without one, the menu opens of what it can be."""
        self.show(replace(request, other=other))
        if other is None and self._bench.pane.page_name() == PAGE:
            self.desk.offer_others()

    def show(self, request: CompareRequest) -> None:
        if self._bench.commit_edits():
            key = Key(ThingKind.COMPARISON, self.desk.number_of(request))
            self._bench.navigation.show_comparison(key)

    def _on_state_clicked(self) -> None:
        """A past event is never compared with what the catalog is today, unless she asks."""
        event = self._bench.event_desk.event_row
        if event is not None and not is_past(event, local_today()):
            self.compare()

    def _on_two_columns(self, old_id: int, new_id: int | None) -> None:
        """Of the history; the plan now has no id."""
        self.show(_two(old_id, new_id))

    def next_difference(self) -> None:
        self.page.turn(1)

    def previous_difference(self) -> None:
        self.page.turn(-1)

    def _on_shown(self, name: str) -> None:
        self._bench.navigation.show_comparison_title(name)

    def _on_close(self) -> None:
        self._bench.navigation.close_comparison()


def _two(old_id: int, new_id: int | None) -> CompareRequest:
    """Two snapshots, or one and the plan now, which has no id."""
    new = PLAN if new_id is None else snapshot_side(new_id)
    return CompareRequest(sides=Sides(snapshot_side(old_id), new))
