"""Exporting the catalog: where to is asked, the file is written whole, and it is told what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from core.errors import ExportFileError
from gui.actions.export_actions import FILE_NAME, TargetDialog, export_catalog
from gui.flow import Cancelled
from tests.core.stored_rows import empty_in_memory, stored_rows
from tests.factories import Bakery
from tests.gui.actions.stepping import LEFT, NOTICE, READ, Stage

ASK = "ask TargetDialog"


def test_asks_where_to_writes_it_and_says_what_is_in_it(
    bakery: Bakery, stage: Stage, tmp_path: Path
) -> None:
    target = tmp_path / "for my helper.json"

    def take(dialog: TargetDialog) -> Path:
        assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
        assert dialog.defaultSuffix() == "json"
        assert dialog.answer().name == FILE_NAME
        return target

    before = stored_rows()
    stage.play(export_catalog(stage.acts), take)
    assert stage.diary == [ASK, READ, NOTICE]
    assert stage.works[0].label == "Exporting…"
    told = "Exported 2 ingredients, 2 recipes, 2 items, 2 materials and 2 boxes"
    assert stage.screen.notices == [(f"{told} to for my helper.json.", False)]
    assert json.loads(target.read_text())["finished_goods"]
    # It changes no data, so that there is nothing to undo.
    assert stored_rows() == before
    assert stage.announced == []
    assert not stage.history.can_undo()


def test_left_at_the_question_writes_nothing(bakery: Bakery, stage: Stage, tmp_path: Path) -> None:
    files = set(tmp_path.iterdir())
    stage.play(export_catalog(stage.acts), Cancelled())
    assert stage.diary == [ASK, LEFT]
    assert set(tmp_path.iterdir()) == files
    assert stage.has_told_nothing()


def test_where_nothing_can_be_written_is_said_and_no_half_file_is_left(
    bakery: Bakery, stage: Stage, tmp_path: Path
) -> None:
    target = tmp_path / "not there" / "catalog.json"
    with pytest.raises(ExportFileError):
        stage.play(export_catalog(stage.acts), target)
    assert stage.diary == [ASK, READ]
    assert not target.parent.exists()
    assert stage.has_told_nothing()


def test_the_open_file_itself_is_never_written_over(
    bakery: Bakery, stage: Stage, tmp_path: Path
) -> None:
    own = tmp_path / "bakery.db"
    content = own.read_bytes()
    with pytest.raises(ExportFileError):
        stage.play(export_catalog(stage.acts), own)
    assert own.read_bytes() == content
    assert stage.has_told_nothing()


def test_an_empty_catalog_is_exported_as_nothing(stage: Stage, tmp_path: Path) -> None:
    with empty_in_memory():
        stage.play(export_catalog(stage.acts), tmp_path / "empty.json")
    assert stage.last_notice == "Exported nothing to empty.json."
