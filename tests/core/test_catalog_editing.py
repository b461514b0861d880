"""Editing a thing of the catalog: fields, names, density and stock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from core.domain.catalog import Density, Stock
from core.domain.changes import Edit
from core.domain.keys import Key, ThingKind
from core.errors import InvalidInputError, NotFoundError
from core.services import database, search_index
from core.services.catalog_detail_service import (
    ingredient_detail,
    item_detail,
    material_detail,
)
from core.services.catalog_edit_service import (
    duplicate,
    retire,
    set_density,
    set_field,
    set_stock,
)
from core.services.catalog_fields import FIELDS
from core.services.catalog_list_service import catalog_row
from core.services.edits import revert
from core.services.finished_good_service import create_finished_good
from core.services.finished_unit_service import create_finished_unit
from core.services.ingredient_service import create_ingredient
from core.services.material_unit_service import create_material, create_material_unit
from core.services.recipe_service import create_recipe
from core.utils.datetime_utils import clock_set_to
from tests.core.stored_rows import bakery_in_memory, run, stored_rows, value
from tests.factories import Bakery

ITEM, BOX = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD
MATERIAL, UNIT = ThingKind.MATERIAL, ThingKind.MATERIAL_UNIT
RECIPE, INGREDIENT = ThingKind.RECIPE, ThingKind.INGREDIENT
KINDS = (ITEM, BOX, MATERIAL, UNIT, RECIPE, INGREDIENT)
LONG = "x" * 10_000

MAKERS: dict[ThingKind, Callable[[str], Edit]] = {
    ITEM: create_finished_unit,
    BOX: create_finished_good,
    MATERIAL: create_material,
    UNIT: lambda name: create_material_unit(name, material_id=1, quantity_per_unit=1),
    RECIPE: create_recipe,
    INGREDIENT: create_ingredient,
}


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def made(edit: Edit) -> int:
    assert edit.key is not None
    return edit.key.id


def name_of(key: Key) -> str:
    table = {ITEM: "finished_units", BOX: "finished_goods", UNIT: "material_units"}.get(
        key.kind, f"{key.kind.value}s"
    )
    column = "display_name" if key.kind in (ITEM, BOX) else "name"
    return str(value(f"SELECT {column} FROM {table} WHERE id = :id", id=key.id))


def refused(act: Callable[[], object], match: str) -> None:
    """The act is refused with such a sentence and changes nothing."""
    before = stored_rows()
    with pytest.raises(InvalidInputError, match=match) as error:
        act()
    assert error.value.sentence.endswith(".")
    assert "SQL" not in error.value.sentence
    assert stored_rows() == before


GOOD: list[tuple[ThingKind, str, Any, str, Any]] = [
    (ITEM, "name", " Sablés ", "display_name", "Sablés"),
    (ITEM, "category", "Cookies", "category", "Cookies"),
    (ITEM, "category", " ", "category", None),
    (ITEM, "description", "a\r\nb", "description", "a\nb"),
    (ITEM, "production_notes", LONG, "production_notes", LONG),
    (ITEM, "notes", None, "notes", None),
    (ITEM, "recipe", 2, "recipe_id", 2),
    (ITEM, "recipe", None, "recipe_id", None),
    (ITEM, "is_portion", True, "yield_mode", "batch_portion"),
    (ITEM, "is_portion", False, "yield_mode", "discrete_count"),
    (ITEM, "items_per_batch", "2 1/4", "items_per_batch", "2.25"),
    (ITEM, "items_per_batch", "2,25", "items_per_batch", "2.25"),
    (ITEM, "items_per_batch", "½", "items_per_batch", "0.5"),
    (ITEM, "items_per_batch", "4 dz", "items_per_batch", "48"),
    (ITEM, "items_per_batch", Fraction(1, 3), "items_per_batch", "1/3"),
    (ITEM, "items_per_batch", "", "items_per_batch", None),
    (ITEM, "items_per_batch", None, "items_per_batch", None),
    (ITEM, "item_unit", "bars", "item_unit", "bars"),
    (ITEM, "batch_percentage", 100, "batch_percentage", "100"),
    (ITEM, "batch_percentage", "33.3", "batch_percentage", "33.3"),
    (ITEM, "portion_description", "a slice", "portion_description", "a slice"),
    (BOX, "name", "Crate", "display_name", "Crate"),
    (BOX, "description", "wide", "description", "wide"),
    (BOX, "is_bare", True, "assembly_type", "bare"),
    (BOX, "packaging_instructions", "flat", "packaging_instructions", "flat"),
    (BOX, "notes", "n", "notes", "n"),
    (MATERIAL, "name", "Twine", "name", "Twine"),
    (MATERIAL, "category", "Ribbon", "category", "Ribbon"),
    (UNIT, "name", "Long bow", "name", "Long bow"),
    (UNIT, "description", "d", "description", "d"),
    (UNIT, "quantity_per_unit", "60.96", "quantity_per_unit", "60.96"),
    (RECIPE, "name", "Dough", "name", "Dough"),
    (RECIPE, "category", "Cakes", "category", "Cakes"),
    (RECIPE, "source", "Grandmother", "source", "Grandmother"),
    (RECIPE, "notes", "Chill\n", "notes", "Chill"),
    (INGREDIENT, "name", "Rye", "name", "Rye"),
    (INGREDIENT, "category", "Flour", "category", "Flour"),
]
BAD: list[tuple[ThingKind, str, Any, str]] = [
    *((kind, "name", "", "name") for kind in KINDS),
    *((kind, "name", LONG, "too long") for kind in KINDS),
    *((kind, "name", "a\tb\nc", "line breaks") for kind in KINDS),
    *((kind, "name", None, "text") for kind in KINDS),
    *((kind, "name", 7, "text") for kind in KINDS),
    *((ITEM, "items_per_batch", bad, "over 0") for bad in (0, "0", -1, "-3", "0.0")),
    *((ITEM, "items_per_batch", bad, "not a number") for bad in ("x", "12 eggs", "1e5", "1\t2\n3")),
    (ITEM, "items_per_batch", "9" * 30, "too large"),
    (ITEM, "items_per_batch", LONG, "too long"),
    (ITEM, "items_per_batch", "1/0", "below the line"),
    (ITEM, "items_per_batch", True, "not an amount"),
    (ITEM, "items_per_batch", float("nan"), "not a quantity"),
    (ITEM, "batch_percentage", "100.01", "100 percent"),
    (ITEM, "batch_percentage", 0, "over 0"),
    (ITEM, "category", LONG, "too long"),
    (ITEM, "item_unit", "a\nb", "line breaks"),
    (ITEM, "portion_description", LONG, "too long"),
    (ITEM, "notes", "x" * 20_001, "too long"),
    (ITEM, "notes", "a\0b", "control"),
    (ITEM, "notes", "\ud800", "stored"),
    (ITEM, "notes", 3, "text"),
    (ITEM, "is_portion", "yes", "so or not"),
    (BOX, "is_bare", None, "so or not"),
    (ITEM, "slug", "x", "no “slug”"),
    (ITEM, "uuid", "x", "no “uuid”"),
    (BOX, "category", "x", "no “category”"),
    (UNIT, "quantity_per_unit", None, "amount"),
    (UNIT, "quantity_per_unit", " ", "amount"),
    (MATERIAL, "display_unit", "furlong", "one of"),
    (ThingKind.EVENT, "name", "x", "no “name”"),
]


class TestFields:
    @pytest.mark.parametrize(("kind", "field", "typed", "column", "stored"), GOOD)
    def test_take_what_can_be_and_can_be_undone(
        self, bakery: Bakery, kind: ThingKind, field: str, typed: Any, column: str, stored: Any
    ) -> None:
        before = stored_rows()
        edit = set_field(Key(kind, 1), field, typed)
        assert edit.key == Key(kind, 1)
        model = edit.rows[0].table if edit.rows else None
        if model is not None:
            assert value(f"SELECT {column} FROM {model} WHERE id = 1") == stored
            assert edit.changes.touches(Key(kind, 1))
        revert(edit)
        assert stored_rows() == before

    def test_are_all_tried(self) -> None:
        tried = {(kind, field) for kind, field, *_ in GOOD} | {(MATERIAL, "display_unit")}
        assert tried == {(kind, field) for kind, fields in FIELDS.items() for field in fields}

    @pytest.mark.parametrize(("kind", "field", "typed", "said"), BAD)
    def test_refuse_the_rest_with_a_sentence_and_stay(
        self, bakery: Bakery, kind: ThingKind, field: str, typed: Any, said: str
    ) -> None:
        refused(lambda: set_field(Key(kind, 1), field, typed), said)

    def test_of_what_is_gone_say_so(self, bakery: Bakery) -> None:
        for kind, word in (
            (ITEM, "item"),
            (BOX, "box"),
            (MATERIAL, "material"),
            (RECIPE, "recipe"),
            (INGREDIENT, "ingredient"),
        ):
            with pytest.raises(NotFoundError, match=f"This {word} was deleted."):
                set_field(Key(kind, 99), "name", "x")
        with pytest.raises(NotFoundError, match="This recipe was deleted"):
            set_field(Key(ITEM, 1), "recipe", 99)

    def test_set_to_what_they_are_change_nothing(self, bakery: Bakery) -> None:
        assert set_field(Key(ITEM, bakery.cookie_id), "name", "Sugar cookie").is_empty()
        assert set_field(Key(ITEM, bakery.cookie_id), "items_per_batch", "48.0").is_empty()

    def test_a_yield_not_shown_is_kept(self, bakery: Bakery) -> None:
        cookie = Key(ITEM, bakery.cookie_id)
        set_field(cookie, "is_portion", True)
        row = item_detail(cookie.id).row
        assert (row.yields.is_known, row.yields.items_per_batch) == (False, 48)
        set_field(cookie, "is_portion", False)
        assert item_detail(cookie.id).row.yields.is_known


class TestNames:
    @pytest.mark.parametrize("kind", MAKERS)
    def test_are_had_by_one_thing_of_a_kind(self, bakery: Bakery, kind: ThingKind) -> None:
        first = Key(kind, made(MAKERS[kind]("Édition")))
        other = Key(kind, made(MAKERS[kind]("Edition")))  # accents tell names apart
        for name in ("Édition", "ÉDITION", " édition ", "E\u0301dition"):
            refused(lambda name=name: MAKERS[kind](name), "“Édition” already.")
            refused(lambda name=name: set_field(other, "name", name), "“Édition” already.")
            refused(lambda name=name: duplicate(other, name), "“Édition” already.")
            set_field(first, "name", name)
            set_field(first, "name", "Édition")

    def test_of_two_kinds_may_be_alike(self, bakery: Bakery) -> None:
        for kind in (ITEM, BOX, MATERIAL, RECIPE, INGREDIENT):
            MAKERS[kind]("Édition")

    def test_of_units_are_their_materials(self, bakery: Bakery) -> None:
        create_material_unit("Bow", material_id=2, quantity_per_unit=1)
        refused(
            lambda: create_material_unit("bow", material_id=2, quantity_per_unit=1),
            "This material has a unit called “Bow” already.",
        )

    def test_of_retired_things_are_still_had(self, bakery: Bakery) -> None:
        retire([Key(ITEM, bakery.cookie_id)])
        refused(
            lambda: create_finished_unit("SUGAR COOKIE"),
            "There is an item called “Sugar cookie” already, it is retired.",
        )
        refused(lambda: create_finished_good("hamper"), "There is a box called “Hamper” already.")

    def test_two_from_a_file_can_each_be_given_another(self, bakery: Bakery) -> None:
        run(
            "INSERT INTO finished_units (uuid, slug, display_name, yield_mode)"
            " SELECT 'n', 'n', display_name, yield_mode FROM finished_units WHERE id = 1"
        )
        with database.session_scope() as session:
            search_index.rebuild(session)
        set_field(Key(ITEM, 1), "category", "x")
        refused(lambda: set_field(Key(ITEM, 1), "name", name_of(Key(ITEM, 1)).upper()), "already")
        set_field(Key(ITEM, 1), "name", "Another")


class TestDisplayUnit:
    def test_changes_while_nothing_counts_in_it_and_the_made_unit_follows(
        self, bakery: Bakery
    ) -> None:
        twine = Key(MATERIAL, made(create_material("Twine")))
        before = stored_rows()
        edit = set_field(twine, "display_unit", "in")
        detail = material_detail(twine.id)
        assert (detail.row.base_unit, detail.row.display_unit) == ("linear_cm", "in")
        assert [(unit.name, unit.quantity) for unit in detail.units] == [("1 in", Fraction("2.54"))]
        revert(edit)
        assert stored_rows() == before

    def test_stays_where_something_counts_in_it(self, bakery: Bakery) -> None:
        refused(
            lambda: set_field(Key(MATERIAL, 1), "display_unit", "each"),
            "“Red ribbon” is used in 1 box, 1 plan, so it is counted in “in” for good.",
        )
        assert set_field(Key(MATERIAL, 1), "display_unit", "in").is_empty()

    def test_of_another_measure_waits_for_units_of_its_own_to_go(self, bakery: Bakery) -> None:
        twine = made(create_material("Twine", display_unit="in"))
        create_material_unit("Knot", material_id=twine, quantity_per_unit=20)
        refused(lambda: set_field(Key(MATERIAL, twine), "display_unit", "each"), "of its own")
        set_field(Key(MATERIAL, twine), "display_unit", "cm")
        units = [(unit.name, unit.quantity) for unit in material_detail(twine).units]
        assert units == [("1 cm", 1), ("Knot", 20)]


class TestMakingMaterials:
    @pytest.mark.parametrize(
        ("given", "base", "display", "unit", "quantity"),
        [
            ({}, "each", "each", "1 piece", 1),
            ({"display_unit": "in"}, "linear_cm", "in", "1 in", Fraction("2.54")),
            ({"base_unit": "linear_cm"}, "linear_cm", "cm", "1 cm", 1),
            ({"display_unit": "sq cm"}, "square_cm", "sq cm", "1 sq cm", 1),
            (
                {"base_unit": "linear_cm", "display_unit": "in"},
                "linear_cm",
                "in",
                "1 in",
                Fraction("2.54"),
            ),
        ],
    )
    def test_makes_the_unit_to_plan_it_by(
        self,
        bakery: Bakery,
        given: dict[str, str],
        base: str,
        display: str,
        unit: str,
        quantity: Fraction,
    ) -> None:
        detail = material_detail(made(create_material("Twine", **given)))
        assert (detail.row.base_unit, detail.row.display_unit) == (base, display)
        assert [(each.name, each.quantity) for each in detail.units] == [(unit, quantity)]

    @pytest.mark.parametrize(
        "given",
        [
            {"display_unit": "furlong"},
            {"base_unit": "furlong"},
            {"base_unit": "square_cm", "display_unit": "in"},
        ],
    )
    def test_refuses_units_that_do_not_go_together(
        self, bakery: Bakery, given: dict[str, str]
    ) -> None:
        refused(lambda: create_material("Twine", **given), "material is")


class TestDensityAndStock:
    def test_a_density_is_set_and_taken_away(self, bakery: Bakery) -> None:
        density = Density(Fraction(1), "cup", Fraction("4.25"), "oz")
        before = stored_rows()
        first = set_density(1, density)
        assert ingredient_detail(1).row.density == density
        second = set_density(1, None)
        assert ingredient_detail(1).row.density is None
        revert(second)
        revert(first)
        assert stored_rows() == before

    def test_a_density_of_an_unknown_unit_is_kept(self, bakery: Bakery) -> None:
        set_density(1, Density(Fraction(1), "scoop", Fraction(30), "g"))
        assert ingredient_detail(1).row.density is not None

    @pytest.mark.parametrize(
        ("density", "said"),
        [
            (Density(Fraction(0), "cup", Fraction(1), "oz"), "over 0"),
            (Density(Fraction(1), "cup", Fraction(-1), "oz"), "over 0"),
            (Density(Fraction(1), "", Fraction(1), "oz"), "unit"),
            (Density(Fraction(1), "cup", Fraction(1), " "), "unit"),
            (Density(Fraction(1), "oz", Fraction(1), "oz"), "“oz” is no volume."),
            (Density(Fraction(1), "cup", Fraction(1), "cup"), "“cup” is no weight."),
        ],
    )
    def test_a_density_that_cannot_be_is_refused(
        self, bakery: Bakery, density: Density, said: str
    ) -> None:
        refused(lambda: set_density(1, density), said)

    @pytest.mark.parametrize("kind", [INGREDIENT, MATERIAL])
    def test_stock_is_as_of_the_day_it_was_told(self, bakery: Bakery, kind: ThingKind) -> None:
        key = Key(kind, 1)
        with clock_set_to(datetime(2026, 11, 5, 12, tzinfo=UTC)):
            set_stock(key, "2 1/2", "kg")
        row: Any = catalog_row(key)
        assert row.stock == Stock(Fraction(5, 2), "kg", date(2026, 11, 5))
        set_stock(key, 0, "kg")
        row = catalog_row(key)
        assert row.stock is not None
        assert row.stock.amount == 0
        set_stock(key, None)
        row = catalog_row(key)
        assert row.stock is None

    def test_stock_of_a_material_counts_in_what_it_is_read_in(self, bakery: Bakery) -> None:
        set_stock(Key(MATERIAL, 1), 30)
        row: Any = catalog_row(Key(MATERIAL, 1))
        assert row.stock.unit == "in"

    @pytest.mark.parametrize(
        ("amount", "unit", "said"),
        [(-1, "kg", "less than nothing"), ("x", "kg", "not a number"), (1, LONG, "too long")],
    )
    def test_stock_that_cannot_be_is_refused(
        self, bakery: Bakery, amount: Any, unit: str, said: str
    ) -> None:
        refused(lambda: set_stock(Key(INGREDIENT, 1), amount, unit), said)
        refused(lambda: set_stock(Key(ITEM, 1), 1), "Only ingredients and materials")
