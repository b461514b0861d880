"""Deleting into the trash: counted exactly before, and all or nothing when it comes to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.rows import KindCounts
from core.errors import ConflictError, NotFoundError
from core.services import database, event_service, plan_service, removal_service
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from core.services.sqlite_engine import make_engine
from core.utils.datetime_utils import clock_set_to
from tests.core.removals import NOON, WHOLE_PLAN, finalized, open_snapshot
from tests.core.removals import bakery as bakery
from tests.core.stored_rows import NOTHING, run, stored_rows, value
from tests.factories import Bakery, make_bakery, open_file


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
        assert len(removal_service.list_removed()) == 1

    def test_what_did_not_change_goes_even_after_midnight(self, shared: Bakery) -> None:
        chosen = finalized(shared)
        with clock_set_to(NOON):
            impact = removal_service.preview_snapshots([chosen])
        with clock_set_to(NOON + timedelta(days=1)):
            removal_service.remove_snapshots([chosen], expected=impact)
        assert value("SELECT count(*) FROM planning_snapshots") == 0


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
            assert removal_service.list_removed(session=session) == []
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
