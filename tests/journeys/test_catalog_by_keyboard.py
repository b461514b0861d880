"""Done by keyboard alone, from a real catalog: a box, planned, finalized, and then changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain.keys import Key, ThingKind
from gui.arguments import Options
from gui.models.contents_model import Column
from tests.core.stored_rows import stored_rows
from tests.factories import SNAPSHOT_TABLES
from tests.journeys.test_making_things import box_form, fill
from tests.journeys.test_real_catalog import CATALOG
from tests.window import Hand, plain

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CATALOG.exists(), reason="the real catalogs are not on this machine"),
]

BOX, RECIPE = ThingKind.FINISHED_GOOD, ThingKind.RECIPE


def test_a_box_from_a_real_catalog_is_planned_finalized_and_changed_without_a_mouse(
    open_window: Callable[..., Hand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_window(Options(database=tmp_path / "rose.db", import_file=CATALOG))
    monkeypatch.setattr(Hand, "answer", None)  # it clicks
    import_it(hand)
    make_the_inner_box(hand)
    make_the_box(hand)
    plan_it(hand)
    snapshot = finalize(hand)
    before = snapshots_as_stored(hand)
    assert [len(rows) for rows in before.values()] == [1, 3, 2, 1]
    assert before["planning_snapshots"][0]["id"] == snapshot.id
    change_the_box(hand)
    assert snapshots_as_stored(hand) == before
    change_a_recipe_in_it(hand)
    assert snapshots_as_stored(hand) == before
    the_event_says_that_it_changed(hand)


def snapshots_as_stored(hand: Hand) -> dict[str, Any]:
    """Every cell of every row of every snapshot."""
    with hand.watch.allow_sql():
        rows = stored_rows()
    return {table: rows[table] for table in SNAPSHOT_TABLES}


def import_it(hand: Hand) -> None:
    hand.until(lambda: hand.page == "import" and hand.bench.import_page.import_button.hasFocus())
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith("Imported 413 ingredients"))
    hand.settle()


def make_the_inner_box(hand: Hand) -> None:
    hand.press("Ctrl+2")
    hand.until(hand.bench.catalog.model.is_read)
    hand.settle()
    hand.press("Ctrl+Tab")
    hand.until(lambda: hand.bench.catalog.panel.query.kind is BOX)
    hand.settle()
    hand.press("Ctrl+N")
    form = box_form(hand)
    hand.type("Cookie bag")
    hand.press("Tab")
    fill(hand, form, "6 jumbles", "Standard Jumbles")
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.notice == "Made Cookie bag." and hand.page == "box")
    hand.settle()


def make_the_box(hand: Hand) -> None:
    hand.press("Ctrl+N")
    form = box_form(hand)
    hand.type("Winter hamper")
    hand.press("Tab")
    for typed, wanted in (
        ("12 biscotti", "Biscotti"),
        ("4 gingerbread", "Gingerbread"),
        ("2 cookie bag", "Cookie bag"),
        ("1 curling", "Curling"),
    ):
        fill(hand, form, typed, wanted)
    hand.press("Ctrl+Return")
    hand.until(lambda: hand.notice == "Made Winter hamper." and hand.page == "box")
    page = hand.bench.catalog.pages[BOX]
    hand.until(lambda: page.model.line_count == 4)
    hand.settle()
    assert page.isAncestorOf(hand.window.focusWidget() or hand.window)


def plan_it(hand: Hand) -> None:
    hand.press("Ctrl+1")
    hand.press("Ctrl+N")
    hand.dialog("new_event_dialog")
    hand.type("Winter fair")
    hand.press("Return")
    hand.until(lambda: plain(hand.window.windowTitle()).startswith("Winter fair"))
    hand.settle()
    hand.add("20 winter hamper")
    assert hand.column(hand.bench.event_page.view, Column.WHAT) == ["Winter hamper"]


def finalize(hand: Hand) -> Key:
    hand.press("Ctrl+Return")
    hand.dialog("finalize_dialog")
    hand.type("As agreed")
    hand.press("Return")
    hand.until(lambda: hand.page == "snapshot")
    hand.settle()
    key = hand.bench.navigation.current
    assert key is not None
    assert key.kind is ThingKind.SNAPSHOT
    return key


def change_the_box(hand: Hand) -> None:
    hand.press("Ctrl+2")
    page = hand.bench.catalog.pages[BOX]
    hand.until(lambda: hand.page == "box" and page.detail().row.name == "Winter hamper")
    hand.settle()
    hand.press("Return")
    hand.press("Home")
    hand.press("F2")
    hand.press("Ctrl+A")
    hand.type("10")
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith("Winter hamper saved."))
    hand.settle()
    assert hand.notice == "Winter hamper saved. 1 coming plan uses it: Winter fair."


def change_a_recipe_in_it(hand: Hand) -> None:
    hand.press("Ctrl+Tab")
    hand.press("Ctrl+Tab")
    hand.until(lambda: hand.bench.catalog.panel.query.kind is RECIPE)
    hand.settle()
    hand.press("Ctrl+F")
    hand.type("biscotti")
    hand.press("Return")
    hand.until(lambda: hand.page == "recipe" and hand.bench.catalog.pages[RECIPE].detail())
    hand.settle()
    hand.press("Return")
    page = hand.bench.catalog.pages[RECIPE]
    hand.until(page.table.hasFocus)
    name = page.detail().row.name
    hand.type("7")
    hand.press("Return")
    hand.until(lambda: hand.notice.startswith(f"{name} saved."))
    hand.settle()
    assert hand.notice == f"{name} saved. 1 coming plan uses it: Winter fair."


def the_event_says_that_it_changed(hand: Hand) -> None:
    hand.press("Ctrl+1")
    hand.press("Left")
    hand.until(lambda: hand.page == "event")
    hand.until(lambda: hand.column(hand.bench.list.view, 1)[0] == "2 changes since 1")
    hand.settle()
