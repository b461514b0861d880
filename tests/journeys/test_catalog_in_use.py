"""Retiring, deleting and undoing in the catalog, also against another window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from core.domain.keys import ComponentKind, Key, ThingKind
from core.services import catalog_edit_service, plan_service, removal_service
from core.services.finalization_service import finalize_event_plan
from gui.actions.removal_actions import TRASH
from tests.core.stored_rows import stored_rows
from tests.journeys.bakery import menu_text, one_row
from tests.journeys.catalog import find, go_to_the_catalog, names, show_kind
from tests.window import Hand, plain

pytestmark = pytest.mark.journey
ITEM = ThingKind.FINISHED_UNIT
MARKET = "SELECT id FROM events WHERE name = 'Christmas market' ORDER BY event_date DESC LIMIT 1"


def make_item(hand: Hand, name: str) -> Key:
    """A new item that nothing uses; the list has the keyboard afterwards."""
    hand.press("Ctrl+N")
    hand.dialog("new_item_dialog")
    hand.type(name)
    hand.press("Return")
    hand.until(lambda: hand.notice == f"Made {name}.")
    hand.settle()
    hand.press("Shift+F6")
    key = hand.bench.navigation.current
    assert key is not None
    return key


def plan_elsewhere(hand: Hand, key: Key, *, finalized: bool) -> None:
    """Another window plans it; and finalizes that, so that a snapshot remembers it."""
    with hand.watch.allow_sql():
        (event,) = one_row(MARKET)
        assert isinstance(event, int)
        kind = ComponentKind.FINISHED_UNIT
        edit = plan_service.add_line(event, kind, source_id=key.id, quantity=3)
        if finalized:
            finalize_event_plan(event)
            assert edit.key is not None
            plan_service.remove_lines([edit.key.id])


def all_rows(hand: Hand) -> object:
    with hand.watch.allow_sql():
        return stored_rows()


def choose_filter(hand: Hand, name: str) -> None:
    """By the menu of the button under the list."""
    panel = hand.bench.catalog.panel
    menu = panel.shows.menu()
    assert menu is not None
    next(each for each in menu.actions() if each.text() == name).trigger()
    hand.until(hand.bench.catalog.model.is_read)
    hand.settle()


def test_a_retired_thing_stands_among_the_retired_and_comes_back(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    key = make_item(hand, "Almond star")
    hand.command("retire")
    hand.until(lambda: hand.notice == "Almond star retired.")
    hand.settle()
    assert "Almond star" not in names(hand)
    choose_filter(hand, "Retired")
    assert names(hand) == ["Almond star"]
    hand.press("Down")
    hand.until(lambda: hand.bench.navigation.current == key)
    hand.settle()
    page = hand.bench.catalog.pages[ITEM]
    assert page.band.isVisible()
    hand.command("bring_back")
    hand.until(lambda: hand.notice == "Almond star in use again.")
    hand.settle()
    assert names(hand) == []
    choose_filter(hand, "In use")
    assert "Almond star" in names(hand)


def test_several_are_retired_at_once_and_one_undo_brings_all_back(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    before = names(hand)
    hand.press("Home")
    hand.press("Shift+Down")
    hand.press("Shift+Down")
    hand.settle()
    assert hand.page == "selection"
    hand.command("retire")
    hand.until(lambda: hand.notice == "3 items retired.")
    hand.settle()
    assert names(hand) == before[3:]
    hand.press("Ctrl+Z")
    hand.until(lambda: names(hand) == before)
    hand.settle()


def test_what_nothing_uses_is_deleted_at_once_and_comes_back(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    make_item(hand, "Almond star")
    before, rows = names(hand), all_rows(hand)
    hand.press("Del")
    hand.until(lambda: hand.notice == "Deleted Almond star.")
    hand.settle()
    assert "Almond star" not in names(hand)
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Undone: Delete Almond star.")
    hand.settle()
    assert names(hand) == before
    assert all_rows(hand) == rows


@pytest.mark.parametrize("finalized", [False, True], ids=["planned", "finalized"])
def test_what_another_window_took_into_use_is_explained_when_it_is_deleted(
    open_sample: Callable[[], Hand], finalized: bool
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    key = make_item(hand, "Almond star")
    plan_elsewhere(hand, key, finalized=finalized)
    rows = all_rows(hand)
    hand.press("Del")
    dialog = hand.dialog("in_use_dialog")
    place = "1 snapshot" if finalized else "1 plan"
    assert plain(dialog.windowTitle()) == f"“Almond star” is used in {place}. - Proofbook"
    hand.press("Esc")
    hand.settle()
    assert all_rows(hand) == rows
    assert "Almond star" in names(hand)


@pytest.mark.parametrize("finalized", [False, True], ids=["planned", "finalized"])
def test_making_what_another_window_took_into_use_is_not_undone_but_explained(
    open_sample: Callable[[], Hand], finalized: bool
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    key = make_item(hand, "Almond star")
    plan_elsewhere(hand, key, finalized=finalized)
    rows = all_rows(hand)
    assert menu_text(hand, "undo") == "Undo New item Almond star"
    hand.press("Ctrl+Z")
    place = "1 snapshot" if finalized else "1 plan"
    dialog = hand.dialog("in_use_dialog")
    assert plain(dialog.windowTitle()) == f"“Almond star” is used in {place}. - Proofbook"
    hand.press("Esc")
    hand.settle()
    assert all_rows(hand) == rows
    assert "Almond star" in names(hand)


def test_undo_against_a_newer_edit_says_so_and_changes_nothing(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    page = hand.bench.catalog.pages[ITEM]
    hand.until(page.detail)
    key = page.detail().row.key
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type("Sugar star")
    hand.press("Return")
    hand.until(lambda: page.detail().row.name == "Sugar star")
    hand.settle()
    with hand.watch.allow_sql():
        catalog_edit_service.set_field(key, "notes", "Newer")
    rows = all_rows(hand)
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Something newer was changed here, so this was not undone.")
    hand.settle()
    assert all_rows(hand) == rows
    hand.press("F5")
    hand.until(lambda: page.notes.value() == "Newer")
    hand.settle()


def link(hand: Hand, name: str) -> QPushButton:
    dialog = hand.dialog("in_use_dialog")
    for each in dialog.findChildren(QPushButton, "used_in_place"):
        if plain(each.accessibleName()).startswith(name):
            return each
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("name", "page"),
    [("Holiday hamper", "box"), ("Christmas market", "event"), ("Snapshot", "snapshot")],
)
def test_each_place_of_the_explanation_is_a_link_that_leads_there(
    open_sample: Callable[[], Hand], name: str, page: str
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    show_kind(hand, ThingKind.FINISHED_GOOD)
    find(hand, "cookie sampler")
    hand.press("Del")
    place = link(hand, name)
    place.setFocus()
    hand.press("Return")
    hand.until(lambda: hand.page == page)
    hand.settle()
    assert name.split()[0] in plain(hand.window.windowTitle()) or page == "snapshot"


def test_an_entry_of_the_trash_is_a_link_to_the_trash(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    key = make_item(hand, "Almond star")
    with hand.watch.allow_sql():
        (event,) = one_row(MARKET)
        assert isinstance(event, int)
        kind = ComponentKind.FINISHED_UNIT
        line = plan_service.add_line(event, kind, source_id=key.id, quantity=3).key
        assert line is not None
        snapshot = finalize_event_plan(event)
        plan_service.remove_lines([line.id])
        removal_service.remove_snapshots([snapshot.id])
    hand.press("Del")
    (place,) = hand.dialog("in_use_dialog").findChildren(QPushButton, "used_in_place")
    place.setFocus()
    hand.press("Return")
    hand.until(lambda: hand.page == "trash")
    hand.settle()
    assert hand.bench.navigation.current == TRASH
