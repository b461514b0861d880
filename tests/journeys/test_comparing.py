"""Two plans compared in the window: F7 from an event and from a snapshot, and from difference to difference."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from core.domain.keys import ComponentKind, Key, ThingKind
from core.models import Composition, RecipeIngredient
from core.services import event_service, plan_service, removal_service
from core.services.database import session_scope
from core.services.finalization_service import finalize_event_plan
from gui.arguments import Options
from gui.models.compare_model import CompareColumn
from gui.models.compare_sides import CATALOG, Sides, snapshot_side
from tests.core.tampering import tamper
from tests.factories import make_two_boxes, open_file
from tests.journeys.bakery import one_row
from tests.window import Hand, plain

pytestmark = pytest.mark.journey

OpenWindow = Callable[..., Hand]


@pytest.fixture
def market(open_window: OpenWindow, tmp_path: Path) -> Hand:
    """A plan that was finalized; then a line, a box and a recipe were changed."""
    path = tmp_path / "rose-street.db"
    with open_file(path):
        with session_scope() as session:
            event_id = make_two_boxes(session)
        finalize_event_plan(event_id)
        plan_service.set_quantity(int(str(one_row("SELECT min(id) FROM plan_lines")[0])), 60)
        with session_scope() as session:
            box = session.get(Composition, 1)
            line = session.get(RecipeIngredient, 1)
            assert box is not None
            assert line is not None
            box.component_quantity, line.quantity = 8, 3
    hand = open_window(Options(database=path))
    hand.until(lambda: hand.page == "event")
    hand.settle()
    return hand


def compared(hand: Hand) -> list[tuple[str, str, str, str]]:
    """Every difference as it is read."""
    hand.until(lambda: hand.page == "compare" and hand.bench.comparing.page.shown)
    page = hand.bench.comparing.page
    assert page.shown is not None
    ways = page.found.ways
    found = [page.tree.rows.find_path(ways[entry.key]) for entry in page.shown.diff.entries]
    return [
        tuple(plain(str(index.siblingAtColumn(at).data())) for at in CompareColumn)  # type: ignore[misc]
        for index in found
    ]


def test_f7_compares_the_latest_snapshot_with_the_plan_now(market: Hand) -> None:
    market.press("F7", market.window)
    rows = compared(market)
    assert ("Box A", "50 boxes", "60 boxes", "+10 boxes") in rows
    assert ("Sugar cookie", "6 cookies", "8 cookies", "+2 cookies") in rows
    assert ("Flour", "2 cup", "3 cup", "+1 cup") in rows
    assert len(rows) == 3
    page = market.bench.comparing.page
    assert plain(page.summary.text()).startswith("3 differences: 3 changed. In the kitchen ")
    assert plain(page.old_button.text()).startswith("Snapshot 1")
    assert page.new_button.text() == "The plan now"
    assert plain(market.window.windowTitle()) == "Compare Market - Proofbook"


def test_the_list_counts_the_things_that_the_differences_are_in(market: Hand) -> None:
    with market.watch.allow_sql(), session_scope() as session:
        for line in session.query(RecipeIngredient).filter_by(recipe_id=1):
            line.quantity, line.notes = 5, "sifted"
        first, last = one_row("SELECT min(id), max(id) FROM plan_lines")
        plan_service.set_quantity(int(str(first)), 50, session)
        plan_service.move_line(int(str(last)), -1, session)
    market.press("F5")
    state = market.bench.event_page.head.state_button
    market.settle()
    assert plain(state.text()) == "3 changes since snapshot 1"
    market.press("F7", market.window)
    assert len(compared(market)) == 8
    summary = plain(market.bench.comparing.page.summary.text())
    assert summary.startswith("8 differences in 3 things: 7 changed, 1 moved. ")


def test_without_a_snapshot_f7_says_what_to_do(market: Hand) -> None:
    with market.watch.allow_sql():
        fair = event_service.create_event("Fair").key
    assert fair is not None
    market.bench.commands.read_again()
    market.settle()
    market.choose(fair)
    market.until(lambda: market.page == "event")
    market.settle()
    market.press("F7", market.window)
    assert market.notice == "Nothing to compare with yet: finalize the plan first."
    assert market.page == "event"


def test_the_state_opens_the_comparison_too(market: Hand) -> None:
    button = market.bench.event_page.head.state_button
    market.until(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(compared(market)) == 3


def test_f8_goes_from_difference_to_difference_and_round(market: Hand) -> None:
    market.press("F7", market.window)
    rows = compared(market)
    page = market.bench.comparing.page
    assert page.tree.hasFocus()
    seen = []
    for _ in range(len(rows) + 1):
        seen.append(plain(str(page.tree.currentIndex().siblingAtColumn(0).data())))
        market.press("F8")
    assert seen[:3] == [row[0] for row in rows]
    assert seen[3] == seen[0]
    market.press("Shift+F8")
    assert page.place.text() == "1 of 3"


def test_alt_left_goes_back_and_alt_right_to_the_comparison_again(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    market.press("Alt+Left")
    market.until(lambda: market.page == "event")
    market.press("Alt+Right")
    assert len(compared(market)) == 3


def test_a_change_undone_elsewhere_is_no_difference_any_more(market: Hand) -> None:
    market.press("F7", market.window)
    assert len(compared(market)) == 3
    with market.watch.allow_sql():
        plan_service.set_quantity(int(str(one_row("SELECT min(id) FROM plan_lines")[0])), 50)
    market.press("F5")
    market.until(lambda: len(compared(market)) == 2)


def test_two_chosen_snapshots_are_compared_the_older_left(market: Hand) -> None:
    with market.watch.allow_sql():
        (event_id,) = one_row("SELECT id FROM events")
        second = finalize_event_plan(int(str(event_id)))
    market.bench.commands.read_again()
    market.settle()
    keys = [Key(ThingKind.SNAPSHOT, second.id), Key(ThingKind.SNAPSHOT, second.id - 1)]
    market.choose(keys[0])
    market.bench.list.select_all(tuple(keys))
    market.until(lambda: market.page == "selection")
    market.press("F7", market.window)
    assert len(compared(market)) == 3
    assert plain(market.bench.comparing.page.old_button.text()).startswith("Snapshot 1")
    assert plain(market.bench.comparing.page.new_button.text()).startswith("Snapshot 2")


def test_nothing_differs_is_said(market: Hand) -> None:
    with market.watch.allow_sql():
        (event_id,) = one_row("SELECT id FROM events")
        finalize_event_plan(int(str(event_id)))
    market.bench.commands.read_again()
    market.settle()
    market.press("F7", market.window)
    assert compared(market) == []
    said = plain(market.bench.comparing.page.message.text())
    assert said.startswith("Nothing differs since ")
    assert market.bench.comparing.page.summary.text() == ""


def test_a_comparison_is_copied_as_text(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    market.press("Ctrl+Shift+C")
    market.until(lambda: market.notice == "Copied as text.")
    copied = QApplication.clipboard().text()
    assert plain(copied).startswith("Market: Snapshot 1, ")
    assert plain(copied).splitlines()[0].endswith(" to The plan now")
    assert "Box A\t50 boxes\t60 boxes\t+10 boxes" in copied
    market.press("Home")
    market.press("Ctrl+C")
    assert QApplication.clipboard().text() == "Box A\t50 boxes\t60 boxes\t+10 boxes"


def test_a_damaged_side_says_so_and_another_can_be_chosen(market: Hand) -> None:
    with market.watch.allow_sql():
        (event_id,) = one_row("SELECT id FROM events")
        second = finalize_event_plan(int(str(event_id)))
        tamper("UPDATE finished_good_snapshots SET definition_data = '{' WHERE id = 1")
    market.bench.commands.read_again()
    market.settle()
    market.choose(Key(ThingKind.SNAPSHOT, second.id))
    market.press("F7", market.window)
    page = market.bench.comparing.page
    market.until(lambda: page.message.button.isVisible())
    assert market.page == "compare"
    assert plain(page.old_button.text()).startswith("Snapshot 1")
    assert plain(page.new_button.text()).startswith("Snapshot 2")
    assert not page.copy_button.isEnabled()


def test_esc_closes_and_so_does_the_button_after_other_sides_were_chosen(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    page = market.bench.comparing.page
    page.sides_wanted.emit(Sides(snapshot_side(1), CATALOG))
    market.until(lambda: page.shown and page.new_button.text() == "Today’s catalog")
    assert len(compared(market)) == 2  # the plan's own lines are those of then
    market.press("Esc")
    market.until(lambda: market.page == "event")


def test_f5_keeps_the_difference_that_she_is_on(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    page = market.bench.comparing.page
    market.press("F8")
    market.press("F8")
    before = page.place.text()
    with market.watch.allow_sql():
        plan_service.set_quantity(int(str(one_row("SELECT min(id) FROM plan_lines")[0])), 70)
    market.press("F5")
    market.until(lambda: ("Box A", "50 boxes", "70 boxes", "+20 boxes") in compared(market))
    assert page.place.text() == before == "3 of 3"


def test_a_snapshot_without_event_is_compared_with_the_one_of_its_own_event(market: Hand) -> None:
    with market.watch.allow_sql():
        (event_id,) = one_row("SELECT id FROM events")
        removal_service.remove_event(int(str(event_id)))
        other = event_service.create_event("Fair").key
        assert other is not None
        item = one_row("SELECT min(id) FROM finished_units")[0]
        plan_service.add_line(
            other.id, ComponentKind.FINISHED_UNIT, source_id=int(str(item)), quantity=1
        )
        alone = finalize_event_plan(other.id)
        removal_service.remove_event(other.id)
    market.bench.commands.read_again()
    model = market.bench.model
    market.until(lambda: model.without_event_index().isValid())
    market.bench.list.view.expand(model.without_event_index())
    market.until(lambda: model.find(Key(ThingKind.SNAPSHOT, alone.id)).isValid())
    market.choose(Key(ThingKind.SNAPSHOT, alone.id))
    market.press("F7", market.window)
    page = market.bench.comparing.page
    market.until(lambda: page.shown is not None)
    assert plain(page.old_button.text()).startswith("Snapshot 1")
    assert page.new_button.text() == "Today’s catalog"
    assert page.message.text() == "Nothing differs."


def test_a_comparison_is_saved_for_a_spreadsheet(market: Hand, tmp_path: Path) -> None:
    market.press("F7", market.window)
    compared(market)
    QTest.mouseClick(market.bench.comparing.page.save_button, Qt.MouseButton.LeftButton)
    market.until(lambda: market.window.findChildren(QFileDialog))
    dialog = market.window.findChildren(QFileDialog)[0]
    assert dialog.selectedFiles()[0].endswith("Market, Snapshot 1 to The plan now.csv")
    dialog.selectFile(str(tmp_path / "compared.csv"))
    dialog.accept()
    market.until(lambda: market.notice == "Saved as compared.csv.")
    rows = list(csv.reader((tmp_path / "compared.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1] == ["Box A", "changed", "How many", "50 boxes", "60 boxes", "'+10 boxes"]
    flour = next(row for row in rows if row[0].endswith("> Flour"))
    assert flour[1:] == ["changed", "How many", "2 cup", "3 cup", "'+1 cup"]


def press_button(hand: Hand, name: str) -> None:
    button = hand.bench.pane.stack.currentWidget().findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown_rows(hand: Hand) -> list[tuple[str, ...]]:
    """What can be seen of the comparison, from the top down."""
    tree = hand.bench.comparing.page.tree
    seen, index = [], tree.rows.index(0, 0)
    while index.isValid():
        seen.append(tuple(plain(str(index.siblingAtColumn(at).data())) for at in CompareColumn))
        index = tree.indexBelow(index)
    return seen


def test_everything_shows_what_is_the_same_too(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    press_button(market, "show_everything")
    page = market.bench.comparing.page
    market.until(lambda: page.shown is not None and page.shown.everything is not None)
    rows = shown_rows(market)
    assert ("Box A", "50 boxes", "60 boxes", "+10 boxes") in rows
    assert ("Box B", "50 boxes", "50 boxes", "") in rows
    for _ in range(2):
        market.press("F8", page.tree)
    assert plain(str(page.tree.currentIndex().data())) == "Flour"
    assert ("Butter", "1 cup", "1 cup", "") in shown_rows(market)
    market.press("F5")
    market.settle()
    assert ("Butter", "1 cup", "1 cup", "") in shown_rows(market)


def test_swapped_the_plan_now_stands_left(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    page = market.bench.comparing.page
    market.press("F8")
    before = page.place.text()
    swap = page.swap_button
    swap.setFocus()
    market.press("Space")
    market.until(lambda: page.shown and page.old_button.text() == "The plan now")
    assert (page.place.text(), before) == ("2 of 3", "2 of 3")
    assert swap.hasFocus()  # a second Space turns it back
    assert ("Box A", "60 boxes", "50 boxes", "\N{MINUS SIGN}10 boxes") in compared(market)
    press_button(market, "swap_sides")
    market.until(lambda: page.shown and page.new_button.text() == "The plan now")
    assert ("Box A", "50 boxes", "60 boxes", "+10 boxes") in compared(market)


def test_f3_goes_from_hit_to_hit_and_stays_on_the_page(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    press_button(market, "show_everything")
    page = market.bench.comparing.page
    market.until(lambda: page.view.is_everything)
    page.focus_search()
    QTest.keyClicks(page.search, "butter")
    market.until(lambda: page.found.hits)
    count = len(page.found.hits)
    assert page.place.text() == f"1 of {count}"
    market.press("F3")
    assert (market.page, page.place.text()) == ("compare", f"{min(2, count)} of {count}")
    assert "Butter" in plain(str(page.tree.currentIndex().siblingAtColumn(0).data()))


def test_ctrl_f_finds_in_the_comparison_and_from_there_in_the_list(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    page = market.bench.comparing.page
    market.press("Ctrl+F")
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "flour")
    market.until(lambda: len(page.found.ways) == 1)
    assert page.place.text() == "1 of 1"
    market.press("Ctrl+F")
    assert market.bench.list.search.hasFocus()
    page.focus_search()
    market.press("Esc")
    market.until(lambda: len(page.found.ways) == 3)
    assert page.tree.hasFocus()
    assert market.page == "compare"


def menu_texts(menu: QMenu) -> list[str]:
    return [plain(each.text()) for each in menu.actions() if each.isVisible()]


def choose_in(menu: QMenu, text: str) -> None:
    next(each for each in menu.actions() if plain(each.text()) == text).trigger()


def finalized_again(hand: Hand) -> int:
    with hand.watch.allow_sql():
        (event_id,) = one_row("SELECT id FROM events")
        second = finalize_event_plan(int(str(event_id)))
    hand.bench.commands.read_again()
    hand.settle()
    return second.id


def sides(hand: Hand) -> tuple[str, str]:
    """Without the moment."""
    page = hand.bench.comparing.page
    hand.until(lambda: hand.page == "compare" and page.shown)
    old, new = (plain(each.text()).split(",")[0] for each in (page.old_button, page.new_button))
    return old, new


def test_the_arrow_of_the_button_offers_what_else_to_compare_with(market: Hand) -> None:
    menu = market.bench.event_page.head.compare_button.choices
    head = "Compare snapshot 1 with"
    assert menu_texts(menu) == [head, "The plan now", "Today’s catalog", "Another snapshot…"]
    second = finalized_again(market)
    assert menu_texts(menu)[:3] == [
        "Compare snapshot 2 with",
        "The plan now",
        "The snapshot before",
    ]
    choose_in(menu, "The snapshot before")
    assert sides(market) == ("Snapshot 1", "Snapshot 2")
    market.press("Alt+Left")
    market.until(lambda: market.page == "event")
    market.choose(Key(ThingKind.SNAPSHOT, second))
    of_snapshot = market.bench.snapshot_page.head.compare_button.choices
    choose_in(of_snapshot, "Today’s catalog")
    assert sides(market) == ("Snapshot 2", "Today’s catalog")


def test_another_snapshot_is_chosen_from_the_menu_that_opens(market: Hand) -> None:
    second = finalized_again(market)
    market.choose(Key(ThingKind.SNAPSHOT, second))
    choose_in(market.bench.snapshot_page.head.compare_button.choices, "Another snapshot…")
    page = market.bench.comparing.page
    market.until(page.old_button.menu().isVisible)
    assert plain(page.new_button.text()).startswith("Snapshot 2")
    page.old_button.menu().close()


def test_the_tree_has_a_menu(market: Hand) -> None:
    market.press("F7", market.window)
    compared(market)
    market.press("Shift+F10", market.bench.comparing.page.tree)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [plain(text).replace("&", "") for text in menu_texts(menu)] == [
        "Copy rows",
        "Copy all as text",
        "Next difference",
        "Difference before",
    ]
    choose_in(menu, "Next &difference")
    menu.close()
    assert market.bench.comparing.page.place.text() == "2 of 3"


def test_the_lists_menu_compares_too(market: Hand) -> None:
    finalized_again(market)
    event = market.bench.list.selected_keys()[0]
    market.bench.list.context_menu_wanted.emit(market.window.pos(), (event,))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [plain(text) for text in menu_texts(menu)][:3] == [
        "&Finalize…",
        "&Compare",
        "Compare with",
    ]
    (others,) = menu.findChildren(QMenu)
    choose_in(others, "The snapshot before")
    menu.close()
    assert sides(market) == ("Snapshot 1", "Snapshot 2")
