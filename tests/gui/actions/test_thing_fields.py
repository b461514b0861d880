"""Every field that a thing of the catalog has: changed under its name, or refused in a sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.domain.keys import ThingKind
from core.errors import InvalidInputError
from gui.actions import thing_actions
from tests.core.stored_rows import stored_rows
from tests.factories import Bakery
from tests.gui.actions.stepping import WRITE, Stage
from tests.gui.actions.things import (
    BOX,
    INGREDIENT,
    ITEM,
    MATERIAL,
    RECIPE,
    goes_back_and_forth,
    named,
)

FIELDS = (
    (ITEM, "Sugar cookie", "name", "Sugar star", "Rename Sugar cookie"),
    (ITEM, "Sugar cookie", "category", "Cookies", "Change the category of Sugar cookie"),
    (ITEM, "Sugar cookie", "description", "Soft", "Change the description of Sugar cookie"),
    (
        ITEM,
        "Sugar cookie",
        "production_notes",
        "Chill",
        "Change the notes on making it of Sugar cookie",
    ),
    (ITEM, "Sugar cookie", "notes", "Sells well", "Change the notes of Sugar cookie"),
    (ITEM, "Sugar cookie", "recipe", None, "Change the recipe of Sugar cookie"),
    (ITEM, "Sugar cookie", "is_portion", True, "Change what a batch makes of Sugar cookie"),
    (
        ITEM,
        "Sugar cookie",
        "items_per_batch",
        Fraction(5, 2),
        "Change what a batch makes of Sugar cookie",
    ),
    (ITEM, "Sugar cookie", "item_unit", "stars", "Change what a batch makes of Sugar cookie"),
    (
        ITEM,
        "Celebration cake",
        "batch_percentage",
        Fraction(100),
        "Change what a batch makes of Celebration cake",
    ),
    (
        ITEM,
        "Celebration cake",
        "portion_description",
        "slice",
        "Change what a batch makes of Celebration cake",
    ),
    (BOX, "Hamper", "description", "Wicker", "Change the description of Hamper"),
    (BOX, "Hamper", "packaging_instructions", "Tape", "Change the notes on packing it of Hamper"),
    (MATERIAL, "Wrapping", "category", "Paper", "Change the category of Wrapping"),
    (RECIPE, "Vanilla cream", "source", "Grandmother", "Change the source of Vanilla cream"),
    (INGREDIENT, "Flour", "category", "Dry", "Change the category of Flour"),
)


@pytest.mark.parametrize(("kind", "name", "field", "new", "act"), FIELDS)
def test_each_field_is_changed_under_its_name_and_comes_back(
    bakery: Bakery,
    stage: Stage,
    kind: ThingKind,
    name: str,
    field: str,
    new: object,
    act: str,
) -> None:
    thing = named(kind, name)
    goes_back_and_forth(
        stage,
        lambda: thing_actions.set_field(stage.acts, thing, field=field, value=new),
        act,
    )


@pytest.mark.parametrize(
    ("kind", "name", "field", "same"),
    [
        (ITEM, "Sugar cookie", "name", "Sugar cookie"),
        (ITEM, "Sugar cookie", "items_per_batch", Fraction(48)),
        (BOX, "Hamper", "notes", ""),
    ],
)
def test_the_same_value_again_is_no_act(
    bakery: Bakery, stage: Stage, kind: ThingKind, name: str, field: str, same: object
) -> None:
    stage.play(thing_actions.set_field(stage.acts, named(kind, name), field=field, value=same))
    assert stage.diary == [WRITE]
    assert stage.has_told_nothing()
    assert stage.screen.offered == ()


REFUSALS = (
    (ITEM, "Sugar cookie", "name", "  ", "Please give it a name."),
    (
        ITEM,
        "Sugar cookie",
        "name",
        "celebration CAKE",
        "There is an item called “Celebration cake” already.",
    ),
    (BOX, "Hamper", "name", "gift box", "There is a box called “Gift box” already."),
    (RECIPE, "Vanilla cream", "name", "a" * 201, "This name is too long: at most 200 characters."),
    (INGREDIENT, "Flour", "name", "Sugar\nFlour", "A name cannot hold line breaks"),
    (ITEM, "Sugar cookie", "items_per_batch", Fraction(0), "A quantity must be over 0."),
    (ITEM, "Sugar cookie", "items_per_batch", Fraction(-1), "A quantity must be over 0."),
    (ITEM, "Sugar cookie", "items_per_batch", "many", "“many” is not a number."),
    (
        ITEM,
        "Celebration cake",
        "batch_percentage",
        Fraction(101),
        "A portion is at most 100 percent of a batch.",
    ),
    (ITEM, "Celebration cake", "batch_percentage", Fraction(0), "A quantity must be over 0."),
    (ITEM, "Sugar cookie", "notes", "x" * 20_001, "This note is too long"),
)


@pytest.mark.parametrize(("kind", "name", "field", "bad", "sentence"), REFUSALS)
def test_what_core_refuses_is_thrown_with_its_sentence_and_changes_nothing(
    bakery: Bakery,
    stage: Stage,
    kind: ThingKind,
    name: str,
    field: str,
    bad: object,
    sentence: str,
) -> None:
    before = stored_rows()
    with pytest.raises(InvalidInputError) as refused:
        stage.play(thing_actions.set_field(stage.acts, named(kind, name), field=field, value=bad))
    assert refused.value.sentence.startswith(sentence)
    assert stage.diary == [WRITE]
    assert stored_rows() == before
    assert stage.has_told_nothing()
