"""What differs in the sums of two plans: pieces, batches, ingredients, materials, what is to buy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView
from typing_extensions import override

from gui.models.part_model import PartColumn, PartRow
from gui.widgets.part_table import MEASURED_ROWS, PartTable
from gui.widgets.value_columns import fit_values

VALUES = (1, 2, 3)


class KitchenTable(PartTable):
    """Its heads give way before a name does, and it never scrolls sideways."""

    def __init__(self, name: str, columns: Sequence[PartColumn]) -> None:
        super().__init__(name, columns, goes_on=False, is_ordered=False)
        self.parts.set_editable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column in VALUES:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)

    def show_rows(self, rows: tuple[PartRow, ...], heads: tuple[str, str]) -> None:
        self.parts.set_titles(("", *heads, ""))
        self.parts.set_rows(rows)
        self.fit()

    def fit(self) -> None:
        count = min(self.parts.rowCount(), MEASURED_ROWS)
        fit_values(self, VALUES, [self.parts.index(row, 0) for row in range(count)])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
