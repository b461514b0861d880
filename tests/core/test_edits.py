"""Every verb on live data can be taken back to the very bytes before, and brought again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.config import DatabaseSettings
from core.domain.changes import Changes, Edit
from core.domain.comparison import PlannedLine
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import ConflictError, CoreError, InUseError
from core.models import Event, FinishedUnit, PlanLine, YieldMode
from core.services import database, event_service, plan_service, removal_service
from core.services.edits import recording, revert
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import (
    ContentInput,
    create_finished_good,
    set_content_quantity,
)
from core.services.finished_unit_service import ItemDetails, create_finished_unit
from core.services.history_service import verify_snapshot
from core.services.ingredient_service import create_ingredient
from core.services.material_unit_service import create_material, create_material_unit
from core.services.recipe_service import (
    RecipeDetails,
    RecipeLineInput,
    create_recipe,
    set_recipe_line,
)
from core.services.sqlite_engine import make_engine
from tests.core.stored_rows import (
    NOTHING,
    bakery_in_memory,
    rebuilt_search_rows,
    run,
    search_rows,
    stored_rows,
    value,
)
from tests.factories import Bakery, make_bakery, open_file

BOX, ITEM, UNIT = (
    ComponentKind.FINISHED_GOOD,
    ComponentKind.FINISHED_UNIT,
    ComponentKind.MATERIAL_UNIT,
)
LINES = (1, 2, 3)  # the bakery's lines: hampers, cakes, bows


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def made(edit: Edit) -> int:
    assert edit.key is not None
    return edit.key.id


def line_then(**more: Any) -> PlannedLine:
    cake = value("SELECT uuid FROM finished_units WHERE display_name = 'Celebration cake'")
    given = {"uuid": "the-line-then", "kind": ITEM, "source_uuid": cake, "name": "Celebration cake"}
    return PlannedLine(**given | {"quantity": Fraction(7, 3), "notes": "late"} | more)


Verb = Callable[[Bakery], Edit]

PLAN_VERBS: dict[str, Verb] = {
    "add_line box": lambda b: plan_service.add_line(
        b.event_id, BOX, source_id=b.gift_box_id, quantity="1/3"
    ),
    "add_line item": lambda b: plan_service.add_line(
        b.event_id, ITEM, source_id=b.cookie_id, quantity=4
    ),
    "add_line material": lambda b: plan_service.add_line(
        b.event_id, UNIT, source_id=b.paper_id, quantity=2
    ),
    "add_to_line": lambda b: plan_service.add_to_line(1, "2.5"),
    "set_quantity": lambda b: plan_service.set_quantity(2, 9),
    "set_line_notes": lambda b: plan_service.set_line_notes(1, "white boxes"),
    "set_line_notes none": lambda b: plan_service.set_line_notes(1, None),
    "move_line up": lambda b: plan_service.move_line(3, -2),
    "move_line down": lambda b: plan_service.move_line(1, 1),
    "remove_lines": lambda b: plan_service.remove_lines([1, 3]),
    "put_back": lambda b: plan_service.put_back(b.event_id, line_then()),
}


def _event(bakery: Bakery) -> int:
    return made(event_service.create_event("Fair", date(2027, 5, 1)))


EVENT_VERBS: dict[str, Verb] = {
    "create_event": lambda b: event_service.create_event("Fair", date(2027, 5, 1), notes="Tom"),
    "create_event year": lambda b: event_service.create_event("Fair", year=2028),
    "rename_event": lambda b: event_service.rename_event(b.event_id, "Sablés & Söhne"),
    "set_event_date": lambda b: event_service.set_event_date(b.event_id, date(2030, 1, 2)),
    "set_event_date none": lambda b: event_service.set_event_date(b.event_id, None),
    "set_event_notes": lambda b: event_service.set_event_notes(b.event_id, "Stall 14\nset up"),
    "plan_again": lambda b: event_service.plan_again(
        finalize_event_plan(b.event_id).id, "Christmas market", event_date=date(2027, 12, 11)
    ),
    "start_from": lambda b: event_service.start_from(_event(b), b.event_id),
}
CATALOG_VERBS: dict[str, Verb] = {
    "create_finished_good": lambda b: create_finished_good(
        "Sampler",
        contents=[
            ContentInput(BOX, b.gift_box_id, 2, "on top"),
            ContentInput(ITEM, b.cookie_id, "1.5"),
            ContentInput(UNIT, b.bow_id, 1),
            ContentInput(ComponentKind.MATERIAL, 1, 1),
        ],
        description="d",
    ),
    "set_content_quantity": lambda b: set_content_quantity(1, "7/3"),
    "create_finished_unit": lambda b: create_finished_unit(
        "Biscotti", details=ItemDetails(recipe_id=b.dough_id, items_per_batch=36, item_unit="x")
    ),
    "create_finished_unit portion": lambda b: create_finished_unit(
        "Tart", details=ItemDetails(yield_mode=YieldMode.BATCH_PORTION, batch_percentage="33.3")
    ),
    "create_recipe": lambda b: create_recipe(
        "Pound cake",
        details=RecipeDetails(
            category="Cakes",
            lines=(RecipeLineInput(1, "2 ".strip(), "cup", "sifted"), RecipeLineInput(1, 1, "g")),
            components=((b.cream_id, "1/2"),),
        ),
    ),
    "set_recipe_line": lambda b: set_recipe_line(1, quantity=3, unit="lb"),
    "create_ingredient": lambda b: create_ingredient("Rye", density=(1, "cup", "3.5", "oz")),
    "create_material": lambda b: create_material("Twine", base_unit="linear_cm"),
    "create_material_unit": lambda b: create_material_unit(
        "Long bow", material_id=1, quantity_per_unit="60.96"
    ),
}
VERBS = PLAN_VERBS | EVENT_VERBS | CATALOG_VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_taken_back_to_the_very_rows_before_and_brought_again(
    bakery: Bakery, verb: str
) -> None:
    edit = VERBS[verb](bakery)
    assert not edit.is_empty()
    after = stored_rows()
    back = revert(edit)
    before = stored_rows()
    assert before != after
    assert search_rows() == rebuilt_search_rows()
    again = revert(back)
    assert stored_rows() == after
    assert search_rows() == rebuilt_search_rows()
    revert(again)
    assert stored_rows() == before
    assert (back.key, again.key) == (edit.key, edit.key)
    assert again.changes == edit.changes
    assert (back.changes.added, back.changes.removed) == (
        edit.changes.removed,
        edit.changes.added,
    )


@pytest.mark.parametrize("verb", [*PLAN_VERBS, "create_event", "rename_event", *CATALOG_VERBS])
def test_the_rows_before_are_those_before_the_verb(bakery: Bakery, verb: str) -> None:
    before, found = stored_rows(), search_rows()
    revert(VERBS[verb](bakery))
    assert stored_rows() == before
    assert search_rows() == found


class TestWhatAnEditSays:
    def test_names_the_things_that_were_added_removed_and_altered(self, bakery: Bakery) -> None:
        event = Key(ThingKind.EVENT, bakery.event_id)
        line = Key(ThingKind.PLAN_LINE, 4)
        edit = plan_service.add_line(bakery.event_id, ITEM, source_id=1, quantity=1)
        assert edit.key == line
        assert edit.changes == Changes.of(added=[line], altered=[event])
        assert revert(edit).changes == Changes.of(removed=[line], altered=[event])
        content = set_content_quantity(1, 5)
        box = value("SELECT assembly_id FROM compositions WHERE id = 1")
        assert content.changes == Changes.of(altered=[Key(ThingKind.FINISHED_GOOD, box)])

    @pytest.mark.parametrize(
        "verb",
        [
            lambda b: plan_service.set_quantity(1, "50.0"),
            lambda b: plan_service.set_line_notes(1, " for the Johnsons "),
            lambda b: plan_service.move_line(1, -1),
            lambda b: plan_service.move_line(3, 5),
            lambda b: plan_service.move_line(2, 0),
            lambda b: plan_service.remove_lines([99]),
            lambda b: event_service.rename_event(b.event_id, "Christmas market"),
            lambda b: set_content_quantity(
                value("SELECT id FROM compositions WHERE component_quantity = '12'"), "12.0"
            ),
            lambda b: set_recipe_line(1),
        ],
    )
    def test_is_empty_where_nothing_changed(self, bakery: Bakery, verb: Verb) -> None:
        before = stored_rows()
        assert verb(bakery).is_empty()
        assert stored_rows() == before

    def test_moving_at_the_end_of_a_list_with_gaps_is_empty_too(self, bakery: Bakery) -> None:
        plan_service.remove_lines([2])
        assert plan_service.move_line(3, 1).is_empty()

    def test_a_row_made_and_altered_in_one_verb_was_not_there_before(self, bakery: Bakery) -> None:
        with database.session_scope() as session, recording(session) as recorder:
            event = Event(name="One")
            session.add(event)
            session.flush()
            event.name = "Two"
            session.flush()
            recorder.about = event
        before = [row.before for row in recorder.edit.rows]
        assert before == [None]
        revert(recorder.edit)
        assert value("SELECT count(*) FROM events") == 1

    def test_what_stands_on_each_other_in_one_verb_goes_and_returns_together(
        self, bakery: Bakery
    ) -> None:
        before = stored_rows()
        with database.session_scope() as session, recording(session) as recorder:
            item = FinishedUnit(display_name="Biscotti")
            session.add(item)
            session.flush()
            session.add(PlanLine(event_id=1, finished_unit_id=item.id, quantity=1))
            recorder.about = item
        after = stored_rows()
        back = revert(recorder.edit)
        assert stored_rows() == before
        revert(back)
        assert stored_rows() == after

    def test_what_the_caller_wrote_before_is_not_the_verbs(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            session.get_one(PlanLine, 2).notes = "the caller's"
            edit = plan_service.set_quantity(1, 60, session)
        assert [row.row_id for row in edit.rows] == [1]


class TestSomethingNewer:
    @pytest.mark.parametrize(
        ("verb", "newer"),
        [
            ("set_quantity", "UPDATE plan_lines SET quantity = '10' WHERE id = 2"),
            ("set_quantity", "UPDATE plan_lines SET notes = 'n' WHERE id = 2"),
            ("set_quantity", "DELETE FROM plan_lines WHERE id = 2"),
            ("move_line up", "UPDATE plan_lines SET sort_order = 9 WHERE id = 2"),
            ("add_line item", "UPDATE plan_lines SET quantity = '5' WHERE id = 4"),
            ("rename_event", "UPDATE events SET name = 'x'"),
            ("create_event", "UPDATE events SET notes = 'x' WHERE id = 2"),
            ("create_recipe", "UPDATE recipe_ingredients SET quantity = '9' WHERE recipe_id = 3"),
            ("create_finished_good", "DELETE FROM compositions WHERE assembly_id = 3"),
        ],
    )
    def test_is_a_conflict_and_nothing_is_undone(
        self, bakery: Bakery, verb: str, newer: str
    ) -> None:
        edit = VERBS[verb](bakery)
        run(newer)
        before = stored_rows()
        with pytest.raises(ConflictError, match="newer"):
            revert(edit)
        assert stored_rows() == before

    def test_by_another_connection_is_a_conflict(self, tmp_path: Path) -> None:
        with open_file(tmp_path / "a.db") as path:
            with database.session_scope() as session:
                make_bakery(session)
            edit = plan_service.set_quantity(1, 60)
            engine = make_engine(DatabaseSettings(path))
            with Session(engine) as elsewhere:
                plan_service.set_quantity(1, 70, elsewhere)
                elsewhere.commit()
            engine.dispose()
            with pytest.raises(ConflictError):
                revert(edit)
            assert value("SELECT quantity FROM plan_lines WHERE id = 1") == "70"

    def test_a_second_undo_of_the_same_is_a_conflict(self, bakery: Bakery) -> None:
        for verb in ("set_quantity", "create_event", "remove_lines"):
            edit = VERBS[verb](bakery)
            revert(edit)
            with pytest.raises(ConflictError):
                revert(edit)

    def test_the_counter_of_snapshot_numbers_is_no_conflict_and_never_goes_back(
        self, bakery: Bakery
    ) -> None:
        edit = event_service.rename_event(bakery.event_id, "Fair")
        finalize_event_plan(bakery.event_id)
        back = revert(edit)
        assert value("SELECT last_version FROM events") == 1
        finalize_event_plan(bakery.event_id)
        revert(back)
        assert value("SELECT name || last_version FROM events") == "Fair2"


def use_in_line(kind: ComponentKind, bakery: Bakery, thing: int) -> None:
    plan_service.add_line(bakery.event_id, kind, source_id=thing, quantity=1)


def use_in_snapshot(kind: ComponentKind, bakery: Bakery, thing: int) -> int:
    line = plan_service.add_line(bakery.event_id, kind, source_id=thing, quantity=1)
    snapshot = finalize_event_plan(bakery.event_id).id
    plan_service.remove_lines([made(line)])
    return snapshot


USES: dict[str, tuple[str, Callable[[Bakery, int], object]]] = {
    "an item in a line": ("create_finished_unit", lambda b, n: use_in_line(ITEM, b, n)),
    "an item in a snapshot": ("create_finished_unit", lambda b, n: use_in_snapshot(ITEM, b, n)),
    "an item in the trash": (
        "create_finished_unit",
        lambda b, n: removal_service.remove_snapshots([use_in_snapshot(ITEM, b, n)]),
    ),
    "a box in a line": ("create_finished_good", lambda b, n: use_in_line(BOX, b, n)),
    "a box in a box": (
        "create_finished_good",
        lambda b, n: create_finished_good("Crate", contents=[ContentInput(BOX, n, 1)]),
    ),
    "a material in a line": ("create_material_unit", lambda b, n: use_in_line(UNIT, b, n)),
    "a material of a unit": (
        "create_material",
        lambda b, n: create_material_unit("Knot", material_id=n, quantity_per_unit=1),
    ),
    "an ingredient in a recipe": (
        "create_ingredient",
        lambda b, n: create_recipe(
            "Rye bread", details=RecipeDetails(lines=(RecipeLineInput(n, 1, "cup"),))
        ),
    ),
    "a recipe in a recipe": (
        "create_recipe",
        lambda b, n: create_recipe("Trifle", details=RecipeDetails(components=((n, 1),))),
    ),
    "a recipe of an item": (
        "create_recipe",
        lambda b, n: create_finished_unit("Slice", details=ItemDetails(recipe_id=n)),
    ),
    "a content added to a box": (
        "create_finished_good",
        lambda b, n: run(
            "INSERT INTO compositions (uuid, assembly_id, finished_unit_id, component_quantity)"
            " VALUES ('new', :box, 1, '1')",
            box=n,
        ),
    ),
    "an event with a line": (
        "create_event",
        lambda b, n: plan_service.add_line(n, ITEM, source_id=1, quantity=1),
    ),
    "an event planned again with one more line": (
        "plan_again",
        lambda b, n: plan_service.add_line(n, ITEM, source_id=1, quantity=1),
    ),
    "an event with a snapshot": ("plan_again", lambda b, n: finalize_event_plan(n)),
}


@pytest.mark.parametrize("use", USES)
def test_the_making_of_what_is_used_meanwhile_is_not_undone(bakery: Bakery, use: str) -> None:
    verb, use_it = USES[use]
    edit = VERBS[verb](bakery)
    use_it(bakery, made(edit))
    before = stored_rows(leave_out=NOTHING)
    with pytest.raises((InUseError, ConflictError)) as refused:
        revert(edit)
    assert refused.value.sentence.endswith(".")
    assert "SQL" not in refused.value.sentence
    assert stored_rows(leave_out=NOTHING) == before


def test_lines_do_not_return_to_an_event_that_is_gone(bakery: Bakery) -> None:
    edit = plan_service.remove_lines([1])
    removed = removal_service.remove_event(bakery.event_id)
    with pytest.raises(CoreError, match="gone"):
        revert(edit)
    removal_service.restore(removed)
    revert(edit)
    assert value("SELECT count(*) FROM plan_lines") == len(LINES)


def test_an_event_back_from_the_trash_can_still_be_undone(bakery: Bakery) -> None:
    edit = plan_service.set_quantity(1, 60)
    removal_service.restore(removal_service.remove_event(bakery.event_id))
    revert(edit)
    assert value("SELECT quantity FROM plan_lines WHERE id = 1") == "50"


def test_no_undo_touches_a_snapshot(bakery: Bakery) -> None:
    edits = [
        PLAN_VERBS[verb](bakery) for verb in ("set_quantity", "set_line_notes", "move_line up")
    ]
    edits += [set_recipe_line(1, quantity=9), set_content_quantity(2, 9)]
    row = finalize_event_plan(bakery.event_id)
    kept = {name: rows for name, rows in stored_rows().items() if "snapshot" in name}
    for edit in reversed(edits):
        revert(edit)
    assert {name: rows for name, rows in stored_rows().items() if "snapshot" in name} == kept
    assert verify_snapshot(row.id).is_unchanged


STEPS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from([BOX, ITEM, UNIT]), st.integers(1, 2)),
    st.tuples(
        st.just("set"),
        st.integers(0, 9),
        st.fractions(min_value="1/7", max_value=99, max_denominator=999),
    ),
    st.tuples(st.just("more"), st.integers(0, 9), st.integers(1, 9)),
    st.tuples(st.just("note"), st.integers(0, 9), st.sampled_from(["", "a", "ä"])),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(-3, 3)),
    st.tuples(st.just("remove"), st.integers(0, 9), st.integers(1, 3)),
    st.tuples(st.just("rename"), st.just(0), st.sampled_from(["A", "B", "Ç"])),
    st.tuples(st.just("date"), st.just(0), st.dates(date(2000, 1, 1), date(2100, 1, 1))),
    st.tuples(st.sampled_from(["undo", "undo", "redo"]), st.just(0), st.just(0)),
)


def take_step(bakery: Bakery, name: str, place: Any, with_: Any) -> Edit | None:
    with database.session_scope(write=False) as session:
        ids = [each.id for each in session.get_one(Event, bakery.event_id).plan_lines]
    line = ids[place % len(ids)] if ids and name not in ("add", "rename", "date") else None
    if name == "add":
        return plan_service.add_line(bakery.event_id, place, source_id=with_, quantity=with_)
    if name == "rename":
        return event_service.rename_event(bakery.event_id, with_)
    if name == "date":
        return event_service.set_event_date(bakery.event_id, with_)
    if line is None:
        return None
    acts: dict[str, Callable[[], Edit]] = {
        "set": lambda: plan_service.set_quantity(line, with_),
        "more": lambda: plan_service.add_to_line(line, with_),
        "note": lambda: plan_service.set_line_notes(line, with_),
        "move": lambda: plan_service.move_line(line, with_),
        "remove": lambda: plan_service.remove_lines(ids[:with_]),
    }
    return acts[name]()


# Without shrinking: a step is a few transactions, and a failure names its steps as it is.
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps=st.lists(STEPS, min_size=15, max_size=40))
def test_any_steps_undone_and_redone_in_any_order_pass_through_the_same_rows(
    steps: list[tuple[str, Any, Any]],
) -> None:
    with bakery_in_memory() as bakery:
        # Each entry: the edit that leads on from there, and the rows on both sides of it.
        undo: list[tuple[Edit, Any, Any]] = []
        redo: list[tuple[Edit, Any, Any]] = []
        start = now = stored_rows()
        for name, place, with_ in steps:
            if name in ("undo", "redo"):
                here, there = (undo, redo) if name == "undo" else (redo, undo)
                if here:
                    edit, target, source = here.pop()
                    there.append((revert(edit), source, target))
                    now = stored_rows()
                    assert now == target
                continue
            edit_made = take_step(bakery, name, place, with_)
            if edit_made is not None and not edit_made.is_empty():
                before, now = now, stored_rows()
                undo.append((edit_made, before, now))
                redo.clear()
        while undo:
            edit, target, _ = undo.pop()
            revert(edit)
        assert stored_rows() == start
        assert search_rows() == rebuilt_search_rows()
