"""Tests for PlanningSnapshot model and service functions."""
import pytest
from core.models import (
    Event, PlanningSnapshot,
    FinishedUnit, FinishedUnitSnapshot,
    Recipe
)
from core.services.planning_snapshot_service import (
    create_planning_snapshot,
    get_planning_snapshot,
    get_planning_snapshots_by_event,
    delete_planning_snapshot,
    PlanningSnapshotError,
)
from core.services.finished_unit_service import create_finished_unit_snapshot


@pytest.fixture
def sample_event(db_session):
    """Create a test event."""
    event = Event(name="Test Holiday Event")
    db_session.add(event)
    db_session.flush()
    return event


class TestCreatePlanningSnapshot:
    def test_creates_without_event(self, db_session):
        """Can create standalone planning snapshot."""
        result = create_planning_snapshot(session=db_session)
        assert result["id"] is not None
        assert result["event_id"] is None

    def test_creates_with_event(self, db_session, sample_event):
        """Can create planning snapshot linked to event."""
        result = create_planning_snapshot(
            event_id=sample_event.id,
            notes="Test notes",
            session=db_session
        )
        assert result["event_id"] == sample_event.id
        assert result["notes"] == "Test notes"


class TestGetPlanningSnapshot:
    def test_returns_with_linked_snapshots(self, db_session, sample_event, sample_finished_unit):
        """Aggregates all linked snapshots."""
        # Create planning snapshot
        ps = create_planning_snapshot(
            event_id=sample_event.id,
            session=db_session
        )

        # Create linked snapshot
        create_finished_unit_snapshot(
            finished_unit_id=sample_finished_unit.id,
            planning_snapshot_id=ps["id"],
            session=db_session
        )

        # Retrieve with snapshots
        result = get_planning_snapshot(ps["id"], session=db_session)
        assert result is not None
        assert len(result["finished_unit_snapshots"]) == 1
        assert result["total_snapshots"] == 1


class TestDeletePlanningSnapshot:
    def test_cascades_to_child_snapshots(self, db_session, sample_finished_unit):
        """Deleting PlanningSnapshot deletes all child snapshots."""
        # Create planning snapshot with linked snapshot
        ps = create_planning_snapshot(session=db_session)
        fu_snap = create_finished_unit_snapshot(
            finished_unit_id=sample_finished_unit.id,
            planning_snapshot_id=ps["id"],
            session=db_session
        )

        # Delete planning snapshot
        result = delete_planning_snapshot(ps["id"], session=db_session)
        assert result is True

        # Verify child snapshot is gone
        from core.services.finished_unit_service import get_finished_unit_snapshot
        assert get_finished_unit_snapshot(fu_snap["id"], session=db_session) is None

    def test_returns_false_for_invalid_id(self, db_session):
        """Returns False for non-existent ID."""
        result = delete_planning_snapshot(99999, session=db_session)
        assert result is False
