"""Ingredients of the catalog."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.domain.changes import Edit
from core.domain.quantity import Amount
from core.models import Ingredient
from core.services.database import session_scope
from core.services.edits import recording
from core.services.input_values import clean_name, clean_quantity

# volume amount and unit, weight amount and unit: "1 cup weighs 4.25 oz"
Density = tuple[Amount, str, Amount, str]


def create_ingredient(
    name: str,
    *,
    category: str | None = None,
    density: Density | None = None,
    session: Session | None = None,
) -> Edit:
    with session_scope(session) as s, recording(s) as recorder:
        ingredient = Ingredient(name=clean_name(name), category=category)
        if density is not None:
            volume, volume_unit, weight, weight_unit = density
            ingredient.density_volume_amount = clean_quantity(volume)
            ingredient.density_volume_unit = volume_unit
            ingredient.density_weight_amount = clean_quantity(weight)
            ingredient.density_weight_unit = weight_unit
        s.add(ingredient)
        s.flush()
        recorder.about = ingredient
    return recorder.edit
