"""List and page of the catalog agree, also where an answer comes late or a row leaves the list."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.domain.catalog import CatalogFilter
from core.domain.keys import Key, ThingKind
from core.services import catalog_edit_service, removal_service
from gui.actions.acts import Place
from tests.journeys.bakery import one_row, snapshots_of
from tests.journeys.test_catalog import find, go_to_the_catalog, names
from tests.window import Hand

pytestmark = pytest.mark.journey


def item_key(hand: Hand, name: str) -> Key:
    with hand.watch.allow_sql():
        (found,) = one_row("SELECT id FROM finished_units WHERE display_name = :name", name=name)
    assert isinstance(found, int)
    return Key(ThingKind.FINISHED_UNIT, found)


def test_a_refusal_that_comes_late_does_not_land_on_another_thing(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    hand.choose_thing(item_key(hand, "Sugar cookie"))
    page = hand.bench.catalog.pages[ThingKind.FINISHED_UNIT]
    real, may_go = catalog_edit_service.set_field, threading.Event()

    def slow(*args: Any, **more: Any) -> Any:
        assert may_go.wait(10)
        return real(*args, **more)

    monkeypatch.setattr(catalog_edit_service, "set_field", slow)
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type("Brownie")
    hand.press("Return")
    hand.bench.select(item_key(hand, "Oat cookie"))
    hand.until(lambda: page.detail().row.name == "Oat cookie")
    may_go.set()
    hand.until(lambda: "called “Brownie” already" in hand.notice)
    hand.settle()
    assert not page.name.is_editing()
    with hand.watch.allow_sql():
        assert one_row("SELECT count(*) FROM finished_units WHERE display_name = 'Oat cookie'") == (
            1,
        )


def test_a_retired_thing_keeps_its_page_and_is_found_by_a_link(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    key = item_key(hand, "Sugar cookie")
    hand.choose_thing(key)
    page = hand.bench.catalog.pages[ThingKind.FINISHED_UNIT]
    hand.command("retire")
    hand.until(lambda: page.band.isVisible())
    hand.settle()
    assert hand.page == "item"
    assert "Sugar cookie" not in names(hand)
    assert hand.bench.catalog.panel.selected_keys() == ()
    hand.choose_thing(item_key(hand, "Oat cookie"))
    hand.bench.go_to(Place(key))
    hand.until(lambda: hand.bench.catalog.panel.selected_keys() == (key,))
    hand.settle()
    assert hand.bench.catalog.panel.query.shows is CatalogFilter.RETIRED
    assert page.detail().row.key == key


def test_a_recipe_that_cannot_go_in_stands_in_the_field_with_its_batches(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    with hand.watch.allow_sql():
        found, name = one_row("SELECT id, name FROM recipes ORDER BY id LIMIT 1")
    assert isinstance(found, int)
    hand.choose_thing(Key(ThingKind.RECIPE, found))
    page = hand.bench.catalog.pages[ThingKind.RECIPE]
    for amount in ("1 batch", "2 batches"):
        page.adder.set_text("")
        page.adder.setFocus()
        hand.type(f"{amount} {name}")
        hand.press("Return")
        hand.until(lambda: page.add_sentence.text() != "")
        assert page.adder.pending_text() == f"{amount} {name}"


def test_del_del_and_undo_in_a_recipe_keep_a_row_chosen(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    with hand.watch.allow_sql():
        found, _name = one_row("SELECT id, name FROM recipes ORDER BY id LIMIT 1")
    assert isinstance(found, int)
    hand.choose_thing(Key(ThingKind.RECIPE, found))
    table = hand.bench.catalog.pages[ThingKind.RECIPE].table
    before = [row.key for row in table.parts.rows()]
    table.setFocus()
    table.choose(before[0])
    hand.press("Del")
    hand.press("Del")
    hand.until(lambda: [row.key for row in table.parts.rows()] == before[2:])
    hand.settle()
    assert [row.row() for row in table.selectionModel().selectedRows()] == [0]
    hand.press("Ctrl+Z")
    hand.until(lambda: [row.key for row in table.parts.rows()] == before[1:])
    hand.settle()
    assert table.current_part().key == before[1]
    assert len(table.selected_things()) == 1


def test_a_link_to_the_trash_opens_it_at_its_entry(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    event = hand.bench.model.next_coming_event()
    assert event is not None
    market = next(key for key in hand.event_keys() if snapshots_of(hand, key))
    with hand.watch.allow_sql():
        removed = [
            removal_service.remove_snapshots([key.id]) for key in snapshots_of(hand, market)[:2]
        ]
    hand.bench.go_to(Place(Key(ThingKind.REMOVED, removed[0])))
    hand.until(lambda: hand.page == "trash" and hand.bench.trash_page.chosen_ids())
    hand.settle()
    assert hand.bench.trash_page.chosen_ids() == [removed[0]]


def test_a_row_follows_its_rename_where_she_moves_on_at_once(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    go_to_the_catalog(hand)
    find(hand, "sugar")
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type("Aniseed cookie")
    hand.press("Ctrl+F")
    hand.press("Esc")
    hand.until(lambda: "Aniseed cookie" in names(hand))
