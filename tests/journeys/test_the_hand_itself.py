"""What the journeys' own window watches for: each thing left behind fails the test."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.arguments import Options
from gui.background import Background, Lane
from tests.window import Hand, opened_window

pytestmark = pytest.mark.journey


Leave = Callable[[Callable[[Hand], None]], None]


@pytest.fixture
def leave(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Leave:
    """Opens the window, does something in it, and leaves."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run(act: Callable[[Hand], None]) -> None:
        options = Options(database=tmp_path / "rose-street.db")
        with opened_window(tmp_path, qtbot, options) as hand:
            act(hand)

    return run


def test_a_job_that_outlives_the_window_fails(
    leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = Background.close
    monkeypatch.setattr(Background, "close", lambda background: close(background, 0.05))
    begun, gate = threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        gate.wait(10)

    def act(hand: Hand) -> None:
        hand.expect_log("jobs still ran")
        hand.bench.context.background.submit(Lane.READ, job, print, print)
        hand.until(begun.is_set)

    with pytest.raises(AssertionError, match="a job outlived the window"):
        leave(act)
    gate.set()


def test_a_window_that_is_left_fails(leave: Leave, qtbot: QtBot) -> None:
    left: list[QWidget] = []

    def act(_hand: Hand) -> None:
        left.append(QWidget())
        left[0].setObjectName("left_behind")

    with pytest.raises(AssertionError, match="left_behind"):
        leave(act)
    qtbot.addWidget(left[0])


def test_a_warning_that_no_test_expects_fails(leave: Leave) -> None:
    def act(hand: Hand) -> None:
        hand.expect_log("the tin is full")
        logging.getLogger("core.services").warning("the tin is full")
        logging.getLogger("gui.flow").warning("the oven is cold")

    with pytest.raises(AssertionError, match=r"^\['gui.flow: the oven is cold'\]"):
        leave(act)
