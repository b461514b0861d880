"""The rows of a lazy tree: slotted nodes that say themselves what their cells show."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from core.domain.keys import PageKey
from gui.models.tickets import NEXT_PAGE

# Made once: Qt asks for flags twice a row and layout, and joining them costs a microsecond each.
PLAIN_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
LEAF_FLAGS = PLAIN_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
QUIET_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class Phase(Enum):
    """How far the reading of a branch has come."""

    UNASKED = 0
    WAITING = 1
    READ = 2
    FAILED = 3


class Reading:
    """What is known of the children of one node."""

    __slots__ = (
        "after",
        "frontier",
        "generation",
        "is_begun",
        "next_key",
        "phase",
        "replaces",
        "total",
    )

    def __init__(self) -> None:
        self.phase = Phase.UNASKED
        self.generation = 0
        self.after: PageKey | None = None  # what the page that is waited for goes on from
        self.next_key: PageKey | None = None  # where the rows that are not read begin
        self.frontier: tuple[Any, ...] = ()  # sort key of the last row that was read
        self.is_begun = False  # a first page has come
        self.replaces = False  # the first page to come is about something else than the rows shown
        self.total = 0


class Node:
    """One row, and the branch below it.

    `children` holds the rows that pages brought, then `extra` (a tail, loading or failed row) if
    there is one, then `trailing` rows that always stand last.
    """

    __slots__ = ("children", "extra", "id", "parent", "position", "reading", "trailing")

    def __init__(self) -> None:
        self.id = 0  # given by the model, never twice
        self.parent: Node | None = None
        self.position = 0  # among the parent's children
        self.children: list[Node] = []
        self.extra: Node | None = None
        self.trailing = 0
        self.reading = Reading()

    # What the model asks

    @property
    def identity(self) -> Hashable:
        """What stays the same when the row is read again; None for rows that are no thing."""
        return None

    def branch(self) -> object:
        """What a ticket asks for to read the children; None where there are none to ask for."""
        return None

    def may_have_children(self) -> bool:
        """Whether there are children, as far as is known before they are read."""
        return False

    def sort_key(self) -> tuple[Any, ...]:
        """Orders siblings as the database does."""
        return ()

    def update_from(self, newer: Any) -> None:
        """Takes over the row of a newer node of the same identity and class."""

    # What cells show

    def text(self, column: int) -> str:
        return ""

    def edit_value(self, column: int) -> object:
        return self.text(column)

    def tool_tip(self, column: int) -> str:
        return ""

    def spoken(self, column: int) -> str:
        return self.text(column)

    def key(self) -> object:
        return None

    def icon(self, column: int) -> str:
        return ""

    def icon_colour(self, column: int) -> str:
        return self.colour(column)

    def colour(self, column: int) -> str:
        return "text"

    def is_bold(self, column: int) -> bool:
        return False

    def alignment(self, column: int) -> Qt.AlignmentFlag | None:
        return None

    def flags(self, column: int) -> Qt.ItemFlag:
        return PLAIN_FLAGS

    # Places

    def paged_count(self) -> int:
        """How many children came with pages; they stand first."""
        return len(self.children) - self.trailing - (self.extra is not None)

    def has_children(self) -> bool:
        if self.children:
            return True
        return self.reading.phase in (Phase.UNASKED, Phase.WAITING) and self.may_have_children()


class _ExtraNode(Node):
    """A row that is no thing but speaks of rows that are not here."""

    __slots__ = ()

    def colour(self, column: int) -> str:
        return "muted"

    def flags(self, column: int) -> Qt.ItemFlag:
        return LEAF_FLAGS


class LoadingNode(_ExtraNode):
    """Stands where rows are being read, once that takes longer than a glance."""

    __slots__ = ()

    def text(self, column: int) -> str:
        return QCoreApplication.translate("LazyTree", "Reading…") if column == 0 else ""

    def flags(self, column: int) -> Qt.ItemFlag:
        return QUIET_FLAGS


class TailNode(_ExtraNode):
    """Stands for the rows of later pages."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def text(self, column: int) -> str:
        if column != 0:
            return ""
        if self.left <= 0:
            return QCoreApplication.translate("LazyTree", "Show more")
        count = QLocale().toString(min(self.left, NEXT_PAGE))
        return QCoreApplication.translate("LazyTree", "Show {count} more").format(count=count)

    def colour(self, column: int) -> str:
        return "accent"


class FailedNode(_ExtraNode):
    """Stands where rows could not be read; activating it asks again."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def text(self, column: int) -> str:
        if column != 0:
            return ""
        return QCoreApplication.translate("LazyTree", "Could not be read. Retry")

    def tool_tip(self, column: int) -> str:
        return self.sentence

    def spoken(self, column: int) -> str:
        if column != 0:
            return ""
        text = QCoreApplication.translate(
            "LazyTree", "Could not be read. {sentence} Press Enter to try again."
        )
        return text.format(sentence=self.sentence)

    def icon(self, column: int) -> str:
        return "bad" if column == 0 else ""

    def colour(self, column: int) -> str:
        return "bad"
