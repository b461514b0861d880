"""Acts that a file which can only be read does not allow: they are off, and say why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton

_OWN_TIP = "own_tip"


def read_only_text() -> str:
    return QCoreApplication.translate(
        "ReadOnlyBand", "This file is read-only: you can look and copy."
    )


def set_usable(button: QAbstractButton, *, is_read_only: bool, can_be_used: bool = True) -> None:
    """On where it can be used; on a read-only file the reason stands in its tooltip."""
    if button.property(_OWN_TIP) is None:
        button.setProperty(_OWN_TIP, button.toolTip())
    button.setEnabled(can_be_used and not is_read_only)
    button.setToolTip(read_only_text() if is_read_only else button.property(_OWN_TIP))
    button.setAccessibleDescription(read_only_text() if is_read_only else "")
