"""Edits of lines, boxes, what is in them, and items."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

from core.domain.comparison import PlannedLine
from tests.core.domain.compared import (
    COOKIE,
    DEEP,
    change_line,
    contents,
    thing,
)
from tests.core.domain.edit_table import EDITS, Edit, added, edit, moved, removed, row
from tests.core.domain.plans import BOX, ITEM, UNIT, Plan

# Lines


@edit(row(("Box 1",), "line", "quantity", "50 boxes", "60 boxes"))
def more_of_a_line(plan: Plan) -> None:
    change_line(plan, 0, quantity=Fraction(60))


@edit(row(("Cake",), "line", "quantity", "12 slice", "1/3 slice"))
def a_line_by_a_third(plan: Plan) -> None:
    change_line(plan, 1, quantity=Fraction(1, 3))


@edit(row(("Cake",), "line", "notes", None, "for Ann"))
def a_note_on_a_line(plan: Plan) -> None:
    change_line(plan, 1, notes="for Ann")


@edit(row(("Bow",), "line", "buffer_percent", None, "10 %"))
def extra_on_a_line(plan: Plan) -> None:
    change_line(plan, 2, buffer_percent=Fraction(10))


@edit(added(("Tart",), "line", "5 pieces"))
def a_line_at_the_top_moves_nothing(plan: Plan) -> None:
    plan.line(ITEM, "Tart", 5)
    plan.lines.insert(0, plan.lines.pop())


@edit(removed(("Cake",), "line", "12 slice"))
def a_line_less_moves_nothing(plan: Plan) -> None:
    del plan.lines[1]
    del plan.definitions[ITEM.value, "Cake"]


@edit(moved(("Bow",), "line", 3, 1))
def the_last_line_first(plan: Plan) -> None:
    plan.lines.insert(0, plan.lines.pop())


@edit(moved(("Cake",), "line", 2, 1))
def two_lines_swapped(plan: Plan) -> None:
    plan.lines[:2] = plan.lines[1::-1]


@edit(added(("Box 1",), "line", "7 boxes"))
def a_second_line_of_the_same(plan: Plan) -> None:
    plan.line(BOX, "Box 1", 7)


@edit(row(("Bow",), "line", "quantity", "10 each", "11 each"))
def a_line_typed_anew(plan: Plan) -> None:
    plan.lines.pop()
    plan.lines.append(PlannedLine("another", UNIT, "Bow", "Bow", Fraction(11)))


@edit(removed(("Cake",), "line", "12 slice"), added(("Tart",), "line", "12 pieces"))
def another_thing_in_a_line(plan: Plan) -> None:
    change_line(plan, 1, source_uuid="Tart", name="Tart")


# Boxes


def _box(name: str, new: Any) -> Edit:
    return lambda plan: thing(plan, BOX, "Box 10").update({name: new})


for name, new in (
    ("description", "for two"),
    ("packaging_instructions", "layers of paper"),
    ("notes", "heavy"),
):
    EDITS[f"the {name} of a box"] = _box(name, new), [row(DEEP, "box", name, None, new)]
EDITS["the type of a box"] = (
    _box("assembly_type", "bundle"),
    [row(DEEP, "box", "assembly_type", "bare", "bundle")],
)
EDITS["the slug of a box"] = _box("slug", "box-x"), [row(DEEP, "box", "slug", "Box 10", "box-x")]


@edit(row((*DEEP[:9], "Tin"), "box", "display_name", "Box 10", "Tin"))
def a_box_renamed_with_the_same_slug(plan: Plan) -> None:
    thing(plan, BOX, "Box 10")["display_name"] = "Tin"
    contents(plan, "Box 9")[0]["component_name"] = "Tin"


# Contents


@edit(row(COOKIE, "content", "quantity", "6 pieces", "8 pieces"))
def more_in_each_box(plan: Plan) -> None:
    contents(plan)[0]["component_quantity"] = 8


@edit(row(DEEP[:2], "content", "quantity", "1 boxes", "5/2 boxes"))
def more_boxes_in_a_box(plan: Plan) -> None:
    contents(plan, "Box 1")[0]["component_quantity"] = "2.5"


@edit(row((*DEEP, "Bow"), "content", "notes", None, "red"))
def a_note_in_a_box(plan: Plan) -> None:
    contents(plan)[1]["component_notes"] = "red"


@edit(row((*DEEP, "Bow"), "content", "is_generic", False, True))
def which_bow_is_chosen_later(plan: Plan) -> None:
    contents(plan)[1]["is_generic"] = True


@edit(row((*DEEP, "Paper"), "content", "quantity", "1 each", "2 each"))
def more_of_what_is_chosen_later(plan: Plan) -> None:
    contents(plan)[2]["component_quantity"] = 2


@edit(row((*DEEP, "Tissue"), "material", "name", "Paper", "Tissue"))
def what_is_chosen_later_renamed(plan: Plan) -> None:
    contents(plan)[2]["component_name"] = "Tissue"


@edit(removed((*DEEP, "Paper"), "content", "1 each"), added((*DEEP, "Sheet"), "content", "1 each"))
def a_paper_chosen(plan: Plan) -> None:
    plan.unit("Sheet", 1, "Paper", "each")
    plan.box("one", (UNIT, "Sheet", 1))
    contents(plan)[2] = plan.definitions.pop((BOX.value, "one"))["components"][0]


@edit(added((*DEEP, "Cake"), "content", "3 slice"))
def something_more_in_a_box(plan: Plan) -> None:
    contents(plan).insert(0, copy.deepcopy(contents(plan)[0]))
    contents(plan)[0] |= {
        "original_uuid": "Cake",
        "component_name": "Cake",
        "component_quantity": 3,
    }


@edit(removed((*DEEP, "Tart"), "content", "2 pieces"))
def something_out_of_a_box(plan: Plan) -> None:
    del contents(plan)[3]
    del plan.definitions[ITEM.value, "Tart"]


@edit(moved((*DEEP, "Tart"), "content", 4, 1))
def the_order_in_a_box(plan: Plan) -> None:
    contents(plan).insert(0, contents(plan).pop())


@edit()
def other_numbers_for_the_same_order(plan: Plan) -> None:
    for place, entry in enumerate(contents(plan)):
        entry["sort_order"] = 10 * place + 3


@edit()
def another_database(plan: Plan) -> None:
    for entry in contents(plan):
        entry |= {"snapshot_id": 9, "snapshot_uuid": "row", "original_id": 99}
    thing(plan, ITEM, "Cookie")["recipe_id"] = 99
    thing(plan, UNIT, "Bow")["material_id"] = 99


@edit(added(COOKIE, "content", "6 pieces"))
def the_same_once_more_in_a_box(plan: Plan) -> None:
    contents(plan).insert(0, copy.deepcopy(contents(plan)[0]))


# Items


def _item(uuid: str, **changed: Any) -> Edit:
    return lambda plan: thing(plan, ITEM, uuid).update(changed)


for name, new in (
    ("description", "crisp"),
    ("category", "Cookies"),
    ("production_notes", "two trays"),
    ("notes", "Aunt Mary's"),
):
    EDITS[f"the {name} of an item"] = (
        _item("Cookie", **{name: new}),
        [row(COOKIE, "item", name, None, new)],
    )
EDITS["the slug of an item"] = (
    _item("Cookie", slug="cookie-2"),
    [row(COOKIE, "item", "slug", "Cookie", "cookie-2")],
)
EDITS["what a batch makes"] = (
    _item("Cookie", items_per_batch=40),
    [row(COOKIE, "item", "items_per_batch", "48 pieces", "40 pieces")],
)
EDITS["what a batch makes is not known any more"] = (
    _item("Cookie", items_per_batch=None),
    [row(COOKIE, "item", "items_per_batch", "48 pieces", None)],
)
EDITS["what the pieces are called"] = (
    _item("Cookie", item_unit="biscuits"),
    [row(COOKIE, "item", "item_unit", "pieces", "biscuits")],
)
EDITS["how much of a batch a portion takes"] = (
    _item("Cake", batch_percentage="33.33"),
    [row(("Cake",), "item", "batch_percentage", "25 %", "3333/100 %")],
)
EDITS["what a portion is called"] = (
    _item("Cake", portion_description="8-inch round"),
    [row(("Cake",), "item", "portion_description", "slice", "8-inch round")],
)
EDITS["from pieces to portions"] = (
    _item("Tart", yield_mode="batch_portion", items_per_batch=None, batch_percentage=50),
    [
        row((*DEEP, "Tart"), "item", "yield_mode", "discrete_count", "batch_portion"),
        row((*DEEP, "Tart"), "item", "items_per_batch", "12 pieces", None),
        row((*DEEP, "Tart"), "item", "batch_percentage", None, "50 %"),
    ],
)


@edit(row((*DEEP, "Star"), "item", "display_name", "Cookie", "Star"))
def an_item_renamed_with_the_same_slug(plan: Plan) -> None:
    thing(plan, ITEM, "Cookie")["display_name"] = "Star"
    contents(plan)[0]["component_name"] = "Star"


@edit(row(COOKIE, "item", "recipe", "dough", "cream"))
def another_recipe_of_an_item(plan: Plan) -> None:
    plan.item("Cookie", 48, made_of="cream")


@edit(row(COOKIE, "item", "recipe", "dough", None))
def no_recipe_of_an_item(plan: Plan) -> None:
    plan.item("Cookie", 48)


def _renewed(plan: Plan, slug: str) -> None:
    """The cookie deleted and made again, under another uuid."""
    made = plan.definitions.pop((ITEM.value, "Cookie")) | {"uuid": "other", "slug": slug}
    plan.definitions[ITEM.value, "other"] = made
    contents(plan)[0]["original_uuid"] = "other"
    contents(plan)[0]["component_slug"] = slug


@edit()
def an_item_made_again_with_the_same_slug(plan: Plan) -> None:
    _renewed(plan, "Cookie")


@edit(row(COOKIE, "item", "items_per_batch", "48 pieces", "40 pieces"))
def an_item_made_again_with_the_same_slug_and_another_yield(plan: Plan) -> None:
    _renewed(plan, "Cookie")
    thing(plan, ITEM, "other")["items_per_batch"] = 40


@edit(removed(COOKIE, "content", "6 pieces"), added(COOKIE, "content", "6 pieces"))
def another_item_of_the_same_name(plan: Plan) -> None:
    _renewed(plan, "another")
