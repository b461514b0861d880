from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.background import Background
from gui.feeders.asking import Questions


class Desk:
    """Asks, keeps each answer back until it is let go, and notes what came home."""

    def __init__(self, background: Background) -> None:
        self.questions = Questions(background)
        self.heard: list[object] = []

    def ask(self, subject: object, value: object, **more: Any) -> Callable[[], None]:
        gate = threading.Event()

        def job() -> object:
            gate.wait(10)
            if isinstance(value, Exception):
                raise value
            return value

        self.questions.ask(
            subject, job, on_done=self.heard.append, on_failed=self.heard.append, **more
        )
        return gate.set


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    background = Background()
    yield background
    assert background.close()


def settle(qtbot: QtBot, background: Background) -> None:
    qtbot.waitUntil(background.is_idle)


def test_an_older_answer_that_comes_last_is_dropped(qtbot: QtBot, background: Background) -> None:
    desk = Desk(background)
    answer_old = desk.ask("event", "the old name")
    answer_new = desk.ask("event", "the new name")
    answer_new()
    qtbot.waitUntil(lambda: bool(desk.heard))
    answer_old()
    settle(qtbot, background)
    assert desk.heard == ["the new name"]


def test_an_older_failure_is_dropped_and_other_subjects_are_heard(
    qtbot: QtBot, background: Background
) -> None:
    desk = Desk(background)
    fail = desk.ask("event", RuntimeError("busy"))
    answers = [desk.ask("event", "new"), desk.ask("details", "flour")]
    for let_go in (fail, *answers):
        let_go()
    settle(qtbot, background)
    assert sorted(map(str, desk.heard)) == ["flour", "new"]


def test_what_was_asked_of_a_page_that_is_left_is_dropped_and_the_rest_is_heard(
    qtbot: QtBot, background: Background
) -> None:
    desk = Desk(background)
    answers = [desk.ask("event", "page", scope="page"), desk.ask("removed", "trash")]
    desk.questions.leave("page")
    assert not desk.questions.is_open("event")
    assert desk.questions.is_open("removed")
    for let_go in answers:
        let_go()
    settle(qtbot, background)
    assert desk.heard == ["trash"]


@pytest.mark.parametrize("value", ["old file", RuntimeError("the old file is damaged")])
def test_nothing_is_heard_of_the_file_before(
    qtbot: QtBot, background: Background, value: object
) -> None:
    desk = Desk(background)
    let_go = desk.ask("file", value)
    desk.questions.open_file()
    let_go()
    settle(qtbot, background)
    assert desk.heard == []
