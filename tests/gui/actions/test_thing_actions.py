"""A thing's fields, its copies, retiring and bringing back; what is said of the coming plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from core.domain.changes import Changes
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import ConflictError, InUseError, NotFoundError
from core.services import (
    catalog_edit_service,
    event_service,
    ingredient_service,
    plan_service,
)
from gui.actions import thing_actions
from gui.actions.acts import Place
from tests.core.stored_rows import stored_rows
from tests.factories import Bakery
from tests.gui.actions.plans import second_event
from tests.gui.actions.stepping import ANNOUNCE, GO_TO, NOTICE, OFFER, WRITE, Stage, event_key
from tests.gui.actions.things import (
    BOX,
    INGREDIENT,
    ITEM,
    KINDS,
    MATERIAL,
    RECIPE,
    UNIT,
    USED_BY_MARKET,
    before_the_market,
    goes_back_and_forth,
    named,
    newest,
    ref_of,
)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with before_the_market():
        yield


def rename(stage: Stage, kind: ThingKind, old: str, new: str) -> None:
    flow = thing_actions.set_field(stage.acts, named(kind, old), field="name", value=new)
    stage.play(flow)


class TestAnEdit:
    def test_is_one_write_that_is_told_offered_and_undoable_by_name(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        rename(stage, ITEM, "Sugar cookie", "Sugar star")
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE, OFFER]
        cookie = Key(ITEM, bakery.cookie_id)
        assert stage.announced == [Changes.of(altered=[cookie])]
        assert stage.screen.notices == [(f"Sugar star saved.{USED_BY_MARKET}", True)]
        assert stage.screen.offered == (event_key(bakery.event_id),)
        assert stage.undo_text == "Rename Sugar cookie"
        assert stage.screen.places == []

    def test_names_two_coming_plans_the_next_one_first(self, bakery: Bakery, stage: Stage) -> None:
        fair = second_event(bakery)
        rename(stage, ITEM, "Sugar cookie", "Sugar star")
        assert stage.last_notice == (
            "Sugar star saved. 2 coming plans use it: School fair and Christmas market."
        )
        assert stage.screen.offered == (event_key(fair), event_key(bakery.event_id))

    def test_names_no_more_than_three_places_of_many(self, bakery: Bakery, stage: Stage) -> None:
        for number in range(4):
            edit = event_service.create_event(f"Order {number}", date(2026, 12, 1 + number))
            assert edit.key is not None
            event_service.start_from(edit.key.id, bakery.event_id)
        rename(stage, ITEM, "Sugar cookie", "Sugar star")
        assert stage.last_notice == (
            "Sugar star saved. 5 coming plans use it: Order 0, Order 1 and 3 more."
        )
        assert len(stage.screen.offered) == 5

    def test_of_what_only_past_plans_use_names_none(self, bakery: Bakery, stage: Stage) -> None:
        event_service.set_event_date(bakery.event_id, date(2026, 11, 22))
        rename(stage, ITEM, "Sugar cookie", "Sugar star")
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE]
        assert stage.screen.notices == [("Sugar star saved.", True)]
        assert stage.screen.offered == ()

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (INGREDIENT, "Flour"),
            (RECIPE, "Vanilla cream"),
            (BOX, "Gift box"),
            (MATERIAL, "Red ribbon"),
            (MATERIAL, "Wrapping"),
        ],
    )
    def test_of_what_a_plan_uses_far_below_names_it_all_the_same(
        self, bakery: Bakery, stage: Stage, kind: ThingKind, name: str
    ) -> None:
        rename(stage, kind, name, "Another name")
        assert stage.last_notice == f"Another name saved.{USED_BY_MARKET}"

    def test_goes_to_its_thing_when_it_is_undone(self, bakery: Bakery, stage: Stage) -> None:
        rename(stage, ITEM, "Sugar cookie", "Sugar star")
        stage.undo()
        assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert set(stage.screen.places) == {Place(Key(ITEM, bakery.cookie_id))}

    def test_that_another_window_changed_further_is_not_undone(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        rename(stage, ITEM, "Sugar cookie", "Sugar star")
        cookie = Key(ITEM, bakery.cookie_id)
        catalog_edit_service.set_field(cookie, "notes", "Newer")
        before, told = stored_rows(), len(stage.announced)
        with pytest.raises(ConflictError, match="Something newer was changed here"):
            stage.undo()
        assert stored_rows() == before
        assert len(stage.announced) == told
        assert not stage.history.can_undo()

    def test_of_what_was_deleted_meanwhile_says_so(self, bakery: Bakery, stage: Stage) -> None:
        made = ingredient_service.create_ingredient("Nutmeg").key
        assert made is not None
        nutmeg = ref_of(INGREDIENT, made.id)
        catalog_edit_service.delete_things([made])
        with pytest.raises(NotFoundError, match="This ingredient was deleted"):
            stage.play(thing_actions.set_field(stage.acts, nutmeg, field="name", value="Mace"))
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()


NAMES = {
    ITEM: "Sugar cookie",
    BOX: "Hamper",
    MATERIAL: "Red ribbon",
    RECIPE: "Sugar cookies (rolled)",
    INGREDIENT: "Flour",
}


class TestDuplicate:
    @pytest.mark.parametrize("kind", KINDS)
    def test_makes_a_copy_goes_to_it_and_lets_her_name_it(
        self, bakery: Bakery, stage: Stage, kind: ThingKind
    ) -> None:
        name = NAMES[kind]
        stage.play(thing_actions.duplicate(stage.acts, named(kind, name)))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE, GO_TO]
        copy = newest(kind)
        assert ref_of(kind, copy.id).name == f"{name} copy"
        assert copy in stage.announced[0].added
        assert stage.screen.notices == [(f"Made a copy of {name}.", True)]
        assert stage.screen.places == [Place(copy, edits_name=True)]

    @pytest.mark.parametrize("kind", KINDS)
    def test_goes_and_comes_back_with_what_is_in_it(
        self, bakery: Bakery, stage: Stage, kind: ThingKind
    ) -> None:
        thing = named(kind, NAMES[kind])
        goes_back_and_forth(
            stage,
            lambda: thing_actions.duplicate(stage.acts, thing),
            f"Duplicate {NAMES[kind]}",
        )


def retired(kind: ThingKind, name: str) -> bool:
    return named(kind, name).is_retired


class TestRetiring:
    def test_one_says_its_name_and_does_not_ask(self, bakery: Bakery, stage: Stage) -> None:
        cookie = named(ITEM, "Sugar cookie")
        stage.play(thing_actions.retire(stage.acts, [cookie]))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE]
        assert stage.announced == [Changes.of(altered=[cookie.key])]
        assert stage.screen.notices == [("Sugar cookie retired.", True)]
        assert retired(ITEM, "Sugar cookie")

    def test_and_bringing_back_of_several_are_one_act_each(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        items = [named(ITEM, "Sugar cookie"), named(ITEM, "Celebration cake")]
        goes_back_and_forth(
            stage, lambda: thing_actions.retire(stage.acts, items), "Retire 2 items"
        )
        assert stage.screen.notices[0] == ("2 items retired.", True)
        assert stage.announced[0] == Changes.of(altered=[item.key for item in items])
        stage.screen.notices.clear()
        goes_back_and_forth(
            stage, lambda: thing_actions.bring_back(stage.acts, items), "Bring back 2 items"
        )
        assert stage.screen.notices[0] == ("2 items in use again.", True)
        assert not retired(ITEM, "Sugar cookie")

    def test_a_material_takes_its_units_along_there_and_back(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        ribbon = [named(MATERIAL, "Red ribbon")]
        stage.play(thing_actions.retire(stage.acts, ribbon))
        assert retired(UNIT, "Bow")
        stage.play(thing_actions.bring_back(stage.acts, ribbon))
        assert not retired(UNIT, "Bow")

    def test_what_is_retired_already_is_no_act(self, bakery: Bakery, stage: Stage) -> None:
        cookie = named(ITEM, "Sugar cookie")
        catalog_edit_service.retire([cookie.key])
        stage.play(thing_actions.retire(stage.acts, [cookie]))
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()


def test_a_copy_that_a_plan_uses_by_now_is_not_taken_back(bakery: Bakery, stage: Stage) -> None:
    stage.play(thing_actions.duplicate(stage.acts, named(ITEM, "Sugar cookie")))
    kind = ComponentKind.FINISHED_UNIT
    plan_service.add_line(bakery.event_id, kind, source_id=newest(ITEM).id, quantity=1)
    before = stored_rows()
    with pytest.raises(InUseError, match="“Sugar cookie copy” is used in 1 plan"):
        stage.undo()
    assert stored_rows() == before
    assert not stage.history.can_undo()
