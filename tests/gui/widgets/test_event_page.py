from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.domain.comparison import (
    BatchesChange,
    Change,
    LineChange,
    PlanChanges,
    PlannedLine,
)
from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, EventDetail, EventRow, Page, SourceRef
from gui.event_state import event_state
from gui.models.tickets import Ticket
from gui.widgets.event_page import EventPage

TODAY = date(2026, 11, 23)
BOX = ComponentKind.FINISHED_GOOD


def row(
    *,
    event_id: int = 1,
    day: date | None = date(2026, 12, 12),
    lines: int = 2,
    latest: int | None = 3,
    notes: str | None = None,
) -> EventRow:
    return EventRow(
        event_id, f"u{event_id}", "Christmas market", day, 2026, notes, lines, 3, latest
    )


def line(number: int) -> ContentRow:
    return ContentRow(
        node_uuid=f"l{number}",
        kind=BOX,
        thing_uuid=f"t{number}",
        name=f"Box {number}",
        unit="boxes",
        in_each=None,
        in_all=Fraction(48),
        notes=None,
        has_children=False,
        line_id=number,
        sort_order=number,
    )


def changed(number: int) -> PlanChanges:
    def planned(quantity: int) -> PlannedLine:
        return PlannedLine(f"l{number}", BOX, f"t{number}", f"Box {number}", Fraction(quantity))

    return PlanChanges(3, 33, (LineChange(Change.CHANGED, planned(40), planned(48)),), (), {})


@pytest.fixture
def page(qtbot: QtBot) -> EventPage:
    made = EventPage(TODAY)
    qtbot.addWidget(made)
    made.resize(800, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def show_plan(page: EventPage, count: int) -> None:
    tickets: list[Ticket] = []
    page.model.page_wanted.connect(tickets.append)
    page.show_event(EventDetail(row(lines=count)), TODAY)
    page.model.set_source(SourceRef(event_id=1), is_editable=True)
    rows = tuple(line(number) for number in range(1, count + 1))
    page.model.put_page(tickets[0], Page(rows, None, count))


def test_the_head_shows_name_date_and_note(page: EventPage) -> None:
    page.show_event(EventDetail(row(notes="Stall 14")), TODAY)
    assert page.head.name.face.face_text() == "Christmas market"
    assert page.head.date.face.face_text().endswith("in 19 days")
    assert page.head.notes.face.face_text() == "Stall 14"


def test_without_date_and_note_it_invites(page: EventPage) -> None:
    event = EventRow(1, "u", "Fair", None, None, None, 0, 0, None)
    page.show_event(EventDetail(event), TODAY)
    assert page.head.date.face.face_text() == "Add a date"
    assert page.head.notes.face.face_text() == "Add a note"
    page.show_event(EventDetail(row(day=None)), TODAY)
    assert page.head.date.face.face_text() == "2026, day not known yet"


def test_a_typed_date_is_the_next_to_come(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    page.head.date.start_editing()
    page.head.date.editor.selectAll()
    qtbot.keyClicks(page.head.date.editor, "24 dec")
    with qtbot.waitSignal(page.date_wanted) as wanted:
        qtbot.keyClick(page.head.date.editor, Qt.Key.Key_Return)
    assert wanted.args == [date(2026, 12, 24)]


def test_an_emptied_date_is_no_date(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    page.head.date.start_editing()
    page.head.date.editor.clear()
    with qtbot.waitSignal(page.date_wanted) as wanted:
        assert page.commit_edits()
    assert wanted.args == [None]


def test_a_date_not_understood_keeps_the_field_open(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    page.head.date.start_editing()
    page.head.date.editor.selectAll()
    qtbot.keyClicks(page.head.date.editor, "someday")
    with qtbot.assertNotEmitted(page.date_wanted):
        assert not page.commit_edits()
    assert page.head.date.sentence.isVisible()
    assert page.head.date.typed_text() == "someday"


def test_name_and_notes_are_wishes(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    page.edit_name()
    page.head.name.editor.selectAll()
    qtbot.keyClicks(page.head.name.editor, " Winter   market ")
    with qtbot.waitSignal(page.rename_wanted) as renamed:
        assert page.commit_edits()
    assert renamed.args == ["Winter market"]
    page.head.notes.start_editing()
    qtbot.keyClicks(page.head.notes.editor, "Ask Tom")
    with qtbot.waitSignal(page.notes_wanted) as noted:
        assert page.commit_edits()
    assert noted.args == ["Ask Tom"]


def test_what_is_typed_for_one_event_never_reaches_another(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    page.edit_name()
    qtbot.keyClicks(page.head.name.editor, "Half")
    page.show_event(EventDetail(row()), TODAY)
    assert page.head.name.is_editing()
    with qtbot.assertNotEmitted(page.rename_wanted):
        page.show_event(EventDetail(row(event_id=2)), TODAY)
        assert page.commit_edits()
    assert not page.head.name.is_editing()


@pytest.mark.parametrize(
    ("event", "lines", "changes", "text", "role"),
    [
        (row(latest=None), 0, None, "Nothing planned yet", "muted"),
        (row(latest=None), 2, None, "Not finalized yet", "muted"),
        (row(), 2, None, "", "muted"),
        (row(), 2, PlanChanges(3, 33), "Finalized as 3", "good"),
        (row(), 2, changed(1), "1 change since snapshot 3", "caution"),
        (row(day=date(2026, 11, 22)), 2, changed(1), "Finalized as 3", "muted"),
        (row(day=date(2026, 11, 22), latest=None), 2, None, "Never finalized", "muted"),
        (row(day=TODAY), 2, changed(1), "1 change since snapshot 3", "caution"),
    ],
)
def test_the_state_says_what_is_known(
    event: EventRow, lines: int, changes: PlanChanges | None, text: str, role: str
) -> None:
    state = event_state(event, lines, changes, today=TODAY)
    assert (state.text, state.role) == (text, role)


def test_no_state_is_shown_before_it_is_known(page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    assert page.head.state_button.isHidden()
    page.set_changes(changed(1))
    assert page.head.state_button.text() == "1 change since snapshot 3"
    assert "Box 1 40 to 48" in page.head.state_button.toolTip()


def test_a_choice_about_batches_alone_is_a_change(page: EventPage) -> None:
    show_plan(page, 2)
    choice = BatchesChange("c", "Sugar cookie", Fraction(7), None)
    page.set_changes(PlanChanges(3, 33, choices=(choice,)))
    assert page.head.state_button.text() == "1 change since snapshot 3"
    assert "Sugar cookie batches as needed" in page.head.state_button.toolTip()


def test_changes_that_come_before_the_head_are_shown_with_it(page: EventPage) -> None:
    show_plan(page, 2)
    page.model.set_source(SourceRef(event_id=7), is_editable=True)
    page.set_changes(changed(1))
    assert page.model.since_version is None
    page.show_event(EventDetail(row(event_id=7)), TODAY)
    assert page.head.state_button.text() == "1 change since snapshot 3"
    assert page.model.since_version == 3


def test_changes_of_the_event_before_are_not_shown_at_the_next(page: EventPage) -> None:
    show_plan(page, 2)
    page.set_changes(changed(1))
    page.model.set_source(SourceRef(event_id=7), is_editable=True)
    page.show_event(EventDetail(row(event_id=7)), TODAY)
    assert page.head.state_button.isHidden()
    assert page.model.since_version is None


def test_a_past_event_is_not_compared(page: EventPage) -> None:
    show_plan(page, 2)
    page.show_event(EventDetail(row(day=date(2026, 11, 1))), TODAY)
    page.set_changes(changed(1))
    assert page.head.state_button.text() == "Finalized as 3"
    assert page.model.since_version is None


def test_the_state_asks_for_the_comparison(qtbot: QtBot, page: EventPage) -> None:
    show_plan(page, 3)
    page.set_changes(changed(2))
    with qtbot.waitSignal(page.state_clicked):
        page.head.state_button.click()


def test_finalize_is_the_accent_once_a_line_stands(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row(lines=0, latest=None)), TODAY)
    assert page.head.finalize_button.property("accent") is False
    show_plan(page, 2)
    assert page.head.finalize_button.property("accent") is True
    with qtbot.waitSignal(page.finalize_wanted):
        page.head.finalize_button.click()


def test_an_empty_plan_says_what_belongs_there(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row(lines=0, latest=None)), TODAY)
    assert page.empty.isVisible()
    assert page.empty.text().startswith("Nothing planned yet. Type a box, item or material")
    assert page.empty.start_from_button.isHidden()
    page.set_like_event("Tom & Jerry 2025")
    assert page.empty.start_from_button.isVisible()
    assert "Tom && Jerry 2025" in page.empty.start_from_button.text()
    with qtbot.waitSignal(page.start_from_wanted):
        page.empty.start_from_button.click()
    page.focus_body()
    assert page.adder.edit.hasFocus()


def test_an_empty_catalog_offers_to_make_and_to_import(qtbot: QtBot, page: EventPage) -> None:
    page.show_event(EventDetail(row(lines=0, latest=None)), TODAY)
    page.set_catalog_empty(True)
    assert page.empty.text() == "Nothing to choose from yet."
    with qtbot.waitSignal(page.make_item_wanted):
        page.empty.make_item_button.click()
    with qtbot.waitSignal(page.import_wanted):
        page.empty.import_button.click()


def test_lines_show_the_table_and_removed_ones_keep_it(page: EventPage) -> None:
    show_plan(page, 2)
    assert page.pane.isVisible()
    gone = PlannedLine("l9", BOX, "t9", "Box 9", Fraction(1))
    page.show_event(EventDetail(row(lines=0)), TODAY)
    assert page.empty.isVisible()
    page.set_changes(PlanChanges(3, 33, (LineChange(Change.REMOVED, gone, None),), (), {}))
    assert page.pane.isVisible()


def test_a_read_only_file_can_be_looked_at(page: EventPage) -> None:
    show_plan(page, 2)
    page.set_read_only(True)
    page.edit_name()
    assert not page.head.name.is_editing()
    assert page.adder.isHidden()
    assert not page.head.finalize_button.isEnabled()
    assert page.head.finalize_button.toolTip().startswith("This file is read-only")


def test_half_typed_text_of_one_event_is_not_added_to_another(page: EventPage) -> None:
    page.show_event(EventDetail(row()), TODAY)
    page.adder.set_text("50 ham")
    page.show_event(EventDetail(row()), TODAY)
    assert page.adder.pending_text() == "50 ham"
    page.show_event(EventDetail(row(event_id=2)), TODAY)
    assert page.adder.pending_text() == ""


def test_a_latest_snapshot_that_cannot_be_read_is_no_good_state() -> None:
    state = event_state(row(), 3, PlanChanges(is_unknown=True), today=TODAY)
    assert (state.icon, state.role) == ("bad", "bad")
    assert "damaged" in state.tip
