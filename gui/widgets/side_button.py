"""A button for one side of a comparison: what stands there, and what else could."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)
from typing_extensions import override

from gui import texts
from gui.icons import icon
from gui.models.compare_sides import SideChoice
from gui.widgets.icon_label import set_button_icon

LEAST_TEXT = 12  # characters
SLACK = 8  # pixels of the hint that neither text nor padding takes


class SideButton(QPushButton):
    """Says what stands on a side, and opens a menu of what else could."""

    side_wanted = Signal(object)  # Side

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self._icon = ""
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setProperty("menu", True)
        self.setMenu(QMenu(self))

    def show_choices(self, choices: Sequence[SideChoice], chosen: object) -> None:
        menu = self.menu()
        menu.clear()
        self._icon = ""
        self.setText("")
        for each in choices:
            action = menu.addAction(texts.escape_mnemonic(each.text))
            action.setData(each.icon)
            action.triggered.connect(lambda _=False, side=each.side: self.side_wanted.emit(side))
            if each.side == chosen:
                self.setText(texts.escape_mnemonic(each.text))
                self._icon = each.icon
        self.setToolTip(texts.plain_tooltip(self.text()) if self.text() else "")
        self.setEnabled(bool(choices))
        self.updateGeometry()
        self.dress()

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        least = self.fontMetrics().averageCharWidth() * LEAST_TEXT + self._beside()
        return QSize(min(least, hint.width()), hint.height())

    def _beside(self) -> int:
        """What the icon, the arrow and the padding take."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - self._beside() + SLACK
        right = Qt.TextElideMode.ElideRight
        option.text = self.fontMetrics().elidedText(self.text(), right, room)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)

    def dress(self) -> None:
        """In the colours of the theme in force."""
        if self._icon:
            set_button_icon(self, self._icon)
        else:
            self.setIcon(QIcon())
        for action in self.menu().actions():
            action.setIcon(icon(str(action.data())))
