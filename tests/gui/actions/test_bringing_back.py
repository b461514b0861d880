from __future__ import annotations

from typing import Any

import pytest

from core.domain.changes import Changes
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.services import event_service, plan_service, removal_service
from core.services.finalization_service import finalize_event_plan
from gui.actions import snapshot_actions
from gui.actions.acts import Place
from gui.dialogs.bring_back_dialog import BringBackDialog, ReturningTable
from gui.flow import Cancelled
from gui.tab_names import PLAN
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.stepping import (
    ANNOUNCE,
    FOCUS,
    GO_TO,
    NOTICE,
    READ,
    WRITE,
    Stage,
    event_key,
    said,
    snapshot_row,
)
from tests.gui.dialogs.values import plain

ASK = "ask BringBackDialog"
HAMPER = 1  # the first line


@pytest.fixture
def snapshot(bakery: Bakery) -> int:
    """50 hampers then; 60 now."""
    made = finalize_event_plan(bakery.event_id).id
    plan_service.set_quantity(HAMPER, 60)
    return made


def bring_back(stage: Stage, snapshot: int, *answers: Any) -> None:
    stage.play(snapshot_actions.bring_back(stage.acts, snapshot_row(snapshot)), *answers)


def hampers() -> str:
    return str(value("SELECT quantity FROM plan_lines WHERE id = :id", id=HAMPER))


def shown(dialog: BringBackDialog) -> list[str]:
    table = dialog.findChild(ReturningTable)
    assert table is not None
    items = [table.topLevelItem(place) for place in range(table.topLevelItemCount())]
    return ["|".join(item.text(at) for at in range(3)) for item in items if item]


def test_reads_asks_writes_announces_and_goes_to_the_plan(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    bring_back(stage, snapshot, True)
    assert stage.diary == [READ, ASK, WRITE, ANNOUNCE, NOTICE, GO_TO, FOCUS]
    assert hampers() == "50"
    event = event_key(bakery.event_id)
    (announced,) = stage.announced
    assert announced == Changes.of(altered=announced.altered)
    assert announced.touches(event)
    assert stage.screen.notices == [
        ("The plan of Christmas market is as in snapshot 1 again.", True)
    ]
    assert stage.screen.places == [Place(event, tab=PLAN)]
    assert stage.undo_text == "Bring back snapshot 1 of Christmas market"
    assert plain(stage.works[1].label) == "Bring back snapshot 1 of Christmas market"


def test_its_undo_and_its_redo_say_what_they_did(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    bring_back(stage, snapshot, True)
    stage.undo()
    assert hampers() == "60"
    assert stage.last_notice == (
        "Undone: the plan of Christmas market is as before snapshot 1 came back."
    )
    assert stage.redo_text == "Bring back snapshot 1 of Christmas market"
    stage.redo()
    assert hampers() == "50"
    assert stage.last_notice == "Done again: Bring back snapshot 1 of Christmas market."


def test_left_at_the_question_nothing_is_changed(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    before = stored_rows()
    bring_back(stage, snapshot, Cancelled())
    assert stage.diary[:2] == [READ, ASK]
    assert stored_rows() == before
    assert stage.has_told_nothing()


def test_asks_anew_with_what_would_change_by_now(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    def change_elsewhere(dialog: BringBackDialog) -> bool:
        assert dialog.banner.isHidden()
        assert shown(dialog) == ["Hamper|60 boxes|50 boxes"]
        plan_service.set_quantity(HAMPER, 70)
        finalize_event_plan(bakery.event_id)
        return True

    def take_it(dialog: BringBackDialog) -> bool:
        assert not dialog.banner.isHidden()
        assert shown(dialog) == ["Hamper|70 boxes|50 boxes"]
        assert said(dialog, "stays").startswith("All snapshots stay, the newer 2 as well,")
        return True

    bring_back(stage, snapshot, change_elsewhere, take_it)
    assert stage.diary == [READ, ASK, WRITE, READ, ASK, WRITE, ANNOUNCE, NOTICE, GO_TO, FOCUS]
    assert hampers() == "50"


def test_where_nothing_would_change_there_is_no_question(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    plan_service.set_quantity(HAMPER, 50)
    with pytest.raises(InvalidInputError, match="as in snapshot 1 already"):
        bring_back(stage, snapshot)
    assert stage.diary == [READ]
    assert stage.has_told_nothing()


def test_of_an_event_that_was_deleted_meanwhile_it_is_said(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    def delete_it(_dialog: BringBackDialog) -> bool:
        removal_service.remove_event(bakery.event_id)
        return True

    with pytest.raises(NotFoundError, match="event of this snapshot was deleted"):
        bring_back(stage, snapshot, delete_it)
    assert stage.has_told_nothing()


def test_a_name_of_today_is_the_one_that_is_spoken(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    event_service.rename_event(bakery.event_id, "<b>Winter</b> & market")
    bring_back(stage, snapshot, True)
    assert stage.last_notice == "The plan of <b>Winter</b> & market is as in snapshot 1 again."


def test_undoing_over_something_newer_is_refused(
    bakery: Bakery, stage: Stage, snapshot: int
) -> None:
    bring_back(stage, snapshot, True)
    plan_service.set_quantity(HAMPER, 51)
    before = stored_rows()
    with pytest.raises(ConflictError):
        stage.undo()
    assert stored_rows() == before
