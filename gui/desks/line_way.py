"""The way to a line, or to a row of the sums, on an event's page that has still to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from core.domain.keys import Key, ThingKind
from core.domain.rows import ContentRow
from gui.actions.acts import Place
from gui.tab_names import PLAN
from gui.widgets.event_page import EventPage


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to choose on an event's page, by id or as the thing that a snapshot showed."""

    page: Key
    line_id: int | None = None
    thing: ContentRow | None = None


class LineWay(QObject):
    """Chooses the line that an act, or a snapshot's number, led to, once it has been read."""

    def __init__(self, page: EventPage, current: Callable[[], Key | None]) -> None:
        super().__init__(page)
        self._page = page
        self._current = current
        self._wanted: Wanted | None = None
        page.model.source_shown.connect(self.go_on)
        page.model.rowsInserted.connect(self.go_on)

    def want(self, wanted: Wanted | None) -> None:
        self._wanted = wanted

    def leave(self, key: Key) -> None:
        """Another page is shown: what was wanted on the one before is not any more."""
        if self._wanted is not None and self._wanted.page != key:
            self._wanted = None

    def show_tab(self, place: Place) -> None:
        """Turns the page to where an act happened."""
        if place.tab or place.line_id is not None:
            self._page.tabs.show_tab(place.tab or PLAN)
            self._page.tabs.choose(place.row)

    def go_on(self, *_: object) -> None:
        page, wanted = self._page, self._wanted
        source = page.model.source
        if wanted is None or wanted.page != self._current() or source is None:
            return
        if source.event_id != wanted.page.id or wanted.page.kind is not ThingKind.EVENT:
            return
        if wanted.line_id is not None and page.view.go_to_line(wanted.line_id):
            self._wanted = None
        elif wanted.thing is not None and page.view.go_to_thing(
            wanted.thing.kind, wanted.thing.thing_uuid
        ):
            self._wanted = None
            page.view.setFocus(Qt.FocusReason.OtherFocusReason)
