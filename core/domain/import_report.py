"""What an import would do, or did: counts by kind, why, and each row of the file by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.domain.changes import Edit


class ImportOutcome(StrEnum):
    """What becomes of a row of the file; each has exactly one."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # it is here already and differs, whether or not the file's was taken
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class ImportMessage:
    """Something the baker should know; `name` is the thing's, or "" where it is about a kind."""

    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file; rows of kinds that Proofbook has no place for are only counted."""

    kind: str
    name: str
    outcome: ImportOutcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts by kind: our tables' names, and the file's own word for a kind we have no place for.

    A kind without such rows may be missing from a mapping. `edit` is what `import_file` wrote,
    to undo it as one step; None in a preview.
    """

    added: Mapping[str, int]
    unchanged: Mapping[str, int]
    changed: Mapping[str, int]
    left_out: Mapping[str, int]
    messages: tuple[ImportMessage, ...] = ()
    rows: tuple[ImportRow, ...] = field(default=(), repr=False)
    edit: Edit | None = field(default=None, repr=False)


def foreign_word(kind: str) -> str:
    """The file's own word for a kind that we have no place for, but for our items and boxes."""
    kind = kind.replace("finished_goods", "boxes").replace("finished_units", "items")
    kind = kind.replace("finished_good", "box").replace("finished_unit", "item")
    return kind.replace("_", " ")


def counted_foreign(kind: str, count: int) -> str:
    """ "1 material category", "1,560 products"; `kind` is the file's own word, in the plural."""
    word = foreign_word(kind)
    if count == 1:
        for many, one in (("boxes", "box"), ("ies", "y"), ("s", "")):
            if word.endswith(many):
                word = word.removesuffix(many) + one
                break
    return f"{count:,} {word}"
