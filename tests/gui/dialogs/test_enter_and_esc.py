from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.comparison import PlanChanges
from core.errors import InUseError
from gui.dialogs.bring_back_dialog import BringBackDialog
from gui.dialogs.delete_dialog import DeleteDialog
from gui.dialogs.finalize_changed_dialog import FinalizeChangedDialog
from gui.dialogs.finalize_dialog import FinalizeDialog
from gui.dialogs.in_use_dialog import InUseDialog
from gui.dialogs.keys_dialog import KeysDialog
from gui.dialogs.new_box_dialog import NewBoxDialog
from gui.dialogs.new_event_dialog import NewEventDialog
from gui.dialogs.new_item_dialog import NewItemDialog
from gui.dialogs.plan_again_dialog import PlanAgainDialog, PlanAgainProposal
from gui.dialogs.purge_dialog import PurgeDialog
from tests.gui.dialogs.values import (
    TODAY,
    changed_plans,
    impact,
    market_event,
    preview,
    removed_rows,
    returning,
    snapshot,
)

PROPOSAL = PlanAgainProposal("Snapshot 3", "Fair", None, 1)
DIALOGS: dict[str, Callable[[], QDialog]] = {
    "delete a snapshot": lambda: DeleteDialog(impact(snapshot(3))),
    "delete many": lambda: DeleteDialog(impact(*(snapshot(n) for n in range(1, 9)))),
    "delete an event": lambda: DeleteDialog(
        impact(events=(market_event(),), attached=(snapshot(1),))
    ),
    "delete all of it": lambda: DeleteDialog(
        impact(events=(market_event(),), attached=(snapshot(1),)), with_snapshots=True
    ),
    "delete forever": lambda: PurgeDialog(removed_rows(3)),
    "delete very much forever": lambda: PurgeDialog(removed_rows(26)),
    "in use": lambda: InUseDialog(InUseError("It is used.")),
    "finalize": lambda: FinalizeDialog(preview(), TODAY),
    "finalize the first": lambda: FinalizeDialog(preview(PlanChanges()), TODAY),
    "finalize again": lambda: FinalizeDialog(preview(PlanChanges(3, 33)), TODAY),
    "finalize several": lambda: FinalizeChangedDialog(changed_plans(), TODAY),
    "new event": lambda: NewEventDialog(TODAY, name="Fair"),
    "new item": lambda: NewItemDialog(name="Slice"),
    "new box": lambda: NewBoxDialog(name="Hamper"),
    "plan again": lambda: PlanAgainDialog(PROPOSAL, TODAY),
    "bring back": lambda: BringBackDialog(returning()),
    "keys": KeysDialog,
}
DANGERS = [name for name in DIALOGS if name.startswith("delete")]


def opened(qtbot: QtBot, name: str) -> QDialog:
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def press(qtbot: QtBot, dialog: QDialog, key: Qt.Key) -> None:
    qtbot.keyClick(dialog.focusWidget() or dialog, key)


@pytest.mark.parametrize("name", DIALOGS)
def test_esc_leaves_every_dialog_without_doing_anything(qtbot: QtBot, name: str) -> None:
    dialog = opened(qtbot, name)
    with qtbot.waitSignal(dialog.rejected):
        press(qtbot, dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", DANGERS)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_never_deletes(qtbot: QtBot, name: str, key: Qt.Key) -> None:
    dialog = opened(qtbot, name)
    with qtbot.waitSignal(dialog.rejected), qtbot.assertNotEmitted(dialog.accepted):
        press(qtbot, dialog, key)


@pytest.mark.parametrize("name", DANGERS)
def test_the_danger_is_told_apart_by_its_look_and_reached_by_the_keyboard(
    qtbot: QtBot, name: str
) -> None:
    dialog = opened(qtbot, name)
    danger = dialog.findChild(QPushButton, "confirm")
    assert danger is not None
    assert danger.property("danger") is True
    assert not danger.isDefault()
    assert danger.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize(
    "name",
    ["finalize", "finalize the first", "finalize several", "new event", "plan again", "bring back"],
)
def test_enter_does_what_the_accent_button_says(qtbot: QtBot, name: str) -> None:
    dialog = opened(qtbot, name)
    with qtbot.waitSignal(dialog.accepted):
        press(qtbot, dialog, Qt.Key.Key_Return)
