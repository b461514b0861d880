from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.domain.removal import RemovalImpact, RemovedEvent
from gui.dialogs.delete_dialog import DeleteDialog
from tests.gui.dialogs.values import impact, market_event, plain, snapshot


@pytest.fixture(autouse=True)
def _in_universal_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


def opened(qtbot: QtBot, of: RemovalImpact, **options: bool) -> DeleteDialog:
    dialog = DeleteDialog(of, **options)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def said(dialog: DeleteDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return plain(label.text())


def test_a_snapshot_goes_with_what_it_holds_and_leaves_the_others(qtbot: QtBot) -> None:
    dialog = opened(qtbot, impact(snapshot(3), staying=(2, 1)))

    assert said(dialog, "title") == "Delete snapshot 3 of “Christmas market”?"
    assert said(dialog, "goes").startswith(
        "Goes to the trash: the plan as it was on 21 November 2026,"
    )
    assert said(dialog, "goes").endswith(
        "“Aunt Mary: 10 more”, with its 3 items, 2 boxes and 2 materials."
    )
    assert said(dialog, "stays") == (
        "Stays: the event, its plan, snapshots 1 and 2, your recipes and boxes."
    )
    assert said(dialog, "back") == (
        "You can bring it back from the trash until 23 December. Its number is not given again."
    )
    assert dialog.verb_button.text() == "Delete snapshot 3"
    assert dialog.tick.isHidden()
    assert dialog.answer() is False


def test_a_snapshot_without_a_reason_shows_no_empty_quotes(qtbot: QtBot) -> None:
    dialog = opened(qtbot, impact(snapshot(3, reason="")))
    assert "“”" not in said(dialog, "goes")


def test_a_snapshot_without_event_says_nothing_of_one(qtbot: QtBot) -> None:
    dialog = opened(qtbot, impact(snapshot(3, is_without_event=True)))
    assert said(dialog, "stays") == "Stays: your events and their plans, your recipes and boxes."


def test_an_open_snapshot_has_no_number_to_lose(qtbot: QtBot) -> None:
    dialog = opened(qtbot, impact(snapshot(None)))

    assert said(dialog, "title") == "Delete the open snapshot of “Christmas market”?"
    assert dialog.verb_button.text() == "Delete open snapshot"
    assert "number" not in said(dialog, "back")


def test_of_many_snapshots_ten_are_named_and_all_are_counted(qtbot: QtBot) -> None:
    dialog = opened(qtbot, impact(*(snapshot(number) for number in range(1, 15))))

    names = said(dialog, "names").split("\n")
    assert said(dialog, "title") == "Delete 14 snapshots?"
    assert names[0] == "Snapshot 1 of “Christmas market”"
    assert len(names) == 11
    assert names[-1] == "and 4 more"
    assert said(dialog, "goes") == (
        "Goes to the trash: 14 snapshots, with 42 items, 28 boxes and 28 materials."
    )
    assert dialog.verb_button.text() == "Delete 14 snapshots"


def test_the_tick_moves_the_snapshots_of_an_event_from_stays_to_goes(qtbot: QtBot) -> None:
    attached = (snapshot(1), snapshot(2), snapshot(3))
    dialog = opened(qtbot, impact(events=(market_event(),), attached=attached))

    assert said(dialog, "title") == "Delete the event “Christmas market”?"
    assert said(dialog, "goes") == "Goes to the trash: the event and its plan (4 lines)."
    assert said(dialog, "stays") == (
        "Stays: its 3 snapshots, under “Without event”, and your recipes and boxes."
    )
    assert dialog.tick.text() == "Delete its 3 snapshots too (9 items, 6 boxes, 6 materials)"
    assert dialog.verb_button.text() == "Delete event"
    assert dialog.answer() is False

    dialog.tick.click()

    assert said(dialog, "goes") == (
        "Goes to the trash: the event, its plan (4 lines) and its 3 snapshots "
        "(9 items, 6 boxes, 6 materials)."
    )
    assert said(dialog, "stays") == "Stays: your recipes and boxes."
    assert dialog.verb_button.text() == "Delete event and 3 snapshots"
    assert dialog.answer() is True


def test_events_and_snapshots_together_are_both_counted(qtbot: QtBot) -> None:
    events = (market_event(), RemovedEvent(2, "<b>Tom & Jerry</b>", 1))
    dialog = opened(qtbot, impact(snapshot(1), snapshot(2), events=events, attached=(snapshot(7),)))

    assert said(dialog, "title") == "Delete 2 events and 2 snapshots?"
    assert "<b>Tom & Jerry</b>" in said(dialog, "names")
    assert dialog.tick.text() == (
        "Delete 1 other snapshot of these events too (3 items, 2 boxes, 2 materials)"
    )
    dialog.tick.click()
    assert dialog.verb_button.text() == "Delete 2 events and 3 snapshots"
    assert said(dialog, "title") == "Delete 2 events and 3 snapshots?"


def test_what_changed_in_another_window_is_said_and_the_tick_is_kept(qtbot: QtBot) -> None:
    dialog = opened(
        qtbot,
        impact(events=(market_event(),), attached=(snapshot(1),)),
        with_snapshots=True,
        is_changed_meanwhile=True,
    )

    assert dialog.banner.isVisible()
    assert dialog.banner.text() == "Changed in another window just now."
    assert dialog.tick.isChecked()
    assert dialog.verb_button.text() == "Delete event and 1 snapshot"


def test_a_name_of_ten_thousand_letters_is_cut_in_the_middle(qtbot: QtBot) -> None:
    dialog = opened(qtbot, impact(events=(RemovedEvent(1, "x" * 10_000, 0),)))

    assert len(said(dialog, "title")) < 80
    assert "…" in said(dialog, "title")
    assert "(no lines)" in said(dialog, "goes")
    assert dialog.height() < 500
