"""The catalog's left pane in real widgets: kinds, search, order, and what it says was chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.catalog import CatalogFilter, CatalogSort, Yield
from core.domain.keys import Key, ThingKind
from gui.models.catalog_list_model import CatalogListModel
from gui.models.roles import Role
from gui.models.tickets import Ticket
from gui.widgets.catalog.catalog_panel import CatalogPanel
from tests.gui.models.catalog_rows import answer, item, item_key

ROWS = [
    item(1, "Sugar cookie"),
    item(2, "Almond biscotti", "Biscotti"),
    item(3, "Lemon cake", "Cakes", yields=Yield()),
    item(4, "Old cookie", is_retired=True),
]


class Feeder:
    """Answers at once, or when a test says so."""

    def __init__(self, model: CatalogListModel, size: int = 100) -> None:
        self.model = model
        self.size = size
        self.is_held = False
        self.tickets: list[Ticket] = []
        model.page_wanted.connect(self._on_wanted, Qt.ConnectionType.QueuedConnection)

    def _on_wanted(self, ticket: Ticket) -> None:
        self.tickets.append(ticket)
        if not self.is_held:
            self.give()

    def give(self) -> None:
        while self.tickets:
            ticket = self.tickets.pop(0)
            self.model.put_page(ticket, answer(ROWS, ticket, size=self.size))
        settle()


@pytest.fixture
def panel(qtbot: QtBot) -> CatalogPanel:
    model = CatalogListModel()
    made = CatalogPanel(model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(480, 600)
    return made


@pytest.fixture
def feeder(qtbot: QtBot, panel: CatalogPanel) -> Feeder:
    made = Feeder(panel.model)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(panel.model.is_read)
    tester = QAbstractItemModelTester(
        panel.model, QAbstractItemModelTester.FailureReportingMode.Warning, panel
    )
    tester.setUseFetchMore(False)
    settle()
    return made


def settle() -> None:
    QApplication.processEvents()
    QApplication.processEvents()


def names(panel: CatalogPanel) -> list[str]:
    model = panel.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def heard(panel: CatalogPanel) -> list[tuple[Key, ...]]:
    keys: list[tuple[Key, ...]] = []
    panel.selection_changed.connect(keys.append)
    return keys


def text_of(panel: CatalogPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def test_typing_finds_and_enter_goes_to_the_first_that_was_found(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    keys = heard(panel)
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "cookie")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: keys == [(item_key(1),)])
    assert names(panel) == ["Sugar cookie"]
    assert text_of(panel, "search_hits") == "1 of 3"
    qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(panel)) == 3)
    assert panel.selected_keys() == (item_key(1),)
    assert keys == [(item_key(1),)]


def test_nothing_found_says_so_and_offers_to_make_it(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "Rum <b>balls</b>")
    button = panel.findChild(QPushButton, "catalog_empty_action")
    assert isinstance(button, QPushButton)
    qtbot.waitUntil(button.isVisible)
    assert "Rum <b>balls</b>" in text_of(panel, "catalog_empty_text")
    with qtbot.waitSignal(panel.new_wanted) as wanted:
        button.click()
    assert wanted.args == [ThingKind.FINISHED_UNIT, "Rum <b>balls</b>"]


def test_each_kind_comes_back_to_what_was_chosen_of_it(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    panel.view.go_to(panel.model.find(item_key(3)))
    keys = heard(panel)
    panel.turn_kind(1)
    qtbot.waitUntil(lambda: panel.model.is_read() and not names(panel))
    assert panel.query.kind is ThingKind.FINISHED_GOOD
    assert keys == [()]
    assert panel.new.text() == "New box"
    panel.turn_kind(-1)
    qtbot.waitUntil(lambda: keys[-1:] == [(item_key(3),)])


def test_a_head_orders_the_rows_and_the_chosen_one_stays(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    panel.view.go_to(panel.model.find(item_key(1)))
    keys = heard(panel)
    header = panel.view.header()

    def click(column: int) -> None:
        place = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(panel.model.is_read)
        settle()

    click(0)
    assert panel.query.is_descending
    assert names(panel) == ["Sugar cookie", "Lemon cake", "Almond biscotti"]
    click(2)
    assert panel.query.sort is CatalogSort.CATEGORY
    assert names(panel) == ["Almond biscotti", "Lemon cake", "Sugar cookie"]
    asked = panel.query
    click(1)  # what a thing says of itself is no order
    assert panel.query == asked
    assert header.sortIndicatorSection() == 2
    assert panel.selected_keys() == (item_key(1),)
    assert keys == []


def test_retired_things_and_those_to_look_at_are_lists_of_their_own(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    menu = panel.shows.menu()
    assert menu is not None
    in_use, to_look_at, retired, *_ = menu.actions()
    retired.trigger()
    qtbot.waitUntil(lambda: names(panel) == ["Old cookie"])
    assert panel.shows.text() == "Retired"
    to_look_at.trigger()
    qtbot.waitUntil(lambda: names(panel) == ["Lemon cake"])
    assert text_of(panel, "catalog_count") == "1 item"
    in_use.trigger()
    qtbot.waitUntil(lambda: len(names(panel)) == 3)
    assert panel.query.shows is CatalogFilter.IN_USE


def test_a_row_of_a_later_page_is_read_on_for(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    feeder.size = 1
    panel.model.read_again()
    qtbot.waitUntil(panel.model.is_read)
    panel.select(item_key(1))
    qtbot.waitUntil(lambda: panel.selected_keys() == (item_key(1),))


def test_the_choice_is_not_said_to_be_gone_while_other_rows_are_on_their_way(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    panel.view.go_to(panel.model.find(item_key(1)))
    keys = heard(panel)
    feeder.is_held = True
    panel.search.setText("cookie")
    qtbot.waitUntil(lambda: bool(feeder.tickets))
    assert keys == []
    feeder.give()
    assert keys == []
    assert panel.selected_keys() == (item_key(1),)


def test_the_list_is_cut_down_to_one_category_and_back(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder
) -> None:
    panel.put_categories(["Biscotti", "Tom & Jerry"])
    menu = panel.findChild(QMenu, "catalog_categories")
    assert isinstance(menu, QMenu)
    every, biscotti, odd = menu.actions()
    assert odd.text() == "Tom && Jerry"
    biscotti.trigger()
    qtbot.waitUntil(lambda: names(panel) == ["Almond biscotti"])
    assert panel.shows.text() == "In use, Biscotti"
    every.trigger()
    qtbot.waitUntil(lambda: len(names(panel)) == 3)
    assert panel.shows.text() == "In use"


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageUp]
)
def test_a_key_chooses_the_row_it_stands_on_while_nothing_is_chosen(
    qtbot: QtBot, panel: CatalogPanel, feeder: Feeder, key: Qt.Key
) -> None:
    panel.view.setFocus()
    panel.view.selectionModel().clearSelection()
    flag = QItemSelectionModel.SelectionFlag.NoUpdate
    panel.view.selectionModel().setCurrentIndex(panel.model.index(0, 0), flag)
    assert panel.selected_keys() == ()
    qtbot.keyClick(panel.view, key)
    assert panel.selected_keys() == (panel.model.index(0, 0).data(Role.KEY),)
