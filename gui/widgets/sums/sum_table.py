"""A table of sums: Enter edits what can be edited, or does what the row is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHeaderView
from typing_extensions import override

from core.domain.csv_text import inert
from gui import theme
from gui.delegates.list_delegate import cell_width
from gui.models.part_model import PartColumn
from gui.widgets.part_table import MEASURED_ROWS, PartTable
from gui.widgets.row_menu import menu_place

LEAST_ROWS = 3
LARGEST_SHARE = 0.36  # of the table, for the names
LEAST_CHARACTERS = 14  # of the last column, else it is hidden


class SumTable(PartTable):
    """Its rows are told by the core: none is deleted or moved; Del takes a choice back."""

    activated_row = Signal(object)  # the thing of a row in which nothing can be edited
    number_opened = Signal()  # a double click on a number that is only read
    frozen_edit_wanted = Signal()  # she typed on a number that stays as it is
    reset_wanted = Signal(object)  # the thing of the current row
    details_toggled = Signal()
    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, name: str, columns: Sequence[PartColumn], stretched: Sequence[int]) -> None:
        super().__init__(name, columns, stretched, goes_on=False, is_ordered=False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        self._space.setContext(Qt.ShortcutContext.WidgetShortcut)  # not in the editor of a cell
        self._space.activated.connect(self.details_toggled)

    def thing(self) -> object:
        """Of the current row; None in a head or where there is no row."""
        row = self.current_part()
        return row.thing if row is not None else None

    def share_width(self) -> None:
        """The names have what they need, as long as the last column keeps the larger part."""
        rows = self.parts.rows()[:MEASURED_ROWS]
        longest = max((cell_width(row.cells[0].text, self.font()) for row in rows), default=0)
        beside = self.fontMetrics().height() + theme.SPACE_L + 2 * theme.SPACE_S
        least = self.header().sectionSizeHint(0)
        most = round(self.viewport().width() * LARGEST_SHARE)
        last = len(self.parts.columns) - 1
        header = self.header()
        others = sum(
            max(header.sectionSizeHint(at), self.sizeHintForColumn(at)) for at in range(1, last)
        )
        rest = self.viewport().width() - min(longest + beside, most) - others
        is_narrow = rest < self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS
        self.setColumnHidden(last, is_narrow)  # the panel below says it, too
        if is_narrow:
            most = self.viewport().width() - others
            longest = most
        self.setColumnWidth(0, max(min(longest + beside, most), least))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "parts"):
            self.share_width()

    @override
    def minimumSizeHint(self) -> QSize:
        """A few rows stay in sight above whatever stands below."""
        row = self.fontMetrics().height() + theme.ROW_EXTRA
        height = self.header().sizeHint().height() + LEAST_ROWS * row + 2 * self.frameWidth()
        return QSize(super().minimumSizeHint().width(), height)

    @override
    def edit_current(self, typed: str = "") -> bool:
        if super().edit_current(typed):
            return True
        thing = self.thing()
        if thing is not None:
            self.activated_row.emit(thing)
        return False

    @override
    def _type(self, text: str) -> bool:
        if self.parts.is_editable or not text.isdecimal():
            return super()._type(text)
        self.frozen_edit_wanted.emit()
        return True

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        can_edit = index.flags() & Qt.ItemFlag.ItemIsEditable
        if index.isValid() and index.column() > 0 and not can_edit:
            self.number_opened.emit()

    @override
    def texts_of(self, rows: Iterable[int]) -> list[str]:
        """Where it is put into a spreadsheet nothing is taken for a formula."""
        columns = range(len(self.parts.columns))
        cells = [[inert(str(self.parts.index(row, at).data())) for at in columns] for row in rows]
        return ["\t".join(line).rstrip("\t") for line in cells]

    @override
    def delete_chosen(self) -> bool:
        thing = self.thing()
        if thing is not None and self.parts.is_editable and self.commit_editor():
            self.reset_wanted.emit(thing)
        return True

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        event.accept()
        if (is_by_key or self.indexAt(event.pos()).isValid()) and self.commit_editor():
            self.menu_wanted.emit(menu_place(self, event))
