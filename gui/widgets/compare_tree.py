"""The tree of a comparison: both values side by side, and the way from difference to difference."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget
from typing_extensions import override

from gui import theme
from gui.delegates.branch import draw_branch
from gui.delegates.list_delegate import cell_width
from gui.delegates.proof_delegate import ProofDelegate
from gui.models.compare_model import CompareColumn, CompareModel
from gui.models.index_path import indented_text, path_of
from gui.models.node_tree_model import Index
from gui.texts import undirected

MOST_OPENED = 300  # rows that are opened at once
LONGEST_VALUE = 24  # characters
MEASURED_ROWS = 60
LARGEST_SHARE = 0.24  # of the tree, for each of the values: the names keep the rest


class CompareTree(QTreeView):
    """Shows `rows`, its CompareModel."""

    close_wanted = Signal()  # Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = CompareModel(self)
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
        self._take_look()

    def current_key(self) -> Hashable:
        """What the current row is, by which it is found in a newer comparison."""
        node = self.rows.node_at(self.currentIndex())
        return node.identity

    def begin(self, wanted: Hashable = None) -> None:
        """After another comparison came: opened, with the cursor where it was, or on the first."""
        opened = 0
        waiting = [self.rows.index(row, 0) for row in range(self.rows.rowCount())]
        while waiting and opened < MOST_OPENED:
            index = waiting.pop(0)
            count = self.rows.rowCount(index)
            if count:
                self.expand(index)
                opened += 1
                waiting += [self.rows.index(row, 0, index) for row in range(count)]
        self.fit()
        self.scrollToTop()
        found = list(self.rows.differences())
        same = (each for each in found if self.rows.node_at(each).identity == wanted)
        first = next(same, found[0] if found else None)
        if first is not None:
            self.go_to(first)

    def go_to(self, index: QModelIndex) -> None:
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        flags = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def turn(self, step: int) -> None:
        """To the next difference, or the one before; from the last one to the first."""
        found = list(self.rows.differences())
        if found:
            at = self.place()
            if at < 0:
                at = -1 if step > 0 else 0
            self.go_to(found[(at + step) % len(found)])

    def place(self) -> int:
        """Which difference the current row is; -1 for none."""
        current = self.currentIndex().siblingAtColumn(0)
        return next((at for at, each in enumerate(self.rows.differences()) if each == current), -1)

    def rows_text(self) -> str:
        """The chosen rows, tab separated, what is below a row indented."""
        rows = sorted(self.selectionModel().selectedRows(), key=path_of)
        return undirected(indented_text(rows, list(CompareColumn)))

    def text(self) -> str:
        """All of it."""
        heads = [str(self.rows.headerData(at, Qt.Orientation.Horizontal)) for at in CompareColumn]
        rows = indented_text(self.rows.every_index(), list(CompareColumn))
        return undirected("\n".join(["\t".join(heads), rows]))

    def fit(self) -> None:
        """The values have the room of the widest of the first rows, and of their heads."""
        longest = self.fontMetrics().averageCharWidth() * LONGEST_VALUE
        beside = self.fontMetrics().height() + theme.SPACE_L
        found = [
            index for index, _ in zip(self.rows.differences(), range(MEASURED_ROWS), strict=False)
        ]
        for column in (CompareColumn.OLD, CompareColumn.NEW, CompareColumn.DIFFERENCE):
            texts = [str(index.siblingAtColumn(column).data()) for index in found]
            widest = max((cell_width(text, self.font()) for text in texts), default=0)
            if column == CompareColumn.DIFFERENCE:
                widest += beside
            least = self.header().sectionSizeHint(column)
            most = round(self.viewport().width() * LARGEST_SHARE)
            width = max(min(widest + theme.SPACE_S, longest), least)
            self.setColumnWidth(column, max(min(width, most), 1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete):
            event.ignore()  # acts of the window, not letters of a name
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
