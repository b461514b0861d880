"""Every error that core raises on purpose, each carrying one sentence for the baker."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from core.domain.catalog import Usage
from core.domain.quantity import plan_text


class CoreError(Exception):
    """A known failure; `sentence` may be shown to the baker as it stands."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InvalidInputError(CoreError):
    """A value the baker typed, or a caller passed, cannot be taken."""


class NotFoundError(CoreError):
    """What was asked for is not there (any more)."""


class ConflictError(CoreError):
    """Something changed between the question and the act; nothing was done."""


class InUseError(CoreError):
    """It cannot be deleted because something else needs it; `places` names what.

    `usage` says the same with keys and counts, where the thing is one of the catalog.
    """

    def __init__(
        self, sentence: str, places: Sequence[str] = (), *, usage: Usage | None = None
    ) -> None:
        super().__init__(sentence)
        self.places = tuple(places)
        self.usage = usage


class ShortfallError(CoreError):
    """Fewer would be made than are needed, and nobody said that this is meant."""

    def __init__(self, need: Fraction, makes: Fraction) -> None:
        short = plan_text(need - makes)
        super().__init__(f"{plan_text(makes)} of {plan_text(need)}: {short} short.")
        self.need = need
        self.makes = makes


class ImmutableSnapshotError(CoreError):
    """A write to a sealed snapshot was refused."""


class PlanningSnapshotError(CoreError):
    """Raised when PlanningSnapshot operations fail."""


class SnapshotCreationError(CoreError):
    """A component could not be captured into a planning snapshot."""


class CircularReferenceError(SnapshotCreationError):
    """A box contains itself, or a recipe does; `path` names the way round."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(f"This would go round in a circle: {' > '.join(path)}.")
        self.path = tuple(path)


class MaxDepthExceededError(SnapshotCreationError):
    """Boxes or recipes are nested deeper than `max_depth` levels."""

    def __init__(self, depth: int, max_depth: int) -> None:
        super().__init__(f"Nested {depth} levels deep; at most {max_depth} levels are possible.")
        self.depth = depth
        self.max_depth = max_depth


class ImportFileError(CoreError):
    """An import file cannot be read; nothing was changed."""


class ExportFileError(CoreError):
    """An export cannot be written; what was there stays."""


class DatabaseError(CoreError):
    """The database refused a statement for a reason that has no better name."""


class DatabaseUnavailableError(DatabaseError):
    """The database cannot be reached or written at the moment."""


class DatabaseBusyError(DatabaseError):
    """Another program holds the database; trying again may work."""


class ReadOnlyDatabaseError(DatabaseError):
    """The file can be read but not written."""


class NotADatabaseError(DatabaseError):
    """The file is no Proofbook file; no byte of it was touched."""


class NewerDatabaseError(DatabaseError):
    """The file was written by a newer Proofbook; no byte of it was touched."""


class CorruptDatabaseError(DatabaseError):
    """The file is damaged, or its guards are not as they must be."""
