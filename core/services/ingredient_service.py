"""Ingredients of the catalog: making one, and what a volume of it weighs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.domain.catalog import Density
from core.domain.changes import Edit
from core.domain.keys import ThingKind
from core.domain.quantity import Amount
from core.domain.units import Dimension, find_unit
from core.errors import InvalidInputError
from core.models import Ingredient
from core.services.database import act_scope
from core.services.edits import recording
from core.services.input_values import clean_amount, clean_label, clean_name
from core.services.names import free_name

# Also as volume amount and unit, weight amount and unit: "1 cup weighs 4.25 oz".
DensityInput = Density | tuple[Amount, str, Amount, str]


def create_ingredient(
    name: str,
    *,
    category: str | None = None,
    density: DensityInput | None = None,
    session: Session | None = None,
) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        ingredient = Ingredient(
            name=free_name(s, ThingKind.INGREDIENT, name),
            category=clean_label(category, "category"),
        )
        write_density(ingredient, density)
        s.add(ingredient)
        s.flush()
        recorder.about = ingredient
    return recorder.edit


def write_density(ingredient: Ingredient, density: DensityInput | None) -> None:
    """Puts a checked density into the row, all four parts or none; unknown units are kept."""
    ingredient.density_volume_amount = ingredient.density_weight_amount = None
    ingredient.density_volume_unit = ingredient.density_weight_unit = None
    if density is None:
        return
    if isinstance(density, tuple):
        volume, volume_unit, weight, weight_unit = density
    else:
        volume, volume_unit = density.volume_amount, density.volume_unit
        weight, weight_unit = density.weight_amount, density.weight_unit
    ingredient.density_volume_amount = clean_amount(volume)
    ingredient.density_volume_unit = _unit_of(volume_unit, Dimension.VOLUME)
    ingredient.density_weight_amount = clean_amount(weight)
    ingredient.density_weight_unit = _unit_of(weight_unit, Dimension.WEIGHT)


def _unit_of(text: str, dimension: Dimension) -> str:
    """The unit as typed; one that is known must measure what is asked for."""
    unit = clean_name(text, "unit")
    known = find_unit(unit)
    if known is not None and known.dimension is not dimension:
        raise InvalidInputError(f"“{unit}” is no {dimension.value}.")
    return unit
