"""Two snapshots, a snapshot and the plan now, and a snapshot and today's catalog, from a file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import text

from core.domain.comparison import DiffSide, SideKind, SnapshotDiff
from core.domain.keys import ComponentKind
from core.errors import CorruptDatabaseError, NotFoundError
from core.services import comparison_service, database, event_service, plan_service
from core.services import planning_snapshot_service as open_snapshots
from core.services.comparison_service import (
    compare_snapshots,
    compare_with_catalog,
    compare_with_draft,
)
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import create_finished_good_snapshot
from core.services.plan_summary_service import summarize_event, summarize_snapshot
from tests.core.stored_rows import bakery_in_memory, run, value
from tests.core.tampering import tamper
from tests.factories import SNAPSHOT_TABLES, Bakery, make_boxes, open_bakery

# On the new side; the cookie and the bow stand in the gift box, and that in the hamper.
COOKIE = ("Hamper", "Sugar cookie")
EDITS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "a line": (
        "UPDATE plan_lines SET quantity = '60' WHERE sort_order = 0",
        [(("Hamper",), "line", "quantity", Fraction(50), Fraction(60))],
    ),
    "a line's note": (
        "UPDATE plan_lines SET notes = NULL WHERE sort_order = 0",
        [(("Hamper",), "line", "notes", "for the Johnsons", None)],
    ),
    "inside a box": (
        "UPDATE compositions SET component_quantity = '13' WHERE component_quantity = '12'",
        [
            (
                ("Hamper", "Gift box", "Sugar cookie"),
                "content",
                "quantity",
                Fraction(12),
                Fraction(13),
            )
        ],
    ),
    "a box": (
        "UPDATE finished_goods SET packaging_instructions = 'straw' WHERE display_name = 'Hamper'",
        [(("Hamper",), "box", "packaging_instructions", None, "straw")],
    ),
    "a yield": (
        "UPDATE finished_units SET items_per_batch = '40' WHERE display_name = 'Sugar cookie'",
        [(COOKIE, "item", "items_per_batch", Fraction(48), Fraction(40))],
    ),
    "a yield where there was none": (
        "UPDATE finished_units SET batch_percentage = '50' WHERE display_name LIKE 'Cel%'",
        [(("Celebration cake",), "item", "batch_percentage", None, Fraction(50))],
    ),
    "a recipe line": (
        "UPDATE recipe_ingredients SET quantity = '0.75' WHERE sort_order = 2",
        [
            (
                (*COOKIE, "Sugar cookies (rolled)", "Sugar"),
                "recipe_line",
                "quantity",
                Fraction(2),
                Fraction(3, 4),
            )
        ],
    ),
    "a recipe in a recipe": (
        "UPDATE recipe_ingredients SET unit = 'tbsp' WHERE quantity = '0.33'",
        [
            (
                ("Celebration cake", "Vanilla cream", "Sugar"),
                "recipe_line",
                "quantity",
                Fraction("0.33"),
                Fraction("0.33"),
            )
        ],
    ),
    "a density": (
        "UPDATE ingredients SET density_weight_amount = '4.5' WHERE name = 'Flour'",
        [
            (
                (*COOKIE, "Sugar cookies (rolled)", "Flour"),
                "ingredient",
                "density",
                Fraction("4.25"),
                Fraction("4.5"),
            )
        ],
    ),
    "a unit of a material": (
        "UPDATE material_units SET quantity_per_unit = '25.4' WHERE name = 'Bow'",
        [(("Bow",), "material_unit", "quantity_per_unit", Fraction(12), Fraction(10))],
    ),
    "a material": (
        "UPDATE materials SET category = 'Ribbons' WHERE name = 'Red ribbon'",
        [(("Bow", "Red ribbon"), "material", "category", None, "Ribbons")],
    ),
    "a material that is chosen later": (
        "UPDATE materials SET name = 'Tissue' WHERE name = 'Wrapping'",
        [(("Hamper", "Tissue"), "material", "name", "Wrapping", "Tissue")],
    ),
    "numbers of the order": ("UPDATE plan_lines SET sort_order = sort_order * 10 + 5", []),
    "the event": ("UPDATE events SET name = 'Other', notes = 'x'", []),
    "something retired": (
        "UPDATE finished_units SET retired_at = '2026-11-01 00:00:00.000000'",
        [],
    ),
}


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def said(diff: SnapshotDiff) -> list[tuple[Any, ...]]:
    """Of what changed, and of that alone."""
    assert all(entry.change == "changed" for entry in diff.entries)
    return [
        (entry.path, entry.kind.value, entry.field, entry.old, entry.new) for entry in diff.entries
    ]


def changes(diff: SnapshotDiff) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(entry.change.value, entry.kind.value, entry.path) for entry in diff.entries]


def kept_rows() -> list[Any]:
    with database.session_scope(write=False) as session:
        return [
            list(session.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY id"))
            for table in SNAPSHOT_TABLES
        ]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_after_finalizing_is_told_and_the_snapshots_stay_as_they_were(
    bakery: Bakery, name: str
) -> None:
    statement, expected = EDITS[name]
    old = finalize_event_plan(bakery.event_id).id
    before = kept_rows()
    run(statement)
    assert said(compare_with_draft(old)) == expected
    is_of_the_plan = "plan_lines" in statement
    assert said(compare_with_catalog(old)) == ([] if is_of_the_plan else expected)
    assert kept_rows() == before
    new = finalize_event_plan(bakery.event_id).id
    both = kept_rows()
    assert said(compare_snapshots(old, new)) == expected
    assert compare_with_draft(new).is_empty
    assert compare_with_catalog(new).is_empty
    assert kept_rows() == both


def test_a_snapshot_does_not_differ_from_itself_nor_from_the_plan_it_was_made_of(
    bakery: Bakery,
) -> None:
    plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30)
    plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
    run("UPDATE ingredients SET stock_amount='5', stock_unit='lb', stock_as_of='2026-11-01'")
    snapshot = finalize_event_plan(bakery.event_id).id
    for diff in (
        compare_snapshots(snapshot, snapshot),
        compare_with_draft(snapshot),
        compare_with_catalog(snapshot),
    ):
        assert (diff.entries, diff.consequences, diff.is_empty) == ((), (), True)


def test_both_sides_are_named(bakery: Bakery) -> None:
    row = finalize_event_plan(bakery.event_id)
    run("UPDATE events SET name = 'Renamed'")
    draft = compare_with_draft(row.id)
    kept = DiffSide(
        SideKind.SNAPSHOT, bakery.event_id, "Christmas market", row.id, 1, row.created_at
    )
    assert draft.old_side == kept
    assert draft.new_side == DiffSide(SideKind.PLAN, bakery.event_id, "Renamed")
    catalog = compare_with_catalog(row.id).new_side
    assert (catalog.kind, catalog.version) == (SideKind.CATALOG, 1)


def test_snapshots_of_two_events_are_compared(bakery: Bakery) -> None:
    first = finalize_event_plan(bakery.event_id).id
    again = event_service.plan_again(first, "Next year")
    assert again.key is not None
    run(
        f"UPDATE plan_lines SET quantity = '55' WHERE quantity = '50' AND event_id = {again.key.id}"
    )
    second = finalize_event_plan(again.key.id).id
    diff = compare_snapshots(first, second)
    assert said(diff) == [(("Hamper",), "line", "quantity", Fraction(50), Fraction(55))]
    assert (diff.old_side.event_name, diff.new_side.event_name) == ("Christmas market", "Next year")


def test_what_she_chose_is_told_and_what_she_has_only_follows(bakery: Bakery) -> None:
    old = finalize_event_plan(bakery.event_id).id
    plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30)
    plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
    assert changes(compare_with_draft(old)) == [
        ("added", "choice", COOKIE),
        ("changed", "choice", (*COOKIE, "Sugar cookies (rolled)")),
    ]
    new = finalize_event_plan(bakery.event_id).id
    run("UPDATE ingredients SET stock_amount='5', stock_unit='lb', stock_as_of='2026-11-01'")
    diff = compare_with_draft(new)
    assert diff.is_empty
    assert {(each.kind.value, each.name) for each in diff.consequences} == {("buy", "Flour")}
    assert {(e.kind.value, e.name) for e in compare_with_catalog(new).consequences} == {
        ("buy", "Flour")
    }


def test_consequences_are_what_the_sums_of_both_sides_say(bakery: Bakery) -> None:
    old = finalize_event_plan(bakery.event_id).id
    run(EDITS["inside a box"][0])
    run(EDITS["a yield"][0])
    diff = compare_with_draft(old)
    before, now = summarize_snapshot(old), summarize_event(bakery.event_id)
    told = {(each.kind.value, each.name): (each.old, each.new) for each in diff.consequences}
    for row, other in zip(before.batches, now.batches, strict=True):
        assert told["pieces", row.name] == (row.need, other.need)
        assert told["batches", row.name] == (row.batches, other.batches)
    for amount, later in zip(before.ingredients, now.ingredients, strict=True):
        assert told["ingredient", amount.name] == (amount.quantity, later.quantity)
    assert len(told) == 2 * len(before.batches) + len(before.ingredients)


class TestToday:
    def test_what_is_in_the_catalog_no_more_is_removed(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        run("DELETE FROM plan_lines")
        tamper("PRAGMA defer_foreign_keys=ON",
               "UPDATE finished_unit_snapshots SET finished_unit_id = NULL",
               "DELETE FROM finished_units WHERE display_name = 'Celebration cake'")  # fmt: skip
        assert changes(compare_with_catalog(snapshot)) == [
            ("removed", "line", ("Celebration cake",))
        ]

    def test_what_was_made_again_with_the_same_slug_is_the_same_and_keeps_what_she_chose(
        self, bakery: Bakery
    ) -> None:
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 30)
        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        snapshot = finalize_event_plan(bakery.event_id).id
        for table in ("finished_units", "finished_goods", "material_units", "recipes",
                      "ingredients", "materials"):  # fmt: skip
            run(f"UPDATE {table} SET uuid = 'new ' || id || '{table}'")
        assert compare_with_catalog(snapshot).is_empty
        run("UPDATE finished_goods SET notes = 'x' WHERE display_name = 'Hamper'")
        diff = compare_with_catalog(snapshot)
        assert said(diff) == [(("Hamper",), "box", "notes", None, "x")]
        assert diff.consequences == ()

    def test_a_recipe_that_was_made_again_still_shares_its_batches(self, bakery: Bakery) -> None:
        run(f"UPDATE finished_units SET recipe_id = {bakery.dough_id}, batch_percentage = '50'"
            f" WHERE id = {bakery.cake_id}")  # fmt: skip
        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        snapshot = finalize_event_plan(bakery.event_id).id
        shared = [row.shared_batches for row in summarize_snapshot(snapshot).batches]
        assert shared == [29, 29]
        run("UPDATE recipes SET uuid = 'new ' || id")
        run("UPDATE finished_goods SET notes = 'x' WHERE display_name = 'Hamper'")
        diff = compare_with_catalog(snapshot)
        assert (len(diff.entries), diff.consequences) == (1, ())

    def test_another_thing_of_the_same_name_is_another(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        run("UPDATE finished_units SET uuid = 'new', slug = 'other' WHERE display_name LIKE 'Cel%'")
        assert changes(compare_with_catalog(snapshot)) == [
            ("removed", "line", ("Celebration cake",))
        ]
        assert changes(compare_with_draft(snapshot)) == [
            ("removed", "line", ("Celebration cake",)),
            ("added", "line", ("Celebration cake",)),
        ]

    def test_it_needs_no_event(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        run("DELETE FROM events")
        assert compare_with_catalog(snapshot).is_empty

    def test_its_statements_do_not_grow_with_the_plan(self, bakery: Bakery) -> None:
        def statements(snapshot: int) -> int:
            counted: list[str] = []

            def count(*details: Any) -> None:
                counted.append(details[2])

            with database.session_scope(write=False) as session:
                engine = session.get_bind().engine
            sqlalchemy_event.listen(engine, "before_cursor_execute", count)
            try:
                compare_with_catalog(snapshot)
            finally:
                sqlalchemy_event.remove(engine, "before_cursor_execute", count)
            return len(counted)

        few = statements(finalize_event_plan(bakery.event_id).id)
        for _ in range(20):
            run("INSERT INTO plan_lines (uuid, event_id, finished_good_id, quantity, sort_order)"
                " SELECT hex(randomblob(8)), 1, id, '3', 9 FROM finished_goods LIMIT 1")  # fmt: skip
        assert statements(finalize_event_plan(bakery.event_id).id) == few


class TestGone:
    def test_a_snapshot_that_is_gone(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        for compare in (
            lambda: compare_snapshots(snapshot, 99),
            lambda: compare_snapshots(99, snapshot),
            lambda: compare_with_draft(99),
            lambda: compare_with_catalog(99),
        ):
            with pytest.raises(NotFoundError):
                compare()

    def test_an_event_that_is_gone(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        run("DELETE FROM events")
        with pytest.raises(NotFoundError, match="The event of this snapshot was deleted"):
            compare_with_draft(snapshot)


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("finished_unit", '"items_per_batch":48', '"items_per_batch":"x"'),
        ("finished_unit", '"items_per_batch":48', '"items_per_batch":-4'),
        ("finished_unit", '"notes":"Chill overnight"', '"notes":7'),
        ("finished_unit", '"lines":[', '"lines":7,"x":['),
        ("finished_unit", '"slug":"sugar-cookie"', '"slog":""'),
        ("finished_good", '"component_quantity":12', '"component_quantity":[]'),
        ("finished_good", '"components":', '"contents":'),
        ("finished_good", '"component_type":"finished_unit"', '"component_type":"cake"'),
        ("material_unit", '"quantity_per_unit":"30.48"', '"quantity_per_unit":"0"'),
        ("material_unit", "{", "["),
    ],
)
def test_a_damaged_definition_is_said(bakery: Bakery, table: str, old: str, new: str) -> None:
    first = finalize_event_plan(bakery.event_id).id
    second = finalize_event_plan(bakery.event_id).id
    tamper(
        f"UPDATE {table}_snapshots SET definition_data = replace(definition_data, :old, :new)"
        f" WHERE planning_snapshot_id = {second}",
        old=old,
        new=new,
    )
    for compare in (
        lambda: compare_snapshots(first, second),
        lambda: compare_snapshots(second, first),
        lambda: compare_with_draft(second),
        lambda: compare_with_catalog(second),
    ):
        with pytest.raises(CorruptDatabaseError):
            compare()


@pytest.mark.parametrize("plan", [None, "{}", '{"lines":7,"to_check":[]}', "[" * 100_000])
def test_a_damaged_plan_is_said(bakery: Bakery, plan: str | None) -> None:
    snapshot = finalize_event_plan(bakery.event_id).id
    tamper("UPDATE planning_snapshots SET plan_data = :plan", plan=plan)
    for compare in (
        lambda: compare_snapshots(snapshot, snapshot),
        lambda: compare_with_draft(snapshot),
        lambda: compare_with_catalog(snapshot),
    ):
        with pytest.raises(CorruptDatabaseError):
            compare()


def test_a_definition_that_is_gone_is_said(bakery: Bakery) -> None:
    snapshot = finalize_event_plan(bakery.event_id).id
    run("UPDATE plan_lines SET quantity = '7'")
    tamper("DELETE FROM finished_unit_snapshots")
    with pytest.raises(CorruptDatabaseError):
        compare_with_draft(snapshot)


def test_a_snapshot_that_was_never_finalized_is_compared_by_what_it_holds(bakery: Bakery) -> None:
    opened = [int(open_snapshots.create_planning_snapshot(bakery.event_id)["id"]) for _ in "ab"]
    create_finished_good_snapshot(bakery.gift_box_id, opened[0])
    run(EDITS["inside a box"][0])
    create_finished_good_snapshot(bakery.gift_box_id, opened[1])
    assert said(compare_snapshots(*opened)) == [
        (("Gift box", "Sugar cookie"), "content", "quantity", Fraction(12), Fraction(13))
    ]


def test_ten_boxes_in_one_another(tmp_path: Path) -> None:
    names = [f"Level {level}" for level in range(1, 11)]
    with open_bakery(tmp_path / "a.db") as bakery:
        with database.session_scope() as session:
            ids = make_boxes(session, {a: [b] for a, b in pairwise(names)})
        run("INSERT INTO compositions (uuid, assembly_id, finished_unit_id, component_quantity,"
            f" sort_order, is_generic) VALUES ('c', {ids['Level 10']}, {bakery.cake_id}, '2', 0, 0)")  # fmt: skip
        plan_service.add_line(
            bakery.event_id, ComponentKind.FINISHED_GOOD, source_id=ids["Level 1"], quantity=3
        )
        snapshot = finalize_event_plan(bakery.event_id).id
        run("UPDATE compositions SET component_quantity = '5' WHERE uuid = 'c'")
        assert said(compare_with_draft(snapshot)) == [
            ((*names, "Celebration cake"), "content", "quantity", Fraction(2), Fraction(5))
        ]


def test_a_callers_session_is_read_with_what_it_has_not_written_yet(tmp_path: Path) -> None:
    with open_bakery(tmp_path / "a.db") as bakery:
        snapshot = finalize_event_plan(bakery.event_id).id
        with database.session_scope() as session:
            session.execute(text(EDITS["a line"][0]))
            assert not compare_with_draft(snapshot, session).is_empty
            assert compare_with_catalog(snapshot, session=session).is_empty
            assert compare_snapshots(snapshot, snapshot, session=session).is_empty
            session.rollback()
        assert compare_with_draft(snapshot).is_empty


def test_it_compares_after_the_file_was_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a commit would wait as long as the comparing takes."""
    with open_bakery(tmp_path / "a.db") as bakery:
        snapshot = finalize_event_plan(bakery.event_id).id
        compare = comparison_service.compare
        committed = []

        def meanwhile(*sides: Any, **more: Any) -> SnapshotDiff:
            run("UPDATE events SET notes = 'written meanwhile'")
            committed.append(value("SELECT notes FROM events"))
            return compare(*sides, **more)

        monkeypatch.setattr(comparison_service, "compare", meanwhile)
        compare_with_draft(snapshot)
        compare_with_catalog(snapshot)
        compare_snapshots(snapshot, snapshot)
        assert committed == ["written meanwhile"] * 3
