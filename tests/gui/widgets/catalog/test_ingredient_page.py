from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.domain.catalog import Density, Stock
from gui.widgets.catalog.ingredient_page import IngredientPage
from tests.gui.widgets.catalog.things import (
    CUP,
    ingredient,
    other_field,
    press,
    shown,
    type_into,
)

UNKNOWN = "Proofbook does not know this unit; sums leave it out."


@pytest.fixture
def page(qtbot: QtBot) -> IngredientPage:
    made = shown(qtbot, IngredientPage)
    made.show_detail(ingredient())
    return made


def densities(page: IngredientPage) -> list[Density | None]:
    said: list[Density | None] = []
    page.density_wanted.connect(said.append)
    return said


def stocks(page: IngredientPage) -> list[tuple[Fraction | None, str]]:
    said: list[tuple[Fraction | None, str]] = []
    page.stock_wanted.connect(lambda amount, unit: said.append((amount, unit)))
    return said


def test_a_cup_weighs_is_typed_in_one_go(page: IngredientPage, qtbot: QtBot) -> None:
    said = densities(page)
    type_into(qtbot, page.density.volume, "1 cup")
    press(qtbot, Qt.Key.Key_Return)
    assert page.density.weight.is_editing()  # Enter goes on
    qtbot.keyClicks(page.density.weight.editor, "4.25 oz")
    press(qtbot, Qt.Key.Key_Return)
    assert said == [CUP]
    page.show_detail(ingredient(density=CUP))
    assert page.density.volume.face.face_text() == "1 cup"
    assert page.density.weight.face.face_text() == "4 1/4 oz"
    assert page.density.weight.value() == "4 1/4 oz"


@pytest.mark.parametrize(
    "text", ["1 cup weighs 4.25 oz", "1 cup = 4 1/4 oz", "1 cup=4.25 oz", " 1 cup WEIGHS 4.25 oz "]
)
def test_all_of_it_typed_into_the_first_field_is_taken_apart(
    page: IngredientPage, qtbot: QtBot, text: str
) -> None:
    said = densities(page)
    type_into(qtbot, page.density.volume, text)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [CUP]
    assert page.density.volume.face.face_text() == "1 cup"
    assert page.density.weight.face.face_text() == "4 1/4 oz"
    assert not page.density.weight.is_editing()


def test_a_whole_density_with_a_bad_half_stays_open(page: IngredientPage, qtbot: QtBot) -> None:
    said = densities(page)
    for text in ("1 cup weighs 2 cup", "1 oz = 4 oz", "1 cup = 4.25"):
        type_into(qtbot, page.density.volume, text)
        press(qtbot, Qt.Key.Key_Return)
        assert page.density.volume.is_editing()
        assert page.density.volume.sentence.text()
    assert said == []


def test_half_of_it_is_kept_and_asked_for(page: IngredientPage, qtbot: QtBot) -> None:
    said = densities(page)
    type_into(qtbot, page.density.volume, "1 cup")
    press(qtbot, Qt.Key.Key_Tab)
    assert page.density.sentence.text() == ""  # she is on her way
    other_field(page).setFocus()
    page.show_detail(ingredient())
    assert page.density.volume.face.face_text() == "1 cup"
    assert not page.commit_edits()
    assert "go together" in page.density.sentence.text()
    type_into(qtbot, page.density.weight, "120 g")
    press(qtbot, Qt.Key.Key_Return)
    assert page.commit_edits()
    assert said == [Density(Fraction(1), "cup", Fraction(120), "g")]


def test_both_emptied_take_it_away(page: IngredientPage, qtbot: QtBot) -> None:
    page.show_detail(ingredient(density=CUP))
    said = densities(page)
    type_into(qtbot, page.density.weight, "")
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Return)
    assert said == []
    type_into(qtbot, page.density.volume, "")
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [None]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1", "unit"),
        ("cup", "number"),
        ("0 cup", "over 0"),
        ("3 oz", "a volume"),
        ("-1 cup", "less"),
    ],
)
def test_what_is_no_volume_stays_with_a_sentence(
    page: IngredientPage, qtbot: QtBot, text: str, word: str
) -> None:
    said = densities(page)
    type_into(qtbot, page.density.volume, text)
    press(qtbot, Qt.Key.Key_Return)
    assert word in page.density.volume.sentence.text()
    assert page.density.volume.typed_text() == text
    assert said == []
    press(qtbot, Qt.Key.Key_Escape)
    assert page.commit_edits()


def test_a_unit_nobody_knows_is_kept_and_marked(page: IngredientPage, qtbot: QtBot) -> None:
    said = densities(page)
    type_into(qtbot, page.density.volume, "1 <b>Tasse</b>")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(page.density.weight.editor, "120 g")
    press(qtbot, Qt.Key.Key_Return)
    assert said == [Density(Fraction(1), "<b>Tasse</b>", Fraction(120), "g")]
    page.show_detail(ingredient(density=said[0]))
    assert page.density.caution.text() == UNKNOWN
    page.show_detail(ingredient(density=CUP))
    assert not page.density.caution.isVisible()


def test_what_is_in_the_house_says_since_when(page: IngredientPage, qtbot: QtBot) -> None:
    said = stocks(page)
    type_into(qtbot, page.stock.label, "5 lb")
    press(qtbot, Qt.Key.Key_Return)
    assert said == [(Fraction(5), "lb")]
    page.show_detail(ingredient(stock=Stock(Fraction(5), "lb", date(2026, 11, 21))))
    assert page.stock.label.face.face_text() == "5 lb"
    assert page.stock._as_of.text() == "as of 21 Nov 2026"
    type_into(qtbot, page.stock.label, "")
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Return)
    assert said[-1] == (None, "")


@pytest.mark.parametrize(
    ("text", "wish"), [("0", (Fraction(0), "")), ("2 sacks", (Fraction(2), "sacks"))]
)
def test_nothing_left_is_an_answer_too(
    page: IngredientPage, qtbot: QtBot, text: str, wish: tuple[Fraction, str]
) -> None:
    said = stocks(page)
    type_into(qtbot, page.stock.label, text)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [wish]
    page.show_detail(ingredient(stock=Stock(*wish, date(2026, 11, 21))))
    assert page.stock.caution.isVisible() == bool(wish[1])


@pytest.mark.parametrize("text", ["-1 lb", "a lot", "1 " + "x" * 41, "9" * 61])
def test_what_is_no_amount_is_not_had(page: IngredientPage, qtbot: QtBot, text: str) -> None:
    said = stocks(page)
    type_into(qtbot, page.stock.label, text)
    press(qtbot, Qt.Key.Key_Return)
    other_field(page).setFocus()
    assert page.stock.label.sentence.text().endswith(".")
    assert not page.commit_edits()
    assert said == []


def test_refusals_stand_at_their_field(page: IngredientPage, qtbot: QtBot) -> None:
    type_into(qtbot, page.stock.label, "5 lb")
    press(qtbot, Qt.Key.Key_Return)
    page.refuse("stock", "Not now.")
    assert page.stock.label.typed_text() == "5 lb"
    page.refuse("density", "Not like this.")
    assert page.density.sentence.isVisible()


def test_read_only_opens_nothing(page: IngredientPage) -> None:
    page.set_read_only(True)
    for label in (page.density.volume, page.density.weight, page.stock.label):
        label.start_editing()
        assert not label.is_editing()
    page.show_detail(ingredient(density=CUP))
    assert page.band.text() == "Retired: not offered for new recipes."
