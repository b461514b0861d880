"""The view of contents: choosing, opening, flipping that keeps the place, and column widths."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSlider, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from core.domain.comparison import Change, LineChange, PlanChanges, PlannedLine
from gui.models.contents_model import Column
from gui.models.tickets import Ticket
from tests.gui.models.contents_rows import ITEM, PLAN, SNAPSHOT_2, SNAPSHOT_3
from tests.gui.widgets.contents_table import FROZEN, LINES, Table, contents_of
from tests.gui.widgets.contents_table import plan as plan
from tests.gui.widgets.contents_table import snapshot as snapshot
from tests.gui.widgets.contents_table import table as table


def test_del_and_alt_arrows_act_on_the_chosen_lines(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(plan.view.delete_lines_wanted) as wish:
        plan.key(Qt.Key.Key_Delete)
    assert wish.args == [[1, 2]]
    plan.choose(1)
    with qtbot.waitSignal(plan.view.move_line_wanted) as up:
        plan.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(plan.view.move_line_wanted) as down:
        plan.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert (up.args, down.args) == ([2, -1], [2, 1])


def test_the_chosen_rows_are_copied_tab_separated(plan: Table) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    plan.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == (
        "hamper\t\t60\tboxes\twhite boxes\nsampler\t\t48\tboxes"
    )


def test_asterisk_opens_everything_below_as_it_is_read(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0)
    plan.key(Qt.Key.Key_Asterisk)
    qtbot.waitUntil(lambda: plan.names_open() == {("hamper",), ("hamper", "sampler")})
    sampler = plan.model.index(0, 0, plan.model.index(0, 0))
    qtbot.waitUntil(lambda: plan.model.rowCount(sampler) == 1)


def test_flipping_through_snapshots_holds_open_boxes_chosen_row_and_scroll(
    snapshot: Table, qtbot: QtBot
) -> None:
    open_boxes = {("hamper",), ("hamper", "sampler")}
    snapshot.window.resize(900, 160)
    snapshot.view.restore(open_boxes, ("hamper", "sampler", "cookie"))
    path = ("hamper", "sampler", "cookie")
    model, view = snapshot.model, snapshot.view
    qtbot.waitUntil(lambda: model.path_of(view.currentIndex()) == path)
    view.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderSingleStepAdd)
    scroll = view.verticalScrollBar().value()
    assert scroll > 0
    # The lines of the other snapshot are the same things on lines of their own.
    snapshot.sources[SNAPSHOT_2] = tuple(
        replace(row, node_uuid=f"other {row.name}", in_all=row.in_all - 10) for row in FROZEN[:2]
    )
    for source in (SNAPSHOT_2, SNAPSHOT_3, SNAPSHOT_2):
        with qtbot.waitSignal(view.current_row_changed):
            snapshot.show(source)
        qtbot.waitUntil(lambda: snapshot.names_open() == open_boxes)
        qtbot.waitUntil(lambda: model.path_of(view.currentIndex()) == path)
        qtbot.waitUntil(lambda: view.verticalScrollBar().value() == scroll)

    assert view.current_row().in_all == 50 * 2 * 6


def test_what_she_opens_after_a_flip_is_not_undone_by_late_rows(
    snapshot: Table, qtbot: QtBot
) -> None:
    snapshot.choose(1)
    snapshot.show(SNAPSHOT_2)
    snapshot.key(Qt.Key.Key_Up)
    snapshot.show(SNAPSHOT_3)

    assert snapshot.model.path_of(snapshot.view.currentIndex()) == ("hamper",)


def test_the_details_hear_of_the_same_row_in_another_snapshot(
    snapshot: Table, qtbot: QtBot
) -> None:
    snapshot.choose(0)
    snapshot.sources[SNAPSHOT_2] = (replace(FROZEN[0], in_all=Fraction(50)),)
    with qtbot.waitSignal(snapshot.view.current_row_changed) as told:
        snapshot.show(SNAPSHOT_2)

    assert told.args[0].in_all == 50


def test_a_removed_line_is_put_back_by_enter_or_its_link(plan: Table, qtbot: QtBot) -> None:
    gone = PlannedLine("gone", ITEM, "g", "gingerbread", Fraction(12))
    plan.model.put_changes(
        PlanChanges(since_version=3, lines=(LineChange(Change.REMOVED, gone, None),))
    )
    plan.choose(0)
    assert not plan.view.can_put_back()
    plan.choose(3)
    assert plan.view.can_put_back()
    with qtbot.waitSignal(plan.view.put_back_wanted) as by_key:
        plan.key(Qt.Key.Key_Return)
    index = plan.model.index(3, 0)
    option = QStyleOptionViewItem()
    plan.view.initViewItemOption(option)
    option.rect = plan.view.visualRect(index)
    link = plan.view.itemDelegate().put_back_place(option, index)
    with qtbot.waitSignal(plan.view.put_back_wanted) as by_click:
        plan.click(link.center())
    with qtbot.assertNotEmitted(plan.view.put_back_wanted):
        plan.click(option.rect.topRight() + QPoint(-2, 5))

    assert by_key.args == by_click.args == [gone]


def test_since_hides_without_a_snapshot_and_notes_hide_when_narrow(plan: Table) -> None:
    assert plan.view.isColumnHidden(Column.SINCE)
    plan.model.put_changes(PlanChanges(since_version=3))
    assert not plan.view.isColumnHidden(Column.SINCE)
    plan.view.set_narrow(True)

    assert plan.view.isColumnHidden(Column.NOTE)
    plan.view.set_narrow(False)
    assert not plan.view.isColumnHidden(Column.NOTE)
    assert plan.view.columns.widths() == {}


def test_there_is_no_horizontal_scroll_bar_and_what_stretches(plan: Table) -> None:
    plan.model.put_changes(PlanChanges(since_version=3))

    assert not plan.view.horizontalScrollBar().isVisible()
    widths = [plan.view.columnWidth(column) for column in Column]
    assert max(widths) == widths[Column.WHAT]


def test_a_width_that_she_dragged_stays_and_can_be_restored(plan: Table) -> None:
    plan.view.header().resizeSection(Column.UNIT, 111)
    plan.model.put_changes(PlanChanges(since_version=3))
    assert plan.view.columns.widths() == {"unit": 111}
    plan.view.columns.restore({"unit": 123, "nonsense": 5})

    assert plan.view.columnWidth(Column.UNIT) == 123


def test_going_to_a_line_chooses_it(plan: Table) -> None:
    assert plan.view.go_to_line(2)
    assert plan.view.current_row() == LINES[1]
    assert plan.view.go_to_thing(ITEM, "cookie")
    assert plan.view.current_row() == LINES[2]
    assert not plan.view.go_to_line(99)


def test_a_failed_reading_is_asked_again_by_enter(table: Table, qtbot: QtBot) -> None:
    table.model.page_wanted.disconnect(table.ask)
    tickets: list[Ticket] = []
    table.model.page_wanted.connect(tickets.append)
    table.model.set_source(PLAN, is_editable=True)
    table.model.put_failure(tickets.pop(), "The file is in use.")
    table.choose(0)
    table.key(Qt.Key.Key_Return)

    assert len(tickets) == 1


def test_letters_find_a_name_also_from_the_quantity_column(plan: Table, qtbot: QtBot) -> None:
    plan.choose(0, Column.IN_ALL)
    qtbot.keyClicks(plan.view, "co")

    assert plan.view.current_row() == LINES[2]


def test_enter_on_what_is_in_a_box_opens_and_closes_it(plan: Table, qtbot: QtBot) -> None:
    plan.view.restore([("hamper",)], ("hamper", "sampler"))
    qtbot.waitUntil(lambda: plan.view.current_row() == contents_of(LINES[0])[0])
    plan.key(Qt.Key.Key_Return)
    assert plan.names_open() == {("hamper",), ("hamper", "sampler")}
    plan.key(Qt.Key.Key_Return)

    assert plan.names_open() == {("hamper",)}
