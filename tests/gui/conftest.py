"""Fixtures of the window's parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, which gets back the look it had.

    A test dresses it before it makes widgets: Qt sets the style anew each time, and crashed where
    widgets that had no style sheet yet lived through it (measured).
    """
    sheet, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    name = qapp.property("proofbook_theme")
    points = qapp.property("proofbook_text_points")
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.setProperty("proofbook_theme", name)
    qapp.setProperty("proofbook_text_points", points)
