"""Snapshots: finalizing plans into them, bringing one back as the plan, and editing its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.domain.bringing_back import BringBackPreview
from core.domain.changed_plans import ChangedPlans
from core.domain.changes import Changes
from core.domain.finalization import FinalizationPreview
from core.domain.keys import Key, ThingKind
from core.domain.rows import SnapshotRow
from core.errors import ConflictError
from core.services import (
    bring_back_service,
    drift_service,
    event_service,
    finalization_service,
    removal_service,
)
from core.services.database import session_scope
from gui import texts
from gui.actions.acts import Acts, ActTexts, Place, TurnPair, Typed, push_pair, tell_edit
from gui.actions.removal_actions import TRASH
from gui.background import Lane, cancel_wanted
from gui.dialogs.bring_back_dialog import BringBackDialog
from gui.dialogs.changed_plans_texts import ChangedPlansWords
from gui.dialogs.finalize_changed_dialog import ChosenPlans, FinalizeChangedDialog
from gui.dialogs.finalize_dialog import FinalizeDialog
from gui.flow import Ask, Cancelled, Flow, Work
from gui.tab_names import PLAN
from gui.undo_history import InTrash
from gui.words import TITLE_NAME, name_text

MOST_PLANS = 3  # named in a notice
Swap = tuple[str | None, str | None]  # the reason to set, and the one it takes the place of


def finalize(acts: Acts, event_id: int, today: date, *, typed: Typed[str] | None = None) -> Flow:
    """Shows what would be kept and keeps just that, or asks anew if the plan changed meanwhile."""
    typed, is_changed = typed or Typed(""), False
    while True:
        preview = yield Work(partial(finalization_service.preview_finalization, event_id))
        ask = partial(_dialog, preview=preview, today=today, is_changed=is_changed)
        typed.value = yield Ask(partial(ask, reason=typed.value))
        name = name_text(preview.event_name, TITLE_NAME)
        label = QCoreApplication.translate("Acts", "Finalizing {name}…").format(name=name)
        try:
            row = yield Work(
                partial(_finalize_job, event_id, typed.value, digest=preview.digest),
                Lane.WRITE,
                label=label,
                can_cancel=True,
            )
        except ConflictError:
            is_changed = True
            continue
        break
    _tell_finalized(acts, row)


def _dialog(
    window: object, *, preview: FinalizationPreview, today: date, reason: str, is_changed: bool
) -> FinalizeDialog:
    return FinalizeDialog(
        preview,
        today,
        window,  # type: ignore[arg-type]
        reason=reason,
        is_changed_meanwhile=is_changed,
    )


def _finalize_job(event_id: int, reason: str, *, digest: str) -> SnapshotRow:
    """Cancelled before its commit it leaves nothing behind."""
    with session_scope() as session:
        row = finalization_service.finalize_event_plan(
            event_id, reason or None, session, expected=digest
        )
        if cancel_wanted():
            raise Cancelled
    return row


def _tell_finalized(acts: Acts, row: SnapshotRow) -> None:
    words = _finalized_words(row)
    _push_finalized(acts, [row], words)
    acts.screen.go_to(Place(Key(ThingKind.SNAPSHOT, row.id)))
    acts.screen.show_notice(words.notice, has_undo=True)


def _finalized_words(row: SnapshotRow) -> ActTexts:
    name, number = name_text(row.event_name or "", TITLE_NAME), row.version
    return ActTexts(
        QCoreApplication.translate("Acts", "Finalize {name} as {number}").format(
            name=name, number=number
        ),
        QCoreApplication.translate("Acts", "Finalized {name} as snapshot {number}.").format(
            name=name, number=number
        ),
        QCoreApplication.translate(
            "Acts", "Undone: snapshot {number} of {name} is in the trash."
        ).format(number=number, name=name),
    )


def _push_finalized(acts: Acts, rows: Sequence[SnapshotRow], words: ActTexts) -> None:
    """Tells of snapshots that were made, and makes them undoable together: to the trash."""
    keys = [Key(ThingKind.SNAPSHOT, row.id) for row in rows]
    events = [Key(ThingKind.EVENT, row.event_id) for row in rows if row.event_id is not None]
    acts.announce(Changes.of(added=keys, altered=events))

    def back(snapshot_ids: tuple[int, ...]) -> tuple[int, Changes]:
        removed_id = removal_service.remove_snapshots(snapshot_ids)
        return InTrash(removed_id), Changes.of(removed=keys, altered=[*events, TRASH])

    def again(removed_id: int) -> tuple[tuple[int, ...], Changes]:
        restored = removal_service.restore(removed_id)
        return restored.snapshot_ids, Changes.of(added=keys, altered=[*events, TRASH])

    ids = tuple(row.id for row in rows)
    push_pair(acts, ids, pair=TurnPair(back, again), texts=words, place=Place(events[0]))


def finalize_changed(
    acts: Acts, today: date, *, typed: Typed[ChosenPlans | None] | None = None
) -> Flow:
    """Lists the coming plans that changed and finalizes anew those she ticks, all or none.

    It asks anew if one of them changed meanwhile.
    """
    typed, is_changed = typed or Typed(None), False
    comparing = QCoreApplication.translate("Acts", "Comparing the coming plans…")
    while True:
        read = partial(drift_service.changed_plans, today=today)
        found: ChangedPlans = yield Work(read, label=comparing, can_cancel=True)
        if not found.plans:
            acts.screen.show_notice(ChangedPlansWords().nothing_changed(found.left_out))
            return
        ask = partial(_changed_dialog, found=found, today=today, is_changed=is_changed)
        chosen: ChosenPlans = yield Ask(partial(ask, chosen=typed.value))
        typed.value = chosen
        orders = tuple(
            (plan.event_id, plan.preview.digest)
            for plan in found.plans
            if plan.event_id in chosen.event_ids
        )
        label = QCoreApplication.translate("Acts", "Finalizing {plans}…").format(
            plans=texts.plans_text(len(orders))
        )
        write = partial(_finalize_all_job, orders, chosen.reason)
        try:
            rows = yield Work(write, Lane.WRITE, label=label, can_cancel=True)
        except ConflictError:
            is_changed = True
            continue
        break
    _tell_all_finalized(acts, rows)


def _changed_dialog(
    window: QWidget,
    *,
    found: ChangedPlans,
    today: date,
    chosen: ChosenPlans | None,
    is_changed: bool,
) -> FinalizeChangedDialog:
    return FinalizeChangedDialog(
        found, today, window, chosen=chosen, is_changed_meanwhile=is_changed
    )


def _finalize_all_job(orders: tuple[tuple[int, str], ...], reason: str) -> tuple[SnapshotRow, ...]:
    with session_scope() as session:
        rows = finalization_service.finalize_plans(orders, reason or None, session)
        if cancel_wanted():
            raise Cancelled
    return rows


def _tell_all_finalized(acts: Acts, rows: Sequence[SnapshotRow]) -> None:
    """She stays where she was: there is no one place that they are at."""
    words = _finalized_words(rows[0]) if len(rows) == 1 else _all_finalized_words(rows)
    _push_finalized(acts, rows, words)
    acts.screen.show_notice(words.notice, has_undo=True)


def _all_finalized_words(rows: Sequence[SnapshotRow]) -> ActTexts:
    """`Finalized 2 plans: Christmas market as snapshot 4, School fair as 2.`"""
    plans = texts.plans_text(len(rows))
    first = QCoreApplication.translate("Acts", "{name} as snapshot {number}")
    other = QCoreApplication.translate("Acts", "{name} as {number}")
    gone = QCoreApplication.translate("Acts", "snapshot {number} of {name}")
    kept: list[str] = []
    undone: list[str] = []
    for row in rows:
        name = name_text(row.event_name or "", TITLE_NAME)
        kept.append((other if kept else first).format(name=name, number=row.version))
        undone.append(gone.format(name=name, number=row.version))
    named = ", ".join(kept)
    if len(kept) > MOST_PLANS:
        named = texts.join_names(kept, most=MOST_PLANS)
    return ActTexts(
        QCoreApplication.translate("Acts", "Finalize {plans}").format(plans=plans),
        QCoreApplication.translate("Acts", "Finalized {plans}: {named}.").format(
            plans=plans, named=named
        ),
        QCoreApplication.translate("Acts", "Undone: {snapshots} are in the trash.").format(
            snapshots=texts.join_names(undone, most=MOST_PLANS)
        ),
    )


def bring_back(acts: Acts, snapshot: SnapshotRow) -> Flow:
    """Shows what would change and makes the snapshot's lines the plan of its own event again.

    It asks anew if the plan changed meanwhile.
    """
    is_changed = False
    while True:
        preview = yield Work(partial(bring_back_service.preview_bring_back, snapshot.id))
        yield Ask(partial(_back_dialog, preview=preview, is_changed=is_changed))
        verb = partial(bring_back_service.bring_back, snapshot.id, expected=preview.digest)
        words = _back_words(preview)
        try:
            edit = yield Work(verb, Lane.WRITE, label=words.name)
        except ConflictError:
            is_changed = True
            continue
        break
    place = Place(Key(ThingKind.EVENT, preview.event_id), tab=PLAN)
    tell_edit(acts, edit, texts=words, place=place)
    acts.screen.go_to(place)
    acts.screen.focus_page()


def _back_dialog(
    window: QWidget, *, preview: BringBackPreview, is_changed: bool
) -> BringBackDialog:
    return BringBackDialog(preview, window, is_changed_meanwhile=is_changed)


def _back_words(preview: BringBackPreview) -> ActTexts:
    name = name_text(preview.event_name, TITLE_NAME)
    return ActTexts(
        QCoreApplication.translate("Acts", "Bring back snapshot {number} of {name}").format(
            number=preview.version, name=name
        ),
        QCoreApplication.translate(
            "Acts", "The plan of {name} is as in snapshot {number} again."
        ).format(name=name, number=preview.version),
        QCoreApplication.translate(
            "Acts", "Undone: the plan of {name} is as before snapshot {number} came back."
        ).format(name=name, number=preview.version),
    )


def set_reason(acts: Acts, snapshot: SnapshotRow, reason: str) -> Flow:
    """Edits the one thing of a snapshot that may change."""
    key = Key(ThingKind.SNAPSHOT, snapshot.id)

    def write(text: str | None) -> tuple[Swap, Changes]:
        before = event_service.set_snapshot_reason(snapshot.id, text)
        return (before, text), Changes.of(altered=[key])

    def swap(state: Swap) -> tuple[Swap, Changes]:
        """Only over what this act wrote: another window's newer reason stays."""
        text, written = state
        event_service.set_snapshot_reason(snapshot.id, text, expected=written)
        return (written, text), Changes.of(altered=[key])

    before, changes = yield Work(partial(write, reason), Lane.WRITE)
    acts.announce(changes)
    name = QCoreApplication.translate("Acts", "Change the reason of the open snapshot")
    if snapshot.version is not None:
        name = QCoreApplication.translate("Acts", "Change the reason of snapshot {number}").format(
            number=snapshot.version
        )
    words = ActTexts(name)
    push_pair(acts, before, pair=TurnPair(swap, swap), texts=words, place=Place(key))
