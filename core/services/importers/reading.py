"""Gets the arrays out of a file of any content, or says in a sentence why it cannot."""

from __future__ import annotations

import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ImportFileError
from core.services.importers.values import shown

LARGEST_FILE = 100_000_000
MOST_ROWS = 100_000
NOTHING_CHANGED = "Nothing was changed."

OURS = frozenset(
    {
        "ingredients",
        "recipes",
        "finished_units",
        "materials",
        "material_units",
        "finished_goods",
        "compositions",
        "events",
        "event_finished_goods",
    }
)
# Arrays that such files hold and that we have no place for; others are counted all the same.
FOREIGN = frozenset(
    {
        "products",
        "purchases",
        "inventory_items",
        "suppliers",
        "recipients",
        "material_products",
        "material_purchases",
        "material_inventory_items",
        "material_categories",
        "material_subcategories",
        "batch_decisions",
        "packages",
        "package_finished_goods",
        "event_recipient_packages",
        "event_production_targets",
        "event_assembly_targets",
        "production_records",
        "production_runs",
        "assembly_runs",
    }
)
# The longest whole number that is worth reading as one; Python refuses those over 4,300 digits.
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Document:
    """The top-level arrays by key, and the keys that hold something else instead."""

    arrays: dict[str, list[Any]]
    no_lists: tuple[str, ...] = ()


def read_document(path: str | Path) -> Document:
    """The file's arrays; raises ImportFileError. Nothing over 100 MB is read at all."""
    file = Path(path)
    name = shown(file.name or str(file))
    content = _read_bytes(file, name)
    if content[:4] == b"PK\x03\x04":
        raise _refused(f"{name} is a full backup in a zip. Only single files can be read so far.")
    if not content.strip():
        raise _refused(f"{name} is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(f"{name} is not a bake-tracker file: it is no text in UTF-8.") from None
    return _arrays_of(_parsed(text, name), name)


def _refused(sentence: str) -> ImportFileError:
    return ImportFileError(f"{sentence} {NOTHING_CHANGED}")


def _read_bytes(file: Path, name: str) -> bytes:
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _refused(f"{name} is a folder. Only single files can be read so far.")
        if not stat.S_ISREG(status.st_mode):
            raise _refused(f"{name} is not a file that can be read.")
        if status.st_size > LARGEST_FILE:
            raise _refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB.")
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise _refused(f"The file {name} is not there.") from None
    except PermissionError:
        raise _refused(f"You may not read the file {name}.") from None
    except (OSError, ValueError):  # a path with a NUL is a ValueError
        raise _refused(f"The file {name} cannot be read.") from None
    if len(content) > LARGEST_FILE:
        raise _refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB.")
    return content


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_twins, parse_int=_whole_number)
    except RecursionError:
        raise _refused(f"{name} is nested too deeply to be read.") from None
    except json.JSONDecodeError as error:
        raise _refused(
            f"{name} is not a bake-tracker file: it is no JSON from line {error.lineno} on."
        ) from None
    except _TwinKeysError as error:
        raise _refused(
            f"{name} says {shown(error.key)} twice in one place, and not the same,"
            " so it is not clear which is meant."
        ) from None


class _TwinKeysError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON readers keep the last of equal keys and drop the others without a word."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise _TwinKeysError(key)
        found[key] = value
    return found


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _arrays_of(content: Any, name: str) -> Document:
    not_ours = f"{name} is not a bake-tracker file: it has no list of recipes, items or the like."
    if not isinstance(content, dict):
        raise _refused(not_ours)
    if "records" in content and "entity_type" in content:
        raise _refused(f"{name} is a part of a full backup. Only single files can be read so far.")
    arrays = {key: value for key, value in content.items() if isinstance(value, list)}
    if not (OURS | FOREIGN) & arrays.keys():
        raise _refused(not_ours)
    rows = sum(len(rows) for key, rows in arrays.items() if key in OURS)
    if rows > MOST_ROWS:
        raise _refused(f"{name} holds {rows:,} rows; at most {MOST_ROWS:,} can be read.")
    no_lists = tuple(
        key
        for key in content
        if key not in arrays
        and content[key] is not None
        and (key in OURS | FOREIGN or (isinstance(content[key], dict) and content[key]))
    )
    return Document(arrays, no_lists)
