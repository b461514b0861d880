from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.catalog import Usage, UsePlace
from core.domain.keys import Key, ThingKind
from core.errors import InUseError
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

    assert dialog.windowTitle() == "Delete 20 things forever? - Proofbook"
    assert dialog.number.isHidden()
    assert dialog.verb_button.isEnabled()
    assert dialog.answer() == list(range(1, 21))


def test_one_thing_is_called_by_its_name(qtbot: QtBot) -> None:
    dialog = opened(qtbot, 1)
    assert plain(dialog.windowTitle()) == "Delete “Snapshot 1” forever? - Proofbook"
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


def in_use(*, can_retire: bool = True) -> InUseDialog:
    places = tuple(
        UsePlace(Key(ThingKind.FINISHED_GOOD, each), f"Hamper {each}") for each in range(20)
    )
    usage = Usage(places, box_count=20)
    used = InUseError("“Sugar cookie” is used in 20 boxes.", usage=usage)
    return InUseDialog(used, can_retire=can_retire)


def test_in_use_names_the_places_and_enter_only_closes(qtbot: QtBot) -> None:
    dialog = in_use()
    qtbot.addWidget(dialog)
    dialog.open()
    buttons = [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()]
    assert buttons[-2:] == ["Retire instead", "Close"]
    assert any("Hamper 0" in plain(each) for each in buttons)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_each_place_of_in_use_is_a_link(qtbot: QtBot) -> None:
    dialog = in_use()
    qtbot.addWidget(dialog)
    dialog.open()
    link = next(each for each in dialog.findChildren(QPushButton) if "Hamper 1" in each.text())
    with qtbot.waitSignal(dialog.accepted):
        link.click()
    assert dialog.answer() == Key(ThingKind.FINISHED_GOOD, 1)


def test_what_is_retired_already_is_only_explained(qtbot: QtBot) -> None:
    dialog = in_use(can_retire=False)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.findChild(QPushButton, "retire_instead") is None


def test_the_sheet_of_keys_names_no_key_of_a_later_act(qtbot: QtBot) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    texts = [label.text() for label in dialog.findChildren(QLabel)]

    assert "Ctrl+Return" in texts
    assert not [text for text in texts if "Ctrl+P" in text.split()]  # nothing is printed yet
