"""What is here already: the same stays, what differs is the baker's choice, nothing is removed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import (
    Composition,
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    PlanLine,
    Recipe,
    RecipeIngredient,
)
from core.services.importers import preview_import
from tests.core.importers.conftest import Importing, Write
from tests.core.importers.reports import counted, rows_of, said


def line(slug: str, quantity: float) -> dict[str, Any]:
    return {"ingredient_slug": slug, "quantity": quantity, "unit": "cup"}


def bakery() -> dict[str, Any]:
    return {
        "ingredients": [{"slug": "flour", "name": "Flour", "category": "Dry"}],
        "recipes": [
            {
                "name": "Bread",
                "category": "Loaves",
                "ingredients": [line("flour", 2), line("rye", 1)],
                "components": [{"recipe_name": "Sour", "quantity": 1}],
            },
            {"name": "Sour", "ingredients": [line("rye", 0.33)]},
        ],
        "finished_units": [
            {"slug": "loaf", "name": "Loaf", "items_per_batch": 2, "recipe_name": "Bread"}
        ],
        "materials": [{"slug": "bag", "name": "Bag", "category": "Bags: Paper"}],
        "finished_goods": [{"slug": "gift", "display_name": "Gift", "notes": "White bag"}],
        "compositions": [
            {"finished_good_slug": "gift", "finished_unit_slug": "loaf", "component_quantity": 1},
            {
                "finished_good_slug": "gift",
                "material_unit_slug": "1-piece",
                "component_quantity": 1,
            },
        ],
        "events": [{"name": "Fair", "event_date": "2026-12-12", "notes": "Stall 14"}],
        "event_finished_goods": [
            {"event_name": "Fair", "finished_good_name": "Gift", "quantity": 50}
        ],
        "products": [{"brand": "X"}],
    }


def test_a_second_import_finds_everything_the_same_and_writes_nothing(
    importing: Importing, db_session: Session
) -> None:
    first, second = importing(bakery()), importing(bakery())
    assert counted(first) == counted(second) == rows_of(bakery())
    assert (dict(second.added), dict(second.changed)) == ({}, {})
    assert second.edit is not None
    assert second.edit.is_empty()


def test_what_a_preview_says_is_what_an_import_does(
    importing: Importing, write: Write, db_session: Session
) -> None:
    preview = preview_import(write(bakery()), db_session)
    assert preview.edit is None
    assert list(db_session.scalars(select(Recipe))) == []
    assert [*db_session.new, *db_session.dirty] == []
    report = importing(bakery())
    assert (preview.added, preview.left_out) == (report.added, report.left_out)
    assert (preview.messages, preview.rows) == (report.messages, report.rows)


def change_everything(document: dict[str, Any]) -> dict[str, Any]:
    document["ingredients"][0]["category"] = "Flour"
    document["recipes"][0] |= {"category": "Breads", "ingredients": [line("flour", 3)]}
    document["recipes"][0]["components"][0]["quantity"] = 2
    document["finished_units"][0] |= {"items_per_batch": 3, "recipe_name": "Sour"}
    document["materials"][0]["category"] = "Bags"
    document["finished_goods"][0]["notes"] = "Red bag"
    document["compositions"][0]["component_quantity"] = 2
    document["events"][0]["notes"] = "Stall 15"
    document["event_finished_goods"][0]["quantity"] = 60
    return document


CHANGED = {
    "ingredients": 1,
    "recipes": 1,
    "finished_units": 1,
    "materials": 1,
    "finished_goods": 1,
    "compositions": 1,
    "events": 1,
    "event_finished_goods": 1,
}


def contents(session: Session) -> list[Any]:
    session.expire_all()
    return [
        [tuple(row) for row in session.execute(select(*columns).order_by(columns[0].class_.id))]
        for columns in (
            (Ingredient.name, Ingredient.category),
            (Recipe.name, Recipe.category),
            (RecipeIngredient.ingredient_id, RecipeIngredient.quantity),
            (FinishedUnit.items_per_batch, FinishedUnit.recipe_id),
            (Material.category,),
            (FinishedGood.notes,),
            (Composition.component_quantity,),
            (Event.notes,),
            (PlanLine.quantity,),
        )
    ]


def test_what_differs_stays_the_bakers_own_unless_she_takes_the_files(
    importing: Importing, db_session: Session
) -> None:
    importing(bakery())
    before = contents(db_session)
    document = change_everything(bakery())
    report = importing(document)
    assert report.changed == CHANGED
    assert report.edit is not None
    assert report.edit.is_empty()
    assert contents(db_session) == before
    assert "recipes | Bread | It differs here in: category, ingredients, recipes in it." in said(
        report
    )
    assert all("Yours stays." in row.reason for row in report.rows if row.outcome == "changed")


def test_the_files_is_taken_where_she_says_so(importing: Importing, db_session: Session) -> None:
    importing(bakery())
    document = change_everything(bakery())
    assert importing(document, *CHANGED).changed == CHANGED
    again = importing(document)
    assert (dict(again.changed), dict(again.added)) == ({}, {})
    bread = db_session.scalars(select(Recipe).filter_by(name="Bread")).one()
    assert bread.category == "Breads"
    assert [(each.ingredient.slug, each.quantity) for each in bread.ingredients] == [("flour", 3)]
    assert [each.quantity for each in bread.components] == [2]
    (loaf,) = db_session.scalars(select(FinishedUnit))
    assert (loaf.items_per_batch, loaf.recipe and loaf.recipe.name) == (3, "Sour")
    assert list(db_session.scalars(select(PlanLine.quantity))) == [60]


@pytest.mark.parametrize("kind", CHANGED)
def test_only_the_kind_that_she_names_is_taken(
    kind: str, importing: Importing, db_session: Session
) -> None:
    importing(bakery())
    document = change_everything(bakery())
    importing(document, kind)
    # Contents come with their box, and planned boxes with their event.
    also = {"finished_goods": {"compositions"}, "events": {"event_finished_goods"}}
    taken = {kind} | also.get(kind, set())
    assert importing(document).changed == {k: n for k, n in CHANGED.items() if k not in taken}


def test_what_the_file_does_not_say_is_never_overwritten(
    importing: Importing, db_session: Session
) -> None:
    importing(bakery())
    bread = db_session.scalars(select(Recipe).filter_by(name="Bread")).one()
    bread.notes = "Mine"
    db_session.flush()
    report = importing({"recipes": [{"name": "Bread", "category": "New"}]}, "recipes")
    assert report.changed == {"recipes": 1}
    assert (bread.notes, bread.category, len(bread.ingredients)) == ("Mine", "New", 2)


def test_what_is_here_and_not_in_the_file_stays(importing: Importing, db_session: Session) -> None:
    importing(bakery())
    before = contents(db_session)
    report = importing({"recipes": []}, *CHANGED)
    assert report.edit is not None
    assert report.edit.is_empty()
    assert contents(db_session) == before


def test_a_new_content_of_a_box_that_is_here_waits_for_her_choice(
    importing: Importing, db_session: Session
) -> None:
    importing(bakery())
    document = bakery()
    document["finished_units"].append({"slug": "bun", "name": "Bun", "items_per_batch": 12})
    document["compositions"].append(
        {"finished_good_slug": "gift", "finished_unit_slug": "bun", "component_quantity": 4}
    )
    report = importing(document)
    assert (report.added, report.changed) == ({"finished_units": 1}, {"compositions": 1})
    (gift,) = db_session.scalars(select(FinishedGood))
    assert len(gift.components) == 2
    importing(document, "compositions")
    assert [part.component_quantity for part in gift.components] == [1, 1, 4]


def test_a_content_taken_from_the_file_may_close_no_loop_with_what_is_here(
    importing: Importing, db_session: Session
) -> None:
    goods = [{"slug": s, "display_name": s.title()} for s in ("a", "b")]

    def inside(box: str, inner: str) -> dict[str, Any]:
        return {
            "finished_good_slug": box,
            "finished_good_component_slug": inner,
            "component_quantity": 1,
        }

    importing({"finished_goods": goods, "compositions": [inside("a", "b")]})
    report = importing(
        {"finished_goods": goods, "compositions": [inside("b", "a")]}, "compositions"
    )
    assert report.left_out == {"compositions": 1}
    assert "B > A > B." in said(report)


def test_a_recipe_taken_from_the_file_may_close_no_loop_with_what_is_here(
    importing: Importing, db_session: Session
) -> None:
    importing(bakery())
    sour = {"name": "Sour", "components": [{"recipe_name": "Bread", "quantity": 1}]}
    report = importing({"recipes": [sour]}, "recipes")
    assert report.left_out == {"recipes": 1}
    assert "Sour > Bread > Sour." in said(report)
    kept = importing({"recipes": [sour]})
    assert kept.changed == {"recipes": 1}


def test_ingredients_that_are_not_found_are_made_only_for_recipes_that_are_written(
    importing: Importing, db_session: Session
) -> None:
    importing({"recipes": [{"name": "Bread", "ingredients": [line("flour", 1)]}]})
    changed = {"recipes": [{"name": "Bread", "ingredients": [line("oats", 1)]}]}
    importing(changed)
    assert list(db_session.scalars(select(Ingredient.slug))) == ["flour"]
    importing(changed, "recipes")
    assert list(db_session.scalars(select(Ingredient.slug))) == ["flour", "oats"]


def test_how_a_material_is_counted_is_never_taken(
    importing: Importing, db_session: Session
) -> None:
    importing({"materials": [{"slug": "r", "name": "Ribbon"}]})
    later = {"materials": [{"slug": "r", "name": "Ribbon", "base_unit_type": "linear_cm"}]}
    report = importing(later, "materials")
    assert report.changed == {"materials": 1}
    assert "Yours stays, as plans may count in it." in said(report)
    later["materials"][0]["category"] = "Ribbons"
    importing(later, "materials")
    (ribbon,) = db_session.scalars(select(Material))
    assert (ribbon.base_unit, ribbon.category) == ("each", "Ribbons")
    assert [each.quantity_per_unit for each in ribbon.units] == [Fraction(1)]


def test_a_file_without_slugs_finds_what_it_brought_before(importing: Importing) -> None:
    document = {
        "ingredients": [{"name": "Flour"}],
        "recipes": [
            {"name": "Cake", "finished_units": [{"name": "Dozen", "unit_yield_quantity": 12}]},
            {"name": "Bread", "finished_units": [{"name": "Dozen", "unit_yield_quantity": 12}]},
        ],
        "materials": [{"name": "Bag"}],
        "finished_goods": [{"display_name": "Gift"}],
    }
    first, second = importing(document), importing(document)
    assert first.added == second.unchanged
    assert first.added["finished_units"] == 2


def test_two_things_of_one_name_with_and_without_slug_stay_the_same_things(
    importing: Importing,
) -> None:
    document = {
        "recipes": [
            {"name": "Cake"},
            {"name": "Other", "slug": "cake"},
            {"name": "Cake", "slug": "c2"},
            {"name": "Cake", "slug": "c3"},
        ]
    }
    first, second = importing(document), importing(document)
    assert counted(first) == counted(second) == {"recipes": 4}
    assert second.unchanged == {"recipes": 4}


def test_a_slug_is_surer_than_a_name(importing: Importing, db_session: Session) -> None:
    importing({"recipes": [{"name": "Cake", "slug": "s"}]})
    report = importing({"recipes": [{"name": "Cake"}, {"name": "Tart", "slug": "s"}]}, "recipes")
    assert (report.added, report.changed) == ({"recipes": 1}, {"recipes": 1})
    found = db_session.execute(select(Recipe.slug, Recipe.name).order_by(Recipe.id)).all()
    assert [tuple(row) for row in found] == [("s", "Tart"), ("cake", "Cake")]


def test_an_item_without_slug_that_came_before_its_recipe_is_the_same_item(
    importing: Importing, db_session: Session
) -> None:
    item = {"name": "Dozen", "items_per_batch": 12, "recipe_name": "Cake"}
    importing({"finished_units": [item]})
    document = {"recipes": [{"name": "Cake"}], "finished_units": [item]}
    report = importing(document, "finished_units")
    assert (report.added, report.changed) == ({"recipes": 1}, {"finished_units": 1})
    (unit,) = db_session.scalars(select(FinishedUnit))
    assert unit.recipe is not None
    assert importing(document).unchanged == {"recipes": 1, "finished_units": 1}


def test_recipes_taken_from_the_file_may_turn_round_who_is_in_whom(
    importing: Importing, db_session: Session
) -> None:
    def recipe(name: str, *inner: str) -> dict[str, Any]:
        return {"name": name, "components": [{"recipe_name": i, "quantity": 1} for i in inner]}

    importing({"recipes": [recipe("A", "B"), recipe("B", "C"), recipe("C")]})
    report = importing({"recipes": [recipe("A", "C"), recipe("B", "A")]}, "recipes")
    assert (dict(report.changed), dict(report.left_out)) == ({"recipes": 2}, {})
    db_session.expire_all()
    assert {
        row.name: [part.component_recipe.name for part in row.components]
        for row in db_session.scalars(select(Recipe))
    } == {"A": ["C"], "B": ["A"], "C": []}
