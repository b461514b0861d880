"""Reads what the page on the right shows: heads, contents, details, proofs and changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.rows import ContentRow, SourceRef
from core.services import (
    catalog_service,
    comparison_service,
    contents_service,
    details_service,
    event_service,
    history_service,
    integrity_service,
    removal_service,
)
from gui.background import Background, Lane
from gui.models.tickets import Ticket

Answer = Callable[[Any], None]


class PageFeeder(QObject):
    """Asks on the read lane; an answer that comes after the page was left is dropped."""

    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._page = 0

    def turn_page(self) -> None:
        """Another page is shown: what was asked for the one before is not wanted any more."""
        self._page += 1

    def read_event(self, event_id: int, on_done: Answer, on_failed: Answer) -> None:
        self._ask(partial(history_service.event_detail, event_id), on_done, on_failed)

    def read_snapshot(self, snapshot_id: int, on_done: Answer, on_failed: Answer) -> None:
        self._ask(partial(history_service.snapshot_detail, snapshot_id), on_done, on_failed)

    def verify_snapshot(self, snapshot_id: int, on_done: Answer) -> None:
        self._ask(partial(history_service.verify_snapshot, snapshot_id), on_done)

    def read_snapshot_changes(self, snapshot_id: int, on_done: Answer) -> None:
        """What differs in a snapshot from the one before it."""
        self._ask(partial(comparison_service.snapshot_changes, snapshot_id), on_done)

    def read_contents(self, ticket: Ticket, on_done: Answer, on_failed: Answer) -> None:
        branch: Any = ticket.branch
        job = partial(
            contents_service.content_page,
            branch.source,
            branch.parent,
            after=ticket.after,
            limit=ticket.limit,
        )
        # Void tickets are told by the model itself, which knows its branches.
        self._background.submit(Lane.READ, job, on_done, on_failed)

    def read_details(
        self, source: SourceRef, row: ContentRow, *, on_done: Answer, on_failed: Answer
    ) -> None:
        self._ask(partial(details_service.thing_details, source, row), on_done, on_failed)

    def find_choices(
        self,
        text: str,
        on_done: Answer,
        *,
        on_failed: Answer | None = None,
        event_id: int | None = None,
        has_generic: bool = False,
    ) -> None:
        job = partial(
            catalog_service.find_choices, text, event_id=event_id, has_generic=has_generic
        )
        # By the page: an answer about another event's plan would name a line of that plan.
        self._ask(job, on_done, on_failed)

    def read_like_event(self, event_id: int, on_done: Answer) -> None:
        self._ask(partial(event_service.find_like_event, event_id), on_done)

    def read_is_catalog_empty(self, on_done: Answer) -> None:
        self._ask(catalog_service.is_empty, on_done)

    def check_file(self) -> None:
        """Looks through a large file for damage, long after the window has opened it."""
        self._background.submit(
            Lane.READ, integrity_service.check_file, lambda _none: None, self.failed.emit
        )

    def read_removed(self, on_done: Answer) -> None:
        """What the trash holds; also counted while another page is shown."""
        self._background.submit(Lane.READ, removal_service.list_removed, on_done, self.failed.emit)

    def _ask(
        self, job: Callable[[], Any], on_done: Answer, on_failed: Answer | None = None
    ) -> None:
        page = self._page

        def arrived(value: Any) -> None:
            if page == self._page:
                on_done(value)

        def failed(error: BaseException) -> None:
            if page == self._page:
                (on_failed or self.failed.emit)(error)

        self._background.submit(Lane.READ, job, arrived, failed)
