"""The page of a comparison while answers are on their way: each is shown only where it still fits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from gui.background import Lane
from gui.desks.compare_desk import CompareDesk
from gui.feeders import compare_feeder
from gui.feeders.compare_feeder import Compared
from gui.models.compare_filter import CompareView, find_rows
from gui.models.compare_sides import PLAN, CompareRequest, Sides, snapshot_side
from gui.widgets.compare_page import ComparePage
from tests.core.domain.compared import change_line, shop
from tests.gui.models.comparisons import changed_rows, changed_shop, rows_of
from tests.gui.models.histories import snapshot

TYPED = Changes(altered=frozenset({Key(ThingKind.EVENT, 1)}))
Answer = Callable[[Any], None]


class SlowBackground:
    """Nothing is answered before `answer`; jobs end in the order that they were asked in."""

    def __init__(self) -> None:
        self.jobs: deque[tuple[Callable[[], Any], Answer]] = deque()

    def submit(self, lane: Lane, job: Callable[[], Any], done: Answer, failed: Answer) -> None:
        assert lane is Lane.READ
        self.jobs.append((job, done))

    def answer(self, count: int | None = None) -> None:
        """The oldest, or all."""
        for _ in range(len(self.jobs) if count is None else count):
            job, done = self.jobs.popleft()
            done(job())


@dataclass
class World:
    """A page whose comparison is `rows`, and what was saved from it."""

    page: ComparePage
    desk: CompareDesk
    background: SlowBackground
    rows: Any
    saved: list[Any] = field(default_factory=list)

    def show(self, request: CompareRequest) -> None:
        self.desk.show(self.desk.number_of(request))

    def type(self, text: str) -> None:
        self.page.search.setText(text)
        QTest.keyClick(self.page.search, Qt.Key.Key_Return)


@pytest.fixture
def world(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> World:
    page, background = ComparePage(), SlowBackground()
    qtbot.addWidget(page)
    page.resize(900, 700)
    with qtbot.waitExposed(page):
        page.show()
    saved: list[Any] = []
    acts = SimpleNamespace(
        context=SimpleNamespace(background=background),
        run=lambda _flow, *values: saved.append(values),
    )
    desk = CompareDesk(page, acts, today=lambda: date(2026, 11, 25))  # type: ignore[arg-type]
    made = World(page, desk, background, changed_rows(), saved)

    def compared(request: CompareRequest, view: CompareView) -> Compared:
        sides = request.sides or Sides(snapshot_side(1), PLAN)
        found = find_rows(made.rows, view)
        choices = (snapshot(1), snapshot(2))
        return Compared(
            sides, ("Market",), choices, choices, has_plan=True, rows=made.rows, found=found
        )

    monkeypatch.setattr(compare_feeder, "_compare", compared)
    made.show(CompareRequest(event_id=1))
    background.answer()
    return made


def another_difference(world: World) -> None:
    new = changed_shop()
    change_line(new, 2, quantity=Fraction(11))
    world.rows = rows_of(shop(), new)
    world.desk.take_changes(TYPED)


def test_a_search_while_it_is_read_anew_is_in_what_is_read(world: World) -> None:
    another_difference(world)
    world.type("bow")  # the bows are what differs now
    world.background.answer()
    assert world.page.shown is world.rows
    assert world.page.tree.count == 1
    world.type("")
    world.background.answer()
    assert world.page.tree.count == 6


def test_what_was_found_in_an_older_reading_is_not_shown(world: World) -> None:
    world.type("bow")
    another_difference(world)
    world.background.jobs.reverse()  # the search ends last
    world.background.answer()
    assert world.page.shown is world.rows
    assert (world.page.view.query, world.page.tree.count) == ("bow", 1)


def test_it_never_stays_at_reading(world: World, qtbot: QtBot) -> None:
    world.type("zz")
    qtbot.waitUntil(lambda: world.page.message.isVisible())
    world.type("")
    world.desk.take_changes(TYPED)
    world.background.answer()
    assert world.page.tree.isVisible()


def test_what_is_saved_is_what_is_shown(world: World) -> None:
    button = world.page.findChild(QPushButton, "show_everything")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    world.page.save_wanted.emit()
    ((_, table),) = world.saved
    assert all(len(row) < 2 or row[1] for row in table[1 : table.index(())])  # only differences
    world.background.answer()
    world.page.save_wanted.emit()
    _, table = world.saved[-1]
    assert any(row[0].endswith("> Sugar") for row in table if row)


@pytest.mark.parametrize(
    ("request_", "opens"),
    [
        (CompareRequest(event_id=1), "compare_new"),  # the plan stands beside its latest snapshot
        (CompareRequest(snapshot_id=1, sides=Sides(snapshot_side(1), PLAN)), "compare_new"),
        (CompareRequest(snapshot_id=2, sides=Sides(snapshot_side(1), snapshot_side(2))),
         "compare_old"),
    ],
)  # fmt: skip
def test_the_menu_of_the_other_side_opens(
    world: World, request_: CompareRequest, opens: str
) -> None:
    world.show(request_)
    world.desk.offer_others()
    world.background.answer()
    buttons = (world.page.old_button, world.page.new_button)
    (shown,) = [each for each in buttons if each.menu().isVisible()]
    assert shown.objectName() == opens
    shown.menu().close()


def test_no_menu_opens_over_another_page(world: World) -> None:
    world.show(CompareRequest(event_id=1))
    world.desk.offer_others()
    world.page.hide()
    world.background.answer()
    assert not world.page.new_button.menu().isVisible()
    world.page.show()
    world.desk.take_changes(TYPED)
    world.background.answer()
    assert not world.page.new_button.menu().isVisible()
