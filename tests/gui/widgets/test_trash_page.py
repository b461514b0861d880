from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.domain.removal import RemovedRow
from core.domain.rows import KindCounts
from gui.models.trash_model import HELD, WHAT, held_text
from gui.widgets.trash_page import TrashPage

TODAY = date(2026, 11, 23)


def removed(number: int, **other: int) -> RemovedRow:
    counts = KindCounts(3, 2, 2)
    return RemovedRow(
        number,
        f"Snapshot {number} of Fair",
        datetime(2026, 11, 21, 12, tzinfo=UTC),
        date(2026, 12, 21),
        other.get("events", 0),
        other.get("lines", 0),
        other.get("snapshots", 1),
        counts if other.get("snapshots", 1) else KindCounts(),
    )


@pytest.fixture
def page(qtbot: QtBot) -> TrashPage:
    made = TrashPage(TODAY)
    qtbot.addWidget(made)
    tester = QAbstractItemModelTester(
        made.model, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    assert tester.model() is made.model
    made.set_rows([removed(1), removed(2), removed(3)], TODAY)
    made.resize(800, 400)
    made.show()
    return made


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (removed(1), "3 items, 2 boxes, 2 materials"),
        (removed(1, events=1, lines=6, snapshots=0), "6 lines"),
        (
            removed(1, events=1, lines=1, snapshots=1),
            "1 line, 1 snapshot, 3 items, 2 boxes, 2 materials",
        ),
        (removed(1, events=2, lines=4, snapshots=0), "2 events, 4 lines"),
        (removed(1, snapshots=2), "2 snapshots, 3 items, 2 boxes, 2 materials"),
    ],
)
def test_what_each_held_is_counted_by_kind(row: RemovedRow, text: str) -> None:
    assert held_text(row) == text


def test_the_table_has_what_held_deleted_and_kept_until(page: TrashPage) -> None:
    row = [page.model.index(0, column).data() for column in range(4)]
    heads = [page.model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)]
    assert heads == ["What", "Held", "Deleted", "Kept until"]
    assert row[WHAT] == "Snapshot 1 of Fair"
    assert row[HELD] == "3 items, 2 boxes, 2 materials"
    assert "21" in row[2]
    assert "2026" in row[3]
    sentence = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence.startswith("Snapshot 1 of Fair, held 3 items")


def test_enter_restores_and_del_deletes_forever(qtbot: QtBot, page: TrashPage) -> None:
    page.view.selectAll()
    with qtbot.waitSignal(page.restore_wanted) as restored:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert sorted(restored.args[0]) == [1, 2, 3]
    with qtbot.waitSignal(page.purge_wanted) as purged:
        qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert sorted(purged.args[0]) == [1, 2, 3]


def test_the_buttons_say_the_same(qtbot: QtBot, page: TrashPage) -> None:
    page.view.setCurrentIndex(page.model.index(1, 0))
    with qtbot.waitSignal(page.restore_wanted) as restored:
        page.restore_button.click()
    assert restored.args == [[2]]
    with qtbot.waitSignal(page.purge_wanted) as purged:
        page.empty_button.click()
    assert purged.args == [[1, 2, 3]]
    assert [row.id for row in page.rows_of([3, 1])] == [1, 3]


def test_after_a_restore_the_next_row_is_chosen(page: TrashPage) -> None:
    page.view.setCurrentIndex(page.model.index(1, 0))
    page.set_rows([removed(1), removed(3)], TODAY)
    assert page.chosen_ids() == [3]


def test_what_was_chosen_stays_chosen_when_something_joins(page: TrashPage) -> None:
    page.view.setCurrentIndex(page.model.index(1, 0))
    page.set_rows([removed(4), removed(1), removed(2), removed(3)], TODAY)
    assert page.chosen_ids() == [2]


def test_an_empty_trash_says_so_and_offers_nothing(page: TrashPage) -> None:
    page.set_rows([], TODAY)
    assert page._empty.isVisible()
    assert page._empty.text() == "Nothing deleted in the last 30 days."
    assert not page.restore_button.isEnabled()
    assert not page.empty_button.isEnabled()


def test_a_read_only_file_keeps_its_trash(qtbot: QtBot, page: TrashPage) -> None:
    page.set_read_only(True)
    assert "read-only" in page.restore_button.toolTip()
    page.view.selectAll()
    with (
        qtbot.assertNotEmitted(page.restore_wanted),
        qtbot.assertNotEmitted(page.purge_wanted),
    ):
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
        qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert not page.purge_button.isEnabled()


def test_the_menu_key_opens_what_the_buttons_do(page: TrashPage, qtbot: QtBot) -> None:
    place = page.view.viewport().rect().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, place, page.view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(page.view.viewport(), event)
    menu = page.findChild(QMenu, "trash_menu")
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Restore", "Delete forever…", "Empty trash…"]
    with qtbot.waitSignal(page.restore_wanted) as wish:
        menu.actions()[0].trigger()
    assert wish.args == [page.chosen_ids()]
    menu.close()
