"""Joins the page of one kind of thing to what is read for it and to the flows its edits start."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.catalog import ThingRef
from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.errors import (
    CoreError,
    DatabaseBusyError,
    DatabaseUnavailableError,
    NotFoundError,
)
from gui.actions import thing_actions
from gui.actions.acts import Acts
from gui.feeders.catalog_feeder import CatalogFeeder
from gui.feeders.failure import sentence_of
from gui.flow import Flow
from gui.widgets.catalog.thing_page import ThingPage

Refuse = Callable[[str], None]


class ThingDesk(QObject):
    """Shows one thing; each kind adds what its page has besides the head."""

    shown = Signal(object)  # CatalogRow
    missing = Signal()  # the thing is gone
    place_wanted = Signal(object)  # Key

    def __init__(
        self, kind: ThingKind, page: ThingPage, feeder: CatalogFeeder, *, acts: Acts
    ) -> None:
        super().__init__(page)
        self.kind = kind
        self.page: Any = page
        self._feeder = feeder
        self._acts = acts
        self._thing_id: int | None = None
        self._names_it = False  # made just now
        self._wanted_row: Hashable = None
        page.field_wanted.connect(self._on_field)
        page.duplicate_wanted.connect(self.duplicate)
        page.retire_wanted.connect(self.retire)
        page.bring_back_wanted.connect(self.bring_back)
        page.delete_wanted.connect(self.delete)
        page.place_wanted.connect(self.place_wanted)
        page.retry_wanted.connect(self.read)

    @property
    def thing(self) -> ThingRef | None:
        """What the page shows, by key and name."""
        detail = self.page.detail()
        if detail is None:
            return None
        return ThingRef(detail.row.key, detail.row.name, detail.row.is_retired)

    @property
    def key(self) -> Key | None:
        return None if self._thing_id is None else Key(self.kind, self._thing_id)

    def show(self, thing_id: int) -> None:
        """Reads the thing; shown already, it is read anew."""
        self._thing_id = thing_id
        self.read()

    def name_it(self) -> None:
        """Her next word is the name of what was just made."""
        self._names_it = True

    def want_row(self, row: Hashable) -> None:
        """Chooses what a number comes from, now or once it has been read."""
        self._wanted_row = row
        if self.thing is not None and self.thing.key == self.key:
            self.page.choose_row(row)

    def read(self) -> None:
        if self.key is None:
            return
        self._feeder.read_detail(self.key, self._on_detail, self._on_failed)
        self._feeder.read_categories(self.kind, self.page.set_categories)

    def forget(self) -> None:
        """Another file was opened."""
        self._wanted_row = None
        self._thing_id = None
        self._names_it = False

    def take_changes(self, changes: Changes) -> None:
        """Anything of the catalog may show on the page: contents, recipes, where it is used."""
        if self.key is not None and self.key not in changes.removed:
            self.read()

    def _on_detail(self, detail: Any) -> None:
        self.page.show_detail(detail)
        row, self._wanted_row = self._wanted_row, None
        if row is not None:
            self.page.choose_row(row)
        self.shown.emit(detail.row)
        names_it, self._names_it = self._names_it, False
        if names_it:
            self.page.edit_name()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, NotFoundError):
            self.page.show_gone()
            self.missing.emit()
        else:
            self.page.show_failure(sentence_of(error))

    # Acts

    def run(self, action: Callable[..., Flow], *args: object, **more: Any) -> None:
        """Starts a flow on the thing shown; what a Retry does is the same again."""
        if self.thing is None:
            return  # it went while she typed
        self._acts.run(action, *args, **more)

    def run_or(
        self, refuse: Refuse, action: Callable[..., Flow], *args: object, **more: Any
    ) -> None:
        """The same; what core refuses is said by `refuse`, at the field it was typed in."""
        self.run(partial(self._refused, refuse, action), *args, **more)

    def _refused(
        self, refuse: Refuse, action: Callable[..., Flow], acts: Acts, *args: object, **more: Any
    ) -> Flow:
        key = self.key
        try:
            yield from action(acts, *args, **more)
        except (DatabaseBusyError, DatabaseUnavailableError, NotFoundError):
            raise
        except CoreError as refused:
            if key != self.key or not self.page.isVisible():
                raise  # she has gone on: another thing's field is not where this belongs
            refuse(refused.sentence)
            acts.context.errors.note_shown(refused)

    def _on_field(self, field: str, value: object) -> None:
        if self.thing is not None:
            refuse = partial(self.page.refuse, field)
            action = thing_actions.set_field
            self.run_or(refuse, action, self.thing, field=field, value=value)

    def duplicate(self) -> None:
        self._of_thing(thing_actions.duplicate)

    def retire(self) -> None:
        self._of_things(thing_actions.retire)

    def bring_back(self) -> None:
        self._of_things(thing_actions.bring_back)

    def delete(self) -> None:
        self._of_things(thing_actions.delete)

    def _of_thing(self, action: Callable[..., Flow]) -> None:
        if self.thing is not None and self.page.commit_edits():
            self.run(action, self.thing)

    def _of_things(self, action: Callable[..., Flow]) -> None:
        if self.thing is not None and self.page.commit_edits():
            self.run(action, (self.thing,))
