"""The switch over the left pane: what is planned, or what the plans are made of."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

PLANS, CATALOG = "plans", "catalog"


class ViewSwitch(QWidget):
    """One of two is pressed; `wanted` comes when she presses the other."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_switch")
        self.setAccessibleName(self.tr("Plans or catalog"))
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, text, side in (
            (PLANS, self.tr("Plans"), "left"),
            (CATALOG, self.tr("Catalog"), "right"),
        ):
            button = QPushButton(text)
            button.setObjectName(f"show_{name}")
            button.setCheckable(True)
            button.setProperty("segment", side)
            # No button group: in one, Tab passes over the button that is not pressed.
            button.clicked.connect(partial(self._on_clicked, name))
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.set_view(PLANS)

    def set_view(self, name: str) -> None:
        for each, button in self._buttons.items():
            button.setChecked(each == name)

    def _on_clicked(self, name: str) -> None:
        self.set_view(name)
        self.wanted.emit(name)
