from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.services import database
from gui.background import Background
from gui.feeders.file_watch import FileWatch

AWAY, BACK = Qt.ApplicationState.ApplicationInactive, Qt.ApplicationState.ApplicationActive


@pytest.mark.parametrize("is_another_file", [False, True])
def test_a_look_at_the_file_before_is_not_compared_with_another_file(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_another_file: bool
) -> None:
    background = Background()
    watch = FileWatch(background)
    gate = threading.Event()
    told: list[None] = []
    watch.changed_elsewhere.connect(lambda: told.append(None))

    def slow() -> tuple[int, int, int]:
        gate.wait(10)
        return (1, 1, 1)

    monkeypatch.setattr(database, "change_stamp", slow)
    watch.follow(AWAY)
    if is_another_file:
        watch.forget()
    gate.set()
    qtbot.waitUntil(background.is_idle)
    monkeypatch.setattr(database, "change_stamp", lambda: (2, 2, 2))
    watch.follow(BACK)
    qtbot.waitUntil(background.is_idle)
    assert bool(told) is not is_another_file
    assert background.close()
