"""Text that draws itself elided in the middle, with the whole in its tooltip, and can be pressed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget
from typing_extensions import override

from gui.texts import directed, plain_tooltip
from gui.theme import SEMIBOLD, current, text_sizes

PADDING = 4
LINE_SEPARATOR = "\u2028"


def face_font(look: str) -> QFont:
    """The font of a look: title, heading, strong, head, or the text's own."""
    sizes = text_sizes()
    font = QFont(QApplication.font())
    points = {"title": sizes.title, "heading": sizes.heading, "head": sizes.head}
    font.setPointSizeF(points.get(look, sizes.text))
    if look in ("title", "heading", "strong"):
        font.setWeight(SEMIBOLD)
    return font


class TextFace(QAbstractButton):
    """One line elided in the middle, or up to `max_lines` wrapped ones.

    It takes the focus and shows that it can be pressed only after `set_pressable(True)`.
    """

    def __init__(
        self, parent: QWidget | None = None, *, max_lines: int = 1, look: str = ""
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self._short = ""
        self._role = "text"
        self._max_lines = max_lines
        self._is_pressable = False
        vertical = QSizePolicy.Policy.Fixed if max_lines == 1 else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, vertical)
        policy.setHeightForWidth(max_lines > 1)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._set_font()

    def face_text(self) -> str:
        return self._text

    def set_face(self, text: str, role: str = "text", *, short: str = "") -> None:
        """`short` says the same where the text has not enough room."""
        self._text, self._role, self._short = text, role, short
        self._update_tooltip()
        self.updateGeometry()
        self.update()

    def set_pressable(self, is_pressable: bool) -> None:
        self._is_pressable = is_pressable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_pressable else Qt.FocusPolicy.NoFocus)
        shape = Qt.CursorShape.IBeamCursor if is_pressable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def is_elided(self) -> bool:
        lines = self._lines(self.width() - 2 * PADDING)
        shown = " ".join(line.strip() for line in lines)
        return shown.split() != self._text.split()

    def least_width(self) -> int:
        """Where the text still stands whole, or what is said in its place."""
        metrics = QFontMetrics(self.font())
        return metrics.horizontalAdvance(self._short or self._text) + 2 * PADDING + 2

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = max((metrics.horizontalAdvance(line) for line in self._text.split("\n")), default=0)
        return QSize(width + 2 * PADDING + 2, self._height_for(width + 2 * PADDING + 2))

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = min(metrics.averageCharWidth() * 8, self.sizeHint().width())
        return QSize(width, metrics.height() + 2 * PADDING)

    @override
    def heightForWidth(self, width: int) -> int:
        return self._height_for(width)

    def _height_for(self, width: int) -> int:
        count = max(1, len(self._lines(width - 2 * PADDING)))
        return QFontMetrics(self.font()).height() * count + 2 * PADDING

    def _lines(self, width: int) -> list[str]:
        """The lines as drawn; the last is elided when there would be more."""
        metrics = QFontMetrics(self.font())
        if self._max_lines == 1:
            flat = self._text.replace("\n", " ")
            if self._short and metrics.horizontalAdvance(flat) > width:
                flat = self._short
            return [metrics.elidedText(flat, Qt.TextElideMode.ElideMiddle, max(width, 1))]
        text = self._text.replace("\n", LINE_SEPARATOR)
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= self._max_lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1))
            starts.append(line.textStart())
        layout.endLayout()
        encoded = text.encode("utf-16-le", "surrogatepass")  # Qt counts in UTF-16 units

        def part(start: int, end: int | None) -> str:
            piece = encoded[start * 2 : None if end is None else end * 2]
            return piece.decode("utf-16-le", "surrogatepass").strip(LINE_SEPARATOR)

        shown = starts[: self._max_lines]
        lines = [part(start, end) for start, end in pairwise(shown)]
        if shown:
            rest = part(shown[-1], None).replace(LINE_SEPARATOR, " ")
            if len(starts) > self._max_lines:
                rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(width, 1))
            lines.append(rest)
        return lines

    def _set_font(self) -> None:
        font = face_font(self._look)
        if font.pointSizeF() != self.font().pointSizeF() or font.weight() != self.font().weight():
            self.setFont(font)
            self.updateGeometry()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.ApplicationFontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.PaletteChange,
        ):
            self._set_font()
            self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._update_tooltip()

    def _update_tooltip(self) -> None:
        self.setToolTip(plain_tooltip(self._text) if self.is_elided() else "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        starters = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if self._is_pressable and plain and event.key() in starters:
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_pressable and (self.hasFocus() or self.underMouse()):
            role = theme.accent if self.hasFocus() else theme.line
            painter.setPen(QPen(QColor(role), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), PADDING, PADDING)
        painter.setPen(QColor(getattr(theme, self._role)))
        metrics = QFontMetrics(self.font())
        left, top = PADDING, PADDING
        for line in self._lines(self.width() - 2 * PADDING):
            box = QRect(left, top, self.width() - 2 * PADDING, metrics.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            # The marks of a direction may come from another font, which moves the line.
            single = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
            painter.drawText(box, int(flags) | int(single), directed(line))
            top += metrics.height()
        painter.end()
