"""What the journeys share: the sample bakery, made once, and a window that stands open on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.config import sample_database
from core.services import search_index
from core.services.database import session_scope
from core.services.sample_service import make_sample
from gui.arguments import Options
from tests.factories import make_two_boxes, open_file
from tests.window import Hand


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample bakery that is copied, never opened."""
    path = tmp_path_factory.mktemp("sample") / "sample-bakery.db"
    make_sample(path)
    return path


@pytest.fixture
def market(open_window: Callable[..., Hand], tmp_path: Path) -> Hand:
    """The window on two boxes that share a cookie, with the event's page shown."""
    path = tmp_path / "rose-street.db"
    with open_file(path), session_scope() as session:
        make_two_boxes(session)
        search_index.rebuild(session)
    hand = open_window(Options(database=path))
    hand.until(lambda: hand.page == "event")
    hand.settle()
    return hand


@pytest.fixture
def open_sample(open_window: Callable[..., Hand], sample_file: Path) -> Callable[[], Hand]:
    """Opens the window on a fresh copy of the sample bakery."""

    def open_() -> Hand:
        path = sample_database()
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample_file, path)
        return open_window(Options(is_sample_wanted=True))

    return open_


@pytest.fixture
def bakery_file(tmp_path: Path, sample_file: Path) -> Path:
    """The same bakery as a file of the baker's own."""
    return Path(shutil.copy(sample_file, tmp_path / "rose-street.db"))
