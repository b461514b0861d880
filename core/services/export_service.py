"""Exports the catalog as one JSON file, from which an empty file becomes the same catalog."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.domain.export_report import ExportReport
from core.models import (
    BaseModel,
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)
from core.services.catalog_format import APPLICATION, FORMAT, Cell, written_row
from core.services.database import session_scope
from core.services.whole_file import require_other_file, write_whole

Row = dict[str, Any]

_COUNTED = ("ingredients", "recipes", "finished_units", "materials", "finished_goods")


def export_catalog(path: str | Path, session: Session | None = None) -> ExportReport:
    """Writes the whole catalog, retired things too, to `path`; plans and snapshots are not in it.

    The same catalog always gives the same bytes. A file that is there is replaced by a whole new
    one or stays as it was; raises ExportFileError where it cannot be written.
    """
    require_other_file(Path(path))  # before the reading, which may take a while
    with session_scope(session, write=False) as s:
        document = catalog_document(s)
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(path, f"{text}\n".encode(), what="The catalog")
    return ExportReport(MappingProxyType({kind: len(document[kind]) for kind in _COUNTED}))


def catalog_document(session: Session) -> dict[str, Any]:
    """The catalog by kind, each in an order that does not depend on ids."""
    units = select(MaterialUnit).options(selectinload(MaterialUnit.material))
    boxes = list(session.scalars(select(FinishedGood).options(*_CONTENTS)))
    boxes.sort(key=lambda each: each.slug)
    return {
        "application": APPLICATION,
        "format": FORMAT,
        "ingredients": _by_slug(map(written_row, session.scalars(select(Ingredient)))),
        "recipes": _by_slug(map(_recipe, session.scalars(select(Recipe).options(*_LINES)))),
        "finished_units": _by_slug(map(_item, session.scalars(select(FinishedUnit)))),
        "materials": _by_slug(map(written_row, session.scalars(select(Material)))),
        "material_units": _by_slug(map(_unit, session.scalars(units))),
        "finished_goods": _by_slug(map(written_row, boxes)),
        "compositions": [_content(each) for box in boxes for each in box.components],
    }


_LINES = (
    selectinload(Recipe.ingredients).selectinload(RecipeIngredient.ingredient),
    selectinload(Recipe.components).selectinload(RecipeComponent.component_recipe),
)
_CONTENTS = (
    selectinload(FinishedGood.components).options(
        selectinload(Composition.finished_unit),
        selectinload(Composition.finished_good),
        selectinload(Composition.material_unit).selectinload(MaterialUnit.material),
        selectinload(Composition.material),
    ),
)


def _by_slug(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.get("material_slug", ""), row["slug"]))


def _recipe(recipe: Recipe) -> Row:
    lines = [_with(line, ingredient_slug=line.ingredient.slug) for line in recipe.ingredients]
    parts = [
        _with(part, component_recipe_slug=part.component_recipe.slug) for part in recipe.components
    ]
    return written_row(recipe) | {"ingredients": lines, "components": parts}


def _item(item: FinishedUnit) -> Row:
    return _with(item, recipe_slug=item.recipe.slug if item.recipe is not None else None)


def _unit(unit: MaterialUnit) -> Row:
    return _with(unit, material_slug=unit.material.slug)


def _content(content: Composition) -> Row:
    """The words are a full backup's: `finished_good_slug` is the box inside."""
    slugs: dict[str, Cell] = {"assembly_slug": content.assembly.slug}
    if content.finished_unit is not None:
        slugs["finished_unit_slug"] = content.finished_unit.slug
    elif content.finished_good is not None:
        slugs["finished_good_slug"] = content.finished_good.slug
    elif content.material_unit is not None:
        slugs["material_slug"] = content.material_unit.material.slug
        slugs["material_unit_slug"] = content.material_unit.slug
    elif content.material is not None:
        slugs["material_slug"] = content.material.slug
    return _with(content, **slugs)


def _with(row: BaseModel, **slugs: Cell) -> Row:
    return written_row(row) | slugs
