from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.domain.keys import Key, ThingKind
from core.domain.rows import RecipeChoice
from gui.widgets.part_add_field import PartAddField

FLOUR = RecipeChoice(Key(ThingKind.INGREDIENT, 1), "All-purpose flour", "cup")
GRAIN = RecipeChoice(Key(ThingKind.INGREDIENT, 2), "7 grain flour", "oz")
ICING = RecipeChoice(Key(ThingKind.RECIPE, 1), "Royal icing <b>x</b> & y", "")
SUGAR = RecipeChoice(Key(ThingKind.INGREDIENT, 3), "Icing sugar", "lb")
ALL = (FLOUR, GRAIN, ICING, SUGAR)


class Hands:
    """The field in a window; what it asks is answered by the words in the names."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.field = PartAddField()
        layout.addWidget(self.field)
        layout.addStretch(1)
        self.window.resize(600, 400)
        qtbot.addWidget(self.window)
        self.added: list[tuple[object, ...]] = []
        self.made: list[tuple[object, ...]] = []
        self.asked: list[str] = []
        self.field.choices_wanted.connect(self.answer)
        self.field.part_add_wanted.connect(lambda *wish: self.added.append(wish))
        self.field.make_ingredient_wanted.connect(lambda *wish: self.made.append(wish))
        self.window.show()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.field.setFocus()

    def answer(self, text: str) -> None:
        self.asked.append(text)
        words = text.casefold().split()
        hits = tuple(c for c in ALL if words and all(w in c.name.casefold() for w in words))
        self.field.put_choices(text, hits)

    def type(self, text: str) -> None:
        self.field.edit.clear()
        self.qtbot.keyClicks(self.field.edit, text)

    def look(self) -> list[str]:
        self.qtbot.waitUntil(lambda: bool(self.field.popup_rows()))
        return [f"{row.text} {row.hint}".strip() for row in self.field.popup_rows()]

    def enter(self) -> None:
        self.qtbot.keyClick(self.field.edit, Qt.Key.Key_Return)


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("2 1/4 cup flour", (FLOUR, Fraction(9, 4), "cup")),
        ("2,25 cups all flour", (FLOUR, Fraction(9, 4), "cups")),
        ("flour", (FLOUR, Fraction(1), "cup")),
        ("3 all flour", (FLOUR, Fraction(3), "cup")),
        ("7 grain", (GRAIN, Fraction(1), "oz")),
        ("2 oz 7 grain", (GRAIN, Fraction(2), "oz")),
        ("2 batches icing", (ICING, Fraction(2), "")),
        ("½ royal", (ICING, Fraction(1, 2), "")),
        ("3 lb icing", (SUGAR, Fraction(3), "lb")),
        ("1 sack all flour", (FLOUR, Fraction(1), "sack")),
    ],
)
def test_amount_unit_and_name_enter_adds_and_clears(
    hands: Hands, text: str, wish: tuple[object, ...]
) -> None:
    hands.type(text)
    hands.enter()
    assert hands.added == [wish]
    assert hands.field.edit.text() == ""


def test_the_popup_says_what_enter_does(hands: Hands) -> None:
    hands.type("2 icing")
    assert hands.look() == [
        "INGREDIENTS",
        "Icing sugar add 2 lb",
        "RECIPES, by the batch",
        "Royal icing <b>x</b> & y add 2 batches",
        'Make a new ingredient "icing"',
    ]


def test_batches_are_no_ingredients_and_cups_are_no_recipes(hands: Hands, qtbot: QtBot) -> None:
    hands.type("1 batch icing")
    assert hands.look() == ["RECIPES, by the batch", "Royal icing <b>x</b> & y add 1 batch"]
    hands.type("1 cup icing")
    qtbot.waitUntil(lambda: hands.asked.count("icing") == 2)
    assert "Royal icing <b>x</b> & y add 1 batch" not in hands.look()


def test_a_name_nobody_knows_can_be_made(hands: Hands) -> None:
    hands.type("2 tsp <b>x</b> & y z")
    hands.enter()
    assert hands.made == [("<b>x</b> & y z", Fraction(2), "tsp")]


@pytest.mark.parametrize(
    ("text", "word"),
    [("0 cup flour", "over 0"), ("2 batches nothing", "no recipe"), ("2 cup", "behind")],
)
def test_what_cannot_be_added_stays_with_a_sentence(hands: Hands, text: str, word: str) -> None:
    hands.type(text)
    hands.enter()
    assert word in hands.look()[0]
    assert hands.field.edit.text() == text
    assert hands.added == hands.made == []


def test_esc_closes_then_clears(hands: Hands, qtbot: QtBot) -> None:
    hands.type("flour")
    hands.look()
    qtbot.keyClick(hands.field.edit, Qt.Key.Key_Escape)
    assert hands.field.popup_rows() == []
    assert hands.field.edit.text() == "flour"
    qtbot.keyClick(hands.field.edit, Qt.Key.Key_Escape)
    assert hands.field.edit.text() == ""


def test_the_second_row_is_taken_with_the_arrow(hands: Hands, qtbot: QtBot) -> None:
    hands.type("2 icing")
    hands.look()
    qtbot.keyClick(hands.field.edit, Qt.Key.Key_Down)
    hands.enter()
    assert hands.added == [(ICING, Fraction(2), "")]
