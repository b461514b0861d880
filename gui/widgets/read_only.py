"""Acts that a file which can only be read does not allow: they are off, and say why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton

_OWN_TIP = "own_tip"


def event_gone_text() -> str:
    return QCoreApplication.translate(
        "ReadOnlyBand",
        "The event of this snapshot was deleted: there is no plan to bring it back to.",
    )


def read_only_text() -> str:
    return QCoreApplication.translate(
        "ReadOnlyBand", "This file is read-only: you can look and copy."
    )


def set_usable(
    button: QAbstractButton, *, is_read_only: bool, can_be_used: bool = True, why_not: str = ""
) -> None:
    """On where it can be used; else the reason stands in its tooltip, if one is known."""
    if button.property(_OWN_TIP) is None:
        button.setProperty(_OWN_TIP, button.toolTip())
    button.setEnabled(can_be_used and not is_read_only)
    why = read_only_text() if is_read_only else "" if can_be_used else why_not
    button.setToolTip(why or button.property(_OWN_TIP))
    button.setAccessibleDescription(why)
