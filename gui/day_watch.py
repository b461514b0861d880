"""Says when a new day has begun, for a window that stands open over night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

# A computer that slept, or whose clock was set, is not told of: it is looked at each hour anyway.
LONGEST_WAIT = timedelta(hours=1)
A_MOMENT = timedelta(seconds=1)


def wait_until_tomorrow(now: datetime) -> timedelta:
    """How long to wait before looking at the clock again: to midnight, an hour at most."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time())
    return min(midnight - now + A_MOMENT, LONGEST_WAIT)


class DayWatch(QObject):
    """Looks at the clock at midnight, and now and then before."""

    day_began = Signal()

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._shown = today()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._wait()

    @Slot()
    def look(self) -> None:
        """Tells of another day, once."""
        today = self._today()
        if today != self._shown:
            self._shown = today
            self.day_began.emit()
        self._wait()

    def _wait(self) -> None:
        wait = wait_until_tomorrow(datetime.now())  # noqa: DTZ005 - the clock on the wall
        self._timer.start(int(wait / timedelta(milliseconds=1)))
