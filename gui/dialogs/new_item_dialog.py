"""Asks what a new item is called, how many a batch makes, and from which recipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from core.domain.quantity import AmountError, parse_quantity
from gui import texts
from gui.dialogs.form_dialog import FormDialog
from gui.widgets.form_field import FormField, NameField
from gui.widgets.plain_label import plain_label
from gui.widgets.text_check import clean_name, name_problem


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """`items_per_batch` None: no number a batch is known; `recipe_id` None: no recipe yet."""

    name: str
    items_per_batch: Fraction | None
    item_unit: str
    recipe_id: int | None


class NewItemDialog(FormDialog):
    """`answer()` is an ItemAnswer; only the name has to be there."""

    def __init__(
        self,
        recipes: Sequence[tuple[int, str]] = (),
        parent: QWidget | None = None,
        *,
        name: str = "",
        typed: ItemAnswer | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("NewItemDialog", "New item"),
            translate("NewItemDialog", "Make the item"),
            parent,
        )
        self.setObjectName("new_item_dialog")
        self._recipes = list(recipes)
        self.body.addWidget(plain_label(self.tr("An item is what you bake."), look="muted"))
        name = typed.name if typed is not None else name
        self.name_field = NameField("name", self.tr("Name"), name)
        self.add_field(self.name_field)
        self._add_batch()
        self._add_recipe()
        if typed is not None:
            self._put(typed)
        (self.batch_field if name else self.name_field).edit.setFocus()

    def answer(self) -> ItemAnswer:
        return ItemAnswer(
            self.name_field.name(),
            self._number(),
            clean_name(self.unit_field.text()),
            self._recipe_id(),
        )

    def _put(self, typed: ItemAnswer) -> None:
        """Fills in all but the name."""
        if typed.items_per_batch is not None:
            self.batch_field.edit.setText(texts.amount_text(typed.items_per_batch))
        self.unit_field.edit.setText(typed.item_unit)
        if typed.recipe_id is not None:
            self.recipe.setCurrentIndex(self.recipe.findData(typed.recipe_id))

    def _add_batch(self) -> None:
        self.batch_field = FormField(
            "per_batch", self.tr("A batch makes (optional)"), self._number_problem, placeholder="48"
        )
        self.unit_field = FormField(
            "unit", self.tr("of what"), self._unit_problem, placeholder=self.tr("cookies")
        )
        self.add_field(self.batch_field)
        # One line reads "A batch makes [48] [cookies]"; each keeps its own sentence below.
        self.batch_field.row.addWidget(self.unit_field.edit, 2)
        self.batch_field.row.setStretch(0, 1)
        layout = self.batch_field.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(self.unit_field.sentence)
        self.unit_field.edit.setAccessibleName(self.tr("What a batch makes, for example cookies"))
        self.unit_field.setParent(self)
        self.unit_field.hide()
        self.unit_field.resized.connect(self.grow)
        self.fields.append(self.unit_field)

    def _add_recipe(self) -> None:
        self.recipe = QComboBox()
        self.recipe.setObjectName("recipe")
        self.recipe.setEditable(True)
        self.recipe.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for recipe_id, name in self._recipes:
            self.recipe.addItem(name, recipe_id)
        self.recipe.setCurrentIndex(-1)
        self.recipe.setAccessibleName(self.tr("From the recipe"))
        completer = QCompleter(self.recipe.model(), self.recipe)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.recipe.setCompleter(completer)
        line = self.recipe.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("type a part of its name"))
        self.recipe_field = FormField(
            "recipe_text", self.tr("From the recipe (optional)"), self._recipe_problem
        )
        self.recipe_field.edit.hide()
        self.recipe_field.edit.setFocusProxy(self.recipe)
        self.recipe.editTextChanged.connect(self.recipe_field.forget_error)
        self.recipe_field.row.addWidget(self.recipe)
        self.recipe_field.label.setBuddy(self.recipe)
        self.add_field(self.recipe_field)
        if not self._recipes:
            self.recipe_field.hide()

    def _number(self) -> Fraction | None:
        text = self.batch_field.text().strip()
        return parse_quantity(text) if text else None

    def _number_problem(self, text: str) -> str:
        try:
            if text.strip():
                parse_quantity(text)
        except AmountError as error:
            return str(error)
        return ""

    def _unit_problem(self, text: str) -> str:
        if clean_name(text):
            return name_problem(text)
        if self.batch_field.text().strip():
            return self.tr("Please say what is counted, for example cookies.")
        return ""

    def _recipe_id(self) -> int | None:
        typed = clean_name(self.recipe.currentText()).casefold()
        if not typed:
            return None
        at = self.recipe.currentIndex()
        if at >= 0 and clean_name(self.recipe.itemText(at)).casefold() == typed:
            return int(self.recipe.itemData(at))
        names = [(key, clean_name(name).casefold()) for key, name in self._recipes]
        found = [key for key, name in names if name == typed]
        # A part that only one name has is enough.
        parts = found or [key for key, name in names if typed in name]
        return parts[0] if found or len(parts) == 1 else None

    def _recipe_problem(self, _text: str) -> str:
        if not clean_name(self.recipe.currentText()) or self._recipe_id() is not None:
            return ""
        return self.tr("There is no recipe of that name. Choose one, or leave it empty.")
