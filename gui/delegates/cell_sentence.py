"""The sentence under a cell that says why what was typed into it cannot be taken."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from gui import theme


class CellSentence(QLabel):
    """A small frame over the table; it takes neither focus nor clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cell_sentence")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "bad")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(theme.SPACE_S, theme.SPACE_XS, theme.SPACE_S, theme.SPACE_XS)
        self.hide()

    def say(self, sentence: str, editor: QWidget) -> None:
        """Under the editor, or above it where there is no room."""
        self.setText(sentence)
        self.place(editor)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def place(self, editor: QWidget) -> None:
        host = self.parentWidget()
        if host is None:
            return
        self.adjustSize()
        cell = editor.geometry()
        left = max(0, min(cell.right() - self.width() + 1, host.width() - self.width()))
        below = cell.bottom() + theme.SPACE_XS
        is_room = below + self.height() <= host.height()
        top = below if is_room else cell.top() - self.height() - theme.SPACE_XS
        self.move(QPoint(left, max(0, top)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.color("bad"), 1))
        painter.setBrush(colours.color("surface"))
        box = self.rect().adjusted(0, 0, -1, -1)
        painter.drawRoundedRect(box, theme.SPACE_XS, theme.SPACE_XS)
        painter.end()
        super().paintEvent(event)
