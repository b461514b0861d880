"""Bringing back from the trash: identical bytes, the right links, nothing that was damaged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.domain.definition import canonical_text, text_hash
from core.errors import CorruptDatabaseError, NotFoundError
from core.services import database, event_service, removal_service, search_index
from core.services import planning_snapshot_service as open_snapshots
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from tests.core.removals import bakery as bakery
from tests.core.removals import finalized, open_snapshot
from tests.core.stored_rows import NOTHING, run, search_rows, stored_rows, value
from tests.factories import Bakery


def rebuild_search() -> None:
    """An open snapshot is only found once the index was made anew; one that returned is."""
    with database.session_scope() as session:
        search_index.rebuild(session)


def all_rows() -> dict[str, Any]:
    """Everything but the trash; the search entries as what they say."""
    return stored_rows() | {"search": search_rows()}


class TestRestore:
    @pytest.mark.parametrize("with_snapshots", [True, False])
    def test_of_an_event_brings_back_every_row_as_it_was(
        self, bakery: Bakery, with_snapshots: bool
    ) -> None:
        finalized(bakery, "Aunt Mary")
        open_snapshot(bakery)
        rebuild_search()
        before = all_rows()
        removed = removal_service.remove_event(bakery.event_id, with_snapshots=with_snapshots)
        assert value("SELECT count(*) FROM events") == 0
        assert value("SELECT count(*) FROM plan_lines") == 0
        assert value("SELECT count(*) FROM planning_snapshots") == (0 if with_snapshots else 2)
        restored = removal_service.restore(removed)
        assert all_rows() == before
        assert restored.event_ids == (bakery.event_id,)
        assert len(restored.linked_ids) == 2
        assert stored_rows(leave_out=NOTHING)["removed_sources"] == []

    def test_of_snapshots_sealed_and_open_brings_back_every_row_as_it_was(
        self, bakery: Bakery
    ) -> None:
        ids = [finalized(bakery, "One"), open_snapshot(bakery), finalized(bakery)]
        run("UPDATE planning_snapshots SET event_id = NULL WHERE id = :id", id=ids[2])
        rebuild_search()
        before = all_rows()
        removed = removal_service.remove_snapshots(ids)
        for table in ("planning_snapshots", "finished_unit_snapshots", "finished_good_snapshots"):
            assert value(f"SELECT count(*) FROM {table}") == 0
        restored = removal_service.restore(removed)
        assert all_rows() == before
        assert restored.snapshot_ids == tuple(sorted(ids))
        assert restored.unlinked_ids == (ids[2],)
        assert verify_snapshot(ids[0]).is_unchanged

    def test_can_go_round_many_times(self, bakery: Bakery) -> None:
        finalized(bakery)
        before = all_rows()
        for with_snapshots in (True, False, True):
            removed = removal_service.remove_event(bakery.event_id, with_snapshots=with_snapshots)
            removal_service.restore(removed)
        assert all_rows() == before
        assert removal_service.list_removed() == []

    def test_of_an_event_links_exactly_its_own_snapshots(self, bakery: Bakery) -> None:
        own, let_go = finalized(bakery), finalized(bakery)
        open_own = open_snapshot(bakery)
        never = open_snapshots.create_planning_snapshot()["id"]
        other = event_service.create_event("Fair").key
        assert other is not None
        event_service.start_from(other.id, bakery.event_id)
        elsewhere = finalize_event_plan(other.id).id
        removed = removal_service.remove_event(bakery.event_id)
        removal_service.remove_event(other.id)
        removal_service.remove_snapshots([let_go])
        restored = removal_service.restore(removed)
        assert set(restored.linked_ids) == {own, open_own}
        rows = {row["id"]: row["event_id"] for row in stored_rows()["planning_snapshots"]}
        assert rows == {
            own: bakery.event_id,
            open_own: bakery.event_id,
            never: None,
            elsewhere: None,
        }

    def test_of_a_snapshot_whose_event_is_in_the_trash_stands_without_event_until_that_returns(
        self, bakery: Bakery
    ) -> None:
        snapshot = finalized(bakery)
        before = all_rows()
        removed_snapshot = removal_service.remove_snapshots([snapshot])
        removed_event = removal_service.remove_event(bakery.event_id)
        restored = removal_service.restore(removed_snapshot)
        assert restored.owner_ids == ()
        assert value("SELECT event_id FROM planning_snapshots") is None
        assert removal_service.restore(removed_event).linked_ids == (snapshot,)
        assert all_rows() == before

    def test_of_a_snapshot_whose_event_is_gone_for_good_stands_without_event(
        self, bakery: Bakery
    ) -> None:
        snapshot = finalized(bakery)
        removed = removal_service.remove_snapshots([snapshot])
        removal_service.purge([removal_service.remove_event(bakery.event_id)])
        assert removal_service.restore(removed).owner_ids == ()
        assert verify_snapshot(snapshot).is_unchanged

    def test_of_a_snapshot_is_never_linked_to_another_event_of_the_same_id(
        self, bakery: Bakery
    ) -> None:
        removed = removal_service.remove_snapshots([finalized(bakery)])
        run("UPDATE events SET uuid = 'another'")
        assert removal_service.restore(removed).owner_ids == ()

    def test_of_what_is_not_in_the_trash_is_an_error_with_a_sentence(self, bakery: Bakery) -> None:
        removed = removal_service.remove_snapshots([finalized(bakery)])
        removal_service.restore(removed)
        with pytest.raises(NotFoundError, match="trash"):
            removal_service.restore(removed)


class TestDamagedTrash:
    def test_a_changed_entry_is_refused_and_stays(self, bakery: Bakery) -> None:
        removed = removal_service.remove_snapshots([finalized(bakery)])
        run("UPDATE removed_records SET data = replace(data, 'Flour', 'Wheat')")
        before = stored_rows(leave_out=NOTHING)
        with pytest.raises(CorruptDatabaseError, match="stays there"):
            removal_service.restore(removed)
        assert stored_rows(leave_out=NOTHING) == before

    def test_a_changed_plan_is_refused_too(self, bakery: Bakery) -> None:
        removed = removal_service.remove_event(bakery.event_id)
        run("""UPDATE removed_records SET data = replace(data, '"50"', '"70"')""")
        with pytest.raises(CorruptDatabaseError, match="stays there"):
            removal_service.restore(removed)
        assert value("SELECT count(*) FROM events") == 0

    @pytest.mark.parametrize("old", ["Flour", '"Christmas market"', '"version":1'])
    def test_one_changed_together_with_its_hash_is_told_by_the_snapshots_own_hashes(
        self, bakery: Bakery, old: str
    ) -> None:
        removed = removal_service.remove_snapshots([finalized(bakery)])
        rows = value("SELECT data FROM removed_records")
        new = {"Flour": "Wheat", '"version":1': '"version":7'}.get(old, '"Easter market"')
        # The children's texts stand inside JSON, where quotes are escaped.
        assert old in rows
        forged = rows.replace(old, new)
        run("UPDATE removed_records SET data = :d, data_hash = :h", d=forged, h=text_hash(forged))
        before = stored_rows(leave_out=NOTHING)
        with pytest.raises(CorruptDatabaseError, match="stays there"):
            removal_service.restore(removed)
        assert stored_rows(leave_out=NOTHING) == before

    def test_the_stored_rows_are_canonical_text_with_its_hash(self, bakery: Bakery) -> None:
        removal_service.remove_event(bakery.event_id)
        data = value("SELECT data FROM removed_records")
        assert canonical_text(json.loads(data)) == data
        assert value("SELECT data_hash FROM removed_records") == text_hash(data)
