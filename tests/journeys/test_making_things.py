"""Making an item or a box in the middle of planning, by keyboard alone, under any name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from gui.dialogs.new_box_dialog import NewBoxDialog
from gui.models.contents_model import Column
from gui.widgets.add_field import AddField
from tests.journeys.bakery import (
    enter_the_plan,
    go_to_the_market,
    in_all,
    menu_text,
    names,
    one_row,
)
from tests.window import Hand, plain

pytestmark = pytest.mark.journey

UNUSUAL_NAMES = (
    "<b>x</b>",
    "Tom & Jerry",
    "Cake \N{SHORTCAKE}\N{PARTY POPPER}",
    "\u05e2\u05d5\u05d2\u05ea \u05d3\u05d1\u05e9",  # honey cake, read from the right
    "a" * 200,
)


def paste(hand: Hand, text: str) -> None:
    QApplication.clipboard().setText(text)
    hand.press("Ctrl+V")


def take_row(hand: Hand, adder: AddField, wanted: str) -> None:
    """Goes up from the first row, round to the last ones, until the wanted one is heard."""
    hand.until(adder.popup_rows)
    for _ in range(len(adder.popup_rows())):
        if wanted in plain(adder.edit.accessibleDescription()):
            break
        hand.press("Up")
    assert wanted in plain(adder.edit.accessibleDescription())
    hand.press("Return")


def begin(hand: Hand, typed: str, wanted: str) -> None:
    """Types into the plan's add field, and takes one of its last rows."""
    hand.press("Ctrl+L")
    paste(hand, typed)
    take_row(hand, hand.bench.event_page.adder, wanted)


def box_form(hand: Hand, besides: QDialog | None = None) -> NewBoxDialog:
    """The form on top."""
    hand.until(lambda: QApplication.activeModalWidget() not in (None, besides))
    form = QApplication.activeModalWidget()
    assert isinstance(form, NewBoxDialog)
    form.activateWindow()  # offscreen nobody does that when the form on top closes
    hand.until(lambda: form.isAncestorOf(QApplication.focusWidget() or hand.window))
    return form


def fill(hand: Hand, form: NewBoxDialog, typed: str, wanted: str) -> None:
    """Puts something into the box that is being made."""
    hand.until(form.adder.edit.hasFocus)
    before = len(form.table.contents())
    hand.type(typed)
    take_row(hand, form.adder, wanted)
    hand.until(lambda: len(form.table.contents()) == before + 1)


def counts(hand: Hand) -> tuple[object, ...]:
    with hand.watch.allow_sql():
        return one_row(
            "SELECT (SELECT count(*) FROM finished_units), (SELECT count(*) FROM finished_goods),"
            " (SELECT count(*) FROM plan_lines)"
        )


def undo(hand: Hand, name: str) -> None:
    assert menu_text(hand, "undo") == f"Undo {name}"
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == f"Undone: {name}.")
    hand.settle()


def test_an_item_made_in_place_comes_into_its_line_and_one_undo_takes_both_away(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    before, lines = counts(hand), names(hand)
    begin(hand, "30 Lemon bar", 'Make a new item "Lemon bar"')
    form = hand.dialog("new_item_dialog")
    hand.type("24")
    hand.press("Return")  # 24 of what? The form stays, and says so
    assert form.isVisible()
    unit = form.findChild(QLineEdit, "unit")
    assert unit is not None
    hand.until(unit.hasFocus)
    hand.type("bars")
    hand.press("Return")
    hand.until(lambda: hand.notice == "Made Lemon bar and added it to Christmas market.")
    hand.settle()
    assert names(hand) == [*lines, "Lemon bar"]
    assert in_all(hand)[-1] == "30"
    assert hand.column(hand.bench.event_page.view, Column.UNIT)[-1] == "bars"
    made = counts(hand)
    assert made != before
    hand.press("F6")  # in the add field Ctrl+Z is the field's own
    undo(hand, "New item Lemon bar")
    assert names(hand) == lines
    assert counts(hand) == before
    hand.press("Ctrl+Y")
    hand.until(lambda: hand.notice == "Done again: New item Lemon bar.")
    hand.settle()
    assert names(hand) == [*lines, "Lemon bar"]
    assert counts(hand) == made


def test_a_box_is_made_with_a_box_and_an_item_made_inside_it(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    before, lines = counts(hand), names(hand)
    begin(hand, "12 Party box", 'Make a new box "Party box"')
    form = box_form(hand)
    fill(hand, form, "6 sugar cook", "Sugar cookie")
    fill(hand, form, "gift box", "Gift box, chosen later")
    hand.type("2 Mini sampler")
    take_row(hand, form.adder, 'Make a new box "Mini sampler"')
    inner = box_form(hand, form)
    fill(hand, inner, "3 almond bisc", "Almond biscotti")
    hand.press("Ctrl+Return")
    hand.until(lambda: len(form.table.contents()) == 3)
    hand.settle()
    assert box_form(hand) is form
    hand.type("4 Ginger snap")
    take_row(hand, form.adder, 'Make a new item "Ginger snap"')
    hand.dialog("new_item_dialog")
    hand.press("Return")
    hand.until(lambda: len(form.table.contents()) == 4)
    hand.settle()
    amounts = [(plain(choice.name), amount) for choice, amount in form.table.contents()]
    assert amounts == [
        ("Sugar cookie", 6),
        ("Gift box", 1),
        ("Mini sampler", 2),
        ("Ginger snap", 4),
    ]
    assert box_form(hand) is form
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.notice == "Made Party box and added it to Christmas market.")
    hand.settle()
    view = hand.bench.event_page.view
    view.setFocus()
    hand.press("End")
    hand.expand(view)
    assert hand.rows(view)["Party box"] == {
        "Sugar cookie": {},
        "Gift box, chosen later": {},
        "Mini sampler": {"Almond biscotti": {}},
        "Ginger snap": {},
    }
    assert in_all_below(hand) == ["72", "12", "24", "48"]
    undo(hand, "New box Party box")
    assert names(hand) == lines
    undo(hand, "New item Ginger snap")
    undo(hand, "New box Mini sampler")
    assert counts(hand) == before


def in_all_below(hand: Hand) -> list[str]:
    """What stands in In all below the last line."""
    model = hand.bench.event_page.model
    line = model.index(model.rowCount() - 1, 0)
    rows = range(model.rowCount(line))
    return [str(model.index(row, Column.IN_ALL, line).data()) for row in rows]


def test_thinking_better_of_it_leaves_what_was_typed_and_makes_nothing(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    enter_the_plan(hand)
    before = counts(hand)
    for kind, dialog in (("item", "new_item_dialog"), ("box", "new_box_dialog")):
        begin(hand, "30 Lemon bar", f'Make a new {kind} "Lemon bar"')
        form = hand.dialog(dialog)
        hand.press("Esc")
        hand.until(lambda form=form: not form.isVisible())
        hand.settle()
        adder = hand.bench.event_page.adder
        assert hand.window.focusWidget() is adder.edit
        assert adder.pending_text() == "30 Lemon bar"
        adder.edit.clear()
    assert counts(hand) == before
    assert not hand.window.commands["undo"].isEnabled()


def test_unusual_names_stay_what_they_are_everywhere(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    for name in UNUSUAL_NAMES:
        begin(hand, f"3 {name}", "Make a new item")
        form = hand.dialog("new_item_dialog")
        field = form.findChild(QLineEdit, "name")
        assert field is not None
        assert field.text() == name
        hand.press("Return")
        hand.until(lambda name=name: names(hand)[-1] == name)
        hand.settle()
        said = hand.notice
        assert said.startswith("Made ")
        assert name in said or len(name) > 40
        if len(name) < 40:
            shown = plain(hand.window.commands["undo"].text())
            assert shown == f"&Undo New item {name.replace('&', '&&')}"
    with hand.watch.allow_sql():
        for name in UNUSUAL_NAMES:
            count = one_row("SELECT count(*) FROM finished_units WHERE display_name = :n", n=name)
            assert count == (1,)


def test_a_name_of_ten_thousand_characters_is_refused_with_a_sentence_and_kept_to_be_mended(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_market(hand)
    before = counts(hand)
    begin(hand, "3 Long one", 'Make a new box "Long one"')
    form = box_form(hand)
    form.name_field.edit.setFocus()
    for text, sentence in (
        ("x" * 10_000, "A name can have up to 200 characters; this one has 10,000."),
        ("", "It needs a name."),
    ):
        hand.press("Ctrl+A")
        paste(hand, text) if text else hand.press("Del")
        hand.press("Return")
        assert form.isVisible()
        assert form.name_field.text() == text
        problem = form.findChild(QLabel, "name_problem")
        assert problem is not None
        assert problem.isVisible()
        assert plain(problem.text()) == sentence
    hand.press("Esc")
    hand.settle()
    assert counts(hand) == before
