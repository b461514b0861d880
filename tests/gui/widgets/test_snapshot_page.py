from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.domain.keys import ComponentKind
from core.domain.rows import (
    CheckReason,
    ContentRow,
    KindCounts,
    SnapshotDetail,
    SnapshotRow,
    ToCheck,
    Verification,
)
from core.domain.seal import SealState
from gui.tab_names import ABOUT, PLAN
from gui.widgets.snapshot_page import SnapshotPage

ROW = SnapshotRow(
    33,
    "u33",
    1,
    3,
    datetime(2026, 11, 21, 12, 5, tzinfo=UTC),
    "Aunt Mary: 10 more\nfewer cakes",
    KindCounts(3, 2, 2),
    (ToCheck(CheckReason.CHOSEN_LATER, ComponentKind.MATERIAL, "g", "Gift box"),),
    "Christmas market",
    date(2026, 12, 12),
    "Holiday hamper 50 to 60",
    "7f2a91c3" * 8,
)
DETAIL = SnapshotDetail(ROW, True, "e1", previous_id=32, next_id=34, latest_version=4)
LINE = ContentRow(
    "l1",
    ComponentKind.FINISHED_GOOD,
    "t1",
    "Cookie & sampler",
    "boxes",
    None,
    Fraction(40),
    None,
    has_children=False,
)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def page(qtbot: QtBot) -> SnapshotPage:
    made = SnapshotPage()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_snapshot(DETAIL)
    return made


def test_the_head_says_which_plan_of_when_and_why(page: SnapshotPage) -> None:
    assert page.head.title.face_text() == "Snapshot 3"
    assert plain(page.head.event_face.face_text()).startswith("Christmas market, ")
    assert page.head.band.text().startswith("The plan as it was on ")
    assert page.head.band.text().endswith("It stays as it is.")
    assert page.head.reason.face.face_text() == ROW.notes
    assert page.head.band.button("go_to_plan").isVisible()


def test_without_a_reason_the_summary_stands_in_and_is_not_edited(page: SnapshotPage) -> None:
    page.show_snapshot(replace(DETAIL, row=replace(ROW, notes=None)))
    assert page.head.reason.face.face_text() == "Holiday hamper 50 to 60"
    page.head.reason.start_editing()
    assert page.head.reason.typed_text() == ""


def test_the_reason_is_edited_in_place(qtbot: QtBot, page: SnapshotPage) -> None:
    page.head.edit_button.click()
    page.head.reason.editor.selectAll()
    qtbot.keyClicks(page.head.reason.editor, "Town hall")
    with qtbot.waitSignal(page.reason_wanted) as wanted:
        qtbot.keyClick(page.head.reason.editor, Qt.Key.Key_Return)
    assert wanted.args == ["Town hall"]


def test_a_half_typed_reason_never_reaches_another_snapshot(
    qtbot: QtBot, page: SnapshotPage
) -> None:
    page.head.reason.start_editing()
    qtbot.keyClicks(page.head.reason.editor, "Half")
    with qtbot.assertNotEmitted(page.reason_wanted):
        page.show_snapshot(replace(DETAIL, row=replace(ROW, id=34, version=4)))
        assert page.commit_edits()


def test_the_fingerprint_is_being_checked_then_told(page: SnapshotPage) -> None:
    line = page.head.fingerprint
    assert line.text() == "Checking…"
    assert line._code.text() == "7F2A 91C3"
    page.set_verification(Verification(True, True))
    assert line.text() == "Unchanged since it was finalized"
    assert line._label.property("role") == "good"
    assert line.details_button.isHidden()


def test_a_snapshot_that_does_not_match_names_what(qtbot: QtBot, page: SnapshotPage) -> None:
    page.set_verification(Verification(True, False, ("Sugar cookie", "Hamper")))
    line = page.head.fingerprint
    assert plain(line.text()) == "Does not match what was finalized: Sugar cookie and 1 more"
    assert line._label.property("role") == "bad"
    line.details_button.click()
    assert page.tabs.shown() == ABOUT
    assert page.about._verdict is not None
    assert page.about._verdict.isVisible()
    assert page.about._verdict.text().endswith("Sugar cookie\nHamper")


def test_the_next_snapshot_is_checked_anew(page: SnapshotPage) -> None:
    page.set_verification(Verification(True, True))
    page.show_snapshot(replace(DETAIL, row=replace(ROW, id=34, version=4)))
    assert page.head.fingerprint.text() == "Checking…"


def test_flipping_keeps_the_tab(qtbot: QtBot, page: SnapshotPage) -> None:
    page.tabs.turn(-1)
    page.show_snapshot(replace(DETAIL, row=replace(ROW, id=32, version=2, to_check=())))
    assert page.tabs.shown() == ABOUT
    assert page.tabs.title(ABOUT) == "About"
    page.tabs.turn(1)
    assert page.tabs.shown() == PLAN
    with qtbot.waitSignal(page.older_wanted):
        page.head.older.click()
    with qtbot.waitSignal(page.newer_wanted):
        page.head.newer.click()


def test_the_ends_of_the_history_have_no_arrow(page: SnapshotPage) -> None:
    page.show_snapshot(replace(DETAIL, previous_id=None, next_id=None))
    assert not page.head.older.isEnabled()
    assert not page.head.newer.isEnabled()


def test_about_knows_the_rest(page: SnapshotPage) -> None:
    about = page.about
    assert page.tabs.title(ABOUT) == "About (1 to check)"
    assert about.value_text("about_number") == "Snapshot 3. There is a newer one: snapshot 4"
    assert plain(about.value_text("about_event")).startswith("Christmas market, ")
    assert about.value_text("about_counts") == "3 items, 2 boxes, 2 materials"
    assert about.value_text("about_code").replace(" ", "").lower() == ROW.manifest_hash
    assert about.value_text("about_reason") == ROW.notes
    assert plain(about.value_text("about_checks")) == ("Which Gift box is used is chosen later.")
    page.show_snapshot(replace(DETAIL, latest_version=3, row=replace(ROW, to_check=())))
    assert about.value_text("about_number") == "Snapshot 3"
    assert about.value_text("about_checks") == "Nothing was left to check."


def test_a_deleted_event_leaves_its_name_and_no_way_to_the_plan(page: SnapshotPage) -> None:
    page.show_snapshot(replace(DETAIL, event_exists=False))
    sentence = "The event was deleted; these are its name and date then."
    assert page.head.band.text().endswith(sentence)
    assert page.head.band.button("go_to_plan").isHidden()
    assert page.about.value_text("about_event").endswith(sentence)
    page.show_frozen(LINE)
    assert page.frozen.button("change_in_plan").isHidden()


def test_an_open_snapshot_can_still_change(page: SnapshotPage) -> None:
    page.show_snapshot(replace(DETAIL, row=replace(ROW, version=None, manifest_hash=None)))
    assert page.head.title.face_text() == "Open snapshot"
    assert page.head.band.text() == "Open: not finalized, it can still change."
    assert page.head.fingerprint.isHidden()
    assert page.about.value_text("about_number").startswith("None yet")


def test_typing_on_a_number_leads_to_that_line_of_the_plan(
    qtbot: QtBot, page: SnapshotPage
) -> None:
    page.view.frozen_edit_wanted.emit(LINE)
    assert page.frozen.isVisible()
    assert page.frozen.text() == "Snapshot 3 stays as it is."
    button = page.frozen.button("change_in_plan")
    assert plain(button.text()) == "Change Cookie && sampler in the plan"
    with qtbot.waitSignal(page.change_in_plan_wanted) as wanted:
        button.click()
    assert wanted.args == [LINE]
    assert page.frozen.isHidden()


def test_another_row_or_snapshot_takes_the_strip_away(page: SnapshotPage) -> None:
    page.show_frozen(LINE)
    page.view.current_row_changed.emit(None)
    assert page.frozen.isHidden()
    page.show_frozen(LINE)
    page.show_snapshot(replace(DETAIL, row=replace(ROW, id=34)))
    assert page.frozen.isHidden()


def test_a_read_only_file_keeps_the_reason(page: SnapshotPage) -> None:
    page.set_read_only(True)
    page.head.reason.start_editing()
    assert not page.head.reason.is_editing()
    assert not page.head.plan_again.isEnabled()
    assert not page.head.bring_back.isEnabled()
    assert page.head.bring_back.toolTip().startswith("This file is read-only")
    page.set_read_only(False)
    assert page.head.bring_back.isEnabled()
    assert page.head.bring_back.toolTip() == ""


@pytest.mark.parametrize(
    ("detail", "why"),
    [
        (replace(DETAIL, event_exists=False), "The event of this snapshot was deleted"),
        (
            replace(DETAIL, row=replace(ROW, version=None, seal=SealState.OPEN)),
            "Open: not finalized",
        ),
    ],
)
def test_what_has_no_plan_to_go_back_to_says_so(
    page: SnapshotPage, detail: SnapshotDetail, why: str
) -> None:
    page.show_snapshot(detail)
    assert not page.head.bring_back.isEnabled()
    assert page.head.bring_back.toolTip().startswith(why)
    assert page.head.plan_again.isEnabled()
    page.set_read_only(True)
    assert page.head.bring_back.toolTip().startswith("This file is read-only")
    page.set_read_only(False)
    page.show_snapshot(DETAIL)
    assert page.head.bring_back.isEnabled()


def test_plan_again_and_go_to_the_plan_are_wishes(qtbot: QtBot, page: SnapshotPage) -> None:
    with qtbot.waitSignal(page.plan_again_wanted):
        page.head.plan_again.click()
    with qtbot.waitSignal(page.bring_back_wanted):
        page.head.bring_back.click()
    with qtbot.waitSignal(page.go_to_plan_wanted):
        page.head.band.button("go_to_plan").click()


def test_where_the_title_has_no_room_the_event_stands_below_it(
    qtbot: QtBot, page: SnapshotPage
) -> None:
    assert page.head.event_face.isVisible()
    page.resize(500, 600)
    qtbot.waitUntil(page.head._event_below.isVisible)
    assert page.head.event_face.isHidden()
    assert not page.head._event_below.is_elided()
