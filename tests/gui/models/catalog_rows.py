"""Rows for tests of the catalog's list, and a feeder that answers as a database would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from core.domain.catalog import CatalogFilter, CatalogQuery, CatalogRow, CatalogSort, ItemRow, Yield
from core.domain.keys import Key, PageKey, ThingKind
from core.domain.rows import Page
from gui.models.tickets import CatalogBranch, Ticket

KNOWN = Yield(items_per_batch=Fraction(48), unit="cookies")


def item_key(item_id: int) -> Key:
    return Key(ThingKind.FINISHED_UNIT, item_id)


def item(item_id: int, name: str, category: str | None = "Cookies", **more: Any) -> ItemRow:
    values = {"is_retired": False, "yields": KNOWN} | more
    return ItemRow(item_key(item_id), f"i{item_id}", name, category, **values)


def in_order(rows: Iterable[CatalogRow], query: CatalogQuery) -> list[CatalogRow]:
    """As the database orders: by name, or by category with none last and names from the first."""
    by_name = sorted(rows, key=lambda row: (row.name.casefold(), row.key.id))
    if query.sort is CatalogSort.NAME:
        return by_name[::-1] if query.is_descending else by_name
    named = [row for row in by_name if row.category is not None]
    groups = sorted({(row.category or "").casefold() for row in named}, reverse=query.is_descending)
    grouped = [row for group in groups for row in named if (row.category or "").casefold() == group]
    return grouped + [row for row in by_name if row.category is None]


def is_found(row: CatalogRow, query: CatalogQuery) -> bool:
    if row.key.kind is not query.kind or query.text.casefold() not in row.name.casefold():
        return False
    if query.category is not None and row.category != query.category:
        return False
    if query.shows is CatalogFilter.RETIRED:
        return row.is_retired
    return not row.is_retired and (query.shows is CatalogFilter.IN_USE or row.is_to_look_at)


def answer(rows: Iterable[CatalogRow], ticket: Ticket, *, size: int) -> Page[CatalogRow]:
    """The page that a ticket asks for, of `size` rows at most."""
    assert isinstance(ticket.branch, CatalogBranch)
    query = ticket.branch.query
    found = in_order((folded(row) for row in rows if is_found(row, query)), query)
    left = found
    if ticket.after is not None:
        # The row itself may be gone or renamed by now: its place is what counts.
        category, name = ticket.after.values
        ended = item(ticket.after.id, str(name), None if category is None else str(category))
        others = [row for row in found if row.key != ended.key]
        left = others[in_order([*others, ended], query).index(ended) :]
    shown = tuple(left[:size])
    is_last = len(left) <= size
    key = None if is_last else PageKey(shown[-1].folded, shown[-1].key.id)
    return Page(shown, key, len(found))


def folded(row: CatalogRow) -> CatalogRow:
    category = None if row.category is None else row.category.casefold()
    return replace(row, folded=(category, row.name.casefold()))
