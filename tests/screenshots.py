"""Writes a picture of every screen, light and dark: `python -m tests.screenshots --help`."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QLocale,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTreeView, QWidget

from core.config import DatabaseSettings
from core.domain.keys import Key
from core.services import database, sample_service
from gui.app import Program, make_application, make_program
from gui.arguments import Options
from gui.models.roles import Role
from gui.settings import ThemeMode
from gui.workbench import Workbench

T = TypeVar("T")
DEADLINE_SECONDS = 20.0
QUIET_SECONDS = 0.03  # a page read may want another one
TYPING_SECONDS = 0.2  # longer than any field waits before it asks
PICTURES = Path(__file__).resolve().parents[1] / "build" / "screenshots"
FILE_NAME = "rose-street.db"
SCALE_VARIABLE = "QT_SCALE_FACTOR"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<match target="pattern"><edit name="family" mode="prepend" binding="strong">
<string>{family}</string></edit></match>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>"""


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen: on which file it starts, and what is done before the picture is taken.

    `play` returns the widget to show, None for the whole window. `prepare` works on the file
    before the window opens it.
    """

    name: str
    play: Callable[[Studio], QWidget | None]
    size: tuple[int, int] = (1280, 800)
    file: str = "bakery"  # "bakery": a copy of the sample; "sample": the sample itself; "empty"
    prepare: Callable[[Path], None] | None = None
    zoom: int = 0
    scale: float = 1.0
    is_right_to_left: bool = False


class Studio:
    """The real window with one file, and hands to bring it into a state."""

    def __init__(self, program: Program, bench: Workbench) -> None:
        self.program = program
        self.window = program.window
        self.bench = bench

    # Waiting

    def until(self, condition: Callable[[], T], what: str = "") -> T:
        """Works off events until the condition holds, and gives what it gave."""
        end = time.monotonic() + DEADLINE_SECONDS
        while not (value := condition()):
            if time.monotonic() > end:
                raise TimeoutError(what or "the screen never came")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return value

    def settle(self, seconds: float = QUIET_SECONDS) -> None:
        """Until nothing was read or written for so long."""
        quiet_since = time.monotonic()

        def is_quiet() -> bool:
            nonlocal quiet_since
            now = time.monotonic()
            if not self.bench.context.background.is_idle():
                quiet_since = now
            return now - quiet_since > seconds

        self.until(is_quiet, "the work never ended")

    # Doing

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        QTest.keySequence(widget or QApplication.focusWidget() or self.window, keys)

    def type(self, text: str) -> None:
        """Each letter goes where the focus is by then: the first may open an editor."""
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, letter)
        self.settle(TYPING_SECONDS)

    def command(self, name: str) -> None:
        self.window.commands[name].trigger()

    def event(self, name: str) -> Key:
        """The first event of that name in the list."""
        model = self.bench.model
        for row in range(model.rowCount()):
            if name in str(model.index(row, 0).data()):
                key = model.index(row, 0).data(Role.KEY)
                assert isinstance(key, Key)
                return key
        raise LookupError(name)

    def snapshots(self, event: Key) -> list[Key]:
        """Opens the event in the list; its snapshots, newest first."""
        return self._below(self.bench.model.find(event))

    def snapshots_without_event(self) -> list[Key]:
        return self._below(self.bench.model.without_event_index())

    def _below(self, parent: QModelIndex) -> list[Key]:
        model = self.bench.model
        self.bench.list.view.expand(parent)
        if model.canFetchMore(parent):
            model.fetchMore(parent)  # a hidden list asks for nothing by itself
        self.until(lambda: isinstance(model.index(0, 0, parent).data(Role.KEY), Key), "snapshots")
        keys = [model.index(row, 0, parent).data(Role.KEY) for row in range(model.rowCount(parent))]
        return [key for key in keys if isinstance(key, Key)]

    def choose(self, key: Key) -> None:
        self.bench.select(key)
        self.until(lambda: self.bench.list.selected_keys() == (key,), f"{key} to be chosen")
        self.settle()

    def choose_all(self, keys: Sequence[Key]) -> None:
        view = self.bench.list.view
        flags = view.selectionModel().SelectionFlag
        view.setCurrentIndex(self.bench.model.find(keys[0]))
        for key in keys[1:]:
            index = self.bench.model.find(key)
            view.selectionModel().select(index, flags.Select | flags.Rows)
        self.settle()

    def open_rows(self, view: QTreeView, *names: str) -> None:
        """Opens these rows of a table, each below the one before, and chooses the last."""
        index = QModelIndex()
        for name in names:
            index = self._row(view, index, name)
            view.expand(index)
            self.settle()
        view.setCurrentIndex(index)

    def _row(self, view: QTreeView, parent: QModelIndex, name: str) -> QModelIndex:
        found = self.until(lambda: self._child(view, parent, name), f"the row {name}")
        assert found is not None
        return found

    def _child(self, view: QTreeView, parent: QModelIndex, name: str) -> QModelIndex | None:
        model = view.model()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if name in str(index.data()):
                return index
        return None

    def details(self) -> None:
        self.command("details")
        self.settle()

    def dialog(self) -> QDialog:
        """The dialog that a command led to, when it has come."""
        self.settle()
        dialog = self.until(QApplication.activeModalWidget, "the dialog")
        assert isinstance(dialog, QDialog)
        return dialog


def _tell(kind: QtMsgType, _context: object, message: str) -> None:
    """Qt's own log, without what the offscreen platform says at each window."""
    if not message.startswith("This plugin does not support"):
        print(kind.name, message, file=sys.stderr)


def _ticking() -> QTimer:
    """Wakes the waits, which else would sleep where nothing happens any more."""
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: None)
    timer.start()
    return timer


def take(widget: QWidget) -> QPixmap:
    """A picture of the widget, with a menu that lies over it."""
    pixmap = widget.grab()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        painter = QPainter(pixmap)
        place = popup.mapToGlobal(QPoint()) - widget.mapToGlobal(QPoint())
        painter.drawPixmap(place, popup.grab())
        painter.end()
    return pixmap


@contextmanager
def opened(app: QApplication, scene: Scene, sample: Path) -> Iterator[Studio]:
    """The window of one scene, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="proofbook-pictures-") as name:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = name
        options = Options(database=folder / FILE_NAME)
        if scene.file == "bakery":
            shutil.copy(sample, folder / FILE_NAME)
        elif scene.file == "sample":
            options = Options(is_sample_wanted=True)
        if scene.prepare is not None:
            database.prepare(DatabaseSettings(folder / FILE_NAME))
            scene.prepare(folder / FILE_NAME)
            database.close()
        app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft
            if scene.is_right_to_left
            else Qt.LayoutDirection.LeftToRight
        )
        program = make_program(app, folder / "settings.ini")
        program.theme.set_mode(ThemeMode.LIGHT)
        program.theme.set_zoom(scene.zoom)
        program.window.resize(*scene.size)
        program.window.show()
        program.window.activateWindow()
        bench = program.start_work(options)
        bench.context.errors.strict = True
        studio = Studio(program, bench)
        try:
            studio.until(lambda: bench.info is not None, "the file")
            studio.settle()
            yield studio
            if bench.context.errors.unexpected:
                raise bench.context.errors.unexpected[0]
        finally:
            bench.close()
            program.window.close()
            for made in (program.window, program.theme):
                made.deleteLater()
            # Without a running event loop nothing else deletes them, and each stays to be styled.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()


def shoot(
    app: QApplication, scene: Scene, modes: Sequence[ThemeMode], *, sample: Path
) -> dict[ThemeMode, QPixmap]:
    """The pictures of one scene; its window is played once and changes its theme while open."""
    pictures = {}
    with opened(app, scene, sample) as studio:
        widget = scene.play(studio) or studio.window
        for mode in modes:
            studio.program.theme.set_mode(mode)
            studio.settle(TYPING_SECONDS)
            pictures[mode] = take(widget)
        for popup in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if popup is not None:
                popup.close()
        studio.settle()
    return pictures


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="only scenes named so")
    parser.add_argument("--mode", choices=["light", "dark"], help="only this theme")
    parser.add_argument("--font", metavar="FAMILY", help="instead of the system's")
    parser.add_argument("--out", type=Path, default=PICTURES, metavar="FOLDER")
    parser.add_argument("--list", action="store_true", help="name the scenes and stop")
    return parser.parse_args(arguments)


def _use_font(family: str, folder: Path) -> None:
    """Makes it the system's font for this process; to be called before Qt has started."""
    path = folder / "fonts.conf"
    path.write_text(FONTS.format(family=family), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(path)


def _shoot_all(scenes: Sequence[Scene], given: argparse.Namespace, folder: Path) -> list[str]:
    """Writes the pictures; the names of scenes that failed."""
    if given.font:
        _use_font(given.font, folder)
    app = make_application(["proofbook"])
    ticking = _ticking()
    sample = folder / FILE_NAME
    sample_service.make_sample(sample)
    modes = [ThemeMode(given.mode)] if given.mode else [ThemeMode.LIGHT, ThemeMode.DARK]
    given.out.mkdir(parents=True, exist_ok=True)
    failed = []
    for scene in scenes:
        try:
            pictures = shoot(app, scene, modes, sample=sample)
        except Exception:
            failed.append(scene.name)
            traceback.print_exc()
            continue
        for mode, picture in pictures.items():
            picture.save(str(given.out / f"{scene.name}-{mode.value}.png"))
    ticking.stop()
    return failed


def _shoot_scaled(scene: Scene, given: argparse.Namespace) -> list[str]:
    """In a process of its own, since Qt asks for its scale only once."""
    command = [sys.executable, "-m", "tests.screenshots", "--only", scene.name]
    command += ["--out", str(given.out)]
    command += ["--mode", given.mode] if given.mode else []
    command += ["--font", given.font] if given.font else []
    done = subprocess.run(
        command,
        env=os.environ | {SCALE_VARIABLE: str(scene.scale)},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return [scene.name] if done.returncode else []


def main(arguments: Sequence[str] | None = None) -> int:
    from tests.screenshot_catalog import CATALOG
    from tests.screenshot_compare import COMPARE
    from tests.screenshot_dialogs import DIALOGS
    from tests.screenshot_history import HISTORIES
    from tests.screenshot_scenes import PAGES
    from tests.screenshot_since import SINCE
    from tests.screenshot_sums import SUMS

    given = _parse(arguments)
    every = (*PAGES, *DIALOGS, *CATALOG, *SUMS, *COMPARE, *HISTORIES, *SINCE)
    scenes = [scene for scene in every if not given.only or scene.name in given.only]
    if given.list or not scenes:
        print("\n".join(scene.name for scene in every))
        return 0 if given.list else 2
    logging.basicConfig(level=logging.CRITICAL)
    qInstallMessageHandler(_tell)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    begun = time.monotonic()
    scale = float(os.environ.get(SCALE_VARIABLE, "1"))
    failed: list[str] = []
    own = [scene for scene in scenes if scene.scale == scale]
    if own:
        with tempfile.TemporaryDirectory(prefix="proofbook-sample-") as name:
            failed += _shoot_all(own, given, Path(name))
    for scene in scenes:
        if scene not in own:
            failed += _shoot_scaled(scene, given)
    print(
        f"{len(scenes) - len(failed)} of {len(scenes)} screens written to {given.out}"
        f" in {time.monotonic() - begun:.0f} s"
    )
    if failed:
        print("Failed:", ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
