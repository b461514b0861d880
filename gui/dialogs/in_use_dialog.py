"""Says where something is used that therefore cannot be deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.dialogs.plain_dialog import PlainDialog
from gui.widgets.words import name_text

PLACES_SHOWN = 12


class InUseDialog(PlainDialog):
    """No question: the error's own sentence, the places by name, and Close."""

    def __init__(self, sentence: str, places: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(sentence, parent)
        self.setObjectName("in_use_dialog")
        shown = [name_text(place) for place in places[:PLACES_SHOWN]]
        if len(places) > PLACES_SHOWN:
            shown.append(self.tr("and {count} more").format(count=len(places) - PLACES_SHOWN))
        self.places_label = self.make_text("\n".join(shown), "places")
        self.body.addWidget(self.places_label)
        close = self.add_button(self.tr("Close"), "close")
        close.setDefault(True)
        close.clicked.connect(self.reject)

    def answer(self) -> None:
        """Nothing to answer."""
