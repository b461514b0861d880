"""Typing in the view of contents: what opens an editor, what it takes, and what it never drops."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.comparison import PlanChanges
from core.domain.rows import SourceRef
from gui.models.contents_model import Column
from tests.gui.models.contents_rows import PLAN
from tests.gui.widgets.contents_table import FROZEN, LINES, Table, contents_of
from tests.gui.widgets.contents_table import plan as plan
from tests.gui.widgets.contents_table import snapshot as snapshot
from tests.gui.widgets.contents_table import table as table


def test_enter_edits_the_quantity_and_enter_takes_it(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Return)
    assert plan.editor().text() == "60"
    with qtbot.waitSignal(plan.model.quantity_edit_wanted) as wish:
        qtbot.keyClicks(plan.editor(), "+10")
        qtbot.keyClick(plan.editor(), Qt.Key.Key_Return)

    assert wish.args == [1, Fraction(70), Fraction(60)]
    assert plan.view.hasFocus()
    assert plan.text(0, Column.IN_ALL) == "70"


@pytest.mark.parametrize(
    ("keys", "quantity"), [("7", 7), ("+10", 70), ("-4", 56), ("4 dz", 48), ("1/2", Fraction(1, 2))]
)
def test_typing_on_a_line_opens_its_quantity_with_what_was_typed(
    plan: Table, qtbot: QtBot, keys: str, quantity: Fraction | int
) -> None:
    plan.choose(0)
    qtbot.keyClicks(plan.view, keys[0])
    assert plan.editor().text() == keys[0]
    with qtbot.waitSignal(plan.model.quantity_edit_wanted) as wish:
        qtbot.keyClicks(plan.editor(), keys[1:])
        qtbot.keyClick(plan.editor(), Qt.Key.Key_Return)

    assert wish.args == [1, Fraction(quantity), Fraction(60)]


@pytest.mark.parametrize("text", ["0", "abc", "1e300", "-60", "99999999999", ""])
def test_a_text_that_is_no_quantity_keeps_the_editor_open_with_a_sentence(
    plan: Table, qtbot: QtBot, text: str
) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Return)
    plan.editor().setText(text)
    with qtbot.assertNotEmitted(plan.model.quantity_edit_wanted):
        qtbot.keyClick(plan.editor(), Qt.Key.Key_Return)
        assert plan.sentence().endswith(".")
        assert plan.editor().text() == text
        qtbot.keyClick(plan.editor(), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: plan.editor() is None)
    assert plan.sentence() == ""
    assert plan.text(0, Column.IN_ALL) == "60"


def test_typing_on_takes_the_sentence_away(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    qtbot.keyClicks(plan.view, "0")
    qtbot.keyClick(plan.editor(), Qt.Key.Key_Return)
    assert plan.sentence()
    qtbot.keyClick(plan.editor(), Qt.Key.Key_Backspace)

    assert plan.sentence() == ""


def test_bad_text_is_never_dropped_when_the_cell_is_left(plan: Table, qtbot: QtBot) -> None:
    said: list[bool] = []
    plan.view.half_typed.connect(said.append)
    plan.choose(0)
    qtbot.keyClicks(plan.view, "0")
    plan.other.setFocus()
    assert plan.editor().text() == "0"
    assert said == [True]
    assert plan.view.is_half_typed()
    plan.click(plan.view.visualRect(plan.model.index(2, 0)).center())
    assert plan.editor().text() == "0"
    assert not plan.view.commit_editor()
    assert plan.editor().hasFocus()
    plan.editor().setText("61")
    with qtbot.waitSignal(plan.model.quantity_edit_wanted) as wish:
        assert plan.view.commit_editor()

    assert wish.args == [1, Fraction(61), Fraction(60)]
    qtbot.waitUntil(lambda: plan.editor() is None)
    assert not plan.view.is_half_typed()
    assert plan.view.commit_editor()


def test_another_cell_is_not_opened_while_one_holds_bad_text(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    qtbot.keyClicks(plan.view, "0")
    plan.choose(1)
    plan.view.edit_quantity()

    assert len(plan.view.findChildren(QLineEdit, "quantity_editor")) == 1
    assert plan.editor().hasFocus()


def test_good_text_is_taken_when_the_cell_is_left(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    qtbot.keyClicks(plan.view, "7")
    with qtbot.waitSignal(plan.model.quantity_edit_wanted) as wish:
        plan.other.setFocus()

    assert wish.args == [1, Fraction(7), Fraction(60)]


def test_a_row_read_again_does_not_overwrite_what_is_typed(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    qtbot.keyClicks(plan.view, "7")
    plan.model.put_line(replace(LINES[0], in_all=Fraction(61)))
    plan.model.put_changes(PlanChanges(since_version=3))

    assert plan.editor().text() == "7"


def test_tab_goes_from_quantity_to_note_to_the_next_line(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Return)
    qtbot.keyClick(plan.editor(), Qt.Key.Key_Tab)
    note = plan.editor()
    assert note.text() == "white boxes"
    note.setText("red boxes")
    with qtbot.waitSignal(plan.model.note_edit_wanted) as wish:
        qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert wish.args == [1, "red boxes"]

    assert plan.editor().text() == "48"
    qtbot.keyClick(plan.editor(), Qt.Key.Key_Escape)


def test_f2_edits_the_note_when_that_cell_is_current(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0, Column.NOTE)
    plan.key(Qt.Key.Key_F2)
    note = plan.editor()
    note.setText("x" * 20_000)
    qtbot.keyClick(note, Qt.Key.Key_Return)

    assert "10,000" in plan.sentence()
    qtbot.keyClick(note, Qt.Key.Key_Escape)


def test_space_toggles_the_details_but_is_a_space_in_an_editor(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    with qtbot.waitSignal(plan.view.details_toggled):
        plan.key(Qt.Key.Key_Space)
    qtbot.keyClicks(plan.view, "4")
    with qtbot.assertNotEmitted(plan.view.details_toggled):
        qtbot.keyClicks(plan.editor(), " dz")

    assert plan.editor().text() == "4 dz"


def test_typing_on_a_snapshot_leads_to_that_line_of_the_plan(snapshot: Table, qtbot: QtBot) -> None:
    snapshot.choose(1)
    for key in (Qt.Key.Key_7, Qt.Key.Key_Return, Qt.Key.Key_F2):
        with qtbot.waitSignal(snapshot.view.frozen_edit_wanted) as wish:
            snapshot.key(key)
        assert wish.args == [FROZEN[1]]
    with qtbot.assertNotEmitted(snapshot.view.delete_lines_wanted):
        snapshot.key(Qt.Key.Key_Delete)

    assert snapshot.editor() is None


def test_typing_on_what_is_in_a_box_of_a_snapshot_names_the_line(
    snapshot: Table, qtbot: QtBot
) -> None:
    snapshot.view.restore([("hamper",)], ("hamper", "sampler"))
    qtbot.waitUntil(lambda: snapshot.view.current_row() == contents_of(FROZEN[0])[0])
    with qtbot.waitSignal(snapshot.view.frozen_edit_wanted) as wish:
        snapshot.key(Qt.Key.Key_7)

    assert wish.args == [FROZEN[0]]


def test_a_plan_that_is_read_only_opens_no_editor(table: Table, qtbot: QtBot) -> None:
    table.show(PLAN, is_editable=False)
    table.choose(0)
    with qtbot.assertNotEmitted(table.view.frozen_edit_wanted):
        table.key(Qt.Key.Key_7)

    assert table.editor() is None


def test_going_to_another_plan_takes_what_was_typed_well(plan: Table, qtbot: QtBot) -> None:
    plan.sources[SourceRef(event_id=2)] = ()
    plan.choose(0)
    qtbot.keyClicks(plan.view, "7")
    with qtbot.waitSignal(plan.model.quantity_edit_wanted) as wish:
        plan.show(SourceRef(event_id=2), is_editable=True)

    assert wish.args == [1, Fraction(7), Fraction(60)]
    assert plan.editor() is None
