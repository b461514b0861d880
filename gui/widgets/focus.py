"""Where the keyboard is, also while a dialog has it."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget


def keeps_focus(widget: QWidget) -> bool:
    """Whether the window's focus is inside: there, or where it comes back to from a dialog."""
    focus = cast("QWidget | None", widget.window().focusWidget())
    return focus is not None and widget.isAncestorOf(focus)
