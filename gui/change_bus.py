"""Tells every view, in one signal, what an action changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeBus(QObject):
    """`committed` carries a core.domain.changes.Changes, after the database has kept it."""

    committed = Signal(object)
