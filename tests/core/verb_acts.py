"""One random act for every verb of the services that returns an Edit."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import text

import core.services
from core.domain.catalog import Density
from core.domain.changes import Edit
from core.domain.comparison import PlannedLine
from core.domain.keys import ComponentKind, Key, ThingKind
from core.services import (
    bring_back_service,
    catalog_edit_service,
    database,
    event_service,
    finished_good_service,
    finished_unit_service,
    ingredient_service,
    material_unit_service,
    plan_service,
    recipe_service,
)
from core.services.catalog_fields import FIELDS
from core.services.finished_good_service import ContentInput
from core.services.finished_unit_service import ItemDetails
from core.services.recipe_service import RecipeDetails, RecipeLineInput

TABLES = {
    ThingKind.FINISHED_UNIT: "finished_units",
    ThingKind.FINISHED_GOOD: "finished_goods",
    ThingKind.MATERIAL: "materials",
    ThingKind.MATERIAL_UNIT: "material_units",
    ThingKind.RECIPE: "recipes",
    ThingKind.INGREDIENT: "ingredients",
}
CONTENT_TABLES = {
    ComponentKind.FINISHED_UNIT: "finished_units",
    ComponentKind.FINISHED_GOOD: "finished_goods",
    ComponentKind.MATERIAL_UNIT: "material_units",
    ComponentKind.MATERIAL: "materials",
}
# What takes edits back is the walk's own step.
NO_ACT = frozenset({"edits.revert"})


def verbs() -> set[str]:
    """ "module.function" of every public function of the services that returns an Edit."""
    found = set()
    for module in pkgutil.iter_modules(core.services.__path__):
        loaded = importlib.import_module(f"core.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if is_own and typing.get_type_hints(function).get("return") is Edit:
                found.add(f"{module.name}.{name}")
    return found


@dataclass
class Chance:
    """Draws what an act needs: mostly what is there, sometimes what is not or cannot be."""

    seed: random.Random
    snapshot_id: int
    number: int = field(default=0)

    def an_id(self, table: str) -> int:
        with database.session_scope(write=False) as s:
            ids = list(s.scalars(text(f"SELECT id FROM {table} ORDER BY id")))
        return self.seed.choice(ids) if ids and self.seed.random() > 0.02 else 9_999

    def ids(self, table: str) -> list[int]:
        return [self.an_id(table) for _ in range(self.seed.randint(1, 3))]

    def a_key(self, *kinds: ThingKind) -> Key:
        kind = self.seed.choice(kinds or tuple(TABLES))
        return Key(kind, self.an_id(TABLES[kind]))

    def keys(self) -> list[Key]:
        return [self.a_key() for _ in range(self.seed.randint(1, 3))]

    def a_name(self) -> str:
        if self.seed.random() < 0.1:
            return self.seed.choice(["", "Sugar cookie", "HAMPER", "x" * 10_000])
        self.number += 1
        return f"{self.seed.choice(['Tart', 'Éclair', 'Zopf & Co', '🎄'])} {self.number}"

    def a_text(self) -> str | None:
        return self.seed.choice([None, "", "a", "ä\nb", "Cakes", "x" * 10_000])

    def an_amount(self) -> Any:
        return self.seed.choice([1, "2 1/4", "2,25", "½", Fraction(1, 3), 48, "12", 0, "-1", "x"])

    def a_unit(self) -> str:
        return self.seed.choice(["cup", "g", "handful", "T", ""])

    def steps(self) -> int:
        return self.seed.randint(-3, 3)

    def a_content(self) -> ContentInput:
        kind = self.seed.choice(list(CONTENT_TABLES))
        return ContentInput(kind, self.an_id(CONTENT_TABLES[kind]), self.an_amount())

    def an_event(self) -> int:
        return self.an_id("events")

    def a_line(self) -> int:
        return self.an_id("plan_lines")

    def a_day(self) -> date | None:
        return self.seed.choice([None, date(2027, 5, 1), date(2026, 12, 12)])


def _set_field(c: Chance) -> Edit:
    key = c.a_key()
    name = c.seed.choice(list(FIELDS[key.kind]))
    values: dict[str, Callable[[], Any]] = {
        "name": c.a_name,
        "recipe": lambda: c.seed.choice([None, c.an_id("recipes")]),
        "is_portion": lambda: c.seed.random() < 0.5,
        "is_bare": lambda: c.seed.random() < 0.5,
        "items_per_batch": c.an_amount,
        "batch_percentage": c.an_amount,
        "quantity_per_unit": c.an_amount,
        "display_unit": lambda: c.seed.choice(["in", "cm", "each", "x"]),
    }
    return catalog_edit_service.set_field(key, name, values.get(name, c.a_text)())


def _set_density(c: Chance) -> Edit:
    amount = Fraction(c.seed.randint(0, 9))
    density = Density(Fraction(1), "cup", amount, c.seed.choice(["oz", "g", "cup"]))
    return catalog_edit_service.set_density(
        c.an_id("ingredients"), c.seed.choice([density, density, None])
    )


def _put_back(c: Chance) -> Edit:
    c.number += 1
    with database.session_scope(write=False) as s:
        item = s.scalar(text("SELECT uuid FROM finished_units ORDER BY id LIMIT 1"))
    line = PlannedLine(
        uuid=f"line {c.number}",
        kind=ComponentKind.FINISHED_UNIT,
        source_uuid=str(item),
        name="Then",
        quantity=Fraction(7, 3),
        notes=None,
    )
    return plan_service.put_back(c.an_event(), line)


def _bring_back(c: Chance) -> Edit:
    """Often with a line gone before: of a plan that is as it was then it is refused."""
    if c.seed.random() < 0.3:
        return bring_back_service.bring_back(c.snapshot_id)
    line = c.a_line()
    with database.session_scope() as s:
        edit = plan_service.remove_lines([line], s)
        return edit.joined_with(bring_back_service.bring_back(c.snapshot_id, s))


def _create_item(c: Chance) -> Edit:
    details = ItemDetails(
        recipe_id=c.seed.choice([None, c.an_id("recipes")]), items_per_batch=c.an_amount()
    )
    return finished_unit_service.create_finished_unit(c.a_name(), details=details)


def _create_box(c: Chance) -> Edit:
    contents = [c.a_content() for _ in range(c.seed.randint(0, 2))]
    return finished_good_service.create_finished_good(c.a_name(), contents=contents)


def _create_recipe(c: Chance) -> Edit:
    lines = (RecipeLineInput(c.an_id("ingredients"), c.an_amount(), c.a_unit()),)
    parts = ((c.an_id("recipes"), c.an_amount()),) if c.seed.random() < 0.5 else ()
    return recipe_service.create_recipe(
        c.a_name(), details=RecipeDetails(lines=lines, components=parts)
    )


def _add_content(c: Chance) -> Edit:
    content = c.a_content()
    return finished_good_service.add_content(
        c.an_id("finished_goods"),
        content.kind,
        source_id=content.source_id,
        quantity=content.quantity,
    )


def _add_line(c: Chance) -> Edit:
    kind = c.seed.choice([kind for kind in CONTENT_TABLES if kind is not ComponentKind.MATERIAL])
    return plan_service.add_line(
        c.an_event(),
        kind,
        source_id=c.an_id(CONTENT_TABLES[kind]),
        quantity=c.seed.randint(0, 9),
    )


# What is made here is deleted most often, else nearly every act would be refused.
def _delete(c: Chance) -> Edit:
    kind = c.seed.choice(list(TABLES))
    with database.session_scope(write=False) as s:
        newest = s.scalar(text(f"SELECT coalesce(max(id), 1) FROM {TABLES[kind]}"))
    keys = [Key(kind, int(newest or 1))] if c.seed.random() < 0.7 else c.keys()
    return catalog_edit_service.delete_things(keys)


ACTS: dict[str, Callable[[Chance], Edit]] = {
    "bring_back_service.bring_back": _bring_back,
    "catalog_edit_service.set_field": _set_field,
    "catalog_edit_service.set_density": _set_density,
    "catalog_edit_service.set_stock": lambda c: catalog_edit_service.set_stock(
        c.a_key(ThingKind.INGREDIENT, ThingKind.MATERIAL),
        c.seed.choice([None, 0, 3, "1/2", -1]),
        c.a_unit(),
    ),
    "catalog_edit_service.duplicate": lambda c: catalog_edit_service.duplicate(
        c.a_key(), c.seed.choice([None, None, c.a_name()])
    ),
    "catalog_edit_service.retire": lambda c: catalog_edit_service.retire(c.keys()),
    "catalog_edit_service.bring_back": lambda c: catalog_edit_service.bring_back(c.keys()),
    "catalog_edit_service.delete_things": _delete,
    "event_service.create_event": lambda c: event_service.create_event(c.a_name(), c.a_day()),
    "event_service.rename_event": lambda c: event_service.rename_event(c.an_event(), c.a_name()),
    "event_service.set_event_date": lambda c: event_service.set_event_date(c.an_event(), c.a_day()),
    "event_service.set_event_notes": lambda c: event_service.set_event_notes(
        c.an_event(), c.a_text()
    ),
    "event_service.plan_again": lambda c: event_service.plan_again(c.snapshot_id, c.a_name()),
    "event_service.start_from": lambda c: event_service.start_from(c.an_event(), c.an_event()),
    "finished_good_service.create_finished_good": _create_box,
    "finished_good_service.add_content": _add_content,
    "finished_good_service.set_content_quantity": lambda c: (
        finished_good_service.set_content_quantity(c.an_id("compositions"), c.an_amount())
    ),
    "finished_good_service.set_content_notes": lambda c: finished_good_service.set_content_notes(
        c.an_id("compositions"), c.a_text()
    ),
    "finished_good_service.remove_contents": lambda c: finished_good_service.remove_contents(
        c.ids("compositions")
    ),
    "finished_good_service.move_content": lambda c: finished_good_service.move_content(
        c.an_id("compositions"), c.steps()
    ),
    "finished_unit_service.create_finished_unit": _create_item,
    "ingredient_service.create_ingredient": lambda c: ingredient_service.create_ingredient(
        c.a_name(), density=c.seed.choice([None, (1, "cup", "4.25", "oz")])
    ),
    "material_unit_service.create_material": lambda c: material_unit_service.create_material(
        c.a_name(), display_unit=c.seed.choice(["each", "in", "sq cm"])
    ),
    "material_unit_service.create_material_unit": lambda c: (
        material_unit_service.create_material_unit(
            c.a_name(), material_id=c.an_id("materials"), quantity_per_unit=c.an_amount()
        )
    ),
    "plan_service.add_line": _add_line,
    "plan_service.add_to_line": lambda c: plan_service.add_to_line(c.a_line(), 2),
    "plan_service.set_quantity": lambda c: plan_service.set_quantity(
        c.a_line(), c.seed.randint(0, 99)
    ),
    "plan_service.set_line_notes": lambda c: plan_service.set_line_notes(c.a_line(), c.a_text()),
    "plan_service.move_line": lambda c: plan_service.move_line(c.a_line(), c.steps()),
    "plan_service.remove_lines": lambda c: plan_service.remove_lines(c.ids("plan_lines")),
    "plan_service.put_back": _put_back,
    "plan_service.set_batches": lambda c: plan_service.set_batches(
        c.an_event(),
        c.an_id("finished_units"),
        c.seed.choice([None, 0, "2 1/2", 100_000]),
        accept_shortfall=c.seed.random() < 0.5,
        reason=c.a_text(),
    ),
    "plan_service.set_buffer": lambda c: plan_service.set_buffer(
        c.a_line(), c.seed.choice([None, 0, 10, "33.33", "-1"])
    ),
    "plan_service.share_batch": lambda c: plan_service.share_batch(
        c.an_event(), c.an_id("recipes"), c.seed.random() < 0.6
    ),
    "recipe_service.create_recipe": _create_recipe,
    "recipe_service.add_recipe_line": lambda c: recipe_service.add_recipe_line(
        c.an_id("recipes"),
        c.an_id("ingredients"),
        quantity=c.an_amount(),
        unit=c.a_unit(),
        notes=c.a_text(),
    ),
    "recipe_service.set_recipe_line": lambda c: recipe_service.set_recipe_line(
        c.an_id("recipe_ingredients"),
        quantity=c.seed.choice([None, c.an_amount()]),
        unit=c.seed.choice([None, "lb"]),
        notes=c.a_text(),
    ),
    "recipe_service.remove_recipe_lines": lambda c: recipe_service.remove_recipe_lines(
        c.ids("recipe_ingredients")
    ),
    "recipe_service.move_recipe_line": lambda c: recipe_service.move_recipe_line(
        c.an_id("recipe_ingredients"), c.steps()
    ),
    "recipe_service.add_recipe_component": lambda c: recipe_service.add_recipe_component(
        c.an_id("recipes"), c.an_id("recipes"), quantity=c.an_amount()
    ),
    "recipe_service.set_recipe_component": lambda c: recipe_service.set_recipe_component(
        c.an_id("recipe_components"), quantity=c.an_amount()
    ),
    "recipe_service.remove_recipe_components": lambda c: recipe_service.remove_recipe_components(
        c.ids("recipe_components")
    ),
    "recipe_service.move_recipe_component": lambda c: recipe_service.move_recipe_component(
        c.an_id("recipe_components"), c.steps()
    ),
}
