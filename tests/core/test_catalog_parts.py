"""What is in recipes and boxes: adding, changing, moving and taking out, and no loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import ContentRow, RecipeChoice, SourceRef
from core.errors import (
    CircularReferenceError,
    CoreError,
    InvalidInputError,
    MaxDepthExceededError,
    NotFoundError,
)
from core.services import catalog_edit_service, database
from core.services.catalog_detail_service import recipe_detail
from core.services.contents_service import content_page, content_row, whole_tree
from core.services.edits import revert
from core.services.finished_good_service import (
    add_content,
    create_finished_good,
    move_content,
    remove_contents,
    set_content_notes,
    set_content_quantity,
)
from core.services.recipe_service import (
    add_recipe_component,
    add_recipe_line,
    create_recipe,
    find_recipe_choices,
    move_recipe_component,
    move_recipe_line,
    remove_recipe_components,
    remove_recipe_lines,
    set_recipe_component,
    set_recipe_line,
)
from tests.core.stored_rows import bakery_in_memory, run, stored_rows, value
from tests.factories import Bakery, make_boxes, make_recipes

BOX, ITEM, UNIT, LATER = (
    ComponentKind.FINISHED_GOOD,
    ComponentKind.FINISHED_UNIT,
    ComponentKind.MATERIAL_UNIT,
    ComponentKind.MATERIAL,
)
LONG = "x" * 30_000


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def made(edit: Edit) -> int:
    assert edit.key is not None
    return edit.key.id


def refused(act: Callable[[], object], kind: type[CoreError], match: str) -> CoreError:
    before = stored_rows()
    with pytest.raises(kind, match=match) as error:
        act()
    assert "SQL" not in error.value.sentence
    assert stored_rows() == before
    return error.value


def undone(edit: Edit, before: dict[str, Any]) -> None:
    revert(edit)
    assert stored_rows() == before


def in_box(box_id: int) -> tuple[ContentRow, ...]:
    return content_page(SourceRef(box_id=box_id)).rows


class TestRecipeLines:
    def test_stand_at_the_end_as_a_cook_writes_them(self, bakery: Bakery) -> None:
        before = stored_rows()
        edit = add_recipe_line(bakery.dough_id, 1, quantity="2 1/4", unit=" scoops ", notes="")
        line = recipe_detail(bakery.dough_id).lines[3]
        assert (line.thing.key, line.quantity) == (Key(ThingKind.INGREDIENT, 1), Fraction(9, 4))
        assert (line.unit, line.is_unit_known, line.notes) == ("scoops", False, None)
        assert edit.key == Key(ThingKind.RECIPE, bakery.dough_id)
        undone(edit, before)

    def test_change_only_what_is_given(self, bakery: Bakery) -> None:
        set_recipe_line(3, quantity="2,5")
        line = recipe_detail(bakery.dough_id).lines[2]
        assert (line.quantity, line.unit, line.notes) == (Fraction(5, 2), "tbsp", "on top")
        set_recipe_line(3, notes="")
        assert recipe_detail(bakery.dough_id).lines[2].notes is None
        assert set_recipe_line(3).is_empty()

    def test_are_moved_and_taken_out(self, bakery: Bakery) -> None:
        before = stored_rows()
        moved = move_recipe_line(3, -2)
        assert [line.id for line in recipe_detail(bakery.dough_id).lines[:3]] == [3, 1, 2]
        assert move_recipe_line(3, -1).is_empty()
        gone = remove_recipe_lines([1, 2, 99])
        assert gone.key == Key(ThingKind.RECIPE, bakery.dough_id)
        assert [line.id for line in recipe_detail(bakery.dough_id).lines[:1]] == [3]
        assert remove_recipe_lines([99]).is_empty()
        revert(gone)
        undone(moved, before)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"quantity": 0}, "over 0"),
            ({"quantity": "-1"}, "over 0"),
            ({"quantity": "some"}, "not a number"),
            ({"quantity": "1 cup\t2 cups"}, "not a number"),
            ({"quantity": LONG}, "too long"),
            ({"unit": ""}, "unit"),
            ({"unit": LONG}, "too long"),
            ({"notes": LONG}, "too long"),
        ],
    )
    def test_that_cannot_be_are_refused(
        self, bakery: Bakery, given: dict[str, Any], said: str
    ) -> None:
        whole = {"quantity": 1, "unit": "cup"} | given
        refused(lambda: add_recipe_line(1, 1, **whole), InvalidInputError, said)
        refused(lambda: set_recipe_line(1, **given), InvalidInputError, said)

    def test_of_what_is_gone_say_what(self, bakery: Bakery) -> None:
        for act, word in (
            (lambda: add_recipe_line(99, 1, quantity=1, unit="g"), "recipe"),
            (lambda: add_recipe_line(1, 99, quantity=1, unit="g"), "ingredient"),
            (lambda: set_recipe_line(99, quantity=1), "line"),
            (lambda: move_recipe_line(99, 1), "line"),
            (lambda: add_recipe_component(99, 1, quantity=1), "recipe"),
            (lambda: add_recipe_component(1, 99, quantity=1), "recipe"),
            (lambda: set_recipe_component(99, quantity=1), "line"),
            (lambda: move_recipe_component(99, 1), "line"),
        ):
            refused(act, NotFoundError, f"This {word} was deleted")


class TestRecipesInRecipes:
    def test_are_added_changed_moved_and_taken_out(self, bakery: Bakery) -> None:
        before = stored_rows()
        glaze = create_recipe("Glaze")
        edits = [
            add_recipe_component(bakery.dough_id, made(glaze), quantity="1/3"),
            set_recipe_component(1, quantity=2),
            move_recipe_component(2, -1),
        ]
        parts = recipe_detail(bakery.dough_id).lines[3:]
        assert [(part.thing.name, part.quantity) for part in parts] == [
            ("Glaze", Fraction(1, 3)),
            ("Vanilla cream", Fraction(2)),
        ]
        edits.append(remove_recipe_components([1, 2]))
        assert len(recipe_detail(bakery.dough_id).lines) == 3
        for edit in reversed(edits):
            revert(edit)
        undone(glaze, before)

    def test_that_go_round_are_refused_with_the_path(self, bakery: Bakery) -> None:
        error = refused(
            lambda: add_recipe_component(bakery.cream_id, bakery.dough_id, quantity=1),
            CircularReferenceError,
            "circle",
        )
        assert "Vanilla cream > Sugar cookies (rolled) > Vanilla cream" in error.sentence
        error = refused(
            lambda: add_recipe_component(bakery.cream_id, bakery.cream_id, quantity=1),
            CircularReferenceError,
            "circle",
        )
        assert "Vanilla cream > Vanilla cream" in error.sentence

    def test_that_make_the_top_too_deep_are_refused_at_the_bottom(self, bakery: Bakery) -> None:
        chain = {f"R{n}": [f"R{n + 1}"] for n in range(1, 10)}
        with database.session_scope() as session:
            make_recipes(session, chain)
        bottom = value("SELECT id FROM recipes WHERE name = 'R10'")
        refused(
            lambda: add_recipe_component(bottom, bakery.cream_id, quantity=1),
            MaxDepthExceededError,
            "11 levels",
        )

    @pytest.mark.parametrize("quantity", [0, -1, "x", ""])
    def test_need_an_amount(self, bakery: Bakery, quantity: Any) -> None:
        glaze = made(create_recipe("Glaze"))
        for act in (
            lambda: add_recipe_component(bakery.dough_id, glaze, quantity=quantity),
            lambda: set_recipe_component(1, quantity=quantity),
        ):
            refused(act, InvalidInputError, "over 0|not a number")


class TestContentsOfBoxes:
    @pytest.mark.parametrize(
        ("kind", "source", "name"),
        [
            (BOX, 2, "Gift box"),
            (ITEM, 1, "Sugar cookie"),
            (UNIT, 2, "Sheet of paper"),
            (LATER, 2, "Wrapping"),
        ],
    )
    def test_stand_at_the_end(
        self, bakery: Bakery, kind: ComponentKind, source: int, name: str
    ) -> None:
        before = stored_rows()
        edit = add_content(
            bakery.hamper_id, kind, source_id=source, quantity="1 1/2", notes="on top"
        )
        row = in_box(bakery.hamper_id)[-1]
        assert (row.kind, row.name, row.in_each, row.in_all) == (
            kind,
            name,
            Fraction(3, 2),
            Fraction(3, 2),
        )
        assert (row.notes, row.is_generic) == ("on top", kind is LATER)
        assert edit.key == Key(ThingKind.FINISHED_GOOD, bakery.hamper_id)
        undone(edit, before)

    def test_are_changed_moved_and_taken_out(self, bakery: Bakery) -> None:
        before = stored_rows()
        first, second, third = (row.content_id or 0 for row in in_box(bakery.hamper_id))
        edits = [
            set_content_quantity(first, "½"),
            set_content_notes(second, "in tissue"),
            move_content(third, -2),
            remove_contents([second]),
        ]
        rows = in_box(bakery.hamper_id)
        assert [row.content_id for row in rows] == [third, first]
        assert rows[1].in_each == Fraction(1, 2)
        for edit in reversed(edits):
            assert edit.key == Key(ThingKind.FINISHED_GOOD, bakery.hamper_id)
            revert(edit)
        assert stored_rows() == before

    def test_taken_out_of_two_boxes_are_about_none(self, bakery: Bakery) -> None:
        one, other = (in_box(each)[0].content_id for each in (bakery.hamper_id, bakery.gift_box_id))
        assert remove_contents([one or 0, other or 0]).key is None

    def test_that_go_round_are_refused_with_the_path(self, bakery: Bakery) -> None:
        sampler = made(create_finished_good("Sampler"))
        add_content(bakery.hamper_id, BOX, source_id=sampler, quantity=1)
        error = refused(
            lambda: add_content(sampler, BOX, source_id=bakery.hamper_id, quantity=1),
            CircularReferenceError,
            "circle",
        )
        assert "Sampler > Hamper > Sampler" in error.sentence
        error = refused(
            lambda: add_content(sampler, BOX, source_id=sampler, quantity=1),
            CircularReferenceError,
            "circle",
        )
        assert "Sampler > Sampler" in error.sentence

    def test_are_ten_levels_deep_at_most_from_the_top(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            boxes = make_boxes(session, {f"L{n}": [f"L{n + 1}"] for n in range(1, 10)})
        empty = made(create_finished_good("Empty"))
        refused(
            lambda: add_content(boxes["L10"], BOX, source_id=empty, quantity=1),
            MaxDepthExceededError,
            "11 levels",
        )
        add_content(boxes["L9"], BOX, source_id=empty, quantity=1)
        add_content(boxes["L10"], ITEM, source_id=bakery.cookie_id, quantity=1)

    @pytest.mark.parametrize("quantity", [0, "-1", "x", "1 box", LONG])
    def test_need_an_amount(self, bakery: Bakery, quantity: Any) -> None:
        for act in (
            lambda: add_content(1, ITEM, source_id=1, quantity=quantity),
            lambda: set_content_quantity(1, quantity),
        ):
            refused(act, InvalidInputError, "over 0|not a number|too long")
        refused(lambda: set_content_notes(1, LONG), InvalidInputError, "too long")

    def test_of_what_is_gone_say_so(self, bakery: Bakery) -> None:
        for act in (
            lambda: add_content(99, ITEM, source_id=1, quantity=1),
            lambda: add_content(1, ITEM, source_id=99, quantity=1),
            lambda: add_content(1, LATER, source_id=99, quantity=1),
            lambda: set_content_notes(99, "x"),
            lambda: move_content(99, 1),
        ):
            refused(act, NotFoundError, "deleted")


class TestTheTableOfABox:
    def test_is_its_contents_and_below_them_what_they_hold(self, bakery: Bakery) -> None:
        source = SourceRef(box_id=bakery.hamper_id)
        page = content_page(source)
        assert [(row.name, row.in_each, row.in_all) for row in page.rows] == [
            ("Gift box", 2, 2),
            ("Sugar cookie", Fraction(3, 2), Fraction(3, 2)),
            ("Wrapping", 1, 1),
        ]
        assert page.total == 3
        assert page.rows[0].has_children
        below = content_page(source, page.rows[0])
        assert [(row.name, row.in_each, row.in_all) for row in below.rows] == [
            ("Sugar cookie", 12, 24),
            ("Bow", 1, 2),
        ]
        # What stands in another box is changed there.
        assert [row.content_id for row in below.rows] == [None, None]
        assert all(row.line_id is None for row in page.rows)

    def test_says_one_row_as_its_page_does(self, bakery: Bakery) -> None:
        for row in in_box(bakery.hamper_id):
            assert row.content_id is not None
            assert content_row(row.content_id) == row
        assert content_row(99) is None

    def test_goes_on_where_a_page_ended(self, bakery: Bakery) -> None:
        source = SourceRef(box_id=bakery.hamper_id)
        first = content_page(source, limit=2)
        rest = content_page(source, after=first.next_key, limit=2)
        assert first.rows + rest.rows == content_page(source).rows
        assert rest.next_key is None

    def test_is_walked_whole(self, bakery: Bakery) -> None:
        tree = whole_tree(SourceRef(box_id=bakery.hamper_id))
        assert [(depth, row.name) for depth, row in tree] == [
            (0, "Gift box"),
            (1, "Sugar cookie"),
            (1, "Bow"),
            (0, "Sugar cookie"),
            (0, "Wrapping"),
        ]

    def test_of_an_empty_or_missing_box_is_empty(self, bakery: Bakery) -> None:
        assert in_box(made(create_finished_good("Empty"))) == ()
        assert in_box(99) == ()


class TestRecipeChoices:
    def test_are_ingredients_with_their_last_unit_then_recipes(self, bakery: Bakery) -> None:
        found = find_recipe_choices("su")
        assert found[0].key.kind is ThingKind.INGREDIENT
        newest = "SELECT unit FROM recipe_ingredients WHERE ingredient_id = :id ORDER BY id DESC"
        assert found[0].unit == value(f"{newest} LIMIT 1", id=found[0].key.id)
        assert found[-1] == RecipeChoice(
            Key(ThingKind.RECIPE, bakery.dough_id), "Sugar cookies (rolled)", ""
        )
        add_recipe_line(bakery.cream_id, found[0].key.id, quantity=1, unit="g")
        assert find_recipe_choices("su")[0].unit == "g"

    def test_want_every_word_and_leave_out_what_is_retired(self, bakery: Bakery) -> None:
        assert [choice.name for choice in find_recipe_choices("cookies SUG")] == [
            "Sugar cookies (rolled)"
        ]
        catalog_edit_service.retire([Key(ThingKind.RECIPE, bakery.dough_id)])
        assert find_recipe_choices("cookies sug") == ()
        assert find_recipe_choices("%") == ()
        for typed in ("x" * 100_000, "zq " * 5_000, "\ud800z", "'; --"):
            assert find_recipe_choices(typed) == ()

    def test_are_so_many_of_each(self, bakery: Bakery) -> None:
        for number in range(12):
            create_recipe(f"Tart {number}")
            run(f"INSERT INTO ingredients (uuid, slug, name) VALUES ('{number}', '{number}', 'x')")
        assert len(find_recipe_choices("tart")) == 8
        assert len(find_recipe_choices("tart", limit=3)) == 3
