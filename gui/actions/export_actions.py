"""The catalog as one file, for another machine or to keep beside the program."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.services import export_service
from gui import kinds, texts
from gui.actions.acts import Acts
from gui.flow import Ask, Flow, Work

translate = QCoreApplication.translate

FILE_NAME = "proofbook-catalog.json"


class ChooseTargetDialog(QFileDialog):
    """The system's dialog for a file to write; it asks before it overwrites one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, translate("Acts", "Export the catalog"), FILE_NAME)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilter(translate("Acts", "Catalogs (*.json)"))
        self.setDefaultSuffix("json")
        self.selectFile(FILE_NAME)

    def answer(self) -> Path:
        return Path(self.selectedFiles()[0])


def export_catalog(acts: Acts) -> Flow:
    """Asks where to, writes the file whole or not at all, and says what is in it."""
    path = yield Ask(ChooseTargetDialog)
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
