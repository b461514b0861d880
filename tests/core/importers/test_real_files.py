"""The importer on the files of a real baker, where they stand beside the checkout."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.models import (
    Event,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    RecipeIngredient,
    YieldMode,
)
from core.services.export_service import export_catalog
from core.services.importers import import_file, preview_import
from tests.core.catalog_rows import catalog_rows
from tests.core.importers.packages import backup_files, write_zip
from tests.core.importers.reports import counted, rows_of, said, texts
from tests.core.stored_rows import empty_in_memory

Shared = Callable[[str], Path]
ALL = "sample_data_all.json"
TRANSFORMED = "sample_data_all_transformed.json"
SMALL = "sample_data_min.json"
FILES = [ALL, TRANSFORMED, SMALL, "materials_catalog.json", "material_products_catalog.json"]


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_transformed_file_comes_in_with_exact_counts(
    shared_file: Shared, db_session: Session
) -> None:
    report = import_file(shared_file(TRANSFORMED), db_session)
    assert dict(report.added) == {
        "ingredients": 413,
        "recipes": 20,
        "finished_units": 20,
        "materials": 21,
        "events": 1,
    }
    assert dict(report.left_out) == {
        "products": 156,
        "inventory_items": 156,
        "material_products": 26,
        "transformation_notes": 10,
        "suppliers": 6,
        "recipients": 3,
    }
    assert (dict(report.changed), dict(report.unchanged)) == ({}, {})
    assert count(db_session, RecipeIngredient) == 224
    assert count(db_session, Ingredient) == 413
    assert sum(row.density_volume_amount is not None for row in db_session.query(Ingredient)) == 127
    assert "156 products: Proofbook has no place for these" in said(report)


def test_the_small_file_loses_none_of_its_58_lines_though_it_has_no_ingredients(
    shared_file: Shared, db_session: Session
) -> None:
    report = import_file(shared_file(SMALL), db_session)
    assert dict(report.added) == {"recipes": 7, "finished_units": 7, "events": 4}
    assert dict(report.left_out) == {"products": 50}
    assert count(db_session, RecipeIngredient) == 58
    made = list(db_session.scalars(select(Ingredient)))
    assert len(made) == 19
    assert {row.category for row in made} == {"Not found"}
    flour = next(row for row in made if row.slug == "flour_all_purpose")
    assert flour.name == "Flour all purpose"
    assert len([text for text in texts(report, "ingredients") if "named by" in text]) == 19
    units = set(db_session.scalars(select(RecipeIngredient.unit)))
    assert units == {"cup", "tsp", "oz", "each"}


def test_an_unknown_yield_and_output_leave_the_item_and_the_event_in_place(
    shared_file: Shared, db_session: Session
) -> None:
    report = import_file(shared_file(SMALL), db_session)
    pie = db_session.scalars(select(FinishedUnit).filter_by(slug="pumpkin-pie-whole")).one()
    assert (pie.items_per_batch, pie.batch_percentage, pie.item_unit) == (None, None, "pie")
    assert pie.recipe is not None
    assert pie.recipe.name == "Pumpkin Pie"
    assert "“weight”" in said(report)
    gifts = db_session.scalars(select(Event).filter_by(name="Christmas Gift Boxes 2025")).one()
    assert gifts.event_date == date(2025, 12, 24)
    assert "“packaged”" in said(report)


def test_amounts_texts_and_slugs_are_kept_as_they_stand(
    shared_file: Shared, db_session: Session
) -> None:
    import_file(shared_file(TRANSFORMED), db_session)
    amounts = list(db_session.scalars(select(RecipeIngredient.quantity)))
    assert {f: amounts.count(Fraction(f)) for f in ("0.33", "0.67", "1.33", "1.67")} == {
        "0.33": 6,
        "0.67": 2,
        "1.33": 1,
        "1.67": 1,
    }
    names = set(db_session.scalars(select(Ingredient.name)))
    assert {"Crème fraîche", "Crème de cassis"} <= names


def test_each_of_the_20_items_finds_its_recipe_by_name(
    shared_file: Shared, db_session: Session
) -> None:
    import_file(shared_file(TRANSFORMED), db_session)
    items = list(db_session.scalars(select(FinishedUnit)))
    assert len(items) == 20
    assert {item.display_name for item in items} == {
        f"Standard {item.recipe.name}" for item in items if item.recipe is not None
    }
    assert {item.yield_mode for item in items} == {YieldMode.DISCRETE_COUNT}
    assert all(item.items_per_batch for item in items)
    sables = next(item for item in items if item.slug == "toasted_almond_sablés_standard")
    assert sables.recipe is not None
    assert sables.recipe.slug == "toasted-almond-sabl-s"


def test_ribbon_is_counted_in_centimetres_and_read_in_inches(
    shared_file: Shared, db_session: Session
) -> None:
    report = import_file(shared_file(TRANSFORMED), db_session)
    materials = {row.slug: row for row in db_session.scalars(select(Material))}
    for slug in ("ribbon_curling_3-16", "twine_bakers_red_white"):
        material = materials.pop(slug)
        assert (material.base_unit, material.display_unit) == ("linear_cm", "in")
        (unit,) = material.units
        assert (unit.name, unit.quantity_per_unit) == ("1 in", Fraction("2.54"))
    assert {(row.base_unit, row.display_unit) for row in materials.values()} == {("each", "each")}
    assert {unit.name for row in materials.values() for unit in row.units} == {"1 piece"}
    assert count(db_session, MaterialUnit) == 21
    assert materials["box_window_cake_10x10"].category == "Boxes: Window Boxes"
    assert [text for text in texts(report, "materials") if "no unit in the file" in text] == [
        "19 new materials have no unit in the file; you plan them by “1 piece”.",
        "2 new materials have no unit in the file; you plan them by “1 in”.",
    ]


def test_christmas_2026_is_on_its_day(shared_file: Shared, db_session: Session) -> None:
    import_file(shared_file(TRANSFORMED), db_session)
    (event,) = db_session.scalars(select(Event))
    assert (event.name, event.event_date, event.year) == (
        "Christmas 2026",
        date(2026, 12, 15),
        2026,
    )


def test_the_file_without_items_says_that_its_recipes_have_none(
    shared_file: Shared, db_session: Session
) -> None:
    report = import_file(shared_file(ALL), db_session)
    assert report.added["finished_units"] == 0
    assert any("and 17 more yet, so it cannot be planned" in t for t in texts(report, "recipes"))


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_accounted_for_and_a_second_import_writes_nothing(
    name: str, shared_file: Shared, db_session: Session
) -> None:
    path = shared_file(name)
    rows = rows_of(json.loads(path.read_text(encoding="utf-8-sig")))
    preview = preview_import(path, db_session)
    first = import_file(path, db_session)
    second = import_file(path, db_session)
    assert counted(preview) == counted(first) == counted(second) == rows
    assert preview.added == first.added == second.unchanged
    assert (dict(second.added), dict(second.changed)) == ({}, {})
    assert second.edit is not None
    assert second.edit.is_empty()


def test_the_smaller_catalogs_after_the_whole_file_change_nothing(
    shared_file: Shared, db_session: Session
) -> None:
    import_file(shared_file(TRANSFORMED), db_session)
    for name in ("materials_catalog.json", "material_products_catalog.json", ALL):
        report = import_file(shared_file(name), db_session)
        assert (dict(report.added), dict(report.changed)) == ({}, {})


@pytest.mark.parametrize("name", [TRANSFORMED, SMALL])
def test_a_real_catalog_is_exported_and_comes_back_the_same(
    name: str, shared_file: Shared, tmp_path: Path
) -> None:
    path = shared_file(name)
    with empty_in_memory():
        import_file(path)
        export_catalog(tmp_path / "catalog.json")
        before = catalog_rows()
        here = import_file(tmp_path / "catalog.json")
        assert (dict(here.added), dict(here.changed), dict(here.left_out)) == ({}, {}, {})
    with empty_in_memory():
        import_file(tmp_path / "catalog.json")
        assert catalog_rows() == before


def test_a_real_file_packed_as_a_full_backup_brings_the_same(
    shared_file: Shared, tmp_path: Path, db_session: Session
) -> None:
    document = json.loads(shared_file(TRANSFORMED).read_text(encoding="utf-8-sig"))
    single = preview_import(shared_file(TRANSFORMED), db_session)
    arrays = {key: value for key, value in document.items() if isinstance(value, list)}
    path = write_zip(tmp_path / "backup.zip", backup_files(arrays))
    report = import_file(path, db_session)
    assert (report.added, report.left_out) == (single.added, single.left_out)
    again = import_file(path, db_session)
    assert again.edit is not None
    assert again.edit.is_empty()
