"""Values that cannot be taken: the row or the line is left out, or the field left empty, and told."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Event, FinishedUnit, Ingredient, Recipe, RecipeIngredient
from tests.core.importers.conftest import Importing
from tests.core.importers.reports import said, texts

FLOUR = {"slug": "flour", "display_name": "Flour"}


def recipe_with(quantity: Any) -> dict[str, Any]:
    line = {"ingredient_slug": "flour", "quantity": quantity, "unit": "cup"}
    return {"ingredients": [FLOUR], "recipes": [{"name": "Bread", "ingredients": [line]}]}


@pytest.mark.parametrize(
    ("quantity", "stood"),
    [
        (0, "“0”"),
        (-1, "“-1”"),
        (1e300, "“1e+300”"),
        (1e-300, "“1e-300”"),
        (float("nan"), "“nan”"),
        (float("inf"), "“inf”"),
        (10**100, "“1000000"),
        (20_000_000, "“20000000”"),
        ("much", "“much”"),
        ("1,500", "“1,500”"),
        ("", "nothing"),
        (None, "nothing"),
        (True, "yes"),
        ([1], "a list"),
        ({"a": 1}, "an object"),
        (1.2345678901234566e-40, "“1.2345678901234566e-40”"),
    ],
)
def test_a_line_with_an_impossible_amount_is_left_out_by_name(
    quantity: Any, stood: str, importing: Importing, db_session: Session
) -> None:
    report = importing(recipe_with(quantity))
    assert report.added["recipes"] == 1
    assert list(db_session.scalars(select(RecipeIngredient))) == []
    (message,) = [each for each in report.messages if each.name == "Bread" and "line" in each.text]
    assert message.kind == "recipes"
    assert message.text.startswith(f"Its line “flour” was left out: {stood}")


@pytest.mark.parametrize(
    ("quantity", "kept"),
    [
        (0.33, "0.33"),
        (0.1, "0.1"),
        (2, "2"),
        (1.125, "1.125"),
        ("2.25", "2.25"),
        ("1/3", "1/3"),
        (1e-9, "1e-9"),
        (0.1234567890123456, "0.1234567890123456"),
    ],
)
def test_a_possible_amount_is_kept_exactly(
    quantity: Any, kept: str, importing: Importing, db_session: Session
) -> None:
    importing(recipe_with(quantity))
    db_session.expire_all()
    (line,) = db_session.scalars(select(RecipeIngredient))
    assert line.quantity == Fraction(kept)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "no name"),
        ("   ", "no name"),
        (None, "no name"),
        ("\x00\x01", "no name"),
        (5, "is no text: “5”"),
        (["a"], "is no text: a list"),
        ("\ud800", "cannot be stored"),
        ("Bread \udc00", "cannot be stored"),
        ("x" * 201, "longer than 200"),
        ("x" * 10_000, "longer than 200"),
    ],
)
@pytest.mark.parametrize(
    "kind", ["ingredients", "recipes", "finished_units", "materials", "finished_goods", "events"]
)
def test_a_row_with_an_impossible_name_is_left_out(
    kind: str, name: Any, why: str, importing: Importing
) -> None:
    report = importing({kind: [{"name": name, "slug": "a"}, {"name": "Good", "slug": "b"}]})
    assert (report.added[kind], report.left_out[kind]) == (1, 1)
    assert any(why in text for text in texts(report, kind))
    json.dumps([message.text for message in report.messages], ensure_ascii=False).encode()
    [row.name.encode() for row in report.rows]


@pytest.mark.parametrize(
    "name",
    [
        "<b>x</b>",
        "Tom & Jerry",
        "NESTLÉ® TOLL HOUSE®",
        "🎂🍪",
        "עוגיות שקדים",
        "\u202eabc\u202c",
        "Robert'); DROP TABLE recipes;--",
        "=1+1",
        "x" * 200,
        "%s {0}",
    ],
)
def test_a_name_of_any_script_is_kept_as_it_is(
    name: str, importing: Importing, db_session: Session
) -> None:
    report = importing({"recipes": [{"name": name}]})
    assert report.added["recipes"] == 1
    assert list(db_session.scalars(select(Recipe.name))) == [name]


def test_names_and_slugs_are_compared_in_one_normal_form(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "recipes": [{"name": "Sable\u0301s", "slug": "sable\u0301s"}],
            "finished_units": [{"display_name": "Box", "slug": "b", "recipe_name": "Sabl\u00e9s"}],
        }
    )
    assert dict(report.left_out) == {}
    (item,) = db_session.scalars(select(FinishedUnit))
    assert item.recipe is not None
    assert (item.recipe.name, item.recipe.slug) == ("Sabl\u00e9s", "sabl\u00e9s")


def test_control_characters_are_taken_out_of_names_and_told(
    importing: Importing, db_session: Session
) -> None:
    report = importing({"recipes": [{"name": "Rye\x00 bread\x07", "notes": "a\x00b\r\nc\td"}]})
    (recipe,) = db_session.scalars(select(Recipe))
    assert (recipe.name, recipe.notes) == ("Rye bread", "ab\nc\td")
    assert said(report).count("control characters") == 2


def test_notes_may_be_long_and_what_is_beyond_is_cut_off_and_told(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {"recipes": [{"name": "A", "notes": "x" * 20_000}, {"name": "B", "notes": "y" * 20_001}]}
    )
    assert [len(notes or "") for notes in db_session.scalars(select(Recipe.notes))] == [20_000] * 2
    assert [each.name for each in report.messages if "cut off" in each.text] == ["B"]


def test_half_a_character_in_notes_becomes_a_question_mark_and_is_told(
    importing: Importing, db_session: Session
) -> None:
    report = importing({"recipes": [{"name": "Bread", "notes": "a\ud800b"}]})
    assert list(db_session.scalars(select(Recipe.notes))) == ["a?b"]
    assert "cannot be stored" in said(report)


@pytest.mark.parametrize("slug", [5, ["a"], "\ud800", "a\x00b", "x" * 201])
def test_a_row_with_an_impossible_slug_is_left_out(slug: Any, importing: Importing) -> None:
    report = importing({"recipes": [{"name": "Bread", "slug": slug}]})
    assert report.left_out["recipes"] == 1
    assert "(slug)" in said(report)


@pytest.mark.parametrize("element", [None, 5, "Bread", [], ["Bread"], True])
def test_an_element_that_is_no_object_is_left_out(element: Any, importing: Importing) -> None:
    kinds = [
        "ingredients",
        "recipes",
        "finished_units",
        "materials",
        "material_units",
        "finished_goods",
        "compositions",
        "events",
        "event_finished_goods",
    ]
    report = importing({kind: [element] for kind in [*kinds, "products"]})
    assert dict(report.left_out) == dict.fromkeys([*kinds, "products"], 1)


def test_wrong_types_inside_a_recipe_are_told_and_the_recipe_stays(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "recipes": [
                {
                    "name": "Bread",
                    "notes": 5,
                    "category": ["a"],
                    "ingredients": [
                        5,
                        {"quantity": 1, "unit": "cup"},
                        {"ingredient_slug": 7, "quantity": 1, "unit": "cup"},
                        {"ingredient_slug": "flour", "quantity": 1, "unit": 3},
                        {"ingredient_slug": "flour", "quantity": 1},
                    ],
                    "components": "Cake",
                    "finished_units": {"name": "Loaf"},
                }
            ]
        }
    )
    (recipe,) = db_session.scalars(select(Recipe))
    assert (recipe.notes, recipe.category, recipe.components) == (None, None, [])
    assert [(line.ingredient.slug, line.unit) for line in recipe.ingredients] == [("flour", "")]
    text = said(report)
    assert text.count("was left out") == 4
    assert "“3” is no unit" in text
    assert "Its items are no list but an object" in text
    assert "Its recipes inside are no list but “Cake”" in text
    assert "“5” is no text for its notes" in text


def test_an_unknown_unit_keeps_its_text_and_is_told_once(
    importing: Importing, db_session: Session
) -> None:
    lines = [
        {"ingredient_slug": "salt", "quantity": 1, "unit": unit} for unit in ("handful", "count")
    ]
    report = importing(
        {"recipes": [{"name": name, "ingredients": lines} for name in ("Bread", "Cake")]}
    )
    assert list(db_session.scalars(select(RecipeIngredient.unit))) == ["handful", "each"] * 2
    (message,) = [each for each in report.messages if "unknown unit" in each.text]
    assert (message.name, message.text) == (
        "handful",
        "An unknown unit, kept as it is, in Bread and Cake.",
    )


@pytest.mark.parametrize(
    "density",
    [
        {"density_volume_value": 1, "density_volume_unit": "cup", "density_weight_value": 4},
        {
            "density_volume_value": 0,
            "density_volume_unit": "cup",
            "density_weight_value": 4,
            "density_weight_unit": "oz",
        },
    ],
)
def test_a_density_that_is_not_whole_is_left_empty_and_told(
    density: dict[str, Any], importing: Importing, db_session: Session
) -> None:
    report = importing({"ingredients": [FLOUR | density]})
    (flour,) = db_session.scalars(select(Ingredient))
    assert (flour.density_volume_amount, flour.density_weight_unit) == (None, None)
    assert "Its weight by volume is incomplete" in said(report)


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        ("2026-12-15", "2026-12-15"),
        ("2026-01-07T23:23:19+00:00Z", "2026-01-07"),
        ("2026-01-07 23:23:19", "2026-01-07"),
        ("2026-02-30", None),
        ("soon", None),
        ("2026-12-15 or so, maybe later, who can say that now", None),
        ("9999-12-31", None),
        (20261215, None),
        ("\ud800", None),
    ],
)
def test_a_day_is_read_or_left_empty_and_told(
    day: Any, kept: str | None, importing: Importing, db_session: Session
) -> None:
    report = importing({"events": [{"name": "Fair", "event_date": day}]})
    (event,) = db_session.scalars(select(Event))
    assert (str(event.event_date) if event.event_date else None) == kept
    assert ("is no day" in said(report)) == (kept is None)


def test_a_year_alone_is_kept_and_one_that_differs_from_the_day_gives_way(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "events": [
                {"name": "A", "year": 2027},
                {"name": "B", "year": "next"},
                {"name": "C", "year": 2020, "event_date": "2026-05-01"},
            ]
        }
    )
    assert [event.year for event in db_session.scalars(select(Event))] == [2027, None, 2026]
    assert "“next” is no year" in said(report)
    assert "not that of its day" in said(report)


def test_whatever_the_keys_are_called_they_are_counted_and_can_be_shown(
    importing: Importing,
) -> None:
    report = importing({"recipes": [], "so\ud800ng\x00s": [1, 2], "x" * 1_000: [3], "": [4]})
    assert sum(report.left_out.values()) == 4
    [key.encode() for key in report.left_out]
    assert all(len(key) <= 80 for key in report.left_out)
