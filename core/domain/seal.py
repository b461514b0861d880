"""Whether a snapshot is open, sealed, or was broken by something that took a part of its seal."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

# Set all together by the sealing UPDATE; event_date and summary may be null even then.
SEAL_REQUIRED = (
    "version",
    "event_uuid",
    "event_name",
    "plan_data",
    "hash_version",
    "manifest_hash",
)
SEAL_OPTIONAL = ("event_date", "summary")
SEAL = (*SEAL_REQUIRED, *SEAL_OPTIONAL)


class SealState(StrEnum):
    """The three ways the columns of a seal can stand."""

    OPEN = "open"
    SEALED = "sealed"
    BROKEN = "broken"


def seal_state(row: Any) -> SealState:
    """Of a container's row, or of any mapping or row that has the columns of the seal.

    A seal that has lost a part of itself is broken; only a row without any part of one is open.
    """
    values: Mapping[str, Any] = getattr(row, "_mapping", row)
    # A day that is none reads as None; "event_day" says whether there is one.
    if all(values[column] is None for column in SEAL) and values.get("event_day") is None:
        return SealState.OPEN
    if any(values[column] is None for column in SEAL_REQUIRED):
        return SealState.BROKEN
    return SealState.SEALED
