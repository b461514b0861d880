"""The tree of a comparison: what differs, everything, and what a search leaves of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.domain.arithmetic import PlanInput
from core.domain.comparison import DiffEntry
from gui.models.compare_model import CompareColumn, CompareModel
from gui.models.compare_rows import every_row
from gui.models.compare_table import compare_table
from gui.models.roles import Role
from tests.core.domain.compared import diamond
from tests.core.domain.plans import BOX, ITEM, Plan
from tests.core.domain.random_edits import two_sides
from tests.gui.models.comparisons import changed_rows, found, rows_of
from tests.window import plain

Shown = list[tuple[str, list["Shown"]]]
DEEP = [f"Box {level}" for level in range(1, 11)]


def model_of(qtbot: QtBot, query: str = "", *, is_everything: bool = False) -> CompareModel:
    model = CompareModel()
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    rows = changed_rows()
    model.show_rows(found(rows, query, is_everything=is_everything).rows, rows.heads)
    return model


def shown(model: CompareModel, parent: QModelIndex | None = None) -> Shown:
    """All of it, opened."""
    parent = parent or QModelIndex()
    model.open_row(parent)
    indexes = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    return [(plain(str(index.data())), shown(model, index)) for index in indexes]


def cells(index: QModelIndex) -> tuple[str, ...]:
    return tuple(plain(str(index.siblingAtColumn(at).data())) for at in CompareColumn)


def entry(name: str, field: str) -> DiffEntry:
    entries = changed_rows().diff.entries
    return next(each for each in entries if each.name == name and each.field == field)


def at(model: CompareModel, name: str, field: str, *, is_everything: bool = False) -> QModelIndex:
    ways = found(changed_rows(), is_everything=is_everything).ways
    return model.find_path(ways[entry(name, field).key])


def deep(inside: Shown) -> Shown:
    """Below ten boxes in one another."""
    for name in reversed(DEEP):
        inside = [(name, inside)]
    return inside


def test_what_differs_stands_at_the_end_of_its_way(qtbot: QtBot) -> None:
    model = model_of(qtbot)
    dough: Shown = [("dough", [("Note", []), ("Flour", [])])]
    assert shown(model) == [
        *deep([("Cookie", dough)]),
        ("Cake", [("Percent of a batch", [])]),
        ("Gift", []),
    ]


def test_rows_come_when_what_they_stand_in_is_opened(qtbot: QtBot) -> None:
    model = model_of(qtbot, is_everything=True)
    box = model.index(0, 0)
    assert (model.rowCount(), model.rowCount(box), model.hasChildren(box)) == (4, 0, True)
    model.open_row(box)
    model.open_row(box)
    assert model.rowCount(box) == 1


def test_everything_shows_both_values_and_what_differs_in_colour(qtbot: QtBot) -> None:
    model = model_of(qtbot, is_everything=True)
    cookie = at(model, "Cookie", "quantity", is_everything=True)
    assert cells(cookie) == ("Cookie", "6 pieces", "8 pieces", "+2 pieces")
    flour = at(model, "Flour", "quantity", is_everything=True)
    sugar = flour.siblingAtRow(flour.row() + 1)
    assert cells(flour) == ("Flour", "2 cup", "3 cup", "+1 cup")
    assert cells(sugar) == ("Sugar", "1 cup", "1 cup", "")
    old = CompareColumn.OLD
    assert flour.siblingAtColumn(old).data(Role.COLOUR) == "text"
    assert sugar.siblingAtColumn(old).data(Role.COLOUR) == "muted"
    spoken = plain(str(sugar.data(Qt.ItemDataRole.AccessibleTextRole)))
    assert spoken == "Sugar: Snapshot 1 1 cup, The plan now 1 cup"
    model.open_row(cookie)
    per_batch = model.index(0, 0, cookie)
    assert cells(per_batch) == ("A batch makes", "48 pieces", "48 pieces", "")


def test_what_came_is_opened_though_it_is_told_once(qtbot: QtBot) -> None:
    model = model_of(qtbot, is_everything=True)
    gift = model.index(3, 0)
    assert cells(gift) == ("Gift", "", "5 boxes", "added")
    model.open_row(gift)
    assert cells(model.index(0, 0, gift)) == ("Tart", "", "4 pieces", "")


def test_a_search_leaves_hits_and_the_way_to_them(qtbot: QtBot) -> None:
    assert shown(model_of(qtbot, "FLOUR")) == deep([("Cookie", [("dough", [("Flour", [])])])])
    assert shown(model_of(qtbot, "gíft")) == [("Gift", [])]
    everything = model_of(qtbot, "butter", is_everything=True)
    assert shown(everything) == deep([("Cookie", [("dough", [("Butter", [])])])])


def test_a_hit_is_shown_with_all_that_is_in_it(qtbot: QtBot) -> None:
    model = model_of(qtbot, "dough")
    assert shown(model) == deep([("Cookie", [("dough", [("Note", []), ("Flour", [])])])])


def test_a_search_finds_what_a_note_says(qtbot: QtBot) -> None:
    rows = changed_rows()
    left = found(rows, "5 mm THICK")
    assert set(left.ways) == {entry("dough", "notes").key}
    assert found(rows, "no such thing").rows == ()


def test_only_differences_that_are_hits_are_counted(qtbot: QtBot) -> None:
    left = found(changed_rows(), "flour")
    assert set(left.ways) == {entry("Flour", "quantity").key}  # not those of the way
    assert [plain(row.cells[0].text) for row in left.kitchen] == ["Flour"]
    assert len(found(changed_rows(), "cookie").ways) == 3  # it, and all below it


def test_what_a_search_left_out_is_nowhere(qtbot: QtBot) -> None:
    model = model_of(qtbot, "gift")
    assert set(found(changed_rows(), "gift").ways) == {entry("Gift", "quantity").key}
    assert model.rowCount() == 1


def test_a_row_is_found_again_by_its_way(qtbot: QtBot) -> None:
    model = model_of(qtbot)
    flour = at(model, "Flour", "quantity")
    way = model.path_of(flour)
    rows = changed_rows()
    model.show_rows(rows.everything or (), rows.heads)
    assert cells(model.find_path(way)) == ("Flour", "2 cup", "3 cup", "+1 cup")
    assert not model.find_path([*way, "nothing"]).isValid()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(two_sides())
def test_every_difference_is_found_in_both_views(sides: tuple[PlanInput, PlanInput]) -> None:
    rows = rows_of(*sides)
    for is_everything in (False, True):
        left, model = found(rows, is_everything=is_everything), CompareModel()
        model.show_rows(left.rows, rows.heads)
        assert set(left.ways) == {entry.key for entry in rows.diff.entries}
        for key, way in left.ways.items():
            at = model.entry_at(model.find_path(way))
            assert at is not None
            assert at.key == key


def test_a_hit_that_the_shortest_way_does_not_lead_to_is_found(qtbot: QtBot) -> None:
    old, new = Plan(), Plan()
    for plan, pieces in ((old, 48), (new, 40)):
        plan.item("Cookie", pieces)
        for box in ("Hamper", "Sampler"):
            plan.box(box, (ITEM, "Cookie", 6))
            plan.line(BOX, box, 10)
    rows = rows_of(old, new)
    left, model = found(rows, "sampler", is_everything=True), CompareModel()
    model.show_rows(left.rows, rows.heads)
    (way,) = left.ways.values()
    assert cells(model.find_path(way))[:3] == ("A batch makes", "48 pieces", "40 pieces")


def test_in_everything_the_rows_that_say_it_are_hits() -> None:
    left = found(changed_rows(), "butter", is_everything=True)
    assert (len(left.hits), left.ways) == (1, {})
    assert left.total == len(list(every_row(changed_rows().everything or ())))
    assert found(changed_rows(), "butter").hits == ()


def test_a_search_finds_amounts_as_they_are_shown() -> None:
    flour = {entry("Flour", "quantity").key}
    for is_everything in (False, True):
        assert set(found(changed_rows(), "3 cup", is_everything=is_everything).ways) == flour
    sugar = found(changed_rows(), "2 tbsp", is_everything=True)
    assert (bool(sugar.rows), sugar.ways) == (True, {})


def test_a_line_that_was_moved_has_both_amounts_in_everything(qtbot: QtBot) -> None:
    old, new = Plan(), Plan()
    for plan, names in ((old, ("A", "B", "C")), (new, ("C", "A", "B"))):
        for name in names:
            plan.item(name, 12)
            plan.line(ITEM, name, 30)
            plan.lines[-1] = replace(plan.lines[-1], uuid=name)
    rows, model = rows_of(old, new), CompareModel()
    model.show_rows(found(rows, is_everything=True).rows, rows.heads)
    first = model.index(0, 0)
    assert cells(first) == ("C", "30 pieces", "30 pieces", "")
    model.open_row(first)
    assert cells(model.index(0, 0, first))[1:] == ("3", "1", "moved")


def test_boxes_on_many_ways_are_read_out_once(qtbot: QtBot) -> None:
    rows = rows_of(diamond(), diamond())
    everything = list(every_row(rows.everything or ()))
    assert len(everything) == 1 + 9 * 2 + 2  # the line, its boxes, and the cookie with its yield
    assert len(found(rows, "cookie", is_everything=True).rows) == 1
    model = CompareModel()
    model.show_rows(rows.everything or (), rows.heads)
    assert len(model.text().splitlines()) == len(everything) + 1


def test_all_of_it_is_a_table_for_a_spreadsheet() -> None:
    rows = changed_rows()
    table = compare_table(rows, found(rows, "flour"), is_everything=False)
    assert [row[1:] for row in table[1:2]] == [("changed", "How many", "2 cup", "3 cup", "+1 cup")]
    assert table[1][0].endswith("Cookie > dough > Flour")
    assert table[3] == ("In the kitchen",)
    everything = compare_table(rows, found(rows, is_everything=True), is_everything=True)
    sugar = [row for row in everything if row and row[0].endswith("dough > Sugar")]
    assert [row[1:] for row in sugar] == [
        ("", "", "1 cup", "1 cup", ""),
        ("", "", "2 tbsp", "2 tbsp", ""),
    ]
