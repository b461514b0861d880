from __future__ import annotations

from typing import Any

import pytest

from core.domain.changes import Changes
from core.errors import ConflictError, NotFoundError
from core.services import plan_service, removal_service
from gui.actions import removal_actions
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH, Chosen
from gui.dialogs.delete_dialog import DeleteDialog
from gui.flow import Cancelled
from tests.core.stored_rows import run, stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.plans import finalized, fuller_plan, second_event, with_trash
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
    said,
    snapshot_key,
)

ASK = "ask DeleteDialog"
ASKED = [READ, ASK, WRITE, ANNOUNCE, CLEAR, NOTICE]
NOT_ASKED = [READ, WRITE, ANNOUNCE, CLEAR, NOTICE]


def delete(stage: Stage, chosen: Chosen, *answers: Any) -> None:
    stage.play(removal_actions.delete(stage.acts, chosen), *answers)


def ticking(dialog: DeleteDialog) -> bool:
    dialog.tick.setChecked(True)
    return dialog.answer()


class TestASnapshot:
    def test_is_counted_asked_for_deleted_and_told(self, bakery: Bakery, stage: Stage) -> None:
        fuller_plan(bakery)
        *_, third = finalized(bakery, 3)
        delete(stage, Chosen(snapshot_ids=(third,)), False)
        assert stage.diary == ASKED
        told = Changes.of(
            removed=[snapshot_key(third)], altered=[event_key(bakery.event_id), TRASH]
        )
        assert stage.announced == [told]
        assert stage.screen.notices == [
            ("Deleted snapshot 3 (3 items, 2 boxes, 2 materials).", True)
        ]
        assert stage.screen.has_notice
        assert stage.undo_text == "Delete snapshot 3"

    def test_the_question_counts_exactly_what_goes(self, bakery: Bakery, stage: Stage) -> None:
        [only] = finalized(bakery, 1)

        def take(dialog: DeleteDialog) -> bool:
            assert "2 items, 2 boxes and 1 material" in said(dialog, "goes")
            assert dialog.banner.isHidden()
            return dialog.answer()

        delete(stage, Chosen(snapshot_ids=(only,)), take)
        assert len(removal_service.list_removed()) == 1

    def test_left_at_the_question_stays(self, bakery: Bakery, stage: Stage) -> None:
        [only] = finalized(bakery, 1)
        before = with_trash()
        delete(stage, Chosen(snapshot_ids=(only,)), Cancelled())
        assert stage.diary == [READ, ASK, LEFT]
        assert with_trash() == before
        assert stage.has_told_nothing()

    def test_that_is_gone_already_is_an_error_without_a_question(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        with pytest.raises(NotFoundError):
            delete(stage, Chosen(snapshot_ids=(99,)))
        assert stage.diary == [READ]
        assert stage.has_told_nothing()

    def test_that_is_open_has_no_number_to_be_named_by(self, bakery: Bakery, stage: Stage) -> None:
        run("INSERT INTO planning_snapshots (uuid, created_at) VALUES ('open', '2026-11-20 12:00')")
        delete(stage, Chosen(snapshot_ids=(1,)), False)
        assert stage.screen.notices == [("Deleted open snapshot (nothing).", True)]
        assert stage.undo_text == "Delete open snapshot"
        assert stage.announced == [Changes.of(removed=[snapshot_key(1)], altered=[TRASH])]

    def test_goes_back_and_forth(self, bakery: Bakery, stage: Stage) -> None:
        first, second = finalized(bakery, 2)
        before, key, event = with_trash(), snapshot_key(second), event_key(bakery.event_id)
        delete(stage, Chosen(snapshot_ids=(second,)), False)
        after = stored_rows()
        for _ in range(2):
            stage.undo()
            assert with_trash() == before
            # There is no page to go to before it is back.
            assert stage.diary == [WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == Changes.of(added=[key], altered=[event, TRASH])
            assert stage.screen.places[-1] == Place(key)
            assert stage.last_notice == "Undone: Delete snapshot 2."
            stage.redo()
            assert stored_rows() == after
            # It is looked at before it goes, and not once it is gone.
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, NOTICE]
            assert stage.announced[-1] == Changes.of(removed=[key], altered=[event, TRASH])
            assert stage.last_notice == "Done again: Delete snapshot 2."
        assert set(stage.screen.places) == {Place(key)}
        assert len(removal_service.list_removed()) == 1
        assert value("SELECT id FROM planning_snapshots") == first

    def test_whose_entry_of_the_trash_was_purged_cannot_come_back(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        [only] = finalized(bakery, 1)
        delete(stage, Chosen(snapshot_ids=(only,)), False)
        removal_service.purge([row.id for row in removal_service.list_removed()])
        with pytest.raises(NotFoundError):
            stage.undo()
        assert len(stage.announced) == 1
        assert not stage.history.can_undo()

    def test_that_another_window_deleted_since_the_undo_is_not_deleted_again(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        [only] = finalized(bakery, 1)
        delete(stage, Chosen(snapshot_ids=(only,)), False)
        stage.undo()
        removal_service.remove_snapshots([only])
        with pytest.raises(ConflictError):
            stage.redo()
        assert len(removal_service.list_removed()) == 1
        assert not stage.history.can_redo()


class TestAnEvent:
    def test_without_snapshots_goes_without_a_question(self, bakery: Bakery, stage: Stage) -> None:
        before = with_trash()
        delete(stage, Chosen(event_ids=(bakery.event_id,)))
        key = event_key(bakery.event_id)
        assert stage.diary == NOT_ASKED
        assert stage.announced == [Changes.of(removed=[key], altered=[TRASH])]
        assert stage.screen.notices == [("Deleted Christmas market and its 3 lines.", True)]
        assert stage.undo_text == "Delete Christmas market"
        after = stored_rows()
        stage.undo()
        assert with_trash() == before
        assert stage.diary == [WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert stage.screen.places == [Place(key)]
        stage.redo()
        assert stored_rows() == after
        assert stage.diary == [GO_TO, WRITE, ANNOUNCE, NOTICE]

    def test_without_lines_is_told_without_them(self, bakery: Bakery, stage: Stage) -> None:
        plan_service.remove_lines([1, 2, 3])
        delete(stage, Chosen(event_ids=(bakery.event_id,)))
        assert stage.last_notice == "Deleted Christmas market."

    def test_leaves_its_snapshots_without_event_unless_ticked(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        kept = finalized(bakery, 2)
        before, event = with_trash(), event_key(bakery.event_id)
        staying = [snapshot_key(each) for each in kept]
        delete(stage, Chosen(event_ids=(bakery.event_id,)), DeleteDialog.answer)
        assert stage.diary == ASKED
        assert stage.announced == [Changes.of(removed=[event], altered=[*staying, TRASH])]
        assert stage.last_notice == "Deleted Christmas market and its 3 lines."
        assert value("SELECT count(*) FROM planning_snapshots WHERE event_id IS NULL") == 2
        stage.undo()
        assert with_trash() == before
        assert stage.announced[-1] == Changes.of(added=[event], altered=[*staying, event, TRASH])

    def test_takes_its_snapshots_along_when_ticked(self, bakery: Bakery, stage: Stage) -> None:
        going = [snapshot_key(each) for each in finalized(bakery, 2)]
        before, event = with_trash(), event_key(bakery.event_id)
        delete(stage, Chosen(event_ids=(bakery.event_id,)), ticking)
        assert stage.announced == [Changes.of(removed=[event, *going], altered=[TRASH])]
        assert stage.screen.notices == [
            ("Deleted 1 event and 2 snapshots (4 items, 4 boxes, 2 materials).", True)
        ]
        assert stage.undo_text == "Delete 1 event and 2 snapshots"
        after = stored_rows()
        stage.undo()
        assert with_trash() == before
        assert stage.announced[-1].added == {event, *going}
        stage.redo()
        assert stored_rows() == after


def test_two_events_are_asked_for_and_told_with_their_lines(bakery: Bakery, stage: Stage) -> None:
    ids = (bakery.event_id, second_event(bakery))
    before = with_trash()
    delete(stage, Chosen(event_ids=ids), DeleteDialog.answer)
    assert stage.diary == ASKED
    assert stage.screen.notices == [("Deleted 2 events and their 5 lines.", True)]
    assert stage.undo_text == "Delete 2 events"
    assert stage.announced[0].removed == {event_key(each) for each in ids}
    stage.undo()
    assert with_trash() == before


def test_what_was_chosen_in_the_list_is_told_apart_by_kind() -> None:
    keys = [event_key(1), snapshot_key(2), event_key(3), TRASH]
    assert Chosen.of(keys) == Chosen((1, 3), (2,))


class TestChangedInAnotherWindow:
    """Between the question and the deleting; it is asked anew with the new numbers."""

    AGAIN = [READ, ASK, WRITE, READ, ASK, WRITE, ANNOUNCE, CLEAR, NOTICE]

    def test_a_new_snapshot_is_asked_for_and_the_tick_is_remembered(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        finalized(bakery, 1)

        def meanwhile(dialog: DeleteDialog) -> bool:
            assert said(dialog, "title") == "Delete the event “Christmas market”?"
            finalized(bakery, 1)
            return ticking(dialog)

        def take_what_is_there(dialog: DeleteDialog) -> bool:
            assert not dialog.banner.isHidden()
            assert dialog.tick.text() == (
                "Delete its 2 snapshots too (4 items, 4 boxes, 2 materials)"
            )
            assert len(removal_service.list_removed()) == 0
            return dialog.answer()

        delete(stage, Chosen(event_ids=(bakery.event_id,)), meanwhile, take_what_is_there)
        assert stage.diary == self.AGAIN
        assert stage.last_notice.startswith("Deleted 1 event and 2 snapshots")
        assert value("SELECT count(*) FROM planning_snapshots") == 0

    def test_an_event_that_got_its_first_snapshot_is_asked_for_after_all(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        stage.after_work = [lambda: finalized(bakery, 1)]
        delete(stage, Chosen(event_ids=(bakery.event_id,)), Cancelled())
        assert stage.diary == [READ, WRITE, READ, ASK, LEFT]
        assert len(removal_service.list_removed()) == 0
        assert stage.has_told_nothing()

    def test_left_when_it_asks_anew_deletes_nothing(self, bakery: Bakery, stage: Stage) -> None:
        [first] = finalized(bakery, 1)

        def meanwhile(_dialog: DeleteDialog) -> bool:
            finalized(bakery, 1)
            return False

        delete(stage, Chosen(snapshot_ids=(first,)), meanwhile, Cancelled())
        assert stage.diary == [READ, ASK, WRITE, READ, ASK, LEFT]
        assert value("SELECT count(*) FROM planning_snapshots") == 2
        assert stage.has_told_nothing()

    def test_a_snapshot_that_went_meanwhile_ends_in_a_sentence(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        [first] = finalized(bakery, 1)

        def meanwhile(_dialog: DeleteDialog) -> bool:
            removal_service.remove_snapshots([first])
            return False

        with pytest.raises(NotFoundError, match="deleted in another window"):
            delete(stage, Chosen(snapshot_ids=(first,)), meanwhile)
        assert stage.diary == [READ, ASK, WRITE, READ]
        assert len(removal_service.list_removed()) == 1
        assert stage.has_told_nothing()
