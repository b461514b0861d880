"""A full backup in a zip: looked at whole before anything is read, and never unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from core.services.importers.package import (
    LARGEST_PACKAGE,
    read_at_most,
    require_not_too_large,
    require_not_too_many,
    require_plain_file,
    require_safe_name,
)
from core.services.importers.reading import refused
from core.services.importers.values import shown

ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# Its list of contents is read in one piece: 10,000 members need less than 2 MB.
_LARGEST_READ = 4_000_000
_ENCRYPTED = 0x1 | 0x40 | 0x2000
# Others ask for as much memory as the file likes.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class _TooMuchError(Exception):
    """The zip's list of contents is longer than one of 10,000 files can be."""


class _CarefulFile(io.FileIO):
    """A file that refuses to be read in pieces that nothing in a good zip needs."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LARGEST_READ:
            raise _TooMuchError
        return super().read(_LARGEST_READ if size is None or size < 0 else size)


class ZipPackage:
    """A zip whose members are all plain files with safe names; raises ImportFileError else."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._opened = opened
        infos = opened.infolist()
        require_not_too_many(len(infos), name)
        require_not_too_large((each.file_size for each in infos), name)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._look_at(info)

    @property
    def members(self) -> frozenset[str]:
        return frozenset(self._infos)

    def read(self, member: str) -> bytes:
        try:
            with self._opened.open(self._infos[member]) as stream:
                return read_at_most(stream, member=member, package=self.name)
        except (_TooMuchError, RuntimeError, *_DAMAGED):
            raise refused(f"{self.name} is damaged: {shown(member)} cannot be read.") from None

    def _look_at(self, info: zipfile.ZipInfo) -> None:
        # `filename` ends where the first NUL stands; what the zip really says is this one.
        member = info.orig_filename
        require_safe_name(member, self.name)
        require_plain_file(info.external_attr >> 16, member, self.name)
        if info.flag_bits & _ENCRYPTED:
            raise refused(f"{self.name} is locked with a password; unlock it first.")
        if member.endswith("/"):
            return
        if info.compress_type not in _PACKED:
            raise refused(f"{self.name} is packed in a way that cannot be read; pack it anew.")
        if member in self._infos:
            raise refused(f"{self.name} holds {shown(member)} twice.")
        self._infos[member] = info


@contextmanager
def opened_zip(path: Path) -> Iterator[ZipPackage]:
    """The package, open within the block: its list of contents is read only once."""
    name = shown(path.name)
    with ExitStack() as stack:
        try:
            if path.stat().st_size > LARGEST_PACKAGE:
                raise refused(f"{name} is larger than {LARGEST_PACKAGE // 1_000_000} MB.")
            file = stack.enter_context(_CarefulFile(path))
            opened = stack.enter_context(zipfile.ZipFile(file))
        except _TooMuchError:
            raise refused(f"{name} holds more files than a full backup can.") from None
        except _DAMAGED:
            raise refused(f"{name} is damaged: it cannot be opened as a zip.") from None
        yield ZipPackage(opened, name)
