"""Asks what a new box is called and what is packed into each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from core.domain.rows import Choice
from gui import texts
from gui.dialogs.box_table import BoxTable, Content
from gui.dialogs.form_dialog import FormDialog
from gui.widgets.add_field import AddField
from gui.widgets.form_field import NameField
from gui.widgets.plain_label import plain_label
from gui.widgets.sentence_label import SentenceLabel
from gui.words import TITLE_NAME, name_text


@dataclass(frozen=True, slots=True)
class BoxAnswer:
    """The name, and how many of what are in each box."""

    name: str
    contents: tuple[Content, ...]


class NewBoxDialog(FormDialog):
    """`answer()` is a BoxAnswer. `choices_wanted` is answered with `put_choices`.

    `set_error` shows at the contents why core refused them, for instance a loop.
    """

    choices_wanted = Signal(str)
    make_box_wanted = Signal(str, object)  # name, Fraction: a box in this box
    make_item_wanted = Signal(str, object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        contents: Sequence[Content] = (),
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("NewBoxDialog", "New box"),
            translate("NewBoxDialog", "Make the box"),
            parent,
        )
        self.setObjectName("new_box_dialog")
        self.body.addWidget(plain_label(self.tr("A box is what you pack together."), look="muted"))
        self.name_field = NameField("name", self.tr("Name"), name)
        super().add_field(self.name_field)
        self.body.addWidget(plain_label(self.tr("In each box"), look="muted", wraps=False))
        self.adder = AddField()
        self.adder.set_verb_in_box(True)
        self.adder.choices_wanted.connect(self.choices_wanted)
        self.adder.add_wanted.connect(self._on_add)
        self.adder.make_box_wanted.connect(self.make_box_wanted)
        self.adder.make_item_wanted.connect(self.make_item_wanted)
        self.body.addWidget(self.adder)
        self.table = BoxTable()
        self.table.set_contents(contents)
        self.table.refused.connect(self._say)
        self.table.contents_changed.connect(self._show_sum)
        self.body.addWidget(self.table)
        self.sentence = SentenceLabel()
        self.sentence.setObjectName("contents_problem")
        self.body.addWidget(self.sentence)
        self.sum = plain_label(name="contents_sum", look="muted")
        self.body.addWidget(self.sum)
        self._show_sum()
        (self.adder.edit if name else self.name_field.edit).setFocus()

    def answer(self) -> BoxAnswer:
        return BoxAnswer(self.name_field.name(), tuple(self.table.contents()))

    def put_choices(self, text: str, choices: tuple[Choice, ...]) -> None:
        """The answer to `choices_wanted(text)`."""
        self.adder.put_choices(text, choices)

    def add_content(self, choice: Choice, quantity: Fraction) -> None:
        """Something that was just made comes into the box."""
        self._on_add(choice, quantity, False)

    def set_error(self, sentence: str) -> None:
        self._say(sentence)
        self.adder.edit.setFocus()

    def check_rest(self) -> bool:
        pending = self.adder.pending_text()
        if pending:
            self.set_error(
                self.tr("“{text}” is not in the box yet: press Enter there, or clear it.").format(
                    text=name_text(pending, TITLE_NAME)
                )
            )
            return False
        return True

    def _on_add(self, choice: Choice, quantity: Fraction, _to_existing: bool) -> None:
        self._say("")
        self.table.add(choice, quantity)

    def _say(self, sentence: str) -> None:
        self.sentence.say(sentence)
        self.grow()

    def _show_sum(self) -> None:
        contents = self.table.contents()
        if not contents:
            text = self.tr("Nothing in it yet. You can make the box now and fill it later.")
        else:
            named = [
                f"{texts.amount_text(quantity)} {texts.isolate(texts.one_line(choice.name))}"
                for choice, quantity in contents
            ]
            text = self.tr("Each box holds {things}.").format(
                things=texts.join_names(named, most=6)
            )
        self.sum.setText(text)
        self.grow()
