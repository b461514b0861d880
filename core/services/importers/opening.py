"""Opens whatever the baker chose: a single file, a catalog file, or a full backup."""

from __future__ import annotations

import stat
from pathlib import Path

from core.services.importers.folder_package import FolderPackage
from core.services.importers.full_backup import is_manifest, read_backup
from core.services.importers.package import MANIFEST
from core.services.importers.reading import Document, arrays_of, parsed, read_file
from core.services.importers.values import shown
from core.services.importers.zip_package import ZIP_BEGINNINGS, opened_zip


def open_document(path: str | Path) -> Document:
    """The rows by kind; raises ImportFileError. Which dialect it is, is told by what is in it."""
    file = Path(path)
    name = shown(file.name or str(file))
    if _is_folder(file):
        return read_backup(FolderPackage(file))
    if _begins_as_zip(file):
        with opened_zip(file) as package:
            return read_backup(package)
    content = parsed(read_file(file, name), name)
    # A window that lets one choose files only shows her this one of a backup's folder.
    if file.name == MANIFEST and is_manifest(content):
        return read_backup(FolderPackage(file.absolute().parent))
    return arrays_of(content, name)


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except (OSError, ValueError):
        return False  # reading it as a file says why


def _begins_as_zip(file: Path) -> bool:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as stream:
            return stream.read(4) in ZIP_BEGINNINGS
    except (OSError, ValueError):
        return False
