"""What is in recipes: lines, recipes in recipes, ingredients made on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from core.domain.catalog import ThingRef
from core.domain.changes import Changes
from core.domain.rows import RecipeChoice
from core.errors import CircularReferenceError, ConflictError, InvalidInputError, NotFoundError
from core.services import catalog_detail_service, recipe_service
from gui.actions import part_actions
from gui.actions.acts import Acts, Place
from gui.flow import Flow
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.stepping import ANNOUNCE, NOTICE, OFFER, WRITE, Stage
from tests.gui.actions.things import (
    INGREDIENT,
    RECIPE,
    USED_BY_MARKET,
    before_the_market,
    goes_back_and_forth,
    named,
    newest,
    part_of,
)

ROLLED = "Sugar cookies (rolled)"
SUGAR, CREAM = 1, 3  # places in the rolled recipe: flour, sugar, sugar again, then the cream
Edit = Callable[[Acts, ThingRef], Flow]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with before_the_market():
        yield


def choice_of(thing: ThingRef, unit: str = "") -> RecipeChoice:
    return RecipeChoice(thing.key, thing.name, unit)


def add_flour(acts: Acts, recipe: ThingRef) -> Flow:
    flour = choice_of(named(INGREDIENT, "Flour"))
    return part_actions.add_part(acts, recipe, choice=flour, quantity=Fraction(9, 4), unit="cup")


def move_down(acts: Acts, recipe: ThingRef) -> Flow:
    return part_actions.move_part(acts, recipe, part_of(recipe, 0), steps=1)


EDITS: dict[str, tuple[Edit, str]] = {
    "add a line": (add_flour, f"Add Flour to {ROLLED}"),
    "add an ingredient made just now": (
        lambda acts, recipe: part_actions.make_ingredient(
            acts, recipe, name="Nutmeg", quantity=Fraction(1, 2), unit="tsp"
        ),
        f"Add Nutmeg to {ROLLED}",
    ),
    "amount": (
        lambda acts, recipe: part_actions.set_part(
            acts, recipe, part_of(recipe, 0), quantity=Fraction(3)
        ),
        f"Change Flour in {ROLLED}",
    ),
    "unit": (
        lambda acts, recipe: part_actions.set_part(acts, recipe, part_of(recipe, 0), unit="lb"),
        f"Change Flour in {ROLLED}",
    ),
    "note": (
        lambda acts, recipe: part_actions.set_part(
            acts, recipe, part_of(recipe, SUGAR), notes="fine"
        ),
        f"Change Sugar in {ROLLED}",
    ),
    "batches": (
        lambda acts, recipe: part_actions.set_part(
            acts, recipe, part_of(recipe, CREAM), quantity=Fraction(2)
        ),
        f"Change Vanilla cream in {ROLLED}",
    ),
    "remove a line": (
        lambda acts, recipe: part_actions.remove_parts(acts, recipe, [part_of(recipe, SUGAR)]),
        f"Take Sugar out of {ROLLED}",
    ),
    "remove a recipe": (
        lambda acts, recipe: part_actions.remove_parts(acts, recipe, [part_of(recipe, CREAM)]),
        f"Take Vanilla cream out of {ROLLED}",
    ),
    "remove lines and recipes": (
        lambda acts, recipe: part_actions.remove_parts(
            acts, recipe, [part_of(recipe, 0), part_of(recipe, SUGAR), part_of(recipe, CREAM)]
        ),
        f"Take 3 lines out of {ROLLED}",
    ),
    "move": (move_down, f"Move Flour in {ROLLED}"),
}


@pytest.mark.parametrize(("edit", "name"), EDITS.values(), ids=EDITS)
class TestEachEditOfARecipe:
    def test_is_one_write_that_names_the_plan(
        self, bakery: Bakery, stage: Stage, edit: Edit, name: str
    ) -> None:
        recipe = named(RECIPE, ROLLED)
        stage.play(edit(stage.acts, recipe))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE, OFFER]
        assert stage.announced[0].altered == {recipe.key}
        assert stage.screen.notices == [(f"{ROLLED} saved.{USED_BY_MARKET}", True)]
        assert stage.undo_text == name

    def test_is_one_step_there_and_back(
        self, bakery: Bakery, stage: Stage, edit: Edit, name: str
    ) -> None:
        recipe = named(RECIPE, ROLLED)
        goes_back_and_forth(stage, lambda: edit(stage.acts, recipe), name)
        assert set(stage.screen.places) == {Place(recipe.key)}


@pytest.mark.parametrize("edit", [name for name in EDITS if not name.startswith("remove")])
def test_no_edit_of_a_line_is_undone_against_something_newer(
    bakery: Bakery, stage: Stage, edit: str
) -> None:
    recipe = named(RECIPE, ROLLED)
    stage.play(EDITS[edit][0](stage.acts, recipe))
    touch_all_lines(recipe)
    before = stored_rows()
    with pytest.raises(ConflictError, match="Something newer was changed here"):
        stage.undo()
    assert stored_rows() == before
    assert not stage.history.can_undo()


def touch_all_lines(recipe: ThingRef) -> None:
    """Another window changes every amount of the recipe."""
    for part in catalog_detail_service.recipe_detail(recipe.key.id).lines:
        if part.is_component:
            recipe_service.set_recipe_component(part.id, quantity=99)
        else:
            recipe_service.set_recipe_line(part.id, quantity=99)


def test_an_ingredient_made_on_the_way_goes_with_its_line(bakery: Bakery, stage: Stage) -> None:
    recipe = named(RECIPE, ROLLED)
    stage.play(EDITS["add an ingredient made just now"][0](stage.acts, recipe))
    made = newest(INGREDIENT)
    assert stage.announced == [Changes.of(added=[made], altered=[recipe.key])]
    assert part_of(recipe, 3).thing.key == made
    stage.undo()
    assert value("SELECT count(*) FROM ingredients WHERE name = 'Nutmeg'") == 0
    assert not stage.history.can_undo()


def test_an_ingredient_that_cannot_be_added_is_not_made_either(
    bakery: Bakery, stage: Stage
) -> None:
    before = stored_rows()
    for name, unit, sentence in (
        ("Nutmeg", "", "Please give it a unit."),
        ("flour", "cup", "There is an ingredient called “Flour” already."),
    ):
        flow = part_actions.make_ingredient(
            stage.acts, named(RECIPE, ROLLED), name=name, quantity=Fraction(1), unit=unit
        )
        with pytest.raises(InvalidInputError) as refused:
            stage.play(flow)
        assert refused.value.sentence == sentence
    assert stored_rows() == before
    assert stage.has_told_nothing()


def test_the_same_ingredient_twice_makes_two_lines(bakery: Bakery, stage: Stage) -> None:
    recipe = named(RECIPE, ROLLED)
    stage.play(add_flour(stage.acts, recipe))
    lines = [part_of(recipe, place) for place in range(4)]
    assert [line.thing.name for line in lines] == ["Flour", "Sugar", "Sugar", "Flour"]
    assert lines[3].quantity == Fraction(9, 4)


def test_a_unit_nobody_knows_is_kept_and_marked(bakery: Bakery, stage: Stage) -> None:
    recipe = named(RECIPE, ROLLED)
    stage.play(part_actions.set_part(stage.acts, recipe, part_of(recipe, 0), unit="handful"))
    line = part_of(recipe, 0)
    assert (line.unit, line.is_unit_known) == ("handful", False)


class TestARecipeInARecipe:
    def test_comes_in_by_the_batch(self, bakery: Bakery, stage: Stage) -> None:
        recipe = named(RECIPE, ROLLED)
        cream = choice_of(named(RECIPE, "Vanilla cream"))
        goes_back_and_forth(
            stage,
            lambda: part_actions.add_part(
                stage.acts, recipe, choice=cream, quantity=Fraction(2), unit=""
            ),
            f"Add Vanilla cream to {ROLLED}",
        )

    @pytest.mark.parametrize(
        ("inside", "path"),
        [
            (ROLLED, f"Vanilla cream > {ROLLED} > Vanilla cream"),
            ("Vanilla cream", "Vanilla cream > Vanilla cream"),
        ],
    )
    def test_that_would_go_round_is_refused_with_its_path(
        self, bakery: Bakery, stage: Stage, inside: str, path: str
    ) -> None:
        before = stored_rows()
        flow = part_actions.add_part(
            stage.acts,
            named(RECIPE, "Vanilla cream"),
            choice=choice_of(named(RECIPE, inside)),
            quantity=Fraction(1),
            unit="",
        )
        with pytest.raises(CircularReferenceError) as refused:
            stage.play(flow)
        assert refused.value.sentence == f"This would go round in a circle: {path}."
        assert stage.diary == [WRITE]
        assert stored_rows() == before
        assert stage.has_told_nothing()


@pytest.mark.parametrize("quantity", [Fraction(0), Fraction(-1, 2)])
@pytest.mark.parametrize("place", [0, CREAM])
def test_nothing_or_less_is_refused(
    bakery: Bakery, stage: Stage, quantity: Fraction, place: int
) -> None:
    recipe = named(RECIPE, ROLLED)
    before = stored_rows()
    with pytest.raises(InvalidInputError, match="A quantity must be over 0"):
        stage.play(
            part_actions.set_part(stage.acts, recipe, part_of(recipe, place), quantity=quantity)
        )
    assert stored_rows() == before
    assert stage.has_told_nothing()


def test_a_line_that_another_window_took_out_is_said_to_be_gone(
    bakery: Bakery, stage: Stage
) -> None:
    recipe = named(RECIPE, ROLLED)
    part = part_of(recipe, 0)
    recipe_service.remove_recipe_lines([part.id])
    with pytest.raises(NotFoundError):
        stage.play(part_actions.set_part(stage.acts, recipe, part, quantity=Fraction(1)))
    stage.play(part_actions.remove_parts(stage.acts, recipe, [part]))
    assert stage.has_told_nothing()


def test_a_move_beyond_the_end_is_no_act(bakery: Bakery, stage: Stage) -> None:
    recipe = named(RECIPE, ROLLED)
    stage.play(part_actions.move_part(stage.acts, recipe, part_of(recipe, 0), steps=-1))
    assert stage.diary == [WRITE]
    assert stage.has_told_nothing()
