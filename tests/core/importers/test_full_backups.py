"""A full backup, in a folder or a zip, in its own words for boxes and plans."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Event, FinishedGood, FinishedUnit, Ingredient, MaterialUnit, Recipe
from core.services.importers import import_file, preview_import
from tests.core.importers.packages import (
    backup_arrays,
    backup_files,
    backup_rows,
    write_folder,
    write_zip,
)
from tests.core.importers.reports import counted, said
from tests.core.stored_rows import stored_rows


@pytest.fixture(params=["folder", "zip", "zip of a folder", "manifest"])
def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    files = backup_files()
    if request.param == "zip":
        return write_zip(tmp_path / "backup.zip", files)
    if request.param == "zip of a folder":
        return write_zip(tmp_path / "backup.zip", files, "backup_2026/")
    folder = write_folder(tmp_path / "backup", files)
    return folder if request.param == "folder" else folder / "manifest.json"


def test_everything_in_it_comes_in_with_what_belongs_to_it(
    backup: Path, db_session: Session
) -> None:
    report = import_file(backup, db_session)
    assert counted(report) == backup_rows(backup_arrays())
    assert dict(report.added) == {
        "ingredients": 1,
        "recipes": 2,
        "finished_units": 1,
        "materials": 1,
        "material_units": 1,
        "finished_goods": 2,
        "compositions": 3,
        "events": 1,
        "event_finished_goods": 1,
    }
    loaf = db_session.scalars(select(FinishedUnit)).one()
    assert loaf.recipe is not None
    assert (loaf.recipe.slug, loaf.items_per_batch) == ("bread", 2)
    assert [(p.component_recipe.name, p.quantity) for p in loaf.recipe.components] == [
        ("Sour", Fraction(1, 2))
    ]
    (bow,) = db_session.scalars(select(MaterialUnit))
    assert (bow.material.display_unit, bow.quantity_per_unit) == ("in", Fraction("30.48"))


def test_the_box_is_the_assembly_and_the_finished_good_is_the_inner_box(
    backup: Path, db_session: Session
) -> None:
    import_file(backup, db_session)
    boxes = {row.slug: row for row in db_session.scalars(select(FinishedGood))}
    (inner,) = boxes["hamper"].components
    assert (inner.finished_good, inner.component_quantity) == (boxes["gift"], 2)
    assert [
        (part.finished_unit and part.finished_unit.slug, part.material_unit and "unit")
        for part in boxes["gift"].components
    ] == [("loaf", None), (None, "unit")]


def test_boxes_that_an_event_wants_are_its_plan_and_batches_are_told_as_left_out(
    backup: Path, db_session: Session
) -> None:
    report = import_file(backup, db_session)
    (event,) = db_session.scalars(select(Event))
    (line,) = event.plan_lines
    assert (line.finished_good_id, line.quantity) == (
        db_session.scalars(select(FinishedGood.id).filter_by(slug="hamper")).one(),
        50,
    )
    assert dict(report.left_out) == {
        "suppliers": 1,
        "material_products": 1,
        "production_targets": 1,
        "finished_unit_snapshots": 2,
    }
    assert "2 item snapshots: Proofbook has no place for these" in said(report)
    assert "finished" not in "".join(message.text for message in report.messages)


def test_a_preview_says_the_same_and_a_second_import_changes_not_one_row(
    backup: Path, db_session: Session
) -> None:
    preview = preview_import(backup, db_session)
    assert all(rows == [] for rows in stored_rows(session=db_session).values())
    first = import_file(backup, db_session)
    assert (preview.messages, preview.rows) == (first.messages, first.rows)
    before = stored_rows(session=db_session)
    again = import_file(backup, db_session, take_files=frozenset(counted(first)))
    assert again.unchanged == first.added
    assert stored_rows(session=db_session) == before


def test_two_files_of_one_kind_are_both_read(tmp_path: Path, db_session: Session) -> None:
    files = backup_files({"recipes": [{"name": "Bread"}]})
    more = backup_files({"recipes": [{"name": "Cake"}, {"name": "Tart"}]})
    files["more.json"] = more["recipes.json"]
    one, two = (each["manifest.json"].decode() for each in (files, more))
    head, _, tail = one.rpartition("]")
    second = two[two.index('{"filename"') : two.rindex("]")].replace("recipes.json", "more.json")
    files["manifest.json"] = f"{head}, {second}]{tail}".encode()
    report = import_file(write_zip(tmp_path / "backup.zip", files), db_session)
    assert dict(report.added) == {"recipes": 3}


def test_a_file_that_the_manifest_does_not_list_is_told_and_not_read(
    tmp_path: Path, db_session: Session
) -> None:
    files = backup_files() | {"notes/inner.zip": b"PK\x03\x04", "extra.json": b'{"recipes": [1]}'}
    report = import_file(write_zip(tmp_path / "backup.zip", files), db_session)
    told = [message.name for message in report.messages if message.kind == "files"]
    assert told == ["extra.json", "notes/inner.zip"]


def test_a_plan_of_an_event_that_is_left_out_is_left_out_row_by_row(
    tmp_path: Path, db_session: Session
) -> None:
    arrays = backup_arrays()
    arrays["events"][0]["name"] = ""
    report = import_file(write_zip(tmp_path / "b.zip", backup_files(arrays)), db_session)
    assert counted(report) == backup_rows(arrays)
    assert (report.left_out["events"], report.left_out["event_finished_goods"]) == (1, 1)
    assert "Its event was left out." in said(report)


def test_an_event_that_stands_there_twice_is_planned_once(
    tmp_path: Path, db_session: Session
) -> None:
    arrays = backup_arrays()
    arrays["events"] *= 2
    path = write_zip(tmp_path / "b.zip", backup_files(arrays))
    report = import_file(path, db_session)
    assert counted(report) == backup_rows(arrays)
    (event,) = db_session.scalars(select(Event))
    assert [line.quantity for line in event.plan_lines] == [50]
    again = import_file(path, db_session)
    assert again.edit is not None
    assert again.edit.is_empty()


def test_events_of_one_name_on_two_days_keep_their_own_plans(
    tmp_path: Path, db_session: Session
) -> None:
    arrays = backup_arrays()
    later = arrays["events"][0] | {
        "event_date": "2027-12-11",
        "assembly_targets": [{"finished_good_slug": "gift", "target_quantity": 7}],
    }
    arrays["events"].append(later)
    import_file(write_zip(tmp_path / "b.zip", backup_files(arrays)), db_session)
    events = db_session.scalars(select(Event).order_by(Event.event_date))
    assert [[line.quantity for line in event.plan_lines] for event in events] == [[50], [7]]


def test_a_recipe_names_what_is_in_it_by_slug(tmp_path: Path, db_session: Session) -> None:
    arrays = backup_arrays()
    arrays["recipes"].append({"slug": "sour-2", "name": "Sour"})
    import_file(write_zip(tmp_path / "b.zip", backup_files(arrays)), db_session)
    bread = db_session.scalars(select(Recipe).filter_by(slug="bread")).one()
    assert [part.component_recipe.slug for part in bread.components] == ["sour"]
    assert set(db_session.scalars(select(Ingredient.slug))) == {"flour", "rye"}
