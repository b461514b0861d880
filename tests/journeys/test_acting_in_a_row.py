"""One act after another: what is next is chosen, one gesture is one step, and keys keep to a pane."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH
from gui.arguments import Options
from tests.journeys.bakery import (
    enter_the_plan,
    go_to_the_market,
    menu_text,
    names,
    one_row,
    snapshots_of,
    type_keys,
)
from tests.journeys.test_files import drop
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def test_del_del_del_takes_out_line_after_line_and_keeps_the_keyboard(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    view = hand.bench.event_page.view
    lines = names(hand)
    for gone in range(1, 4):
        hand.press("Del")
        hand.until(lambda gone=gone: names(hand)[0] == lines[gone])
        hand.settle()
        assert view.hasFocus()
        assert len(view.selected_line_ids()) == 1
        assert plain(view.currentIndex().siblingAtColumn(0).data()) == lines[gone]
    assert menu_text(hand, "undo").startswith(f"Undo Delete {lines[2]}")


def test_the_line_before_is_chosen_when_the_last_one_goes(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    view = hand.bench.event_page.view
    lines = names(hand)
    view.go_to_line(view.contents.row_at(view.contents.index(len(lines) - 1, 0)).line_id)  # type: ignore[union-attr, arg-type]
    hand.press("Del")
    hand.until(lambda: hand.notice.startswith("Deleted"))
    hand.settle()
    assert plain(view.currentIndex().siblingAtColumn(0).data()) == lines[-2]
    assert len(view.selected_line_ids()) == 1


def test_del_does_nothing_while_a_button_has_the_focus(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    lines = names(hand)
    assert hand.bench.event_page.view.selected_line_ids()
    hand.bench.event_page.head.state_button.setFocus()
    hand.press("Del")
    hand.settle()
    assert names(hand) == lines
    assert QApplication.activeModalWidget() is None


def test_a_notice_goes_with_the_file_it_is_about(
    open_window: Callable[..., Hand], bakery_file: Path, tmp_path: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    enter_the_plan(hand)
    type_keys(hand, "61")
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith("Holiday hamper"))
    hand.settle()
    drop(hand, tmp_path / "another.db")
    hand.until(lambda: hand.page == "start")
    assert hand.notice == ""
    assert not hand.bench.pane.notice.isVisible()


@pytest.mark.parametrize("from_command_line", [False, True])
def test_a_catalog_brought_to_a_read_only_file_is_not_read(
    open_window: Callable[..., Hand],
    bakery_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    from_command_line: bool,
) -> None:
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: real(path, mode) and not (mode & os.W_OK and path == bakery_file),
    )
    catalog = tmp_path / "catalog.json"
    catalog.write_text(json.dumps({"ingredients": []}))
    path = catalog if from_command_line else None
    hand = open_window(Options(database=bakery_file, import_file=path))
    if not from_command_line:
        drop(hand, catalog)
    assert hand.page == "event"
    assert hand.notice == "This file is read-only: you can look and copy."


def test_hundreds_of_changed_rows_are_read_by_one_question(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    shown = snapshots_of(hand, market)
    asked: list[object] = []
    background = hand.bench.context.background
    submit = background.submit

    def count(lane: object, job: object, *rest: object) -> object:
        asked.append(job)
        return submit(lane, job, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(background, "submit", count)
    gone = [shown[0], *(Key(ThingKind.SNAPSHOT, 9000 + each) for each in range(300))]
    altered = [*shown[1:], *(Key(ThingKind.SNAPSHOT, 5000 + each) for each in range(300))]
    hand.bench.list_feeder.take_changes(Changes.of(removed=gone, altered=altered))
    assert not hand.bench.model.find(shown[0]).isValid()  # at once
    assert len(asked) == 2  # the rows, and how many are without event
    hand.settle()
    assert set(hand.keys_below(market)) == set(shown[1:])


def choose_too(hand: Hand, key: Key) -> None:
    flags = QItemSelectionModel.SelectionFlag
    hand.bench.list.view.selectionModel().select(
        hand.bench.model.find(key), flags.Select | flags.Rows
    )


def test_what_is_next_to_the_row_that_went_is_chosen_not_next_to_another_chosen_one(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    shown = snapshots_of(hand, market)
    hand.choose(market)
    choose_too(hand, shown[1])
    hand.settle()
    assert hand.bench.list.selected_keys()[0] == market
    hand.bench.navigation.leave(frozenset({shown[1]}))
    hand.settle()
    assert hand.bench.list.selected_keys() == (shown[2],)


def test_copied_rows_of_the_list_stand_as_the_list_shows_them(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    snapshots_of(hand, market)
    hand.bench.list.view.setFocus()
    hand.bench.list.view.selectAll()
    hand.press("Ctrl+C")
    copied = [line.split("\t")[0] for line in plain(QApplication.clipboard().text()).split("\n")]
    at = copied.index("Christmas market")
    below = list(hand.list_rows()["Christmas market"])
    assert copied[at + 1 : at + 1 + len(below)] == below


def test_several_things_restored_together_are_one_step(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    shown = snapshots_of(hand, market)
    for key in shown[:2]:
        hand.choose(key)
        hand.bench.list.view.setFocus()
        hand.press("Del")
        dialog = hand.dialog("delete_dialog")
        hand.answer(dialog, verb_of(dialog))
        hand.until(lambda: hand.notice.startswith("Deleted"))
        hand.settle()
    assert len(snapshots_of(hand, market)) == len(shown) - 2
    hand.press("Ctrl+3")
    hand.settle()
    rows = hand.bench.trash_page.model.rows()[:2]
    hand.bench.trash_desk._on_restore([row.id for row in rows])
    hand.until(lambda: hand.notice == "Restored 2 things.")
    hand.settle()
    assert set(snapshots_of(hand, market)) == set(shown)
    assert menu_text(hand, "undo") == "Undo Restore 2 things"
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Undone: Restore 2 things.")
    hand.settle()
    assert hand.bench.navigation.current == TRASH
    with hand.watch.allow_sql():
        left = one_row("SELECT count(*) FROM planning_snapshots WHERE event_id = :id", id=market.id)
    assert left == (len(shown) - 2,)
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice == "Done again: Restore 2 things.")
    hand.settle()
    assert set(snapshots_of(hand, market)) == set(shown)


def verb_of(dialog: QDialog) -> str:
    texts = [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()]
    return next(text for text in texts if text.startswith("Delete"))


def test_undoing_a_finalize_goes_to_its_event_before_anything_is_written(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    market = enter_the_plan(hand)
    hand.press("Ctrl+Return")
    hand.dialog("finalize_dialog")
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.notice.startswith("Finalized"))
    hand.settle()
    steps: list[object] = []
    bench = hand.bench
    go_to = bench.navigation.go_to

    def went(place: Place) -> None:
        steps.append(place.page)
        go_to(place)

    monkeypatch.setattr(bench.navigation, "go_to", went)
    bench.context.changes.committed.connect(lambda _changes: steps.append("written"))
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice.startswith("Undone"))
    hand.settle()
    assert steps == [market, "written", market]
    steps.clear()
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice.startswith("Done again"))
    hand.settle()
    assert steps == [market, "written", market]


def test_a_new_event_that_was_undone_is_made_again_before_it_is_gone_to(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    hand.press("Ctrl+N")
    dialog = hand.dialog("new_event_dialog")
    hand.type("Advent fair")
    hand.answer(dialog, "Make the event")
    hand.until(lambda: "Advent fair" in hand.list_rows())
    hand.settle()
    made = hand.bench.navigation.current
    hand.press("Ctrl+1")
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice.startswith("Undone"))
    hand.settle()
    steps: list[object] = []
    go_to = hand.bench.navigation.go_to

    def went(place: Place) -> None:
        steps.append(place.page)
        go_to(place)

    monkeypatch.setattr(hand.bench.navigation, "go_to", went)
    hand.bench.context.changes.committed.connect(lambda _changes: steps.append("written"))
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice.startswith("Done again"))
    hand.settle()
    assert steps == ["written", made]


def test_undoing_a_removal_has_no_place_to_go_to_before(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    hand.until(lambda: hand.bench.list.view.hasFocus())
    fair = hand.bench.navigation.current
    hand.press("Del")
    hand.until(lambda: hand.notice.startswith("Deleted School fair"))
    hand.settle()
    steps: list[object] = []
    go_to = hand.bench.navigation.go_to

    def went(place: Place) -> None:
        steps.append(place.page)
        go_to(place)

    monkeypatch.setattr(hand.bench.navigation, "go_to", went)
    hand.bench.context.changes.committed.connect(lambda _changes: steps.append("written"))
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice.startswith("Undone"))
    hand.settle()
    assert steps == ["written", fair]
    steps.clear()
    hand.press("Ctrl+Shift+Z")
    hand.until(lambda: hand.notice.startswith("Done again"))
    hand.settle()
    assert steps == [fair, "written"]


def test_the_disk_is_not_asked_on_the_gui_thread_at_the_start(
    open_window: Callable[..., Hand], bakery_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_window(Options(database=bakery_file))
    first.window.close()
    first.bench.close()
    asked: list[str] = []

    def watched(name: str) -> None:
        real = getattr(Path, name)

        def look(path: Path, *args: object, **more: object) -> object:
            if threading.current_thread() is threading.main_thread() and path.suffix == ".db":
                asked.append(f"{name} {path}")
            return real(path, *args, **more)

        monkeypatch.setattr(Path, name, look)

    watched("exists")
    watched("resolve")
    hand = open_window(Options())
    assert hand.bench.info is not None
    assert hand.bench.info.path == bakery_file
    assert asked == []


def test_a_new_day_moves_the_line_between_coming_and_past_and_what_the_page_says(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date.today()]  # noqa: DTZ011 - the baker's day
    monkeypatch.setattr("gui.workbench.local_today", lambda: days[-1])
    hand = open_sample()
    go_to_the_market(hand)
    row = hand.bench.event_page.event_row()
    assert row is not None
    assert row.event_date is not None
    assert hand.bench.event_page.head.state_button.text() == "3 changes since snapshot 3"
    days.append(row.event_date + timedelta(days=1))
    hand.bench.day_watch.look()
    hand.settle()
    assert hand.bench.model.context.today == days[-1]
    assert hand.bench.event_page.head.state_button.text() == "Finalized as 3"


def test_tabs_can_be_turned_only_where_there_are_any(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    turns = [hand.window.commands[name] for name in ("next_tab", "previous_tab")]
    assert [each.isEnabled() for each in turns] == [True, True]
    hand.choose(snapshots_of(hand, market)[0])
    assert [each.isEnabled() for each in turns] == [True, True]
    hand.press("Ctrl+3")
    hand.settle()
    assert [each.isEnabled() for each in turns] == [False, False]


def test_a_question_mark_is_a_letter_in_a_text_field(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    for opens in ("Ctrl+L", "Ctrl+F"):
        hand.press(opens)
        hand.press("?")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        assert field.text() == "?"
        assert QApplication.activeModalWidget() is None
        hand.press("Backspace")
    hand.settle()
