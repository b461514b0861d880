"""What a table shows where there is little room, and how what it hides is reached."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.comparison import PlanChanges
from core.domain.import_report import ImportOutcome, ImportReport, ImportRow
from gui.models.contents_model import Column
from gui.models.import_report_model import CHANGED, LEFT_OUT, NEW, SAME
from gui.widgets.import_page import ImportPage
from tests.gui.models.contents_rows import COOKIE, PLAN
from tests.gui.widgets.contents_table import LINES, Table

LONG = "Grand Christmas hamper with two kinds of sampler"


@pytest.fixture
def plan(qtbot: QtBot) -> Table:
    table = Table(qtbot)
    table.window.resize(560, 400)
    table.sources[PLAN] = (*LINES[:2], replace(COOKIE, name=LONG))
    table.view.set_narrow(True)
    table.show(PLAN, is_editable=True)
    table.model.put_changes(PlanChanges(since_version=3))
    return table


def test_empty_columns_give_their_room_to_long_names(plan: Table, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: plan.view.isColumnHidden(Column.SINCE))
    assert plan.view.isColumnHidden(Column.IN_EACH)
    assert not plan.view.isColumnHidden(Column.IN_ALL)

    plan.view.expand(plan.model.index(0, 0))
    qtbot.waitUntil(lambda: not plan.view.isColumnHidden(Column.IN_EACH))


def test_with_room_for_the_names_empty_columns_stay(plan: Table, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: plan.view.isColumnHidden(Column.SINCE))
    plan.window.resize(1200, 400)
    qtbot.waitUntil(lambda: not plan.view.isColumnHidden(Column.SINCE))
    assert not plan.view.isColumnHidden(Column.IN_EACH)


def test_a_hidden_note_is_reached_by_enter_and_tab(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Return)
    qtbot.keyClick(plan.view.findChild(QLineEdit, "quantity_editor"), Qt.Key.Key_Tab)
    assert not plan.view.isColumnHidden(Column.NOTE)
    note = plan.view.findChild(QLineEdit, "note_editor")
    assert note is not None
    assert note.hasFocus()
    note.setText("ask Tom for more")
    with qtbot.waitSignal(plan.model.note_edit_wanted) as wish:
        qtbot.keyClick(note, Qt.Key.Key_Return)

    assert wish.args is not None
    assert wish.args[1] == "ask Tom for more"
    assert plan.view.isColumnHidden(Column.NOTE)
    assert plan.view.currentIndex().column() == Column.IN_ALL


def test_columns_without_a_number_give_their_room_to_imported_names(qtbot: QtBot) -> None:
    page = ImportPage()
    qtbot.addWidget(page)
    page.resize(420, 400)
    page.show()
    rows = (ImportRow("finished_units", LONG, ImportOutcome.ADDED),)
    report = ImportReport({"finished_units": 1}, {}, {}, {}, rows=rows)
    page.show_preview(report, "catalog.json")
    assert not page.view.isColumnHidden(SAME)
    page.view.expand(page.model.index(0, 0))

    hidden = [page.view.isColumnHidden(column) for column in (NEW, CHANGED, SAME, LEFT_OUT)]
    assert hidden == [False, True, True, True]
