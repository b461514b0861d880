"""Reads what the catalog shows: pages of its lists, one thing's page, and what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot

from core.domain.catalog import CatalogQuery, CatalogRow
from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.services import (
    catalog_detail_service,
    catalog_list_service,
    recipe_service,
)
from gui.background import Background, Lane
from gui.feeders.asking import Answer, Questions
from gui.feeders.failure import sentence_of
from gui.models.catalog_list_model import CatalogListModel
from gui.models.tickets import CatalogBranch, Ticket

PAGE = "page"
_DETAILS: dict[ThingKind, Callable[[int], Any]] = {
    ThingKind.FINISHED_UNIT: catalog_detail_service.item_detail,
    ThingKind.FINISHED_GOOD: catalog_detail_service.box_detail,
    ThingKind.MATERIAL: catalog_detail_service.material_detail,
    ThingKind.RECIPE: catalog_detail_service.recipe_detail,
    ThingKind.INGREDIENT: catalog_detail_service.ingredient_detail,
}


class CatalogFeeder(QObject):
    """Stands between the catalog and its services; late answers fall on the floor."""

    failed = Signal(object)

    def __init__(self, model: CatalogListModel, background: Background) -> None:
        super().__init__(model)
        self._model = model
        self._background = background
        self._questions = Questions(background)
        model.page_wanted.connect(self._on_page_wanted)

    def start_anew(self) -> None:
        """Another file was opened: answers about the one before mean nothing now."""
        self._questions.open_file()
        self._model.reset()

    def turn_page(self) -> None:
        """Another page is shown: what was asked for the one before is not wanted any more."""
        self._questions.leave(PAGE)

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
        # Void tickets are told by the model itself, which knows its questions.
        self._background.submit(
            Lane.READ,
            job,
            partial(self._model.put_page, ticket),
            partial(self._on_page_failed, ticket),
        )

    def _on_page_failed(self, ticket: Ticket, error: BaseException) -> None:
        self._model.put_failure(ticket, sentence_of(error))

    # What an act wrote

    def take_changes(self, changes: Changes) -> None:
        """Rows follow what an act wrote; many at once are read as a page."""
        if not self._model.root.reading.is_begun:
            return
        kind = self._model.query.kind
        for key in changes.removed:
            if key.kind is kind:
                self._model.drop(key)
        touched = [key for key in changes.added | changes.altered if key.kind is kind]
        if len(touched) > 1 or changes.added.intersection(touched):
            self._model.read_again()  # how many there are changes too
        elif touched:
            self._read_row(touched[0])

    def _read_row(self, key: Key) -> None:
        query = self._model.query
        # Of no page: the row is to follow also where she has turned the page meanwhile.
        self._questions.ask(
            ("row", key),
            partial(catalog_list_service.catalog_row, key, query=query),
            on_done=partial(self._put_row, key, query),
            on_failed=self.failed.emit,
        )

    def _put_row(self, key: Key, query: CatalogQuery, row: CatalogRow | None) -> None:
        if query != self._model.query:
            return  # the rows of the newer question are on their way
        if row is None:
            self._model.drop(key)
        else:
            self._model.put_row(row)

    # Pages

    def read_detail(self, key: Key, on_done: Answer, on_failed: Answer) -> None:
        self._ask("detail", partial(_DETAILS[key.kind], key.id), on_done, on_failed=on_failed)

    def read_categories(self, kind: ThingKind, on_done: Answer) -> None:
        self._ask("categories", partial(catalog_list_service.categories, kind), on_done)

    def read_filters(self, kind: ThingKind, on_done: Answer) -> None:
        """The categories that a list can be cut down to; of no page."""
        self._questions.ask(
            "filters",
            partial(catalog_list_service.categories, kind),
            on_done=on_done,
            on_failed=self.failed.emit,
        )

    def read_recipes(self, on_done: Answer) -> None:
        """(id, name) of the recipes in use, by name."""
        self._ask("recipes", recipe_service.list_recipes, on_done)

    def find_recipe_choices(self, text: str, on_done: Answer, on_failed: Answer) -> None:
        job = partial(recipe_service.find_recipe_choices, text)
        self._ask(("recipe_choices", text), job, on_done, on_failed=on_failed)

    def _ask(
        self,
        subject: Hashable,
        job: Callable[[], Any],
        on_done: Answer,
        *,
        on_failed: Answer | None = None,
    ) -> None:
        self._questions.ask(
            subject, job, on_done=on_done, on_failed=on_failed or self.failed.emit, scope=PAGE
        )
