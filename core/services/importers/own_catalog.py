"""Reads our own export: the same rows as a foreign file's, exact and whole; touches no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from core.models import (
    BaseModel,
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)
from core.services.catalog_format import read_cell, said_columns_of
from core.services.importers.deciding import word_of
from core.services.importers.events import EventReader
from core.services.importers.findings import Findings
from core.services.importers.packing import BASE_UNITS, Content, PackingReader, Product, Unit
from core.services.importers.recipes import RecipeReader
from core.services.importers.records import Line, Part, Record, Ref, Shelf, parse_rows
from core.services.importers.values import Fields, RowRefusedError, shown

Tell = Callable[[str], None]
T = TypeVar("T")

# Columns of which a row has all or none.
_WHOLES = {
    "weight by volume": (
        "density_volume_amount",
        "density_volume_unit",
        "density_weight_amount",
        "density_weight_unit",
    ),
    "stock": ("stock_amount", "stock_as_of"),
}
# Keys of a content's row by what it holds; a material's stands beside its unit's.
_THINGS = {
    "finished_units": "finished_unit_slug",
    "finished_goods": "finished_good_slug",
    "material_units": "material_unit_slug",
}


class OwnReader:
    """Fills the three readers' shelves; what an empty cell says is that it is empty."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.recipes = RecipeReader(findings)
        self.packing = PackingReader(findings)
        self.packing.lists_all_units = True
        self.events = EventReader(findings)

    def read(self, arrays: Mapping[str, list[Any]]) -> None:
        things: tuple[tuple[Shelf, type[BaseModel]], ...] = (
            (self.recipes.ingredients, Ingredient),
            (self.packing.materials, Material),
            (self.packing.boxes, FinishedGood),
        )
        for shelf, model in things:
            self._read_things(arrays, shelf, model)
        self._read(arrays, "recipes", self._recipe)
        self._read(arrays, "finished_units", self._item)
        self._read(arrays, "material_units", self._unit)
        self._read(arrays, "compositions", self._content)
        self.events.read_events(arrays.get("events", []))
        self.events.read_planned(arrays.get("event_finished_goods", []))

    def _read(
        self, arrays: Mapping[str, list[Any]], kind: str, parse: Callable[[Fields, str], None]
    ) -> None:
        parse_rows(arrays.get(kind, []), kind, findings=self._findings, parse=parse)

    def _read_things(
        self, arrays: Mapping[str, list[Any]], shelf: Shelf, model: type[BaseModel]
    ) -> None:
        def parse(fields: Fields, name: str) -> None:
            record = self._record(fields, shelf.kind, model=model, name=name)
            base = record.fields.get("base_unit")
            if base is not None and base not in BASE_UNITS:
                text = f"{shown(base)} is no unit that materials are counted in; it is counted by the piece."
                self._findings.say("materials", name, text)
                del record.fields["base_unit"]
            shelf.add(record)

        self._read(arrays, shelf.kind, parse)

    def _record(self, fields: Fields, kind: str, *, model: type[BaseModel], name: str) -> Record:
        """A thing with all that it says of itself; RowRefusedError without a name or a slug."""
        cells = _cells(fields, model, self._findings.teller(kind, name))
        slug = cells.pop("slug", None)
        called = cells.pop("display_name", None) or cells.pop("name", None)
        if not slug or not called or not called.strip():
            raise RowRefusedError("It has no name, or nothing that the file knows it by.")
        defaults = {"uuid": cells.pop("uuid")} if "uuid" in cells else {}
        return Record(kind, called, slug, fields=cells, defaults=defaults)

    def _recipe(self, fields: Fields, name: str) -> None:
        lines, parts = fields.raw("ingredients"), fields.raw("components")
        record = self._record(fields, "recipes", model=Recipe, name=name)
        record.lines = self._parts_of(lines, name, _line)
        record.parts = self._parts_of(parts, name, _part)
        record.lists_all = isinstance(lines, list) and isinstance(parts, list)
        self.recipes.recipes.add(record)

    def _parts_of(self, rows: Any, recipe: str, read: Callable[[Fields, Tell], T]) -> list[T]:
        tell = self._findings.teller("recipes", recipe)
        found: list[T] = []
        for number, raw in enumerate(rows if isinstance(rows, list) else [], start=1):
            try:
                if not isinstance(raw, dict):
                    raise RowRefusedError(f"It is no object: {shown(raw)}.")
                found.append(read(Fields(raw, tell), tell))
            except RowRefusedError as refusal:
                tell(f"Its line {number} was left out: {refusal}")
        return found

    def _item(self, fields: Fields, name: str) -> None:
        recipe = fields.slug("recipe_slug")
        record = self._record(fields, "finished_units", model=FinishedUnit, name=name)
        record.fields["recipe"] = Ref(recipe) if recipe else None
        self.recipes.items.add(record)

    def _unit(self, fields: Fields, name: str) -> None:
        material = fields.slug("material_slug")
        record = self._record(fields, "material_units", model=MaterialUnit, name=name)
        if material is None:
            raise RowRefusedError("It names no material.")
        if "quantity_per_unit" not in record.fields:
            raise RowRefusedError("It does not say how much of its material it is.")
        self.packing.products.append(Product(material, Ref(material), None))
        self.packing.units.append(Unit(material, record))

    def _content(self, fields: Fields, name: str) -> None:
        box, material = fields.slug("assembly_slug"), fields.slug("material_slug")
        named = {kind: slug for kind, key in _THINGS.items() if (slug := fields.slug(key))}
        if material and not named:
            named = {"materials": material}
        if box is None:
            raise RowRefusedError("It names no box.")
        if len(named) != 1:
            text = f"In the box {shown(box)} it names {len(named) or 'no'} things instead of one."
            raise RowRefusedError(text)
        ((kind, slug),) = named.items()
        cells = _cells(fields, Composition, self._findings.teller("compositions", name))
        if "component_quantity" not in cells:
            text = f"In the box {shown(box)} it does not say how many {shown(slug)} there are."
            raise RowRefusedError(text)
        cells["is_generic"] = kind == "materials" or cells.get("is_generic", False)
        content = Content(Ref(box), kind, Ref(slug))
        content.material = Ref(material) if material and kind == "material_units" else None
        content.uuid = cells.pop("uuid", None)
        content.fields = cells
        self.packing.contents.append(content)


def _line(fields: Fields, tell: Tell) -> Line:
    ingredient = fields.slug("ingredient_slug")
    cells = _cells(fields, RecipeIngredient, tell)
    if ingredient is None:
        raise RowRefusedError("It names no ingredient.")
    if "quantity" not in cells or "unit" not in cells:
        raise RowRefusedError(f"It does not say how much {shown(ingredient)} there is.")
    return Line(
        Ref(ingredient),
        cells["quantity"],
        cells["unit"],
        notes=cells.get("notes"),
        sort_order=cells.get("sort_order"),
        uuid=cells.get("uuid"),
    )


def _part(fields: Fields, tell: Tell) -> Part:
    recipe = fields.slug("component_recipe_slug")
    cells = _cells(fields, RecipeComponent, tell)
    if recipe is None:
        raise RowRefusedError("It names no recipe.")
    if "quantity" not in cells:
        raise RowRefusedError(f"It does not say how many batches of {shown(recipe)} there are.")
    return Part(
        Ref(recipe), cells["quantity"], sort_order=cells.get("sort_order"), uuid=cells.get("uuid")
    )


def _cells(fields: Fields, model: type[BaseModel], tell: Tell) -> dict[str, Any]:
    """The row's cells by column; one that cannot be is told, and says nothing then."""
    cells: dict[str, Any] = {}
    for column in said_columns_of(model):
        value = fields.raw(column.name)
        if not fields.has(column.name):
            continue
        try:
            cells[column.name] = read_cell(column, value)
        except ValueError:
            what = word_of(column.name)
            tell(f"This is not possible and was left out: {what}, {shown(value)}.")
    for what, whole in _WHOLES.items():
        kept = [cells[name] is None for name in whole if name in cells]
        if kept and (len(kept) < len(whole) or len(set(kept)) > 1):
            tell(f"Its {what} is incomplete; it was left out.")
            cells = {name: value for name, value in cells.items() if name not in whole}
    return cells
