"""The contents table: a plan and its snapshot show the same rows, down to the last box."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, SourceRef
from core.errors import NotFoundError
from core.services import contents_service, database, plan_service, removal_service
from core.services import planning_snapshot_service as open_snapshots
from core.services.contents_service import content_page, whole_tree
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import ContentInput, create_finished_good
from core.services.finished_unit_service import create_finished_unit
from core.services.history_service import snapshot_page, verify_snapshot
from core.services.material_unit_service import create_material_unit
from tests.core.stored_rows import bakery_in_memory, run, snapshot_alone, stored_rows, value
from tests.factories import Bakery, make_big_plan, make_boxes, open_bakery

BOX, ITEM, UNIT, MATERIAL = (
    ComponentKind.FINISHED_GOOD,
    ComponentKind.FINISHED_UNIT,
    ComponentKind.MATERIAL_UNIT,
    ComponentKind.MATERIAL,
)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


Tree = tuple[tuple[int, ContentRow], ...]


def shown(tree: Tree) -> list[tuple[Any, ...]]:
    """What the table shows of each row, and what tells two rows apart, for plan and snapshot."""
    return [
        (
            depth,
            row.kind,
            row.name,
            row.unit,
            row.in_each,
            row.in_all,
            row.notes,
            row.has_children,
            row.is_generic,
            row.has_no_yield,
            row.thing_uuid,
            row.sort_order,
        )
        for depth, row in tree
    ]


def plan_tree(bakery: Bakery) -> Tree:
    return whole_tree(SourceRef(event_id=bakery.event_id))


def snapshot_tree(snapshot_id: int) -> Tree:
    return whole_tree(SourceRef(snapshot_id=snapshot_id))


WHOLE = [
    (0, "Hamper", "boxes", None, Fraction(50)),
    (1, "Gift box", "boxes", Fraction(2), Fraction(100)),
    (2, "Sugar cookie", "cookies", Fraction(12), Fraction(1200)),
    (2, "Bow", "each", Fraction(1), Fraction(100)),
    (1, "Sugar cookie", "cookies", Fraction(3, 2), Fraction(75)),
    (1, "Wrapping", "each", Fraction(1), Fraction(50)),
    (0, "Celebration cake", "8-inch round", None, Fraction(5, 2)),
    (0, "Bow", "each", None, Fraction(10)),
]


class TestPlanAndSnapshotAlike:
    def test_show_names_units_in_each_and_in_all_of_every_row(self, bakery: Bakery) -> None:
        for tree in (plan_tree(bakery), snapshot_tree(finalize_event_plan(bakery.event_id).id)):
            assert [
                (depth, row.name, row.unit, row.in_each, row.in_all) for depth, row in tree
            ] == WHOLE

    def test_show_the_same_in_every_column(self, bakery: Bakery) -> None:
        run("UPDATE compositions SET component_notes = 'note ' || id")
        create_material_unit("1 piece", material_id=1, quantity_per_unit=1)
        create_material_unit("12 in", material_id=1, quantity_per_unit="30.48")
        units = [
            ContentInput(UNIT, value(f"SELECT id FROM material_units WHERE name = '{name}'"), 1)
            for name in ("1 piece", "12 in")
        ]
        edit = create_finished_good("<b>Tom & Jerry</b> 🎄", contents=units)
        assert edit.key is not None
        plan_service.add_line(bakery.event_id, BOX, source_id=edit.key.id, quantity="1/3")
        empty = create_finished_good("Empty box").key
        assert empty is not None
        plan_service.add_line(bakery.event_id, BOX, source_id=empty.id, quantity=1)
        tree = plan_tree(bakery)
        assert shown(snapshot_tree(finalize_event_plan(bakery.event_id).id)) == shown(tree)
        names = [row.name for _, row in tree]
        assert "Red ribbon" in names
        assert "Red ribbon, 12 in" in names
        assert tree[-1][1].has_children is False

    def test_only_a_plans_rows_can_be_edited_and_only_a_snapshots_have_a_definition(
        self, bakery: Bakery
    ) -> None:
        snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
        for depth, row in plan_tree(bakery):
            assert (row.line_id is not None) == (depth == 0)
            assert row.thing_id is not None
            assert row.definition_uuid is None
        for _, row in snapshot:
            assert (row.line_id, row.thing_id) == (None, None)
            assert (row.definition_uuid is None) == row.is_generic

    def test_a_line_keeps_its_identity(self, bakery: Bakery) -> None:
        lines = [row.node_uuid for depth, row in plan_tree(bakery) if depth == 0]
        snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
        assert [row.node_uuid for depth, row in snapshot if depth == 0] == lines

    def test_rows_beside_each_other_are_told_apart(self, bakery: Bakery) -> None:
        twice = [ContentInput(ITEM, bakery.cookie_id, 1), ContentInput(ITEM, bakery.cookie_id, 2)]
        key = create_finished_good("Twice", contents=twice).key
        assert key is not None
        plan_service.add_line(bakery.event_id, BOX, source_id=key.id, quantity=1)
        snapshot = SourceRef(snapshot_id=finalize_event_plan(bakery.event_id).id)
        for source in (SourceRef(event_id=bakery.event_id), snapshot):
            box = content_page(source).rows[-1]
            rows = content_page(source, box).rows
            assert [row.in_each for row in rows] == [1, 2]
            assert len({row.node_uuid for row in rows}) == 2

    def test_a_generic_material_is_chosen_later_and_holds_nothing(self, bakery: Bakery) -> None:
        snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
        for tree in (plan_tree(bakery), snapshot):
            (row,) = [row for _, row in tree if row.is_generic]
            assert (row.kind, row.name, row.has_children) == (MATERIAL, "Wrapping", False)

    def test_an_item_without_a_yield_says_so(self, bakery: Bakery) -> None:
        create_finished_unit("Loaf")
        plan_service.add_line(bakery.event_id, ITEM, source_id=3, quantity=1)
        snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
        for tree in (plan_tree(bakery), snapshot):
            unknown = {row.name: row.unit for _, row in tree if row.has_no_yield}
            assert unknown == {"Celebration cake": "8-inch round", "Loaf": "pieces"}

    def test_a_retired_thing_is_marked_in_the_plan(self, bakery: Bakery) -> None:
        run("UPDATE finished_units SET retired_at = '2026-01-01' WHERE id = :id", id=bakery.cake_id)
        assert [row.name for _, row in plan_tree(bakery) if row.is_retired] == ["Celebration cake"]

    @settings(max_examples=10, deadline=None)
    @given(
        quantities=st.lists(
            st.fractions(min_value=Fraction(1, 99), max_value=999, max_denominator=99),
            min_size=3,
            max_size=3,
        )
    )
    def test_are_exact_at_any_depth(self, quantities: list[Fraction]) -> None:
        with bakery_in_memory() as bakery:
            outer, inner, content = quantities
            box = create_finished_good("In", contents=[ContentInput(ITEM, 1, content)]).key
            assert box is not None
            crate = create_finished_good("Out", contents=[ContentInput(BOX, box.id, inner)]).key
            assert crate is not None
            plan_service.add_line(bakery.event_id, BOX, source_id=crate.id, quantity=outer)
            snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
            assert shown(snapshot) == shown(plan_tree(bakery))
            assert snapshot[-1][1].in_all == outer * inner * content


class TestSnapshotStays:
    def test_whatever_is_changed_in_the_plan_and_the_catalog(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        before = snapshot_tree(snapshot)
        plan_service.remove_lines([1])
        for table, column in (
            ("finished_goods", "display_name"),
            ("finished_units", "display_name"),
            ("materials", "name"),
            ("material_units", "name"),
        ):
            run(f"UPDATE {table} SET {column} = 'New ' || id")
        run("UPDATE compositions SET component_quantity = '9'")
        run("DELETE FROM compositions WHERE material_id IS NOT NULL")
        run("UPDATE finished_units SET item_unit = 'slices', items_per_batch = NULL")
        assert snapshot_tree(snapshot) == before

    def test_in_a_database_that_has_nothing_else(self, bakery: Bakery) -> None:
        made = finalize_event_plan(bakery.event_id, "Aunt Mary")
        before = snapshot_tree(made.id)
        with snapshot_alone(made.id):
            assert [name for name, rows in stored_rows().items() if rows] == [
                "finished_good_snapshots",
                "finished_unit_snapshots",
                "material_unit_snapshots",
                "planning_snapshots",
            ]
            assert snapshot_tree(made.id) == before
            assert verify_snapshot(made.id).is_unchanged
            (row,) = snapshot_page(None, query="vanilla").rows
            assert (row.code, row.hit, row.event_name) == (
                made.code,
                "holds Vanilla cream",
                "Christmas market",
            )
            again = removal_service.restore(removal_service.remove_snapshots([made.id]))
            assert again.snapshot_ids == (made.id,)
            assert again.owner_ids == ()
            assert snapshot_tree(made.id) == before

    def test_back_from_the_trash(self, bakery: Bakery) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        before = snapshot_tree(snapshot)
        removed = removal_service.remove_event(bakery.event_id, with_snapshots=True)
        with pytest.raises(NotFoundError, match="deleted"):
            snapshot_tree(snapshot)
        removal_service.restore(removed)
        assert snapshot_tree(snapshot) == before


class TestPages:
    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 20, 200])
    def test_of_lines_and_of_contents_hold_every_row_once(self, bakery: Bakery, limit: int) -> None:
        contents = [ContentInput(ITEM, bakery.cookie_id, n + 1) for n in range(20)]
        key = create_finished_good("Crate", contents=contents).key
        assert key is not None
        for n in range(17):
            plan_service.add_line(bakery.event_id, BOX, source_id=key.id, quantity=n + 1)
        snapshot = SourceRef(snapshot_id=finalize_event_plan(bakery.event_id).id)
        for source in (SourceRef(event_id=bakery.event_id), snapshot):
            lines = every_row(source, None, limit)
            assert [row.sort_order for row in lines] == list(range(20))
            inside = every_row(source, lines[-1], limit)
            assert [row.in_all for row in inside] == [17 * (n + 1) for n in range(20)]

    def test_of_a_large_plan_and_its_snapshot_are_the_same(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            event_id = make_big_plan(session, 500)
        tree = whole_tree(SourceRef(event_id=event_id))
        assert len(tree) == 100 * 5
        assert shown(snapshot_tree(finalize_event_plan(event_id).id)) == shown(tree)

    def test_of_an_empty_plan_and_an_open_snapshot_are_empty(self, bakery: Bakery) -> None:
        plan_service.remove_lines([1, 2, 3])
        opened = open_snapshots.create_planning_snapshot(bakery.event_id)["id"]
        for source in (SourceRef(event_id=bakery.event_id), SourceRef(snapshot_id=opened)):
            page = content_page(source)
            assert (page.rows, page.next_key, page.total) == ((), None, 0)
            assert whole_tree(source) == ()

    def test_of_a_snapshot_that_is_gone_are_an_error_with_a_sentence(self, bakery: Bakery) -> None:
        with pytest.raises(NotFoundError, match="deleted"):
            content_page(SourceRef(snapshot_id=99))


def every_row(source: SourceRef, parent: ContentRow | None, limit: int) -> list[ContentRow]:
    page = content_page(source, parent, limit=limit)
    rows = list(page.rows)
    while page.next_key is not None:
        assert len(page.rows) == limit
        page = content_page(source, parent, after=page.next_key, limit=limit)
        rows += page.rows
    assert len(rows) == page.total == len({row.node_uuid for row in rows})
    return rows


class TestWholeTree:
    def test_goes_ten_boxes_deep(self, bakery: Bakery) -> None:
        levels = {f"Level {n}": [f"Level {n + 1}"] for n in range(1, 10)}
        with database.session_scope() as session:
            top = make_boxes(session, levels)["Level 1"]
        plan_service.add_line(bakery.event_id, BOX, source_id=top, quantity=3)
        tree = plan_tree(bakery)[-10:]
        assert [(depth, row.name) for depth, row in tree] == [
            (n - 1, f"Level {n}") for n in range(1, 11)
        ]
        snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
        assert shown(snapshot)[-10:] == shown(tree)

    def test_shows_a_box_in_two_branches_in_both(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            diamond = {"Top": ["Left", "Right"], "Left": ["Low"], "Right": ["Low"]}
            top = make_boxes(session, diamond)["Top"]
        plan_service.add_line(bakery.event_id, BOX, source_id=top, quantity=1)
        snapshot = snapshot_tree(finalize_event_plan(bakery.event_id).id)
        for tree in (plan_tree(bakery), snapshot):
            assert [row.name for _, row in tree][-5:] == ["Top", "Left", "Low", "Right", "Low"]


@pytest.mark.parametrize("of_what", ["plan", "snapshot"])
def test_nobody_waits_while_a_whole_tree_is_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of_what: str
) -> None:
    with open_bakery(tmp_path / "a.db") as bakery:
        snapshot_id = finalize_event_plan(bakery.event_id).id
        written = []
        for name in ("live_row", "kept_line", "kept_content"):
            real = getattr(contents_service, name)

            def write_meanwhile(*given: Any, _real: Any = real, **more: Any) -> Any:
                other = sqlite3.connect(tmp_path / "a.db", timeout=0)
                written.append(other.execute("UPDATE events SET notes = 'x'").rowcount)
                other.commit()
                other.close()
                return _real(*given, **more)

            monkeypatch.setattr(contents_service, name, write_meanwhile)
        is_plan = of_what == "plan"
        source = (
            SourceRef(event_id=bakery.event_id) if is_plan else SourceRef(snapshot_id=snapshot_id)
        )
        assert whole_tree(source)
        assert set(written) == {1}
