"""Draws the cells of the contents table, and edits quantities and notes in them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from core.domain.quantity import AmountError, parse_quantity
from gui import theme
from gui.delegates.cell_sentence import CellSentence
from gui.delegates.list_delegate import elide_mode, row_fill
from gui.icons import icon
from gui.models.content_nodes import NUMBERS
from gui.models.contents_model import Column, ContentsModel
from gui.models.node_tree_model import Index
from gui.models.roles import Role
from gui.texts import directed
from gui.widgets.text_check import note_problem

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}
_FRAME = 2


@dataclass(slots=True)
class CellPlaces:
    """Where the parts of a cell stand."""

    text: QRect
    shown: str
    icon: QRect
    signs: list[QRect]
    link: QRect


class ContentsDelegate(QStyledItemDelegate):
    """One editor at a time; it stays open, with a sentence, while its text cannot be taken."""

    half_typed = Signal(bool)  # an editor was left with a text that cannot be taken; it was closed
    next_wanted = Signal(object, bool)  # Tab in the editor of this index; forward

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor: QLineEdit | None = None
        self._index = QPersistentModelIndex()
        self._sentence: CellSentence | None = None
        self._is_half_typed = False

    # Editing

    def editor(self) -> QLineEdit | None:
        """The open editor."""
        return self._editor

    def is_half_typed(self) -> bool:
        return self._is_half_typed

    def problem(self) -> str:
        """Why the text of the open editor cannot be taken, in a sentence; "" when it can."""
        if self._editor is None or not self._index.isValid():
            return ""
        text = self._editor.text()
        if not _is_quantity(self._index):
            return note_problem(text)
        try:
            parse_quantity(text, current=self._current_quantity())
        except AmountError as error:
            return str(error)
        return ""

    def say_problem(self) -> None:
        """Shows under the cell why its text cannot be taken."""
        sentence = self.problem()
        if self._editor is None or not sentence:
            return
        if self._sentence is None:
            self._sentence = CellSentence(self._editor.parentWidget() or self._editor)
        self._sentence.say(sentence, self._editor)
        self._set_refused(is_refused=True)

    def _current_quantity(self) -> Fraction | None:
        model = self._index.model()
        return model.quantity_at(self._index) if isinstance(model, ContentsModel) else None

    def _set_refused(self, *, is_refused: bool) -> None:
        editor = self._editor
        if editor is not None and bool(editor.property("refused")) != is_refused:
            editor.setProperty("refused", is_refused)
            editor.style().unpolish(editor)
            editor.style().polish(editor)

    def _on_text_edited(self) -> None:
        self._set_refused(is_refused=False)
        if self._sentence is not None:
            self._sentence.hide()

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        if _is_quantity(index):
            editor.setObjectName("quantity_editor")
            is_each = index.column() == Column.IN_EACH
            words = self.tr("How many in each") if is_each else self.tr("How many in all")
            editor.setAccessibleName(words)
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        else:
            editor.setObjectName("note_editor")
            editor.setAccessibleName(self.tr("Note"))
        editor.textEdited.connect(self._on_text_edited)
        self._editor = editor
        self._index = QPersistentModelIndex(index)
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Only once: a row that is read again meanwhile must not overwrite what is being typed.
        if isinstance(editor, QLineEdit) and not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor is self._editor and not self.problem():
            value: Any = editor.text()
            if _is_quantity(index):
                value = parse_quantity(value, current=self._current_quantity())
            model.setData(index, value)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        place = QRect(option.rect)
        if _is_quantity(index):
            widest = editor.fontMetrics().averageCharWidth() * 12
            place.setLeft(min(place.left(), place.right() - widest))  # room to type "4 dz"
        editor.setGeometry(place)
        if self._sentence is not None and self._sentence.isVisible():
            self._sentence.place(editor)

    @override
    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._editor:
            self._editor, self._index = None, QPersistentModelIndex()
            if self._sentence is not None:
                self._sentence.hide()
            self._set_half_typed(is_half_typed=False)
        super().destroyEditor(editor, index)

    def _set_half_typed(self, *, is_half_typed: bool) -> None:
        if is_half_typed != self._is_half_typed:
            self._is_half_typed = is_half_typed
            self.half_typed.emit(is_half_typed)

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if editor is self._editor and isinstance(editor, QLineEdit):
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                key = Qt.Key(event.key())
                if key in _ENTER or key in _TABS:
                    self._finish(editor, _TABS.get(key))
                    return True
            elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                is_passing = event.reason() == Qt.FocusReason.PopupFocusReason
                if is_passing or QApplication.focusWidget() is editor:
                    return False
                if self.problem():
                    self.say_problem()
                    self._set_half_typed(is_half_typed=True)
                    return False
            elif event.type() == QEvent.Type.FocusIn:
                self._set_half_typed(is_half_typed=False)
        return super().eventFilter(editor, event)

    def _finish(self, editor: QLineEdit, goes_forward: bool | None) -> None:
        if self.problem():
            self.say_problem()
            return
        index = QPersistentModelIndex(self._index)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if goes_forward is not None:
            self.next_wanted.emit(index, goes_forward)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        # A tooltip that only repeats what is there to be read is in the way.
        if index.isValid() and index.column() not in NUMBERS and not index.data(Role.SIGNS):
            text = index.data(Qt.ItemDataRole.DisplayRole) or ""
            whole = index.data(Qt.ItemDataRole.EditRole) or ""
            if self._arrange(option, index).shown == text == whole:
                QToolTip.hideText()
                return True
        return super().helpEvent(event, view, option, index)

    # Drawing

    def put_back_place(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Where the link of a removed line is drawn; empty where there is none."""
        return self._arrange(option, index).link

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + theme.ROW_EXTRA)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.current()
        has_focus = option.widget.hasFocus() or self._editor is not None
        painter.save()
        painter.fillRect(option.rect, colours.color(row_fill(option.state, has_focus=has_focus)))
        place = self._arrange(option, index)
        name = index.data(Role.ICON)
        if name:
            icon(name, index.data(Role.ICON_COLOUR)).paint(painter, place.icon)
        painter.setFont(_font(option.font, index))
        painter.setPen(colours.color(index.data(Role.COLOUR) or "text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        flags |= _alignment(index)
        painter.drawText(place.text, flags, directed(place.shown))
        for box, (sign, colour) in zip(place.signs, index.data(Role.SIGNS) or (), strict=False):
            icon(sign, colour).paint(painter, box)
        if not place.link.isEmpty():
            painter.setFont(option.font)
            painter.setPen(colours.color("accent"))
            painter.drawText(place.link, flags, self.tr("Put back"))
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if is_current and option.widget.hasFocus() and _is_editable(index):
            self.draw_frame(painter, option.rect, index)
        painter.restore()

    def draw_frame(self, painter: QPainter, place: QRect, index: Index) -> None:
        """Around the current cell."""
        painter.setPen(QPen(theme.current().color("accent"), _FRAME))
        painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _arrange(self, option: QStyleOptionViewItem, index: Index) -> CellPlaces:
        metrics = QFontMetrics(_font(option.font, index))
        side = metrics.height()
        room = option.rect.adjusted(theme.SPACE_XS, 0, -theme.SPACE_S, 0)
        middle = room.center().y() - side // 2 + 1
        icon_place = QRect()
        if index.data(Role.ICON):
            icon_place = QRect(room.left(), middle, side, side)
            room.setLeft(icon_place.right() + 1 + theme.SPACE_S)
        signs = index.data(Role.SIGNS) or ()
        link_width = 0
        if index.data(Role.CAN_PUT_BACK):
            link_width = option.fontMetrics.horizontalAdvance(self.tr("Put back"))
        behind = len(signs) * (side + theme.SPACE_S)
        behind += link_width + theme.SPACE_L if link_width else 0
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        width = max(room.width() - behind, 0)
        shown = metrics.elidedText(text, elide_mode(index), width)
        text_place = QRect(room.left(), room.top(), width, room.height())
        at = room.left() + metrics.horizontalAdvance(shown) + theme.SPACE_S
        if (
            _alignment(index) == Qt.AlignmentFlag.AlignRight
        ):  # signs before it: numbers stay in line
            text_place.moveRight(room.right())
            at = room.right() + 1 - metrics.horizontalAdvance(shown) - behind
        boxes = [
            QRect(at + n * (side + theme.SPACE_S), middle, side, side) for n in range(len(signs))
        ]
        link = QRect()
        if link_width:
            link = QRect(at + theme.SPACE_S, room.top(), link_width, room.height())

        def mirrored(place: QRect) -> QRect:
            """Where it stands when all is read from the right."""
            is_there = not place.isEmpty()
            return QStyle.visualRect(option.direction, option.rect, place) if is_there else place

        return CellPlaces(
            mirrored(text_place),
            shown,
            mirrored(icon_place),
            [mirrored(box) for box in boxes],
            mirrored(link),
        )


def _font(font: QFont, index: Index) -> QFont:
    made = QFont(font)
    made.setWeight(theme.SEMIBOLD if index.data(Role.IS_BOLD) else QFont.Weight.Normal)
    made.setStrikeOut(bool(index.data(Role.IS_STRUCK)))
    return made


def _is_quantity(index: Index) -> bool:
    model = index.model()
    return isinstance(model, ContentsModel) and index.column() == model.quantity_column


def _is_editable(index: Index) -> bool:
    return bool(getattr(index.model(), "is_editable", False))


def _alignment(index: Index) -> Qt.AlignmentFlag:
    wanted = index.data(Qt.ItemDataRole.TextAlignmentRole)
    is_right = wanted is not None and wanted & Qt.AlignmentFlag.AlignRight
    return Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
