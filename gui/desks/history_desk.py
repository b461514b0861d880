"""Joins the History tab to what is read for it, and to where its snapshots are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from gui.actions import copy_actions
from gui.actions.acts import Acts
from gui.feeders.failure import sentence_of
from gui.feeders.page_feeder import PageFeeder
from gui.models.history_values import HistoryRows
from gui.tab_names import PLAN
from gui.widgets.event_page import EventPage

_TOLD = frozenset({ThingKind.SNAPSHOT, ThingKind.REMOVED})


class HistoryDesk(QObject):
    """Reads an event's history when its tab is shown, and anew when something has changed."""

    select_wanted = Signal(object)  # Key of a snapshot

    def __init__(
        self,
        page: EventPage,
        feeder: PageFeeder,
        acts: Acts,
        *,
        today: Callable[[], date],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._pane = page.history
        self._feeder = feeder
        self._acts = acts
        self._today = today
        self._event_id: int | None = None
        self._is_stale = False
        self._pane.seen.connect(self._read_if_shown)
        self._pane.retry_wanted.connect(self._on_retry)
        self._pane.opened.connect(self._on_opened)

    def show(self, event_id: int | None) -> None:
        """Shown already, it stays until the new one is there."""
        is_other = event_id != self._event_id
        self._event_id, self._is_stale = event_id, True
        if is_other:
            self._pane.show_loading()
        self._read_if_shown()

    def take_changes(self, changes: Changes) -> None:
        """A reason may have been changed, or what is in the trash, though nothing of the plan."""
        kinds = {key.kind for key in changes.added | changes.removed | changes.altered}
        if kinds & _TOLD:
            self.show(self._event_id)

    @Slot()
    def _read_if_shown(self) -> None:
        if self._event_id is None or not self._is_stale or not self._pane.isVisible():
            return  # it is read when it is seen
        self._is_stale = False
        self._feeder.read_history(
            self._event_id,
            self._today(),
            on_done=partial(self._on_history, self._event_id),
            on_failed=partial(self._on_failed, self._event_id),
        )

    def _on_history(self, event_id: int, history: HistoryRows) -> None:
        if event_id == self._event_id:
            self._pane.show_history(history)

    def _on_failed(self, event_id: int, error: BaseException) -> None:
        if event_id == self._event_id:
            self._pane.show_failure(sentence_of(error))

    def _on_retry(self) -> None:
        self._is_stale = True
        self._pane.show_loading()
        self._read_if_shown()

    def _on_opened(self, key: Hashable) -> None:
        if isinstance(key, int):
            self.select_wanted.emit(Key(ThingKind.SNAPSHOT, key))
        else:
            self._page.tabs.show_tab(PLAN)
            self._page.focus_body()

    @Slot()
    def copy(self) -> None:
        """The table and the log, as text."""
        text = self._pane.text()
        if text:
            self._acts.run(copy_actions.copy_text, text)
