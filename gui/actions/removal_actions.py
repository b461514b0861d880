"""Deleting events and snapshots, bringing them back, and emptying the trash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.domain.removal import RemovalImpact, RemovedRow, Restored
from core.errors import ConflictError, NotFoundError
from core.services import removal_service
from core.services.database import session_scope
from gui import texts
from gui.actions.acts import Acts, ActTexts, Place, TurnPair, push_pair
from gui.background import Lane
from gui.dialogs.delete_dialog import DeleteDialog
from gui.dialogs.purge_dialog import PurgeDialog
from gui.flow import Ask, Flow, Work
from gui.undo_history import InTrash
from gui.words import TITLE_NAME, name_text

TRASH = Key(ThingKind.REMOVED, 0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be deleted."""

    event_ids: tuple[int, ...] = ()
    snapshot_ids: tuple[int, ...] = ()

    @staticmethod
    def of(keys: Sequence[Key]) -> Chosen:
        return Chosen(
            tuple(key.id for key in keys if key.kind is ThingKind.EVENT),
            tuple(key.id for key in keys if key.kind is ThingKind.SNAPSHOT),
        )


def delete(acts: Acts, chosen: Chosen) -> Flow:
    """Asks with the exact counts, deletes just that, or asks anew if another window changed it."""
    is_changed, is_ticked = False, False
    while True:
        impact: RemovalImpact = yield Work(
            partial(removal_service.preview_removal, chosen.event_ids, chosen.snapshot_ids)
        )
        if impact.snapshots or impact.attached or len(impact.events) > 1:
            is_ticked = yield Ask(
                partial(_dialog, impact=impact, is_ticked=is_ticked, is_changed=is_changed)
            )
        try:
            removed_id, changes = yield Work(
                partial(_remove, chosen, expected=impact, with_snapshots=is_ticked), Lane.WRITE
            )
        except ConflictError:
            is_changed = True
            continue
        break
    acts.announce(changes)
    words = _words(impact, with_snapshots=is_ticked)
    again = partial(_remove_again, chosen, with_snapshots=is_ticked)
    pair = TurnPair(_restore_job, again, removes_place=True)
    push_pair(acts, removed_id, pair=pair, texts=words, place=_place_of(chosen))
    acts.screen.show_notice(words.notice, has_undo=True)


def _dialog(
    window: object, *, impact: RemovalImpact, is_ticked: bool, is_changed: bool
) -> DeleteDialog:
    return DeleteDialog(
        impact,
        window,  # type: ignore[arg-type]
        with_snapshots=is_ticked,
        is_changed_meanwhile=is_changed,
    )


def _remove(
    chosen: Chosen, *, expected: RemovalImpact | None, with_snapshots: bool
) -> tuple[int, Changes]:
    """Counts and removes in one transaction; says also whose list has changed by it."""
    with session_scope() as session:
        try:
            impact = removal_service.preview_removal(
                chosen.event_ids, chosen.snapshot_ids, session=session
            )
        except NotFoundError as gone:
            # What is there no more was there when she was asked: she is asked anew.
            raise ConflictError(gone.sentence) from gone
        going = [*impact.snapshots, *(impact.attached if with_snapshots else ())]
        staying = () if with_snapshots else impact.attached
        owners = removal_service.owners_of([each.id for each in going], session)
        removed_id = removal_service.remove(
            chosen.event_ids,
            chosen.snapshot_ids,
            with_snapshots=with_snapshots,
            expected=expected,
            session=session,
        )
    removed = [Key(ThingKind.EVENT, each.id) for each in impact.events]
    removed += [Key(ThingKind.SNAPSHOT, each.id) for each in going]
    altered = [Key(ThingKind.SNAPSHOT, each.id) for each in staying]
    altered += [Key(ThingKind.EVENT, owner) for owner in owners if owner not in chosen.event_ids]
    return InTrash(removed_id), Changes.of(removed=removed, altered=[*altered, TRASH])


def _remove_again(
    chosen: Chosen, _restored: object, *, with_snapshots: bool
) -> tuple[int, Changes]:
    return _remove(chosen, expected=None, with_snapshots=with_snapshots)


def _restore_job(removed_id: int) -> tuple[Restored, Changes]:
    restored = removal_service.restore(removed_id)
    return restored, _changes_of(restored)


def _changes_of(restored: Restored) -> Changes:
    added = [Key(ThingKind.EVENT, each) for each in restored.event_ids]
    added += [Key(ThingKind.SNAPSHOT, each) for each in restored.snapshot_ids]
    altered = [Key(ThingKind.SNAPSHOT, each) for each in restored.linked_ids]
    altered += [Key(ThingKind.EVENT, owner) for owner in restored.owner_ids]
    return Changes.of(added=added, altered=[*altered, TRASH])


def _place_of(chosen: Chosen) -> Place:
    if chosen.event_ids:
        return Place(Key(ThingKind.EVENT, chosen.event_ids[0]))
    return Place(Key(ThingKind.SNAPSHOT, chosen.snapshot_ids[0]))


def _words(impact: RemovalImpact, *, with_snapshots: bool) -> ActTexts:
    going = [*impact.snapshots, *(impact.attached if with_snapshots else ())]
    if not impact.events and len(going) == 1:
        only = going[0]
        what = QCoreApplication.translate("Acts", "open snapshot")
        if only.version is not None:
            what = QCoreApplication.translate("Acts", "snapshot {number}").format(
                number=only.version
            )
        held = texts.counts_text(only.counts)
    elif len(impact.events) == 1 and not going:
        what = name_text(impact.events[0].name, TITLE_NAME)
        lines = texts.lines_text(impact.line_count)
        pattern = QCoreApplication.translate("Acts", "Deleted {what} and its {lines}.")
        if not impact.line_count:
            pattern = QCoreApplication.translate("Acts", "Deleted {what}.")
        return ActTexts(
            QCoreApplication.translate("Acts", "Delete {what}").format(what=what),
            pattern.format(what=what, lines=lines),
        )
    else:
        parts = [texts.events_text(len(impact.events))] if impact.events else []
        parts += [texts.snapshots_text(len(going))] if going else []
        what = QCoreApplication.translate("Acts", " and ").join(parts)
        held = texts.counts_text(impact.counts)
        if with_snapshots:
            held = texts.counts_text(impact.counts + impact.attached_counts)
    pattern = QCoreApplication.translate("Acts", "Deleted {what} ({held}).")
    if not going:
        pattern = QCoreApplication.translate("Acts", "Deleted {what} and their {lines}.")
        if not impact.line_count:
            pattern = QCoreApplication.translate("Acts", "Deleted {what}.")
    return ActTexts(
        QCoreApplication.translate("Acts", "Delete {what}").format(what=what),
        pattern.format(what=what, held=held, lines=texts.lines_text(impact.line_count)),
    )


def restore(acts: Acts, removed_ids: Sequence[int]) -> Flow:
    """Brings entries of the trash back and shows where they went.

    Of several, one that is there no more is passed over.
    """
    back: list[Restored]
    back, changes = yield Work(partial(_restore_all, removed_ids), Lane.WRITE)
    acts.announce(changes)
    chosen = Chosen(
        tuple(each for restored in back for each in restored.event_ids),
        tuple(each for restored in back for each in restored.snapshot_ids),
    )
    words = _restored_words(back[0]) if len(back) == 1 else _all_restored_words(len(back))
    pair = TurnPair(partial(_remove_again, chosen, with_snapshots=False), _restore_job)
    push_pair(acts, None, pair=pair, texts=words, place=Place(TRASH))
    last = back[-1]
    acts.screen.go_to(_place_of(Chosen(last.event_ids, last.snapshot_ids)))
    acts.screen.show_notice(words.notice, has_undo=True)


def _restore_all(removed_ids: Sequence[int]) -> tuple[list[Restored], Changes]:
    """All in one transaction, as they are one act."""
    back: list[Restored] = []
    missing: NotFoundError | None = None
    with session_scope() as session:
        for removed_id in removed_ids:
            try:
                back.append(removal_service.restore(removed_id, session))
            except NotFoundError as error:
                missing = error
        if missing is not None and not back:
            raise missing
    changes = Changes.of()
    for restored in back:
        changes = changes | _changes_of(restored)
    return back, changes


def _all_restored_words(count: int) -> ActTexts:
    what = QCoreApplication.translate("Acts", "{count} things").format(count=count)
    return ActTexts(
        QCoreApplication.translate("Acts", "Restore {what}").format(what=what),
        QCoreApplication.translate("Acts", "Restored {what}.").format(what=what),
    )


def _restored_words(restored: Restored) -> ActTexts:
    """Says what came back and where it went, which is where the window goes."""
    act = QCoreApplication.translate("Acts", "Restore {what}").format(
        what=texts.isolate(restored.title)
    )
    if restored.event_ids:
        text = QCoreApplication.translate("Acts", "Restored {what}.")
        return ActTexts(act, text.format(what=texts.isolate(restored.title)))
    what = texts.snapshots_text(len(restored.snapshot_ids))
    if restored.version is not None:
        what = QCoreApplication.translate("Acts", "snapshot {number}").format(
            number=restored.version
        )
    if restored.owner_name is not None and not restored.unlinked_ids:
        text = QCoreApplication.translate("Acts", "Restored {what} to {event}.")
        name = name_text(restored.owner_name, TITLE_NAME)
        return ActTexts(act, text.format(what=what, event=name))
    if not restored.owner_ids:
        text = QCoreApplication.translate("Acts", "Restored {what} to “Without event”.")
        return ActTexts(act, text.format(what=what))
    text = QCoreApplication.translate("Acts", "Restored {what}.")
    return ActTexts(act, text.format(what=what))


def purge(acts: Acts, rows: Sequence[RemovedRow]) -> Flow:
    """Deletes entries of the trash forever, after a question that cannot be answered by Enter."""
    ids = yield Ask(lambda window: PurgeDialog(rows, window))
    count = yield Work(partial(removal_service.purge, ids), Lane.WRITE)
    acts.context.history.forget_purged(ids)
    acts.announce(Changes.of(altered=[TRASH]))
    if not count:
        text = QCoreApplication.translate("Acts", "This is not in the trash any more.")
        acts.screen.show_notice(text)
        return
    if len(rows) == 1:
        text = QCoreApplication.translate("Acts", "Deleted forever: {what}.")
        acts.screen.show_notice(text.format(what=texts.isolate(rows[0].title)))
        return
    text = QCoreApplication.translate("Acts", "Deleted {count} things forever.").format(count=count)
    if count == 1:
        text = QCoreApplication.translate("Acts", "Deleted 1 thing forever.")
    acts.screen.show_notice(text)
