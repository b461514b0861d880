"""What one action changed: the rows themselves, to undo it, and the keys, to tell the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.keys import Key

# A stored cell as it goes to and from the database driver.
Cell = str | int | float | bytes | None
Image = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Changes:
    """Keys of the things that one action added, removed or altered."""

    added: frozenset[Key] = frozenset()
    removed: frozenset[Key] = frozenset()
    altered: frozenset[Key] = frozenset()

    @staticmethod
    def of(
        *,
        added: Iterable[Key] = (),
        removed: Iterable[Key] = (),
        altered: Iterable[Key] = (),
    ) -> Changes:
        return Changes(frozenset(added), frozenset(removed), frozenset(altered))

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.added | other.added, self.removed | other.removed, self.altered | other.altered
        )

    def touches(self, key: Key) -> bool:
        return key in self.added or key in self.removed or key in self.altered


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: `before` is None when it was made, `after` when it was deleted."""

    table: str
    row_id: int
    before: Image | None
    after: Image | None


@dataclass(frozen=True, slots=True)
class Edit:
    """All that one verb wrote, in order, enough to take it back exactly."""

    rows: tuple[RowChange, ...] = ()
    changes: Changes = field(default_factory=Changes)
    key: Key | None = None  # the thing the verb was about, or made

    def is_empty(self) -> bool:
        return not self.rows

    def joined_with(self, later: Edit) -> Edit:
        """Both as one edit, about what the later one is about; a row of both is one change."""
        rows = {(row.table, row.row_id): row for row in self.rows}
        for row in later.rows:
            known = rows.get((row.table, row.row_id))
            before = row.before if known is None else known.before
            rows[row.table, row.row_id] = RowChange(row.table, row.row_id, before, row.after)
        first, then = self.changes, later.changes
        added = (first.added - then.removed) | (then.added - first.removed)
        removed = (first.removed - then.added) | (then.removed - first.added)
        altered = first.altered | then.altered | (first.removed & then.added)
        gone = first.added & then.removed
        changes = Changes(added, removed, altered - added - removed - gone)
        kept = tuple(row for row in rows.values() if row.before != row.after)
        return Edit(kept, changes, later.key or self.key)
