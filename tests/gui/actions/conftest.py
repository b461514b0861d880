"""What the flows are stepped on: a small bakery in a file, and a stage that keeps a diary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.services import search_index
from core.services.database import session_scope
from gui.settings import UiSettings
from tests.factories import Bakery, open_bakery
from tests.gui.actions.stepping import Stage, watched_sql


@pytest.fixture
def bakery(tmp_path: Path) -> Iterator[Bakery]:
    with open_bakery(tmp_path / "bakery.db") as made:
        with session_scope() as session:
            search_index.rebuild(session)
        yield made


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    window = QWidget()
    qtbot.addWidget(window)
    with watched_sql() as watch:
        yield Stage(window, watch, UiSettings(tmp_path / "settings.ini"))
