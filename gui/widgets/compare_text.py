"""The two texts of a difference side by side, whole: a note has more to say than a cell shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.compare.diff import DiffEntry
from gui import theme
from gui.widgets.plain_label import plain_label

SHORT = 32  # characters that a cell has room for
LEAST_LINES = 3


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

    def _take_font(self) -> None:
        for edit in self.sides:
            edit.setMinimumHeight(edit.fontMetrics().lineSpacing() * LEAST_LINES)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_heads"):
            self._take_font()
