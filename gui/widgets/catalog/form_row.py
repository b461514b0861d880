"""The form of a page: labels in one column, what is edited beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import SPACE_M, SPACE_S, SPACE_XS
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label

LABEL_CHARACTERS = 19  # the longest label; the same on all pages, so that their forms align


def label_width(widget: QWidget) -> int:
    """Of the column with the labels."""
    return widget.fontMetrics().averageCharWidth() * LABEL_CHARACTERS


class FormRow(QWidget):
    """What stands beside a label: widgets from the left, and the rest empty."""

    def __init__(self, label: QLabel, *widgets: QWidget) -> None:
        super().__init__()
        self.label = label
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        for widget in widgets:
            is_wide = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
            row.addWidget(widget, 1000 if is_wide else 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def set_shown(self, is_shown: bool) -> None:
        """With its label."""
        self.label.setVisible(is_shown)
        self.setVisible(is_shown)


class Form(QWidget):
    """Rows under each other."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(1, 1)
        self._take_look()

    def add_row(self, label: str, *widgets: QWidget) -> FormRow:
        head = plain_label(label, look="head", wraps=False)
        row = FormRow(head, *widgets)
        place = self._grid.rowCount()
        # As low as the text beside it, which stands in a frame for the focus.
        head.setContentsMargins(0, SPACE_XS + 1, 0, 0)
        self._grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row, place, 1)
        return row

    def add_below(self, widget: QWidget) -> None:
        """Under what is edited in the row before."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)

    def _take_look(self) -> None:
        self._grid.setColumnMinimumWidth(0, label_width(self))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_look()


class Caution(QWidget):
    """A sentence behind its sign; hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._label = plain_label(name=f"{name}_text", look="caution")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_XS, 0, 0, SPACE_XS)
        row.setSpacing(SPACE_S)
        row.addWidget(IconLabel("changed", "caution"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        row.setContentsMargins(SPACE_XS, 0, SPACE_M, 0)
        self.hide()

    def text(self) -> str:
        return self._label.text()

    def say(self, sentence: str) -> None:
        self._label.setText(sentence)
        self.setVisible(bool(sentence))
