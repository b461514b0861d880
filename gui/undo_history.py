"""What can be undone and redone: entries that move only after their flow has succeeded."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.errors import ConflictError, InUseError, NotFoundError
from gui.flow import Flow

LONGEST = 500


@dataclass(eq=False)
class UndoEntry:
    """One act: its name, the flows that take it back and do it again, and where to go first."""

    text: str
    undo: Callable[[], Flow]
    redo: Callable[[], Flow]
    place: object | None = None
    needs: Callable[[], object] = lambda: None  # what its next turn goes by


class InTrash(int):
    """The id of the entry of the trash that an act's next turn brings back."""


class UndoHistory(QObject):
    """One history for the window; QUndoStack would keep a command whose undo failed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[UndoEntry] = []
        self._undone: list[UndoEntry] = []
        self._moving: UndoEntry | None = None

    def push(self, entry: UndoEntry) -> None:
        """Adds an act that has been done; what was undone before cannot be redone any more."""
        self._done.append(entry)
        del self._done[:-LONGEST]
        self._undone.clear()
        self.changed.emit()

    def forget_purged(self, removed_ids: Collection[int]) -> None:
        """Drops the acts whose next turn would bring back what was deleted forever."""
        for entries in (self._done, self._undone):
            entries[:] = [
                entry
                for entry in entries
                if not (isinstance(needed := entry.needs(), InTrash) and needed in removed_ids)
            ]
        self.changed.emit()

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    def can_undo(self) -> bool:
        return bool(self._done)

    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo_text(self) -> str:
        return self._done[-1].text if self._done else ""

    def redo_text(self) -> str:
        return self._undone[-1].text if self._undone else ""

    def last_done(self) -> UndoEntry | None:
        """The entry that undo would take back, for a notice that offers to undo just that."""
        return self._done[-1] if self._done else None

    def undo_flow(self) -> Flow | None:
        """A flow for the runner; which entry it takes back is settled when it starts."""
        return self._move(is_undo=True) if self._done else None

    def redo_flow(self) -> Flow | None:
        """A flow for the runner; which entry it does again is settled when it starts."""
        return self._move(is_undo=False) if self._undone else None

    def _move(self, *, is_undo: bool) -> Flow:
        source, target = (self._done, self._undone) if is_undo else (self._undone, self._done)
        if not source or self._moving is not None:
            return
        entry = source[-1]
        self._moving = entry
        try:
            yield from entry.undo() if is_undo else entry.redo()
        except (ConflictError, InUseError, NotFoundError):
            # It can never be done any more, and must not bar the way to what lies below it.
            if entry in source:
                source.remove(entry)
                self.changed.emit()
            raise
        finally:
            self._moving = None
        # The flow may have cleared the history, as opening another file does.
        if entry in source:
            source.remove(entry)
            target.append(entry)
            self.changed.emit()
