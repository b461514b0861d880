from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.import_report import ImportReport
from core.services import database
from core.services.importers import import_file

SHARED_DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"

Write = Callable[[Any], Path]


class Importing(Protocol):
    def __call__(self, content: Any, *take: str) -> ImportReport: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a document, a text or bytes to a file, and gives its path."""

    def write_file(content: Any) -> Path:
        path = tmp_path / "bakery.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def importing(write: Write, db_session: Session) -> Importing:
    """Imports a document into `db_session`."""

    def import_content(content: Any, *take: str) -> ImportReport:
        return import_file(write(content), db_session, take_files=frozenset(take))

    return import_content


@pytest.fixture
def shared_file() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = SHARED_DATA / name
        if not path.exists():
            pytest.skip(f"the shared file {name} is not beside this checkout")
        return path

    return find


@pytest.fixture
def open_file(tmp_path: Path) -> Iterator[Path]:
    """A real database file, open; without a session of its own."""
    path = tmp_path / "baker.db"
    database.prepare(DatabaseSettings(path))
    yield path
    database.close()
