"""The scenes of a snapshot's details where the catalog is not as it was."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, text

from core.domain.keys import Key, ThingKind
from core.models import FinishedUnit, RecipeIngredient
from core.services import catalog_edit_service, recipe_service
from core.services.database import session_scope
from tests.screenshot_scenes import snapshot_details
from tests.screenshots import Scene


def _cookie() -> tuple[int, list[int]]:
    """The sugar cookie, and the lines of its recipe."""
    with session_scope(write=False) as session:
        cookie = session.scalars(
            select(FinishedUnit).where(FinishedUnit.display_name == "Sugar cookie")
        ).one()
        lines = session.scalars(
            select(RecipeIngredient.id)
            .where(RecipeIngredient.recipe_id == cookie.recipe_id)
            .order_by(RecipeIngredient.sort_order)
        )
        return cookie.id, list(lines)


def change_much(path: Path) -> None:
    """Retired, another yield, and three lines of the recipe."""
    del path
    cookie, lines = _cookie()
    key = Key(ThingKind.FINISHED_UNIT, cookie)
    catalog_edit_service.set_field(key, "items_per_batch", "50")
    catalog_edit_service.retire([key])
    recipe_service.set_recipe_line(lines[0], quantity="3", unit="cup")
    recipe_service.remove_recipe_lines([lines[4]])


def forget(path: Path) -> None:
    """As if the item had been deleted, and another made in its place."""
    del path
    with session_scope() as session:
        session.execute(
            text("UPDATE finished_units SET uuid = 'x', slug = 'x' WHERE id = :id"),
            {"id": _cookie()[0]},
        )


SINCE = (
    Scene("since", snapshot_details, prepare=change_much),
    Scene("since-narrow", snapshot_details, size=(1024, 640), prepare=change_much),
    Scene("since-narrowest", snapshot_details, size=(800, 560), prepare=change_much),
    Scene("since-larger", snapshot_details, zoom=4, prepare=change_much),
    Scene("since-right-to-left", snapshot_details, prepare=change_much, is_right_to_left=True),
    Scene("since-gone", snapshot_details, prepare=forget),
)
