"""Copies of things, retiring them, and what their pages say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import event

from core.domain.catalog import Density
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import SourceRef
from core.errors import NotFoundError
from core.services import database
from core.services.catalog_detail_service import (
    box_detail,
    ingredient_detail,
    item_detail,
    material_detail,
    recipe_detail,
)
from core.services.catalog_edit_service import (
    bring_back,
    duplicate,
    retire,
    set_density,
    set_stock,
)
from core.services.catalog_service import find_choices
from core.services.contents_service import content_page
from core.services.edits import revert
from core.services.finished_good_service import ContentInput, create_finished_good
from core.services.finished_unit_service import create_finished_unit
from core.services.material_unit_service import create_material_unit
from tests.core.stored_rows import bakery_in_memory, run, stored_rows, value
from tests.factories import Bakery

ITEM, BOX = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD
MATERIAL, UNIT = ThingKind.MATERIAL, ThingKind.MATERIAL_UNIT
RECIPE, INGREDIENT = ThingKind.RECIPE, ThingKind.INGREDIENT
KINDS = (ITEM, BOX, MATERIAL, UNIT, RECIPE, INGREDIENT)


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


class TestCopies:
    def test_are_named_after_what_they_copy(self, bakery: Bakery) -> None:
        cookie = Key(ITEM, bakery.cookie_id)
        first = duplicate(cookie)
        copies = [first, duplicate(cookie), duplicate(Key(ITEM, made(first)))]
        assert [name_of(Key(ITEM, made(edit))) for edit in copies] == [
            "Sugar cookie copy",
            "Sugar cookie copy 2",
            "Sugar cookie copy 3",
        ]
        assert name_of(Key(ITEM, made(duplicate(cookie, "Another")))) == "Another"

    def test_of_the_longest_name_have_a_name_that_can_be(self, bakery: Bakery) -> None:
        item = Key(ITEM, made(create_finished_unit("x" * 200)))
        names = [name_of(Key(ITEM, made(duplicate(item)))) for _ in range(3)]
        assert [(len(name), name[-8:]) for name in names] == [
            (200, "xxx copy"),
            (200, "x copy 2"),
            (200, "x copy 3"),
        ]

    def test_hold_what_is_in_it_and_are_in_use(self, bakery: Bakery) -> None:
        hamper = Key(BOX, bakery.hamper_id)
        retire([hamper])
        copy = made(duplicate(hamper))
        first, second = (
            content_page(SourceRef(box_id=each)).rows for each in (bakery.hamper_id, copy)
        )
        assert [(row.thing_uuid, row.in_each, row.is_generic) for row in first] == [
            (row.thing_uuid, row.in_each, row.is_generic) for row in second
        ]
        assert not box_detail(copy).row.is_retired
        dough = recipe_detail(made(duplicate(Key(RECIPE, bakery.dough_id))))
        assert [(line.thing, line.quantity, line.unit) for line in dough.lines] == [
            (line.thing, line.quantity, line.unit) for line in recipe_detail(bakery.dough_id).lines
        ]
        ribbon = material_detail(made(duplicate(Key(MATERIAL, 1))))
        assert [unit.name for unit in ribbon.units] == ["Bow"]
        assert name_of(Key(UNIT, made(duplicate(Key(UNIT, 1))))) == "Bow copy"
        retire([Key(MATERIAL, 1)])
        again = material_detail(made(duplicate(Key(MATERIAL, 1))))
        assert [unit.is_retired for unit in again.units] == [False, False]

    def test_have_no_stock_of_their_own(self, bakery: Bakery) -> None:
        set_density(1, Density(Fraction(1), "cup", Fraction(4), "oz"))
        set_stock(Key(INGREDIENT, 1), 3, "kg")
        copy = ingredient_detail(made(duplicate(Key(INGREDIENT, 1)))).row
        assert copy.stock is None
        assert copy.density is not None

    def test_of_much_take_no_more_statements(self, bakery: Bakery) -> None:
        def statements(box_id: int) -> int:
            seen: list[int] = []
            engine: Any = database.current_bind()

            def note(*_: object) -> None:
                seen.append(1)

            event.listen(engine, "before_cursor_execute", note)
            duplicate(Key(BOX, box_id))
            event.remove(engine, "before_cursor_execute", note)
            return len(seen)

        few = statements(bakery.hamper_id)
        contents = [ContentInput(ComponentKind.FINISHED_UNIT, 1, n + 1) for n in range(300)]
        large = made(create_finished_good("Large", contents=contents))
        assert statements(large) == few

    @pytest.mark.parametrize("kind", KINDS)
    def test_are_undone_whole(self, bakery: Bakery, kind: ThingKind) -> None:
        before = stored_rows()
        edit = duplicate(Key(kind, 1))
        after = stored_rows()
        back = revert(edit)
        assert stored_rows() == before
        revert(back)
        assert stored_rows() == after


class TestRetiring:
    def test_takes_things_out_of_use_and_back(self, bakery: Bakery) -> None:
        keys = [Key(ITEM, 1), Key(ITEM, 2), Key(BOX, 1), Key(RECIPE, 1)]
        before = stored_rows()
        edit = retire(keys)
        assert edit.changes.altered >= set(keys)
        assert edit.key is None
        assert item_detail(1).row.is_retired
        assert retire(keys).is_empty()
        back = bring_back([Key(ITEM, 1)])
        assert back.key == Key(ITEM, 1)
        assert not item_detail(1).row.is_retired
        assert bring_back([Key(ITEM, 1)]).is_empty()
        revert(back)
        revert(edit)
        assert stored_rows() == before

    def test_takes_the_units_of_a_material_along_and_back(self, bakery: Bakery) -> None:
        create_material_unit("Old", material_id=1, quantity_per_unit=1)
        create_material_unit("Long bow", material_id=1, quantity_per_unit=60)
        before = stored_rows()
        first = retire([Key(UNIT, 3)])
        edit = retire([Key(MATERIAL, 1)])
        assert [unit.is_retired for unit in material_detail(1).units] == [True, True, True]
        assert find_choices("bow") == ()
        back = bring_back([Key(MATERIAL, 1)])
        # The one that was retired by itself stays so.
        assert [unit.is_retired for unit in material_detail(1).units] == [False, True, False]
        for each in (back, edit, first):
            revert(each)
        assert stored_rows() == before

    def test_of_what_is_gone_says_so_and_retires_nothing(self, bakery: Bakery) -> None:
        before = stored_rows()
        with pytest.raises(NotFoundError, match="This box was deleted"):
            retire([Key(ITEM, 1), Key(BOX, 99)])
        assert stored_rows() == before


def test_a_detail_of_what_is_gone_says_so(bakery: Bakery) -> None:
    for read, word in (
        (item_detail, "item"),
        (box_detail, "box"),
        (material_detail, "material"),
        (recipe_detail, "recipe"),
        (ingredient_detail, "ingredient"),
    ):
        with pytest.raises(NotFoundError, match=f"This {word} was deleted."):
            read(99)


def test_details_say_all_of_a_thing(bakery: Bakery) -> None:
    item = item_detail(bakery.cookie_id)
    assert item.recipe is not None
    assert item.recipe.name == "Sugar cookies (rolled)"
    assert (item.usage.box_count, item.usage.plan_count) == (2, 0)
    box = box_detail(bakery.hamper_id)
    assert (box.is_bare, box.usage.plan_count) == (False, 1)
    ribbon = material_detail(1)
    assert [(unit.name, unit.is_used) for unit in ribbon.units] == [("Bow", True)]
    assert [unit.is_used for unit in material_detail(2).units] == [False]
    run("UPDATE recipe_ingredients SET unit = 'handful' WHERE id = 2")
    dough = recipe_detail(bakery.dough_id)
    assert [(line.unit, line.is_unit_known, line.is_component) for line in dough.lines] == [
        ("cup", True, False),
        ("handful", False, False),
        ("tbsp", True, False),
        (None, True, True),
    ]
    assert dough.lines[3].quantity == Fraction(1, 2)
    assert dough.notes == "Chill overnight"
