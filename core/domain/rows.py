"""What lists, tables and pages show: frozen values read by history_service and contents_service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from core.domain.compare.diff import DiffEntry
from core.domain.definition import snapshot_code
from core.domain.keys import ComponentKind, Key, PageKey
from core.domain.seal import SealState

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Some rows, and where to go on: `next_key` is None when these were the last.

    `total` counts all rows of the branch, also those of other pages.
    """

    rows: tuple[RowT, ...]
    next_key: PageKey | None
    total: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in the list."""

    id: int
    uuid: str
    name: str
    event_date: date | None
    year: int | None
    notes: str | None
    line_count: int
    snapshot_count: int
    latest_version: int | None  # of the newest sealed snapshot
    hit: str | None = None  # why a search found it: "holds Almond biscotti"


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many definitions a snapshot holds, by kind."""

    items: int = 0
    boxes: int = 0
    materials: int = 0

    def __add__(self, other: KindCounts) -> KindCounts:
        return KindCounts(
            self.items + other.items, self.boxes + other.boxes, self.materials + other.materials
        )

    @property
    def total(self) -> int:
        return self.items + self.boxes + self.materials


class CheckReason(StrEnum):
    """Why something in a plan is to check; the values are stored with the snapshot."""

    NO_YIELD = "no_yield"
    CHOSEN_LATER = "chosen_later"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One thing that was unknown when finalizing."""

    reason: CheckReason
    kind: ComponentKind
    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A planning snapshot in the list; `version` is None while it is open."""

    id: int
    uuid: str
    event_id: int | None
    version: int | None
    created_at: datetime
    notes: str | None
    counts: KindCounts = KindCounts()
    to_check: tuple[ToCheck, ...] = ()
    event_name: str | None = None  # as it was then
    event_date: date | None = None  # as it was then
    summary: str | None = None
    manifest_hash: str | None = None
    hit: str | None = None
    seal: SealState | None = None  # None: as `version` says

    @property
    def is_sealed(self) -> bool:
        """Whether it was finalized, also where a part of its seal is missing since."""
        if self.seal is None:
            return self.version is not None
        return self.seal is not SealState.OPEN

    @property
    def code(self) -> str:
        return snapshot_code(self.manifest_hash)

    @property
    def reason(self) -> str:
        """The first line of the baker's reason, else the summary, else ""."""
        first = (self.notes or "").strip().partition("\n")[0]
        return first or self.summary or ""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Whose contents a table shows: an event's plan now, a snapshot, or a box of the catalog."""

    event_id: int | None = None
    snapshot_id: int | None = None
    box_id: int | None = None

    @property
    def is_plan(self) -> bool:
        return self.event_id is not None


@dataclass(frozen=True, slots=True)
class ContentRow:
    """A line of a plan, or one content of a box at any depth.

    `in_each` is None on a line; `in_all` is what is planned for a line, and multiplied below it.
    `node_uuid` identifies the row among its siblings: the line's uuid, or the composition's place.
    """

    node_uuid: str
    kind: ComponentKind
    thing_uuid: str
    name: str
    unit: str
    in_each: Fraction | None
    in_all: Fraction
    notes: str | None
    has_children: bool
    thing_id: int | None = None  # of the live catalog; None where only the snapshot knows it
    line_id: int | None = None  # of a plan line that can be edited
    sort_order: int = 0
    is_generic: bool = False
    is_retired: bool = False
    has_no_yield: bool = False
    definition_uuid: str | None = None  # of the row in a snapshot that holds the definition
    content_id: int | None = None  # of a content of the very box whose table it is: can be edited
    buffer_percent: Fraction | None = None  # of a line: so much more is baked than is planned


@dataclass(frozen=True, slots=True)
class IngredientLine:
    """One line of a recipe, as details show it."""

    name: str
    quantity: Fraction
    unit: str
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class SinceThen:
    """How the catalog differs by now in one thing of a snapshot.

    `is_retired`: since the snapshot was made. `is_unknown`: one of the two cannot be read.
    """

    entries: tuple[DiffEntry, ...] = ()
    is_retired: bool = False
    is_gone: bool = False
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class ThingDetails:
    """What the details below a table say about one row."""

    kind: ComponentKind
    uuid: str
    name: str
    description: str | None = None
    notes: str | None = None
    as_of: datetime | None = None  # None: as it is now
    recipe_name: str | None = None
    recipe_notes: str | None = None
    items_per_batch: Fraction | None = None
    item_unit: str | None = None
    batch_percentage: Fraction | None = None
    portion_description: str | None = None
    recipe_lines: tuple[IngredientLine, ...] = ()
    contents: tuple[IngredientLine, ...] = ()  # of a box: name, quantity, unit
    material_name: str | None = None
    quantity_per_unit: Fraction | None = None
    display_unit: str | None = None
    since: SinceThen | None = None  # None where nothing differs, and as it is now


@dataclass(frozen=True, slots=True)
class EventDetail:
    """The head of an event's page."""

    row: EventRow


@dataclass(frozen=True, slots=True)
class SnapshotDetail:
    """The head and the About page of a snapshot."""

    row: SnapshotRow
    event_exists: bool
    event_uuid: str | None
    previous_id: int | None  # the next older and newer snapshots of the same event
    next_id: int | None
    latest_version: int | None


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a snapshot's contents match their stored fingerprints."""

    is_sealed: bool
    is_unchanged: bool
    mismatched: tuple[str, ...] = ()  # names, or a sentence where no name is left


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing of the catalog that a plan or a box can take."""

    kind: ComponentKind
    id: int
    uuid: str
    name: str
    unit: str
    planned: Fraction | None = None  # how many the plan holds already
    line_id: int | None = None  # the line that holds them


@dataclass(frozen=True, slots=True)
class RecipeChoice:
    """One thing that a recipe can take: an ingredient, or another recipe."""

    key: Key
    name: str
    unit: str  # that the ingredient was last used with; "" for none


@dataclass(frozen=True, slots=True)
class ListHits:
    """How many events and snapshots a search found, of how many."""

    found: int
    total: int


@dataclass(frozen=True, slots=True)
class LikeEvent:
    """An earlier event whose plan could start this one."""

    id: int
    name: str
    year: int | None
