"""The page for several chosen rows of the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import texts, theme
from gui.widgets.plain_label import plain_label
from gui.widgets.read_only import set_usable
from gui.words import name_text


class SelectionPage(QWidget):
    """Says how many of what are chosen, and offers what can be done with all of them."""

    compare_wanted = Signal()
    delete_wanted = Signal()
    retire_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection_page")
        self._label = plain_label(name="selection", look="title")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.compare_button = QPushButton(self.tr("Compare"))
        self.compare_button.setObjectName("compare")
        self.compare_button.setToolTip(self.tr("Compare the two (F7)"))
        self.compare_button.clicked.connect(self.compare_wanted)
        self.compare_button.hide()
        self.delete_button = QPushButton(self.tr("Delete…"))
        self.delete_button.setObjectName("delete")
        self.delete_button.setProperty("danger", True)
        self.delete_button.clicked.connect(self.delete_wanted)
        self.retire_button = QPushButton(self.tr("Retire"))
        self.retire_button.setObjectName("retire")
        self.retire_button.clicked.connect(self.retire_wanted)
        self.retire_button.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addStretch(1)
        row.addWidget(self.compare_button)
        row.addWidget(self.retire_button)
        row.addWidget(self.delete_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        layout.setSpacing(theme.SPACE_L)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addLayout(row)
        layout.addStretch(2)

    def text(self) -> str:
        return self._label.text()

    def set_selection(self, *, events: int, snapshots: int, event_name: str = "") -> None:
        """`event_name` is given when all chosen snapshots are of that one event."""
        parts = []
        if snapshots:
            parts.append(texts.snapshots_text(snapshots))
        if events:
            parts.append(texts.events_text(events))
        text = ", ".join(parts)
        if event_name and snapshots and not events:
            text = self.tr("{snapshots} of {event}").format(
                snapshots=text, event=name_text(event_name)
            )
        self._label.setText(text)
        self.retire_button.hide()
        self.compare_button.setVisible(snapshots == 2 and not events)

    def set_things(self, text: str) -> None:
        """`3 items` of the catalog, which can be retired, too."""
        self._label.setText(text)
        self.compare_button.hide()
        self.retire_button.show()

    def set_read_only(self, is_read_only: bool) -> None:
        set_usable(self.retire_button, is_read_only=is_read_only)
        set_usable(self.delete_button, is_read_only=is_read_only)
