"""Who gives way where there is little room: measured in real widgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.rows import Verification
from gui.dialogs.plain_dialog import PlainDialog
from gui.event_state import EventState
from gui.models.nodes import Column
from gui.models.plan_tree_model import PlanTreeModel
from gui.theme import current
from gui.widgets.event_head import EventHead
from gui.widgets.list_view import ListView
from gui.widgets.month_calendar import MonthCalendar
from gui.widgets.snapshot_head import SnapshotHead
from tests.gui.models.list_rows import TODAY, Hand, event
from tests.gui.widgets.test_snapshot_page import DETAIL

MARKET = event(1, "Christmas market", date(2026, 12, 12))
SUPPER = event(3, "Harvest supper", date(2026, 10, 17))
OLD = event(4, "Easter", date(2026, 4, 5))


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(QLocale.system())


def settle() -> None:
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.fixture
def view(qtbot: QtBot) -> ListView:
    model = PlanTreeModel(TODAY)
    made = ListView(model)
    model.setParent(made)
    qtbot.addWidget(made)
    hand = Hand(model)
    made.resize(600, 400)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    hand.give([MARKET, SUPPER, OLD])
    settle()
    return made


@pytest.fixture
def head(qtbot: QtBot) -> EventHead:
    made = EventHead(TODAY)
    qtbot.addWidget(made)
    made.show_row(MARKET, TODAY)
    made.set_state(EventState("3 changes since snapshot 3", "changed", "caution"))
    made.resize(900, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_row_below_the_today_line_is_higher_by_the_room_of_its_word(view: ListView) -> None:
    model = view.model()
    heights = [view.visualRect(model.index(at, 0)).height() for at in range(3)]
    assert heights[0] == heights[2] < heights[1]


def test_names_give_way_last_and_the_day_never(view: ListView) -> None:
    header = view.header()
    when = header.sectionSize(Column.WHEN)
    name = header.sectionSize(Column.EVENT)
    view.resize(view.minimumWidth(), 400)
    settle()
    assert header.sectionSize(Column.WHEN) == when
    assert header.length() == view.viewport().width()
    view.resize(1_000, 400)
    settle()
    assert header.sectionSize(Column.EVENT) > name
    assert header.length() == view.viewport().width()


def test_the_state_stands_below_the_date_where_both_have_no_room(head: EventHead) -> None:
    settle()
    beside = head.state_button.geometry()
    assert beside.left() > head.date.geometry().right()
    head.resize(260, 300)
    settle()
    below = head.state_button.geometry()
    assert below.top() > head.date.geometry().bottom()
    assert below.left() == head.date.geometry().left()
    head.resize(900, 200)
    settle()
    assert head.state_button.geometry() == beside


def test_a_name_that_is_edited_has_the_whole_width(head: EventHead) -> None:
    head.name.start_editing()
    settle()
    free = head.width() - head.finalize_button.width()
    assert head.name.editor.width() > free * 0.9


def test_the_fingerprint_stands_below_a_reason_that_it_would_cut(qtbot: QtBot) -> None:
    head = SnapshotHead()
    qtbot.addWidget(head)
    head.show_snapshot(DETAIL)
    head.fingerprint.set_verification(Verification(is_sealed=True, is_unchanged=True))
    head.resize(1_000, 200)
    with qtbot.waitExposed(head):
        head.show()
    settle()
    assert head.fingerprint.geometry().left() > head.reason.geometry().right()
    head.plan_again.hide()  # else the buttons would not let it become so narrow
    settle()
    head.resize(400, 300)
    settle()
    assert head.fingerprint.geometry().top() > head.reason.geometry().bottom()


def test_no_word_of_a_title_stands_alone_on_its_second_line(qtbot: QtBot) -> None:
    dialog = PlainDialog("Finalize “Christmas market in the old town hall” as snapshot 4?")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    label = dialog.title_label
    metrics = label.fontMetrics()
    whole = metrics.horizontalAdvance(label.text())
    lines = -(-whole // label.width())
    assert label.heightForWidth(label.width()) <= lines * metrics.lineSpacing() + 2
    assert label.width() < whole / lines * 1.35


def test_the_calendar_marks_today_and_the_chosen_day(qtbot: QtBot) -> None:
    calendar = MonthCalendar()
    qtbot.addWidget(calendar)
    today = QDate.currentDate()
    calendar.setSelectedDate(today)
    calendar.resize(calendar.minimumSize())

    def accents() -> int:
        image = calendar.grab().toImage()
        accent = current().color("accent").rgb()
        return sum(
            image.pixel(x, y) == accent for x in range(image.width()) for y in range(image.height())
        )

    filled = accents()
    calendar.setSelectedDate(today.addDays(-1 if today.day() > 1 else 1))
    both = accents()
    assert both > filled > 0  # the outline of today, besides the day chosen
