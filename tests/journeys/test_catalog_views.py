"""Between plans and catalog: what is half typed, back and forward, Show, and a read-only file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.keys import ThingKind
from gui.arguments import Options
from tests.journeys.bakery import one_row
from tests.journeys.catalog import find, go_to_the_catalog, show_kind
from tests.window import Hand, plain

pytestmark = pytest.mark.journey
ITEM, BOX, RECIPE = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD, ThingKind.RECIPE


def begin_renaming(hand: Hand, typed: str) -> None:
    go_to_the_catalog(hand)
    find(hand, "sugar")
    page = hand.bench.catalog.pages[ITEM]
    hand.until(page.detail)
    hand.settle()
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type(typed)


def stored_names(hand: Hand) -> set[object]:
    with hand.watch.allow_sql():
        return {
            one_row("SELECT display_name FROM finished_units WHERE id = :id", id=each)[0]
            for each in range(1, 4)
        }


@pytest.mark.parametrize("leaves", ["Ctrl+1", "Ctrl+Tab", "Ctrl+3", "Alt+Left", "Ctrl+N"])
def test_a_half_typed_name_is_saved_on_leaving(
    open_sample: Callable[[], Hand], leaves: str
) -> None:
    hand = open_sample()
    begin_renaming(hand, "Sugar star")
    hand.press(leaves)
    hand.until(lambda: hand.bench.context.history.can_undo())
    hand.settle()
    assert "Sugar star" in stored_names(hand)
    if leaves == "Ctrl+N":
        hand.dialog("new_item_dialog")
        hand.press("Esc")
        hand.settle()


@pytest.mark.parametrize("leaves", ["Ctrl+1", "Ctrl+Tab", "Ctrl+3", "Alt+Left", "Ctrl+N"])
def test_a_name_that_cannot_be_taken_is_not_lost_on_leaving(
    open_sample: Callable[[], Hand], leaves: str
) -> None:
    hand = open_sample()
    begin_renaming(hand, "   ")
    hand.press(leaves)
    hand.settle()
    page = hand.bench.catalog.pages[ITEM]
    assert hand.page == "item"
    assert page.name.is_editing()
    assert page.name.sentence.text()
    assert hand.bench.left.view_name == "catalog"
    assert hand.bench.catalog.panel.query.kind is ITEM
    hand.press("Esc")
    hand.settle()
    assert "Sugar cookie" in stored_names(hand)


def test_a_half_typed_name_is_kept_when_the_window_closes(
    open_window: Callable[..., Hand], bakery_file: Path
) -> None:
    hand = open_window(Options(database=bakery_file))
    begin_renaming(hand, "Sugar star")
    hand.window.close()
    hand.until(lambda: not hand.window.isVisible())
    assert "Sugar star" in stored_names(hand)


def test_a_name_that_cannot_be_taken_keeps_the_window_open(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    begin_renaming(hand, "   ")
    assert not hand.window.close()
    assert hand.window.isVisible()
    hand.press("Esc")


def test_a_half_typed_cell_of_a_recipe_is_saved_when_another_is_chosen(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    show_kind(hand, RECIPE)
    hand.press("Home")
    page = hand.bench.catalog.pages[RECIPE]
    hand.until(page.detail)
    hand.settle()
    name = page.detail().row.name
    line_id = page.detail().lines[0].id
    hand.press("Return")
    hand.until(page.table.hasFocus)
    hand.press("Home")
    hand.type("7")
    hand.press("Ctrl+1")
    hand.until(lambda: hand.notice.startswith(f"{name} saved."))
    hand.settle()
    with hand.watch.allow_sql():
        quantity = one_row("SELECT quantity FROM recipe_ingredients WHERE id = :id", id=line_id)
    assert quantity == ("7",)


def test_back_and_forward_go_across_both_views(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    event = hand.bench.navigation.current
    go_to_the_catalog(hand)
    find(hand, "sugar")
    item = hand.bench.navigation.current
    hand.press("Ctrl+3")
    hand.settle()
    hand.press("Alt+Left")
    hand.until(lambda: hand.page == "item")
    hand.settle()
    assert hand.bench.navigation.current == item
    assert hand.bench.left.view_name == "catalog"
    assert hand.bench.left.panel.selected_keys() == (item,)
    hand.press("Alt+Left")
    hand.until(lambda: hand.page == "event")
    hand.settle()
    assert hand.bench.navigation.current == event
    assert hand.bench.left.view_name == "plans"
    hand.press("Alt+Right")
    hand.until(lambda: hand.page == "item")
    hand.settle()
    assert hand.bench.navigation.current == item
    assert "Sugar cookie" in plain(hand.window.windowTitle())


def test_an_answer_that_comes_after_she_went_on_does_not_name_the_window(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    title = hand.window.windowTitle()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    desk = hand.bench.catalog.desks[ITEM]
    hand.until(lambda: "Sugar cookie" in hand.window.windowTitle())
    hand.press("Ctrl+1")
    hand.until(lambda: hand.window.windowTitle() == title)
    hand.settle()
    desk.read()  # as a change that was announced just before would have it
    hand.settle()
    assert hand.window.windowTitle() == title


def test_show_in_the_notice_leads_to_the_plans(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    begin_renaming(hand, "Sugar star")
    hand.press("Return")
    hand.until(lambda: "2 coming plans use it" in hand.notice)
    hand.settle()
    show = hand.bench.pane.notice.show_button
    assert show.isVisible()
    show.setFocus()
    hand.press("Space")
    hand.until(lambda: hand.bench.left.view_name == "plans")
    hand.settle()
    chosen = hand.bench.list.selected_keys()
    names = {plain(str(hand.bench.model.find(key).data())) for key in chosen}
    assert names == {"School fair", "Christmas market"}


def test_contents_of_a_box_are_moved_with_alt_and_the_arrows(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    show_kind(hand, BOX)
    find(hand, "cookie sampler")
    page = hand.bench.catalog.pages[BOX]
    hand.until(lambda: page.model.line_count > 1)
    hand.settle()
    before = hand.column(page.view, 0)
    hand.press("Return")
    hand.press("Home")
    hand.press("Down")
    hand.press("Alt+Up")
    moved = [before[1], before[0], *before[2:]]
    hand.until(lambda: hand.column(page.view, 0) == moved)
    hand.settle()
    assert hand.notice.startswith("Cookie sampler saved.")
    hand.press("Alt+Down")
    hand.until(lambda: hand.column(page.view, 0) == before)
    hand.settle()
    for expected in (moved, before):
        hand.press("Ctrl+Z")
        hand.until(lambda expected=expected: hand.column(page.view, 0) == expected)
        hand.settle()


def test_a_read_only_file_can_be_looked_at_and_not_changed(
    open_window: Callable[..., Hand], bakery_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: real(path, mode) and not (mode & os.W_OK and path == bakery_file),
    )
    before = bakery_file.read_bytes()
    hand = open_window(Options(database=bakery_file))
    go_to_the_catalog(hand)
    for kind, page in hand.bench.catalog.pages.items():
        hand.bench.catalog.panel.show_kind(kind)
        hand.until(hand.bench.catalog.model.is_read)
        hand.press("Home")
        hand.until(page.detail)
        hand.settle()
        for keys in ("Ctrl+N", "Del", "F2", "Return", "F2", "7", "Alt+Down", "Del", "Ctrl+L"):
            hand.press(keys)
            hand.settle()
            assert QApplication.activeModalWidget() is None, (kind, keys)
        assert not any(each.isEnabled() for each in (page.duplicate_button, page.retire_button)), (
            kind
        )
        assert not page.delete_button.isEnabled()
        assert not page.name.is_editing()
        hand.press("Ctrl+2")
    for name in ("new_thing", "duplicate", "retire", "bring_back", "undo", "item_from_recipe"):
        assert not hand.window.commands[name].isEnabled(), name
    assert not hand.bench.catalog.panel.new.isEnabled()
    assert hand.window.commands["export"].isEnabled()
    assert bakery_file.read_bytes() == before
