"""Finalizing: what is confirmed is kept, whole, sealed, under a number of its own; or nothing is."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.domain.rows import CheckReason
from core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
)
from core.models import Event, PlanLine, PlanningSnapshot
from core.services import database
from core.services import planning_snapshot_service as snapshots
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.snapshot_reader import read_stored, verify
from core.utils.datetime_utils import clock_set_to
from tests.factories import SNAPSHOT_TABLES, Bakery, copy_of, open_bakery, open_file


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


CHANGES = {
    "a line's quantity": "UPDATE plan_lines SET quantity = '51' WHERE sort_order = 0",
    "a line's note": "UPDATE plan_lines SET notes = 'for someone else' WHERE sort_order = 0",
    "the order of the lines": "UPDATE plan_lines SET sort_order = 7 WHERE sort_order = 0",
    "a line deleted": "DELETE FROM plan_lines WHERE sort_order = 2",
    "a line added": "INSERT INTO plan_lines (uuid, event_id, finished_unit_id, quantity, sort_order)"
    " VALUES ('u', 1, 1, '3', 9)",
    "the event's name": "UPDATE events SET name = 'Easter market'",
    "the event's day": "UPDATE events SET event_date = '2026-12-13'",
    "a box's name": "UPDATE finished_goods SET display_name = 'Case' WHERE id = :hamper_id",
    "a box's content": "UPDATE compositions SET component_quantity = '3'"
    " WHERE assembly_id = :hamper_id AND sort_order = 0",
    "an inner box's content": "UPDATE compositions SET component_quantity = '13'"
    " WHERE assembly_id = :gift_box_id AND sort_order = 0",
    "an inner box's note": "UPDATE finished_goods SET notes = 'n' WHERE id = :gift_box_id",
    "an item's yield": "UPDATE finished_units SET items_per_batch = '40' WHERE id = :cookie_id",
    "a recipe line": "UPDATE recipe_ingredients SET quantity = '2' WHERE recipe_id = :dough_id",
    "an inner recipe's line": "UPDATE recipe_ingredients SET unit = 'g' WHERE recipe_id = :cream_id",
    "batches of an inner recipe": "UPDATE recipe_components SET quantity = '2'",
    "an ingredient's density": "UPDATE ingredients SET density_weight_amount = '5'"
    " WHERE density_weight_amount IS NOT NULL",
    "a material's amount": "UPDATE material_units SET quantity_per_unit = '31' WHERE id = :bow_id",
    "the material's name": "UPDATE materials SET name = 'Green ribbon' WHERE name = 'Red ribbon'",
    "an item retired": "UPDATE finished_units SET retired_at = '2026-01-01 00:00:00.000000'"
    " WHERE id = :cookie_id",
    "the generic material's name": "UPDATE materials SET name = 'Foil' WHERE name = 'Wrapping'",
    "finalized meanwhile": "UPDATE events SET last_version = 1",
}


class TestExpected:
    @pytest.mark.parametrize("change", CHANGES)
    def test_any_change_since_the_preview_is_a_conflict_and_keeps_nothing(
        self, bakery: Bakery, path: Path, change: str
    ) -> None:
        digest = preview_finalization(bakery.event_id).digest
        values = dataclasses.asdict(bakery) if dataclasses.is_dataclass(bakery) else {}
        run(CHANGES[change], **{k: v for k, v in values.items() if f":{k}" in CHANGES[change]})
        before = dump(path)
        with pytest.raises(ConflictError):
            finalize_event_plan(bakery.event_id, expected=digest)
        assert dump(path) == before
        renewed = preview_finalization(bakery.event_id).digest
        assert renewed != digest
        finalize_event_plan(bakery.event_id, expected=renewed)

    @pytest.mark.parametrize(
        "unrelated",
        [
            "UPDATE material_units SET name = 'Other paper' WHERE id = :paper_id",
            "INSERT INTO events (uuid, name) VALUES ('u', 'Other')",
            "UPDATE events SET notes = 'Bring a tablecloth'",
        ],
    )
    def test_a_change_of_nothing_that_is_kept_is_no_conflict(
        self, bakery: Bakery, unrelated: str
    ) -> None:
        digest = preview_finalization(bakery.event_id).digest
        run(unrelated, **({"paper_id": bakery.paper_id} if ":paper_id" in unrelated else {}))
        finalize_event_plan(bakery.event_id, expected=digest)

    def test_without_a_change_the_digest_stays_the_same(self, bakery: Bakery) -> None:
        assert (
            preview_finalization(bakery.event_id).digest
            == preview_finalization(bakery.event_id).digest
        )

    def test_another_windows_finalizing_is_a_conflict(self, bakery: Bakery) -> None:
        digest = preview_finalization(bakery.event_id).digest
        finalize_event_plan(bakery.event_id, expected=digest)
        with pytest.raises(ConflictError):
            finalize_event_plan(bakery.event_id, expected=digest)


class TestWhatIsKept:
    def test_what_the_preview_shows_is_what_is_kept(self, bakery: Bakery) -> None:
        preview = preview_finalization(bakery.event_id)
        row = finalize_event_plan(bakery.event_id, "As agreed", expected=preview.digest)
        assert (row.version, row.counts, row.to_check) == (
            preview.version,
            preview.counts,
            preview.to_check,
        )
        assert (row.event_name, row.event_date) == (preview.event_name, preview.event_date)
        kept = one("SELECT * FROM planning_snapshots")
        lines = json.loads(kept["plan_data"])["lines"]
        assert [
            (line["uuid"], line["kind"], line["name"], Fraction(line["quantity"])) for line in lines
        ] == [(line.uuid, line.kind, line.name, line.quantity) for line in preview.lines]

    def test_the_preview_says_each_line_with_its_unit(self, bakery: Bakery) -> None:
        preview = preview_finalization(bakery.event_id)
        assert [(line.name, line.quantity, line.unit) for line in preview.lines] == [
            ("Hamper", 50, "boxes"),
            ("Celebration cake", Fraction(5, 2), "8-inch round"),
            ("Bow", 10, "each"),
        ]
        assert (preview.counts.items, preview.counts.boxes, preview.counts.materials) == (2, 2, 1)
        assert preview.is_first

    def test_previewing_writes_nothing(self, bakery: Bakery, path: Path) -> None:
        before = path.read_bytes()
        preview_finalization(bakery.event_id)
        assert path.read_bytes() == before

    def test_the_row_is_the_stored_one_and_frozen(self, bakery: Bakery) -> None:
        with clock_set_to(datetime(2026, 11, 20, 18, 30, 5, 123456, tzinfo=UTC)):
            row = finalize_event_plan(bakery.event_id, "As agreed")
        stored = one("SELECT * FROM planning_snapshots")
        assert (row.id, row.uuid, row.event_id) == (stored["id"], stored["uuid"], bakery.event_id)
        assert (row.version, row.notes) == (1, "As agreed") == (stored["version"], stored["notes"])
        assert row.manifest_hash == stored["manifest_hash"]
        assert row.created_at == datetime(2026, 11, 20, 18, 30, 5, 123456, tzinfo=UTC)
        assert stored["created_at"] == "2026-11-20 18:30:05.123456"
        assert (stored["event_name"], stored["event_date"]) == ("Christmas market", "2026-12-12")
        assert row.counts.total == 5
        with pytest.raises(dataclasses.FrozenInstanceError):
            row.version = 2  # type: ignore[misc]

    def test_every_line_points_at_a_row_that_is_kept(self, bakery: Bakery) -> None:
        row = finalize_event_plan(bakery.event_id)
        lines = json.loads(one("SELECT plan_data FROM planning_snapshots")["plan_data"])["lines"]
        for line in lines:
            found = one(
                f"SELECT * FROM {line['kind']}_snapshots WHERE uuid = :uuid",
                uuid=line["snapshot_uuid"],
            )
            assert found["planning_snapshot_id"] == row.id
            assert json.loads(found["definition_data"])["uuid"] == line["source_uuid"]
        assert [line["notes"] for line in lines] == ["for the Johnsons", None, None]
        assert [line["sort_order"] for line in lines] == [0, 1, 2]

    def test_the_plan_is_canonical_text_without_floats(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        stored = one("SELECT plan_data FROM planning_snapshots")["plan_data"]
        data = json.loads(stored, parse_float=pytest.fail)
        canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert stored == canonical
        assert [line["quantity"] for line in data["lines"]] == [50, "2.5", 10]

    def test_what_is_to_check_is_listed_before_kept_and_does_not_block(
        self, bakery: Bakery
    ) -> None:
        run(
            "UPDATE finished_goods SET retired_at = '2026-01-01 00:00:00.000000' WHERE id = :i",
            i=bakery.gift_box_id,
        )
        preview = preview_finalization(bakery.event_id)
        assert {(check.reason, check.name) for check in preview.to_check} == {
            (CheckReason.NO_YIELD, "Celebration cake"),
            (CheckReason.CHOSEN_LATER, "Wrapping"),
            (CheckReason.RETIRED, "Gift box"),
        }
        row = finalize_event_plan(bakery.event_id)
        kept = json.loads(one("SELECT plan_data FROM planning_snapshots")["plan_data"])["to_check"]
        assert [(check["reason"], check["name"]) for check in kept] == [
            (check.reason.value, check.name) for check in row.to_check
        ]

    def test_the_manifest_is_what_the_contract_says(self, bakery: Bakery) -> None:
        row = finalize_event_plan(bakery.event_id)
        stored = one("SELECT * FROM planning_snapshots")
        definitions = []
        for kind in ("finished_unit", "finished_good", "material_unit"):
            with database.session_scope(write=False) as session:
                found = session.execute(text(f"SELECT uuid, definition_data FROM {kind}_snapshots"))
                definitions += [
                    [kind, uuid, hashlib.sha256(data.encode()).hexdigest()] for uuid, data in found
                ]
        covered = {
            "hash_version": 1,
            "uuid": stored["uuid"],
            "version": 1,
            "created_at": row.created_at.isoformat(),
            "event_uuid": stored["event_uuid"],
            "event_name": "Christmas market",
            "event_date": "2026-12-12",
            "plan_hash": hashlib.sha256(stored["plan_data"].encode()).hexdigest(),
            "definitions": sorted(definitions),
        }
        canonical = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert stored["manifest_hash"] == hashlib.sha256(canonical.encode()).hexdigest()

    def test_an_event_without_a_day_is_sealed_too(self, bakery: Bakery) -> None:
        run("UPDATE events SET event_date = NULL")
        row = finalize_event_plan(bakery.event_id)
        assert row.event_date is None
        assert is_unchanged(row.id)

    def test_the_search_index_knows_it(self, bakery: Bakery) -> None:
        row = finalize_event_plan(bakery.event_id, "Größe geändert")
        for field, folded in (("reason", "grosse geandert"), ("name", "christmas market")):
            found = one(
                "SELECT folded FROM search_entries WHERE kind = 'planning_snapshot' AND owner_id = :i"
                " AND field = :field",
                i=row.id,
                field=field,
            )
            assert found["folded"] == folded


class TestVersions:
    def test_numbers_run_within_the_event_and_are_never_used_twice(self, bakery: Bakery) -> None:
        first, second = (finalize_event_plan(bakery.event_id) for _ in range(2))
        assert (first.version, second.version) == (1, 2)
        snapshots.delete_planning_snapshot(second.id)
        assert finalize_event_plan(bakery.event_id).version == 3

    def test_another_event_counts_for_itself(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        with database.session_scope() as session:
            other = Event(name="Other")
            other.plan_lines = [PlanLine(finished_unit_id=bakery.cookie_id, quantity=1)]
            session.add(other)
            session.flush()
            other_id = other.id
        assert finalize_event_plan(other_id).version == 1

    def test_threads_that_finalize_at_once_get_different_numbers_and_lose_none(
        self, bakery: Bakery
    ) -> None:
        with ThreadPoolExecutor(6) as pool:
            rows = list(pool.map(lambda _: finalize_event_plan(bakery.event_id), range(18)))
        assert sorted(row.version or 0 for row in rows) == list(range(1, 19))
        with database.session_scope(write=False) as session:
            assert session.query(PlanningSnapshot).count() == 18
            assert session.get_one(Event, bakery.event_id).last_version == 18
        assert all(is_unchanged(row.id) for row in rows)

    def test_of_two_threads_with_one_preview_only_one_is_kept(self, bakery: Bakery) -> None:
        digest = preview_finalization(bakery.event_id).digest

        def finalize(_: int) -> bool:
            try:
                finalize_event_plan(bakery.event_id, expected=digest)
            except ConflictError:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(finalize, range(4))) == [False, False, False, True]


class TestThePlanStaysEditable:
    def test_finalizing_locks_nothing_and_a_later_edit_changes_no_snapshot(
        self, bakery: Bakery
    ) -> None:
        row = finalize_event_plan(bakery.event_id)
        before = snapshots.get_planning_snapshot(row.id)
        for statement in CHANGES.values():
            values = dataclasses.asdict(bakery)
            run(statement, **{k: v for k, v in values.items() if f":{k}" in statement})
        assert snapshots.get_planning_snapshot(row.id) == before
        assert is_unchanged(row.id)
        again = finalize_event_plan(bakery.event_id)
        assert again.summary

    def test_a_snapshot_can_be_read_in_a_database_that_has_nothing_else(
        self, bakery: Bakery, path: Path, tmp_path: Path
    ) -> None:
        row = finalize_event_plan(bakery.event_id, "As agreed")
        before: Any = snapshots.get_planning_snapshot(row.id)
        rows = {table: _rows(path, f"SELECT * FROM {table}") for table in SNAPSHOT_TABLES}
        database.close()
        with open_file(tmp_path / "b.db"):
            _put_back(rows)
            after: Any = snapshots.get_planning_snapshot(row.id)
            assert is_unchanged(row.id)
        for name in SNAPSHOT_TABLES[1:]:
            assert [each["definition_data"] for each in after[name]] == [
                each["definition_data"] for each in before[name]
            ]


def _rows(path: Path, query: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(query)]
    finally:
        connection.close()


def _put_back(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Into another database: no event, no sources."""
    seal = {
        "version", "event_uuid", "event_name", "event_date", "plan_data", "hash_version",
        "manifest_hash", "summary",
    }  # fmt: skip
    with database.session_scope() as session:
        for table, stored in rows.items():
            for row in stored:
                gone = seal | {
                    "event_id",
                    "finished_unit_id",
                    "finished_good_id",
                    "material_unit_id",
                }
                kept = {k: v for k, v in row.items() if k not in gone}
                names, values = ", ".join(kept), ", ".join(f":{k}" for k in kept)
                session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), kept)
        pairs = ", ".join(f"{name} = :{name}" for name in sorted(seal))
        for row in rows["planning_snapshots"]:
            session.execute(text(f"UPDATE planning_snapshots SET {pairs} WHERE id = :id"), row)


class TestRefused:
    def test_an_event_without_lines_is_refused_with_a_sentence(self, empty: Path) -> None:
        with database.session_scope() as session:
            event = Event(name="Empty")
            session.add(event)
            session.flush()
            event_id = event.id
        for verb in (preview_finalization, finalize_event_plan):
            with pytest.raises(InvalidInputError) as refused:
                verb(event_id)
            assert refused.value.sentence == "Nothing to finalize yet: add a line first."

    @pytest.mark.parametrize("verb", [preview_finalization, finalize_event_plan])
    def test_a_deleted_event_is_refused_with_a_sentence(
        self, empty: Path, verb: Callable[[int], object]
    ) -> None:
        with pytest.raises(NotFoundError) as refused:
            verb(99999)
        assert refused.value.sentence == "This event was deleted."


def test_times_come_from_the_one_clock_and_keep_their_order(bakery: Bakery) -> None:
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for hours in (2, 0, 1):
        with clock_set_to(start + timedelta(hours=hours)):
            finalize_event_plan(bakery.event_id)
    listed = snapshots.get_planning_snapshots_by_event(bakery.event_id)
    assert [row["created_at"][11:13] for row in listed] == ["11", "10", "09"]


def test_a_copy_of_the_file_holds_the_same_proof(bakery: Bakery, path: Path) -> None:
    row = finalize_event_plan(bakery.event_id)
    database.close()
    with open_file(copy_of(path, "copy.db")):
        assert is_unchanged(row.id)
        assert one("SELECT event_date FROM planning_snapshots")["event_date"] == str(
            date(2026, 12, 12)
        )
