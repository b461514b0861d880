"""Says where something is used that therefore cannot be deleted, each place a link."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QWidget

from core.domain.catalog import Usage
from core.domain.keys import Key
from core.errors import InUseError
from gui.dialogs.plain_dialog import PlainDialog
from gui.widgets.catalog.used_in import UsedIn


class Leave(StrEnum):
    """The way out of the explanation that is no link."""

    RETIRE = "retire"


class InUseDialog(PlainDialog):
    """No question: the sentence, the places, and a way out; `answer()` is a Key or Leave.RETIRE."""

    def __init__(
        self, used: InUseError, parent: QWidget | None = None, *, can_retire: bool = True
    ) -> None:
        super().__init__(used.sentence, parent)
        self.setObjectName("in_use_dialog")
        self._answer: Key | Leave = Leave.RETIRE
        text = self.tr("Nothing was deleted. What needs it keeps it:")
        self.body.addWidget(self.make_text(text, "why", role="muted"))
        self.used_in = UsedIn()
        self.used_in.set_compact()
        self.used_in.show_usage(used.usage or Usage())
        self.used_in.place_wanted.connect(self._on_place)
        self.body.addWidget(self.used_in)
        if can_retire:
            hint = self.tr("Retired, it is not offered for new plans and boxes any more.")
            self.body.addWidget(self.make_text(hint, "retire_hint", role="muted"))
            retire = self.add_button(self.tr("Retire instead"), "retire_instead")
            retire.clicked.connect(self.accept)
        close = self.add_button(self.tr("Close"), "close")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        close.setFocus()

    def answer(self) -> Key | Leave:
        return self._answer

    def _on_place(self, place: Key) -> None:
        self._answer = place
        self.accept()
