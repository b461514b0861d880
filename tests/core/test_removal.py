"""Deleting into the trash and bringing back: counted exactly, all or nothing, identical bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.definition import canonical_text, text_hash
from core.domain.rows import KindCounts
from core.errors import ConflictError, CorruptDatabaseError, InUseError, NotFoundError
from core.services import database, event_service, plan_service, removal_service, search_index
from core.services import planning_snapshot_service as open_snapshots
from core.services.finalization_service import finalize_event_plan
from core.services.finished_unit_service import create_finished_unit_snapshot
from core.services.history_service import verify_snapshot
from core.services.sqlite_engine import make_engine
from core.utils.datetime_utils import clock_set_to
from tests.core.stored_rows import (
    NOTHING,
    SEARCH,
    bakery_in_memory,
    run,
    search_rows,
    stored_rows,
    value,
)
from tests.factories import Bakery, make_bakery, open_file

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
# The hamper, the gift box in it; cookie and cake; the bow.
WHOLE_PLAN = KindCounts(items=2, boxes=2, materials=1)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def finalized(bakery: Bakery, reason: str | None = None) -> int:
    return finalize_event_plan(bakery.event_id, reason).id


def open_snapshot(bakery: Bakery) -> int:
    made = open_snapshots.create_planning_snapshot(bakery.event_id, "half done")
    create_finished_unit_snapshot(bakery.cookie_id, made["id"])
    return int(made["id"])


def rebuild_search() -> None:
    """An open snapshot is only found once the index was made anew; one that returned is."""
    with database.session_scope() as session:
        search_index.rebuild(session)


def all_rows() -> dict[str, Any]:
    """Everything but the trash; the search entries as what they say."""
    return stored_rows() | {"search": search_rows()}


class TestPreview:
    def test_of_snapshots_counts_what_they_hold_by_kind_and_names_what_stays(
        self, bakery: Bakery
    ) -> None:
        first, second, third = (finalized(bakery, f"Reason {n}\nmore") for n in (1, 2, 3))
        with clock_set_to(NOON):
            impact = removal_service.preview_snapshots([third, first])
        assert [snapshot.id for snapshot in impact.snapshots] == [third, first]
        assert [snapshot.version for snapshot in impact.snapshots] == [3, 1]
        assert {snapshot.reason for snapshot in impact.snapshots} == {"Reason 1", "Reason 3"}
        assert {snapshot.event_name for snapshot in impact.snapshots} == {"Christmas market"}
        assert {snapshot.counts for snapshot in impact.snapshots} == {WHOLE_PLAN}
        assert impact.counts == WHOLE_PLAN + WHOLE_PLAN
        assert (impact.events, impact.attached, impact.line_count) == ((), (), 0)
        assert impact.staying_versions == (2,)
        assert impact.keep_until == date(2026, 12, 23)
        assert second not in {snapshot.id for snapshot in impact.snapshots}

    def test_of_an_event_counts_its_lines_and_the_snapshots_that_would_stay(
        self, bakery: Bakery
    ) -> None:
        ids = {finalized(bakery), open_snapshot(bakery)}
        impact = removal_service.preview_event(bakery.event_id)
        assert [(e.id, e.name, e.line_count) for e in impact.events] == [
            (bakery.event_id, "Christmas market", 3)
        ]
        assert impact.snapshots == ()
        assert {snapshot.id for snapshot in impact.attached} == ids
        assert impact.attached_counts == WHOLE_PLAN + KindCounts(items=1)
        assert impact.counts == KindCounts()

    def test_of_an_event_and_one_of_its_snapshots_counts_that_snapshot_once(
        self, bakery: Bakery
    ) -> None:
        chosen, other = finalized(bakery), finalized(bakery)
        impact = removal_service.preview_removal(
            [bakery.event_id, bakery.event_id], [chosen, chosen]
        )
        assert len(impact.events) == 1
        assert [snapshot.id for snapshot in impact.snapshots] == [chosen]
        assert [snapshot.id for snapshot in impact.attached] == [other]

    def test_what_a_shared_box_holds_is_counted_once(self, bakery: Bakery) -> None:
        # The gift box stands in the hamper already; the cookie in both.
        run(
            "INSERT INTO plan_lines (uuid, event_id, finished_good_id, quantity, sort_order)"
            " VALUES ('again', :event, :box, '3', 9)",
            event=bakery.event_id,
            box=bakery.gift_box_id,
        )
        assert removal_service.preview_snapshots([finalized(bakery)]).counts == WHOLE_PLAN

    def test_says_which_snapshots_have_no_event(self, bakery: Bakery) -> None:
        linked, unlinked = finalized(bakery), finalized(bakery)
        run("UPDATE planning_snapshots SET event_id = NULL WHERE id = :id", id=unlinked)
        impact = removal_service.preview_snapshots([linked, unlinked])
        assert {each.id: each.is_without_event for each in impact.snapshots} == {
            linked: False,
            unlinked: True,
        }
        assert removal_service.preview_snapshots([unlinked]).staying_versions == ()

    def test_of_what_is_gone_is_an_error_with_a_sentence(self, bakery: Bakery) -> None:
        for event_ids, snapshot_ids in (([], [999]), ([999], [])):
            with pytest.raises(NotFoundError, match="deleted"):
                removal_service.preview_removal(event_ids, snapshot_ids)

    def test_changes_nothing(self, bakery: Bakery) -> None:
        finalized(bakery)
        before = stored_rows(leave_out=NOTHING)
        removal_service.preview_event(bakery.event_id)
        assert stored_rows(leave_out=NOTHING) == before


class TestAnotherWindow:
    """Two connections to one file: what was counted is not what is there any more."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Iterator[Path]:
        with open_file(tmp_path / "a.db") as opened:
            yield opened

    @pytest.fixture
    def elsewhere(self, path: Path) -> Iterator[Session]:
        """A session of another window; it must commit itself."""
        engine = make_engine(DatabaseSettings(path))
        with Session(engine) as session:
            yield session
        engine.dispose()

    @pytest.fixture
    def shared(self, path: Path) -> Bakery:
        with database.session_scope() as session:
            return make_bakery(session)

    @pytest.mark.parametrize(
        "act", ["finalizes", "adds a line", "renames", "deletes one", "undoes"]
    )
    def test_changing_something_after_the_preview_is_a_conflict_and_nothing_goes(
        self, shared: Bakery, elsewhere: Session, act: str
    ) -> None:
        first, second = finalized(shared), finalized(shared)
        impact = removal_service.preview_removal([shared.event_id], [first])
        if act == "finalizes":
            finalize_event_plan(shared.event_id, session=elsewhere)
        elif act == "adds a line":
            plan_service.add_to_line(1, 1, session=elsewhere)
            plan_service.remove_lines([3], session=elsewhere)
        elif act == "renames":
            event_service.rename_event(shared.event_id, "Easter market", session=elsewhere)
        elif act == "deletes one":
            removal_service.remove_snapshots([second], session=elsewhere)
        else:
            removal_service.remove_event(shared.event_id, with_snapshots=True, session=elsewhere)
        elsewhere.commit()
        before = stored_rows(leave_out=NOTHING)
        with pytest.raises(ConflictError, match="another window"):
            removal_service.remove([shared.event_id], [first], expected=impact)
        assert stored_rows(leave_out=NOTHING) == before

    def test_deleting_the_chosen_snapshot_first_is_a_conflict(
        self, shared: Bakery, elsewhere: Session
    ) -> None:
        chosen, kept = finalized(shared), finalized(shared)
        impact = removal_service.preview_snapshots([chosen, kept])
        removal_service.remove_snapshots([chosen], session=elsewhere)
        elsewhere.commit()
        with pytest.raises(ConflictError):
            removal_service.remove_snapshots([chosen, kept], expected=impact)
        assert value("SELECT count(*) FROM planning_snapshots") == 1
        assert removal_service.count_removed() == 1

    def test_what_did_not_change_goes_even_after_midnight(self, shared: Bakery) -> None:
        chosen = finalized(shared)
        with clock_set_to(NOON):
            impact = removal_service.preview_snapshots([chosen])
        with clock_set_to(NOON + timedelta(days=1)):
            removal_service.remove_snapshots([chosen], expected=impact)
        assert value("SELECT count(*) FROM planning_snapshots") == 0


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
        assert restored.unlinked_ids == ()
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
        assert restored.unlinked_ids == (snapshot,)
        assert value("SELECT event_id FROM planning_snapshots") is None
        assert removal_service.restore(removed_event).linked_ids == (snapshot,)
        assert all_rows() == before

    def test_of_a_snapshot_whose_event_is_gone_for_good_stands_without_event(
        self, bakery: Bakery
    ) -> None:
        snapshot = finalized(bakery)
        removed = removal_service.remove_snapshots([snapshot])
        removal_service.purge([removal_service.remove_event(bakery.event_id)])
        assert removal_service.restore(removed).unlinked_ids == (snapshot,)
        assert verify_snapshot(snapshot).is_unchanged

    def test_of_a_snapshot_is_never_linked_to_another_event_of_the_same_id(
        self, bakery: Bakery
    ) -> None:
        removed = removal_service.remove_snapshots([finalized(bakery)])
        run("UPDATE events SET uuid = 'another'")
        assert len(removal_service.restore(removed).unlinked_ids) == 1

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


class TestSourcesAreHeld:
    def test_nothing_that_the_trash_remembers_can_be_deleted_before_it_is_purged(
        self, bakery: Bakery
    ) -> None:
        finalized(bakery)
        removed = removal_service.remove_event(bakery.event_id, with_snapshots=True)
        run("DELETE FROM compositions")
        for table, row_id in (
            ("finished_units", bakery.cookie_id),
            ("finished_units", bakery.cake_id),
            ("finished_goods", bakery.gift_box_id),
            ("finished_goods", bakery.hamper_id),
            ("material_units", bakery.bow_id),
        ):
            with pytest.raises(InUseError, match="still needs it"):
                run(f"DELETE FROM {table} WHERE id = :id", id=row_id)
        run("DELETE FROM material_units WHERE id = :id", id=bakery.paper_id)
        assert removal_service.purge([removed]) == 1
        run("DELETE FROM finished_units")
        run("DELETE FROM finished_goods")

    def test_the_trash_holds_what_a_plan_that_was_never_finalized_means(
        self, bakery: Bakery
    ) -> None:
        removal_service.remove_event(bakery.event_id)
        with pytest.raises(InUseError):
            run("DELETE FROM finished_units WHERE id = :id", id=bakery.cake_id)


class TestTheTrash:
    def test_lists_latest_first_with_titles_and_counts(self, bakery: Bakery) -> None:
        first, second, third = (finalized(bakery) for _ in range(3))
        opened = open_snapshot(bakery)
        loose = open_snapshots.create_planning_snapshot()["id"]
        with clock_set_to(NOON):
            ids = [removal_service.remove_snapshots([each]) for each in (first, opened, loose)]
        with clock_set_to(NOON - timedelta(hours=1)):
            ids.insert(0, removal_service.remove_snapshots([second, third]))
        with clock_set_to(NOON + timedelta(hours=1)):
            ids.append(removal_service.remove_event(bakery.event_id))
        rows = removal_service.list_removed()
        assert [row.id for row in rows] == ids[::-1]
        assert [row.title for row in rows] == [
            "Christmas market",
            "Open snapshot",
            "Open snapshot",
            "Snapshot 1 of Christmas market",
            "2 snapshots",
        ]
        assert [row.snapshot_count for row in rows] == [0, 1, 1, 1, 2]
        assert [row.counts for row in rows] == [
            KindCounts(),
            KindCounts(),
            KindCounts(items=1),
            WHOLE_PLAN,
            WHOLE_PLAN + WHOLE_PLAN,
        ]
        assert (rows[0].event_count, rows[0].line_count) == (1, 3)
        assert rows[0].removed_at == NOON + timedelta(hours=1)
        assert rows[0].keep_until == date(2026, 12, 23)
        assert removal_service.count_removed() == 5

    @pytest.mark.parametrize(
        ("others", "with_snapshots", "title"),
        [
            (0, False, "Christmas market"),
            (0, True, "Christmas market and 2 snapshots"),
            (1, False, "2 events"),
            (1, True, "2 events and 2 snapshots"),
        ],
    )
    def test_a_title_says_how_many_went_together(
        self, bakery: Bakery, others: int, with_snapshots: bool, title: str
    ) -> None:
        finalized(bakery)
        finalized(bakery)
        keys = [event_service.create_event(f"Fair {n}").key for n in range(others)]
        removal_service.remove(
            [bakery.event_id, *(key.id for key in keys if key)], [], with_snapshots=with_snapshots
        )
        assert removal_service.list_removed()[0].title == title

    def test_purging_is_for_good_and_counts_only_what_was_there(self, bakery: Bakery) -> None:
        ids = [removal_service.remove_snapshots([finalized(bakery)]) for _ in range(3)]
        assert removal_service.purge([*ids[:2], ids[0], 999]) == 2
        assert [row.id for row in removal_service.list_removed()] == ids[2:]
        assert removal_service.purge([]) == 0
        assert {
            row["removed_record_id"] for row in stored_rows(leave_out=SEARCH)["removed_sources"]
        } == {ids[2]}

    def test_keeps_each_entry_through_the_last_day_it_promises(self, bakery: Bakery) -> None:
        with clock_set_to(NOON):
            removed = removal_service.remove_snapshots([finalized(bakery)])
            until = removal_service.list_removed()[0].keep_until
        assert until == date(2026, 12, 23)
        for days in (0, 29, 30):
            with clock_set_to(NOON + timedelta(days=days)):
                assert removal_service.purge_expired() == 0
        # Midday of the last day is before its midnight, wherever the baker is.
        with clock_set_to(datetime(2026, 12, 23, 23, 59, tzinfo=UTC)):
            assert removal_service.purge_expired() == 0
        with clock_set_to(NOON + timedelta(days=31, seconds=1)):
            assert removal_service.purge_expired() == 1
        with pytest.raises(NotFoundError):
            removal_service.restore(removed)

    def test_only_what_has_expired_goes(self, bakery: Bakery) -> None:
        with clock_set_to(NOON):
            removal_service.remove_snapshots([finalized(bakery)])
        with clock_set_to(NOON + timedelta(days=10)):
            younger = removal_service.remove_snapshots([finalized(bakery)])
        with clock_set_to(NOON + timedelta(days=35)):
            assert removal_service.purge_expired() == 1
        assert [row.id for row in removal_service.list_removed()] == [younger]


class TestInACallersSession:
    def test_removing_and_restoring_are_rolled_back_with_it(self, bakery: Bakery) -> None:
        kept, gone = finalized(bakery), finalized(bakery)
        entry = removal_service.remove_snapshots([gone])
        before = stored_rows(leave_out=NOTHING)
        with database.session_scope() as session:
            impact = removal_service.preview_removal([bakery.event_id], [kept], session=session)
            removal_service.remove([bakery.event_id], [kept], expected=impact, session=session)
            removal_service.restore(entry, session=session)
            assert stored_rows(leave_out=NOTHING, session=session) != before
            session.rollback()
        assert stored_rows(leave_out=NOTHING) == before

    def test_they_see_what_the_caller_has_not_committed(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            row = finalize_event_plan(bakery.event_id, session=session)
            removed = removal_service.remove_snapshots([row.id], session=session)
            removal_service.restore(removed, session=session)
            assert removal_service.count_removed(session=session) == 0
        assert verify_snapshot(row.id).is_unchanged

    def test_a_conflict_leaves_the_callers_work_to_the_caller(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        impact = removal_service.preview_snapshots([snapshot])
        wrong = replace(impact, staying_versions=(9,))
        with database.session_scope() as session:
            event_service.rename_event(bakery.event_id, "Winter market", session=session)
            with pytest.raises(ConflictError):
                removal_service.remove_snapshots([snapshot], session, expected=wrong)
        assert value("SELECT name FROM events") == "Winter market"
        assert value("SELECT count(*) FROM planning_snapshots") == 1
