"""Sums of what another tool damaged: a sentence says so; no traceback, and never a wrong number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.domain.definition import canonical_text
from core.errors import CoreError, CorruptDatabaseError
from core.services import comparison_service, plan_service
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.plan_summary_service import summarize_event, summarize_snapshot
from tests.core.removals import bakery as bakery
from tests.core.stored_rows import run, value
from tests.core.tampering import tamper
from tests.factories import Bakery

DEEP = "[" * 100_000 + "]" * 100_000


def finalized(bakery: Bakery) -> int:
    """With choices and stock of every sort in plan_data."""
    run("UPDATE ingredients SET stock_amount='5', stock_unit='lb', stock_as_of='2026-11-01'")
    run("UPDATE materials SET stock_amount='100', stock_unit='in', stock_as_of='2026-11-01'")
    plan_service.set_batches(bakery.event_id, bakery.cookie_id, 20, True, "oven")
    plan_service.set_buffer(1, 10)
    plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
    return finalize_event_plan(bakery.event_id).id


def change(data: Any, path: str, new: Any) -> None:
    """Sets what stands at the dotted path; "*" is the first of what is there."""
    *way, last = path.split(".")
    for step in (*way, last)[:-1]:
        data = data[_key(data, step)]
    data[_key(data, last)] = new


def _key(data: Any, step: str) -> Any:
    if isinstance(data, list):
        return 0 if step == "*" else int(step)
    return next(iter(data)) if step == "*" else step


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("lines.*.quantity", 0),
        ("lines.*.quantity", -3),
        ("lines.*.buffer_percent", -1),
        ("lines.*.source_uuid", "nobody"),
        ("lines.*.kind", "material"),
        ("batches.*.batches", -1),
        ("batches.*.batches", "x"),
        ("batches.*.chosen_at", "rubbish"),
        ("batches.*.reason", 7),
        ("batches.*.accepted_shortfall", -1),
        ("batches", []),
        ("shared_recipes", "abc"),
        ("stock", None),
        ("stock.ingredients.*.amount", -1),
        ("stock.ingredients.*.unit", 3),
        ("stock.materials.*.as_of", "rubbish"),
    ],
)
def test_a_damaged_choice_or_line_of_a_snapshot_is_said(
    bakery: Bakery, path: str, new: Any
) -> None:
    snapshot = finalized(bakery)
    plan = json.loads(value("SELECT plan_data FROM planning_snapshots"))
    change(plan, path, new)
    tamper("UPDATE planning_snapshots SET plan_data = :plan", plan=canonical_text(plan))
    with pytest.raises(CorruptDatabaseError):
        summarize_snapshot(snapshot)


@pytest.mark.parametrize(
    ("table", "path", "new"),
    [
        ("finished_good", "components.*.component_type", "bundle"),
        ("finished_good", "components.*.component_type", "material"),
        ("finished_good", "components.*.is_generic", True),
        ("finished_good", "components.*.original_uuid", "nobody"),
        ("finished_good", "components.*.component_quantity", 0),
        ("finished_unit", "batch_percentage", 150),
        ("finished_unit", "batch_percentage", 0),
        ("finished_unit", "items_per_batch", -1),
        ("finished_unit", "recipe.recipes.*.lines.*.quantity", 0),
        ("finished_unit", "recipe.recipes.*.lines.*.unit", None),
        ("finished_unit", "recipe.root", "nobody"),
        ("material_unit", "quantity_per_unit", 0),
    ],
)
def test_a_damaged_definition_of_a_snapshot_is_said(
    bakery: Bakery, table: str, path: str, new: Any
) -> None:
    snapshot = finalized(bakery)
    select = f"SELECT definition_data FROM {table}_snapshots ORDER BY id LIMIT 1"
    data = json.loads(value(select))
    if path == "batch_percentage":
        data["yield_mode"] = "batch_portion"
    change(data, path, new)
    tamper(
        f"UPDATE {table}_snapshots SET definition_data = :text"
        f" WHERE id = (SELECT min(id) FROM {table}_snapshots)",
        text=canonical_text(data),
    )
    with pytest.raises(CorruptDatabaseError):
        summarize_snapshot(snapshot)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE planning_snapshots SET plan_data = :deep",
        "UPDATE finished_unit_snapshots SET definition_data = :deep",
    ],
)
def test_what_is_nested_without_end_is_said(bakery: Bakery, statement: str) -> None:
    snapshot = finalized(bakery)
    tamper(statement, deep=DEEP)
    with pytest.raises(CorruptDatabaseError):
        summarize_snapshot(snapshot)
    assert comparison_service.event_changes(bakery.event_id).is_unknown


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chosen_batches SET chosen_at = 'rubbish'",
        "UPDATE chosen_batches SET chosen_at = 2.5",
        "UPDATE chosen_batches SET batches = '-1'",
        "UPDATE chosen_batches SET accepted_shortfall = 'x'",
        "UPDATE ingredients SET stock_as_of = 'rubbish'",
        "UPDATE materials SET stock_as_of = x'ff'",
        "UPDATE ingredients SET stock_unit = x'ff'",
        "UPDATE ingredients SET stock_amount = '-1'",
        "UPDATE recipe_ingredients SET unit = x'ff'",
        "UPDATE materials SET display_unit = x'ff'",
        "UPDATE finished_units SET item_unit = x'ff'",
        "UPDATE plan_lines SET quantity = '0'",
        "UPDATE plan_lines SET buffer_percent = '-1'",
        "UPDATE finished_units SET batch_percentage = '150'",
    ],
)
def test_a_plan_that_another_tool_damaged_is_said_to_be(bakery: Bakery, statement: str) -> None:
    finalized(bakery)
    run(statement)
    for act in (summarize_event, preview_finalization):
        with pytest.raises(CoreError) as refused:
            act(bakery.event_id)
        assert "damaged" in refused.value.sentence
    with pytest.raises(CorruptDatabaseError):
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30)
