"""Recipes and ingredients by keyboard: lines as a cook writes them, what weighs and what is there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from core.domain.keys import ThingKind
from gui.widgets.catalog.recipe_page import RecipePage
from tests.journeys.catalog import find, go_to_the_catalog, show_kind
from tests.journeys.test_making_things import take_row
from tests.window import Hand, plain

pytestmark = pytest.mark.journey
RECIPE, INGREDIENT = ThingKind.RECIPE, ThingKind.INGREDIENT


def open_recipe(hand: Hand, name: str) -> RecipePage:
    go_to_the_catalog(hand)
    show_kind(hand, RECIPE)
    find(hand, name)
    page: RecipePage = hand.bench.catalog.pages[RECIPE]
    hand.until(page.detail)
    hand.settle()
    return page


def lines(hand: Hand) -> list[tuple[str, Fraction, str | None]]:
    detail = hand.bench.catalog.pages[RECIPE].detail()
    return [(line.thing.name, line.quantity, line.unit) for line in detail.lines]


def add(hand: Hand, typed: str, wanted: str) -> None:
    before = len(lines(hand))
    hand.press("Ctrl+L")
    hand.type(typed)
    take_row(hand, hand.bench.catalog.pages[RECIPE].adder, wanted)
    hand.until(lambda: len(lines(hand)) == before + 1)
    hand.settle()


def test_lines_are_typed_as_a_cook_writes_them(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    open_recipe(hand, "sugar cookies")
    before = lines(hand)
    for typed, wanted, amount, unit in (
        ("2 1/4 cup flour", "flour", Fraction(9, 4), "cup"),
        ("½ tsp vanilla", "anilla", Fraction(1, 2), "tsp"),
        ("2,25 cup sugar", "ugar", Fraction(9, 4), "cup"),
        ("1/3 cup flour", "flour", Fraction(1, 3), "cup"),  # the same one twice
    ):
        add(hand, typed, wanted)
        line = [each for each in lines(hand) if each not in before][-1]
        assert line[1:] == (amount, unit), typed
        assert wanted in line[0]
    hand.press("Shift+F6")  # in a text field Ctrl+Z is the field's own
    for _ in range(4):
        hand.press("Ctrl+Z")
        hand.settle()
    assert lines(hand) == before


def test_eggs_are_counted_without_a_unit_also_when_they_are_new(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    open_recipe(hand, "sugar cookies")
    page = hand.bench.catalog.pages[RECIPE]
    add(hand, "3 quail eggs", "Make a new ingredient")
    added = next(line for line in page.detail().lines if line.thing.name == "quail eggs")
    assert (added.quantity, added.unit) == (3, "each")
    assert added.is_unit_known


def test_an_unknown_unit_is_kept_and_marked(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    open_recipe(hand, "sugar cookies")
    page = hand.bench.catalog.pages[RECIPE]
    hand.press("Return")
    hand.until(page.table.hasFocus)
    hand.press("Home")
    hand.press("F2")  # the amount
    hand.press("Tab")  # the unit
    hand.press("Ctrl+A")
    hand.type("handful")
    hand.press("Return")
    hand.until(lambda: page.detail().lines[0].unit == "handful")
    hand.settle()
    assert not page.detail().lines[0].is_unit_known
    row = page.table.parts.rows()[0]
    assert row.cells[2].signs == (("changed", "caution"),)
    assert "does not know this unit" in row.spoken


def test_a_recipe_goes_into_a_recipe_and_a_loop_is_refused_with_its_path(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    page = open_recipe(hand, "sugar cookies")
    names, name = [line[0] for line in lines(hand)], page.detail().row.name
    hand.press("Ctrl+L")
    hand.type(f"2 batches {name}")
    take_row(hand, page.adder, name)
    hand.until(page.add_sentence.text)
    hand.settle()
    assert plain(page.add_sentence.text()) == (f"This would go round in a circle: {name} > {name}.")
    assert page.adder.pending_text() == f"2 batches {name}"  # what she typed stands there again
    assert [line[0] for line in lines(hand)] == names
    hand.press("Esc")
    hand.press("Esc")
    assert page.adder.pending_text() == ""
    add(hand, "2 batches gingerbread", "Gingerbread")
    assert page.detail().lines[-1].is_component


def open_ingredient(hand: Hand, name: str) -> None:
    go_to_the_catalog(hand)
    show_kind(hand, INGREDIENT)
    find(hand, name)
    hand.until(hand.bench.catalog.pages[INGREDIENT].detail)
    hand.settle()
    hand.press("Return")


def test_what_a_cup_weighs_and_what_is_in_the_house_are_typed_as_said(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    open_ingredient(hand, "flour")
    page = hand.bench.catalog.pages[INGREDIENT]
    row = page.detail().row
    go_to(hand, page.density.volume.face)
    hand.press("Return")
    hand.press("Ctrl+A")
    hand.type("1 cup")
    hand.press("Return")
    go_to(hand, page.density.weight.face)
    hand.press("Return")
    hand.press("Ctrl+A")
    hand.type("4 1/2 oz")
    hand.press("Return")
    hand.until(lambda: page.detail().row.density != row.density)
    hand.settle()
    assert page.detail().row.density.weight_amount == Fraction(9, 2)
    go_to(hand, page.stock.label.face)
    hand.press("Return")
    hand.press("Ctrl+A")
    hand.type("2,5 lb")
    hand.press("Return")
    hand.until(lambda: page.detail().row.stock and page.detail().row.stock.amount * 2 == 5)
    hand.settle()
    assert page.detail().row.stock.unit == "lb"
    for _ in range(2):
        hand.press("Ctrl+Z")
        hand.settle()
    assert page.detail().row == row


def go_to(hand: Hand, widget: object) -> None:
    """By Tab, as far as it takes."""
    for _ in range(40):
        if hand.window.focusWidget() is widget:
            return
        hand.press("Tab")
    raise AssertionError(f"Tab never comes to {widget}")
