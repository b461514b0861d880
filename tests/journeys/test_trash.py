"""The trash: what was deleted comes back, goes forever, or went in another window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from core.domain.keys import ComponentKind, Key, ThingKind
from core.services import event_service, plan_service, removal_service
from tests.journeys.bakery import go_to_the_market, line_id_of, one_row, shown_texts, snapshots_of
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def trash_rows(hand: Hand) -> list[str]:
    return hand.column(hand.bench.trash_page.view, 0)


def button(dialog: QDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_events_and_snapshots_chosen_together_go_in_one_step_and_come_back_by_enter(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    newest = snapshots_of(hand, market)[0]
    before = hand.list_rows()
    hand.bench.list.view.setFocus()
    hand.press("Down")
    hand.until(lambda: hand.bench.list.selected_keys() == (newest,))
    for _ in range(3):
        hand.press("Shift+Down")
    keys = hand.bench.list.selected_keys()
    assert [key.kind for key in keys] == [ThingKind.SNAPSHOT] * 3 + [ThingKind.EVENT]
    hand.settle()
    assert hand.page == "selection"
    assert "3 snapshots, 1 event" in " ".join(shown_texts(hand.bench.selection_page))
    hand.press("Del")
    dialog = hand.dialog("delete_dialog")
    said = " ".join(shown_texts(dialog))
    with hand.watch.allow_sql():
        held = one_row(
            "SELECT (SELECT count(*) FROM finished_unit_snapshots f WHERE f.planning_snapshot_id"
            " IN (SELECT id FROM planning_snapshots WHERE event_id = :event)), (SELECT count(*)"
            " FROM finished_good_snapshots f WHERE f.planning_snapshot_id IN"
            " (SELECT id FROM planning_snapshots WHERE event_id = :event))",
            event=market.id,
        )
    assert f"{held[0]} items, {held[1]} boxes" in said
    assert "4 lines" in said
    hand.answer(dialog, "Delete 1 event and 3 snapshots")
    hand.until(lambda: hand.notice.startswith("Deleted 1 event and 3 snapshots"))
    hand.settle()
    assert "School fair" not in hand.list_rows()
    assert snapshots_of(hand, market) == []

    hand.press("Ctrl+3")
    hand.settle()
    assert hand.page == "trash"
    assert len(trash_rows(hand)) == 2
    assert hand.bench.trash_page.view.hasFocus()
    hand.press("Home")
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith("Restored"))
    hand.settle()
    assert hand.notice == "Restored School fair and 3 snapshots."
    assert hand.list_rows() == before
    assert len(snapshots_of(hand, market)) == 3
    assert hand.bench.list.trash.text() == "Trash (1)"
    assert hand.bench.navigation.current is not None
    assert hand.bench.navigation.current.kind is ThingKind.EVENT


def test_an_event_that_nothing_was_finalized_of_goes_without_a_question(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    hand.until(lambda: hand.bench.list.view.hasFocus())
    hand.press("Del")
    hand.until(lambda: hand.notice == "Deleted School fair and its 4 lines.")
    hand.settle()
    assert "School fair" not in hand.list_rows()
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Undone: Delete School fair.")
    hand.settle()
    assert "School fair" in hand.list_rows()
    assert plain(hand.window.windowTitle()) == "School fair - Proofbook"


def test_over_twenty_are_deleted_forever_only_after_their_number_is_typed(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    with hand.watch.allow_sql():
        for number in range(21):
            key = event_service.create_event(f"Wednesday {number}").key
            assert key is not None
            removal_service.remove_event(key.id)
    hand.press("Ctrl+3")
    hand.press("F5")
    hand.until(lambda: hand.bench.list.trash.text() == "Trash (22)")
    hand.settle()
    hand.bench.trash_page.view.setFocus()
    hand.press("Ctrl+A")
    hand.press("Del")
    dialog = hand.dialog("purge_dialog")
    confirm = button(dialog, "confirm")
    assert not confirm.isEnabled()
    number = dialog.findChild(QLineEdit, "number")
    assert isinstance(number, QLineEdit)
    number.setFocus()
    hand.type("21")
    hand.press("Return")
    assert dialog.isVisible()
    assert not confirm.isEnabled()
    hand.press("Ctrl+A")
    hand.type("22")
    hand.answer(dialog, "Delete forever")
    hand.until(lambda: hand.notice == "Deleted 22 things forever.")
    hand.settle()
    assert trash_rows(hand) == []
    assert hand.bench.list.trash.text() == "Trash"
    with hand.watch.allow_sql():
        assert one_row("SELECT count(*) FROM removed_records") == (0,)


def test_emptying_the_trash_is_left_by_esc_and_by_enter_and_done_by_its_button(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    hand.press("Ctrl+3")
    hand.settle()
    for key in ("Esc", "Return"):
        hand.bench.trash_page.empty_button.click()
        dialog = hand.dialog("purge_dialog")
        hand.press(key)
        hand.until(lambda dialog=dialog: not dialog.isVisible())
        hand.settle()
        assert len(trash_rows(hand)) == 1
    hand.bench.trash_page.empty_button.click()
    hand.answer(hand.dialog("purge_dialog"), "Delete forever")
    hand.until(lambda: trash_rows(hand) == [])
    assert "Nothing deleted in the last 30 days." in shown_texts(hand.bench.trash_page)


def test_f5_shows_what_another_window_changed(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    with hand.watch.allow_sql():
        plan_service.set_quantity(line_id_of(market, 0), "99")
        event_service.rename_event(market.id, "Winter market")
        key = event_service.create_event("Made elsewhere").key
        assert key is not None
        (cookie,) = one_row("SELECT id FROM finished_units WHERE display_name = 'Sugar cookie'")
        assert isinstance(cookie, int)
        plan_service.add_line(key.id, ComponentKind.FINISHED_UNIT, source_id=cookie, quantity=12)
    hand.press("F5")
    hand.until(lambda: "Made elsewhere" in hand.list_rows())
    hand.settle()
    assert "Winter market" in hand.list_rows()
    assert hand.bench.list.selected_keys() == (market,)
    assert hand.column(hand.bench.event_page.view, 2)[0] == "99"
    hand.until(lambda: plain(hand.window.windowTitle()) == "Winter market - Proofbook")


def test_coming_back_to_the_window_shows_what_another_one_changed_meanwhile(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    watch = hand.bench.file_watch
    readings: list[None] = []
    watch.changed_elsewhere.connect(partial(readings.append, None))

    def leave_and_come_back(meanwhile: Callable[[], object]) -> None:
        watch.follow(Qt.ApplicationState.ApplicationInactive)
        hand.settle()
        meanwhile()
        hand.settle()
        watch.follow(Qt.ApplicationState.ApplicationActive)
        hand.settle()

    def rename_in_another_window() -> None:
        with hand.watch.allow_sql():
            (fair,) = one_row("SELECT id FROM events WHERE name = 'School fair'")
            assert isinstance(fair, int)
            event_service.rename_event(fair, "Spring fair")

    leave_and_come_back(lambda: None)
    assert readings == []
    hand.press("Return")
    hand.press("Home")
    leave_and_come_back(partial(hand.command, "delete"))  # her own line, from the menu
    assert hand.notice.startswith("Deleted")
    assert readings == []
    leave_and_come_back(rename_in_another_window)
    assert len(readings) == 1
    assert "Spring fair" in hand.list_rows()
    assert "School fair" not in hand.list_rows()


def test_a_snapshot_deleted_in_another_window_says_so_and_leads_to_its_event(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    shown = snapshots_of(hand, market)[1]
    hand.choose(shown)
    assert hand.page == "snapshot"
    with hand.watch.allow_sql():
        removal_service.remove_snapshots([shown.id])
    hand.press("F5")
    hand.until(lambda: hand.page == "message")
    hand.settle()
    assert "This was deleted in another window." in shown_texts(hand.bench.message_page)
    go = [each for each in hand.bench.message_page.findChildren(QPushButton) if each.isVisible()]
    assert [each.text() for each in go] == ["Go to the event"]
    go[0].click()
    hand.until(lambda: hand.page == "event")
    hand.settle()
    assert hand.bench.list.selected_keys() == (market,)
    assert shown not in snapshots_of(hand, market)
    assert Key(ThingKind.SNAPSHOT, shown.id) != hand.bench.navigation.current
