"""The triggers: a sealed snapshot cannot be written to, by any path; what is legal still works."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, StaticPool, create_engine, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.errors import ImmutableSnapshotError
from core.models import (
    Base,
    Event,
    FinishedUnitSnapshot,
    MaterialUnitSnapshot,
    PlanningSnapshot,
    guards,
)
from core.services import database
from core.services.finalization_service import finalize_event_plan
from core.services.planning_snapshot_service import create_planning_snapshot
from core.services.sqlite_engine import make_engine
from core.utils.datetime_utils import utc_now
from tests.factories import SNAPSHOT_TABLES, make_bakery, open_file

CHILD = FinishedUnitSnapshot.__table__
HEAD = PlanningSnapshot.__table__
Rows = dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class Ground:
    """A database with one sealed and one open snapshot; `path` is None in memory."""

    engine: Engine
    path: Path | None
    sealed_id: int
    open_id: int
    event_id: int

    def rows(self, *, of: int | None = None) -> Rows:
        """All snapshot rows as stored, or those of one snapshot."""
        with self.engine.connect() as connection:
            stored = {}
            for table in SNAPSHOT_TABLES:
                owner = "id" if table == "planning_snapshots" else "planning_snapshot_id"
                query = f"SELECT * FROM {table} WHERE :of IS NULL OR {owner} = :of ORDER BY id"
                found = connection.execute(text(query), {"of": of}).mappings()
                stored[table] = [dict(row) for row in found]
            return stored

    def child(self) -> dict[str, Any]:
        return self.rows(of=self.sealed_id)["finished_unit_snapshots"][0]

    def head(self) -> dict[str, Any]:
        return self.rows(of=self.sealed_id)["planning_snapshots"][0]

    def run(self, statement: str, values: dict[str, Any] | None = None) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values or {})


def fill(session: Session) -> tuple[int, int, int]:
    bakery = make_bakery(session)
    sealed = finalize_event_plan(bakery.event_id, "As agreed", session)
    container = create_planning_snapshot(event_id=bakery.event_id, session=session)
    return sealed.id, container["id"], bakery.event_id


GROUNDS = ["prepared", "without pragmas", "in memory"]


@contextmanager
def prepared_ground(kind: str, folder: Path) -> Iterator[Ground]:
    """The same data in our file, in our file opened by any other tool, and in a bare create_all."""
    if kind == "in memory":
        engine, path = create_engine("sqlite://", poolclass=StaticPool), None
        Base.metadata.create_all(engine)
    else:
        with open_file(folder / "a.db") as path:
            pass
        ours = kind == "prepared"
        engine = make_engine(DatabaseSettings(path)) if ours else create_engine(f"sqlite:///{path}")
    with Session(engine) as session, session.begin():
        ids = fill(session)
    yield Ground(engine, path, *ids)
    engine.dispose()


@pytest.fixture(params=GROUNDS)
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    with prepared_ground(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=GROUNDS, scope="module")
def shared_ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """For tests that leave every byte as it was."""
    with prepared_ground(request.param, tmp_path_factory.mktemp("ground")) as made:
        yield made


Way = Callable[[Session, Ground], object]
WAYS: dict[str, Way] = {}


def way(name: str) -> Callable[[Way], Way]:
    def remember(function: Way) -> Way:
        WAYS[name] = function
        return function

    return remember


def simple(name: str, statement: str) -> None:
    """A way that is one SQL statement; it may name :sealed, :open, :id, :uuid and the like."""

    def run(session: Session, ground: Ground) -> object:
        child, head = ground.child(), ground.head()
        values = {
            "sealed": ground.sealed_id,
            "open": ground.open_id,
            "child": child["id"],
            "child_uuid": child["uuid"],
            "head_uuid": head["uuid"],
            "event": ground.event_id,
        }
        used = {key: value for key, value in values.items() if f":{key}" in statement}
        return session.execute(text(statement), used)

    WAYS[name] = run


@way("an attribute of the object")
def _(session: Session, ground: Ground) -> object:
    session.get_one(FinishedUnitSnapshot, ground.child()["id"]).definition_data = "{}"
    return session.flush()


@way("an attribute of the container's object")
def _(session: Session, ground: Ground) -> object:
    session.get_one(PlanningSnapshot, ground.sealed_id).event_name = "Other"
    return session.flush()


@way("merge")
def _(session: Session, ground: Ground) -> object:
    session.merge(FinishedUnitSnapshot(id=ground.child()["id"], definition_data="{}"))
    return session.flush()


@way("update()")
def _(session: Session, ground: Ground) -> object:
    return session.execute(update(FinishedUnitSnapshot).values(definition_data="{}"))


@way("Core")
def _(session: Session, ground: Ground) -> object:
    return session.connection().execute(CHILD.update().values(definition_data="{}"))  # type: ignore[attr-defined]


simple("text", "UPDATE finished_unit_snapshots SET definition_data = '{}' WHERE id = :child")


@way("bulk")
def _(session: Session, ground: Ground) -> object:
    rows = [{"id": ground.child()["id"], "definition_data": "{}"}]
    return session.execute(update(FinishedUnitSnapshot), rows)


@way("query.update")
def _(session: Session, ground: Ground) -> object:
    return session.query(FinishedUnitSnapshot).update({"definition_hash": "0" * 64})


@way("upsert of a child")
def _(session: Session, ground: Ground) -> object:
    child = ground.child() | {"snapshot_date": utc_now()}
    statement = sqlite_insert(CHILD).values(child)
    return session.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"definition_data": "{}"})
    )


@way("upsert of the container")
def _(session: Session, ground: Ground) -> object:
    statement = sqlite_insert(HEAD).values(uuid=ground.head()["uuid"], created_at=utc_now())
    return session.execute(
        statement.on_conflict_do_update(index_elements=["uuid"], set_={"event_name": "Other"})
    )


_CHILD_COLUMNS = "planning_snapshot_id, snapshot_date, definition_data, definition_hash"
simple(
    "OR REPLACE of a child by id",
    f"INSERT OR REPLACE INTO finished_unit_snapshots (id, uuid, {_CHILD_COLUMNS})"
    f" SELECT id, 'new', {_CHILD_COLUMNS} FROM finished_unit_snapshots WHERE id = :child",
)
simple(
    "OR REPLACE of a child by id into the open container",
    f"INSERT OR REPLACE INTO finished_unit_snapshots (id, uuid, {_CHILD_COLUMNS})"
    " SELECT id, 'new', :open, snapshot_date, '{}', definition_hash FROM finished_unit_snapshots"
    " WHERE id = :child",
)
simple(
    "OR REPLACE of a child by uuid into the open container",
    f"INSERT OR REPLACE INTO finished_unit_snapshots (uuid, {_CHILD_COLUMNS})"
    " SELECT uuid, :open, snapshot_date, '{}', definition_hash FROM finished_unit_snapshots"
    " WHERE id = :child",
)
simple(
    "OR REPLACE of the container by id",
    "INSERT OR REPLACE INTO planning_snapshots (id, uuid, created_at) VALUES (:sealed, 'new', 'x')",
)
simple(
    "OR REPLACE of the container by uuid",
    "INSERT OR REPLACE INTO planning_snapshots (uuid, created_at) VALUES (:head_uuid, 'x')",
)
simple("UPDATE OR REPLACE onto its id", "UPDATE OR REPLACE planning_snapshots SET id = :sealed")
for column in (*guards.SEAL_REQUIRED, *guards.SEAL_OPTIONAL, "created_at"):
    simple(
        f"{column} of the sealed",
        f"UPDATE planning_snapshots SET {column} = coalesce({column}, '') || '1' WHERE id = :sealed",
    )
for column in (*guards.SEAL_REQUIRED, "event_date"):
    simple(
        f"{column} of the sealed to NULL",
        f"UPDATE planning_snapshots SET {column} = NULL WHERE id = :sealed",
    )
for column in (*guards.SEAL_REQUIRED, *guards.SEAL_OPTIONAL):
    simple(
        f"{column} alone of the open one",
        f"UPDATE planning_snapshots SET {column} = 1 WHERE id = :open",
    )
for column in guards.SEAL_REQUIRED:
    others = ", ".join(f"{name} = 1" for name in guards.SEAL_REQUIRED if name != column)
    simple(
        f"a seal without {column}",
        f"UPDATE planning_snapshots SET {others} WHERE id = :open",
    )
    simple(
        f"born with {column}",
        f"INSERT INTO planning_snapshots (uuid, created_at, {column}) VALUES ('new', 'x', 1)",
    )
simple("the container's id", "UPDATE planning_snapshots SET id = 99 WHERE id = :sealed")
simple("the container's uuid", "UPDATE planning_snapshots SET uuid = 'new' WHERE id = :sealed")
simple("the open container's uuid", "UPDATE planning_snapshots SET uuid = 'new' WHERE id = :open")
simple(
    "a container born sealed",
    "INSERT INTO planning_snapshots (uuid, created_at, version, event_uuid, event_name, plan_data,"
    " hash_version, manifest_hash) VALUES ('new', 'x', 7, 'e', 'E', '{}', 1, 'h')",
)
simple("a lone child's delete", "DELETE FROM finished_unit_snapshots WHERE id = :child")
for table in guards.CHILD_TABLES:
    simple(
        f"all {table} deleted",
        f"DELETE FROM {table} WHERE planning_snapshot_id = :sealed",
    )
    simple(
        f"{table} moved",
        f"UPDATE {table} SET planning_snapshot_id = :open WHERE planning_snapshot_id = :sealed",
    )
    simple(
        f"late insert into {table}",
        f"INSERT INTO {table} (uuid, {_CHILD_COLUMNS}) VALUES ('new', :sealed, 'x', '{{}}', 'h')",
    )
    simple(
        f"OR REPLACE by uuid in {table}",
        f"INSERT OR REPLACE INTO {table} (uuid, {_CHILD_COLUMNS}) SELECT uuid, :open, 'x', '{{}}',"
        f" 'h' FROM {table} WHERE planning_snapshot_id = :sealed LIMIT 1",
    )


@way("an object deleted from its collection")
def _(session: Session, ground: Ground) -> object:
    head = session.get_one(PlanningSnapshot, ground.sealed_id)
    head.material_unit_snapshots.remove(head.material_unit_snapshots[0])
    return session.flush()


@way("an object added to its collection")
def _(session: Session, ground: Ground) -> object:
    head = session.get_one(PlanningSnapshot, ground.sealed_id)
    head.material_unit_snapshots.append(MaterialUnitSnapshot(definition_data="{}"))
    return session.flush()


@way("executescript")
def _(session: Session, ground: Ground) -> object:
    raw: Any = session.connection().connection.dbapi_connection
    return raw.executescript("UPDATE finished_unit_snapshots SET definition_data = '{}';")


@way("to another event")
def _(session: Session, ground: Ground) -> object:
    other = Event(name="Another")
    session.add(other)
    session.flush()
    return session.execute(
        update(PlanningSnapshot)
        .where(PlanningSnapshot.id == ground.sealed_id)
        .values(event_id=other.id)
    )


@way("to another event after its own is gone")
def _(session: Session, ground: Ground) -> object:
    session.execute(text("DELETE FROM plan_lines"))
    session.execute(text("DELETE FROM events"))
    other = Event(id=ground.event_id, name="Another")
    session.add(other)
    session.flush()
    return session.execute(
        update(PlanningSnapshot)
        .where(PlanningSnapshot.id == ground.sealed_id)
        .values(event_id=other.id)
    )


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_write_to_a_sealed_snapshot_is_refused_and_every_byte_stays(
    shared_ground: Ground, name: str
) -> None:
    ground = shared_ground
    before = ground.rows()
    file_before = ground.path.read_bytes() if ground.path else b""
    with Session(ground.engine) as session:
        with pytest.raises((IntegrityError, sqlite3.IntegrityError), match="guard: "):
            WAYS[name](session, ground)
        session.rollback()
    assert ground.rows() == before
    assert (ground.path.read_bytes() if ground.path else b"") == file_before


SCRIPTS = {
    "an update": "UPDATE finished_unit_snapshots SET definition_data = '{}'",
    "a replaced child": "INSERT OR REPLACE INTO finished_unit_snapshots"
    " (id, uuid, planning_snapshot_id, snapshot_date, definition_data, definition_hash)"
    " SELECT id, uuid, planning_snapshot_id, snapshot_date, '{}', definition_hash"
    " FROM finished_unit_snapshots",
    "a deleted child": "DELETE FROM material_unit_snapshots",
    "an unsealed container": "UPDATE planning_snapshots SET manifest_hash = NULL",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_another_process_with_default_pragmas_is_refused(tmp_path: Path, name: str) -> None:
    with open_file(tmp_path / "a.db") as path, database.session_scope() as session:
        fill(session)
    before = path.read_bytes()
    program = (
        "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute(sys.argv[2])\nc.commit()"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(path), SCRIPTS[name]],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert said.returncode == 1
    assert "IntegrityError: guard: " in said.stderr
    assert path.read_bytes() == before


def test_a_service_says_in_a_sentence_that_a_snapshot_stays_as_it_is(tmp_path: Path) -> None:
    with open_file(tmp_path / "a.db"):
        with database.session_scope() as session:
            fill(session)
        with pytest.raises(ImmutableSnapshotError) as refused, database.session_scope() as session:
            session.execute(update(FinishedUnitSnapshot).values(definition_data="{}"))
    assert refused.value.sentence == "A snapshot stays as it is. Nothing was changed."


def test_the_reason_may_be_edited(ground: Ground) -> None:
    ground.run(
        "UPDATE planning_snapshots SET notes = 'Corrected' WHERE id = :i", {"i": ground.sealed_id}
    )
    assert ground.head()["notes"] == "Corrected"


def test_deleting_an_event_keeps_its_snapshots_unlinked(ground: Ground) -> None:
    before = ground.rows()
    ground.run("DELETE FROM plan_lines")
    ground.run("DELETE FROM events WHERE id = :i", {"i": ground.event_id})
    after = ground.rows()
    assert [row["event_id"] for row in after["planning_snapshots"]] == [None, None]
    for row in before["planning_snapshots"]:
        row["event_id"] = None
    assert after == before


def test_deleting_an_event_through_its_object_keeps_its_snapshots_unlinked(ground: Ground) -> None:
    with Session(ground.engine) as session, session.begin():
        session.execute(text("DELETE FROM plan_lines"))
        session.delete(session.get_one(Event, ground.event_id))
        session.flush()
        assert session.get_one(PlanningSnapshot, ground.sealed_id).event_id is None
    assert ground.head()["event_id"] is None


def test_a_returned_event_is_linked_again_to_its_own_snapshots(ground: Ground) -> None:
    before = ground.rows()
    with ground.engine.begin() as connection:
        event = dict(connection.execute(select(Event.__table__)).mappings().one())
        connection.execute(text("DELETE FROM plan_lines"))
        connection.execute(delete(Event))
        connection.execute(insert(Event.__table__).values(event))  # type: ignore[arg-type]
        connection.execute(update(PlanningSnapshot).values(event_id=event["id"]))
    assert ground.rows() == before


def test_deleting_the_container_takes_all_it_holds(ground: Ground) -> None:
    ground.run("DELETE FROM planning_snapshots WHERE id = :i", {"i": ground.sealed_id})
    assert ground.rows(of=ground.sealed_id) == {table: [] for table in SNAPSHOT_TABLES}


def test_an_open_container_takes_children_and_gives_them_up(ground: Ground) -> None:
    statement = f"INSERT INTO finished_unit_snapshots (uuid, {_CHILD_COLUMNS}) VALUES ('u', :o, 'x', '{{}}', 'h')"
    ground.run(statement, {"o": ground.open_id})
    ground.run("DELETE FROM finished_unit_snapshots WHERE uuid = 'u'")
    assert ground.rows(of=ground.open_id)["finished_unit_snapshots"] == []


def test_a_snapshot_is_put_back_byte_for_byte(ground: Ground) -> None:
    before = ground.rows()
    kept = ground.rows(of=ground.sealed_id)
    seal = (*guards.SEAL_REQUIRED, *guards.SEAL_OPTIONAL)
    head = kept.pop("planning_snapshots")[0]
    with ground.engine.begin() as connection:
        connection.execute(delete(PlanningSnapshot).where(PlanningSnapshot.id == ground.sealed_id))

        def put(table: str, row: dict[str, Any]) -> None:
            columns = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)

        put("planning_snapshots", {k: v for k, v in head.items() if k not in seal})
        for table, rows in kept.items():
            for row in rows:
                put(table, row)
        pairs = ", ".join(f"{name} = :{name}" for name in seal)
        connection.execute(text(f"UPDATE planning_snapshots SET {pairs} WHERE id = :id"), head)
    assert ground.rows() == before


def test_ids_of_deleted_snapshots_are_never_used_again(ground: Ground) -> None:
    ground.run("DELETE FROM planning_snapshots")
    with Session(ground.engine) as session, session.begin():
        assert create_planning_snapshot(session=session)["id"] > ground.open_id


def test_missing_altered_and_foreign_guards_are_noticed(ground: Ground) -> None:
    with ground.engine.connect() as connection:
        assert guards.differences(connection) == []
    ground.run("DROP TRIGGER guard_events_deleted")
    ground.run("DROP TRIGGER guard_planning_snapshots_update")
    ground.run(
        "CREATE TRIGGER guard_planning_snapshots_update BEFORE UPDATE ON planning_snapshots"
        " BEGIN SELECT 1; END"
    )
    ground.run("CREATE TRIGGER stranger AFTER DELETE ON events BEGIN SELECT 1; END")
    with ground.engine.connect() as connection:
        assert guards.differences(connection) == [
            "guard_events_deleted",
            "guard_planning_snapshots_update",
            "stranger",
        ]


def test_installing_puts_missing_and_altered_guards_back(ground: Ground) -> None:
    ground.run("DROP TRIGGER guard_events_deleted")
    with ground.engine.begin() as connection:
        guards.install(connection)
        assert guards.differences(connection) == []
