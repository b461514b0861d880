from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.domain.rows import Choice
from gui.dialogs.box_table import IN_EACH
from gui.dialogs.form_dialog import FormDialog
from gui.dialogs.new_box_dialog import BoxAnswer, NewBoxDialog
from gui.dialogs.new_event_dialog import EventAnswer, NewEventDialog
from gui.dialogs.new_item_dialog import ItemAnswer, NewItemDialog
from gui.dialogs.plan_again_dialog import PlanAgainDialog, PlanAgainProposal
from gui.widgets.text_check import name_problem, note_problem
from tests.gui.dialogs.values import COOKIE, TODAY, plain

RECIPES = [(7, "Sugar cookies (rolled)"), (8, "Almond biscotti")]


def opened(qtbot: QtBot, dialog: FormDialog) -> None:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "It needs a name."),
        (" \u2003 ", "It needs a name."),
        ("x" * 10_000, "A name can have up to 200 characters; this one has 10,000."),
        ("half \ud83c", "half a character"),
        ("bell \x07", "control character"),
    ],
)
def test_a_bad_name_gets_a_sentence(name: str, reason: str) -> None:
    assert reason in name_problem(name)


@pytest.mark.parametrize(
    "name", ["x" * 200, "<b>x</b>", "Tom & Jerry", "🎄 market", "שוק חג", "a\u200db", "Sablés"]
)
def test_a_strange_but_good_name_is_taken(name: str) -> None:
    assert name_problem(name) == ""


def test_a_note_may_have_lines_and_be_empty_but_not_hold_half_characters() -> None:
    assert note_problem("") == ""
    assert note_problem("one\ntwo\tthree") == ""
    assert note_problem("x" * 10_001)
    assert note_problem("\udc00")


def test_a_new_event_is_a_name_and_a_typed_day(qtbot: QtBot) -> None:
    dialog = NewEventDialog(TODAY)
    opened(qtbot, dialog)
    qtbot.keyClicks(dialog.name_field.edit, " Christmas   market ")
    qtbot.keyClicks(dialog.date_field.edit, "12 dec")

    assert dialog.date_field.understood.text().endswith("in 19 days")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.date_field.edit, Qt.Key.Key_Return)
    assert dialog.answer() == EventAnswer("Christmas market", date(2026, 12, 12))


def test_a_bad_name_keeps_the_date_and_the_form(qtbot: QtBot) -> None:
    dialog = NewEventDialog(TODAY, name="x" * 201)
    opened(qtbot, dialog)
    qtbot.keyClicks(dialog.date_field.edit, "someday")
    dialog.take()

    assert dialog.isVisible()
    assert dialog.name_field.sentence.isVisible()
    assert dialog.date_field.sentence.text() == (
        "This is not understood as a date. Try 12 dec, or 2026-12-12."
    )
    assert dialog.focusWidget() is dialog.name_field.edit
    assert dialog.date_field.text() == "someday"
    dialog.name_field.edit.clear()
    qtbot.keyClicks(dialog.name_field.edit, "Fair")
    assert dialog.name_field.sentence.isHidden()


def test_a_day_can_be_chosen_from_the_calendar(qtbot: QtBot) -> None:
    dialog = NewEventDialog(TODAY, name="Fair")
    opened(qtbot, dialog)
    dialog.date_field._calendar.clicked.emit(QDate(2027, 1, 2))
    assert dialog.answer() == EventAnswer("Fair", date(2027, 1, 2))


def test_a_day_goes_through_the_field_and_back_in_other_languages(qtbot: QtBot) -> None:
    before = QLocale()
    try:
        for name in ("de_DE", "en_US", "fr_FR", "sv_SE", "ja_JP"):
            QLocale.setDefault(QLocale(name))
            proposal = PlanAgainProposal("Snapshot 3", "Fair", date(2027, 3, 9), 1)
            dialog = PlanAgainDialog(proposal, TODAY)
            qtbot.addWidget(dialog)
            assert dialog.answer().event_date == date(2027, 3, 9), name
    finally:
        QLocale.setDefault(before)


def test_plan_again_proposes_and_names_what_is_left_out(qtbot: QtBot) -> None:
    proposal = PlanAgainProposal(
        "Snapshot 3 of Christmas market", "Christmas market", date(2027, 12, 11), 4, ("Ribbon",)
    )
    dialog = PlanAgainDialog(proposal, TODAY)
    opened(qtbot, dialog)
    left_out = dialog.findChild(QLabel, "left_out")

    assert left_out is not None
    assert plain(left_out.text()) == "Left out, because it is no longer there: Ribbon."
    assert dialog.answer() == EventAnswer("Christmas market", date(2027, 12, 11))
    dialog.date_field.edit.clear()
    assert dialog.answer() == EventAnswer("Christmas market", None)


def test_a_new_item_needs_only_a_name(qtbot: QtBot) -> None:
    dialog = NewItemDialog(RECIPES, name="Almond slice")
    opened(qtbot, dialog)
    with qtbot.waitSignal(dialog.accepted):
        dialog.verb_button.click()
    assert dialog.answer() == ItemAnswer("Almond slice", None, "", None)


def test_a_new_item_takes_a_kitchen_number_a_unit_and_a_recipe_by_name(qtbot: QtBot) -> None:
    dialog = NewItemDialog(RECIPES, name="Almond slice")
    opened(qtbot, dialog)
    qtbot.keyClicks(dialog.batch_field.edit, "4 dz")
    qtbot.keyClicks(dialog.unit_field.edit, "slices")
    dialog.recipe.setEditText("almond BISCOTTI")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.unit_field.edit, Qt.Key.Key_Return)
    assert dialog.answer() == ItemAnswer("Almond slice", Fraction(48), "slices", 8)


def test_a_part_of_a_recipes_name_is_enough_where_only_one_has_it(qtbot: QtBot) -> None:
    dialog = NewItemDialog([*RECIPES, (9, "Almond cake"), (10, "Almond")], name="Slice")
    opened(qtbot, dialog)
    for typed, recipe_id in (("bisc", 8), ("ALMOND", 10), ("almond c", 9)):
        dialog.recipe.setEditText(typed)
        assert dialog.answer().recipe_id == recipe_id, typed
    dialog.recipe.setEditText("ca")  # of the cake only
    assert dialog.answer().recipe_id == 9
    dialog.recipe.setEditText("lmon")
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.take()
    assert dialog.recipe_field.sentence.isVisible()


@pytest.mark.parametrize("typed", ["0", "-3", "abc", "1e300", "9" * 80])
def test_a_number_that_cannot_be_gets_a_sentence_and_stays(qtbot: QtBot, typed: str) -> None:
    dialog = NewItemDialog(name="Almond slice")
    opened(qtbot, dialog)
    dialog.batch_field.edit.setText(typed)
    dialog.unit_field.edit.setText("slices")
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.take()
    assert dialog.batch_field.sentence.isVisible()
    assert dialog.batch_field.text() == typed
    assert dialog.unit_field.text() == "slices"


def test_a_number_without_a_unit_asks_what_is_counted(qtbot: QtBot) -> None:
    dialog = NewItemDialog(name="Almond slice")
    opened(qtbot, dialog)
    dialog.batch_field.edit.setText("48")
    dialog.take()
    assert "what is counted" in dialog.unit_field.sentence.text()
    assert dialog.focusWidget() is dialog.unit_field.edit


def test_an_unknown_recipe_gets_a_sentence_until_it_is_cleared(qtbot: QtBot) -> None:
    dialog = NewItemDialog(RECIPES, name="Almond slice")
    opened(qtbot, dialog)
    dialog.recipe.setEditText("Pancakes")
    dialog.take()
    assert dialog.recipe_field.sentence.isVisible()
    dialog.recipe.setEditText("")
    assert dialog.recipe_field.sentence.isHidden()
    with qtbot.waitSignal(dialog.accepted):
        dialog.take()


def test_a_new_box_gathers_what_is_added_and_sums_the_same_thing(qtbot: QtBot) -> None:
    dialog = NewBoxDialog(name="Hamper")
    opened(qtbot, dialog)
    asked: list[str] = []
    dialog.choices_wanted.connect(asked.append)
    qtbot.keyClicks(dialog.adder.edit, "6 sugar")
    qtbot.keyClick(dialog.adder.edit, Qt.Key.Key_Return)
    assert asked == ["6 sugar", "sugar"]
    dialog.put_choices("6 sugar", ())
    dialog.put_choices("sugar", (COOKIE,))
    dialog.add_content(COOKIE, Fraction(2))

    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.take()
    assert dialog.answer() == BoxAnswer("Hamper", ((COOKIE, Fraction(8)),))


def test_a_number_in_the_box_is_changed_in_place_and_a_row_taken_out(qtbot: QtBot) -> None:
    card = Choice(COOKIE.kind, 2, "card", "Card", "each")
    dialog = NewBoxDialog(name="Hamper", contents=[(COOKIE, Fraction(6)), (card, Fraction(1))])
    opened(qtbot, dialog)
    item = dialog.table.topLevelItem(0)
    assert item is not None

    item.setText(IN_EACH, "1/2")
    assert dialog.table.contents()[0] == (COOKIE, Fraction(1, 2))
    item.setText(IN_EACH, "none")
    assert dialog.table.contents()[0] == (COOKIE, Fraction(1, 2))
    assert item.text(IN_EACH) == "1/2"
    assert dialog.sentence.isVisible()
    dialog.table.setCurrentItem(item)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert dialog.table.contents() == [(card, Fraction(1))]


def test_a_loop_is_said_at_the_contents_and_nothing_is_lost(qtbot: QtBot) -> None:
    dialog = NewBoxDialog(name="Hamper", contents=[(COOKIE, Fraction(6))])
    opened(qtbot, dialog)
    dialog.set_error("This would go round in a circle: Hamper > Sampler > Hamper.")
    assert dialog.sentence.isVisible()
    assert dialog.answer() == BoxAnswer("Hamper", ((COOKIE, Fraction(6)),))


def test_something_typed_but_not_added_is_not_dropped(qtbot: QtBot) -> None:
    dialog = NewBoxDialog(name="Hamper")
    opened(qtbot, dialog)
    qtbot.keyClicks(dialog.adder.edit, "6 sugar")
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.take()
    assert "6 sugar" in dialog.sentence.text()
    assert dialog.adder.pending_text() == "6 sugar"
