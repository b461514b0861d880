from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.changed_plans import ChangedPlans, LeftOutPlan, LeftOutReason
from core.domain.finalization import ShortItem
from gui.dialogs.changed_plans_texts import ChangedPlansWords
from gui.dialogs.finalize_changed_dialog import ChosenPlans, FinalizeChangedDialog
from tests.gui.dialogs.values import TODAY, changed_plans, plain

MARKET, SUPPER = 1, 2
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(
    qtbot: QtBot,
    found: ChangedPlans | None = None,
    *,
    chosen: ChosenPlans | None = None,
    is_changed_meanwhile: bool = False,
) -> FinalizeChangedDialog:
    dialog = FinalizeChangedDialog(
        found or changed_plans(), TODAY, chosen=chosen, is_changed_meanwhile=is_changed_meanwhile
    )
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def shown(dialog: FinalizeChangedDialog) -> list[str]:
    """What stands in the list, from the top."""
    page = dialog.plans.widget()
    found = [*page.findChildren(QLabel), *page.findChildren(QCheckBox)]
    found = [each for each in found if each.isVisibleTo(page)]
    found.sort(
        key=lambda each: (each.mapTo(page, QPoint(0, each.height() // 2)).y() // 8, each.x())
    )
    return [plain(each.text()) for each in found]


def verb(dialog: FinalizeChangedDialog) -> tuple[str, bool]:
    button = dialog.findChild(QPushButton, "confirm")
    assert button is not None
    return button.text(), button.isEnabled()


def many(count: int) -> ChangedPlans:
    (plan, _) = changed_plans().plans
    return ChangedPlans(
        tuple(
            replace(
                plan,
                preview=replace(
                    plan.preview, event_id=n, event_name=f"<b>Market</b> & co. {n} " * 9
                ),
            )
            for n in range(1, count + 1)
        )
    )


def test_each_plan_has_its_day_what_changed_and_what_it_means_for_the_kitchen(
    qtbot: QtBot,
) -> None:
    dialog = opened(qtbot)
    assert plain(dialog.title_label.text()) == "Finalize changed plans?"
    assert shown(dialog) == [
        "Christmas market",
        "12 Dec 2026, in 19 days",
        "4 changes since snapshot 3: Cookie sampler 40 to 48",
        "In the kitchen 2 more batches; 4 3/4 cup more All-purpose flour.",
        "Supper && more",
        "No date yet",
        "1 change since snapshot 1: Sugar cookies (rolled) recipe",
    ]
    assert dialog.plans.first().accessibleDescription().startswith("12 Dec 2026")
    assert "2 more batches" in dialog.plans.first().accessibleDescription()
    assert dialog.plans.verticalScrollBar().maximum() == 0
    assert dialog.findChild(QLabel, "left_out") is None
    assert dialog.banner.isHidden()


def test_all_are_ticked_at_first_and_the_verb_follows_the_ticks(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert verb(dialog) == ("Finalize 2 plans", True)
    assert dialog.answer() == ChosenPlans((MARKET, SUPPER))
    dialog.plans.ticks[MARKET].click()
    assert verb(dialog) == ("Finalize 1 plan", True)
    assert dialog.answer() == ChosenPlans((SUPPER,), frozenset({MARKET}))
    dialog.plans.ticks[SUPPER].click()
    assert verb(dialog) == ("Finalize", False)


def test_with_nothing_ticked_no_key_finalizes(qtbot: QtBot) -> None:
    dialog = opened(qtbot, chosen=ChosenPlans((), frozenset({MARKET, SUPPER})))
    with qtbot.assertNotEmitted(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()


def test_by_the_keyboard_alone(qtbot: QtBot) -> None:
    dialog = opened(qtbot)

    def press(key: Qt.Key) -> None:
        QTest.keyClick(dialog.focusWidget() or dialog, key)

    assert dialog.focusWidget() is dialog.plans.ticks[MARKET]
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.plans.ticks[SUPPER]
    press(Qt.Key.Key_Tab)
    qtbot.keyClicks(dialog.focusWidget(), " More flour ")
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return)
    assert dialog.answer() == ChosenPlans((SUPPER,), frozenset({MARKET}), "More flour")


def test_asked_anew_it_keeps_ticks_and_reason_and_ticks_what_is_new(qtbot: QtBot) -> None:
    chosen = ChosenPlans((99,), frozenset({SUPPER}), "More flour")
    dialog = opened(qtbot, chosen=chosen, is_changed_meanwhile=True)
    assert dialog.banner.text().startswith("Changed in another window just now.")
    assert dialog.banner.isVisible()
    assert dialog.answer() == ChosenPlans((MARKET,), frozenset({SUPPER}), "More flour")


def test_a_reason_that_is_too_long_stays_open_with_a_sentence(qtbot: QtBot) -> None:
    dialog = opened(qtbot, chosen=ChosenPlans(reason="x" * 10_001))
    with qtbot.assertNotEmitted(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.fields[0].sentence.isVisible()


def test_what_falls_short_is_said_at_its_plan(qtbot: QtBot) -> None:
    market, _ = changed_plans().plans
    short = (ShortItem("c", "Sugar cookie", *map(type(market.consequences[0].new or 0), (9, 6))),)
    found = ChangedPlans((replace(market, preview=replace(market.preview, short=short)),))
    dialog = opened(qtbot, found)
    assert shown(dialog)[-1] == "Sugar cookie: 6 of 9, 3 short; you have not accepted that."


def test_what_is_left_out_is_named(qtbot: QtBot) -> None:
    left_out = (
        LeftOutPlan(3, "Easter", LeftOutReason.NO_LINES),
        LeftOutPlan(4, "Wedding", LeftOutReason.DAMAGED),
        LeftOutPlan(5, "Tea", LeftOutReason.UNREADABLE),
    )
    dialog = opened(qtbot, replace(changed_plans(), left_out=left_out))
    said = (
        "Left out: Easter has no lines, the latest snapshot of Wedding is damaged"
        " and Tea could not be read."
    )
    label = dialog.findChild(QLabel, "left_out")
    assert label is not None
    assert plain(label.text()) == said
    words = ChangedPlansWords()
    assert words.nothing_changed(()) == "Every coming plan is as it was finalized."
    assert plain(words.nothing_changed(left_out)) == (
        f"Every other coming plan is as it was finalized. {said}"
    )


def test_one_tick_takes_all_where_there_are_many(qtbot: QtBot) -> None:
    few, dialog = opened(qtbot, many(3)), opened(qtbot, many(5))
    assert not few.plans.all_tick.isVisible()
    every = dialog.plans.all_tick
    assert (every.text(), every.checkState()) == ("All 5 plans", Qt.CheckState.Checked)
    every.click()
    assert (verb(dialog), every.checkState()) == (("Finalize", False), Qt.CheckState.Unchecked)
    dialog.plans.ticks[3].click()
    assert every.checkState() is Qt.CheckState.PartiallyChecked
    every.click()
    assert (verb(dialog)[0], every.checkState()) == ("Finalize 5 plans", Qt.CheckState.Checked)


def test_very_many_scroll_and_names_are_shown_as_they_are(qtbot: QtBot) -> None:
    dialog = opened(qtbot, many(40))
    dialog.activateWindow()
    assert dialog.height() < 600
    assert dialog.plans.horizontalScrollBar().maximum() == 0
    tick = dialog.plans.ticks[1]
    assert plain(tick.text()).startswith("<b>Market</b> && co.")
    assert "&lt;b&gt;" in tick.toolTip()
    for _ in range(20):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    QApplication.processEvents()
    here = dialog.focusWidget()
    assert isinstance(here, QCheckBox)
    place = here.mapTo(dialog.plans.viewport(), QPoint(0, 0)).y()
    assert 0 <= place <= dialog.plans.viewport().height() - here.height()
