"""The catalog as lists and editors show it: frozen rows, details, and where a thing is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from core.domain.keys import Key, ThingKind

# The five lists of the catalog, in the order of its switch.
CATALOG_KINDS = (
    ThingKind.FINISHED_UNIT,
    ThingKind.FINISHED_GOOD,
    ThingKind.MATERIAL,
    ThingKind.RECIPE,
    ThingKind.INGREDIENT,
)


class CatalogSort(StrEnum):
    """What a list is ordered by; equal values by name."""

    NAME = "name"
    CATEGORY = "category"


class CatalogFilter(StrEnum):
    """Which rows of a kind a list shows."""

    IN_USE = "in_use"  # not retired
    TO_LOOK_AT = "to_look_at"  # in use, and something is missing in them
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class CatalogQuery:
    """One list: of which kind, searched for what, which rows, and in which order."""

    kind: ThingKind
    text: str = ""
    shows: CatalogFilter = CatalogFilter.IN_USE
    category: str | None = None
    sort: CatalogSort = CatalogSort.NAME
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Density:
    """A volume and what it weighs: "1 cup weighs 4.25 oz"."""

    volume_amount: Fraction
    volume_unit: str
    weight_amount: Fraction
    weight_unit: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What the baker has of an ingredient or material; 0 is an answer too."""

    amount: Fraction
    unit: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Yield:
    """What a batch of a recipe gives of an item; both numbers None where it is not known.

    `items_per_batch` goes with `unit` ("cookies"), `batch_percentage` (over 0 to 100) with
    `portion` ("a slice").
    """

    is_portion: bool = False
    items_per_batch: Fraction | None = None
    unit: str | None = None
    batch_percentage: Fraction | None = None
    portion: str | None = None

    @property
    def is_known(self) -> bool:
        known = self.batch_percentage if self.is_portion else self.items_per_batch
        return known is not None


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One thing of the catalog in its list; the kinds add what they say about themselves."""

    key: Key
    uuid: str
    name: str
    category: str | None
    is_retired: bool

    @property
    def is_to_look_at(self) -> bool:
        """Whether something is missing that a plan would want."""
        return False


@dataclass(frozen=True, slots=True)
class ItemRow(CatalogRow):
    yields: Yield = Yield()

    @property
    def is_to_look_at(self) -> bool:
        return not self.yields.is_known


@dataclass(frozen=True, slots=True)
class BoxRow(CatalogRow):
    """How many rows of each kind are in the box itself, not below."""

    item_count: int = 0
    box_count: int = 0
    material_count: int = 0  # those chosen later too

    @property
    def is_to_look_at(self) -> bool:
        return not (self.item_count or self.box_count or self.material_count)


@dataclass(frozen=True, slots=True)
class MaterialRow(CatalogRow):
    """`base_unit` counts it, `display_unit` is what the baker reads."""

    base_unit: str = "each"
    display_unit: str = "each"
    stock: Stock | None = None


@dataclass(frozen=True, slots=True)
class RecipeRow(CatalogRow):
    line_count: int = 0
    component_count: int = 0

    @property
    def is_to_look_at(self) -> bool:
        return not (self.line_count or self.component_count)


@dataclass(frozen=True, slots=True)
class IngredientRow(CatalogRow):
    density: Density | None = None
    stock: Stock | None = None


@dataclass(frozen=True, slots=True)
class ThingRef:
    """Another thing of the catalog by key and name."""

    key: Key
    name: str
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class ItemDetail:
    row: ItemRow
    description: str | None
    recipe: ThingRef | None
    production_notes: str | None
    notes: str | None
    usage: Usage


@dataclass(frozen=True, slots=True)
class BoxDetail:
    """The contents are read as rows of a table, see contents_service."""

    row: BoxRow
    description: str | None
    is_bare: bool
    packaging_instructions: str | None
    notes: str | None
    usage: Usage


@dataclass(frozen=True, slots=True)
class MaterialUnitRow:
    """One way in which a plan counts a material: a bow is 30 (base units) of ribbon."""

    id: int
    uuid: str
    name: str
    quantity: Fraction  # in base units
    is_retired: bool
    is_used: bool


@dataclass(frozen=True, slots=True)
class MaterialDetail:
    row: MaterialRow
    units: tuple[MaterialUnitRow, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class RecipeLineRow:
    """One row of a recipe: an ingredient line, or batches of another recipe (`unit` None)."""

    id: int  # of the line, or of the component
    thing: ThingRef
    quantity: Fraction
    unit: str | None
    notes: str | None
    is_unit_known: bool = True

    @property
    def is_component(self) -> bool:
        return self.thing.key.kind is ThingKind.RECIPE


@dataclass(frozen=True, slots=True)
class RecipeDetail:
    """`lines` are the ingredient lines in their order, then the recipes in it."""

    row: RecipeRow
    source: str | None
    notes: str | None
    lines: tuple[RecipeLineRow, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class IngredientDetail:
    row: IngredientRow
    usage: Usage


@dataclass(frozen=True, slots=True)
class UsePlace:
    """One place that needs a thing; `key` leads there, None where nothing can be opened.

    A plan's key is its event's, a snapshot's its own; an entry of the trash has the trash's.
    """

    key: Key | None
    name: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Where a thing is used itself; a tuple may be cut, its count is whole."""

    places: tuple[UsePlace, ...] = ()  # boxes, items, recipes, plans, snapshots, trash: in turn
    box_count: int = 0
    item_count: int = 0
    recipe_count: int = 0
    plan_count: int = 0
    snapshot_count: int = 0
    trash_count: int = 0

    @property
    def count(self) -> int:
        """All places together."""
        return (
            self.box_count
            + self.item_count
            + self.recipe_count
            + self.plan_count
            + self.snapshot_count
            + self.trash_count
        )


@dataclass(frozen=True, slots=True)
class PlanRef:
    """A plan that uses a thing, by its event; the name has the day where two have one name."""

    event_id: int
    name: str
