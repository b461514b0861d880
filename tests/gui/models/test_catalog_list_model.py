"""The catalog's list under Qt's tester: pages, single rows, other questions, random acts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from core.domain.catalog import CatalogFilter, CatalogQuery, CatalogSort, ItemRow, Yield
from core.domain.keys import ThingKind
from gui.models.catalog_list_model import CatalogListModel
from gui.models.catalog_nodes import CatalogColumn
from gui.models.tickets import Ticket
from tests.gui.models.catalog_rows import answer, folded, in_order, is_found, item, item_key

ROWS = [
    item(1, "Sugar cookie"),
    item(2, "almond biscotti"),
    item(3, "Lemon cake", "Cakes", yields=Yield()),
    item(4, "Old cookie", is_retired=True),
]


class Feeder:
    """Keeps the model's tickets until a test answers them."""

    def __init__(self, model: CatalogListModel, rows: list[ItemRow], size: int = 3) -> None:
        self.model = model
        self.rows = {row.key.id: row for row in rows}
        self.size = size
        self.tickets: list[Ticket] = []
        model.page_wanted.connect(self.tickets.append)

    def give(self) -> None:
        """Answers all that is asked, oldest first; void ones too."""
        while self.tickets:
            ticket = self.tickets.pop(0)
            self.model.put_page(ticket, answer(self.rows.values(), ticket, size=self.size))

    def put(self, row: ItemRow) -> None:
        """What a feeder does after an act: the row, or that it is not found any more."""
        self.rows[row.key.id] = row
        if is_found(row, self.model.query):
            self.model.put_row(folded(row))
        else:
            self.model.drop(row.key)


def names(model: CatalogListModel, column: int = CatalogColumn.NAME) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def started(rows: list[ItemRow], size: int = 3) -> tuple[CatalogListModel, Feeder]:
    model = CatalogListModel()
    feeder = Feeder(model, rows, size)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.fetchMore(model.index(-1, -1))
    feeder.give()
    return model, feeder


def test_rows_say_what_they_are_and_what_is_missing(qapp: QApplication) -> None:
    model, _ = started(ROWS)
    assert names(model) == ["almond biscotti", "Lemon cake", "Sugar cookie"]
    assert names(model, CatalogColumn.SAYS) == [
        "48 cookies a batch",
        "No number a batch",
        "48 cookies a batch",
    ]
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Lemon cake, item, No number a batch, Cakes"


def test_a_renamed_thing_moves_to_its_place_and_a_retired_one_goes(qapp: QApplication) -> None:
    model, feeder = started(ROWS)
    feeder.put(replace(ROWS[0], name="Aniseed cookie"))
    assert names(model) == ["almond biscotti", "Aniseed cookie", "Lemon cake"]
    feeder.put(replace(ROWS[1], is_retired=True))
    assert names(model) == ["Aniseed cookie", "Lemon cake"]
    assert model.total() == 2


def test_later_pages_come_by_the_tail_and_names_below_it_are_not_put_early(
    qapp: QApplication,
) -> None:
    rows = [item(number, f"Cookie {number:02}") for number in range(1, 9)]
    model, feeder = started(rows, size=3)
    assert names(model) == ["Cookie 01", "Cookie 02", "Cookie 03", "Show 5 more"]
    feeder.put(item(9, "Zebra cookie"))
    assert "Zebra cookie" not in names(model)
    model.want_more(model.index(3, 0))
    feeder.size = 100
    feeder.give()
    assert names(model)[-1] == "Zebra cookie"
    assert model.total() == 9


def test_another_question_changes_the_rows_when_its_answer_comes(qapp: QApplication) -> None:
    model, feeder = started(ROWS)
    model.set_query(replace(model.query, text="cookie"))
    assert names(model) == ["almond biscotti", "Lemon cake", "Sugar cookie"]
    assert not model.is_read()
    feeder.give()
    assert names(model) == ["Sugar cookie"]
    model.set_query(CatalogQuery(ThingKind.FINISHED_UNIT, shows=CatalogFilter.RETIRED))
    feeder.give()
    assert names(model) == ["Old cookie"]


def test_an_answer_to_an_older_question_is_dropped(qapp: QApplication) -> None:
    model, feeder = started(ROWS)
    model.set_query(replace(model.query, text="lemon"))
    late = feeder.tickets.pop()
    model.set_query(replace(model.query, text="sugar"))
    feeder.give()
    model.put_page(late, answer(ROWS, late, size=3))
    assert names(model) == ["Sugar cookie"]


@pytest.mark.parametrize("sort", CatalogSort)
def test_rows_stand_the_other_way_round_and_by_category(
    qapp: QApplication, sort: CatalogSort
) -> None:
    model, feeder = started(ROWS)
    model.set_query(replace(model.query, sort=sort, is_descending=True))
    feeder.give()
    assert names(model) == [row.name for row in in_order(ROWS[:3], model.query)]
    feeder.put(replace(ROWS[0], name="Zimt cookie"))
    feeder.put(replace(ROWS[2], category="Zebra"))
    expected = in_order((row for row in feeder.rows.values() if not row.is_retired), model.query)
    assert names(model) == [row.name for row in expected]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("put", "drop", "ask", "give", "more")),
        st.integers(1, 8),
        st.sampled_from(("Aa", "b", "Cc", "dD", "")),
        st.booleans(),
    ),
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_random_acts_end_in_the_rows_of_a_plain_list(
    qapp: QApplication, acts: list[tuple[str, int, str, bool]]
) -> None:
    model, feeder = started([item(1, "Aa1"), item(2, "b2")])
    for act, number, text, flag in acts:
        if act == "put":
            feeder.put(item(number, f"{text}{number}", text or None, is_retired=flag))
        elif act == "drop":
            feeder.rows.pop(number, None)
            model.drop(item_key(number))
        elif act == "ask":
            sort = CatalogSort.CATEGORY if number % 2 else CatalogSort.NAME
            query = replace(model.query, text=text, sort=sort, is_descending=flag)
            model.set_query(query)
        elif act == "more" and model.root.extra is not None:
            model.want_more(model.index_of(model.root.extra))
        else:
            feeder.give()
    feeder.give()
    feeder.size = 100
    if model.root.extra is not None:
        model.want_more(model.index_of(model.root.extra))
        feeder.give()
    expected = in_order(
        (row for row in feeder.rows.values() if is_found(row, model.query)), model.query
    )
    assert names(model) == [row.name for row in expected]
    assert model.total() == len(expected)
