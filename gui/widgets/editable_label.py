"""A text of the page that is edited in place: by a click, by Enter or by F2."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gui import theme
from gui.widgets.sentence_label import SentenceLabel
from gui.widgets.text_face import TextFace

# A menu or another window that takes the focus for a while is no sign that she is done.
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class EditableLabel(QWidget):
    """Shows a text; editing ends with `edited(text)`, or with the old text back on Esc.

    `problem` says in a sentence why a typed text cannot be taken ("" when it can): the field then
    stays open with the sentence below, and nothing typed is lost.
    """

    edited = Signal(str)
    editing_changed = Signal(bool)

    def __init__(
        self,
        name: str,
        *,
        accessible_name: str,
        problem: Callable[[str], str] | None = None,
        max_lines: int = 1,
        look: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._problem = problem
        self._value = ""
        self._placeholder = ""
        self._is_editing = False
        self._enter_takes = max_lines == 1
        self.face = TextFace(self, max_lines=max_lines, look=look)
        self.face.setObjectName(f"{name}_face")
        self.face.setAccessibleName(accessible_name)
        self.face.set_pressable(True)
        self.face.clicked.connect(self.start_editing)
        self.editor: QLineEdit | QPlainTextEdit = (
            QLineEdit(self) if max_lines == 1 else QPlainTextEdit(self)
        )
        self.editor.setObjectName(f"{name}_editor")
        self.editor.setAccessibleName(accessible_name)
        self.editor.setProperty("inplace", True)
        self.editor.setProperty("title", look == "title")
        self.editor.installEventFilter(self)
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setTabChangesFocus(True)
            self.editor.setFixedHeight(self.editor.fontMetrics().height() * (max_lines + 1) + 16)
        else:
            self.editor.textEdited.connect(self._on_typed)
        self.editor.hide()
        self.sentence = SentenceLabel(self)
        self.sentence.setObjectName(f"{name}_problem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_XS)
        layout.addWidget(self.face)
        layout.addWidget(self.editor)
        layout.addWidget(self.sentence)
        self._take_width(is_wide=False)

    def set_value(
        self, value: str, shown: str = "", *, role: str = "text", short: str = ""
    ) -> None:
        """`value` is what is edited, `shown` how it reads, `short` where there is less room.

        A field that is being edited keeps its text.
        """
        self._value = value
        text = shown or value
        if text:
            self.face.set_face(text, role, short=short)
        else:
            self.face.set_face(self._placeholder, "muted")
        self.face.setAccessibleDescription(text)

    def set_placeholder(self, text: str) -> None:
        self._placeholder = text
        self.editor.setPlaceholderText(text)
        if not self._value:
            self.face.set_face(text, "muted")

    def set_enter_takes(self) -> None:
        """In a field of several lines, too, Enter is "done"; Shift+Enter makes a new line."""
        self._enter_takes = True

    def set_read_only(self, is_read_only: bool) -> None:
        if is_read_only and self._is_editing:
            self.cancel()
        self.face.set_pressable(not is_read_only)

    def value(self) -> str:
        return self._value

    def is_editing(self) -> bool:
        return self._is_editing

    def typed_text(self) -> str:
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        return self.editor.toPlainText()

    def _set_text(self, text: str) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
        else:
            self.editor.setPlainText(text)

    def start_editing(self) -> None:
        if self._is_editing or self.face.focusPolicy() == Qt.FocusPolicy.NoFocus:
            return
        self._is_editing = True
        self._take_width(is_wide=True)
        self._set_text(self._value)
        self.face.hide()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.selectAll()
        self.editing_changed.emit(True)

    def commit(self) -> bool:
        """Takes what was typed; False, with the field open and a sentence, if it cannot be taken."""
        if not self._is_editing:
            return True
        typed = self.typed_text()
        if typed == self._value:
            self._stop()
            return True
        sentence = self._problem(typed) if self._problem else ""
        if sentence:
            self.sentence.say(sentence)
            return False
        self._stop()
        self.edited.emit(typed)
        return True

    def cancel(self) -> None:
        if self._is_editing:
            self._stop()

    def set_error(self, sentence: str, typed: str | None = None) -> None:
        """A refusal from elsewhere: the field opens again with what she typed and the sentence.

        One that she has opened again herself keeps what stands in it by now.
        """
        if not self._is_editing:
            self.start_editing()
            if typed is not None:
                self._set_text(typed)
        self.sentence.say(sentence)

    def _stop(self) -> None:
        had_focus = self.editor.hasFocus()
        self._is_editing = False
        self.sentence.say("")
        self.face.show()
        if had_focus:
            self.face.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.hide()
        self._take_width(is_wide=False)
        self.editing_changed.emit(False)

    def _on_typed(self) -> None:
        self.sentence.say("")

    def _take_width(self, *, is_wide: bool) -> None:
        policy = QSizePolicy.Policy.Expanding if is_wide else QSizePolicy.Policy.Maximum
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        characters = 0
        if is_wide:
            characters = 32 if isinstance(self.editor, QLineEdit) else 60
            # As high as the text was, so that the page does not jump.
            self.editor.setMinimumHeight(self.face.sizeHint().height())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * characters)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and self._is_editing:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
                # Esc belongs to the open field, before any shortcut of the window.
                if event.key() == Qt.Key.Key_Escape:
                    event.accept()
                    return True
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._takes_key(event)
            elif (
                isinstance(event, QFocusEvent)
                and event.type() == QEvent.Type.FocusOut
                and event.reason() not in _PASSING
            ):
                self.commit()
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            modifiers = event.modifiers()
            is_taken = self._enter_takes and not modifiers & Qt.KeyboardModifier.ShiftModifier
            if is_taken or modifiers & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                return True
        return False
