"""Whatever the catalog: exported and imported it is the same, and again it changes nothing."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.models import (
    AssemblyType,
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    YieldMode,
)
from core.services.database import session_scope
from core.services.export_service import export_catalog
from core.services.importers import import_file
from tests.core.catalog_rows import catalog_rows
from tests.core.stored_rows import empty_in_memory, stored_rows

LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
NAMES = st.text(LETTERS, min_size=1, max_size=8).filter(str.strip)
SHORT = st.none() | st.text(LETTERS, max_size=6)
NOTES = st.none() | st.text(LETTERS | st.sampled_from("\n\t"), max_size=12)
AMOUNTS = st.builds(Fraction, st.integers(1, 500), st.integers(1, 60))
SHARES = st.none() | st.fractions(Fraction(1, 50), 100, max_denominator=50)
MICROSECONDS = st.integers(0, 4 * 10**15)
MOMENTS = st.none() | MICROSECONDS.map(
    lambda after: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=after)
)
ORDERS = st.integers(-2, 3)


class Maker:
    """Draws one catalog into a session; what is below comes before what holds it."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self._data.draw(strategy)

    def some(self, most: int = 3) -> range:
        return range(self.draw(st.integers(0, most)))

    def one_of(self, rows: list[Any]) -> Any:
        return self.draw(st.sampled_from(rows))

    def make(self, session: Session) -> None:
        ingredients = [self.ingredient() for _ in self.some()]
        recipes: list[Recipe] = []
        for _ in self.some():
            recipes.append(self.recipe(ingredients, list(recipes)))
        items = [self.item(recipes) for _ in self.some()]
        materials = [self.material() for _ in self.some()]
        units = [self.unit(materials) for _ in self.some() if materials]
        boxes: list[FinishedGood] = []
        for _ in self.some():
            things = {
                "finished_unit": items,
                "finished_good": list(boxes),
                "material_unit": units,
                "material": materials,
            }
            boxes.append(self.box(things))
        session.add_all([*ingredients, *recipes, *items, *materials, *units, *boxes])
        session.flush()

    def stock(self) -> dict[str, Any]:
        if self.draw(st.booleans()):
            return {}
        return {
            "stock_amount": self.draw(st.just(Fraction(0)) | AMOUNTS),
            "stock_unit": self.draw(SHORT),
            "stock_as_of": self.draw(st.dates(date(1990, 1, 1), date(2100, 1, 1))),
        }

    def ingredient(self) -> Ingredient:
        density: dict[str, Any] = {}
        if self.draw(st.booleans()):
            density = {
                "density_volume_amount": self.draw(AMOUNTS),
                "density_volume_unit": "cup",
                "density_weight_amount": self.draw(AMOUNTS),
                "density_weight_unit": "oz",
            }
        return Ingredient(
            name=self.draw(NAMES),
            category=self.draw(SHORT),
            retired_at=self.draw(MOMENTS),
            **density,
            **self.stock(),
        )

    def recipe(self, ingredients: list[Ingredient], below: list[Recipe]) -> Recipe:
        recipe = Recipe(
            name=self.draw(NAMES), source=self.draw(NOTES), notes=self.draw(NOTES),
            category=self.draw(SHORT), retired_at=self.draw(MOMENTS),
        )  # fmt: skip
        for _ in self.some(4) if ingredients else ():
            recipe.ingredients.append(
                RecipeIngredient(
                    ingredient=self.one_of(ingredients),
                    quantity=self.draw(AMOUNTS),
                    unit=self.draw(st.sampled_from(["cup", "handful", ""])),
                    notes=self.draw(NOTES),
                    sort_order=self.draw(ORDERS),
                )
            )
        for _ in self.some(2) if below else ():
            recipe.components.append(
                RecipeComponent(
                    component_recipe=self.one_of(below),
                    quantity=self.draw(AMOUNTS),
                    sort_order=self.draw(ORDERS),
                )
            )
        return recipe

    def item(self, recipes: list[Recipe]) -> FinishedUnit:
        return FinishedUnit(
            display_name=self.draw(NAMES),
            description=self.draw(NOTES),
            recipe=self.one_of([None, *recipes]),
            yield_mode=self.one_of(list(YieldMode)),
            items_per_batch=self.draw(st.none() | AMOUNTS),
            item_unit=self.draw(SHORT),
            batch_percentage=self.draw(SHARES),
            portion_description=self.draw(SHORT),
            category=self.draw(SHORT),
            production_notes=self.draw(NOTES),
            notes=self.draw(NOTES),
            retired_at=self.draw(MOMENTS),
        )

    def material(self) -> Material:
        base, shown = self.one_of([("each", "each"), ("linear_cm", "in"), ("square_cm", "sq in")])
        return Material(
            name=self.draw(NAMES), category=self.draw(SHORT), base_unit=base, display_unit=shown,
            retired_at=self.draw(MOMENTS), **self.stock(),
        )  # fmt: skip

    def unit(self, materials: list[Material]) -> MaterialUnit:
        return MaterialUnit(
            name=self.draw(NAMES),
            description=self.draw(NOTES),
            material=self.one_of(materials),
            quantity_per_unit=self.draw(AMOUNTS),
            retired_at=self.draw(MOMENTS),
        )

    def box(self, things: dict[str, list[Any]]) -> FinishedGood:
        box = FinishedGood(
            display_name=self.draw(NAMES),
            description=self.draw(NOTES),
            assembly_type=self.one_of(list(AssemblyType)),
            packaging_instructions=self.draw(NOTES),
            notes=self.draw(NOTES),
            retired_at=self.draw(MOMENTS),
        )
        kinds = [kind for kind, rows in things.items() if rows]
        for _ in self.some(4) if kinds else ():
            kind = self.one_of(kinds)
            box.components.append(
                Composition(
                    **{kind: self.one_of(things[kind])},
                    is_generic=kind == "material",
                    component_quantity=self.draw(AMOUNTS),
                    component_notes=self.draw(NOTES),
                    sort_order=self.draw(ORDERS),
                )
            )
        return box


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_catalog_comes_back_the_same(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, again = Path(folder) / "catalog.json", Path(folder) / "again.json"
        with empty_in_memory():
            with session_scope() as session:
                Maker(data).make(session)
            export_catalog(path)
            catalog, rows = catalog_rows(), stored_rows()
            here = import_file(path)
            assert here.edit is not None
            assert here.edit.is_empty()
            assert stored_rows() == rows
        with empty_in_memory():
            report = import_file(path)
            assert dict(report.left_out) == {}
            assert catalog_rows() == catalog
            export_catalog(again)
        assert again.read_bytes() == path.read_bytes()
