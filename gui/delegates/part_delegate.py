"""Draws and edits the cells of a flat table as those of the contents are."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from gui import theme
from gui.delegates.contents_delegate import CellPlaces, ContentsDelegate
from gui.delegates.list_delegate import BAR_WIDTH, cell_width
from gui.models.node_tree_model import Index
from gui.models.part_model import PartModel
from gui.models.roles import Role

LONGEST_CHARACTERS = 24  # wider texts are cut, and whole in the tooltip
LEAST_CHARACTERS = 12  # of an open cell: room to type "2 1/4"


class PartDelegate(ContentsDelegate):
    """Whether a text can be taken is the model's to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._refusal = ""  # core's, of exactly what is in the editor
        self._refused = ""

    def refuse(self, typed: str, sentence: str) -> None:
        """Puts back what core refused, with why; it is asked for again once it is another text."""
        editor = self.editor()
        if editor is not None:
            self._refused, self._refusal = typed, sentence
            editor.setText(typed)
            self.say_problem()

    @override
    def _finish(self, editor: QLineEdit, goes_forward: bool | None) -> None:
        if goes_forward is None:
            self._refusal = ""  # Enter asks core anew
        super()._finish(editor, goes_forward)

    @override
    def problem(self) -> str:
        editor, index = self.editor(), self._index
        model = index.model()
        if editor is None or not index.isValid() or not isinstance(model, PartModel):
            return ""
        if self._refusal and editor.text() == self._refused:
            return self._refusal
        row = model.row_at(index)
        column = model.columns[index.column()].name
        return model.problem(row.thing, column, editor.text()) if row is not None else ""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        editor = QLineEdit(parent)
        editor.setFrame(False)
        if isinstance(model, PartModel):
            column = model.columns[index.column()]
            editor.setObjectName(f"part_{column.name}_editor")
            editor.setAccessibleName(column.title)
            if column.is_number:
                editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.textEdited.connect(self._on_text_edited)
        self._editor = editor
        self._index = QPersistentModelIndex(index)
        self._refusal = ""
        return editor

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor is self.editor() and not self.problem():
            model.setData(index, editor.text())

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        place = QRect(option.rect)
        widest = editor.fontMetrics().averageCharWidth() * LEAST_CHARACTERS
        if index.column():
            place.setLeft(min(place.left(), place.right() - widest))
        editor.setGeometry(place)
        if self._sentence is not None and self._sentence.isVisible():
            self._sentence.place(editor)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:
            has_focus = option.widget.hasFocus() or self.editor() is not None
            bar = QRect(option.rect.left(), option.rect.top(), BAR_WIDTH, option.rect.height())
            bar = QStyle.visualRect(option.direction, option.rect, bar)
            painter.fillRect(bar, theme.current().color("accent" if has_focus else "field"))

    @override
    def draw_frame(self, painter: QPainter, place: QRect, index: Index) -> None:
        """Thin where nothing can be typed."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            super().draw_frame(painter, place, index)
        else:
            painter.setPen(theme.current().color("field"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))

    @override
    def _arrange(self, option: QStyleOptionViewItem, index: Index) -> CellPlaces:
        level = int(index.data(Role.LEVEL) or 0)
        if not level:
            return super()._arrange(option, index)
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(theme.SPACE_L * level, 0, 0, 0)
        if option.direction is Qt.LayoutDirection.RightToLeft:
            inner.rect = option.rect.adjusted(0, 0, -theme.SPACE_L * level, 0)
        return super()._arrange(inner, index)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        longest = metrics.averageCharWidth() * LONGEST_CHARACTERS
        width = min(cell_width(text, option.font), longest)
        beside = len(index.data(Role.SIGNS) or ()) + bool(index.data(Role.ICON))
        width += beside * (metrics.height() + theme.SPACE_S)
        width += theme.SPACE_L * int(index.data(Role.LEVEL) or 0)
        return QSize(width, metrics.height() + theme.ROW_EXTRA)
