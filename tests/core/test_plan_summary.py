"""Sums of events and snapshots, and the choices about them: kept, frozen, undone, brought back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core.domain.changes import Edit
from core.domain.definition import canonical_text, text_hash
from core.domain.keys import ComponentKind
from core.domain.plan_summary import PlanSummary, Uncounted
from core.errors import (
    ConflictError,
    CorruptDatabaseError,
    InvalidInputError,
    NotFoundError,
)
from core.models import Event, FinishedUnit, PlanLine
from core.services import database, plan_service, removal_service
from core.services.comparison_service import event_changes
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.history_service import verify_snapshot
from core.services.importers import import_file
from core.services.plan_summary_service import summarize_event, summarize_snapshot
from core.services.planning_snapshot_service import create_planning_snapshot
from tests.core.domain.plans import amounts, batch, reasons, require_proofs
from tests.core.shops import shop, without_ids
from tests.core.stored_rows import (
    bakery_in_memory,
    empty_in_memory,
    run,
    snapshot_alone,
    stored_rows,
    value,
)
from tests.core.tampering import tamper
from tests.factories import Bakery

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "sample_data_all_transformed.json"


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def plan_kept(snapshot_id: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        value("SELECT plan_data FROM planning_snapshots WHERE id = :id", id=snapshot_id)
    )
    return found


def give_stock() -> None:
    run("UPDATE ingredients SET stock_amount='5', stock_unit='lb', stock_as_of='2026-11-01'")
    run("UPDATE materials SET stock_amount='100', stock_unit='in', stock_as_of='2026-11-01'")


def test_a_plan_and_its_snapshot_add_up_to_the_same(bakery: Bakery) -> None:
    live = summarize_event(bakery.event_id)
    require_proofs(live)
    row = batch(live, "Sugar cookie")
    assert (row.need, row.batches, row.makes) == (1275, 27, 1296)
    assert amounts(live.materials) == [("Red ribbon", 1320, "in")]
    assert reasons(live) == {
        ("Celebration cake", Uncounted.NO_YIELD),
        ("Wrapping", Uncounted.CHOSEN_LATER),
    }
    snapshot = finalize_event_plan(bakery.event_id)
    kept = summarize_snapshot(snapshot.id)
    assert (kept.snapshot_id, kept.snapshot_version, live.event_id) == (
        snapshot.id,
        1,
        bakery.event_id,
    )
    assert without_ids(kept) == without_ids(live)


def test_a_snapshot_says_the_same_for_ever_and_in_a_database_of_its_own(bakery: Bakery) -> None:
    give_stock()
    plan_service.set_batches(bakery.event_id, bakery.cookie_id, 20, True, "oven")
    plan_service.set_buffer(1, "33.33")
    plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
    snapshot = finalize_event_plan(bakery.event_id).id
    before = summarize_snapshot(snapshot)
    assert [row.name for row in before.to_buy] == ["Flour", "Red ribbon"]
    assert summarize_event(bakery.event_id).to_buy == before.to_buy
    run("UPDATE recipe_ingredients SET quantity = '7', unit = 'g'")
    run("UPDATE finished_units SET items_per_batch = '5'")
    run("UPDATE compositions SET component_quantity = '9'")
    run("UPDATE ingredients SET name = 'X', stock_amount = '1'")
    plan_service.set_batches(bakery.event_id, bakery.cookie_id, None)
    plan_service.share_batch(bakery.event_id, bakery.dough_id, False)
    plan_service.set_buffer(1, None)
    assert summarize_snapshot(snapshot) == before
    with snapshot_alone(snapshot) as alone:
        assert without_ids(summarize_snapshot(alone)) == without_ids(before)


def test_a_plan_without_choices_keeps_the_shape_it_always_had(bakery: Bakery) -> None:
    plan = plan_kept(finalize_event_plan(bakery.event_id).id)
    assert plan.keys() == {"lines", "to_check"}
    assert not any("buffer_percent" in line for line in plan["lines"])


def test_only_what_is_about_the_plan_is_kept(bakery: Bakery) -> None:
    give_stock()
    run("INSERT INTO ingredients (uuid, slug, name, stock_amount, stock_unit, stock_as_of)"
        " VALUES ('salt', 'salt', 'Salt', '1', 'cup', '2026-11-01')")  # fmt: skip
    run("INSERT INTO chosen_batches (uuid, event_id, finished_unit_uuid, batches, chosen_at)"
        " VALUES ('c', 1, 'gone', '3', '2026-11-01 00:00:00')")  # fmt: skip
    run("INSERT INTO shared_recipes (uuid, event_id, recipe_uuid) VALUES ('s', 1, 'gone')")
    plan = plan_kept(finalize_event_plan(bakery.event_id).id)
    assert plan.keys() == {"lines", "to_check", "stock"}
    assert len(plan["stock"]["ingredients"]) == 2
    assert len(plan["stock"]["materials"]) == 1


class TestChoices:
    def test_without_lines_there_are_no_batches_and_no_choices_and_undo_brings_both(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_batches(event, cookie, 7, True)
            plan_service.share_batch(event, 1, True)
            before, summary = stored_rows(), summarize_event(event)
            edit = plan_service.remove_lines(lines)
            assert without_ids(summarize_event(event)) == PlanSummary()
            assert value("SELECT count(*) FROM chosen_batches") == 0
            assert value("SELECT count(*) FROM shared_recipes") == 0
            again = revert(edit)
            assert stored_rows() == before
            assert summarize_event(event) == summary
            revert(again)
            assert value("SELECT count(*) FROM chosen_batches") == 0

    def test_one_line_less_leaves_the_choices(self) -> None:
        with shop() as (event, cookie, lines):
            plan_service.set_batches(event, cookie, 7, True)
            plan_service.remove_lines(lines[:1])
            assert batch(summarize_event(event), "Sugar cookie").batches == 7

    def test_each_can_be_undone_and_done_again(self, bakery: Bakery) -> None:
        acts: list[Edit] = []
        before = stored_rows()
        acts.append(plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30))
        acts.append(plan_service.set_buffer(1, 10))
        acts.append(plan_service.share_batch(bakery.event_id, bakery.dough_id, True))
        after = stored_rows()
        undone = [revert(edit) for edit in reversed(acts)]
        assert stored_rows() == before
        for edit in reversed(undone):
            revert(edit)
        assert stored_rows() == after

    @pytest.mark.parametrize("act", ["batches", "buffer", "share", "stock"])
    def test_a_choice_of_another_window_is_a_conflict_when_finalizing(
        self, bakery: Bakery, act: str
    ) -> None:
        digest = preview_finalization(bakery.event_id).digest
        if act == "batches":
            plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30)
        elif act == "buffer":
            plan_service.set_buffer(1, 10)
        elif act == "share":
            plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        else:
            give_stock()
        with pytest.raises(ConflictError):
            finalize_event_plan(bakery.event_id, expected=digest)

    def test_they_come_back_with_the_event_from_the_trash(self, bakery: Bakery) -> None:
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30, reason="spare")
        plan_service.set_buffer(1, 10)
        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        before, summary = stored_rows(), summarize_event(bakery.event_id)
        removed = removal_service.remove_event(bakery.event_id)
        assert value("SELECT count(*) FROM chosen_batches") == 0
        removal_service.restore(removed)
        assert stored_rows() == before
        assert summarize_event(bakery.event_id) == summary

    @pytest.mark.parametrize("percent", [None, 0, "0"])
    def test_no_buffer_is_none(self, bakery: Bakery, percent: Any) -> None:
        plan_service.set_buffer(1, 10)
        plan_service.set_buffer(1, percent)
        assert value("SELECT buffer_percent FROM plan_lines WHERE id = 1") is None

    @pytest.mark.parametrize("percent", ["-1", "1001", "x"])
    def test_a_buffer_that_is_none_is_refused(self, bakery: Bakery, percent: str) -> None:
        with pytest.raises(InvalidInputError):
            plan_service.set_buffer(1, percent)

    def test_a_buffer_is_a_change_since_the_snapshot(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        assert event_changes(bakery.event_id).count == 0
        plan_service.set_buffer(1, 10)
        assert event_changes(bakery.event_id).count == 1
        assert finalize_event_plan(bakery.event_id).summary == "Hamper extra"


def test_in_a_callers_session_what_is_not_committed_counts(bakery: Bakery) -> None:
    with database.session_scope() as s:
        s.get_one(PlanLine, 1).quantity = Fraction(1)
        assert batch(summarize_event(bakery.event_id, s), "Sugar cookie").need == Fraction(51, 2)
        s.rollback()


def test_what_is_not_there_is_said(bakery: Bakery) -> None:
    with pytest.raises(NotFoundError):
        summarize_event(999)
    with pytest.raises(NotFoundError):
        summarize_snapshot(999)
    opened = create_planning_snapshot(bakery.event_id)["id"]
    assert without_ids(summarize_snapshot(opened)) == PlanSummary()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM finished_unit_snapshots",
        "UPDATE finished_unit_snapshots SET definition_data = '{}'",
        "UPDATE finished_unit_snapshots SET definition_data = replace(definition_data, '48', '0')",
        "UPDATE planning_snapshots SET plan_data = replace(plan_data, '\"lines\"', '\"batches\"')",
    ],
)
def test_a_damaged_snapshot_is_said_to_be(bakery: Bakery, statement: str) -> None:
    snapshot = finalize_event_plan(bakery.event_id).id
    tamper(statement)
    with pytest.raises(CorruptDatabaseError):
        summarize_snapshot(snapshot)
    assert not verify_snapshot(snapshot).is_unchanged


@pytest.mark.skipif(not REAL.exists(), reason="the real catalog is not on this machine")
def test_every_line_of_a_real_catalog_is_counted_or_told() -> None:
    with empty_in_memory():
        import_file(REAL)
        with database.session_scope() as s:
            event = Event(name="All")
            s.add(event)
            s.flush()
            for unit in s.query(FinishedUnit).order_by(FinishedUnit.id):
                event.plan_lines.append(PlanLine(finished_unit_id=unit.id, quantity=10))
            s.flush()
            event_id = event.id
        summary = summarize_event(event_id)
        require_proofs(summary)
        uuids = "SELECT r.uuid FROM recipe_ingredients l JOIN recipes r ON r.id = l.recipe_id"
        with database.session_scope(write=False) as s:
            lines = list(s.connection().exec_driver_sql(uuids).scalars())
            recipes = {unit.uuid: unit.recipe.uuid for unit in s.query(FinishedUnit) if unit.recipe}
        assert len(lines) == 224
        counted = {
            (term.source.uuid, term.source.place)
            for row in summary.ingredients
            for term in row.proof.terms
        }
        told = {
            (place.uuid, place.place)
            for each in summary.not_counted
            if each.reason is Uncounted.UNKNOWN_UNIT
            for place in each.places
        }
        hidden = {
            recipes[each.source.uuid]
            for each in summary.not_counted
            if each.reason is Uncounted.NO_YIELD
        } - {row.uuid for row in summary.recipes}
        not_counted = len(told) + sum(uuid in hidden for uuid in lines)
        assert not counted & told
        assert len(counted) + not_counted == 224
        assert len(counted) > 150
        assert {row.kind for row in summary.feasibility} <= {ComponentKind.FINISHED_UNIT}


def test_an_event_that_an_older_proofbook_removed_comes_back_without_choices(
    bakery: Bakery,
) -> None:
    before = stored_rows()
    removed = removal_service.remove_event(bakery.event_id)
    data = json.loads(value("SELECT data FROM removed_records"))
    for table in ("chosen_batches", "shared_recipes"):
        assert data.pop(table) == []
    for line in data["plan_lines"]:
        del line["buffer_percent"]
    older = canonical_text(data)
    run(
        "UPDATE removed_records SET data = :data, data_hash = :hash",
        data=older,
        hash=text_hash(older),
    )
    removal_service.restore(removed)
    assert stored_rows() == before
