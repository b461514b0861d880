"""The planned lines in the finalize dialog: read, not edited."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from core.domain.finalization import FinalizationPreview
from core.domain.keys import ComponentKind
from gui import texts
from gui.delegates.bar_delegate import BarDelegate
from gui.dialogs.finalize_texts import FinalizeWords
from gui.kinds import kind_icon
from gui.models.roles import Role
from gui.texts import plain_tooltip
from gui.theme import ROW_EXTRA, SEMIBOLD

ROWS_SHOWN = 8
WHAT, QUANTITY, UNIT, SINCE = range(4)


class LineTable(QTreeWidget):
    """All lines, eight of them on screen; removed ones struck at the end."""

    def __init__(self, preview: FinalizationPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lines")
        self.setAccessibleName(self.tr("What is planned"))
        self._words = FinalizeWords(self)
        self.setItemDelegate(BarDelegate(self))
        self.setColumnCount(4)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))
        since = "" if preview.is_first else self._words.since(preview)
        self.setHeaderLabels([self.tr("What is planned"), self.tr("How many"), "", since])
        self._add_rows(preview)
        self.setColumnHidden(SINCE, preview.is_first)
        self._set_widths()
        self._set_height()

    def _add_rows(self, preview: FinalizationPreview) -> None:
        changes = preview.changes.lines
        by_uuid = {change.new.uuid: change for change in changes if change.new is not None}
        for line in preview.lines:
            change = by_uuid.get(line.uuid)
            item = self._add_row(line.kind, line.name, line.unit)
            item.setText(QUANTITY, texts.left_to_right(texts.amount_text(line.quantity)))
            item.setText(UNIT, line.unit)
            if change is not None and not preview.is_first:
                item.setText(SINCE, self._words.line_change(change))
        for change in changes:
            if change.new is None and change.old is not None:
                item = self._add_row(change.old.kind, change.old.name)
                item.setText(SINCE, self._words.line_change(change))
                struck = QFont(item.font(WHAT))
                struck.setStrikeOut(True)
                item.setFont(WHAT, struck)

    def _add_row(self, kind: ComponentKind, name: str, unit: str = "") -> QTreeWidgetItem:
        item = QTreeWidgetItem(self)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        shown = texts.one_line(name)
        item.setText(WHAT, shown)
        item.setToolTip(WHAT, plain_tooltip(shown))
        item.setData(WHAT, Role.ICON, kind_icon(kind, unit))
        item.setData(UNIT, Role.COLOUR, "muted")
        item.setData(SINCE, Role.COLOUR, "info")
        bold = QFont(self.font())
        bold.setWeight(SEMIBOLD)
        item.setFont(WHAT, bold)
        item.setTextAlignment(QUANTITY, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setSizeHint(WHAT, QSize(0, self._row_height()))
        return item

    def _row_height(self) -> int:
        return self.fontMetrics().height() + ROW_EXTRA

    def _set_widths(self) -> None:
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column in (QUANTITY, UNIT, SINCE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head = self.headerItem()
        if head is not None:
            head.setTextAlignment(
                QUANTITY, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )

    def _set_height(self) -> None:
        shown = min(self.topLevelItemCount(), ROWS_SHOWN)
        head = self.header().sizeHint().height()
        self.setFixedHeight(head + self._row_height() * shown + 2 * self.frameWidth() + 2)
