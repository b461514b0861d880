"""Small bakeries for tests: made through the models, or in bulk where a plan must be big."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.models import (
    AssemblyType,
    Base,
    Composition,
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    YieldMode,
)
from core.models.base import new_uuid
from core.services import database

SNAPSHOT_TABLES = (
    "planning_snapshots",
    "finished_unit_snapshots",
    "finished_good_snapshots",
    "material_unit_snapshots",
)


@dataclass(frozen=True, slots=True)
class Bakery:
    """The ids of a small catalog and of one planned event."""

    event_id: int
    cookie_id: int
    cake_id: int
    gift_box_id: int
    hamper_id: int
    bow_id: int
    paper_id: int
    dough_id: int
    cream_id: int


@cache
def _empty_file() -> bytes:
    """A new Proofbook file: made once, since a hundred migrations would take half a minute."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        database.prepare(DatabaseSettings(path))
        database.close()
        return path.read_bytes()


@contextmanager
def open_file(path: Path, *, busy_timeout: float = 5.0) -> Iterator[Path]:
    """The file at `path`, made if it is not there, open in `database` within the block."""
    if not path.exists():
        path.write_bytes(_empty_file())
    database.prepare(DatabaseSettings(path, busy_timeout))
    try:
        yield path
    finally:
        database.close()


@cache
def _bakery_file() -> tuple[bytes, Bakery]:
    with tempfile.TemporaryDirectory() as folder, open_file(Path(folder) / "a.db") as path:
        with database.session_scope() as session:
            bakery = make_bakery(session)
        database.close()
        return path.read_bytes(), bakery


@contextmanager
def open_bakery(path: Path) -> Iterator[Bakery]:
    """A new file with `make_bakery`'s rows in it, open within the block."""
    content, bakery = _bakery_file()
    path.write_bytes(content)
    with open_file(path):
        yield bakery


def copy_of(path: Path, name: str) -> Path:
    """A copy of a closed database file, beside it."""
    return Path(shutil.copy(path, path.with_name(name)))


def make_bakery(session: Session) -> Bakery:
    """A hamper with a gift box in it, both holding the same cookie; a cake without a yield.

    The plan: 50 hampers, 2 1/2 cakes, 10 bows. The hamper's wrapping is chosen later.
    """
    flour = Ingredient(
        name="Flour",
        density_volume_amount=1,
        density_volume_unit="cup",
        density_weight_amount="4.25",
        density_weight_unit="oz",
    )
    sugar = Ingredient(name="Sugar")
    cream = Recipe(name="Vanilla cream", category="Fillings")
    cream.ingredients = [RecipeIngredient(ingredient=sugar, quantity="0.33", unit="cup")]
    dough = Recipe(name="Sugar cookies (rolled)", category="Cookies", notes="Chill overnight")
    dough.ingredients = [
        RecipeIngredient(ingredient=flour, quantity="9/4", unit="cup"),
        RecipeIngredient(ingredient=sugar, quantity=1, unit="cup", sort_order=1),
        RecipeIngredient(ingredient=sugar, quantity=2, unit="tbsp", notes="on top", sort_order=2),
    ]
    dough.components = [RecipeComponent(component_recipe=cream, quantity="1/2")]
    cookie = FinishedUnit(
        display_name="Sugar cookie", recipe=dough, items_per_batch=48, item_unit="cookies"
    )
    cake = FinishedUnit(
        display_name="Celebration cake",
        recipe=cream,
        yield_mode=YieldMode.BATCH_PORTION,
        portion_description="8-inch round",
    )
    ribbon = Material(name="Red ribbon", base_unit="linear_cm", display_unit="in")
    bow = MaterialUnit(name="Bow", material=ribbon, quantity_per_unit="30.48")
    wrapping = Material(name="Wrapping")
    paper = MaterialUnit(name="Sheet of paper", material=wrapping, quantity_per_unit=1)
    gift_box = FinishedGood(display_name="Gift box")
    gift_box.components = [
        Composition(finished_unit=cookie, component_quantity=12),
        Composition(material_unit=bow, component_quantity="1", sort_order=1),
    ]
    hamper = FinishedGood(display_name="Hamper", assembly_type=AssemblyType.BUNDLE)
    hamper.components = [
        Composition(finished_good=gift_box, component_quantity=2),
        Composition(finished_unit=cookie, component_quantity="1.5", sort_order=1),
        Composition(material=wrapping, is_generic=True, component_quantity=1, sort_order=2),
    ]
    event = Event(name="Christmas market", event_date=date(2026, 12, 12), year=2026)
    session.add_all([event, cookie, cake, hamper, bow, paper])
    session.flush()
    event.plan_lines = [
        PlanLine(finished_good_id=hamper.id, quantity=50, notes="for the Johnsons"),
        PlanLine(finished_unit_id=cake.id, quantity=Fraction(5, 2), sort_order=1),
        PlanLine(material_unit_id=bow.id, quantity=10, sort_order=2),
    ]
    session.flush()
    return Bakery(
        event_id=event.id,
        cookie_id=cookie.id,
        cake_id=cake.id,
        gift_box_id=gift_box.id,
        hamper_id=hamper.id,
        bow_id=bow.id,
        paper_id=paper.id,
        dough_id=dough.id,
        cream_id=cream.id,
    )


def make_boxes(session: Session, edges: dict[str, list[str]]) -> dict[str, int]:
    """Boxes by name, each holding the named ones; a loop needs no more than an edge back."""
    names = dict.fromkeys([*edges, *(name for inside in edges.values() for name in inside)])
    boxes = {name: FinishedGood(display_name=name) for name in names}
    session.add_all(boxes.values())
    session.flush()
    for name, inside in edges.items():
        for place, other in enumerate(inside):
            session.add(
                Composition(
                    assembly_id=boxes[name].id,
                    finished_good_id=boxes[other].id,
                    component_quantity=1,
                    sort_order=place,
                )
            )
    session.flush()
    return {name: box.id for name, box in boxes.items()}


def make_recipes(session: Session, edges: dict[str, list[str]]) -> dict[str, int]:
    """Recipes by name, each using the named ones, and an item of each; gives the items' ids."""
    names = dict.fromkeys([*edges, *(name for inside in edges.values() for name in inside)])
    recipes = {name: Recipe(name=name) for name in names}
    items = {
        name: FinishedUnit(display_name=f"{name} item", recipe=recipe)
        for name, recipe in recipes.items()
    }
    session.add_all(items.values())
    session.flush()
    for name, inside in edges.items():
        for place, other in enumerate(inside):
            session.add(
                RecipeComponent(
                    recipe_id=recipes[name].id,
                    component_recipe_id=recipes[other].id,
                    quantity=1,
                    sort_order=place,
                )
            )
    session.flush()
    return {name: item.id for name, item in items.items()}


def make_big_plan(session: Session, definitions: int) -> int:
    """An event whose plan holds that many definitions (a multiple of 5); gives the event's id.

    One line for every box of three items and a material; recipes of six lines with one base
    recipe inside each.
    """
    boxes, items = definitions // 5, definitions // 5 * 3
    recipes = max(2, items // 5)
    ids = {name: _next_id(session, name) for name in Base.metadata.tables}
    _bulk(session, Ingredient, [{"name": f"Ingredient {n}"} for n in range(25)], ids)
    _bulk(
        session, Recipe, [{"name": f"Recipe {n}", "category": "Big"} for n in range(recipes)], ids
    )
    _bulk(
        session,
        RecipeIngredient,
        [
            {
                "recipe_id": ids["recipes"] + n,
                "ingredient_id": ids["ingredients"] + (n + line) % 25,
                "quantity": f"{line + 1}.25",
                "unit": "cup",
                "sort_order": line,
            }
            for n in range(recipes)
            for line in range(6)
        ],
        ids,
    )
    _bulk(
        session,
        RecipeComponent,
        [
            {
                "recipe_id": ids["recipes"] + n,
                "component_recipe_id": ids["recipes"],
                "quantity": "1/2",
            }
            for n in range(1, recipes)
        ],
        ids,
    )
    _bulk(
        session,
        FinishedUnit,
        [
            {
                "display_name": f"Item {n}",
                "recipe_id": ids["recipes"] + n % recipes,
                "items_per_batch": 24,
                "item_unit": "pieces",
                "category": "Big",
            }
            for n in range(items)
        ],
        ids,
    )
    _bulk(session, Material, [{"name": "Ribbon", "base_unit": "linear_cm"}], ids)
    _bulk(
        session,
        MaterialUnit,
        [
            {"name": f"Bow {n}", "material_id": ids["materials"], "quantity_per_unit": "30.48"}
            for n in range(boxes)
        ],
        ids,
    )
    _bulk(session, FinishedGood, [{"display_name": f"Box {n}"} for n in range(boxes)], ids)
    _bulk(
        session,
        Composition,
        [
            {
                "assembly_id": ids["finished_goods"] + n,
                "finished_unit_id": ids["finished_units"] + 3 * n + k if k < 3 else None,
                "material_unit_id": ids["material_units"] + n if k == 3 else None,
                "component_quantity": k + 1,
                "sort_order": k,
            }
            for n in range(boxes)
            for k in range(4)
        ],
        ids,
    )
    event = Event(name="Big event", event_date=date(2026, 12, 24))
    session.add(event)
    session.flush()
    _bulk(
        session,
        PlanLine,
        [
            {
                "event_id": event.id,
                "finished_good_id": ids["finished_goods"] + n,
                "quantity": n + 1,
                "sort_order": n,
            }
            for n in range(boxes)
        ],
        ids,
    )
    return event.id


def make_two_boxes(session: Session) -> int:
    """50 of box A and 50 of box B with 6 of the same cookie each, at 48 a batch; the event's id.

    A batch takes 2 cup of flour, which weighs 4.25 oz a cup, and 1 cup and 8 tbsp of butter.
    """
    flour = Ingredient(
        name="Flour",
        density_volume_amount=1,
        density_volume_unit="cup",
        density_weight_amount="4.25",
        density_weight_unit="oz",
    )
    butter = Ingredient(name="Butter")
    dough = Recipe(name="Dough")
    dough.ingredients = [
        RecipeIngredient(ingredient=flour, quantity=2, unit="cup"),
        RecipeIngredient(ingredient=butter, quantity=1, unit="cup", sort_order=1),
        RecipeIngredient(ingredient=butter, quantity=8, unit="tbsp", sort_order=2),
    ]
    cookie = FinishedUnit(
        display_name="Sugar cookie", recipe=dough, items_per_batch=48, item_unit="cookies"
    )
    star = FinishedUnit(display_name="Star", recipe=dough, items_per_batch=20, item_unit="stars")
    tart = FinishedUnit(display_name="Tart")
    event = Event(name="Market", event_date=date(2099, 12, 12))
    boxes = [FinishedGood(display_name=f"Box {name}") for name in "AB"]
    session.add_all([event, cookie, star, tart, *boxes])
    session.flush()
    for place, box in enumerate(boxes):
        box.components = [Composition(finished_unit=cookie, component_quantity=6)]
        event.plan_lines.append(PlanLine(finished_good_id=box.id, quantity=50, sort_order=place))
    session.flush()
    return event.id


def make_big_catalog(session: Session, items: int) -> None:
    """So many items, each of a recipe of its own with four lines."""
    ids = {name: _next_id(session, name) for name in Base.metadata.tables}
    names = ("Lemon bliss cake", "Sugar cookie", "Almond biscotti", "Currant scone", "Pumpkin loaf")
    _bulk(session, Ingredient, [{"name": f"Ingredient {n}"} for n in range(400)], ids)
    titles = [f"{names[n % len(names)]} {n}" for n in range(items)]
    _bulk(session, Recipe, [{"name": title, "category": "Big"} for title in titles], ids)
    _bulk(
        session,
        RecipeIngredient,
        [
            {
                "recipe_id": ids["recipes"] + n,
                "ingredient_id": ids["ingredients"] + (n * 4 + line) % 400,
                "quantity": f"{line + 1}.25",
                "unit": "cup",
                "sort_order": line,
            }
            for n in range(items)
            for line in range(4)
        ],
        ids,
    )
    _bulk(
        session,
        FinishedUnit,
        [
            {
                "display_name": title,
                "recipe_id": ids["recipes"] + n,
                "items_per_batch": 24,
                "item_unit": "pieces",
                "category": f"Category {n % 12}",
            }
            for n, title in enumerate(titles)
        ],
        ids,
    )


def _next_id(session: Session, table: str) -> int:
    used = session.connection().exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table}")
    return int(used.scalar_one()) + 1


def _bulk(
    session: Session, model: type[Base], rows: list[dict[str, object]], ids: dict[str, int]
) -> None:
    """Rows with running ids from `ids`, and a slug where the table has one."""
    table = Base.metadata.tables[model.__tablename__]
    values = []
    for place, row in enumerate(rows):
        extra: dict[str, object] = {"id": ids[table.name] + place, "uuid": new_uuid()}
        if "slug" in table.c:
            extra["slug"] = f"{table.name}-{ids[table.name] + place}"
        values.append(extra | row)
    if values:
        session.execute(insert(table), values)
