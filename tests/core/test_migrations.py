"""Migrations: the head is the models; an older file is backed up, brought up whole, or left alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, StaticPool, create_engine, inspect, text

import core.migrations
from core.config import DatabaseSettings
from core.errors import CoreError, CorruptDatabaseError, DatabaseError, ReadOnlyDatabaseError
from core.migrations import HEAD, REVISIONS
from core.models import Base, Ingredient, Material, guards
from core.services import database, database_file, migration
from core.services.finalization_service import finalize_event_plan
from core.services.sqlite_engine import make_engine
from tests.factories import SNAPSHOT_TABLES, make_bakery, open_file


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    yield
    database.close()


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def file_at(path: Path, revision: str) -> Path:
    """A file as the Proofbook of that revision left it, without guards if it had none."""
    engine = make_engine(DatabaseSettings(path))
    with engine.begin() as connection:
        command.upgrade(migration.alembic_config(connection), revision)
        if revision > "0001":
            guards.install(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={database_file.APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version=1")
    engine.dispose()
    return path


def test_the_list_of_revisions_is_the_folders() -> None:
    scripts = ScriptDirectory.from_config(migration.alembic_config())
    found = [script.revision for script in scripts.walk_revisions()][::-1]
    assert list(REVISIONS) == found
    assert scripts.get_heads() == [HEAD]


def test_the_head_is_what_the_models_say(tmp_path: Path) -> None:
    with open_file(tmp_path / "a.db"):
        engine = database.current_bind()
        assert isinstance(engine, Engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": True}
            )
            assert compare_metadata(context, Base.metadata) == []


def test_what_comparing_does_not_see_is_the_same_too(tmp_path: Path) -> None:
    """Checks, nullability, key actions, AUTOINCREMENT and the guards themselves."""
    plain = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(plain)
    with open_file(tmp_path / "a.db"):
        migrated = database.current_bind()
        assert isinstance(migrated, Engine)
        with plain.connect() as one, migrated.connect() as other:
            for table in Base.metadata.tables:
                assert shape(one, table) == shape(other, table)
            triggers = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1")
            assert one.execute(triggers).all() == other.execute(triggers).all()
    plain.dispose()


def shape(connection: Connection, table: str) -> Any:
    look = inspect(connection)
    sql = connection.execute(
        text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
    ).scalar_one()
    return (
        sorted(
            (c["name"], str(c["type"]), c["nullable"], c["default"])
            for c in look.get_columns(table)
        ),
        sorted(
            (c["name"] or "", " ".join(c["sqltext"].split()))
            for c in look.get_check_constraints(table)
        ),
        sorted(
            (
                key["name"] or "",
                *key["constrained_columns"],
                key["referred_table"],
                str(key["options"]),
            )
            for key in look.get_foreign_keys(table)
        ),
        sorted((u["name"] or "", *u["column_names"]) for u in look.get_unique_constraints(table)),
        sorted((i["name"] or "", *map(str, i["column_names"])) for i in look.get_indexes(table)),
        "AUTOINCREMENT" in sql,
    )


CATALOG = (
    "INSERT INTO events (uuid, name) VALUES ('e', 'Old event')",
    "INSERT INTO recipes (uuid, slug, name) VALUES ('r', 'r', 'Old recipe')",
    (
        "INSERT INTO finished_units (uuid, slug, display_name, recipe_id, yield_mode)"
        " VALUES ('u', 'u', 'Old item', 1, 'discrete_count')"
    ),
    "INSERT INTO plan_lines (uuid, event_id, finished_unit_id, quantity) VALUES ('l', 1, 1, '3')",
    "INSERT INTO ingredients (uuid, slug, name) VALUES ('i', 'i', 'Old flour')",
    "INSERT INTO materials (uuid, slug, name) VALUES ('m', 'm', 'Old ribbon')",
)


@pytest.mark.parametrize("revision", REVISIONS[:-1])
@pytest.mark.parametrize("is_populated", [False, True], ids=["empty", "populated"])
def test_every_revision_comes_up_with_its_rows_and_guards(
    tmp_path: Path, revision: str, is_populated: bool
) -> None:
    path = file_at(tmp_path / "a.db", revision)
    if is_populated:
        fill = sqlite3.connect(path)
        for statement in CATALOG:
            fill.execute(statement)
        fill.commit()
        fill.close()
    before = path.read_bytes()
    info = database.prepare(DatabaseSettings(path))
    assert info.backup is not None
    backed_up = sqlite3.connect(info.backup)
    assert backed_up.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert backed_up.execute("SELECT count(*) FROM events").fetchone() == (int(is_populated),)
    assert backed_up.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
    backed_up.close()
    with database.session_scope(write=False) as session:
        assert guards.differences(session.connection()) == []
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
    if is_populated:
        row = finalize_event_plan(1)
        assert (row.event_name, row.counts.items) == ("Old event", 1)
        with database.session_scope(write=False) as session:
            for model, name in ((Ingredient, "Old flour"), (Material, "Old ribbon")):
                kept = session.get_one(model, 1)
                assert (kept.name, kept.stock_amount, kept.stock_as_of) == (name, None, None)
    assert path.read_bytes() != before


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_the_backup_is_the_users_alone(tmp_path: Path) -> None:
    path = file_at(tmp_path / "a.db", REVISIONS[0])
    before = os.umask(0o022)
    try:
        backup = database.prepare(DatabaseSettings(path)).backup
    finally:
        os.umask(before)
    assert backup is not None
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_an_older_file_that_is_read_only_is_left_alone(tmp_path: Path) -> None:
    path = file_at(tmp_path / "a.db", REVISIONS[0])
    before = path.read_bytes()
    with pytest.raises(ReadOnlyDatabaseError) as refused:
        database.prepare(DatabaseSettings(path, is_read_only=True))
    assert "older Proofbook" in refused.value.sentence
    assert path.read_bytes() == before


NEXT = """
from alembic import op
import sqlalchemy as sa
revision = "9000"
down_revision = "{head}"
branch_labels = None
depends_on = None

def upgrade():
    {body}
"""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with open_file(tmp_path / "a.db") as path:
        with database.session_scope() as session:
            bakery = make_bakery(session)
        finalize_event_plan(bakery.event_id)
        finalize_event_plan(bakery.event_id)
    return path


def add_revision(body: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """A Proofbook of tomorrow: the same migrations, and one more with this body."""
    scripts = Path(core.migrations.__file__).parent
    shutil.copytree(scripts, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_next.py").write_text(
        NEXT.format(head=HEAD, body=body.replace("\n", "\n    "))
    )
    patch.setattr(core.migrations, "__file__", str(folder / "__init__.py"))
    patch.setattr(database_file, "REVISIONS", (*REVISIONS, "9000"))
    patch.setattr(database_file, "HEAD", "9000")


DROP_GUARDS = """for table in ("planning_snapshots", "finished_unit_snapshots", "material_unit_snapshots"):
    for verb in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS guard_{table}_{verb}")
"""
HARMFUL = {
    "changes a definition": (
        DROP_GUARDS + "op.execute(\"UPDATE finished_unit_snapshots SET definition_data = '{}'\")",
        CorruptDatabaseError,
    ),
    "changes a hash": (
        DROP_GUARDS + "op.execute(\"UPDATE material_unit_snapshots SET definition_hash = '0'\")",
        CorruptDatabaseError,
    ),
    "changes a plan": (
        DROP_GUARDS + "op.execute(\"UPDATE planning_snapshots SET plan_data = '{}'\")",
        CorruptDatabaseError,
    ),
    "loses a snapshot": (
        "op.execute('DELETE FROM planning_snapshots WHERE version = 1')",
        CorruptDatabaseError,
    ),
    "loses what something points at": (
        "op.execute('DELETE FROM recipes')",
        CorruptDatabaseError,
    ),
    "fails halfway": (
        "op.add_column('events', sa.Column('half', sa.Text()))\nop.execute('DELETE FROM nowhere')",
        DatabaseError,
    ),
    "meets a guard": (
        "op.execute(\"UPDATE finished_unit_snapshots SET definition_data = '{}'\")",
        CoreError,
    ),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_an_update_that_goes_wrong_is_undone_whole(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    body, kind = HARMFUL[name]
    before = dump(filled)
    add_revision(body, tmp_path / "next", monkeypatch)
    with pytest.raises(kind) as refused:
        database.prepare(DatabaseSettings(filled))
    assert refused.value.sentence.endswith(".")
    assert dump(filled) == before
    monkeypatch.undo()
    database.prepare(DatabaseSettings(filled))


def test_an_update_that_rebuilds_tables_keeps_rows_and_gets_its_guards_back(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebuilding with foreign keys on would delete every child by cascade, without an error."""
    connection = sqlite3.connect(filled)
    before = [connection.execute(f"SELECT * FROM {name}").fetchall() for name in SNAPSHOT_TABLES]
    connection.close()
    body = (
        "from core.models import guards\n"
        "for name in guards.expected_guards():\n"  # SQLite renames no table that a trigger names
        "    op.execute(f'DROP TRIGGER {name}')\n"
        "with op.batch_alter_table('planning_snapshots', recreate='always') as batch:\n"
        "    batch.add_column(sa.Column('later', sa.Text()))\n"
        "with op.batch_alter_table('finished_unit_snapshots', recreate='always') as batch:\n"
        "    batch.add_column(sa.Column('later', sa.Text()))"
    )
    add_revision(body, tmp_path / "next", monkeypatch)
    database.prepare(DatabaseSettings(filled))
    with database.session_scope(write=False) as session:
        assert guards.differences(session.connection()) == []
        for table, rows in zip(SNAPSHOT_TABLES, before, strict=True):
            found = session.execute(text(f"SELECT * FROM {table}")).all()
            assert [tuple(row)[: len(rows[0])] for row in found] == rows
        kept = [len(rows) for rows in before]
        assert kept == [2, 4, 4, 2]


def test_a_damaged_older_file_is_not_updated(tmp_path: Path) -> None:
    path = file_at(tmp_path / "a.db", REVISIONS[0])
    data = bytearray(path.read_bytes())
    data[-4096:] = bytes(range(255, -1, -1)) * 16
    path.write_bytes(data)
    with pytest.raises(CorruptDatabaseError):
        database.prepare(DatabaseSettings(path))
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]
