"""The same useful work by hand: sqlite3 alone, no layers, same pragmas, guards, texts and proof."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.domain.definition import (
    HASH_VERSION,
    SealedHead,
    canonical_text,
    manifest_hash,
    text_hash,
)
from core.domain.folding import fold

PRAGMAS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "synchronous=EXTRA",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_spill=OFF",
    "journal_mode=DELETE",
)
TABLES = ("finished_unit", "material_unit", "finished_good")
Row = tuple[Any, ...]
Texts = dict[tuple[str, int], str]

BOXES = (
    "WITH RECURSIVE b(id) AS (SELECT finished_good_id FROM plan_lines WHERE event_id = :e"
    " AND finished_good_id IS NOT NULL UNION SELECT c.finished_good_id FROM compositions c"
    " JOIN b ON c.assembly_id = b.id WHERE c.finished_good_id IS NOT NULL) "
)
ITEMS = (
    "i(id) AS (SELECT finished_unit_id FROM compositions WHERE assembly_id IN (SELECT id FROM b)"
    " AND finished_unit_id IS NOT NULL UNION SELECT finished_unit_id FROM plan_lines"
    " WHERE event_id = :e AND finished_unit_id IS NOT NULL) "
)
RECIPES = (
    "r(id) AS (SELECT recipe_id FROM finished_units WHERE id IN (SELECT id FROM i)"
    " AND recipe_id IS NOT NULL UNION SELECT p.component_recipe_id FROM recipe_components p"
    " JOIN r ON p.recipe_id = r.id) "
)


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def number(stored: str | None) -> int | str | None:
    return int(stored) if stored is not None and stored.isdigit() else stored


class Plan:
    """Everything in an event's plan, read in nine statements."""

    def __init__(self, c: sqlite3.Connection, event_id: int) -> None:
        values = {"e": event_id}
        self.event = c.execute(
            "SELECT id, uuid, name, event_date, last_version FROM events WHERE id = :e", values
        ).fetchone()
        self.lines = c.execute(
            "SELECT uuid, finished_good_id, finished_unit_id, material_unit_id, quantity, notes,"
            " sort_order FROM plan_lines WHERE event_id = :e ORDER BY sort_order, id",
            values,
        ).fetchall()
        self.boxes = c.execute(
            BOXES + "SELECT id, uuid, slug, display_name, description, assembly_type,"
            " packaging_instructions, notes, retired_at FROM finished_goods"
            " WHERE id IN (SELECT id FROM b)",
            values,
        ).fetchall()
        self.contents: dict[int, list[Row]] = defaultdict(list)
        for row in c.execute(
            BOXES + "SELECT assembly_id, finished_good_id, finished_unit_id, material_unit_id,"
            " component_quantity, component_notes, sort_order, is_generic FROM compositions"
            " WHERE assembly_id IN (SELECT id FROM b) ORDER BY assembly_id, sort_order, id",
            values,
        ):
            self.contents[row[0]].append(row)
        self.items = c.execute(
            BOXES + ", " + ITEMS + "SELECT id, uuid, slug, display_name, description, recipe_id,"
            " yield_mode, items_per_batch, item_unit, batch_percentage, portion_description,"
            " category, production_notes, notes, retired_at FROM finished_units"
            " WHERE id IN (SELECT id FROM i)",
            values,
        ).fetchall()
        self.materials = c.execute(
            BOXES + "SELECT u.id, u.uuid, u.slug, u.name, u.description, u.material_id, m.uuid,"
            " m.name, m.category, m.base_unit, m.display_unit, u.quantity_per_unit, u.retired_at"
            " FROM material_units u JOIN materials m ON m.id = u.material_id WHERE u.id IN"
            " (SELECT material_unit_id FROM compositions WHERE assembly_id IN (SELECT id FROM b)"
            " UNION SELECT material_unit_id FROM plan_lines WHERE event_id = :e)",
            values,
        ).fetchall()
        recipes = BOXES + ", " + ITEMS + ", " + RECIPES
        self.recipes = {
            row[0]: row
            for row in c.execute(
                recipes + "SELECT id, uuid, slug, name, category, notes FROM recipes"
                " WHERE id IN (SELECT id FROM r)",
                values,
            )
        }
        self.recipe_lines: dict[int, list[Row]] = defaultdict(list)
        for row in c.execute(
            recipes + "SELECT l.recipe_id, g.uuid, g.slug, g.name, l.quantity, l.unit, l.notes,"
            " g.density_volume_amount, g.density_volume_unit, g.density_weight_amount,"
            " g.density_weight_unit FROM recipe_ingredients l JOIN ingredients g"
            " ON g.id = l.ingredient_id WHERE l.recipe_id IN (SELECT id FROM r)"
            " ORDER BY l.recipe_id, l.sort_order, l.id",
            values,
        ):
            self.recipe_lines[row[0]].append(row)
        self.parts: dict[int, list[Row]] = defaultdict(list)
        for row in c.execute(
            recipes + "SELECT recipe_id, component_recipe_id, quantity FROM recipe_components"
            " WHERE recipe_id IN (SELECT id FROM r) ORDER BY recipe_id, sort_order, id",
            values,
        ):
            self.parts[row[0]].append(row)
        self._trees: dict[int, Any] = {}
        self._recipe_data: dict[int, Any] = {}

    def recipe(self, recipe_id: int) -> Any:
        if recipe_id not in self._recipe_data:
            row = self.recipes[recipe_id]
            self._recipe_data[recipe_id] = {
                "slug": row[2],
                "name": row[3],
                "category": row[4],
                "notes": row[5],
                "lines": [
                    {
                        "ingredient_uuid": line[1],
                        "slug": line[2],
                        "name": line[3],
                        "quantity": number(line[4]),
                        "unit": line[5],
                        "notes": line[6],
                        "density": None
                        if line[7] is None
                        else {
                            "volume_amount": number(line[7]),
                            "volume_unit": line[8],
                            "weight_amount": number(line[9]),
                            "weight_unit": line[10],
                        },
                    }
                    for line in self.recipe_lines[recipe_id]
                ],
                "components": [
                    {"recipe_uuid": self.recipes[part[1]][1], "quantity": number(part[2])}
                    for part in self.parts[recipe_id]
                ],
            }
        return self._recipe_data[recipe_id]

    def tree(self, root: int) -> Any:
        if root not in self._trees:
            reached = [root]
            for each in reached:
                reached += [part[1] for part in self.parts[each] if part[1] not in reached]
            self._trees[root] = {
                "root": self.recipes[root][1],
                "recipes": {self.recipes[each][1]: self.recipe(each) for each in reached},
            }
        return self._trees[root]

    def item(self, row: Row) -> Any:
        recipe = self.recipes.get(row[5])
        return {
            "uuid": row[1],
            "slug": row[2],
            "display_name": row[3],
            "description": row[4],
            "recipe_id": row[5],
            "recipe_name": recipe[3] if recipe else None,
            "recipe_category": recipe[4] if recipe else None,
            "yield_mode": row[6],
            "items_per_batch": number(row[7]),
            "item_unit": row[8],
            "batch_percentage": number(row[9]),
            "portion_description": row[10],
            "category": row[11],
            "production_notes": row[12],
            "notes": row[13],
            "recipe": self.tree(row[5]) if recipe else None,
        }

    def material(self, row: Row) -> Any:
        return {
            "uuid": row[1],
            "slug": row[2],
            "name": row[3],
            "description": row[4],
            "material_id": row[5],
            "material_uuid": row[6],
            "material_name": row[7],
            "material_category": row[8],
            "base_unit": row[9],
            "display_unit": row[10],
            "quantity_per_unit": number(row[11]),
        }

    def box(self, row: Row, names: dict[Any, Row], refs: dict[Any, tuple[int, str]]) -> Any:
        entries = []
        for part in self.contents[row[0]]:
            thing = source(part[1], part[2], part[3])
            named = names[thing]
            entries.append(
                {
                    "component_type": thing[0],
                    "snapshot_id": refs[thing][0] if refs else None,
                    "snapshot_uuid": refs[thing][1] if refs else None,
                    "original_id": thing[1],
                    "original_uuid": named[1],
                    "component_slug": named[2],
                    "component_name": named[3],
                    "component_quantity": number(part[4]),
                    "component_notes": part[5],
                    "sort_order": part[6],
                    "is_generic": bool(part[7]),
                }
            )
        return {
            "uuid": row[1],
            "slug": row[2],
            "display_name": row[3],
            "description": row[4],
            "assembly_type": row[5],
            "packaging_instructions": row[6],
            "notes": row[7],
            "components": entries,
        }


def source(box: int | None, item: int | None, material: int | None) -> tuple[str, int]:
    if box is not None:
        return "finished_good", box
    if item is not None:
        return "finished_unit", item
    assert material is not None
    return "material_unit", material


def finalize(c: sqlite3.Connection, event_id: int, confirmed: str | None) -> tuple[int, str]:
    """(snapshot id, digest); `confirmed` is the digest of what the preview showed."""
    c.execute("BEGIN IMMEDIATE")
    plan = Plan(c, event_id)
    names: dict[Any, Row] = {("finished_unit", row[0]): row for row in plan.items}
    names |= {("material_unit", row[0]): row for row in plan.materials}
    names |= {("finished_good", row[0]): row for row in plan.boxes}
    texts: Texts = {("finished_unit", r[0]): canonical_text(plan.item(r)) for r in plan.items}
    texts |= {("material_unit", r[0]): canonical_text(plan.material(r)) for r in plan.materials}
    drafts = {("finished_good", r[0]): canonical_text(plan.box(r, names, {})) for r in plan.boxes}
    digest = _digest(plan, names, texts | drafts)
    if confirmed is not None and digest != confirmed:
        raise RuntimeError("the plan was changed")
    now = datetime.now(UTC)
    moment = now.replace(tzinfo=None).isoformat(" ", "microseconds")
    uuid, version = str(uuid4()), plan.event[4] + 1
    snapshot_id = c.execute(
        "INSERT INTO planning_snapshots (uuid, event_id, created_at) VALUES (?, ?, ?)",
        (uuid, event_id, moment),
    ).lastrowid
    assert snapshot_id is not None
    refs = _reserve(c, names)
    for row in plan.boxes:
        texts["finished_good", row[0]] = canonical_text(plan.box(row, names, refs))
    hashes = {thing: text_hash(text) for thing, text in texts.items()}
    for kind in TABLES:
        c.executemany(
            f"INSERT INTO {kind}_snapshots (id, uuid, {kind}_id, planning_snapshot_id,"
            " snapshot_date, definition_data, definition_hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (*refs[thing], thing[1], snapshot_id, moment, texts[thing], hashes[thing])
                for thing in texts
                if thing[0] == kind
            ],
        )
    lines = []
    for line in plan.lines:
        thing = source(line[1], line[2], line[3])
        lines.append(_line(line, thing, names[thing]) | {"snapshot_uuid": refs[thing][1]})
    plan_data = canonical_text({"lines": lines, "to_check": []})
    head = SealedHead(uuid, version, now, plan.event[1], plan.event[2], None)
    manifest = manifest_hash(
        head, plan_data, [(thing[0], refs[thing][1], hashes[thing]) for thing in texts]
    )
    c.execute(
        "UPDATE planning_snapshots SET version = ?, event_uuid = ?, event_name = ?, plan_data = ?,"
        " hash_version = ?, manifest_hash = ? WHERE id = ?",
        (version, plan.event[1], plan.event[2], plan_data, HASH_VERSION, manifest, snapshot_id),
    )
    c.execute("UPDATE events SET last_version = ? WHERE id = ?", (version, event_id))
    _prove(c, snapshot_id, head, manifest)
    _index(c, snapshot_id, plan, manifest)
    c.execute("COMMIT")
    return snapshot_id, digest


def _digest(plan: Plan, names: dict[Any, Row], texts: Texts) -> str:
    lines = []
    for line in plan.lines:
        thing = source(line[1], line[2], line[3])
        lines.append(_line(line, thing, names[thing]))
    things = sorted([thing[0], names[thing][1], text_hash(text)] for thing, text in texts.items())
    return text_hash(canonical_text({"event": plan.event, "lines": lines, "things": things}))


def _line(line: Row, thing: tuple[str, int], named: Row) -> dict[str, Any]:
    return {
        "uuid": line[0],
        "kind": thing[0],
        "source_uuid": named[1],
        "name": named[3],
        "quantity": number(line[4]),
        "notes": line[5],
        "sort_order": line[6],
    }


def _reserve(c: sqlite3.Connection, names: dict[Any, Row]) -> dict[Any, tuple[int, str]]:
    used = dict(c.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    refs = {}
    for thing in names:
        table = f"{thing[0]}_snapshots"
        used[table] = used.get(table, 0) + 1
        refs[thing] = (used[table], str(uuid4()))
    return refs


def _prove(c: sqlite3.Connection, snapshot_id: int, head: SealedHead, manifest: str) -> None:
    found = []
    for kind in TABLES:
        for uuid, text, digest in c.execute(
            f"SELECT uuid, definition_data, definition_hash FROM {kind}_snapshots"
            " WHERE planning_snapshot_id = ?",
            (snapshot_id,),
        ):
            if text_hash(text) != digest:
                raise RuntimeError("what was written does not match")
            found.append((kind, uuid, digest))
    (plan_data,) = c.execute(
        "SELECT plan_data FROM planning_snapshots WHERE id = ?", (snapshot_id,)
    ).fetchone()
    if manifest_hash(head, plan_data, found) != manifest:
        raise RuntimeError("what was written does not match")


def _index(c: sqlite3.Connection, snapshot_id: int, plan: Plan, manifest: str) -> None:
    held: dict[str, None] = dict.fromkeys(row[3] for row in plan.items)
    held |= dict.fromkeys(row[3] for row in plan.materials)
    held |= dict.fromkeys(row[3] for row in plan.boxes)
    held |= dict.fromkeys(row[3] for row in plan.recipes.values())
    held |= dict.fromkeys(line[3] for lines in plan.recipe_lines.values() for line in lines)
    code = f"{manifest[:4]} {manifest[4:8]}".upper()
    c.executemany(
        "INSERT INTO search_entries (kind, owner_id, field, folded, shown)"
        " VALUES ('planning_snapshot', ?, ?, ?, ?)",
        [
            (snapshot_id, "name", fold(plan.event[2]), plan.event[2]),
            (snapshot_id, "code", fold(code), code),
            (snapshot_id, "holds", "\n".join(fold(name) for name in held), "\n".join(held)),
        ],
    )


def read(c: sqlite3.Connection, snapshot_id: int) -> dict[str, Any]:
    """The specification's dict with everything in it."""
    c.execute("BEGIN")
    row = c.execute(
        "SELECT id, event_id, created_at, notes FROM planning_snapshots WHERE id = ?",
        (snapshot_id,),
    ).fetchone()
    result: dict[str, Any] = {
        "id": row[0],
        "event_id": row[1],
        "created_at": iso(row[2]),
        "notes": row[3],
    }
    for kind in TABLES:
        source_id = f"{kind}_id"
        result[f"{kind}_snapshots"] = [
            {
                "id": each[0],
                source_id: each[1],
                "snapshot_date": iso(each[2]),
                "definition_data": json.loads(each[3]),
            }
            for each in c.execute(
                f"SELECT id, {source_id}, snapshot_date, definition_data FROM {kind}_snapshots"
                " WHERE planning_snapshot_id = ?",
                (snapshot_id,),
            )
        ]
    result["total_snapshots"] = sum(len(result[f"{kind}_snapshots"]) for kind in TABLES)
    c.execute("ROLLBACK")
    return result


def iso(stored: str) -> str:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).isoformat()


def delete(c: sqlite3.Connection, snapshot_id: int) -> bool:
    c.execute("BEGIN IMMEDIATE")
    deleted = c.execute("DELETE FROM planning_snapshots WHERE id = ?", (snapshot_id,)).rowcount
    c.execute("COMMIT")
    return deleted == 1
