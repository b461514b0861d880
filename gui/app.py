"""The composition root: makes the window, paints it, then brings it to life."""

from __future__ import annotations

import gc
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from gui.arguments import Options
from gui.main_window import MainWindow
from gui.settings import UiSettings
from gui.theme import ThemeManager

if TYPE_CHECKING:
    from gui.workbench import Workbench


@dataclass(slots=True)
class Program:
    """The window and, once it is painted, what drives it."""

    window: MainWindow
    settings: UiSettings
    theme: ThemeManager
    workbench: Workbench | None = None

    def start_work(self, options: Options) -> Workbench:
        """Imports and builds what the window needs to do anything; costs more than the window."""
        from gui.workbench import Workbench

        self.workbench = Workbench(self.window, self.settings, self.theme)
        self.workbench.begin(options)
        return self.workbench


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, named so that settings and data find their place."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(arguments)
    app.setApplicationName("Proofbook")
    app.setOrganizationName("Proofbook")
    app.setApplicationDisplayName("Proofbook")
    return app


def make_program(app: QApplication, settings_path: Path | None = None) -> Program:
    """The window's shell, styled and ready to be shown; no database yet."""
    settings = UiSettings(settings_path)
    theme = ThemeManager(app, settings.theme_mode(), settings.text_zoom(), parent=app)
    return Program(MainWindow(settings), settings, theme)


class FirstPaint(QObject):
    """Runs once the event loop has painted the shell."""

    def __init__(self, program: Program, options: Options) -> None:
        super().__init__(program.window)
        self._program = program
        self._options = options
        QTimer.singleShot(0, self, self._on_painted)

    def _on_painted(self) -> None:
        self._program.start_work(self._options)
        keep_what_stays()


def keep_what_stays() -> None:
    """Leaves the window and all modules out of later collections: each stopped it for 50-90 ms."""
    gc.freeze()


def run(options: Options, *, exit_after_paint: bool = False) -> int:
    """Opens the window and returns the exit code; `exit_after_paint` is for measuring the start."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app = make_application(sys.argv[:1])
    program = make_program(app)
    program.window.show()
    app.processEvents()
    if exit_after_paint:
        return 0
    FirstPaint(program, options)
    code = app.exec()
    if program.workbench is not None:
        program.workbench.close()
    return int(code)
