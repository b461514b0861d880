"""An ingredient's page: what a cup of it weighs, and how much is in the house."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain.catalog import IngredientDetail
from gui.widgets.catalog.measure_fields import DensityField, StockField
from gui.widgets.catalog.thing_page import FormPage


class IngredientPage(FormPage):
    """Fields: name, category, density, stock."""

    density_wanted = Signal(object)  # Density | None
    stock_wanted = Signal(object, str)  # Fraction | None, unit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ingredient_page", "ingredient", parent)
        self.density = DensityField()
        self.density.density_wanted.connect(self.density_wanted)
        self.form.add_row(self.tr("Weight"), self.density)
        self.add_field("density", self.density)
        self.stock = StockField()
        self.stock.stock_wanted.connect(self.stock_wanted)
        self.form.add_row(self.tr("Have"), self.stock)
        self.add_field("stock", self.stock)

    @override
    def retired_text(self) -> str:
        return self.tr("Retired: not offered for new recipes.")

    @override
    def show_body(self, detail: IngredientDetail) -> None:
        self.density.set_density(detail.row.density)
        self.stock.set_stock(detail.row.stock)
