"""Which file the window works on: opening one, the sample bakery, imports and the export."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from core.config import default_database
from gui.actions import export_actions, file_actions
from gui.arguments import Options
from gui.flow import Ask, Flow

if TYPE_CHECKING:
    from gui.workbench import Workbench


class Files(QObject):
    """Each of these is asked for from the window; what is half typed is taken first."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._import_after_open: Path | None = None
        bench.start_page.sample_wanted.connect(self.open_sample)
        bench.start_page.import_wanted.connect(self.choose_import)
        bench.start_page.open_wanted.connect(self.open_file)
        bench.event_desk.import_wanted.connect(self.choose_import)
        bench.pane.sample_band.own_wanted.connect(self.open_own)
        bench.pane.sample_band.anew_wanted.connect(self._on_sample_anew)
        bench.window.file_dropped.connect(self._on_dropped)

    def begin(self, options: Options) -> None:
        """Opens what the command line asks for, else the file of last time, else her own."""
        bench = self._bench
        self._import_after_open = options.import_file
        if options.is_sample_wanted:
            self.open_sample()
            return
        bench.message_page.show_loading()
        bench.pane.show_page("message")
        make: Callable[[], Flow]
        if options.database is not None:
            make = partial(file_actions.open_file, bench.acts, bench, options.database)
        else:
            last = bench.context.settings.last_database()
            make = partial(file_actions.open_last, bench.acts, bench, last)
        bench.context.runner.run(make(), retry=make)

    def opened(self) -> None:
        """A file was opened: what the command line wants to import comes into it."""
        path, self._import_after_open = self._import_after_open, None
        if path is not None:
            self._begin_import(path)

    @Slot()
    def open_file(self) -> None:
        self._run(partial(file_actions.open_file, self._bench.acts, self._bench))

    @Slot()
    def open_own(self) -> None:
        own = default_database()
        self._run(partial(file_actions.open_file, self._bench.acts, self._bench, own))

    @Slot()
    def open_sample(self) -> None:
        self._run(partial(file_actions.open_sample, self._bench.acts, self._bench))

    def _on_sample_anew(self) -> None:
        acts, bench = self._bench.acts, self._bench
        self._run(partial(file_actions.open_sample, acts, bench, begin_anew=True))

    def _on_dropped(self, path: str) -> None:
        """A catalog is imported, anything else opened."""
        if not path.lower().endswith((".json", ".zip")):
            self._run(partial(file_actions.open_file, self._bench.acts, self._bench, Path(path)))
        elif self._bench.commit_edits():
            self._begin_import(Path(path))

    def _begin_import(self, path: Path) -> None:
        """From outside the menus, which know by themselves what a read-only file refuses."""
        bench = self._bench
        if bench.is_writable:
            bench.import_desk.begin(path)
        elif bench.info is not None:
            bench.show_message(bench.pane.read_only_band.text())

    @Slot()
    def choose_import(self) -> None:
        if self._bench.is_writable:
            self._run(self._choose_import)

    def _choose_import(self) -> Flow:
        path = yield Ask(file_actions.choose_import)
        self._bench.import_desk.begin(path)

    @Slot()
    def export_catalog(self) -> None:
        if self._bench.info is not None:
            self._run(partial(export_actions.export_catalog, self._bench.acts))

    def show_file(self) -> None:
        info = self._bench.info
        if info is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(info.path.parent)))

    def _run(self, make: Callable[[], Flow]) -> None:
        if self._bench.commit_edits():
            self._bench.context.runner.run(make())
