"""Closing the window: what is half typed is kept or asked about, and what is saved stays saved."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.arguments import Options
from gui.background import Lane
from tests.journeys.bakery import enter_the_plan, go_to_the_market, snapshots_of, type_keys
from tests.window import Hand

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]


def stored(path: Path, statement: str) -> list[object]:
    """The first column, as another program reads it."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(statement)]


def quantities(path: Path) -> list[object]:
    return stored(path, "SELECT quantity FROM plan_lines WHERE event_id = 5 ORDER BY sort_order")


def close(hand: Hand) -> None:
    hand.window.close()
    hand.until(lambda: not hand.window.isVisible())
    hand.bench.close()


def cell_texts(hand: Hand) -> list[str]:
    """What is typed in the table's open editor."""
    view = hand.bench.event_page.view
    return [edit.text() for edit in view.viewport().findChildren(QLineEdit) if edit.isVisible()]


def test_a_half_typed_quantity_is_kept_when_the_window_closes(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    type_keys(hand, "61")
    close(hand)
    assert quantities(bakery_file)[0] == "61"


def test_a_quantity_that_cannot_be_taken_keeps_the_window_open_with_its_sentence(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    type_keys(hand, "6 lbs")
    assert not hand.window.close()
    assert hand.window.isVisible()
    assert cell_texts(hand) == ["6 lbs"]
    hand.press("Esc")
    close(hand)
    assert quantities(bakery_file)[0] == "60"


def test_a_half_typed_name_and_reason_are_kept_when_the_window_closes(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    event = go_to_the_market(hand)
    hand.press("F2")
    type_keys(hand, "Winter market")
    # Choosing another page takes what was typed, as closing does.
    hand.choose(snapshots_of(hand, event)[0])
    hand.press("F2")
    hand.press("Ctrl+A")
    type_keys(hand, "Half a reason")
    close(hand)
    assert stored(bakery_file, "SELECT name FROM events WHERE id = 5") == ["Winter market"]
    reasons = stored(bakery_file, "SELECT notes FROM planning_snapshots")
    assert "Half a reason" in reasons


def test_what_stands_in_the_add_field_is_there_again_at_the_next_start(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    hand.press("Ctrl+L")
    type_keys(hand, "50 hamper")
    close(hand)
    again = open_window(Options(database=bakery_file))
    again.until(lambda: again.bench.event_page.adder.pending_text() == "50 hamper")


def test_closing_waits_for_what_is_being_saved_and_for_what_waits_behind_it(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    gate = threading.Event()
    done: list[object] = []
    hand.bench.context.background.submit(Lane.WRITE, gate.wait, done.append, done.append)
    type_keys(hand, "61")
    hand.press("Return")
    hand.press("Down")
    type_keys(hand, "49")
    hand.window.close()
    QApplication.processEvents()
    assert quantities(bakery_file)[:2] == ["60", "48"]
    gate.set()
    hand.until(lambda: not hand.window.isVisible())
    hand.bench.close()
    assert done == [True]
    assert quantities(bakery_file)[:2] == ["61", "49"]


def held(hand: Hand) -> Callable[[], None]:
    """Something is being saved until it is let go."""
    gate = threading.Event()
    hand.bench.context.background.submit(
        Lane.WRITE, gate.wait, lambda _value: None, lambda _error: None
    )
    return gate.set


def read_something(hand: Hand) -> None:
    hand.press("F5")
    hand.settle()


def test_a_save_that_fails_in_an_unexpected_way_keeps_the_window_open(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    let_go = held(hand)
    hand.bench.context.background.submit(
        Lane.WRITE, lambda: 1 // 0, print, hand.bench.context.errors.report
    )
    hand.window.close()
    let_go()
    hand.until(lambda: hand.bench.context.errors.unexpected)
    hand.bench.context.errors.unexpected.clear()
    hand.settle()
    read_something(hand)
    assert hand.window.isVisible()


@pytest.mark.parametrize("is_saved_first", [True, False])
def test_a_question_that_she_cancels_while_it_closes_keeps_the_window_open(
    open_window: Callable[..., Hand], bakery_file: Path, is_saved_first: bool
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    let_go = held(hand)
    hand.press("Ctrl+Return")  # asks with the numbers that it reads first
    hand.window.close()
    hand.dialog("finalize_dialog")
    if is_saved_first:
        let_go()
        hand.until(hand.bench.context.background.is_idle)
    hand.press("Esc")
    hand.until(lambda: QApplication.activeModalWidget() is None)
    let_go()
    read_something(hand)
    assert hand.window.isVisible()


# Runs the program and types into it, then says that the edit was shown as saved and waits.
KILLED_AFTER_AN_EDIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from core.domain.keys import Key, ThingKind
from gui.app import make_application, make_program
from gui.arguments import parse_arguments

app = make_application(["proofbook"])
program = make_program(app, Path(sys.argv[1]))
program.window.show()
bench = program.start_work(parse_arguments(["--database", sys.argv[2]]))
page = bench.event_page
state = {"step": 0}

def go_on():
    if not bench.context.background.is_idle() or bench.context.runner.is_running():
        return
    if state["step"] == 0 and bench.info is not None and bench.model.rowCount():
        bench.select(Key(ThingKind.EVENT, 5))
        state["step"] = 1
    elif state["step"] == 1 and page.model.line_count == 4 and page.event_row() is not None:
        page.view.setCurrentIndex(page.model.index(0, 0))
        page.view.edit_quantity("77")
        page.view.commit_editor()
        state["step"] = 2
    elif state["step"] == 2 and page.model.index(0, 2).data() == "77":
        assert program.window.saving.text() == "All changes saved"
        print("saved", flush=True)
        state["step"] = 3

timer = QTimer()
timer.timeout.connect(go_on)
timer.start(10)
app.exec()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_an_edit_that_was_shown_as_saved_survives_kill_9(bakery_file: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            KILLED_AFTER_AN_EDIT,
            str(tmp_path / "other.ini"),
            str(bakery_file),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline().strip() == "saved"
            program.send_signal(signal.SIGKILL)
            assert program.wait(timeout=20) == -signal.SIGKILL
        finally:
            program.kill()
    assert quantities(bakery_file)[0] == "77"
    assert stored(bakery_file, "PRAGMA integrity_check") == ["ok"]
