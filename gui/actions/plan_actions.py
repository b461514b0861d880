"""The lines of a plan: adding, changing, ordering, removing, and putting back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QCoreApplication

from core.domain.comparison import PlannedLine
from core.domain.keys import Key, ThingKind
from core.domain.rows import Choice, ContentRow, EventRow
from core.services import plan_service
from gui import texts
from gui.actions.acts import Acts, ActTexts, Place, edit_flow, tell_edit
from gui.background import Lane
from gui.flow import Flow, Work
from gui.words import TITLE_NAME, name_text


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of an event, with the names that notices say."""

    event: EventRow
    row: ContentRow

    @property
    def place(self) -> Place:
        return Place(Key(ThingKind.EVENT, self.event.id), self.row.line_id)

    @property
    def line_id(self) -> int:
        assert self.row.line_id is not None
        return self.row.line_id

    @property
    def name(self) -> str:
        return name_text(self.row.name, TITLE_NAME)

    @property
    def event_name(self) -> str:
        return name_text(self.event.name, TITLE_NAME)


def add_choice(
    acts: Acts, event: EventRow, *, choice: Choice, quantity: Fraction, is_added_to_line: bool
) -> Flow:
    """Adds a line, or to the line that holds the thing already."""
    name = name_text(choice.name, TITLE_NAME)
    amount = texts.amount_text(quantity)
    page = Key(ThingKind.EVENT, event.id)
    if is_added_to_line and choice.line_id is not None and choice.planned is not None:
        verb = partial(plan_service.add_to_line, choice.line_id, quantity)
        words = _quantity_texts(
            name,
            texts.isolate(event.name),
            old=choice.planned,
            new=choice.planned + quantity,
        )
        yield from edit_flow(acts, verb, texts=words, place=Place(page, choice.line_id))
        return
    edit = yield Work(
        partial(
            plan_service.add_line, event.id, choice.kind, source_id=choice.id, quantity=quantity
        ),
        Lane.WRITE,
    )
    words = ActTexts(
        QCoreApplication.translate("Acts", "Add {quantity} {name}").format(
            quantity=amount, name=name
        ),
        QCoreApplication.translate("Acts", "Added {quantity} {name}.").format(
            quantity=amount, name=name
        ),
    )
    line_id = edit.key.id if edit.key is not None else None
    tell_edit(acts, edit, texts=words, place=Place(page, line_id))


def set_quantity(acts: Acts, planned: Planned, quantity: Fraction) -> Flow:
    words = _quantity_texts(planned.name, planned.event_name, old=planned.row.in_all, new=quantity)
    verb = partial(
        plan_service.set_quantity, planned.line_id, quantity, expected=planned.row.in_all
    )
    return edit_flow(acts, verb, texts=words, place=planned.place)


def _quantity_texts(name: str, event_name: str, *, old: Fraction, new: Fraction) -> ActTexts:
    return ActTexts(
        QCoreApplication.translate("Acts", "Change {name} {old} to {new}").format(
            name=name, old=texts.amount_text(old), new=texts.amount_text(new)
        ),
        QCoreApplication.translate("Acts", "{name} in {event}: {old} to {new}.").format(
            name=name, event=event_name, old=texts.amount_text(old), new=texts.amount_text(new)
        ),
        QCoreApplication.translate("Acts", "Undone: {name} in {event} is {old} again.").format(
            name=name, event=event_name, old=texts.amount_text(old)
        ),
    )


def set_line_notes(acts: Acts, planned: Planned, notes: str) -> Flow:
    words = ActTexts(
        QCoreApplication.translate("Acts", "Change the note of {name}").format(name=planned.name)
    )
    verb = partial(
        plan_service.set_line_notes, planned.line_id, notes, replaces=(planned.row.notes,)
    )
    return edit_flow(acts, verb, texts=words, place=planned.place)


def move_line(acts: Acts, planned: Planned, steps: int) -> Flow:
    words = ActTexts(QCoreApplication.translate("Acts", "Move {name}").format(name=planned.name))
    verb = partial(plan_service.move_line, planned.line_id, steps)
    return edit_flow(acts, verb, texts=words, place=planned.place)


def delete_lines(acts: Acts, event: EventRow, rows: Sequence[ContentRow]) -> Flow:
    """Takes lines out at once; the notice has the way back."""
    ids = [row.line_id for row in rows if row.line_id is not None]
    undone = QCoreApplication.translate("Acts", "Undone: {what} are in {event} again.")
    what = texts.lines_text(len(rows))
    if len(rows) == 1:
        undone = QCoreApplication.translate("Acts", "Undone: {what} is in {event} again.")
        what = name_text(rows[0].name, TITLE_NAME)
    words = ActTexts(
        QCoreApplication.translate("Acts", "Delete {what}").format(what=what),
        QCoreApplication.translate("Acts", "Deleted {what} from {event}.").format(
            what=what, event=texts.isolate(event.name)
        ),
        undone.format(what=what, event=texts.isolate(event.name)),
    )
    place = Place(Key(ThingKind.EVENT, event.id), ids[0] if ids else None)
    return edit_flow(acts, partial(plan_service.remove_lines, ids), texts=words, place=place)


def put_back(acts: Acts, event: EventRow, line: PlannedLine) -> Flow:
    """Puts a line that the latest snapshot remembers back into the plan."""
    name = name_text(line.name, TITLE_NAME)
    words = ActTexts(
        QCoreApplication.translate("Acts", "Put back {name}").format(name=name),
        QCoreApplication.translate("Acts", "{name} is in the plan again.").format(name=name),
    )
    place = Place(Key(ThingKind.EVENT, event.id))
    verb = partial(plan_service.put_back, event.id, line)
    return edit_flow(acts, verb, texts=words, place=place)
