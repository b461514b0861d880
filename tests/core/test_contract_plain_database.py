"""The specification's own tests once more, on a bare create_all in memory without any pragma."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from core.models import Base, guards
from tests.test_planning_snapshot import (  # noqa: F401
    TestCreatePlanningSnapshot,
    TestDeletePlanningSnapshot,
    TestGetPlanningSnapshot,
    sample_event,
)


@pytest.fixture
def db_session() -> Iterator[Session]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_no_pragma_is_set_and_the_guards_are_there(db_session: Session) -> None:
    connection = db_session.connection()
    assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 0
    assert guards.differences(connection) == []
