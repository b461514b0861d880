"""Whether a snapshot still matches its fingerprint, and the code that names it on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.domain.rows import Verification
from gui import texts, theme
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label, set_look
from gui.words import name_text

NAMES_SHOWN = 1


class FingerprintLine(QWidget):
    """Icon, word and colour; the code can be marked and copied."""

    details_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fingerprint")
        self._icon = IconLabel("loading", "muted")
        self._label = plain_label(name="verification", look="muted", wraps=False)
        self.details_button = QPushButton(self.tr("Details"))
        self.details_button.setObjectName("verification_details")
        self.details_button.setProperty("link", True)
        self.details_button.clicked.connect(self.details_wanted)
        self._code = plain_label(name="code", look="muted", wraps=False)
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._code.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_XS)
        layout.addWidget(self._icon)
        layout.addWidget(self._label)
        layout.addWidget(self.details_button)
        layout.addSpacing(theme.SPACE_S)
        layout.addWidget(self._code)

    def text(self) -> str:
        return self._label.text()

    def set_code(self, code: str) -> None:
        self._code.setText(code)
        self._code.setAccessibleName(self.tr("Code {code}").format(code=code))

    def set_verification(self, verification: Verification | None) -> None:
        """None: it is being checked."""
        if verification is None:
            self._say("loading", "muted", self.tr("Checking…"))
        elif not verification.is_sealed:
            self._say("snapshot_open", "caution", self.tr("Not finalized"))
        elif verification.is_unchanged:
            self._say("verified", "good", self.tr("Unchanged since it was finalized"))
        else:
            names = [name_text(name, 30) for name in verification.mismatched]
            self._say(
                "bad",
                "bad",
                self.tr("Does not match what was finalized: {names}").format(
                    names=texts.join_names(names, most=NAMES_SHOWN)
                )
                if names
                else self.tr("Does not match what was finalized"),
            )
        self.details_button.setVisible(
            verification is not None and verification.is_sealed and not verification.is_unchanged
        )

    def _say(self, icon: str, role: str, text: str) -> None:
        self._icon.set_icon(icon, role)
        self._label.setText(text)
        set_look(self._label, role)
