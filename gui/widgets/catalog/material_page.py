"""A material's page: in what it is shown, how much is in the house, and how a plan counts it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain.catalog import MaterialDetail
from core.domain.material_measures import MEASURES, PLAIN_DISPLAY
from gui.widgets.catalog.checks import Check
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.catalog.measure_fields import StockField
from gui.widgets.catalog.thing_page import FormPage
from gui.widgets.catalog.unit_table import UnitTable
from gui.widgets.part_table import PartTable
from gui.widgets.text_check import clean_name, name_problem


class MaterialPage(FormPage):
    """Fields: name, category, display_unit, stock; of the units name and quantity_per_unit."""

    stock_wanted = Signal(object, str)  # Fraction | None, unit
    unit_field_wanted = Signal(int, str, object)  # id, field, value
    unit_add_wanted = Signal(str, object)  # name, Fraction of base units
    unit_delete_wanted = Signal(int)
    unit_retire_wanted = Signal(int, bool)  # id; True to retire, False to bring back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("material_page", "material", parent)
        self.display_unit = FieldLabel(
            "display_unit",
            accessible_name=self.tr("Shown in"),
            check=Check(name_problem, _display_unit),
        )
        self.display_unit.set_names([_shown(unit) for unit in MEASURES])
        self.display_unit.set_characters(12)
        self.form.add_row(self.tr("Shown in"), self.display_unit)
        self.add_field("display_unit", self.display_unit)
        self.stock = StockField()
        self.stock.stock_wanted.connect(self.stock_wanted)
        self.form.add_row(self.tr("Have"), self.stock)
        self.add_field("stock", self.stock)
        self.units = UnitTable()
        self.units.unit_field_wanted.connect(self.unit_field_wanted)
        self.units.unit_add_wanted.connect(self.unit_add_wanted)
        self.units.unit_delete_wanted.connect(self.unit_delete_wanted)
        self.units.unit_retire_wanted.connect(self.unit_retire_wanted)
        self.add_part(self.units)
        self.add_field("units", self.units)

    def refuse_unit(self, unit_id: int, field: str, sentence: str) -> None:
        """Core did not take a name or an amount of a way to plan it."""
        self.units.refuse_unit(unit_id, field, sentence)

    def refuse_unit_add(self, text: str, sentence: str) -> None:
        """Core did not add it: the text stands in the field again."""
        self.units.put_back(text, sentence)

    @override
    def parts_table(self) -> PartTable:
        return self.units.table

    @override
    def show_body(self, detail: MaterialDetail) -> None:
        row = detail.row
        self.display_unit.set_value(_shown(row.display_unit))
        self.stock.set_default_unit(row.display_unit)
        self.stock.set_stock(row.stock)
        plain = PLAIN_DISPLAY.get(row.display_unit, row.display_unit)
        self.units.show_units(detail.units, plain)


def _shown(display_unit: str) -> str:
    """As she reads it: `pieces`, `in`."""
    plain = PLAIN_DISPLAY.get(display_unit, display_unit)
    return QCoreApplication.translate("MaterialPage", "pieces") if plain == "each" else plain


def _display_unit(text: str) -> str:
    """What she typed, as core names it."""
    typed = clean_name(text)
    pieces = ("piece", "pieces", _shown("each").casefold())
    return "each" if typed.casefold() in pieces else typed
