from __future__ import annotations

from datetime import date, datetime, timedelta

from pytestqt.qtbot import QtBot

from gui.day_watch import DayWatch, wait_until_tomorrow


def test_it_waits_until_a_moment_after_midnight() -> None:
    before = datetime(2026, 11, 24, 23, 59, 30)  # noqa: DTZ001 - the clock on the wall
    assert before + wait_until_tomorrow(before) == datetime(2026, 11, 25, 0, 0, 1)  # noqa: DTZ001


def test_it_looks_each_hour_since_a_computer_may_sleep_over_midnight() -> None:
    morning = datetime(2026, 11, 24, 8)  # noqa: DTZ001 - the clock on the wall
    assert wait_until_tomorrow(morning) == timedelta(hours=1)


def test_a_new_day_is_told_once(qtbot: QtBot) -> None:
    days = [date(2026, 11, 24)]
    watch = DayWatch(lambda: days[-1])
    with qtbot.assertNotEmitted(watch.day_began):
        watch.look()
    days.append(date(2026, 11, 25))
    with qtbot.waitSignal(watch.day_began):
        watch.look()
    with qtbot.assertNotEmitted(watch.day_began):
        watch.look()
