"""The left pane in real widgets: choosing, searching, waiting for rows, and what it wishes for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.domain.keys import Key
from core.domain.rows import ListHits
from gui import theme
from gui.models.plan_tree_model import PlanTreeModel
from gui.models.tickets import ListBranch
from gui.widgets.list_panel import ListPanel
from gui.widgets.list_places import WITHOUT_EVENT
from tests.gui.models.list_rows import (
    TODAY,
    Hand,
    changes,
    event,
    event_key,
    snapshot,
    snapshot_key,
)
from tests.gui.models.nested import outline

MARKET = event(1, "Christmas market", date(2026, 12, 12), snapshot_count=3, latest_version=3)
FAIR = event(2, "School fair", date(2026, 11, 28), snapshot_count=1, latest_version=1)
SUPPER = event(3, "Harvest supper", date(2026, 10, 17), snapshot_count=2, latest_version=2)
EVENTS = [MARKET, FAIR, SUPPER]
OF_MARKET = [snapshot(13, 1, 3), snapshot(12, 1, 2), snapshot(11, 1, 1)]


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[ListPanel]:
    QLocale.setDefault(QLocale("en_GB"))
    model = PlanTreeModel(TODAY)
    made = ListPanel(model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(480, 600)
    yield made
    QLocale.setDefault(QLocale.system())


@pytest.fixture
def hand(qtbot: QtBot, panel: ListPanel) -> Hand:
    made = Hand(panel.model)
    with qtbot.waitExposed(panel):
        panel.show()
    settle()
    tester = QAbstractItemModelTester(
        panel.model, QAbstractItemModelTester.FailureReportingMode.Warning, panel
    )
    tester.setUseFetchMore(False)
    return made


def settle() -> None:
    """Lets the view lay itself out, and queued signals arrive."""
    QApplication.processEvents()
    QApplication.processEvents()


def chosen(panel: ListPanel) -> list[tuple[Key, ...]]:
    """Collects what the panel announces from here on."""
    heard: list[tuple[Key, ...]] = []
    panel.selection_changed.connect(heard.append)
    return heard


def search(qtbot: QtBot, panel: ListPanel, text: str) -> None:
    panel.search.setFocus()
    with qtbot.waitSignal(panel.search_wanted) as wanted:
        panel.search.clear() if not text else qtbot.keyClicks(panel.search, text)
    assert wanted.args == [text]
    settle()


def test_with_nothing_to_restore_the_next_coming_event_is_opened_and_chosen(
    panel: ListPanel, hand: Hand
) -> None:
    heard = chosen(panel)
    panel.restore((), ())
    hand.give(EVENTS)
    settle()
    assert heard == [(event_key(2),)]
    assert panel.expanded_keys() == (event_key(2),)
    assert hand.branches() == [ListBranch("event", 2)]


def test_what_was_open_and_chosen_last_time_comes_back(panel: ListPanel, hand: Hand) -> None:
    heard = chosen(panel)
    panel.restore((event_key(1), WITHOUT_EVENT), (snapshot_key(12),))
    hand.give(EVENTS)
    hand.give(OF_MARKET)
    panel.model.put_without_event(1)
    settle()
    assert heard == [(snapshot_key(12),)]
    assert panel.expanded_keys() == (event_key(1), WITHOUT_EVENT)


def test_a_snapshot_of_an_unread_event_is_chosen_once_it_is_read(
    panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    heard = chosen(panel)
    panel.select(snapshot_key(12), under=event_key(1))
    assert heard == []
    hand.give(OF_MARKET)
    assert heard == [(snapshot_key(12),)]


def test_an_event_far_below_is_read_up_to_and_chosen(panel: ListPanel, hand: Hand) -> None:
    hand.give([MARKET], more=True, total=3)
    panel.select(event_key(3))
    hand.give([FAIR], more=True, total=3)
    hand.give([SUPPER])
    assert panel.selected_keys() == (event_key(3),)


def test_choosing_what_is_not_there_ends_without_asking_on(panel: ListPanel, hand: Hand) -> None:
    hand.give(EVENTS)
    panel.select(snapshot_key(99), under=event_key(1))
    hand.give(OF_MARKET)
    assert hand.branches() == []
    assert panel.selected_keys() == ()


def test_what_she_chooses_meanwhile_is_not_taken_from_her(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    settle()
    panel.select(snapshot_key(12), under=event_key(1))
    place = panel.view.visualRect(panel.model.find(event_key(3))).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hand.give(OF_MARKET)
    assert panel.selected_keys() == (event_key(3),)


def test_the_same_choice_is_announced_once(panel: ListPanel, hand: Hand) -> None:
    hand.give(EVENTS)
    heard = chosen(panel)
    panel.select(event_key(1))
    panel.select(event_key(1))
    panel.view.selectAll()
    assert heard == [(event_key(1),), (event_key(1), event_key(2), event_key(3))]


def test_enter_and_a_double_click_go_into_the_page(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.select(event_key(2))
    settle()
    with qtbot.waitSignal(panel.activated) as entered:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert entered.args == [event_key(2)]
    place = panel.view.visualRect(panel.model.find(event_key(1))).center()
    with qtbot.waitSignal(panel.activated) as clicked:
        qtbot.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [event_key(1)]
    assert panel.expanded_keys() == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Delete])
def test_space_and_del_are_left_to_the_window(panel: ListPanel, hand: Hand, key: Qt.Key) -> None:
    hand.give(EVENTS)
    panel.select(event_key(2))
    press = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, " ")
    QApplication.sendEvent(panel.view, press)
    assert not press.isAccepted()
    assert panel.selected_keys() == (event_key(2),)


def test_letters_find_a_row_by_its_name(qtbot: QtBot, panel: ListPanel, hand: Hand) -> None:
    hand.give(EVENTS)
    panel.select(event_key(1))
    qtbot.keyClicks(panel.view, "ha")
    assert panel.selected_keys() == (event_key(3),)


def test_the_menu_is_wished_for_with_what_is_chosen(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.select(event_key(2))
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    with qtbot.waitSignal(panel.context_menu_wanted) as wanted:
        QApplication.sendEvent(panel.view.viewport(), asked)
    assert wanted.args[1] == (event_key(2),)


def test_a_search_shows_its_hits_opened_and_keeps_what_the_page_shows(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.select(event_key(3))
    heard = chosen(panel)
    search(qtbot, panel, "bisc")
    assert hand.branches() == [ListBranch("events", None, "bisc")]
    hand.give([event(1, "Christmas market", date(2026, 12, 12), snapshot_count=1)])
    settle()
    hand.give([snapshot(13, 1, 3, hit="holds Almond biscotti")])
    panel.put_hits(ListHits(1, 214))
    assert "  Snapshot 3 | holds Almond biscotti" in outline(panel.model)[1]
    assert panel.view.isExpanded(panel.model.find(event_key(1)))
    label = panel.findChild(QLabel, "search_hits")
    assert label is not None
    assert label.text() == "1 of 214"
    assert heard == []


def test_esc_clears_the_search_and_returns_to_where_she_was(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    many = [event(n, f"Event {n}", TODAY - timedelta(days=n)) for n in range(1, 60)]
    hand.give(many)
    panel.select(event_key(50))
    settle()
    scroll = panel.view.verticalScrollBar().value()
    assert scroll > 0
    heard = chosen(panel)
    search(qtbot, panel, "7")
    hand.give([event(7, "Event 7", TODAY - timedelta(days=7))])
    panel.select(event_key(7))
    panel.search.setFocus()
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""
    assert panel.view.hasFocus()
    hand.give(many)
    assert heard == [(event_key(7),), (event_key(50),)]
    assert panel.view.verticalScrollBar().value() == scroll


def test_enter_in_the_search_chooses_the_first_hit_even_before_it_is_found(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "supper")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    hand.give([event(3, "Harvest supper", date(2026, 10, 17))])
    assert panel.selected_keys() == (event_key(3),)
    assert panel.view.hasFocus()


def test_f3_steps_through_the_rows_that_were_found(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    search(qtbot, panel, "bisc")
    hand.give([MARKET, event(3, "Biscuits", date(2026, 10, 17), hit="its name")])
    settle()
    hand.give(OF_MARKET[:2])
    settle()
    stops: list[Key] = []
    for step in (1, 1, 1, 1, -1):
        panel.select_hit(step)
        stops += panel.selected_keys()
    first, second, event_hit = snapshot_key(13), snapshot_key(12), event_key(3)
    assert stops == [first, second, event_hit, event_hit, second]


def test_choosing_what_a_search_did_not_find_clears_it(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.select(event_key(1))
    search(qtbot, panel, "supper")
    hand.give([SUPPER])
    settle()
    hand.give([])
    panel.select(event_key(2))
    assert panel.search.text() == ""
    hand.give(EVENTS)
    assert panel.selected_keys() == (event_key(2),)


def test_finding_nothing_says_so_and_can_be_cleared(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    search(qtbot, panel, "zzz")
    hand.give([])
    text = panel.findChild(QLabel, "list_empty_text")
    button = panel.findChild(QPushButton, "list_empty_action")
    assert text is not None
    assert button is not None
    assert text.isVisible()
    assert text.text() == (
        "Nothing found for \u201c\u2068zzz\u2069\u201d in events, notes and everything "
        "snapshots hold."
    )
    assert button.text() == "Clear"
    button.click()
    hand.give(EVENTS)
    assert not text.isVisible()
    assert panel.search.text() == ""


def test_an_empty_list_says_what_an_event_is_and_makes_one(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give([])
    text = panel.findChild(QLabel, "list_empty_text")
    button = panel.findChild(QPushButton, "list_empty_action")
    assert text is not None
    assert button is not None
    assert text.text().startswith("No events yet. An event is anything you bake for:")
    with qtbot.waitSignal(panel.new_event_wanted):
        button.click()
    panel.model.put_event(FAIR)
    assert not text.isVisible()


def test_states_are_wished_for_once_and_for_coming_events_only(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    with qtbot.waitSignal(panel.states_wanted) as wanted:
        hand.give(EVENTS)
    assert wanted.args == [[1, 2]]
    panel.model.put_state(1, changes(3, since=3))
    with qtbot.waitSignal(panel.states_wanted) as again:
        panel.model.put_state(1, None)
    assert again.args == [[1]]
    with qtbot.waitSignal(panel.states_wanted) as newer:
        panel.model.put_snapshot(snapshot(20, 2, 2))
    assert newer.args == [[2]]


def test_states_are_wished_for_as_rows_come_into_sight(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    many = [
        event(n, f"Event {n}", TODAY + timedelta(days=100 - n), snapshot_count=1, latest_version=1)
        for n in range(1, 100)
    ]
    with qtbot.waitSignal(panel.states_wanted) as first:
        hand.give(many)
    assert first.args is not None
    assert 10 < len(first.args[0]) < 40
    with qtbot.waitSignal(panel.states_wanted) as last:
        panel.view.scrollToBottom()
    assert last.args is not None
    assert last.args[0][-1] == 99


def test_a_click_tries_again_what_could_not_be_read(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    panel.model.put_failure(hand.take(), "The file is in use.")
    settle()
    place = panel.view.visualRect(panel.model.index(0, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hand.give(EVENTS)
    assert panel.model.rowCount() == 3


def test_a_click_tries_a_state_again(qtbot: QtBot, panel: ListPanel, hand: Hand) -> None:
    hand.give([MARKET])
    panel.model.put_state_failure(1, "The file is in use.")
    settle()
    index = panel.model.find(event_key(1)).siblingAtColumn(1)
    place = panel.view.visualRect(index).center()
    with qtbot.waitSignal(panel.states_wanted) as wanted:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == [[1]]


def test_the_tail_by_enter_leads_on_to_the_first_new_row(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give([MARKET], more=True, total=3)
    panel.view.setCurrentIndex(panel.model.index(1, 0))
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    hand.give([FAIR, SUPPER])
    assert panel.selected_keys() == (event_key(2),)


def test_the_tail_reads_on_when_it_is_scrolled_into_sight(panel: ListPanel, hand: Hand) -> None:
    many = [event(n, f"Event {n}", TODAY - timedelta(days=n)) for n in range(1, 60)]
    hand.give(many, more=True, total=80)
    settle()
    assert hand.branches() == []
    panel.view.scrollToBottom()
    assert hand.take().after is not None


def test_another_database_empties_the_search_and_the_choice(
    qtbot: QtBot, panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.select(event_key(1))
    search(qtbot, panel, "bisc")
    heard = chosen(panel)
    panel.model.reset()
    settle()
    assert hand.branches() == [ListBranch("events")]
    assert panel.search.text() == ""
    assert heard == [()]


def test_buttons_say_what_they_lead_to(qtbot: QtBot, panel: ListPanel) -> None:
    trash = panel.findChild(QToolButton, "trash")
    assert trash is not None
    assert trash.text() == "Trash"
    panel.set_trash_count(2)
    assert trash.text() == "Trash (2)"
    with qtbot.waitSignal(panel.trash_wanted):
        trash.click()
    new_event = panel.findChild(QPushButton, "new_event")
    assert new_event is not None
    with qtbot.waitSignal(panel.new_event_wanted):
        new_event.click()


def test_the_bar_of_the_chosen_row_tells_which_pane_has_the_focus(
    panel: ListPanel, hand: Hand
) -> None:
    hand.give(EVENTS)
    panel.select(event_key(1))
    panel.view.setFocus()
    settle()
    assert _bar_colour(panel) == theme.current().color("accent")
    panel.search.setFocus()
    settle()
    assert _bar_colour(panel) == theme.current().color("field")


def _bar_colour(panel: ListPanel) -> QColor:
    middle = panel.view.visualRect(panel.model.find(event_key(1))).center().y()
    image = panel.view.viewport().grab().toImage()
    return image.pixelColor(1, round(middle * image.devicePixelRatio()))


def test_no_column_leaves_the_pane_at_any_width(panel: ListPanel, hand: Hand) -> None:
    hand.give(EVENTS)
    for width in (1, panel.minimumSizeHint().width(), 480, 900):
        panel.resize(width, 500)
        settle()
        header = panel.view.header()
        assert header.length() == panel.view.viewport().width()
        assert min(header.sectionSize(column) for column in range(3)) > 40
    assert not panel.view.horizontalScrollBar().isVisible()


def test_a_list_that_was_shown_before_anybody_listened_asks_then(
    qtbot: QtBot, panel: ListPanel
) -> None:
    with qtbot.waitExposed(panel):
        panel.show()
    settle()
    hand = Hand(panel.model)
    qtbot.waitUntil(lambda: hand.branches() == [ListBranch("events")])


def test_nothing_is_asked_below_a_closed_row(panel: ListPanel, hand: Hand) -> None:
    hand.give(EVENTS)
    settle()
    assert hand.branches() == []
    panel.view.expand(panel.model.find(event_key(1)))
    settle()
    assert hand.branches() == [ListBranch("event", 1)]
    hand.give(OF_MARKET)
    assert panel.model.rowCount(panel.model.find(event_key(1))) == 3
    assert panel.model.rowCount(QModelIndex()) == 3
