"""Files: what cannot be opened gets a sentence, what was open stays, and is there next time."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl, qVersion
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from core.config import DatabaseSettings, default_database
from gui.actions import file_actions
from gui.arguments import Options
from gui.models.contents_model import Column
from gui.models.roles import Role
from tests.journeys.bakery import (
    enter_the_plan,
    go_to_the_market,
    in_all,
    shown_texts,
    snapshots_of,
    type_keys,
)
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def drop(hand: Hand, path: Path) -> None:
    """Drops a file on the window, as from a file manager."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place, keys = QPointF(400, 300), Qt.KeyboardModifier.NoModifier
    # Qt 6.12 deprecates whole points, which 6.11 wants.
    has_exact_points = tuple(map(int, qVersion().split("."))) >= (6, 12)
    start = place if has_exact_points else place.toPoint()
    enter = QDragEnterEvent(start, action, data, button, keys)
    QApplication.sendEvent(hand.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(hand.window, QDropEvent(place, action, data, button, keys))
    hand.settle()


def said(hand: Hand) -> str:
    """The sentence about a file: the notice, or the banner."""
    banner = hand.bench.pane.banner
    return plain(banner.text()) if banner.isVisible() else hand.notice


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the file for itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window waits a moment for another program, not five seconds."""
    monkeypatch.setattr(
        file_actions, "DatabaseSettings", partial(DatabaseSettings, busy_timeout=0.05)
    )


def make_bad_files(folder: Path, sample: Path) -> dict[str, tuple[Path, str]]:
    """Files that cannot be opened, with a part of what is said about each."""
    text = folder / "recipes.db"
    text.write_text("Butter the tin.\n" * 400)
    foreign = folder / "photos.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
        connection.commit()
    newer = Path(shutil.copy(sample, folder / "newer.db"))
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    damaged = Path(shutil.copy(sample, folder / "damaged.db"))
    with damaged.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 60000)
    directory = folder / "folder.db"
    directory.mkdir()
    return {
        "text": (text, "is not a Proofbook file"),
        "foreign": (foreign, "is not a Proofbook file"),
        "newer": (newer, "newer Proofbook"),
        "damaged": (damaged, "is damaged"),
        "folder": (directory, "is a folder"),
    }


def test_what_cannot_be_opened_gets_a_sentence_and_what_was_open_stays_open(
    open_window: Callable[..., Hand], bakery_file: Path, sample_file: Path, tmp_path: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    folder = tmp_path / "bad"
    folder.mkdir()
    for path, part in make_bad_files(folder, sample_file).values():
        before = path.read_bytes() if path.is_file() else b""
        drop(hand, path)
        hand.until(lambda part=part: part in said(hand))
        assert path.name in said(hand)
        assert plain(hand.window.file.text()) == "rose-street.db"
        assert in_all(hand)[0] == "60"
        assert (path.read_bytes() if path.is_file() else b"") == before
    hand.bench.event_page.view.setFocus()
    type_keys(hand, "61")
    hand.press("Return")
    hand.until(lambda: in_all(hand)[0] == "61")
    hand.settle()
    assert hand.window.saving.text() == "All changes saved"


def test_a_file_that_cannot_be_made_says_so_and_another_can_be_opened(
    open_window: Callable[..., Hand], bakery_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "no-folder").write_text("")
    hand = open_window(Options(database=tmp_path / "no-folder" / "new.db"))
    hand.expect_log("DatabaseUnavailableError")
    assert "cannot be made" in said(hand)
    assert not hand.window.commands["new_event"].isEnabled()
    drop(hand, bakery_file)
    hand.until(lambda: "Christmas market" in hand.list_rows())
    assert not hand.bench.pane.banner.isVisible()


def test_a_read_only_file_shows_its_band_and_refuses_edits(
    open_window: Callable[..., Hand], bakery_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: real(path, mode) and not (mode & os.W_OK and path == bakery_file),
    )
    before = bakery_file.read_bytes()
    hand = open_window(Options(database=bakery_file))
    market = enter_the_plan(hand)
    assert hand.bench.pane.read_only_band.isVisible()
    assert "read-only: you can look and copy" in hand.bench.pane.read_only_band.text()
    rows = hand.rows(hand.bench.event_page.view)
    for keys in ("7", "Del", "Alt+Down", "F2", "Return", "Ctrl+N", "Ctrl+Return", "Ctrl+L"):
        hand.press(keys)
        hand.settle()
        assert QApplication.activeModalWidget() is None
    assert hand.rows(hand.bench.event_page.view) == rows
    assert in_all(hand)[0] == "60"
    assert not hand.bench.event_page.adder.isVisible()
    for name in ("new_event", "delete", "finalize", "import", "undo", "edit_in_place", "add_line"):
        assert not hand.window.commands[name].isEnabled(), name
        assert "read-only" in hand.window.commands[name].statusTip(), name
    assert "read-only" in hand.bench.list.new_event.toolTip()
    assert hand.window.commands["copy_all"].statusTip() == ""
    hand.press("Ctrl+C")
    assert "Cookie sampler" in QApplication.clipboard().text()
    hand.choose(snapshots_of(hand, market)[0])
    assert "Unchanged since it was finalized" in " ".join(shown_texts(hand.bench.snapshot_page))
    hand.press("Ctrl+3")
    hand.settle()
    assert not hand.bench.trash_page.restore_button.isEnabled()
    hand.press("Return")
    hand.settle()
    assert bakery_file.read_bytes() == before


@pytest.mark.usefixtures("impatient")
def test_an_edit_of_a_busy_file_says_so_and_retry_does_it(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    hand.expect_log("DatabaseBusyError")
    enter_the_plan(hand)
    banner = hand.bench.pane.banner
    with locked(bakery_file):
        type_keys(hand, "61")
        hand.press("Return")
        hand.until(banner.isVisible)
        hand.settle()
        assert "in use by another program" in banner.text()
        assert in_all(hand)[0] == "60"
        banner.button("retry").click()
        hand.until(banner.isVisible)
        hand.settle()
    banner.button("retry").click()
    hand.until(lambda: in_all(hand)[0] == "61")
    hand.settle()
    assert not banner.isVisible()
    assert hand.notice == "Holiday hamper in Christmas market: 60 to 61."


@pytest.mark.usefixtures("impatient")
def test_a_file_that_is_busy_at_the_start_opens_by_retry(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    with locked(bakery_file):
        hand = open_window(Options(database=bakery_file))
        hand.expect_log("DatabaseBusyError")
        assert "in use by another program" in said(hand)
    hand.bench.pane.banner.button("retry").click()
    hand.until(lambda: "Christmas market" in hand.list_rows())
    hand.settle()
    assert not hand.bench.pane.banner.isVisible()


def test_a_catalog_that_cannot_be_read_says_why_and_she_goes_back_to_where_she_was(
    open_window: Callable[..., Hand], bakery_file: Path, tmp_path: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    market = go_to_the_market(hand)
    before = bakery_file.read_bytes()
    for name, content in (
        ("empty.json", b""),
        ("no.json", b"flour, butter"),
        ("list.json", b"[1, 2]"),
        ("deep.json", b"[" * 100_000),
        ("bytes.json", b"\xff\xfe\x00"),
    ):
        (tmp_path / name).write_bytes(content)
        drop(hand, tmp_path / name)
        hand.until(lambda: hand.page == "import")
        hand.settle()
        assert name in hand.bench.import_page.sentence()
        assert not hand.bench.import_page.import_button.isVisible()
        hand.press("Ctrl+1")
        hand.settle()
        assert hand.page == "event"
        assert hand.bench.list.selected_keys() == (market,)
    assert bakery_file.read_bytes() == before


def test_window_columns_rows_and_file_are_as_they_were_at_the_next_start(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    market = go_to_the_market(hand)
    chosen = snapshots_of(hand, market)[1]
    hand.choose(chosen)
    hand.command("details")
    hand.window.splitter.setSizes([500, 700])
    hand.bench.snapshot_page.view.header().resizeSection(Column.UNIT, 133)
    hand.settle()
    sizes, geometry = hand.window.splitter.sizes(), hand.window.saveGeometry()
    hand.window.close()
    hand.bench.close()

    again = open_window(Options())
    again.until(lambda: again.bench.list.selected_keys() == (chosen,))
    again.settle()
    assert again.bench.info is not None
    assert again.bench.info.path == bakery_file
    assert again.page == "snapshot"
    assert market in again.bench.list.expanded_keys()
    assert again.bench.snapshot_page.details.isVisible()
    assert again.bench.snapshot_page.view.columnWidth(Column.UNIT) == 133
    # The screen of a test is too small for the window to come back as it was.
    assert again.program.settings.window_geometry() == geometry
    assert again.program.settings.splitter_sizes("panes") == sizes


def test_a_last_file_that_is_gone_gives_way_to_her_own(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    hand.window.close()
    hand.bench.close()
    bakery_file.unlink()
    again = open_window(Options())
    assert again.bench.info is not None
    assert again.bench.info.path == default_database()
    assert again.page == "start"
    assert not bakery_file.exists()


def test_the_sample_is_begun_anew(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    type_keys(hand, "61")
    hand.press("Return")
    hand.until(lambda: in_all(hand)[0] == "61")
    hand.settle()
    hand.bench.pane.sample_band.button("anew").click()
    hand.until(lambda: not hand.window.commands["undo"].isEnabled())
    hand.settle()
    hand.until(lambda: "Christmas market" in hand.list_rows())
    market = hand.bench.model.index(0, 0).data(Role.KEY)
    hand.choose(market)
    hand.until(lambda: in_all(hand)[:1] == ["60"])
    assert hand.bench.pane.sample_band.isVisible()
    hand.bench.pane.sample_band.button("start_own").click()
    hand.until(lambda: hand.page == "start")
    hand.settle()
    assert not hand.bench.pane.sample_band.isVisible()
