"""Every key of the window does its act, in the pane that has the focus, and texts keep their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTreeView,
    QWidget,
)

from core.domain.keys import ThingKind
from gui.actions.action_table import ACTIONS
from gui.actions.removal_actions import TRASH
from gui.theme import text_sizes
from tests.journeys.bakery import enter_the_plan, go_to_the_market, names, snapshots_of
from tests.window import Hand, plain

pytestmark = pytest.mark.journey

# What is tried in stories of their own, here or in other files.
TOLD_ELSEWHERE = {
    "Ctrl+Q",
    "Ctrl+Z",
    "Ctrl+Shift+Z",
    "Ctrl+Y",
    "F3",
    "Shift+F3",
    "F5",
    "Ctrl+Enter",
}


class Press(NamedTuple):
    """A key, and what can be seen after it."""

    keys: str
    done: Callable[[Hand], bool]


def focus(hand: Hand) -> QWidget:
    widget = QApplication.focusWidget() or hand.window.focusWidget()
    assert widget is not None
    return widget


def top_dialog(hand: Hand) -> QDialog:
    hand.until(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    return dialog


def has_dialog(name: str) -> Callable[[Hand], bool]:
    """The dialog of that name came, and Esc leaves it and gives the keyboard back."""

    def check(hand: Hand) -> bool:
        dialog = top_dialog(hand)
        before = hand.window.focusWidget()
        dialog.activateWindow()
        is_right = name in (dialog.objectName(), type(dialog).__name__)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        hand.until(lambda: QApplication.activeModalWidget() is None)
        hand.settle()
        hand.window.activateWindow()  # offscreen nobody does it when a dialog closes
        hand.until(hand.window.isActiveWindow)
        return is_right and focus(hand) is before

    return check


def is_on(name: str) -> Callable[[Hand], bool]:
    """The widget of that name has the focus."""
    return lambda hand: focus(hand).objectName() == name


def is_page(name: str) -> Callable[[Hand], bool]:
    return lambda hand: hand.page == name


def in_the_plan(hand: Hand) -> bool:
    return hand.bench.event_page.view.hasFocus()


def in_the_list(hand: Hand) -> bool:
    return hand.bench.list.view.hasFocus()


def edits(name: str) -> Callable[[Hand], bool]:
    """That text is being edited; Esc ends it."""

    def check(hand: Hand) -> bool:
        is_right = focus(hand).objectName() == f"{name}_editor"
        hand.press("Esc")
        return is_right and focus(hand).objectName() == f"{name}_face"

    return check


def copied(text: str) -> Callable[[Hand], bool]:
    return lambda _hand: text in plain(QApplication.clipboard().text())


def size_is(points: int) -> Callable[[Hand], bool]:
    return lambda _hand: text_sizes().text == points


def details_shown(is_shown: bool) -> Callable[[Hand], bool]:
    return lambda hand: hand.bench.event_page.details.isVisible() is is_shown


def list_shown(is_shown: bool) -> Callable[[Hand], bool]:
    return lambda hand: hand.bench.list.isVisible() is is_shown


def difference_is(number: int) -> Callable[[Hand], bool]:
    return lambda hand: hand.bench.comparing.page.place.text().startswith(f"{number} of ")


def menu_shown(hand: Hand) -> bool:
    """A menu came; Esc closes it."""
    menus = [each for each in hand.window.findChildren(QMenu) if each.isVisible()]
    for menu in menus:
        menu.close()
    return bool(menus)


def try_all(hand: Hand, presses: tuple[Press, ...]) -> None:
    """Presses each where the one before it led."""
    for press in presses:
        hand.press(press.keys)
        hand.settle()
        assert press.done(hand), f"{press.keys} left the focus on {focus(hand)}"


SIZE = 10

ON_THE_EVENT = (
    Press("Ctrl+L", is_on("add")),
    Press("F6", in_the_plan),
    Press("Shift+F6", is_on("add")),
    Press("Shift+F6", in_the_list),
    Press("F2", edits("event_name")),
    Press("Ctrl+1", in_the_list),
    Press("Ctrl+C", copied("Christmas market")),
    Press("Ctrl+F", is_on("search")),
    Press("Esc", in_the_list),
    Press("Return", in_the_plan),
    Press("Ctrl+C", copied("Holiday hamper")),
    Press("Ctrl+Shift+C", copied("Sugar cookie")),
    Press("Space", details_shown(True)),
    Press("Space", details_shown(False)),
    Press("Ctrl+Return", has_dialog("finalize_dialog")),
    Press("Ctrl+N", has_dialog("new_event_dialog")),
    Press("Ctrl+O", has_dialog("ChooseFileDialog")),
    Press("Ctrl+I", has_dialog("ChooseFileDialog")),
    Press("F1", has_dialog("keys_dialog")),
    Press("?", has_dialog("keys_dialog")),
    Press("F9", list_shown(False)),
    Press("F9", list_shown(True)),
    Press("Ctrl++", size_is(SIZE + 1)),
    Press("Ctrl+=", size_is(SIZE + 2)),
    Press("Ctrl+-", size_is(SIZE + 1)),
    Press("Ctrl+0", size_is(SIZE)),
    Press("Ctrl+3", lambda hand: hand.bench.trash_page.view.hasFocus()),
    Press("Alt+Left", is_page("event")),
    Press("Alt+Right", is_page("trash")),
    Press("Ctrl+1", is_page("event")),
    Press("F7", is_page("compare")),
    Press("F8", difference_is(2)),
    Press("Shift+F8", difference_is(1)),
    Press("Alt+Left", is_page("event")),
)
ON_A_SNAPSHOT = (
    Press("Return", lambda hand: hand.bench.snapshot_page.view.hasFocus()),
    Press("Ctrl+Tab", lambda hand: hand.bench.snapshot_page.tabs.currentIndex() == 1),
    Press("Ctrl+Shift+Tab", lambda hand: hand.bench.snapshot_page.tabs.currentIndex() == 0),
    Press("Ctrl+Shift+C", copied("Christmas market")),
    Press("F2", edits("reason")),
    Press("Ctrl+Shift+N", has_dialog("plan_again_dialog")),
)


def in_the_catalog(hand: Hand) -> bool:
    return hand.bench.catalog.panel.view.hasFocus()


def kind_is(kind: ThingKind) -> Callable[[Hand], bool]:
    return lambda hand: hand.bench.catalog.panel.query.kind is kind


IN_THE_CATALOG = (
    Press("Ctrl+2", in_the_catalog),
    Press("Ctrl+Tab", kind_is(ThingKind.FINISHED_GOOD)),
    Press("Ctrl+Shift+Tab", kind_is(ThingKind.FINISHED_UNIT)),
    Press("Ctrl+Shift+Tab", kind_is(ThingKind.INGREDIENT)),
    Press("Ctrl+N", has_dialog("new_name_dialog")),
    Press("Ctrl+Shift+Tab", kind_is(ThingKind.RECIPE)),
    Press("Home", is_page("recipe")),
    Press("Ctrl+Shift+N", has_dialog("new_item_dialog")),
    Press("F2", edits("name")),
    Press("Ctrl+L", is_on("part_add")),
    Press("Shift+F6", is_on("name_face")),
    Press("Shift+F6", in_the_catalog),
    Press("F6", is_on("name_face")),
    Press("F6", is_on("part_add")),
    Press("F6", is_on("parts")),
    Press("F6", in_the_catalog),
    Press("Ctrl+C", copied("\t")),
    Press("Return", is_on("parts")),
    Press("Ctrl+F", is_on("search")),
    Press("Esc", in_the_catalog),
    Press("Ctrl+1", is_page("snapshot")),
    Press("Ctrl+2", is_page("recipe")),
    Press("Del", has_dialog("in_use_dialog")),
)


def test_each_key_of_the_table_does_its_act(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    assert text_sizes().text == SIZE
    market = go_to_the_market(hand)
    hand.bench.event_page.details.hide()
    try_all(hand, ON_THE_EVENT)
    newest = snapshots_of(hand, market)[0]
    hand.choose(newest)
    hand.bench.list.view.setFocus()
    try_all(hand, ON_A_SNAPSHOT)
    try_all(hand, IN_THE_CATALOG)
    presses = (*ON_THE_EVENT, *ON_A_SNAPSHOT, *IN_THE_CATALOG)
    tried = {press.keys for press in presses}
    told = {keys for spec in ACTIONS for keys in spec.keys}
    assert told - tried - TOLD_ELSEWHERE == set()


def test_the_arrows_and_the_star_open_and_close_branches(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    tree, row = hand.bench.list.view, hand.bench.model.find(market)
    for keys, is_open in (("Right", True), ("Left", False), ("*", True)):
        hand.press(keys)
        hand.settle()
        assert tree.isExpanded(row) is is_open
    enter_again = hand.bench.event_page.view
    hand.press("Return")
    hand.press("Home")
    first = enter_again.model().index(0, 0)
    for keys, is_open in (("Right", True), ("Left", False), ("*", True)):
        hand.press(keys)
        hand.settle()
        assert enter_again.isExpanded(first) is is_open
    inside = enter_again.model().index(0, 0, first)
    assert enter_again.isExpanded(inside)


def test_the_menu_key_opens_what_can_be_done_with_the_row(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    for enters in (False, True):
        if enters:
            hand.press("Return")
        pane = focus(hand)
        place = pane.rect().center()
        # The key itself is turned into this event by the platform.
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(
            pane.viewport() if isinstance(pane, QTreeView) else pane,
            QContextMenuEvent(reason, place, pane.mapToGlobal(place)),
        )
        hand.until(lambda: menu_shown(hand))
        hand.settle()


def test_del_acts_in_the_pane_that_has_the_focus_and_nowhere_else(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    lines = names(hand)
    hand.press("Del")
    hand.until(lambda: hand.notice.startswith("Deleted Holiday hamper"))
    hand.settle()
    assert names(hand)[0] == lines[1]
    assert "Christmas market" in hand.list_rows()
    hand.press("Ctrl+Z")
    hand.until(lambda: names(hand) == lines)
    hand.settle()
    hand.press("Shift+F6")
    hand.press("Shift+F6")
    assert in_the_list(hand)
    hand.press("Del")
    dialog = hand.dialog("delete_dialog")
    hand.press("Esc")
    hand.until(lambda: not dialog.isVisible())
    hand.settle()
    assert names(hand) == lines
    hand.press("Ctrl+3")
    hand.settle()
    hand.press("Del")
    dialog = hand.dialog("purge_dialog")
    hand.press("Esc")
    hand.until(lambda: not dialog.isVisible())
    hand.settle()
    assert hand.bench.list.trash.text() == "Trash (1)"
    assert hand.bench.navigation.current == TRASH


def test_text_fields_keep_their_own_del_undo_and_copy(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    lines = names(hand)
    hand.press("Del")  # something that the window could undo
    hand.until(lambda: hand.notice.startswith("Deleted"))
    hand.settle()
    left = names(hand)
    for opens, text in (
        (("Ctrl+L",), "amb"),
        (("Ctrl+F",), "xyz"),
        (("Ctrl+1", "F2"), "Market"),
        (("Ctrl+1", "Return", "Home", "F2"), "48"),
    ):
        for keys in opens:
            hand.press(keys)
        hand.settle()
        field = focus(hand)
        assert isinstance(field, (QLineEdit, QPlainTextEdit))
        hand.press("Ctrl+A")
        hand.type(text)
        hand.press("Home")
        hand.press("Del")
        assert typed(field) == text[1:]
        hand.press("Ctrl+Z")
        assert typed(field) != text[1:]
        hand.press("Ctrl+A")
        hand.press("Ctrl+C")
        assert QApplication.clipboard().text() == typed(field)
        hand.press("Esc")
        hand.press("Esc")
        hand.settle()
    assert names(hand) == left
    assert lines != left
    assert "Christmas market" in hand.list_rows()
    assert hand.window.commands["undo"].text().startswith("&Undo Delete")


def typed(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_quitting_by_its_key_closes_the_window(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    hand.press("Ctrl+Q")
    hand.until(lambda: not hand.window.isVisible())


def test_a_file_dialog_that_is_left_changes_nothing(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    before = hand.list_rows()
    hand.press("Ctrl+O")
    dialog = top_dialog(hand)
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    hand.until(lambda: QApplication.activeModalWidget() is None)
    hand.settle()
    assert hand.list_rows() == before
