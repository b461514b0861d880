"""The specification's functions and the container's model: each row of the contract's first table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.domain.keys import ThingKind
from core.errors import CoreError, PlanningSnapshotError, SnapshotCreationError
from core.models import (
    Event,
    FinishedUnit,
    FinishedUnitSnapshot,
    MaterialUnitSnapshot,
    PlanningSnapshot,
    RemovedRecord,
    SearchEntry,
)
from core.services import database
from core.services import finished_good_service as goods
from core.services import finished_unit_service as units
from core.services import material_unit_service as materials
from core.services import planning_snapshot_service as service
from core.services.finalization_service import finalize_event_plan
from core.utils.datetime_utils import clock_set_to
from tests.factories import SNAPSHOT_TABLES, Bakery, open_bakery

HEAD_KEYS = {"id", "event_id", "created_at", "notes"}
LISTS = {"finished_unit_snapshots", "material_unit_snapshots", "finished_good_snapshots"}
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def bakery(tmp_path: Path) -> Iterator[Bakery]:
    """A bakery in a real file, open in `database`."""
    with open_bakery(tmp_path / "a.db") as made:
        yield made


def rows_in(table: str) -> int:
    with database.session_scope(write=False) as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (service.create_planning_snapshot, "event_id=None, notes=None, session=None"),
        (
            service.get_planning_snapshot,
            "planning_snapshot_id, include_snapshots=True, session=None",
        ),
        (service.get_planning_snapshots_by_event, "event_id, session=None"),
        (service.delete_planning_snapshot, "planning_snapshot_id, session=None"),
        (
            units.create_finished_unit_snapshot,
            "finished_unit_id, planning_snapshot_id, session=None",
        ),
        (
            materials.create_material_unit_snapshot,
            "material_unit_id, planning_snapshot_id, session=None",
        ),
        (
            goods.create_finished_good_snapshot,
            "finished_good_id, planning_snapshot_id, session=None",
        ),
        (units.get_finished_unit_snapshots_by_planning_id, "planning_snapshot_id, session=None"),
        (
            materials.get_material_unit_snapshots_by_planning_id,
            "planning_snapshot_id, session=None",
        ),
        (goods.get_finished_good_snapshots_by_planning_id, "planning_snapshot_id, session=None"),
        (finalize_event_plan, "event_id, notes=None, session=None, *, expected=None"),
    ],
)
def test_names_order_and_defaults_of_the_parameters_are_the_contracts(
    function: Callable[..., Any], parameters: str
) -> None:
    signature = inspect.signature(function)
    plain = signature.replace(
        parameters=[
            each.replace(annotation=inspect.Parameter.empty)
            for each in signature.parameters.values()
        ],
        return_annotation=inspect.Signature.empty,
    )
    assert str(plain) == f"({parameters})"


def test_get_one_takes_an_id_and_a_session() -> None:
    for function in (
        units.get_finished_unit_snapshot,
        materials.get_material_unit_snapshot,
        goods.get_finished_good_snapshot,
    ):
        first, second = inspect.signature(function).parameters.values()
        assert first.default is inspect.Parameter.empty
        assert (second.name, second.default) == ("session", None)


def test_the_services_offer_the_errors_by_the_specifications_names() -> None:
    assert service.PlanningSnapshotError is PlanningSnapshotError
    for module in (units, materials, goods):
        assert module.SnapshotCreationError is SnapshotCreationError
    assert issubclass(goods.CircularReferenceError, SnapshotCreationError)
    assert issubclass(goods.MaxDepthExceededError, SnapshotCreationError)
    assert goods.MAX_NESTING_DEPTH == 10


class TestCreate:
    def test_it_gives_exactly_the_specifications_keys(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot(bakery.event_id, "Test notes")
        assert set(made) == HEAD_KEYS
        assert (made["event_id"], made["notes"]) == (bakery.event_id, "Test notes")

    def test_created_at_is_iso_text_in_utc_and_the_same_when_read(self, bakery: Bakery) -> None:
        with clock_set_to(NEW_YEAR):
            made = service.create_planning_snapshot()
        assert made["created_at"] == "2026-01-01T12:00:00+00:00"
        read = service.get_planning_snapshot(made["id"])
        assert read is not None
        assert read["created_at"] == made["created_at"]

    def test_a_naive_clock_is_taken_as_utc(self, bakery: Bakery) -> None:
        with clock_set_to(datetime(2026, 1, 1, 12)):  # noqa: DTZ001
            made = service.create_planning_snapshot()
        assert made["created_at"] == "2026-01-01T12:00:00+00:00"

    def test_the_container_is_open(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot(bakery.event_id)
        units.create_finished_unit_snapshot(bakery.cookie_id, made["id"])
        with database.session_scope() as session:
            head = session.get_one(PlanningSnapshot, made["id"])
            assert (head.version, head.manifest_hash, head.plan_data) == (None, None, None)

    def test_an_unknown_event_is_a_sentence_without_sql(self, bakery: Bakery) -> None:
        with pytest.raises(PlanningSnapshotError) as refused:
            service.create_planning_snapshot(event_id=99999)
        sentence = str(refused.value)
        assert sentence.endswith(".")
        for word in ("INSERT", "planning_snapshots", "FOREIGN", "sqlite", "99999", "\n"):
            assert word not in sentence
        assert rows_in("planning_snapshots") == 0

    def test_without_an_open_file_it_is_the_same_error(self) -> None:
        database.close()
        with pytest.raises(PlanningSnapshotError):
            service.create_planning_snapshot()

    def test_in_a_callers_session_the_error_passes_untouched(self, bakery: Bakery) -> None:
        with (
            Session(database.current_bind()) as session,
            pytest.raises(IntegrityError),
        ):
            service.create_planning_snapshot(event_id=99999, session=session)


class TestGet:
    def test_absent_is_none(self, bakery: Bakery) -> None:
        assert service.get_planning_snapshot(99999) is None

    def test_without_snapshots_there_are_only_four_keys(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot()
        read = service.get_planning_snapshot(made["id"], include_snapshots=False)
        assert read == made
        assert set(read or ()) == HEAD_KEYS

    def test_with_snapshots_all_three_lists_and_their_total(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot()
        goods.create_finished_good_snapshot(bakery.hamper_id, made["id"])
        read = service.get_planning_snapshot(made["id"])
        assert read is not None
        assert set(read) == HEAD_KEYS | LISTS | {"total_snapshots"}
        counts = [
            len(read[name])  # type: ignore[literal-required]
            for name in sorted(LISTS)
        ]
        assert counts == [2, 1, 1]
        assert read["total_snapshots"] == 4

    @pytest.mark.parametrize("kind", ["finished_unit", "material_unit", "finished_good"])
    def test_entries_have_exactly_the_specifications_keys(self, bakery: Bakery, kind: str) -> None:
        made = service.create_planning_snapshot()
        with clock_set_to(NEW_YEAR):
            goods.create_finished_good_snapshot(bakery.gift_box_id, made["id"])
        read: Any = service.get_planning_snapshot(made["id"])
        (entry,) = read[f"{kind}_snapshots"]
        assert set(entry) == {"id", f"{kind}_id", "snapshot_date", "definition_data"}
        assert entry["snapshot_date"] == "2026-01-01T12:00:00+00:00"
        assert isinstance(entry["definition_data"], dict)
        assert isinstance(entry[f"{kind}_id"], int)

    def test_an_empty_container_has_empty_lists(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot()
        read: Any = service.get_planning_snapshot(made["id"])
        assert [read[name] for name in sorted(LISTS)] == [[], [], []]
        assert read["total_snapshots"] == 0

    def test_it_never_answers_from_a_stale_object_of_the_session(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot(bakery.event_id, "old")
        with Session(database.current_bind()) as session:
            held = session.get_one(PlanningSnapshot, made["id"])
            assert held.notes == "old"
            session.execute(text("UPDATE planning_snapshots SET notes = 'new', event_id = NULL"))
            read = service.get_planning_snapshot(made["id"], session=session)
            assert read is not None
            assert (read["notes"], read["event_id"]) == ("new", None)

    def test_a_deleted_child_is_not_listed_although_the_session_holds_it(
        self, bakery: Bakery
    ) -> None:
        made = service.create_planning_snapshot()
        units.create_finished_unit_snapshot(bakery.cookie_id, made["id"])
        with Session(database.current_bind()) as session:
            held = session.scalars(select(FinishedUnitSnapshot)).one()
            session.execute(text("DELETE FROM finished_unit_snapshots"))
            read = service.get_planning_snapshot(made["id"], session=session)
            assert read is not None
            assert read["total_snapshots"] == 0
            assert held.planning_snapshot_id == made["id"]

    def test_the_callers_unsaved_changes_are_seen(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot(notes="old")
        with Session(database.current_bind()) as session:
            session.get_one(PlanningSnapshot, made["id"]).notes = "typed"
            read = service.get_planning_snapshot(made["id"], session=session)
            assert read is not None
            assert read["notes"] == "typed"


class TestByEvent:
    def test_newest_comes_first_and_equal_times_keep_one_order(self, bakery: Bakery) -> None:
        ids = []
        for hour in (10, 8, 10, 12):
            with clock_set_to(NEW_YEAR.replace(hour=hour)):
                ids.append(service.create_planning_snapshot(bakery.event_id)["id"])
        listed = service.get_planning_snapshots_by_event(bakery.event_id)
        assert [row["id"] for row in listed] == [ids[3], ids[2], ids[0], ids[1]]
        assert all(set(row) == HEAD_KEYS for row in listed)

    def test_other_events_and_no_event_are_left_out(self, bakery: Bakery) -> None:
        service.create_planning_snapshot()
        mine = service.create_planning_snapshot(bakery.event_id)
        assert service.get_planning_snapshots_by_event(bakery.event_id) == [mine]
        assert service.get_planning_snapshots_by_event(99999) == []

    def test_it_never_answers_from_a_stale_object_of_the_session(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot(bakery.event_id, "old")
        with Session(database.current_bind()) as session:
            held = session.get_one(PlanningSnapshot, made["id"])
            assert held.notes == "old"
            session.execute(text("UPDATE planning_snapshots SET notes = 'new'"))
            (read,) = service.get_planning_snapshots_by_event(bakery.event_id, session)
            assert read["notes"] == "new"


class TestDelete:
    def test_it_is_true_once_and_false_ever_after(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot()
        assert service.delete_planning_snapshot(made["id"]) is True
        assert service.delete_planning_snapshot(made["id"]) is False

    def test_a_sealed_snapshot_goes_for_good_without_the_trash(self, bakery: Bakery) -> None:
        kept = finalize_event_plan(bakery.event_id)
        assert service.delete_planning_snapshot(kept.id) is True
        assert [rows_in(table) for table in SNAPSHOT_TABLES] == [0, 0, 0, 0]
        assert rows_in(RemovedRecord.__tablename__) == 0

    def test_its_children_are_gone_from_the_session_too(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot()
        captured = goods.create_finished_good_snapshot(bakery.gift_box_id, made["id"])
        with Session(database.current_bind()) as session:
            held = [
                *session.scalars(select(FinishedUnitSnapshot)),
                *session.scalars(select(MaterialUnitSnapshot)),
            ]
            assert len(held) == 2
            service.delete_planning_snapshot(made["id"], session)
            assert session.get(FinishedUnitSnapshot, held[0].id) is None
            assert session.get(MaterialUnitSnapshot, held[1].id) is None
            assert goods.get_finished_good_snapshot(captured["id"], session) is None
            assert not any(row in session for row in held)

    def test_children_of_other_containers_stay_in_the_session(self, bakery: Bakery) -> None:
        gone, staying = service.create_planning_snapshot(), service.create_planning_snapshot()
        other = units.create_finished_unit_snapshot(bakery.cookie_id, staying["id"])
        with Session(database.current_bind()) as session:
            held = session.get_one(FinishedUnitSnapshot, other["id"])
            service.delete_planning_snapshot(gone["id"], session)
            assert held in session

    def test_3_children_and_15_go_with_equally_few_statements(
        self, bakery: Bakery, statements: list[str]
    ) -> None:
        counts = []
        for number in (3, 15):
            made = service.create_planning_snapshot()
            for _ in range(number):
                units.create_finished_unit_snapshot(bakery.cake_id, made["id"])
            statements.clear()
            service.delete_planning_snapshot(made["id"])
            counts.append(len(statements))
        assert counts[0] == counts[1]


@pytest.fixture
def statements(bakery: Bakery) -> Iterator[list[str]]:
    """Every statement that the open file's engine runs."""
    seen: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = database.current_bind()
    sql_event.listen(engine, "before_cursor_execute", remember)
    yield seen
    sql_event.remove(engine, "before_cursor_execute", remember)


class TestGivenASession:
    """Joined: neither committed nor closed; the caller may roll everything back."""

    def test_everything_can_be_rolled_back(self, bakery: Bakery) -> None:
        kept = service.create_planning_snapshot(notes="stays")
        with Session(database.current_bind()) as session:
            made = service.create_planning_snapshot(bakery.event_id, session=session)
            units.create_finished_unit_snapshot(bakery.cookie_id, made["id"], session)
            materials.create_material_unit_snapshot(bakery.bow_id, made["id"], session)
            goods.create_finished_good_snapshot(bakery.hamper_id, made["id"], session)
            finalize_event_plan(bakery.event_id, session=session)
            assert service.delete_planning_snapshot(kept["id"], session) is True
            assert session.in_transaction()
            session.rollback()
        assert [rows_in(table) for table in SNAPSHOT_TABLES] == [1, 0, 0, 0]
        assert service.get_planning_snapshot(kept["id"], include_snapshots=False) == kept
        with database.session_scope(write=False) as session:
            assert session.get_one(Event, bakery.event_id).last_version == 0
            found = session.scalars(
                select(SearchEntry.owner_id).where(SearchEntry.kind == ThingKind.SNAPSHOT)
            )
            assert found.all() == [kept["id"]]

    def test_reading_neither_ends_the_transaction_nor_closes_the_session(
        self, bakery: Bakery
    ) -> None:
        with Session(database.current_bind()) as session:
            held = session.get_one(FinishedUnit, bakery.cookie_id)
            held.notes = "unsaved"
            made = service.create_planning_snapshot(session=session)
            service.get_planning_snapshot(made["id"], session=session)
            service.get_planning_snapshots_by_event(bakery.event_id, session)
            units.get_finished_unit_snapshots_by_planning_id(made["id"], session)
            assert held in session
            assert session.in_transaction()
            session.rollback()
        with database.session_scope(write=False) as session:
            assert session.get_one(FinishedUnit, bakery.cookie_id).notes is None

    def test_the_callers_commit_keeps_it(self, bakery: Bakery) -> None:
        with Session(database.current_bind()) as session:
            made = service.create_planning_snapshot(session=session)
            session.commit()
        assert service.get_planning_snapshot(made["id"], include_snapshots=False) == made

    def test_an_own_scope_commits_at_once(self, bakery: Bakery) -> None:
        made = service.create_planning_snapshot()
        with Session(database.current_bind()) as session:
            assert session.get(PlanningSnapshot, made["id"]) is not None

    def test_an_own_scope_keeps_nothing_of_a_failure(self, bakery: Bakery) -> None:
        def fail() -> None:
            with database.session_scope() as session:
                service.create_planning_snapshot(session=session)
                raise CoreError("No.")

        with pytest.raises(CoreError):
            fail()
        assert rows_in("planning_snapshots") == 0


def test_deleting_an_event_keeps_its_snapshots_unlinked(bakery: Bakery) -> None:
    made = service.create_planning_snapshot(bakery.event_id)
    sealed = finalize_event_plan(bakery.event_id)
    before: Any = service.get_planning_snapshot(sealed.id)
    with database.session_scope() as session:
        session.delete(session.get_one(Event, bakery.event_id))
    after: Any = service.get_planning_snapshot(sealed.id)
    assert after == before | {"event_id": None}
    assert service.get_planning_snapshot(made["id"], include_snapshots=False) == made | {
        "event_id": None
    }


def test_the_session_knows_that_a_deleted_events_snapshots_are_unlinked(bakery: Bakery) -> None:
    made = service.create_planning_snapshot(bakery.event_id)
    with Session(database.current_bind()) as session:
        held = session.get_one(PlanningSnapshot, made["id"])
        session.delete(session.get_one(Event, bakery.event_id))
        session.flush()
        assert held.event_id is None
