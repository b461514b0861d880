"""The tree that shows how a number adds up: its keys, its look, and what is copied from it."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QShortcut,
)
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget
from typing_extensions import override

from gui import theme
from gui.delegates.branch import draw_branch
from gui.delegates.list_delegate import cell_width
from gui.delegates.proof_delegate import ProofDelegate
from gui.models.index_path import indented_text, path_of
from gui.models.node_tree_model import Index
from gui.models.proof_model import ProofColumn, ProofModel
from gui.texts import undirected
from gui.widgets.cell_table import ENTER

MOST_OPENED = 300  # rows that are opened at once: boxes in boxes can have thousands of ways down
LONGEST_AMOUNT = 24  # characters
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ProofTree(QTreeView):
    """Shows `proof`, its ProofModel; Right, Left and * open and close rows."""

    source_wanted = Signal(object)  # Source: Enter, or a double click
    hide_wanted = Signal()  # Space

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proof = ProofModel(self)
        self.setObjectName("proof_tree")
        self.setAccessibleName(self.tr("How it adds up"))
        self.setModel(self.proof)
        self.setItemDelegate(ProofDelegate(self))
        self.setUniformRowHeights(True)
        self.setHeaderHidden(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(ProofColumn.HOW, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(ProofColumn.GIVES, QHeaderView.ResizeMode.Fixed)
        self._space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        self._space.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._space.activated.connect(self.hide_wanted)
        self.proof.rowsInserted.connect(self._on_rows_inserted)
        self._is_opening = False  # many at once: they are measured when all are there
        self._take_look()

    def begin(self) -> None:
        """After another number came: from its top, and opened as far as there is one way only."""
        self.scrollToTop()
        index = self.proof.index(0, 0)
        while index.isValid() and self.proof.rowCount(index.parent()) == 1:
            self._open(index)
            index = self.proof.index(0, 0, index)

    def open_all_below(self, index: QModelIndex) -> None:
        """Opens a row and all below it, the upper levels first, while that is not too much."""
        waiting, opened = deque([index]), 0
        self._is_opening = True
        while waiting and opened < MOST_OPENED:
            above = waiting.popleft()
            if self.proof.hasChildren(above):
                self._open(above)
                opened += 1
                rows = range(self.proof.rowCount(above))
                waiting.extend(self.proof.index(row, 0, above) for row in rows)
        self._is_opening = False
        self.fit()

    def _open(self, index: QModelIndex) -> None:
        self.proof.fetchMore(index)  # Qt asks for it later, when it lays out the rows
        self.expand(index)

    def rows_text(self) -> str:
        """The chosen rows as they stand, tab separated, what is below a row indented."""
        rows = sorted(self.selectionModel().selectedRows(), key=path_of)
        return undirected(indented_text(rows, list(ProofColumn)))

    # Keys and pointer

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes_key(event):
            super().keyPressEvent(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        current = self.currentIndex().siblingAtColumn(0)
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.rows_text())
        elif event.key() == Qt.Key.Key_Asterisk:
            self.open_all_below(current)
        elif event.key() in ENTER and event.modifiers() in _PLAIN:
            self._activate(current)
        elif event.key() in (*ENTER, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Delete):
            event.ignore()  # acts of the window, not letters of a name
        else:
            return False
        return True

    def _activate(self, index: QModelIndex) -> None:
        source = self.proof.source_at(index)
        if source is not None:
            self.source_wanted.emit(source)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        is_on_row = index.isValid() and self.visualRect(index).contains(place)
        if event.button() is Qt.MouseButton.LeftButton and is_on_row:
            self._activate(index)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self.proof.rowCount():
            current = self.currentIndex().siblingAtColumn(0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                current if current.isValid() else self.proof.index(0, 0),
                flags.ClearAndSelect | flags.Rows,
            )
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # Look

    def _take_look(self) -> None:
        self.setIndentation(self.fontMetrics().height() + theme.SPACE_XS)
        self.fit()
        self.viewport().update()

    def _on_rows_inserted(self) -> None:
        if not self._is_opening:
            self.fit()

    def fit(self) -> None:
        """The amounts have the room of the widest that was built, also of one out of sight."""
        longest = self.fontMetrics().averageCharWidth() * LONGEST_AMOUNT
        widths = [cell_width(text, self.font()) for text in self.proof.longest_amounts()]
        width = min(max(widths, default=1), longest)
        if width != self.columnWidth(ProofColumn.GIVES):
            self.setColumnWidth(ProofColumn.GIVES, width)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "proof"):
            self._take_look()

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * LONGEST_AMOUNT, theme.row_height())

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        draw_branch(self, painter, rect, index=index, has_focus=self.hasFocus())
