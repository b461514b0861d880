"""Collects what becomes of each row of the file, and everything the baker should know about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import MappingProxyType

from core.domain.changes import Edit
from core.domain.import_report import (
    ImportMessage,
    ImportOutcome,
    ImportReport,
    ImportRow,
    counted_foreign,
)
from core.services.importers.values import plain, shown

_PLACES_NAMED = 3
_LONGEST_NAME = 80

# Kind and word of what a reference names: ("recipes", "recipe").
_WORDS = {
    "ingredients": "ingredient",
    "recipes": "recipe",
    "finished_units": "item",
    "finished_goods": "box",
    "materials": "material",
    "material_units": "material unit",
    "material_products": "material product",
    "events": "event",
}


class Findings:
    """Filled while an import is planned; `report` makes the frozen report of it."""

    def __init__(self) -> None:
        self._rows: list[ImportRow] = []
        self._foreign: Counter[str] = Counter()
        self._messages: dict[ImportMessage, None] = {}
        self._unresolved: dict[tuple[str, str, str], dict[str, None]] = {}
        self._unknown_units: dict[str, dict[str, None]] = {}
        self._no_place: dict[str, set[str]] = {}

    def row(self, kind: str, name: str, outcome: ImportOutcome, *, reason: str = "") -> None:
        """Says what becomes of one row of the file."""
        row = ImportRow(kind, short_name(name), outcome, reason)
        self._rows.append(row)
        if reason and outcome in (ImportOutcome.CHANGED, ImportOutcome.LEFT_OUT):
            self.say(kind, name, reason)

    def left_out(self, kind: str, name: str, reason: str) -> None:
        self.row(kind, name, ImportOutcome.LEFT_OUT, reason=reason)

    def say(self, kind: str, name: str, text: str) -> None:
        self._messages[ImportMessage(kind, short_name(name), text)] = None

    def teller(self, kind: str, name: str) -> Callable[[str], None]:
        return lambda text: self.say(kind, name, text)

    def foreign(self, key: str, rows: int) -> None:
        if rows:
            self._foreign[shown_key(key)] += rows

    def unresolved(self, kind: str, ref: str, *, place: str, then: str = "") -> None:
        """A reference that leads nowhere; it is told once, with all its places."""
        self._unresolved.setdefault((kind, ref, then), {})[short_name(place)] = None

    def unknown_unit(self, unit: str, place: str) -> None:
        self._unknown_units.setdefault(unit, {})[short_name(place)] = None

    def no_place(self, kind: str, fields: set[str]) -> None:
        """Fields of a row that say something and have no column here."""
        if fields:
            self._no_place.setdefault(kind, set()).update(map(shown_key, fields))

    def report(self, edit: Edit | None = None) -> ImportReport:
        counts = {outcome: Counter[str]() for outcome in ImportOutcome}
        for row in self._rows:
            counts[row.outcome][row.kind] += 1
        counts[ImportOutcome.LEFT_OUT].update(self._foreign)
        frozen = {outcome.value: MappingProxyType(count) for outcome, count in counts.items()}
        messages = (*self._messages, *self._last_messages())
        return ImportReport(**frozen, messages=messages, rows=tuple(self._rows), edit=edit)

    def _last_messages(self) -> list[ImportMessage]:
        found = []
        for (kind, ref, then), places in self._unresolved.items():
            text = f"No such {_WORDS[kind]} in the file or here, named by {listed(list(places))}."
            found.append(ImportMessage(kind, short_name(ref), f"{text} {then}".strip()))
        for unit, places in self._unknown_units.items():
            text = f"An unknown unit, kept as it is, in {listed(list(places))}."
            found.append(ImportMessage("recipes", short_name(unit), text))
        for kind, fields in self._no_place.items():
            text = f"Not taken, as Proofbook has no place for it: {', '.join(sorted(fields))}."
            found.append(ImportMessage(kind, "", text))
        for key, rows in self._foreign.items():
            text = f"{counted_foreign(key, rows)}: Proofbook has no place for these; your file keeps them."
            found.append(ImportMessage(key, "", text))
        return found


def listed(names: list[str]) -> str:
    """The first three names, and how many more."""
    if len(names) > _PLACES_NAMED:
        more = len(names) - _PLACES_NAMED
        return f"{', '.join(names[:_PLACES_NAMED])} and {more:,} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def short_name(name: str) -> str:
    """A name as a report can show it."""
    text = plain(name)
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def shown_key(key: str) -> str:
    return short_name(key) or shown(key)
