from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.catalog import Usage, Yield
from core.domain.keys import Key, ThingKind
from gui.widgets.catalog.item_page import ItemPage
from tests.gui.widgets.catalog.things import (
    ODD_NAMES,
    ROLLED,
    item,
    other_field,
    press,
    shown,
    type_into,
)


@pytest.fixture
def page(qtbot: QtBot) -> ItemPage:
    made = shown(qtbot, ItemPage)
    made.show_detail(item())
    return made


def wishes(page: ItemPage) -> list[tuple[str, object]]:
    said: list[tuple[str, object]] = []
    page.field_wanted.connect(lambda field, value: said.append((field, value)))
    return said


def test_a_name_is_wished_for_on_enter_and_shown_once_core_took_it(
    page: ItemPage, qtbot: QtBot
) -> None:
    said = wishes(page)
    type_into(qtbot, page.name, "  Almond   sugar cookie ")
    press(qtbot, Qt.Key.Key_Return)
    assert said == [("name", "Almond sugar cookie")]
    assert page.name.face.face_text() == "Sugar cookie"
    page.show_detail(item(name="Almond sugar cookie"))
    assert page.name.face.face_text() == "Almond sugar cookie"


def test_esc_wishes_for_nothing(page: ItemPage, qtbot: QtBot) -> None:
    said = wishes(page)
    type_into(qtbot, page.category, "Cakes")
    press(qtbot, Qt.Key.Key_Escape)
    assert said == []
    assert page.category.face.face_text() == "Cookies"


def test_leaving_with_tab_takes_the_text_and_goes_on(page: ItemPage, qtbot: QtBot) -> None:
    said = wishes(page)
    type_into(qtbot, page.items_per_batch, "4 dz")
    press(qtbot, Qt.Key.Key_Tab)
    assert said == [("items_per_batch", Fraction(48))]
    assert page.item_unit.face.hasFocus()


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("items_per_batch", "2 1/4", Fraction(9, 4)),
        ("items_per_batch", "", None),
        ("item_unit", "biscuits", "biscuits"),
        ("item_unit", "", None),
        ("category", "Cakes", "Cakes"),
    ],
)
def test_a_field_says_what_was_typed_as_its_value(
    page: ItemPage, qtbot: QtBot, field: str, text: str, value: object
) -> None:
    said = wishes(page)
    label = getattr(page, field)
    type_into(qtbot, label, text)
    if not text:
        press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [(field, value)]


def test_a_note_keeps_its_lines_and_an_empty_one_is_none(page: ItemPage, qtbot: QtBot) -> None:
    said = wishes(page)
    page.notes.face.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(page.notes.editor, "Stall 14")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(page.notes.editor, "Ask Tom")
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.show_detail(item(notes="Stall 14\nAsk Tom"))
    page.notes.start_editing()
    page.notes.editor.clear()
    page.notes.commit()
    assert said == [("notes", "Stall 14\nAsk Tom"), ("notes", None)]


@pytest.mark.parametrize("text", ["0", "-4", "abc", "1e9", "9" * 61])
def test_what_is_no_number_stays_with_a_sentence(page: ItemPage, qtbot: QtBot, text: str) -> None:
    said = wishes(page)
    type_into(qtbot, page.items_per_batch, text)
    press(qtbot, Qt.Key.Key_Return)
    other_field(page).setFocus()
    assert page.items_per_batch.sentence.text().endswith(".")
    assert page.items_per_batch.typed_text() == text
    assert not page.commit_edits()
    assert said == []


def test_a_text_of_10000_characters_is_taken_and_a_longer_one_is_not(
    page: ItemPage, qtbot: QtBot
) -> None:
    said = wishes(page)
    page.notes.start_editing()
    page.notes.editor.setPlainText("x" * 10_001)
    assert not page.commit_edits()
    assert "10,000" in page.notes.sentence.text()
    page.notes.editor.setPlainText("x" * 10_000)
    assert page.commit_edits()
    assert said == [("notes", "x" * 10_000)]
    page.show_detail(item(notes="x" * 10_000))
    assert page.notes.height() < 150


def test_a_refusal_brings_back_what_she_typed_with_the_sentence(
    page: ItemPage, qtbot: QtBot
) -> None:
    type_into(qtbot, page.name, "Gingerbread")
    press(qtbot, Qt.Key.Key_Return)
    page.refuse("name", "There is an item called “Gingerbread” already.")
    assert page.name.is_editing()
    assert page.name.typed_text() == "Gingerbread"
    assert page.name.sentence.text() == "There is an item called “Gingerbread” already."
    page.show_detail(item())  # the truth read again takes nothing from her
    assert page.name.typed_text() == "Gingerbread"
    assert page.category.face.face_text() == "Cookies"


def test_a_refused_text_is_not_lost_on_leaving_and_enter_asks_again(
    page: ItemPage, qtbot: QtBot
) -> None:
    said = wishes(page)
    type_into(qtbot, page.name, "Gingerbread")
    press(qtbot, Qt.Key.Key_Return)
    page.refuse("name", "Taken.")
    other_field(page).setFocus()
    assert not page.commit_edits()
    assert page.name.typed_text() == "Gingerbread"
    assert len(said) == 1
    page.name.editor.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert said == [("name", "Gingerbread")] * 2
    page.refuse("name", "Taken.")
    press(qtbot, Qt.Key.Key_Escape)
    assert page.commit_edits()
    assert page.name.face.face_text() == "Sugar cookie"


def test_a_refusal_does_not_take_the_keyboard_from_another_word(
    page: ItemPage, qtbot: QtBot
) -> None:
    type_into(qtbot, page.name, "Gingerbread")
    press(qtbot, Qt.Key.Key_Return)
    type_into(qtbot, page.item_unit, "bis")
    page.refuse("name", "Taken.")
    press(qtbot, Qt.Key.Key_C)
    assert page.item_unit.typed_text() == "bisc"
    assert page.name.typed_text() == "Gingerbread"


def test_another_thing_drops_what_was_open_and_the_same_does_not(
    page: ItemPage, qtbot: QtBot
) -> None:
    type_into(qtbot, page.name, "Half")
    page.show_detail(item(category="Cakes"))
    assert page.name.typed_text() == "Half"
    page.show_detail(item(key=Key(ThingKind.FINISHED_UNIT, 2), uuid="u2", name="Biscotti"))
    assert not page.name.is_editing()
    assert page.name.face.face_text() == "Biscotti"


def test_a_way_of_counting_is_chosen_by_keyboard_and_comes_back_when_refused(
    page: ItemPage, qtbot: QtBot
) -> None:
    said = wishes(page)
    page.counted.pieces.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert said == [("is_portion", True)]
    page.refuse("is_portion", "Not now.")
    assert page.counted.pieces.isChecked()
    assert page.counted.sentence.text() == "Not now."
    page.show_detail(item(yields=Yield(True, None, None, Fraction(25), "slice")))
    assert page.counted.portions.isChecked()
    assert page.batch_percentage.face.face_text() == "25 %"
    assert page.portion.face.face_text() == "slice"
    assert not page.items_per_batch.isVisible()


@pytest.mark.parametrize(
    ("text", "value"), [("25 %", 25), ("33.3", Fraction("33.3")), ("100", 100)]
)
def test_a_portion_is_a_part_of_a_batch(
    page: ItemPage, qtbot: QtBot, text: str, value: Fraction
) -> None:
    page.show_detail(item(yields=Yield(True)))
    said = wishes(page)
    type_into(qtbot, page.batch_percentage, text)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [("batch_percentage", Fraction(value))]


def test_a_portion_is_no_more_than_the_batch(page: ItemPage, qtbot: QtBot) -> None:
    page.show_detail(item(yields=Yield(True)))
    type_into(qtbot, page.batch_percentage, "101 %")
    press(qtbot, Qt.Key.Key_Return)
    assert "100 %" in page.batch_percentage.sentence.text()


def test_an_item_without_a_number_says_so(page: ItemPage) -> None:
    assert not page.caution.isVisible()
    page.show_detail(item(yields=Yield()))
    assert page.caution.isVisible()
    assert page.caution.text() == "No number a batch is known."


def test_the_recipe_is_a_link_and_the_pencil_chooses_another(page: ItemPage, qtbot: QtBot) -> None:
    said = wishes(page)
    with qtbot.waitSignal(page.place_wanted) as wish:
        page.recipe.link.click()
    assert wish.args == [ROLLED.key]
    with qtbot.waitSignal(page.recipes_wanted):
        page.recipe.pencil.click()
    page.set_recipes([(3, ROLLED.name), (4, "Gingerbread <dark> & sweet"), (5, "Biscotti")])
    editor = page.recipe.label.editor
    assert editor.hasFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "bread")
    press(qtbot, Qt.Key.Key_Return)
    assert "no recipe of that name" in page.recipe.label.sentence.text()
    assert not page.commit_edits()
    editor.selectAll()
    qtbot.keyClicks(editor, "gingerbread <DARK> & sweet")
    press(qtbot, Qt.Key.Key_Return)
    assert said == [("recipe", 4)]
    assert page.recipe.pencil.hasFocus()


def test_a_part_of_a_name_and_enter_in_the_list_choose_the_recipe(
    page: ItemPage, qtbot: QtBot
) -> None:
    said = wishes(page)
    page.set_recipes([(4, "Gingerbread"), (5, "Biscotti")])
    page.recipe.pencil.click()
    editor = page.recipe.label.editor
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "iscot")
    completer = editor.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said == [("recipe", 5)])
    assert not page.recipe.label.is_editing()


def test_an_emptied_recipe_is_none(page: ItemPage, qtbot: QtBot) -> None:
    said = wishes(page)
    page.recipe.pencil.click()
    page.recipe.label.editor.selectAll()
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Return)
    assert said == [("recipe", None)]
    page.show_detail(item(recipe=None))
    assert page.recipe.label.face.face_text() == "Add a recipe: type a part of its name"


def test_buttons_say_their_wishes(page: ItemPage, qtbot: QtBot) -> None:
    for button, signal in (
        (page.duplicate_button, page.duplicate_wanted),
        (page.retire_button, page.retire_wanted),
        (page.delete_button, page.delete_wanted),
    ):
        button.setFocus()
        with qtbot.waitSignal(signal):
            press(qtbot, Qt.Key.Key_Space)


def test_a_retired_thing_says_so_and_can_be_brought_back(page: ItemPage, qtbot: QtBot) -> None:
    assert not page.band.isVisible()
    page.retire_button.setFocus()
    page.show_detail(item(is_retired=True))
    assert not page.retire_button.isVisible()
    assert page.band.text() == "Retired: not offered for new plans and boxes."
    assert page.band.button("bring_back").hasFocus()
    with qtbot.waitSignal(page.bring_back_wanted):
        press(qtbot, Qt.Key.Key_Space)


def test_read_only_shows_all_and_changes_nothing(page: ItemPage, qtbot: QtBot) -> None:
    said = wishes(page)
    type_into(qtbot, page.name, "Half")
    page.set_read_only(True)
    page.show_detail(item())
    page.edit_name()
    assert not page.name.is_editing()
    page.counted.portions.click()
    for button in (page.duplicate_button, page.retire_button, page.delete_button):
        assert not button.isEnabled()
        assert button.toolTip() == "This file is read-only"
    assert not page.recipe.pencil.isVisible()
    with qtbot.waitSignal(page.place_wanted):
        page.recipe.link.click()
    assert said == []
    page.set_read_only(False)
    page.edit_name()
    assert page.name.is_editing()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_stay_as_they_are(page: ItemPage, qtbot: QtBot, name: str) -> None:
    page.show_detail(item(name=name, recipe=ROLLED.__class__(ROLLED.key, name), category=name))
    assert page.name.face.face_text() == name
    link = page.recipe.link.text().replace("&&", "&").strip("\u2068\u2069")
    assert link[:10] == name.strip()[:10]
    assert page.window().width() <= 900
    page.edit_name()
    assert page.name.typed_text() == name


def test_f2_edits_the_name_from_anywhere(page: ItemPage, qtbot: QtBot) -> None:
    page.delete_button.setFocus()
    press(qtbot, Qt.Key.Key_F2)
    assert page.name.is_editing()


def test_tab_reaches_everything_and_every_stop_has_a_name(page: ItemPage, qtbot: QtBot) -> None:
    page.focus_body()
    names = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is other_field(page):
            break
        assert focus.accessibleName() or getattr(focus, "text", str)(), focus.objectName()
        names.append(focus.objectName())
        press(qtbot, Qt.Key.Key_Tab)
    head = ["name_face", "duplicate", "retire", "delete", "category_face"]
    form = ["items_per_batch_face", "item_unit_face", "in_pieces", "recipe_link", "recipe_edit"]
    form += ["description_face", "production_notes_face", "notes_face"]
    assert names == [*head, *form, *["used_in_place"] * 5]


def test_reading_failing_and_gone_have_their_words(page: ItemPage, qtbot: QtBot) -> None:
    page.show_failure("The file is in use by another program.")
    assert page.message.isVisible()
    with qtbot.waitSignal(page.retry_wanted):
        page.message.button.click()
    page.show_detail(item())
    assert page.name.isVisible()
    page.show_gone()
    assert page.message.text() == "This was deleted in another window."
    assert page.detail() is None
    assert page.commit_edits()


def test_a_refusal_of_no_field_stands_below_the_head(page: ItemPage) -> None:
    page.refuse("", "Nothing can be saved now.")
    assert page.trouble.isVisible()
    page.show_detail(item(usage=Usage()))
    assert not page.trouble.isVisible()
