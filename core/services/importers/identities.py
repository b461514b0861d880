"""Lets new rows keep the uuids that their file gives them, where nobody here has them yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import (
    BaseModel,
    Composition,
    MaterialUnit,
    RecipeComponent,
    RecipeIngredient,
)
from core.services.importers.baking import BakingPlan
from core.services.importers.boxing import PackingPlan
from core.services.importers.records import Record
from core.services.importers.things import MODELS


class _Uuids:
    """Those of one table: each is given once."""

    def __init__(self, session: Session, model: type[BaseModel], wanted: Iterable[str | None]):
        is_wanted = any(wanted)  # foreign files name none, and then nothing is asked
        self._taken = set(session.scalars(select(model.uuid))) if is_wanted else set[str]()

    def give(self, uuid: str | None) -> str | None:
        if uuid is None or uuid in self._taken:
            return None
        self._taken.add(uuid)
        return uuid


def settle_identities(session: Session, baking: BakingPlan, packing: PackingPlan) -> None:
    """Takes away the uuids that are here already or that the file gives twice."""
    for records in (
        baking.ingredients,
        baking.recipes,
        baking.items,
        packing.materials,
        packing.units.records,
        packing.boxes,
    ):
        _settle_records(session, records)
    _settle_lines(session, baking.recipes)
    helds = packing.contents
    uuids = _Uuids(session, Composition, (held.uuid for held in helds))
    for held in helds:
        held.uuid = uuids.give(held.uuid)


def _settle_records(session: Session, records: list[Record]) -> None:
    if not records:
        return
    kind = records[0].kind
    model: Any = MaterialUnit if kind == "material_units" else MODELS[kind]
    uuids = _Uuids(session, model, (each.defaults.get("uuid") for each in records))
    for record in records:
        uuid = uuids.give(record.defaults.pop("uuid", None))
        if uuid is not None:
            record.defaults["uuid"] = uuid


def _settle_lines(session: Session, recipes: list[Record]) -> None:
    lines = (line.uuid for recipe in recipes for line in recipe.lines)
    parts = (part.uuid for recipe in recipes for part in recipe.parts)
    of_lines = _Uuids(session, RecipeIngredient, lines)
    of_parts = _Uuids(session, RecipeComponent, parts)
    for recipe in recipes:
        recipe.found_lines = [
            (found, replace(line, uuid=of_lines.give(line.uuid)))
            for found, line in recipe.found_lines
        ]
        recipe.found_parts = [
            (found, replace(part, uuid=of_parts.give(part.uuid)))
            for found, part in recipe.found_parts
        ]
