"""Runs plain callables away from the GUI thread and brings each outcome home to it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
logger = logging.getLogger(__name__)
_lane = threading.local()


class Lane(StrEnum):
    """Reads run two at a time; writes one after another, in the order they were submitted."""

    READ = "read"
    WRITE = "write"


class BackgroundClosedError(RuntimeError):
    """A write was submitted after close(); it was not done."""


def cancel_wanted() -> bool:
    """Inside a job: has its cancellation been asked for? A long job asks between its steps."""
    job: Job | None = getattr(_lane, "job", None)
    return job is not None and job.is_cancel_requested()


class Job:
    """One submitted callable; made by Background.submit only."""

    def __init__(self, background: Background, lane: Lane, number: int) -> None:
        self._background = background
        self._cancel_requested = threading.Event()
        self.lane = lane
        self.number = number
        self.future: Future[None] | None = None

    def cancel(self) -> bool:
        """Asks the job to stop; True if neither of its callbacks will be called any more.

        A write that has begun may already be kept: it goes on, and its outcome still comes home.
        """
        self._cancel_requested.set()
        return self._background.cancel(self)

    def is_cancel_requested(self) -> bool:
        return self._cancel_requested.is_set()


@dataclass(slots=True)
class _Pending:
    job: Job
    on_done: Callable[[Any], None]
    on_failed: Callable[[BaseException], None]
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class _Outcome:
    number: int
    value: Any
    error: BaseException | None


class Background(QObject):
    """Two lanes of work; callbacks run on the GUI thread, and none after close()."""

    # True while a write is queued or running: "All changes saved" is its opposite.
    busy_changed = Signal(bool)
    # Nothing is queued or running on either lane, and every callback has returned.
    idle = Signal()
    _came_home = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {
            Lane.READ: ThreadPoolExecutor(2, thread_name_prefix="proofbook-read"),
            Lane.WRITE: ThreadPoolExecutor(1, thread_name_prefix="proofbook-write"),
        }
        self._pending: dict[int, _Pending] = {}
        self._last_number = 0
        self._is_closed = False
        self._was_busy = False
        self._came_home.connect(self._on_came_home, Qt.ConnectionType.QueuedConnection)

    def submit(  # noqa: PLR0917 - where, what, and then: read in this order everywhere
        self,
        lane: Lane,
        job: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[BaseException], None],
    ) -> Job:
        """Queues `job`; call it from the GUI thread.

        After close() a read is dropped, nobody could see it; a write raises BackgroundClosedError.
        """
        self._last_number += 1
        ticket = Job(self, lane, self._last_number)
        if self._is_closed:
            if lane is Lane.WRITE:
                raise BackgroundClosedError("The program is closing: this was not saved.")
            return ticket
        self._pending[ticket.number] = _Pending(ticket, on_done, on_failed)
        ticket.future = self._pools[lane].submit(self._run, ticket, job)
        self._tell_busy()
        return ticket

    def cancel(self, job: Job) -> bool:
        """See Job.cancel()."""
        pending = self._pending.get(job.number)
        if pending is None:
            return True
        if job.future is not None and job.future.cancel():
            del self._pending[job.number]
            self._tell_busy()
            self._tell_idle()
            return True
        if job.lane is Lane.READ:
            pending.is_dropped = True
        return pending.is_dropped

    def is_idle(self) -> bool:
        return not self._pending

    def is_busy(self) -> bool:
        """Is a write queued or running?"""
        return any(pending.job.lane is Lane.WRITE for pending in self._pending.values())

    def close(self, timeout: float = 5.0) -> bool:
        """Refuses new work, cancels the queue and waits; False if a job outlived the timeout."""
        self._is_closed = True
        running = []
        for pending in self._pending.values():
            future = pending.job.future
            if future is not None and not future.cancel():
                running.append(future)
        self._pending.clear()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        late = wait(running, timeout).not_done
        if late:
            logger.warning("%d jobs still ran %s seconds after closing", len(late), timeout)
        self._tell_busy()
        return not late

    def _run(self, job: Job, work: Callable[[], Any]) -> None:
        """The one function that runs on a lane's thread."""
        _lane.job = job
        try:
            outcome = _Outcome(job.number, work(), None)
        except BaseException as error:
            outcome = _Outcome(job.number, None, error)
        finally:
            _lane.job = None
        if self._is_closed:
            if outcome.error is not None:
                logger.error("A job failed while closing", exc_info=outcome.error)
            return
        self._came_home.emit(outcome)

    @Slot(object)
    def _on_came_home(self, outcome: _Outcome) -> None:
        pending = self._pending.get(outcome.number)
        if pending is None:
            return
        try:
            if pending.is_dropped:
                return
            if outcome.error is None:
                pending.on_done(outcome.value)
            else:
                pending.on_failed(outcome.error)
        except Exception:
            sys.excepthook(*sys.exc_info())
        finally:
            self._pending.pop(outcome.number, None)
            self._tell_busy()
            self._tell_idle()

    def _tell_busy(self) -> None:
        is_busy = self.is_busy()
        if is_busy != self._was_busy:
            self._was_busy = is_busy
            self.busy_changed.emit(is_busy)

    def _tell_idle(self) -> None:
        if not self._pending and not self._is_closed:
            self.idle.emit()
