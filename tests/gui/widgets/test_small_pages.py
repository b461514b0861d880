from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.widgets.band import Band, ReadOnlyBand, SampleBand
from gui.widgets.message_page import MessagePage
from gui.widgets.selection_page import SelectionPage
from gui.widgets.start_page import StartPage


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_loading_is_said_only_if_it_takes_a_while(qtbot: QtBot) -> None:
    page = MessagePage(loading_after_ms=20)
    qtbot.addWidget(page)
    page.show()
    page.show_loading()
    assert page.text() == ""
    qtbot.waitUntil(lambda: page.text() == "Reading…")


def test_an_answer_in_time_says_nothing_of_reading(qtbot: QtBot) -> None:
    page = MessagePage(loading_after_ms=20)
    qtbot.addWidget(page)
    page.show_loading()
    page.show_text("Empty.")
    assert not page._timer.isActive()
    assert page.text() == "Empty."


def test_a_failure_can_be_tried_again(qtbot: QtBot) -> None:
    page = MessagePage()
    qtbot.addWidget(page)
    page.show_failure()
    assert page.text() == "Could not be read."
    assert page.button.text() == "Retry"
    with qtbot.waitSignal(page.retry_wanted):
        page.button.click()


def test_what_was_deleted_elsewhere_leads_to_its_event_if_there_is_one(qtbot: QtBot) -> None:
    page = MessagePage()
    qtbot.addWidget(page)
    page.show_gone(has_event=False)
    assert page.button.isHidden()
    page.show_gone(has_event=True)
    assert page.text() == "This was deleted in another window."
    with qtbot.waitSignal(page.event_wanted):
        page.button.click()


@pytest.mark.parametrize(
    ("events", "snapshots", "name", "text"),
    [
        (0, 2, "Christmas market", "2 snapshots of Christmas market"),
        (1, 3, "", "3 snapshots, 1 event"),
        (2, 0, "", "2 events"),
        (1, 1, "Christmas market", "1 snapshot, 1 event"),
    ],
)
def test_several_chosen_are_counted(
    qtbot: QtBot, events: int, snapshots: int, name: str, text: str
) -> None:
    page = SelectionPage()
    qtbot.addWidget(page)
    page.set_selection(events=events, snapshots=snapshots, event_name=name)
    assert plain(page.text()) == text
    with qtbot.waitSignal(page.delete_wanted):
        page.delete_button.click()


@pytest.mark.parametrize(
    ("button", "wish"),
    [
        ("open_sample", "sample_wanted"),
        ("import", "import_wanted"),
        ("start_new_event", "new_event_wanted"),
        ("open", "open_wanted"),
    ],
)
def test_each_way_to_start_is_a_wish(qtbot: QtBot, button: str, wish: str) -> None:
    page = StartPage()
    qtbot.addWidget(page)
    found = page.findChild(QPushButton, button)
    assert found is not None
    with qtbot.waitSignal(getattr(page, wish)):
        found.click()


def test_the_start_page_has_one_accent(qtbot: QtBot) -> None:
    page = StartPage()
    qtbot.addWidget(page)
    accents = [each for each in page.findChildren(QPushButton) if each.property("accent")]
    assert [each.objectName() for each in accents] == ["open_sample"]


def test_the_sample_bakery_says_that_it_is_one(qtbot: QtBot) -> None:
    band = SampleBand()
    qtbot.addWidget(band)
    assert band.text() == "This is the sample bakery. Nothing here touches yours."
    with qtbot.waitSignal(band.own_wanted):
        band.button("start_own").click()
    with qtbot.waitSignal(band.anew_wanted):
        band.button("anew").click()


def test_a_band_shows_plain_text_and_says_which_button(qtbot: QtBot) -> None:
    band = Band("info", "<b>x</b>", (("go", "Go"),))
    qtbot.addWidget(band)
    labels = [label.text() for label in band.findChildren(QLabel)]
    assert "<b>x</b>" in labels
    with qtbot.waitSignal(band.pressed) as pressed:
        band.button("go").click()
    assert pressed.args == ["go"]


def test_a_read_only_file_says_what_can_be_done(qtbot: QtBot) -> None:
    band = ReadOnlyBand()
    qtbot.addWidget(band)
    assert band.text() == "This file is read-only: you can look and copy."
