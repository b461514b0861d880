"""An event's history in the window: finalized, changed, looked at, gone into and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.keys import Key, ThingKind
from core.services import event_service
from gui.models.history_values import NOW
from gui.tab_names import HISTORY, PLAN
from gui.widgets.history_pane import HistoryPane
from tests.journeys.bakery import go_to_the_market, type_keys
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def pane(hand: Hand) -> HistoryPane:
    return hand.bench.event_page.history


def turn_to_history(hand: Hand) -> HistoryPane:
    """By keyboard from wherever the event's page is."""
    tabs = hand.bench.event_page.tabs
    for _ in range(tabs.count()):
        if tabs.shown() != HISTORY:
            hand.press("Ctrl+Tab")
    hand.settle()
    hand.until(lambda: pane(hand).table.history.rowCount() or pane(hand).message.text())
    return pane(hand)


def finalize(hand: Hand, reason: str) -> None:
    hand.press("Ctrl+Return")
    dialog = hand.dialog("finalize_dialog")
    hand.type(reason)
    hand.answer(dialog, "Finalize")
    hand.until(lambda: hand.page == "snapshot")
    hand.settle()


def change_first_line(hand: Hand, quantity: str) -> None:
    hand.bench.event_page.tabs.show_tab(PLAN)
    hand.bench.event_page.view.setFocus()
    hand.press("Home")
    type_keys(hand, quantity)
    hand.press("Return")
    hand.settle()


def table(hand: Hand) -> list[list[str]]:
    model = pane(hand).table.history
    return [
        [plain(str(model.index(row, at).data())) for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def said(hand: Hand) -> list[tuple[str, str, str]]:
    entries = pane(hand).log.log.entries
    return [(entry.title, entry.reason, plain(entry.words)) for entry in entries]


def twice_finalized(hand: Hand) -> None:
    """50 of each, then 60 and 50, and 70 and 50 now."""
    finalize(hand, "First")
    hand.press("Alt+Left")
    hand.until(lambda: hand.page == "event")
    change_first_line(hand, "60")
    finalize(hand, "Aunt Mary: 10 more")
    hand.press("Alt+Left")
    hand.until(lambda: hand.page == "event")
    change_first_line(hand, "70")


def test_the_way_of_a_plan_is_seen_and_leads_to_its_snapshots_and_back(market: Hand) -> None:
    twice_finalized(market)
    event = market.bench.navigation.current
    shown = turn_to_history(market)
    assert table(market) == [
        ["Box A", "50", "60", "70"],
        ["Box B", "50", "50", "50"],
        ["Recipes and boxes changed", "", "none", "none"],
    ]
    assert said(market) == [
        ("Now", "Not finalized yet", "Box A 60 to 70."),
        ("Snapshot 2", "Aunt Mary: 10 more", "Box A 50 to 60."),
        ("Snapshot 1", "First", "2 lines: 50 Box A, 50 Box B."),
    ]
    assert shown.table.hasFocus()
    market.press("Left")
    market.press("Left")
    market.press("Return")
    market.until(lambda: market.page == "snapshot")
    market.settle()
    detail = market.bench.snapshot_page.detail()
    assert detail is not None
    assert detail.row.version == 1
    assert market.bench.snapshot_page.view.hasFocus()
    market.press("Alt+Left")
    market.until(lambda: market.bench.navigation.current == event)
    market.settle()
    assert market.bench.event_page.tabs.shown() == HISTORY
    assert shown.table.chosen_keys() == (detail.row.id,)


def test_the_log_leads_there_too_and_now_to_the_plan(market: Hand) -> None:
    twice_finalized(market)
    shown = turn_to_history(market)
    market.press("F6")
    assert shown.log.hasFocus()
    market.press("Home")
    market.press("Down")
    market.press("Return")
    market.until(lambda: market.page == "snapshot")
    market.settle()
    detail = market.bench.snapshot_page.detail()
    assert detail is not None
    assert detail.row.version == 2
    market.press("Alt+Left")
    market.until(lambda: market.page == "event")
    market.settle()
    shown.table.setFocus()
    assert shown.table.choose(NOW)
    market.press("Return")
    assert market.bench.event_page.tabs.shown() == PLAN
    assert market.bench.event_page.view.hasFocus()


def test_f6_goes_through_the_table_and_the_log(market: Hand) -> None:
    twice_finalized(market)
    shown = turn_to_history(market)
    seen = [QApplication.focusWidget()]
    for _ in range(3):
        market.press("F6")
        seen.append(QApplication.focusWidget())
    notice = market.bench.pane.notice
    assert seen[:2] == [shown.table, shown.log]
    assert notice.isAncestorOf(seen[2])
    assert seen[3] == market.bench.list.view


def test_it_follows_what_changes_while_it_is_shown(market: Hand) -> None:
    twice_finalized(market)
    turn_to_history(market)
    market.press("Ctrl+Z")  # it goes to the plan, where it was typed
    market.settle()
    turn_to_history(market)
    assert table(market)[0] == ["Box A", "50", "60", "60"]
    assert said(market)[0] == ("Now", "", "Nothing changed since snapshot 2.")
    with market.watch.allow_sql():  # another window
        event_service.set_snapshot_reason(1, "The very first")
    market.press("F5")
    market.until(lambda: said(market)[2][1] == "The very first")


def test_a_deleted_snapshot_is_told_until_it_comes_back(market: Hand) -> None:
    twice_finalized(market)
    event = market.bench.navigation.current
    assert event is not None
    turn_to_history(market)
    market.press("Left")
    market.press("Return")
    market.until(lambda: market.page == "snapshot")
    market.settle()
    market.press("Del")
    market.answer(market.dialog("delete_dialog"), "Delete snapshot 2")
    market.choose(event)
    market.until(lambda: len(said(market)) == 3)
    assert said(market)[:2] == [
        ("Now", "Not finalized yet", "Box A 50 to 70."),
        ("", "", "Snapshot 2 is in the trash."),
    ]
    assert [row[0] for row in table(market)] == ["Box A", "Box B", "Recipes and boxes changed"]
    market.press("Ctrl+Z")
    market.settle()
    market.choose(event)
    market.until(lambda: said(market)[1][0] == "Snapshot 2")


def test_before_the_first_snapshot_it_says_how_to_make_one(market: Hand) -> None:
    shown = turn_to_history(market)
    text = "Finalize the plan to keep it as it is today. You can go on changing it."
    market.until(lambda: shown.message.text() == text)
    shown.focus_body()
    market.press("Space")
    market.dialog("finalize_dialog")
    market.press("Esc")
    market.settle()


def test_a_late_answer_of_another_event_is_dropped(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    hand.bench.event_page.tabs.show_tab(HISTORY)
    others = [key for key in hand.event_keys() if key != market]
    for key in (*others, market, others[0], market):  # faster than any can be read
        hand.bench.select(key)
    hand.settle()
    assert [row[0] for row in table(hand)] == [
        "Holiday hamper",
        "Cookie sampler",
        "Lemon bliss cake",
        "Thank-you card",
        "Recipes and boxes changed",
    ]
    assert hand.bench.navigation.current == market


def test_all_of_it_is_copied_as_text(market: Hand) -> None:
    twice_finalized(market)
    turn_to_history(market)
    market.press("Ctrl+Shift+C")
    market.settle()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[:2] == ["\tSnapshot 1\tSnapshot 2\tNow", "Box A\t50\t60\t70"]
    assert any(line.startswith("Snapshot 2\t") for line in lines)


def test_a_past_event_stands_alone(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    supper = next(
        key for key in hand.event_keys() if "Harvest" in str(hand.bench.model.find(key).data())
    )
    assert supper.kind is ThingKind.EVENT
    hand.choose(Key(ThingKind.EVENT, supper.id))
    hand.bench.event_page.tabs.show_tab(HISTORY)
    hand.until(lambda: pane(hand).table.history.rowCount())
    assert [entry[0] for entry in said(hand)] == ["Snapshot 2", "Snapshot 1"]


def compared_sides(hand: Hand) -> tuple[str, str]:
    page = hand.bench.comparing.page
    hand.until(lambda: hand.page == "compare" and page.shown)
    old, new = (plain(each.text()).split(",")[0] for each in (page.old_button, page.new_button))
    return old, new


def test_f7_compares_the_columns_that_are_chosen(market: Hand) -> None:
    twice_finalized(market)
    turn_to_history(market)
    market.press("Home")
    market.press("Right")
    market.press("Shift+Right")
    market.press("F7")
    assert compared_sides(market) == ("Snapshot 1", "Snapshot 2")
    market.press("Esc")
    market.until(lambda: market.page == "event")
    market.settle()
    turn_to_history(market)
    pane(market).table.setFocus()
    market.press("End")
    market.press("Left")
    market.press("F7")
    assert compared_sides(market) == ("Snapshot 1", "Snapshot 2")  # 2 with the one before it
    market.press("Esc")
    market.until(lambda: market.page == "event")
    market.settle()
    turn_to_history(market)
    pane(market).table.setFocus()
    market.press("End")  # the plan now: as on the event
    market.press("F7")
    assert compared_sides(market) == ("Snapshot 2", "The plan now")


def test_the_list_goes_without_taking_the_keyboard_along(market: Hand) -> None:
    twice_finalized(market)
    table_view = turn_to_history(market).table
    assert table_view.hasFocus()
    market.press("F9")
    market.settle()
    assert not market.bench.list.isVisible()
    assert table_view.hasFocus()
    market.press("F9")
    market.bench.list.view.setFocus()
    market.press("F9")
    market.settle()
    assert table_view.hasFocus()  # it was in the list: on to the page
