"""The tree of a comparison: both values side by side, and the way from difference to difference."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget
from typing_extensions import override

from core.domain.compare.diff import DiffEntry, DiffKey
from gui import theme
from gui.delegates.branch import draw_branch
from gui.delegates.proof_delegate import ProofDelegate
from gui.models.compare_filter import Found, Way
from gui.models.compare_model import CompareColumn, CompareModel
from gui.models.index_path import path_of
from gui.models.node_tree_model import Index
from gui.texts import undirected
from gui.widgets.row_menu import menu_place
from gui.widgets.value_columns import fit_values

MOST_OPENED = 100  # rows that are opened at once
MEASURED_ROWS = 40
VALUES = (CompareColumn.OLD, CompareColumn.NEW, CompareColumn.DIFFERENCE)


class CompareTree(QTreeView):
    """Shows `rows`, its CompareModel."""

    context_menu_wanted = Signal(object)  # QPoint, where it opens

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = CompareModel(self)
        self._ways: list[Way] = []  # to the differences, in their order
        self._places: dict[Way, int] = {}
        self._by_key: dict[DiffKey, int] = {}  # of what may stand in other places too
        self._place = -1  # of the difference that the cursor was on last
        self.setObjectName("compare_tree")
        self.setAccessibleName(self.tr("What differs"))
        self.setModel(self.rows)
        self.setItemDelegate(ProofDelegate(self))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(CompareColumn.WHAT, QHeaderView.ResizeMode.Stretch)
        self.expanded.connect(self.rows.open_row)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self._take_look()

    def show_rows(self, shown: Found, entries: Sequence[DiffEntry], heads: tuple[str, str]) -> None:
        """Rows that are there again stay open, and the cursor where it was."""
        current, opened = self.rows.path_of(self.currentIndex()), self._opened()
        keys = [] if shown.hits else [each.key for each in entries if each.key in shown.ways]
        self._ways = [*shown.hits] or [shown.ways[key] for key in keys]
        self._places = {way: place for place, way in enumerate(self._ways)}
        self._by_key = {key: place for place, key in enumerate(keys)}
        self._place = -1
        self.rows.show_rows(shown.rows, heads)
        for path in opened:
            self.expand(self.rows.find_path(path))
        again = self.rows.find_path(current) if current else QModelIndex()
        if again.isValid():
            self.go_to(again)

    def open_all(self, below: QModelIndex | None = None) -> None:
        """As many rows as can be seen through, from the top down, or from one row."""
        opened = 0
        waiting = [self.rows.index(row, 0) for row in range(self.rows.rowCount())]
        if below is not None:
            waiting = [below.siblingAtColumn(0)]
        while waiting and opened < MOST_OPENED:
            index = waiting.pop(0)
            if self.rows.hasChildren(index):
                self.rows.open_row(index)  # while it is closed, else the view lays all out anew
                self.expand(index)
                opened += 1
                count = self.rows.rowCount(index)
                waiting += [self.rows.index(row, 0, index) for row in range(count)]

    def begin(self) -> None:
        """The cursor on the first difference, or on the first row where nothing differs."""
        self.scrollToTop()
        if self._ways:
            self.go_to(self.rows.find_path(self._ways[0]))
        elif self.rows.rowCount():
            self.go_to(self.rows.index(0, 0))

    @property
    def count(self) -> int:
        """How many differences, or hits, there are to go to."""
        return len(self._ways)

    def go_to(self, index: QModelIndex) -> None:
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        flags = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def show_current(self) -> None:
        """After there is less room."""
        self.scrollTo(self.currentIndex())

    def turn(self, step: int) -> None:
        """To the next difference, or the one before; from the last one to the first.

        From a row that is none it goes on from the last one that was.
        """
        if self._ways:
            at = self._place if self._place >= 0 or step > 0 else 0
            self.go_to(self.rows.find_path(self._ways[(at + step) % len(self._ways)]))

    def place(self) -> int:
        """Which difference or hit the current row is; -1 for none."""
        current = self.currentIndex()
        place = self._places.get(self.rows.path_of(current), -1)
        entry = self.rows.entry_at(current)
        return place if place >= 0 or entry is None else self._by_key.get(entry.key, -1)

    def _opened(self) -> list[Way]:
        """Rows that are open, what stands higher first."""
        found: list[Way] = []
        waiting = [self.rows.index(row, 0) for row in range(self.rows.rowCount())]
        while waiting:
            index = waiting.pop(0)
            if self.isExpanded(index):
                found.append(self.rows.path_of(index))
                count = self.rows.rowCount(index)
                waiting += [self.rows.index(row, 0, index) for row in range(count)]
        return found

    def _on_current_changed(self) -> None:
        place = self.place()
        if place >= 0:
            self._place = place

    def rows_text(self) -> str:
        """The chosen rows, tab separated, what is below a row indented."""
        rows = sorted(self.selectionModel().selectedRows(), key=path_of)
        return undirected("\n".join(self.rows.row_text(index) for index in rows))

    def text(self) -> str:
        """All of it."""
        return undirected(self.rows.text())

    def height_needed(self) -> int:
        """For all rows that are open, as far as they are looked at."""
        height = self.header().height() + 2 * self.frameWidth()
        rows = self._first_rows()
        return height + sum(self.rowHeight(index) for index in rows) + theme.SPACE_S

    def fit(self) -> None:
        """The values have the room of the widest of the first rows; a long text has its own place."""
        rows = [index for index in self._first_rows() if not self._is_long(index)]
        beside = self.fontMetrics().height() + theme.SPACE_L
        fit_values(self, VALUES, rows, beside=beside)

    def _is_long(self, index: QModelIndex) -> bool:
        entry = self.rows.entry_at(index)
        return entry is not None and (isinstance(entry.old, str) or isinstance(entry.new, str))

    def _first_rows(self) -> list[QModelIndex]:
        """Of those that are open."""
        found: list[QModelIndex] = []
        index = self.rows.index(0, 0)
        while index.isValid() and len(found) < MEASURED_ROWS:
            found.append(index)
            index = self.indexBelow(index)
        return found

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        self.context_menu_wanted.emit(menu_place(self, event))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Escape):
            event.ignore()  # acts of the window or the page, not letters of a name
        elif event.key() == Qt.Key.Key_Asterisk:
            self.open_all(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take_look(self) -> None:
        self.setIndentation(self.fontMetrics().height() + theme.SPACE_XS)
        self.fit()
        self.viewport().update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "rows"):
            self._take_look()

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        draw_branch(self, painter, rect, index=index, has_focus=self.hasFocus())
