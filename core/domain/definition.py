"""A component's frozen facts: canonical text and hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.domain.keys import ComponentKind

HASH_VERSION = 1  # of what is sealed now
KNOWN_HASH_VERSIONS = frozenset({1})

Data = dict[str, Any]
ThingKey = tuple[str, str]  # (kind, uuid); the kinds are ComponentKind's and "recipe"

RECIPE = "recipe"

_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical_text(data: Any) -> str:
    """The one text of a JSON value: sorted keys, no spaces, no floats."""
    return _CANONICAL.encode(data)


def text_hash(text: str) -> str:
    """SHA-256 of the text's UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SealedHead:
    """A snapshot's identity and its event as it was: what the manifest covers besides contents."""

    uuid: str
    version: int
    created_at: datetime
    event_uuid: str
    event_name: str
    event_date: date | None
    hash_version: int = HASH_VERSION


def manifest_hash(
    head: SealedHead, plan_data: str, definitions: Iterable[tuple[str, str, str]]
) -> str:
    """The hash that seals a snapshot; `definitions` are (kind, uuid of the row, hash), any order."""
    return text_hash(
        canonical_text(
            {
                "hash_version": head.hash_version,
                "uuid": head.uuid,
                "version": head.version,
                "created_at": head.created_at.isoformat(),
                "event_uuid": head.event_uuid,
                "event_name": head.event_name,
                "event_date": head.event_date.isoformat() if head.event_date else None,
                "plan_hash": text_hash(plan_data),
                "definitions": sorted(list(entry) for entry in definitions),
            }
        )
    )


def snapshot_code(manifest: str | None) -> str:
    """The short code that names a snapshot on paper: "7F2A 91C3"; "" while it is open."""
    return f"{manifest[:4]} {manifest[4:8]}".upper() if manifest else ""


def definition_name(data: Mapping[str, Any]) -> str:
    """The baker's name for what the definition describes."""
    if "material_name" in data:
        return material_unit_name(data["name"], data["material_name"])
    return str(data.get("display_name") or data.get("name") or "")


def material_unit_name(unit_name: str, material_name: str) -> str:
    """How a unit of a material reads where nothing else names the material.

    A unit that only counts ("1 piece", "1 in") would say nothing by itself.
    """
    if unit_name == "1 piece":
        return material_name
    return f"{material_name}, {unit_name}" if unit_name[:1].isdigit() else unit_name


def counted_in(kind: str, data: Mapping[str, Any]) -> str:
    """The unit a plan counts the thing in; never empty: 12 of a cake served in slices is no 12 cakes."""
    if kind == ComponentKind.FINISHED_GOOD:
        return "boxes"
    if kind == ComponentKind.FINISHED_UNIT:
        if data["yield_mode"] == "batch_portion":
            return data["portion_description"] or "portions"
        return data["item_unit"] or "pieces"
    return "each"


def has_no_yield(data: Mapping[str, Any]) -> bool:
    """Whether an item's definition does not say what a batch makes."""
    if data["yield_mode"] == "batch_portion":
        return data["batch_percentage"] is None
    return data["items_per_batch"] is None
