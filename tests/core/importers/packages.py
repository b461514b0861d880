"""Full backups for tests: one with every kind in it, as a folder and as a zip."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

Files = dict[str, bytes]
Arrays = dict[str, list[Any]]

NESTED = {
    "finished_units": "finished_units",
    "production_targets": "production_targets",
    "assembly_targets": "event_finished_goods",
}


def backup_arrays() -> Arrays:
    """A small bakery in the words of a full backup."""
    return {
        "suppliers": [{"name": "Mill"}],
        "ingredients": [{"slug": "flour", "display_name": "Flour", "category": "Dry"}],
        "recipes": [
            {
                "slug": "bread",
                "name": "Bread",
                "ingredients": [{"ingredient_slug": "flour", "quantity": 2, "unit": "cup"}],
                "components": [
                    {
                        "component_recipe_slug": "sour",
                        "component_recipe_name": "Sour",
                        "quantity": 0.5,
                        "sort_order": 0,
                    }
                ],
            },
            {
                "slug": "sour",
                "name": "Sour",
                "ingredients": [{"ingredient_slug": "rye", "quantity": 0.33, "unit": "cup"}],
            },
        ],
        "finished_units": [
            {
                "slug": "loaf",
                "display_name": "Loaf",
                "recipe_slug": "bread",
                "yield_mode": "discrete_count",
                "items_per_batch": 2,
            }
        ],
        "materials": [{"slug": "ribbon", "name": "Ribbon", "base_unit_type": "linear_cm"}],
        "material_products": [
            {"slug": "red", "material_slug": "ribbon", "name": "Red", "package_unit": "yards"}
        ],
        "material_units": [
            {
                "material_product_slug": "red",
                "slug": "bow",
                "name": "Bow",
                "quantity_per_unit": 30.48,
            }
        ],
        "finished_goods": [
            {"slug": "hamper", "display_name": "Hamper", "assembly_type": "bundle"},
            {"slug": "gift", "display_name": "Gift", "assembly_type": "bundle"},
        ],
        "compositions": [
            {
                "assembly_slug": "hamper",
                "finished_good_slug": "gift",
                "component_quantity": 2,
                "sort_order": 0,
            },
            {"assembly_slug": "gift", "finished_unit_slug": "loaf", "component_quantity": 1},
            {"assembly_slug": "gift", "material_unit_slug": "bow", "component_quantity": 1},
        ],
        "events": [
            {
                "name": "Fair",
                "event_date": "2026-12-12",
                "production_targets": [{"recipe_slug": "bread", "target_batches": 3}],
                "assembly_targets": [{"finished_good_slug": "hamper", "target_quantity": 50}],
            }
        ],
        "finished_unit_snapshots": [{"definition_data": "{}"}, {"definition_data": "{}"}],
    }


def backup_files(arrays: Arrays | None = None) -> Files:
    """The files of a full backup, the manifest among them."""
    files: Files = {}
    listed = []
    for order, (kind, rows) in enumerate((arrays or backup_arrays()).items()):
        part = {"version": "1.0", "entity_type": kind, "records": rows}
        content = json.dumps(part).encode()
        files[f"{kind}.json"] = content
        listed.append(
            {
                "filename": f"{kind}.json",
                "entity_type": kind,
                "record_count": len(rows),
                "sha256": hashlib.sha256(content).hexdigest(),
                "import_order": order,
            }
        )
    files["manifest.json"] = json.dumps({"version": "1.0", "files": listed}).encode()
    return files


def with_manifest(files: Files, **changed: Any) -> Files:
    """The files with something else said of the first file in the manifest; None takes it out."""
    manifest = json.loads(files["manifest.json"])
    said = {**manifest["files"][0], **changed}
    manifest["files"][0] = {key: value for key, value in said.items() if value is not None}
    return files | {"manifest.json": json.dumps(manifest).encode()}


def write_folder(path: Path, files: Files) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def write_zip(path: Path, files: Files, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(prefix + name, content)
    return path


def backup_rows(arrays: Arrays) -> dict[str, int]:
    """Rows by kind: records, the items in recipes, and what stands in an event's plan."""
    rows: Counter[str] = Counter({kind: len(some) for kind, some in arrays.items() if some})
    for kind, keys in (
        ("recipes", ("finished_units",)),
        ("events", ("production_targets", "assembly_targets")),
    ):
        for raw in arrays.get(kind, []):
            for key in keys:
                nested = raw.get(key) if isinstance(raw, dict) else None
                if isinstance(nested, list) and nested:
                    rows[NESTED[key]] += len(nested)
    return dict(rows)
