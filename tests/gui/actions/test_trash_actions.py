from __future__ import annotations

from typing import Any

import pytest

from core.domain.changes import Changes
from core.errors import CorruptDatabaseError, NotFoundError
from core.services import removal_service
from core.services.finalization_service import finalize_event_plan
from gui.actions import removal_actions
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH
from gui.dialogs.purge_dialog import PurgeDialog
from gui.flow import Cancelled
from tests.core.stored_rows import run, stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.plans import finalized, second_event, with_trash
from tests.gui.actions.stepping import (
    ANNOUNCE,
    CLEAR,
    GO_TO,
    LEFT,
    NOTICE,
    WRITE,
    Stage,
    event_key,
    snapshot_key,
)
from tests.gui.dialogs.values import plain

ONE_BACK = [WRITE, ANNOUNCE, CLEAR, GO_TO, NOTICE]


def restore(stage: Stage, *removed_ids: int) -> None:
    stage.play(removal_actions.restore(stage.acts, removed_ids))


def finalized_of(event_id: int) -> int:
    return finalize_event_plan(event_id).id


class TestRestoringASnapshot:
    def test_says_where_to_and_goes_there(self, bakery: Bakery, stage: Stage) -> None:
        third = finalized(bakery, 3)[-1]
        removed = removal_service.remove_snapshots([third])
        restore(stage, removed)
        assert stage.diary == ONE_BACK
        told = Changes.of(added=[snapshot_key(third)], altered=[event_key(bakery.event_id), TRASH])
        assert stage.announced == [told]
        assert stage.screen.notices == [("Restored snapshot 3 to Christmas market.", True)]
        assert stage.screen.has_notice
        assert stage.screen.places == [Place(snapshot_key(third))]
        assert stage.undo_text == "Restore Snapshot 3 of Christmas market"

    def test_whose_event_is_gone_says_that_it_is_without_event(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        [only] = finalized(bakery, 1)
        removed = removal_service.remove_snapshots([only])
        removal_service.remove_event(bakery.event_id)
        restore(stage, removed)
        assert stage.last_notice == "Restored snapshot 1 to “Without event”."
        assert stage.announced == [Changes.of(added=[snapshot_key(only)], altered=[TRASH])]

    def test_puts_it_into_the_trash_again_when_undone(self, bakery: Bakery, stage: Stage) -> None:
        [only] = finalized(bakery, 1)
        key, event = snapshot_key(only), event_key(bakery.event_id)
        removed = removal_service.remove_snapshots([only])
        before = stored_rows()
        restore(stage, removed)
        after = with_trash()
        for _ in range(2):
            stage.undo()
            assert stored_rows() == before
            assert stage.diary == [WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == Changes.of(removed=[key], altered=[event, TRASH])
            assert stage.screen.places[-1] == Place(TRASH)
            assert stage.last_notice == "Undone: Restore Snapshot 1 of Christmas market."
            assert removal_service.count_removed() == 1
            stage.redo()
            assert with_trash() == after
            assert stage.announced[-1] == Changes.of(added=[key], altered=[event, TRASH])
            assert stage.last_notice == "Done again: Restore Snapshot 1 of Christmas market."

    def test_that_is_damaged_leaves_it_in_the_trash(self, bakery: Bakery, stage: Stage) -> None:
        removed = removal_service.remove_snapshots(finalized(bakery, 1))
        run("UPDATE removed_records SET data_hash = 'wrong'")
        before = with_trash()
        with pytest.raises(CorruptDatabaseError):
            restore(stage, removed)
        assert with_trash() == before
        assert stage.has_told_nothing()


class TestRestoringSeveralSnapshots:
    def test_of_one_event_names_it(self, bakery: Bakery, stage: Stage) -> None:
        removed = removal_service.remove_snapshots(finalized(bakery, 2))
        restore(stage, removed)
        assert stage.last_notice == "Restored 2 snapshots to Christmas market."

    def test_of_two_events_names_neither(self, bakery: Bakery, stage: Stage) -> None:
        other = second_event(bakery)
        ids = [*finalized(bakery, 1), finalized_of(other)]
        restore(stage, removal_service.remove_snapshots(ids))
        assert stage.last_notice == "Restored 2 snapshots."
        assert stage.announced[0].altered == {
            event_key(bakery.event_id),
            event_key(other),
            TRASH,
        }

    def test_of_which_one_has_no_event_any_more_does_not_say_that_all_went_to_the_other(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        other = second_event(bakery)
        removed = removal_service.remove_snapshots([*finalized(bakery, 1), finalized_of(other)])
        removal_service.remove_event(other)
        restore(stage, removed)
        assert stage.last_notice == "Restored 2 snapshots."


class TestRestoringAnEvent:
    def test_with_its_snapshots_brings_all_of_it_back(self, bakery: Bakery, stage: Stage) -> None:
        ids, event = finalized(bakery, 2), event_key(bakery.event_id)
        before = with_trash()
        removed = removal_service.remove_event(bakery.event_id, with_snapshots=True)
        restore(stage, removed)
        assert stage.diary == ONE_BACK
        assert with_trash() == before
        assert stage.screen.notices == [("Restored Christmas market and 2 snapshots.", True)]
        [told] = stage.announced
        assert told.added == {event, *(snapshot_key(each) for each in ids)}
        assert stage.screen.places == [Place(event)]
        stage.undo()
        assert value("SELECT count(*) FROM planning_snapshots") == 0
        assert stage.announced[-1].removed == told.added
        stage.redo()
        assert with_trash() == before

    def test_gives_it_the_snapshots_that_had_stayed(self, bakery: Bakery, stage: Stage) -> None:
        [stayed] = finalized(bakery, 1)
        event = event_key(bakery.event_id)
        before = with_trash()
        restore(stage, removal_service.remove_event(bakery.event_id))
        assert with_trash() == before
        assert stage.announced == [
            Changes.of(added=[event], altered=[snapshot_key(stayed), event, TRASH])
        ]
        assert stage.last_notice == "Restored Christmas market."


class TestRestoringWhatIsGone:
    def test_alone_is_an_error_and_not_told(self, bakery: Bakery, stage: Stage) -> None:
        with pytest.raises(NotFoundError, match="not in the trash any more"):
            restore(stage, 99)
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()

    def test_among_others_is_passed_over(self, bakery: Bakery, stage: Stage) -> None:
        entries = [removal_service.remove_snapshots([each]) for each in finalized(bakery, 2)]
        restore(stage, entries[0], 99, entries[1])
        assert stage.diary == [*ONE_BACK, WRITE, *ONE_BACK]
        assert [text for text, _ in stage.screen.notices] == [
            "Restored snapshot 1 to Christmas market.",
            "Restored snapshot 2 to Christmas market.",
        ]
        assert removal_service.count_removed() == 0

    def test_each_of_several_is_undone_by_itself(self, bakery: Bakery, stage: Stage) -> None:
        entries = [removal_service.remove_snapshots([each]) for each in finalized(bakery, 2)]
        restore(stage, *entries)
        stage.undo()
        assert stage.last_notice == "Undone: Restore Snapshot 2 of Christmas market."
        assert [row.title for row in removal_service.list_removed()] == [
            "Snapshot 2 of Christmas market"
        ]


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
        assert removal_service.count_removed() == 0

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
