"""Drift: which coming plans are not as they were finalized, and what that means for the kitchen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.domain.changed_plans import ChangedPlan, ChangedPlans, LeftOutPlan, LeftOutReason
from core.errors import (
    CorruptDatabaseError,
    InvalidInputError,
    NotFoundError,
    SnapshotCreationError,
)
from core.models import Event, PlanLine, PlanningSnapshot
from core.services.comparison_service import compare_with_draft, is_not_open
from core.services.database import session_scope
from core.services.finalization_service import preview_finalization
from core.services.stored_text import as_text
from core.utils.datetime_utils import local_today

# What bars one plan; that the file is in use or cannot be reached bars them all.
_ITS_OWN = (CorruptDatabaseError, InvalidInputError, SnapshotCreationError)


def changed_plans(session: Session | None = None, *, today: date | None = None) -> ChangedPlans:
    """The coming plans that differ from their latest snapshot, counted as their state is.

    An event without a date is always still to come. Each plan is read by itself, so that nobody
    waits for all of them and one that cannot be read leaves the others.
    """
    with session_scope(session, write=False) as s:
        events = _coming_finalized(s, today or local_today())
    plans: list[ChangedPlan] = []
    left_out: list[LeftOutPlan] = []
    for event in events:
        found = _look_at(event, session)
        if isinstance(found, ChangedPlan):
            plans.append(found)
        elif found is not None:
            left_out.append(LeftOutPlan(event.id, as_text(event.name) or "", found))
    return ChangedPlans(tuple(plans), tuple(left_out))


def _coming_finalized(session: Session, today: date) -> Sequence[Any]:
    """Days are compared, not read: a damaged one must not bar the other events."""
    session.flush()
    event, snapshot = Event.__table__.c, PlanningSnapshot.__table__.c
    is_undated = event.event_date.is_(None)
    has_lines = select(PlanLine.id).where(PlanLine.event_id == event.id).exists()
    has_snapshot = select(snapshot.id).where(snapshot.event_id == event.id, is_not_open()).exists()
    return session.execute(
        select(event.id, event.name, has_lines.label("has_lines"))
        .where(or_(is_undated, event.event_date >= today), has_snapshot)
        .order_by(is_undated, event.event_date, event.id)
    ).all()


def _look_at(event: Any, session: Session | None) -> ChangedPlan | LeftOutReason | None:
    """None where the plan is as it was finalized, or was deleted just now."""
    if not event.has_lines:
        return LeftOutReason.NO_LINES
    try:
        # The digest is the older reading: what changes before the other one is a conflict later.
        preview = preview_finalization(event.id, session)
        if preview.is_since_unknown:
            return LeftOutReason.DAMAGED
        if preview.changes.since_id is None or preview.is_unchanged:
            return None
        diff = compare_with_draft(preview.changes.since_id, session)
    except NotFoundError:
        return None
    except _ITS_OWN:
        return LeftOutReason.UNREADABLE
    return ChangedPlan(preview, diff.consequences)
