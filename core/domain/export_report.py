"""What an export wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many things of each kind, by our tables' names; lines and contents are not counted."""

    counts: Mapping[str, int]
