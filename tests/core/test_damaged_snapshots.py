"""Snapshots that another tool damaged: read, deleted and brought back as they are; they block nothing."""

from __future__ import annotations

from typing import Any

import pytest

from core.domain.definition import SealedHead, text_hash
from core.domain.seal import SealState
from core.errors import ConflictError, CorruptDatabaseError
from core.models import guards
from core.services import (
    comparison_service,
    database,
    event_service,
    finalization_service,
    history_service,
    removal_service,
    trash_rows,
)
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.history_service import verify_snapshot
from core.services.stored_text import exact_texts
from tests.core.removals import bakery as bakery
from tests.core.removals import finalized, open_snapshot
from tests.core.stored_rows import SEARCH, TRASH, run, stored_rows, value
from tests.core.tampering import tamper
from tests.factories import Bakery

DAMAGES = {
    "no JSON": "UPDATE finished_unit_snapshots SET definition_data = 'not json'",
    "a blob": "UPDATE finished_unit_snapshots SET definition_data = x'ff00'",
    "no UTF-8": "UPDATE finished_unit_snapshots SET definition_data = CAST(x'61ff' AS TEXT)",
    "other words": "UPDATE finished_unit_snapshots SET definition_data ="
    " replace(definition_data, 'Sugar', 'Salty')",
    "no moment of a part": "UPDATE finished_unit_snapshots SET snapshot_date = 'rubbish'",
    "no plan": "UPDATE planning_snapshots SET plan_data = NULL",
    "a plan of no UTF-8": "UPDATE planning_snapshots SET plan_data = CAST(x'7bff' AS TEXT)",
    "no manifest": "UPDATE planning_snapshots SET manifest_hash = NULL",
    "no number": "UPDATE planning_snapshots SET version = NULL",
    "a word as number": "UPDATE planning_snapshots SET version = 'seven'",
    "no hash version": "UPDATE planning_snapshots SET hash_version = NULL",
    "nothing but a day": "UPDATE planning_snapshots SET version = NULL, event_uuid = NULL,"
    " event_name = NULL, plan_data = NULL, hash_version = NULL, manifest_hash = NULL,"
    " summary = NULL, event_date = 'rubbish'",
    "no moment": "UPDATE planning_snapshots SET created_at = 'rubbish'",
    "a number as moment": "UPDATE planning_snapshots SET created_at = 2.5",
    "no day": "UPDATE planning_snapshots SET event_date = '2026-99-99'",
    "notes of bytes": "UPDATE planning_snapshots SET notes = x'ff'",
    "notes of no UTF-8": "UPDATE planning_snapshots SET notes = CAST(x'61ff' AS TEXT)",
    "a name of bytes": "UPDATE planning_snapshots SET event_name = x'ff'",
    "another uuid": "UPDATE planning_snapshots SET uuid = 'x'",
}
STILL_MATCHES = {"no moment of a part", "notes of bytes", "notes of no UTF-8"}


def rows() -> dict[str, Any]:
    """Everything but the trash, byte for byte."""
    with database.session_scope(write=False) as session, exact_texts(session):
        return stored_rows(session=session)


def guard_differences() -> list[str]:
    with database.session_scope(write=False) as session:
        return guards.differences(session.connection())


@pytest.mark.parametrize("damage", DAMAGES)
class TestADamagedSnapshot:
    def test_is_shown_and_said_not_to_match(self, bakery: Bakery, damage: str) -> None:
        snapshot = finalized(bakery)
        tamper(DAMAGES[damage])
        assert [row.id for row in history_service.snapshot_page(bakery.event_id).rows] == [snapshot]
        verification = verify_snapshot(snapshot)
        assert verification.is_sealed
        assert verification.is_unchanged is (damage in STILL_MATCHES)
        row = history_service.snapshot_row(snapshot)
        assert row is not None
        assert row.is_sealed
        assert isinstance(row.reason, str)
        event = history_service.event_detail(bakery.event_id).row
        assert event.latest_version in (1, None)

    def test_is_deleted_and_comes_back_as_it_was(self, bakery: Bakery, damage: str) -> None:
        snapshot = finalized(bakery, "Aunt Mary")
        sound = finalized(bakery)
        tamper(
            f"{DAMAGES[damage]} WHERE {'planning_snapshot_id' if '_unit_' in DAMAGES[damage].split(' SET ')[0] else 'id'} = :id",
            id=snapshot,
        )
        before = rows()
        impact = removal_service.preview_snapshots([snapshot, sound])
        removed = removal_service.remove_snapshots([snapshot, sound], expected=impact)
        assert rows()["planning_snapshots"] == []
        removal_service.restore(removed)
        assert rows() == before
        assert verify_snapshot(sound).is_unchanged
        assert verify_snapshot(snapshot).is_unchanged is (damage in STILL_MATCHES)
        assert guard_differences() == []
        assert removal_service.list_removed() == []

    def test_never_keeps_its_event_from_being_finalized(self, bakery: Bakery, damage: str) -> None:
        finalized(bakery)
        tamper(DAMAGES[damage])
        changes = comparison_service.event_changes(bakery.event_id)
        preview = preview_finalization(bakery.event_id)
        assert preview.is_since_unknown is changes.is_unknown
        if changes.is_unknown:
            assert (preview.is_first, preview.is_unchanged, preview.summary) == (True, False, "")
            assert preview.since_date is None
        row = finalize_event_plan(bakery.event_id, expected=preview.digest)
        assert row.version == 2
        assert verify_snapshot(row.id).is_unchanged


@pytest.mark.parametrize(
    "damage", ["no JSON", "a blob", "no UTF-8", "no plan", "no manifest", "no hash version"]
)
def test_what_changed_since_a_snapshot_that_cannot_be_read_is_said_to_be_unknown(
    bakery: Bakery, damage: str
) -> None:
    finalized(bakery)
    tamper(DAMAGES[damage])
    assert comparison_service.event_changes(bakery.event_id).is_unknown
    later = finalized(bakery)
    assert comparison_service.snapshot_changes(later).is_unknown


def test_an_event_comes_back_with_its_good_snapshots_and_the_damaged_one(bakery: Bakery) -> None:
    ids = [finalized(bakery) for _ in range(10)]
    tamper(f"{DAMAGES['other words']} WHERE planning_snapshot_id = {ids[2]}")
    before = rows()
    removed = removal_service.remove_event(bakery.event_id, with_snapshots=True)
    removal_service.restore(removed)
    assert rows() == before
    verdicts = [verify_snapshot(each).is_unchanged for each in ids]
    assert verdicts == [each != ids[2] for each in ids]


def test_a_verdict_forgives_only_its_own_snapshot(bakery: Bakery) -> None:
    damaged, sound = finalized(bakery), finalized(bakery)
    tamper(f"{DAMAGES['other words']} WHERE planning_snapshot_id = {damaged}")
    removed = removal_service.remove_snapshots([damaged, sound])
    data = value("SELECT data FROM removed_records").replace("Flour", "Wheat")
    run("UPDATE removed_records SET data = :d, data_hash = :h", d=data, h=text_hash(data))
    before = stored_rows(leave_out=SEARCH)
    with pytest.raises(CorruptDatabaseError, match="stays there"):
        removal_service.restore(removed)
    assert stored_rows(leave_out=SEARCH) == before


def test_a_broken_seal_cannot_be_mended_while_the_guards_are_there(bakery: Bakery) -> None:
    snapshot = finalized(bakery)
    tamper(DAMAGES["no plan"])
    removal_service.restore(removal_service.remove_snapshots([snapshot]))
    row = history_service.snapshot_row(snapshot)
    assert row is not None
    assert row.seal is SealState.BROKEN
    with pytest.raises(Exception, match="stays as it is"):
        run("UPDATE planning_snapshots SET plan_data = '{}'")


def test_a_restore_that_is_refused_leaves_the_callers_session_as_it_was(bakery: Bakery) -> None:
    removed = removal_service.remove_snapshots([finalized(bakery)])
    data = value("SELECT data FROM removed_records").replace("Flour", "Wheat")
    run("UPDATE removed_records SET data = :d, data_hash = :h", d=data, h=text_hash(data))
    before = stored_rows(leave_out=SEARCH)
    with database.session_scope() as session, pytest.raises(CorruptDatabaseError):
        removal_service.restore(removed, session=session)
    assert stored_rows(leave_out=SEARCH) == before
    assert TRASH.isdisjoint(SEARCH)


def test_the_snapshot_that_changes_were_counted_from_is_part_of_what_was_confirmed(
    bakery: Bakery,
) -> None:
    first = finalized(bakery)
    run("UPDATE plan_lines SET quantity = '60' WHERE id = 1")
    preview = preview_finalization(bakery.event_id)
    assert preview.summary == "Hamper 50 to 60"
    removed = removal_service.remove_snapshots([first])
    with pytest.raises(ConflictError):
        finalize_event_plan(bakery.event_id, expected=preview.digest)
    removal_service.restore(removed)
    row = finalize_event_plan(bakery.event_id, expected=preview.digest)
    assert row.summary == "Hamper 50 to 60"


def test_pages_lose_no_row_behind_a_damaged_moment(bakery: Bakery) -> None:
    ids = [finalized(bakery) for _ in range(4)]
    tamper(f"UPDATE planning_snapshots SET created_at = 'rubbish' WHERE id = {ids[1]}")
    seen, key = [], None
    while True:
        page = history_service.snapshot_page(bakery.event_id, key, limit=1)
        seen += [row.id for row in page.rows]
        key = page.next_key
        if key is None:
            break
    assert sorted(seen) == ids
    for here, older in zip(seen, [*seen[1:], None], strict=True):
        assert history_service.snapshot_detail(here).previous_id == older
        if older is not None:
            assert history_service.snapshot_detail(older).next_id == here


def test_events_with_a_day_that_is_none_are_shown_and_paged(bakery: Bakery) -> None:
    for name in ("B", "C"):
        run("INSERT INTO events (uuid, name, event_date) VALUES (:n, :n, '2026-99-99')", n=name)
    seen, key = [], None
    while True:
        page = history_service.event_page(key, limit=1)
        seen += [(row.name, row.event_date is None) for row in page.rows]
        key = page.next_key
        if key is None:
            break
    assert seen == [("C", True), ("B", True), ("Christmas market", False)]
    assert history_service.event_detail(2).row.event_date is None


class TestVerifying:
    def test_a_day_that_cannot_be_read_where_there_was_none_does_not_match(
        self, bakery: Bakery
    ) -> None:
        run("UPDATE events SET event_date = NULL")
        snapshot = finalized(bakery)
        assert verify_snapshot(snapshot).is_unchanged
        tamper("UPDATE planning_snapshots SET event_date = '2026-99-99'")
        assert not verify_snapshot(snapshot).is_unchanged

    def test_what_was_hashed_in_an_unknown_way_does_not_match(
        self, bakery: Bakery, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(SealedHead.__init__, "__defaults__", (99,))
        monkeypatch.setattr(finalization_service, "_prove", lambda *_: None)
        snapshot = finalized(bakery)
        assert value("SELECT hash_version FROM planning_snapshots") == 99
        assert not verify_snapshot(snapshot).is_unchanged


def test_a_snapshot_that_found_another_event_stays_there(bakery: Bakery) -> None:
    made = open_snapshot(bakery)
    removed = removal_service.remove_event(bakery.event_id)
    other = event_service.create_event("Fair").key
    assert other is not None
    run("UPDATE planning_snapshots SET event_id = :e", e=other.id)
    assert removal_service.restore(removed).linked_ids == ()
    row = history_service.snapshot_row(made)
    assert row is not None
    assert row.event_id == other.id


def test_what_came_back_otherwise_than_it_went_is_not_taken(
    bakery: Bakery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its seal a snapshot would be open, and nothing of it could be said to be wrong."""
    removed = removal_service.remove_snapshots([finalized(bakery)])
    before = stored_rows(leave_out=SEARCH)
    monkeypatch.setattr(trash_rows, "_set_seals", lambda *_: None)
    with pytest.raises(CorruptDatabaseError, match="stays there"):
        removal_service.restore(removed)
    assert stored_rows(leave_out=SEARCH) == before
