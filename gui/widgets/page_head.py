"""The head of a page: an icon, a title line with its buttons, and lines below the title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from gui import theme
from gui.icons import icon
from gui.widgets.icon_label import IconLabel


class PageHead(QWidget):
    """`title_row` takes what stands beside the icon; `add_line` what stands below it."""

    def __init__(self, icon_name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        top.addLayout(self.title_row)
        top.addStretch(1)
        top.addLayout(self.buttons)
        self._grid.addLayout(top, 0, 1)

    def set_icon(self, name: str, role: str) -> None:
        self._icon.set_icon(name, role)

    def add_line(self, *widgets: QWidget) -> None:
        """One more line below the title; its widgets stand side by side, to the left."""
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._grid.addLayout(row, self._grid.rowCount(), 1)

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
