"""A recipe's page: what is in it, with the field that adds to it."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.domain.catalog import RecipeDetail, RecipeLineRow
from core.domain.quantity import AmountError, edit_text, parse_quantity
from core.domain.quantity import amount_text as exact_text
from core.domain.rows import RecipeChoice
from gui.models.part_model import PartCell, PartColumn, PartRow
from gui.texts import amount_text, one_line
from gui.widgets.catalog.checks import LONGEST_UNIT
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.catalog.table_page import TablePage
from gui.widgets.focus import keeps_focus
from gui.widgets.part_add_field import PartAddField, batches_text
from gui.widgets.part_table import PartTable
from gui.widgets.plain_label import plain_label
from gui.widgets.sentence_label import SentenceLabel
from gui.widgets.text_check import clean_name, line_problem, note_problem

WHAT, AMOUNT, UNIT, NOTE = range(4)


def part_key(row: RecipeLineRow) -> Hashable:
    """Ids of lines and of recipes in it are counted apart."""
    return row.is_component, row.id


class RecipePage(TablePage):
    """Fields: name, category, source, notes. A part is a RecipeLineRow, as it was shown."""

    part_add_wanted = Signal(object, object, str)  # RecipeChoice, Fraction, unit
    part_amount_wanted = Signal(object, object)  # part, Fraction
    part_unit_wanted = Signal(object, str)  # part, unit
    part_note_wanted = Signal(object, object)  # part, text | None
    parts_delete_wanted = Signal(list)  # of parts
    part_move_wanted = Signal(object, int)  # part, -1 or +1
    make_ingredient_wanted = Signal(str, object, str)  # name, Fraction, unit
    choices_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("recipe_page", "recipe", parent)
        self.source = FieldLabel("source", accessible_name=self.tr("Source"))
        self.source.set_placeholder(self.tr("Where it is from"))
        self.form.add_row(self.tr("Source"), self.source)
        self.add_field("source", self.source)
        self.notes = self.add_text("notes", self.tr("Notes"), self.tr("None"))
        self.adder = PartAddField()
        self.adder.choices_wanted.connect(self.choices_wanted)
        self.adder.part_add_wanted.connect(self.part_add_wanted)
        self.adder.make_ingredient_wanted.connect(self.make_ingredient_wanted)
        self.adder.edit.textEdited.connect(self._on_typed)
        self.add_sentence = SentenceLabel()
        self.add_sentence.setObjectName("add_problem")
        self.table = self._make_table()
        self.empty = plain_label(
            self.tr("Nothing in it yet. Type above, for example 2 1/4 cup flour."),
            "recipe_empty",
            "muted",
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._parts = QStackedWidget()
        self._parts.addWidget(self.table)
        self._parts.addWidget(self.empty)
        self.add_table(self.adder, self.add_sentence, self._parts)

    def _make_table(self) -> PartTable:
        columns = (
            PartColumn("what", self.tr("What")),
            PartColumn("amount", self.tr("Amount"), is_number=True),
            PartColumn("unit", self.tr("Unit")),
            PartColumn("note", self.tr("Note")),
        )
        table = PartTable("parts", columns, stretched=(WHAT, NOTE))
        table.setAccessibleName(self.tr("What is in the recipe"))
        table.parts.problem = self._problem
        table.parts.edit_wanted.connect(self._on_edit)
        table.delete_wanted.connect(self.parts_delete_wanted)
        table.move_wanted.connect(self.part_move_wanted)
        table.opened.connect(self._on_opened)
        return table

    def put_choices(self, text: str, choices: tuple[RecipeChoice, ...]) -> None:
        """The answer to `choices_wanted(text)`."""
        self.adder.put_choices(text, choices)

    def put_choices_failure(self, text: str, sentence: str) -> None:
        self.adder.put_failure(text, sentence)

    def refuse_add(self, text: str, sentence: str) -> None:
        """Core did not add it, for example because of a loop: the text stands in the field again."""
        if not self.adder.pending_text():
            self.adder.set_text(text)
        self.add_sentence.say(sentence)

    def refuse_part(self, part: RecipeLineRow, column: str, sentence: str) -> None:
        """Core did not take an "amount", a "unit" or a "note"; else it stands below the head."""
        if not self.table.refuse(part_key(part), column, sentence):
            self.trouble.say(sentence)

    def choose_part(self, part: RecipeLineRow) -> bool:
        """One that was just added or moved."""
        return self.table.choose(part_key(part))

    def set_narrow(self, is_narrow: bool) -> None:
        """Without room for the notes."""
        self.table.setColumnHidden(NOTE, is_narrow)

    @override
    def commit_edits(self) -> bool:
        fields = super().commit_edits()
        return self.table.commit_editor() and fields

    @override
    def focus_body(self) -> None:
        """To the parts, or to the add field while there are none."""
        if self._parts.currentWidget() is self.table or self._is_read_only:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.adder.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def choose_row(self, row: Hashable) -> None:
        """A line by the ingredient's name and its place among the lines, as a number comes from it."""
        if not isinstance(row, tuple):
            return
        name, place = row
        parts = self.table.parts.rows()
        named = [at for at, part in enumerate(parts) if part.cells[WHAT].text == name]
        if named:
            self.table.choose(parts[min(named, key=lambda at: abs(at - place))].key)

    @override
    def parts_table(self) -> PartTable:
        return self.table

    @override
    def regions(self) -> list[QWidget]:
        return [self.name.face, self.adder, self.table]

    @override
    def retired_text(self) -> str:
        return self.tr("Retired: not offered for new items and recipes.")

    @override
    def other_thing(self) -> None:
        self.keep_half_typed(self.adder)
        self.add_sentence.say("")
        self.table.cancel_editor()
        self.table.parts.set_rows(())

    @override
    def body_read_only(self, *, is_read_only: bool) -> None:
        self.adder.setVisible(not is_read_only)
        self.table.parts.set_editable(not is_read_only)

    @override
    def show_body(self, detail: RecipeDetail) -> None:
        self.source.set_value(detail.source or "")
        self.notes.set_value(detail.notes or "")
        self.table.parts.set_rows([self._row(line) for line in detail.lines])
        body = self.table if detail.lines else self.empty
        had_focus = keeps_focus(self._parts)
        is_other = self._parts.currentWidget() is not body
        self._parts.setCurrentWidget(body)
        if had_focus and is_other:
            self.focus_body()

    def _row(self, line: RecipeLineRow) -> PartRow:
        amount = exact_text(line.quantity)
        unit = batches_text(line.quantity) if line.is_component else line.unit or ""
        name = line.thing.name
        if line.thing.is_retired:
            name = self.tr("{name} (retired)").format(name=name)
        unit_cell = PartCell(unit, None if line.is_component else unit, colour="muted")
        if not line.is_unit_known:
            tip = self.tr("Proofbook does not know this unit; sums leave it out.")
            unit_cell = PartCell(unit, unit, tip, "caution", (("changed", "caution"),))
        note = line.notes or ""
        retired = (("retire", "muted"),) if line.thing.is_retired else ()
        words = [one_line(name), f"{amount_text(line.quantity)} {unit}".strip(), one_line(note)]
        if not line.is_unit_known:
            words.append(unit_cell.tip)
        return PartRow(
            part_key(line),
            line,
            (
                PartCell(line.thing.name, tip=name, signs=retired),
                PartCell(
                    amount_text(line.quantity), edit_text(line.quantity), f"{amount} {unit}".strip()
                ),
                unit_cell,
                PartCell(note, None if line.is_component else note, colour="muted"),
            ),
            icon="recipe" if line.is_component else "ingredient",
            icon_colour="muted" if line.thing.is_retired else "accent",
            spoken=", ".join(word for word in words if word),
        )

    def _problem(self, part: object, column: str, text: str) -> str:
        if column == "amount" and isinstance(part, RecipeLineRow):
            try:
                parse_quantity(text, current=part.quantity)
            except AmountError as error:
                return str(error)
            return ""
        if column == "note":
            return note_problem(text)
        if len(clean_name(text)) > LONGEST_UNIT:
            return self.tr("This unit is too long.")
        return line_problem(text)

    def _on_edit(self, part: RecipeLineRow, column: str, text: str) -> None:
        if column == "amount":
            amount = parse_quantity(text, current=part.quantity)
            if amount != part.quantity:
                self.part_amount_wanted.emit(part, amount)
                return
        elif column == "unit" and clean_name(text) != (part.unit or ""):
            self.part_unit_wanted.emit(part, clean_name(text))
            return
        elif column == "note" and text.strip() != (part.notes or ""):
            self.part_note_wanted.emit(part, text.strip() or None)
            return
        self.table.parts.forget_typed(part_key(part))  # the same, written otherwise

    def _on_typed(self) -> None:
        self.add_sentence.say("")

    def _on_opened(self, part: RecipeLineRow) -> None:
        self.place_wanted.emit(part.thing.key)
