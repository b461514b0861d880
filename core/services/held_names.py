"""The names in a snapshot, by which search finds it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from core.domain.definition import Data, definition_name
from core.services.snapshot_reader import UNREADABLE
from core.services.snapshot_writer import stored_definitions


def held_names(session: Session, planning_snapshot_ids: Any) -> dict[int, list[str]]:
    """Every name a snapshot holds, recipes and ingredients too, each once, by snapshot id."""
    if not isinstance(planning_snapshot_ids, list):
        planning_snapshot_ids = list(session.scalars(planning_snapshot_ids))
    names: dict[int, dict[str, None]] = {}
    for snapshot_id, row in stored_definitions(session, planning_snapshot_ids):
        held = names.setdefault(snapshot_id, {})
        try:
            held.update(dict.fromkeys(names_in([json.loads(row.text)])))
        except UNREADABLE:
            continue  # it has no name to be found by; opening its snapshot says so
    return {snapshot_id: list(held) for snapshot_id, held in names.items()}


def names_in(definitions: Iterable[Data]) -> list[str]:
    """Every name in the definitions, recipes and ingredients too, each once."""
    names: dict[str, None] = {}
    for data in definitions:
        names[definition_name(data)] = None
        names.update(dict.fromkeys(entry["component_name"] for entry in data.get("components", ())))
        recipe_tree = data.get("recipe") or {"recipes": {}}
        for recipe in recipe_tree["recipes"].values():
            names[recipe["name"]] = None
            names.update(dict.fromkeys(line["name"] for line in recipe["lines"]))
    return [name.replace("\n", " ") for name in names if name]
