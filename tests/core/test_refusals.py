"""What is refused is refused with a sentence of ours, and leaves a caller's session as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from core.domain.keys import ComponentKind
from core.domain.rows import CheckReason, SourceRef
from core.errors import (
    CircularReferenceError,
    CoreError,
    CorruptDatabaseError,
    InvalidInputError,
    MaxDepthExceededError,
    NotFoundError,
    PlanningSnapshotError,
    SnapshotCreationError,
)
from core.models import Composition, Event, FinishedGood, Ingredient, Material
from core.services import (
    chunks,
    database,
    event_service,
    finalization_service,
    finished_good_service,
    finished_unit_service,
    history_service,
    plan_service,
    removal_service,
)
from core.services import planning_snapshot_service as snapshots
from core.services.catalog_service import find_choices
from core.services.contents_service import content_page, whole_tree
from core.services.database import session_scope
from core.services.edits import recording, revert
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.finished_good_service import ContentInput
from core.services.input_values import LONGEST_NOTES
from core.services.live_nesting import check_boxes
from tests.core.removals import bakery as bakery
from tests.core.removals import finalized
from tests.core.stored_rows import SEARCH, run, stored_rows, value
from tests.core.tampering import tamper
from tests.factories import Bakery, make_boxes

HUGE = 2**70
BOX, ITEM = ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT


class TestNumbersThatNoRowHas:
    def test_are_absent_to_the_functions_that_may_find_nothing(self, bakery: Bakery) -> None:
        assert snapshots.get_planning_snapshot(HUGE) is None
        assert snapshots.get_planning_snapshots_by_event(HUGE) == []
        assert snapshots.delete_planning_snapshot(-HUGE) is False
        assert finished_unit_service.get_finished_unit_snapshot(HUGE) is None
        assert finished_unit_service.get_finished_unit_snapshots_by_planning_id(HUGE) == []

    def test_are_said_to_be_gone_by_the_others(self, bakery: Bakery) -> None:
        refusals: list[tuple[type[CoreError], Callable[[], Any]]] = [
            (PlanningSnapshotError, lambda: snapshots.create_planning_snapshot(HUGE)),
            (
                SnapshotCreationError,
                lambda: finished_unit_service.create_finished_unit_snapshot(HUGE, 1),
            ),
            (NotFoundError, lambda: finalize_event_plan(HUGE)),
            (NotFoundError, lambda: preview_finalization(HUGE)),
            (NotFoundError, lambda: plan_service.set_quantity(HUGE, 1)),
            (NotFoundError, lambda: removal_service.restore(HUGE)),
            (NotFoundError, lambda: history_service.snapshot_detail(HUGE)),
        ]
        for kind, refused in refusals:
            with pytest.raises(kind):
                refused()


@pytest.mark.parametrize("wrong", [None, [], b"1", {}, object()])
def test_what_is_no_quantity_at_all_is_refused(bakery: Bakery, wrong: Any) -> None:
    with pytest.raises(InvalidInputError):
        plan_service.set_quantity(1, wrong)


@pytest.mark.parametrize("wrong", [None, [], b"x", 5])
def test_what_is_no_name_day_or_year_at_all_is_refused(bakery: Bakery, wrong: Any) -> None:
    with pytest.raises(InvalidInputError):
        event_service.create_event(wrong)
    if wrong is not None:
        with pytest.raises(InvalidInputError):
            event_service.create_event("x", notes=wrong)
        with pytest.raises(InvalidInputError):
            event_service.create_event("x", wrong)
    if isinstance(wrong, (list, bytes)):
        with pytest.raises(InvalidInputError):
            event_service.create_event("x", year=wrong)  # type: ignore[arg-type]


def test_a_part_whose_moment_cannot_be_read_is_said_in_a_sentence(bakery: Bakery) -> None:
    snapshot = finalized(bakery)
    part = value("SELECT min(id) FROM finished_unit_snapshots")
    tamper("UPDATE finished_unit_snapshots SET snapshot_date = 'rubbish'")
    with pytest.raises(CorruptDatabaseError, match="damaged"):
        snapshots.get_planning_snapshot(snapshot)
    with pytest.raises(CorruptDatabaseError, match="damaged"):
        finished_unit_service.get_finished_unit_snapshot(part)


class TestAmountsOfAnotherTool:
    @pytest.mark.parametrize("stored", ["0", "-5", "abc", "1/0", "", "99999999999"])
    def test_that_are_none_are_damage_and_never_kept(self, bakery: Bakery, stored: str) -> None:
        run("UPDATE plan_lines SET quantity = :q WHERE id = 1", q=stored)
        for refused in (
            lambda: preview_finalization(bakery.event_id),
            lambda: finalize_event_plan(bakery.event_id),
            lambda: content_page(SourceRef(event_id=bakery.event_id)),
        ):
            with pytest.raises(CorruptDatabaseError, match="amount"):
                refused()
        assert value("SELECT count(*) FROM planning_snapshots") == 0

    def test_inside_a_box_or_recipe_are_damage_too(self, bakery: Bakery) -> None:
        for table, column in (
            ("compositions", "component_quantity"),
            ("recipe_ingredients", "quantity"),
            ("recipe_components", "quantity"),
            ("finished_units", "items_per_batch"),
            ("material_units", "quantity_per_unit"),
            ("ingredients", "density_weight_amount"),
        ):
            before = value(f"SELECT {column} FROM {table} WHERE id = 1")
            run(f"UPDATE {table} SET {column} = '-1' WHERE id = 1")
            with pytest.raises(CorruptDatabaseError, match="amount"):
                finalize_event_plan(bakery.event_id)
            run(f"UPDATE {table} SET {column} = :v WHERE id = 1", v=before)
        run("UPDATE finished_units SET batch_percentage = '101' WHERE id = 1")
        with pytest.raises(CorruptDatabaseError, match="amount"):
            finalize_event_plan(bakery.event_id)

    @pytest.mark.parametrize(
        ("stored", "kept"), [("1.50", '"1.5"'), ("007", "7"), ("2/4", '"0.5"')]
    )
    def test_that_are_written_otherwise_are_kept_in_the_one_way(
        self, bakery: Bakery, stored: str, kept: str
    ) -> None:
        run("UPDATE plan_lines SET quantity = :q WHERE id = 1", q=stored)
        finalize_event_plan(bakery.event_id)
        assert f'"quantity":{kept},' in value("SELECT plan_data FROM planning_snapshots")


class TestReasons:
    def test_are_kept_as_they_are_returned(self, bakery: Bakery) -> None:
        row = finalize_event_plan(bakery.event_id, " caf\u0065\u0301\r\n")
        assert row.notes == "caf\u00e9"
        assert history_service.snapshot_row(row.id) == row.__class__(
            **{
                name: getattr(row, name)
                for name in row.__slots__
                if name not in ("counts", "to_check")
            }
        )
        assert finalize_event_plan(bakery.event_id, "  \n ").notes is None

    @pytest.mark.parametrize("notes", ["a\0b", "n" * (LONGEST_NOTES + 1), "\ud800", 5])
    def test_that_cannot_be_kept_are_refused(self, bakery: Bakery, notes: Any) -> None:
        with pytest.raises(InvalidInputError):
            finalize_event_plan(bakery.event_id, notes)
        assert value("SELECT count(*) FROM planning_snapshots") == 0

    def test_of_an_open_snapshot_are_in_nfc_and_not_too_long(self, bakery: Bakery) -> None:
        made = snapshots.create_planning_snapshot(notes=" e\u0301 ")
        assert made["notes"] == " \u00e9 "
        for wrong in ("n" * (LONGEST_NOTES + 1), 5):
            with pytest.raises(PlanningSnapshotError):
                snapshots.create_planning_snapshot(notes=wrong)  # type: ignore[arg-type]


def test_a_unit_that_is_chosen_later_is_so_everywhere(bakery: Bakery) -> None:
    run("UPDATE compositions SET is_generic = 1 WHERE material_unit_id = :id", id=bakery.bow_id)
    preview = preview_finalization(bakery.event_id)
    later = {each.name for each in preview.to_check if each.reason is CheckReason.CHOSEN_LATER}
    assert later == {"Wrapping", "Bow"}
    row = finalize_event_plan(bakery.event_id)
    live = whole_tree(SourceRef(event_id=bakery.event_id))
    kept = whole_tree(SourceRef(snapshot_id=row.id))
    assert [each.is_generic for _, each in live] == [each.is_generic for _, each in kept]
    assert {each.name for _, each in live if each.is_generic} == {"Wrapping", "Bow"}


class TestNestingFromAbove:
    def test_a_box_at_the_bottom_of_ten_takes_no_other(self, bakery: Bakery) -> None:
        with session_scope() as s:
            names = [f"n{n}" for n in range(10)]
            ids = make_boxes(s, {a: [b] for a, b in pairwise(names)})
        with session_scope() as s:
            bottom = s.get_one(FinishedGood, ids["n9"])
            bottom.components.append(
                Composition(finished_good_id=bakery.gift_box_id, component_quantity=1)
            )
            s.flush()
            with pytest.raises(MaxDepthExceededError):
                check_boxes(s, [bottom.id])
            s.rollback()

    def test_a_box_of_many_boxes_is_checked_in_few_statements(self, bakery: Bakery) -> None:
        inside = [finished_good_service.create_finished_good(f"b{n}").key for n in range(30)]
        contents = [ContentInput(BOX, key.id, 1) for key in inside if key is not None]
        with session_scope() as s:
            seen: list[str] = []
            engine = s.connection().engine
            listener = lambda _c, _k, statement, *_: seen.append(statement)  # noqa: E731
            event.listen(engine, "before_cursor_execute", listener)
            made = finished_good_service.create_finished_good("all", contents=contents, session=s)
            assert made.key is not None
            seen.clear()
            check_boxes(s, [made.key.id])
            event.remove(engine, "before_cursor_execute", listener)
        assert len(seen) == 1


class TestInACallersSession:
    def test_a_refused_box_leaves_nothing(self, bakery: Bakery) -> None:
        before = stored_rows(leave_out=SEARCH)
        with session_scope() as s:
            make_boxes(s, {"A": ["B"], "B": ["A"]})
            loop = s.query(FinishedGood).filter_by(display_name="A").one().id
            with pytest.raises(CircularReferenceError):
                finished_good_service.create_finished_good(
                    "Round", contents=[ContentInput(BOX, loop, 1)], session=s
                )
            assert s.query(FinishedGood).filter_by(display_name="Round").count() == 0
            assert s.query(FinishedGood).filter_by(display_name="A").count() == 1
            s.rollback()
        assert stored_rows(leave_out=SEARCH) == before

    def test_a_refused_finalizing_leaves_nothing(
        self, bakery: Bakery, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finalization_service, "manifest_hash", lambda *_: "0" * 64)
        before = stored_rows(leave_out=SEARCH)
        with session_scope() as s, pytest.raises(PlanningSnapshotError):
            finalize_event_plan(bakery.event_id, session=s)
        assert stored_rows(leave_out=SEARCH) == before

    def test_the_databases_own_errors_pass_untouched(self, bakery: Bakery) -> None:
        run("ALTER TABLE plan_lines RENAME TO hidden")
        with session_scope(write=False) as s, pytest.raises(SQLAlchemyError):
            preview_finalization(bakery.event_id, session=s)

    def test_a_read_that_fails_says_nothing_of_changes(self, bakery: Bakery) -> None:
        run("ALTER TABLE plan_lines RENAME TO hidden")
        with pytest.raises(CoreError) as refused:
            content_page(SourceRef(event_id=bakery.event_id))
        assert "changed" not in refused.value.sentence
        assert "did not take" not in refused.value.sentence


class TestTakingBack:
    def test_a_swap_of_slugs_is_taken_back_and_done_again(self, bakery: Bakery) -> None:
        with session_scope() as s, recording(s) as recorder:
            one, other = (s.get_one(Ingredient, each) for each in (1, 2))
            slugs = one.slug, other.slug
            one.slug = "between"
            s.flush()
            other.slug = slugs[0]
            s.flush()
            one.slug = slugs[1]
        swapped = stored_rows()["ingredients"]
        redo = revert(recorder.edit)
        found = [row["slug"] for row in stored_rows()["ingredients"]]
        assert found[:2] == list(slugs)
        revert(redo)
        assert stored_rows()["ingredients"] == swapped

    def test_a_redone_event_has_its_snapshots_again(self, bakery: Bakery) -> None:
        made = event_service.create_event("Party")
        assert made.key is not None
        line = plan_service.add_line(made.key.id, ITEM, source_id=bakery.cookie_id, quantity=3)
        row = finalize_event_plan(made.key.id)
        removed = removal_service.remove_snapshots([row.id])
        revert(line)
        redo = revert(made)
        removal_service.restore(removed)
        revert(redo)
        again = history_service.snapshot_row(row.id)
        assert again is not None
        assert again.event_id == made.key.id

    def test_a_material_with_units_is_kept_from_deletion_by_the_database(
        self, bakery: Bakery
    ) -> None:
        before = stored_rows()

        def delete() -> None:
            with session_scope() as s:
                material = s.query(Material).filter_by(name="Red ribbon").one()
                assert material.units
                s.delete(material)

        with pytest.raises(CoreError, match="still needs it"):
            delete()
        assert stored_rows() == before


def test_statements_never_hold_more_values_than_the_database_takes(
    bakery: Bakery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks.in_chunks, "__defaults__", (100,))
    with session_scope() as s, recording(s) as recorder:
        events = [Event(name=f"E{n}") for n in range(800)]
        s.add_all(events)
        s.flush()
        ids = [each.id for each in events]
        driver: Any = s.connection().connection.dbapi_connection
    driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 700)
    before = stored_rows()
    removed = removal_service.remove(ids, [])
    removal_service.restore(removed)
    assert stored_rows() == before
    assert removal_service.owners_of(ids) == ()
    assert removal_service.purge(ids) == 0
    plan_service.remove_lines(ids[3:])
    redo = revert(recorder.edit)
    assert value("SELECT count(*) FROM events") == 1
    revert(redo)
    assert stored_rows() == before


def test_text_is_still_text(bakery: Bakery) -> None:
    with database.session_scope(write=False) as s:
        assert s.execute(text("SELECT CAST(x'61ff' AS TEXT)")).scalar_one() == "a\ufffd"


def test_lines_of_a_recipe_stand_in_their_order_not_in_that_of_their_making(
    bakery: Bakery,
) -> None:
    run(
        "UPDATE recipe_ingredients SET sort_order = 10 - sort_order WHERE recipe_id = :id",
        id=bakery.dough_id,
    )
    snapshot = finalized(bakery)
    held = snapshots.get_planning_snapshot(snapshot)
    assert held is not None
    (cookie,) = (
        each["definition_data"]
        for each in held["finished_unit_snapshots"]
        if each["definition_data"]["display_name"] == "Sugar cookie"
    )
    recipe = cookie["recipe"]["recipes"][cookie["recipe"]["root"]]
    found = [(line["name"], line["unit"]) for line in recipe["lines"]]
    assert found == [("Sugar", "tbsp"), ("Sugar", "cup"), ("Flour", "cup")]


def test_a_unit_that_only_counts_is_found_by_its_materials_new_name(bakery: Bakery) -> None:
    run("UPDATE material_units SET name = '1 piece' WHERE id = :id", id=bakery.bow_id)
    with session_scope() as s, recording(s):
        s.query(Material).filter_by(name="Red ribbon").one().name = "Blue ribbon"
    kinds = {(each.kind, each.id) for each in find_choices("blue ribbon")}
    assert kinds == {(ComponentKind.MATERIAL_UNIT, bakery.bow_id)}
