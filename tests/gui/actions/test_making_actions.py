"""Making a thing from its list: asked for by name, made, gone to, undone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

import pytest

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.errors import InUseError
from core.services import catalog_detail_service, catalog_edit_service, recipe_service
from gui.actions import making_actions
from gui.actions.acts import Place
from gui.dialogs.new_box_dialog import BoxAnswer
from gui.dialogs.new_item_dialog import ItemAnswer, NewItemDialog
from gui.dialogs.new_name_dialog import NewNameDialog
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Cancelled, Flow
from tests.core.stored_rows import stored_rows
from tests.factories import Bakery
from tests.gui.actions.stepping import ANNOUNCE, FOCUS, GO_TO, LEFT, NOTICE, READ, WRITE, Stage
from tests.gui.actions.things import (
    BOX,
    INGREDIENT,
    ITEM,
    MATERIAL,
    RECIPE,
    newest,
    ref_of,
)

ASK = "ask NewNameDialog"
KINDS = {MATERIAL: "New material", RECIPE: "New recipe", INGREDIENT: "New ingredient"}


def new(stage: Stage, kind: ThingKind, name: str = "") -> Flow:
    feeder = cast("PageFeeder", object())  # nothing is looked for in these forms
    return making_actions.new_thing(stage.acts, kind, name=name, feeder=feeder)


def with_its_first_unit(kind: ThingKind) -> set[Key]:
    """What is made: the thing, and of a material the way in which it is planned."""
    made = {newest(kind)}
    return made | {newest(ThingKind.MATERIAL_UNIT)} if kind is MATERIAL else made


@pytest.mark.parametrize(("kind", "head"), KINDS.items())
class TestByItsName:
    def test_is_asked_for_made_told_and_gone_to(
        self, bakery: Bakery, stage: Stage, kind: ThingKind, head: str
    ) -> None:
        def take(dialog: NewNameDialog) -> str:
            assert dialog.windowTitle() == f"{head} - Proofbook"
            assert dialog.name_field.name() == "Twine"
            return "Red twine"

        stage.play(new(stage, kind, "Twine"), take)
        assert stage.diary == [ASK, WRITE, ANNOUNCE, NOTICE, GO_TO, FOCUS]
        key = newest(kind)
        assert ref_of(kind, key.id).name == "Red twine"
        assert stage.announced == [Changes.of(added=with_its_first_unit(kind))]
        assert stage.screen.notices == [("Made Red twine.", True)]
        assert stage.screen.places == [Place(key)]
        assert stage.undo_text == f"{head} Red twine"

    def test_goes_and_comes_back_as_the_same_one(
        self, bakery: Bakery, stage: Stage, kind: ThingKind, head: str
    ) -> None:
        before = stored_rows()
        stage.play(new(stage, kind), "Red twine")
        after = stored_rows()
        for _ in range(2):
            stage.undo()
            assert stored_rows() == before
            assert stage.last_notice == f"Undone: {head} Red twine."
            stage.redo()
            assert stored_rows() == after
            assert stage.last_notice == f"Done again: {head} Red twine."

    def test_left_at_the_question_makes_nothing(
        self, bakery: Bakery, stage: Stage, kind: ThingKind, head: str
    ) -> None:
        before = stored_rows()
        stage.play(new(stage, kind), Cancelled())
        assert stage.diary == [ASK, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()


TAKEN = (
    (MATERIAL, "red RIBBON", "There is a material called “Red ribbon” already."),
    (RECIPE, "vanilla cream", "There is a recipe called “Vanilla cream” already."),
    (INGREDIENT, "Flour", "There is an ingredient called “Flour” already."),
    (INGREDIENT, " ", "Please give it a name."),
    (RECIPE, "\u200b", "Please give it a name that can be seen."),
)


@pytest.mark.parametrize(("kind", "typed", "sentence"), TAKEN)
def test_a_name_that_is_refused_is_asked_for_again_as_it_was_typed(
    bakery: Bakery, stage: Stage, kind: ThingKind, typed: str, sentence: str
) -> None:
    before = stored_rows()

    def correct(dialog: NewNameDialog) -> str:
        assert dialog.name_field.sentence.text() == sentence
        assert dialog.name_field.edit.text() == typed
        assert stored_rows() == before
        assert stage.has_told_nothing()
        return "Quite another name"

    stage.play(new(stage, kind), typed, correct)
    assert stage.diary == [ASK, WRITE, ASK, WRITE, ANNOUNCE, NOTICE, GO_TO, FOCUS]
    assert stage.last_notice == "Made Quite another name."


def test_an_item_has_its_own_form_and_is_gone_to(bakery: Bakery, stage: Stage) -> None:
    answer = ItemAnswer("Biscotti", Fraction(24), "pieces", bakery.dough_id)

    def take(dialog: NewItemDialog) -> Any:
        assert dialog.name_field.name() == "Bisc"
        return answer

    stage.play(new(stage, ITEM, "Bisc"), take)
    asked = [READ, "ask NewItemDialog", WRITE]
    assert stage.diary == [*asked, ANNOUNCE, NOTICE, GO_TO, FOCUS]
    assert stage.screen.notices == [("Made Biscotti.", True)]
    assert stage.screen.places == [Place(newest(ITEM))]
    assert stage.undo_text == "New item Biscotti"


def test_a_box_has_its_own_form_and_is_gone_to(bakery: Bakery, stage: Stage) -> None:
    stage.play(new(stage, BOX), BoxAnswer("Tin", ()))
    assert stage.diary == ["ask NewBoxDialog", WRITE, ANNOUNCE, NOTICE, GO_TO, FOCUS]
    assert stage.screen.places == [Place(newest(BOX))]
    assert stage.undo_text == "New box Tin"


@pytest.mark.parametrize("kind", [ITEM, BOX])
def test_an_item_or_a_box_that_is_left_leads_nowhere(
    bakery: Bakery, stage: Stage, kind: ThingKind
) -> None:
    before = stored_rows()
    stage.play(new(stage, kind), Cancelled())
    assert stage.diary[-1] == LEFT
    assert stored_rows() == before
    assert stage.has_told_nothing()


def test_an_ingredient_that_a_recipe_uses_by_now_is_not_taken_back(
    bakery: Bakery, stage: Stage
) -> None:
    stage.play(new(stage, INGREDIENT), "Nutmeg")
    recipe_service.add_recipe_line(bakery.dough_id, newest(INGREDIENT).id, quantity=1, unit="pinch")
    before = stored_rows()
    with pytest.raises(InUseError, match="“Nutmeg” is used in 1 recipe"):
        stage.undo()
    assert stored_rows() == before
    assert not stage.history.can_undo()


class TestAnItemFromARecipe:
    def test_has_the_recipe_already_and_needs_no_more_than_its_name(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        recipe = ref_of(RECIPE, bakery.dough_id)

        def take(dialog: NewItemDialog) -> ItemAnswer:
            assert dialog.recipe.currentText() == "Sugar cookies (rolled)"
            dialog.name_field.edit.setText("Stars")
            return dialog.answer()

        stage.play(making_actions.new_item_from_recipe(stage.acts, recipe), take)
        asked = [READ, "ask NewItemDialog", WRITE]
        assert stage.diary == [*asked, ANNOUNCE, NOTICE, GO_TO, FOCUS]
        made = catalog_detail_service.item_detail(newest(ITEM).id)
        assert (made.row.name, made.recipe) == ("Stars", recipe)
        assert stage.screen.places == [Place(newest(ITEM))]
        assert stage.undo_text == "New item Stars"

    def test_can_be_of_a_retired_one(self, bakery: Bakery, stage: Stage) -> None:
        catalog_edit_service.retire([Key(RECIPE, bakery.dough_id)])

        def take(dialog: NewItemDialog) -> ItemAnswer:
            dialog.name_field.edit.setText("Stars")
            return dialog.answer()

        recipe = ref_of(RECIPE, bakery.dough_id)
        stage.play(making_actions.new_item_from_recipe(stage.acts, recipe), take)
        made = catalog_detail_service.item_detail(newest(ITEM).id)
        assert made.recipe == recipe

    def test_that_is_left_makes_nothing(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        recipe = ref_of(RECIPE, bakery.dough_id)
        stage.play(making_actions.new_item_from_recipe(stage.acts, recipe), Cancelled())
        assert stored_rows() == before
        assert stage.has_told_nothing()
