"""Importing a catalog: preview, page, one transaction, one undo."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from core.domain.keys import ThingKind
from core.errors import ImportFileError
from core.services import catalog_service, importers
from core.services.database import session_scope
from gui import kinds, texts
from gui.actions.acts import Acts, ActTexts, Place, tell_edit
from gui.background import Lane, cancel_wanted
from gui.flow import Cancelled, Flow, Work

# In the order in which the sentence names them; what only ties them together is not named.
_NAMED = ("ingredients", "recipes", "finished_units", "materials", "finished_goods", "events")


class ImportScreen(Protocol):
    """The import page, as the flow sees it."""

    def show_import_busy(self, text: str) -> None: ...

    def show_import_preview(self, path: Path, report: Any) -> None: ...

    def show_import_result(self, report: Any, sentence: str, *, has_boxes: bool) -> None: ...

    def show_import_failure(self, sentence: str) -> None: ...

    def show_import_again(self) -> None: ...


def preview_import(acts: Acts, screen: ImportScreen, path: Path) -> Flow:
    """Reads the file and shows what would be added; nothing is written."""
    screen.show_import_busy(
        QCoreApplication.translate("Acts", "Reading {name}…").format(name=texts.isolate(path.name))
    )
    try:
        report = yield Work(partial(importers.preview_import, path))
    except ImportFileError as error:
        screen.show_import_failure(error.sentence)
        return
    except Exception:  # whatever it is, the page does not stay busy
        screen.show_import_again()
        raise
    screen.show_import_preview(path, report)


def import_file(
    acts: Acts, screen: ImportScreen, path: Path, *, take_files: frozenset[str]
) -> Flow:
    """Imports what the preview showed, in one transaction, undoable as one step."""
    screen.show_import_busy(QCoreApplication.translate("Acts", "Importing…"))
    try:
        report, has_boxes = yield Work(
            partial(_import_job, path, take_files=take_files),
            Lane.WRITE,
            label=QCoreApplication.translate("Acts", "Importing…"),
            can_cancel=True,
        )
    except ImportFileError as error:
        screen.show_import_failure(error.sentence)
        return
    except Exception:  # whatever it is, the page does not stay busy
        screen.show_import_again()
        raise
    sentence = result_sentence(report)
    if report.edit is not None and not report.edit.is_empty():
        words = ActTexts(
            QCoreApplication.translate("Acts", "Import {name}").format(
                name=texts.isolate(path.name)
            ),
            sentence,
        )
        tell_edit(acts, report.edit, texts=words, place=Place(None))
        # The notice says what was imported; the page need not say it again.
        sentence = QCoreApplication.translate(
            "Acts", "This is what was added. Undo takes all of it back in one step."
        )
    screen.show_import_result(report, sentence, has_boxes=has_boxes)


def _import_job(path: Path, *, take_files: frozenset[str]) -> tuple[Any, bool]:
    """Cancelled before its commit it leaves nothing behind."""
    with session_scope() as session:
        report = importers.import_file(path, session, take_files=take_files)
        if cancel_wanted():
            raise Cancelled
        return report, catalog_service.has_boxes(session)


def result_sentence(report: Any) -> str:
    """ "Imported 413 ingredients, 20 recipes, 1 event; changed 2 items." """
    added = [kinds.counted(kind, count) for kind in _NAMED if (count := report.added.get(kind, 0))]
    changed = [kinds.counted(kind, count) for kind, count in _taken(report).items()]
    translate = QCoreApplication.translate
    if added and changed:
        text = translate("Acts", "Imported {things}; changed {changed}.")
    elif added:
        text = translate("Acts", "Imported {things}.")
    elif changed:
        text = translate("Acts", "Imported nothing new; changed {changed}.")
    else:
        return translate("Acts", "Imported: nothing new.")
    return text.format(things=", ".join(added), changed=", ".join(changed))


def _taken(report: Any) -> dict[str, int]:
    """How many things of a kind are as in the file now, where hers were otherwise."""
    if report.edit is None:
        return {}
    altered = [key.kind for key in report.edit.changes.altered]
    counts = {table: altered.count(kind) for table, kind in _KINDS.items()}
    return {table: count for table, count in counts.items() if count}


_KINDS = {
    "ingredients": ThingKind.INGREDIENT,
    "recipes": ThingKind.RECIPE,
    "finished_units": ThingKind.FINISHED_UNIT,
    "materials": ThingKind.MATERIAL,
    "finished_goods": ThingKind.FINISHED_GOOD,
    "events": ThingKind.EVENT,
}
