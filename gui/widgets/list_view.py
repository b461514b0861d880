"""The tree of the list, with its Today line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget
from typing_extensions import override

from gui import theme
from gui.delegates.list_delegate import below_today, today_font, today_room
from gui.models.nodes import Column
from gui.models.plan_tree_model import PlanTreeModel
from gui.texts import directed, today_text
from gui.widgets.list_columns import ListColumns
from gui.widgets.row_view import RowView


class ListView(RowView):
    """Events and their snapshots, with a line between what is to come and what is past."""

    def __init__(self, model: PlanTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._plan_tree = model
        self._today_row = QPersistentModelIndex()
        self.setAccessibleName(self.tr("Events and their snapshots"))
        self.columns = ListColumns(self, model)
        self.take_look()

    @override
    def own_rect(self, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> QRect:
        return below_today(rect, self.font(), index)

    @override
    def row_clicked(self, index: QModelIndex) -> None:
        if index.column() == Column.WHAT_CHANGED:
            self._plan_tree.retry_state(index)

    def take_look(self) -> None:
        """Measures and draws anew; the theme or the text size changed."""
        self.setIndentation(self.fontMetrics().height() + theme.SPACE_XS)
        self.columns.fit()
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        width = self.columns.wished_width() + 2 * self.frameWidth()
        return QSize(width, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self._plan_tree.today_index()
        if self._today_row != index:  # another row has the line above it, and its height
            self._today_row = QPersistentModelIndex(index)
            self.scheduleDelayedItemsLayout()
        place = self.visualRect(index) if index.isValid() else QRect()
        if not place.isValid():
            return
        painter = QPainter(self.viewport())
        font = today_font(self.font())
        text = today_text(self._plan_tree.context.today)
        room = QRect(0, place.top(), self.viewport().width(), today_room(self.font()))
        room.adjust(theme.SPACE_S, 0, -theme.SPACE_S, 0)
        label = QRect(room)
        label.setLeft(room.right() - QFontMetrics(font).horizontalAdvance(text))
        line = QRect(room.left(), room.center().y(), label.left() - theme.SPACE_S - room.left(), 1)
        for part in (label, line):
            part.moveTo(QStyle.visualRect(self.layoutDirection(), room, part).topLeft())
        painter.fillRect(line, theme.current().color("accent"))
        painter.setPen(theme.current().color("accent"))
        painter.setFont(font)
        painter.drawText(
            label, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, directed(text)
        )
