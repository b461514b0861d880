"""Feeds the list: pages of events and snapshots, their states, and what an action changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.domain.rows import EventRow, SnapshotRow
from core.services import comparison_service, history_service
from gui.background import Background, Lane
from gui.feeders.asking import Answer, Questions
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

LISTED = (ThingKind.EVENT, ThingKind.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class StateAnswer:
    """Who hears, besides the list, how an event stands: its id and the changes, or a sentence."""

    on_done: Callable[[int, Any], None]
    on_failed: Callable[[int, str], None]


class ListFeeder(QObject):
    """Stands between the list's model and history_service; late answers fall on the floor."""

    hits_counted = Signal(object)  # ListHits, or None while nothing is searched
    first_page_came = Signal(int)  # how many events there are, after they stand in the model
    failed = Signal(object)  # the exception, for the banner

    def __init__(self, model: PlanTreeModel, background: Background) -> None:
        super().__init__(model)
        self._model = model
        self._background = background
        self._questions = Questions(background)
        self._query = ""
        self._epoch = 0
        self._rows_wanted: set[Key] = set()  # changed, and not read anew yet
        self._waiting: dict[int, StateAnswer] = {}  # the page that asked too
        model.page_wanted.connect(self._on_page_wanted)

    @property
    def query(self) -> str:
        return self._query

    def start_anew(self) -> None:
        """Another file was opened: answers about the one before mean nothing now."""
        self._epoch += 1
        self._query = ""
        self._questions.open_file()
        self._rows_wanted.clear()
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
        self._read_rows()
        if query:
            self._ask("hits", partial(history_service.list_hits, query), self.hits_counted.emit)
        else:
            self._questions.forget("hits")
            self.hits_counted.emit(None)

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

        self._ask(("owner", key), partial(history_service.snapshot_row, key.id), found)

    def refresh_unlinked(self) -> None:
        """Counts what stands under "Without event"."""
        self._ask(
            "unlinked",
            partial(history_service.unlinked_count, query=self._query),
            self._model.put_without_event,
        )

    @Slot(list)
    def want_states(self, event_ids: list[int]) -> None:
        """Computes what changed since their latest snapshots, for coming events on screen."""
        for event_id in event_ids:
            self.want_state(event_id)

    def want_state(self, event_id: int, answer: StateAnswer | None = None) -> None:
        """One question serves the list and the page; both hear the newest answer only."""
        if answer is not None:
            self._waiting[event_id] = answer
        subject = ("state", event_id)
        if not self._questions.is_open(subject):
            self._questions.ask(
                subject,
                partial(comparison_service.event_changes, event_id),
                on_done=partial(self._on_state, event_id),
                on_failed=partial(self._on_state_failed, event_id),
            )

    def _on_state(self, event_id: int, changes: Any) -> None:
        self._model.put_state(event_id, changes)
        answer = self._waiting.pop(event_id, None)
        if answer is not None:
            answer.on_done(event_id, changes)

    def _on_state_failed(self, event_id: int, error: BaseException) -> None:
        """The page goes on waiting: asking again from the list brings its answer, too."""
        sentence = sentence_of(error)
        self._model.put_state_failure(event_id, sentence)
        answer = self._waiting.get(event_id)
        if answer is not None:
            answer.on_failed(event_id, sentence)

    @Slot(object)
    def take_changes(self, changes: Changes) -> None:
        """Brings the list up to date with what an action wrote."""
        for key in sorted(key for key in changes.removed if key.kind in LISTED):
            self._rows_wanted.discard(key)
            self._model.drop(key)
        there = changes.added | changes.altered
        rows = {key for key in there if key.kind in LISTED}
        self.forget_states(sorted(key.id for key in rows if key.kind is ThingKind.EVENT))
        self._rows_wanted |= rows
        self._read_rows()
        if any(key.kind in LISTED for key in there | changes.removed):
            self.refresh_unlinked()
        if any(key.kind in CATALOG for key in changes.removed | changes.altered):
            self.forget_states(list(self._model.context.states))

    def forget_states(self, event_ids: Iterable[int]) -> None:
        """Their states are asked anew when they are on screen."""
        for event_id in event_ids:
            self._questions.forget(("state", event_id))
            self._model.put_state(event_id, None)

    def _read_rows(self) -> None:
        """Asks once for all rows that may have changed, also those whose answer is under way."""
        if self._rows_wanted:
            keys = sorted(self._rows_wanted)
            self._ask(
                "rows",
                partial(history_service.rows_of, keys, query=self._query),
                partial(self._on_rows, keys),
            )

    def _on_rows(self, keys: Sequence[Key], rows: Mapping[Key, EventRow | SnapshotRow]) -> None:
        self._rows_wanted.clear()
        for key in keys:
            row = rows.get(key)
            if row is None:
                self._model.drop(key)
            elif isinstance(row, EventRow):
                self._model.put_event(row)
            else:
                self._model.put_snapshot(row)

    def _ask(self, subject: Hashable, job: Callable[[], Any], on_done: Answer) -> None:
        self._questions.ask(subject, job, on_done=on_done, on_failed=self.failed.emit)
