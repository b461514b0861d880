"""A soft strip across a page: an icon, a sentence, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gui import theme
from gui.widgets.icon_label import IconLabel
from gui.widgets.read_only import read_only_text


class Band(QFrame):
    """`buttons` are (objectName, text); a press emits `pressed(objectName)`."""

    pressed = Signal(str)

    def __init__(
        self,
        icon: str,
        text: str,
        buttons: Iterable[tuple[str, str]] = (),
        *,
        role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_M, theme.SPACE_XS, theme.SPACE_M, theme.SPACE_XS)
        layout.setSpacing(theme.SPACE_S)
        self._icon = IconLabel(icon, role)
        self._label = QLabel(text)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        layout.addWidget(self._icon)
        layout.addWidget(self._label, 1)
        layout.addStrut(self.fontMetrics().height() + 8)  # as high as one with a link
        self._buttons: dict[str, QPushButton] = {}
        for name, caption in buttons:
            button = QPushButton(caption)
            button.setObjectName(name)
            button.setProperty("link", True)
            button.clicked.connect(self._on_clicked)
            layout.addWidget(button)
            self._buttons[name] = button

    def text(self) -> str:
        return self._label.text()

    def set_text(self, text: str) -> None:
        self._label.setText(text)

    def announce(self) -> None:
        """Speaks the sentence to screen readers."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text()))

    def set_icon(self, name: str, role: str = "text") -> None:
        self._icon.set_icon(name, role)

    def button(self, name: str) -> QPushButton:
        return self._buttons[name]

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.pressed.emit(sender.objectName())


class SampleBand(Band):
    """Says that this is the sample bakery, and how to start one's own."""

    own_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "sample",
            "",
            (
                ("start_own", QCoreApplication.translate("SampleBand", "Start my own")),
                ("anew", QCoreApplication.translate("SampleBand", "Begin the sample anew")),
            ),
            parent=parent,
        )
        self.set_text(self.tr("This is the sample bakery. Nothing here touches yours."))
        self.button("start_own").clicked.connect(self.own_wanted)
        self.button("anew").clicked.connect(self.anew_wanted)


class ReadOnlyBand(Band):
    """Says that the file can be read but not written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("snapshot", "", parent=parent)
        self.set_text(read_only_text())
