"""Finds rows of a comparison by what they say, with the way to them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.domain.compare.diff import DiffKey
from core.domain.folding import LONGEST, fold
from gui.models.compare_rows import CompareRow, CompareRows
from gui.models.part_model import PartRow

LONGEST_ROW = 20_000  # characters of a row that are searched: a note to its end


@dataclass(frozen=True, slots=True)
class Found:
    """What a search left of a comparison: hits with the way to them, and which differences are hits."""

    rows: tuple[CompareRow, ...]
    kitchen: tuple[PartRow, ...]
    keys: frozenset[DiffKey]


NOTHING_FOUND = Found((), (), frozenset())


@dataclass(frozen=True, slots=True)
class CompareView:
    """How a comparison is looked at: what differs, or everything, and what is searched for."""

    is_everything: bool = False
    query: str = ""


@dataclass(slots=True)
class _Search:
    wanted: str
    keys: set[DiffKey] = field(default_factory=set)
    hits: dict[int, list[CompareRow]] = field(default_factory=dict)  # by the list they are in
    told: set[int] = field(default_factory=set)  # lists all of whose differences are found

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
            self._tell(row)
            return row
        own = [found for each in row.own if (found := self._of(each)) is not None]
        inside = self.rows_in(row.inside)
        if not own and not inside:
            return None
        return replace(row, own=own, inside=inside)

    def _tell(self, row: CompareRow) -> None:
        """All differences at and below a row."""
        waiting = [row]
        while waiting:
            each = waiting.pop()
            if each.entry is not None:
                self.keys.add(each.entry.key)
            waiting += each.own
            if id(each.inside) not in self.told:
                self.told.add(id(each.inside))
                waiting += each.inside


def find_rows(shown: CompareRows, view: CompareView) -> Found:
    """All of it where nothing is searched for; without case and accents, in names and values."""
    wanted = fold(view.query, longest=LONGEST)
    rows = (shown.everything or ()) if view.is_everything else shown.rows
    if not wanted:
        keys = frozenset(entry.key for entry in shown.diff.entries)
        return Found(rows, shown.kitchen, keys)
    search = _Search(wanted)
    found = search.rows_in([*rows])
    kitchen = [row for row in shown.kitchen if wanted in fold(row.cells[0].text)]
    return Found(tuple(found), tuple(kitchen), frozenset(search.keys))


def _said(row: CompareRow) -> str:
    entry = row.entry
    values = (row.old, row.new) if entry is None else (entry.old, entry.new)
    texts = [each for each in values if isinstance(each, str)]
    return fold("\n".join([row.name, *texts]), longest=LONGEST_ROW)
