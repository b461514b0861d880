"""Joins the import page to the importer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.keys import Key, ThingKind
from gui.actions import import_actions
from gui.actions.acts import Acts
from gui.widgets.import_page import ImportPage


class ImportDesk(QObject):
    """One file at a time: preview, choice, result."""

    page_wanted = Signal()
    left = Signal()
    event_wanted = Signal(object)  # Key

    def __init__(self, page: ImportPage, acts: Acts) -> None:
        super().__init__(page)
        self._page = page
        self._acts = acts
        self._path: Path | None = None
        self._event_key: Key | None = None
        self._preview: Any = None  # the ImportReport that is shown
        page.import_wanted.connect(self._on_import)
        page.cancel_wanted.connect(self._on_cancel)
        page.done_wanted.connect(self.left)
        page.plan_wanted.connect(self._on_plan)

    def begin(self, path: Path) -> None:
        self._path = path
        self._acts.run(import_actions.preview_import, self, path)

    def _on_import(self, taken: frozenset[str]) -> None:
        if self._path is not None:
            self._acts.run(import_actions.import_file, self, self._path, take_files=taken)

    def _on_cancel(self) -> None:
        self._acts.context.runner.cancel_current()
        self.left.emit()

    def _on_plan(self) -> None:
        if self._event_key is not None:
            self.event_wanted.emit(self._event_key)

    # What the flows ask of the page

    def show_import_busy(self, text: str) -> None:
        self.page_wanted.emit()
        self._page.show_busy(text)

    def show_import_preview(self, path: Path, report: Any) -> None:
        self._preview = report
        self._page.show_preview(report, path.name)

    def show_import_result(self, report: Any, sentence: str, *, has_boxes: bool) -> None:
        name = ""
        self._event_key = None
        if report.edit is not None:
            for row in report.edit.rows:
                if row.table == "events" and row.before is None:
                    self._event_key = Key(ThingKind.EVENT, row.row_id)
                    name = str(row.after["name"])
        self._page.show_result(report, sentence, name, has_boxes=has_boxes)

    def show_import_again(self) -> None:
        """Nothing was imported: the preview stands there again, or there is none to go back to."""
        if self._path is not None and self._preview is not None:
            self._page.show_preview(self._preview, self._path.name)
        else:
            self.left.emit()

    def show_import_failure(self, sentence: str) -> None:
        self._page.show_failure(sentence)
