"""Finalizing: the whole plan is kept as a sealed snapshot, in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from core.domain.comparison import PlanChanges, summary_text
from core.domain.definition import (
    SealedHead,
    canonical_text,
    counted_in,
    manifest_hash,
)
from core.domain.finalization import FinalizationPreview, PreviewLine, ShortItem
from core.domain.rows import SnapshotRow
from core.domain.seal import SealState
from core.errors import (
    ConflictError,
    CorruptDatabaseError,
    InvalidInputError,
    PlanningSnapshotError,
)
from core.models import Event, PlanLine, PlanningSnapshot
from core.models.base import new_uuid
from core.services import search_index
from core.services.comparison_service import changes_between, latest_sealed
from core.services.database import act_scope, session_scope
from core.services.definition_builder import component_source
from core.services.draft import Draft, PlanRows, build_draft, check_data, line_data, read_plan
from core.services.error_translation import translated
from core.services.held_names import names_in
from core.services.input_values import clean_notes
from core.services.plan_choices import choices_data
from core.services.plan_inputs import draft_input
from core.services.plan_summary_service import summarize_draft
from core.services.snapshot_reader import StoredSnapshot, read_stored, verify
from core.services.snapshot_writer import CaptureOrder, StoredDefinition, ThingId, capture
from core.services.stored_text import as_number, as_text
from core.utils.datetime_utils import utc_now


def preview_finalization(event_id: int, session: Session | None = None) -> FinalizationPreview:
    """Says what would be kept, what changed since the latest snapshot, what is to check and short.

    Raises NotFoundError for an event that is gone, InvalidInputError for a plan without lines, and
    CircularReferenceError or MaxDepthExceededError for boxes that cannot be kept.
    """
    with session_scope(session, write=False) as s:
        plan = _read_with_lines(s, event_id)
        latest = _read_latest(s, event_id)
    # The scope, when it is our own, is closed: nobody waits while everything is hashed.
    with translated(session, is_read=True):
        return _preview(build_draft(plan), latest)


def finalize_event_plan(
    event_id: int,
    notes: str | None = None,
    session: Session | None = None,
    *,
    expected: str | None = None,
) -> SnapshotRow:
    """Keeps the event's plan, with everything in it, under the event's next number.

    `notes` are the reason; `expected` is the digest of the preview that was confirmed:
    ConflictError, and nothing is kept, if the plan is not that any more. What was written is read
    and hashed again before it is committed.
    """
    reason = clean_notes(notes, "reason")
    with act_scope(session) as s:
        s.flush()
        draft = build_draft(_read_with_lines(s, event_id))
        latest = _read_latest(s, event_id)
        if expected is not None and _digest(draft, latest) != expected:
            raise ConflictError("The plan was changed in another window just now.")
        _, changes = _changes_of(draft, latest)
        row = _write(s, draft, notes=reason, summary=_summary(changes) or None)
        s.expire_all()
        return row


def finalize_plans(
    orders: Sequence[tuple[int, str]], notes: str | None = None, session: Session | None = None
) -> tuple[SnapshotRow, ...]:
    """Keeps the plans of several events in one act, each under its own event's next number.

    `orders` are each event's id with the digest that was confirmed, `notes` the reason of all.
    ConflictError, and none is kept, if one of the plans is not that any more.
    """
    with act_scope(session) as s:
        s.flush()
        return tuple(
            _finalize_ordered(s, event_id, notes=notes, expected=expected)
            for event_id, expected in orders
        )


def _finalize_ordered(
    session: Session, event_id: int, *, notes: str | None, expected: str
) -> SnapshotRow:
    """A plan that is gone or empty by now is changed like any other."""
    event = Event.__table__.c
    found = session.execute(
        select(event.name, exists().where(PlanLine.event_id == event_id)).where(
            event.id == event_id
        )
    ).one_or_none()
    if found is None:
        raise ConflictError("One of these events was deleted in another window just now.")
    name, has_lines = found
    changed = ConflictError(f"The plan of “{name}” was changed in another window just now.")
    if not has_lines:
        raise changed
    try:
        return finalize_event_plan(event_id, notes, session, expected=expected)
    except ConflictError:
        raise changed from None


def _read_with_lines(session: Session, event_id: int) -> PlanRows:
    plan = read_plan(session, event_id)
    if not plan.lines:
        raise InvalidInputError("Nothing to finalize yet: add a line first.")
    return plan


def _read_latest(session: Session, event_id: int) -> StoredSnapshot | None:
    latest = latest_sealed(session, event_id)
    return None if latest is None else read_stored(session, latest.id)


def _changes_of(draft: Draft, latest: StoredSnapshot | None) -> tuple[date | None, PlanChanges]:
    if latest is None:
        return None, PlanChanges()
    changes = changes_between(latest, draft_input(draft))
    day = None if changes.is_unknown else latest.head.created_at.astimezone().date()
    return day, changes


def _digest(draft: Draft, latest: StoredSnapshot | None) -> str:
    """Of the plan, and of the snapshot that its changes are counted from."""
    return draft.digest(None if latest is None else as_text(latest.head.manifest_hash))


def _summary(changes: PlanChanges) -> str:
    """What stands for a reason that she did not write; nothing for the first snapshot."""
    if changes.since_version is None or changes.count:
        return summary_text(changes)
    return f"Nothing changed since snapshot {changes.since_version}"


def _preview(draft: Draft, latest: StoredSnapshot | None) -> FinalizationPreview:
    since_date, changes = _changes_of(draft, latest)
    return FinalizationPreview(
        event_id=draft.event.id,
        event_name=draft.event.name,
        event_date=draft.event.event_date,
        version=_next_version(draft.event),
        lines=tuple(
            PreviewLine(
                line.uuid,
                line.kind,
                line.name,
                line.quantity,
                counted_in(line.kind, draft.data[component_source(row)]),
            )
            for row, line in zip(draft.lines, draft.planned_lines(), strict=True)
        ),
        counts=draft.counts,
        to_check=draft.to_check,
        changes=changes,
        since_date=since_date,
        summary=_summary(changes),
        digest=_digest(draft, latest),
        is_since_unknown=changes.is_unknown,
        short=_short_items(draft),
    )


def _next_version(event: Any) -> int:
    """CorruptDatabaseError where the counter is no number: one that was given must not be again."""
    last = as_number(event.last_version)
    if last is None:
        raise CorruptDatabaseError(
            "The counter of this event’s snapshots is damaged, so it cannot be finalized."
        )
    return last + 1


def _short_items(draft: Draft) -> tuple[ShortItem, ...]:
    """Only a chosen number can fall short: without one nothing is added up."""
    if not draft.choices.batches:
        return ()
    short = [
        ShortItem(
            row.uuid,
            row.name,
            Fraction(row.whole_need),
            Fraction(row.whole_makes),
            row.choice.accepted_shortfall,
        )
        for row in summarize_draft(draft).batches
        if row.shortfall and row.choice is not None
    ]
    return tuple(sorted(short, key=lambda item: item.is_accepted))


def _write(
    session: Session, draft: Draft, *, notes: str | None, summary: str | None
) -> SnapshotRow:
    event, now = draft.event, utc_now()
    head = SealedHead(
        new_uuid(), _next_version(event), now, event.uuid, event.name, event.event_date
    )
    result = session.execute(
        insert(PlanningSnapshot.__table__).values(  # type: ignore[arg-type]
            uuid=head.uuid, event_id=event.id, created_at=now, notes=notes
        )
    )
    snapshot_id = int(result.inserted_primary_key[0])  # type: ignore[attr-defined]
    captured = capture(
        session,
        CaptureOrder(
            snapshot_id, draft.closure, draft.things, now, data=draft.data, texts=draft.texts
        ),
    )
    plan_data = _plan_data(draft, captured)
    manifest = manifest_hash(
        head, plan_data, [(row.kind.value, row.uuid, row.hash) for row in captured.values()]
    )
    set_seal(session, snapshot_id, Seal(head, plan_data, manifest, summary))
    session.execute(update(Event).where(Event.id == event.id).values(last_version=head.version))
    _prove(session, snapshot_id, manifest)
    search_index.add_snapshot(session, snapshot_id, names_in(draft.data.values()))
    return SnapshotRow(
        id=snapshot_id,
        uuid=head.uuid,
        event_id=event.id,
        version=head.version,
        created_at=now,
        notes=notes,
        counts=draft.counts,
        to_check=draft.to_check,
        event_name=event.name,
        event_date=event.event_date,
        summary=summary,
        manifest_hash=manifest,
        seal=SealState.SEALED,
    )


def _plan_data(draft: Draft, captured: dict[ThingId, StoredDefinition]) -> str:
    lines = []
    for line in draft.lines:
        thing = component_source(line)
        lines.append(line_data(line, draft.data[thing]) | {"snapshot_uuid": captured[thing].uuid})
    plan = {"lines": lines, "to_check": check_data(draft.to_check)}
    return canonical_text(plan | choices_data(draft.choices))


@dataclass(frozen=True, slots=True)
class Seal:
    """The columns that the sealing UPDATE sets, all together."""

    head: SealedHead
    plan_data: str
    manifest: str
    summary: str | None


def set_seal(session: Session, snapshot_id: int, seal: Seal) -> None:
    """The one UPDATE that seals a container; the guards let nothing through after it."""
    head = seal.head
    session.execute(
        update(PlanningSnapshot)
        .where(PlanningSnapshot.id == snapshot_id)
        .values(
            version=head.version,
            event_uuid=head.event_uuid,
            event_name=head.event_name,
            event_date=head.event_date,
            plan_data=seal.plan_data,
            hash_version=head.hash_version,
            manifest_hash=seal.manifest,
            summary=seal.summary,
        )
        .execution_options(synchronize_session=False)
    )


def _prove(session: Session, snapshot_id: int, manifest: str) -> None:
    """Reads back what was written and hashes it again, before it counts as kept."""
    stored = read_stored(session, snapshot_id)
    if stored.head.manifest_hash != manifest or not verify(stored).is_unchanged:
        raise PlanningSnapshotError(
            "What was written does not match what was to be kept. Nothing was changed."
        )
