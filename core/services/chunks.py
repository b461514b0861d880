"""Splits what goes into one statement: some builds of SQLite take no more than 32,766 variables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

MOST_AT_ONCE = 10_000

ValueT = TypeVar("ValueT")


def in_chunks(values: Collection[ValueT], size: int = MOST_AT_ONCE) -> Iterator[list[ValueT]]:
    """The values in their order, at most `size` at a time; nothing where there are none."""
    ordered = list(values)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
