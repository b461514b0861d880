"""A page that has only a sentence to say: reading, failed, gone, or nothing chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.plain_label import plain_label

LOADING_AFTER_MS = 200


class MessagePage(QWidget):
    """One sentence in the middle, and at most one button."""

    retry_wanted = Signal()
    event_wanted = Signal()
    action_wanted = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, loading_after_ms: int = LOADING_AFTER_MS
    ) -> None:
        super().__init__(parent)
        self.setObjectName("message_page")
        self._label = plain_label(name="message", look="muted")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.setObjectName("message_action")
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        layout.setSpacing(theme.SPACE_M)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addLayout(row)
        layout.addStretch(2)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(loading_after_ms)
        self._timer.timeout.connect(self._on_slow)
        self._say("")

    def text(self) -> str:
        return self._label.text()

    def show_loading(self) -> None:
        """Says so only if it takes a while."""
        self._say("")
        self._timer.start()

    def show_failure(self, sentence: str = "") -> None:
        """`sentence` is what core said; the button asks once more."""
        self._say(sentence or self.tr("Could not be read."), self.tr("Retry"), "retry")

    def show_gone(self, *, has_event: bool) -> None:
        """Another window deleted what this page showed."""
        button = self.tr("Go to the event") if has_event else ""
        self._say(self.tr("This was deleted in another window."), button, "event")

    def show_text(self, text: str, button: str = "") -> None:
        self._say(text, button, "action")

    def _say(self, text: str, button: str = "", wish: str = "") -> None:
        self._timer.stop()
        self._label.setText(text)
        self._wish = wish
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def _on_slow(self) -> None:
        self._say(self.tr("Reading…"))

    def _on_clicked(self) -> None:
        wishes = {
            "retry": self.retry_wanted,
            "event": self.event_wanted,
            "action": self.action_wanted,
        }
        wishes[self._wish].emit()
