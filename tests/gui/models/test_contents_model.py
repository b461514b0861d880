from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.comparison import Change, LineChange, PlanChanges, PlannedLine
from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, Page, SourceRef
from gui.models.contents_model import CAN_PUT_BACK, SIGNS, Column, ContentsBranch, ContentsModel
from gui.models.roles import Role
from gui.models.tickets import Ticket

BOX, ITEM = ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT
UNIT, MATERIAL = ComponentKind.MATERIAL_UNIT, ComponentKind.MATERIAL
PLAN = SourceRef(event_id=1)
SNAPSHOT_2, SNAPSHOT_3 = SourceRef(snapshot_id=2), SourceRef(snapshot_id=3)


def line(name: str, quantity: int, kind: ComponentKind = BOX, **more: Any) -> ContentRow:
    """A line of the plan; its uuids are made of the name."""
    fields: dict[str, Any] = {
        "node_uuid": f"line {name}",
        "thing_uuid": name,
        "unit": "boxes" if kind is BOX else "cookies",
        "in_each": None,
        "in_all": Fraction(quantity),
        "notes": None,
        "has_children": kind is BOX,
        "line_id": abs(hash(name)) % 10_000,
    }
    return ContentRow(kind=kind, name=name, **(fields | more))


def part(name: str, each: int, parent: ContentRow, kind: ComponentKind = ITEM) -> ContentRow:
    """One content of a box."""
    return ContentRow(
        node_uuid=f"{parent.thing_uuid}/{name}",
        kind=kind,
        thing_uuid=name,
        name=name,
        unit="cookies",
        in_each=Fraction(each),
        in_all=parent.in_all * each,
        notes=None,
        has_children=kind is BOX,
    )


HAMPER = line("hamper", 60, sort_order=1, line_id=1, notes="white boxes")
SAMPLER = line("sampler", 48, sort_order=2, line_id=2)
COOKIE = line("cookie", 12, ITEM, sort_order=3, line_id=3)


class Bakery:
    """A model under Qt's tester, and the tickets that it handed out."""

    def __init__(self) -> None:
        self.model = ContentsModel()
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.tickets: list[Ticket] = []
        self.model.page_wanted.connect(self.tickets.append)

    def answer(self, *rows: ContentRow, of: str = "") -> None:
        """Answers the open question for the lines, or for what is in the row called `of`."""
        self.model.put_page(self.ticket(of), Page(rows, None, len(rows)))

    def ticket(self, of: str = "") -> Ticket:
        """The open question; Qt's tester opens every row that it sees, so there may be others."""
        for ticket in self.tickets:
            branch = ticket.branch
            assert isinstance(branch, ContentsBranch)
            name = branch.parent.name if branch.parent else ""
            if name == of and self.model.is_valid(ticket):
                return ticket
        raise AssertionError(f"Nothing was asked of {of!r}")

    def show(self, source: SourceRef, *rows: ContentRow, is_editable: bool = False) -> None:
        self.model.set_source(source, is_editable=is_editable)
        self.answer(*rows)

    def show_plan(self, *rows: ContentRow) -> None:
        self.show(PLAN, *rows, is_editable=True)

    def at(self, *path: str, column: int = 0) -> QModelIndex:
        """The row with these names."""
        index = QModelIndex()
        for name in path:
            index = next(
                found
                for row in range(self.model.rowCount(index))
                if (found := self.model.index(row, 0, index)).data() == name
            )
        return index.siblingAtColumn(column) if column else index

    def open(self, *path: str, rows: tuple[ContentRow, ...] = ()) -> None:
        self.model.fetchMore(self.at(*path))
        self.answer(*rows, of=path[-1])

    def column(self, column: Column) -> list[str]:
        return [str(self.model.index(row, column).data()) for row in range(self.model.rowCount())]


def nested(model: ContentsModel, parent: QModelIndex | None = None) -> dict[str, Any]:
    """The tree as nested dicts: "name In all" and what is in it."""
    parent = parent or QModelIndex()
    tree: dict[str, Any] = {}
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        amount = index.siblingAtColumn(Column.IN_ALL).data()
        tree[f"{index.data()} {amount}".strip()] = nested(model, index)
    return tree


@pytest.fixture
def bakery(qapp: QApplication) -> Iterator[Bakery]:
    made = Bakery()
    yield made
    made.model.deleteLater()


def test_a_source_is_asked_for_and_its_lines_are_shown(bakery: Bakery, qtbot: QtBot) -> None:
    bakery.model.set_source(PLAN, is_editable=True)
    assert bakery.tickets[0].branch == ContentsBranch(PLAN, None)
    assert bakery.model.is_waiting
    with qtbot.waitSignals([bakery.model.source_shown, bakery.model.line_count_changed]):
        bakery.answer(HAMPER, COOKIE)

    assert nested(bakery.model) == {"hamper 60": {}, "cookie 12": {}}
    assert bakery.model.line_count == 2


def test_a_box_is_asked_for_when_it_is_opened_and_never_twice(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, COOKIE)
    assert bakery.model.hasChildren(bakery.at("hamper"))
    assert not bakery.model.hasChildren(bakery.at("cookie"))
    bakery.open("hamper", rows=(part("sampler", 2, HAMPER, BOX), part("card", 1, HAMPER, UNIT)))

    assert not bakery.model.canFetchMore(bakery.at("hamper"))
    assert nested(bakery.model) == {
        "hamper 60": {"sampler 120": {}, "card 60": {}},
        "cookie 12": {},
    }
    bakery.model.fetchMore(bakery.at("hamper", "sampler"))
    inner = part("sampler", 2, HAMPER, BOX)
    assert bakery.ticket("sampler").branch == ContentsBranch(PLAN, inner)
    assert (
        len([each for each in bakery.tickets if each.branch == ContentsBranch(PLAN, HAMPER)]) == 1
    )


def test_the_cells_of_a_line_and_of_what_is_in_it(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))

    def cells(*path: str) -> list[str]:
        return [bakery.at(*path, column=column).data() for column in Column]

    assert cells("hamper") == ["hamper", "", "60", "boxes", "", "white boxes"]
    assert cells("hamper", "cookie") == ["cookie", "6", "360", "cookies", "", ""]
    assert bakery.at("hamper", column=Column.IN_ALL).data(Role.IS_BOLD)
    assert not bakery.at("hamper", "cookie", column=Column.IN_ALL).data(Role.IS_BOLD)


def test_a_line_is_read_out_as_a_sentence(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    bakery.model.put_changes(PlanChanges(since_version=3, marks={(ITEM.value, "cookie"): "recipe"}))
    role = Qt.ItemDataRole.AccessibleTextRole

    assert bakery.at("hamper").data(role) == "hamper, 60 boxes, white boxes, level 1"
    assert bakery.at("hamper", "cookie").data(role) == (
        "cookie, 6 in each, 360 cookies in all, recipe changed since snapshot 3, level 2"
    )


def test_kitchen_fractions_are_shown_and_the_exact_value_is_in_the_tooltip(bakery: Bakery) -> None:
    bakery.show_plan(replace(COOKIE, in_all=Fraction("2.25")))
    index = bakery.at("cookie", column=Column.IN_ALL)

    assert index.data() == "2 1/4"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "2.25 cookies"
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) == right
    head = bakery.model.headerData(
        Column.IN_ALL, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    )
    assert head == right


def test_what_is_to_check_has_its_sign_and_sentence(bakery: Bakery) -> None:
    bakery.show_plan(
        replace(COOKIE, has_no_yield=True, is_retired=True),
        replace(HAMPER, kind=MATERIAL, name="Gift box", is_generic=True, has_children=False),
    )
    cookie, later = bakery.at("cookie"), bakery.at("Gift box, chosen later")

    assert cookie.data(SIGNS) == (("changed", "caution"), ("retire", "muted"))
    tip = cookie.data(Qt.ItemDataRole.ToolTipRole)
    assert "No number a batch" in tip
    assert "Retired" in tip
    assert (later.data(Role.ICON), later.data(Role.COLOUR)) == ("chosen_later", "caution")


def test_a_name_is_no_html_in_its_tooltip(bakery: Bakery) -> None:
    bakery.show_plan(replace(COOKIE, name="<b>Tom & Jerry</b>"))

    tip = bakery.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Tom &amp; Jerry" in tip


def test_a_narrow_table_has_a_sign_for_a_note(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    assert bakery.at("hamper").data(SIGNS) == ()
    bakery.model.set_narrow(True)

    assert bakery.at("hamper").data(SIGNS) == (("note", "muted"),)
    assert "white boxes" in bakery.at("hamper").data(Qt.ItemDataRole.ToolTipRole)


def changes_of(*lines: LineChange, **more: Any) -> PlanChanges:
    return PlanChanges(since_version=3, since_id=30, lines=lines, **more)


def planned(row: ContentRow, quantity: int, notes: str | None = None) -> PlannedLine:
    return PlannedLine(row.node_uuid, row.kind, row.thing_uuid, row.name, Fraction(quantity), notes)


def changed(row: ContentRow, was: int) -> LineChange:
    return LineChange(
        Change.CHANGED, planned(row, was, row.notes), planned(row, int(row.in_all), row.notes)
    )


def test_since_the_snapshot_each_line_says_what_differs(bakery: Bakery) -> None:
    noted = replace(COOKIE, notes="two for tasting")
    card = line("card", 60, UNIT, sort_order=4, line_id=4)
    bakery.show_plan(HAMPER, SAMPLER, noted, card)
    bakery.model.put_changes(
        changes_of(
            changed(HAMPER, 64),
            changed(SAMPLER, 40),
            LineChange(Change.CHANGED, planned(noted, 12), planned(noted, 12, "two for tasting")),
            LineChange(Change.ADDED, None, planned(card, 60)),
            marks={(BOX.value, "sampler"): "contents", (UNIT.value, "card"): "new"},
        )
    )

    assert bakery.column(Column.SINCE) == [
        "\u22124, was 64",
        "+8, was 40, contents changed",
        "note changed",
        "new",
    ]
    head = bakery.model.headerData(Column.SINCE, Qt.Orientation.Horizontal)
    assert head == "Since snapshot 3"
    assert bakery.model.first_changed() == bakery.at("hamper")


def test_the_column_is_told_to_hide_while_there_is_no_snapshot(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show_plan(HAMPER)
    with qtbot.waitSignal(bakery.model.since_changed) as shown:
        bakery.model.put_changes(changes_of())
    with qtbot.waitSignal(bakery.model.since_changed) as hidden:
        bakery.model.put_changes(None)

    assert (shown.args, hidden.args) == ([3], [None])
    assert not bakery.model.first_changed().isValid()


def test_a_removed_line_stays_struck_at_the_end_and_can_be_put_back(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show_plan(HAMPER)
    gone = planned(COOKIE, 12)
    bakery.model.put_changes(changes_of(LineChange(Change.REMOVED, gone, None)))
    row = bakery.at("cookie")

    assert row.row() == 1
    assert row.data(Role.IS_STRUCK)
    assert row.data(CAN_PUT_BACK)
    assert bakery.column(Column.SINCE) == ["", "removed, was 12"]
    with qtbot.waitSignal(bakery.model.put_back_wanted) as wish:
        bakery.model.put_back(row)
    assert wish.args == [gone]
    bakery.model.put_line(COOKIE)
    bakery.model.put_changes(changes_of())
    assert nested(bakery.model) == {"hamper 60": {}, "cookie 12": {}}


def test_in_a_snapshot_nothing_can_be_put_back_or_edited(bakery: Bakery, qtbot: QtBot) -> None:
    bakery.show(SNAPSHOT_3, replace(HAMPER, line_id=None))
    bakery.model.put_changes(changes_of(LineChange(Change.REMOVED, planned(COOKIE, 12), None)))
    editable = Qt.ItemFlag.ItemIsEditable

    assert not bakery.at("cookie").data(CAN_PUT_BACK)
    assert not any(bakery.at("hamper", column=column).flags() & editable for column in Column)
    index = bakery.at("hamper", column=Column.IN_ALL)
    with qtbot.assertNotEmitted(bakery.model.quantity_edit_wanted):
        assert not bakery.model.setData(index, "70")


def test_only_in_all_and_note_of_a_line_can_be_edited(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    editable = Qt.ItemFlag.ItemIsEditable

    def columns(*path: str) -> list[Column]:
        return [each for each in Column if bakery.at(*path, column=each).flags() & editable]

    assert columns("hamper") == [Column.IN_ALL, Column.NOTE]
    assert columns("hamper", "cookie") == []


def test_an_edit_is_a_wish_and_shown_muted_until_the_line_comes_back(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show_plan(SAMPLER)
    bakery.open("sampler", rows=(part("cookie", 6, SAMPLER),))
    bakery.model.put_changes(changes_of(changed(SAMPLER, 40)))
    index = bakery.at("sampler", column=Column.IN_ALL)
    with qtbot.waitSignal(bakery.model.quantity_edit_wanted) as wish:
        assert bakery.model.setData(index, "+10")

    assert wish.args == [2, Fraction(58), Fraction(48)]
    assert (index.data(), index.data(Role.COLOUR)) == ("58", "muted")
    assert bakery.column(Column.SINCE) == ["+18, was 40"]
    assert nested(bakery.model) == {"sampler 58": {"cookie 288": {}}}
    bakery.model.put_line(replace(SAMPLER, in_all=Fraction(58)))
    assert index.data(Role.COLOUR) == "text"
    assert nested(bakery.model) == {"sampler 58": {"cookie 348": {}}}


def test_a_refused_edit_brings_the_old_value_back(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    index = bakery.at("hamper", column=Column.IN_ALL)
    bakery.model.setData(index, Fraction(70))
    bakery.model.setData(bakery.at("hamper", column=Column.NOTE), "red boxes")
    assert bakery.at("hamper", column=Column.NOTE).data() == "red boxes"
    bakery.model.edit_refused(1)

    assert (index.data(), index.data(Role.COLOUR)) == ("60", "text")
    assert bakery.at("hamper", column=Column.NOTE).data() == "white boxes"


def test_of_two_edits_in_a_row_the_last_stays_shown_while_the_first_is_saved(
    bakery: Bakery,
) -> None:
    bakery.show_plan(HAMPER)
    wishes: list[tuple[Any, ...]] = []
    bakery.model.quantity_edit_wanted.connect(lambda *wish: wishes.append(wish))
    index = bakery.at("hamper", column=Column.IN_ALL)
    bakery.model.setData(index, "70")
    bakery.model.setData(index, "+5")
    assert wishes == [(1, Fraction(70), Fraction(60)), (1, Fraction(75), Fraction(70))]
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(70)))
    assert (index.data(), index.data(Role.COLOUR)) == ("75", "muted")
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(75)))

    assert (index.data(), index.data(Role.COLOUR)) == ("75", "text")


def test_a_value_saved_by_someone_else_is_shown_instead(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    index = bakery.at("hamper", column=Column.IN_ALL)
    bakery.model.setData(index, "70")
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(99)))

    assert (index.data(), index.data(Role.COLOUR)) == ("99", "text")


@pytest.mark.parametrize("text", ["0", "abc", "", "1e300", "-60", "NaN", "1/0"])
def test_what_is_no_quantity_is_not_wished_for(bakery: Bakery, qtbot: QtBot, text: str) -> None:
    bakery.show_plan(HAMPER)
    index = bakery.at("hamper", column=Column.IN_ALL)
    with qtbot.assertNotEmitted(bakery.model.quantity_edit_wanted):
        assert not bakery.model.setData(index, text)

    assert index.data() == "60"


def test_the_same_value_again_is_no_edit(bakery: Bakery, qtbot: QtBot) -> None:
    bakery.show_plan(HAMPER)
    with (
        qtbot.assertNotEmitted(bakery.model.quantity_edit_wanted),
        qtbot.assertNotEmitted(bakery.model.note_edit_wanted),
    ):
        assert bakery.model.setData(bakery.at("hamper", column=Column.IN_ALL), "60")
        assert bakery.model.setData(bakery.at("hamper", column=Column.NOTE), "white boxes")


def test_a_line_is_put_where_it_belongs_and_moves_with_what_is_in_it(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, COOKIE)
    bakery.open("hamper", rows=(part("card", 1, HAMPER, UNIT),))
    bakery.model.put_line(SAMPLER)
    assert list(nested(bakery.model)) == ["hamper 60", "sampler 48", "cookie 12"]
    bakery.model.put_line(replace(HAMPER, sort_order=9))

    assert nested(bakery.model) == {"sampler 48": {}, "cookie 12": {}, "hamper 60": {"card 60": {}}}
    bakery.model.drop_line(2)
    assert list(nested(bakery.model)) == ["cookie 12", "hamper 60"]
    assert bakery.model.line_count == 2


def test_a_new_line_stands_above_the_removed_ones(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.model.put_changes(changes_of(LineChange(Change.REMOVED, planned(SAMPLER, 12), None)))
    bakery.model.put_line(COOKIE)

    assert list(nested(bakery.model)) == ["hamper 60", "cookie 12", "sampler"]


def test_flipping_keeps_the_rows_and_reads_the_open_ones_anew(bakery: Bakery) -> None:
    hamper_2 = replace(HAMPER, line_id=None, in_all=Fraction(50))
    hamper_3 = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_2, hamper_2)
    bakery.open("hamper", rows=(part("cookie", 6, hamper_2),))
    node = bakery.model.node_at(bakery.at("hamper", "cookie"))
    bakery.model.set_source(SNAPSHOT_3, is_editable=False)
    assert nested(bakery.model) == {"hamper 50": {"cookie 300": {}}}
    bakery.answer(hamper_3)
    assert nested(bakery.model) == {"hamper 60": {"cookie 360": {}}}
    assert bakery.ticket("hamper").branch == ContentsBranch(SNAPSHOT_3, hamper_3)
    bakery.answer(part("cookie", 8, hamper_3), part("card", 1, hamper_3, UNIT), of="hamper")

    assert nested(bakery.model) == {"hamper 60": {"cookie 480": {}, "card 60": {}}}
    assert bakery.model.node_at(bakery.at("hamper", "cookie")) is node


def test_a_late_answer_about_the_other_snapshot_is_dropped(bakery: Bakery) -> None:
    hamper = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_2, hamper)
    bakery.model.fetchMore(bakery.at("hamper"))
    late = bakery.ticket("hamper")
    bakery.show(SNAPSHOT_3, hamper)
    bakery.model.put_page(late, Page((part("old cookie", 1, hamper),), None, 1))
    assert nested(bakery.model) == {"hamper 60": {}}
    bakery.answer(part("cookie", 6, hamper), of="hamper")

    assert nested(bakery.model) == {"hamper 60": {"cookie 360": {}}}


def test_a_place_that_holds_another_thing_now_is_closed(bakery: Bakery) -> None:
    hamper = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_2, hamper)
    bakery.open("hamper", rows=(part("cookie", 6, hamper),))
    bakery.show(SNAPSHOT_3, replace(hamper, thing_uuid="other", name="other"))

    assert nested(bakery.model) == {"other 60": {}}
    assert bakery.model.hasChildren(bakery.at("other"))


def test_the_marks_of_another_snapshot_do_not_stand_on_its_rows(bakery: Bakery) -> None:
    hamper = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_3, hamper)
    bakery.model.put_changes(changes_of(changed(HAMPER, 50)))
    bakery.show(SNAPSHOT_2, replace(hamper, in_all=Fraction(50)))
    assert bakery.column(Column.SINCE) == [""]
    bakery.model.put_changes(PlanChanges(since_version=1, lines=(changed(HAMPER, 40),)))

    assert bakery.column(Column.SINCE) == ["+10, was 40"]


def test_another_plan_starts_from_nothing(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.model.put_changes(changes_of(changed(HAMPER, 50)))
    bakery.model.set_source(SourceRef(event_id=2), is_editable=True)

    assert nested(bakery.model) == {}
    assert bakery.model.since_version is None


def test_a_flip_that_takes_long_clears_the_rows_of_the_other_snapshot(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show(SNAPSHOT_2, replace(HAMPER, line_id=None))
    bakery.model.set_source(SNAPSHOT_3, is_editable=False)
    qtbot.waitUntil(lambda: nested(bakery.model) == {"Reading...": {}})
    bakery.answer(replace(SAMPLER, line_id=None))

    assert nested(bakery.model) == {"sampler 48": {}}


def test_a_failure_says_so_and_can_be_asked_again(bakery: Bakery) -> None:
    bakery.show(SNAPSHOT_2, replace(HAMPER, line_id=None))
    bakery.model.set_source(SNAPSHOT_3, is_editable=False)
    bakery.model.put_failure(bakery.ticket(), "The file is in use.")
    assert nested(bakery.model) == {"Could not be read. Retry": {}}
    bakery.model.want_more(bakery.model.index(0, 0))
    bakery.answer(replace(SAMPLER, line_id=None))

    assert nested(bakery.model) == {"sampler 48": {}}


def test_reading_again_keeps_what_is_open(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, COOKIE)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    bakery.model.refresh()
    assert nested(bakery.model) == {"hamper 60": {"cookie 360": {}}, "cookie 12": {}}
    bakery.answer(replace(HAMPER, in_all=Fraction(61)))
    bakery.answer(part("card", 2, replace(HAMPER, in_all=Fraction(61)), UNIT), of="hamper")

    assert nested(bakery.model) == {"hamper 61": {"card 122": {}}}


def test_an_answer_that_was_multiplied_by_the_old_quantity_is_put_right(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.model.fetchMore(bakery.at("hamper"))
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(61)))
    bakery.answer(part("cookie", 6, HAMPER), of="hamper")

    assert nested(bakery.model) == {"hamper 61": {"cookie 366": {}}}


def test_a_row_is_found_by_its_path_and_a_line_by_id_and_thing(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    model = bakery.model

    assert model.path_of(bakery.at("hamper", "cookie")) == ("hamper", "cookie")
    assert model.line_index(1) == model.thing_index(BOX, "hamper") == bakery.at("hamper")
    assert not model.line_index(99).isValid()
    assert not model.thing_index(ITEM, "cookie").isValid()
    assert model.row_at(bakery.at("hamper")) == HAMPER


class RandomDoors(RuleBasedStateMachine):
    """Any doors in any order under Qt's tester: it equals a plain Python model of what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.bakery = Bakery()
        self.lines: dict[int, ContentRow] = {}
        self.contents: dict[str, list[tuple[str, int]]] = {}
        self.opened: set[int] = set()

    @initialize()
    def start(self) -> None:
        self.bakery.show_plan()

    def expected(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for row in sorted(self.lines.values(), key=lambda row: (row.sort_order, row.line_id)):
            below = {}
            if row.line_id in self.opened:
                below = {f"item {n} {row.in_all * n}": {} for n in (1, 2)}
            tree[f"{row.name} {row.in_all}"] = below
        return tree

    def parts(self, row: ContentRow) -> tuple[ContentRow, ...]:
        return tuple(part(f"item {n}", n, row) for n in (1, 2))

    @rule(line_id=st.integers(1, 6), quantity=st.integers(1, 99), order=st.integers(1, 4))
    def put(self, line_id: int, quantity: int, order: int) -> None:
        row = line(f"box {line_id}", quantity, line_id=line_id, sort_order=order)
        self.lines[line_id] = row
        self.bakery.model.put_line(row)

    @rule(line_id=st.integers(1, 6))
    def drop(self, line_id: int) -> None:
        self.lines.pop(line_id, None)
        self.opened.discard(line_id)
        self.bakery.model.drop_line(line_id)

    @rule(line_id=st.integers(1, 6))
    def open(self, line_id: int) -> None:
        index = self.bakery.model.line_index(line_id)
        if index.isValid() and line_id not in self.opened:
            self.bakery.model.fetchMore(index)
            row = self.lines[line_id]
            self.bakery.answer(*self.parts(row), of=row.name)
            self.opened.add(line_id)

    @rule(line_id=st.integers(1, 6), quantity=st.integers(1, 99))
    def edit_and_be_refused(self, line_id: int, quantity: int) -> None:
        index = self.bakery.model.line_index(line_id, Column.IN_ALL)
        if index.isValid():
            self.bakery.model.setData(index, str(quantity))
            self.bakery.model.edit_refused(line_id)

    @rule(count=st.integers(0, 3))
    def compare(self, count: int) -> None:
        gone = [planned(line(f"gone {n}", n + 1), n + 1) for n in range(count)]
        self.bakery.model.put_changes(
            changes_of(*(LineChange(Change.REMOVED, each, None) for each in gone))
        )
        self.gone = count

    gone = 0

    @precondition(lambda self: self.lines)
    @rule()
    def read_again(self) -> None:
        self.bakery.model.refresh()
        rows = sorted(self.lines.values(), key=lambda row: (row.sort_order, row.line_id))
        self.bakery.answer(*rows)
        for row in rows:
            if row.line_id in self.opened:
                self.bakery.answer(*self.parts(row), of=row.name)

    @invariant()
    def shows_what_it_should(self) -> None:
        shown = nested(self.bakery.model)
        removed = [name for name in shown if name.startswith("gone")]
        assert len(removed) == self.gone
        assert list(shown)[len(shown) - len(removed) :] == removed
        assert {name: below for name, below in shown.items() if name not in removed} == (
            self.expected()
        )
        assert [name for name in shown if name not in removed] == list(self.expected())
        assert self.bakery.model.line_count == len(self.lines)


@pytest.mark.usefixtures("qapp")
class TestRandomDoors(RandomDoors.TestCase):
    settings = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
