"""A view of contents in a window, for tests: its questions are answered as from a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.domain.rows import ContentRow, Page, SourceRef
from gui.models.contents_model import Column, ContentsBranch, ContentsModel
from gui.models.tickets import Ticket
from gui.widgets.contents_view import ContentsView
from tests.gui.models.contents_rows import (
    BOX,
    COOKIE,
    HAMPER,
    PLAN,
    SAMPLER,
    SNAPSHOT_2,
    SNAPSHOT_3,
    part,
)

LINES = (HAMPER, SAMPLER, COOKIE)
FROZEN = tuple(replace(row, line_id=None) for row in LINES)


def contents_of(box: ContentRow) -> tuple[ContentRow, ...]:
    """A hamper holds two samplers, a sampler six cookies."""
    return (part("sampler", 2, box, BOX) if box.name == "hamper" else part("cookie", 6, box),)


class Table:
    """A view in a window whose questions are answered a moment later, as from a database."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.view = ContentsView()
        self.other = QLineEdit()
        layout.addWidget(self.view)
        layout.addWidget(self.other)
        self.window.resize(900, 500)
        qtbot.addWidget(self.window)
        self.model: ContentsModel = self.view.contents
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.sources: dict[SourceRef, tuple[ContentRow, ...]] = {
            PLAN: LINES,
            SNAPSHOT_2: FROZEN,
            SNAPSHOT_3: FROZEN,
        }
        self.waiting: list[Ticket] = []
        self.clock = QTimer()
        self.clock.setSingleShot(True)
        self.clock.setInterval(0)
        self.clock.timeout.connect(self.answer)
        self.model.page_wanted.connect(self.ask)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.view.setFocus()
        qtbot.waitUntil(self.view.hasFocus)

    def ask(self, ticket: Ticket) -> None:
        self.waiting.append(ticket)
        self.clock.start()

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for ticket in waiting:
            branch = ticket.branch
            assert isinstance(branch, ContentsBranch)
            rows = contents_of(branch.parent) if branch.parent else self.sources[branch.source]
            self.model.put_page(ticket, Page(rows, None, len(rows)))

    def show(self, source: SourceRef, *, is_editable: bool = False) -> None:
        with self.qtbot.waitSignal(self.model.source_shown):
            self.model.set_source(source, is_editable=is_editable)

    def choose(self, row: int, column: int = 0) -> None:
        self.view.setCurrentIndex(self.model.index(row, column))

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.qtbot.keyClick(self.view, key, modifiers)

    def editor(self) -> QLineEdit:
        """The one that is open, not one that closed just now."""
        return self.view.itemDelegate().editor()

    def sentence(self) -> str:
        label = self.view.findChild(QLabel, "cell_sentence")
        return label.text() if label is not None and label.isVisible() else ""

    def text(self, row: int, column: Column) -> str:
        return str(self.model.index(row, column).data())

    def click(self, place: QPoint) -> None:
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def names_open(self) -> set[tuple[str, ...]]:
        return self.view.expanded_uuid_paths()


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    return Table(qtbot)


@pytest.fixture
def plan(table: Table) -> Table:
    table.show(PLAN, is_editable=True)
    return table


@pytest.fixture
def snapshot(table: Table) -> Table:
    table.show(SNAPSHOT_3)
    return table
