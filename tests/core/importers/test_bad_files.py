"""Files that cannot be read are refused with a sentence, and nothing is changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import ImportFileError
from core.models import Recipe
from core.services.importers import import_file, preview_import
from tests.core.importers.conftest import Importing, Write

GOOD = '{"recipes": [{"name": "Bread"}]}'


def refusal(path: Path | str, session: Session) -> str:
    """The sentence, the same for a preview, with nothing changed."""
    with pytest.raises(ImportFileError) as previewed:
        preview_import(path, session)
    with pytest.raises(ImportFileError) as imported:
        import_file(path, session)
    assert previewed.value.sentence == imported.value.sentence
    assert session.scalar(select(func.count()).select_from(Recipe)) == 0
    assert imported.value.sentence.endswith(" Nothing was changed.")
    return imported.value.sentence


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"hello", "is no JSON"),
        (b'{"recipes": [', "is no JSON from line 1"),
        (b"\xff\xfe{\x00}\x00", "no text in UTF-8"),
        (b"SQLite format 3\x00\xff", "no text in UTF-8"),
        (b"PK\x03\x04rest", "is damaged"),
        (b"[]", "has no list of recipes"),
        (b"null", "has no list of recipes"),
        (b'"recipes"', "has no list of recipes"),
        (b"12", "has no list of recipes"),
        (b"{}", "has no list of recipes"),
        (b'{"application": "bake-tracker", "version": "4.2"}', "has no list of recipes"),
        (b'{"songs": [1, 2]}', "has no list of recipes"),
        (b'{"recipes": {"name": "Bread"}}', "has no list of recipes"),
        (b'{"version": "1", "entity_type": "recipes", "records": []}', "one part of a full backup"),
        (b'{"recipes": [], "recipes": [{"name": "Bread"}]}', "says “recipes” twice"),
        (b'{"recipes": [{"name": "Bread", "name": "Cake"}]}', "says “name” twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"recipes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_a_sentence(
    content: bytes, why: str, write: Write, db_session: Session
) -> None:
    sentence = refusal(write(content), db_session)
    assert why in sentence
    assert "bakery.json" in sentence


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, db_session: Session) -> None:
    assert "is not there" in refusal(tmp_path / "none.json", db_session)
    assert "is not there" in refusal(str(tmp_path / "none.json"), db_session)


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path, db_session: Session) -> None:
    assert "a folder without a manifest.json" in refusal(tmp_path, db_session)


def test_a_device_is_refused_without_reading_it(db_session: Session) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    assert "is not a file that can be read" in refusal("/dev/zero", db_session)


@pytest.mark.parametrize("name", ["a" * 5_000, "a\0b"])
def test_a_name_that_no_file_can_have_is_refused(
    name: str, tmp_path: Path, db_session: Session
) -> None:
    assert "cannot be read" in refusal(tmp_path / name, db_session)


def test_a_file_that_may_not_be_read_is_refused(write: Write, db_session: Session) -> None:
    path = write(GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert "You may not read" in refusal(path, db_session)


def test_a_file_over_100_mb_is_refused_before_it_is_read(
    tmp_path: Path, db_session: Session
) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    assert "larger than 100 MB" in refusal(path, db_session)


def test_a_file_with_more_rows_than_any_baker_has_is_refused(
    write: Write, db_session: Session
) -> None:
    assert "100,001 rows" in refusal(write({"recipes": [0] * 100_001}), db_session)


def test_the_same_said_twice_in_the_same_place_is_no_trouble(importing: Importing) -> None:
    report = importing('{"recipes": [{"name": "Bread", "name": "Bread"}]}')
    assert report.added["recipes"] == 1


def test_a_byte_order_mark_is_no_trouble(importing: Importing) -> None:
    assert importing(b"\xef\xbb\xbf" + GOOD.encode()).added["recipes"] == 1


@pytest.mark.parametrize("version", ["1.0", "3.5", "4.1", "4.2", "99", 7, None])
def test_a_file_is_known_by_its_keys_and_never_by_its_version(
    version: object, importing: Importing
) -> None:
    assert importing({"version": version, "recipes": [{"name": "Bread"}]}).added["recipes"] == 1


def test_an_array_of_ours_that_is_none_is_told(importing: Importing) -> None:
    report = importing({"recipes": [{"name": "Bread"}], "events": {"name": "Fair"}})
    assert [message.kind for message in report.messages if "no list" in message.text] == ["events"]
