"""The list of one kind of things: a click on a head orders it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from core.domain.catalog import CatalogSort
from gui import theme
from gui.delegates.list_delegate import cell_width
from gui.models.catalog_list_model import CatalogListModel
from gui.models.catalog_nodes import CatalogColumn
from gui.widgets.row_view import RowView

SORTS = {CatalogColumn.NAME: CatalogSort.NAME, CatalogColumn.CATEGORY: CatalogSort.CATEGORY}


class CatalogListView(RowView):
    """Names stretch; the category gives way in a narrow window."""

    sort_wanted = Signal(object, bool)  # CatalogSort, from the end

    def __init__(self, model: CatalogListModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._is_narrow = False
        self._sort = (CatalogSort.NAME, False)
        self.setObjectName("catalog_list")
        self.setAccessibleName(self.tr("The catalog"))
        self.setIndentation(theme.SPACE_S)  # where the bar of the chosen row stands
        self.setUniformRowHeights(True)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(0)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self._on_head_clicked)
        self.show_sort(CatalogSort.NAME, is_descending=False)
        self.take_look()

    def take_look(self) -> None:
        """Measures and draws anew; the theme or the text size changed."""
        self.fit_columns()
        self.viewport().update()

    def show_sort(self, sort: CatalogSort, *, is_descending: bool) -> None:
        self._sort = (sort, is_descending)
        column = next(column for column, each in SORTS.items() if each is sort)
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.header().setSortIndicator(column, order)

    def set_narrow(self, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self.setColumnHidden(CatalogColumn.CATEGORY, is_narrow)
        self.fit_columns()

    def fit_columns(self) -> None:
        """What it is has room for its usual words, the category for one; names have the rest."""
        says = self._width_of(self.tr("48 cookies a batch"), has_icon=True)
        category = 0 if self._is_narrow else self._width_of(self.tr("Chocolate bars"))
        name = self.indentation() + self._width_of(self.tr("All-purpose fl"), has_icon=True)
        self.setMinimumWidth(name + says + category + 2 * self.frameWidth())
        spare = self.viewport().width() - name - says - category
        says += max(0, spare // 3)
        self.header().resizeSection(CatalogColumn.NAME, self.viewport().width() - says - category)
        self.header().resizeSection(CatalogColumn.SAYS, says)
        self.header().resizeSection(CatalogColumn.CATEGORY, category)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth() + theme.SPACE_XL, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def _width_of(self, text: str, *, has_icon: bool = False) -> int:
        return cell_width(text, self.font(), has_icon=has_icon)

    def _on_head_clicked(self, section: int) -> None:
        sort = SORTS.get(CatalogColumn(section))
        before, was_descending = self._sort
        # Qt has moved the indicator already, also over a head that orders nothing.
        self.show_sort(before, is_descending=was_descending)
        if sort is not None:
            self.sort_wanted.emit(sort, sort is before and not was_descending)
