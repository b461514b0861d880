from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractSlider,
    QLabel,
    QLineEdit,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.domain.comparison import Change, LineChange, PlanChanges, PlannedLine
from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, Page, SourceRef
from gui.models.contents_model import Column, ContentsBranch, ContentsModel
from gui.models.tickets import Ticket
from gui.widgets.contents_view import ContentsView

BOX, ITEM = ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT
PLAN = SourceRef(event_id=1)
SNAPSHOT_2, SNAPSHOT_3 = SourceRef(snapshot_id=2), SourceRef(snapshot_id=3)


def line(name: str, quantity: int, line_id: int | None, **more: Any) -> ContentRow:
    fields: dict[str, Any] = {
        "node_uuid": f"line {name}",
        "kind": BOX,
        "thing_uuid": name,
        "unit": "boxes",
        "in_each": None,
        "in_all": Fraction(quantity),
        "notes": None,
        "has_children": True,
        "line_id": line_id,
        "sort_order": line_id or 0,
    }
    return ContentRow(name=name, **(fields | more))


def contents_of(box: ContentRow) -> tuple[ContentRow, ...]:
    """A hamper holds two samplers, a sampler six cookies."""
    name, each, kind = ("sampler", 2, BOX) if box.name == "hamper" else ("cookie", 6, ITEM)
    return (
        ContentRow(
            node_uuid=f"{box.thing_uuid}/{name}",
            kind=kind,
            thing_uuid=name,
            name=name,
            unit="each",
            in_each=Fraction(each),
            in_all=box.in_all * each,
            notes=None,
            has_children=kind is BOX,
        ),
    )


LINES = (
    line("hamper", 60, 1, notes="white boxes"),
    line("sampler", 48, 2),
    line("cookie", 12, 3, kind=ITEM, has_children=False, unit="cookies"),
)
FROZEN = tuple(replace(row, line_id=None) for row in LINES)


class Table:
    """A view in a window whose questions are answered a moment later, as from a database."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.view = ContentsView()
        self.other = QLineEdit()
        layout.addWidget(self.view)
        layout.addWidget(self.other)
        self.window.resize(900, 500)
        qtbot.addWidget(self.window)
        self.model: ContentsModel = self.view.contents
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.sources: dict[SourceRef, tuple[ContentRow, ...]] = {
            PLAN: LINES,
            SNAPSHOT_2: FROZEN,
            SNAPSHOT_3: FROZEN,
        }
        self.waiting: list[Ticket] = []
        self.clock = QTimer()
        self.clock.setSingleShot(True)
        self.clock.setInterval(0)
        self.clock.timeout.connect(self.answer)
        self.model.page_wanted.connect(self.ask)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.view.setFocus()
        qtbot.waitUntil(self.view.hasFocus)

    def ask(self, ticket: Ticket) -> None:
        self.waiting.append(ticket)
        self.clock.start()

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for ticket in waiting:
            branch = ticket.branch
            assert isinstance(branch, ContentsBranch)
            rows = contents_of(branch.parent) if branch.parent else self.sources[branch.source]
            self.model.put_page(ticket, Page(rows, None, len(rows)))

    def show(self, source: SourceRef, *, is_editable: bool = False) -> None:
        with self.qtbot.waitSignal(self.model.source_shown):
            self.model.set_source(source, is_editable=is_editable)

    def choose(self, row: int, column: int = 0) -> None:
        self.view.setCurrentIndex(self.model.index(row, column))

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.qtbot.keyClick(self.view, key, modifiers)

    def editor(self) -> QLineEdit:
        """The one that is open, not one that closed just now."""
        return self.view.itemDelegate().editor()

    def sentence(self) -> str:
        label = self.view.findChild(QLabel, "cell_sentence")
        return label.text() if label is not None and label.isVisible() else ""

    def text(self, row: int, column: Column) -> str:
        return str(self.model.index(row, column).data())

    def click(self, place: QPoint) -> None:
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def names_open(self) -> set[tuple[str, ...]]:
        return self.view.expanded_uuid_paths()


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    return Table(qtbot)


@pytest.fixture
def plan(table: Table) -> Table:
    table.show(PLAN, is_editable=True)
    return table


@pytest.fixture
def snapshot(table: Table) -> Table:
    table.show(SNAPSHOT_3)
    return table


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
    plan.choose(3)
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


def test_going_to_another_plan_takes_what_was_typed_well(plan: Table, qtbot: QtBot) -> None:
    plan.sources[SourceRef(event_id=2)] = ()
    plan.choose(0)
    qtbot.keyClicks(plan.view, "7")
    with qtbot.waitSignal(plan.model.quantity_edit_wanted) as wish:
        plan.show(SourceRef(event_id=2), is_editable=True)

    assert wish.args == [1, Fraction(7), Fraction(60)]
    assert plan.editor() is None


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
