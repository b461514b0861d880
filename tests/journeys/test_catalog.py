"""The catalog by keyboard: found, made, changed, retired, deleted, undone; and what uses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from core.domain.keys import ThingKind
from tests.journeys.bakery import one_row, type_keys
from tests.journeys.catalog import find, go_to_the_catalog, names
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def said(widget: QWidget) -> str:
    return " ".join(
        plain(each.text())
        for kind in (QLabel, QPushButton)
        for each in widget.findChildren(kind)
        if each.isVisibleTo(widget)
    )


def test_an_item_is_found_renamed_undone_and_the_plans_that_use_it_are_named(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    page = hand.bench.catalog.pages[ThingKind.FINISHED_UNIT]
    assert hand.page == "item"
    assert page.detail().row.name == "Sugar cookie"
    assert "Christmas market" in said(page.used_in) or "Cookie sampler" in said(page.used_in)
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type("Sugar star")
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith("Sugar star saved."))
    hand.settle()
    assert hand.notice.endswith("2 coming plans use it: School fair and Christmas market.")
    assert "Sugar star" in plain(hand.window.windowTitle())
    with hand.watch.allow_sql():
        assert one_row("SELECT count(*) FROM finished_units WHERE display_name = 'Sugar star'") == (
            1,
        )
    hand.press("Ctrl+Z")
    hand.until(lambda: page.detail().row.name == "Sugar cookie")
    hand.settle()
    assert hand.notice.startswith("Undone: Rename Sugar cookie")


def test_what_is_used_is_not_deleted_but_explained_and_can_be_retired(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    hand.bench.catalog.panel.view.setFocus()
    hand.press("Del")
    dialog = hand.dialog("in_use_dialog")
    assert "Sugar cookie" in plain(dialog.windowTitle())
    hand.answer(dialog, "Retire instead")
    hand.until(lambda: hand.notice == "Sugar cookie retired.")
    hand.settle()
    assert "Sugar cookie" not in names(hand)
    hand.press("Ctrl+Z")
    hand.press("Esc")
    hand.until(lambda: "Sugar cookie" in names(hand))


def test_a_new_ingredient_is_made_by_its_name_and_deleted_without_a_question(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    for _ in range(4):
        hand.press("Ctrl+Tab")
    hand.until(lambda: hand.bench.catalog.panel.query.kind is ThingKind.INGREDIENT)
    hand.settle()
    before = names(hand)
    hand.press("Ctrl+N")
    dialog = hand.dialog("new_name_dialog")
    hand.type("Cardamom, green")
    hand.answer(dialog, "Make the ingredient")
    hand.until(lambda: hand.page == "ingredient" and "Cardamom, green" in names(hand))
    hand.settle()
    hand.bench.catalog.panel.view.setFocus()
    hand.press("Del")
    hand.until(lambda: hand.notice == "Deleted Cardamom, green.")
    hand.settle()
    assert names(hand) == before
    hand.press("Ctrl+Z")
    hand.until(lambda: "Cardamom, green" in names(hand))


def test_a_box_takes_contents_by_their_names_and_refuses_a_loop_with_its_path(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    hand.press("Ctrl+Tab")
    hand.until(lambda: hand.bench.catalog.panel.query.kind is ThingKind.FINISHED_GOOD)
    find(hand, "cookie sampler")
    page = hand.bench.catalog.pages[ThingKind.FINISHED_GOOD]
    hand.until(lambda: page.model.line_count > 0)
    before = page.model.line_count
    hand.press("Ctrl+L")
    hand.type("3 lemon bliss")
    hand.until(lambda: page.adder.popup_rows())
    hand.press("Return")
    hand.until(lambda: page.model.line_count == before + 1)
    hand.settle()
    hand.press("Ctrl+L")
    type_keys(hand, "holiday hamper")
    hand.until(lambda: page.adder.popup_rows())
    hand.press("Return")
    hand.until(lambda: page.add_sentence.text())
    hand.settle()
    assert "Cookie sampler > Holiday hamper > Cookie sampler" in plain(
        page.add_sentence.text()
    ) or "Holiday hamper > Cookie sampler > Holiday hamper" in plain(page.add_sentence.text())
    assert page.model.line_count == before + 1
