"""Files: opening one, the sample bakery, and what is done once a file is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.config import DatabaseSettings, data_folder, default_database, sample_database
from core.services import database, removal_service, sample_service
from core.services.database import DatabaseInfo
from gui.actions.acts import Acts
from gui.background import Lane
from gui.flow import Ask, Flow, Work

__all__ = ["DatabaseInfo", "close_file", "open_file", "open_last", "open_sample"]


class FileScreen(Protocol):
    """What the window does when a file was opened."""

    def show_database(self, info: DatabaseInfo, *, is_sample: bool) -> None: ...


class ChooseFileDialog(QFileDialog):
    """The system's dialog for one file that exists."""

    def __init__(
        self, window: QWidget, title: str, *, name_filter: str, folder: Path | None = None
    ) -> None:
        super().__init__(window, title, str(folder or ""), name_filter)
        self.setFileMode(QFileDialog.FileMode.ExistingFile)

    def answer(self) -> Path:
        return Path(self.selectedFiles()[0])


def open_file(acts: Acts, screen: FileScreen, path: Path | None = None) -> Flow:
    """Opens a file, asking which if none is named; one that cannot be opened leaves all as it is."""
    if path is None:
        last = acts.context.settings.last_database()
        folder = last.parent if last is not None else data_folder()
        path = yield Ask(partial(_choose_database, folder))
    info, is_sample = yield _opening(path, partial(_open_named, path))
    screen.show_database(info, is_sample=is_sample)


def open_last(acts: Acts, screen: FileScreen, path: Path | None) -> Flow:
    """Opens the file of last time; where there is none any more, the baker's own."""
    own = default_database()
    info, is_sample = yield _opening(path or own, partial(_open_first_there, path, own))
    screen.show_database(info, is_sample=is_sample)


def _opening(path: Path, job: Callable[[], tuple[DatabaseInfo, bool]]) -> Work:
    label = QCoreApplication.translate("Acts", "Opening {name}…").format(name=path.name)
    return Work(job, Lane.WRITE, label=label)


def _open_first_there(path: Path | None, other: Path) -> tuple[DatabaseInfo, bool]:
    return _open_named(path if path is not None and path.exists() else other)


def _open_named(path: Path) -> tuple[DatabaseInfo, bool]:
    """Says also whether it is the sample bakery, which is made where it is not there."""
    if path.resolve() == sample_database().resolve():
        return _prepare_sample(begin_anew=False), True
    return _prepare(path), False


def _choose_database(folder: Path, window: QWidget) -> ChooseFileDialog:
    return ChooseFileDialog(
        window,
        QCoreApplication.translate("Acts", "Open a Proofbook file"),
        name_filter=QCoreApplication.translate("Acts", "Proofbook files (*.db);;All files (*)"),
        folder=folder,
    )


def choose_import(window: QWidget) -> ChooseFileDialog:
    return ChooseFileDialog(
        window,
        QCoreApplication.translate("Acts", "Import a bake-tracker file"),
        name_filter=QCoreApplication.translate("Acts", "Catalogs (*.json);;All files (*)"),
    )


def open_sample(acts: Acts, screen: FileScreen, *, begin_anew: bool = False) -> Flow:
    """Opens the sample bakery, a file of its own, making it first where it is not there."""
    info = yield Work(
        partial(_prepare_sample, begin_anew=begin_anew),
        Lane.WRITE,
        label=QCoreApplication.translate("Acts", "Setting up the sample bakery…"),
    )
    acts.context.history.clear()
    screen.show_database(info, is_sample=True)


def close_file() -> None:
    """The end: no lane runs any more."""
    database.close()


def _prepare(path: Path) -> DatabaseInfo:
    info = database.prepare(DatabaseSettings(path))
    if not info.is_read_only:
        removal_service.purge_expired()
    return info


def _prepare_sample(*, begin_anew: bool) -> DatabaseInfo:
    path = sample_database()
    if begin_anew:
        # The open file is put in place anew: nothing may hold it meanwhile.
        database.close()
    try:
        if begin_anew or not path.exists():
            sample_service.make_sample(path, begin_anew=begin_anew)
    except BaseException:
        if begin_anew and path.exists():
            _prepare(path)
        raise
    return _prepare(path)
