"""An older snapshot is the plan again by keys alone, with all that came after it still there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeView

from core.domain.keys import Key
from core.services.history_service import verify_snapshot
from gui.models.roles import Role
from tests.journeys.bakery import (
    enter_the_plan,
    go_to_the_market,
    in_all,
    menu_text,
    names,
    shown_texts,
    snapshots_of,
    type_keys,
)
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def finalize(hand: Hand, number: int) -> None:
    hand.press("Ctrl+Return")
    hand.dialog("finalize_dialog")
    hand.press("Return")
    hand.until(lambda: hand.notice == f"Finalized Christmas market as snapshot {number}.")
    hand.settle()
    hand.press("Alt+Left")
    hand.until(lambda: hand.page == "event")
    hand.settle()
    hand.press("Ctrl+1")
    hand.press("Return")
    assert hand.bench.event_page.view.hasFocus()


def change_first_line(hand: Hand, to: str) -> None:
    hand.press("Home")
    type_keys(hand, to)
    hand.press("Return")
    hand.until(lambda: in_all(hand)[0] == to)
    hand.settle()


def choose_in_menu(hand: Hand, letter: Qt.Key) -> None:
    """Opens the menu of what has the focus and takes the entry with that letter."""
    hand.press("Shift+F10")
    hand.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, letter)


def rows_of(dialog: object) -> list[str]:
    table = dialog.findChild(QTreeView, "lines")  # type: ignore[attr-defined]
    assert table is not None
    model = table.model()
    return [
        "|".join(plain(str(model.index(row, at).data() or "")) for at in range(3))
        for row in range(model.rowCount())
    ]


def stay_unchanged(hand: Hand, snapshots: list[Key]) -> bool:
    with hand.watch.allow_sql():
        return all(verify_snapshot(key.id).is_unchanged for key in snapshots)


def test_a_snapshot_is_the_plan_again_and_the_plan_comes_back_with_undo(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    finalize(hand, 4)
    then = (names(hand), in_all(hand))
    change_first_line(hand, "75")
    hand.press("Down")
    hand.press("Del")
    first, second, *rest = then[0]
    hand.until(lambda: names(hand) == [first, *rest, second])  # last: what is gone since then
    hand.settle()
    finalize(hand, 5)
    change_first_line(hand, "80")
    now = (names(hand), in_all(hand))

    fifth, fourth = snapshots_of(hand, event)[:2]
    hand.press("Ctrl+1")
    hand.press("Down")
    hand.press("Down")
    hand.until(lambda: hand.bench.navigation.current == fourth)
    hand.settle()
    choose_in_menu(hand, Qt.Key.Key_B)
    dialog = hand.dialog("bring_back_dialog")
    assert rows_of(dialog) == [
        "Holiday hamper|80 boxes|60 boxes",
        f"{then[0][1]}|not in the plan|{then[1][1]} boxes",
    ]
    assert "All snapshots stay, the newer 5 as well," in " ".join(shown_texts(dialog))
    hand.press("Return")
    said = "The plan of Christmas market is as in snapshot 4 again."
    hand.until(lambda: hand.notice == said)
    hand.settle()
    assert hand.page == "event"
    assert hand.bench.navigation.current == event
    assert hand.window.focusWidget() is hand.bench.event_page.view
    assert (names(hand), in_all(hand)) == then
    assert snapshots_of(hand, event)[:2] == [fifth, fourth]
    assert menu_text(hand, "undo") == "Undo Bring back snapshot 4 of Christmas market"

    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice.startswith("Undone: the plan of Christmas market"))
    hand.settle()
    assert (names(hand)[: len(now[0])], in_all(hand)[: len(now[1])]) == now
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice.startswith("Done again"))
    hand.settle()
    assert (names(hand), in_all(hand)) == then
    assert stay_unchanged(hand, snapshots_of(hand, event))


def test_esc_leaves_the_plan_and_the_button_of_the_page_asks_too(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = go_to_the_market(hand)
    before = in_all(hand)
    hand.choose(snapshots_of(hand, event)[1])
    button = hand.bench.snapshot_page.head.bring_back
    button.setFocus()
    hand.press("Space", button)
    hand.dialog("bring_back_dialog")
    hand.press("Esc")
    hand.settle()
    assert hand.page == "snapshot"
    assert hand.notice == ""
    assert not hand.window.commands["undo"].isEnabled()
    hand.choose(event)
    assert in_all(hand) == before


def test_where_the_plan_is_as_in_the_snapshot_it_is_said_and_nothing_asked(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    finalize(hand, 4)
    hand.choose(snapshots_of(hand, event)[0])
    hand.command("bring_back_plan")
    hand.until(lambda: hand.notice == "The plan is as in snapshot 4 already.")
    assert hand.page == "snapshot"


def test_without_its_event_the_command_is_off_and_says_why(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = go_to_the_market(hand)
    command, link = (
        hand.window.commands["bring_back_plan"],
        hand.bench.snapshot_page.head.bring_back,
    )
    assert not command.isEnabled()
    assert command.statusTip() == ""  # there is no snapshot to speak of
    hand.choose(snapshots_of(hand, event)[0])
    assert command.isEnabled()
    assert link.isEnabled()
    without = hand.bench.model.without_event_index()
    hand.bench.list.view.expand(without)
    hand.settle()
    hand.choose(hand.bench.model.index(0, 0, without).data(Role.KEY))
    for tip in (command.toolTip(), command.statusTip(), link.toolTip()):
        assert tip.startswith("The event of this snapshot was deleted")
    assert not command.isEnabled()
    assert not link.isEnabled()
    assert hand.window.commands["plan_again"].isEnabled()
