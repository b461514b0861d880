"""Keeps places in the list by key: what is open, what is chosen, and what is to be once read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Qt

from core.domain.keys import Key, ThingKind
from gui.models.lazy_nodes import Node, Phase, TailNode
from gui.models.plan_tree_model import PlanTreeModel
from gui.widgets.list_view import ListView

# Stands for the branch "Without event" among the keys of what is open; no event has this id.
WITHOUT_EVENT = Key(ThingKind.EVENT, 0)


@dataclass(frozen=True, slots=True)
class Places:
    """What was open and chosen, and how far the list was scrolled."""

    expanded: tuple[Key, ...] = ()
    selected: tuple[Key, ...] = ()
    scroll: int = 0


class PlaceKeeper(QObject):
    """Opens and chooses rows by key, now or when the page arrives that brings them."""

    def __init__(self, model: PlanTreeModel, view: ListView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._to_open: set[Key] = set()
        self._to_choose: tuple[Key, ...] = ()
        self._under: Key | None = None
        self._scroll: int | None = None
        self._opens_next_event = False
        self.is_choosing = False
        model.rowsInserted.connect(self._on_rows_inserted, Qt.ConnectionType.QueuedConnection)

    def places(self) -> Places:
        return Places(
            self.expanded_keys(),
            self._view.chosen_keys(),
            self._view.verticalScrollBar().value(),
        )

    def expanded_keys(self) -> tuple[Key, ...]:
        model = self._model
        found = []
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if self._view.isExpanded(index):
                key = model.node_at(index).key()
                if isinstance(key, Key):
                    found.append(key)
                elif index == model.without_event_index():
                    found.append(WITHOUT_EVENT)
        return tuple(found)

    def restore(self, places: Places, *, or_next_event: bool = False) -> None:
        """As it was; where nothing was, the next coming event may be opened and chosen."""
        self._to_open = set(places.expanded)
        self._to_choose = places.selected
        self._under = None
        self._scroll = places.scroll or None
        is_nothing = not (places.expanded or places.selected)
        self._opens_next_event = or_next_event and is_nothing
        self.settle()

    def open(self, keys: Iterable[Key]) -> None:
        """Opens branches, now or when they have been read."""
        self._to_open.update(keys)
        self.settle()

    def select(self, key: Key, under: Key | None) -> None:
        """Chooses a row, as soon as it is there; `under` is the event to open for a snapshot."""
        self._to_choose = (key,)
        self._under = under
        self._scroll = None
        self._opens_next_event = False
        if under is not None:
            self._to_open.add(under)
        self.settle()

    def forget(self) -> None:
        """The baker chose something herself: nothing that is still to come may take her away."""
        self._to_choose = ()
        self._scroll = None
        self._opens_next_event = False

    def restore_chosen(self, keys: tuple[Key, ...]) -> None:
        """Chooses again what of these is shown."""
        found = [index for index in map(self._model.find, keys) if index.isValid()]
        if found:
            self._select(found)

    def is_waiting(self) -> bool:
        return bool(self._to_choose)

    def settle(self) -> None:
        """Does what can be done by now; to be called when a branch was read."""
        if self._opens_next_event and self._model.is_read():
            self._opens_next_event = False
            key = self._model.next_coming_event()
            if key is not None:
                self._to_open.add(key)
                self._to_choose = (key,)
        self._open()
        self._choose()

    def _on_rows_inserted(self) -> None:
        if self._to_choose or self._to_open:
            self.settle()

    def _open(self) -> None:
        for key in sorted(self._to_open):
            index = self._index(key)
            if index.isValid():
                self._to_open.discard(key)
                self._view.expand(index)

    def _index(self, key: Key) -> QModelIndex:
        if key == WITHOUT_EVENT:
            return self._model.without_event_index()
        return self._model.find(key)

    def _choose(self) -> None:
        if not self._to_choose:
            return
        found = [index for index in map(self._model.find, self._to_choose) if index.isValid()]
        if len(found) < len(self._to_choose) and self._may_still_come():
            return
        self._to_choose = ()
        if found:
            self._select(found)
        if self._scroll is not None:
            self._view.doItemsLayout()
            self._view.verticalScrollBar().setValue(self._scroll)
            self._scroll = None

    def _select(self, indexes: Iterable[QModelIndex]) -> None:
        first, *others = indexes
        self.is_choosing = True
        self._view.go_to(first)
        if others:
            flags = (
                QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            )
            chosen = QItemSelection()
            for index in others:
                chosen.select(index, index)
            self._view.selectionModel().select(chosen, flags)
        self.is_choosing = False

    def _may_still_come(self) -> bool:
        """Something is being read that could bring a row; reads on where there is more."""
        root = self._model.root
        if root.reading.phase is Phase.FAILED:
            return True  # until she tries again
        for node in (root, *filter(self._is_open, root.children)):
            if node.reading.phase is Phase.WAITING:
                return True
            index = self._model.index_of(node)
            if self._model.canFetchMore(index):
                self._model.fetchMore(index)  # the view would do so with its next layout
                return True
        if self._to_open and self._ask_tail(root):
            return True
        self._to_open.clear()
        return self._reads_on()

    def _is_open(self, node: Node) -> bool:
        return self._view.isExpanded(self._model.index_of(node))

    def _reads_on(self) -> bool:
        if self._to_choose[0].kind is ThingKind.EVENT:
            return self._ask_tail(self._model.root)
        if self._under is None:
            return False
        home = self._index(self._under)
        return home.isValid() and self._ask_tail(self._model.node_at(home))

    def _ask_tail(self, node: Node) -> bool:
        if not isinstance(node.extra, TailNode):
            return False
        self._model.want_more(self._model.index_of(node.extra))
        return True
