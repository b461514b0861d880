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
from gui.models.roles import Role
from gui.widgets.row_view import RowView

MOST_ROWS_MEASURED = 200
SORTS = {CatalogColumn.NAME: CatalogSort.NAME, CatalogColumn.CATEGORY: CatalogSort.CATEGORY}


class CatalogListView(RowView):
    """Names stretch; the category gives way in a narrow window."""

    sort_wanted = Signal(object, bool)  # CatalogSort, from the end

    def __init__(self, model: CatalogListModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._is_narrow = False
        self._has_category = True
        self._widest = [0] * len(CatalogColumn)  # of this kind's cells, as far as they were seen
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
        model.branch_answered.connect(self._on_answered)
        self.take_look()

    def take_look(self) -> None:
        """Measures and draws anew; the theme or the text size changed."""
        self._widest = [0] * len(CatalogColumn)
        self._measure()
        self.fit_columns()
        self.viewport().update()

    def show_sort(self, sort: CatalogSort, *, is_descending: bool) -> None:
        self._sort = (sort, is_descending)
        column = next(column for column, each in SORTS.items() if each is sort)
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.header().setSortIndicator(column, order)

    def set_narrow(self, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self._show_category()

    def show_kind(self, *, has_category: bool) -> None:
        """Other things are listed from now on."""
        self._widest = [0] * len(CatalogColumn)
        self._has_category = has_category
        self._show_category()

    def _show_category(self) -> None:
        is_shown = self._has_category and not self._is_narrow
        self.setColumnHidden(CatalogColumn.CATEGORY, not is_shown)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Names have what they need; what it is gives way first, as far as its usual words fit."""
        usual_words = (self.tr("48 cookies a batch"), self.tr("No number a batch"))
        least = max(self._width_of(words, has_icon=True) for words in usual_words)
        most = 0 if self._is_narrow else self._width_of(self.tr("Chocolate bars"))
        name = self.indentation() + self._width_of(self.tr("All-purpose fl"), has_icon=True)
        self.setMinimumWidth(name + least + most + 2 * self.frameWidth())
        category = 0
        if not self.isColumnHidden(CatalogColumn.CATEGORY):
            usual = self._width_of(self.tr("Category")) + theme.SPACE_S
            category = min(max(self._widest[CatalogColumn.CATEGORY], usual), most)
        room = self.viewport().width() - category
        names = max(self._widest[CatalogColumn.NAME], name)
        says = max(self._widest[CatalogColumn.SAYS], least)
        spare = room - names - says
        says = says + spare // 3 if spare > 0 else max(says + spare, least)
        self.header().resizeSection(CatalogColumn.NAME, room - says)
        self.header().resizeSection(CatalogColumn.SAYS, says)
        self.header().resizeSection(CatalogColumn.CATEGORY, category)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth() + theme.SPACE_XL, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def _on_answered(self) -> None:
        before = list(self._widest)
        self._measure()
        if self._widest != before:
            self.fit_columns()

    def _measure(self) -> None:
        """A search shows fewer rows; the columns stay as they were for all."""
        model = self.model()
        for row in range(min(model.rowCount(), MOST_ROWS_MEASURED)):
            for column in CatalogColumn:
                is_name = column is CatalogColumn.NAME
                index = model.index(row, column)
                has_icon = is_name or bool(index.data(Role.ICON))
                width = self._width_of(str(index.data() or ""), has_icon=has_icon)
                width += self.indentation() if is_name else 0
                self._widest[column] = max(self._widest[column], width)

    def _width_of(self, text: str, *, has_icon: bool = False) -> int:
        return cell_width(text, self.font(), has_icon=has_icon)

    def _on_head_clicked(self, section: int) -> None:
        sort = SORTS.get(CatalogColumn(section))
        before, was_descending = self._sort
        # Qt has moved the indicator already, also over a head that orders nothing.
        self.show_sort(before, is_descending=was_descending)
        if sort is not None:
            self.sort_wanted.emit(sort, sort is before and not was_descending)
