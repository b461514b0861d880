"""One small bakery in each dialect that can be imported, and how each is written to disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.models import FinishedGood, Ingredient, Recipe, RecipeIngredient
from core.services.database import session_scope
from core.services.export_service import catalog_document
from tests.core.importers.packages import (
    backup_arrays,
    backup_files,
    backup_rows,
    write_folder,
    write_zip,
)
from tests.core.importers.reports import rows_of
from tests.core.importers.test_importing_again import bakery
from tests.core.stored_rows import bakery_in_memory

Document = dict[str, Any]


@dataclass(frozen=True)
class Dialect:
    """`last_table` is where the last row of the file is written."""

    name: str
    make: Callable[[], Document]
    write: Callable[[Path, Document], Path]
    rows: Callable[[Document], dict[str, int]]
    last_table: str


def single_file() -> Document:
    document = bakery()
    document["material_units"] = [
        {"material_product_slug": "p", "slug": "u", "name": "Unit", "quantity_per_unit": 2}
    ]
    document["material_products"] = [{"slug": "p", "material_slug": "bag", "default_unit": "each"}]
    document["recipes"][1]["finished_units"] = [{"name": "Jar", "unit_yield_quantity": 1}]
    return document


def catalog_of_recipes() -> Document:
    """A catalog file: one array, ingredients by name."""
    return {
        "version": "3.5",
        "recipes": [
            {
                "name": "Bread",
                "category": "Loaves",
                "ingredients": [
                    {"ingredient_name": "Flour", "quantity": 2.25, "unit": "cup"},
                    {"ingredient_name": "Flour", "quantity": 1, "unit": "tbsp"},
                    {"ingredient_name": "Rye", "quantity": 0.67, "unit": "cup"},
                ],
                "finished_units": [{"name": "Loaf", "unit_yield_quantity": 2}],
            },
            {"name": "Sour", "components": [{"recipe_name": "Bread", "quantity": 1}]},
        ],
    }


def catalog_of_ingredients() -> Document:
    """A catalog file: flat ingredients, with a category and no parent."""
    return {
        "catalog_version": "1.0",
        "ingredients": [
            {"slug": "flour", "display_name": "Flour", "category": "Dry"},
            {
                "slug": "sugar",
                "display_name": "Sugar",
                "category": "Dry",
                "density_volume_value": 1,
                "density_volume_unit": "cup",
                "density_weight_value": 7,
                "density_weight_unit": "oz",
            },
        ],
    }


def catalog_of_materials() -> Document:
    return {
        "version": "1.0",
        "application": "bake-tracker",
        "materials": [
            {"slug": "box", "display_name": "Window box", "category": "Boxes: Window Boxes"},
            {"slug": "bag", "display_name": "Bag", "category": "Bags"},
        ],
    }


def catalog_of_products() -> Document:
    return {
        "version": "4.2",
        "material_products": [{"material": "Bag", "display_name": "Bags, 25", "slug": "bags"}],
    }


def own_export() -> Document:
    with bakery_in_memory(), session_scope() as session:
        flour = session.scalars(select(Ingredient).filter_by(name="Flour")).one()
        recipe = Recipe(name="Sablés", notes="as it was")
        recipe.ingredients.append(RecipeIngredient(ingredient=flour, quantity="1/3", unit="cup"))
        session.add_all([recipe, FinishedGood(display_name="Empty box")])
        session.flush()
        document = catalog_document(session)
        session.rollback()
    return document


def write_json(path: Path, document: Document) -> Path:
    file = path / "bakery.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def arrays_of(document: Document) -> Document:
    return {key: value if isinstance(value, list) else [] for key, value in document.items()}


def write_backup_folder(path: Path, document: Document) -> Path:
    folder = path / "backup"
    for old in folder.glob("*.json"):
        old.unlink()
    return write_folder(folder, backup_files(arrays_of(document)))


def write_backup_zip(path: Path, document: Document) -> Path:
    return write_zip(path / "backup.zip", backup_files(arrays_of(document)))


def top_rows(document: Document) -> dict[str, int]:
    """Of our own export, whose recipes hold lines only: the elements of its arrays."""
    return dict(Counter({k: len(v) for k, v in document.items() if isinstance(v, list) and v}))


def rows_of_backup(document: Document) -> dict[str, int]:
    return backup_rows(arrays_of(document))


DIALECTS = (
    Dialect("single file", single_file, write_json, rows_of, "plan_lines"),
    Dialect(
        "full backup in a folder", backup_arrays, write_backup_folder, rows_of_backup, "plan_lines"
    ),
    Dialect("full backup in a zip", backup_arrays, write_backup_zip, rows_of_backup, "plan_lines"),
    Dialect("catalog of recipes", catalog_of_recipes, write_json, rows_of, "finished_units"),
    Dialect("catalog of ingredients", catalog_of_ingredients, write_json, rows_of, "ingredients"),
    Dialect("catalog of materials", catalog_of_materials, write_json, rows_of, "material_units"),
    Dialect("own export", own_export, write_json, top_rows, "compositions"),
)
