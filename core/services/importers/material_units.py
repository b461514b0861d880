"""Plans the units by which materials are planned: the file's, and one for each new material."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from core.domain.import_report import ImportOutcome
from core.services.importers.deciding import Decider
from core.services.importers.findings import Findings
from core.services.importers.held import tell_unresolved
from core.services.importers.packing import PackingReader, Product, Unit
from core.services.importers.records import Record, Ref
from core.services.importers.things import Things
from core.services.importers.values import shown

# By what the baker reads a material in: name, slug, and base units in one.
_MADE = {
    "each": ("1 piece", "1-piece", Fraction(1)),
    "in": ("1 in", "1-in", Fraction("2.54")),
    "cm": ("1 cm", "1-cm", Fraction(1)),
    "sq cm": ("1 sq cm", "1-sq-cm", Fraction(1)),
}


class UnitPlan:
    """A unit's slug means something only within its material, and in a file within its product."""

    def __init__(
        self, reader: PackingReader, materials: Things, *, findings: Findings, decider: Decider
    ) -> None:
        self._reader = reader
        self._materials = materials
        self._findings = findings
        self._decider = decider
        self._products: dict[str, Product] = {}
        for product in reader.products:
            if product.slug:
                self._products.setdefault(product.slug, product)
        self._by_slug: dict[str, list[Record]] = {}
        self._by_key: dict[tuple[Record, str], Record] = {}
        self.records: list[Record] = []
        self.made: list[Record] = []

    def settle(self) -> None:
        for unit in self._reader.units:
            material = self._material_of(unit)
            if material is not None:
                self._add(unit, material)
        for record in self.records:
            self._pair(record)
            self._decider.decide(record)
            self._decider.tell(record)
        self._make_missing()
        self._add_those_here()

    def find(self, slug: str) -> list[Record]:
        """The file's units of that slug; where it has none, those here."""
        return self._by_slug.get(slug, [])

    def _material_of(self, unit: Unit) -> Record | None:
        product = self._products.get(unit.product)
        name = unit.record.name
        if product is None:
            kind, ref, found = "material_products", Ref(unit.product), list[Record]()
        else:
            kind, ref = "materials", product.material
            found = self._materials.find(ref)
        if len(found) == 1:
            return found[0]
        reason = tell_unresolved(self._findings, kind, ref=ref, found=found, place=name)
        self._findings.left_out("material_units", name, reason)
        return None

    def _add(self, unit: Unit, material: Record) -> None:
        record = unit.record
        file_slug = record.slug
        record.fields["material"] = material
        known = self._by_key.get((material, record.slug or record.name))
        if known is not None and not known.takes_in(record):
            if record.slug is None:
                reason = "The file holds it twice with different data; see the first."
                self._findings.left_out("material_units", record.name, reason)
                return
            # Two products of one material may use the same slug for different amounts.
            record.slug = f"{unit.product}/{record.slug}"
            known = self._by_key.get((material, record.slug))
            if known is not None and not known.takes_in(record):
                reason = "The file holds it twice with different data; see the first."
                self._findings.left_out("material_units", record.name, reason)
                return
        if known is None:
            self._by_key[material, record.slug or record.name] = known = record
            self.records.append(record)
        if file_slug is not None and known not in self._by_slug.setdefault(file_slug, []):
            self._by_slug[file_slug].append(known)

    def _pair(self, record: Record) -> None:
        for row in self._rows_of(record.fields["material"]):
            if row.slug == record.slug or (record.slug is None and row.name == record.name):
                record.row = row
                return

    def _rows_of(self, material: Record) -> list[Any]:
        return list(material.row.units) if material.row is not None else []

    def _make_missing(self) -> None:
        """A new material without a unit could not be planned."""
        have_units = {record.fields["material"] for record in self.records}
        made = Counter[str]()
        for material in self._reader.materials.records:
            if material.outcome is not ImportOutcome.ADDED or material in have_units:
                continue
            shows = {**material.defaults, **material.fields}.get("display_unit", "each")
            name, slug, quantity = _MADE[shows]
            fields = {"quantity_per_unit": quantity, "material": material}
            record = Record("material_units", name, slug, fields=fields)
            record.outcome = ImportOutcome.ADDED
            self.made.append(record)
            self._by_slug.setdefault(slug, []).append(record)
            made[name] += 1
        for name, count in made.items():
            if count == 1:
                text = f"1 new material has no unit in the file; you plan it by {shown(name)}."
            else:
                text = (
                    f"{count:,} new materials have no unit in the file; "
                    f"you plan them by {shown(name)}."
                )
            self._findings.say("materials", "", text)

    def _add_those_here(self) -> None:
        of_file = {record.row for record in self.records if record.row is not None}
        here: dict[str, list[Record]] = {}
        for material in self._materials.of_row.values():
            for row in self._rows_of(material):
                if row not in of_file:
                    unit = Record("material_units", row.name, row.slug, row=row)
                    here.setdefault(row.slug, []).append(unit)
        for slug, units in here.items():
            self._by_slug.setdefault(slug, units)
