"""Packages that lie, reach out, or are broken are refused with a sentence, and nothing is changed."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.services.importers import folder_package, full_backup, import_file, zip_package
from tests.core.importers.packages import (
    Files,
    backup_files,
    with_manifest,
    write_folder,
    write_zip,
)
from tests.core.importers.test_bad_files import refusal

MB = 1_000_000


def zipped(path: Path, *infos: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """A whole backup and more members, in a zip."""
    write_zip(path, backup_files())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as opened:
        for info, content in infos:
            opened.writestr(info, content)
    return path


def patched(path: Path, old: bytes, new: bytes) -> Path:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../outside.json",
        "a/../../outside.json",
        "C:/outside.json",
        "c:outside.json",
        "\\\\server\\outside.json",
        "a\\outside.json",
        "..",
        "a//b.json",
        "./a.json",
        "a\x07b.json",
    ],
)
def test_a_name_that_leads_out_of_a_zip_is_refused(
    name: str, tmp_path: Path, db_session: Session
) -> None:
    path = zipped(tmp_path / "backup.zip", (name, b"{}"))
    sentence = refusal(path, db_session)
    assert "outside of itself" in sentence or "cannot be" in sentence
    assert not (tmp_path.parent / "outside.json").exists()


def test_a_name_with_a_nul_in_a_zip_is_refused(tmp_path: Path, db_session: Session) -> None:
    path = zipped(tmp_path / "backup.zip", ("more.jsonX..", b"{}"))
    assert "outside of itself" in refusal(patched(path, b"jsonX", b"json\0"), db_session)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK])
def test_a_link_or_a_device_in_a_zip_is_refused(
    kind: int, tmp_path: Path, db_session: Session
) -> None:
    info = zipfile.ZipInfo("more.json")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    sentence = refusal(zipped(tmp_path / "backup.zip", (info, b"/etc/passwd")), db_session)
    assert ("a link to another place" if kind == stat.S_IFLNK else "is no file") in sentence


def flag(path: Path, name: str, bits: int) -> Path:
    """Sets flags of a member in the zip's list of contents."""
    content = bytearray(path.read_bytes())
    place = content.rindex(name.encode()) - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 8 : place + 10] = struct.pack("<H", bits)
    path.write_bytes(bytes(content))
    return path


@pytest.mark.parametrize("bits", [0x1, 0x41, 0x2000])
def test_a_locked_zip_is_refused(bits: int, tmp_path: Path, db_session: Session) -> None:
    path = flag(zipped(tmp_path / "backup.zip"), "recipes.json", bits)
    assert "locked with a password" in refusal(path, db_session)


@pytest.mark.parametrize("packed", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_packed_in_a_hungry_way_is_refused(
    packed: int, tmp_path: Path, db_session: Session
) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w", packed) as opened:
        for name, content in backup_files().items():
            opened.writestr(name, content)
    assert "pack it anew" in refusal(path, db_session)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_holds_a_name_twice_is_refused(tmp_path: Path, db_session: Session) -> None:
    path = zipped(tmp_path / "backup.zip", ("recipes.json", b"{}"))
    assert "“recipes.json” twice" in refusal(path, db_session)


def test_10_001_files_are_refused_before_any_is_read(
    tmp_path: Path, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (zip_package, folder_package):
        monkeypatch.setattr(module, "read_at_most", None)
    files = {f"{number}.json": b"" for number in range(10_000)}
    path = write_zip(tmp_path / "many.zip", files | {"manifest.json": b""})
    assert "more than 10,000 files" in refusal(path, db_session)
    folder = write_folder(tmp_path / "many", files | {"manifest.json": b""})
    assert "more than 10,000 files" in refusal(folder, db_session)


def test_a_zip_with_an_endless_list_of_contents_is_refused(
    tmp_path: Path, db_session: Session
) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for number in range(500):
            info = zipfile.ZipInfo(f"{number}.json")
            info.comment = b"x" * 60_000
            opened.writestr(info, b"")
    assert "more files than a full backup can" in refusal(path, db_session)


def test_more_than_500_mb_unpacked_is_refused_by_what_the_zip_says(
    tmp_path: Path, db_session: Session
) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        opened.writestr("manifest.json", b"{}")
        for number in range(6):
            with opened.open(f"{number}.json", "w") as stream:
                for _ in range(100):
                    stream.write(b" " * MB)
    assert path.stat().st_size < 10 * MB
    assert "larger than 500 MB unpacked" in refusal(path, db_session)


def bomb(path: Path, member: str, declared: int) -> Path:
    """A zip whose one member unpacks to 300 MB and says that it has `declared` bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        with opened.open(member, "w") as stream:
            for _ in range(300):
                stream.write(b" " * MB)
        size = opened.infolist()[0].file_size
    assert size == 300 * MB
    return patched(path, struct.pack("<L", size), struct.pack("<L", declared))


@pytest.mark.parametrize("declared", [10, 99 * MB, 300 * MB])
def test_a_bomb_is_refused_in_bounded_memory_whatever_size_it_says(
    declared: int, tmp_path: Path, db_session: Session
) -> None:
    path = bomb(tmp_path / "bomb.zip", "manifest.json", declared)
    tracemalloc.start()
    try:
        sentence = refusal(path, db_session)
        assert tracemalloc.get_traced_memory()[1] < 250 * MB
    finally:
        tracemalloc.stop()
    assert "is damaged" in sentence or "larger than 100 MB" in sentence


def test_a_folder_over_500_mb_is_refused_before_it_is_read(
    tmp_path: Path, db_session: Session
) -> None:
    folder = write_folder(tmp_path / "backup", backup_files())
    with (folder / "huge.bin").open("wb") as stream:
        stream.truncate(501 * MB)
    assert "larger than 500 MB unpacked" in refusal(folder, db_session)


@pytest.mark.parametrize("target", ["recipes.json", "/etc/passwd", "nowhere"])
def test_a_folder_with_a_link_in_it_is_refused(
    target: str, tmp_path: Path, db_session: Session
) -> None:
    folder = write_folder(tmp_path / "backup", backup_files())
    (folder / "suppliers.json").unlink()
    (folder / "suppliers.json").symlink_to(target)
    assert "a link to another place: “suppliers.json”" in refusal(folder, db_session)


def test_a_folder_whose_manifest_is_a_link_is_refused(tmp_path: Path, db_session: Session) -> None:
    folder = write_folder(tmp_path / "backup", backup_files())
    (folder / "manifest.json").rename(tmp_path / "else.json")
    (folder / "manifest.json").symlink_to(tmp_path / "else.json")
    assert "a link to another place" in refusal(folder, db_session)


def test_a_folder_with_a_pipe_in_it_is_refused(tmp_path: Path, db_session: Session) -> None:
    folder = write_folder(tmp_path / "backup", backup_files())
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(folder / "pipe")
    assert "something that is no file: “pipe”" in refusal(folder, db_session)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path, db_session: Session) -> None:
    files = backup_files()
    del files["manifest.json"]
    folder = write_folder(tmp_path / "backup", files)
    assert "a folder without a manifest.json" in refusal(folder, db_session)
    path = write_zip(tmp_path / "backup.zip", files)
    assert "it holds no manifest.json" in refusal(path, db_session)


def test_a_zip_of_zips_is_refused(tmp_path: Path, db_session: Session) -> None:
    inner = write_zip(tmp_path / "inner.zip", backup_files()).read_bytes()
    path = write_zip(tmp_path / "outer.zip", {"one.zip": inner, "two.zip": inner})
    assert "it holds no manifest.json" in refusal(path, db_session)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_zip_that_ends_too_early_is_refused(
    share: float, tmp_path: Path, db_session: Session
) -> None:
    path = write_zip(tmp_path / "backup.zip", backup_files())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "is damaged" in refusal(path, db_session)


def test_an_empty_zip_is_refused(tmp_path: Path, db_session: Session) -> None:
    assert "no manifest.json" in refusal(write_zip(tmp_path / "backup.zip", {}), db_session)


def spoilt_file(files: Files) -> Files:
    return files | {"suppliers.json": files["suppliers.json"].replace(b"Mill", b"Hill")}


def not_utf_8(files: Files) -> Files:
    content = files["suppliers.json"].replace(b"Mill", b"M\xffll")
    return with_manifest(
        files | {"suppliers.json": content}, sha256=hashlib.sha256(content).hexdigest()
    )


def gone(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "suppliers.json"}


def listed_twice(files: Files) -> Files:
    manifest = json.loads(files["manifest.json"])
    manifest["files"] *= 2
    return files | {"manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (spoilt_file, "not as it was when the backup was made"),
        (lambda files: with_manifest(files, sha256="0" * 64), "not as it was when"),
        (lambda files: with_manifest(files, sha256=None), "does not say how to check"),
        (lambda files: with_manifest(files, record_count=2), "says: 1 instead of 2."),
        (lambda files: with_manifest(files, record_count=None), "does not say how to check"),
        (lambda files: with_manifest(files, record_count="1"), "does not say how to check"),
        (lambda files: with_manifest(files, record_count=True), "does not say how to check"),
        (lambda files: with_manifest(files, entity_type="recipes"), "does not hold what"),
        (lambda files: with_manifest(files, entity_type=3), "without a name or a kind"),
        (lambda files: with_manifest(files, filename=None), "without a name or a kind"),
        (lambda files: with_manifest(files, filename="../suppliers.json"), "outside of itself"),
        (lambda files: with_manifest(files, filename="/etc/passwd"), "outside of itself"),
        (lambda files: with_manifest(files, filename="none.json"), "“none.json” is missing"),
        (lambda files: with_manifest(files, filename="manifest.json"), "“manifest.json” twice"),
        (gone, "“suppliers.json” is missing"),
        (listed_twice, "“suppliers.json” twice"),
        (not_utf_8, "no text in UTF-8"),
        (lambda files: files | {"manifest.json": b""}, "is empty"),
        (lambda files: files | {"manifest.json": b"{"}, "no JSON"),
        (lambda files: files | {"manifest.json": b"[]"}, "lists no files"),
        (lambda files: files | {"manifest.json": b'{"files": {}}'}, "lists no files"),
        (lambda files: files | {"manifest.json": b'{"files": [1]}'}, "lists no files"),
        (lambda files: files | {"manifest.json": b"[" * 100_000}, "nested too deeply"),
    ],
)
def test_a_manifest_that_lies_is_refused(
    spoil: Callable[[Files], Files], why: str, tmp_path: Path, db_session: Session
) -> None:
    files = spoil(backup_files())
    assert why in refusal(write_zip(tmp_path / "backup.zip", files), db_session)
    assert why in refusal(write_folder(tmp_path / "backup", files), db_session)


def test_more_rows_than_any_baker_has_are_refused(tmp_path: Path, db_session: Session) -> None:
    files = backup_files({"recipes": [0] * 60_000, "ingredients": [0] * 60_000})
    path = write_zip(tmp_path / "backup.zip", files)
    assert "120,000 rows" in refusal(path, db_session)


def test_one_part_alone_is_refused_and_says_what_to_choose(
    tmp_path: Path, db_session: Session
) -> None:
    folder = write_folder(tmp_path / "backup", backup_files())
    assert "Choose its manifest.json instead" in refusal(folder / "recipes.json", db_session)


def test_files_that_are_too_large_together_are_refused_before_all_are_read(
    tmp_path: Path, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_backup, "LARGEST_FILE", 500)
    path = write_zip(tmp_path / "backup.zip", backup_files())
    assert "more than any bakery needs" in refusal(path, db_session)


def test_files_of_kinds_without_a_place_may_be_large(
    tmp_path: Path, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = {"purchases": [{"n": "x" * 1_000}] * 5, "recipes": [{"name": "Bread"}]}
    monkeypatch.setattr(full_backup, "LARGEST_FILE", 500)
    path = write_zip(tmp_path / "backup.zip", backup_files(arrays))
    report = import_file(path, db_session)
    assert (dict(report.added), dict(report.left_out)) == ({"recipes": 1}, {"purchases": 5})
