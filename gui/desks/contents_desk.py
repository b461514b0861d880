"""What the event's and the snapshot's page share: contents, changes since, and details."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from core.domain.comparison import PlanChanges
from core.domain.rows import ContentRow, SourceRef, ThingDetails
from gui.feeders.failure import sentence_of
from gui.feeders.page_feeder import PageFeeder
from gui.models.contents_model import ContentsModel
from gui.models.tickets import Ticket
from gui.widgets.contents_pane import ContentsPane
from gui.widgets.contents_view import ContentsView
from gui.widgets.details_panel import DetailsPanel


class ContentsPage(Protocol):
    """A page with a contents table and its details."""

    pane: ContentsPane
    view: ContentsView
    model: ContentsModel
    details: DetailsPanel


class ContentsDesk(QObject):
    """Feeds the table and the details; one for each of the two pages."""

    def __init__(self, page: ContentsPage, feeder: PageFeeder, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._feeder = feeder
        self._row: ContentRow | None = None
        page.model.page_wanted.connect(self._on_page_wanted)
        page.view.current_row_changed.connect(self._on_current_row)
        page.details.retry_wanted.connect(self.read_details)

    @property
    def source(self) -> SourceRef | None:
        return self._page.model.source

    def show(self, source: SourceRef, *, is_editable: bool) -> None:
        """Reads the lines; shown already, they are read anew and only what differs moves.

        So are the details then: the catalog may have changed since they were read.
        """
        is_same = source == self.source
        self._page.model.set_source(source, is_editable=is_editable)
        if is_same:
            self.read_details()

    @Slot(object)
    def _on_page_wanted(self, ticket: Ticket) -> None:
        self._feeder.read_contents(
            ticket,
            partial(self._page.model.put_page, ticket),
            partial(self._on_page_failed, ticket),
        )

    def _on_page_failed(self, ticket: Ticket, error: BaseException) -> None:
        self._page.model.put_failure(ticket, sentence_of(error))

    def clear(self) -> None:
        """Another file: its ids are no names for what is shown."""
        self._row = None
        self._page.model.set_source(None, is_editable=False)

    def put_changes(self, changes: PlanChanges) -> None:
        self._page.model.put_changes(changes)

    @Slot(object)
    def _on_current_row(self, row: ContentRow | None) -> None:
        # Also where the thing is the same: in another snapshot it may have been otherwise.
        self._row = row
        self.read_details()

    def toggle_details(self) -> bool:
        """Shows or hides the details; True when they are shown now."""
        if self._page.details.isVisible():
            self._page.pane.hide_details()
        else:
            self._page.pane.show_details()
            self.read_details()
        return not self._page.details.isHidden()

    @Slot()
    def read_details(self) -> None:
        """Details are read only while they are shown."""
        panel, row, source = self._page.details, self._row, self.source
        if panel.isHidden():
            return
        if row is None or source is None:
            panel.show_nothing()
            return
        panel.show_loading()
        self._feeder.read_details(
            source,
            row,
            on_done=partial(self._on_details, row),
            on_failed=partial(self._on_details_failed, row),
        )

    def _on_details(self, row: ContentRow, details: ThingDetails) -> None:
        if row is self._row:
            self._page.details.show_details(details, note=row.notes)

    def _on_details_failed(self, row: ContentRow, error: BaseException) -> None:
        if row is self._row:
            self._page.details.show_failure(sentence_of(error))
