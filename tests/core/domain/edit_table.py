"""A table of edits by name: what is done to a plan, and all that differs then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.core.domain.compared import (
    Said,
)
from tests.core.domain.plans import Plan

Edit = Callable[[Plan], Any]
EDITS: dict[str, tuple[Edit, list[Said]]] = {}


def edit(*expected: Said) -> Callable[[Edit], Edit]:
    """Adds the function to the table, under its name."""

    def add(function: Edit) -> Edit:
        EDITS[function.__name__] = (function, list(expected))
        return function

    return add


def row(path: tuple[str, ...], kind: str, field: str, old: Any, new: Any) -> Said:
    return path, kind, "changed", field, old, new


def moved(path: tuple[str, ...], kind: str, old: int, new: int) -> Said:
    return path, kind, "moved", "place", str(old), str(new)


def added(path: tuple[str, ...], kind: str, new: str) -> Said:
    return path, kind, "added", "quantity", None, new


def removed(path: tuple[str, ...], kind: str, old: str) -> Said:
    return path, kind, "removed", "quantity", old, None
