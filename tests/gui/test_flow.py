from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from core.errors import ConflictError, DatabaseBusyError
from gui.background import Background, Lane
from gui.error_reporting import ErrorReporter
from gui.flow import ENDED, Ask, Cancelled, Flow, FlowRunner, Work, step

PATIENCE = 10.0


class NameDialog(QDialog):
    def answer(self) -> str:
        return "Hamper"


class Stage:
    """A runner with real lanes, and a diary of what happened."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.background = Background()
        self.errors = ErrorReporter(strict=True)
        self.runner = FlowRunner(self.background, self.errors, window, progress_after_ms=20)
        self.diary: list[str] = []
        self.runner.flow_started.connect(lambda name: self.diary.append(f"started {name}"))
        self.runner.flow_ended.connect(lambda name: self.diary.append(f"ended {name}"))

    def dialogs(self) -> list[NameDialog]:
        return [each for each in self.window.findChildren(NameDialog) if each.isVisible()]


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Stage(window)
    yield made
    made.runner.close()
    assert made.background.close()
    assert made.errors.unexpected == []


def wait_for_end(qtbot: QtBot, stage: Stage) -> None:
    qtbot.waitUntil(lambda: not stage.runner.is_running())


def test_a_flow_is_resumed_with_what_its_work_returned(qtbot: QtBot, stage: Stage) -> None:
    got: list[Any] = []

    def flow() -> Flow:
        read = yield Work(lambda: threading.get_ident())
        got.append(read)
        written = yield Work(lambda: "kept", Lane.WRITE)
        got.append(written)
        got.append(threading.get_ident())

    stage.runner.run(flow(), "save")
    wait_for_end(qtbot, stage)
    assert got[0] != threading.get_ident()
    assert got[1:] == ["kept", threading.get_ident()]
    assert stage.diary == ["started save", "ended save"]


def test_a_jobs_exception_is_thrown_in_at_the_yield_and_can_be_met_there(
    qtbot: QtBot, stage: Stage
) -> None:
    answers: list[Any] = []

    def fail() -> None:
        raise ConflictError("Changed in another window just now.")

    def flow() -> Flow:
        try:
            yield Work(fail)
        except ConflictError as error:
            answers.append(error.sentence)
        answers.append((yield Work(lambda: "anew")))

    stage.runner.run(flow())
    wait_for_end(qtbot, stage)
    assert answers == ["Changed in another window just now.", "anew"]


def test_an_unmet_core_error_goes_through_the_error_door_and_the_next_flow_runs(
    qtbot: QtBot, stage: Stage
) -> None:
    messages: list[str] = []
    stage.errors.message_wanted.connect(messages.append)

    def fail() -> None:
        raise ConflictError("It is gone.")

    def bad() -> Flow:
        yield Work(fail)

    def good() -> Flow:
        stage.diary.append("good ran")
        yield Work(lambda: None)

    stage.runner.run(bad(), "bad")
    stage.runner.run(good(), "good")
    wait_for_end(qtbot, stage)
    assert messages == ["It is gone."]
    assert stage.diary == ["started bad", "ended bad", "started good", "good ran", "ended good"]


def test_an_unknown_error_in_a_flows_own_body_is_reported_too(qtbot: QtBot, stage: Stage) -> None:
    def flow() -> Flow:
        yield Work(lambda: None)
        raise ZeroDivisionError

    stage.runner.run(flow())
    wait_for_end(qtbot, stage)
    assert [type(error) for error in stage.errors.unexpected] == [ZeroDivisionError]
    stage.errors.unexpected.clear()


def test_a_busy_database_offers_to_run_the_same_flow_again(qtbot: QtBot, stage: Stage) -> None:
    banners: list[tuple[str, Callable[[], None]]] = []
    stage.errors.banner_wanted.connect(lambda text, retry: banners.append((text, retry)))
    outcomes: Iterator[str | Exception] = iter([DatabaseBusyError("In use."), "kept"])
    kept: list[str] = []

    def save() -> str:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def flow() -> Flow:
        kept.append((yield Work(save, Lane.WRITE)))

    stage.runner.run(flow(), "save", retry=flow)
    wait_for_end(qtbot, stage)
    assert [text for text, _ in banners] == ["In use."]
    banners[0][1]()
    wait_for_end(qtbot, stage)
    assert kept == ["kept"]


def test_an_accepted_dialog_gives_its_answer(qtbot: QtBot, stage: Stage) -> None:
    got: list[str] = []

    def flow() -> Flow:
        got.append((yield Ask(NameDialog)))

    stage.runner.run(flow())
    [dialog] = stage.dialogs()
    assert dialog.isModal()
    assert dialog.parentWidget() is stage.window
    dialog.accept()
    assert got == ["Hamper"]
    assert not stage.runner.is_running()
    qtbot.waitUntil(lambda: stage.window.findChildren(NameDialog) == [])


def test_a_rejected_dialog_ends_the_flow_quietly_after_its_cleaning_up(
    qtbot: QtBot, stage: Stage
) -> None:
    def flow() -> Flow:
        try:
            yield Ask(NameDialog)
        finally:
            stage.diary.append("cleaned up")

    stage.runner.run(flow(), "ask")
    stage.dialogs()[0].reject()
    assert stage.diary == ["started ask", "cleaned up", "ended ask"]
    assert not stage.runner.is_running()


def test_a_dialog_that_cannot_be_made_is_thrown_in_at_the_yield(qtbot: QtBot, stage: Stage) -> None:
    def make(window: QWidget) -> QDialog:
        raise ConflictError("Nothing to ask.")

    def flow() -> Flow:
        with pytest.raises(ConflictError):
            yield Ask(make)
        stage.diary.append("went on")

    stage.runner.run(flow(), "x")
    assert stage.diary == ["started x", "went on", "ended x"]


def test_flows_run_in_the_order_they_came(qtbot: QtBot, stage: Stage) -> None:
    first_may_end = threading.Event()

    def flow(name: str) -> Flow:
        yield Work(lambda: first_may_end.wait(PATIENCE) if name == "a" else None)
        stage.diary.append(name)

    for name in "abc":
        stage.runner.run(flow(name), name)
    assert stage.diary == ["started a"]
    first_may_end.set()
    wait_for_end(qtbot, stage)
    assert [entry for entry in stage.diary if len(entry) == 1] == ["a", "b", "c"]


def test_a_flow_started_from_an_open_dialog_runs_at_once_and_one_queued_before_waits(
    qtbot: QtBot, stage: Stage
) -> None:
    def asking() -> Flow:
        yield Work(lambda: None)
        yield Ask(NameDialog)
        stage.diary.append("asked")

    def simple(name: str) -> Flow:
        yield Work(lambda: None)
        stage.diary.append(name)

    stage.runner.run(asking(), "asking")
    stage.runner.run(simple("queued"), "queued")
    qtbot.waitUntil(lambda: stage.dialogs() != [])
    stage.runner.run(simple("inner"), "inner")
    stage.runner.run(simple("inner too"), "inner too")
    qtbot.waitUntil(lambda: "ended inner too" in stage.diary)
    assert "started queued" not in stage.diary
    stage.dialogs()[0].accept()
    wait_for_end(qtbot, stage)
    told = [entry for entry in stage.diary if not entry.startswith(("started", "ended"))]
    assert told == ["inner", "inner too", "asked", "queued"]


def test_progress_is_told_only_for_work_that_takes_long(qtbot: QtBot, stage: Stage) -> None:
    may_end = threading.Event()
    told: list[str] = []
    stage.runner.progress.connect(told.append)

    def flow() -> Flow:
        yield Work(lambda: None, label="quick")
        yield Work(lambda: may_end.wait(PATIENCE), label="Importing")

    with qtbot.waitSignal(stage.runner.progress):
        stage.runner.run(flow(), "import")
    assert told[-1] == "Importing"
    assert not stage.runner.can_cancel_current()
    with qtbot.waitSignal(stage.runner.progress_ended):
        may_end.set()
    wait_for_end(qtbot, stage)


def test_cancelling_a_running_read_ends_the_flow_before_the_read_has_ended(
    qtbot: QtBot, stage: Stage
) -> None:
    may_end = threading.Event()

    def flow() -> Flow:
        yield Work(lambda: may_end.wait(PATIENCE), can_cancel=True)
        stage.diary.append("never")

    stage.runner.run(flow(), "read")
    assert stage.runner.can_cancel_current()
    assert stage.runner.cancel_current()
    assert stage.diary == ["started read", "ended read"]
    with qtbot.waitSignal(stage.background.idle):
        may_end.set()
    assert "never" not in stage.diary


def test_a_write_that_was_kept_in_spite_of_cancelling_is_announced(
    qtbot: QtBot, stage: Stage
) -> None:
    started, may_end = threading.Event(), threading.Event()

    def write() -> str:
        started.set()
        may_end.wait(PATIENCE)
        return "kept"

    def flow() -> Flow:
        stage.diary.append((yield Work(write, Lane.WRITE, can_cancel=True)))

    stage.runner.run(flow(), "write")
    assert started.wait(PATIENCE)
    assert not stage.runner.cancel_current()
    may_end.set()
    wait_for_end(qtbot, stage)
    assert stage.diary == ["started write", "kept", "ended write"]


def test_a_write_that_stopped_when_asked_ends_its_flow_quietly(qtbot: QtBot, stage: Stage) -> None:
    started, may_end = threading.Event(), threading.Event()

    def write() -> None:
        started.set()
        may_end.wait(PATIENCE)
        raise RuntimeError("stopped, rolled back")

    def flow() -> Flow:
        with pytest.raises(Cancelled):
            yield Work(write, Lane.WRITE, can_cancel=True)
        stage.diary.append("nothing left behind")

    stage.runner.run(flow(), "write")
    assert started.wait(PATIENCE)
    stage.runner.cancel_current()
    may_end.set()
    wait_for_end(qtbot, stage)
    assert stage.diary == ["started write", "nothing left behind", "ended write"]


def test_closing_the_runner_ends_every_flow_where_it_stands(
    qtbot: QtBot, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    def asking() -> Flow:
        try:
            yield Ask(NameDialog)
        finally:
            stage.diary.append("cleaned up")

    def late() -> Flow:
        stage.diary.append("never")
        yield Work(lambda: None)

    stage.runner.run(asking(), "asking")
    stage.runner.close()
    assert stage.dialogs() == []
    assert not stage.runner.is_running()
    assert stage.diary == ["started asking", "cleaned up"]
    stage.runner.run(late(), "late")
    assert "never" not in stage.diary
    assert "'late'" in caplog.text


def test_a_flow_can_be_stepped_by_hand_without_threads() -> None:
    said: list[object] = []

    def flow() -> Flow:
        try:
            said.append((yield Work(lambda: 1, label="count")))
        except ConflictError:
            said.append("conflict")
        said.append((yield Ask(NameDialog)))

    by_hand = flow()
    first = step(by_hand)
    assert isinstance(first, Work)
    assert (first.label, first.job()) == ("count", 1)
    assert isinstance(step(by_hand, ConflictError("x")), Ask)
    assert step(by_hand, "Hamper") is ENDED
    assert said == ["conflict", "Hamper"]
