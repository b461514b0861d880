"""The ways in which a plan counts a material: each with its name, and how much it takes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.add_text import split_amount
from core.domain.catalog import MaterialUnitRow
from core.domain.material_measures import measure_of
from core.domain.quantity import AmountError, edit_text, parse_amount, parse_quantity, positive
from core.domain.quantity import amount_text as exact_text
from core.domain.units import find_unit
from gui.models.part_model import PartCell, PartColumn, PartRow
from gui.texts import amount_text, one_line
from gui.theme import SPACE_S
from gui.widgets.part_table import PartTable
from gui.widgets.plain_label import plain_label
from gui.widgets.sentence_label import SentenceLabel
from gui.widgets.text_check import clean_name, name_problem

NAME, TAKES, UNIT = range(3)
MOST_ROWS = 8
LONGEST_TEXT = 300
QUANTITY = "quantity_per_unit"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class UnitTable(QWidget):
    """Amounts are shown in the display unit, and wished for in base units."""

    unit_field_wanted = Signal(int, str, object)  # id; "name" or "quantity_per_unit"; value
    unit_add_wanted = Signal(str, object)  # name, Fraction of base units
    unit_delete_wanted = Signal(int)
    unit_retire_wanted = Signal(int, bool)  # id; True to retire, False to bring back

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("material_units")
        self._factor = Fraction(1)  # base units in one display unit
        self._display_unit = ""
        self._is_read_only = False
        columns = (
            PartColumn("name", self.tr("Planned as")),
            PartColumn(QUANTITY, self.tr("Takes"), is_number=True),
            PartColumn("unit", self.tr("Unit")),
        )
        self.table = PartTable("unit_table", columns, goes_on=False, is_ordered=False)
        self.table.setAccessibleName(self.tr("How it is planned"))
        self.table.set_most_rows(MOST_ROWS)
        self.table.parts.problem = self._problem
        self.table.parts.edit_wanted.connect(self._on_edit)
        self.table.delete_wanted.connect(self._on_delete)
        self.table.current_part_changed.connect(self._show_buttons)
        self.add = QLineEdit()
        self.add.setObjectName("unit_add")
        self.add.setMaxLength(LONGEST_TEXT)
        self.add.setAccessibleName(self.tr("Add a way to plan it"))
        self.add.installEventFilter(self)
        self.add.textEdited.connect(self._on_typed)
        self.sentence = SentenceLabel()
        self.sentence.setObjectName("unit_add_problem")
        self.retire_button = self._button("unit_retire", "")
        self.retire_button.clicked.connect(self._on_retire)
        self.delete_button = self._button("unit_delete", self.tr("Delete"))
        self.delete_button.clicked.connect(self._on_delete_current)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.retire_button)
        buttons.addWidget(self.delete_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(plain_label(self.tr("How it is planned"), look="strong", wraps=False))
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        layout.addWidget(self.sentence)

    def show_units(self, units: Sequence[MaterialUnitRow], display_unit: str) -> None:
        measure = measure_of(display_unit)
        self._factor = measure.quantity if measure is not None else Fraction(1)
        self._display_unit = "" if display_unit == "each" else display_unit
        example = self.tr('Another way: "30 in bow"')
        if not self._display_unit:
            example = self.tr('Another way: "12 pack"')
        self.add.setPlaceholderText(example)
        self.table.parts.set_rows([self._row(unit) for unit in units])
        self._show_buttons()

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self.table.parts.set_editable(not is_read_only)
        self.add.setVisible(not is_read_only)
        self._show_buttons()

    def commit(self) -> bool:
        """What is typed below, but not added with Enter, stays as it is."""
        return self.table.commit_editor()

    def cancel(self) -> None:
        self.table.cancel_editor()
        self.add.clear()
        self.sentence.say("")

    def refuse(self, sentence: str) -> None:
        """Of what was added: it stands in the field again."""
        self.sentence.say(sentence)

    def refuse_unit(self, unit_id: int, field: str, sentence: str) -> None:
        if not self.table.refuse(unit_id, field, sentence):
            self.sentence.say(sentence)

    def put_back(self, text: str, sentence: str) -> None:
        """What could not be added, unless she typed on."""
        if not self.add.text():
            self.add.setText(text)
        self.sentence.say(sentence)

    def _row(self, unit: MaterialUnitRow) -> PartRow:
        amount = unit.quantity / self._factor
        shown = f"{amount_text(amount)} {self._display_unit}".strip()
        exact = exact_text(amount)
        signs = (("retire", "muted"),) if unit.is_retired else ()
        tip = self.tr("{name} (retired)").format(name=unit.name) if unit.is_retired else unit.name
        name = one_line(tip if unit.is_retired else unit.name)
        return PartRow(
            unit.id,
            unit,
            (
                PartCell(unit.name, unit.name, tip, signs=signs),
                PartCell(
                    amount_text(amount), edit_text(amount), f"{exact} {self._display_unit}".strip()
                ),
                PartCell(self._display_unit or self.tr("pieces"), colour="muted"),
            ),
            icon="material",
            icon_colour="muted" if unit.is_retired else "accent",
            spoken=self.tr("{name}, takes {amount}").format(name=name, amount=shown),
        )

    def _problem(self, _thing: object, column: str, text: str) -> str:
        if column == "name":
            return name_problem(text)
        try:
            parse_quantity(self._without_unit(text))
        except AmountError as error:
            return str(error)
        return ""

    def _without_unit(self, text: str) -> str:
        """`30 in` where inches are shown is 30."""
        found = split_amount(text)
        is_ours = found is not None and bool(found[1]) and self._is_display_unit(found[1])
        return found[0] if found is not None and is_ours else text

    def _is_display_unit(self, text: str) -> bool:
        if text.casefold() == self._display_unit.casefold():
            return True
        unit = find_unit(text)
        return unit is not None and unit == find_unit(self._display_unit)

    def _on_edit(self, unit: MaterialUnitRow, column: str, text: str) -> None:
        value: object = clean_name(text)
        old: object = unit.name
        if column == QUANTITY:
            value, old = parse_quantity(self._without_unit(text)) * self._factor, unit.quantity
        if value == old:
            self.table.parts.forget_typed(unit.id)
        else:
            self.unit_field_wanted.emit(unit.id, column, value)

    # Adding

    def _on_typed(self) -> None:
        self.sentence.say("")

    def _on_enter(self) -> None:
        text = self.add.text().strip()
        if not text:
            return
        try:
            amount, name = self._read(text)
        except AmountError as error:
            self.sentence.say(str(error))
            return
        sentence = name_problem(name)
        if sentence:
            self.sentence.say(sentence)
            return
        self.add.clear()
        self.unit_add_wanted.emit(clean_name(name), amount * self._factor)

    def _read(self, text: str) -> tuple[Fraction, str]:
        """`30 in bow`, `30 bow`, or `bow`, which takes one."""
        found = split_amount(text)
        if found is None:
            return Fraction(1), text
        first, _, rest = found[1].partition(" ")
        name = rest if rest and self._display_unit and self._is_display_unit(first) else found[1]
        return positive(parse_amount(found[0])), name

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.add and isinstance(event, QKeyEvent):
            escapes = event.key() == Qt.Key.Key_Escape and bool(self.add.text())
            if event.type() == QEvent.Type.ShortcutOverride and escapes:
                event.accept()  # before any shortcut of the window
                return True
            if event.type() == QEvent.Type.KeyPress and escapes:
                self.add.clear()
                self.sentence.say("")
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
                self._on_enter()
                return True
        return super().eventFilter(watched, event)

    # The chosen one

    def _current(self) -> MaterialUnitRow | None:
        row = self.table.current_part()
        return row.thing if row is not None and isinstance(row.thing, MaterialUnitRow) else None

    def _show_buttons(self) -> None:
        unit = self._current()
        can = unit is not None and not self._is_read_only
        retired = unit is not None and unit.is_retired
        self.retire_button.setText(self.tr("Bring back") if retired else self.tr("Retire"))
        for button in (self.retire_button, self.delete_button):
            button.setEnabled(can)
            button.setVisible(not self._is_read_only)

    def _on_delete(self, units: list[MaterialUnitRow]) -> None:
        for unit in units:
            self.unit_delete_wanted.emit(unit.id)

    def _on_delete_current(self) -> None:
        unit = self._current()
        if unit is not None:
            self.unit_delete_wanted.emit(unit.id)

    def _on_retire(self) -> None:
        unit = self._current()
        if unit is not None:
            self.unit_retire_wanted.emit(unit.id, not unit.is_retired)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        return button
