"""What is in a thing: amounts, lines of recipes, contents of boxes, the ways to plan a material."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QCoreApplication

from core.domain.catalog import Density, RecipeLineRow, ThingRef
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import Choice, RecipeChoice
from core.services import (
    catalog_edit_service,
    finished_good_service,
    ingredient_service,
    material_unit_service,
    recipe_service,
)
from core.services.database import session_scope
from gui.actions.acts import Acts
from gui.actions.thing_actions import edit_thing
from gui.flow import Flow
from gui.words import name_text

translate = QCoreApplication.translate


# Ingredients and materials


def set_density(acts: Acts, thing: ThingRef, density: Density | None) -> Flow:
    act = translate("Acts", "Change what {name} weighs").format(name=name_text(thing.name))
    verb = partial(catalog_edit_service.set_density, thing.key.id, density)
    return edit_thing(acts, thing, verb, act=act)


def set_stock(acts: Acts, thing: ThingRef, *, amount: Fraction | None, unit: str) -> Flow:
    act = translate("Acts", "Change how much {name} there is").format(name=name_text(thing.name))
    verb = partial(catalog_edit_service.set_stock, thing.key, amount, unit)
    return edit_thing(acts, thing, verb, act=act)


def set_unit_field(
    acts: Acts, material: ThingRef, *, unit_id: int, field: str, value: object
) -> Flow:
    """One way in which a plan counts a material: its name, or how much it takes."""
    act = translate("Acts", "Change how {name} is planned").format(name=name_text(material.name))
    verb = partial(
        catalog_edit_service.set_field, Key(ThingKind.MATERIAL_UNIT, unit_id), field, value
    )
    return edit_thing(acts, material, verb, act=act)


def add_unit(acts: Acts, material: ThingRef, *, name: str, quantity: Fraction) -> Flow:
    act = translate("Acts", "Add {unit} to {name}").format(
        unit=name_text(name), name=name_text(material.name)
    )
    verb = partial(
        material_unit_service.create_material_unit,
        name,
        material_id=material.key.id,
        quantity_per_unit=quantity,
    )
    return edit_thing(acts, material, verb, act=act)


def retire_unit(acts: Acts, material: ThingRef, *, unit_id: int, is_retired: bool) -> Flow:
    key = Key(ThingKind.MATERIAL_UNIT, unit_id)
    name = name_text(material.name)
    if is_retired:
        act = translate("Acts", "Retire a way to plan {name}").format(name=name)
        return edit_thing(acts, material, partial(catalog_edit_service.retire, [key]), act=act)
    act = translate("Acts", "Bring back a way to plan {name}").format(name=name)
    return edit_thing(acts, material, partial(catalog_edit_service.bring_back, [key]), act=act)


# Recipes


def add_part(
    acts: Acts, recipe: ThingRef, *, choice: RecipeChoice, quantity: Fraction, unit: str
) -> Flow:
    """Adds an ingredient, or batches of another recipe."""
    act = translate("Acts", "Add {part} to {name}").format(
        part=name_text(choice.name), name=name_text(recipe.name)
    )
    if choice.key.kind is ThingKind.RECIPE:
        verb = partial(
            recipe_service.add_recipe_component, recipe.key.id, choice.key.id, quantity=quantity
        )
    else:
        verb = partial(
            recipe_service.add_recipe_line,
            recipe.key.id,
            choice.key.id,
            quantity=quantity,
            unit=unit,
        )
    return edit_thing(acts, recipe, verb, act=act)


def make_ingredient(
    acts: Acts, recipe: ThingRef, *, name: str, quantity: Fraction, unit: str
) -> Flow:
    """Makes an ingredient and adds it, both in one step."""

    def make(session: object) -> Edit:
        with session_scope(session) as s:  # type: ignore[arg-type]
            made = ingredient_service.create_ingredient(name, session=s)
            assert made.key is not None
            added = recipe_service.add_recipe_line(
                recipe.key.id, made.key.id, quantity=quantity, unit=unit, session=s
            )
        return made.joined_with(added)

    act = translate("Acts", "Add {part} to {name}").format(
        part=name_text(name), name=name_text(recipe.name)
    )
    return edit_thing(acts, recipe, make, act=act)


def set_part(
    acts: Acts,
    recipe: ThingRef,
    part: RecipeLineRow,
    **changed: object,  # quantity, unit, notes
) -> Flow:
    act = translate("Acts", "Change {part} in {name}").format(
        part=name_text(part.thing.name), name=name_text(recipe.name)
    )
    set_it = recipe_service.set_recipe_line
    verb = (
        partial(recipe_service.set_recipe_component, part.id, **changed)  # type: ignore[arg-type]
        if part.is_component
        else partial(set_it, part.id, **changed)  # type: ignore[arg-type]
    )
    return edit_thing(acts, recipe, verb, act=act)


def remove_parts(acts: Acts, recipe: ThingRef, parts: Sequence[RecipeLineRow]) -> Flow:
    lines = [part.id for part in parts if not part.is_component]
    components = [part.id for part in parts if part.is_component]

    def remove(session: object) -> Edit:
        with session_scope(session) as s:  # type: ignore[arg-type]
            first = recipe_service.remove_recipe_lines(lines, session=s)
            return first.joined_with(recipe_service.remove_recipe_components(components, session=s))

    what = name_text(parts[0].thing.name)
    if len(parts) > 1:
        what = translate("Acts", "{count} lines").format(count=len(parts))
    act = translate("Acts", "Take {part} out of {name}").format(
        part=what, name=name_text(recipe.name)
    )
    return edit_thing(acts, recipe, remove, act=act)


def move_part(acts: Acts, recipe: ThingRef, part: RecipeLineRow, *, steps: int) -> Flow:
    act = translate("Acts", "Move {part} in {name}").format(
        part=name_text(part.thing.name), name=name_text(recipe.name)
    )
    move = (
        recipe_service.move_recipe_component
        if part.is_component
        else recipe_service.move_recipe_line
    )
    return edit_thing(acts, recipe, partial(move, part.id, steps), act=act)


# Boxes


def add_content(acts: Acts, box: ThingRef, *, choice: Choice, quantity: Fraction) -> Flow:
    act = translate("Acts", "Add {part} to {name}").format(
        part=name_text(choice.name), name=name_text(box.name)
    )
    verb = partial(
        finished_good_service.add_content,
        box.key.id,
        ComponentKind(choice.kind),
        source_id=choice.id,
        quantity=quantity,
    )
    return edit_thing(acts, box, verb, act=act)


def set_content_quantity(acts: Acts, box: ThingRef, content_id: int, *, quantity: Fraction) -> Flow:
    act = translate("Acts", "Change how many are in {name}").format(name=name_text(box.name))
    verb = partial(finished_good_service.set_content_quantity, content_id, quantity)
    return edit_thing(acts, box, verb, act=act)


def set_content_notes(acts: Acts, box: ThingRef, content_id: int, *, notes: str) -> Flow:
    act = translate("Acts", "Change a note in {name}").format(name=name_text(box.name))
    verb = partial(finished_good_service.set_content_notes, content_id, notes)
    return edit_thing(acts, box, verb, act=act)


def remove_contents(acts: Acts, box: ThingRef, content_ids: Sequence[int]) -> Flow:
    act = translate("Acts", "Take {count} out of {name}").format(
        count=len(content_ids), name=name_text(box.name)
    )
    verb = partial(finished_good_service.remove_contents, list(content_ids))
    return edit_thing(acts, box, verb, act=act)


def move_content(acts: Acts, box: ThingRef, content_id: int, *, steps: int) -> Flow:
    act = translate("Acts", "Move something in {name}").format(name=name_text(box.name))
    verb = partial(finished_good_service.move_content, content_id, steps)
    return edit_thing(acts, box, verb, act=act)
