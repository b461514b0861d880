"""The strip under the body that says what was just done, with its Undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from gui import theme
from gui.widgets.plain_label import plain_label

SHOWN_MS = 20_000


class NoticeBar(QFrame):
    """Stays until the next act or for 20 seconds in which the window has the focus."""

    action_wanted = Signal()
    show_wanted = Signal()  # what the notice names
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(self.tr("Notice"))
        self._shown_ms = shown_ms
        self._left_ms = shown_ms
        self._label = plain_label(name="notice_text")
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button = QPushButton()
        self.action_button.setObjectName("notice_action")
        self.action_button.clicked.connect(self._on_action)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_L, theme.SPACE_XS, theme.SPACE_S, theme.SPACE_XS)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(self._label, 1)
        self.show_button = QPushButton(self.tr("Show"))
        self.show_button.setObjectName("notice_show")
        self.show_button.clicked.connect(self._on_show)
        layout.addWidget(self.show_button)
        layout.addWidget(self.action_button)
        # As high with a button as without, so that the table above does not jump between notices.
        self.action_button.ensurePolished()
        self.setMinimumHeight(self.action_button.sizeHint().height() + 8)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # A coarse one may have more time left than it was given.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_time)
        self.hide()

    def show_notice(self, text: str, action_text: str = "", *, is_lasting: bool = False) -> None:
        """`action_text` is the button, "Undo" or another; a lasting notice waits for the next act.

        The text is spoken to screen readers.
        """
        self._label.setText(text)
        self.action_button.setText(action_text)
        self.action_button.setVisible(bool(action_text))
        self.show_button.hide()
        self.setFocusProxy(self.action_button)
        self._left_ms = 0 if is_lasting else self._shown_ms
        self._timer.stop()
        self.show()
        self._go_on()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def offer_to_show(self) -> None:
        """The notice that is shown names things that can be gone to."""
        self.show_button.show()
        self.setFocusProxy(self.show_button)

    def has_button(self) -> bool:
        """Whether there is something in it to go to by keyboard."""
        buttons = (self.action_button, self.show_button)
        return any(button.isVisible() for button in buttons)

    def turn_page(self) -> None:
        """A sentence that waits for the next act is about the page that was left."""
        if not self._left_ms:
            self.clear()

    def text(self) -> str:
        return self._label.text() if not self.isHidden() else ""

    def clear(self) -> None:
        """The next act has begun."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _on_action(self) -> None:
        self.clear()
        self.action_wanted.emit()

    def _on_show(self) -> None:
        self.clear()
        self.show_wanted.emit()

    def _go_on(self) -> None:
        if self._left_ms and self.isActiveWindow() and not self._timer.isActive():
            self._timer.start(self._left_ms)

    def _on_time(self) -> None:
        if (
            self.action_button.hasFocus() or self.show_button.hasFocus()
        ):  # she is on it: it does not vanish under her
            self._timer.start(self._shown_ms)
        else:
            self.clear()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and not self.isHidden():
            self._go_on()
        elif event.type() == QEvent.Type.WindowDeactivate and self._timer.isActive():
            self._left_ms = max(self._timer.remainingTime(), 1)
            self._timer.stop()
        return super().event(event)
