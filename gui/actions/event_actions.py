"""Events: making, naming, dating and noting them, planning one again, starting from another."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.domain.changes import Edit
from core.domain.keys import Key, ThingKind
from core.domain.rows import EventRow, LikeEvent, SnapshotRow
from core.errors import InvalidInputError
from core.services import event_service
from gui import texts
from gui.actions.acts import Acts, ActTexts, Place, Typed, edit_flow, tell_edit
from gui.background import Lane
from gui.dialogs.form_dialog import FormDialog
from gui.dialogs.new_event_dialog import EventAnswer, NewEventDialog
from gui.dialogs.plan_again_dialog import PlanAgainDialog, PlanAgainProposal
from gui.flow import Ask, Flow, FlowStep, Work
from gui.words import TITLE_NAME, name_text

TypedEvent = Typed[EventAnswer | None]


def new_event(acts: Acts, today: date, typed: TypedEvent | None = None) -> Flow:
    """Asks for a name and a date, makes the event and goes to its page."""

    def make(answer: EventAnswer) -> Edit:
        return event_service.create_event(answer.name, answer.event_date)

    answer, edit = yield from _ask_until_taken(
        partial(NewEventDialog, today), make, typed=typed or Typed(None)
    )
    words = ActTexts(
        QCoreApplication.translate("Acts", "New event {name}").format(
            name=name_text(answer.name, TITLE_NAME)
        )
    )
    tell_edit(acts, edit, texts=words)
    acts.screen.go_to(Place(edit.key))
    acts.screen.focus_page()


def rename_event(acts: Acts, event: EventRow, name: str) -> Flow:
    words = ActTexts(
        QCoreApplication.translate("Acts", "Rename {name}").format(name=texts.isolate(event.name)),
        QCoreApplication.translate("Acts", "{old} is now called {new}.").format(
            old=texts.isolate(event.name), new=texts.isolate(name)
        ),
        QCoreApplication.translate("Acts", "Undone: it is called {name} again.").format(
            name=texts.isolate(event.name)
        ),
    )
    verb = partial(event_service.rename_event, event.id, name)
    return edit_flow(acts, verb, texts=words, place=_place(event))


def set_event_date(acts: Acts, event: EventRow, day: date | None) -> Flow:
    words = ActTexts(
        QCoreApplication.translate("Acts", "Change the date of {name}").format(
            name=texts.isolate(event.name)
        )
    )
    verb = partial(event_service.set_event_date, event.id, day)
    return edit_flow(acts, verb, texts=words, place=_place(event))


def set_event_notes(acts: Acts, event: EventRow, notes: str) -> Flow:
    words = ActTexts(
        QCoreApplication.translate("Acts", "Change the notes of {name}").format(
            name=texts.isolate(event.name)
        )
    )
    verb = partial(event_service.set_event_notes, event.id, notes)
    return edit_flow(acts, verb, texts=words, place=_place(event))


def start_from(acts: Acts, event: EventRow, other: LikeEvent) -> Flow:
    """Copies another event's lines into an empty plan."""
    words = ActTexts(
        QCoreApplication.translate("Acts", "Start {name} from {other}").format(
            name=texts.isolate(event.name), other=texts.isolate(other.name)
        ),
        QCoreApplication.translate("Acts", "{name} starts with the lines of {other}.").format(
            name=texts.isolate(event.name), other=texts.isolate(other.name)
        ),
    )
    verb = partial(event_service.start_from, event.id, other.id)
    return edit_flow(acts, verb, texts=words, place=_place(event))


def plan_again(
    acts: Acts,
    snapshot: SnapshotRow,
    today: date,
    *,
    typed: TypedEvent | None = None,
) -> Flow:
    """Makes a new event from a snapshot's lines, on the same weekday next year."""
    preview = yield Work(partial(event_service.preview_plan_again, snapshot.id))
    proposal = PlanAgainProposal(
        QCoreApplication.translate("Acts", "snapshot {number} of {name}").format(
            number=snapshot.version or "", name=preview.name
        ),
        preview.name,
        preview.event_date,
        preview.line_count,
        preview.left_out,
    )

    def make(answer: EventAnswer) -> Edit:
        return event_service.plan_again(snapshot.id, answer.name, event_date=answer.event_date)

    answer, edit = yield from _ask_until_taken(
        partial(PlanAgainDialog, proposal, today), make, typed=typed or Typed(None)
    )
    name = name_text(answer.name, TITLE_NAME)
    words = ActTexts(
        QCoreApplication.translate("Acts", "Plan {name} again").format(name=name),
        QCoreApplication.translate("Acts", "{name} is planned with {lines}.").format(
            name=name, lines=texts.lines_text(preview.line_count)
        ),
    )
    tell_edit(acts, edit, texts=words)
    acts.screen.go_to(Place(edit.key))
    acts.screen.focus_page()


def _ask_until_taken(
    make_form: Callable[..., FormDialog], make: Callable[[EventAnswer], Edit], *, typed: TypedEvent
) -> Generator[FlowStep, Any, tuple[EventAnswer, Edit]]:
    """What is refused is asked for again, with what was typed and the sentence that says why."""
    error = ""
    while True:
        answer: EventAnswer = yield Ask(
            partial(_form, make_form=make_form, typed=typed.value, error=error)
        )
        typed.value = answer
        try:
            edit: Edit = yield Work(partial(make, answer), Lane.WRITE)
        except InvalidInputError as refused:
            error = refused.sentence
            continue
        return answer, edit


def _form(
    window: QWidget,
    *,
    make_form: Callable[..., FormDialog],
    typed: EventAnswer | None,
    error: str,
) -> FormDialog:
    form = make_form(window, typed=typed)
    if error:
        form.set_error(error)
    return form


def _place(event: EventRow) -> Place:
    return Place(Key(ThingKind.EVENT, event.id))
