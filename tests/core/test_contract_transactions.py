"""Scopes and transactions: nothing is lost, joined sessions stay the caller's, errors are sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.errors import (
    CoreError,
    DatabaseBusyError,
    DatabaseUnavailableError,
    InUseError,
    InvalidInputError,
)
from core.models import Event, PlanLine
from core.services import database
from core.services.finalization_service import finalize_event_plan
from tests.factories import make_bakery, open_file


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    yield
    database.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file with a bakery and a sealed snapshot."""
    with open_file(tmp_path_factory.mktemp("good") / "a.db") as path:
        with database.session_scope() as session:
            bakery = make_bakery(session)
        finalize_event_plan(bakery.event_id)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, good: bytes) -> Path:
    made = tmp_path / "a.db"
    made.write_bytes(good)
    return made


class TestTransactions:
    @pytest.fixture(autouse=True)
    def _open(self, path: Path) -> None:
        database.prepare(DatabaseSettings(path, busy_timeout=20))

    def test_no_update_of_four_threads_is_lost(self) -> None:
        def count_up(_: int) -> None:
            with database.session_scope() as session:
                event = session.query(Event).one()
                event.last_version += 1

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(count_up, range(40)))
        with database.session_scope(write=False) as session:
            assert session.query(Event).one().last_version == 41

    def test_a_reader_is_not_kept_waiting_by_a_writer(self) -> None:
        with database.session_scope() as session:
            session.query(Event).one().name = "Being typed"
            session.flush()
            with database.session_scope(write=False) as reader:
                assert reader.query(Event).one().name == "Christmas market"

    def test_a_scope_commits_at_its_end_and_a_failure_rolls_it_back(self) -> None:
        with database.session_scope() as session:
            session.query(Event).one().name = "Kept"

        def fail() -> None:
            with database.session_scope() as session:
                session.query(Event).one().name = "Lost"
                session.flush()
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        with database.session_scope(write=False) as session:
            assert session.query(Event).one().name == "Kept"

    def test_a_reading_scope_keeps_nothing(self) -> None:
        with database.session_scope(write=False) as session:
            session.query(Event).one().name = "Typed by mistake"
            session.flush()
        with database.session_scope(write=False) as session:
            assert session.query(Event).one().name == "Christmas market"

    def test_a_joined_session_is_neither_committed_nor_closed(self) -> None:
        with Session(database.current_bind()) as session:
            with database.session_scope(session) as joined:
                assert joined is session
                event = session.query(Event).one()
                event.name = "Typed"
            assert event in session.dirty
            assert session.in_transaction()

    @pytest.mark.parametrize(
        ("statement", "kind"),
        [
            ("DELETE FROM finished_units", InUseError),
            ("INSERT INTO events (uuid) VALUES ('x')", InvalidInputError),
            ("INSERT INTO events (uuid, name) SELECT uuid, name FROM events", InvalidInputError),
        ],
    )
    def test_an_own_scope_turns_database_errors_into_sentences(
        self, statement: str, kind: type[CoreError]
    ) -> None:
        with pytest.raises(kind) as refused, database.session_scope() as session:
            session.execute(text(statement))
        assert "events" not in refused.value.sentence
        assert refused.value.sentence.endswith("Nothing was changed.")

    @pytest.mark.parametrize("name", ["lone \ud800 surrogate", "\udfff"])
    def test_text_that_cannot_be_stored_is_a_sentence(self, name: str) -> None:
        with pytest.raises(InvalidInputError), database.session_scope() as session:
            session.add(Event(name=name))

    @pytest.mark.parametrize("quantity", [0, -1, "a lot", 1e300, float("nan")])
    def test_an_amount_that_cannot_be_stored_is_its_own_sentence(self, quantity: Any) -> None:
        line = PlanLine(event_id=1, finished_unit_id=1, quantity=quantity)
        with pytest.raises(InvalidInputError) as refused, database.session_scope() as session:
            session.add(line)
        assert "(" not in refused.value.sentence
        assert refused.value.sentence.endswith(".")

    def test_in_a_joined_session_the_errors_pass_untouched(self) -> None:
        def insert(session: Session) -> None:
            with database.session_scope(session) as joined:
                joined.execute(text("INSERT INTO events (uuid) VALUES ('x')"))

        with Session(database.current_bind()) as session, pytest.raises(IntegrityError):
            insert(session)


@pytest.mark.parametrize(
    "name",
    [
        "<b>x</b>",
        "Tom & Jerry",
        "\N{BIRTHDAY CAKE}" * 20,
        "שלום עולם",
        "\u202etxt.exe",
        "x" * 10_000,
        "a\0b",
    ],
)
def test_any_name_of_the_bakers_is_kept_as_typed(path: Path, name: str) -> None:
    database.prepare(DatabaseSettings(path))
    with database.session_scope() as session:
        session.query(Event).one().name = name
    row = finalize_event_plan(1)
    assert row.event_name == name
    with database.session_scope(write=False) as session:
        assert session.query(Event).one().name == name


def test_without_an_open_file_it_says_so() -> None:
    database.close()
    with pytest.raises(DatabaseUnavailableError) as refused, database.session_scope():
        pass
    assert refused.value.sentence == "No file is open."


def test_a_busy_file_is_a_sentence_after_the_timeout(path: Path) -> None:
    database.prepare(DatabaseSettings(path, busy_timeout=0.05))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusyError), database.session_scope():
        pass
    other.close()


def test_opening_another_file_closes_the_first(path: Path, tmp_path: Path) -> None:
    database.prepare(DatabaseSettings(path))
    first = database.current_bind()
    database.prepare(DatabaseSettings(tmp_path / "b.db"))
    assert isinstance(first, Engine)
    assert first.pool.checkedin() == 0  # type: ignore[attr-defined]
