"""Reads what the catalog shows: pages of its lists, one thing's page, and what can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot

from core.domain.catalog import CATALOG_KINDS, CatalogRow
from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.services import catalog_list_service
from gui.background import Background, Lane
from gui.feeders.failure import sentence_of
from gui.models.catalog_list_model import CatalogListModel
from gui.models.tickets import CatalogBranch, Ticket

Answer = Callable[[Any], None]


class CatalogFeeder(QObject):
    """Stands between the catalog's list and catalog_list_service; late answers fall on the floor."""

    failed = Signal(object)

    def __init__(self, model: CatalogListModel, background: Background) -> None:
        super().__init__(model)
        self._model = model
        self._background = background
        self._epoch = 0
        model.page_wanted.connect(self._on_page_wanted)

    def start_anew(self) -> None:
        """Another file was opened: answers about the one before mean nothing now."""
        self._epoch += 1
        self._model.reset()

    def fetch(self) -> None:
        """Reads the list, if nothing has asked for it yet: a view that is hidden would not."""
        self._model.fetchMore(QModelIndex())

    @Slot(object)
    def _on_page_wanted(self, ticket: Ticket) -> None:
        branch = ticket.branch
        assert isinstance(branch, CatalogBranch)
        job = partial(
            catalog_list_service.catalog_page, branch.query, ticket.after, limit=ticket.limit
        )
        self._ask(job, partial(self._model.put_page, ticket), partial(self._on_page_failed, ticket))

    def _on_page_failed(self, ticket: Ticket, error: BaseException) -> None:
        self._model.put_failure(ticket, sentence_of(error))

    def take_changes(self, changes: Changes) -> None:
        """Rows follow what an act wrote; many at once are read as a page."""
        kind = self._model.query.kind
        for key in changes.removed:
            if key.kind is kind:
                self._model.drop(key)
        touched = [key for key in changes.added | changes.altered if key.kind is kind]
        if not self._model.root.reading.is_begun:
            return
        if len(touched) > 1 or changes.added & set(touched):
            self._model.read_again()  # the total changes too
        for key in touched if len(touched) == 1 else ():
            self._read_row(key)

    def _read_row(self, key: Key) -> None:
        query = self._model.query

        def put(row: CatalogRow | None) -> None:
            if query != self._model.query:
                return  # the rows of the newer question are on their way
            if row is None:
                self._model.drop(key)
            else:
                self._model.put_row(row)

        self._ask(partial(catalog_list_service.catalog_row, key, query=query), put)

    def read_categories(self, kind: ThingKind, on_done: Answer) -> None:
        if kind in CATALOG_KINDS:
            self._ask(partial(catalog_list_service.categories, kind), on_done)

    def _ask(
        self, job: Callable[[], Any], on_done: Answer, on_failed: Answer | None = None
    ) -> None:
        epoch = self._epoch

        def arrived(value: Any) -> None:
            if epoch == self._epoch:
                on_done(value)

        def failed(error: BaseException) -> None:
            if epoch == self._epoch:
                (on_failed or self.failed.emit)(error)

        self._background.submit(Lane.READ, job, arrived, failed)
