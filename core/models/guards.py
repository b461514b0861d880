"""The triggers that keep snapshots as they are; the one source for create_all and migrations.

Context: ORM events miss most ways to write, so the database itself refuses. The rules stand in
storage.md's words: a container is born open and sealed by one UPDATE; sealed, only its notes may
change and its event come and go; its children are never updated, added to or deleted singly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, MetaData, event, text

from core.domain.seal import SEAL, SEAL_REQUIRED
from core.domain.seal import SEAL_OPTIONAL as SEAL_OPTIONAL
from core.models.base import Base

GUARD_PREFIX = "guard: "  # of every message below: how a refusal is told from a foreign key's
CHILD_TABLES = ("finished_unit_snapshots", "finished_good_snapshots", "material_unit_snapshots")


def _container_guards() -> dict[str, str]:
    any_set = " OR ".join(f"NEW.{c} IS NOT NULL" for c in SEAL)
    all_set = " AND ".join(f"NEW.{c} IS NOT NULL" for c in SEAL_REQUIRED)
    kept = " AND ".join(f"NEW.{c} IS OLD.{c}" for c in ("created_at", *SEAL))
    return {
        "guard_planning_snapshots_insert": f"""
CREATE TRIGGER IF NOT EXISTS guard_planning_snapshots_insert
BEFORE INSERT ON planning_snapshots
BEGIN
  SELECT RAISE(ABORT, 'guard: a snapshot cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM planning_snapshots WHERE id = NEW.id OR uuid = NEW.uuid);
  SELECT RAISE(ABORT, 'guard: a snapshot is born open') WHERE {any_set};
END""",
        "guard_planning_snapshots_update": f"""
CREATE TRIGGER IF NOT EXISTS guard_planning_snapshots_update
BEFORE UPDATE ON planning_snapshots
BEGIN
  SELECT RAISE(ABORT, 'guard: a snapshot keeps its id')
    WHERE NEW.id IS NOT OLD.id OR NEW.uuid IS NOT OLD.uuid;
  SELECT RAISE(ABORT, 'guard: the seal is set whole')
    WHERE OLD.manifest_hash IS NULL AND ({any_set}) AND NOT ({all_set});
  SELECT RAISE(ABORT, 'guard: a sealed snapshot stays as it is')
    WHERE OLD.manifest_hash IS NOT NULL AND NOT (
      {kept}
      AND (NEW.event_id IS OLD.event_id OR NEW.event_id IS NULL
        OR (OLD.event_id IS NULL AND EXISTS (
          SELECT 1 FROM events WHERE id = NEW.event_id AND uuid = OLD.event_uuid))));
END""",
        "guard_planning_snapshots_deleted": """
CREATE TRIGGER IF NOT EXISTS guard_planning_snapshots_deleted
AFTER DELETE ON planning_snapshots
BEGIN
"""
        + "\n".join(f"  DELETE FROM {t} WHERE planning_snapshot_id = OLD.id;" for t in CHILD_TABLES)
        + "\nEND",
        "guard_events_deleted": """
CREATE TRIGGER IF NOT EXISTS guard_events_deleted
AFTER DELETE ON events
BEGIN
  UPDATE planning_snapshots SET event_id = NULL WHERE event_id = OLD.id;
END""",
    }


def _child_guards(table: str) -> dict[str, str]:
    sealed = (
        "EXISTS (SELECT 1 FROM planning_snapshots "
        "WHERE id = {row}.planning_snapshot_id AND manifest_hash IS NOT NULL)"
    )
    return {
        f"guard_{table}_insert": f"""
CREATE TRIGGER IF NOT EXISTS guard_{table}_insert
BEFORE INSERT ON {table}
BEGIN
  SELECT RAISE(ABORT, 'guard: what a snapshot holds cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR uuid = NEW.uuid);
  SELECT RAISE(ABORT, 'guard: nothing is added to a sealed snapshot')
    WHERE {sealed.format(row="NEW")};
END""",
        f"guard_{table}_update": f"""
CREATE TRIGGER IF NOT EXISTS guard_{table}_update
BEFORE UPDATE ON {table}
BEGIN
  SELECT RAISE(ABORT, 'guard: what a snapshot holds stays as it is');
END""",
        f"guard_{table}_delete": f"""
CREATE TRIGGER IF NOT EXISTS guard_{table}_delete
BEFORE DELETE ON {table}
BEGIN
  SELECT RAISE(ABORT, 'guard: a sealed snapshot loses nothing')
    WHERE {sealed.format(row="OLD")};
END""",
    }


def expected_guards() -> dict[str, str]:
    """Every guard's name and its CREATE statement, for SQLite."""
    guards = _container_guards()
    for table in CHILD_TABLES:
        guards |= _child_guards(table)
    return {name: statement.strip() for name, statement in guards.items()}


def fingerprint(triggers: Mapping[str, str]) -> str:
    """One hash of the triggers' names and texts."""
    text = "\n".join(f"{name}\n{sql}" for name, sql in sorted(triggers.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def install(connection: Connection) -> None:
    """Puts the guards in place anew, as after every migration."""
    _require_sqlite(connection)
    for name, statement in expected_guards().items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(statement)


@contextmanager
def seal_guard_lifted(connection: Connection) -> Iterator[None]:
    """Lets the block write a broken seal back as it was; the guard returns with the same text.

    Only for the trash, inside the transaction of a restore: a seal that lost a part of itself can
    be set by no UPDATE that the guard lets through.
    """
    _require_sqlite(connection)
    name = "guard_planning_snapshots_update"
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    yield  # a failure rolls the transaction back, and the guard with it
    connection.exec_driver_sql(expected_guards()[name])


# What the guards were that a revision left behind: of their names and texts, as `fingerprint`
# says. A revision that is not named left those of the one before it.
GUARDS_OF: dict[str, str] = {
    "0001": fingerprint({}),
    "0002": "240064d550cd0223b25663c501c0e0fac5363481d339ee233df5eeab12c438ac",
}


def stored_guards() -> dict[str, str]:
    """Every guard as the file keeps it: SQLite stores the statement without IF NOT EXISTS."""
    return {
        name: statement.replace("IF NOT EXISTS ", "", 1)
        for name, statement in expected_guards().items()
    }


def differences(connection: Connection) -> list[str]:
    """Names of the guards that are missing, changed or unknown; empty when all is as it must be."""
    _require_sqlite(connection)
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    found: dict[str, str] = dict(triggers.all())
    expected = stored_guards()
    names = expected.keys() | found.keys()
    return sorted(name for name in names if expected.get(name) != found.get(name))


def _require_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        raise NotImplementedError(f"no guards are written for {connection.dialect.name} yet")


@event.listens_for(Base.metadata, "after_create")
def _install_after_create(target: MetaData, connection: Connection, **_: object) -> None:
    _require_sqlite(connection)
    for statement in expected_guards().values():
        connection.exec_driver_sql(statement)
