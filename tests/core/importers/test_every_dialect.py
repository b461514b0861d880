"""Whatever the dialect: twice changes nothing, all or nothing, and no row of the file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import CoreError
from core.models import Ingredient, RecipeIngredient
from core.services.edits import revert
from core.services.importers import import_file, preview_import
from tests.core.importers.dialects import (
    DIALECTS,
    Dialect,
    catalog_of_ingredients,
    catalog_of_products,
    catalog_of_recipes,
    write_json,
)
from tests.core.importers.reports import counted, said
from tests.core.importers.test_one_transaction import stored
from tests.core.stored_rows import empty_in_memory, run, stored_rows
from tests.factories import open_file


@pytest.fixture(params=DIALECTS, ids=lambda dialect: dialect.name)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    found = request.param
    assert isinstance(found, Dialect)
    return found


def test_a_second_import_changes_not_one_row(dialect: Dialect, tmp_path: Path) -> None:
    path = dialect.write(tmp_path, dialect.make())
    with empty_in_memory():
        first = import_file(path)
        before = stored_rows()
        assert any(before.values())
        for take in (frozenset[str](), frozenset(counted(first))):
            again = import_file(path, take_files=take)
            assert (dict(again.added), dict(again.changed)) == ({}, {})
            assert again.unchanged == first.added
            assert stored_rows() == before


def test_the_preview_and_the_report_account_for_every_row(dialect: Dialect, tmp_path: Path) -> None:
    document = dialect.make()
    path = dialect.write(tmp_path, document)
    with empty_in_memory():
        before = stored_rows()
        preview = preview_import(path)
        assert stored_rows() == before
        report = import_file(path)
        assert counted(preview) == counted(report) == dialect.rows(document)
        assert (preview.messages, preview.rows) == (report.messages, report.rows)


def test_a_failure_at_the_last_row_leaves_every_row_as_it_was(
    dialect: Dialect, tmp_path: Path
) -> None:
    path, table = dialect.write(tmp_path, dialect.make()), dialect.last_table
    with empty_in_memory():
        import_file(path)
        count = len(stored_rows()[table])
    fail = (
        f"CREATE TRIGGER fail_at_the_last BEFORE INSERT ON {table}"
        f" WHEN (SELECT count(*) FROM {table}) >= {count - 1}"
        " BEGIN SELECT RAISE(ABORT, 'injected'); END"
    )
    with open_file(tmp_path / "baker.db") as database:
        run(fail)
        before = stored(database)
        with pytest.raises(CoreError) as failed:
            import_file(path)
        assert "injected" not in failed.value.sentence
        assert stored(database) == before
        run("DROP TRIGGER fail_at_the_last")
        edit = import_file(path).edit
        assert edit is not None
        assert stored(database) != before
        revert(edit)
        assert stored(database) == before


def test_nothing_that_is_said_uses_a_word_that_bakers_do_not(
    dialect: Dialect, tmp_path: Path
) -> None:
    path = dialect.write(tmp_path, dialect.make())
    with empty_in_memory():
        texts = [message.text for message in import_file(path).messages]
    for word in ("finished", "composition", "assembly", "slug", "None", "null"):
        assert not [text for text in texts if word in text]


@pytest.mark.parametrize("version", ["1.0", "4.2", "99", 7, None])
def test_a_catalog_of_recipes_names_ingredients_by_name(
    version: object, tmp_path: Path, db_session: Session
) -> None:
    first = import_file(write_json(tmp_path, catalog_of_ingredients()), db_session)
    assert first.added == {"ingredients": 2}
    path = write_json(tmp_path, catalog_of_recipes() | {"version": version})
    report = import_file(path, db_session)
    assert dict(report.added) == {"recipes": 2, "finished_units": 1}
    lines = [
        (line.ingredient.name, str(line.quantity), line.unit)
        for line in db_session.scalars(select(RecipeIngredient).order_by(RecipeIngredient.id))
    ]
    assert lines == [("Flour", "9/4", "cup"), ("Flour", "1", "tbsp"), ("Rye", "67/100", "cup")]
    made = db_session.scalars(select(Ingredient).filter_by(name="Rye")).one()
    assert made.category == "Not found"
    sugar = db_session.scalars(select(Ingredient).filter_by(name="Sugar")).one()
    assert (sugar.category, sugar.density_weight_amount) == ("Dry", 7)


def test_a_catalog_of_products_is_counted_and_left_out(tmp_path: Path, db_session: Session) -> None:
    report = import_file(write_json(tmp_path, catalog_of_products()), db_session)
    assert counted(report) == dict(report.left_out) == {"material_products": 1}
    assert "1 material product: Proofbook has no place for these" in said(report)
