"""Items by keyboard: made from a recipe in few keys, renamed, counted in portions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.keys import ThingKind
from tests.journeys.bakery import one_row
from tests.journeys.catalog import find, go_to_the_catalog, names
from tests.window import Hand

pytestmark = pytest.mark.journey

ITEM, RECIPE = ThingKind.FINISHED_UNIT, ThingKind.RECIPE


class CountingHand:
    """Counts the keys: one for each combination and each letter, the name's aside."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self.count = 0

    def press(self, keys: str) -> None:
        self._hand.press(keys)
        self.count += 1

    def type(self, text: str) -> None:
        self._hand.type(text)
        self.count += len(text)


def test_an_item_from_a_recipe_takes_fewer_than_ten_keys_beyond_its_name(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    keys = CountingHand(hand)
    keys.press("Ctrl+Shift+Tab")
    keys.press("Ctrl+Shift+Tab")
    hand.until(lambda: hand.bench.catalog.panel.query.kind is RECIPE)
    keys.press("Ctrl+F")
    keys.type("bis")
    keys.press("Return")
    page = hand.bench.catalog.pages[RECIPE]
    hand.until(lambda: page.detail() and "iscotti" in page.detail().row.name)
    hand.settle()
    recipe = page.detail().row
    keys.press("Ctrl+Shift+N")
    hand.dialog("new_item_dialog")
    hand.type("Winter biscotti")  # its name
    keys.press("Return")
    hand.until(lambda: hand.notice == "Made Winter biscotti.")
    hand.settle()
    assert keys.count < 10
    assert hand.page == "item"
    with hand.watch.allow_sql():
        made = "SELECT recipe_id FROM finished_units WHERE display_name = 'Winter biscotti'"
        assert one_row(made) == (recipe.key.id,)


def test_a_name_that_is_taken_stays_as_it_was_typed_with_its_sentence(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    page = hand.bench.catalog.pages[ITEM]
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type("LEMON bliss cake")
    hand.press("Return")
    hand.until(page.name.sentence.text)
    hand.settle()
    assert page.name.sentence.text() == "There is an item called “Lemon bliss cake” already."
    assert page.name.typed_text() == "LEMON bliss cake"
    assert page.detail().row.name == "Sugar cookie"
    assert not hand.window.commands["undo"].isEnabled()
    hand.press("Ctrl+1")  # it is not lost by leaving either
    hand.settle()
    assert hand.page == "item"
    assert page.name.typed_text() == "LEMON bliss cake"
    hand.press("Esc")
    hand.press("Ctrl+1")
    hand.until(lambda: hand.page == "event")
    assert names(hand)


def test_an_item_is_counted_in_portions_and_refuses_more_than_a_batch(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    page = hand.bench.catalog.pages[ITEM]
    hand.press("Return")
    while hand.window.focusWidget() not in (page.counted.pieces, page.counted.portions):
        hand.press("Tab")
    hand.press("Right")
    hand.press("Space")
    hand.until(lambda: page.detail().row.yields.is_portion)
    hand.settle()
    while hand.window.focusWidget() is not page.batch_percentage.face:
        hand.press("Shift+Tab")
    for typed, sentence in (
        ("101", "A portion is at most the whole batch, 100 %."),
        ("0", "A quantity must be over 0."),
        ("lots", "“lots” is not a number. Try 60, 1/2 or 4 dz."),
    ):
        hand.press("Return")
        hand.press("Ctrl+A")
        hand.type(typed)
        hand.press("Return")
        assert page.batch_percentage.sentence.text() == sentence
        hand.press("Esc")
    hand.press("Return")
    hand.type("12,5")
    hand.press("Return")
    hand.until(lambda: page.detail().row.yields.is_known)
    hand.settle()
    assert page.detail().row.yields.batch_percentage * 2 == 25
    for _ in range(2):
        hand.press("Ctrl+Z")
        hand.settle()
    assert not page.detail().row.yields.is_portion
