"""Closing the window: at once, once what runs has been saved, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from gui.workbench import Workbench


class Closing(QObject):
    """A window that waits for a save stays open where that save asks or fails."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._is_waiting = False
        bench.window.may_close = self.may_close
        # What could not be saved keeps the window open, so that it can be tried again.
        bench.context.errors.reported.connect(self._stay_open)
        bench.context.runner.asked.connect(self._stay_open)
        bench.context.background.idle.connect(self._on_idle)

    def may_close(self) -> bool:
        """Half typed text is taken or asked about; a running save is waited for."""
        if not self._bench.commit_edits():
            return False
        context = self._bench.context
        if context.runner.is_running() or context.background.is_busy():
            # Where a question stands open already, its answer does not mean to close, too.
            self._is_waiting = QApplication.activeModalWidget() is None
            return False
        self._bench.save_session()
        return True

    @Slot()
    def _stay_open(self) -> None:
        self._is_waiting = False

    def _on_idle(self) -> None:
        """What kept the window open has been saved; where it asks first, she decides anew."""
        if QApplication.activeModalWidget() is not None:
            self._is_waiting = False
        if self._is_waiting and not self._bench.context.runner.is_running():
            self._is_waiting = False
            QTimer.singleShot(0, self._bench.window, self._bench.window.close)
