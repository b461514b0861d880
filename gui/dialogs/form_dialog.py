"""A small form: checked as a whole, with each sentence at its own field and nothing lost."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.dialogs.plain_dialog import PlainDialog
from gui.widgets.form_field import FormField


class FormDialog(PlainDialog):
    """Enter does what the accent button says, once every field can be taken."""

    def __init__(self, title: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.fields: list[FormField] = []
        self.cancel_button = self.add_button(self.tr("Cancel"), "cancel")
        self.cancel_button.clicked.connect(self.reject)
        self.verb_button = self.add_button(verb, "confirm")
        self.verb_button.setProperty("accent", True)
        self.verb_button.setDefault(True)
        self.verb_button.clicked.connect(self.take)

    def add_field(self, field: FormField) -> None:
        self.fields.append(field)
        self.body.addWidget(field)
        field.resized.connect(self.grow)

    @override
    def take(self) -> None:
        """Accepts if every field can be taken; else the first that cannot has the focus."""
        bad = [field for field in self.fields if not field.check()]
        if bad:
            bad[0].edit.setFocus()
        elif self.check_rest():
            self.accept()

    def check_rest(self) -> bool:
        """What else must be right besides the fields; says why not itself."""
        return True

    def set_error(self, sentence: str) -> None:
        """A refusal from elsewhere, at the first field."""
        self.fields[0].set_error(sentence)
