"""Gets the arrays out of one JSON file of any content, or says in a sentence why it cannot."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import ImportFileError
from core.services.catalog_format import APPLICATION, FORMAT
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
    """The arrays by kind, and the keys that hold something else instead."""

    arrays: Mapping[str, list[Any]]
    no_lists: tuple[str, ...] = ()
    # Of a package: rows that we have no place for, by kind, and files that its list does not name.
    counted: Mapping[str, int] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()
    is_own: bool = False  # our own export


def refused(sentence: str) -> ImportFileError:
    return ImportFileError(f"{sentence} {NOTHING_CHANGED}")


def read_file(file: Path, name: str) -> bytes:
    """The file's bytes; raises ImportFileError. Nothing over 100 MB is read at all."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refused(f"{name} is not a file that can be read.")
        if status.st_size > LARGEST_FILE:
            raise refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB.")
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise refused(f"The file {name} is not there.") from None
    except PermissionError:
        raise refused(f"You may not read the file {name}.") from None
    except (OSError, ValueError):  # a path with a NUL is a ValueError
        raise refused(f"The file {name} cannot be read.") from None
    if len(content) > LARGEST_FILE:
        raise refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB.")
    return content


def parsed(content: bytes, name: str) -> Any:
    """What the JSON says; raises ImportFileError where it says nothing, or two things."""
    if not content.strip():
        raise refused(f"{name} is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(f"{name} is not a bake-tracker file: it is no text in UTF-8.") from None
    try:
        return json.loads(text, object_pairs_hook=_without_twins, parse_int=_whole_number)
    except RecursionError:
        raise refused(f"{name} is nested too deeply to be read.") from None
    except json.JSONDecodeError as error:
        raise refused(
            f"{name} is not a bake-tracker file: it is no JSON from line {error.lineno} on."
        ) from None
    except _TwinKeysError as error:
        raise refused(
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


def arrays_of(content: Any, name: str) -> Document:
    """The arrays of a single file or a catalog file, known by their keys."""
    not_ours = f"{name} is not a bake-tracker file: it has no list of recipes, items or the like."
    if not isinstance(content, dict):
        raise refused(not_ours)
    if "records" in content and "entity_type" in content:
        raise refused(f"{name} is one part of a full backup. Choose its manifest.json instead.")
    arrays = {key: value for key, value in content.items() if isinstance(value, list)}
    if not (OURS | FOREIGN) & arrays.keys():
        raise refused(not_ours)
    require_not_too_many_rows(sum(len(rows) for key, rows in arrays.items() if key in OURS), name)
    no_lists = tuple(
        key
        for key in content
        if key not in arrays
        and content[key] is not None
        and (key in OURS | FOREIGN or (isinstance(content[key], dict) and content[key]))
    )
    return Document(arrays, no_lists, is_own=_is_own(content, name))


def _is_own(content: Mapping[str, Any], name: str) -> bool:
    """Whether Proofbook wrote it; ImportFileError for one that a newer Proofbook wrote."""
    if content.get("application") != APPLICATION:
        return False
    number = content.get("format", FORMAT)
    if type(number) is not int or number < 1:
        raise refused(f"{name} is not as Proofbook writes its files.")
    if number > FORMAT:
        raise refused(f"{name} was written by a newer Proofbook.")
    return True


def require_not_too_many_rows(rows: int, name: str) -> None:
    if rows > MOST_ROWS:
        raise refused(f"{name} holds {rows:,} rows; at most {MOST_ROWS:,} can be read.")
