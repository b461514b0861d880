"""The proof that a snapshot is what was finalized, and that finalizing is one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.errors import (
    PlanningSnapshotError,
)
from core.services import database
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.snapshot_reader import read_stored, verify
from tests.factories import Bakery, make_big_plan, open_bakery, open_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def bakery(path: Path) -> Iterator[Bakery]:
    with open_bakery(path) as made:
        yield made


@pytest.fixture
def empty(path: Path) -> Iterator[Path]:
    with open_file(path) as opened:
        yield opened


def run(statement: str, **values: Any) -> None:
    with database.session_scope() as session:
        session.execute(text(statement), values)


def one(statement: str, **values: Any) -> Any:
    with database.session_scope(write=False) as session:
        return session.execute(text(statement), values).mappings().one()


def dump(path: Path) -> list[str]:
    """The whole database as SQL."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def is_unchanged(snapshot_id: int) -> bool:
    with database.session_scope(write=False) as session:
        return verify(read_stored(session, snapshot_id)).is_unchanged


TAMPERED = {
    "a definition": "UPDATE finished_unit_snapshots SET definition_data ="
    " replace(definition_data, 'cookie', 'biscuit')",
    "a definition and its hash": None,
    "a definition's hash": "UPDATE material_unit_snapshots SET definition_hash = '0'",
    "a row's uuid": "UPDATE finished_good_snapshots SET uuid = 'other' || id",
    "a row missing": "DELETE FROM material_unit_snapshots",
    "a row too many": "INSERT INTO material_unit_snapshots (uuid, planning_snapshot_id,"
    " snapshot_date, definition_data, definition_hash) SELECT 'more', planning_snapshot_id,"
    " snapshot_date, definition_data, definition_hash FROM material_unit_snapshots",
    "the plan": "UPDATE planning_snapshots SET plan_data = replace(plan_data, '50', '60')",
    "the number": "UPDATE planning_snapshots SET version = 2",
    "the uuid": "UPDATE planning_snapshots SET uuid = 'other'",
    "the moment": "UPDATE planning_snapshots SET created_at = '2020-01-01 00:00:00.000000'",
    "the event's name": "UPDATE planning_snapshots SET event_name = 'Other'",
    "the event's uuid": "UPDATE planning_snapshots SET event_uuid = 'other'",
    "the event's day": "UPDATE planning_snapshots SET event_date = NULL",
    "the manifest": "UPDATE planning_snapshots SET manifest_hash = '0'",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_past_the_guards_no_longer_matches(
    bakery: Bakery, path: Path, what: str
) -> None:
    row = finalize_event_plan(bakery.event_id)
    assert is_unchanged(row.id)
    database.close()
    other = sqlite3.connect(path)
    other.create_function("sha", 1, lambda data: hashlib.sha256(data.encode()).hexdigest())
    for (name,) in other.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        other.execute(f"DROP TRIGGER {name}")
    other.execute(
        TAMPERED[what]
        or "UPDATE finished_unit_snapshots SET definition_data ="
        " replace(definition_data, 'cookie', 'biscuit'),"
        " definition_hash = sha(replace(definition_data, 'cookie', 'biscuit'))"
    )
    other.commit()
    other.close()
    with Session(_plain_engine(path)) as session:
        checked = verify(read_stored(session, row.id))
        assert not checked.is_unchanged
        assert checked.mismatched


def _plain_engine(path: Path) -> Any:
    from sqlalchemy import NullPool, create_engine

    return create_engine(f"sqlite:///{path}", poolclass=NullPool)


def test_reason_and_event_are_not_part_of_the_proof(bakery: Bakery) -> None:
    row = finalize_event_plan(bakery.event_id)
    run("UPDATE planning_snapshots SET notes = 'Edited', event_id = NULL")
    assert is_unchanged(row.id)


@contextmanager
def listening(listener: Callable[..., Any], *, retval: bool = False) -> Iterator[None]:
    """`listener` on every statement of the open file."""
    engine = database.current_bind()
    sql_event.listen(engine, "before_cursor_execute", listener, retval=retval)
    try:
        yield
    finally:
        sql_event.remove(engine, "before_cursor_execute", listener)


class TestOneTransaction:
    def test_the_number_of_statements_is_the_same_at_5_50_and_2000_definitions(
        self, empty: Path
    ) -> None:
        counts: dict[str, list[int]] = {"first": [], "preview": [], "second": []}
        seen: list[str] = []

        def remember(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        for definitions in (5, 50, 2000):
            with database.session_scope() as session:
                event_id = make_big_plan(session, definitions)
            for name, verb in (
                ("first", finalize_event_plan),
                ("preview", preview_finalization),
                ("second", finalize_event_plan),
            ):
                seen.clear()
                with listening(remember):
                    done: Any = verb(event_id)
                assert done.counts.total == definitions
                counts[name].append(len(seen))
        assert all(len(set(found)) == 1 for found in counts.values()), counts
        assert max(found[0] for found in counts.values()) <= 30

    def test_a_failure_at_any_statement_keeps_nothing(self, bakery: Bakery, path: Path) -> None:
        before = dump(path)
        failed = 0
        for wanted in range(100):
            left = wanted

            def fail(*_: Any) -> None:
                nonlocal left
                if left == 0:
                    raise KeyboardInterrupt
                left -= 1

            try:
                with listening(fail):
                    finalize_event_plan(bakery.event_id)
                break
            except KeyboardInterrupt:
                failed += 1
            assert dump(path) == before
        assert failed > 15
        assert dump(path) != before

    def test_what_was_written_is_read_again_before_it_counts(
        self, bakery: Bakery, path: Path
    ) -> None:
        before = dump(path)

        def spoil(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any) -> Any:
            if statement.startswith("INSERT INTO material_unit_snapshots"):
                parameters = [
                    tuple(
                        value.replace("Bow", "Cow") if isinstance(value, str) else value
                        for value in row
                    )
                    for row in (parameters if isinstance(parameters, list) else [parameters])
                ]
                parameters = parameters if len(parameters) > 1 else parameters[0]
            return statement, parameters

        with listening(spoil, retval=True), pytest.raises(PlanningSnapshotError) as refused:
            finalize_event_plan(bakery.event_id)
        assert "does not match" in refused.value.sentence
        assert dump(path) == before

    def test_a_file_that_another_program_writes_to_is_waited_for(
        self, bakery: Bakery, path: Path
    ) -> None:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(finalize_event_plan, bakery.event_id)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            other.execute("ROLLBACK")
            assert waiting.result(timeout=10).version == 1
        other.close()
