"""The two texts of a difference side by side, whole: a note has more to say than a cell shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.compare.diff import DiffEntry
from gui import theme
from gui.widgets.plain_label import plain_label

SHORT = 32  # characters that a cell has room for
LEAST_LINES, MOST_LINES = 3, 8


class CompareText(QWidget):
    """Shown only for a text that is longer than a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_text")
        self.sides = (QPlainTextEdit(), QPlainTextEdit())
        self._heads = (plain_label(look="muted"), plain_label(look="muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        for head, edit in zip(self._heads, self.sides, strict=True):
            edit.setReadOnly(True)
            edit.setTabChangesFocus(True)
            edit.setPlaceholderText(self.tr("No text"))
            edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE_XS)
            column.addWidget(head)
            column.addWidget(edit, 1)
            row.addLayout(column, 1)
        self._take_font()
        self.hide()

    def show_entry(self, entry: DiffEntry | None, heads: tuple[str, str]) -> None:
        """Hides where the cells say all of it; None: the row is no difference."""
        values = (None, None) if entry is None else (entry.old, entry.new)
        texts = [each if isinstance(each, str) else "" for each in values]
        is_long = any(len(text) > SHORT or "\n" in text for text in texts)
        if is_long:
            for label, edit, head, text in zip(self._heads, self.sides, heads, texts, strict=True):
                label.setText(head)
                edit.setPlainText(text)
                edit.setAccessibleName(head)
        self.setVisible(is_long)

    def height_needed(self) -> int:
        """For the longer of both, up to some lines."""
        metrics = self.fontMetrics()
        width = max(self.sides[0].viewport().width() - theme.SPACE_L, 1)
        lines = max(
            metrics.boundingRect(
                QRect(0, 0, width, 0), Qt.TextFlag.TextWordWrap, side.toPlainText()
            ).height()
            for side in self.sides
        )
        lines = min(
            max(lines, metrics.lineSpacing() * LEAST_LINES), metrics.lineSpacing() * MOST_LINES
        )
        return lines + metrics.lineSpacing() + 3 * theme.SPACE_M

    def _take_font(self) -> None:
        for edit in self.sides:
            edit.setMinimumHeight(edit.fontMetrics().lineSpacing() * LEAST_LINES)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_heads"):
            self._take_font()
