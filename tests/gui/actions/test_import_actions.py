from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.domain.import_report import ImportReport
from core.domain.keys import ThingKind
from core.errors import DatabaseUnavailableError, InUseError
from core.services import database, event_service
from core.services.importers import preview_import as read_preview
from gui.actions import import_actions
from gui.flow import Cancelled, Work, step
from tests.core.importers.test_importing_again import bakery as importable
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.stepping import ANNOUNCE, GO_TO, LEFT, NOTICE, READ, WRITE, Stage
from tests.gui.dialogs.values import plain

BUSY, PREVIEW, RESULT, FAILURE, AGAIN = "busy", "preview", "result", "failure", "again"
SENTENCE = "Imported 2 ingredients, 2 recipes, 1 item, 1 material, 1 box, 1 event."
NONE: frozenset[str] = frozenset()


def document(category: str = "Dry") -> dict[str, Any]:
    """Nothing of it but the flour that its recipes name is in the bakery already."""
    made = importable()
    made["ingredients"] = [
        {"slug": "spelt", "name": "Spelt", "category": category},
        {"slug": "rye", "name": "Rye"},
    ]
    return made


WAY_BACK = "This is what was added. Undo takes all of it back in one step."


class RecordingPage:
    """The import page, which only writes down what it is told."""

    def __init__(self, diary: list[str]) -> None:
        self._diary = diary
        self.told: list[Any] = []

    def show_import_busy(self, text: str) -> None:
        self._tell(BUSY, plain(text))

    def show_import_preview(self, path: Path, report: Any) -> None:
        self._tell(PREVIEW, (path, report))

    def show_import_result(self, report: Any, sentence: str, *, has_boxes: bool) -> None:
        assert not has_boxes or report.edit is not None
        self._tell(RESULT, sentence)

    def show_import_failure(self, sentence: str) -> None:
        self._tell(FAILURE, sentence)

    def show_import_again(self) -> None:
        self._tell(AGAIN, None)

    def _tell(self, what: str, words: Any) -> None:
        self._diary.append(what)
        self.told.append(words)


@pytest.fixture
def page(stage: Stage) -> RecordingPage:
    return RecordingPage(stage.diary)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "catalog.json"
    file.write_text(json.dumps(document()), encoding="utf-8")
    return file


def run_import(
    stage: Stage, page: RecordingPage, path: Path, *, take: frozenset[str] = NONE, **more: Any
) -> None:
    flow = import_actions.import_file(stage.acts, page, path, take_files=take)
    stage.play(flow, **more)


class TestPreview:
    def test_reads_the_file_and_writes_nothing(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        before = stored_rows()
        stage.play(import_actions.preview_import(stage.acts, page, path))
        assert stage.diary == [BUSY, READ, PREVIEW]
        assert page.told == ["Reading catalog.json…", (path, read_preview(path))]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_of_a_file_that_cannot_be_read_says_why_on_the_page(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        path.write_text("flour", encoding="utf-8")
        stage.play(import_actions.preview_import(stage.acts, page, path))
        assert stage.diary == [BUSY, READ, FAILURE]
        assert "catalog.json" in page.told[-1]


class TestImport:
    def test_is_one_write_announced_told_and_shown(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        run_import(stage, page, path)
        assert stage.diary == [BUSY, WRITE, ANNOUNCE, NOTICE, RESULT]
        assert page.told == ["Importing…", WAY_BACK]
        assert stage.screen.notices == [(SENTENCE, True)]
        assert stage.undo_text == "Import catalog.json"
        [told] = stage.announced
        assert {key.kind for key in told.added} >= {ThingKind.EVENT, ThingKind.RECIPE}
        assert (told.removed, told.altered) == (frozenset(), frozenset())
        [work] = stage.works
        assert (work.can_cancel, work.label) == (True, "Importing…")

    def test_is_undone_as_one_step_and_done_again(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        before = stored_rows()
        run_import(stage, page, path)
        after = stored_rows()
        for _ in range(2):
            stage.undo()
            assert stored_rows() == before
            # There is no page of an import to go to.
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert {place.page for place in stage.screen.places} == {None}
            assert stage.last_notice == "Undone: Import catalog.json."
            assert not stage.history.can_undo()
            stage.redo()
            assert stored_rows() == after
            assert stage.last_notice == "Done again: Import catalog.json."

    def test_that_something_newer_needs_is_not_undone(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        run_import(stage, page, path)
        fair = int(value("SELECT max(id) FROM events"))
        event_service.start_from(fair, bakery.event_id)
        before = stored_rows()
        with pytest.raises(InUseError):
            stage.undo()
        assert stored_rows() == before
        assert not stage.history.can_undo()

    def test_cancelled_before_its_commit_leaves_nothing_and_shows_the_preview_again(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        before = stored_rows()
        run_import(stage, page, path, is_cancelled=True)
        assert stage.diary == [BUSY, WRITE, AGAIN, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_that_finds_nothing_new_is_shown_and_cannot_be_undone(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        run_import(stage, page, path)
        stage.history.clear()
        run_import(stage, page, path)
        assert stage.diary == [BUSY, WRITE, RESULT]
        assert page.told[-1] == "Imported: nothing new."
        assert not stage.history.can_undo()

    @pytest.mark.parametrize(("take", "category"), [(NONE, "Dry"), ({"ingredients"}, "Wheat")])
    def test_takes_the_files_version_only_where_it_was_chosen(
        self,
        bakery: Bakery,
        stage: Stage,
        page: RecordingPage,
        path: Path,
        take: frozenset[str],
        category: str,
    ) -> None:
        run_import(stage, page, path)
        path.write_text(json.dumps(document("Wheat")), encoding="utf-8")
        run_import(stage, page, path, take=frozenset(take))
        assert value("SELECT category FROM ingredients WHERE slug = 'spelt'") == category

    def test_of_a_file_that_cannot_be_read_says_why_on_the_page(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        path.unlink()
        run_import(stage, page, path)
        assert stage.diary == [BUSY, WRITE, FAILURE]
        assert stage.has_told_nothing()


class TestWhatComesBetween:
    """However it ends, the page does not stay busy, and the error goes on to the one door."""

    def flows(self, stage: Stage, page: RecordingPage, path: Path) -> list[Any]:
        return [
            import_actions.preview_import(stage.acts, page, path),
            import_actions.import_file(stage.acts, page, path, take_files=NONE),
        ]

    def test_a_file_that_is_closed(
        self, bakery: Bakery, stage: Stage, page: RecordingPage, path: Path
    ) -> None:
        database.close()
        for flow in self.flows(stage, page, path):
            with pytest.raises(DatabaseUnavailableError):
                stage.play(flow)
            assert stage.diary[-1] == AGAIN
        assert stage.has_told_nothing()

    @pytest.mark.parametrize("error", [Cancelled(), ZeroDivisionError()])
    def test_cancelling_and_the_unforeseen(
        self, stage: Stage, page: RecordingPage, path: Path, error: Exception
    ) -> None:
        for flow in self.flows(stage, page, path):
            stage.diary.clear()
            assert isinstance(step(flow), Work)
            with pytest.raises(type(error)):
                step(flow, error)
            assert stage.diary == [BUSY, AGAIN]


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        ({}, "Imported: nothing new."),
        ({"events": 1}, "Imported 1 event."),
        (
            {"finished_goods": 1, "finished_units": 2, "material_units": 9},
            "Imported 2 items, 1 box.",
        ),
        ({"ingredients": 413, "recipes": 1}, "Imported 413 ingredients, 1 recipe."),
    ],
)
def test_the_sentence_counts_each_kind_in_the_bakers_words(
    added: dict[str, int], sentence: str
) -> None:
    assert import_actions.result_sentence(ImportReport(added, {}, {}, {})) == sentence
