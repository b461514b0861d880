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
