from __future__ import annotations

from typing import Any

import pytest

from core.domain.changes import Changes
from core.services import removal_service
from gui.actions import removal_actions
from gui.actions.removal_actions import TRASH
from gui.dialogs.purge_dialog import PurgeDialog
from gui.flow import Cancelled
from tests.factories import Bakery
from tests.gui.actions.plans import finalized, with_trash
from tests.gui.actions.stepping import ANNOUNCE, LEFT, NOTICE, WRITE, Stage
from tests.gui.dialogs.values import plain


class TestPurging:
    def purge(self, stage: Stage, answer: Any) -> None:
        flow = removal_actions.purge(stage.acts, removal_service.list_removed())
        stage.play(flow, answer)

    def test_asks_deletes_forever_and_says_how_many(self, bakery: Bakery, stage: Stage) -> None:
        for each in finalized(bakery, 2):
            removal_service.remove_snapshots([each])

        def take(dialog: PurgeDialog) -> list[int]:
            assert plain(dialog.title_label.text()) == "Delete 2 things forever?"
            return dialog.answer()

        self.purge(stage, take)
        assert stage.diary == ["ask PurgeDialog", WRITE, ANNOUNCE, NOTICE]
        assert stage.announced == [Changes.of(altered=[TRASH])]
        # There is no way back, so none is offered.
        assert stage.screen.notices == [("Deleted 2 things forever.", False)]
        assert not stage.history.can_undo()
        assert len(removal_service.list_removed()) == 0

    def test_left_at_the_question_keeps_the_trash(self, bakery: Bakery, stage: Stage) -> None:
        removal_service.remove_snapshots(finalized(bakery, 1))
        before = with_trash()
        self.purge(stage, Cancelled())
        assert stage.diary == ["ask PurgeDialog", LEFT]
        assert with_trash() == before
        assert stage.has_told_nothing()

    def test_counts_what_was_there_and_not_what_was_asked_for(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        entries = [removal_service.remove_snapshots([each]) for each in finalized(bakery, 2)]

        def meanwhile(dialog: PurgeDialog) -> list[int]:
            removal_service.restore(entries[0])
            return dialog.answer()

        self.purge(stage, meanwhile)
        assert stage.last_notice == "Deleted 1 thing forever."

    def test_one_is_told_by_its_name(self, bakery: Bakery, stage: Stage) -> None:
        removal_service.remove_snapshots(finalized(bakery, 1))
        self.purge(stage, PurgeDialog.answer)
        assert stage.screen.notices == [("Deleted forever: Snapshot 1 of Christmas market.", False)]

    @pytest.mark.parametrize("count", [1, 2])
    def test_what_came_back_meanwhile_is_not_said_to_be_deleted(
        self, bakery: Bakery, stage: Stage, count: int
    ) -> None:
        entries = [removal_service.remove_snapshots([each]) for each in finalized(bakery, count)]

        def meanwhile(dialog: PurgeDialog) -> list[int]:
            for each in entries:
                removal_service.restore(each)
            return dialog.answer()

        self.purge(stage, meanwhile)
        # The trash that is shown does not know it yet.
        assert stage.diary == ["ask PurgeDialog", WRITE, ANNOUNCE, NOTICE]
        assert stage.announced == [Changes.of(altered=[TRASH])]
        assert stage.screen.notices == [("This is not in the trash any more.", False)]
