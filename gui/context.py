"""What the parts of the window share, passed to them by hand."""

from __future__ import annotations

from dataclasses import dataclass

from gui.background import Background
from gui.change_bus import ChangeBus
from gui.error_reporting import ErrorReporter
from gui.flow import FlowRunner
from gui.settings import UiSettings
from gui.theme import ThemeManager
from gui.undo_history import UndoHistory


@dataclass(frozen=True, slots=True)
class AppContext:
    """Made once, in gui.app."""

    background: Background
    changes: ChangeBus
    history: UndoHistory
    settings: UiSettings
    errors: ErrorReporter
    runner: FlowRunner
    theme: ThemeManager
