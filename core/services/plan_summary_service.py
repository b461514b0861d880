"""What a plan adds up to: an event's as it is now, a snapshot's from nothing but what it holds."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from core.domain.arithmetic import summarize
from core.domain.plan_summary import PlanSummary
from core.services.database import session_scope
from core.services.draft import Draft, build_draft, read_plan
from core.services.error_translation import translated
from core.services.plan_inputs import draft_input, kept_input
from core.services.snapshot_reader import read_stored, reading_kept
from core.services.stored_text import as_number

# Both read all they need, let an own scope go, and only then add up: nobody waits meanwhile.


def summarize_event(event_id: int, session: Session | None = None) -> PlanSummary:
    """Of the plan as it is now, with the catalog, the choices and the stock of this moment.

    NotFoundError for an event that is gone; CircularReferenceError or MaxDepthExceededError for
    boxes or recipes that cannot be kept.
    """
    with session_scope(session, write=False) as s:
        s.flush()
        plan = read_plan(s, event_id)
    with translated(session, is_read=True):
        return replace(summarize_draft(build_draft(plan)), event_id=event_id)


def summarize_snapshot(planning_snapshot_id: int, session: Session | None = None) -> PlanSummary:
    """Of the snapshot as it was finalized, choices and stock too; an open one adds up to nothing.

    NotFoundError where it is gone, CorruptDatabaseError where it is not what was written.
    """
    with session_scope(session, write=False) as s:
        s.flush()
        stored = read_stored(s, planning_snapshot_id)
    with translated(session, is_read=True), reading_kept():
        return replace(
            summarize(kept_input(stored)),
            snapshot_id=planning_snapshot_id,
            snapshot_version=as_number(stored.head.version),
        )


def summarize_draft(draft: Draft) -> PlanSummary:
    """Of a plan that was read and built already."""
    return summarize(draft_input(draft))
