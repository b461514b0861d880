"""A table saved for a spreadsheet: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ExportFileError
from core.services.table_service import save_csv
from tests.factories import open_file


@pytest.fixture
def open_database(tmp_path: Path) -> Iterator[Path]:
    with open_file(tmp_path / "rose.db") as path:
        yield path


def test_a_table_is_utf_8_with_its_mark(open_database: Path, tmp_path: Path) -> None:
    save_csv(tmp_path / "a.csv", [("Sablé", "12"), (), ("=1", "-3")])
    content = (tmp_path / "a.csv").read_bytes()
    assert content == "\ufeffSablé,12\r\n\r\n'=1,-3\r\n".encode()


def test_a_table_never_takes_the_place_of_the_open_file(open_database: Path) -> None:
    before = open_database.read_bytes()
    with pytest.raises(ExportFileError, match="is the file that is open"):
        save_csv(open_database, [("a",)])
    assert open_database.read_bytes() == before


def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    open_database: Path, tmp_path: Path
) -> None:
    with pytest.raises(ExportFileError, match=r"The table cannot be written to “a\.csv”\."):
        save_csv(tmp_path / "nowhere" / "a.csv", [("a",)])
