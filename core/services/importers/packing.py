"""Reads materials, their units, boxes and contents out of a file's rows; touches no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.models import AssemblyType
from core.services.importers.findings import Findings
from core.services.importers.records import Record, Ref, Shelf, parse_rows, said
from core.services.importers.values import Fields, RowRefusedError, is_said, shown

EACH = ("each", "each")
# How a product's unit is counted, and what the baker reads.
_MEASURES = {
    "each": EACH,
    "linear_inches": ("linear_cm", "in"),
    "linear_feet": ("linear_cm", "in"),
    "linear_yards": ("linear_cm", "in"),
    "inches": ("linear_cm", "in"),
    "inch": ("linear_cm", "in"),
    "in": ("linear_cm", "in"),
    "feet": ("linear_cm", "in"),
    "yards": ("linear_cm", "in"),
    "linear_cm": ("linear_cm", "cm"),
    "cm": ("linear_cm", "cm"),
    "square_cm": ("square_cm", "sq cm"),
}
BASE_UNITS = {"each": "each", "linear_cm": "cm", "square_cm": "sq cm"}


@dataclass(slots=True)
class Product:
    """A product of a material: kept only as long as it says how its material is counted."""

    slug: str | None
    material: Ref
    unit: str | None


@dataclass(slots=True)
class Content:
    """A row of `compositions`: one thing in one box."""

    box: Ref
    kind: str  # of the thing: a table's name
    thing: Ref
    fields: dict[str, Any] = field(default_factory=dict)
    material: Ref | None = None  # of a material's unit, where the file says it
    uuid: str | None = None


@dataclass(slots=True)
class Unit:
    """A row of `material_units`; its material stands in its product."""

    product: str
    record: Record


class PackingReader:
    """Fills the shelves `materials` and `boxes`, and the rows that belong to them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.materials = Shelf("materials", findings)
        self.boxes = Shelf("finished_goods", findings)
        self.products: list[Product] = []
        self.units: list[Unit] = []
        self.contents: list[Content] = []
        self.lists_all_units = False  # then a material without one is meant to have none

    def read_products(self, rows: Iterable[Any]) -> None:
        """Products are not imported: nothing is told of them but their count."""
        for raw in rows:
            if not isinstance(raw, dict):
                continue
            fields = Fields(raw, lambda _: None)
            try:
                slug, material_slug = fields.slug(), fields.slug("material_slug")
                has_name = is_said(raw.get("material"))
                material = Ref(material_slug, fields.name("material") if has_name else None)
            except RowRefusedError:
                continue
            unit_key = "default_unit" if is_said(raw.get("default_unit")) else "package_unit"
            self.products.append(Product(slug, material, fields.text(unit_key)))

    def read_materials(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "materials", findings=self._findings, parse=self._material)

    def read_units(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "material_units", findings=self._findings, parse=self._unit)

    def read_boxes(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "finished_goods", findings=self._findings, parse=self._box)

    def read_contents(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "compositions", findings=self._findings, parse=self._content)

    def _material(self, fields: Fields, _: str) -> None:
        name = fields.name("display_name", "name")
        record = Record("materials", name, fields.slug())
        record.fields = said({"category": fields.text("category")})
        base = fields.raw("base_unit_type")
        if isinstance(base, str) and base in BASE_UNITS:
            record.fields["base_unit"] = base
        elif is_said(base):
            text = f"{shown(base)} is no unit that materials are counted in; it is counted by the piece."
            self._findings.say("materials", name, text)
        self.materials.add(record)

    def measure_materials(self) -> None:
        """Settles how each material is counted: by its row, else its products, else by the piece."""
        units_of: dict[tuple[str, str], list[str]] = {}
        for product in self.products:
            keys = (("slug", product.material.slug), ("name", product.material.name))
            for by, value in keys:
                if product.unit and value:
                    units_of.setdefault((by, value), []).append(product.unit)
        for record in self.materials.records:
            units = units_of.get(("slug", record.slug or ""), [])
            self._measure(record, units + units_of.get(("name", record.name), []))

    def _measure(self, record: Record, units: list[str]) -> None:
        measures = [_MEASURES[unit] for unit in units if unit in _MEASURES]
        base, display = next((each for each in measures if each != EACH), EACH)
        stated = record.fields.get("base_unit")
        if stated is not None:
            shows = display if stated == base else BASE_UNITS[stated]
            record.defaults = {"display_unit": shows}
        elif measures:
            record.fields |= {"base_unit": base, "display_unit": display}
        elif units:
            text = f"Its products come by {shown(units[0])}; it is counted by the piece."
            self._findings.say("materials", record.name, text)

    def _unit(self, fields: Fields, _: str) -> None:
        name = fields.name("name", "display_name")
        product = fields.slug("material_product_slug")
        if product is None:
            raise RowRefusedError("It names no material product, so its material is not known.")
        quantity = fields.amount("quantity_per_unit", "quantity over 0")
        if quantity is None:
            raise RowRefusedError("It does not say how much of its material it is.")
        record = Record("material_units", name, fields.slug())
        description = fields.notes("description")
        record.fields = said({"quantity_per_unit": quantity, "description": description})
        self.units.append(Unit(product, record))

    def _box(self, fields: Fields, _: str) -> None:
        name = fields.name("display_name", "name")
        record = Record("finished_goods", name, fields.slug())
        kind = fields.raw("assembly_type")
        if is_said(kind) and kind not in list(AssemblyType):
            text = f"{shown(kind)} is no way to pack a box; it was left empty."
            self._findings.say("finished_goods", name, text)
            kind = None
        record.fields = said(
            {
                "description": fields.notes("description"),
                "assembly_type": AssemblyType(kind) if is_said(kind) else None,
                "packaging_instructions": fields.notes(
                    "packaging_instructions", "notes on packing it"
                ),
                "notes": fields.notes("notes"),
            }
        )
        self.boxes.add(record)

    def _content(self, fields: Fields, _: str) -> None:
        box = fields.slug("finished_good_slug")
        things = {
            "finished_units": fields.slug("finished_unit_slug"),
            "finished_goods": fields.slug("finished_good_component_slug"),
            "material_units": fields.slug("material_unit_slug"),
            "products": fields.raw("packaging_product_id") or fields.raw("packaging_product_slug"),
        }
        named = {kind: slug for kind, slug in things.items() if slug}
        if box is None:
            raise RowRefusedError("It names no box.")
        if len(named) != 1:
            text = f"In the box {shown(box)} it names {len(named) or 'no'} things instead of one."
            raise RowRefusedError(text)
        kind, slug = next(iter(named.items()))
        if kind == "products":
            text = f"In the box {shown(box)} it is a product, which Proofbook has no place for."
            raise RowRefusedError(text)
        quantity = fields.amount("component_quantity", "quantity over 0")
        if quantity is None:
            text = f"In the box {shown(box)} it does not say how many {shown(slug)} there are."
            raise RowRefusedError(text)
        order = fields.raw("sort_order")
        content = Content(Ref(box), kind, Ref(str(slug)))
        content.fields = {
            "component_quantity": quantity,
            "component_notes": fields.notes("notes") or fields.notes("component_notes"),
            "is_generic": fields.raw("is_generic") is True,
            "sort_order": order if type(order) is int and abs(order) < 2**31 else 0,
        }
        self.contents.append(content)
