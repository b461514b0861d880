"""The catalog as one file: whole, exact, the same again, and never half written."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import CoreError, ExportFileError, ImportFileError
from core.models import (
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    Recipe,
    RecipeIngredient,
    YieldMode,
)
from core.services.database import session_scope
from core.services.export_service import export_catalog
from core.services.importers import import_file, preview_import
from tests.core.catalog_rows import catalog_rows
from tests.core.importers.reports import counted, said
from tests.core.stored_rows import bakery_in_memory, empty_in_memory, stored_rows
from tests.factories import open_bakery

RETIRED = datetime(2026, 11, 24, 18, 30, 5, 123456, tzinfo=UTC)


def add_oddities(session: Session) -> None:
    """What only our own export can say, or says otherwise than other files do."""
    flour = session.scalars(select(Ingredient).filter_by(name="Flour")).one()
    flour.retired_at = RETIRED
    flour.stock_amount, flour.stock_unit, flour.stock_as_of = (
        Fraction(5, 2),
        "lb",
        date(2026, 11, 21),
    )
    ribbon = session.scalars(select(Material).filter_by(name="Red ribbon")).one()
    ribbon.stock_amount, ribbon.stock_unit, ribbon.stock_as_of = Fraction(0), "", RETIRED.date()
    session.add_all(
        [
            Material(name="No unit at all", base_unit="square_cm", display_unit="sq cm"),
            Recipe(name="Two  spaces ", slug="Toasted_sablés/é", notes=" \n\tkept  as it is\n"),
            FinishedUnit(
                display_name="Slice",
                yield_mode=YieldMode.BATCH_PORTION,
                batch_percentage="100/3",
                category="",
            ),
            FinishedGood(display_name="Nothing in it", retired_at=RETIRED),
        ]
    )
    cream = session.scalars(select(Recipe).filter_by(name="Vanilla cream")).one()
    cream.ingredients.append(
        RecipeIngredient(ingredient=flour, quantity="1/7", unit="handful", sort_order=0)
    )
    other = Material(name="Other ribbon")
    bow = MaterialUnit(name="Bow", slug="bow", material=other, quantity_per_unit="0.1")
    box = session.scalars(select(FinishedGood).filter_by(display_name="Gift box")).one()
    for quantity in (3, "1/3"):
        box.components.append(
            Composition(material_unit=bow, component_quantity=quantity, sort_order=7)
        )
    session.flush()


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """An export of the factories' bakery, and the catalog that it is of."""
    path = tmp_path / "catalog.json"
    with bakery_in_memory():
        with session_scope() as session:
            add_oddities(session)
        export_catalog(path)
        return path, catalog_rows()


def test_an_empty_file_becomes_the_same_catalog(exported: tuple[Path, dict[str, Any]]) -> None:
    path, before = exported
    with empty_in_memory():
        report = import_file(path)
        assert catalog_rows() == before
        assert dict(report.changed) == {}
        assert dict(report.left_out) == {}
        export_catalog(path.with_name("again.json"))
        assert path.with_name("again.json").read_bytes() == path.read_bytes()


def test_importing_it_again_changes_not_one_row(exported: tuple[Path, dict[str, Any]]) -> None:
    path, _ = exported
    with empty_in_memory():
        first = import_file(path)
        before = stored_rows()
        preview = preview_import(path)
        again = import_file(path, take_files=frozenset(counted(first)))
        assert again.unchanged == preview.unchanged == first.added
        assert again.edit is not None
        assert again.edit.is_empty()
        assert stored_rows() == before


def test_importing_it_where_it_came_from_changes_nothing(tmp_path: Path) -> None:
    with bakery_in_memory():
        with session_scope() as session:
            add_oddities(session)
        export_catalog(tmp_path / "catalog.json")
        before = stored_rows()
        report = import_file(tmp_path / "catalog.json")
        assert (dict(report.added), dict(report.changed), dict(report.left_out)) == ({}, {}, {})
        assert stored_rows() == before


def test_every_row_of_it_is_accounted_for(exported: tuple[Path, dict[str, Any]]) -> None:
    path, _ = exported
    document = json.loads(path.read_bytes())
    with empty_in_memory():
        report = import_file(path)
        assert counted(report) == {k: len(v) for k, v in document.items() if isinstance(v, list)}


def test_it_says_how_many_things_it_wrote_and_leaves_the_plans_out(tmp_path: Path) -> None:
    with bakery_in_memory():
        report = export_catalog(str(tmp_path / "catalog.json"))
    assert dict(report.counts) == {
        "ingredients": 2,
        "recipes": 2,
        "finished_units": 2,
        "materials": 2,
        "finished_goods": 2,
    }
    assert "Christmas market" not in (tmp_path / "catalog.json").read_text(encoding="utf-8")


def test_amounts_are_whole_numbers_or_exact_text(exported: tuple[Path, dict[str, Any]]) -> None:
    text = exported[0].read_text(encoding="utf-8")
    assert '"quantity": "2.25"' in text
    assert '"quantity": "1/7"' in text
    assert '"stock_amount": "2.5"' in text
    assert '"stock_amount": 0,' in text
    assert '"stock_as_of": "2026-11-21"' in text
    assert '"items_per_batch": 48' in text
    assert "sablés" in text
    assert text.endswith("}\n")


def test_what_differs_is_the_bakers_choice_and_an_empty_cell_is_taken_too(
    exported: tuple[Path, dict[str, Any]],
) -> None:
    path, before = exported
    with empty_in_memory():
        import_file(path)
        with session_scope() as session:
            flour = session.scalars(select(Ingredient).filter_by(name="Flour")).one()
            flour.category, flour.retired_at = "Dry", None
            dough = session.scalars(select(Recipe).filter_by(slug="sugar-cookies-rolled")).one()
            dough.ingredients[0].quantity = 9
        kept = import_file(path)
        assert dict(kept.changed) == {"ingredients": 1, "recipes": 1}
        assert "It differs here in: category, whether it is retired. Yours stays." in said(kept)
        assert kept.edit is not None
        assert kept.edit.is_empty()
        import_file(path, take_files=frozenset({"ingredients", "recipes"}))
        now = catalog_rows()
        for line in (*now["recipe_ingredients"], *before["recipe_ingredients"]):
            line.pop("uuid")  # lines that were written anew are new ones
        lines = [rows.pop("recipe_ingredients") for rows in (now, before)]
        assert sorted(lines[0], key=repr) == sorted(lines[1], key=repr)
        for line in (*now["recipe_components"], *before["recipe_components"]):
            line.pop("uuid")
        assert now == before


def test_a_recipe_that_was_empty_is_emptied_again_where_she_takes_the_files(
    exported: tuple[Path, dict[str, Any]],
) -> None:
    path, before = exported
    with empty_in_memory():
        import_file(path)
        with session_scope() as session:
            flour = session.scalars(select(Ingredient).filter_by(name="Flour")).one()
            empty = session.scalars(select(Recipe).filter_by(slug="Toasted_sablés/é")).one()
            empty.ingredients.append(RecipeIngredient(ingredient=flour, quantity=1, unit="cup"))
        assert dict(import_file(path).changed) == {"recipes": 1}
        import_file(path, take_files=frozenset({"recipes"}))
        assert catalog_rows() == before


def test_uuids_that_are_here_already_or_twice_in_the_file_are_not_given_again(
    exported: tuple[Path, dict[str, Any]],
) -> None:
    path, _ = exported
    document = json.loads(path.read_bytes())
    for kind in ("ingredients", "recipes", "materials", "material_units", "compositions"):
        document[kind][-1]["uuid"] = document[kind][0]["uuid"]
    for recipe in document["recipes"]:
        for line in recipe["ingredients"]:
            line["uuid"] = document["recipes"][0]["uuid"]
    path.write_text(json.dumps(document), encoding="utf-8")
    with empty_in_memory():
        with session_scope() as session:
            session.add(Ingredient(name="Mine", uuid=document["ingredients"][0]["uuid"]))
        first = import_file(path)
        assert dict(first.left_out) == {}
        again = import_file(path)
        assert again.edit is not None
        assert again.edit.is_empty()


@pytest.mark.parametrize(
    ("kind", "column", "value", "why"),
    [
        ("ingredients", "density_weight_amount", None, "weight by volume is incomplete"),
        ("ingredients", "retired_at", "soon", "left out: whether it is retired, “soon”."),
        ("ingredients", "uuid", "x", "left out: uuid, “x”."),
        ("ingredients", "category", 3, "left out: category, “3”."),
        ("ingredients", "category", "a\x00b", "left out: category, "),
        ("ingredients", "category", "\ud800", "left out: category, "),
        ("ingredients", "stock_amount", -1, "left out: stock, “-1”."),
        ("ingredients", "stock_as_of", None, "Its stock is incomplete"),
        ("materials", "stock_as_of", "Monday", "Its stock is incomplete"),
        ("ingredients", "name", "", "It has no name"),
        ("ingredients", "name", "x" * 201, "It has no name"),
        ("ingredients", "slug", None, "It has no name"),
        ("finished_units", "items_per_batch", 0, "left out: number a batch, “0”."),
        ("finished_units", "items_per_batch", 2.5, "left out: number a batch, “"),
        ("finished_units", "items_per_batch", "1/0", "left out: number a batch, “"),
        ("finished_units", "batch_percentage", 101, "left out: percentage of a batch, “101”."),
        ("finished_units", "yield_mode", "weight", "left out: how a batch is counted, “weight”."),
        ("finished_units", "recipe_slug", "none", "No such recipe in the file or here"),
        ("finished_units", "colour", "red", "Proofbook has no place for it: colour"),
        ("materials", "base_unit", "stone", "no unit that materials are counted in"),
        ("material_units", "material_slug", None, "It names no material"),
        ("material_units", "quantity_per_unit", None, "how much of its material it is"),
        ("finished_goods", "assembly_type", "heap", "left out: how it is packed, “heap”."),
        ("compositions", "component_quantity", -1, "does not say how many"),
        ("compositions", "assembly_slug", None, "It names no box"),
        ("compositions", "finished_unit_slug", "none", "is neither in the file"),
        ("compositions", "sort_order", 2**40, "left out: sort order, "),
    ],
)
def test_what_somebody_changed_in_it_by_hand_is_told_and_nothing_breaks(
    kind: str, column: str, value: Any, why: str, exported: tuple[Path, dict[str, Any]]
) -> None:
    path, _ = exported
    document = json.loads(path.read_bytes())
    document[kind][0][column] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    with empty_in_memory():
        report = import_file(path)
        assert why in said(report)
        assert counted(report) == {k: len(v) for k, v in document.items() if isinstance(v, list)}
        again = import_file(path)
        assert again.edit is not None
        assert again.edit.is_empty()


@pytest.mark.parametrize(
    ("number", "why"),
    [(2, "written by a newer Proofbook"), ("1", "not as Proofbook"), (0, "not as Proofbook")],
)
def test_an_export_of_a_newer_proofbook_is_refused(
    number: object, why: str, exported: tuple[Path, dict[str, Any]]
) -> None:
    path, _ = exported
    document = json.loads(path.read_bytes()) | {"format": number}
    path.write_text(json.dumps(document), encoding="utf-8")
    with empty_in_memory(), pytest.raises(ImportFileError) as refused:
        import_file(path)
    assert why in refused.value.sentence


def test_a_file_that_is_there_is_replaced_whole_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.json"
    path.write_text("mine", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError("no space left")

    with bakery_in_memory():
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(ExportFileError) as failed:
                export_catalog(path)
        assert "space" not in failed.value.sentence
        assert [each.name for each in tmp_path.iterdir()] == ["catalog.json"]
        assert path.read_text(encoding="utf-8") == "mine"
        export_catalog(path)
        assert [each.name for each in tmp_path.iterdir()] == ["catalog.json"]
        assert json.loads(path.read_bytes())["application"] == "proofbook"


def test_an_export_never_takes_the_place_of_the_file_that_is_open(tmp_path: Path) -> None:
    path = tmp_path / "baker.db"
    with open_bakery(path):
        before = path.read_bytes()
        (tmp_path / "other.db").symlink_to(path)
        for each in (path, tmp_path / "other.db"):
            with pytest.raises(ExportFileError) as refused:
                export_catalog(each)
            assert "is the file that is open" in refused.value.sentence
        assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["", "none/catalog.json", "a\0b.json", "x" * 300])
def test_a_place_that_cannot_be_written_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    with bakery_in_memory(), pytest.raises(ExportFileError) as refused:
        export_catalog(tmp_path / name)
    assert isinstance(refused.value, CoreError)
    assert refused.value.sentence.endswith(".")


def test_the_callers_session_is_joined(tmp_path: Path) -> None:
    with bakery_in_memory(), session_scope() as session:
        session.add(Ingredient(name="Not committed"))
        session.flush()
        export_catalog(tmp_path / "catalog.json", session)
        session.rollback()
    assert "Not committed" in (tmp_path / "catalog.json").read_text(encoding="utf-8")
