from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.domain.changes import Changes
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.services import (
    event_service,
    plan_service,
    planning_snapshot_service,
    removal_service,
)
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from gui.actions import snapshot_actions
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH
from gui.dialogs.finalize_dialog import FinalizeDialog
from gui.flow import Cancelled
from tests.core.stored_rows import stored_rows, value
from tests.factories import SNAPSHOT_TABLES, Bakery
from tests.gui.actions.stepping import (
    ANNOUNCE,
    CLEAR,
    GO_TO,
    LEFT,
    NOTICE,
    READ,
    WRITE,
    Stage,
    event_key,
    snapshot_key,
    snapshot_row,
)
from tests.gui.dialogs.values import plain

TODAY = date(2026, 11, 23)
ASK = "ask FinalizeDialog"
HAMPER = 1  # the first line
REASON = "Aunt Mary: 10 more"


def finalize(stage: Stage, bakery: Bakery, *answers: Any, is_cancelled: bool = False) -> None:
    flow = snapshot_actions.finalize(stage.acts, bakery.event_id, TODAY)
    stage.play(flow, *answers, is_cancelled=is_cancelled)


def dump() -> dict[str, Any]:
    """The snapshots' rows; the counter behind their numbers only grows."""
    rows = stored_rows()
    return {name: rows[name] for name in SNAPSHOT_TABLES}


def quantities(dialog: FinalizeDialog) -> list[str]:
    table = dialog.lines
    items = [table.topLevelItem(place) for place in range(table.topLevelItemCount())]
    return ["|".join(item.text(at) for at in range(table.columnCount())) for item in items if item]


class TestFinalize:
    def test_reads_asks_writes_announces_and_goes_to_the_snapshot(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        finalize(stage, bakery, REASON)
        assert stage.diary == [READ, ASK, WRITE, ANNOUNCE, CLEAR, GO_TO, NOTICE]
        row = snapshot_row(int(value("SELECT id FROM planning_snapshots")))
        assert (row.version, row.notes, row.event_id) == (1, REASON, bakery.event_id)
        event, key = event_key(bakery.event_id), snapshot_key(row.id)
        assert stage.announced == [Changes.of(added=[key], altered=[event])]
        assert stage.screen.notices == [("Finalized Christmas market as snapshot 1.", True)]
        assert stage.screen.has_notice
        assert stage.screen.places == [Place(key)]
        assert stage.undo_text == "Finalize Christmas market as 1"

    def test_can_be_cancelled_while_it_writes_and_says_what_it_does(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        finalize(stage, bakery, "")
        reading, writing = stage.works
        assert (reading.can_cancel, writing.can_cancel) == (False, True)
        assert plain(writing.label) == "Finalizing Christmas market…"

    def test_cancelled_before_its_commit_leaves_nothing_behind(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        before = stored_rows()
        finalize(stage, bakery, REASON, is_cancelled=True)
        assert stage.diary == [READ, ASK, WRITE, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_left_at_the_question_keeps_nothing(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        finalize(stage, bakery, Cancelled())
        assert stage.diary == [READ, ASK, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_of_a_plan_without_lines_is_refused_before_any_question(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        plan_service.remove_lines([1, 2, 3])
        with pytest.raises(InvalidInputError):
            finalize(stage, bakery)
        assert stage.diary == [READ]
        assert stage.has_told_nothing()

    def test_asks_anew_with_the_new_plan_and_the_reason_that_was_typed(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        def change_elsewhere(dialog: FinalizeDialog) -> str:
            assert dialog.banner.isHidden()
            assert "50" in quantities(dialog)[0]
            plan_service.set_quantity(HAMPER, 60)
            return REASON

        def take_what_is_there(dialog: FinalizeDialog) -> str:
            assert not dialog.banner.isHidden()
            assert "60" in quantities(dialog)[0]
            assert snapshots() == 0
            return dialog.answer()

        finalize(stage, bakery, change_elsewhere, take_what_is_there)
        assert stage.diary == [READ, ASK, WRITE, READ, ASK, WRITE, ANNOUNCE, CLEAR, GO_TO, NOTICE]
        assert (len(stage.announced), snapshots()) == (1, 1)
        assert value("SELECT notes FROM planning_snapshots") == REASON

    def test_left_when_it_asks_anew_keeps_nothing(self, bakery: Bakery, stage: Stage) -> None:
        def change_elsewhere(_dialog: FinalizeDialog) -> str:
            plan_service.set_quantity(HAMPER, 60)
            return REASON

        finalize(stage, bakery, change_elsewhere, Cancelled())
        assert stage.diary == [READ, ASK, WRITE, READ, ASK, LEFT]
        assert snapshots() == 0
        assert stage.has_told_nothing()

    def test_undone_is_in_the_trash_and_done_again_is_the_same_snapshot(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        before = dump()
        finalize(stage, bakery, REASON)
        after, key, event = dump(), snapshot_key(1), event_key(bakery.event_id)
        for _ in range(2):
            stage.undo()
            assert dump() == before
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == Changes.of(removed=[key], altered=[event, TRASH])
            assert stage.screen.places[-2:] == [Place(event)] * 2
            assert stage.last_notice == "Undone: snapshot 1 of Christmas market is in the trash."
            assert [row.snapshot_count for row in removal_service.list_removed()] == [1]
            stage.redo()
            assert dump() == after
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.screen.places[-2:] == [Place(event)] * 2
            assert stage.announced[-1] == Changes.of(added=[key], altered=[event, TRASH])
            assert stage.last_notice == "Done again: Finalize Christmas market as 1."
            assert removal_service.list_removed() == []
            assert verify_snapshot(key.id).is_unchanged

    def test_undone_after_another_window_deleted_it_says_so_and_is_given_up(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        finalize(stage, bakery, REASON)
        removal_service.remove_snapshots([1])
        with pytest.raises(NotFoundError):
            stage.undo()
        assert len(stage.announced) == 1
        assert not stage.history.can_undo()
        assert len(removal_service.list_removed()) == 1


def snapshots() -> int:
    return int(value("SELECT count(*) FROM planning_snapshots"))


class TestReason:
    @pytest.fixture
    def snapshot_id(self, bakery: Bakery) -> int:
        return finalize_event_plan(bakery.event_id, REASON).id

    def set_reason(self, stage: Stage, snapshot_id: int, reason: str) -> None:
        stage.play(snapshot_actions.set_reason(stage.acts, snapshot_row(snapshot_id), reason))

    def test_is_written_told_and_undoable_by_number(self, stage: Stage, snapshot_id: int) -> None:
        self.set_reason(stage, snapshot_id, "As agreed")
        assert stage.diary == [WRITE, ANNOUNCE, CLEAR]
        assert stage.announced == [Changes.of(altered=[snapshot_key(snapshot_id)])]
        assert (stage.undo_text, stage.screen.notices) == ("Change the reason of snapshot 1", [])
        assert snapshot_row(snapshot_id).notes == "As agreed"

    def test_of_an_open_snapshot_is_named_without_a_number(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        made = planning_snapshot_service.create_planning_snapshot(bakery.event_id, "half done")
        self.set_reason(stage, int(made["id"]), "As agreed")
        assert stage.undo_text == "Change the reason of the open snapshot"

    @pytest.mark.parametrize("reason", ["As agreed", "", "  As agreed\nby telephone "])
    def test_goes_back_and_forth(self, stage: Stage, snapshot_id: int, reason: str) -> None:
        before, key = stored_rows(), snapshot_key(snapshot_id)
        self.set_reason(stage, snapshot_id, reason)
        after = stored_rows()
        assert before != after
        for _ in range(2):
            stage.undo()
            assert stored_rows() == before
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.last_notice == "Undone: Change the reason of snapshot 1."
            stage.redo()
            assert stored_rows() == after
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.last_notice == "Done again: Change the reason of snapshot 1."
        assert set(stage.announced) == {Changes.of(altered=[key])}
        assert set(stage.screen.places) == {Place(key)}

    def test_that_another_window_wrote_since_stays(self, stage: Stage, snapshot_id: int) -> None:
        self.set_reason(stage, snapshot_id, "As agreed")
        event_service.set_snapshot_reason(snapshot_id, "Mary called")
        with pytest.raises(ConflictError):
            stage.undo()
        assert snapshot_row(snapshot_id).notes == "Mary called"
        assert (len(stage.announced), stage.screen.notices) == (1, [])
        assert not stage.history.can_undo()

    def test_that_another_window_wrote_since_the_undo_stays(
        self, stage: Stage, snapshot_id: int
    ) -> None:
        self.set_reason(stage, snapshot_id, "As agreed")
        stage.undo()
        event_service.set_snapshot_reason(snapshot_id, "Mary called")
        with pytest.raises(ConflictError):
            stage.redo()
        assert snapshot_row(snapshot_id).notes == "Mary called"
        assert not stage.history.can_redo()

    def test_of_a_snapshot_that_is_gone_is_an_error_and_not_told(
        self, stage: Stage, snapshot_id: int
    ) -> None:
        flow = snapshot_actions.set_reason(stage.acts, snapshot_row(snapshot_id), "As agreed")
        removal_service.remove_snapshots([snapshot_id])
        with pytest.raises(NotFoundError):
            stage.play(flow)
        assert stage.has_told_nothing()
