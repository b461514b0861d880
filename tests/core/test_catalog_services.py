"""The catalog: what can be made, what is refused, and what the add field finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from core.domain.changes import Edit
from core.domain.keys import ComponentKind
from core.errors import (
    CircularReferenceError,
    CoreError,
    InUseError,
    InvalidInputError,
    MaxDepthExceededError,
    NotFoundError,
)
from core.models import FinishedGood, FinishedUnit, Ingredient, MaterialUnit, Recipe, YieldMode
from core.services import database, plan_service
from core.services.catalog_service import find_choices, get_choice, is_empty
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import (
    ContentInput,
    create_finished_good,
    set_content_quantity,
)
from core.services.finished_unit_service import ItemDetails, create_finished_unit
from core.services.history_service import verify_snapshot
from core.services.ingredient_service import create_ingredient
from core.services.material_unit_service import create_material, create_material_unit
from core.services.recipe_service import (
    RecipeDetails,
    RecipeLineInput,
    create_recipe,
    list_recipes,
    set_recipe_line,
)
from tests.core.stored_rows import bakery_in_memory, empty_in_memory, run, stored_rows, value
from tests.factories import Bakery, make_boxes, make_recipes

BOX, ITEM, UNIT, MATERIAL = (
    ComponentKind.FINISHED_GOOD,
    ComponentKind.FINISHED_UNIT,
    ComponentKind.MATERIAL_UNIT,
    ComponentKind.MATERIAL,
)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def made(edit: Edit) -> int:
    assert edit.key is not None
    return edit.key.id


def names(text: str, **more: Any) -> list[str]:
    return [choice.name for choice in find_choices(text, **more)]


MAKERS: dict[str, Callable[[str], Edit]] = {
    "a box": create_finished_good,
    "an item": create_finished_unit,
    "a recipe": create_recipe,
    "an ingredient": create_ingredient,
    "a material": create_material,
    "a unit": lambda name: create_material_unit(name, material_id=1, quantity_per_unit=1),
}


class TestMaking:
    @pytest.mark.parametrize("maker", MAKERS)
    @pytest.mark.parametrize("name", ["", " ", "a\nb", "a\0b", "\ud800", "\u200b", "n" * 10_000])
    def test_without_a_name_that_can_be_is_refused_and_nothing_is_made(
        self, bakery: Bakery, maker: str, name: str
    ) -> None:
        before = stored_rows()
        with pytest.raises(InvalidInputError):
            MAKERS[maker](name)
        assert stored_rows() == before

    @pytest.mark.parametrize("maker", MAKERS)
    def test_keeps_any_other_name_and_gives_each_a_slug_of_its_own(
        self, bakery: Bakery, maker: str
    ) -> None:
        # The last two would have one slug, which tells nothing of signs.
        for name in ("<b>x</b>", "Tom & Jerry", "🎄", "שוק", "Tom + Jerry", "🎅"):
            edit = MAKERS[maker](name)
            image = next(row.after for row in edit.rows if row.row_id == made(edit))
            assert image is not None
            assert (image.get("display_name") or image.get("name")) == name
        table = edit.rows[0].table
        assert value(f"SELECT count(DISTINCT slug) = count(*) FROM {table}") == 1

    def test_a_box_keeps_its_contents_in_their_order(self, bakery: Bakery) -> None:
        contents = [
            ContentInput(BOX, bakery.gift_box_id, 2, " on top "),
            ContentInput(ITEM, bakery.cookie_id, "1.5"),
            ContentInput(UNIT, bakery.bow_id, "1/3"),
            ContentInput(MATERIAL, 1, 1),
        ]
        box_id = made(create_finished_good("Crate", contents=contents, description=" "))
        with database.session_scope(write=False) as session:
            box = session.get_one(FinishedGood, box_id)
            assert box.description is None
            assert [
                (part.component_quantity, part.component_notes, part.is_generic)
                for part in box.components
            ] == [
                (2, "on top", False),
                (Fraction(3, 2), None, False),
                (Fraction(1, 3), None, False),
                (1, None, True),
            ]
            assert box.components[0].finished_good_id == bakery.gift_box_id
            assert box.components[3].material_id == 1

    @pytest.mark.parametrize("quantity", [0, -1, "x", 1e300, float("nan"), True])
    def test_with_no_quantity_is_refused_and_nothing_is_made(
        self, bakery: Bakery, quantity: Any
    ) -> None:
        before = stored_rows()
        line = RecipeLineInput(1, quantity, "cup")
        for make in (
            lambda: create_finished_good("x", contents=[ContentInput(ITEM, 1, quantity)]),
            lambda: create_finished_unit("x", details=ItemDetails(items_per_batch=quantity)),
            lambda: create_finished_unit("x", details=ItemDetails(batch_percentage=quantity)),
            lambda: create_recipe("x", details=RecipeDetails(lines=(line,))),
            lambda: create_recipe("x", details=RecipeDetails(components=((1, quantity),))),
            lambda: create_ingredient("x", density=(quantity, "cup", 1, "oz")),
            lambda: create_ingredient("x", density=(1, "cup", quantity, "oz")),
            lambda: create_material_unit("x", material_id=1, quantity_per_unit=quantity),
            lambda: set_content_quantity(1, quantity),
            lambda: set_recipe_line(1, quantity=quantity),
        ):
            with pytest.raises(InvalidInputError) as refused:
                make()
            assert refused.value.sentence.endswith(".")
        assert stored_rows() == before

    def test_of_what_is_gone_is_refused_with_a_sentence_and_nothing_is_made(
        self, bakery: Bakery
    ) -> None:
        before = stored_rows()
        for make in (
            lambda: create_finished_good("x", contents=[ContentInput(ITEM, 99, 1)]),
            lambda: create_finished_good("x", contents=[ContentInput(BOX, 99, 1)]),
            lambda: create_finished_unit("x", details=ItemDetails(recipe_id=99)),
            lambda: create_recipe(
                "x", details=RecipeDetails(lines=(RecipeLineInput(99, 1, "cup"),))
            ),
            lambda: create_recipe("x", details=RecipeDetails(components=((99, 1),))),
            lambda: create_material_unit("x", material_id=99, quantity_per_unit=1),
            lambda: set_content_quantity(99, 1),
            lambda: set_recipe_line(99, quantity=1),
        ):
            with pytest.raises((InUseError, NotFoundError)) as refused:
                make()
            assert "SQL" not in refused.value.sentence
        assert stored_rows() == before

    def test_a_portion_is_at_most_a_whole_batch(self, bakery: Bakery) -> None:
        whole = ItemDetails(yield_mode=YieldMode.BATCH_PORTION, batch_percentage="100")
        create_finished_unit("Cake", details=whole)
        with pytest.raises(InvalidInputError, match="100 percent"):
            create_finished_unit("Tart", details=ItemDetails(batch_percentage="100.01"))

    def test_an_item_may_have_no_yield_and_no_recipe(self, bakery: Bakery) -> None:
        item_id = made(create_finished_unit("Biscotti"))
        with database.session_scope(write=False) as session:
            item = session.get_one(FinishedUnit, item_id)
            assert (item.items_per_batch, item.recipe_id) == (None, None)

    def test_a_recipe_keeps_its_lines_in_their_order(self, bakery: Bakery) -> None:
        details = RecipeDetails(
            notes="Chill",
            lines=(RecipeLineInput(2, "1/3", " cup "), RecipeLineInput(1, 2, "g", "sifted")),
            components=((bakery.cream_id, "0.5"),),
        )
        recipe_id = made(create_recipe("Cake", details=details))
        with database.session_scope(write=False) as session:
            recipe = session.get_one(Recipe, recipe_id)
            assert [(line.quantity, line.unit, line.notes) for line in recipe.ingredients] == [
                (Fraction(1, 3), "cup", None),
                (2, "g", "sifted"),
            ]
            assert [part.quantity for part in recipe.components] == [Fraction(1, 2)]

    def test_an_ingredient_has_a_density_whole_or_none(self, bakery: Bakery) -> None:
        rye = made(create_ingredient("Rye", density=(1, "cup", "3.5", "oz")))
        salt = made(create_ingredient("Salt"))
        with database.session_scope(write=False) as session:
            assert session.get_one(Ingredient, rye).density_weight_amount == Fraction(7, 2)
            assert session.get_one(Ingredient, salt).density_weight_amount is None

    def test_a_unit_knows_its_material(self, bakery: Bakery) -> None:
        twine = made(create_material("Twine", base_unit="linear_cm", display_unit="in"))
        unit = made(create_material_unit("Knot", material_id=twine, quantity_per_unit="30.48"))
        with database.session_scope(write=False) as session:
            assert session.get_one(MaterialUnit, unit).material.name == "Twine"


class TestNesting:
    def test_a_box_ten_levels_deep_is_made_and_one_of_eleven_refused(self, bakery: Bakery) -> None:
        box = made(create_finished_good("Level 1"))
        for level in range(2, 11):
            box = made(create_finished_good(f"Level {level}", contents=[ContentInput(BOX, box, 1)]))
        before = stored_rows()
        with pytest.raises(MaxDepthExceededError) as refused:
            create_finished_good("Level 11", contents=[ContentInput(BOX, box, 1)])
        assert (refused.value.depth, refused.value.max_depth) == (11, 10)
        assert stored_rows() == before

    def test_a_box_in_two_branches_is_no_loop(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            boxes = make_boxes(
                session, {"Top": ["Left", "Right"], "Left": ["Low"], "Right": ["Low"]}
            )
        create_finished_good("Crate", contents=[ContentInput(BOX, boxes["Top"], 1)])

    def test_a_box_of_a_loop_is_refused_with_its_path(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            boxes = make_boxes(session, {"Hamper 2": ["Sampler"], "Sampler": ["Hamper 2"]})
        before = stored_rows()
        with pytest.raises(CircularReferenceError, match="Hamper 2"):
            create_finished_good("Crate", contents=[ContentInput(BOX, boxes["Sampler"], 1)])
        assert stored_rows() == before

    def test_recipes_are_held_to_the_same(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            make_recipes(session, {"Dough 2": ["Starter"], "Starter": ["Dough 2"]})
        starter = value("SELECT id FROM recipes WHERE name = 'Starter'")
        before = stored_rows()
        with pytest.raises(CircularReferenceError, match="Starter"):
            create_recipe("Bread", details=RecipeDetails(components=((starter, 1),)))
        assert stored_rows() == before


class TestChangingTheCatalog:
    def test_touches_no_snapshot(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        kept = {name: rows for name, rows in stored_rows().items() if "snapshot" in name}
        set_recipe_line(1, quantity="3/4", unit="lb")
        set_content_quantity(1, 7)
        assert value("SELECT quantity || unit FROM recipe_ingredients WHERE id = 1") == "0.75lb"
        assert {name: rows for name, rows in stored_rows().items() if "snapshot" in name} == kept
        assert verify_snapshot(snapshot).is_unchanged

    def test_a_unit_of_a_line_must_have_a_name(self, bakery: Bakery) -> None:
        with pytest.raises(CoreError, match="unit"):
            set_recipe_line(1, unit=" ")


class TestFindChoices:
    def test_boxes_come_before_items_before_materials(self, bakery: Bakery) -> None:
        kinds = [choice.kind for choice in find_choices("")]
        assert kinds == sorted(kinds, key=[BOX, ITEM, UNIT].index)
        assert names("") == [
            "Gift box",
            "Hamper",
            "Celebration cake",
            "Sugar cookie",
            "Bow",
            "Sheet of paper",
        ]

    @pytest.mark.parametrize(
        ("typed", "wanted"),
        [
            ("BOX", ["Gift box"]),
            ("gift b", ["Gift box"]),
            ("box gift", ["Gift box"]),
            ("cook sug", ["Sugar cookie"]),
            ("  cake ", ["Celebration cake"]),
            ("nothing", []),
            ("%", []),
            ("_", []),
        ],
    )
    def test_finds_every_word_in_any_order(
        self, bakery: Bakery, typed: str, wanted: list[str]
    ) -> None:
        assert names(typed) == wanted

    def test_ignores_accents_and_case(self, bakery: Bakery) -> None:
        for name in ("Sablés", "Weißbrot", "Smørkage"):
            create_finished_unit(name)
        assert names("SABLES") == ["Sablés"]
        assert names("weissbrot") == ["Weißbrot"]
        assert names("smork") == ["Smørkage"]

    def test_puts_names_that_begin_with_it_first_then_words_that_do(self, bakery: Bakery) -> None:
        for name in ("Bigcake", "Sponge cake", "Cake pop", "Cakelet"):
            create_finished_unit(name)
        assert names("cake") == [
            "Cake pop",
            "Cakelet",
            "Celebration cake",
            "Sponge cake",
            "Bigcake",
        ]

    def test_shows_so_many_of_each_kind_and_no_more(self, bakery: Bakery) -> None:
        for n in range(9):
            create_finished_unit(f"Tart {n}")
            create_finished_good(f"Tart box {n}")
        assert len(find_choices("tart")) == 12
        assert len(find_choices("tart", limit=2)) == 4

    def test_leaves_out_what_is_retired(self, bakery: Bakery) -> None:
        run("UPDATE finished_units SET retired_at = '2026-01-01' WHERE display_name LIKE 'Sugar%'")
        assert names("cookie") == []

    def test_says_how_many_the_plan_holds_and_on_which_line(self, bakery: Bakery) -> None:
        plan_service.add_line(bakery.event_id, BOX, source_id=bakery.hamper_id, quantity=7)
        hamper, cake = (
            find_choices(text, event_id=bakery.event_id)[0] for text in ("hamper", "celebration")
        )
        assert (hamper.planned, hamper.line_id) == (50, 1)
        assert (cake.planned, cake.line_id) == (Fraction(5, 2), 2)
        assert find_choices("gift", event_id=bakery.event_id)[0].planned is None
        assert find_choices("hamper")[0].planned is None

    def test_offers_materials_chosen_later_only_to_a_box(self, bakery: Bakery) -> None:
        assert names("wrapping") == []
        found = find_choices("wrapping", has_generic=True)
        assert [(choice.kind, choice.name) for choice in found] == [(MATERIAL, "Wrapping")]

    def test_says_what_each_is_counted_in(self, bakery: Bakery) -> None:
        create_finished_unit("Loaf")
        units = {choice.name: choice.unit for choice in find_choices("", limit=99)}
        assert units == {
            "Gift box": "boxes",
            "Hamper": "boxes",
            "Celebration cake": "8-inch round",
            "Sugar cookie": "cookies",
            "Loaf": "pieces",
            "Bow": "each",
            "Sheet of paper": "each",
        }

    def test_names_a_unit_that_only_counts_by_its_material(self, bakery: Bakery) -> None:
        create_material_unit("1 piece", material_id=1, quantity_per_unit=1)
        assert names("red ribbon") == ["Red ribbon"]
        unit = find_choices("red ribbon")[0]
        assert get_choice(UNIT, unit.id) == unit

    @pytest.mark.parametrize("typed", ["gift", "sugar", "bow", "wrapping"])
    def test_gives_the_same_choice_as_asking_for_the_one(self, bakery: Bakery, typed: str) -> None:
        (choice,) = find_choices(typed, has_generic=True)
        assert get_choice(choice.kind, choice.id) == choice

    def test_takes_whatever_is_typed(self, bakery: Bakery) -> None:
        for typed in ("x" * 100_000, "zq " * 5_000, "ﷺ" * 9_000, "\ud800z", "a\0q", "'; --"):
            assert names(typed) == []

    def test_of_one_that_is_gone_is_an_error_with_a_sentence(self, bakery: Bakery) -> None:
        with pytest.raises(NotFoundError, match="deleted"):
            get_choice(BOX, 99)


def test_a_catalog_is_empty_until_something_can_be_planned() -> None:
    with empty_in_memory():
        assert is_empty()
        create_recipe("Dough")
        assert is_empty()
        create_finished_unit("Cookie")
        assert not is_empty()


def test_a_material_can_be_planned_as_soon_as_it_is_made() -> None:
    with empty_in_memory():
        create_material("Ribbon")
        assert not is_empty()
        assert names("ribbon") == ["Ribbon"]


def test_recipes_in_use_are_listed_by_name(bakery: Bakery) -> None:
    create_recipe("Almond cream")
    assert [name for _, name in list_recipes()] == [
        "Almond cream",
        "Sugar cookies (rolled)",
        "Vanilla cream",
    ]
    run("UPDATE recipes SET retired_at = '2026-01-01' WHERE name = 'Almond cream'")
    assert len(list_recipes()) == 2
