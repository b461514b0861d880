"""A switch between two views: over the left pane plans or the catalog, over a comparison what it shows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from gui.widgets.plain_label import restyle
from gui.widgets.text_face import face_font


class SegmentButton(QPushButton):
    """As wide as its word in the weight that it has while it is pressed, so that nothing moves."""

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        bold = QFontMetrics(face_font("strong")).horizontalAdvance(self.text())
        plain = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(hint.width() + max(bold - plain, 0), hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def set_segments(buttons: Iterable[QPushButton], direction: Qt.LayoutDirection) -> None:
    """Which corners of two are round; the first stands right where one reads from there."""
    sides = ["left", "right"]
    if direction is Qt.LayoutDirection.RightToLeft:
        sides.reverse()
    for button, side in zip(buttons, sides, strict=True):
        button.setProperty("segment", side)
        restyle(button)


class ViewSwitch(QWidget):
    """One of two is pressed; `wanted` comes when she presses the other."""

    wanted = Signal(str)

    def __init__(self, name: str, accessible_name: str, views: dict[str, str]) -> None:
        """`views` are both words by their names; the first is pressed."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._buttons: dict[str, SegmentButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for view, text in views.items():
            button = SegmentButton(text)
            button.setObjectName(f"show_{view}")
            button.setCheckable(True)
            # No button group: in one, Tab passes over the button that is not pressed.
            button.clicked.connect(partial(self._on_clicked, view))
            self._buttons[view] = button
            row.addWidget(button)
        row.addStretch(1)
        self._take_sides()
        self.set_view(next(iter(views)))

    @property
    def view(self) -> str:
        return next(name for name, button in self._buttons.items() if button.isChecked())

    def set_view(self, name: str) -> None:
        for each, button in self._buttons.items():
            button.setChecked(each == name)

    def _take_sides(self) -> None:
        set_segments(self._buttons.values(), self.layoutDirection())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and hasattr(self, "_buttons"):
            self._take_sides()

    def _on_clicked(self, name: str) -> None:
        self.set_view(name)
        self.wanted.emit(name)
