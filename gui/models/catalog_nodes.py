"""The rows of the catalog's list: one thing each, with what it says about itself."""

from __future__ import annotations

from collections.abc import Hashable
from enum import IntEnum
from functools import total_ordering
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from core.domain.catalog import CatalogQuery, CatalogRow, CatalogSort
from core.domain.keys import Key
from gui.catalog_words import KIND_ICONS, kind_text, saying_of
from gui.models.lazy_nodes import LEAF_FLAGS, Node
from gui.models.tickets import CatalogBranch
from gui.texts import one_line, plain_tooltip


class CatalogColumn(IntEnum):
    """The columns of the catalog's list."""

    NAME = 0
    SAYS = 1
    CATEGORY = 2


@total_ordering
class Descending:
    """A sort value that stands the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and self.value == other.value

    def __lt__(self, other: Descending) -> bool:
        return bool(other.value < self.value)

    def __hash__(self) -> int:
        return hash(self.value)


class CatalogRoot(Node):
    """Above all rows; knows what is asked for."""

    __slots__ = ("query",)

    def __init__(self, query: CatalogQuery) -> None:
        super().__init__()
        self.query = query

    def branch(self) -> CatalogBranch:
        return CatalogBranch(self.query)

    def may_have_children(self) -> bool:
        return True


class CatalogNode(Node):
    """One thing of the catalog."""

    __slots__ = ("query", "row")
    parent: CatalogRoot

    def __init__(self, row: CatalogRow, query: CatalogQuery) -> None:
        super().__init__()
        self.row = row
        self.query = query  # in whose order it stands

    @property
    def identity(self) -> Hashable:
        return self.row.key

    def key(self) -> Key:
        return self.row.key

    def sort_key(self) -> tuple[Any, ...]:
        """As the database orders: names either way, categories either way with none last."""
        category, name = self.row.folded
        is_descending = self.query.is_descending
        if self.query.sort is CatalogSort.NAME:
            values = (name, self.row.key.id)
            return tuple(Descending(value) for value in values) if is_descending else values
        group: Any = Descending(category or "") if is_descending else category or ""
        return (category is None, group, name, self.row.key.id)

    def update_from(self, newer: CatalogNode) -> None:
        self.row, self.query = newer.row, newer.query

    def flags(self, column: int) -> Qt.ItemFlag:
        return LEAF_FLAGS

    def text(self, column: int) -> str:
        if column == CatalogColumn.NAME:
            return one_line(self.row.name)
        if column == CatalogColumn.SAYS:
            return saying_of(self.row).text
        return one_line(self.row.category or "")

    def tool_tip(self, column: int) -> str:
        return plain_tooltip(self.text(column)) if self.text(column) else ""

    def icon(self, column: int) -> str:
        if column == CatalogColumn.NAME:
            return KIND_ICONS[self.row.key.kind]
        return saying_of(self.row).icon if column == CatalogColumn.SAYS else ""

    def icon_colour(self, column: int) -> str:
        if column == CatalogColumn.NAME:
            return "muted" if self.row.is_retired else "accent"
        return self.colour(column)

    def colour(self, column: int) -> str:
        if column == CatalogColumn.NAME:
            return "muted" if self.row.is_retired else "text"
        return saying_of(self.row).colour if column == CatalogColumn.SAYS else "muted"

    def spoken(self, column: int) -> str:
        if column != CatalogColumn.NAME:
            return self.text(column)
        parts = [
            self.text(CatalogColumn.NAME),
            kind_text(self.row.key.kind),
            self.text(CatalogColumn.SAYS),
            self.text(CatalogColumn.CATEGORY),
        ]
        if self.row.is_retired:
            parts.append(QCoreApplication.translate("CatalogList", "retired"))
        return ", ".join(part for part in parts if part)
