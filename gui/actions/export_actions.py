"""What is written to files of its own: the catalog, and a table for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.services import export_service, table_service
from gui import kinds, texts
from gui.actions.acts import Acts
from gui.flow import Ask, Flow, Work

translate = QCoreApplication.translate

FILE_NAME = "proofbook-catalog.json"


class TargetDialog(QFileDialog):
    """The system's dialog for a file to write; it asks before it overwrites one."""

    def __init__(self, window: QWidget, *, title: str, file_name: str, kinds: str) -> None:
        super().__init__(window, title, file_name)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilter(kinds)
        self.setDefaultSuffix(Path(file_name).suffix.removeprefix("."))
        self.selectFile(file_name)

    def answer(self) -> Path:
        return Path(self.selectedFiles()[0])


def export_catalog(acts: Acts) -> Flow:
    """Asks where to, writes the file whole or not at all, and says what is in it."""
    path = yield Ask(
        partial(
            TargetDialog,
            title=translate("Acts", "Export the catalog"),
            file_name=FILE_NAME,
            kinds=translate("Acts", "Catalogs (*.json)"),
        )
    )
    report = yield Work(
        partial(export_service.export_catalog, path), label=translate("Acts", "Exporting…")
    )
    parts = [kinds.counted(kind, count) for kind, count in report.counts.items() if count]
    acts.screen.show_notice(
        translate("Acts", "Exported {things} to {file}.").format(
            things=texts.join_names(parts, most=10) or translate("Acts", "nothing"),
            file=texts.isolate(path.name),
        )
    )


def save_table(acts: Acts, name: str, rows: Sequence[Sequence[str]]) -> Flow:
    """Asks where to and writes the table as CSV; `name` is the file's, without its ending."""
    path = yield Ask(
        partial(
            TargetDialog,
            title=translate("Acts", "Save the table"),
            file_name=f"{_file_name(name)}.csv",
            kinds=translate("Acts", "Tables (*.csv)"),
        )
    )
    yield Work(partial(table_service.save_csv, path, rows), label=translate("Acts", "Saving…"))
    acts.screen.show_notice(
        translate("Acts", "Saved as {file}.").format(file=texts.isolate(path.name))
    )


def _file_name(name: str) -> str:
    """Without what a file's name must not have on one system or another."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", texts.undirected(name)).strip(" .") or "table"
