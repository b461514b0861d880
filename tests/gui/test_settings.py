from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from core.domain.keys import Key, ThingKind
from gui.settings import MAX_RECENT, ThemeMode, UiSettings

EVENT = Key(ThingKind.EVENT, 3)
SNAPSHOT = Key(ThingKind.SNAPSHOT, 12)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def reopened(settings: UiSettings, file: Path) -> UiSettings:
    assert settings.sync()
    return UiSettings(file)


def spoil(file: Path, name: str, value: object) -> UiSettings:
    raw = QSettings(str(file), QSettings.Format.IniFormat)
    raw.setValue(name, value)
    raw.sync()
    return UiSettings(file)


def test_a_new_file_gives_every_default_without_complaint(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = UiSettings(file)
    database = Path("/bakery.db")
    assert settings.window_geometry() is None
    assert settings.window_state() is None
    assert settings.splitter_sizes("main") == []
    assert settings.column_widths("list") == []
    assert settings.expanded_keys(database) is None
    assert settings.selected_key(database) is None
    assert settings.last_database() is None
    assert settings.recent_files() == []
    assert settings.text_zoom() == 0
    assert settings.theme_mode() is ThemeMode.SYSTEM
    assert not settings.is_details_visible()
    assert settings.is_list_visible()
    assert caplog.records == []


def test_everything_comes_back_after_a_restart(file: Path) -> None:
    settings = UiSettings(file)
    database = Path("/srv/Rosé, & co/käse [1].db")
    settings.set_window_geometry(QByteArray(b"\x00\x01geometry\xff"))
    settings.set_window_state(QByteArray(b"state"))
    settings.set_splitter_sizes("main", [440, 820])
    settings.set_column_widths("list", [200])
    settings.set_expanded_keys(database, [EVENT, SNAPSHOT])
    settings.set_selected_key(database, SNAPSHOT)
    settings.set_last_database(database)
    settings.add_recent_file(database)
    settings.set_text_zoom(3)
    settings.set_theme_mode(ThemeMode.DARK)
    settings.set_details_visible(True)
    settings.set_list_visible(False)

    again = reopened(settings, file)
    assert again.window_geometry() == QByteArray(b"\x00\x01geometry\xff")
    assert again.window_state() == QByteArray(b"state")
    assert again.splitter_sizes("main") == [440, 820]
    assert again.column_widths("list") == [200]
    assert again.expanded_keys(database) == [EVENT, SNAPSHOT]
    assert again.selected_key(database) == SNAPSHOT
    assert again.last_database() == database
    assert again.recent_files() == [database]
    assert again.text_zoom() == 3
    assert again.theme_mode() is ThemeMode.DARK
    assert again.is_details_visible()
    assert not again.is_list_visible()


def test_nothing_expanded_is_remembered_as_nothing_expanded(file: Path) -> None:
    settings = UiSettings(file)
    settings.set_expanded_keys(Path("/a.db"), [])
    assert reopened(settings, file).expanded_keys(Path("/a.db")) == []


def test_each_database_has_an_expansion_and_a_selection_of_its_own(file: Path) -> None:
    settings = UiSettings(file)
    settings.set_expanded_keys(Path("/a.db"), [EVENT])
    settings.set_selected_key(Path("/a.db"), EVENT)
    assert settings.expanded_keys(Path("/b.db")) is None
    assert settings.selected_key(Path("/b.db")) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("look/text_zoom", "huge"),
        ("look/text_zoom", "400"),
        ("look/text_zoom", ["1", "2"]),
        ("look/theme", "purple"),
        ("window/geometry", "no bytes"),
        ("window/state", ["a", "b"]),
        ("window/details_visible", "perhaps"),
        ("window/list_visible", ["true", "false"]),
        ("splitter/main", ["440", "wide"]),
        ("splitter/main", ["440", "-3"]),
        ("columns/list", "999999999"),
        ("files/recent", QByteArray(b"\x00")),
    ],
)
def test_a_bad_value_falls_back_to_the_default_with_a_log_line(
    file: Path, caplog: pytest.LogCaptureFixture, name: str, value: object
) -> None:
    settings = spoil(file, name, value)
    assert settings.text_zoom() == 0
    assert settings.theme_mode() is ThemeMode.SYSTEM
    assert settings.window_geometry() is None
    assert settings.window_state() is None
    assert not settings.is_details_visible()
    assert settings.is_list_visible()
    assert settings.splitter_sizes("main") == []
    assert settings.column_widths("list") == []
    assert settings.recent_files() == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert name in caplog.text


def test_unknown_keys_among_the_expanded_are_left_out(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = UiSettings(file)
    database = Path("/a.db")
    settings.set_expanded_keys(database, [EVENT])
    settings.sync()
    [name] = list(QSettings(str(file), QSettings.Format.IniFormat).allKeys())
    again = spoil(file, name, ["event:3", "oven:1", "event:x", "event"])
    assert again.expanded_keys(database) == [EVENT]
    assert len(caplog.records) == 3


def test_a_file_full_of_rubbish_is_taken_as_a_new_one(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00 rubbish ]][[ = = \n[look]\ntheme=dark\n")
    settings = UiSettings(file)
    assert settings.theme_mode() in ThemeMode
    assert settings.text_zoom() == 0


def test_a_zoom_out_of_bounds_is_held_at_the_bound(file: Path) -> None:
    settings = UiSettings(file)
    settings.set_text_zoom(99)
    assert settings.text_zoom() == 12
    settings.set_text_zoom(-99)
    assert settings.text_zoom() == -3


def test_recent_files_are_newest_first_each_once_and_bounded(file: Path) -> None:
    settings = UiSettings(file)
    paths = [Path(f"/{number}.db") for number in range(MAX_RECENT + 2)]
    settings.set_selected_key(paths[0], EVENT)
    for path in paths:
        settings.add_recent_file(path)
    settings.add_recent_file(paths[5])
    recent = settings.recent_files()
    assert recent[:2] == [paths[5], paths[-1]]
    assert len(recent) == len(set(recent)) == MAX_RECENT
    assert settings.selected_key(paths[0]) is None


def test_a_place_that_cannot_be_written_is_logged_and_nothing_raises(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "folder").write_text("a file, where a folder would have to be")
    settings = UiSettings(tmp_path / "folder" / "window.ini")
    settings.set_text_zoom(1)
    assert not settings.sync()
    assert "could not be written" in caplog.text
