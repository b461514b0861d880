"""The field that adds to a plan or a box: a name, with how many in front, and Enter."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.add_text import begins_with, parse_add_text
from core.domain.quantity import AmountError
from core.domain.rows import Choice
from gui.icons import icon
from gui.widgets.add_popup import AddPopup, PopupRow, RowKind, choice_rows, make_rows

ASK_AFTER_MS = 150
LONGEST_TEXT = 300  # a name has 200 characters at most
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What the typed text says, once it is known which names there are."""

    name: str = ""
    quantity: Fraction = Fraction(1)
    choices: tuple[Choice, ...] = ()
    trouble: str = ""  # why the number in front cannot be taken, or nothing could be read
    can_make: bool = True


class AddField(QWidget):
    """Asks with `choices_wanted` what a text could mean; says what to add with its other signals.

    For "50 hamper" it asks twice, for the whole text and for "hamper", since a name may begin
    with a number. Each question is answered with `put_choices` or `put_failure`.
    """

    choices_wanted = Signal(str)
    add_wanted = Signal(object, object, bool)  # Choice, Fraction, to the line that holds it
    make_box_wanted = Signal(str, object)  # name, Fraction
    make_item_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_plan = True
        self._asked: tuple[str, ...] = ()
        self._answers: dict[str, tuple[Choice, ...] | str] = {}
        self._meaning = _Meaning()
        self._takes_first_answer = False
        self.edit = QLineEdit(self)
        self.edit.setObjectName("add")
        self.edit.setMaxLength(LONGEST_TEXT)
        self.edit.setAccessibleName(self.tr("Add to the plan"))
        self.edit.setPlaceholderText(
            self.tr('Add a box, item or material: type its name, or "50 hamper"')
        )
        self._plus = self.edit.addAction(
            icon("add", "accent"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._popup = AddPopup(self)
        self._popup.taken.connect(self._take)
        self.destroyed.connect(self._popup.deleteLater)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.installEventFilter(self)

    def set_verb_in_box(self, is_in_box: bool) -> None:
        """In the form for a box nothing is said about what the plan holds."""
        self._has_plan = not is_in_box
        self.edit.setAccessibleName(
            self.tr("Add to the box") if is_in_box else self.tr("Add to the plan")
        )

    def pending_text(self) -> str:
        """What is typed and not yet added."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Puts back what was half typed."""
        self.edit.setText(text)
        self._forget()

    def put_choices(self, text: str, choices: tuple[Choice, ...]) -> None:
        """The answer to `choices_wanted(text)`; dropped when something else is typed by now."""
        self._put(text, choices)

    def put_failure(self, text: str, sentence: str) -> None:
        """Says instead of an answer why there is none."""
        self._put(text, sentence)

    def popup_rows(self) -> list[PopupRow]:
        """What the popup shows; nothing while it is closed."""
        return self._popup.rows() if self._popup.isVisible() else []

    def close_popup(self) -> None:
        if self._popup.parentWidget() is not self:
            self._popup.setParent(self)  # a hidden page must not leave it on the window
        self._popup.hide()
        self.edit.setAccessibleDescription("")

    def _put(self, text: str, answer: tuple[Choice, ...] | str) -> None:
        if text not in self._asked or text in self._answers:
            return
        self._answers[text] = answer
        if not self._is_answered():
            return
        self._meaning = self._understand()
        self._popup.set_rows(self._make_rows(self._meaning))
        takes, self._takes_first_answer = self._takes_first_answer, False
        if takes:
            self._take_current()
        elif self.edit.hasFocus():
            self._open_popup()

    def _is_answered(self) -> bool:
        return bool(self._asked) and len(self._answers) == len(self._asked)

    def _make_rows(self, meaning: _Meaning) -> list[PopupRow]:
        rows = choice_rows(meaning.choices, meaning.quantity, has_plan=self._has_plan)
        if meaning.trouble:
            rows.insert(0, PopupRow(RowKind.SENTENCE, meaning.trouble))
        return rows + make_rows(meaning.name, meaning.quantity) if meaning.can_make else rows

    def _understand(self) -> _Meaning:
        """A number in front is the quantity, unless a name begins with it."""
        whole = self._asked[0]
        failure = next((found for found in self._answers.values() if isinstance(found, str)), "")
        quantity, name, refusal = _taken_apart(whole)
        found = self._choices_for(whole)
        if quantity is None and not refusal:
            return _Meaning(whole, choices=found, trouble=failure)
        exact = tuple(choice for choice in found if begins_with(choice.name, whole))
        if exact:
            return _Meaning(whole, choices=exact, trouble=failure)
        if quantity is None:
            return _Meaning(trouble=refusal, can_make=False)
        return _Meaning(name, quantity, self._choices_for(name), failure)

    def _choices_for(self, text: str) -> tuple[Choice, ...]:
        found = self._answers.get(text, ())
        return () if isinstance(found, str) else found

    def _on_edited(self) -> None:
        self._forget(closes=not self.pending_text())
        if self.pending_text():
            self._timer.start()

    def _forget(self, *, closes: bool = True) -> None:
        self._timer.stop()
        self._asked, self._answers = (), {}
        self._takes_first_answer = False
        if closes:
            self.close_popup()

    def _ask(self) -> None:
        self._timer.stop()
        whole = self.pending_text()
        quantity, name, _refusal = _taken_apart(whole)
        texts = (whole,) if quantity is None or name == whole else (whole, name)
        self._asked, self._answers = texts, {}
        for text in texts:
            if self._asked is texts:  # an answer given at once may have taken the first row
                self.choices_wanted.emit(text)

    def _open_popup(self) -> None:
        host = self.window()
        if self._popup.parentWidget() is not host:
            self._popup.setParent(host)
        self._popup.place_under(self.edit)
        self._popup.show()
        self._describe_current()

    def _describe_current(self) -> None:
        row = self._popup.current_row()
        text = "" if row is None else ", ".join(part for part in (row.text, row.hint) if part)
        self.edit.setAccessibleDescription(text)  # heard while the focus stays in the field

    def _on_enter(self) -> None:
        if self._is_answered():
            self._take_current()
        elif self.pending_text():
            self._takes_first_answer = True
            if not self._asked:
                self._ask()

    def _take_current(self) -> None:
        row = self._popup.current_row()
        if row is not None:
            self._take(row)
        else:
            self._open_popup()  # the sentence that says why there is nothing to take

    def _take(self, row: PopupRow) -> None:
        if not self._is_answered():
            return  # a click on the rows of what was typed before
        name, amount = self._meaning.name, self._meaning.quantity
        self.edit.clear()
        self._forget()
        if row.kind is RowKind.MAKE_BOX:
            self.make_box_wanted.emit(name, amount)
        elif row.kind is RowKind.MAKE_ITEM:
            self.make_item_wanted.emit(name, amount)
        elif row.choice is not None:
            self.add_wanted.emit(row.choice, amount, row.is_to_existing)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Whether the key was the popup's."""
        key = Qt.Key(event.key())
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() not in plain:
            return False
        if key in _MOVES:
            self._on_move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
        elif key == Qt.Key.Key_Escape:
            return self._on_escape()
        else:
            return False
        return True

    def _on_move(self, step: int) -> None:
        if not self._is_answered():
            if not self._asked:
                self._ask()
        elif not self._popup.isVisible():
            self._open_popup()
        else:
            self._popup.move_current(step)
            self._describe_current()

    def _on_escape(self) -> bool:
        if self._popup.isVisible():
            self.close_popup()
        elif self.edit.text():
            self.edit.clear()
            self._forget()
        else:
            return False
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                is_ours = self._popup.isVisible() or bool(self.edit.text())
                if event.key() == Qt.Key.Key_Escape and is_ours:
                    event.accept()  # else Esc would leave the page or close the form
                    return True
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                self.close_popup()
        return super().eventFilter(watched, event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._plus.setIcon(icon("add", "accent"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._follow()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        self._follow()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.close_popup()

    def _follow(self) -> None:
        if self._popup.isVisible():
            self._popup.place_under(self.edit)


def _taken_apart(text: str) -> tuple[Fraction | None, str, str]:
    """Quantity, name, and the sentence that refuses the number in front."""
    try:
        quantity, name = parse_add_text(text)
    except AmountError as error:
        return None, text, str(error)
    return quantity, name, ""
