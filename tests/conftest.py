"""Fixtures that every test may use: a database in memory, and the specification's samples."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.orm import Session

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from core.models import Base, Event, FinishedUnit, Recipe
from core.services import database
from core.services.sqlite_engine import attach_hooks
from tests.window import open_window as open_window


@pytest.fixture
def db_connection() -> Iterator[Connection]:
    """One connection, which `db_session` and the functions' own scopes share."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    attach_hooks(engine)
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        transaction = connection.begin()
        database.use(connection)
        yield connection
        database.use(None)
        transaction.rollback()
    engine.dispose()


@pytest.fixture
def db_session(db_connection: Connection) -> Iterator[Session]:
    with Session(db_connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def sample_event(db_session: Session) -> Event:
    event = Event(name="Test Holiday Event")
    db_session.add(event)
    db_session.flush()
    return event


@pytest.fixture
def sample_recipe(db_session: Session) -> Recipe:
    recipe = Recipe(name="Sugar cookies (rolled)", category="Cookies")
    db_session.add(recipe)
    db_session.flush()
    return recipe


@pytest.fixture
def sample_finished_unit(db_session: Session, sample_recipe: Recipe) -> FinishedUnit:
    unit = FinishedUnit(
        display_name="Sugar cookie", recipe=sample_recipe, items_per_batch=48, item_unit="cookies"
    )
    db_session.add(unit)
    db_session.flush()
    return unit
