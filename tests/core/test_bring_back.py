"""A snapshot's lines and choices as the plan of its own event again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from core.domain.bringing_back import BringBackPreview, ReturningLine
from core.domain.comparison import BatchesChange, SharingChange
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import (
    InvalidInputError,
)
from core.services import (
    catalog_edit_service,
    definition_builder,
    event_service,
    finished_good_service,
    plan_service,
    recipe_service,
    search_index,
)
from core.services.bring_back_service import bring_back, preview_bring_back
from core.services.chunks import in_chunks
from core.services.comparison_service import event_changes
from core.services.database import session_scope
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from tests.core.stored_rows import (
    bakery_in_memory,
    rebuilt_search_rows,
    run,
    search_rows,
    snapshot_alone,
    stored_rows,
    value,
)
from tests.factories import SNAPSHOT_TABLES, Bakery

BOX, ITEM, UNIT = (
    ComponentKind.FINISHED_GOOD,
    ComponentKind.FINISHED_UNIT,
    ComponentKind.MATERIAL_UNIT,
)
HAMPER, CAKE, BOW = 1, 2, 3  # the lines of the small bakery, in their order


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def finalized(bakery: Bakery) -> int:
    return finalize_event_plan(bakery.event_id).id


def plan_rows() -> dict[str, Any]:
    rows = stored_rows()
    return {name: rows[name] for name in ("plan_lines", "chosen_batches", "shared_recipes")}


def said(line: ReturningLine) -> tuple[str, Any, Any]:
    return (
        line.line.name,
        None if line.old is None else line.old.quantity,
        None if line.new is None else line.new.quantity,
    )


def add(bakery: Bakery, kind: ComponentKind, source: int, quantity: int) -> int:
    edit = plan_service.add_line(bakery.event_id, kind, source_id=source, quantity=quantity)
    assert edit.key is not None
    return edit.key.id


def undone_exactly(snapshot: int) -> BringBackPreview:
    """Brings it back, undoes it and does it again; all but the plan stays as it is throughout."""
    before, then = stored_rows(), preview_bring_back(snapshot)
    assert stored_rows() == before
    edit = bring_back(snapshot, expected=then.digest)
    after = stored_rows()
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed <= {"plan_lines", "chosen_batches", "shared_recipes"}
    assert search_rows() == rebuilt_search_rows()
    back = revert(edit)
    assert stored_rows() == before
    revert(back)
    assert stored_rows() == after
    return then


# What changed the plan since then, and what the question says: lines, with the number now and then.
CHANGES: dict[str, tuple[Callable[[Bakery], object], list[tuple[str, Any, Any]]]] = {
    "a quantity": (lambda b: plan_service.set_quantity(HAMPER, 7), [("Hamper", 7, 50)]),
    "a third": (
        lambda b: plan_service.set_quantity(CAKE, "1/3"),
        [("Celebration cake", Fraction(1, 3), Fraction(5, 2))],
    ),
    "a note": (lambda b: plan_service.set_line_notes(HAMPER, "for Tom"), [("Hamper", 50, 50)]),
    "a note that was none": (
        lambda b: plan_service.set_line_notes(CAKE, "blue"),
        [("Celebration cake", Fraction(5, 2), Fraction(5, 2))],
    ),
    "extra": (lambda b: plan_service.set_buffer(BOW, 10), [("Bow", 10, 10)]),
    "a line that went": (
        lambda b: plan_service.remove_lines([CAKE]),
        [("Celebration cake", None, Fraction(5, 2))],
    ),
    "a line that came": (lambda b: add(b, ITEM, b.cookie_id, 4), [("Sugar cookie", 4, None)]),
    "the same box once more": (lambda b: add(b, BOX, b.hamper_id, 3), [("Hamper", 3, None)]),
    "all lines": (
        lambda b: plan_service.remove_lines([HAMPER, CAKE, BOW]),
        [("Hamper", None, 50), ("Celebration cake", None, Fraction(5, 2)), ("Bow", None, 10)],
    ),
    "the order": (lambda b: plan_service.move_line(BOW, -2), [("Bow", 10, 10)]),
    "all at once": (
        lambda b: (
            plan_service.move_line(BOW, -2),
            plan_service.remove_lines([HAMPER]),
            plan_service.set_quantity(CAKE, 9),
            add(b, UNIT, b.paper_id, 2),
        ),
        [
            ("Hamper", None, 50),
            ("Celebration cake", 9, Fraction(5, 2)),
            ("Bow", 10, 10),
            ("Sheet of paper", 2, None),
        ],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_plan_is_as_it_was_and_changed_again_when_undone(
    bakery: Bakery, name: str
) -> None:
    change, lines = CHANGES[name]
    snapshot, kept = finalized(bakery), plan_rows()["plan_lines"]
    change(bakery)
    preview = undone_exactly(snapshot)
    assert [said(line) for line in preview.lines] == lines
    assert event_changes(bakery.event_id).count == 0
    rows = plan_rows()["plan_lines"]
    by_uuid = [{k: v for k, v in row.items() if k != "id"} for row in rows]
    ordered = sorted(by_uuid, key=lambda row: row["sort_order"])
    assert ordered == [{k: v for k, v in row.items() if k != "id"} for row in kept]
    there = {row["uuid"]: row["id"] for row in kept}
    stayed = {row["uuid"] for row in rows if row["id"] == there[row["uuid"]]}
    gone = {"a line that went": {CAKE}, "all lines": {1, 2, 3}, "all at once": {HAMPER}}
    assert {there[uuid] for uuid in there.keys() - stayed} == gone.get(name, set())
    with pytest.raises(InvalidInputError, match="as in snapshot 1 already"):
        bring_back(snapshot)


class TestOrder:
    def test_only_what_was_moved_is_said_to_be_with_both_places(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.move_line(HAMPER, 2)
        (line,) = preview_bring_back(snapshot).lines
        assert (line.line.name, line.old_place, line.new_place, line.is_moved) == (
            "Hamper", 3, 1, True,
        )  # fmt: skip

    def test_a_line_that_comes_back_at_the_top_moves_no_other(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.remove_lines([HAMPER])
        (line,) = preview_bring_back(snapshot).lines
        assert (line.old, line.new_place, line.is_moved) == (None, 1, False)

    def test_lines_in_one_place_are_told_apart_again(self, bakery: Bakery) -> None:
        """They stood by their ids, and the one that comes back has a new one."""
        run("UPDATE plan_lines SET sort_order = 0")
        snapshot = finalized(bakery)
        plan_service.remove_lines([HAMPER])
        undone_exactly(snapshot)
        assert (
            value(
                "SELECT group_concat(quantity) FROM"
                " (SELECT quantity FROM plan_lines ORDER BY sort_order, id)"
            )
            == "50,2.5,10"
        )


class TestTheSameBoxTwice:
    def test_each_line_is_itself_again(self, bakery: Bakery) -> None:
        second = add(bakery, BOX, bakery.hamper_id, 3)
        snapshot, kept = finalized(bakery), plan_rows()
        plan_service.set_quantity(second, 50)
        plan_service.set_quantity(HAMPER, 3)
        assert [said(line) for line in undone_exactly(snapshot).lines] == [
            ("Hamper", 3, 50),
            ("Hamper", 50, 3),
        ]
        assert plan_rows() == kept

    def test_one_made_anew_since_is_taken_for_the_one_that_went(self, bakery: Bakery) -> None:
        """The question speaks of one line; the row is the one of then again."""
        snapshot = finalized(bakery)
        uuid = value("SELECT uuid FROM plan_lines WHERE id = 1")
        plan_service.remove_lines([HAMPER])
        add(bakery, BOX, bakery.hamper_id, 8)
        (line,) = undone_exactly(snapshot).lines
        assert said(line) == ("Hamper", 8, 50)
        assert value("SELECT uuid FROM plan_lines WHERE quantity = '50'") == uuid

    def test_made_anew_just_as_it_was_it_is_no_change(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.remove_lines([BOW])
        add(bakery, UNIT, bakery.bow_id, 10)
        with pytest.raises(InvalidInputError, match="already"):
            preview_bring_back(snapshot)


class TestChoices:
    def test_of_then_come_back_with_when_why_and_what_she_accepted(self, bakery: Bakery) -> None:
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 3, True, "small oven")
        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        plan_service.set_buffer(HAMPER, "33.33")
        snapshot, kept = finalized(bakery), plan_rows()
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 99)
        plan_service.share_batch(bakery.event_id, bakery.dough_id, False)
        plan_service.set_buffer(HAMPER, None)
        preview = undone_exactly(snapshot)
        dough = value("SELECT uuid FROM recipes WHERE id = :id", id=bakery.dough_id)
        cookie = value("SELECT uuid FROM finished_units WHERE id = :id", id=bakery.cookie_id)
        assert preview.choices == (
            BatchesChange(cookie, "Sugar cookie", Fraction(99), Fraction(3)),
            SharingChange(dough, "Sugar cookies (rolled)", True),
        )
        rows = plan_rows()
        assert rows["plan_lines"] == kept["plan_lines"]
        assert rows["chosen_batches"] == kept["chosen_batches"]
        assert [row["recipe_uuid"] for row in rows["shared_recipes"]] == [dough]

    def test_made_since_go(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 99)
        plan_service.share_batch(bakery.event_id, bakery.dough_id, True)
        preview = undone_exactly(snapshot)
        assert preview.lines == ()
        assert len(preview.choices) == 2
        assert plan_rows()["chosen_batches"] == plan_rows()["shared_recipes"] == []

    def test_of_a_plan_that_was_emptied_come_back_with_the_lines(self, bakery: Bakery) -> None:
        plan_service.set_batches(bakery.event_id, bakery.cookie_id, 99)
        snapshot = finalized(bakery)
        plan_service.remove_lines([HAMPER, CAKE, BOW])
        assert plan_rows()["chosen_batches"] == []
        assert len(undone_exactly(snapshot).choices) == 1
        assert value("SELECT batches FROM chosen_batches") == "99"


class TestTheCatalog:
    def test_stays_as_it_is_and_what_differs_is_named(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        recipe_service.set_recipe_line(1, quantity=9)
        finished_good_service.set_content_quantity(1, 5)
        plan_service.set_quantity(BOW, 4)
        preview = undone_exactly(snapshot)
        assert {(thing.kind, thing.name) for thing in preview.things} == {
            ("recipe", "Sugar cookies (rolled)"),
            ("finished_good", "Hamper"),
        }

    def test_what_is_not_in_the_plan_now_is_compared_too(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.remove_lines([HAMPER, BOW])
        recipe_service.set_recipe_line(2, quantity=9)
        assert [thing.name for thing in undone_exactly(snapshot).things] == [
            "Sugar cookies (rolled)"
        ]

    def test_what_only_the_plan_now_holds_is_not_spoken_of(self, bakery: Bakery) -> None:
        plan_service.remove_lines([HAMPER])
        snapshot = finalized(bakery)
        add(bakery, BOX, bakery.gift_box_id, 3)
        recipe_service.set_recipe_line(1, quantity=9)
        finished_good_service.set_content_quantity(1, 5)
        preview = preview_bring_back(snapshot)
        assert [thing.name for thing in preview.things] == []

    def test_a_thing_retired_since_comes_back_and_is_named(self, bakery: Bakery) -> None:
        catalog_edit_service.retire([Key(ThingKind.FINISHED_UNIT, bakery.cake_id)])
        snapshot = finalized(bakery)
        catalog_edit_service.retire([Key(ThingKind.FINISHED_GOOD, bakery.hamper_id)])
        plan_service.remove_lines([HAMPER, CAKE])
        preview = undone_exactly(snapshot)
        assert [check.name for check in preview.retired] == ["Hamper"]
        assert preview.left_out == ()
        assert value("SELECT count(*) FROM plan_lines") == 3

    def test_a_line_whose_thing_is_gone_is_left_out_and_named(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        with own_event_elsewhere(bakery, snapshot, box="Other"):
            preview = undone_exactly(snapshot)
            assert preview.left_out == ("Hamper", "Bow")
            assert [said(line) for line in preview.lines] == [
                ("Celebration cake", None, Fraction(5, 2)),
                ("Other", 1, None),
            ]
            assert value("SELECT count(*) FROM plan_lines") == 1

    def test_where_everything_is_gone_there_is_nothing_to_bring_back(self, bakery: Bakery) -> None:
        plan_service.remove_lines([CAKE])
        snapshot = finalized(bakery)
        with own_event_elsewhere(bakery, snapshot, box="Other"):
            before = stored_rows()
            with pytest.raises(InvalidInputError, match="Nothing of snapshot 1 is in the catalog"):
                preview_bring_back(snapshot)
            with pytest.raises(InvalidInputError, match="Nothing of snapshot 1 is in the catalog"):
                bring_back(snapshot)
            assert stored_rows() == before


class own_event_elsewhere:  # noqa: N801
    """The snapshot in a database with its event and the cake, but none of its other things."""

    def __init__(self, bakery: Bakery, snapshot: int, *, box: str) -> None:
        self._event = value("SELECT uuid FROM events WHERE id = :id", id=bakery.event_id)
        self._cake = value("SELECT uuid FROM finished_units WHERE id = :id", id=bakery.cake_id)
        self._alone, self._snapshot, self._box = snapshot_alone(snapshot), snapshot, box

    def __enter__(self) -> None:
        self._alone.__enter__()
        event = event_service.create_event("Elsewhere").key
        assert event is not None
        run("UPDATE events SET uuid = :uuid", uuid=self._event)
        run("UPDATE planning_snapshots SET event_id = :id", id=event.id)
        run(
            "INSERT INTO finished_units (uuid, slug, display_name, yield_mode)"
            " VALUES (:uuid, 'cake', 'Celebration cake', 'discrete_count')",
            uuid=self._cake,
        )
        box = finished_good_service.create_finished_good(self._box).key
        assert box is not None
        plan_service.add_line(event.id, BOX, source_id=box.id, quantity=1)
        with session_scope() as s:
            search_index.rebuild(s)

    def __exit__(self, *about: Any) -> None:
        self._alone.__exit__(*about)


class TestWhatStays:
    def test_newer_snapshots_and_the_event_stay_byte_for_byte(self, bakery: Bakery) -> None:
        first = finalized(bakery)
        plan_service.set_quantity(HAMPER, 60)
        second = finalized(bakery)
        plan_service.set_quantity(HAMPER, 70)
        event_service.rename_event(bakery.event_id, "Winter market")
        event_service.set_event_notes(bakery.event_id, "Two tables")
        before = stored_rows()
        preview = undone_exactly(first)
        assert (preview.version, preview.event_name) == (1, "Winter market")
        assert preview.newer_versions == (2,)
        after = stored_rows()
        for table in (*SNAPSHOT_TABLES, "events", "recipes", "compositions"):
            assert after[table] == before[table]
        assert all(verify_snapshot(each).is_unchanged for each in (first, second))
        assert preview_bring_back(second).newer_versions == ()
        assert [said(line) for line in undone_exactly(second).lines] == [("Hamper", 50, 60)]

    def test_what_is_brought_back_is_counted_from_the_latest(self, bakery: Bakery) -> None:
        first = finalized(bakery)
        plan_service.remove_lines([HAMPER])
        finalized(bakery)
        bring_back(first)
        assert [change.name for change in event_changes(bakery.event_id).lines] == ["Hamper"]
        third = finalize_event_plan(bakery.event_id)
        assert third.version == 3

    def test_the_edit_is_about_the_event(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.set_quantity(HAMPER, 60)
        edit = bring_back(snapshot)
        assert edit.key == Key(ThingKind.EVENT, bakery.event_id)
        assert edit.changes.touches(edit.key)
        assert [(row.table, row.row_id) for row in edit.rows] == [("plan_lines", HAMPER)]

    def test_another_event_with_the_same_lines_is_left_alone(self, bakery: Bakery) -> None:
        """A line's own number may be taken by now: the line that comes back gets another."""
        snapshot = finalized(bakery)
        uuid = value("SELECT uuid FROM plan_lines WHERE id = 1")
        other = event_service.create_event("Fair").key
        assert other is not None
        run("UPDATE plan_lines SET event_id = :other WHERE id = 1", other=other.id)
        undone_exactly(snapshot)
        found = value("SELECT count(*) FROM plan_lines WHERE uuid = :uuid", uuid=uuid)
        assert found == 1
        assert value("SELECT count(*) FROM plan_lines WHERE event_id = 1") == 3


def test_a_plan_too_large_for_one_statement_is_read_the_same(
    bakery: Bakery, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = finalized(bakery)
    plan_service.remove_lines([HAMPER, CAKE])
    finished_good_service.set_content_quantity(1, 5)
    at_once = preview_bring_back(snapshot)
    monkeypatch.setattr(definition_builder, "in_chunks", partial(in_chunks, size=1))
    assert preview_bring_back(snapshot) == at_once
    assert [thing.name for thing in at_once.things] == ["Hamper"]
