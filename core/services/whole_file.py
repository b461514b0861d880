"""Writes a file beside the database whole or not at all, and never over the database itself."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from core.errors import ExportFileError
from core.services import database


def write_whole(path: str | Path, content: bytes, *, what: str) -> None:
    """Under a name of its own first, so that nobody ever sees half a file.

    A file that is there is replaced by a whole new one or stays as it was. ExportFileError where it
    cannot be written; `what` begins its sentence: "The catalog".
    """
    file = Path(path)
    require_other_file(file)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(".tmp", ".export-", file.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except (OSError, ValueError) as error:
        raise ExportFileError(f"{what} cannot be written to “{file.name}”.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def require_other_file(file: Path) -> None:
    """What is written must never take the place of the baker's own file."""
    with contextlib.suppress(OSError, ValueError):
        is_folder = file.is_dir()
        here = database.current_bind().engine.url.database
        if is_folder:
            raise ExportFileError(f"“{file.name}” is a folder. Please give the export a name.")
        if here and file.exists() and file.samefile(here):
            raise ExportFileError(f"“{file.name}” is the file that is open. Please choose another.")
