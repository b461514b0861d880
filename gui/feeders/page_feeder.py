"""Reads what the page on the right shows: heads, contents, details, proofs and changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.rows import ContentRow, SourceRef
from core.services import (
    catalog_service,
    comparison_service,
    contents_service,
    details_service,
    event_history_service,
    event_service,
    history_service,
    integrity_service,
    plan_summary_service,
    removal_service,
)
from gui.background import Background, Lane
from gui.feeders.asking import Answer, Questions
from gui.models.history_rows import history_rows
from gui.models.history_values import HistoryRows
from gui.models.sum_rows import SumRows, sum_rows
from gui.models.tickets import Ticket

PAGE = "page"


class PageFeeder(QObject):
    """Asks on the read lane; of each thing only the newest answer counts, while its page stands."""

    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._questions = Questions(background)

    def turn_page(self) -> None:
        """Another page is shown: what was asked for the one before is not wanted any more."""
        self._questions.leave(PAGE)

    def start_anew(self) -> None:
        """Another file was opened: answers about the one before mean nothing now."""
        self._questions.open_file()

    def read_event(self, event_id: int, on_done: Answer, on_failed: Answer) -> None:
        job = partial(history_service.event_detail, event_id)
        self._ask("event", job, on_done, on_failed=on_failed)

    def read_snapshot(self, snapshot_id: int, on_done: Answer, on_failed: Answer) -> None:
        job = partial(history_service.snapshot_detail, snapshot_id)
        self._ask("snapshot", job, on_done, on_failed=on_failed)

    def verify_snapshot(self, snapshot_id: int, on_done: Answer) -> None:
        self._ask("verdict", partial(history_service.verify_snapshot, snapshot_id), on_done)

    def read_snapshot_changes(self, snapshot_id: int, on_done: Answer) -> None:
        """What differs in a snapshot from the one before it."""
        self._ask("changes", partial(comparison_service.snapshot_changes, snapshot_id), on_done)

    def read_sums(
        self, source: SourceRef, *, is_editable: bool, on_done: Answer, on_failed: Answer
    ) -> None:
        """What a plan adds up to, as rows."""
        job = partial(_sums_of, source, is_editable=is_editable)
        self._ask(("sums", source), job, on_done, on_failed=on_failed)

    def read_history(
        self, event_id: int, today: date, *, on_done: Answer, on_failed: Answer
    ) -> None:
        """An event's snapshots beside each other, as rows."""
        job = partial(_history_of, event_id, today)
        self._ask(("history", event_id), job, on_done, on_failed=on_failed)

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
        job = partial(details_service.thing_details, source, row)
        self._ask("details", job, on_done, on_failed=on_failed)

    def find_choices(
        self, event_id: int | None, text: str, *, on_done: Answer, on_failed: Answer
    ) -> None:
        """What can be added to an event's plan; it names the line that holds a thing already."""
        job = partial(catalog_service.find_choices, text, event_id=event_id)
        self._ask(("choices", text), job, on_done, on_failed=on_failed)

    def find_contents(
        self, form: Hashable, text: str, *, on_done: Answer, on_failed: Answer
    ) -> None:
        """What can be packed into a box; each open form asks for itself."""
        job = partial(catalog_service.find_choices, text, has_generic=True)
        subject = (form, text)
        self._questions.ask(subject, job, on_done=on_done, on_failed=on_failed, scope=form)

    def leave_form(self, form: Hashable) -> None:
        """The form was closed."""
        self._questions.leave(form)

    def read_like_event(self, event_id: int, on_done: Answer) -> None:
        self._ask("like", partial(event_service.find_like_event, event_id), on_done)

    def read_is_catalog_empty(self, on_done: Answer) -> None:
        self._ask("catalog", catalog_service.is_empty, on_done)

    def check_file(self) -> None:
        """Looks through a large file for damage, long after the window has opened it."""
        self._questions.ask(
            "file",
            integrity_service.check_file,
            on_done=lambda _none: None,
            on_failed=self.failed.emit,
        )

    def read_removed(self, on_done: Answer) -> None:
        """What the trash holds; also counted while another page is shown."""
        self._questions.ask(
            "removed", removal_service.list_removed, on_done=on_done, on_failed=self.failed.emit
        )

    def _ask(
        self,
        subject: Hashable,
        job: Callable[[], Any],
        on_done: Answer,
        *,
        on_failed: Answer | None = None,
    ) -> None:
        self._questions.ask(
            subject,
            job,
            on_done=on_done,
            on_failed=on_failed or self.failed.emit,
            scope=PAGE,
        )


def _history_of(event_id: int, today: date) -> HistoryRows:
    return history_rows(event_history_service.event_history(event_id, today=today), today)


def _sums_of(source: SourceRef, *, is_editable: bool) -> SumRows:
    if source.event_id is not None:
        summary = plan_summary_service.summarize_event(source.event_id)
    else:
        assert source.snapshot_id is not None
        summary = plan_summary_service.summarize_snapshot(source.snapshot_id)
    return sum_rows(summary, is_editable=is_editable)
