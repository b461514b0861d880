"""Coming plans that changed, finalized anew in one act that is stepped by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from core.domain.catalog import Density
from core.domain.changes import Changes
from core.domain.keys import ComponentKind
from core.errors import DatabaseBusyError
from core.services import (
    catalog_edit_service,
    drift_service,
    event_service,
    finalization_service,
    plan_service,
    removal_service,
)
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from gui.actions import snapshot_actions
from gui.actions.acts import Place, Typed
from gui.actions.removal_actions import TRASH
from gui.dialogs.finalize_changed_dialog import ChosenPlans, FinalizeChangedDialog
from gui.flow import Cancelled
from tests.core.stored_rows import stored_rows, value
from tests.factories import SNAPSHOT_TABLES, Bakery
from tests.gui.actions.stepping import (
    ANNOUNCE,
    CLEAR,
    GO_TO,
    LEFT,
    NOTICE,
    READ,
    WRITE,
    Stage,
    event_key,
    event_row,
    snapshot_key,
    snapshot_row,
)
from tests.gui.actions.things import INGREDIENT, named
from tests.gui.dialogs.values import plain

TODAY = date(2026, 11, 23)
ASK = "ask FinalizeChangedDialog"
REASON = "Heavier flour"
UNCHANGED = "Every coming plan is as it was finalized."


@pytest.fixture
def fair(bakery: Bakery) -> int:
    """A fair before the market; both are finalized, and then flour weighs more."""
    made = event_service.create_event("School fair", date(2026, 12, 1)).key
    assert made is not None
    plan_service.add_line(
        made.id, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=48
    )
    for event_id in (bakery.event_id, made.id):
        finalize_event_plan(event_id)
    change_flour(5)
    return made.id


def change_flour(ounces: int) -> None:
    flour = named(INGREDIENT, "Flour").key.id
    catalog_edit_service.set_density(flour, Density(Fraction(1), "cup", Fraction(ounces), "oz"))


def play(stage: Stage, *answers: Any, is_cancelled: bool = False) -> None:
    flow = snapshot_actions.finalize_changed(stage.acts, TODAY)
    stage.play(flow, *answers, is_cancelled=is_cancelled)


def take(dialog: FinalizeChangedDialog) -> ChosenPlans:
    return dialog.answer()


def with_reason(dialog: FinalizeChangedDialog) -> ChosenPlans:
    dialog.fields[0].edit.setText(REASON)
    return dialog.answer()


def dump() -> dict[str, Any]:
    """The snapshots' rows; the counter behind their numbers only grows."""
    rows = stored_rows()
    return {name: rows[name] for name in SNAPSHOT_TABLES}


def test_reads_asks_writes_and_stays_where_she_is(bakery: Bakery, fair: int, stage: Stage) -> None:
    play(stage, with_reason)
    assert stage.diary == [READ, ASK, WRITE, ANNOUNCE, CLEAR, NOTICE]
    made = [snapshot_row(3), snapshot_row(4)]
    assert [(row.event_id, row.version, row.notes) for row in made] == [
        (fair, 2, REASON),
        (bakery.event_id, 2, REASON),
    ]
    assert stage.announced == [
        Changes.of(
            added=[snapshot_key(3), snapshot_key(4)],
            altered=[event_key(fair), event_key(bakery.event_id)],
        )
    ]
    assert stage.screen.notices == [
        ("Finalized 2 plans: School fair as snapshot 2, Christmas market as 2.", True)
    ]
    assert stage.undo_text == "Finalize 2 plans"
    reading, writing = stage.works
    assert (plain(writing.label), writing.can_cancel) == ("Finalizing 2 plans…", True)
    assert (plain(reading.label), reading.can_cancel) == ("Comparing the coming plans…", True)


def test_undone_just_these_are_in_the_trash_and_done_again_are_the_same(
    bakery: Bakery, fair: int, stage: Stage
) -> None:
    before = dump()
    play(stage, with_reason)
    after = dump()
    keys, events = [snapshot_key(3), snapshot_key(4)], [event_key(fair), event_key(bakery.event_id)]
    for _ in range(2):
        stage.undo()
        assert dump() == before
        assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert stage.announced[-1] == Changes.of(removed=keys, altered=[*events, TRASH])
        assert stage.screen.places[-1] == Place(events[0])
        assert stage.last_notice == (
            "Undone: snapshot 2 of School fair and snapshot 2 of Christmas market are in the trash."
        )
        assert [row.snapshot_count for row in removal_service.list_removed()] == [2]
        stage.redo()
        assert dump() == after
        assert stage.announced[-1] == Changes.of(added=keys, altered=[*events, TRASH])
        assert stage.last_notice == "Done again: Finalize 2 plans."
        assert removal_service.list_removed() == []
        assert all(verify_snapshot(key.id).is_unchanged for key in keys)


def test_only_what_is_ticked_is_finalized_and_one_is_told_by_its_name(
    bakery: Bakery, fair: int, stage: Stage
) -> None:
    play(stage, ChosenPlans((fair,), frozenset({bakery.event_id})))
    assert stage.last_notice == "Finalized School fair as snapshot 2."
    assert stage.undo_text == "Finalize School fair as 2"
    assert event_row(bakery.event_id).latest_version == 1
    assert value("SELECT notes FROM planning_snapshots WHERE id = 3") is None
    stage.undo()
    assert stage.last_notice == "Undone: snapshot 2 of School fair is in the trash."


def test_of_many_the_notice_names_the_first(bakery: Bakery, stage: Stage) -> None:
    for number in range(1, 6):
        made = event_service.create_event(f"Fair {number}", date(2026, 12, number)).key
        assert made is not None
        plan_service.add_line(
            made.id, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=1
        )
        finalize_event_plan(made.id)
    change_flour(5)
    play(stage, take)
    assert stage.last_notice == ("Finalized 5 plans: Fair 1 as snapshot 2, Fair 2 as 2 and 3 more.")


def test_where_nothing_changed_it_says_so_and_asks_nothing(bakery: Bakery, stage: Stage) -> None:
    finalize_event_plan(bakery.event_id)
    play(stage)
    assert stage.diary == [READ, NOTICE]
    assert stage.screen.notices == [(UNCHANGED, False)]
    assert not stage.history.can_undo()


def test_what_is_left_out_is_told_where_nothing_else_changed(bakery: Bakery, stage: Stage) -> None:
    finalize_event_plan(bakery.event_id)
    plan_service.remove_lines([1, 2, 3])
    play(stage)
    assert stage.last_notice == (
        "Every other coming plan is as it was finalized. Left out: Christmas market has no lines."
    )


def test_asks_anew_with_the_new_numbers_what_was_ticked_and_the_reason(
    bakery: Bakery, fair: int, stage: Stage
) -> None:
    def change_elsewhere(dialog: FinalizeChangedDialog) -> ChosenPlans:
        assert dialog.banner.isHidden()
        dialog.plans.ticks[fair].click()
        plan_service.set_quantity(1, 60)
        return with_reason(dialog)

    def take_what_is_there(dialog: FinalizeChangedDialog) -> ChosenPlans:
        assert not dialog.banner.isHidden()
        said = plain(dialog.plans.ticks[bakery.event_id].accessibleDescription())
        assert "2 changes since snapshot 1: Hamper 50 to 60" in said
        assert value("SELECT count(*) FROM planning_snapshots") == 2
        return dialog.answer()

    play(stage, change_elsewhere, take_what_is_there)
    assert stage.diary == [READ, ASK, WRITE, READ, ASK, WRITE, ANNOUNCE, CLEAR, NOTICE]
    made = snapshot_row(3)
    assert (made.event_id, made.notes) == (bakery.event_id, REASON)
    assert value("SELECT count(*) FROM planning_snapshots") == 3


def test_asked_anew_where_another_window_finalized_them_all_it_says_so(
    bakery: Bakery, fair: int, stage: Stage
) -> None:
    def finalize_elsewhere(dialog: FinalizeChangedDialog) -> ChosenPlans:
        for event_id in (fair, bakery.event_id):
            finalize_event_plan(event_id)
        return dialog.answer()

    play(stage, finalize_elsewhere)
    assert stage.diary == [READ, ASK, WRITE, READ, NOTICE]
    assert stage.screen.notices == [(UNCHANGED, False)]


def test_left_or_cancelled_it_keeps_nothing(fair: int, stage: Stage) -> None:
    before = stored_rows()
    play(stage, Cancelled())
    assert stage.diary == [READ, ASK, LEFT]
    play(stage, take, is_cancelled=True)
    assert stage.diary == [READ, ASK, WRITE, LEFT]
    assert stored_rows() == before
    assert stage.has_told_nothing()


def test_a_file_in_use_is_tried_again_with_what_she_chose(
    bakery: Bakery, fair: int, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> Any:
        raise DatabaseBusyError("The file is in use by another program. Nothing was changed.")

    typed: Typed[ChosenPlans | None] = Typed(None)

    def untick(dialog: FinalizeChangedDialog) -> ChosenPlans:
        dialog.plans.ticks[fair].click()
        return with_reason(dialog)

    flow = snapshot_actions.finalize_changed(stage.acts, TODAY, typed=typed)
    with monkeypatch.context() as patch:
        patch.setattr(finalization_service, "finalize_plans", busy)
        with pytest.raises(DatabaseBusyError):
            stage.play(flow, untick)
    stage.play(snapshot_actions.finalize_changed(stage.acts, TODAY, typed=typed), take)
    assert [row.event_id for row in (snapshot_row(3),)] == [bakery.event_id]
    assert snapshot_row(3).notes == REASON


def test_what_cannot_be_read_at_all_is_told_to_nobody(
    fair: int, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> Any:
        raise DatabaseBusyError("The file is in use by another program.")

    monkeypatch.setattr(drift_service, "preview_finalization", busy)
    with pytest.raises(DatabaseBusyError):
        play(stage)
    assert stage.diary == [READ]
    assert stage.has_told_nothing()
