"""Typing in the catalog's search box over 5,000 items: the longest gap on the GUI thread."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.services import database, search_index
from gui.app import keep_what_stays, make_application, make_program
from gui.arguments import Options
from gui.workbench import Workbench
from tests.factories import make_big_catalog, open_file

ITEMS = 5_000  # with four recipe lines each
AIM_SECONDS = 0.050  # three frames of 60 a second
WORDS = ("lemon bliss 12", "sugar", "scone 4")
LETTER_SECONDS = 0.2  # longer than the field waits before it asks: each letter is a search
DEADLINE_SECONDS = 30.0


class Pulse:
    """A timer without an interval; the longest time between two of its runs."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_beat)

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def during(self, work: Callable[[], None]) -> float:
        """Seconds; what the last run of the timer was not followed by counts, too."""
        self._longest, self._last = 0.0, time.perf_counter()
        self._timer.start()
        work()
        self._on_beat()
        self._timer.stop()
        return self._longest


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the catalog never came")
        QApplication.processEvents()


def _wait(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()


def _type(bench: Workbench) -> None:
    """Each word letter by letter, and away again."""
    search = bench.catalog.panel.search
    search.setFocus()
    for word in WORDS:
        for letter in word:
            QTest.keyClicks(QApplication.focusWidget(), letter)
            _wait(LETTER_SECONDS)
        search.clear()
        _wait(LETTER_SECONDS)


def _letters() -> float:
    return sum(len(word) + 1 for word in WORDS) * LETTER_SECONDS


def line(folder: Path, *, rounds: int) -> str:
    """The longest gap of all rounds while typing, that of an idle window, and their ratio."""
    path = folder / "catalog.db"
    with open_file(path), database.session_scope() as session:
        make_big_catalog(session, ITEMS)
        search_index.rebuild(session)
    app = make_application(["proofbook"])
    pulse = Pulse()
    typing, idle = [], []
    with tempfile.TemporaryDirectory(dir=folder) as settings:
        program = make_program(app, Path(settings) / "settings.ini")
        program.window.resize(1280, 800)
        program.window.show()
        program.window.activateWindow()
        bench = program.start_work(Options(database=path))
        keep_what_stays()
        try:
            _until(lambda: bench.info is not None)
            program.window.commands["catalog"].trigger()
            _until(lambda: bench.catalog.model.total() == ITEMS)
            _wait(1.0)
            for _ in range(rounds):
                idle.append(pulse.during(lambda: _wait(_letters())))
                typing.append(pulse.during(lambda: _type(bench)))
        finally:
            bench.close()
            program.window.close()
    ours, plain = max(typing), max(idle)
    verdict = "reached" if ours <= AIM_SECONDS else "missed"
    name = "catalog, longest gap while typing"
    return (
        f"{name:<34} {ours * 1000:9.1f} ms {plain * 1000:9.1f} ms {ours / plain:6.2f} x"
        f"   aim {AIM_SECONDS * 1000:.0f} ms: {verdict}"
    )
