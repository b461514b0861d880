from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.models.part_model import PartCell, PartColumn, PartModel, PartRow
from gui.models.roles import Role

COLUMNS = (PartColumn("what", "What"), PartColumn("amount", "Amount", is_number=True))


def row(name: str, amount: str = "1") -> PartRow:
    return PartRow(name, name.upper(), (PartCell(name), PartCell(amount, amount)), icon="recipe")


@pytest.fixture
def model(qapp: QApplication) -> Iterator[PartModel]:
    made = PartModel(COLUMNS)
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    yield made
    made.deleteLater()


def names(model: PartModel) -> list[str]:
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def test_rows_that_stay_keep_their_place_in_what_is_chosen(model: PartModel) -> None:
    model.set_rows([row("flour"), row("butter"), row("sugar")])
    butter = QPersistentModelIndex(model.index(1, 0))
    chosen = QItemSelectionModel(model)
    chosen.select(model.index(1, 0), QItemSelectionModel.SelectionFlag.Select)
    model.set_rows([row("eggs"), row("sugar"), row("butter", "2")])
    assert names(model) == ["eggs", "sugar", "butter"]
    assert butter.row() == 2
    assert [index.data() for index in chosen.selectedIndexes()] == ["butter"]
    chosen.deleteLater()


def test_any_rows_follow_any_others(model: PartModel) -> None:
    dice = random.Random(5)
    for _ in range(60):
        wanted = dice.sample("abcdefghij", dice.randrange(11))
        model.set_rows([row(name, str(dice.randrange(3))) for name in wanted])
        assert names(model) == wanted


def test_an_edit_is_wished_for_and_shown_muted_until_the_rows_come(
    model: PartModel, qtbot: QtBot
) -> None:
    model.set_rows([row("flour"), row("butter")])
    amount = model.index(0, 1)
    with qtbot.waitSignal(model.edit_wanted) as wish:
        assert model.setData(amount, "2 1/4")
    assert wish.args == ["FLOUR", "amount", "2 1/4"]
    assert amount.data() == "2 1/4"
    assert amount.data(Role.COLOUR) == "muted"
    model.set_rows([row("flour"), row("butter", "5")])  # another row's news
    assert amount.data() == "2 1/4"
    model.set_rows([row("flour", "2.25"), row("butter", "5")])
    assert amount.data() == "2.25"
    assert amount.data(Role.COLOUR) == "text"


def test_what_is_not_saved_gives_the_old_value_back(model: PartModel) -> None:
    model.set_rows([row("flour")])
    model.setData(model.index(0, 1), "9")
    model.forget_typed("flour")
    assert model.index(0, 1).data() == "1"


def test_the_same_text_is_no_edit_and_a_bad_one_is_refused(model: PartModel, qtbot: QtBot) -> None:
    model.set_rows([row("flour")])
    model.problem = lambda _thing, _column, text: "No." if text == "bad" else ""
    with qtbot.assertNotEmitted(model.edit_wanted):
        assert model.setData(model.index(0, 1), "1")
        assert not model.setData(model.index(0, 1), "bad")
        assert not model.setData(model.index(0, 0), "name")  # a cell that is not edited


def test_nothing_is_edited_where_nothing_can_be_written(model: PartModel) -> None:
    model.set_rows([row("flour")])
    assert model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    model.set_editable(False)
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, 1), "9")


def test_cells_are_plain_text_on_one_line(model: PartModel) -> None:
    odd = replace(row("x"), cells=(PartCell("<b>a</b>\nb"), PartCell("1")), spoken="a, one")
    model.set_rows([odd])
    assert model.index(0, 0).data() == "<b>a</b> b"
    assert "&lt;b&gt;" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "a, one"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Amount"
