"""Joins the event's page to what is read for it and to the flows its gestures start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.domain.changes import Changes
from core.domain.comparison import PlanChanges, PlannedLine
from core.domain.keys import Key, ThingKind
from core.domain.rows import Choice, EventDetail, EventRow, LikeEvent, SourceRef
from core.errors import ConflictError, CoreError
from gui import texts
from gui.actions import catalog_actions, event_actions, plan_actions, snapshot_actions
from gui.actions.acts import Acts, Typed
from gui.actions.catalog_actions import MadeFlow
from gui.actions.plan_actions import Planned
from gui.desks.contents_desk import ContentsDesk
from gui.desks.field_again import or_field_again
from gui.desks.history_desk import HistoryDesk
from gui.desks.sums_desk import SumsDesk
from gui.event_state import is_past
from gui.feeders.failure import sentence_of
from gui.feeders.list_feeder import CATALOG, ListFeeder, StateAnswer
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Cancelled, Flow
from gui.widgets.date_field import typed_date_text
from gui.widgets.editable_label import EditableLabel
from gui.widgets.event_page import EventPage


@dataclass(frozen=True, slots=True)
class Feeders:
    """What the event's page is fed by; its state is the one that the list shows."""

    page: PageFeeder
    states: ListFeeder


class EventDesk(QObject):
    """Shows one event; `is_writable` follows the file."""

    shown = Signal(object)  # EventRow
    missing = Signal(object)  # the error: it cannot be read, or is gone
    import_wanted = Signal()
    line_count_changed = Signal(int)

    def __init__(
        self, page: EventPage, feeders: Feeders, acts: Acts, *, today: Callable[[], date]
    ) -> None:
        super().__init__(page)
        self._page = page
        feeder = self._feeder = feeders.page
        self._states = feeders.states
        self._acts = acts
        self._today = today
        self._like: LikeEvent | None = None
        self._event_id: int | None = None
        self._half_typed: dict[int, str] = {}  # what stands in the add field, by event
        self.is_writable = True
        self.contents = ContentsDesk(page, feeder, self)
        self.sums = SumsDesk(page, feeder, acts, event=lambda: self.event_row, parent=self)
        self.history = HistoryDesk(page, feeder, acts, today=today, parent=self)
        self._connect()

    def _connect(self) -> None:
        page = self._page
        page.rename_wanted.connect(self._on_rename)
        page.date_wanted.connect(self._on_date)
        page.notes_wanted.connect(self._on_notes)
        page.finalize_wanted.connect(self.finalize)
        page.state_retry_wanted.connect(self._on_state_retry)
        page.start_from_wanted.connect(self._on_start_from)
        page.make_item_wanted.connect(partial(self._on_make_item, "", Fraction(1)))
        page.import_wanted.connect(self.import_wanted)
        page.adder.choices_wanted.connect(self._on_choices_wanted)
        page.adder.add_wanted.connect(self._on_add)
        page.adder.make_item_wanted.connect(self._on_make_item)
        page.adder.make_box_wanted.connect(self._on_make_box)
        page.model.quantity_edit_wanted.connect(self._on_quantity)
        page.model.note_edit_wanted.connect(self._on_note)
        page.model.put_back_wanted.connect(self._on_put_back)
        page.model.line_count_changed.connect(self.line_count_changed)
        page.view.delete_lines_wanted.connect(self._on_delete_lines)
        page.view.move_line_wanted.connect(self._on_move_line)

    @property
    def event_row(self) -> EventRow | None:
        """The event that is shown; None while its head is still that of the one before."""
        row = self._page.event_row()
        return row if row is not None and row.id == self._event_id else None

    def show(self, event_id: int) -> None:
        self._keep_half_typed()
        self._event_id = event_id
        source = SourceRef(event_id=event_id)
        self.contents.show(source, is_editable=self.is_writable)
        self.sums.show(source, is_editable=self.is_writable)
        self.read()

    def read(self) -> None:
        """Reads head, changes and helps for an empty plan."""
        if self._event_id is None:
            return
        event_id = self._event_id
        self._feeder.read_event(event_id, self._on_detail, self.missing.emit)
        self._feeder.read_like_event(event_id, self._on_like)
        self._feeder.read_is_catalog_empty(self._page.set_catalog_empty)
        self.history.show(event_id)

    def take_changes(self, changes: Changes) -> None:
        """Reads anew what an action, here or elsewhere, has changed."""
        if self._event_id is None:
            return
        if not self._is_about_it(changes):
            self.history.take_changes(changes)
            return
        self.show(self._event_id)

    def _is_about_it(self, changes: Changes) -> bool:
        """Another event's lines are nothing to this page; anything in the catalog may be."""
        if self.key is not None and changes.touches(self.key):
            return True
        keys = changes.added | changes.removed | changes.altered
        return any(key.kind in CATALOG for key in keys)

    def half_typed(self) -> dict[int, str]:
        """What was typed into the add field and not added, by event."""
        self._keep_half_typed()
        return dict(self._half_typed)

    def put_half_typed(self, half_typed: dict[int, str]) -> None:
        """What was half typed when this file was left."""
        self._event_id = None
        self._half_typed = dict(half_typed)
        self.contents.clear()
        self.sums.show(None)
        self.history.show(None)

    def _keep_half_typed(self) -> None:
        shown = self.event_row
        if shown is None or shown.id != self._event_id:
            return
        text = self._page.adder.pending_text()
        if text:
            self._half_typed[shown.id] = text
        else:
            self._half_typed.pop(shown.id, None)

    def _on_detail(self, detail: EventDetail) -> None:
        shown = self._page.event_row()
        is_other = shown is None or shown.uuid != detail.row.uuid
        self._page.set_read_only(not self.is_writable)
        self._page.show_event(detail, self._today())
        if is_past(detail.row, self._today()):
            self._page.set_changes(None)  # never compared with today's catalog
        else:
            self._want_state(detail.row.id)
        if is_other:
            self._page.adder.set_text(self._half_typed.get(detail.row.id, ""))
        self.shown.emit(detail.row)

    def _want_state(self, event_id: int) -> None:
        answer = StateAnswer(self._on_changes, self._on_no_changes)
        self._states.want_state(event_id, answer)

    def _on_state_retry(self) -> None:
        if self._event_id is not None:
            self._page.set_changes(None)
            self._states.forget_states([self._event_id])
            self._want_state(self._event_id)

    def _on_no_changes(self, event_id: int, sentence: str) -> None:
        if event_id == self._event_id:
            self._page.set_changes_failure(sentence)

    def _on_changes(self, event_id: int, changes: PlanChanges) -> None:
        if event_id == self._event_id:
            self._page.set_changes(changes)

    def _on_like(self, like: LikeEvent | None) -> None:
        self._like = like
        name = None
        if like is not None:
            name = texts.name_with_year(like.name, like.year)
        self._page.set_like_event(name)

    @Slot()
    def finalize(self) -> None:
        """Takes what is half typed first, so that what she sees is what is kept."""
        if self._event_id is not None and self._page.commit_edits():
            typed = Typed("")  # kept over a Retry
            self._acts.run(snapshot_actions.finalize, self._event_id, self._today(), typed=typed)

    def _on_rename(self, name: str) -> None:
        if self.event_row is not None:
            field = self._page.head.name
            self._run_field(event_actions.rename_event, name, field=field, typed=name)

    def _run_field(
        self, action: Callable[..., Flow], value: Any, *, field: EditableLabel, typed: str
    ) -> None:
        """`typed` is the value as it stands in the field."""
        event = self.event_row

        def edit(acts: Acts) -> Flow:
            flow = action(acts, event, value)
            return or_field_again(acts, flow, field=field, typed=typed)

        self._acts.run(edit)

    def _on_date(self, day: date | None) -> None:
        if self.event_row is not None:
            field, typed = self._page.head.date, typed_date_text(day)
            self._run_field(event_actions.set_event_date, day, field=field, typed=typed)

    def _on_notes(self, notes: str) -> None:
        if self.event_row is not None:
            field = self._page.head.notes
            self._run_field(event_actions.set_event_notes, notes, field=field, typed=notes)

    def _on_start_from(self) -> None:
        if self.event_row is not None and self._like is not None:
            self._acts.run(event_actions.start_from, self.event_row, self._like)

    def _on_choices_wanted(self, text: str) -> None:
        self._feeder.find_choices(
            self._event_id,
            text,
            on_done=partial(self._page.adder.put_choices, text),
            on_failed=partial(self._on_no_choices, text),
        )

    def _on_no_choices(self, text: str, error: BaseException) -> None:
        self._page.adder.put_failure(text, sentence_of(error))

    def _on_add(self, choice: Choice, quantity: Fraction, is_added_to_line: bool) -> None:
        if self.event_row is not None:
            self._acts.run(
                plan_actions.add_choice,
                self.event_row,
                choice=choice,
                quantity=quantity,
                is_added_to_line=is_added_to_line,
            )

    def _on_make_item(self, name: str, quantity: Fraction) -> None:
        if self.event_row is not None:
            make = partial(catalog_actions.make_item, event=self.event_row)
            self._acts.run(self._or_typed_again, make, name=name, quantity=quantity)

    def _or_typed_again(
        self, acts: Acts, make: Callable[..., MadeFlow], *, name: str, quantity: Fraction
    ) -> Flow:
        """Where nothing came of it, what she typed stands in the add field again."""
        try:
            yield from make(acts, name=name, quantity=quantity)
        except (Cancelled, CoreError):
            if name:
                self._page.adder.set_text(f"{texts.amount_text(quantity)} {name}")
                self._page.adder.setFocus(Qt.FocusReason.OtherFocusReason)
            raise

    def _on_make_box(self, name: str, quantity: Fraction) -> None:
        if self.event_row is not None:
            make = partial(catalog_actions.make_box, event=self.event_row, feeder=self._feeder)
            self._acts.run(self._or_typed_again, make, name=name, quantity=quantity)

    def _planned(self, line_id: int) -> Planned | None:
        row = self._page.model.row_at(self._page.model.line_index(line_id))
        return (
            Planned(self.event_row, row) if self.event_row is not None and row is not None else None
        )

    def _on_quantity(self, line_id: int, quantity: Fraction, _old: Fraction) -> None:
        planned = self._planned(line_id)
        if planned is not None:
            self._acts.run(
                self._guarded, plan_actions.set_quantity, planned=planned, typed=quantity
            )

    def _on_note(self, line_id: int, notes: str) -> None:
        planned = self._planned(line_id)
        if planned is not None:
            self._acts.run(self._guarded, plan_actions.set_line_notes, planned=planned, typed=notes)

    def _guarded(
        self, acts: Acts, action: Callable[..., Flow], *, planned: Planned, typed: Any
    ) -> Flow:
        """A refused edit gives the cell its old value back before the sentence is shown."""
        try:
            yield from action(acts, planned, typed)
        except Exception as error:
            self._page.model.edit_refused(planned.line_id)
            if isinstance(error, ConflictError):
                self.read()  # the new numbers are what she goes on from
            raise

    def _on_move_line(self, line_id: int, steps: int) -> None:
        planned = self._planned(line_id)
        if planned is not None:
            self._acts.run(plan_actions.move_line, planned, steps)

    def _on_delete_lines(self, line_ids: list[int]) -> None:
        planned = [each for line_id in line_ids if (each := self._planned(line_id)) is not None]
        if planned and self.event_row is not None:
            rows = [each.row for each in planned]
            self._acts.run(plan_actions.delete_lines, self.event_row, rows)

    def _on_put_back(self, line: PlannedLine) -> None:
        if self.event_row is not None:
            self._acts.run(plan_actions.put_back, self.event_row, line)

    @property
    def key(self) -> Key | None:
        return Key(ThingKind.EVENT, self._event_id) if self._event_id is not None else None
