"""Recipes and items in every shape that a file has them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import FinishedUnit, Ingredient, Recipe, YieldMode
from tests.core.importers.conftest import Importing
from tests.core.importers.reports import said

BREAD = {"name": "Bread", "slug": "bread"}


def parts_of(recipe: Recipe) -> list[tuple[str, Fraction]]:
    return [(part.component_recipe.name, part.quantity) for part in recipe.components]


def recipes(session: Session) -> dict[str, Recipe]:
    return {row.name: row for row in session.scalars(select(Recipe).order_by(Recipe.id))}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"yield_mode": "discrete_count", "items_per_batch": 30, "item_unit": "slices"},
            (YieldMode.DISCRETE_COUNT, 30, "slices", None, None),
        ),
        (
            {
                "yield_mode": "batch_portion",
                "batch_percentage": 16.67,
                "portion_description": "a pan",
            },
            (YieldMode.BATCH_PORTION, None, None, Fraction("16.67"), "a pan"),
        ),
        (
            {"yield_mode": "discrete_count", "unit_yield_quantity": 12, "unit_yield_unit": "buns"},
            (YieldMode.DISCRETE_COUNT, 12, "buns", None, None),
        ),
        (
            {"yield_mode": "batch_portion", "unit_yield_quantity": 25, "unit_yield_unit": "pan"},
            (YieldMode.BATCH_PORTION, None, None, 25, "pan"),
        ),
        ({"items_per_batch": 6}, (YieldMode.DISCRETE_COUNT, 6, None, None, None)),
        ({"batch_percentage": 50}, (YieldMode.BATCH_PORTION, None, None, 50, None)),
    ],
)
@pytest.mark.parametrize("is_nested", [True, False])
def test_a_yield_is_read_from_each_shape_on_top_and_in_the_recipe(
    row: dict[str, Any],
    expected: tuple[Any, ...],
    is_nested: bool,
    importing: Importing,
    db_session: Session,
) -> None:
    item = row | {"slug": "bun", "name": "Bun"}
    if is_nested:
        report = importing({"recipes": [BREAD | {"finished_units": [item]}]})
    else:
        report = importing(
            {"recipes": [BREAD], "finished_units": [item | {"recipe_name": "Bread"}]}
        )
    assert report.added["finished_units"] == 1
    (unit,) = db_session.scalars(select(FinishedUnit))
    assert unit.recipe is not None
    assert unit.recipe.name == "Bread"
    assert expected == (
        unit.yield_mode,
        unit.items_per_batch,
        unit.item_unit,
        unit.batch_percentage,
        unit.portion_description,
    )
    assert "No number a batch" not in said(report)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"yield_mode": "discrete_count"},
        {"yield_mode": "weight", "unit_yield_quantity": 500, "unit_yield_unit": "g"},
        {"yield_mode": 5, "items_per_batch": 12},
        {"yield_mode": [], "items_per_batch": -3},
        {"yield_mode": "discrete_count", "items_per_batch": 0},
        {"yield_mode": "discrete_count", "items_per_batch": "many"},
        {"yield_mode": "batch_portion", "batch_percentage": 101},
        {"yield_mode": "batch_portion", "items_per_batch": 12},
    ],
)
def test_a_yield_that_is_not_clear_stays_empty_and_the_item_is_told(
    row: dict[str, Any], importing: Importing, db_session: Session
) -> None:
    report = importing({"recipes": [BREAD | {"finished_units": [row | {"name": "Bun"}]}]})
    (unit,) = db_session.scalars(select(FinishedUnit))
    assert (unit.items_per_batch, unit.batch_percentage) == (None, None)
    assert any(each.name == "Bun" and "No number a batch" in each.text for each in report.messages)


def test_an_item_in_a_recipe_and_on_top_is_one(importing: Importing, db_session: Session) -> None:
    nested = {"slug": "bun", "name": "Bun", "unit_yield_quantity": 12}
    on_top = {"slug": "bun", "display_name": "Bun", "recipe_name": "Bread", "category": "Buns"}
    report = importing(
        {"recipes": [BREAD | {"finished_units": [nested]}], "finished_units": [on_top]}
    )
    assert (report.added["finished_units"], report.unchanged["finished_units"]) == (1, 1)
    (unit,) = db_session.scalars(select(FinishedUnit))
    assert (unit.items_per_batch, unit.category) == (12, "Buns")


def test_an_item_whose_recipe_is_not_found_comes_in_without_and_is_told_once(
    importing: Importing, db_session: Session
) -> None:
    rows = [{"name": name, "items_per_batch": 1, "recipe_name": "Cake"} for name in ("A", "B")]
    report = importing({"finished_units": rows})
    assert [unit.recipe_id for unit in db_session.scalars(select(FinishedUnit))] == [None, None]
    (message,) = [each for each in report.messages if each.kind == "recipes"]
    assert message.name == "Cake"
    assert "named by A and B" in message.text


def test_a_name_that_two_recipes_bear_is_not_guessed(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "recipes": [{"name": "Cake", "slug": "a"}, {"name": "Cake", "slug": "b"}],
            "finished_units": [{"name": "Slice", "items_per_batch": 8, "recipe_name": "Cake"}],
        }
    )
    assert report.added["recipes"] == 2
    assert list(db_session.scalars(select(FinishedUnit.recipe_id))) == [None]
    assert "Several recipes bear this name" in said(report)


def test_items_of_a_recipe_that_is_left_out_are_left_out_with_it(importing: Importing) -> None:
    report = importing({"recipes": [{"name": "", "finished_units": [{"name": "Bun"}, 5, None]}]})
    assert dict(report.left_out) == {"recipes": 1, "finished_units": 3}
    assert dict(report.added) == {}


def test_an_ingredient_may_stand_twice_and_lines_keep_their_order(
    importing: Importing, db_session: Session
) -> None:
    lines = [
        {"ingredient_slug": "butter", "quantity": 1, "unit": "cup", "notes": "soft"},
        {"ingredient_slug": "sugar", "quantity": 2, "unit": "cup"},
        {"ingredient_slug": "butter", "quantity": 1, "unit": "tbsp"},
        {"ingredient_slug": "butter", "quantity": 1, "unit": "tbsp"},
    ]
    importing({"recipes": [BREAD | {"ingredients": lines}]})
    (recipe,) = db_session.scalars(select(Recipe))
    assert [
        (each.ingredient.slug, each.quantity, each.unit, each.notes) for each in recipe.ingredients
    ] == [
        ("butter", 1, "cup", "soft"),
        ("sugar", 2, "cup", None),
        ("butter", 1, "tbsp", None),
        ("butter", 1, "tbsp", None),
    ]
    assert len(list(db_session.scalars(select(Ingredient)))) == 2


def test_ingredients_are_found_by_name_where_a_file_has_no_slugs(
    importing: Importing, db_session: Session
) -> None:
    lines = [
        {"ingredient_name": "Rye flour", "quantity": 1, "unit": "kg"},
        {"ingredient_name": "Salt", "quantity": 10, "unit": "g"},
    ]
    document = {
        "ingredients": [{"name": "Rye flour", "category": "Flour"}],
        "recipes": [{"name": "Bread", "ingredients": lines}],
    }
    importing(document)
    made = {row.name: row.category for row in db_session.scalars(select(Ingredient))}
    assert made == {"Rye flour": "Flour", "Salt": "Not found"}
    assert importing(document).unchanged == {"ingredients": 1, "recipes": 1}


def test_a_recipe_is_used_inside_another_by_name_and_by_slug(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "recipes": [
                {
                    "name": "Tart",
                    "components": [
                        {"recipe_name": "Crust", "quantity": 1},
                        {"component_recipe_slug": "cream", "quantity": 0.5},
                        {"recipe_name": "Glaze", "quantity": 1},
                        {"recipe_name": "Crust"},
                        {"quantity": 1},
                        "Crust",
                    ],
                },
                {"name": "Crust"},
                {"name": "Cream", "slug": "cream"},
            ]
        }
    )
    assert parts_of(recipes(db_session)["Tart"]) == [("Crust", 1), ("Cream", Fraction(1, 2))]
    text = said(report)
    assert "recipes | Glaze | No such recipe in the file or here, named by Tart." in text
    assert text.count("The recipe inside it, number") == 3


def test_a_recipe_that_closes_a_loop_is_left_out_with_its_path(
    importing: Importing, db_session: Session
) -> None:
    def recipe(name: str, inner: str) -> dict[str, Any]:
        return {"name": name, "components": [{"recipe_name": inner, "quantity": 1}]}

    report = importing(
        {
            "recipes": [
                recipe("A", "B"),
                recipe("B", "C"),
                recipe("C", "A") | {"finished_units": [{"name": "Slice", "items_per_batch": 8}]},
                recipe("D", "D"),
            ]
        }
    )
    assert (report.added["recipes"], report.left_out["recipes"]) == (2, 2)
    reasons = {row.name: row.reason for row in report.rows if row.outcome == "left_out"}
    assert reasons == {
        "C": "It would go round in a circle: C > A > B > C.",
        "D": "It would go round in a circle: D > D.",
    }
    assert {name: parts_of(row) for name, row in recipes(db_session).items()} == {
        "A": [("B", 1)],
        "B": [],
    }
    assert "The recipe “C” in it was left out" in said(report)
    (slice_,) = db_session.scalars(select(FinishedUnit))
    assert slice_.recipe_id is None


@pytest.mark.parametrize("order", [1, -1])
def test_ten_levels_of_recipes_come_in_and_the_eleventh_does_not(
    order: int, importing: Importing, db_session: Session
) -> None:
    chain = [
        {
            "name": f"R{n}",
            "components": [{"recipe_name": f"R{n + 1}", "quantity": 1}] if n < 10 else [],
        }
        for n in range(1, 11)
    ]
    assert importing({"recipes": chain[::order]}).added["recipes"] == 10
    top = {"name": "R0", "components": [{"recipe_name": "R1", "quantity": 1}]}
    report = importing({"recipes": [top]})
    assert report.left_out["recipes"] == 1
    path = " > ".join(f"R{n}" for n in range(11))
    assert f"more than 10 levels deep: {path}." in said(report)


def test_a_recipe_on_two_branches_is_no_loop(importing: Importing, db_session: Session) -> None:
    def level(n: int) -> list[dict[str, Any]]:
        inner = (
            [{"recipe_name": f"{side}{n + 1}", "quantity": 1} for side in "AB"] if n < 10 else []
        )
        return [{"name": f"{side}{n}", "components": inner} for side in "AB"]

    report = importing({"recipes": [row for n in range(1, 11) for row in level(n)]})
    assert dict(report.left_out) == {}
    assert len(parts_of(recipes(db_session)["A1"])) == 2


def test_the_same_row_twice_merges_and_a_different_one_is_left_out(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "ingredients": [
                {"slug": "rye", "name": "Rye"},
                {"slug": "rye", "name": "Rye", "category": "Flour"},
                {"slug": "rye", "name": "Barley"},
            ]
        }
    )
    assert (report.added["ingredients"], report.unchanged["ingredients"]) == (1, 1)
    assert report.left_out["ingredients"] == 1
    assert "The file holds it twice with different data" in said(report)
    (rye,) = db_session.scalars(select(Ingredient))
    assert (rye.name, rye.category) == ("Rye", "Flour")


def test_an_archived_item_comes_in_retired(importing: Importing, db_session: Session) -> None:
    importing({"finished_units": [{"name": "Old", "is_archived": True}, {"name": "New"}]})
    units = {
        unit.display_name: unit.retired_at for unit in db_session.scalars(select(FinishedUnit))
    }
    assert units["Old"] is not None
    assert units["New"] is None


def test_slugs_differing_only_in_their_signs_are_different_things(importing: Importing) -> None:
    slugs = ["a_b", "a-b", "A_b", "a b", "ribbon_curling_3-16"]
    report = importing({"recipes": [{"name": "Same name", "slug": slug} for slug in slugs]})
    assert report.added["recipes"] == len(slugs)


def test_a_slug_that_only_its_name_gives_a_thing_means_the_same_on_the_first_import_and_later(
    importing: Importing, db_session: Session
) -> None:
    line = {"ingredient_slug": "flour", "quantity": 1, "unit": "cup"}
    document = {
        "ingredients": [{"name": "Flour", "category": "Dry"}],
        "recipes": [{"name": "Bread", "ingredients": [line]}],
    }
    importing(document)
    (flour,) = db_session.scalars(select(Ingredient))
    assert (flour.slug, flour.category) == ("flour", "Dry")
    again = importing(document)
    assert again.edit is not None
    assert again.edit.is_empty()
