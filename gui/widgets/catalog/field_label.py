"""One field of a thing, edited in place; a refusal brings back what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy
from typing_extensions import override

from gui.widgets.catalog.checks import LINE, Check
from gui.widgets.editable_label import EditableLabel
from gui.widgets.focus import typing_in
from gui.widgets.plain_label import restyle

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FieldLabel(EditableLabel):
    """`wanted(field, value)` when something else was typed; the value is what `check` reads.

    A text that core refused stays in the open field. Leaving does not ask for it again, Enter does.
    """

    wanted = Signal(str, object)

    def __init__(
        self,
        field: str,
        *,
        accessible_name: str,
        check: Check = LINE,
        max_lines: int = 1,
        look: str = "",
    ) -> None:
        super().__init__(
            field,
            accessible_name=accessible_name,
            problem=check.problem,
            max_lines=max_lines,
            look=look,
        )
        self.field = field
        self._check = check
        self._sent: str | None = None
        self._refused: str | None = None
        self._refusal = ""
        self._names: QStringListModel | None = None
        self.edited.connect(self._on_edited)
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.textChanged.connect(self._on_typed)
            # A text of several lines has the whole width, also while it is only read.
            policy = self.face.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
            self.face.setSizePolicy(policy)

    def set_names(self, names: Sequence[str]) -> None:
        """Texts that are offered while she types; a part of one is enough."""
        if not isinstance(self.editor, QLineEdit):
            return
        if self._names is None:
            self._names = QStringListModel(self)
            completer = QCompleter(self._names, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            popup = completer.popup()
            if popup is not None:
                popup.setObjectName(f"{self.field}_names")
            # Queued: the field takes the text first.
            completer.activated.connect(self._on_name_taken, Qt.ConnectionType.QueuedConnection)
            self.editor.setCompleter(completer)
        self._names.setStringList(list(names))

    def refuse(self, sentence: str) -> None:
        """Core said no to what was sent: the field opens again with it, and the sentence below."""
        typed = self._sent if self._sent is not None else self.value()
        if not self._is_editing:
            other = typing_in(self)
            self._open(typed)
            if other is None:
                self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editing_changed.emit(True)
        elif self.typed_text() != typed:
            return  # she typed on meanwhile, and that will be asked for anew
        self._refused, self._refusal = typed, sentence
        self._say_refused()

    def _say_refused(self) -> None:
        self.sentence.say(self._refusal)
        self._mark(is_refused=True)

    def _mark(self, *, is_refused: bool) -> None:
        """A frame for the open field, seen also while the keyboard is elsewhere."""
        self.editor.setProperty("refused", is_refused)
        restyle(self.editor)

    @override
    def commit(self) -> bool:
        if self._is_editing and self._refused is not None and self.typed_text() == self._refused:
            self._say_refused()
            return False
        is_taken = super().commit()
        self._mark(is_refused=not is_taken)
        return is_taken

    @override
    def _take_width(self, *, is_wide: bool) -> None:
        super()._take_width(is_wide=is_wide)
        if isinstance(self.editor, QPlainTextEdit):
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @override
    def _stop(self) -> None:
        self._refused = None
        self._mark(is_refused=False)
        super()._stop()

    @override
    def _on_typed(self) -> None:
        super()._on_typed()
        if self.editor.property("refused"):
            self._mark(is_refused=False)

    @override
    def _takes_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._refused = None
        return super()._takes_key(event)

    def _on_edited(self, text: str) -> None:
        self._sent = text
        self.wanted.emit(self.field, self._check.value(text))

    def _on_name_taken(self) -> None:
        if self._is_editing:
            self._refused = None
            self.commit()
