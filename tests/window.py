"""A hand on the real window: opens it, types and clicks, waits for its work, and reads it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event
from typing_extensions import override

from core.domain.keys import Key
from gui.app import Program, make_application, make_program
from gui.arguments import Options
from gui.main_window import FIRST_HEIGHT, FIRST_WIDTH
from gui.models.roles import Role
from gui.workbench import Workbench

DEADLINE_MS = 15_000


class SqlWatch:
    """Fails a test whose GUI thread talked to the database, but for `allow_sql` blocks."""

    def __init__(self) -> None:
        self.violations: list[str] = []
        self._allowed = 0

    def on_statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.current_thread() is threading.main_thread() and not self._allowed:
            self.violations.append(statement)

    @contextmanager
    def allow_sql(self) -> Iterator[None]:
        self._allowed += 1
        try:
            yield
        finally:
            self._allowed -= 1


class LogWatch(logging.Handler):
    """Collects what the program warned of and no test expected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self.expected: list[str] = []

    @property
    def unexpected(self) -> list[str]:
        return [said for said in self.said if not any(part in said for part in self.expected)]

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        ours = [logging.getLogger(name) for name in ("core", "gui")]
        for each in ours:
            each.addHandler(self)
        try:
            yield
        finally:
            for each in ours:
                each.removeHandler(self)


class Hand:
    """What a person at the window can do, and see."""

    def __init__(
        self, program: Program, bench: Workbench, qtbot: QtBot, *, watch: SqlWatch, log: LogWatch
    ) -> None:
        self.program = program
        self.bench = bench
        self.window = program.window
        self.qtbot = qtbot
        self.watch = watch
        self.log = log

    # Waiting

    def until(self, condition: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=DEADLINE_MS)

    def settle(self) -> None:
        """Until nothing is being read or written, and what came home has been shown."""
        background = self.bench.context.background
        for _ in range(3):
            self.until(background.is_idle)
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        self.until(background.is_idle)
        self.until(self._is_calm)
        assert self.bench.context.errors.unexpected == []

    def _is_calm(self) -> bool:
        """No flow is between two steps; one that waits for its dialog is."""
        runner = self.bench.context.runner
        has_dialog = QApplication.activeModalWidget() is not None
        return has_dialog or not runner.is_running()

    def expect_log(self, part: str) -> None:
        """A warning or error with this in it is what the test is about."""
        self.log.expected.append(part)

    # Doing

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Presses a key combination ("Ctrl+Return") where the focus is."""
        self._awake()
        target = widget or QApplication.focusWidget() or self.window
        QTest.keySequence(target, keys)

    def _awake(self) -> None:
        """Offscreen nobody gives the window its focus back when a dialog closes."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            self.until(self.window.isActiveWindow)

    def type(self, text: str) -> None:
        self._awake()
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClicks(target, text)

    def command(self, name: str) -> None:
        """Chooses a command as from its menu."""
        action = self.window.commands[name]
        assert action.isEnabled(), f"{name} cannot be used now"
        action.trigger()

    def add(self, text: str) -> None:
        """Types into the add field and presses Enter."""
        self.press("Ctrl+L")
        self.type(text)
        adder = self.bench.event_page.adder
        self.until(lambda: adder.popup_rows())
        before = self.bench.event_page.model.line_count
        self.press("Return")
        self.until(lambda: self.bench.event_page.model.line_count != before)
        self.settle()

    def dialog(self, name: str) -> QDialog:
        """The open dialog of that name, when it has come."""
        self.until(lambda: self._find_dialog(name))
        found = self._find_dialog(name)
        assert found is not None
        self.until(lambda: found.isAncestorOf(QApplication.focusWidget() or self.window))
        return found

    def _find_dialog(self, name: str) -> QDialog | None:
        for dialog in self.window.findChildren(QDialog, name):
            if dialog.isVisible():
                return dialog
        return None

    def answer(self, dialog: QDialog, button: str) -> None:
        """Clicks the dialog's button with that text."""
        for each in dialog.findChildren(QPushButton):
            if each.isVisible() and each.text().replace("&", "") == button:
                QTest.mouseClick(each, Qt.MouseButton.LeftButton)
                self.settle()
                return
        texts = [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()]
        raise AssertionError(f"no button {button!r} among {texts}")

    def choose(self, key: Key) -> None:
        """Chooses a row of the list, as a click does, opening its branch where needed."""
        self.bench.select(key)
        self.until(lambda: self.bench.list.selected_keys() == (key,))
        self.settle()

    def choose_thing(self, key: Key) -> None:
        """Chooses a row of the catalog's list and waits for its page."""
        self.bench.select(key)
        self.until(lambda: self.bench.catalog.panel.selected_keys() == (key,))
        self.settle()

    def event_keys(self) -> list[Key]:
        """The events in the list, from the top."""
        keys = [
            self.bench.model.index(row, 0).data(Role.KEY)
            for row in range(self.bench.model.rowCount())
        ]
        return [key for key in keys if isinstance(key, Key)]

    def expand(self, view: QAbstractItemView) -> None:
        """Opens everything below the current row, as * does."""
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Asterisk)
        self.settle()

    # Seeing

    @property
    def notice(self) -> str:
        return plain(self.bench.pane.notice.text())

    @property
    def page(self) -> str:
        return self.bench.pane.page_name()

    def rows(self, view: QAbstractItemView, column: int = 0) -> dict[str, Any]:
        """The view's rows by their text, nested."""
        return nested(view, QModelIndex(), column)

    def list_rows(self) -> dict[str, Any]:
        return self.rows(self.bench.list.view)

    def column(self, view: QAbstractItemView, column: int) -> list[str]:
        """The texts of one column of the top rows."""
        model = view.model()
        return [
            plain(str(model.index(row, column).data() or "")) for row in range(model.rowCount())
        ]

    def keys_below(self, key: Key) -> list[Key]:
        model = self.bench.model
        parent = model.find(key)
        return [model.index(row, 0, parent).data(Role.KEY) for row in range(model.rowCount(parent))]


def nested(view: QAbstractItemView, parent: QModelIndex, column: int) -> dict[str, Any]:
    model = view.model()
    rows: dict[str, Any] = {}
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        text = plain(str(index.siblingAtColumn(column).data() or ""))
        while text in rows:
            text += "'"
        rows[text] = nested(view, index, column)
    return rows


def plain(text: str) -> str:
    """Without the marks that keep a name's direction to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


@contextmanager
def opened_window(folder: Path, qtbot: QtBot, options: Options) -> Iterator[Hand]:
    """The real program on a file in `folder`; closing it checks that nothing was left behind."""
    app = make_application(["proofbook"])
    watch, log = SqlWatch(), LogWatch()
    before = set(QApplication.topLevelWidgets())
    event.listen(Engine, "before_cursor_execute", watch.on_statement)
    program = make_program(app, folder / "settings.ini")
    if program.settings.window_geometry() is None:
        program.window.resize(FIRST_WIDTH, FIRST_HEIGHT)  # the offscreen screen has 800 x 800
    program.window.show()
    qtbot.waitExposed(program.window)
    program.window.activateWindow()  # showing it alone does not always: then nothing has the focus
    qtbot.waitUntil(program.window.isActiveWindow, timeout=DEADLINE_MS)
    bench = program.start_work(options)
    bench.context.errors.strict = True
    hand = Hand(program, bench, qtbot, watch=watch, log=log)
    is_done = False
    with log.listening():
        try:
            hand.until(
                lambda: bench.info is not None or bench.pane.banner.isVisible() or hand.notice
            )
            hand.settle()
            yield hand
            assert not bench.context.errors.unexpected, bench.context.errors.unexpected
            assert not watch.violations, watch.violations
        finally:
            is_done = bench.close()
            program.window.close()
            program.window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            event.remove(Engine, "before_cursor_execute", watch.on_statement)
    assert is_done, "a job outlived the window"
    assert not log.unexpected, log.unexpected
    left = set(QApplication.topLevelWidgets()) - before
    assert not left, f"still there: {[(each.objectName(), type(each)) for each in left]}"


@pytest.fixture
def open_window(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Hand]]:
    """Opens the window: `open_window()` on a new file, or with `Options`."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    stack: list[Any] = []

    def open_(options: Options | None = None) -> Hand:
        context = opened_window(
            tmp_path, qtbot, options or Options(database=tmp_path / "rose-street.db")
        )
        hand = context.__enter__()
        stack.append(context)
        return hand

    yield open_
    while stack:
        stack.pop().__exit__(None, None, None)
