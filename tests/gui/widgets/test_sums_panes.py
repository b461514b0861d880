"""The tabs of sums as widgets: what stays, what is asked for, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.plan_summary import BatchChoice, Source, SourceKind
from gui.models.batch_rows import BATCHES, HOW, MAKES, NEEDED, WHAT
from gui.models.sum_rows import sum_rows
from gui.widgets.sums.batches_pane import BatchesPane
from gui.widgets.sums.shopping_pane import ShoppingPane
from gui.widgets.sums.sums_pane import SumsPane
from tests.core.domain.plans import ITEM, Plan
from tests.gui.models.test_sum_rows import NOON, two_boxes
from tests.window import plain

PaneT = TypeVar("PaneT", bound=SumsPane)
Make = Callable[..., Any]


def give(pane: SumsPane, plan: Plan, **more: Any) -> None:
    rows = sum_rows(plan.sum(**more), is_editable=pane.is_editable)
    shown = rows.batches if isinstance(pane, BatchesPane) else rows.shopping
    pane.show_summary(rows.summary, shown)


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """A pane on screen, with the model's own tester on its rows."""

    def made(kind: type[PaneT], *, is_editable: bool = True) -> PaneT:
        pane = kind()
        qtbot.addWidget(pane)
        QAbstractItemModelTester(
            pane.table.parts, QAbstractItemModelTester.FailureReportingMode.Warning, pane
        )
        pane.set_editable(is_editable)
        pane.resize(1000, 600)
        with qtbot.waitExposed(pane):
            pane.show()
        give(pane, two_boxes())
        return pane

    return made


def choose(pane: SumsPane, name: str, column: int = WHAT) -> None:
    parts = pane.table.parts
    number = next(at for at, row in enumerate(parts.rows()) if row.cells[0].text == name)
    pane.table.setCurrentIndex(parts.index(number, column))


def said(pane: SumsPane, name: str) -> str:
    label = pane.findChild(QLabel, name)
    assert label is not None
    return plain(label.text())


def test_what_is_chosen_stays_while_the_numbers_change(make: Make) -> None:
    pane = make(BatchesPane)
    choose(pane, "Star")
    plan = two_boxes()
    plan.item("Almond tart", 4)
    plan.line(ITEM, "Almond tart", 8)
    give(pane, plan)
    row = pane.table.current_part()
    assert row is not None
    assert row.cells[0].text == "Star"
    assert pane.table.parts.rows()[0].cells[0].text == "Almond tart"


def test_the_number_that_is_chosen_says_how_it_adds_up(make: Make) -> None:
    pane = make(BatchesPane)
    choose(pane, "Cookie", NEEDED)
    assert plain(pane.proof.accessibleDescription()).startswith("Cookie: 600 pieces needed")
    assert pane.proof.tree.proof.rowCount() == 2
    choose(pane, "Cookie", MAKES)
    assert plain(pane.proof.accessibleDescription()).startswith("Cookie: 624 pieces made")
    pane.table.setFocus()
    for _ in range(2):
        QTest.keyClick(pane.table, Qt.Key.Key_Down)
    row = pane.table.current_part()
    assert row is not None
    assert row.cells[0].text == "Box A"  # past the head, which says nothing by itself


def test_a_line_that_falls_short_shows_what_its_item_needs(make: Make) -> None:
    pane = make(BatchesPane)
    choice = BatchChoice(7, NOON, None, 264)  # type: ignore[arg-type]
    give(pane, two_boxes(), batches={"Cookie": choice})
    choose(pane, "Box B")
    heard = plain(pane.proof.accessibleDescription())
    assert heard.startswith("Box B: 6 of 50 boxes: Cookie is short by 264")
    assert pane.proof.tree.proof.rowCount() == 2


def test_enter_types_over_the_number_and_a_refused_one_stays_open(make: Make, qtbot: QtBot) -> None:
    pane = make(BatchesPane)
    choose(pane, "Cookie")
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    editor = pane.table.findChild(QLineEdit)
    assert editor is not None
    assert (editor.objectName(), editor.text()) == ("part_batches_editor", "13")
    editor.setText("many")
    with qtbot.assertNotEmitted(pane.batches_wanted):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert not pane.commit_edits()
    editor.setText("-1")
    assert not pane.commit_edits()
    editor.setText("7 1/2")
    with qtbot.waitSignal(pane.batches_wanted) as wished:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (wished.args[0].name, wished.args[1]) == ("Cookie", "7 1/2")


def test_a_line_takes_percent_and_nothing_else(make: Make, qtbot: QtBot) -> None:
    pane = make(BatchesPane)
    choose(pane, "Box A")
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    editor = pane.table.findChild(QLineEdit)
    assert editor is not None
    for refused in ("2 dz", "1001", "-5 %", "some"):
        editor.setText(refused)
        assert not pane.commit_edits(), refused
    editor.setText("+10%")
    with qtbot.waitSignal(pane.buffer_wanted) as wished:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert wished.args[1] == "+10%"


def test_buttons_are_there_for_what_can_be_done(make: Make, qtbot: QtBot) -> None:
    pane = make(BatchesPane)
    choose(pane, "Star")
    assert pane.share_button.isEnabled()
    assert not pane.reset_button.isVisible()
    choice = BatchChoice(20, NOON)  # type: ignore[arg-type]
    give(pane, two_boxes(), batches={"Cookie": choice})
    assert not pane.reset_button.isEnabled()
    choose(pane, "Cookie", BATCHES)
    with qtbot.waitSignal(pane.batches_wanted) as wished:
        pane.reset_button.click()
    assert wished.args[1] == ""
    with qtbot.waitSignal(pane.share_wanted) as shared:
        pane.share_button.click()
    assert (shared.args[0].name, shared.args[1]) == ("dough", True)


def test_a_plan_without_recipes_in_common_has_nothing_to_share(make: Make) -> None:
    pane = make(BatchesPane)
    plan = Plan()
    plan.item("Tart", 4)
    plan.line(ITEM, "Tart", 8)
    give(pane, plan)
    assert not pane.share_button.isVisible()


def test_in_a_snapshot_nothing_is_typed_shared_or_taken_back(make: Make, qtbot: QtBot) -> None:
    pane = make(BatchesPane, is_editable=False)
    choice = BatchChoice(20, NOON)  # type: ignore[arg-type]
    give(pane, two_boxes(), batches={"Cookie": choice})
    choose(pane, "Cookie")
    pane.table.setFocus()
    with (
        qtbot.assertNotEmitted(pane.batches_wanted),
        qtbot.assertNotEmitted(pane.share_wanted),
    ):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_7, Qt.Key.Key_Delete):
            QTest.keyClick(pane.table, key)
        choose(pane, "dough")
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert pane.table.findChild(QLineEdit) is None
    assert not pane.share_button.isVisible()
    assert not pane.reset_button.isVisible()


def test_a_double_click_on_a_name_leads_to_the_thing(make: Make, qtbot: QtBot) -> None:
    pane = make(ShoppingPane)
    parts = pane.table.parts
    number = next(at for at, row in enumerate(parts.rows()) if row.cells[0].text == "Flour")
    place = pane.table.visualRect(parts.index(number, WHAT)).center()
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(pane.source_wanted) as wished:
        QTest.mouseDClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wished.args == [Source(SourceKind.INGREDIENT, "ingredient Flour", "Flour")]


def test_what_is_not_counted_takes_the_tables_place_and_goes_when_all_is_counted(
    make: Make,
) -> None:
    pane = make(BatchesPane)
    assert not pane.left_out.isVisible()
    plan = two_boxes()
    plan.item("Tart")
    plan.line(ITEM, "Tart", 8)
    give(pane, plan)
    assert pane.left_out.text() == "1 thing is not counted."
    pane.left_out.button("show_left_out").click()
    assert pane.left_out_table.isVisible()
    assert not pane.table.isVisible()
    give(pane, two_boxes())
    assert pane.table.isVisible()
    assert not pane.left_out.isVisible()


def test_what_cannot_be_read_says_why_and_can_be_tried_again(make: Make, qtbot: QtBot) -> None:
    pane = make(BatchesPane)
    pane.show_failure("Hamper > Sampler > Hamper")
    assert pane.message.text() == "Hamper > Sampler > Hamper"
    assert not pane.table.isVisible()
    assert not pane.copy_button.isVisible()
    with qtbot.waitSignal(pane.retry_wanted):
        pane.message.button.click()


def test_the_names_column_leaves_room_for_how_it_adds_up(make: Make) -> None:
    pane = make(BatchesPane)
    plan = Plan()
    plan.item("x" * 300, 4)
    plan.line(ITEM, "x" * 300, 8)
    give(pane, plan)
    header = pane.table.header()
    assert header.sectionSize(WHAT) <= header.length() * 0.4
    assert header.sectionSize(HOW) >= header.length() * 0.2
