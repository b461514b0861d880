"""What is in the box that is being made: how many of what, changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget
from typing_extensions import override

from core.domain.quantity import AmountError, parse_quantity
from core.domain.rows import Choice
from gui import texts
from gui.delegates.bar_delegate import BarDelegate
from gui.kinds import kind_icon
from gui.models.roles import Role
from gui.texts import plain_tooltip
from gui.theme import ROW_EXTRA

WHAT, IN_EACH, UNIT = range(3)
ROWS_SHOWN = 6
Content = tuple[Choice, Fraction]


class BoxTable(QTreeWidget):
    """Enter, F2 or a double click changes a number, Del takes a row out."""

    refused = Signal(str)  # why a typed number cannot be taken; "" when all is well again
    contents_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("box_contents")
        self.setAccessibleName(self.tr("What is in each box"))
        self._contents: list[Content] = []
        self.setItemDelegate(BarDelegate(self))
        self.setHeaderLabels([self.tr("What"), self.tr("In each"), self.tr("Unit")])
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        head = self.headerItem()
        if head is not None:
            head.setTextAlignment(
                IN_EACH, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        self.setFixedHeight(
            header.sizeHint().height() + ROWS_SHOWN * (side + ROW_EXTRA) + 2 * self.frameWidth()
        )
        self.itemChanged.connect(self._on_item_changed)
        self.itemDoubleClicked.connect(self._edit)

    def contents(self) -> list[Content]:
        return list(self._contents)

    def set_contents(self, contents: Sequence[Content]) -> None:
        self._contents = []
        self.clear()
        for choice, quantity in contents:
            self.add(choice, quantity)

    def add(self, choice: Choice, quantity: Fraction) -> None:
        """The same thing twice is one row with both."""
        for at, (known, before) in enumerate(self._contents):
            if (known.kind, known.id) == (choice.kind, choice.id):
                self._contents[at] = (known, before + quantity)
                self._show_number(at)
                self.setCurrentIndex(self.model().index(at, IN_EACH))
                self.contents_changed.emit()
                return
        self._contents.append((choice, quantity))
        self.blockSignals(True)
        item = QTreeWidgetItem(self)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        )
        item.setText(WHAT, texts.one_line(choice.name))
        item.setToolTip(WHAT, plain_tooltip(choice.name))
        item.setTextAlignment(IN_EACH, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setText(UNIT, choice.unit)
        item.setData(WHAT, Role.ICON, kind_icon(choice.kind, choice.unit))
        item.setData(UNIT, Role.COLOUR, "muted")
        self.blockSignals(False)
        self._show_number(len(self._contents) - 1)
        self.setCurrentItem(item)
        self.contents_changed.emit()

    def _show_number(self, at: int) -> None:
        item = self.topLevelItem(at)
        if item is not None:
            self.blockSignals(True)
            item.setText(IN_EACH, texts.amount_text(self._contents[at][1]))
            self.blockSignals(False)

    def _edit(self, item: QTreeWidgetItem) -> None:
        self.editItem(item, IN_EACH)

    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        at = self.indexOfTopLevelItem(item)
        if column != IN_EACH or at < 0:
            return
        choice, before = self._contents[at]
        sentence = ""
        try:
            self._contents[at] = (choice, parse_quantity(item.text(IN_EACH), current=before))
        except AmountError as error:
            sentence = str(error)
        self._show_number(at)
        self.refused.emit(sentence)
        self.contents_changed.emit()

    @override
    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        starts = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        is_plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if item is not None and event.key() in starts and is_plain:
            self._edit(item)
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            at = self.indexOfTopLevelItem(item)
            self.takeTopLevelItem(at)
            del self._contents[at]
            self.contents_changed.emit()
        else:
            super().keyPressEvent(event)
