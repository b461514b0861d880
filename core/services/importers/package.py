"""What a folder and a zip of a full backup have in common: limits, safe names, files by name."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Iterable
from typing import IO, Protocol

from core.services.importers.reading import LARGEST_FILE, refused
from core.services.importers.values import plain, shown

MOST_MEMBERS = 10_000
LARGEST_PACKAGE = 500_000_000  # of all files together, unpacked
MANIFEST = "manifest.json"

_CHUNK = 1 << 16


class Package(Protocol):
    """Files by their names within the package; every one was looked at before any was read."""

    @property
    def name(self) -> str:
        """What a sentence calls the package."""

    @property
    def members(self) -> frozenset[str]: ...

    def read(self, member: str) -> bytes:
        """One file's content; ImportFileError where it cannot be read, or is too large."""


def require_safe_name(member: str, package: str) -> None:
    """Raises ImportFileError for a name that could lead out of the package."""
    parts = member.removesuffix("/").split("/")
    leads_out = member.startswith("/") or "\\" in member or ":" in parts[0] or ".." in parts
    if leads_out or any(unicodedata.category(each) == "Cc" for each in member):
        raise refused(f"{package} names a file outside of itself: {shown(plain(member))}.")
    if not all(parts) or "." in parts:
        raise refused(f"{package} holds a file whose name cannot be: {shown(plain(member))}.")


def require_plain_file(mode: int, member: str, package: str) -> None:
    """Raises ImportFileError for a link or a device; a mode that says nothing is a file."""
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFLNK:
        raise refused(f"{package} holds a link to another place: {shown(member)}.")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refused(f"{package} holds something that is no file: {shown(member)}.")


def require_not_too_many(count: int, package: str) -> None:
    if count > MOST_MEMBERS:
        raise refused(f"{package} holds more than {MOST_MEMBERS:,} files.")


def require_not_too_large(sizes: Iterable[int], package: str) -> None:
    """Raises ImportFileError where the sizes, in bytes, are too much together."""
    if sum(sizes) > LARGEST_PACKAGE:
        raise refused(f"{package} is larger than {LARGEST_PACKAGE // 1_000_000} MB unpacked.")


def read_at_most(stream: IO[bytes], *, member: str, package: str) -> bytes:
    """The whole stream in pieces, given up as soon as it is larger than any file may be."""
    found = bytearray()
    while piece := stream.read(_CHUNK):
        found += piece
        if len(found) > LARGEST_FILE:
            size = LARGEST_FILE // 1_000_000
            raise refused(f"In {package} {shown(member)} is larger than {size} MB.")
    return bytes(found)
