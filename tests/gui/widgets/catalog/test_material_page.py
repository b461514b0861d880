from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.catalog import MaterialUnitRow
from gui.widgets.catalog.material_page import MaterialPage
from gui.widgets.catalog.unit_table import NAME, TAKES
from gui.widgets.part_table import PartTable
from tests.gui.widgets.catalog.things import (
    BOW,
    INCH,
    ODD_NAMES,
    TIE,
    close_menu,
    material,
    other_field,
    press,
    row_menu,
    shown,
    take,
    type_into,
)


@pytest.fixture
def page(qtbot: QtBot) -> MaterialPage:
    made = shown(qtbot, MaterialPage)
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made.units.table.parts, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    made.show_detail(material())
    return made


def table(page: MaterialPage) -> PartTable:
    return page.units.table


def editor(page: MaterialPage) -> QLineEdit:
    found = table(page)._delegate.editor()
    assert found is not None
    return found


def sentence(page: MaterialPage) -> str:
    label = table(page).findChild(QLabel, "cell_sentence")
    return label.text() if label is not None and label.isVisible() else ""


def choose(page: MaterialPage, row: int, column: int = NAME) -> None:
    table(page).setFocus()
    table(page).setCurrentIndex(table(page).parts.index(row, column))


def wishes(page: MaterialPage) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    page.unit_field_wanted.connect(lambda *wish: said.append(wish))
    return said


def test_ways_to_plan_it_are_shown_in_the_display_unit(page: MaterialPage) -> None:
    parts = table(page).parts
    shown_rows = [[str(parts.index(row, at).data()) for at in range(3)] for row in range(2)]
    assert shown_rows == [["Bow", "30", "in"], ["Gift tag tie", "4 1/2", "in"]]
    page.show_detail(material(replace(BOW, quantity=Fraction(3)), display_unit="each"))
    assert [str(parts.index(0, at).data()) for at in range(3)] == ["Bow", "3", "pieces"]


@pytest.mark.parametrize("keys", ["12", "12 in", "12 inches"])
def test_an_amount_is_typed_in_the_display_unit_and_wished_for_in_base_units(
    page: MaterialPage, qtbot: QtBot, keys: str
) -> None:
    said = wishes(page)
    choose(page, 0)
    press(qtbot, Qt.Key.Key_1)
    qtbot.keyClicks(editor(page), keys[1:])
    press(qtbot, Qt.Key.Key_Return)
    assert said == [(1, "quantity_per_unit", 12 * INCH)]
    assert table(page).hasFocus()


def test_a_name_is_changed_in_place(page: MaterialPage, qtbot: QtBot) -> None:
    said = wishes(page)
    choose(page, 1)
    press(qtbot, Qt.Key.Key_F2)
    qtbot.keyClicks(editor(page), "  Tag  tie ")
    press(qtbot, Qt.Key.Key_Tab)
    assert said == [(2, "name", "Tag tie")]
    assert editor(page).objectName() == "part_quantity_per_unit_editor"
    press(qtbot, Qt.Key.Key_Escape)


@pytest.mark.parametrize("text", ["0", "abc", "30 cups", "-3", "1e9"])
def test_what_is_no_amount_stays_open_with_a_sentence(
    page: MaterialPage, qtbot: QtBot, text: str
) -> None:
    said = wishes(page)
    choose(page, 0, TAKES)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(editor(page), text)
    press(qtbot, Qt.Key.Key_Return)
    assert sentence(page).endswith(".")
    other_field(page).setFocus()
    assert editor(page).text() == text
    assert not page.commit_edits()
    press(qtbot, Qt.Key.Key_Escape)
    assert page.commit_edits()
    assert said == []


def test_the_same_amount_written_otherwise_is_no_edit(page: MaterialPage, qtbot: QtBot) -> None:
    said = wishes(page)
    choose(page, 1, TAKES)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(editor(page), "4.5")
    press(qtbot, Qt.Key.Key_Return)
    assert said == []
    assert table(page).parts.index(1, TAKES).data(Qt.ItemDataRole.EditRole) == "4 1/2"


def test_a_refusal_opens_the_cell_again_and_enter_asks_anew(
    page: MaterialPage, qtbot: QtBot
) -> None:
    said = wishes(page)
    choose(page, 0)
    press(qtbot, Qt.Key.Key_F2)
    qtbot.keyClicks(editor(page), "Gift tag tie")
    press(qtbot, Qt.Key.Key_Return)
    page.refuse_unit(1, "name", "There is one called so already.")
    assert editor(page).text() == "Gift tag tie"
    assert sentence(page) == "There is one called so already."
    assert not page.commit_edits()
    assert len(said) == 1
    press(qtbot, Qt.Key.Key_Return)
    assert len(said) == 2
    page.refuse_unit(1, "name", "There is one called so already.")
    press(qtbot, Qt.Key.Key_Escape)
    assert table(page).parts.index(0, NAME).data() == "Bow"


@pytest.mark.parametrize(
    ("text", "name", "inches"),
    [
        ("30 in bow", "bow", 30),
        ("1/2 tie", "tie", Fraction(1, 2)),
        ("whole roll", "whole roll", 1),
        ("2 <b>x</b> & y", "<b>x</b> & y", 2),
    ],
)
def test_a_way_is_added_with_its_amount_in_front(
    page: MaterialPage, qtbot: QtBot, text: str, name: str, inches: Fraction
) -> None:
    page.units.add.setFocus()
    qtbot.keyClicks(page.units.add, text)
    with qtbot.waitSignal(page.unit_add_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == [name, inches * INCH]
    assert page.units.add.text() == ""


@pytest.mark.parametrize("text", ["0 bow", "3", "-1 bow"])
def test_what_cannot_be_added_stays_with_a_sentence(
    page: MaterialPage, qtbot: QtBot, text: str
) -> None:
    page.units.add.setFocus()
    qtbot.keyClicks(page.units.add, text)
    with qtbot.assertNotEmitted(page.unit_add_wanted):
        press(qtbot, Qt.Key.Key_Return)
    assert page.units.sentence.text().endswith(".")
    assert page.units.add.text() == text
    press(qtbot, Qt.Key.Key_Escape)
    assert page.units.add.text() == ""
    page.refuse_unit_add("30 in bow", "There is one called so already.")
    assert page.units.add.text() == "30 in bow"


def test_del_and_the_buttons_speak_of_the_chosen_way(page: MaterialPage, qtbot: QtBot) -> None:
    choose(page, 1)
    with qtbot.waitSignal(page.unit_delete_wanted) as gone:
        press(qtbot, Qt.Key.Key_Delete)
    assert gone.args == [2]
    with qtbot.waitSignal(page.unit_retire_wanted) as retired:
        page.units.retire_button.click()
    assert retired.args == [2, True]
    page.show_detail(material(BOW, replace(TIE, is_retired=True)))
    assert page.units.retire_button.text() == "Bring back"
    with qtbot.waitSignal(page.unit_retire_wanted) as back:
        page.units.retire_button.click()
    assert back.args == [2, False]


def test_the_menu_of_a_way_to_plan_has_no_moves(page: MaterialPage, qtbot: QtBot) -> None:
    choose(page, 1)
    assert list(row_menu(table(page))) == ["Edit", "Delete"]
    close_menu(table(page))
    with qtbot.waitSignal(page.unit_delete_wanted) as gone:
        take(table(page), "Delete")
    assert gone.args == [2]


def test_read_only_changes_nothing(page: MaterialPage, qtbot: QtBot) -> None:
    page.set_read_only(True)
    choose(page, 0)
    with qtbot.assertNotEmitted(page.unit_delete_wanted):
        press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_7)
    assert table(page)._delegate.editor() is None
    assert not page.units.add.isVisible()
    assert not page.units.delete_button.isVisible()


def test_a_stock_without_a_unit_is_in_the_display_unit(page: MaterialPage, qtbot: QtBot) -> None:
    type_into(qtbot, page.stock.label, "200")
    with qtbot.waitSignal(page.stock_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == [Fraction(200), "in"]


@pytest.mark.parametrize("text", ["pieces", "piece", "Pieces", "each"])
def test_pieces_are_a_display_unit(page: MaterialPage, qtbot: QtBot, text: str) -> None:
    type_into(qtbot, page.display_unit, text)
    with qtbot.waitSignal(page.field_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == ["display_unit", "each"]
    page.show_detail(material(display_unit="each"))
    assert page.display_unit.face.face_text() == page.display_unit.value() == "pieces"


def test_a_base_unit_is_shown_as_she_reads_it(page: MaterialPage) -> None:
    page.show_detail(material(base_unit="square_cm", display_unit="square_cm"))
    assert page.display_unit.face.face_text() == "sq cm"
    assert table(page).parts.index(0, 2).data() == "sq cm"


def test_the_display_unit_is_a_field_like_others(page: MaterialPage, qtbot: QtBot) -> None:
    type_into(qtbot, page.display_unit, "ft")
    with qtbot.waitSignal(page.field_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == ["display_unit", "ft"]
    page.refuse("display_unit", "2 plans count in inches.")
    assert page.display_unit.sentence.isVisible()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_plain_text(page: MaterialPage, name: str) -> None:
    page.show_detail(material(MaterialUnitRow(9, "u", name, INCH, False, False)))
    assert table(page).parts.index(0, 0).data() == " ".join(name.split())


def test_many_ways_scroll_in_the_table(page: MaterialPage) -> None:
    low = table(page).height()
    many = [MaterialUnitRow(at, str(at), f"Bow {at}", INCH, False, False) for at in range(40)]
    page.show_detail(material(*many))
    assert low < table(page).height() < 12 * 40
