"""What a plan adds up to, seen and decided in the window: batches, shortfalls, shopping."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from core.domain.keys import Key, ThingKind
from core.services import plan_service
from core.services.event_service import create_event
from core.services.finalization_service import finalize_event_plan
from gui.models.contents_model import Column
from gui.tab_names import BATCHES, PLAN, SHOPPING
from gui.widgets.snapshot_page import SnapshotPage
from gui.widgets.sums.batches_pane import BatchesPane
from tests.journeys.bakery import menu_text, one_row, type_keys
from tests.journeys.sums import cells, go_to_row, pane, turn_to, type_into_row
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def accept_shortfall(hand: Hand, said: str, reason: str, button: str) -> None:
    dialog = hand.dialog("shortfall_dialog")
    label = dialog.findChild(QLabel, "shortfall")
    assert label is not None
    assert plain(label.text()) == said
    hand.type(reason)
    hand.answer(dialog, button)


def test_what_two_boxes_share_is_rounded_up_once_and_says_where_it_comes_from(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    assert cells(shown, "Sugar cookie") == [
        "Sugar cookie",
        "600",
        "13",
        "624",
        "24",
        "600 = Box A 50 × 6 + Box B 50 × 6; 13 batches × 48 = 624; 24 spare",
    ]
    assert plain(shown.headline.face_text()) == "13 batches of 1 item. Everything can be made."
    assert cells(shown, "Box B")[5] == "All can be made"


def test_a_number_that_falls_short_is_asked_about_kept_and_undone(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Sugar cookie", "7")
    accept_shortfall(market, "They make 336 of 600: 264 short.", "small oven", "Make 7 batches")
    market.until(lambda: cells(shown, "Sugar cookie")[4] == "264 short")
    assert cells(shown, "Box A")[5] == "All can be made"
    assert cells(shown, "Box B")[5] == "6 of 50 boxes: Sugar cookie is short by 264"
    with market.watch.allow_sql():
        reason, accepted = one_row("SELECT reason, accepted_shortfall FROM chosen_batches")
    assert (reason, accepted) == ("small oven", "264")
    assert menu_text(market, "undo") == "Undo Bake 7 batches of Sugar cookie"
    market.bench.event_page.tabs.show_tab(PLAN)
    market.bench.event_page.view.setFocus(Qt.FocusReason.OtherFocusReason)
    market.press("Ctrl+Z")
    market.until(lambda: cells(shown, "Sugar cookie")[2] == "13")
    assert market.bench.event_page.tabs.shown() == BATCHES  # it goes to the place first
    market.press("Ctrl+Y")
    market.until(lambda: cells(shown, "Sugar cookie")[2] == "7")


def test_a_shortfall_that_grew_meanwhile_is_asked_about_anew(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Sugar cookie", "7")
    dialog = market.dialog("shortfall_dialog")
    market.type("small oven")
    with market.watch.allow_sql():  # another window
        plan_service.set_quantity(int(str(one_row("SELECT min(id) FROM plan_lines")[0])), 60)
    market.answer(dialog, "Make 7 batches")
    market.until(lambda: market._find_dialog("shortfall_dialog") not in (None, dialog))
    again = market.dialog("shortfall_dialog")
    label = again.findChild(QLabel, "shortfall")
    reason = again.findChild(QLineEdit)
    assert label is not None
    assert plain(label.text()) == "They make 336 of 660: 324 short."
    with market.watch.allow_sql():
        assert one_row("SELECT count(*) FROM chosen_batches") == (0,)
    market.answer(again, "Make 7 batches")
    market.until(lambda: cells(shown, "Sugar cookie")[4] == "324 short")
    with market.watch.allow_sql():
        found = one_row("SELECT reason, accepted_shortfall FROM chosen_batches")
    assert found == ("small oven", "324"), reason


def test_a_shortfall_that_is_not_accepted_changes_nothing(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Sugar cookie", "7")
    market.dialog("shortfall_dialog")
    market.press("Esc")
    market.settle()
    assert cells(shown, "Sugar cookie")[2] == "13"
    assert not market.bench.context.history.can_undo()
    with market.watch.allow_sql():
        assert one_row("SELECT count(*) FROM chosen_batches") == (0,)


def test_a_changed_quantity_judges_an_accepted_shortfall_again(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Sugar cookie", "7")
    accept_shortfall(market, "They make 336 of 600: 264 short.", "", "Make 7 batches")
    market.until(lambda: cells(shown, "Sugar cookie")[4] == "264 short")
    for quantity, spare, colour in (("60", "324 short", "bad"), ("6", "0", "text")):
        market.bench.event_page.tabs.show_tab(PLAN)
        view = market.bench.event_page.view
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        market.press("Home")
        type_keys(market, quantity)
        market.press("Return")
        market.settle()
        assert turn_to(market, BATCHES) is shown
        market.until(lambda wanted=spare: cells(shown, "Sugar cookie")[4] == wanted)
        row = next(r for r in shown.table.parts.rows() if r.cells[0].text == "Sugar cookie")
        assert row.cells[4].colour == colour


def test_the_plans_tab_tells_of_a_shortfall_that_she_has_not_accepted(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Sugar cookie", "14")
    market.until(lambda: cells(shown, "Sugar cookie")[3] == "672")
    tabs = market.bench.event_page.tabs
    assert tabs.title(BATCHES) == "Batches"
    tabs.show_tab(PLAN)
    view = market.bench.event_page.view
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    market.press("Home")
    type_keys(market, "80")
    market.press("Return")
    market.until(lambda: tabs.title(BATCHES) == "Batches (1 short)")
    assert tabs.shown() == PLAN
    market.press("Ctrl+Z")
    market.until(lambda: tabs.title(BATCHES) == "Batches")


def test_del_takes_her_own_number_back(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Sugar cookie", "20")
    market.until(lambda: cells(shown, "Sugar cookie")[3] == "960")
    assert market.notice == "Sugar cookie: 20 batches."
    go_to_row(market, shown, "Sugar cookie")
    market.press("Del")
    market.until(lambda: cells(shown, "Sugar cookie")[2] == "13")


def test_a_buffer_bakes_more_of_one_line(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Box A", "10 %")
    market.until(lambda: cells(shown, "Sugar cookie")[1] == "630")
    assert cells(shown, "Box A")[1] == "50 + 10 %"
    assert cells(shown, "Sugar cookie")[2] == "14"
    plan = market.bench.event_page.view
    assert market.column(plan, Column.UNIT) == ["boxes + 10 %", "boxes"]
    type_into_row(market, shown, "Box A", "")
    market.until(lambda: cells(shown, "Sugar cookie")[1] == "600")


def test_items_of_one_recipe_share_batches_where_she_says_so(market: Hand) -> None:
    market.bench.event_page.tabs.show_tab(PLAN)
    market.add("7 star")
    shown = turn_to(market, BATCHES)
    assert cells(shown, "Dough")[2] == "14"
    go_to_row(market, shown, "Dough")
    market.press("Return")
    market.until(lambda: cells(shown, "Dough")[2] == "13")
    assert cells(shown, "Dough")[5] == "2 items share their batches"
    go_to_row(market, shown, "Star")
    market.press("Tab")
    assert plain(shown.share_button.text()) == "Separate batches"  # type: ignore[attr-defined]
    QTest.mouseClick(shown.share_button, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    market.until(lambda: cells(shown, "Dough")[2] == "14")


def test_what_is_in_the_house_is_typed_where_it_is_needed(market: Hand) -> None:
    shown = turn_to(market, SHOPPING)
    assert cells(shown, "Butter")[1:4] == ["19 1/2 cup", "not said", "not counted"]
    assert cells(shown, "Flour")[1:4] == ["26 cup", "not said", "not counted"]
    left_out = "Of 2 things you have not said how much you have."
    assert plain(shown.left_out.text()) == left_out
    type_into_row(market, shown, "Flour", "5 lb")
    market.until(lambda: cells(shown, "Flour")[3] != "not counted")
    assert cells(shown, "Flour")[2:4] == ["5 lb (18.82 cup)", "7.18 cup"]
    assert market.bench.event_page.tabs.shown() == SHOPPING
    type_into_row(market, shown, "Flour", "10 lb")
    market.until(lambda: cells(shown, "Flour")[3] == "enough")
    market.press("Ctrl+Z")
    market.until(lambda: cells(shown, "Flour")[3] == "7.18 cup")


def test_what_is_not_counted_is_listed_and_leads_to_where_it_is_mended(market: Hand) -> None:
    market.add("3 tart")
    shown = turn_to(market, BATCHES)
    assert plain(shown.left_out.text()) == "1 thing is not counted."
    QTest.mouseClick(shown.left_out.button("show_left_out"), Qt.MouseButton.LeftButton)
    table = shown.left_out_table
    assert table.hasFocus()
    row = [plain(str(table.parts.index(0, at).data())) for at in range(2)]
    assert row == ["Tart", "It does not say how many a batch makes."]
    market.press("Return")
    market.until(lambda: market.page == "item")
    market.settle()
    assert market.bench.navigation.current is not None
    assert market.bench.navigation.current.kind is ThingKind.FINISHED_UNIT
    market.press("Alt+Left")
    market.until(lambda: market.page == "event")
    assert market.bench.event_page.tabs.shown() == BATCHES


def snapshot_batches(market: Hand) -> tuple[SnapshotPage, BatchesPane]:
    """Finalizes the plan as another window would, and shows the snapshot's batches."""
    event = market.bench.navigation.current
    assert event is not None
    with market.watch.allow_sql():
        snapshot = finalize_event_plan(event.id)
    market.bench.commands.read_again()
    market.settle()
    market.choose(Key(ThingKind.SNAPSHOT, snapshot.id))
    page = market.bench.snapshot_page
    page.tabs.show_tab(BATCHES)
    market.until(lambda: page.tabs.batches.table.parts.rowCount())
    return page, page.tabs.batches


def test_a_snapshot_shows_its_own_sums_and_lets_nothing_be_typed(market: Hand) -> None:
    _, shown = snapshot_batches(market)
    assert cells(shown, "Sugar cookie")[1:5] == ["600", "13", "624", "24"]
    go_to_row(market, shown, "Sugar cookie")
    market.press("Return")
    assert shown.table.hasFocus()
    assert not shown.reset_button.isVisible()


def test_keys_work_in_the_sums_as_in_any_table(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    market.bench.event_page.tabs.show_tab(PLAN)
    market.bench.event_page.view.setFocus(Qt.FocusReason.OtherFocusReason)
    market.press("Ctrl+Tab")
    market.until(lambda: shown.table.hasFocus())
    market.press("Home")
    market.press("Ctrl+C")
    assert QApplication.clipboard().text().startswith("Sugar cookie\t600\t13")
    market.press("F2")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.objectName() == "part_batches_editor"
    market.press("Esc")
    market.press("Down")
    row = shown.table.current_part()
    assert row is not None
    assert row.cells[0].text == "Box A"
    market.press("Space")
    assert shown.proof.isVisible()
    market.press("F6")
    assert shown.proof.isAncestorOf(QApplication.focusWidget() or market.window)
    market.press("Space")
    assert not shown.proof.isVisible()
    assert shown.table.hasFocus()


def test_a_half_typed_number_on_another_tab_is_shown_where_it_stops_her(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    go_to_row(market, shown, "Sugar cookie")
    market.press("Return")
    market.type("abc")
    market.bench.event_page.tabs.show_tab(SHOPPING)
    market.press("Ctrl+Return", market.window)
    market.settle()
    assert market.bench.event_page.tabs.shown() == BATCHES
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    market.press("Esc")
    assert cells(shown, "Sugar cookie")[2] == "13"


def test_the_same_number_typed_otherwise_changes_nothing_and_is_not_left_there(
    market: Hand,
) -> None:
    shown = turn_to(market, BATCHES)
    type_into_row(market, shown, "Box A", "10 %")
    market.until(lambda: cells(shown, "Sugar cookie")[1] == "630")
    type_into_row(market, shown, "Box A", "10.0 %")
    market.until(lambda: cells(shown, "Box A")[1] == "50 + 10 %")


def test_snapshots_are_flipped_with_the_row_and_its_way_down_held_still(market: Hand) -> None:
    event = market.bench.navigation.current
    assert event is not None
    with market.watch.allow_sql():
        first = finalize_event_plan(event.id)
        line = int(str(one_row("SELECT min(id) FROM plan_lines")[0]))
        plan_service.set_quantity(line, 500)
        second = finalize_event_plan(event.id)
    market.bench.commands.read_again()
    market.settle()
    market.choose(Key(ThingKind.SNAPSHOT, second.id))
    page = market.bench.snapshot_page
    page.tabs.show_tab(BATCHES)
    shown = page.tabs.batches
    market.until(lambda: shown.table.parts.rowCount())
    market.command("details")
    go_to_row(market, shown, "Box B")
    market.press("Left")
    market.choose(Key(ThingKind.SNAPSHOT, first.id))
    market.until(lambda: cells(shown, "Sugar cookie")[1] == "600")
    row = shown.table.current_part()
    assert row is not None
    assert row.cells[0].text == "Box B"
    assert page.tabs.shown() == BATCHES
    market.command("details")


def test_a_snapshot_that_follows_an_event_at_once_is_read(market: Hand) -> None:
    event = market.bench.navigation.current
    assert event is not None
    _, shown = snapshot_batches(market)
    key = market.bench.navigation.current
    assert key is not None
    market.bench.select(event)  # and back before its sums are asked for
    market.bench.snapshot_desk.sums.show(None)
    market.bench.select(key)
    market.settle()
    market.until(lambda: shown.summary is not None)


def test_typing_on_a_snapshots_number_says_that_it_stays(market: Hand) -> None:
    page, shown = snapshot_batches(market)
    go_to_row(market, shown, "Sugar cookie")
    market.type("7")
    assert plain(page.frozen.text()) == "Snapshot 1 stays as it is."
    assert page.frozen.isVisible()


def test_the_way_down_leads_to_the_line_of_the_recipe(market: Hand) -> None:
    shown = turn_to(market, SHOPPING)
    go_to_row(market, shown, "Butter")
    market.press("Space")
    market.press("F6")
    tree = shown.proof.tree
    assert tree.hasFocus()
    market.press("Down")  # 8 tbsp, the second line with butter
    market.press("Return")
    market.until(lambda: market.page == "recipe")
    market.settle()
    page = market.bench.catalog.pages[ThingKind.RECIPE]
    market.until(lambda: page.table.current_part() is not None)
    row = page.table.current_part()
    assert [plain(cell.text) for cell in row.cells[:3]] == ["Butter", "8", "tbsp"]
    assert page.table.hasFocus()
    market.press("Alt+Left")
    market.until(lambda: market.page == "event")
    assert market.bench.event_page.tabs.shown() == SHOPPING


def test_an_emptied_plan_has_no_batches_and_no_list(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    market.bench.event_page.tabs.show_tab(PLAN)
    view = market.bench.event_page.view
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    view.selectAll()
    market.press("Del")
    market.settle()
    market.bench.event_page.tabs.show_tab(BATCHES)
    market.until(lambda: shown.message.isVisible())
    assert shown.message.text() == "Nothing in this plan is baked yet."
    assert shown.table.parts.rowCount() == 0
    market.bench.event_page.tabs.show_tab(SHOPPING)
    market.settle()
    assert pane(market).message.text() == "Nothing is needed for this plan yet."


def test_the_table_is_copied_and_saved_for_a_spreadsheet(
    market: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = turn_to(market, BATCHES)
    market.press("Ctrl+Shift+C")
    market.until(lambda: market.notice == "Copied as text.")
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == "What\tNeeded\tBatches\tMakes\tSpare\tHow it adds up"
    assert copied[1].startswith("Sugar cookie\t600\t13\t624\t24\t600 = Box A 50 × 6")
    target = tmp_path / "batches.csv"
    QTest.mouseClick(shown.save_button, Qt.MouseButton.LeftButton)
    market.until(lambda: market.window.findChildren(QFileDialog))
    dialog = market.window.findChildren(QFileDialog)[0]
    assert dialog.selectedFiles()[0].endswith("Market, Batches.csv")
    dialog.selectFile(str(target))
    dialog.accept()
    market.until(lambda: market.notice == "Saved as batches.csv.")
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:6] == ["Sugar cookie", "600", "cookies", "13", "624", "24"]


def test_another_events_sums_are_not_shown_for_this_one(market: Hand) -> None:
    shown = turn_to(market, BATCHES)
    with market.watch.allow_sql():
        other = create_event("Fair").key
    assert other is not None
    market.bench.commands.read_again()
    market.settle()
    market.choose(other)
    market.until(lambda: shown.message.isVisible())
    assert shown.table.parts.rowCount() == 0
