"""A full backup in a folder: looked at whole before anything is read; no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from core.services.importers.package import (
    MANIFEST,
    read_at_most,
    require_not_too_large,
    require_not_too_many,
    require_plain_file,
    require_safe_name,
)
from core.services.importers.reading import refused
from core.services.importers.values import shown

# Windows knows none of these flags; there a link was seen when the folder was looked at.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


class FolderPackage:
    """A folder whose contents are all plain files; raises ImportFileError else."""

    def __init__(self, path: Path) -> None:
        self.name = shown(path.name or str(path))
        self._path = path
        # First, as a folder chosen by mistake may be the whole disk.
        if not os.path.lexists(path / MANIFEST):
            raise refused(f"{self.name} is a folder without a {MANIFEST}, so it is no full backup.")
        sizes: dict[str, int] = {}
        try:
            for member, status in self._entries():
                require_plain_file(status.st_mode, member, self.name)
                require_safe_name(member, self.name)
                if stat.S_ISREG(status.st_mode):
                    sizes[member] = status.st_size
        except PermissionError:
            raise refused(f"You may not read everything in the folder {self.name}.") from None
        except OSError:
            raise refused(f"The folder {self.name} cannot be read.") from None
        require_not_too_large(sizes.values(), self.name)
        self.members = frozenset(sizes)

    def read(self, member: str) -> bytes:
        try:
            handle = os.open(self._path / member, _READ)
            with os.fdopen(handle, "rb") as stream:
                require_plain_file(os.fstat(handle).st_mode, member, self.name)
                return read_at_most(stream, member=member, package=self.name)
        except PermissionError:
            raise refused(f"You may not read {shown(member)} in {self.name}.") from None
        except OSError:
            raise refused(f"In {self.name} {shown(member)} cannot be read.") from None

    def _entries(self) -> Iterator[tuple[str, os.stat_result]]:
        """Everything below the folder, by its name in it."""
        waiting, count = [""], 0
        while waiting:
            below = waiting.pop()
            with os.scandir(self._path / below) as entries:
                for entry in entries:
                    count += 1
                    require_not_too_many(count, self.name)
                    status = entry.stat(follow_symlinks=False)
                    yield f"{below}{entry.name}", status
                    if stat.S_ISDIR(status.st_mode):
                        waiting.append(f"{below}{entry.name}/")
