"""Reads a full backup: its manifest, the files that it lists, and its own words for boxes' contents."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.services.importers.package import MANIFEST, Package, require_safe_name
from core.services.importers.reading import (
    LARGEST_FILE,
    OURS,
    Document,
    parsed,
    refused,
    require_not_too_many_rows,
)
from core.services.importers.values import plain, shown

# Not imported themselves, but they say how their materials are counted.
_READ = OURS | {"material_products"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the manifest says of one file."""

    member: str
    kind: str
    rows: int
    sha256: str


def read_backup(package: Package) -> Document:
    """The package's rows by kind, in the words of a single file; raises ImportFileError.

    Files are read one at a time, and of a kind that we have no place for only the count is kept.
    """
    folder = _folder_of(package)
    arrays: dict[str, list[Any]] = {}
    counted: Counter[str] = Counter()
    listed: set[str] = {folder + MANIFEST}
    kept = 0
    for entry in _entries(package, folder):
        if entry.member in listed:
            raise refused(f"The {MANIFEST} in {package.name} lists {shown(entry.member)} twice.")
        listed.add(entry.member)
        content = package.read(entry.member)
        kept += len(content) if entry.kind in _READ else 0
        if kept > LARGEST_FILE:
            raise refused(f"{package.name} holds more than any bakery needs.")
        rows = _rows_of(content, entry, package.name)
        if entry.kind not in _READ:
            counted[entry.kind] += len(rows)
            continue
        reword = _WORDS.get(entry.kind)
        arrays.setdefault(entry.kind, []).extend(map(reword, rows) if reword else rows)
        all_rows = sum(len(some) for kind, some in arrays.items() if kind in OURS)
        require_not_too_many_rows(all_rows, package.name)
    unlisted = tuple(sorted(package.members - listed))
    return Document(arrays, counted=counted, unlisted=unlisted)


def is_manifest(content: Any) -> bool:
    """Whether a file's JSON is the list of a full backup's files."""
    files = content.get("files") if isinstance(content, dict) else None
    return isinstance(files, list) and all(
        isinstance(each, dict) and "entity_type" in each for each in files
    )


def _folder_of(package: Package) -> str:
    """Where the manifest is: at the top, or in the one folder that was packed as a whole."""
    found = [
        member
        for member in package.members
        if member.rpartition("/")[2] == MANIFEST and member.count("/") <= 1
    ]
    if MANIFEST in found:
        return ""
    if len(found) != 1:
        raise refused(f"{package.name} is no full backup: it holds no {MANIFEST}.")
    return found[0].removesuffix(MANIFEST)


def _entries(package: Package, folder: str) -> Iterator[_Entry]:
    manifest = parsed(package.read(folder + MANIFEST), f"The {MANIFEST} in {package.name}")
    if not is_manifest(manifest):
        raise refused(f"The {MANIFEST} in {package.name} lists no files.")
    for raw in manifest["files"]:
        yield _entry(raw, package, folder)


def _entry(raw: Mapping[str, Any], package: Package, folder: str) -> _Entry:
    member, kind = raw.get("filename"), raw.get("entity_type")
    rows, sha256 = raw.get("record_count"), raw.get("sha256")
    if not (isinstance(member, str) and member and isinstance(kind, str) and kind):
        raise refused(f"The {MANIFEST} in {package.name} lists a file without a name or a kind.")
    require_safe_name(member, f"The {MANIFEST} in {package.name}")
    if folder + member not in package.members:
        raise refused(f"{package.name} is not complete: {shown(member)} is missing.")
    if type(rows) is not int or not isinstance(sha256, str):
        text = f"The {MANIFEST} in {package.name} does not say how to check {shown(member)}."
        raise refused(text)
    return _Entry(folder + member, kind, rows, sha256)


def _rows_of(content: bytes, entry: _Entry, package: str) -> list[Any]:
    """The rows of one file, as many and as unchanged as the manifest says."""
    name = f"{shown(plain(entry.member))} in {package}"
    if hashlib.sha256(content).hexdigest() != entry.sha256.strip().lower():
        raise refused(f"{name} is not as it was when the backup was made.")
    part = parsed(content, name)
    rows = part.get("records") if isinstance(part, dict) else None
    if not isinstance(rows, list) or part.get("entity_type", entry.kind) != entry.kind:
        raise refused(f"{name} does not hold what the {MANIFEST} says.")
    if len(rows) != entry.rows:
        there = f"{len(rows):,} instead of {entry.rows:,}"
        raise refused(f"{name} does not hold as many rows as the {MANIFEST} says: {there}.")
    return rows


def _content(row: Any) -> Any:
    """A content in a single file's words, where `finished_good_slug` is the box and not the inner one."""
    if not isinstance(row, dict):
        return row
    words = {
        "assembly_slug": "finished_good_slug",
        "finished_good_slug": "finished_good_component_slug",
    }
    rest = {key: value for key, value in row.items() if key not in words}
    return rest | {word: row[key] for key, word in words.items() if key in row}


_WORDS: dict[str, Callable[[Any], Any]] = {"compositions": _content}
