"""Whatever the file says and Proofbook has no place for is said, wherever it stands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Recipe
from tests.core.importers.conftest import Importing
from tests.core.importers.reports import texts


def test_a_key_of_others_that_is_no_list_is_said(importing: Importing) -> None:
    report = importing(
        {
            "application": "bake-tracker",
            "version": 4,
            "recipes": [{"name": "Bread"}],
            "products": {"x": {"name": "flour"}},
            "settings": {"a": 1},
            "inventory_items": "none",
            "metadata": {},
        }
    )
    for key in ("products", "settings", "inventory_items"):
        assert texts(report, key) == ["The file has no list of these, so nothing of it was taken."]
    assert not any(texts(report, key) for key in ("application", "version", "metadata"))


def test_fields_of_lines_and_parts_that_have_no_place_are_said(importing: Importing) -> None:
    line = {"ingredient_slug": "flour", "quantity": 1, "unit": "cup", "preparation": "sifted"}
    part = {"recipe_name": "Sour", "quantity": 1, "optional": True}
    report = importing(
        {
            "ingredients": [{"slug": "flour", "display_name": "Flour"}],
            "recipes": [
                {"name": "Sour"},
                {"name": "Bread", "ingredients": [line], "components": [part]},
            ],
        }
    )
    assert "Not taken, as Proofbook has no place for it: optional, preparation." in texts(
        report, "recipes"
    )


def test_a_slug_of_blanks_is_none(importing: Importing, db_session: Session) -> None:
    report = importing({"recipes": [{"name": "A", "slug": "  "}, {"name": "B", "slug": "  "}]})
    assert report.added["recipes"] == 2
    assert set(db_session.scalars(select(Recipe.slug))) == {"a", "b"}
