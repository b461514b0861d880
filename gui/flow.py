"""The steps a flow may yield, and the runner that carries them out one after another."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, Protocol, TypeAlias, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from gui.background import Background, Job, Lane
from gui.error_reporting import ErrorReporter

PROGRESS_AFTER_MS = 1000
logger = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818 - no error, a change of mind
    """The baker changed her mind; the flow ends quietly."""


@dataclass(frozen=True)
class Work:
    """Run `job` on a lane; the yield gives its result, or raises its exception.

    `label` is shown when it takes over a second. A job that can be cancelled while it runs asks
    `background.cancel_wanted()` between its steps.
    """

    job: Callable[[], Any]
    lane: Lane = Lane.READ
    label: str = ""
    can_cancel: bool = False


@dataclass(frozen=True)
class Ask:
    """Open a dialog; the yield gives its `answer()`, or raises Cancelled."""

    make_dialog: Callable[[QWidget], QDialog]


Flow: TypeAlias = Generator[Work | Ask, Any, None]
FlowStep: TypeAlias = Work | Ask


class _Answers(Protocol):
    def answer(self) -> Any: ...


class _End(Enum):
    ENDED = "ended"


ENDED = _End.ENDED


def step(flow: Flow, answer: Any = None) -> FlowStep | _End:
    """For tests: gives the flow an answer (None at first) and returns what it yields, or ENDED.

    An exception as the answer is thrown in, as the runner throws in a failed job's.
    """
    try:
        return flow.throw(answer) if isinstance(answer, BaseException) else flow.send(answer)
    except StopIteration:
        return ENDED


@dataclass(eq=False)
class _Running:
    """A flow that has begun, with what it waits for."""

    flow: Flow
    name: str
    retry: Callable[[], Flow] | None
    depth: int = 0  # how many flows lay below it when it was queued
    work: Work | None = None
    job: Job | None = None
    dialog: QDialog | None = None
    shows_progress: bool = False


class FlowRunner(QObject):
    """Runs flows in the order they came, so that an undo never overtakes the act it undoes.

    A flow that starts while another one waits for its dialog runs at once, on top of it.
    """

    flow_started = Signal(str)
    flow_ended = Signal(str)
    asked = Signal()  # a dialog was opened
    progress = Signal(str)
    progress_ended = Signal()

    def __init__(
        self,
        background: Background,
        errors: ErrorReporter,
        window: QWidget,
        *,
        progress_after_ms: int = PROGRESS_AFTER_MS,
    ) -> None:
        super().__init__(window)
        self._background = background
        self._errors = errors
        self._window = window
        self._stack: list[_Running] = []
        self._waiting: deque[_Running] = deque()
        self._is_closed = False
        self._progress_timer = QTimer(self)
        self._progress_timer.setSingleShot(True)
        self._progress_timer.setInterval(progress_after_ms)
        self._progress_timer.timeout.connect(self._on_slow)

    def run(self, flow: Flow, name: str = "", *, retry: Callable[[], Flow] | None = None) -> None:
        """Starts `flow`, or queues it; `retry` makes it anew for a banner's Retry button."""
        if self._is_closed:
            logger.warning("%r was asked for after closing and was not done", name)
            flow.close()
            return
        running = _Running(flow, name, retry)
        if not self._stack or self._stack[-1].dialog is not None:
            self._start(running)
        else:
            running.depth = len(self._stack) - 1
            self._waiting.append(running)

    def is_running(self) -> bool:
        return bool(self._stack or self._waiting)

    def can_cancel_current(self) -> bool:
        top = self._stack[-1] if self._stack else None
        return top is not None and top.work is not None and top.work.can_cancel

    def cancel_current(self) -> bool:
        """Cancels the job the current flow waits for; False if it cannot be cancelled any more.

        A write that has begun is asked to stop and then tells the flow what became of it.
        """
        if not self.can_cancel_current():
            return False
        top = self._stack[-1]
        if top.job is None or not top.job.cancel():
            return False
        self._resume(top, error=Cancelled())
        return True

    def close(self) -> None:
        """Ends every flow where it stands; nothing runs afterwards."""
        self._is_closed = True
        self._progress_timer.stop()
        for running in (*reversed(self._stack), *self._waiting):
            if running.dialog is not None:
                running.dialog.finished.disconnect(self._on_dialog_finished)
                running.dialog.close()
                running.dialog.deleteLater()
            if running.job is not None:
                running.job.cancel()
            running.flow.close()
        self._stack.clear()
        self._waiting.clear()

    def _start(self, running: _Running) -> None:
        self._stack.append(running)
        self.flow_started.emit(running.name)
        self._resume(running)

    def _resume(
        self, running: _Running, answer: Any = None, *, error: BaseException | None = None
    ) -> None:
        """Runs the flow's body to its next yield, or to its end."""
        if running not in self._stack:
            return
        self._end_wait(running)
        try:
            wish = running.flow.send(answer) if error is None else running.flow.throw(error)
        except (StopIteration, Cancelled):
            self._end(running)
        except Exception as escaped:
            self._end(running, escaped)
        else:
            self._carry_out(running, wish)

    def _carry_out(self, running: _Running, wish: FlowStep) -> None:
        try:
            if isinstance(wish, Work):
                self._begin_work(running, wish)
            else:
                self._open_dialog(running, wish)
        except Exception as error:
            self._resume(running, error=error)

    def _begin_work(self, running: _Running, work: Work) -> None:
        running.work = work
        running.job = self._background.submit(
            work.lane,
            work.job,
            partial(self._resume, running),
            partial(self._on_job_failed, running),
        )
        self._progress_timer.start()

    def _on_job_failed(self, running: _Running, error: BaseException) -> None:
        if running.job is not None and running.job.is_cancel_requested():
            logger.info("A cancelled job ended with %r", error)
            error = Cancelled()
        self._resume(running, error=error)

    def _open_dialog(self, running: _Running, ask: Ask) -> None:
        dialog = ask.make_dialog(self._window)
        running.dialog = dialog
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()
        self.asked.emit()

    @Slot(int)
    def _on_dialog_finished(self, result: int) -> None:
        dialog = self.sender()
        running = next((each for each in self._stack if each.dialog is dialog), None)
        if running is None or running.dialog is None:
            return
        running.dialog.deleteLater()
        if result != QDialog.DialogCode.Accepted:
            self._resume(running, error=Cancelled())
            return
        try:
            answer = cast("_Answers", running.dialog).answer()
        except Exception as error:
            self._resume(running, error=error)
        else:
            self._resume(running, answer)

    def _end_wait(self, running: _Running) -> None:
        running.work = running.job = running.dialog = None
        if running is self._stack[-1]:
            self._progress_timer.stop()
        if running.shows_progress:
            running.shows_progress = False
            self.progress_ended.emit()

    def _end(self, running: _Running, error: Exception | None = None) -> None:
        self._stack.remove(running)
        self.flow_ended.emit(running.name)
        if error is not None:
            retry = partial(self._run_again, running) if running.retry is not None else None
            self._errors.report(error, retry=retry)
        self._start_next()

    def _start_next(self) -> None:
        """Starts what was queued at the level that has become free, and nothing below it."""
        if self._stack and self._stack[-1].dialog is None:
            return
        for waiting in self._waiting:
            if waiting.depth >= len(self._stack):
                self._waiting.remove(waiting)
                self._start(waiting)
                return

    def _run_again(self, running: _Running) -> None:
        if running.retry is not None:
            self.run(running.retry(), running.name, retry=running.retry)

    @Slot()
    def _on_slow(self) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and top.work is not None:
            top.shows_progress = True
            self.progress.emit(top.work.label or top.name)
