"""The forms of a new event and of planning again: what is refused is asked for again as typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from core.errors import DatabaseBusyError, NotFoundError
from core.services import event_service, removal_service
from core.services.finalization_service import finalize_event_plan
from gui.actions import event_actions
from gui.actions.acts import Typed
from gui.actions.event_actions import TypedEvent
from gui.dialogs.new_event_dialog import EventAnswer, NewEventDialog
from gui.dialogs.plan_again_dialog import PlanAgainDialog
from gui.flow import Cancelled, Flow
from tests.core.stored_rows import stored_rows, value
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
    event_row,
    snapshot_row,
)

TODAY = date(2026, 11, 23)
UNSEEN = EventAnswer("\u200b", date(2027, 3, 27))  # the form takes it, and core does not
EASTER = EventAnswer("Easter market", date(2027, 3, 28))
EventForm = NewEventDialog | PlanAgainDialog


@dataclass(frozen=True)
class Case:
    """A flow that asks for an event's name and date."""

    make: Callable[[Stage, Bakery, TypedEvent | None], Flow]
    verb: str  # of core, that makes the event
    before: list[str]
    ask: str
    after: list[str]

    @property
    def refused(self) -> list[str]:
        return [*self.before, self.ask, WRITE]


def new_event(stage: Stage, _bakery: Bakery, typed: TypedEvent | None) -> Flow:
    return event_actions.new_event(stage.acts, TODAY, typed)


def plan_again(stage: Stage, bakery: Bakery, typed: TypedEvent | None) -> Flow:
    row = snapshot_row(finalize_event_plan(bakery.event_id).id)
    return event_actions.plan_again(stage.acts, row, TODAY, typed=typed)


CASES = {
    "new event": Case(
        new_event, "create_event", [], "ask NewEventDialog", [ANNOUNCE, CLEAR, GO_TO, FOCUS]
    ),
    "plan again": Case(
        plan_again, "plan_again", [READ], "ask PlanAgainDialog", [ANNOUNCE, NOTICE, GO_TO, FOCUS]
    ),
}


def sentence(dialog: EventForm) -> str:
    return dialog.name_field.sentence.text()


def made() -> EventAnswer:
    row = event_row(int(value("SELECT max(id) FROM events")))
    return EventAnswer(row.name, row.event_date)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
class TestRefused:
    def test_is_asked_for_again_with_what_was_typed_and_the_sentence(
        self, bakery: Bakery, stage: Stage, case: Case
    ) -> None:
        flow = case.make(stage, bakery, None)
        before = stored_rows()

        def type_it(dialog: EventForm) -> EventAnswer:
            assert sentence(dialog) == ""
            return UNSEEN

        def correct(dialog: EventForm) -> EventAnswer:
            assert sentence(dialog) == "Please give it a name that can be seen."
            assert dialog.answer() == UNSEEN
            assert stored_rows() == before
            assert stage.has_told_nothing()
            return EASTER

        stage.play(flow, type_it, correct)
        assert stage.diary == [*case.refused, case.ask, WRITE, *case.after]
        assert made() == EASTER
        assert len(stage.announced) == 1

    def test_and_refused_again_shows_what_was_typed_last(
        self, bakery: Bakery, stage: Stage, case: Case
    ) -> None:
        too_far = EventAnswer("Easter market", date(2300, 3, 27))

        def too_late(dialog: EventForm) -> EventAnswer:
            assert sentence(dialog) == "Please give it a name that can be seen."
            return too_far

        def leave(dialog: EventForm) -> Cancelled:
            assert sentence(dialog) == "That day is too far away."
            assert dialog.answer().name == too_far.name
            return Cancelled()

        flow = case.make(stage, bakery, None)
        before = stored_rows()
        stage.play(flow, UNSEEN, too_late, leave)
        assert stage.diary == [*case.refused, case.ask, WRITE, case.ask, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
class TestTypedBefore:
    """What the Retry of a banner opens the form with."""

    def test_stands_in_the_form_without_a_sentence(
        self, bakery: Bakery, stage: Stage, case: Case
    ) -> None:
        def take(dialog: EventForm) -> EventAnswer:
            assert sentence(dialog) == ""
            return dialog.answer()

        stage.play(case.make(stage, bakery, Typed(EASTER)), take)
        assert stage.diary == [*case.refused, *case.after]
        assert made() == EASTER

    def test_is_kept_when_the_file_was_busy(
        self, bakery: Bakery, stage: Stage, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_: Any, **__: Any) -> None:
            raise DatabaseBusyError("Another program is using the file.")

        typed: TypedEvent = Typed(None)
        flow, again = case.make(stage, bakery, typed), case.make(stage, bakery, typed)
        with monkeypatch.context() as patch:
            patch.setattr(event_service, case.verb, busy)
            with pytest.raises(DatabaseBusyError):
                stage.play(flow, EASTER)
        assert stage.diary == case.refused
        assert typed.value == EASTER
        assert stage.has_told_nothing()
        stage.play(again, lambda dialog: dialog.answer())
        assert made() == EASTER

    def test_is_kept_over_a_refusal_too(self, bakery: Bakery, stage: Stage, case: Case) -> None:
        typed: TypedEvent = Typed(None)
        stage.play(case.make(stage, bakery, typed), UNSEEN, Cancelled())
        assert typed.value == UNSEEN


def test_planning_a_snapshot_again_that_went_meanwhile_is_an_error_and_not_asked_again(
    bakery: Bakery, stage: Stage
) -> None:
    flow = plan_again(stage, bakery, None)

    def meanwhile(dialog: PlanAgainDialog) -> EventAnswer:
        removal_service.remove_snapshots([1])
        return dialog.answer()

    with pytest.raises(NotFoundError):
        stage.play(flow, meanwhile)
    assert stage.diary == [READ, "ask PlanAgainDialog", WRITE]
    assert stage.has_told_nothing()
