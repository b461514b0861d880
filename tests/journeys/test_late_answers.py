"""Answers that come late: the newest counts, and what nobody waits for falls on the floor."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from core.errors import DatabaseBusyError
from core.services import (
    catalog_service,
    comparison_service,
    history_service,
    integrity_service,
)
from gui.arguments import Options
from tests.journeys.bakery import enter_the_plan, go_to_the_market, type_keys
from tests.journeys.test_making_things import begin, box_form
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


class Held:
    """A read that is kept back at its first call until it is let go."""

    def __init__(self, read: Callable[..., Any]) -> None:
        self._read = read
        self._gate = threading.Event()
        self.begun = threading.Event()
        self.calls = 0

    def __call__(self, *args: Any, **more: Any) -> Any:
        self.calls += 1
        value = self._read(*args, **more)
        if self.calls == 1:
            self.begun.set()
            self._gate.wait(10)
        return value

    def let_go(self) -> None:
        self._gate.set()


def test_an_older_name_that_is_read_last_does_not_come_back(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    held = Held(history_service.event_detail)
    monkeypatch.setattr(history_service, "event_detail", held)
    hand.bench.event_desk.read()
    hand.until(held.begun.is_set)
    hand.press("F2")
    hand.press("Ctrl+A")
    type_keys(hand, "Winter market")
    hand.press("Return")
    name = hand.bench.event_page.head.name
    hand.until(lambda: name.value() == "Winter market" and held.calls > 1)
    held.let_go()
    hand.settle()
    assert name.value() == "Winter market"
    assert plain(hand.window.windowTitle()).startswith("Winter market")


def test_choices_that_come_after_the_new_box_was_left_reach_nobody(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    begin(hand, "2 Tea box", 'Make a new box "Tea box"')
    form = box_form(hand)
    hand.settle()
    held = Held(catalog_service.find_choices)
    monkeypatch.setattr(catalog_service, "find_choices", held)
    hand.type("l")
    hand.until(held.begun.is_set)
    while form.isVisible():  # the first Esc may close the popup only
        hand.press("Esc", form)
        QApplication.processEvents()
    QApplication.sendPostedEvents()
    held.let_go()
    hand.settle()
    assert hand.bench.context.errors.unexpected == []


def test_choices_for_a_new_box_that_cannot_be_read_say_why(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    begin(hand, "2 Tea box", 'Make a new box "Tea box"')
    form = box_form(hand)

    def refuse(*_args: object, **_more: object) -> None:
        raise DatabaseBusyError("The file is in use by another program.")

    monkeypatch.setattr(catalog_service, "find_choices", refuse)
    hand.type("lem")
    hand.until(form.adder.popup_rows)
    assert "in use by another program" in form.adder.popup_rows()[0].text
    assert not hand.bench.pane.banner.isVisible()


def test_damage_found_in_the_file_before_is_not_shown_over_another_file(
    open_window: Callable[..., Hand],
    bakery_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Path(shutil.copy(bakery_file, tmp_path / "lane.db"))
    hand = open_window(Options(database=bakery_file))

    def damaged() -> None:
        raise DatabaseBusyError("The file is damaged.")

    held = Held(lambda: None)

    def check() -> None:
        held()
        damaged()

    monkeypatch.setattr(integrity_service, "check_file", check)
    hand.bench.page_feeder.check_file()
    hand.until(held.begun.is_set)
    hand.bench.files._on_dropped(str(other))
    hand.until(lambda: hand.bench.info is not None and hand.bench.info.path == other)
    held.let_go()
    hand.settle()
    assert not hand.bench.pane.banner.isVisible()


def test_a_state_that_cannot_be_read_says_so_on_the_page_and_is_asked_again(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    button = hand.bench.event_page.findChild(QPushButton, "state")
    assert isinstance(button, QPushButton)
    real = comparison_service.event_changes

    def refuse(*_args: object, **_more: object) -> None:
        raise DatabaseBusyError("The file is in use by another program.")

    for again in ("page", "list"):
        monkeypatch.setattr(comparison_service, "event_changes", refuse)
        hand.press("F5")
        hand.until(lambda: button.text() == "Could not be read. Retry")
        hand.settle()
        assert "in use by another program" in button.toolTip()
        monkeypatch.setattr(comparison_service, "event_changes", real)
        if again == "page":
            button.click()
        else:
            hand.bench.list.view.setFocus()
            hand.press("Return")
        hand.until(lambda: button.text() == "3 changes since snapshot 3")
        hand.settle()
