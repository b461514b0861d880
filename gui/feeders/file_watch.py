"""Notices that another window wrote to the file while this program was not the one in use."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.services import database
from gui.background import Background
from gui.feeders.asking import Questions

Stamp = tuple[int, int, int] | None


class FileWatch(QObject):
    """Looks at the file when the program loses the keyboard, and again when it comes back."""

    changed_elsewhere = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = Questions(background)
        self._seen: Stamp = None
        self._is_away = False
        self._is_unread = False

    @Slot(Qt.ApplicationState)
    def follow(self, state: Qt.ApplicationState) -> None:
        """The program came to the front or went to the back."""
        is_away = state != Qt.ApplicationState.ApplicationActive
        if is_away == self._is_away:
            return
        self._is_away = is_away
        self._look(self._on_left if is_away else self._on_back)

    @Slot()
    def take_own_write(self) -> None:
        """What this window writes meanwhile is nothing new to it."""
        if self._is_away:
            self._look(self._on_left)

    def forget(self) -> None:
        """Another file was opened."""
        self._seen = None
        self._is_unread = False
        self._questions.open_file()

    def _look(self, on_done: Callable[[Stamp], None]) -> None:
        self._questions.ask(
            on_done, database.change_stamp, on_done=on_done, on_failed=self._on_failed
        )

    def _on_failed(self, _error: BaseException) -> None:
        """What cannot be looked at is not compared; reading it says why."""
        self._seen = None

    def _on_left(self, stamp: Stamp) -> None:
        self._seen = stamp

    def _on_back(self, stamp: Stamp) -> None:
        seen, self._seen = self._seen, stamp
        if seen is not None and stamp is not None and stamp != seen:
            self._is_unread = True
        if self._is_unread:
            self.changed_elsewhere.emit()

    def note_read(self) -> None:
        """What another window wrote is shown now."""
        self._is_unread = False
