"""The field that adds to a recipe: `2 1/4 cup flour`, `2 batches royal icing`, and Enter."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain.keys import ThingKind
from core.domain.part_text import is_batches, parse_part_text
from core.domain.quantity import AmountError
from core.domain.rows import RecipeChoice
from gui.texts import amount_text
from gui.widgets.add_field import AddField, Apart, Meaning
from gui.widgets.add_popup import PopupRow, RowKind

COUNTED = "each"  # `3 eggs`


def batches_text(count: Fraction) -> str:
    """`batch` or `batches`, as it goes with the number."""
    if 0 < count <= 1:
        return QCoreApplication.translate("PartAddField", "batch")
    return QCoreApplication.translate("PartAddField", "batches")


class PartAddField(AddField):
    """Its choices are RecipeChoices: ingredients with an amount, recipes by the batch."""

    part_add_wanted = Signal(object, object, str)  # RecipeChoice, Fraction, unit
    make_ingredient_wanted = Signal(str, object, str)  # name, Fraction, unit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit.setObjectName("part_add")
        self.edit.setAccessibleName(self.tr("Add to the recipe"))
        self.edit.setPlaceholderText(
            self.tr('Add an ingredient or recipe: "2 1/4 cup flour" or "2 batches royal icing"')
        )

    @override
    def take_apart(self, text: str) -> Apart:
        try:
            part = parse_part_text(text)
        except AmountError as error:
            return Apart(None, text, str(error))
        return Apart(part.quantity, part.name, unit=part.unit)

    @override
    def texts_to_ask(self, whole: str, apart: Apart) -> tuple[str, ...]:
        """`1 can tomatoes`: the first word may be a unit that the kitchen's table does not know."""
        texts = super().texts_to_ask(whole, apart)
        rest = _behind_first_word(apart)
        return (*texts, rest) if rest else texts

    @override
    def decide(self, apart: Apart) -> Apart:
        rest = _behind_first_word(apart)
        if rest and not self._choices_for(apart.name) and self._choices_for(rest):
            return Apart(apart.quantity, rest, unit=apart.name.partition(" ")[0])
        return apart

    @override
    def make_rows(self, meaning: Meaning) -> list[PopupRow]:
        """An amount in cups is no recipe's, and batches are no ingredient's."""
        by_batch = is_batches(meaning.unit)
        groups = []
        if not by_batch:
            groups.append((ThingKind.INGREDIENT, self.tr("INGREDIENTS"), "ingredient"))
        if by_batch or not meaning.unit:
            groups.append((ThingKind.RECIPE, self.tr("RECIPES, by the batch"), "recipe"))
        rows: list[PopupRow] = []
        for kind, head, symbol in groups:
            members = [choice for choice in meaning.choices if choice.key.kind is kind]
            if members:
                rows.append(PopupRow(RowKind.HEAD, head))
            for choice in members:
                hint = self._hint(choice, meaning)
                rows.append(PopupRow(RowKind.CHOICE, choice.name, hint, symbol, choice))
        if meaning.can_make and meaning.name and not by_batch:
            text = self.tr('Make a new ingredient "{name}"').format(name=meaning.name)
            rows.append(PopupRow(RowKind.MAKE_INGREDIENT, text, "", "add"))
        if not rows and not meaning.trouble:
            rows.append(PopupRow(RowKind.SENTENCE, self._nothing_text(meaning)))
        return rows

    @override
    def say_taken(self, row: PopupRow, meaning: Meaning) -> None:
        if row.kind is RowKind.MAKE_INGREDIENT:
            unit = meaning.unit or COUNTED
            self.make_ingredient_wanted.emit(meaning.name, meaning.quantity, unit)
        elif isinstance(row.choice, RecipeChoice):
            unit = "" if is_recipe(row.choice) else meaning.unit or row.choice.unit or COUNTED
            self.part_add_wanted.emit(row.choice, meaning.quantity, unit)

    def _hint(self, choice: RecipeChoice, meaning: Meaning) -> str:
        unit = meaning.unit or choice.unit
        if is_recipe(choice):
            unit = batches_text(meaning.quantity)
        amount = f"{amount_text(meaning.quantity)} {unit}".strip()
        return self.tr("add {amount}").format(amount=amount)

    def _nothing_text(self, meaning: Meaning) -> str:
        if meaning.name:
            return self.tr("There is no recipe of that name.")
        return self.tr("Type the name behind the amount.")


def _behind_first_word(apart: Apart) -> str:
    is_without_unit = apart.quantity is not None and not apart.unit
    return apart.name.partition(" ")[2].strip() if is_without_unit else ""


def is_recipe(choice: RecipeChoice) -> bool:
    return choice.key.kind is ThingKind.RECIPE
