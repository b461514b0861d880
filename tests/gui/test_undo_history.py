from __future__ import annotations

from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from core.errors import ConflictError, DatabaseBusyError, NotFoundError
from gui.flow import ENDED, Cancelled, Flow, Work, step
from gui.undo_history import LONGEST, InTrash, UndoEntry, UndoHistory


@pytest.fixture
def history(qtbot: QtBot) -> UndoHistory:
    return UndoHistory()


def entry(text: str) -> UndoEntry:
    def flow() -> Flow:
        yield Work(lambda: None)

    return UndoEntry(text, flow, flow)


def finish(flow: Flow | None) -> None:
    assert flow is not None
    assert isinstance(step(flow), Work)
    assert step(flow, None) is ENDED


def test_an_undone_entry_can_be_redone_and_undone_again(history: UndoHistory) -> None:
    history.push(entry("Delete Snapshot 3"))
    assert (history.undo_text(), history.redo_text()) == ("Delete Snapshot 3", "")
    finish(history.undo_flow())
    assert (history.undo_text(), history.redo_text()) == ("", "Delete Snapshot 3")
    finish(history.redo_flow())
    assert (history.undo_text(), history.redo_text()) == ("Delete Snapshot 3", "")


def test_an_entry_moves_only_after_its_flow_has_ended(history: UndoHistory) -> None:
    history.push(entry("a"))
    flow = history.undo_flow()
    assert flow is not None
    step(flow)
    assert history.can_undo()
    assert not history.can_redo()
    step(flow, None)
    assert not history.can_undo()
    assert history.can_redo()


@pytest.mark.parametrize("failure", [DatabaseBusyError("in use"), Cancelled(), RuntimeError("no")])
def test_an_undo_that_fails_leaves_the_entry_where_it_was(
    history: UndoHistory, failure: Exception
) -> None:
    history.push(entry("a"))
    flow = history.undo_flow()
    assert flow is not None
    step(flow)
    with pytest.raises(type(failure)):
        step(flow, failure)
    assert history.undo_text() == "a"
    assert not history.can_redo()
    finish(history.undo_flow())
    assert history.redo_text() == "a"


def test_a_failed_redo_can_be_tried_again(history: UndoHistory) -> None:
    history.push(entry("a"))
    finish(history.undo_flow())
    flow = history.redo_flow()
    assert flow is not None
    step(flow)
    with pytest.raises(DatabaseBusyError):
        step(flow, DatabaseBusyError("in use"))
    assert history.redo_text() == "a"
    assert not history.can_undo()


@pytest.mark.parametrize("failure", [ConflictError("newer"), NotFoundError("gone")])
def test_what_can_never_be_undone_does_not_bar_the_way_to_what_lies_below(
    history: UndoHistory, failure: Exception
) -> None:
    history.push(entry("a"))
    history.push(entry("b"))
    flow = history.undo_flow()
    assert flow is not None
    step(flow)
    with pytest.raises(type(failure)):
        step(flow, failure)
    assert history.undo_text() == "a"
    assert not history.can_redo()


def test_two_undos_asked_for_at_once_take_back_two_entries(history: UndoHistory) -> None:
    history.push(entry("a"))
    history.push(entry("b"))
    first, second = history.undo_flow(), history.undo_flow()
    finish(first)
    finish(second)
    assert not history.can_undo()
    assert history.redo_text() == "a"


def test_one_undo_more_than_there_are_entries_does_nothing(history: UndoHistory) -> None:
    history.push(entry("a"))
    first, second = history.undo_flow(), history.undo_flow()
    finish(first)
    assert second is not None
    assert step(second) is ENDED
    assert history.undo_flow() is None
    assert history.redo_text() == "a"


def test_a_new_act_clears_what_could_be_redone(history: UndoHistory) -> None:
    history.push(entry("a"))
    finish(history.undo_flow())
    history.push(entry("b"))
    assert not history.can_redo()
    assert history.redo_flow() is None
    assert history.undo_text() == "b"


def test_an_undo_in_flight_when_the_history_is_cleared_puts_nothing_back(
    history: UndoHistory,
) -> None:
    history.push(entry("a"))
    flow = history.undo_flow()
    assert flow is not None
    step(flow)
    history.clear()
    step(flow, None)
    assert not history.can_undo()
    assert not history.can_redo()


def test_every_change_is_told_once(qtbot: QtBot, history: UndoHistory) -> None:
    told: list[str] = []
    history.changed.connect(lambda: told.append(history.undo_text()))
    history.push(entry("a"))
    finish(history.undo_flow())
    finish(history.redo_flow())
    history.clear()
    assert told == ["a", "", "a", ""]


def test_the_oldest_entries_are_forgotten_beyond_the_bound(history: UndoHistory) -> None:
    for number in range(LONGEST + 20):
        history.push(entry(str(number)))
    undone = []
    while history.can_undo():
        undone.append(history.undo_text())
        finish(history.undo_flow())
    assert len(undone) == LONGEST
    assert undone[-1] == "20"


def test_what_was_deleted_forever_can_neither_be_undone_nor_done_again(
    history: UndoHistory,
) -> None:
    for name, needed in (("Delete A", InTrash(1)), ("Delete B", InTrash(2)), ("Finalize C", 1)):
        made = entry(name)
        made.needs = partial(abs, needed) if type(needed) is int else partial(InTrash, needed)
        history.push(made)
    history.forget_purged([1])
    assert history.undo_text() == "Finalize C"
    finish(history.undo_flow())
    assert history.undo_text() == "Delete B"
    history.forget_purged([2])
    assert not history.can_undo()
