"""What the file says, by thing: fields as said, references still by name, twins merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from core.domain.import_report import ImportOutcome
from core.services.importers.findings import Findings
from core.services.importers.values import Fields, RowRefusedError, is_said, plain, shown


@dataclass(frozen=True, slots=True)
class Ref:
    """Another thing as a row of the file names it."""

    slug: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        return self.slug or self.name or ""

    def may_be(self, other: Ref) -> bool:
        """Whether two references can mean one thing."""
        if self.slug and other.slug:
            return self.slug == other.slug
        return self.name == other.name


@dataclass(frozen=True, slots=True)
class Line:
    """An ingredient line of a recipe."""

    ingredient: Ref
    quantity: Fraction
    unit: str
    notes: str | None = None
    sort_order: int | None = None  # where a file says it; else its place in the file
    uuid: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Batches of another recipe in a recipe."""

    recipe: Ref
    quantity: Fraction
    sort_order: int | None = None
    uuid: str | None = field(default=None, compare=False)


@dataclass(slots=True, eq=False)
class Record:
    """One thing: of the file, or (with only `row`) here already.

    `fields` holds columns by name; what the file does not say is not in it, is not compared and
    is never overwritten. A value may be a Ref, and after resolving a Record.
    """

    kind: str
    name: str
    slug: str | None = None
    scope: str = ""  # what the name is unique within, where it has no slug
    fields: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)  # only for a new row
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    lists_all: bool = False  # then a recipe without lines is meant to have none
    row: Any = None
    outcome: ImportOutcome | None = None
    is_taken: bool = False  # differs, and the file's is wanted
    twins: int = 0  # more rows of the file that say the same
    # Lines and parts with what they mean, in the order of the file.
    found_lines: list[tuple[Record, Line]] = field(default_factory=list)
    found_parts: list[tuple[Record, Part]] = field(default_factory=list)

    @property
    def is_applied(self) -> bool:
        return self.outcome is ImportOutcome.ADDED or self.is_taken

    @property
    def ref(self) -> Ref:
        return Ref(self.slug, self.name)

    def takes_in(self, other: Record) -> bool:
        """Adds what a twin says; False, and nothing is taken, where the two disagree."""
        if self.name != other.name or not _agree(self.fields, other.fields):
            return False
        for mine, others in ((self.lines, other.lines), (self.parts, other.parts)):
            if mine and others and mine != others:
                return False
        self.fields = {**other.fields, **self.fields}
        self.lines, self.parts = self.lines or other.lines, self.parts or other.parts
        self.slug = self.slug or other.slug
        self.twins += 1
        return True


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    for key in one.keys() & other.keys():
        mine, others = one[key], other[key]
        if isinstance(mine, Ref) and isinstance(others, Ref):
            if not mine.may_be(others):
                return False
        elif mine != others:
            return False
    return True


class Shelf:
    """The file's things of one kind, each once."""

    def __init__(self, kind: str, findings: Findings) -> None:
        self.kind = kind
        self.records: list[Record] = []
        self._findings = findings
        self._by_slug: dict[str, Record] = {}
        self._by_name: dict[tuple[str, str], Record] = {}

    def add(self, record: Record) -> Record | None:
        """The record, or the twin that it was merged into; None where it was left out."""
        twin = self._twin_of(record)
        if twin is not None and not twin.takes_in(record):
            self._findings.left_out(
                self.kind,
                record.name,
                "The file holds it twice with different data; see the first.",
            )
            return None
        kept = twin or record
        if kept.slug:
            self._by_slug[kept.slug] = kept
        self._by_name.setdefault((kept.name, kept.scope), kept)
        if twin is None:
            self.records.append(record)
        return kept

    def _twin_of(self, record: Record) -> Record | None:
        if record.slug and record.slug in self._by_slug:
            return self._by_slug[record.slug]
        other = self._by_name.get((record.name, record.scope))
        # Two slugs are two things, whatever they are called.
        return other if other is not None and not (other.slug and record.slug) else None


def said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def parse_rows(
    rows: Iterable[Any], kind: str, *, findings: Findings, parse: Callable[[Fields, str], None]
) -> None:
    """Hands each row that is an object to `parse`; one that it refuses is left out with the reason."""
    for number, raw in enumerate(rows, start=1):
        if not isinstance(raw, dict):
            findings.left_out(kind, f"Row {number}", f"It is no object: {shown(raw)}.")
            continue
        name = row_name(raw) or f"Row {number}"
        fields = Fields(raw, findings.teller(kind, name))
        try:
            parse(fields, name)
        except RowRefusedError as refusal:
            findings.left_out(kind, name, str(refusal))
        findings.no_place(kind, fields.unasked())


def row_name(raw: Mapping[str, Any]) -> str:
    """What a report calls a row, also one that is refused."""
    values = (raw.get(key) for key in ("display_name", "name", "slug"))
    return next((plain(value) for value in values if isinstance(value, str) and is_said(value)), "")
