from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.dialogs.in_use_dialog import InUseDialog
from gui.dialogs.keys_dialog import KeysDialog
from gui.dialogs.purge_dialog import PurgeDialog
from gui.models.trash_model import held_text
from tests.gui.dialogs.values import plain, removed_rows


def opened(qtbot: QtBot, count: int) -> PurgeDialog:
    dialog = PurgeDialog(removed_rows(count))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_a_few_things_are_named_and_need_no_number(qtbot: QtBot) -> None:
    dialog = opened(qtbot, 20)

    assert dialog.windowTitle() == "Delete 20 things forever?"
    assert dialog.number.isHidden()
    assert dialog.verb_button.isEnabled()
    assert dialog.answer() == list(range(1, 21))


def test_one_thing_is_called_by_its_name(qtbot: QtBot) -> None:
    dialog = opened(qtbot, 1)
    assert plain(dialog.windowTitle()) == "Delete “Snapshot 1” forever?"
    said = [plain(label.text()) for label in dialog.findChildren(QLabel)]
    assert f"Goes for good: {held_text(removed_rows(1)[0])}." in said
    assert "Stays: everything that is not in the trash." in said


def test_over_twenty_the_number_has_to_be_typed(qtbot: QtBot) -> None:
    dialog = opened(qtbot, 26)
    assert not dialog.verb_button.isEnabled()

    qtbot.keyClicks(dialog.number, "25")
    assert not dialog.verb_button.isEnabled()
    dialog.number.clear()
    qtbot.keyClicks(dialog.number, "26")
    assert dialog.verb_button.isEnabled()


def test_enter_in_the_number_neither_deletes_nor_throws_away(qtbot: QtBot) -> None:
    dialog = opened(qtbot, 26)
    dialog.number.setFocus()
    qtbot.keyClicks(dialog.number, "26")
    with qtbot.assertNotEmitted(dialog.finished):
        qtbot.keyClick(dialog.number, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.verb_button
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.verb_button, Qt.Key.Key_Space)


def test_in_use_names_the_places_and_only_closes(qtbot: QtBot) -> None:
    dialog = InUseDialog("“Sugar cookie” is used in 2 boxes.", ["Hamper"] * 20)
    qtbot.addWidget(dialog)
    dialog.open()
    buttons = [button.text() for button in dialog.findChildren(QPushButton)]

    assert buttons == ["Close"]
    assert dialog.places_label.text().endswith("and 8 more")
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_the_sheet_of_keys_names_no_key_of_a_later_act(qtbot: QtBot) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    texts = [label.text() for label in dialog.findChildren(QLabel)]

    assert "Ctrl+Return" in texts
    assert not [text for text in texts if "F7" in text or "F8" in text or "Ctrl+2" in text]
