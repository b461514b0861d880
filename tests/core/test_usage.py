"""Where things are used, deleting what nothing uses, and the plans that an edit touches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from core.domain.catalog import Usage
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import ConflictError, InUseError
from core.services import (
    catalog_edit_service,
    database,
    event_service,
    plan_service,
    removal_service,
    usage_service,
)
from core.services.catalog_edit_service import delete_things, duplicate, set_field
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import (
    ContentInput,
    add_content,
    create_finished_good,
    remove_contents,
)
from core.services.finished_unit_service import ItemDetails, create_finished_unit
from core.services.ingredient_service import create_ingredient
from core.services.material_unit_service import create_material
from core.services.recipe_service import (
    RecipeDetails,
    RecipeLineInput,
    add_recipe_component,
    create_recipe,
    remove_recipe_components,
)
from core.services.references import Needed
from core.services.usage_service import coming_plans_using, usage_of
from core.utils.datetime_utils import clock_set_to
from tests.core.big_catalog import big_catalog
from tests.core.stored_rows import (
    NOTHING,
    bakery_in_memory,
    rebuilt_search_rows,
    search_rows,
    stored_rows,
    value,
)
from tests.factories import Bakery, make_bakery, make_boxes, open_file

ITEM, BOX = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD
MATERIAL, UNIT = ThingKind.MATERIAL, ThingKind.MATERIAL_UNIT
RECIPE, INGREDIENT = ThingKind.RECIPE, ThingKind.INGREDIENT


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def made(edit: Edit) -> int:
    assert edit.key is not None
    return edit.key.id


def places(key: Key, **more: Any) -> list[str]:
    return [place.name for place in usage_of(key, **more).places]


def refused(act: Callable[[], object]) -> InUseError:
    """The act is refused because of a use, and changes nothing at all."""
    before = stored_rows(leave_out=NOTHING)
    with pytest.raises(InUseError) as error:
        act()
    assert stored_rows(leave_out=NOTHING) == before
    assert "SQL" not in error.value.sentence
    assert error.value.sentence.endswith(".")
    return error.value


class TestUsage:
    def test_of_an_item_is_boxes_plans_snapshots_and_trash(self, bakery: Bakery) -> None:
        cookie, cake = Key(ITEM, bakery.cookie_id), Key(ITEM, bakery.cake_id)
        assert places(cookie) == ["Gift box", "Hamper"]
        assert places(cake) == ["Christmas market"]
        first = finalize_event_plan(bakery.event_id).id
        second = finalize_event_plan(bakery.event_id).id
        assert places(cake)[1:] == [
            "Snapshot 2 of Christmas market",
            "Snapshot 1 of Christmas market",
        ]
        removal_service.remove_snapshots([first])
        usage = usage_of(cake)
        assert (usage.plan_count, usage.snapshot_count, usage.trash_count) == (1, 1, 1)
        assert [place.key and place.key.kind for place in usage.places] == [
            ThingKind.EVENT,
            ThingKind.SNAPSHOT,
            ThingKind.REMOVED,
        ]
        assert usage.places[1].key == Key(ThingKind.SNAPSHOT, second)

    def test_of_a_box_is_the_boxes_that_hold_it(self, bakery: Bakery) -> None:
        assert places(Key(BOX, bakery.gift_box_id)) == ["Hamper"]
        assert places(Key(BOX, bakery.hamper_id)) == ["Christmas market"]

    def test_of_a_material_is_that_of_its_units_and_where_it_is_chosen_later(
        self, bakery: Bakery
    ) -> None:
        assert places(Key(MATERIAL, 1)) == ["Gift box", "Christmas market"]
        assert places(Key(MATERIAL, 2)) == ["Hamper"]
        assert places(Key(UNIT, bakery.bow_id)) == ["Gift box", "Christmas market"]
        assert places(Key(UNIT, bakery.paper_id)) == []

    def test_of_a_recipe_is_its_items_and_the_recipes_that_hold_it(self, bakery: Bakery) -> None:
        usage = usage_of(Key(RECIPE, bakery.cream_id))
        assert (usage.item_count, usage.recipe_count, usage.count) == (1, 1, 2)
        assert [place.name for place in usage.places] == [
            "Celebration cake",
            "Sugar cookies (rolled)",
        ]

    def test_of_an_ingredient_names_a_recipe_once(self, bakery: Bakery) -> None:
        sugar = value("SELECT ingredient_id FROM recipe_ingredients WHERE notes = 'on top'")
        assert places(Key(INGREDIENT, sugar)).count("Sugar cookies (rolled)") == 1

    def test_of_one_plan_is_told_once_and_two_of_a_name_by_their_day(self, bakery: Bakery) -> None:
        for day in (date(2027, 5, 1), None):
            fair = made(event_service.create_event("Christmas market", day))
            for _ in range(2):
                plan_service.add_line(
                    fair, ComponentKind.FINISHED_UNIT, source_id=bakery.cake_id, quantity=1
                )
        assert places(Key(ITEM, bakery.cake_id)) == [
            "Christmas market (no date)",
            "Christmas market (2027-05-01)",
            "Christmas market (2026-12-12)",
        ]

    def test_counts_all_and_names_so_many(self, bakery: Bakery) -> None:
        for number in range(7):
            create_finished_good(
                f"Box {number}",
                contents=[ContentInput(ComponentKind.FINISHED_UNIT, bakery.cookie_id, 1)],
            )
        usage = usage_of(Key(ITEM, bakery.cookie_id), most=3)
        assert (usage.box_count, len(usage.places)) == (9, 3)
        assert usage_of(Key(ITEM, bakery.cookie_id), most=0).box_count == 9

    def test_of_nothing_is_empty(self, bakery: Bakery) -> None:
        for kind in (ITEM, BOX, MATERIAL, UNIT, RECIPE, INGREDIENT):
            assert usage_of(Key(kind, 99)) == Usage()


class TestDeleting:
    def test_of_what_is_used_explains_where(self, bakery: Bakery) -> None:
        finalize_event_plan(bakery.event_id)
        error = refused(lambda: delete_things([Key(ITEM, bakery.cookie_id)]))
        assert error.sentence == "“Sugar cookie” is used in 2 boxes, 1 snapshot."
        assert error.places == ("Gift box", "Hamper", "Snapshot 1 of Christmas market")
        assert error.usage == usage_of(Key(ITEM, bakery.cookie_id))

    def test_of_what_only_a_snapshot_or_the_trash_remembers_explains_too(
        self, bakery: Bakery
    ) -> None:
        item = made(create_finished_unit("Biscotti"))
        line = plan_service.add_line(
            bakery.event_id, ComponentKind.FINISHED_UNIT, source_id=item, quantity=1
        )
        snapshot = finalize_event_plan(bakery.event_id).id
        revert(line)
        error = refused(lambda: delete_things([Key(ITEM, item)]))
        assert error.sentence == "“Biscotti” is used in 1 snapshot."
        removed = removal_service.remove_snapshots([snapshot])
        error = refused(lambda: delete_things([Key(ITEM, item)]))
        assert error.sentence == "“Biscotti” is used in 1 entry of the trash."
        removal_service.purge([removed])
        delete_things([Key(ITEM, item)])
        assert usage_of(Key(ITEM, item)).count == 0

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            (Key(MATERIAL, 1), "“Red ribbon” is used in 1 box, 1 plan."),
            (Key(MATERIAL, 2), "“Wrapping” is used in 1 box."),
            (Key(UNIT, 1), "“Bow” is used in 1 box, 1 plan."),
            (Key(RECIPE, 2), "“Vanilla cream” is used in 1 item, 1 recipe."),
            (Key(INGREDIENT, 1), "is used in 1 recipe."),
            (Key(BOX, 1), "“Hamper” is used in 1 plan."),
        ],
    )
    def test_explains_for_every_kind(self, bakery: Bakery, key: Key, said: str) -> None:
        assert said in refused(lambda: delete_things([key])).sentence

    def test_of_several_deletes_none_if_one_is_used(self, bakery: Bakery) -> None:
        free = Key(ITEM, made(create_finished_unit("Biscotti")))
        assert (
            "Sugar cookie"
            in refused(lambda: delete_things([free, Key(ITEM, bakery.cookie_id)])).sentence
        )

    def test_takes_what_needs_each_other_together_and_is_undone_whole(self, bakery: Bakery) -> None:
        flour = made(create_ingredient("Rye"))
        inner = made(
            create_recipe(
                "Starter", details=RecipeDetails(lines=(RecipeLineInput(flour, 1, "cup"),))
            )
        )
        outer = made(create_recipe("Bread", details=RecipeDetails(components=((inner, 1),))))
        item = made(create_finished_unit("Loaf", details=ItemDetails(recipe_id=outer)))
        small = made(
            create_finished_good(
                "Small", contents=[ContentInput(ComponentKind.FINISHED_UNIT, item, 1)]
            )
        )
        large = made(
            create_finished_good(
                "Large", contents=[ContentInput(ComponentKind.FINISHED_GOOD, small, 1)]
            )
        )
        twine = made(create_material("Twine"))
        before = stored_rows()
        keys = [
            Key(INGREDIENT, flour),
            Key(RECIPE, inner),
            Key(RECIPE, outer),
            Key(ITEM, item),
            Key(BOX, small),
            Key(BOX, large),
            Key(MATERIAL, twine),
        ]
        edit = delete_things(keys)
        assert edit.changes.removed >= set(keys)
        assert search_rows() == rebuilt_search_rows()
        assert all(usage_of(key).count == 0 for key in keys)
        back = revert(edit)
        assert stored_rows() == before
        revert(back)
        assert value("SELECT count(*) FROM finished_units") == 2

    def test_of_what_is_gone_already_is_no_error(self, bakery: Bakery) -> None:
        assert delete_things([Key(ITEM, 99)]).is_empty()
        assert delete_things([]).is_empty()

    def test_that_another_window_races_explains_the_same(
        self, bakery: Bakery, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was looked up is not what the database then says."""
        real, answers = catalog_edit_service.needed_beside, [Needed()]

        def first_nothing(*args: Any) -> Needed:
            return answers.pop() if answers else real(*args)

        monkeypatch.setattr(catalog_edit_service, "needed_beside", first_nothing)
        error = refused(lambda: delete_things([Key(ITEM, bakery.cookie_id)]))
        assert error.sentence == "“Sugar cookie” is used in 2 boxes."
        assert error.usage is not None
        assert error.usage.box_count == 2

    def test_in_a_callers_session_leaves_the_rest_of_it(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            event_service.rename_event(bakery.event_id, "Fair", session)
            with pytest.raises(InUseError):
                delete_things([Key(ITEM, bakery.cookie_id)], session)
        assert value("SELECT name FROM events") == "Fair"


class TestUndo:
    def test_of_making_what_is_used_explains_like_deleting_it(self, bakery: Bakery) -> None:
        edit = create_finished_unit("Biscotti")
        line = plan_service.add_line(
            bakery.event_id, ComponentKind.FINISHED_UNIT, source_id=made(edit), quantity=1
        )
        finalize_event_plan(bakery.event_id)
        revert(line)
        error = refused(lambda: revert(edit))
        assert error.sentence == "“Biscotti” is used in 1 snapshot."
        assert error.usage is not None
        assert error.usage.places[0].name == "Snapshot 1 of Christmas market"

    def test_of_making_a_material_tells_it_by_the_material(self, bakery: Bakery) -> None:
        edit = create_material("Twine")
        unit = value("SELECT max(id) FROM material_units")
        plan_service.add_line(
            bakery.event_id, ComponentKind.MATERIAL_UNIT, source_id=unit, quantity=1
        )
        assert refused(lambda: revert(edit)).sentence == "“Twine” is used in 1 plan."

    def test_does_not_count_what_goes_with_it(self, bakery: Bakery) -> None:
        edit = create_recipe("Bread")
        item = create_finished_unit("Loaf", details=ItemDetails(recipe_id=made(edit)))
        both = Edit(edit.rows + item.rows, edit.changes | item.changes)
        other = create_finished_unit("Slice", details=ItemDetails(recipe_id=made(edit)))
        error = refused(lambda: revert(both))
        assert error.sentence == "“Bread” is used in 1 item."
        assert error.places == ("Slice",)
        revert(other)
        revert(both)

    def test_never_makes_a_loop_with_something_newer(self, bakery: Bakery) -> None:
        with database.session_scope() as session:
            boxes = make_boxes(session, {"A": ["B"]})
        content = value("SELECT id FROM compositions WHERE assembly_id = :id", id=boxes["A"])
        edit = remove_contents([content])
        add_content(boxes["B"], ComponentKind.FINISHED_GOOD, source_id=boxes["A"], quantity=1)
        before = stored_rows()
        with pytest.raises(ConflictError, match="A > B > A"):
            revert(edit)
        assert stored_rows() == before

    def test_never_makes_a_loop_of_recipes_either(self, bakery: Bakery) -> None:
        part = value("SELECT id FROM recipe_components")
        edit = remove_recipe_components([part])
        add_recipe_component(bakery.cream_id, bakery.dough_id, quantity=1)
        with pytest.raises(ConflictError, match="Vanilla cream > Sugar cookies"):
            revert(edit)

    def test_is_a_conflict_where_what_comes_back_is_there_again(self, bakery: Bakery) -> None:
        edit = delete_things([Key(ITEM, made(create_finished_unit("Biscotti")))])
        create_finished_unit("Biscotti")  # has the slug of the one deleted
        before = stored_rows()
        with pytest.raises(ConflictError):
            revert(edit)
        assert stored_rows() == before

    def test_against_another_windows_newer_edit_says_so(self, tmp_path: Path) -> None:
        with open_file(tmp_path / "a.db"):
            with database.session_scope() as session:
                bakery = make_bakery(session)
            cookie = Key(ITEM, bakery.cookie_id)
            edit = set_field(cookie, "category", "Cookies")
            set_field(cookie, "category", "Biscuits")
            before = stored_rows()
            with pytest.raises(ConflictError, match="newer"):
                revert(edit)
            assert stored_rows() == before


class TestComingPlans:
    @pytest.mark.parametrize(
        "key",
        [
            Key(INGREDIENT, 1),
            Key(RECIPE, 1),
            Key(RECIPE, 2),
            Key(ITEM, 1),
            Key(BOX, 2),
            Key(BOX, 1),
            Key(MATERIAL, 1),
            Key(MATERIAL, 2),
            Key(UNIT, 1),
        ],
    )
    def test_are_found_from_any_depth(self, bakery: Bakery, key: Key) -> None:
        with clock_set_to(datetime(2026, 12, 1, tzinfo=UTC)):
            assert [plan.name for plan in coming_plans_using([key])] == ["Christmas market"]

    def test_do_not_use_what_is_in_none(self, bakery: Bakery) -> None:
        with clock_set_to(datetime(2026, 12, 1, tzinfo=UTC)):
            for key in (Key(UNIT, bakery.paper_id), Key(ITEM, 99), duplicate(Key(ITEM, 1)).key):
                assert key is not None
                assert coming_plans_using([key]) == ()
            assert coming_plans_using([]) == ()

    def test_are_coming_until_their_day_is_over(self, bakery: Bakery) -> None:
        cake = [Key(ITEM, bakery.cake_id)]
        for day, count in ((11, 1), (12, 1), (13, 0)):
            with clock_set_to(datetime(2026, 12, day, 12, tzinfo=UTC)):
                assert len(coming_plans_using(cake)) == count

    def test_come_by_their_day_and_undated_ones_last(self, bakery: Bakery) -> None:
        for name, day, year in (
            ("Undated", None, None),
            ("Next year", None, 2027),
            ("Long ago", None, 2019),
            ("Soon", date(2026, 12, 5), None),
            ("Christmas market", date(2027, 12, 11), None),
        ):
            fair = made(event_service.create_event(name, day, year=year))
            plan_service.add_line(
                fair, ComponentKind.FINISHED_UNIT, source_id=bakery.cake_id, quantity=1
            )
        with clock_set_to(datetime(2026, 12, 1, tzinfo=UTC)):
            found = coming_plans_using([Key(ITEM, bakery.cake_id), Key(BOX, 1)])
        assert [plan.name for plan in found] == [
            "Soon",
            "Christmas market (2026-12-12)",
            "Christmas market (2027-12-11)",
            "Undated",
            "Next year",
        ]


@pytest.mark.slow
def test_of_a_large_catalog_takes_few_statements() -> None:
    with big_catalog():
        engine: Any = database.current_bind()
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        sql_event.listen(engine, "before_cursor_execute", note)
        try:
            for act, most in (
                (lambda: usage_of(Key(ITEM, 1)), 4),
                (lambda: usage_of(Key(RECIPE, 1)), 2),
                (lambda: coming_plans_using([Key(INGREDIENT, 1)]), 1),
                (lambda: coming_plans_using([Key(ITEM, n) for n in range(1, 5001)]), 1),
            ):
                seen.clear()
                start = time.perf_counter()
                act()
                print(f"{(time.perf_counter() - start) * 1000:6.1f} ms, {len(seen)} statements")
                assert len(seen) <= most + 1  # BEGIN
            few = [made(create_finished_unit(f"New {n}")) for n in range(2)]
            seen.clear()
            delete_things([Key(ITEM, each) for each in few])
            for_few = len(seen)
            many = [Key(ITEM, n) for n in range(4_000, 5_000) if usage_of(Key(ITEM, n)).count == 0]
            seen.clear()
            start = time.perf_counter()
            edit = delete_things(many)
            print(f"{(time.perf_counter() - start) * 1000:6.1f} ms for {len(many)} deleted")
            assert len(many) > 100
            assert len(seen) <= for_few + 2
        finally:
            sql_event.remove(engine, "before_cursor_execute", note)
        revert(edit)
        assert usage_service.usage_of(Key(RECIPE, 1)).count > 0
