"""The read side of the catalog's lists: pages of one kind, searched, sorted and filtered in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session

from core.domain.catalog import (
    CATALOG_KINDS,
    CatalogFilter,
    CatalogQuery,
    CatalogRow,
    CatalogSort,
)
from core.domain.folding import fold
from core.domain.keys import Key, PageKey, ThingKind
from core.domain.rows import Page
from core.models import SearchEntry
from core.services.catalog_rows import MODELS, category_column, is_to_look_at, rows_of
from core.services.database import session_scope

PAGE_SIZE = 200

_ENTRY = SearchEntry.__table__.c


def catalog_page(
    query: CatalogQuery,
    after: PageKey | None = None,
    *,
    limit: int = PAGE_SIZE,
    session: Session | None = None,
) -> Page[CatalogRow]:
    """Rows of one kind as their own class, every word of the query's text in their name.

    By name, or by category with those without one last, and by name within each; case and accents
    count for nothing. At most five statements, whatever the size.
    """
    with session_scope(session, write=False) as s:
        wanted = _filters(query)
        total = s.scalar(_named(query.kind, func.count()).where(*wanted)) or 0
        order = _order(s, query)
        statement = _named(query.kind, *MODELS[query.kind].__table__.c, _ENTRY.folded)
        statement = statement.where(*wanted).order_by(*order.columns)
        if after is not None:
            statement = statement.where(order.after(after))
        found = s.execute(statement.limit(limit + 1)).all()
        rows = rows_of(s, query.kind, found[:limit])
        key = order.key_of(found[limit - 1]) if len(found) > limit else None
        return Page(rows, key, total)


def catalog_row(
    key: Key, *, query: CatalogQuery | None = None, session: Session | None = None
) -> CatalogRow | None:
    """One row as its list shows it; None when it is gone, or not in the query's list."""
    if key.kind not in CATALOG_KINDS or (query is not None and query.kind is not key.kind):
        return None
    with session_scope(session, write=False) as s:
        table = MODELS[key.kind].__table__
        if query is None:
            statement = select(*table.c)
        else:
            statement = _named(key.kind, *table.c).where(*_filters(query))
        found = s.execute(statement.where(table.c.id == key.id)).all()
        return next(iter(rows_of(s, key.kind, found)), None)


def categories(kind: ThingKind, session: Session | None = None) -> tuple[str, ...]:
    """The categories of the things in use, by name; none for boxes."""
    column = category_column(kind)
    if column is None:
        return ()
    with session_scope(session, write=False) as s:
        used = select(column).where(MODELS[kind].retired_at.is_(None), column.is_not(None))
        return tuple(sorted(s.scalars(used.distinct()), key=lambda name: (fold(name), name)))


def catalog_counts(session: Session | None = None) -> dict[ThingKind, int]:
    """How many things of each kind are in use."""
    with session_scope(session, write=False) as s:
        counts = [
            select(literal(kind.value).label("kind"), func.count().label("number"))
            .select_from(MODELS[kind])
            .where(MODELS[kind].retired_at.is_(None))
            for kind in CATALOG_KINDS
        ]
        found = s.execute(counts[0].union_all(*counts[1:]))
        return {ThingKind(row.kind): row.number for row in found}


def _named(kind: ThingKind, *columns: Any) -> Select[Any]:
    """A select of things with the folded name that search knows them by."""
    model = MODELS[kind]
    return (
        select(*columns)
        .select_from(SearchEntry.__table__)
        .join(model.__table__, _ENTRY.owner_id == model.id)
        .where(_ENTRY.kind == kind.value, _ENTRY.field == "name")
    )


def _filters(query: CatalogQuery) -> list[ColumnElement[bool]]:
    model = MODELS[query.kind]
    is_retired_wanted = query.shows is CatalogFilter.RETIRED
    wanted: list[ColumnElement[bool]] = [
        model.retired_at.is_not(None) if is_retired_wanted else model.retired_at.is_(None)
    ]
    if query.shows is CatalogFilter.TO_LOOK_AT:
        missing = is_to_look_at(query.kind)
        wanted.append(false() if missing is None else missing)
    if query.category is not None:
        column = category_column(query.kind)
        wanted.append(false() if column is None else column == query.category)
    # Each word once: the database refuses a statement of a thousand conditions.
    for word in dict.fromkeys(fold(query.text).split()):
        wanted.append(_ENTRY.folded.contains(word, autoescape=True))
    return wanted


@dataclass(frozen=True, slots=True)
class _Order:
    """How a list is ordered: by groups of categories where there are any, then by name and id."""

    is_descending: bool = False  # the groups where there are any, else the names
    column: Any = None  # of the category
    groups: Sequence[tuple[str, Sequence[str]]] = ()  # folded, and as they are written

    @property
    def columns(self) -> list[Any]:
        names: list[Any] = [_ENTRY.folded, _ENTRY.owner_id]
        if self.column is not None:
            return [self._rank(), *names]
        return [name.desc() for name in names] if self.is_descending else names

    def _rank(self) -> Any:
        """The place of a row's group; the database cannot fold what is not ASCII by itself."""
        ranks = {name: place for place, (_, written) in enumerate(self.groups) for name in written}
        return case(ranks, value=self.column, else_=len(ranks)) if ranks else literal(0)

    def key_of(self, row: Any) -> PageKey:
        if self.column is None:
            return PageKey((row.folded,), row.id)
        category = None if row.category is None else fold(row.category)
        return PageKey((category, row.folded), row.id)

    def after(self, key: PageKey) -> ColumnElement[bool]:
        name = key.values[-1]
        if self.is_descending and self.column is None:
            further = or_(
                _ENTRY.folded < name, and_(_ENTRY.folded == name, _ENTRY.owner_id < key.id)
            )
        else:
            further = or_(
                _ENTRY.folded > name, and_(_ENTRY.folded == name, _ENTRY.owner_id > key.id)
            )
        return further if self.column is None else self._after_group(key.values[0], further)

    def _after_group(self, category: Any, further: ColumnElement[bool]) -> ColumnElement[bool]:
        if category is None:
            return and_(self.column.is_(None), further)
        same: list[str] = []
        later: list[str] = []
        for group, written in self.groups:
            if group == category:
                same += written
            elif (group < category) is self.is_descending:
                later += written
        return or_(
            self.column.is_(None),
            self.column.in_(later),
            and_(self.column.in_(same), further),
        )


def _order(session: Session, query: CatalogQuery) -> _Order:
    column = category_column(query.kind)
    if query.sort is CatalogSort.NAME:
        return _Order(query.is_descending)
    if column is None:
        return _Order()
    groups: dict[str, list[str]] = {}
    for name in session.scalars(select(column).where(column.is_not(None)).distinct()):
        groups.setdefault(fold(name), []).append(name)
    ordered = sorted(groups.items(), reverse=query.is_descending)
    return _Order(query.is_descending, column, ordered)
