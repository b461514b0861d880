"""A box that two finalized plans hold is changed in the catalog; one of them is finalized anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QPushButton

from core.domain.keys import ComponentKind, ThingKind
from core.services import event_service, plan_service, search_index
from core.services.database import session_scope
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from gui.arguments import Options
from gui.tab_names import HISTORY, PLAN
from tests.factories import make_two_boxes, open_file
from tests.journeys.bakery import in_all, menu_text, one_row, type_keys
from tests.journeys.catalog import find, go_to_the_catalog, show_kind
from tests.window import Hand, plain

pytestmark = pytest.mark.journey

WHAT_CHANGED = 1
FAIR_AND_MARKET = ["Market", "School fair"]  # the latest day stands at the top


@pytest.fixture
def hand(open_window: Callable[..., Hand], tmp_path: Path) -> Hand:
    """A market and a school fair before it, both with box A and both finalized."""
    path = tmp_path / "rose-street.db"
    with open_file(path):
        with session_scope() as session:
            market = make_two_boxes(session)
            search_index.rebuild(session)
        fair = event_service.create_event("School fair", date(2099, 11, 2)).key
        assert fair is not None
        (box,) = one_row("SELECT id FROM finished_goods WHERE display_name = 'Box A'")
        plan_service.add_line(
            fair.id, ComponentKind.FINISHED_GOOD, source_id=int(str(box)), quantity=10
        )
        for event_id in (market, fair.id):
            finalize_event_plan(event_id)
    return open_window(Options(database=path))


def states(hand: Hand) -> dict[str, str]:
    view = hand.bench.list.view
    found = dict(zip(hand.column(view, 0), hand.column(view, WHAT_CHANGED), strict=True))
    return {name: found[name] for name in FAIR_AND_MARKET}


def has_states(hand: Hand, *, market: str, fair: str) -> bool:
    """They are counted in the background, one after the other."""
    hand.until(lambda: all(states(hand).values()))
    return states(hand) == {"Market": market, "School fair": fair}


def show_the_plans(hand: Hand) -> None:
    hand.press("Ctrl+1")
    hand.settle()


def put_stars_into_box_a(hand: Hand) -> None:
    go_to_the_catalog(hand)
    show_kind(hand, ThingKind.FINISHED_GOOD)
    find(hand, "box a")
    page = hand.bench.catalog.pages[ThingKind.FINISHED_GOOD]
    hand.until(lambda: page.model.line_count == 1)
    hand.press("Ctrl+L")
    hand.type("2 star")
    hand.until(lambda: page.adder.popup_rows())
    hand.press("Return")
    hand.until(lambda: page.model.line_count == 2)
    hand.settle()


def test_one_of_two_changed_plans_is_finalized_anew_and_the_other_stays(hand: Hand) -> None:
    show_the_plans(hand)
    assert has_states(hand, market="Finalized as 1", fair="Finalized as 1")
    put_stars_into_box_a(hand)
    assert hand.notice.endswith("2 coming plans use it: School fair and Market.")

    hand.command("finalize_changed")
    dialog = hand.dialog("finalize_changed_dialog")
    ticks = [tick for tick in dialog.findChildren(QCheckBox) if tick.isVisible()]
    assert [plain(tick.text()) for tick in ticks] == ["School fair", "Market"]
    said = [plain(tick.accessibleDescription()) for tick in ticks]
    assert "1 change since snapshot 1: Box A contents" in said[0]
    assert "In the kitchen 1 more batch" in said[0]
    assert "In the kitchen 5 more batches" in said[1]
    button = dialog.findChild(QPushButton, "confirm")
    assert button is not None
    assert button.text() == "Finalize 2 plans"
    hand.press("Tab")
    hand.press("Space")
    assert button.text() == "Finalize 1 plan"
    hand.press("Tab")
    hand.type("Stars for the raffle")
    hand.press("Return")
    hand.until(lambda: hand.notice == "Finalized School fair as snapshot 2.")
    hand.settle()
    assert hand.bench.left.view_name == "catalog"  # she stays where she was

    show_the_plans(hand)
    assert has_states(hand, market="1 change since 1", fair="Finalized as 2")
    with hand.watch.allow_sql():
        newest = "SELECT id, notes FROM planning_snapshots ORDER BY id DESC LIMIT 1"
        snapshot_id, reason = one_row(newest)
        assert reason == "Stars for the raffle"
        assert all(verify_snapshot(each).is_unchanged for each in (1, 2, int(str(snapshot_id))))

    assert menu_text(hand, "undo") == "Undo Finalize School fair as 2"
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Undone: snapshot 2 of School fair is in the trash.")
    hand.settle()
    assert has_states(hand, market="1 change since 1", fair="1 change since 1")


def test_both_are_finalized_at_once_undone_and_done_again_in_one_step(hand: Hand) -> None:
    put_stars_into_box_a(hand)
    hand.command("finalize_changed")
    hand.dialog("finalize_changed_dialog")
    hand.press("Return")
    said = "Finalized 2 plans: School fair as snapshot 2, Market as 2."
    hand.until(lambda: hand.notice == said)
    hand.settle()
    hand.command("finalize_changed")
    hand.until(lambda: hand.notice == "Every coming plan is as it was finalized.")
    show_the_plans(hand)
    assert has_states(hand, market="Finalized as 2", fair="Finalized as 2")
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice.startswith("Undone: snapshot 2 of School fair and"))
    hand.settle()
    assert has_states(hand, market="1 change since 1", fair="1 change since 1")
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice == "Done again: Finalize 2 plans.")
    hand.settle()
    assert has_states(hand, market="Finalized as 2", fair="Finalized as 2")


def test_from_the_plans_that_the_notice_shows_its_menu_leads_there(hand: Hand) -> None:
    put_stars_into_box_a(hand)
    hand.bench.pane.notice.show_button.click()
    hand.until(lambda: len(hand.bench.list.selected_keys()) == 2)
    hand.settle()
    hand.press("Shift+F10")
    hand.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert hand.window.commands["finalize_changed"] in menu.actions()
    QTest.keyClick(menu, Qt.Key.Key_H)
    hand.dialog("finalize_changed_dialog")
    hand.press("Esc")
    hand.settle()
    show_the_plans(hand)
    assert has_states(hand, market="1 change since 1", fair="1 change since 1")


def test_from_a_changed_box_to_the_history_and_to_an_older_plan_again(hand: Hand) -> None:
    """Both plans differ; one is finalized anew, its history says so, and its first plan comes back."""
    put_stars_into_box_a(hand)
    show_the_plans(hand)
    assert has_states(hand, market="1 change since 1", fair="1 change since 1")
    hand.command("finalize_changed")
    hand.dialog("finalize_changed_dialog")
    hand.press("Tab")
    hand.press("Space")  # not the market
    hand.press("Return")
    hand.until(lambda: hand.notice == "Finalized School fair as snapshot 2.")
    hand.settle()
    (fair,) = [
        key for key in hand.event_keys() if hand.bench.model.find(key).data() == "School fair"
    ]
    hand.choose(fair)
    hand.bench.event_page.tabs.show_tab(HISTORY)
    history = hand.bench.event_page.history
    hand.until(lambda: history.log.log.entries)
    said = {entry.title: plain(entry.words) for entry in history.log.log.entries}
    assert "Box A contents" in said["Snapshot 2"]

    hand.bench.event_page.tabs.show_tab(PLAN)
    hand.bench.event_page.view.setFocus()
    hand.press("Home")
    type_keys(hand, "99")
    hand.press("Return")
    hand.until(lambda: in_all(hand) == ["99"])
    hand.settle()
    first = hand.keys_below(fair)[-1]
    hand.choose(first)
    hand.command("bring_back_plan")
    dialog = hand.dialog("bring_back_dialog")
    hand.answer(dialog, "Bring back")
    hand.until(lambda: hand.page == "event" and in_all(hand) == ["10"])
    hand.settle()
    assert has_states(hand, market="1 change since 1", fair="Finalized as 2")
