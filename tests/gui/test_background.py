from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.background import Background, BackgroundClosedError, Lane, cancel_wanted

PATIENCE = 10.0


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close()


class Heard:
    """Keeps what came home, and on which thread."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.errors: list[BaseException] = []
        self.threads: set[int] = set()

    def done(self, value: Any) -> None:
        self.threads.add(threading.get_ident())
        self.values.append(value)

    def failed(self, error: BaseException) -> None:
        self.threads.add(threading.get_ident())
        self.errors.append(error)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.mark.parametrize("lane", list(Lane))
def test_a_job_runs_elsewhere_and_its_result_comes_home_to_the_gui_thread(
    qtbot: QtBot, background: Background, heard: Heard, lane: Lane
) -> None:
    background.submit(lane, threading.get_ident, heard.done, heard.failed)
    qtbot.waitUntil(lambda: heard.values != [])
    assert heard.values[0] != threading.get_ident()
    assert heard.threads == {threading.get_ident()}
    assert heard.errors == []


def test_a_failed_job_brings_its_exception_home_with_its_traceback(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    def fail() -> None:
        raise ValueError("no such cake")

    background.submit(Lane.READ, fail, heard.done, heard.failed)
    qtbot.waitUntil(lambda: heard.errors != [])
    assert isinstance(heard.errors[0], ValueError)
    trace = heard.errors[0].__traceback__
    assert trace is not None
    assert trace.tb_next is not None
    assert trace.tb_next.tb_frame.f_code.co_name == "fail"
    assert heard.values == []


def test_writes_run_one_after_another_in_the_order_they_came(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    first_may_end = threading.Event()
    order: list[int] = []

    def write(number: int) -> int:
        if number == 0:
            first_may_end.wait(PATIENCE)
        order.append(number)
        return number

    for number in range(20):
        background.submit(Lane.WRITE, partial(write, number), heard.done, heard.failed)
    first_may_end.set()
    qtbot.waitUntil(lambda: len(heard.values) == 20)
    assert order == list(range(20))
    assert heard.values == list(range(20))


def test_two_reads_run_at_once_and_a_write_waits_for_neither(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    together = threading.Barrier(3)
    for lane in (Lane.READ, Lane.READ, Lane.WRITE):
        background.submit(lane, lambda: together.wait(PATIENCE), heard.done, heard.failed)
    qtbot.waitUntil(lambda: len(heard.values) == 3)
    assert heard.errors == []


def test_a_queued_job_that_is_cancelled_never_runs(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    may_end = threading.Event()
    ran: list[str] = []
    background.submit(Lane.WRITE, lambda: may_end.wait(PATIENCE), heard.done, heard.failed)
    queued = background.submit(Lane.WRITE, lambda: ran.append("x"), heard.done, heard.failed)
    assert queued.cancel()
    with qtbot.waitSignal(background.idle):
        may_end.set()
    assert ran == []
    assert heard.values == [True]


def test_a_running_read_that_is_cancelled_is_told_so_and_its_answer_is_dropped(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    started, may_end, was_told = (threading.Event() for _ in range(3))

    def read() -> None:
        started.set()
        may_end.wait(PATIENCE)
        if cancel_wanted():
            was_told.set()

    job = background.submit(Lane.READ, read, heard.done, heard.failed)
    assert started.wait(PATIENCE)
    assert job.cancel()
    with qtbot.waitSignal(background.idle):
        may_end.set()
    assert was_told.is_set()
    assert heard.values == heard.errors == []


def test_a_running_write_that_is_cancelled_still_says_what_became_of_it(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    started, may_end = threading.Event(), threading.Event()

    def write() -> str:
        started.set()
        may_end.wait(PATIENCE)
        return "kept"

    job = background.submit(Lane.WRITE, write, heard.done, heard.failed)
    assert started.wait(PATIENCE)
    assert not job.cancel()
    may_end.set()
    qtbot.waitUntil(lambda: heard.values == ["kept"])


def test_nobody_is_asked_to_stop_outside_a_cancelled_job(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    assert not cancel_wanted()
    background.submit(Lane.READ, cancel_wanted, heard.done, heard.failed)
    qtbot.waitUntil(lambda: heard.values == [False])


def test_busy_is_told_once_while_writes_are_queued_or_running_and_never_for_reads(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    told: list[bool] = []
    background.busy_changed.connect(told.append)
    may_end = threading.Event()
    background.submit(Lane.READ, lambda: None, heard.done, heard.failed)
    qtbot.waitUntil(background.is_idle)
    assert told == []
    for _ in range(3):
        background.submit(Lane.WRITE, lambda: may_end.wait(PATIENCE), heard.done, heard.failed)
    assert told == [True]
    assert background.is_busy()
    with qtbot.waitSignal(background.idle):
        may_end.set()
    assert told == [True, False]


def test_idle_waits_for_work_that_a_callback_submits(
    qtbot: QtBot, background: Background, heard: Heard
) -> None:
    def go_on(value: object) -> None:
        background.submit(Lane.READ, lambda: "second", heard.done, heard.failed)

    with qtbot.waitSignal(background.idle):
        background.submit(Lane.READ, lambda: "first", go_on, heard.failed)
    assert heard.values == ["second"]


def test_a_callback_that_raises_reaches_the_excepthook_and_the_lane_goes_on(
    qtbot: QtBot, background: Background, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: caught.append(error))

    def stumble(value: object) -> None:
        raise RuntimeError("in a callback")

    background.submit(Lane.READ, lambda: 1, stumble, heard.failed)
    background.submit(Lane.READ, lambda: 2, heard.done, heard.failed)
    with qtbot.waitSignal(background.idle):
        pass
    assert [str(error) for error in caught] == ["in a callback"]
    assert heard.values == [2]


def test_closing_waits_for_what_runs_cancels_what_is_queued_and_calls_nobody_back(
    qtbot: QtBot, heard: Heard
) -> None:
    background = Background()
    started, ended = threading.Event(), threading.Event()
    ran: list[str] = []

    def write() -> None:
        started.set()
        background_is_closing.wait(PATIENCE)
        ended.set()

    background_is_closing = threading.Event()
    background.submit(Lane.WRITE, write, heard.done, heard.failed)
    background.submit(Lane.WRITE, lambda: ran.append("queued"), heard.done, heard.failed)
    assert started.wait(PATIENCE)
    background_is_closing.set()
    assert background.close()
    assert ended.is_set()
    flush_events(qtbot)
    assert ran == []
    assert heard.values == heard.errors == []
    assert background.is_idle()
    assert not background.is_busy()


def test_a_result_that_was_on_its_way_home_at_closing_is_dropped(
    qtbot: QtBot, heard: Heard
) -> None:
    background = Background()
    job = background.submit(Lane.READ, lambda: 1, heard.done, heard.failed)
    assert job.future is not None
    job.future.result(PATIENCE)
    assert background.close()
    flush_events(qtbot)
    assert heard.values == []


def test_closing_says_so_when_a_job_outlives_the_timeout(
    qtbot: QtBot, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    background = Background()
    started, may_end = threading.Event(), threading.Event()

    def read() -> None:
        started.set()
        may_end.wait(PATIENCE)

    job = background.submit(Lane.READ, read, heard.done, heard.failed)
    assert started.wait(PATIENCE)
    assert not background.close(timeout=0.0)
    assert "still ran" in caplog.text
    may_end.set()
    assert job.future is not None
    assert job.future.exception(PATIENCE) is None


def test_after_closing_a_read_is_dropped_and_a_write_is_refused_aloud(
    qtbot: QtBot, heard: Heard
) -> None:
    background = Background()
    assert background.close()
    ran: list[str] = []
    job = background.submit(Lane.READ, lambda: ran.append("x"), heard.done, heard.failed)
    assert job.cancel()
    with pytest.raises(BackgroundClosedError):
        background.submit(Lane.WRITE, lambda: ran.append("x"), heard.done, heard.failed)
    flush_events(qtbot)
    assert ran == []


def flush_events(qtbot: QtBot) -> None:
    """Delivers everything that has been posted by now."""
    marker = Background()
    with qtbot.waitSignal(marker.idle):
        marker.submit(Lane.READ, lambda: None, lambda _value: None, lambda _error: None)
    assert marker.close()
