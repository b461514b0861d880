"""Rows that say that a box holds a thing or a plan holds a box, compared with what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.domain.import_report import ImportOutcome
from core.services.importers.findings import Findings
from core.services.importers.records import Record, Ref
from core.services.importers.values import shown


@dataclass(slots=True, eq=False)
class Held:
    """`thing_name` is the relationship in the owner's rows; `row` is the one it is compared with."""

    kind: str  # of the file's row
    owner: Record
    thing: Record
    thing_name: str
    fields: dict[str, Any]
    row: Any = None
    outcome: ImportOutcome | None = None
    reason: str = ""
    is_written: bool = False
    uuid: str | None = None  # for a new row

    @property
    def name(self) -> str:
        return f"{self.owner.name}: {self.thing.name}"

    def is_of(self, row: Any) -> bool:
        mine = self.thing.row
        return mine is not None and getattr(row, f"{self.thing_name}_id") == mine.id

    def is_same(self, row: Any) -> bool:
        """Whether the row says what the file says; its place among others does not count."""
        return self.is_of(row) and all(
            value is None or column == "sort_order" or getattr(row, column) == value
            for column, value in self.fields.items()
        )


def compare_held(helds: Iterable[Held], rows_of: Callable[[Any], Iterable[Any]]) -> None:
    """Pairs each with a row of its owner, equal ones first: the same thing may stand there twice."""
    by_owner: dict[Record, list[Held]] = {}
    for held in helds:
        if held.owner.row is not None:
            by_owner.setdefault(held.owner, []).append(held)
    for owner, some in by_owner.items():
        free = list(rows_of(owner.row))
        for is_match in (Held.is_same, Held.is_of):
            for held in some:
                if held.row is None:
                    held.row = next((row for row in free if is_match(held, row)), None)
                    if held.row is not None:
                        free.remove(held.row)


def settle_held(held: Held, is_taken: bool) -> None:
    """Decides: what is not in a box or plan that is here already would change it, so she is asked."""
    if held.owner.row is None:
        held.outcome, held.is_written = ImportOutcome.ADDED, True
    elif held.row is not None and held.is_same(held.row):
        held.outcome = ImportOutcome.UNCHANGED
    else:
        held.outcome, held.is_written = ImportOutcome.CHANGED, is_taken
        differs = "It is not in there here." if held.row is None else "It differs here."
        held.reason = f"{differs} {'The file is taken.' if is_taken else 'Yours stays.'}"


def tell_held(held: Held, findings: Findings) -> None:
    if held.outcome is not None:
        findings.row(held.kind, held.name, held.outcome, reason=held.reason)


def tell_unresolved(
    findings: Findings, kind: str, *, ref: Ref, found: list[Record], place: str
) -> str:
    """Tells of a reference that means nothing, or more than one thing; the reason for its row."""
    if found:
        return f"{shown(str(ref))} can mean {len(found)} things."
    findings.unresolved(kind, str(ref), place=place)
    return f"{shown(str(ref))} is neither in the file nor here."
