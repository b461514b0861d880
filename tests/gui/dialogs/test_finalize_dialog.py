from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.comparison import (
    BatchesChange,
    Change,
    ChoiceChange,
    LineChange,
    PlanChanges,
    SharingChange,
    ThingChange,
)
from core.domain.finalization import FinalizationPreview, ShortItem
from core.domain.rows import CheckReason, ToCheck
from gui.dialogs.finalize_dialog import FinalizeDialog
from gui.dialogs.line_table import SINCE
from gui.widgets.icon_label import IconLabel
from tests.gui.dialogs.values import ITEM, LINES, TODAY, plain, planned, preview


def opened(
    qtbot: QtBot, of: FinalizationPreview, *, reason: str = "", is_changed_meanwhile: bool = False
) -> FinalizeDialog:
    dialog = FinalizeDialog(of, TODAY, reason=reason, is_changed_meanwhile=is_changed_meanwhile)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def said(dialog: FinalizeDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    return plain(label.text()) if label is not None else ""


def table(dialog: FinalizeDialog) -> list[list[str]]:
    rows = []
    for at in range(dialog.lines.topLevelItemCount()):
        item = dialog.lines.topLevelItem(at)
        assert item is not None
        rows.append([item.text(column) for column in range(4)])
    return rows


def test_all_lines_stand_there_with_what_changed_and_what_went(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview())

    assert said(dialog, "title") == "Finalize “Christmas market” as snapshot 4?"
    assert said(dialog, "date").endswith("2026, in 19 days")
    assert table(dialog) == [
        ["Holiday hamper", "60", "boxes", ""],
        ["Cookie sampler", "48", "boxes", "+8, was 40"],
        ["Thank-you card", "60", "each", "new"],
        ["Almond biscotti", "", "", "removed, was 12"],
    ]
    assert said(dialog, "changed") == (
        "Also changed since snapshot 3: the recipe Sugar cookies (rolled)."
    )
    assert said(dialog, "kept") == (
        "Kept with it, as they are now: 3 items with their recipes, 2 boxes, 3 materials."
    )
    assert said(dialog, "to_check") == (
        "1 thing to check: which Gift box is used is chosen later. "
        "You can finalize all the same; it is noted in the snapshot."
    )


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (BatchesChange("c", "Sugar cookie", None, Fraction(7)), "7 batches of Sugar cookie"),
        (
            BatchesChange("c", "Sugar cookie", Fraction(13), Fraction(1)),
            "1 batch of Sugar cookie instead of 13",
        ),
        (
            BatchesChange("c", "Sugar cookie", Fraction(7), None),
            "batches of Sugar cookie as needed",
        ),
        (SharingChange("r", "Rolled cookies", True), "shared batches of Rolled cookies"),
        (SharingChange("r", "Rolled cookies", False), "separate batches of Rolled cookies"),
    ],
)
def test_what_she_chose_about_batches_is_said_to_have_changed(
    qtbot: QtBot, choice: ChoiceChange, words: str
) -> None:
    dialog = opened(qtbot, preview(PlanChanges(3, 33, choices=(choice,))))
    assert said(dialog, "changed") == f"Also changed since snapshot 3: {words}."
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return)


def test_recipes_stand_before_what_she_chose(qtbot: QtBot) -> None:
    changes = PlanChanges(
        3,
        33,
        things=(ThingChange("recipe", "r", "Rolled cookies"),),
        choices=(SharingChange("r", "Rolled cookies", True),),
    )
    assert said(opened(qtbot, preview(changes)), "changed") == (
        "Also changed since snapshot 3: the recipe Rolled cookies "
        "and shared batches of Rolled cookies."
    )


def test_a_buffer_that_changed_is_said_and_is_no_note(qtbot: QtBot) -> None:
    was = planned("a", "Holiday hamper", 60)
    buffered = replace(was, buffer_percent=Fraction(10))
    changes = PlanChanges(
        3,
        33,
        (
            LineChange(Change.CHANGED, was, buffered),
            LineChange(Change.CHANGED, replace(was, uuid="b"), replace(was, uuid="b", notes="n")),
            LineChange(Change.MOVED, replace(was, uuid="d"), replace(was, uuid="d")),
        ),
    )
    dialog = opened(qtbot, preview(changes))
    assert [row[SINCE] for row in table(dialog)] == ["extra changed", "note changed", "moved"]


def test_an_ingredient_that_changed_is_called_one(qtbot: QtBot) -> None:
    changes = PlanChanges(3, 33, things=(ThingChange("ingredient", "f", "Flour"),))
    words = "Also changed since snapshot 3: the ingredient Flour."
    assert said(opened(qtbot, preview(changes)), "changed") == words


def short_of(
    name: str, need: int | str, makes: int | str, accepted: int | None = None
) -> ShortItem:
    agreed = None if accepted is None else Fraction(accepted)
    return ShortItem(name, name, Fraction(need), Fraction(makes), agreed)


@pytest.mark.parametrize(
    ("item", "words", "role"),
    [
        (
            short_of("Sugar cookie", 600, 336, 264),
            "Sugar cookie: 336 of 600, 264 short, as you chose.",
            "caution",
        ),
        (
            short_of("Sugar cookie", 648, 336, 264),
            "Sugar cookie: 336 of 648, 312 short; you accepted 264.",
            "bad",
        ),
        (
            short_of("Sugar cookie", "25.5", 24),
            "Sugar cookie: 24 of 25 1/2, 1 1/2 short; you have not accepted that.",
            "bad",
        ),
    ],
)
def test_what_is_short_is_said_with_its_numbers_and_bars_nothing(
    qtbot: QtBot, item: ShortItem, words: str, role: str
) -> None:
    dialog = opened(qtbot, replace(preview(), short=(item,)))
    assert said(dialog, "short") == words
    label = dialog.findChild(QLabel, "short")
    assert label is not None
    assert label.textFormat() == Qt.TextFormat.PlainText
    (beside,) = [each for each in dialog.findChildren(IconLabel) if each.y() == label.y()]
    sign = IconLabel("bad" if role == "bad" else "changed", role)
    qtbot.addWidget(sign)
    assert beside.pixmap().toImage() == sign.pixmap().toImage()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return)


def test_of_many_that_are_short_a_few_are_named(qtbot: QtBot) -> None:
    def lines(count: int) -> list[str]:
        items = tuple(short_of(f"Cookie {number}", 2, 1, 1) for number in range(count))
        return said(opened(qtbot, replace(preview(), short=items)), "short").splitlines()

    assert lines(0) == []
    assert len(lines(3)) == 3
    assert lines(4)[2:] == [
        "Cookie 2: 1 of 2, 1 short, as you chose.",
        "And 1 more is short.",
    ]
    assert lines(6)[3:] == ["And 3 more are short."]


def test_the_first_snapshot_has_no_column_of_changes(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview(PlanChanges()))

    assert dialog.lines.isColumnHidden(SINCE)
    assert said(dialog, "changed") == "The first snapshot of this event."


def test_a_snapshot_before_that_cannot_be_read_is_said(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(preview(PlanChanges()), is_since_unknown=True))

    assert dialog.lines.isColumnHidden(SINCE)
    assert said(dialog, "changed").startswith("The snapshot before is damaged")


def test_after_eight_lines_it_scrolls(qtbot: QtBot) -> None:
    eight = opened(qtbot, preview(PlanChanges(), lines=LINES * 3))
    many = opened(qtbot, preview(PlanChanges(), lines=LINES * 30))

    assert many.lines.height() <= eight.lines.height()
    assert many.lines.verticalScrollBar().maximum() > 0


def test_enter_in_the_reason_finalizes_with_what_was_typed(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview())
    assert dialog.focusWidget() is dialog.reason.edit
    assert dialog.reason.edit.placeholderText() == "Cookie sampler 40 to 48"

    qtbot.keyClicks(dialog.reason.edit, "  Aunt Mary: 10 more ")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return)

    assert dialog.answer() == "Aunt Mary: 10 more"


def test_ctrl_return_finalizes_and_an_empty_reason_is_empty(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview())
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.answer() == ""


def test_esc_cancels(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview())
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Escape)


def test_when_nothing_changed_enter_cancels(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview(PlanChanges(3, 33)))

    assert said(dialog, "changed") == "Nothing has changed since snapshot 3 of 21 November."
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return)


def test_when_nothing_changed_the_button_still_finalizes(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview(PlanChanges(3, 33)))
    button = dialog.findChild(QPushButton, "confirm")
    assert button is not None
    with qtbot.waitSignal(dialog.accepted):
        button.click()


def test_a_plan_that_changed_meanwhile_keeps_the_reason_she_typed(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview(), reason="Aunt Mary", is_changed_meanwhile=True)

    assert dialog.banner.isVisible()
    assert dialog.banner.text().startswith("Changed in another window just now.")
    assert dialog.answer() == "Aunt Mary"


def test_a_reason_that_is_too_long_stays_open_with_a_sentence(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview(), reason="x" * 10_001)
    with qtbot.assertNotEmitted(dialog.accepted):
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert dialog.reason.sentence.isVisible()
    assert dialog.reason.text() == "x" * 10_001


def test_more_than_one_thing_to_check_is_counted_and_named(qtbot: QtBot) -> None:
    checks = (
        ToCheck(CheckReason.NO_YIELD, ITEM, "1", "Sablés"),
        ToCheck(CheckReason.RETIRED, ITEM, "2", "Lemon bar"),
    )
    dialog = opened(qtbot, preview(to_check=checks))
    assert said(dialog, "to_check").startswith(
        "2 things to check: Sablés has no number a batch and Lemon bar is retired."
    )


def test_markup_in_names_is_shown_as_it_is(qtbot: QtBot) -> None:
    dialog = opened(qtbot, preview(name="<b>Tom & Jerry</b>"))
    label = dialog.findChild(QLabel, "title")
    assert label is not None
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<b>Tom & Jerry</b>" in label.text()
