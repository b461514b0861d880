from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from core.errors import NotFoundError
from core.services import event_service, history_service, plan_service, removal_service
from core.services.finalization_service import finalize_event_plan
from gui import texts
from gui.actions import copy_actions
from tests.factories import Bakery
from tests.gui.actions.stepping import NOTICE, READ, Stage, event_row

PLAN = """
50 boxes  Hamper (for the Johnsons)
  100 boxes  Gift box
    1200 cookies  Sugar cookie
    100 each  Bow
  75 cookies  Sugar cookie
  50 each  Wrapping, chosen later
2 1/2 8-inch round  Celebration cake
10 each  Bow
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def empty_clipboard(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("as it was")


def copied() -> str:
    return QGuiApplication.clipboard().text()


class TestAPlan:
    def test_is_read_and_copied_with_all_that_is_in_it(self, bakery: Bakery, stage: Stage) -> None:
        stage.play(copy_actions.copy_event(stage.acts, event_row(bakery.event_id)))
        assert stage.diary == [READ, NOTICE]
        head = "Christmas market\nSaturday 12 December 2026\nThe plan as it is now\n"
        assert copied() == head + PLAN
        assert stage.screen.notices == [("Copied as text.", False)]
        assert (stage.announced, stage.history.can_undo()) == ([], False)

    def test_without_a_date_has_no_line_for_it(self, bakery: Bakery, stage: Stage) -> None:
        event_service.set_event_date(bakery.event_id, None)
        stage.play(copy_actions.copy_event(stage.acts, event_row(bakery.event_id)))
        assert copied() == "Christmas market\nThe plan as it is now\n" + PLAN

    def test_keeps_a_note_of_two_lines_on_one(self, bakery: Bakery, stage: Stage) -> None:
        plan_service.set_line_notes(3, "red\n  or gold")
        stage.play(copy_actions.copy_event(stage.acts, event_row(bakery.event_id)))
        assert copied().splitlines()[-1] == "10 each  Bow (red or gold)"


class TestASnapshot:
    def copy(self, stage: Stage, snapshot_id: int) -> None:
        detail = history_service.snapshot_detail(snapshot_id)
        stage.play(copy_actions.copy_snapshot(stage.acts, detail))

    def test_is_copied_as_the_plan_was_with_its_number_and_code(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        row = finalize_event_plan(bakery.event_id, "Aunt Mary: 10 more")
        event_service.rename_event(bakery.event_id, "Winter market")
        event_service.set_event_date(bakery.event_id, date(2027, 1, 9))
        plan_service.remove_lines([1, 2])
        self.copy(stage, row.id)
        moment = texts.moment_text(row.created_at)
        assert stage.diary == [READ, NOTICE]
        assert copied() == (
            "Christmas market\nSaturday 12 December 2026\n"
            f"Snapshot 1, {moment}, code {row.code}\nAunt Mary: 10 more\n{PLAN}"
        )
        assert stage.screen.notices == [("Copied as text.", False)]

    def test_that_is_gone_leaves_the_clipboard_as_it_was(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        row = finalize_event_plan(bakery.event_id)
        detail = history_service.snapshot_detail(row.id)
        removal_service.remove_snapshots([row.id])
        with pytest.raises(NotFoundError):
            stage.play(copy_actions.copy_snapshot(stage.acts, detail))
        assert copied() == "as it was"
        assert stage.has_told_nothing()
