"""What is refused, or cannot be saved at the moment, leaves all that was typed standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from core.errors import InvalidInputError
from core.services import event_service, finished_unit_service
from gui import texts
from gui.arguments import Options
from gui.dialogs.new_item_dialog import NewItemDialog
from tests.journeys.bakery import enter_the_plan, go_to_the_market, names, snapshots_of, type_keys
from tests.journeys.test_files import impatient as impatient
from tests.journeys.test_files import locked
from tests.journeys.test_making_things import begin
from tests.window import Hand

pytestmark = pytest.mark.journey
SENTENCE = "This cannot be taken."


class RefusedOnce:
    """A verb of core that refuses its first call."""

    def __init__(self, verb: Callable[..., Any]) -> None:
        self._verb = verb
        self._is_first = True

    def __call__(self, *args: Any, **more: Any) -> Any:
        if self._is_first:
            self._is_first = False
            raise InvalidInputError(SENTENCE)
        return self._verb(*args, **more)


def refuse_once(monkeypatch: pytest.MonkeyPatch, service: Any, verb: str) -> None:
    monkeypatch.setattr(service, verb, RefusedOnce(getattr(service, verb)))


def texts_of(dialog: QDialog, *fields: str) -> list[str]:
    found = [dialog.findChild(QLineEdit, name) for name in fields]
    return [edit.text() for edit in found if isinstance(edit, QLineEdit)]


@pytest.mark.parametrize("closes", [False, True])
def test_a_refused_name_stands_in_its_field_again_with_the_reason(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch, closes: bool
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    name = hand.bench.event_page.head.name
    refuse_once(monkeypatch, event_service, "rename_event")
    hand.press("F2")
    hand.press("Ctrl+A")
    type_keys(hand, "Winter market")
    if closes:
        hand.window.close()
    else:
        hand.press("Return")
    hand.until(lambda: name.sentence.text() == SENTENCE)
    hand.settle()
    assert hand.window.isVisible()
    assert name.is_editing()
    assert name.typed_text() == "Winter market"
    assert name.editor.hasFocus()
    hand.press("Return")
    hand.until(lambda: name.value() == "Winter market")
    hand.settle()
    assert not name.is_editing()


def test_a_refused_date_stands_in_its_field_again(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    refuse_once(monkeypatch, event_service, "set_event_date")
    field = hand.bench.event_page.head.date
    field.start_editing()
    hand.press("Ctrl+A")
    type_keys(hand, "2030-12-01")
    hand.press("Return")
    hand.until(lambda: field.sentence.text() == SENTENCE)
    assert texts.parse_typed_date(field.typed_text(), date(2026, 11, 24)) == date(2030, 12, 1)
    hand.press("Esc")


def test_a_refused_reason_stands_in_its_field_again(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    hand.choose(snapshots_of(hand, go_to_the_market(hand))[0])
    refuse_once(monkeypatch, event_service, "set_snapshot_reason")
    reason = hand.bench.snapshot_page.head.reason
    hand.press("F2")
    hand.press("Ctrl+A")
    type_keys(hand, "Ten more for Aunt Mary")
    reason.commit()
    hand.until(lambda: reason.sentence.text() == SENTENCE)
    assert reason.typed_text() == "Ten more for Aunt Mary"
    hand.press("Esc")


def test_a_refused_item_opens_its_form_again_with_all_that_was_typed(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    refuse_once(monkeypatch, finished_unit_service, "create_finished_unit")
    begin(hand, "30 Lemon bar", 'Make a new item "Lemon bar"')
    form = hand.dialog("new_item_dialog")
    assert isinstance(form, NewItemDialog)
    hand.type("24")
    form.unit_field.edit.setText("bars")
    form.recipe.setCurrentIndex(1)
    recipe = form.recipe.currentText()
    hand.press("Return", form.unit_field.edit)
    hand.until(lambda: QApplication.activeModalWidget() not in (None, form))
    again = QApplication.activeModalWidget()
    assert isinstance(again, NewItemDialog)
    assert again.name_field.sentence.text() == SENTENCE
    assert texts_of(again, "name", "per_batch", "unit") == ["Lemon bar", "24", "bars"]
    assert again.recipe.currentText() == recipe
    again.verb_button.click()
    hand.until(lambda: "Lemon bar" in names(hand))
    hand.settle()


def retry(hand: Hand) -> None:
    hand.bench.pane.banner.button("retry").click()


@pytest.mark.usefixtures("impatient")
def test_a_new_event_that_met_a_busy_file_is_not_typed_again(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    hand.expect_log("DatabaseBusyError")
    with locked(bakery_file):
        hand.press("Ctrl+N")
        dialog = hand.dialog("new_event_dialog")
        hand.type("Advent fair")
        hand.press("Tab")
        hand.type("2030-12-01")
        hand.answer(dialog, "Make the event")
        hand.until(hand.bench.pane.banner.isVisible)
    retry(hand)
    dialog = hand.dialog("new_event_dialog")
    assert texts_of(dialog, "name") == ["Advent fair"]
    hand.answer(dialog, "Make the event")
    hand.until(lambda: "Advent fair" in hand.list_rows())
    row = hand.bench.event_page.event_row()
    assert row is not None
    assert str(row.event_date) == "2030-12-01"


@pytest.mark.usefixtures("impatient")
def test_a_reason_that_met_a_busy_file_is_not_typed_again(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    hand.expect_log("DatabaseBusyError")
    enter_the_plan(hand)
    hand.press("Ctrl+Return")
    dialog = hand.dialog("finalize_dialog")
    with locked(bakery_file):
        hand.type("Ten more for Aunt Mary")
        hand.answer(dialog, "Finalize")
        hand.until(hand.bench.pane.banner.isVisible)
    retry(hand)
    assert texts_of(hand.dialog("finalize_dialog"), "reason") == ["Ten more for Aunt Mary"]
    hand.press("Esc")


@pytest.mark.usefixtures("impatient")
def test_planning_again_that_met_a_busy_file_is_not_typed_again(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    hand.expect_log("DatabaseBusyError")
    hand.choose(snapshots_of(hand, go_to_the_market(hand))[0])
    hand.press("Ctrl+Shift+N")
    dialog = hand.dialog("plan_again_dialog")
    with locked(bakery_file):
        hand.press("Ctrl+A")
        hand.type("The market once more")
        hand.answer(dialog, "Make the event")
        hand.until(hand.bench.pane.banner.isVisible)
    retry(hand)
    assert texts_of(hand.dialog("plan_again_dialog"), "name") == ["The market once more"]
    hand.press("Esc")
