"""An item's page: what a batch makes of it, and from which recipe."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.catalog import ItemDetail, Yield
from core.domain.quantity import edit_text
from gui.texts import amount_text
from gui.theme import SPACE_L, SPACE_XS
from gui.widgets.catalog.checks import COUNT, PERCENT, TEXT
from gui.widgets.catalog.choice_field import RecipeField
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.catalog.form_row import Caution
from gui.widgets.catalog.thing_page import FormPage
from gui.widgets.plain_label import plain_label
from gui.widgets.sentence_label import SentenceLabel

NOTE_LINES = 4
SHORT = 8  # characters of an open number


class CountedIn(QWidget):
    """In pieces, or in portions of a batch."""

    wanted = Signal(str, object)  # "is_portion", bool

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("is_portion")
        self._is_portion = False
        self.pieces = QRadioButton(self.tr("in pieces"))
        self.pieces.setObjectName("in_pieces")
        self.portions = QRadioButton(self.tr("in portions of a batch"))
        self.portions.setObjectName("in_portions")
        self._group = QButtonGroup(self)
        self._group.addButton(self.pieces, 0)
        self._group.addButton(self.portions, 1)
        self._group.idClicked.connect(self._on_clicked)
        self.sentence = SentenceLabel()
        self.sentence.setObjectName("is_portion_problem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        row.addWidget(self.pieces)
        row.addWidget(self.portions)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.sentence)

    def set_value(self, *, is_portion: bool) -> None:
        self._is_portion = is_portion
        self.sentence.say("")
        self._show()

    def commit(self) -> bool:
        return True

    def cancel(self) -> None:
        self.sentence.say("")
        self._show()

    def refuse(self, sentence: str) -> None:
        self._show()
        self.sentence.say(sentence)

    def set_read_only(self, is_read_only: bool) -> None:
        self.pieces.setEnabled(not is_read_only)
        self.portions.setEnabled(not is_read_only)

    def _show(self) -> None:
        (self.portions if self._is_portion else self.pieces).setChecked(True)

    def _on_clicked(self, number: int) -> None:
        is_portion = bool(number)
        if is_portion != self._is_portion:
            self.wanted.emit("is_portion", is_portion)


class ItemPage(FormPage):
    """Its fields go by the names of core's: items_per_batch, item_unit, recipe and so on."""

    recipes_wanted = Signal()  # answered by set_recipes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("item_page", "item", parent)
        self._add_yield()
        self.recipe = RecipeField("recipe", self.tr("From the recipe"))
        self.recipe.wanted.connect(self.field_wanted)
        self.recipe.place_wanted.connect(self.place_wanted)
        self.recipe.recipes_wanted.connect(self.recipes_wanted)
        self.form.add_row(self.tr("From the recipe"), self.recipe)
        self.add_field("recipe", self.recipe)
        self.description = self._add_text("description", self.tr("Description"))
        self.production_notes = self._add_text("production_notes", self.tr("Notes on making it"))
        self.notes = self._add_text("notes", self.tr("Notes"))

    def set_recipes(self, recipes: Sequence[tuple[int, str]]) -> None:
        """(id, name) of those that can be chosen."""
        self.recipe.set_recipes(recipes)

    @override
    def show_body(self, detail: ItemDetail) -> None:
        yields = detail.row.yields
        self.counted.set_value(is_portion=yields.is_portion)
        _set_number(self.items_per_batch, yields.items_per_batch)
        self.item_unit.set_value(yields.unit or "")
        _set_number(self.batch_percentage, yields.batch_percentage, sign=" %")
        self.portion.set_value(yields.portion or "")
        self._show_rows(yields)
        self.recipe.set_ref(detail.recipe)
        self.description.set_value(detail.description or "")
        self.production_notes.set_value(detail.production_notes or "")
        self.notes.set_value(detail.notes or "")

    def _add_yield(self) -> None:
        self.counted = CountedIn()
        self.counted.wanted.connect(self.field_wanted)
        self.items_per_batch = FieldLabel(
            "items_per_batch", accessible_name=self.tr("How many a batch makes"), check=COUNT
        )
        self.items_per_batch.set_placeholder(self.tr("how many"))
        self.items_per_batch.set_characters(SHORT)
        self.item_unit = FieldLabel(
            "item_unit", accessible_name=self.tr("What a batch makes, for example cookies")
        )
        self.item_unit.set_placeholder(self.tr("of what, for example cookies"))
        self.item_unit.set_characters(20)
        self.batch_percentage = FieldLabel(
            "batch_percentage",
            accessible_name=self.tr("How much of a batch a portion is"),
            check=PERCENT,
        )
        self.batch_percentage.set_placeholder(self.tr("25 %"))
        self.batch_percentage.set_characters(SHORT)
        self.portion = FieldLabel(
            "portion_description", accessible_name=self.tr("What a portion is called")
        )
        self.portion.set_placeholder(self.tr("what? For example slice"))
        self.portion.set_characters(20)
        self._pieces_row = self.form.add_row(
            self.tr("A batch makes"), self.items_per_batch, self.item_unit
        )
        self._portions_row = self.form.add_row(
            self.tr("A portion is"),
            self.batch_percentage,
            _word(self.tr("of a batch, called")),
            self.portion,
        )
        self.caution = Caution("no_yield")
        self.form.add_below(self.caution)
        self.form.add_row(self.tr("Counted"), self.counted)
        self.add_field("is_portion", self.counted)
        for label in (self.items_per_batch, self.item_unit, self.batch_percentage, self.portion):
            self.add_field(label.field, label)

    def _add_text(self, field: str, label: str) -> FieldLabel:
        made = FieldLabel(field, accessible_name=label, check=TEXT, max_lines=NOTE_LINES)
        made.set_placeholder(self.tr("None"))
        self.form.add_row(label, made)
        self.add_field(field, made)
        return made

    def _show_rows(self, yields: Yield) -> None:
        self._pieces_row.set_shown(not yields.is_portion)
        self._portions_row.set_shown(yields.is_portion)
        sentence = "" if yields.is_known else self.tr("No number a batch is known.")
        self.caution.say(sentence)


def _set_number(label: FieldLabel, amount: Fraction | None, *, sign: str = "") -> None:
    """Edited and shown as a cook reads it."""
    if amount is None:
        label.set_value("")
    else:
        label.set_value(edit_text(amount), f"{amount_text(amount)}{sign}")


def _word(text: str) -> QWidget:
    label = plain_label(text, wraps=False)
    label.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
    label.setMinimumWidth(SPACE_L)
    return label
