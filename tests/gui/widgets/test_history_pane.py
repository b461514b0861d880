"""The History tab as a widget: what is chosen, where Enter leads, what has room, what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.models.history_values import NOW, HistoryRows
from gui.widgets.history_pane import HistoryPane
from tests.gui.models.histories import many, rows, three
from tests.window import plain

Make = Callable[..., HistoryPane]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """A pane on screen, with the model's own tester on its table."""

    def made(history: HistoryRows, width: int = 1000) -> HistoryPane:
        pane = HistoryPane()
        qtbot.addWidget(pane)
        QAbstractItemModelTester(
            pane.table.history, QAbstractItemModelTester.FailureReportingMode.Warning, pane
        )
        pane.resize(width, 600)
        with qtbot.waitExposed(pane):
            pane.show()
        pane.activateWindow()
        pane.show_history(history)
        pane.focus_body()
        return pane

    return made


def press(key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, *modifiers)


def shown(pane: HistoryPane) -> list[Any]:
    model = pane.table.history
    return [model.column_key(at) for at in range(1, model.columnCount())]


def log_key(pane: HistoryPane) -> object:
    chosen = pane.log.selectionModel().selectedIndexes()
    return pane.log.key_at(chosen[0]) if chosen else None


def test_the_newest_column_is_chosen_first_and_arrows_move_by_cell(make: Make) -> None:
    pane = make(three())
    assert pane.table.hasFocus()
    assert pane.table.chosen_keys() == (NOW,)
    press(Qt.Key.Key_Left)
    assert pane.table.chosen_keys() == (103,)
    assert log_key(pane) == 103
    press(Qt.Key.Key_Down)
    assert pane.table.currentIndex().row() == 1
    assert pane.table.chosen_keys() == (103,)


def test_the_names_are_no_snapshot(make: Make, qtbot: QtBot) -> None:
    pane = make(three())
    press(Qt.Key.Key_Home)
    assert pane.table.currentIndex().column() == 0
    assert pane.table.chosen_keys() == ()
    assert log_key(pane) is None
    with qtbot.assertNotEmitted(pane.opened):
        press(Qt.Key.Key_Return)


def test_enter_goes_to_the_snapshot_of_the_column(make: Make, qtbot: QtBot) -> None:
    pane = make(three())
    press(Qt.Key.Key_Left)
    with qtbot.waitSignal(pane.opened) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == [103]
    press(Qt.Key.Key_Right)
    with qtbot.waitSignal(pane.opened) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == [NOW]


def test_a_double_click_goes_there_too(make: Make, qtbot: QtBot) -> None:
    pane = make(three())
    table = pane.table
    place = table.visualRect(table.history.index(1, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.chosen_keys() == (102,)
    with qtbot.waitSignal(pane.opened) as wished:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wished.args == [102]


def test_two_columns_are_a_comparison(make: Make, qtbot: QtBot) -> None:
    pane = make(three())
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert pane.table.chosen_keys() == (103, NOW)
    with qtbot.assertNotEmitted(pane.opened), qtbot.waitSignal(pane.compare_wanted) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == [103, None]
    pane.table.choose(101)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(pane.compare_wanted) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == [101, 102]


def test_an_entry_of_the_log_chooses_its_column_and_enter_goes_there(
    make: Make, qtbot: QtBot
) -> None:
    pane = make(three())
    pane.log.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert pane.table.chosen_keys() == (102,)
    assert log_key(pane) == 102
    with qtbot.waitSignal(pane.opened) as wished:
        press(Qt.Key.Key_Return)
    assert wished.args == [102]


def test_what_is_missing_leads_nowhere(make: Make, qtbot: QtBot) -> None:
    made = three()
    gone = replace(made.log[0], key=("missing", 4), title="", words="Snapshot 4 was deleted.")
    pane = make(replace(made, log=(gone, *made.log[1:])))
    pane.log.setFocus()
    press(Qt.Key.Key_Home)
    with qtbot.assertNotEmitted(pane.opened):
        press(Qt.Key.Key_Return)


def test_what_is_chosen_stays_while_it_is_read_anew(make: Make) -> None:
    pane = make(three())
    pane.table.choose(102)
    press(Qt.Key.Key_Down)
    more = rows(
        {"Cake": 16, "Hamper": 40, "Sampler": 40},
        {"Hamper": 50, "Sampler": 40},
        {"Hamper": 50, "Sampler": 40},
        {"Hamper": 50, "Sampler": 48},
        now={"Card": 60, "Hamper": 50, "Sampler": 48},
    )
    pane.show_history(more)
    assert pane.table.chosen_keys() == (102,)
    model = pane.table.history
    assert model.row_at(pane.table.currentIndex()).name == "Sampler"
    assert log_key(pane) == 102


def test_more_than_six_can_be_shown_and_hidden_again(make: Make) -> None:
    pane = make(many(9))
    assert shown(pane) == [101, "more", 105, 106, 107, 108, 109, NOW]
    assert plain(pane.all_button.text()) == "Show 3 more"
    pane.table.setCurrentIndex(pane.table.history.index(0, 2))
    press(Qt.Key.Key_Return)
    assert shown(pane) == [*range(101, 110), NOW]
    assert plain(pane.all_button.text()) == "Show the newest only"
    QTest.mouseClick(pane.all_button, Qt.MouseButton.LeftButton)
    assert len(shown(pane)) == 8


def test_names_give_way_before_all_snapshots_push_them_out_of_sight(make: Make) -> None:
    pane = make(many(12), width=700)
    before = pane.table.columnWidth(0)
    pane.table.setCurrentIndex(pane.table.history.index(0, 2))
    press(Qt.Key.Key_Return)
    assert pane.table.columnWidth(0) < before
    words = pane.table.history.history.rows[-1].name
    assert pane.table.columnWidth(0) < pane.fontMetrics().horizontalAdvance(words)


def test_fewer_columns_stand_where_there_is_less_room(make: Make, qtbot: QtBot) -> None:
    pane = make(many(9), width=480)
    few = shown(pane)
    assert few[:2] == [101, "more"]
    assert few[-2:] == [109, NOW]
    assert len(few) < 8
    assert pane.table.horizontalScrollBar().maximum() == 0
    pane.resize(1100, 600)
    qtbot.waitUntil(lambda: len(shown(pane)) == 8)


def test_a_column_that_has_no_room_any_more_lets_go(make: Make, qtbot: QtBot) -> None:
    pane = make(many(9))
    pane.table.choose(105)
    pane.resize(480, 600)
    qtbot.waitUntil(lambda: 105 not in shown(pane))
    assert pane.table.chosen_keys() == (NOW,)


def test_the_chosen_columns_are_copied_with_their_names(make: Make) -> None:
    pane = make(three())
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[:3] == ["\tSnapshot 3\tNow", "Hamper\t50\t50", "Sampler\t40\t48"]
    pane.log.setFocus()
    pane.log.show_key(103)
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[0] == "Snapshot 3"
    assert copied[2:] == ["Reason 3", "Cake removed."]


def test_all_of_it_can_be_taken_along(make: Make) -> None:
    pane = make(many(9))
    lines = pane.text().split("\n")
    assert lines[1].split("\t") == ["Hamper", *map(str, range(40, 49)), "99"]
    assert lines[-2].startswith("Snapshot 1\t")
    assert plain(pane.text()) == pane.text()


def test_nothing_finalized_says_what_to_do(make: Make, qtbot: QtBot) -> None:
    pane = make(HistoryRows(missing_text="Snapshot 1 is in the trash."))
    assert plain(pane.message.text()) == (
        "Snapshot 1 is in the trash.\n"
        "Finalize the plan to keep it as it is today. You can go on changing it."
    )
    assert pane.message.button.isHidden()  # the plan has no line yet
    pane.set_can_finalize(True)
    pane.focus_body()
    with qtbot.waitSignal(pane.finalize_wanted):
        press(Qt.Key.Key_Space)
    pane.show_history(three())
    assert pane.table.hasFocus()


def test_a_failure_is_said_and_asked_again(make: Make, qtbot: QtBot) -> None:
    pane = make(three())
    pane.show_failure("The file cannot be reached.")
    assert pane.message.text() == "The file cannot be reached."
    with qtbot.waitSignal(pane.retry_wanted):
        QTest.mouseClick(pane.message.button, Qt.MouseButton.LeftButton)


def test_the_event_before_is_gone_if_reading_takes_long(make: Make, qtbot: QtBot) -> None:
    pane = make(three())
    pane.show_loading()
    assert pane.table.history.rowCount()
    qtbot.waitUntil(lambda: not pane.table.history.rowCount())
    pane.show_history(three())
    assert pane.table.isVisible()


def test_a_long_reason_is_wrapped_and_a_long_name_is_cut(make: Make, qtbot: QtBot) -> None:
    made = three()
    long = replace(made.log[1], reason="Mary " * 80, words="x" * 900)
    pane = make(replace(made, log=(made.log[0], long, *made.log[2:])))
    index = pane.log.log.index(1, 0)
    line = pane.log.fontMetrics().height()
    assert pane.log.visualRect(index).height() > 12 * line
    pane.resize(500, 600)
    qtbot.waitUntil(lambda: pane.log.visualRect(index).height() > 20 * line)
    assert pane.log.horizontalScrollBar().maximum() == 0
