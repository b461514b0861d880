"""A table whose cells are edited in place, and let nothing that was typed be lost."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QTreeView, QWidget
from typing_extensions import override

from gui.delegates.contents_delegate import ContentsDelegate

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class CellTable(QTreeView):
    """Its cells are drawn and edited by `make_delegate`; a cell with a problem stays open."""

    half_typed = Signal(bool)

    def __init__(
        self, make_delegate: type[ContentsDelegate], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._delegate = make_delegate(self)
        self._delegate.half_typed.connect(self.half_typed)
        self._delegate.next_wanted.connect(self._on_next_wanted)
        self.setItemDelegate(self._delegate)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTreeView.EditTrigger.DoubleClicked)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)

    def commit_editor(self) -> bool:
        """Takes what is typed; False, with the focus there and a sentence, if it cannot be."""
        editor = self._delegate.editor()
        if editor is None:
            return True
        if self._delegate.problem():
            self._delegate.say_problem()
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    @override
    def commitData(self, editor: QWidget) -> None:
        if not self._delegate.problem():
            super().commitData(editor)

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        is_given_up = hint == QAbstractItemDelegate.EndEditHint.RevertModelCache
        if not is_given_up and self._delegate.problem():
            self._delegate.say_problem()  # also when another row was clicked: nothing is dropped
            return
        super().closeEditor(editor, hint)
        self.editor_closed()

    def editor_closed(self) -> None:
        """For what a table does once a cell is shut."""

    def _on_next_wanted(self, index: QPersistentModelIndex, forward: bool) -> None:
        """Tab, or Shift+Tab, was pressed in a cell."""
        raise NotImplementedError
