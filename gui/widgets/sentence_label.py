"""The sentence below a field that says why what was typed cannot be taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from gui.widgets.plain_label import set_look


def go_to_refused(page: QWidget) -> str:
    """Gives the keyboard to the field that cannot be taken; the sentence that says why, if any."""
    for label in page.findChildren(SentenceLabel):
        if not label.isVisible() or not label.text():
            continue
        field = label.parentWidget()
        for editor in field.findChildren(QWidget) if field is not None else ():
            is_text = isinstance(editor, (QLineEdit, QPlainTextEdit))
            if is_text and editor.isVisible():
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                break
        return label.text()
    return ""


class SentenceLabel(QLabel):
    """Hidden while there is nothing to say; what it says is also spoken."""

    def __init__(self, parent: QWidget | None = None, *, role: str = "bad") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_look(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, sentence: str) -> None:
        if sentence == self.text():
            return
        self.setText(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
