"""The sums of whole plans as the window shows them: portions, fillings, real recipes, old snapshots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.domain.keys import ComponentKind, Key, ThingKind
from core.models import (
    Composition,
    Event,
    FinishedUnit,
    Ingredient,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    YieldMode,
)
from core.services import event_service, plan_service
from core.services.catalog_edit_service import set_stock
from core.services.database import session_scope
from core.services.finalization_service import finalize_event_plan
from core.services.importers import import_file
from core.services.plan_summary_service import summarize_event
from gui.arguments import Options
from gui.tab_names import BATCHES, PLAN, SHOPPING
from gui.widgets.sums.sums_pane import SumsPane
from tests.factories import make_two_boxes, open_file
from tests.journeys.sums import cells, turn, turn_to
from tests.window import Hand, plain

pytestmark = pytest.mark.journey

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "sample_data_all_transformed.json"
OpenWindow = Callable[..., Hand]


def open_on(open_window: OpenWindow, path: Path, item: FinishedUnit, *, quantity: object) -> Hand:
    """The window on the page of an event that plans so many of the item."""
    with open_file(path), session_scope() as session:
        event = Event(name="Market", event_date=date(2099, 12, 12))
        session.add_all([item, event])
        session.flush()
        event.plan_lines = [PlanLine(finished_unit_id=item.id, quantity=quantity)]
    hand = open_window(Options(database=path))
    hand.until(lambda: hand.page == "event")
    hand.settle()
    return hand


@pytest.mark.parametrize(
    ("percent", "wanted", "row"),
    [
        ("25", "6", ["6", "2", "8", "2"]),
        ("30", "10", ["10", "4", "12", "2"]),
        ("60", "2", ["2", "2", "2", "0"]),
    ],
)
def test_portions_are_whole(
    open_window: OpenWindow, tmp_path: Path, percent: str, wanted: str, row: list[str]
) -> None:
    cake = FinishedUnit(
        display_name="Slice", yield_mode=YieldMode.BATCH_PORTION, batch_percentage=percent
    )
    hand = open_on(open_window, tmp_path / "a.db", cake, quantity=wanted)
    assert cells(turn_to(hand, BATCHES), "Slice")[1:5] == row


def test_a_cake_with_its_filling_needs_the_flour_of_cakes_and_the_sugar_of_fillings(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    frosting, cake = Recipe(name="Frosting"), Recipe(name="Cake")
    sugar, flour = Ingredient(name="Sugar"), Ingredient(name="Flour")
    frosting.ingredients = [RecipeIngredient(ingredient=sugar, quantity="0.33", unit="cup")]
    cake.ingredients = [RecipeIngredient(ingredient=flour, quantity=3, unit="cup")]
    cake.components = [RecipeComponent(component_recipe=frosting, quantity=2)]
    item = FinishedUnit(display_name="Layer cake", recipe=cake, items_per_batch=1)
    hand = open_on(open_window, tmp_path / "a.db", item, quantity=5)
    shown = turn_to(hand, SHOPPING)
    assert cells(shown, "Flour")[1] == "15 cup"
    assert cells(shown, "Sugar")[1] == "3 1/3 cup"
    how = cells(shown, "Sugar")[4]
    assert how == "3 1/3 cup = Frosting 10 batches × 1/3 cup (from 0.33)"


def test_pieces_begun_are_whole(open_window: OpenWindow, tmp_path: Path) -> None:
    tart = FinishedUnit(display_name="Tart", items_per_batch=1, item_unit="tarts")
    hand = open_on(open_window, tmp_path / "a.db", tart, quantity="7.5")
    assert cells(turn_to(hand, BATCHES), "Tart")[1:4] == ["8", "8", "8"]


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not beside this checkout")
def test_all_recipes_of_a_real_catalog_add_up_at_once(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "real.db"
    with open_file(path):
        import_file(REAL)
        event = event_service.create_event("Everything", date(2099, 1, 1)).key
        assert event is not None
        with session_scope() as session:
            ids = list(session.scalars(select(FinishedUnit.id)))
        for each in ids:
            plan_service.add_line(
                event.id, ComponentKind.FINISHED_UNIT, source_id=each, quantity=30
            )
        summary = summarize_event(event.id)
    hand = open_window(Options(database=path))
    hand.choose(event)
    shown = turn_to(hand, BATCHES)
    items = [row for row in shown.table.parts.rows() if row.key[0] == "item"]  # type: ignore[index]
    assert len(items) == len(ids) == 20
    shopping = turn_to(hand, SHOPPING)
    names = {row.cells[0].text for row in shopping.table.parts.rows() if not row.is_head}
    assert names == {row.name for row in (*summary.ingredients, *summary.materials)}
    assert len(shopping.left_out_table.parts.rows()) == len(summary.not_counted)


def everything(shown: SumsPane) -> list[list[str]]:
    parts = shown.table.parts
    return [
        [plain(str(parts.index(row, at).data())) for at in range(parts.columnCount())]
        for row in range(parts.rowCount())
    ]


def change_all(session: Any) -> None:
    """The recipe, the yield and a box."""
    session.scalars(select(RecipeIngredient)).first().quantity = 99
    session.scalars(
        select(FinishedUnit).where(FinishedUnit.display_name == "Sugar cookie")
    ).one().items_per_batch = 5
    session.scalars(select(Composition)).first().component_quantity = 77


def test_a_snapshots_tabs_stay_when_recipe_yield_box_and_stock_change(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "rose-street.db"
    with open_file(path):
        with session_scope() as session:
            event_id = make_two_boxes(session)
        set_stock(Key(ThingKind.INGREDIENT, 1), 5, "lb")
        snapshot = finalize_event_plan(event_id)
    hand = open_window(Options(database=path))
    key = Key(ThingKind.SNAPSHOT, snapshot.id)
    hand.choose(key)
    tabs = hand.bench.snapshot_page.tabs
    before = [everything(turn(hand, tabs, tab)) for tab in (BATCHES, SHOPPING)]
    assert [row[2] for row in before[1] if row[0] == "Flour"] == ["5 lb (18.82 cup)"]
    with hand.watch.allow_sql():
        with session_scope() as session:
            change_all(session)
        set_stock(Key(ThingKind.INGREDIENT, 1), 50, "lb")
    hand.choose(Key(ThingKind.EVENT, event_id))
    hand.bench.commands.read_again()
    live = everything(turn_to(hand, BATCHES))
    assert live != before[0]
    turn_to_plan(hand)
    hand.choose(key)
    tabs.show_tab(PLAN)
    after = [everything(turn(hand, tabs, tab)) for tab in (BATCHES, SHOPPING)]
    assert after == before


def turn_to_plan(hand: Hand) -> None:
    hand.bench.event_page.tabs.show_tab(PLAN)
    hand.settle()
