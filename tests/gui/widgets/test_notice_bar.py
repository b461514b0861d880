from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.notice_bar import NoticeBar


class Page(QWidget):
    """A field and the notice below it."""

    def __init__(self, shown_ms: int) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.notice = NoticeBar(shown_ms=shown_ms)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.notice)


def shown(qtbot: QtBot, shown_ms: int) -> Page:
    page = Page(shown_ms)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def test_a_notice_offers_its_undo_until_it_is_taken(qtbot: QtBot) -> None:
    page = shown(qtbot, 20_000)
    page.notice.show_notice("Deleted snapshot 3.", "Undo")
    assert page.notice.text() == "Deleted snapshot 3."
    with qtbot.waitSignal(page.notice.action_wanted):
        page.notice.action_button.click()
    assert page.notice.isHidden()


def test_a_notice_without_an_act_has_no_button(qtbot: QtBot) -> None:
    page = shown(qtbot, 20_000)
    page.notice.show_notice("Saved.")
    assert page.notice.action_button.isHidden()


def test_the_next_act_takes_it_away(qtbot: QtBot) -> None:
    page = shown(qtbot, 20_000)
    page.notice.show_notice("Saved.", "Undo")
    with qtbot.waitSignal(page.notice.closed):
        page.notice.clear()
    assert page.notice.text() == ""
    with qtbot.assertNotEmitted(page.notice.closed):
        page.notice.clear()


def test_it_goes_by_itself_after_its_time(qtbot: QtBot) -> None:
    page = shown(qtbot, 20)
    with qtbot.waitSignal(page.notice.closed, timeout=2000):
        page.notice.show_notice("Saved.")


def test_its_time_stands_still_while_the_window_has_no_focus(qtbot: QtBot) -> None:
    page = shown(qtbot, 20_000)
    page.notice.show_notice("Saved.", "Undo")
    assert page.notice._timer.isActive()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    with qtbot.waitActive(other):
        other.activateWindow()
    qtbot.waitUntil(lambda: not page.notice._timer.isActive())
    assert 0 < page.notice._left_ms <= 20_000
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.waitUntil(page.notice._timer.isActive)


def test_a_lasting_notice_has_no_time(qtbot: QtBot) -> None:
    page = shown(qtbot, 20)
    page.notice.show_notice("The file is in use by another program.", "Retry", is_lasting=True)
    assert not page.notice._timer.isActive()


@pytest.mark.parametrize("text", ["<b>Tom & Jerry</b>", "שוק חג"])
def test_names_in_it_are_plain_text(qtbot: QtBot, text: str) -> None:
    page = shown(qtbot, 20_000)
    page.notice.show_notice(text)
    label = page.notice.findChild(QLabel, "notice_text")
    assert isinstance(label, QLabel)
    assert label.text() == text
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_it_does_not_vanish_under_the_focus(qtbot: QtBot) -> None:
    page = shown(qtbot, 20_000)
    page.notice.show_notice("Saved.", "Undo")
    page.notice.action_button.setFocus()
    page.notice._on_time()
    assert page.notice.isVisible()
    page.field.setFocus()
    page.notice._on_time()
    assert page.notice.isHidden()
