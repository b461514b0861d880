from __future__ import annotations

import pytest

from core.domain.changes import Changes
from core.errors import CorruptDatabaseError, NotFoundError
from core.services import removal_service
from core.services.finalization_service import finalize_event_plan
from gui.actions import removal_actions
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH
from tests.core.stored_rows import run, stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.plans import finalized, second_event, with_trash
from tests.gui.actions.stepping import (
    ANNOUNCE,
    CLEAR,
    GO_TO,
    NOTICE,
    WRITE,
    Stage,
    event_key,
    snapshot_key,
)

ONE_BACK = [WRITE, ANNOUNCE, CLEAR, GO_TO, NOTICE]


def restore(stage: Stage, *removed_ids: int) -> None:
    stage.play(removal_actions.restore(stage.acts, removed_ids))


def entries_of(bakery: Bakery, count: int) -> list[int]:
    """As many snapshots, each in the trash by itself."""
    return [removal_service.remove_snapshots([each]) for each in finalized(bakery, count)]


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
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == Changes.of(removed=[key], altered=[event, TRASH])
            assert stage.screen.places[-2:] == [Place(TRASH)] * 2
            assert stage.last_notice == "Undone: Restore Snapshot 1 of Christmas market."
            assert len(removal_service.list_removed()) == 1
            stage.redo()
            assert with_trash() == after
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.screen.places[-2:] == [Place(TRASH)] * 2
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

    def test_all_of_several_is_an_error_and_not_told(self, bakery: Bakery, stage: Stage) -> None:
        with pytest.raises(NotFoundError, match="not in the trash any more"):
            restore(stage, 98, 99)
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()

    def test_among_others_is_passed_over(self, bakery: Bakery, stage: Stage) -> None:
        first, second = entries_of(bakery, 2)
        restore(stage, first, 99, second)
        assert stage.diary == ONE_BACK
        assert stage.screen.notices == [("Restored 2 things.", True)]
        assert len(removal_service.list_removed()) == 0

    def test_beside_one_that_is_there_leaves_that_ones_own_words(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        [entry] = entries_of(bakery, 1)
        restore(stage, 99, entry)
        assert stage.diary == ONE_BACK
        assert stage.screen.notices == [("Restored snapshot 1 to Christmas market.", True)]
        assert stage.undo_text == "Restore Snapshot 1 of Christmas market"


class TestRestoringSeveralEntries:
    def test_is_one_write_told_once_and_goes_to_the_last(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        ids = finalized(bakery, 2)
        before = with_trash()
        restore(stage, *(removal_service.remove_snapshots([each]) for each in ids))
        assert stage.diary == ONE_BACK
        assert with_trash() == before
        keys = [snapshot_key(each) for each in ids]
        told = Changes.of(added=keys, altered=[event_key(bakery.event_id), TRASH])
        assert stage.announced == [told]
        assert stage.screen.notices == [("Restored 2 things.", True)]
        assert stage.undo_text == "Restore 2 things"
        assert stage.screen.places == [Place(keys[-1])]

    def test_is_one_step_of_undo(self, bakery: Bakery, stage: Stage) -> None:
        ids, event = finalized(bakery, 2), event_key(bakery.event_id)
        keys = [snapshot_key(each) for each in ids]
        restore(stage, *(removal_service.remove_snapshots([each]) for each in ids))
        after = with_trash()
        for _ in range(2):
            stage.undo()
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.screen.places[-2:] == [Place(TRASH)] * 2
            assert stage.announced[-1] == Changes.of(removed=keys, altered=[event, TRASH])
            assert stage.screen.notices[-1] == ("Undone: Restore 2 things.", False)
            assert not stage.history.can_undo()
            assert [row.title for row in removal_service.list_removed()] == ["2 snapshots"]
            assert value("SELECT count(*) FROM planning_snapshots") == 0
            stage.redo()
            assert with_trash() == after
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == Changes.of(added=keys, altered=[event, TRASH])
            assert stage.screen.notices[-1] == ("Done again: Restore 2 things.", False)
            assert not stage.history.can_redo()

    @pytest.mark.parametrize("has_gone", [False, True])
    @pytest.mark.parametrize("is_damaged_first", [False, True])
    def test_of_which_one_is_damaged_leaves_all_in_the_trash(
        self, bakery: Bakery, stage: Stage, has_gone: bool, is_damaged_first: bool
    ) -> None:
        sound, damaged = entries_of(bakery, 2)
        run("UPDATE removed_records SET data_hash = 'wrong' WHERE id = :id", id=damaged)
        before = with_trash()
        chosen = [damaged, sound] if is_damaged_first else [sound, damaged]
        with pytest.raises(CorruptDatabaseError):
            restore(stage, *([99] if has_gone else []), *chosen)
        assert stage.diary == [WRITE]
        assert with_trash() == before
        assert stage.has_told_nothing()

    @pytest.mark.parametrize("is_event_first", [False, True])
    def test_an_event_and_its_snapshot_belong_together_again(
        self, bakery: Bakery, stage: Stage, is_event_first: bool
    ) -> None:
        [snapshot_id] = finalized(bakery, 1)
        key, event = snapshot_key(snapshot_id), event_key(bakery.event_id)
        before = with_trash()
        entries = [
            removal_service.remove_snapshots([snapshot_id]),
            removal_service.remove_event(bakery.event_id),
        ]
        restore(stage, *(reversed(entries) if is_event_first else entries))
        assert with_trash() == before
        assert stage.announced[0].added == {key, event}
        assert stage.screen.places == [Place(key if is_event_first else event)]
        stage.undo()
        assert stage.announced[-1] == Changes.of(removed=[key, event], altered=[TRASH])
        stage.redo()
        assert with_trash() == before
