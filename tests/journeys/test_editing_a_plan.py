"""A plan edited by keyboard: each edit is saved at once, named, undone and done again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from core.domain.keys import Key
from core.services import plan_service
from core.services.planning_snapshot_service import get_planning_snapshot
from gui.models.contents_model import Column
from tests.journeys.bakery import (
    enter_the_plan,
    in_all,
    line_id_of,
    menu_text,
    names,
    one_row,
    shown_texts,
    since,
    snapshots_of,
    type_keys,
)
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def stored_quantity(hand: Hand, event: Key, place: int) -> str:
    with hand.watch.allow_sql():
        (quantity,) = one_row(
            "SELECT quantity FROM plan_lines WHERE id = :id", id=line_id_of(event, place)
        )
    return str(quantity)


def what_changed(hand: Hand, event: Key) -> str:
    return plain(str(hand.bench.model.find(event).siblingAtColumn(1).data()))


def editor(hand: Hand) -> QLineEdit | None:
    focus = QApplication.focusWidget()
    view = hand.bench.event_page.view
    is_cell = isinstance(focus, QLineEdit) and view.isAncestorOf(focus)
    return focus if is_cell and isinstance(focus, QLineEdit) else None


def undo(hand: Hand, name: str, said: str) -> None:
    assert menu_text(hand, "undo") == f"Undo {name}"
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == said)
    hand.settle()
    assert menu_text(hand, "redo") == f"Redo {name}"


def redo(hand: Hand, name: str) -> None:
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice == f"Done again: {name}.")
    hand.settle()
    assert menu_text(hand, "undo") == f"Undo {name}"


def test_a_quantity_is_typed_over_the_old_one_saved_undone_and_done_again(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    for typed, shown, stored in (
        ("70", "70", "70"),
        ("+10", "70", "70"),
        ("-4", "56", "56"),
        ("4 dz", "48", "48"),
        ("1/2", "1/2", "0.5"),
    ):
        hand.press("Return")
        hand.until(lambda: editor(hand))
        hand.type(typed)
        hand.press("Return")
        hand.until(lambda shown=shown: in_all(hand)[0] == shown)
        hand.settle()
        assert stored_quantity(hand, event, 0) == stored
        assert hand.bench.event_page.view.hasFocus()
        assert hand.notice == f"Holiday hamper in Christmas market: 60 to {shown}."
        name = f"Change Holiday hamper 60 to {shown}"
        said = "Undone: Holiday hamper in Christmas market is 60 again."
        undo(hand, name, said)
        assert in_all(hand)[0] == "60"
        assert stored_quantity(hand, event, 0) == "60"
    redo(hand, name)
    assert in_all(hand)[0] == shown
    assert stored_quantity(hand, event, 0) == stored


def test_a_digit_on_a_line_begins_its_quantity_and_the_state_follows(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    hand.press("Down")
    hand.type("4")
    cell = editor(hand)
    assert cell is not None
    assert cell.text() == "4"
    hand.type("0")
    hand.press("Return")
    hand.until(lambda: in_all(hand)[1] == "40")
    hand.settle()
    assert since(hand)[1] == ""
    hand.until(lambda: what_changed(hand, event) == "2 changes since 3")
    assert hand.bench.event_page.head.state_button.text() == "2 changes since snapshot 3"
    hand.press("Ctrl+Z")
    hand.until(lambda: since(hand)[1] == "+8, was 40")
    hand.until(lambda: what_changed(hand, event) == "3 changes since 3")
    hand.settle()
    assert hand.bench.event_page.head.state_button.text() == "3 changes since snapshot 3"


def test_what_is_no_quantity_keeps_the_editor_with_a_sentence_and_esc_restores(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    for typed in ("4 lbs", "0", "-60", "1e300", "many", "nan"):
        hand.press("F2")
        hand.until(lambda: editor(hand))
        hand.type(typed)
        hand.press("Return")
        hand.settle()
        cell = editor(hand)
        assert cell is not None
        assert cell.text() == typed
        sentence = hand.bench.event_page.findChild(QLabel, "cell_sentence")
        assert isinstance(sentence, QLabel)
        assert sentence.isVisible()
        assert sentence.text()
        hand.press("Esc")
        hand.settle()
        assert editor(hand) is None
        assert not sentence.isVisible()
        assert in_all(hand)[0] == "60"
        assert stored_quantity(hand, event, 0) == "60"
    assert not hand.window.commands["undo"].isEnabled()


def test_a_note_is_typed_and_undone(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    view = hand.bench.event_page.view
    view.setCurrentIndex(view.currentIndex().siblingAtColumn(Column.NOTE))
    hand.press("F2")
    hand.until(lambda: editor(hand))
    hand.press("Ctrl+A")
    hand.type("red ones <b>only</b>, Tom & Jerry")
    hand.press("Return")
    note = "red ones <b>only</b>, Tom & Jerry"
    hand.until(lambda: hand.column(view, Column.NOTE)[0] == note)
    hand.settle()
    name = "Change the note of Holiday hamper"
    undo(hand, name, f"Undone: {name}.")
    assert hand.column(view, Column.NOTE)[0] == "white boxes if red runs out"
    redo(hand, name)
    assert hand.column(view, Column.NOTE)[0] == note


def test_a_line_moves_with_alt_and_arrows_and_stays_chosen(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    view = hand.bench.event_page.view
    hand.press("Down")
    before = names(hand)
    hand.press("Alt+Up")
    moved = [before[1], before[0], *before[2:]]
    hand.until(lambda: names(hand) == moved)
    hand.settle()
    assert plain(view.currentIndex().siblingAtColumn(0).data()) == "Cookie sampler"
    name = "Move Cookie sampler"
    undo(hand, name, f"Undone: {name}.")
    assert names(hand) == before
    redo(hand, name)
    assert names(hand) == moved
    hand.press("Alt+Down")
    hand.until(lambda: names(hand) == before)


def test_removed_lines_stay_struck_until_the_next_finalize_and_can_be_put_back(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    view = hand.bench.event_page.view
    hand.press("Shift+Down")
    assert len(view.selected_line_ids()) == 2
    hand.press("Del")
    hand.until(lambda: hand.notice == "Deleted 2 lines from Christmas market.")
    hand.settle()
    struck = ["Lemon bliss cake", "Thank-you card", "Holiday hamper", "Cookie sampler"]
    assert names(hand) == struck
    assert since(hand)[2:] == ["removed, was 60", "removed, was 40"]
    undo(hand, "Delete 2 lines", "Undone: 2 lines are in Christmas market again.")
    assert names(hand)[:2] == ["Holiday hamper", "Cookie sampler"]
    assert in_all(hand)[:2] == ["60", "48"]
    redo(hand, "Delete 2 lines")
    assert names(hand) == struck
    view.setFocus()
    hand.press("End")
    hand.press("Up")
    assert plain(view.currentIndex().siblingAtColumn(0).data()) == "Holiday hamper"
    hand.press("Return")
    hand.until(lambda: names(hand)[2] == "Holiday hamper" and in_all(hand)[2] == "60")
    hand.settle()
    assert since(hand) == ["moved", "new", "", "removed, was 40"]
    undo(hand, "Put back Holiday hamper", "Undone: Put back Holiday hamper.")
    assert since(hand)[2:] == ["removed, was 60", "removed, was 40"]


def test_undo_goes_to_the_place_first(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    hand.press("Down")
    type_keys(hand, "50")
    hand.press("Return")
    hand.until(lambda: in_all(hand)[1] == "50")
    hand.settle()
    hand.press("Ctrl+1")
    hand.press("Down")
    hand.until(lambda: plain(hand.window.windowTitle()).startswith("School fair"))
    hand.settle()
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice.startswith("Undone: Cookie sampler"))
    hand.settle()
    view = hand.bench.event_page.view
    assert hand.bench.navigation.current == event
    assert hand.bench.list.selected_keys() == (event,)
    assert plain(view.currentIndex().siblingAtColumn(0).data()) == "Cookie sampler"
    assert in_all(hand)[1] == "48"


def test_undo_against_a_newer_edit_of_another_window_says_so_and_changes_nothing(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    type_keys(hand, "70")
    hand.press("Return")
    hand.until(lambda: in_all(hand)[0] == "70")
    hand.settle()
    with hand.watch.allow_sql():
        plan_service.set_quantity(line_id_of(event, 0), "75")
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Something newer was changed here, so this was not undone.")
    hand.settle()
    assert stored_quantity(hand, event, 0) == "75"
    hand.press("F5")
    hand.until(lambda: in_all(hand)[0] == "75")


@pytest.mark.parametrize("typed", ["+5", "80"])
def test_a_number_typed_over_one_that_another_window_changed_is_not_taken(
    open_sample: Callable[[], Hand], typed: str
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    with hand.watch.allow_sql():
        plan_service.set_quantity(line_id_of(event, 0), "100")
    hand.press("Return")
    type_keys(hand, typed)
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith("Changed in another window just now: it is 100"))
    hand.settle()
    assert stored_quantity(hand, event, 0) == "100"
    assert not hand.bench.context.history.can_undo()


def test_undoing_a_finalize_puts_the_snapshot_into_the_trash(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = enter_the_plan(hand)
    hand.press("Ctrl+Return")
    hand.dialog("finalize_dialog")
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.notice == "Finalized Christmas market as snapshot 4.")
    hand.settle()
    made = hand.bench.navigation.current
    assert made is not None
    hand.until(lambda: what_changed(hand, event) == "Finalized as 4")
    summary = " ".join(shown_texts(hand.bench.snapshot_page))
    assert "Unchanged since it was finalized" in summary
    name = "Finalize Christmas market as 4"
    undo(hand, name, "Undone: snapshot 4 of Christmas market is in the trash.")
    assert made not in snapshots_of(hand, event)
    hand.until(lambda: what_changed(hand, event) == "3 changes since 3")
    assert hand.bench.list.trash.text() == "Trash (2)"
    redo(hand, name)
    assert made in snapshots_of(hand, event)
    hand.until(lambda: what_changed(hand, event) == "Finalized as 4")
    with hand.watch.allow_sql():
        assert get_planning_snapshot(made.id) is not None
    assert hand.bench.list.trash.text() == "Trash (1)"  # the christening, as before
