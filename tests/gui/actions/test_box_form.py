from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.errors import DatabaseBusyError
from gui.actions.box_form import BoxFormDesk
from gui.dialogs.new_box_dialog import NewBoxDialog
from gui.feeders.asking import Answer
from gui.feeders.page_feeder import PageFeeder
from tests.gui.dialogs.values import COOKIE

BUSY = "Another program is using the file."


@dataclass
class AskedFeeder:
    """Writes down what it is asked for, to be answered by hand."""

    asked: list[tuple[object, str, Answer, Answer]] = field(default_factory=list)
    left: list[object] = field(default_factory=list)

    def find_contents(self, form: object, text: str, *, on_done: Answer, on_failed: Answer) -> None:
        self.asked.append((form, text, on_done, on_failed))

    def leave_form(self, form: object) -> None:
        self.left.append(form)


@pytest.fixture
def form(qtbot: QtBot) -> NewBoxDialog:
    dialog = NewBoxDialog(name="Tin")
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


@pytest.fixture
def feeder() -> AskedFeeder:
    return AskedFeeder()


@pytest.fixture
def desk(form: NewBoxDialog, feeder: AskedFeeder) -> BoxFormDesk:
    return BoxFormDesk(form, cast("PageFeeder", feeder))


def begin(qtbot: QtBot, form: NewBoxDialog, feeder: AskedFeeder) -> None:
    form.activateWindow()
    form.adder.setFocus()
    qtbot.waitUntil(form.adder.edit.hasFocus)
    QTest.keyClicks(form.adder.edit, "sugar")
    qtbot.waitUntil(lambda: len(feeder.asked) == 1)


def test_what_is_typed_is_looked_for_and_what_is_found_can_be_put_in(
    qtbot: QtBot, form: NewBoxDialog, feeder: AskedFeeder, desk: BoxFormDesk
) -> None:
    begin(qtbot, form, feeder)
    asker, text, on_done, _ = feeder.asked[0]
    assert (asker, text) == (desk, "sugar")
    on_done((COOKIE,))
    assert [row.choice for row in form.adder.popup_rows() if row.choice] == [COOKIE]
    QTest.keyClick(form.adder.edit, Qt.Key.Key_Return)
    assert form.answer().contents == ((COOKIE, Fraction(1)),)


def test_what_cannot_be_looked_for_says_why_in_the_form(
    qtbot: QtBot, form: NewBoxDialog, feeder: AskedFeeder, desk: BoxFormDesk
) -> None:
    begin(qtbot, form, feeder)
    feeder.asked[0][3](DatabaseBusyError(BUSY))
    assert form.adder.popup_rows()[0].text == BUSY


@pytest.mark.parametrize("end", [NewBoxDialog.accept, NewBoxDialog.reject])
def test_a_form_that_is_closed_waits_for_no_answer(
    form: NewBoxDialog, feeder: AskedFeeder, desk: BoxFormDesk, end: object
) -> None:
    assert feeder.left == []
    assert callable(end)
    end(form)
    assert feeder.left == [desk]
