"""The catalog's lists: what a page shows, in which order, and what search and filters leave."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import event

from core.domain.catalog import (
    CATALOG_KINDS,
    BoxRow,
    CatalogFilter,
    CatalogQuery,
    CatalogRow,
    CatalogSort,
    IngredientRow,
    ItemRow,
    MaterialRow,
    RecipeRow,
    Yield,
)
from core.domain.folding import fold
from core.domain.keys import Key, ThingKind
from core.services import database, search_index
from core.services.catalog_list_service import (
    catalog_counts,
    catalog_page,
    catalog_row,
    categories,
)
from core.services.finished_unit_service import ItemDetails, create_finished_unit
from tests.core.big_catalog import big_catalog
from tests.core.stored_rows import bakery_in_memory, run
from tests.factories import Bakery

ITEM, BOX = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD
MATERIAL, RECIPE, INGREDIENT = ThingKind.MATERIAL, ThingKind.RECIPE, ThingKind.INGREDIENT


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def names(kind: ThingKind = ITEM, **more: Any) -> list[str]:
    return [row.name for row in catalog_page(CatalogQuery(kind, **more)).rows]


def all_rows(query: CatalogQuery, limit: int) -> list[CatalogRow]:
    rows: list[CatalogRow] = []
    page = catalog_page(query, limit=limit)
    while True:
        rows += page.rows
        if page.next_key is None:
            assert page.total == len(rows)
            return rows
        page = catalog_page(query, page.next_key, limit=limit)


class TestRows:
    def test_are_of_the_class_of_their_kind_and_say_what_it_says(self, bakery: Bakery) -> None:
        run(
            "UPDATE ingredients SET stock_amount = '0', stock_unit = 'kg',"
            " stock_as_of = '2026-11-01' WHERE id = 1"
        )
        pages = {kind: catalog_page(CatalogQuery(kind)) for kind in CATALOG_KINDS}
        cake, cookie = pages[ITEM].rows
        assert isinstance(cookie, ItemRow)
        assert cookie.key == Key(ITEM, bakery.cookie_id)
        assert cookie.yields == Yield(items_per_batch=Fraction(48), unit="cookies")
        assert isinstance(cake, ItemRow)
        assert cake.yields == Yield(is_portion=True, portion="8-inch round")
        assert (cake.is_to_look_at, cookie.is_to_look_at) == (True, False)
        gift, hamper = pages[BOX].rows
        assert isinstance(gift, BoxRow)
        assert isinstance(hamper, BoxRow)
        assert (gift.item_count, gift.box_count, gift.material_count) == (1, 0, 1)
        assert (hamper.item_count, hamper.box_count, hamper.material_count) == (1, 1, 1)
        ribbon, wrapping = pages[MATERIAL].rows
        assert isinstance(ribbon, MaterialRow)
        assert (ribbon.base_unit, ribbon.display_unit, ribbon.stock) == ("linear_cm", "in", None)
        assert wrapping.name == "Wrapping"
        dough, cream = pages[RECIPE].rows
        assert isinstance(dough, RecipeRow)
        assert isinstance(cream, RecipeRow)
        assert (dough.line_count, dough.component_count, dough.category) == (3, 1, "Cookies")
        assert (cream.component_count, cream.is_to_look_at) == (0, cream.line_count == 0)
        stocked = [row for row in pages[INGREDIENT].rows if row.key.id == 1]
        assert isinstance(stocked[0], IngredientRow)
        assert stocked[0].stock is not None
        assert (stocked[0].stock.amount, stocked[0].stock.unit) == (0, "kg")

    def test_one_alone_is_the_same_as_in_its_page(self, bakery: Bakery) -> None:
        for kind in CATALOG_KINDS:
            query = CatalogQuery(kind)
            for row in catalog_page(query).rows:
                assert catalog_row(row.key) == row
                assert catalog_row(row.key, query=query) == row

    def test_one_that_is_gone_or_elsewhere_is_none(self, bakery: Bakery) -> None:
        cookie = Key(ITEM, bakery.cookie_id)
        assert catalog_row(Key(ITEM, 99)) is None
        assert catalog_row(Key(ThingKind.EVENT, 1)) is None
        assert catalog_row(cookie, query=CatalogQuery(ITEM, "cake")) is None
        assert catalog_row(cookie, query=CatalogQuery(ITEM, "COOK")) is not None
        assert catalog_row(cookie, query=CatalogQuery(BOX)) is None
        assert catalog_row(cookie, query=CatalogQuery(ITEM, shows=CatalogFilter.RETIRED)) is None


class TestSearching:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("", ["Celebration cake", "Sablés", "Sugar cookie"]),
            ("SABLES", ["Sablés"]),
            ("cookie sug", ["Sugar cookie"]),
            ("  e  c ", ["Celebration cake", "Sugar cookie"]),
            ("cookie cookie", ["Sugar cookie"]),
            ("cookie cake", []),
            ("%", []),
            ("_", []),
            ("hamper", []),
        ],
    )
    def test_wants_every_word_in_the_name(
        self, bakery: Bakery, text: str, wanted: list[str]
    ) -> None:
        create_finished_unit("Sablés")
        assert names(text=text) == wanted

    def test_takes_whatever_is_typed(self, bakery: Bakery) -> None:
        for text in ("x" * 100_000, "zq " * 5_000, "\ud800z", "a\0q", "'; --"):
            assert names(text=text) == []

    def test_shows_a_name_of_nothing_but_accents(self, bakery: Bakery) -> None:
        create_finished_unit("\u0301\u0302")
        assert len(names()) == 3

    def test_a_unit_of_a_material_is_no_row_of_its_own(self, bakery: Bakery) -> None:
        assert names(MATERIAL) == ["Red ribbon", "Wrapping"]


class TestFilters:
    def test_leave_what_is_missing_something_and_in_use(self, bakery: Bakery) -> None:
        create_finished_unit("Biscotti")
        create_finished_unit("Tart")
        run("UPDATE finished_units SET retired_at = '2026-01-01' WHERE display_name = 'Tart'")
        assert names(shows=CatalogFilter.TO_LOOK_AT) == ["Biscotti", "Celebration cake"]
        assert names(shows=CatalogFilter.RETIRED) == ["Tart"]
        assert names() == ["Biscotti", "Celebration cake", "Sugar cookie"]
        for kind in CATALOG_KINDS:
            marked = [
                row.name for row in catalog_page(CatalogQuery(kind)).rows if row.is_to_look_at
            ]
            assert names(kind, shows=CatalogFilter.TO_LOOK_AT) == marked

    def test_a_category_leaves_its_own(self, bakery: Bakery) -> None:
        create_finished_unit("Tart", details=ItemDetails(category="Cakes"))
        assert names(category="Cakes") == ["Tart"]
        assert names(category="cakes") == []
        assert names(BOX, category="Cakes") == []

    def test_the_categories_are_those_of_things_in_use_by_name(self, bakery: Bakery) -> None:
        for name, category in (("A", "Tarts"), ("B", "éclairs"), ("C", "Bread"), ("D", "Bread")):
            create_finished_unit(name, details=ItemDetails(category=category))
        run("UPDATE finished_units SET retired_at = '2026-01-01' WHERE category = 'Tarts'")
        assert categories(ITEM) == ("Bread", "éclairs")
        assert categories(BOX) == ()

    def test_counts_are_of_what_is_in_use(self, bakery: Bakery) -> None:
        run("UPDATE finished_units SET retired_at = '2026-01-01' WHERE display_name LIKE 'Sugar%'")
        counts = catalog_counts()
        assert counts == {
            kind: catalog_page(CatalogQuery(kind), limit=1).total for kind in CATALOG_KINDS
        }
        assert counts[ITEM] == 1


class TestOrder:
    @pytest.fixture
    def mixed(self, bakery: Bakery) -> list[tuple[str, str | None]]:
        made: list[tuple[str, str | None]] = [
            ("Celebration cake", None),
            ("Sugar cookie", None),
        ]
        chance = random.Random(5)
        words = ["Éclair", "eclair", "Zopf", "äpfel", "Apple", "ßo", "10 cm", "🎄"]
        groups = ["Kuchen", "küchen", "KUCHEN", "Brot", "Äthiopisch", "zum Tee", None]
        for number in range(60):
            name, group = f"{chance.choice(words)} {number % 23}", chance.choice(groups)
            run(
                "INSERT INTO finished_units (uuid, slug, display_name, category, yield_mode)"
                " VALUES (:n, :n, :name, :category, 'discrete_count')",
                n=f"n{number}",
                name=name,
                category=group,
            )
            made.append((name, group))
        with database.session_scope() as session:
            search_index.rebuild(session)
        return made

    @pytest.mark.parametrize("limit", [1, 2, 7, 200])
    @pytest.mark.parametrize("is_descending", [False, True])
    def test_by_name_goes_on_where_a_page_ended(
        self, mixed: list[tuple[str, str | None]], limit: int, is_descending: bool
    ) -> None:
        query = CatalogQuery(ITEM, is_descending=is_descending)
        rows = all_rows(query, limit)
        found = [(fold(row.name), row.key.id) for row in rows]
        assert found == sorted(found, reverse=is_descending)
        assert sorted(row.name for row in rows) == sorted(name for name, _ in mixed)

    @pytest.mark.parametrize("limit", [1, 2, 7, 200])
    @pytest.mark.parametrize("is_descending", [False, True])
    def test_by_category_names_go_up_and_those_without_are_last(
        self, mixed: list[tuple[str, str | None]], limit: int, is_descending: bool
    ) -> None:
        query = CatalogQuery(ITEM, sort=CatalogSort.CATEGORY, is_descending=is_descending)
        rows = all_rows(query, limit)
        groups: list[str | None] = [row.category and fold(row.category) for row in rows]
        named = [group for group in groups if group is not None]
        assert named == sorted(named, reverse=is_descending)
        assert groups[len(named) :] == [None] * groups.count(None)
        for group in set(groups):
            inside = [
                (fold(row.name), row.key.id)
                for row, each in zip(rows, groups, strict=True)
                if each == group
            ]
            assert inside == sorted(inside)
        assert len(rows) == len(mixed)

    def test_goes_on_where_the_last_category_is_gone_meanwhile(
        self, mixed: list[tuple[str, str | None]]
    ) -> None:
        query = CatalogQuery(ITEM, sort=CatalogSort.CATEGORY)
        first = catalog_page(query, limit=1)
        gone = first.rows[0].category
        run("UPDATE finished_units SET category = NULL WHERE category = :gone", gone=gone)
        later = catalog_page(query, first.next_key, limit=500)
        # All but the one shown, which has joined the end.
        assert len(later.rows) == len(mixed)
        assert later.rows[0].category is not None

    def test_boxes_have_no_category_to_be_sorted_by(self, bakery: Bakery) -> None:
        assert names(BOX, sort=CatalogSort.CATEGORY, is_descending=True) == names(BOX)


@pytest.fixture(scope="module")
def many() -> Iterator[None]:
    with big_catalog():
        yield


@pytest.mark.slow
class TestMany:
    def test_a_page_takes_as_many_statements_as_for_few(self, many: None) -> None:
        engine: Any = database.current_bind()
        counts: list[int] = []
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            for kind in CATALOG_KINDS:
                for sort in CatalogSort:
                    seen.clear()
                    catalog_page(CatalogQuery(kind, sort=sort))
                    counts.append(len(seen))
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert max(counts) <= 6, counts  # BEGIN is one

    def test_a_page_is_there_at_once(self, many: None) -> None:
        page = catalog_page(CatalogQuery(ITEM))
        assert page.total == 5_000
        for query in (
            CatalogQuery(ITEM),
            CatalogQuery(ITEM, "lemon 7"),
            CatalogQuery(ITEM, "e"),
            CatalogQuery(ITEM, "nothing at all"),
            CatalogQuery(ITEM, sort=CatalogSort.CATEGORY),
            CatalogQuery(ITEM, shows=CatalogFilter.TO_LOOK_AT),
            CatalogQuery(ITEM, is_descending=True),
            CatalogQuery(RECIPE),
            CatalogQuery(RECIPE, shows=CatalogFilter.TO_LOOK_AT),
            CatalogQuery(BOX),
            CatalogQuery(INGREDIENT),
        ):
            catalog_page(query)
            times = []
            for _ in range(5):
                start = time.perf_counter()
                catalog_page(query)
                times.append(time.perf_counter() - start)
            print(f"{min(times) * 1000:6.1f} ms  {query}")
