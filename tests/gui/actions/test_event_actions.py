from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.domain.rows import EventRow, LikeEvent
from core.errors import ConflictError, InUseError
from core.services import event_service
from core.services.finalization_service import finalize_event_plan
from gui.actions import event_actions
from gui.actions.acts import Acts, Place
from gui.dialogs.new_event_dialog import EventAnswer
from gui.dialogs.plan_again_dialog import PlanAgainDialog
from gui.flow import Cancelled, Flow
from tests.core.stored_rows import run, stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.stepping import (
    ANNOUNCE,
    CLEAR,
    FOCUS,
    GO_TO,
    LEFT,
    NOTICE,
    READ,
    WRITE,
    Stage,
    event_key,
    event_row,
    said,
    snapshot_row,
)

TODAY = date(2026, 11, 23)
EASTER = EventAnswer("Easter market", date(2027, 3, 27))


def made_id() -> int:
    return int(value("SELECT max(id) FROM events"))


class TestNewEvent:
    def test_is_asked_for_written_told_and_gone_to(self, bakery: Bakery, stage: Stage) -> None:
        stage.play(event_actions.new_event(stage.acts, TODAY), EASTER)
        assert stage.diary == ["ask NewEventDialog", WRITE, ANNOUNCE, CLEAR, GO_TO, FOCUS]
        key = event_key(made_id())
        assert stage.announced == [Changes.of(added=[key])]
        assert stage.screen.places == [Place(key)]
        assert (stage.undo_text, stage.screen.notices) == ("New event Easter market", [])
        row = event_row(key.id)
        assert (row.name, row.event_date) == (EASTER.name, EASTER.event_date)

    def test_left_at_the_question_makes_nothing_and_tells_nothing(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        before = stored_rows()
        stage.play(event_actions.new_event(stage.acts, TODAY), Cancelled())
        assert stage.diary == ["ask NewEventDialog", LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_undone_is_gone_and_done_again_is_the_same_one(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        before = stored_rows()
        stage.play(event_actions.new_event(stage.acts, TODAY), EASTER)
        after, key = stored_rows(), event_key(made_id())
        for _ in range(2):
            stage.undo()
            assert stored_rows() == before
            # It is looked at before it goes, and not once it is gone.
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, NOTICE]
            assert stage.announced[-1] == Changes.of(removed=[key])
            assert stage.last_notice == "Undone: New event Easter market."
            stage.redo()
            assert stored_rows() == after
            # It is gone to once it is there, and not before.
            assert stage.diary == [WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == Changes.of(added=[key])
            assert stage.last_notice == "Done again: New event Easter market."
        assert set(stage.screen.places) == {Place(key)}

    def test_that_cannot_be_done_again_is_not_gone_to(self, bakery: Bakery, stage: Stage) -> None:
        stage.play(event_actions.new_event(stage.acts, TODAY), EASTER)
        stage.undo()
        key = stage.screen.places[-1].page
        assert key is not None
        event_service.create_event("School fair")
        run("UPDATE events SET id = :id WHERE name = 'School fair'", id=key.id)
        places = len(stage.screen.places)
        with pytest.raises(ConflictError):
            stage.redo()
        assert stage.diary == [WRITE]
        assert len(stage.screen.places) == places
        assert not stage.history.can_redo()

    def test_that_has_got_a_line_meanwhile_is_not_taken_back(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        stage.play(event_actions.new_event(stage.acts, TODAY), EASTER)
        event_service.start_from(made_id(), bakery.event_id)
        before, told = stored_rows(), len(stage.announced)
        with pytest.raises(InUseError):
            stage.undo()
        assert stored_rows() == before
        assert len(stage.announced) == told
        assert not stage.history.can_undo()


@dataclass(frozen=True)
class Edit:
    """One edit of an event, and everything that is told of it."""

    make: Callable[[Acts, EventRow], Flow]
    name: str
    notice: str = ""
    undone: str = ""


MARKET = "Christmas market"
EDITS = {
    "name": Edit(
        lambda acts, event: event_actions.rename_event(acts, event, "Winter market"),
        "Rename Christmas market",
        "Christmas market is now called Winter market.",
        "Undone: it is called Christmas market again.",
    ),
    "date": Edit(
        lambda acts, event: event_actions.set_event_date(acts, event, date(2026, 12, 19)),
        "Change the date of Christmas market",
    ),
    "no date": Edit(
        lambda acts, event: event_actions.set_event_date(acts, event, None),
        "Change the date of Christmas market",
    ),
    "notes": Edit(
        lambda acts, event: event_actions.set_event_notes(acts, event, "Two tables"),
        "Change the notes of Christmas market",
    ),
}


class TestEdits:
    @pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
    def test_are_one_write_told_and_undoable_by_name(
        self, bakery: Bakery, stage: Stage, edit: Edit
    ) -> None:
        before, key = stored_rows(), event_key(bakery.event_id)
        stage.play(edit.make(stage.acts, event_row(bakery.event_id)))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE if edit.notice else CLEAR]
        assert stage.announced == [Changes.of(altered=[key])]
        assert stage.screen.notices == ([(edit.notice, True)] if edit.notice else [])
        assert stage.undo_text == edit.name
        after = stored_rows()
        assert after != before
        stage.undo()
        assert stored_rows() == before
        assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert stage.screen.notices[-1] == (edit.undone or f"Undone: {edit.name}.", False)
        stage.redo()
        assert stored_rows() == after
        assert stage.last_notice == f"Done again: {edit.name}."
        assert stage.announced == [Changes.of(altered=[key])] * 3
        assert set(stage.screen.places) == {Place(key)}

    def test_that_change_nothing_are_not_told(self, bakery: Bakery, stage: Stage) -> None:
        event = event_row(bakery.event_id)
        stage.play(event_actions.rename_event(stage.acts, event, MARKET))
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()

    def test_another_windows_newer_name_stays_and_the_undo_is_given_up(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        event = event_row(bakery.event_id)
        stage.play(event_actions.rename_event(stage.acts, event, "Winter market"))
        event_service.rename_event(bakery.event_id, "Advent market")
        with pytest.raises(ConflictError):
            stage.undo()
        assert event_row(bakery.event_id).name == "Advent market"
        assert len(stage.announced) == 1
        assert not stage.history.can_undo()

    def test_names_keep_their_direction_to_themselves(self, bakery: Bakery, stage: Stage) -> None:
        event = event_row(bakery.event_id)
        stage.play(event_actions.set_event_notes(stage.acts, event, "Two tables"))
        assert stage.history.undo_text() == "Change the notes of \u2068Christmas market\u2069"


def test_starting_from_another_event_copies_its_lines_and_undoing_takes_them_out(
    bakery: Bakery, stage: Stage
) -> None:
    stage.play(event_actions.new_event(stage.acts, TODAY), EASTER)
    before, event = stored_rows(), event_row(made_id())
    other = LikeEvent(bakery.event_id, MARKET, 2026)
    stage.play(event_actions.start_from(stage.acts, event, other))
    lines = [Key(ThingKind.PLAN_LINE, each) for each in (4, 5, 6)]
    assert stage.diary == [WRITE, ANNOUNCE, NOTICE]
    assert stage.announced[-1] == Changes.of(added=lines, altered=[event_key(event.id)])
    assert stage.last_notice == "Easter market starts with the lines of Christmas market."
    assert stage.undo_text == "Start Easter market from Christmas market"
    after = stored_rows()
    stage.undo()
    assert stored_rows() == before
    stage.redo()
    assert stored_rows() == after


class TestPlanAgain:
    def again(self, stage: Stage, bakery: Bakery, answer: Any) -> None:
        row = snapshot_row(finalize_event_plan(bakery.event_id).id)
        self.before = stored_rows()
        stage.play(event_actions.plan_again(stage.acts, row, TODAY), answer)

    def test_reads_asks_with_what_it_read_and_makes_the_event(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        def take(dialog: PlanAgainDialog) -> EventAnswer:
            assert dialog.answer() == EventAnswer(MARKET, date(2027, 12, 11))
            assert said(dialog, "what") == (
                "A new event with 3 lines of snapshot 1 of Christmas market, notes included."
            )
            return dialog.answer()

        self.again(stage, bakery, take)
        assert stage.diary == [
            READ,
            "ask PlanAgainDialog",
            WRITE,
            ANNOUNCE,
            NOTICE,
            GO_TO,
            FOCUS,
        ]
        key = event_key(made_id())
        assert stage.announced[0].added >= {key}
        assert stage.announced[0].removed == stage.announced[0].altered == frozenset()
        assert stage.screen.notices == [("Christmas market is planned with 3 lines.", True)]
        assert stage.undo_text == "Plan Christmas market again"
        assert stage.screen.places == [Place(key)]
        after = stored_rows()
        stage.undo()
        assert stored_rows() == self.before
        assert stage.diary == [GO_TO, WRITE, ANNOUNCE, NOTICE]
        stage.redo()
        assert stored_rows() == after
        assert stage.diary == [WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert set(stage.screen.places) == {Place(key)}

    def test_left_at_the_question_makes_nothing(self, bakery: Bakery, stage: Stage) -> None:
        self.again(stage, bakery, Cancelled())
        assert stage.diary == [READ, "ask PlanAgainDialog", LEFT]
        assert stored_rows() == self.before
        assert stage.has_told_nothing()

    def test_says_what_is_left_out(self, bakery: Bakery, stage: Stage) -> None:
        row = snapshot_row(finalize_event_plan(bakery.event_id).id)
        # The same name, and not the same thing.
        run("UPDATE finished_units SET uuid = 'another' WHERE id = :id", id=bakery.cake_id)
        asked: list[str] = []

        def take(dialog: PlanAgainDialog) -> EventAnswer:
            asked.append(said(dialog, "left_out"))
            return dialog.answer()

        stage.play(event_actions.plan_again(stage.acts, row, TODAY), take)
        assert asked == ["Left out, because it is no longer there: Celebration cake."]
        assert stage.last_notice == "Christmas market is planned with 2 lines."
