"""Finds rows of a comparison by what they say, with the way to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from core.domain.compare.diff import DiffKey
from core.domain.folding import LONGEST, fold
from gui.models.compare_rows import CompareRow, CompareRows, every_row
from gui.models.part_model import PartRow
from gui.texts import undirected

LONGEST_ROW = 20_000  # characters of a row that are searched: a note to its end


Way = tuple[Hashable, ...]  # keys of rows, from the top down


@dataclass(frozen=True, slots=True)
class Found:
    """What a search left of a comparison: hits with the way to them, of differences by their key.

    A difference that stands in many places has the shortest way. Where everything is searched
    `hits` are the rows that say it, of `total`.
    """

    rows: tuple[CompareRow, ...]
    kitchen: tuple[PartRow, ...]
    ways: Mapping[DiffKey, Way]
    hits: tuple[Way, ...] = ()
    total: int = 0


NOTHING_FOUND = Found((), (), {})


@dataclass(frozen=True, slots=True)
class CompareView:
    """How a comparison is looked at: what differs, or everything, and what is searched for."""

    is_everything: bool = False
    query: str = ""


def find_rows(shown: CompareRows, view: CompareView) -> Found:
    """All of it where nothing is searched for; without case and accents, in names and values."""
    wanted = fold(view.query, longest=LONGEST)
    rows = (shown.everything or ()) if view.is_everything else shown.rows
    if not wanted:
        return Found(rows, shown.kitchen, _ways(rows)[0])
    search = _Search(wanted)
    found = tuple(search.rows_in([*rows]))
    kitchen = tuple(row for row in shown.kitchen if wanted in fold(row.cells[0].text))
    all_ways, hits = _ways(found, search.said)
    ways = {key: way for key, way in all_ways.items() if key not in search.on_the_way}
    if not view.is_everything:
        return Found(found, kitchen, ways)
    return Found(found, kitchen, ways, hits, total=sum(1 for _ in every_row(rows)))


def _ways(
    rows: Iterable[CompareRow], said: Container[int] = ()
) -> tuple[dict[DiffKey, Way], tuple[Way, ...]]:
    """The shortest way to each difference, and to each row that was said; in linear time."""
    ways: dict[DiffKey, Way] = {}
    hits: list[Way] = []
    opened: set[int] = set()
    waiting: deque[tuple[Way, Iterable[CompareRow]]] = deque([((), rows)])
    while waiting:
        above, some = waiting.popleft()
        for row in some:
            way = (*above, row.key)
            if row.entry is not None:
                ways.setdefault(row.entry.key, way)
            if id(row) in said:
                hits.append(way)
            if row.own:
                waiting.append((way, row.own))
            if row.inside and id(row.inside) not in opened:
                opened.add(id(row.inside))
                waiting.append((way, row.inside))
    return ways, tuple(hits)


@dataclass(slots=True)
class _Search:
    """`on_the_way` are differences of rows that are shown only for what is in them."""

    wanted: str
    on_the_way: set[DiffKey] = field(default_factory=set)
    said: set[int] = field(default_factory=set)  # rows, by id
    hits: dict[int, list[CompareRow]] = field(default_factory=dict)  # by the list they are in

    def rows_in(self, rows: list[CompareRow]) -> list[CompareRow]:
        """Rows that say it, whole, and others with what is left in them; a list is searched once."""
        known = self.hits.get(id(rows))
        if known is None:
            self.hits[id(rows)] = []  # where a damaged thing holds itself
            known = self.hits[id(rows)] = [
                found for row in rows if (found := self._of(row)) is not None
            ]
        return known

    def _of(self, row: CompareRow) -> CompareRow | None:
        if self.wanted in _said(row):
            self.said.add(id(row))
            return row
        own = [found for each in row.own if (found := self._of(each)) is not None]
        inside = self.rows_in(row.inside)
        if not own and not inside:
            return None
        if row.entry is not None:
            self.on_the_way.add(row.entry.key)
        return replace(row, own=own, inside=inside)


def _said(row: CompareRow) -> str:
    """The name, the values as they are shown, and of a text all of it."""
    entry, texts = row.entry, [row.name, row.old, row.new]
    if entry is not None:
        texts += [each for each in (entry.old, entry.new) if isinstance(each, str)]
    return fold(undirected("\n".join(texts)), longest=LONGEST_ROW)
