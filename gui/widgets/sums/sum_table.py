"""A table of sums: Enter edits what can be edited, or does what the row is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from typing_extensions import override

from gui import theme
from gui.models.part_model import PartColumn
from gui.widgets.part_table import PartTable
from gui.widgets.row_menu import menu_place

LEAST_ROWS = 3


class SumTable(PartTable):
    """Its rows are told by the core: none is deleted or moved; Del takes a choice back."""

    activated_row = Signal(object)  # the thing of a row in which nothing can be edited
    reset_wanted = Signal(object)  # the thing of the current row
    details_toggled = Signal()
    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, name: str, columns: Sequence[PartColumn], stretched: Sequence[int]) -> None:
        super().__init__(name, columns, stretched, goes_on=False, is_ordered=False)
        self._space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        self._space.setContext(Qt.ShortcutContext.WidgetShortcut)  # not in the editor of a cell
        self._space.activated.connect(self.details_toggled)

    def thing(self) -> object:
        """Of the current row; None in a head or where there is no row."""
        row = self.current_part()
        return row.thing if row is not None else None

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
