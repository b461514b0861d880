"""Holds a contents table still: which boxes are open, which row is chosen, how far it is scrolled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QTimer
from PySide6.QtWidgets import QTreeView

from gui.models.contents_model import ContentsModel, ThingPath


@dataclass(frozen=True, slots=True)
class Places:
    """By paths of things, so that they mean the same in another snapshot."""

    expanded: frozenset[ThingPath] = frozenset()
    current: ThingPath = ()
    column: int = 0
    scroll: int = 0


class PlaceKeeper(QObject):
    """Brings places back as rows come in, until the baker does something in the table herself."""

    def __init__(self, view: QTreeView, model: ContentsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._wanted: Places | None = None
        self._opening: list[QPersistentModelIndex] = []
        self._came: list[QPersistentModelIndex] = []
        # A page may come while the view is opening the very row: it must not be touched then.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_came)
        model.source_changing.connect(self._on_source_changing)
        model.page_shown.connect(self._on_page_shown)

    def places(self) -> Places:
        current = self._view.currentIndex()
        return Places(
            frozenset(self._expanded(QModelIndex())),
            self._model.path_of(current),
            max(current.column(), 0),
            self._view.verticalScrollBar().value(),
        )

    def restore(self, places: Places) -> None:
        self._wanted = places
        self._apply(QModelIndex())

    def let_go(self) -> None:
        """What she does from now on counts, not what was to be brought back."""
        self._wanted = None

    def open_all_below(self, index: QModelIndex) -> None:
        """Opens a row and all below it, as they are read."""
        if index.isValid() and self._model.hasChildren(index):
            self._opening.append(QPersistentModelIndex(index))
            self._view.expand(index)
            for child in self._children(index):
                self.open_all_below(child)

    def _expanded(self, parent: QModelIndex) -> Iterable[ThingPath]:
        for index in self._children(parent):
            if self._view.isExpanded(index):
                yield self._model.path_of(index)
                yield from self._expanded(index)

    def _children(self, parent: QModelIndex) -> Iterable[QModelIndex]:
        for row in range(self._model.rowCount(parent)):
            yield self._model.index(row, 0, parent)

    def _on_source_changing(self, holds: bool) -> None:
        self._opening.clear()
        if not holds:
            self._wanted = None
        elif self._wanted is None:  # else she has not touched the table since the last flip
            self._wanted = self.places()

    def _on_page_shown(self, parent: QModelIndex) -> None:
        if self._wanted is not None or self._opening:
            self._came.append(QPersistentModelIndex(parent))
            self._soon.start()

    def _on_came(self) -> None:
        came, self._came = self._came, []
        for place in came:
            parent = self._model.index_at(place)
            if place in self._opening:
                for child in self._children(parent):
                    self.open_all_below(child)
            self._apply(parent)

    def _apply(self, parent: QModelIndex) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        for index in self._children(parent):
            path = self._model.path_of(index)
            if path in wanted.expanded:
                self._view.expand(index)
                self._apply(index)
            if path and path == wanted.current != self._model.path_of(self._view.currentIndex()):
                self._view.setCurrentIndex(index.siblingAtColumn(wanted.column))
        self._view.doItemsLayout()  # else the scroll bar does not reach that far yet
        self._view.verticalScrollBar().setValue(wanted.scroll)
