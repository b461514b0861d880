"""A labelled field of a form, with the sentence that says why what was typed cannot be taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.plain_label import plain_label, restyle
from gui.widgets.sentence_label import SentenceLabel
from gui.widgets.text_check import clean_name, name_problem


class FormField(QWidget):
    """`problem` gives the sentence for a text, or ""; it is asked by `check()`, not at each key."""

    resized = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        problem: Callable[[str], str] | None = None,
        *,
        text: str = "",
        placeholder: str = "",
    ) -> None:
        super().__init__()
        self._problem = problem
        self.label = plain_label(label, look="muted", wraps=False)
        self.edit = QLineEdit(text)
        self.edit.setObjectName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label)
        self.edit.textEdited.connect(self.forget_error)
        self.label.setBuddy(self.edit)
        self.sentence = SentenceLabel()
        self.sentence.setObjectName(f"{name}_problem")
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.SPACE_S)
        self.row.addWidget(self.edit, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_XS)
        layout.addWidget(self.label)
        layout.addLayout(self.row)
        layout.addWidget(self.sentence)

    def text(self) -> str:
        return self.edit.text()

    def check(self) -> bool:
        """Whether the text can be taken; if not, the sentence shows and the field has the focus."""
        sentence = self._problem(self.text()) if self._problem else ""
        self.set_error(sentence)
        return not sentence

    def set_error(self, sentence: str) -> None:
        self._say(sentence)
        if sentence:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

    def forget_error(self) -> None:
        """She types again."""
        if self.sentence.text():
            self._say("")
            self.resized.emit()

    def _say(self, sentence: str) -> None:
        self.sentence.say(sentence)
        self.edit.setProperty("refused", bool(sentence))
        restyle(self.edit)


class NameField(FormField):
    """The field for a name."""

    def __init__(self, name: str, label: str, text: str = "") -> None:
        super().__init__(name, label, name_problem, text=text)

    def name(self) -> str:
        return clean_name(self.text())
