"""What changed: a plan or snapshot against the one before, counted; and any two, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from core.domain.arithmetic import PlanInput
from core.domain.comparison import (
    ComparedPlan,
    DiffSide,
    PlanChanges,
    SideKind,
    SnapshotDiff,
    compare,
    compare_by_thing,
)
from core.domain.definition import Data
from core.domain.resting import no_collections
from core.domain.seal import SEAL, SealState, seal_state
from core.errors import CorruptDatabaseError, NotFoundError
from core.models import PlanningSnapshot
from core.services.database import session_scope
from core.services.draft import build_draft, read_plan
from core.services.error_translation import translated
from core.services.plan_inputs import draft_input, kept_input
from core.services.snapshot_reader import (
    StoredSnapshot,
    read_stored,
    reading_kept,
)
from core.services.stored_text import as_number, as_text
from core.services.today import build_today, read_today

# What is hashed is hashed after an own scope is closed: 25,000 definitions take seconds, and a
# read that stays open makes every commit wait.


def event_changes(event_id: int, session: Session | None = None) -> PlanChanges:
    """The plan now against the event's latest sealed snapshot; empty without one."""
    with session_scope(session, write=False) as s:
        latest = latest_sealed(s, event_id)
        if latest is None:
            return PlanChanges()
        old, plan = read_stored(s, latest.id), read_plan(s, event_id)
    with translated(session, is_read=True):
        return changes_between(old, draft_input(build_draft(plan)))


def snapshot_changes(planning_snapshot_id: int, session: Session | None = None) -> PlanChanges:
    """A snapshot against the sealed one before it in its event; empty for the first."""
    with session_scope(session, write=False) as s:
        stored = read_stored(s, planning_snapshot_id)
        before = previous_sealed(s, stored.head)
        if before is None:
            return PlanChanges()
        old = read_stored(s, before.id)
    with translated(session, is_read=True):
        with reading_kept():
            new = kept_input(stored)
        return changes_between(old, new)


@no_collections  # of the reading too: what was read is gone when the collector wakes up again
def compare_snapshots(
    old_id: int, new_id: int, session: Session | None = None, *, with_everything: bool = False
) -> SnapshotDiff:
    """Any two snapshots, of one event or of two; with everything also what is the same.

    NotFoundError where one is gone, CorruptDatabaseError where one is not what was written.
    """
    with session_scope(session, write=False) as s:
        s.flush()
        old, new = read_stored(s, old_id), read_stored(s, new_id)
    with translated(session, is_read=True), reading_kept():
        parsed: dict[str, Data] = {}
        sides = _kept_side(old, parsed), _kept_side(new, parsed)
        return compare(*sides, with_everything=with_everything)


@no_collections
def compare_with_draft(
    planning_snapshot_id: int,
    session: Session | None = None,
    *,
    with_everything: bool = False,
    is_swapped: bool = False,
) -> SnapshotDiff:
    """The snapshot against its event's plan as it is now; swapped the plan against the snapshot.

    NotFoundError also where the event is gone; the nesting errors of boxes or recipes that cannot
    be kept.
    """
    with session_scope(session, write=False) as s:
        s.flush()
        old = read_stored(s, planning_snapshot_id)
        if old.head.event_id is None:
            raise NotFoundError("The event of this snapshot was deleted.")
        plan = read_plan(s, old.head.event_id)
    with translated(session, is_read=True), reading_kept():
        draft = build_draft(plan)
        side = DiffSide(SideKind.PLAN, event_id=draft.event.id, event_name=draft.event.name)
        sides = _kept_side(old), ComparedPlan(draft_input(draft), side)
        return compare(*(sides[::-1] if is_swapped else sides), with_everything=with_everything)


@no_collections
def compare_with_catalog(
    planning_snapshot_id: int,
    session: Session | None = None,
    *,
    with_everything: bool = False,
    is_swapped: bool = False,
) -> SnapshotDiff:
    """The snapshot against its own lines and choices with today's definitions and stock.

    A line whose thing is in the catalog no more is removed. Errors as in `compare_with_draft`, but
    for the event, which it does not need.
    """
    with session_scope(session, write=False) as s:
        s.flush()
        stored = read_stored(s, planning_snapshot_id)
        today = read_today(s, stored)
    with translated(session, is_read=True), reading_kept():
        old = _kept_side(stored)
        side = replace(old.side, kind=SideKind.CATALOG)
        sides = old, ComparedPlan(build_today(today, old.plan), side)
        return compare(*(sides[::-1] if is_swapped else sides), with_everything=with_everything)


def _kept_side(stored: StoredSnapshot, parsed: dict[str, Data] | None = None) -> ComparedPlan:
    head = stored.head
    side = DiffSide(
        SideKind.SNAPSHOT,
        event_id=head.event_id,
        event_name=as_text(head.event_name),
        snapshot_id=head.id,
        version=as_number(head.version),
        created_at=head.created_at,
    )
    return ComparedPlan(kept_input(stored, parsed), side)


def latest_snapshot(event_id: int, session: Session | None = None) -> int | None:
    """The id of the event's newest snapshot by its number, which its plan is compared with."""
    with session_scope(session, write=False) as s:
        found = latest_sealed(s, event_id)
        return None if found is None else int(found.id)


def snapshot_before(planning_snapshot_id: int, session: Session | None = None) -> int | None:
    """The id of the sealed snapshot with the next lower number of the same event."""
    with session_scope(session, write=False) as s:
        table = PlanningSnapshot.__table__.c
        head = s.execute(
            select(table.event_uuid, table.version).where(table.id == planning_snapshot_id)
        ).one_or_none()
        found = None if head is None else previous_sealed(s, head)
        return None if found is None else int(found.id)


def latest_sealed(session: Session, event_id: int) -> Any:
    """Head columns of the event's newest snapshot that was sealed, broken or not."""
    return session.execute(
        _heads().where(PlanningSnapshot.event_id == event_id, is_not_open()).limit(1)
    ).one_or_none()


def previous_sealed(session: Session, head: Any) -> Any:
    """The sealed snapshot with the next lower number of the same event, also of a deleted one."""
    if head.version is None:
        return None
    return session.execute(
        _heads()
        .where(
            PlanningSnapshot.event_uuid == head.event_uuid,
            PlanningSnapshot.version < head.version,
        )
        .limit(1)
    ).one_or_none()


def _heads() -> Select[Any]:
    table = PlanningSnapshot.__table__.c
    return select(table.id, table.version).order_by(table.version.desc(), table.id.desc())


def is_not_open() -> ColumnElement[bool]:
    """What `seal_state` says, for a statement."""
    table = PlanningSnapshot.__table__.c
    return or_(*(table[column].is_not(None) for column in SEAL))


def changes_between(before: StoredSnapshot, new: PlanInput) -> PlanChanges:
    """What differs in `new` from the snapshot `before`, counted by thing; it reads nothing.

    Where that one is damaged the changes are unknown, which blocks nothing.
    """
    version = as_number(before.head.version)
    if version is None or seal_state(before.head) is not SealState.SEALED:
        return PlanChanges(is_unknown=True)
    try:
        with reading_kept():
            changes = compare_by_thing(kept_input(before), new)
    except CorruptDatabaseError:
        return PlanChanges(is_unknown=True)
    return replace(changes, since_version=version, since_id=before.head.id)
