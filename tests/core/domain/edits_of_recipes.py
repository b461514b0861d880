"""Edits of recipes, ingredients and materials."""

from __future__ import annotations

from typing import Any

from tests.core.domain.compared import (
    CREAM,
    DEEP,
    DOUGH,
    recipe_of,
    thing,
)
from tests.core.domain.edit_table import EDITS, Edit, added, edit, moved, removed, row
from tests.core.domain.plans import ITEM, UNIT, Plan, recipe, recipe_line

# Recipes


@edit(row((*DEEP, "Cookie", "Sugar dough"), "recipe", "name", "dough", "Sugar dough"))
def a_recipe_renamed(plan: Plan) -> None:
    recipe_of(plan, "dough")["name"] = "Sugar dough"
    thing(plan, ITEM, "Cookie")["recipe_name"] = "Sugar dough"


@edit(row(DOUGH, "recipe", "category", None, "Cookies"))
def the_category_of_a_recipe(plan: Plan) -> None:
    recipe_of(plan, "dough")["category"] = "Cookies"
    thing(plan, ITEM, "Cookie")["recipe_category"] = "Cookies"


@edit(row(DOUGH, "recipe", "notes", None, "chill"))
def the_notes_of_a_recipe(plan: Plan) -> None:
    recipe_of(plan, "dough")["notes"] = "chill"


@edit(row(DOUGH, "recipe", "slug", "dough", "dough-2"))
def the_slug_of_a_recipe(plan: Plan) -> None:
    recipe_of(plan, "dough")["slug"] = "dough-2"


@edit(row((*DOUGH, "Butter"), "recipe_line", "quantity", "1 cup", "3/4 cup"))
def less_butter(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"][2]["quantity"] = "0.75"


@edit(row((*DOUGH, "Butter"), "recipe_line", "quantity", "1 cup", "1 tbsp"))
def another_unit(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"][2]["unit"] = "tbsp"


@edit(row((*DOUGH, "Butter"), "recipe_line", "quantity", "1 cup", "12 tbsp"))
def another_amount_in_another_unit_is_one_difference(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"][2] |= {"quantity": 12, "unit": "tbsp"}


@edit(row((*DOUGH, "Butter"), "recipe_line", "notes", None, "soft"))
def a_note_on_a_recipe_line(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"][2]["notes"] = "soft"


@edit(added((*DOUGH, "Salt"), "recipe_line", "1 tsp"))
def an_ingredient_more(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"].insert(0, recipe_line("Salt", 1, "tsp"))


@edit(removed((*DOUGH, "Flour"), "recipe_line", "2 cup"))
def an_ingredient_less(plan: Plan) -> None:
    del recipe_of(plan, "dough")["lines"][0]


@edit(moved((*DOUGH, "Butter"), "recipe_line", 3, 1))
def the_order_of_a_recipe(plan: Plan) -> None:
    lines = recipe_of(plan, "dough")["lines"]
    lines.insert(0, lines.pop(2))


@edit(row((*DOUGH, "Sugar"), "recipe_line", "quantity", "2 tbsp", "3 tbsp"))
def one_of_two_lines_of_the_same_ingredient(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"][3]["quantity"] = 3


@edit(
    row((*DOUGH, "Sugar"), "recipe_line", "quantity", "1 cup", "3 cup"),
    row((*DOUGH, "Sugar"), "recipe_line", "quantity", "2 tbsp", "4 tbsp"),
)
def both_lines_of_the_same_ingredient(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"][1]["quantity"] = 3
    recipe_of(plan, "dough")["lines"][3]["quantity"] = 4


@edit(removed((*DOUGH, "Sugar"), "recipe_line", "1 cup"))
def the_first_of_two_lines_of_the_same_ingredient_taken_out(plan: Plan) -> None:
    del recipe_of(plan, "dough")["lines"][1]


@edit(added((*DOUGH, "Sugar"), "recipe_line", "1 cup"))
def a_third_line_of_the_same_ingredient(plan: Plan) -> None:
    recipe_of(plan, "dough")["lines"].append(recipe_line("Sugar", 1, "cup"))


@edit(
    row((*DEEP, "Cookie", "dough", "cream"), "recipe_part", "quantity", "1/2 batches", "1 batches")
)
def more_of_a_recipe_in_a_recipe(plan: Plan) -> None:
    recipe_of(plan, "dough")["components"][0]["quantity"] = 1


@edit(removed((*DOUGH, "glaze"), "recipe_part", "1 batches"))
def a_recipe_out_of_a_recipe(plan: Plan) -> None:
    del recipe_of(plan, "dough")["components"][1]
    del thing(plan, ITEM, "Cookie")["recipe"]["recipes"]["glaze"]


@edit(added((*DOUGH, "syrup"), "recipe_part", "2 batches"))
def a_recipe_into_a_recipe(plan: Plan) -> None:
    recipe_of(plan, "dough")["components"].append({"recipe_uuid": "syrup", "quantity": 2})
    recipes = thing(plan, ITEM, "Cookie")["recipe"]["recipes"]
    recipes["syrup"] = recipe("syrup", [recipe_line("Sugar", 5, "cup")])


@edit(moved((*DOUGH, "glaze"), "recipe_part", 2, 1))
def the_order_of_recipes_in_a_recipe(plan: Plan) -> None:
    recipe_of(plan, "dough")["components"].reverse()


@edit(row((*CREAM, "Milk"), "recipe_line", "quantity", "1 cup", "2 cup"))
def a_recipe_in_two_places_is_told_once(plan: Plan) -> None:
    recipe_of(plan, "cream")["lines"][0]["quantity"] = 2


@edit(row((*DOUGH, "glaze", "Lemon"), "recipe_line", "quantity", "3 each", "4 each"))
def a_line_of_a_recipe_in_a_recipe_at_the_bottom_of_ten_boxes(plan: Plan) -> None:
    recipe_of(plan, "glaze")["lines"][0]["quantity"] = 4


def _other_part(plan: Plan, slug: str) -> None:
    """The glaze deleted and made again, under another uuid."""
    recipes = thing(plan, ITEM, "Cookie")["recipe"]["recipes"]
    recipes["glaze 2"] = recipes.pop("glaze") | {"slug": slug}
    recipe_of(plan, "dough")["components"][1]["recipe_uuid"] = "glaze 2"


@edit()
def a_recipe_made_again_with_the_same_slug(plan: Plan) -> None:
    _other_part(plan, "glaze")


@edit(
    removed((*DOUGH, "glaze"), "recipe_part", "1 batches"),
    added((*DOUGH, "glaze"), "recipe_part", "1 batches"),
)
def another_recipe_of_the_same_name(plan: Plan) -> None:
    _other_part(plan, "other-glaze")


# Ingredients


def _ingredient(plan: Plan, called: str, **changed: Any) -> None:
    for each in plan.recipes.values():
        for line in each["lines"]:
            if line["ingredient_uuid"] == f"ingredient {called}":
                line |= changed


@edit(row((*DOUGH, "Caster sugar"), "ingredient", "name", "Sugar", "Caster sugar"))
def an_ingredient_renamed_is_told_once(plan: Plan) -> None:
    _ingredient(plan, "Sugar", name="Caster sugar")


@edit(row((*DOUGH, "Sugar"), "ingredient", "slug", "Sugar", "sugar-2"))
def the_slug_of_an_ingredient(plan: Plan) -> None:
    _ingredient(plan, "Sugar", slug="sugar-2")


@edit(row((*DOUGH, "Flour"), "ingredient", "density", "17/4 oz per cup", "9/2 oz per cup"))
def what_a_cup_of_flour_weighs(plan: Plan) -> None:
    density = recipe_line("Flour", 1, "cup", "4.5")["density"]
    _ingredient(plan, "Flour", density=density)


@edit(row((*DOUGH, "Flour"), "ingredient", "density", "17/4 oz per cup", "17/4 oz per 2 cup"))
def what_two_cups_of_flour_weigh(plan: Plan) -> None:
    density = recipe_line("Flour", 1, "cup", "4.25")["density"] | {"volume_amount": 2}
    _ingredient(plan, "Flour", density=density)


@edit(row((*DOUGH, "Butter"), "ingredient", "density", None, "8 oz per cup"))
def butter_weighed_for_the_first_time(plan: Plan) -> None:
    _ingredient(plan, "Butter", density=recipe_line("Butter", 1, "cup", "8")["density"])


@edit()
def an_ingredient_made_again_with_the_same_slug(plan: Plan) -> None:
    _ingredient(plan, "Sugar", ingredient_uuid="ingredient 2")


@edit(
    removed((*DOUGH, "Butter"), "recipe_line", "1 cup"),
    added((*DOUGH, "Butter"), "recipe_line", "1 cup"),
)
def another_ingredient_of_the_same_name(plan: Plan) -> None:
    _ingredient(plan, "Butter", ingredient_uuid="ingredient 2", slug="butter-2")


# Materials


def _unit(**changed: Any) -> Edit:
    return lambda plan: thing(plan, UNIT, "Bow").update(changed)


BOW, RIBBON = ("Bow",), ("Bow", "Ribbon")
for name, changed, expected in (
    (
        "the name of a unit",
        {"name": "Loop"},
        row(("Loop",), "material_unit", "name", "Bow", "Loop"),
    ),
    ("the slug of a unit", {"slug": "b"}, row(BOW, "material_unit", "slug", "Bow", "b")),
    (
        "the description of a unit",
        {"description": "red"},
        row(BOW, "material_unit", "description", None, "red"),
    ),
    (
        "how much is in a unit",
        {"quantity_per_unit": "38.1"},
        row(BOW, "material_unit", "quantity_per_unit", "12 in", "15 in"),
    ),
    (
        "what a unit is of",
        {"material_uuid": "Lace", "material_name": "Lace"},
        row(BOW, "material_unit", "material", "Ribbon", "Lace"),
    ),
    (
        "the name of a material",
        {"material_name": "Red ribbon"},
        row(("Bow", "Red ribbon"), "material", "name", "Ribbon", "Red ribbon"),
    ),
    (
        "the category of a material",
        {"material_category": "Ribbons"},
        row(RIBBON, "material", "category", None, "Ribbons"),
    ),
    (
        "what a material is read in",
        {"display_unit": "cm"},
        row(RIBBON, "material", "display_unit", "in", "cm"),
    ),
    (
        "what a material is measured in",
        {"base_unit": "square_cm"},
        row(RIBBON, "material", "base_unit", "linear_cm", "square_cm"),
    ),
):
    EDITS[name] = _unit(**changed), [expected]
EDITS["a material made again under its name"] = _unit(material_uuid="Ribbon 2"), []
