"""Feeds the list: pages of events and snapshots, their states, and what an action changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.domain.rows import ListHits
from core.services import comparison_service, history_service
from gui.background import Background, Lane
from gui.feeders.failure import sentence_of
from gui.models.plan_tree_model import PlanTreeModel
from gui.models.tickets import ListBranch, Ticket

# A change in one of these may change the state of every coming event that uses it.
CATALOG = frozenset(
    {
        ThingKind.FINISHED_GOOD,
        ThingKind.FINISHED_UNIT,
        ThingKind.MATERIAL_UNIT,
        ThingKind.MATERIAL,
        ThingKind.RECIPE,
        ThingKind.INGREDIENT,
    }
)


class ListFeeder(QObject):
    """Stands between the list's model and history_service; late answers fall on the floor."""

    hits_counted = Signal(object)  # ListHits, or None while nothing is searched
    first_page_came = Signal(int)  # how many events there are, after they stand in the model
    failed = Signal(object)  # the exception, for the banner

    def __init__(self, model: PlanTreeModel, background: Background) -> None:
        super().__init__(model)
        self._model = model
        self._background = background
        self._query = ""
        self._epoch = 0
        self._asked_states: dict[int, int] = {}  # event id: number of the question that counts
        self._last_question = 0
        self._waiting: dict[int, Callable[[int, Any], None]] = {}  # the page that asked too
        model.page_wanted.connect(self._on_page_wanted)

    @property
    def query(self) -> str:
        return self._query

    def start_anew(self) -> None:
        """Another file was opened: answers about the one before mean nothing now."""
        self._epoch += 1
        self._query = ""
        self._asked_states.clear()
        self._waiting.clear()
        self._model.reset()
        self._model.fetchMore(QModelIndex())  # a view that is hidden would not ask
        self.refresh_unlinked()

    @Slot(str)
    def search(self, query: str) -> None:
        if query == self._query:
            return
        self._query = query
        self.refresh_unlinked()
        if not query:
            self.hits_counted.emit(None)
            return
        self._ask(partial(history_service.list_hits, query), partial(self._on_hits, query))

    def _on_hits(self, query: str, hits: ListHits) -> None:
        if query == self._query:
            self.hits_counted.emit(hits)

    @Slot(object)
    def _on_page_wanted(self, ticket: Ticket) -> None:
        branch = ticket.branch
        assert isinstance(branch, ListBranch)
        job: Callable[[], Any]
        if branch.kind == "events":
            job = partial(
                history_service.event_page, ticket.after, limit=ticket.limit, query=branch.query
            )
        else:
            job = partial(
                history_service.snapshot_page,
                branch.event_id,
                ticket.after,
                limit=ticket.limit,
                query=branch.query,
            )
        self._background.submit(
            Lane.READ,
            job,
            partial(self._on_page, self._epoch, ticket),
            partial(self._on_page_failed, ticket),
        )

    def _on_page(self, epoch: int, ticket: Ticket, page: Any) -> None:
        if epoch == self._epoch:
            self._model.put_page(ticket, page)
            if isinstance(ticket.branch, ListBranch) and ticket.branch.kind == "events":
                self.first_page_came.emit(page.total)

    def _on_page_failed(self, ticket: Ticket, error: BaseException) -> None:
        self._model.put_failure(ticket, sentence_of(error))

    def find_event_of(self, key: Key, on_found: Callable[[Key | None], None]) -> None:
        """Says under which event a snapshot stands, for one whose branch was not read yet."""

        def found(row: Any) -> None:
            event_id = row.event_id if row is not None else None
            on_found(Key(ThingKind.EVENT, event_id) if event_id is not None else None)

        self._ask(partial(history_service.snapshot_row, key.id), found)

    def refresh_unlinked(self) -> None:
        """Counts what stands under "Without event"."""
        self._ask(
            partial(history_service.unlinked_count, query=self._query),
            self._model.put_without_event,
        )

    @Slot(list)
    def want_states(self, event_ids: list[int]) -> None:
        """Computes what changed since their latest snapshots, for coming events on screen."""
        for event_id in event_ids:
            self.want_state(event_id)

    def want_state(self, event_id: int, on_done: Callable[[int, Any], None] | None = None) -> None:
        """One question serves the list and the page; both hear the newest answer only."""
        if on_done is not None:
            self._waiting[event_id] = on_done
        if event_id in self._asked_states:
            return
        self._last_question += 1
        self._asked_states[event_id] = self._last_question
        question = (event_id, self._last_question)
        self._background.submit(
            Lane.READ,
            partial(comparison_service.event_changes, event_id),
            partial(self._on_state, question),
            partial(self._on_state_failed, question),
        )

    def _is_newest(self, question: tuple[int, int]) -> bool:
        """The plan may have changed, or another file been opened, since the question."""
        event_id, number = question
        if self._asked_states.get(event_id) != number:
            return False
        del self._asked_states[event_id]
        return True

    def _on_state(self, question: tuple[int, int], changes: Any) -> None:
        if self._is_newest(question):
            event_id = question[0]
            self._model.put_state(event_id, changes)
            on_done = self._waiting.pop(event_id, None)
            if on_done is not None:
                on_done(event_id, changes)

    def _on_state_failed(self, question: tuple[int, int], error: BaseException) -> None:
        if self._is_newest(question):
            self._model.put_state_failure(question[0], sentence_of(error))

    @Slot(object)
    def take_changes(self, changes: Changes) -> None:
        """Brings the list up to date with what an action wrote."""
        keys = changes.added | changes.removed | changes.altered
        for key in sorted(keys):
            if key.kind is ThingKind.EVENT:
                self._refresh_event(key)
            elif key.kind is ThingKind.SNAPSHOT:
                self._refresh_snapshot(key)
        if any(key.kind in (ThingKind.SNAPSHOT, ThingKind.EVENT) for key in keys):
            self.refresh_unlinked()
        if any(key.kind in CATALOG for key in changes.removed | changes.altered):
            self.forget_states(list(self._model.context.states))

    def forget_states(self, event_ids: Iterable[int]) -> None:
        """Their states are asked anew when they are on screen."""
        for event_id in event_ids:
            self._asked_states.pop(event_id, None)
            self._model.put_state(event_id, None)

    def _refresh_event(self, key: Key) -> None:
        self.forget_states([key.id])
        self._ask(
            partial(history_service.event_row, key.id, query=self._query),
            partial(self._on_event_row, key),
        )

    def _on_event_row(self, key: Key, row: Any) -> None:
        if row is None:
            self._model.drop(key)
        else:
            self._model.put_event(row)

    def _refresh_snapshot(self, key: Key) -> None:
        self._ask(
            partial(history_service.snapshot_row, key.id, query=self._query),
            partial(self._on_snapshot_row, key),
        )

    def _on_snapshot_row(self, key: Key, row: Any) -> None:
        if row is None:
            self._model.drop(key)
        else:
            self._model.put_snapshot(row)

    def _ask(self, job: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        epoch = self._epoch

        def arrived(value: Any) -> None:
            if epoch == self._epoch:
                on_done(value)

        self._background.submit(Lane.READ, job, arrived, self.failed.emit)
