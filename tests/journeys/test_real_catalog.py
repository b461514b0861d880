"""From a real catalog to two snapshots, a deletion and its undo, through the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from core.domain.keys import Key, ThingKind
from core.services import recipe_service
from core.services.database import session_scope
from core.services.planning_snapshot_service import get_planning_snapshot
from gui.arguments import Options
from tests.window import Hand

CATALOG = Path(__file__).parents[2].parent / "shared" / "data" / "sample_data_all_transformed.json"

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CATALOG.exists(), reason="the real catalogs are not on this machine"),
]


def dump_of(hand: Hand, snapshot_id: int) -> list[tuple[object, ...]]:
    """Every stored byte of a snapshot that must stay as it is."""
    with hand.watch.allow_sql(), session_scope(write=False) as session:
        rows = [
            tuple(row)
            for row in session.execute(
                text(
                    "SELECT uuid, version, created_at, event_uuid, plan_data, manifest_hash"
                    " FROM planning_snapshots WHERE id = :id"
                ),
                {"id": snapshot_id},
            )
        ]
        for kind in ("finished_unit", "finished_good", "material_unit"):
            rows += [
                tuple(row)
                for row in session.execute(
                    text(
                        f"SELECT id, uuid, definition_data, definition_hash FROM {kind}_snapshots"
                        " WHERE planning_snapshot_id = :id ORDER BY id"
                    ),
                    {"id": snapshot_id},
                )
            ]
        return rows


def test_a_real_catalog_is_imported_planned_finalized_changed_deleted_and_brought_back(
    open_window: Callable[..., Hand], tmp_path: Path
) -> None:
    hand = open_window(Options(database=tmp_path / "rose.db", import_file=CATALOG))
    import_it(hand)
    event = make_event(hand)
    plan_three_lines(hand)
    first = finalize(hand, "First thoughts")
    before = dump_of(hand, first.id)
    change_a_recipe(hand)
    hand.choose(event)
    second = finalize(hand, "Less butter")
    assert dump_of(hand, first.id) == before
    with hand.watch.allow_sql():
        one, two = get_planning_snapshot(first.id), get_planning_snapshot(second.id)
    assert one is not None
    assert two is not None
    assert one["finished_unit_snapshots"] != two["finished_unit_snapshots"]
    delete_and_undo(hand, second)
    delete_the_event_and_undo(hand, event, {first, second})
    assert dump_of(hand, first.id) == before


def import_it(hand: Hand) -> None:
    hand.until(lambda: hand.page == "import" and hand.bench.import_page.import_button.isVisible())
    assert "Nothing has been changed yet" in hand.bench.import_page.sentence()
    hand.bench.import_page.import_button.click()
    hand.until(lambda: hand.notice.startswith("Imported 413 ingredients, 20 recipes, 20 items"))
    hand.settle()
    assert "Christmas 2026" in hand.list_rows()


def make_event(hand: Hand) -> Key:
    hand.press("Ctrl+N")
    dialog = hand.dialog("new_event_dialog")
    hand.type("Winter fair")
    hand.press("Return")
    hand.until(lambda: not dialog.isVisible())
    hand.until(lambda: hand.page == "event" and hand.bench.event_page.event_row())
    hand.settle()
    key = hand.bench.navigation.current
    assert key is not None
    assert key.kind is ThingKind.EVENT
    assert hand.bench.list.selected_keys() == (key,)
    return key


def plan_three_lines(hand: Hand) -> None:
    for typed in ("50 biscotti", "4 dz gingerbread", "60 window cake"):
        hand.add(typed)
    view = hand.bench.event_page.view
    assert hand.column(view, 2) == ["50", "48", "60"]
    assert hand.bench.event_page.adder.pending_text() == ""


def finalize(hand: Hand, reason: str) -> Key:
    hand.press("Ctrl+Return")
    dialog = hand.dialog("finalize_dialog")
    hand.type(reason)
    hand.press("Return")
    hand.until(lambda: not dialog.isVisible())
    hand.until(lambda: hand.page == "snapshot" and "Finalized Winter fair" in hand.notice)
    hand.settle()
    key = hand.bench.navigation.current
    assert key is not None
    assert key.kind is ThingKind.SNAPSHOT
    return key


def change_a_recipe(hand: Hand) -> None:
    with hand.watch.allow_sql():
        with session_scope(write=False) as session:
            line_id = session.execute(
                text(
                    "SELECT recipe_ingredients.id FROM recipe_ingredients JOIN recipes"
                    " ON recipes.id = recipe_id WHERE recipes.name LIKE '%Biscotti%' LIMIT 1"
                )
            ).scalar_one()
        recipe_service.set_recipe_line(line_id, quantity="7")


def delete_and_undo(hand: Hand, key: Key) -> None:
    kept = dump_of(hand, key.id)
    hand.choose(key)
    hand.bench.list.view.setFocus()
    hand.press("Del")
    dialog = hand.dialog("delete_dialog")
    hand.answer(dialog, "Delete snapshot 2")
    hand.until(lambda: "Deleted snapshot 2" in hand.notice)
    assert dump_of(hand, key.id) == []
    hand.press("Ctrl+Z")
    hand.until(lambda: "Undone" in hand.notice)
    hand.settle()
    assert dump_of(hand, key.id) == kept
    assert hand.bench.list.selected_keys() == (key,)


def delete_the_event_and_undo(hand: Hand, event: Key, snapshots: set[Key]) -> None:
    hand.choose(event)
    hand.bench.list.view.setFocus()
    hand.press("Del")
    dialog = hand.dialog("delete_dialog")
    hand.answer(dialog, "Delete event")
    hand.until(lambda: "Deleted Winter fair" in hand.notice)
    hand.settle()
    assert "Winter fair" not in hand.list_rows()
    without = hand.bench.model.without_event_index()
    hand.bench.list.view.expand(without)
    hand.settle()
    assert len(hand.list_rows()["Without event"]) == 2
    hand.press("Ctrl+Z")
    hand.until(lambda: "Undone" in hand.notice)
    hand.settle()
    assert "Without event" not in hand.list_rows()
    hand.bench.list.view.expand(hand.bench.model.find(event))
    hand.settle()
    assert set(hand.keys_below(event)) == snapshots
