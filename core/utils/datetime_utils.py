"""The one clock of Proofbook, which a test or the sample's maker can set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_clock: ContextVar[Callable[[], datetime] | None] = ContextVar("proofbook_clock", default=None)


def utc_now() -> datetime:
    """The present moment, UTC and aware."""
    clock = _clock.get()
    return as_utc(clock()) if clock is not None else datetime.now(UTC)


def local_today() -> date:
    """The day it is where the baker stands."""
    return utc_now().astimezone().date()


def as_utc(moment: datetime) -> datetime:
    """`moment` in UTC; a naive one is taken as UTC already."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


@contextmanager
def clock_set_to(clock: Callable[[], datetime] | datetime) -> Iterator[None]:
    """Within the block, and this thread or task only, `utc_now` answers from `clock`."""
    token = _clock.set(clock if callable(clock) else lambda: clock)
    try:
        yield
    finally:
        _clock.reset(token)
