"""Random plans and random edits of them, and what of a plan a baker can tell apart."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from core.domain.arithmetic import PlanInput
from core.domain.definition import Data
from core.domain.keys import ComponentKind
from core.domain.plan_summary import BatchChoice
from tests.core.domain.compared import frozen
from tests.core.domain.plans import BOX, ITEM, THEN, UNIT, Plan, recipe_line
from tests.core.domain.test_arithmetic_by_chance import plans, stocks

TEXTS = st.sampled_from([None, "a", "b"])
AMOUNTS = st.sampled_from([1, 2, "0.5", "1/3", 7])
PLACES = st.integers(0, 5)

Draw = st.DrawFn
# Of an item another field than these is what its recipe or its database says.
_ITEM_TEXTS = ("display_name", "slug", "description", "category", "item_unit", "notes",
               "production_notes", "portion_description")  # fmt: skip


def edit_lines(draw: Draw, plan: Plan) -> None:
    act = draw(st.sampled_from(["quantity", "notes", "buffer", "delete", "move", "add"]))
    place = draw(PLACES)
    if act == "add" or not plan.lines:
        kind, name = draw(st.sampled_from(sorted(plan.definitions)))
        plan.line(ComponentKind(kind), name, draw(AMOUNTS))
        plan.lines[-1] = replace(plan.lines[-1], uuid=f"line {draw(st.integers(10, 15))}")
        plan.lines[:] = {line.uuid: line for line in plan.lines}.values()
        return
    place %= len(plan.lines)
    if act == "delete":
        del plan.lines[place]
    elif act == "move":
        plan.lines.insert(draw(PLACES), plan.lines.pop(place))
    else:
        changed: dict[str, Any] = {
            "quantity": {"quantity": Fraction(draw(AMOUNTS))},
            "notes": {"notes": draw(TEXTS)},
            "buffer": {"buffer_percent": Fraction(draw(AMOUNTS))},
        }[act]
        plan.lines[place] = replace(plan.lines[place], **changed)


def _edit_rows(draw: Draw, rows: list[Data], fields: dict[str, st.SearchStrategy[Any]]) -> None:
    act = draw(st.sampled_from([*fields, "delete", "move", "twice"]))
    if not rows:
        return
    place = draw(PLACES) % len(rows)
    if act == "delete":
        del rows[place]
    elif act == "move":
        rows.insert(draw(PLACES), rows.pop(place))
    elif act == "twice":
        rows.insert(draw(PLACES), copy.deepcopy(rows[place]))
    else:
        rows[place][act] = draw(fields[act])


def edit_box(draw: Draw, plan: Plan) -> None:
    boxes = [key for key in plan.definitions if key[0] == BOX.value]
    if not boxes:
        return
    box = plan.definitions[draw(st.sampled_from(boxes))]
    fields = ("display_name", "slug", "description", "packaging_instructions", "notes")
    field = draw(st.sampled_from([*fields, "assembly_type", "", "", ""]))
    if field:
        box[field] = draw(TEXTS) or "x"
        return
    _edit_rows(draw, box["components"], {"component_quantity": AMOUNTS, "component_notes": TEXTS})
    for entry in box["components"]:
        if entry["component_type"] == UNIT.value and draw(st.booleans()):
            entry["is_generic"] = draw(st.booleans())


def edit_item(draw: Draw, plan: Plan) -> None:
    key = draw(st.sampled_from([key for key in plan.definitions if key[0] == ITEM.value]))
    item = plan.definitions[key]
    field = draw(st.sampled_from([*_ITEM_TEXTS, "pieces", "percentage", "recipe"]))
    if field == "pieces":
        item |= {"yield_mode": "discrete_count", "items_per_batch": draw(AMOUNTS)}
    elif field == "percentage":
        item |= {"yield_mode": "batch_portion", "batch_percentage": draw(AMOUNTS)}
    elif field == "recipe":
        root = draw(st.sampled_from([None, *plan.recipes]))
        item["recipe"] = {"root": root, "recipes": {}} if root else None
    else:
        item[field] = draw(TEXTS) or "x"


def edit_recipe(draw: Draw, plan: Plan) -> None:
    made = plan.recipes[draw(st.sampled_from(sorted(plan.recipes)))]
    act = draw(st.sampled_from(["name", "slug", "category", "notes", "lines", "lines", "parts"]))
    if act == "parts":
        _edit_rows(draw, made["components"], {"quantity": AMOUNTS})
    elif act == "lines":
        units = st.sampled_from(["cup", "tbsp", "g", "each", "handful"])
        _edit_rows(draw, made["lines"], {"quantity": AMOUNTS, "unit": units, "notes": TEXTS})
    else:
        made[act] = draw(TEXTS) or "x"


def edit_ingredient(draw: Draw, plan: Plan) -> None:
    """The ingredient's own fields stand in every line of it."""
    name = draw(st.sampled_from(["Flour", "Sugar", "Egg"]))
    density = recipe_line("", 1, "cup", draw(st.sampled_from([None, "4.25", "8"])))["density"]
    changed = draw(st.sampled_from([{"name": "x"}, {"slug": "y"}, {"density": density}]))
    for made in plan.recipes.values():
        for line in made["lines"]:
            if line["ingredient_uuid"] == f"ingredient {name}":
                line |= changed


def edit_material(draw: Draw, plan: Plan) -> None:
    units = [data for key, data in plan.definitions.items() if key[0] == UNIT.value]
    act = draw(st.sampled_from(["unit", "quantity", "material_name", "material_category"]))
    if act == "unit":
        field = draw(st.sampled_from(["name", "slug", "description"]))
        draw(st.sampled_from(units))[field] = draw(TEXTS) or "x"
    elif act == "quantity":
        draw(st.sampled_from(units))["quantity_per_unit"] = draw(AMOUNTS)
    else:
        new = draw(TEXTS) or "x"
        for unit in units:
            unit[act] = new


EDITS: tuple[Callable[[Draw, Plan], None], ...] = (
    edit_lines,
    edit_box,
    edit_item,
    edit_recipe,
    edit_ingredient,
    edit_material,
)


@st.composite
def two_sides(draw: Draw) -> tuple[PlanInput, PlanInput]:
    """A plan with choices and stock, and what random edits made of it; now and then nothing."""
    plan, choices = draw(plans())
    old = frozen(plan, **choices, stock=draw(stocks()))
    edited = copy.deepcopy(plan)
    for act in draw(st.lists(st.sampled_from(EDITS), max_size=4)):
        act(draw, edited)
    for item in edited.definitions.values():
        if item.get("recipe"):
            root = item["recipe"]["root"]
            item["recipe"] = {"root": root, "recipes": edited._tree(root)}
    if draw(st.integers(0, 3)) == 0:
        numbers = draw(st.dictionaries(st.sampled_from(["i0", "i1"]), st.integers(0, 3)))
        choices = {
            "batches": {uuid: BatchChoice(Fraction(n), THEN) for uuid, n in numbers.items()},
            "shared": frozenset(draw(st.lists(st.sampled_from(["r0", "r1"])))),
        }
    return old, frozen(edited, **choices, stock=draw(stocks()))


def visible(plan: PlanInput) -> Any:
    """All that a baker can tell apart: without ids of a database, numbers of places, copied names.

    A choice about what is not there says nothing.
    """
    definitions = copy.deepcopy(plan.definitions)
    recipes: set[str] = set()
    for (kind, _), data in definitions.items():
        for each in ("recipe_id", "material_id", "recipe_name", "recipe_category"):
            data.pop(each, None)
        if kind == BOX.value:
            for entry in data["components"]:
                gone = ["snapshot_id", "snapshot_uuid", "original_id", "sort_order"]
                if entry["component_type"] != "material":
                    gone += ["component_name", "component_slug"]
                for each in gone:
                    del entry[each]
        if kind == ITEM.value and data["recipe"]:
            recipes |= set(data["recipe"]["recipes"])
    return (
        plan.lines,
        definitions,
        {uuid: c.batches for uuid, c in plan.batches.items() if (ITEM.value, uuid) in definitions},
        plan.shared & recipes,
    )
