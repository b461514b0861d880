"""The page of a comparison: its two views, the search, the sides, and what is too long for a cell."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.models.compare_filter import CompareView
from gui.models.compare_rows import CompareRows
from gui.models.compare_sides import CATALOG, PLAN, SideChoice, Sides, snapshot_side
from gui.widgets.compare_page import ComparePage
from tests.core.domain.compared import change_line, shop
from tests.gui.models.comparisons import (
    ALL,
    EVERYTHING,
    changed_rows,
    changed_shop,
    found,
    rows_of,
)
from tests.window import plain

ONE, TWO = snapshot_side(1), snapshot_side(2)
CHOICES = [
    SideChoice(side, text, "snapshot")
    for side, text in ((ONE, "One"), (TWO, "Two"), (PLAN, "The plan now"), (CATALOG, "Today"))
]


@pytest.fixture
def page(qtbot: QtBot) -> ComparePage:
    made = ComparePage()
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.show_sides(Sides(ONE, PLAN), CHOICES, CHOICES, name="Market")
    rows = changed_rows()
    made.show_comparison(rows, found(rows), ALL)
    return made


def current(page: ComparePage) -> str:
    return plain(str(page.tree.currentIndex().siblingAtColumn(0).data()))


def names(page: ComparePage) -> list[str]:
    """What can be seen, from the top down."""
    seen, index = [], page.tree.rows.index(0, 0)
    while index.isValid():
        seen.append(plain(str(index.data())))
        index = page.tree.indexBelow(index)
    return seen


def press(page: ComparePage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def show(page: ComparePage, view: CompareView, rows: CompareRows | None = None) -> None:
    rows = rows or changed_rows()
    left = found(rows, view.query, is_everything=view.is_everything)
    page.show_comparison(rows, left, view)


def test_it_begins_on_the_first_difference_with_all_of_them_open(page: ComparePage) -> None:
    assert (current(page), page.place.text()) == ("Cookie", "1 of 5")
    assert [name for name in names(page) if not name.startswith("Box")] == [
        "Cookie", "dough", "Note", "Flour", "Cake", "Percent of a batch", "Gift",
    ]  # fmt: skip


def test_everything_is_asked_for_and_keeps_the_difference_she_is_on(
    page: ComparePage, qtbot: QtBot
) -> None:
    page.turn(2)
    assert current(page) == "Flour"
    with qtbot.waitSignal(page.view_wanted) as asked:
        press(page, "show_everything")
    assert asked.args == [EVERYTHING]
    show(page, EVERYTHING)
    assert (current(page), page.place.text()) == ("Flour", "3 of 5")
    assert {"Sugar", "Butter", "A batch makes", "Gift"} <= set(names(page))
    assert "Bow" in names(page)
    press(page, "show_differences")
    page.show_found(found(changed_rows()), ALL)
    assert current(page) == "Flour"
    assert "Sugar" not in names(page)


def test_from_a_row_that_does_not_differ_it_goes_on_from_the_difference_before(
    page: ComparePage,
) -> None:
    show(page, EVERYTHING)
    page.turn(1)
    page.turn(1)
    assert current(page) == "Flour"
    QTest.keyClick(page.tree, Qt.Key.Key_Down)
    assert (current(page), page.place.text()) == ("Sugar", "")
    page.turn(1)
    assert (current(page), page.place.text()) == ("Percent of a batch", "4 of 5")


def test_what_is_open_and_chosen_stays_when_it_is_read_again(page: ComparePage) -> None:
    show(page, EVERYTHING)
    gift = page.tree.rows.index(3, 0)
    page.tree.expand(gift)
    page.tree.go_to(page.tree.rows.index(0, 0, gift))
    before, new = names(page), changed_shop()
    change_line(new, 2, quantity=Fraction(11))
    show(page, EVERYTHING, rows_of(shop(), new))
    assert page.tree.count == 6
    assert (names(page), current(page)) == (before, "Tart")


def test_a_search_is_asked_for_and_leaves_the_hits(page: ComparePage, qtbot: QtBot) -> None:
    page.focus_search()
    with qtbot.waitSignal(page.view_wanted) as asked:
        QTest.keyClicks(page.search, "flour")
    assert asked.args == [CompareView(query="flour")]
    rows = changed_rows()
    page.show_found(found(rows, "flour"), CompareView(query="flour"))
    assert [name for name in names(page) if not name.startswith("Box")] == [
        "Cookie", "dough", "Flour",
    ]  # fmt: skip
    assert (current(page), page.place.text()) == ("Flour", "1 of 1")
    assert plain(page.search.findChild(type(page.place), "search_hits").text()) == "1 of 5"  # type: ignore[union-attr]
    assert [page.kitchen.parts.rowCount(), page.kitchen.isVisible()] == [1, True]


def test_nothing_found_says_so_and_can_be_cleared(page: ComparePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view_wanted):
        page.search.setText("marzipan")
    page.show_found(found(changed_rows(), "marzipan"), CompareView(query="marzipan"))
    assert plain(page.message.text()) == "Nothing found for “marzipan” in this comparison."
    with qtbot.waitSignal(page.view_wanted) as asked:
        QTest.mouseClick(page.message.button, Qt.MouseButton.LeftButton)
    assert asked.args == [ALL]
    assert page.search.text() == ""


def test_esc_clears_the_search_first_and_then_closes(page: ComparePage, qtbot: QtBot) -> None:
    page.search.setText("flour")
    page.show_found(found(changed_rows(), "flour"), CompareView(query="flour"))
    page.focus_body()
    with qtbot.assertNotEmitted(page.close_wanted):
        QTest.keyClick(page.tree, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    with qtbot.waitSignal(page.close_wanted):
        QTest.keyClick(page.tree, Qt.Key.Key_Escape)


def test_the_sides_are_swapped_and_chosen_where_they_stand(page: ComparePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.sides_wanted) as asked:
        press(page, "swap_sides")
    assert asked.args == [Sides(ONE, PLAN, is_swapped=True)]
    page.show_sides(asked.args[0], CHOICES, CHOICES, name="Market")
    assert (page.old_button.text(), page.new_button.text()) == ("The plan now", "One")
    with qtbot.waitSignal(page.sides_wanted) as asked:
        page.old_button.menu().actions()[-1].trigger()
    assert asked.args == [Sides(ONE, CATALOG, is_swapped=True)]


def test_a_long_note_is_shown_whole_while_it_is_chosen(page: ComparePage) -> None:
    assert not page.long_text.isVisible()
    page.turn(1)
    assert current(page) == "Note"
    assert page.long_text.isVisible()
    old, new = page.long_text.sides
    assert (old.toPlainText(), old.accessibleName()) == ("", "Snapshot 1")
    assert new.toPlainText().splitlines()[1] == "Roll it 5 mm thick."
    page.turn(1)
    assert not page.long_text.isVisible()


def test_nothing_differs_and_everything_can_still_be_seen(page: ComparePage) -> None:
    same = rows_of(shop(), shop())
    page.show_comparison(same, found(same), ALL)
    assert page.message.text() == "Nothing differs."
    page.show_found(found(same, is_everything=True), EVERYTHING)
    assert names(page) == ["Box 1", "Cake", "Bow"]
    page.turn(1)
    assert page.place.text() == ""


def test_the_star_opens_all_below_a_row(page: ComparePage) -> None:
    same = rows_of(shop(), shop())
    page.show_comparison(same, found(same, is_everything=True), EVERYTHING)
    page.focus_body()
    QTest.keyClick(page.tree, Qt.Key.Key_Home)
    QTest.keyClicks(page.tree, "*")
    assert {"Cookie", "dough", "Sugar", "glaze", "Lemon", "Paper"} <= set(names(page))


def test_all_of_it_is_text_whatever_is_open(page: ComparePage) -> None:
    show(page, EVERYTHING)
    text = plain(page.text())
    assert "Sugar\t1 cup\t1 cup" in text
    assert "In the kitchen" in text


def test_esc_closes_from_wherever_one_is(page: ComparePage, qtbot: QtBot) -> None:
    page.turn(1)  # to the note, so that its texts are shown
    for place in (page.kitchen, page.long_text.sides[0], page.old_button, page.tree):
        place.setFocus()
        with qtbot.waitSignal(page.close_wanted):
            QTest.keyClick(place, Qt.Key.Key_Escape)


def test_the_focus_goes_on_to_what_is_shown(page: ComparePage) -> None:
    page.focus_body()
    assert page.tree.hasFocus()
    page.show_failure("The file is in use by another program.")
    assert page.message.button.hasFocus()
    rows = changed_rows()
    page.show_comparison(rows, found(rows), ALL)
    assert page.tree.hasFocus()
    page.show_loading()
    page.focus_body()
    assert page.hasFocus()
    page.show_comparison(rows, found(rows), ALL)
    assert page.tree.hasFocus()
    page.search.setFocus()
    page.show_found(found(rows, "flour"), CompareView(query="flour"))
    assert page.search.hasFocus()  # she is typing there


def test_f6_goes_through_what_is_shown(page: ComparePage) -> None:
    page.turn(1)
    shown = [each for each in page.regions() if each.isVisible()]
    assert shown == [page.search, page.tree, *page.long_text.sides, page.kitchen]
    page.show_failure("The file is in use by another program.")
    assert [each for each in page.regions() if each.isVisible()] == [
        page.search,
        page.message.button,
    ]


def test_a_search_in_everything_goes_through_the_rows_that_say_it(page: ComparePage) -> None:
    show(page, EVERYTHING)
    view = CompareView(is_everything=True, query="sugar")
    page.search.setText("sugar")
    page.show_found(found(changed_rows(), "sugar", is_everything=True), view)
    assert (current(page), page.place.text()) == ("Sugar", "1 of 2")
    page.turn(1)
    assert page.place.text() == "2 of 2"


def test_a_side_that_has_no_room_is_elided_and_tells_all_in_its_tooltip(page: ComparePage) -> None:
    long = SideChoice(ONE, "Snapshot 12, Wednesday 25 November 2026, 14:05", "snapshot")
    page.show_sides(Sides(ONE, PLAN), [long, *CHOICES], CHOICES, name="Market")
    page.old_button.show_choices([long], ONE)
    assert page.old_button.minimumSizeHint().width() < page.old_button.sizeHint().width()
    assert "14:05" in page.old_button.toolTip()


def test_leaving_a_long_text_gives_the_focus_back(page: ComparePage) -> None:
    page.turn(1)
    page.long_text.sides[1].setFocus()
    page.turn(1)
    assert not page.long_text.isVisible()
    assert page.tree.hasFocus()
