"""An icon beside a text, tinted by its role and tinted anew when the theme changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from gui.icons import icon

BUTTON_GAP = 4


def set_button_icon(button: QAbstractButton, name: str, role: str = "text") -> None:
    """An icon before a button's text, with a little more room between them than Qt leaves."""
    side = button.fontMetrics().height()
    ratio = button.devicePixelRatioF()
    left = BUTTON_GAP if button.isRightToLeft() else 0
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, "disabled")):
        pixmap = QPixmap(QSize(side + BUTTON_GAP, side) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        icon(name, tint).paint(painter, QRect(left, 0, side, side))
        painter.end()
        made.addPixmap(pixmap, mode)
    button.setIconSize(QSize(side + BUTTON_GAP, side))
    button.setIcon(made)


class IconLabel(QLabel):
    """As high as a line of text, or `scale` times as high."""

    def __init__(
        self, name: str, role: str = "text", parent: QWidget | None = None, *, scale: float = 1.0
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role = role
        self._scale = scale
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()

    def set_icon(self, name: str, role: str) -> None:
        if (name, role) != (self._name, self._role):
            self._name, self._role = name, role
            self._draw()

    def _draw(self) -> None:
        side = round(self.fontMetrics().height() * self._scale)
        self.setFixedSize(side, side)
        ratio = self.devicePixelRatioF()
        self.setPixmap(icon(self._name, self._role).pixmap(QSize(side, side), ratio))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.DevicePixelRatioChange,
        ):
            self._draw()
