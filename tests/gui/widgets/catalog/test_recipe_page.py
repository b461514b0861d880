from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.catalog import RecipeLineRow, ThingRef
from core.domain.keys import Key, ThingKind
from core.domain.rows import RecipeChoice
from gui.models.roles import Role
from gui.widgets.catalog.recipe_page import AMOUNT, NOTE, UNIT, WHAT, RecipePage
from tests.gui.widgets.catalog.things import (
    BUTTER,
    FLOUR,
    ICING,
    ODD_NAMES,
    other_field,
    press,
    recipe,
    row_menu,
    shown,
    take,
    type_into,
)


@pytest.fixture
def page(qtbot: QtBot) -> RecipePage:
    made = shown(qtbot, RecipePage)
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made.table.parts, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    made.show_detail(recipe(FLOUR, BUTTER, ICING))
    return made


def cells(page: RecipePage) -> list[list[str]]:
    parts = page.table.parts
    return [
        [str(parts.index(row, at).data()) for at in range(4)] for row in range(parts.rowCount())
    ]


def editor(page: RecipePage) -> QLineEdit:
    found = page.table._delegate.editor()
    assert found is not None
    return found


def sentence(page: RecipePage) -> str:
    label = page.table.findChild(QLabel, "cell_sentence")
    return label.text() if label is not None and label.isVisible() else ""


def choose(page: RecipePage, row: int, column: int = WHAT) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.parts.index(row, column))


def test_parts_are_read_as_a_cook_writes_them(page: RecipePage) -> None:
    assert cells(page) == [
        ["Flour", "2 3/4", "cup", ""],
        ["Butter", "1", "cup", "softened"],
        ["Royal icing", "2", "batches", ""],
    ]
    spoken = page.table.parts.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Butter, 1 cup, softened"


@pytest.mark.parametrize(
    ("keys", "amount"), [("2", 2), ("½", Fraction(1, 2)), ("+1", Fraction(15, 4)), ("2,25", "9/4")]
)
def test_a_digit_on_a_part_begins_its_amount(
    page: RecipePage, qtbot: QtBot, keys: str, amount: Fraction
) -> None:
    choose(page, 0)
    qtbot.keyClicks(page.table, keys[0])
    qtbot.keyClicks(editor(page), keys[1:])
    with qtbot.waitSignal(page.part_amount_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == [FLOUR, Fraction(amount)]
    assert page.table.hasFocus()


def test_tab_goes_from_amount_to_unit_to_note_to_the_next_part(
    page: RecipePage, qtbot: QtBot
) -> None:
    units: list[tuple[object, str]] = []
    notes: list[tuple[object, object]] = []
    page.part_unit_wanted.connect(lambda *wish: units.append(wish))
    page.part_note_wanted.connect(lambda *wish: notes.append(wish))
    choose(page, 1)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor(page), "stick")
    press(qtbot, Qt.Key.Key_Tab)
    editor(page).selectAll()
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Tab)
    assert units == [(BUTTER, "stick")]
    assert notes == [(BUTTER, None)]
    assert editor(page).objectName() == "part_amount_editor"
    assert editor(page).text() == "2"  # of the icing, whose unit cannot be changed
    press(qtbot, Qt.Key.Key_Backtab)
    assert editor(page).objectName() == "part_note_editor"
    press(qtbot, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("11/4", "2 3/4"), ("1/3", "1/3"), ("0.33", "0.33"), ("60", "60"), ("15/7", "2 1/7")],
)
def test_an_amount_opens_as_a_cook_reads_it(
    page: RecipePage, qtbot: QtBot, amount: str, text: str
) -> None:
    page.show_detail(recipe(replace(FLOUR, quantity=Fraction(amount))))
    choose(page, 0, AMOUNT)
    press(qtbot, Qt.Key.Key_F2)
    assert editor(page).text() == text
    with qtbot.assertNotEmitted(page.part_amount_wanted):
        press(qtbot, Qt.Key.Key_Return)


def test_a_letter_begins_a_text_cell_and_no_name(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 0, NOTE)
    press(qtbot, Qt.Key.Key_S)
    assert editor(page).text() == "s"
    press(qtbot, Qt.Key.Key_Escape)
    choose(page, 0, WHAT)
    press(qtbot, Qt.Key.Key_S)
    assert page.table._delegate.editor() is None


def test_a_digit_in_a_note_is_text(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 0, NOTE)
    press(qtbot, Qt.Key.Key_2)
    assert editor(page).objectName() == "part_note_editor"
    press(qtbot, Qt.Key.Key_Escape)


@pytest.mark.parametrize("text", ["0", "abc", "-5", "1e300", ""])
def test_what_is_no_amount_is_never_dropped(page: RecipePage, qtbot: QtBot, text: str) -> None:
    choose(page, 0, AMOUNT)
    press(qtbot, Qt.Key.Key_Return)
    editor(page).setText(text)
    with qtbot.assertNotEmitted(page.part_amount_wanted):
        press(qtbot, Qt.Key.Key_Return)
        assert sentence(page).endswith(".")
        other_field(page).setFocus()
        assert not page.commit_edits()
    assert editor(page).text() == text
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.table._delegate.editor() is None)
    assert cells(page)[0][AMOUNT] == "2 3/4"
    assert page.commit_edits()


def test_bad_text_stays_when_another_part_is_clicked(page: RecipePage, qtbot: QtBot) -> None:
    said: list[bool] = []
    page.table.half_typed.connect(said.append)
    choose(page, 0, AMOUNT)
    press(qtbot, Qt.Key.Key_0)
    place = page.table.visualRect(page.table.parts.index(2, WHAT)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor(page).text() == "0"
    assert editor(page).isVisible()
    assert said == [True]
    assert sentence(page)
    press(qtbot, Qt.Key.Key_F2)  # and no second one opens beside it
    assert len(page.table.findChildren(QLineEdit)) == 1
    editor(page).setText("3")
    with qtbot.waitSignal(page.part_amount_wanted):
        assert page.commit_edits()


def test_a_refused_loop_keeps_the_amount_she_typed(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 2, AMOUNT)
    press(qtbot, Qt.Key.Key_4)
    press(qtbot, Qt.Key.Key_Return)
    page.refuse_part(ICING, "amount", "Royal icing > Sugar cookies > Royal icing")
    assert editor(page).text() == "4"
    assert ">" in sentence(page)
    other_field(page).setFocus()
    assert not page.commit_edits()
    press(qtbot, Qt.Key.Key_Escape)
    assert cells(page)[2][AMOUNT] == "2"


def test_a_refusal_while_she_types_elsewhere_stands_below_the_head(
    page: RecipePage, qtbot: QtBot
) -> None:
    choose(page, 0, AMOUNT)
    press(qtbot, Qt.Key.Key_4)
    press(qtbot, Qt.Key.Key_Return)
    page.adder.setFocus()
    qtbot.keyClicks(page.adder.edit, "2 cu")
    page.refuse_part(FLOUR, "amount", "Not now.")
    assert page.trouble.text() == "Not now."
    assert page.adder.edit.hasFocus()
    assert cells(page)[0][AMOUNT] == "2 3/4"


def test_news_from_elsewhere_do_not_overwrite_what_is_typed(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 0, AMOUNT)
    press(qtbot, Qt.Key.Key_4)
    page.show_detail(recipe(replace(FLOUR, quantity=Fraction(3)), BUTTER))
    assert editor(page).text() == "4"
    press(qtbot, Qt.Key.Key_Escape)
    assert cells(page)[0][AMOUNT] == "3"


def test_del_and_alt_arrows_say_their_wishes(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 0)
    press(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(page.parts_delete_wanted) as gone:
        press(qtbot, Qt.Key.Key_Delete)
    assert gone.args == [[FLOUR, BUTTER]]
    choose(page, 1)
    with qtbot.waitSignal(page.part_move_wanted) as moved:
        press(qtbot, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert moved.args == [BUTTER, -1]
    page.show_detail(recipe(BUTTER, FLOUR, ICING))
    assert page.table.current_part().thing == BUTTER  # type: ignore[union-attr]


def test_del_goes_on_to_the_next_part(page: RecipePage, qtbot: QtBot) -> None:
    gone: list[list[RecipeLineRow]] = []
    page.parts_delete_wanted.connect(gone.append)
    choose(page, 1)
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Delete)
    assert gone == [[BUTTER], [ICING]]
    assert page.table.selected_things() == [BUTTER]  # the last row went: the one above it
    page.show_detail(recipe(FLOUR))
    assert page.table.selected_things() == [FLOUR]
    press(qtbot, Qt.Key.Key_Delete)
    assert gone[2:] == [[FLOUR]]


def test_a_part_that_is_brought_back_is_chosen(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 1)
    press(qtbot, Qt.Key.Key_Delete)
    page.show_detail(recipe(FLOUR, ICING))
    assert page.table.selected_things() == [ICING]
    page.show_detail(recipe(FLOUR, BUTTER, ICING))
    assert page.table.selected_things() == [BUTTER]
    page.show_detail(recipe(FLOUR, ICING))
    choose(page, 0)
    page.show_detail(recipe(FLOUR, BUTTER, ICING))
    assert page.table.selected_things() == [FLOUR]  # another window's doing


def test_the_menu_of_a_part_does_what_its_keys_do(page: RecipePage, qtbot: QtBot) -> None:
    choose(page, 1)
    with qtbot.waitSignal(page.part_move_wanted) as moved:
        take(page.table, "Move up")
    assert moved.args == [BUTTER, -1]
    with qtbot.waitSignal(page.part_move_wanted) as moved:
        take(page.table, "Move down")
    assert moved.args == [BUTTER, 1]
    take(page.table, "Edit")
    assert editor(page).objectName() == "part_amount_editor"
    press(qtbot, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.parts_delete_wanted) as gone:
        take(page.table, "Delete", page.table.parts.index(1, WHAT))
    assert gone.args == [[BUTTER]]
    page.set_read_only(True)
    assert row_menu(page.table) == {}


def test_the_same_ingredient_twice_and_a_recipe_of_the_same_id_are_apart(
    page: RecipePage,
) -> None:
    again = RecipeLineRow(7, FLOUR.thing, Fraction(1), "tbsp", "for the table")
    page.show_detail(recipe(FLOUR, again, ICING))  # the icing has the flour's id
    assert [row[0] for row in cells(page)] == ["Flour", "Flour", "Royal icing"]
    assert page.choose_part(ICING)
    assert page.table.currentIndex().row() == 2


def test_a_unit_nobody_knows_is_kept_and_marked(page: RecipePage) -> None:
    page.show_detail(recipe(replace(FLOUR, unit="<b>cupful</b>", is_unit_known=False)))
    cell = page.table.parts.index(0, UNIT)
    assert cell.data() == "<b>cupful</b>"
    assert cell.data(Role.COLOUR) == "caution"
    assert "does not know this unit" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_an_empty_recipe_says_what_belongs_there(page: RecipePage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.show_detail(recipe())
    assert page.empty.isVisible()
    assert page.adder.edit.hasFocus()
    qtbot.keyClicks(page.adder.edit, "2 cup flour")
    choice = RecipeChoice(FLOUR.thing.key, "Flour", "cup")
    page.choices_wanted.connect(lambda text: page.put_choices(text, (choice,)))
    with qtbot.waitSignal(page.part_add_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == [choice, Fraction(2), "cup"]
    page.show_detail(recipe(FLOUR))
    assert page.table.isVisible()
    assert page.adder.edit.hasFocus()  # the next one can be typed


def test_source_and_notes_are_fields(page: RecipePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.source, "Grandmother's card")
    with qtbot.waitSignal(page.field_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == ["source", "Grandmother's card"]
    page.notes.start_editing()
    page.notes.editor.setPlainText("x" * 10_001)
    assert not page.commit_edits()


def test_read_only_shows_and_copies(page: RecipePage, qtbot: QtBot) -> None:
    page.set_read_only(True)
    assert not page.adder.isVisible()
    choose(page, 1)
    press(qtbot, Qt.Key.Key_7)
    assert page.table._delegate.editor() is None
    with qtbot.assertNotEmitted(page.parts_delete_wanted):
        press(qtbot, Qt.Key.Key_Delete)
    assert page.table.rows_text() == "Butter\t1\tcup\tsoftened"


def test_a_double_click_on_a_name_opens_it(page: RecipePage, qtbot: QtBot) -> None:
    place = page.table.visualRect(page.table.parts.index(2, WHAT)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(page.place_wanted) as wish:
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wish.args == [ICING.thing.key]


def test_what_was_typed_stays_with_its_recipe(page: RecipePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.adder.edit, "2 cu")
    choose(page, 0, AMOUNT)
    press(qtbot, Qt.Key.Key_4)
    other = recipe(BUTTER)
    other = replace(other, row=replace(other.row, key=Key(ThingKind.RECIPE, 4), uuid="r4"))
    page.show_detail(other)
    assert page.table._delegate.editor() is None
    assert page.adder.pending_text() == ""
    assert cells(page) == [["Butter", "1", "cup", "softened"]]
    qtbot.keyClicks(page.adder.edit, "1 egg")
    page.show_detail(recipe(FLOUR))
    assert page.adder.pending_text() == "2 cu"
    page.show_detail(replace(other, row=replace(other.row, uuid="of another file")))
    assert page.adder.pending_text() == ""
    page.show_detail(other)
    assert page.adder.pending_text() == "1 egg"


def test_what_was_added_is_not_put_back(page: RecipePage, qtbot: QtBot) -> None:
    choice = RecipeChoice(FLOUR.thing.key, "Flour", "cup")
    page.choices_wanted.connect(lambda text: page.put_choices(text, (choice,)))
    other = recipe(BUTTER)
    other = replace(other, row=replace(other.row, key=Key(ThingKind.RECIPE, 4), uuid="r4"))
    qtbot.keyClicks(page.adder.edit, "2 cup flour")
    page.show_detail(other)
    page.show_detail(recipe(FLOUR))
    page.adder.setFocus()
    with qtbot.waitSignal(page.part_add_wanted):
        press(qtbot, Qt.Key.Key_Return)
    page.show_detail(other)
    page.show_detail(recipe(FLOUR))
    assert page.adder.pending_text() == ""


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_plain_text(page: RecipePage, name: str) -> None:
    thing = ThingRef(FLOUR.thing.key, name, is_retired=True)
    page.show_detail(recipe(replace(FLOUR, thing=thing, notes=name)))
    assert cells(page)[0][WHAT] == cells(page)[0][NOTE] == " ".join(name.split())
    assert page.window().width() <= 900


def test_a_narrow_window_hides_the_notes(page: RecipePage, qtbot: QtBot) -> None:
    page.set_narrow(True)
    assert page.table.isColumnHidden(NOTE)
    choose(page, 0, UNIT)
    press(qtbot, Qt.Key.Key_F2)
    press(qtbot, Qt.Key.Key_Tab)
    assert editor(page).objectName() == "part_amount_editor"
    press(qtbot, Qt.Key.Key_Escape)


def test_2000_parts_are_shown_at_once(page: RecipePage) -> None:
    many = [replace(FLOUR, id=at, quantity=Fraction(at + 1)) for at in range(2_000)]
    page.show_detail(recipe(*many))
    assert page.table.parts.rowCount() == 2_000
