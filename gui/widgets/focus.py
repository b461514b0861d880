"""Where the keyboard is, also while a dialog has it, and how that is shown."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from gui import theme


def draw_focus(widget: QWidget) -> None:
    """The frame of a region that has the keyboard as a whole; to be called when it paints."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.current().color("accent"), 2))
    painter.drawRoundedRect(widget.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
    painter.end()


class FocusCard(QFrame):
    """A card that shows when it has the keyboard as a whole."""

    def has_whole_focus(self) -> bool:
        return self.hasFocus()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.has_whole_focus():
            draw_focus(self)


def keeps_focus(widget: QWidget) -> bool:
    """Whether the window's focus is inside: there, or where it comes back to from a dialog."""
    focus = cast("QWidget | None", widget.window().focusWidget())
    return focus is not None and widget.isAncestorOf(focus)


def typing_in(widget: QWidget) -> QWidget | None:
    """The text field of the same window that has the keyboard: not to be disturbed in a word."""
    focus = cast("QWidget | None", widget.window().focusWidget())
    is_text = isinstance(focus, (QLineEdit, QPlainTextEdit)) and focus.isVisible()
    return focus if is_text else None


def order_tabs(root: QWidget) -> None:
    """Tab goes through what is inside in the order in which it was laid out.

    Qt puts a widget that is made later last of all in the window.
    """
    stops = [
        child
        for child in root.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.window() is root.window()
    ]
    for before, after in pairwise([root, *stops]):
        QWidget.setTabOrder(before, after)
