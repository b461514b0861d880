"""A question before something goes: what goes, what stays, how to get it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.dialogs.plain_dialog import PlainDialog


class ConfirmDialog(PlainDialog):
    """Cancel is the default and Esc; the verb and the number stand on the other button.

    Enter never does it unless she has moved the focus to that very button.
    """

    def __init__(self, title: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.cancel_button = self.add_button(self.tr("Cancel"), "cancel")
        self.cancel_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.verb_button = self.add_button(verb, "confirm")
        self.verb_button.setProperty("danger", True)
        self.verb_button.clicked.connect(self.accept)

    def answer(self) -> bool:
        return True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
