from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.errors import (
    ConflictError,
    CoreError,
    CorruptDatabaseError,
    DatabaseBusyError,
    DatabaseUnavailableError,
    InUseError,
)
from gui.error_reporting import ErrorReporter, UnexpectedErrorDialog

SQL = "UPDATE planning_snapshots SET notes = NULL"


class Shown:
    """A reporter with a window, and what it asked the window to show."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.reporter = ErrorReporter()
        self.reporter.set_window(window)
        self.banners: list[tuple[str, object]] = []
        self.messages: list[str] = []
        self.reporter.banner_wanted.connect(lambda text, retry: self.banners.append((text, retry)))
        self.reporter.message_wanted.connect(self.messages.append)

    def dialogs(self) -> list[UnexpectedErrorDialog]:
        found = self.window.findChildren(UnexpectedErrorDialog)
        return [dialog for dialog in found if dialog.isVisible()]

    def button(self, name: str) -> QPushButton:
        button = self.dialogs()[0].findChild(QPushButton, f"unexpected_error_{name}")
        assert isinstance(button, QPushButton)
        return button


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Shown(window)
    yield made
    made.reporter.uninstall()
    for dialog in made.dialogs():
        dialog.reject()


@pytest.mark.parametrize("kind", [DatabaseUnavailableError, DatabaseBusyError])
def test_an_unreachable_database_asks_for_a_banner_with_its_retry(
    shown: Shown, kind: type[CoreError]
) -> None:
    def retry() -> None:
        pass

    shown.reporter.report(kind("The file is in use by another program."), retry)
    assert shown.banners == [("The file is in use by another program.", retry)]
    assert shown.messages == []
    assert shown.dialogs() == []


@pytest.mark.parametrize(
    "error", [ConflictError("a."), InUseError("a.", ["x"]), CorruptDatabaseError("a.")]
)
def test_every_other_known_error_shows_its_sentence(shown: Shown, error: CoreError) -> None:
    shown.reporter.report(error)
    assert shown.messages == ["a."]
    assert shown.banners == []
    assert shown.dialogs() == []


def test_an_error_is_judged_by_its_class_and_never_by_its_words(shown: Shown) -> None:
    shown.reporter.report(ConflictError("database is locked"))
    assert shown.messages == ["database is locked"]
    shown.reporter.report(RuntimeError("database is locked"))
    assert len(shown.dialogs()) == 1
    assert shown.banners == []


def test_an_unknown_error_says_a_plain_sentence_and_folds_the_details_away(
    shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise RuntimeError(SQL)
    except RuntimeError as error:
        shown.reporter.report(error)
    [dialog] = shown.dialogs()
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "did not expect" in words
    assert SQL not in words
    details = dialog.findChild(QPlainTextEdit, "unexpected_error_details")
    assert isinstance(details, QPlainTextEdit)
    assert not details.isVisible()
    shown.button("show").click()
    assert details.isVisible()
    assert SQL in details.toPlainText()
    assert "test_an_unknown_error" in details.toPlainText()
    shown.button("show").click()
    assert not details.isVisible()
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert caplog.records[0].exc_info is not None


def test_copy_takes_the_details_along_and_the_dialog_stays(shown: Shown) -> None:
    shown.reporter.report(RuntimeError(SQL))
    shown.button("copy").click()
    assert SQL in QGuiApplication.clipboard().text()
    assert len(shown.dialogs()) == 1


def test_enter_and_escape_close_the_dialog(qtbot: QtBot, shown: Shown) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        shown.reporter.report(RuntimeError("x"))
        [dialog] = shown.dialogs()
        QTest.keyClick(dialog, key)
        assert shown.dialogs() == []


def test_one_dialog_stands_at_a_time_and_every_error_is_logged(
    shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(5):
        shown.reporter.report(RuntimeError(str(number)))
    assert len(shown.dialogs()) == 1
    assert len(caplog.records) == 5
    shown.button("copy").window().close()
    shown.reporter.report(RuntimeError("later"))
    assert "later" in shown.dialogs()[0].details()


def test_uncaught_exceptions_of_any_thread_come_through_the_same_door(
    qtbot: QtBot, shown: Shown
) -> None:
    before = (sys.excepthook, threading.excepthook)
    shown.reporter.install()
    error = ConflictError("from the main thread")
    sys.excepthook(ConflictError, error, None)
    assert shown.messages == ["from the main thread"]

    def fail() -> None:
        raise ConflictError("from another thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(shown.messages) == 2)
    assert shown.messages[1] == "from another thread"
    shown.reporter.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_an_interrupt_is_no_error(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    shown.reporter.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    shown.reporter.uninstall()
    assert shown.dialogs() == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_an_error_while_showing_an_error_loses_neither(
    shown: Shown, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot_show(error: BaseException, retry: object = None) -> None:
        raise OSError("no display")

    monkeypatch.setattr(shown.reporter, "report", cannot_show)
    shown.reporter.install()
    sys.excepthook(RuntimeError, RuntimeError("the first"), None)
    shown.reporter.uninstall()
    printed = capsys.readouterr().err
    assert "the first" in printed
    assert "no display" in printed


def test_a_strict_reporter_collects_what_is_unexpected_and_opens_nothing(shown: Shown) -> None:
    shown.reporter.strict = True
    unknown = RuntimeError("x")
    shown.reporter.report(unknown)
    shown.reporter.report(ConflictError("known"))
    assert shown.reporter.unexpected == [unknown]
    assert shown.messages == ["known"]
    assert shown.dialogs() == []
