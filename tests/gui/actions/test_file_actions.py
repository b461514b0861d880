from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.config import default_database, sample_database
from core.errors import DatabaseUnavailableError, NotADatabaseError
from core.services import database, event_service, removal_service
from core.services.database import DatabaseInfo
from core.services.sample_service import make_sample
from core.utils.datetime_utils import clock_set_to, utc_now
from gui.actions import event_actions, file_actions
from gui.actions.file_actions import ChooseFileDialog
from gui.flow import Cancelled
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.plans import finalized
from tests.gui.actions.stepping import LEFT, WRITE, Stage, event_row
from tests.gui.dialogs.values import plain

ASK, SHOW = "ask ChooseFileDialog", "show database"


class RecordingWindow:
    """The window, which only writes down which files it was given."""

    def __init__(self, diary: list[str]) -> None:
        self._diary = diary
        self.shown: list[tuple[DatabaseInfo, bool]] = []

    def show_database(self, info: DatabaseInfo, *, is_sample: bool) -> None:
        self._diary.append(SHOW)
        self.shown.append((info, is_sample))


@pytest.fixture
def window(stage: Stage) -> RecordingWindow:
    return RecordingWindow(stage.diary)


@pytest.fixture
def bakery_path(bakery: Bakery, tmp_path: Path) -> Path:
    """The small bakery's file, which is open."""
    return tmp_path / "bakery.db"


@pytest.fixture
def other_path(bakery_path: Path) -> Path:
    """Another file, which is the same so far."""
    return Path(shutil.copy(bakery_path, bakery_path.with_name("other.db")))


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path)
    return path


@pytest.fixture
def sample_path(
    tmp_path: Path, sample_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Where the sample bakery is, made some time ago."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    sample_database().parent.mkdir(parents=True)
    yield Path(shutil.copy(sample_file, sample_database()))
    database.close()


def open_path() -> Path:
    return Path(str(database.current_bind().engine.url.database))


def choosing(path: Path) -> Any:
    def choose(dialog: ChooseFileDialog) -> Path:
        assert dialog.windowTitle() == "Open a Proofbook file"
        assert dialog.fileMode() is ChooseFileDialog.FileMode.ExistingFile
        dialog.selectFile(str(path))
        return dialog.answer()

    return choose


class TestOpening:
    def test_asks_which_file_opens_it_and_shows_it(
        self, stage: Stage, window: RecordingWindow, other_path: Path
    ) -> None:
        stage.play(file_actions.open_file(stage.acts, window), choosing(other_path))
        assert stage.diary == [ASK, WRITE, SHOW]
        assert window.shown == [(DatabaseInfo(other_path, False, False), False)]
        assert open_path() == other_path
        assert plain(stage.works[0].label) == "Opening other.db…"

    def test_a_file_that_is_named_asks_nothing(
        self, stage: Stage, window: RecordingWindow, other_path: Path
    ) -> None:
        stage.play(file_actions.open_file(stage.acts, window, other_path))
        assert stage.diary == [WRITE, SHOW]

    def test_left_at_the_question_keeps_the_file_that_is_open(
        self, stage: Stage, window: RecordingWindow, bakery_path: Path
    ) -> None:
        stage.play(file_actions.open_file(stage.acts, window), Cancelled())
        assert stage.diary == [ASK, LEFT]
        assert (window.shown, open_path()) == ([], bakery_path)

    def test_a_file_that_is_not_ours_keeps_the_one_that_is_open_with_its_undo(
        self, bakery: Bakery, stage: Stage, window: RecordingWindow, other_path: Path
    ) -> None:
        event = event_row(bakery.event_id)
        stage.play(event_actions.set_event_notes(stage.acts, event, "Two tables"))
        other_path.write_bytes(b"a letter to Aunt Mary" * 99)
        with pytest.raises(NotADatabaseError):
            stage.play(file_actions.open_file(stage.acts, window, other_path))
        assert stage.diary == [WRITE]
        assert (window.shown, open_path().name) == ([], "bakery.db")
        stage.undo()
        assert event_row(bakery.event_id).notes is None

    def test_forgets_what_has_lain_in_the_trash_too_long(
        self, bakery: Bakery, stage: Stage, window: RecordingWindow, bakery_path: Path
    ) -> None:
        old, new = finalized(bakery, 2)
        with clock_set_to(utc_now() - timedelta(days=40)):
            removal_service.remove_snapshots([old])
        removal_service.remove_snapshots([new])
        stage.play(file_actions.open_file(stage.acts, window, bakery_path))
        assert [row.title for row in removal_service.list_removed()] == [
            "Snapshot 2 of Christmas market"
        ]

    def test_closing_leaves_no_file_open(self, bakery_path: Path) -> None:
        file_actions.close_file()
        with pytest.raises(DatabaseUnavailableError):
            open_path()


class TestOpeningTheLast:
    @pytest.fixture
    def own_path(self, sample_path: Path, bakery_path: Path) -> Path:
        """The baker's own file, in its usual place."""
        return Path(shutil.copy(bakery_path, default_database()))

    def test_opens_it_when_it_is_there(
        self, own_path: Path, other_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        stage.play(file_actions.open_last(stage.acts, window, other_path))
        assert stage.diary == [WRITE, SHOW]
        assert window.shown == [(DatabaseInfo(other_path, False, False), False)]
        assert open_path() == other_path
        assert plain(stage.works[0].label) == "Opening other.db…"

    def test_without_one_opens_her_own(
        self, own_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        stage.play(file_actions.open_last(stage.acts, window, None))
        assert stage.diary == [WRITE, SHOW]
        assert window.shown == [(DatabaseInfo(own_path, False, False), False)]
        assert plain(stage.works[0].label) == "Opening proofbook.db…"

    def test_that_is_gone_opens_her_own_and_is_not_made_anew(
        self, own_path: Path, other_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        other_path.unlink()
        stage.play(file_actions.open_last(stage.acts, window, other_path))
        assert stage.diary == [WRITE, SHOW]
        assert window.shown == [(DatabaseInfo(own_path, False, False), False)]
        assert open_path() == own_path
        assert not other_path.exists()

    def test_that_is_gone_where_there_is_no_own_yet_makes_her_own(
        self, own_path: Path, other_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        own_path.unlink()
        other_path.unlink()
        stage.play(file_actions.open_last(stage.acts, window, other_path))
        assert window.shown == [(DatabaseInfo(own_path, True, False), False)]
        assert value("SELECT count(*) FROM events") == 0

    def test_that_is_the_sample_bakery_is_known_as_such(
        self, sample_path: Path, own_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        stage.play(file_actions.open_last(stage.acts, window, sample_path))
        assert window.shown == [(DatabaseInfo(sample_path, False, False), True)]

    def test_that_was_the_sample_bakery_and_is_gone_opens_her_own(
        self, sample_path: Path, own_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        sample_path.unlink()
        stage.play(file_actions.open_last(stage.acts, window, sample_path))
        assert window.shown == [(DatabaseInfo(own_path, False, False), False)]
        assert not sample_path.exists()

    def test_that_cannot_be_opened_is_an_error_and_not_passed_over(
        self, own_path: Path, other_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        other_path.write_bytes(b"a letter to Aunt Mary" * 99)
        with pytest.raises(NotADatabaseError):
            stage.play(file_actions.open_last(stage.acts, window, other_path))
        assert stage.diary == [WRITE]
        assert window.shown == []


def test_an_import_asks_for_a_file_in_its_own_words(stage: Stage) -> None:
    dialog = file_actions.choose_import(stage.window)
    assert dialog.windowTitle() == "Import a bake-tracker file"
    assert dialog.nameFilters() == ["Catalogs (*.json)", "All files (*)"]


class TestTheSampleBakery:
    def test_is_opened_as_it_was_left_and_nothing_before_it_can_be_undone(
        self, bakery: Bakery, sample_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        stage.play(
            event_actions.set_event_notes(stage.acts, event_row(bakery.event_id), "Two tables")
        )
        stage.play(file_actions.open_sample(stage.acts, window))
        assert stage.diary == [WRITE, SHOW]
        assert window.shown == [(DatabaseInfo(sample_path, False, False), True)]
        assert not stage.history.can_undo()
        assert stage.works[-1].label == "Setting up the sample bakery…"
        assert value("SELECT count(*) FROM planning_snapshots") > 0

    def test_is_known_by_its_path(
        self, sample_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        around = sample_path.parent / ".." / sample_path.parent.name / sample_path.name
        stage.play(file_actions.open_file(stage.acts, window, around))
        [(info, is_sample)] = window.shown
        assert (info.path, is_sample) == (sample_path, True)

    def test_opened_by_its_path_is_made_where_it_is_not_there(
        self, sample_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        sample_path.unlink()
        stage.play(file_actions.open_file(stage.acts, window, sample_path))
        assert [is_sample for _, is_sample in window.shown] == [True]
        assert value("SELECT count(*) FROM planning_snapshots") > 0

    def test_is_made_where_it_is_not_there(
        self, sample_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        sample_path.unlink()
        stage.play(file_actions.open_sample(stage.acts, window))
        assert (open_path(), len(window.shown)) == (sample_path, 1)
        assert value("SELECT count(*) FROM events") > 0

    def test_keeps_what_was_changed_in_it_until_it_is_begun_anew(
        self, sample_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        stage.play(file_actions.open_sample(stage.acts, window))
        event_service.create_event("Mine")
        stage.play(file_actions.open_sample(stage.acts, window))
        assert value("SELECT count(*) FROM events WHERE name = 'Mine'") == 1
        stage.play(file_actions.open_sample(stage.acts, window, begin_anew=True))
        assert value("SELECT count(*) FROM events WHERE name = 'Mine'") == 0

    def test_that_cannot_be_begun_anew_stays_open_as_it_is(
        self, sample_path: Path, stage: Stage, window: RecordingWindow
    ) -> None:
        stage.play(file_actions.open_sample(stage.acts, window))
        event_service.create_event("Mine")
        before = stored_rows()
        # Where a folder has the name of what is to be cleared away, no file is put in place.
        sample_path.with_name(sample_path.name + "-shm").mkdir()
        with pytest.raises(DatabaseUnavailableError):
            stage.play(file_actions.open_sample(stage.acts, window, begin_anew=True))
        assert stage.diary == [WRITE]
        assert len(window.shown) == 1
        assert open_path() == sample_path
        assert stored_rows() == before
