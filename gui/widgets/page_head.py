"""The head of a page: an icon, a title line with its buttons, and lines below the title."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from gui import theme
from gui.icons import icon
from gui.widgets.editable_label import EditableLabel
from gui.widgets.icon_label import IconLabel

_ALL = 1000  # of the stretch; what is not edited takes no more than its text


class PageHead(QWidget):
    """`title_row` takes what stands beside the icon; `add_line` what stands below it."""

    def __init__(self, icon_name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[QBoxLayout, tuple[QWidget, ...]]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_XS)
        self._grid.setVerticalSpacing(theme.SPACE_XS // 2)
        self._grid.setColumnStretch(1, 1)
        self._icon = IconLabel(icon_name, role, scale=1.5)
        self._grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(theme.SPACE_XS)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.SPACE_S)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_M)
        top.addLayout(self.title_row, _ALL)  # a title that is edited has the whole width
        top.addStretch(1)
        top.addLayout(self.buttons)
        self._grid.addLayout(top, 0, 1)

    def set_icon(self, name: str, role: str) -> None:
        self._icon.set_icon(name, role)

    def add_line(self, *widgets: QWidget) -> None:
        """One more line below the title; its widgets stand side by side, or below each other."""
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._grid.addLayout(row, self._grid.rowCount(), 1)
        if len(widgets) > 1:
            self._lines.append((row, widgets))

    def _wrap_lines(self) -> None:
        room = self.width() - self._icon.width() - self._grid.horizontalSpacing()
        for row, widgets in self._lines:
            needed = sum(_least_width(each) for each in widgets if not each.isHidden())
            needed += theme.SPACE_M * len(widgets)
            wrap(row, widgets, is_below=needed > room)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap_lines()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._wrap_lines()
        return super().event(event)

    def add_button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        self.buttons.addWidget(button)
        return button

    def add_icon_button(self, icon_name: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIcon(icon(icon_name, "text"))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setProperty("icon_name", icon_name)
        self.buttons.addWidget(button)
        return button

    def dress(self) -> None:
        """Fetches the buttons' icons anew, in the colours of the theme in force."""
        for button in self.findChildren(QToolButton):
            icon_name = button.property("icon_name")
            if icon_name:
                button.setIcon(icon(icon_name, "text"))


def wrap(row: QBoxLayout, widgets: Iterable[QWidget], *, is_below: bool) -> None:
    """Puts the widgets of a line below each other, or side by side again."""
    below = QBoxLayout.Direction.TopToBottom
    if (row.direction() == below) == is_below:
        return
    row.setDirection(below if is_below else QBoxLayout.Direction.LeftToRight)
    row.setSpacing(theme.SPACE_XS // 2 if is_below else theme.SPACE_M)
    side = Qt.AlignmentFlag.AlignLeft if is_below else Qt.AlignmentFlag(0)
    for widget in widgets:
        row.setAlignment(widget, side | Qt.AlignmentFlag.AlignTop)


def _least_width(widget: QWidget) -> int:
    if isinstance(widget, EditableLabel):
        return widget.face.least_width()
    return widget.sizeHint().width()
