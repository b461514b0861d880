from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

import pytest

from core.domain.changes import Changes
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import Choice
from core.services import catalog_service, removal_service
from core.services.database import session_scope
from gui.actions import catalog_actions
from gui.actions.acts import Place
from gui.dialogs.new_box_dialog import BoxAnswer, NewBoxDialog
from gui.dialogs.new_item_dialog import ItemAnswer, NewItemDialog
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Cancelled
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery, make_boxes
from tests.gui.actions.stepping import (
    ANNOUNCE,
    GO_TO,
    LEFT,
    NOTICE,
    READ,
    WRITE,
    Stage,
    event_key,
    event_row,
)

ASK_ITEM, ASK_BOX = "ask NewItemDialog", "ask NewBoxDialog"
BISCOTTI = ItemAnswer("Biscotti", Fraction(24), "pieces", 1)
ITEM, BOX = ComponentKind.FINISHED_UNIT, ComponentKind.FINISHED_GOOD
NEW_LINE = Key(ThingKind.PLAN_LINE, 4)
NEW_ITEM = Key(ThingKind.FINISHED_UNIT, 3)
NEW_BOX = Key(ThingKind.FINISHED_GOOD, 3)


def make_item(stage: Stage, bakery: Bakery | None, *answers: Any) -> Choice | None:
    event = event_row(bakery.event_id) if bakery is not None else None
    flow = catalog_actions.make_item(stage.acts, event, name="Biscotti", quantity=Fraction(5, 2))
    return stage.play(flow, *answers)


class NoFeeder:
    """Nothing is typed in these forms, so that nothing is looked for."""

    def find_contents(self, form: object, text: str, **answers: object) -> None:
        raise AssertionError(text)


def make_box(stage: Stage, bakery: Bakery, *answers: Any) -> Choice | None:
    flow = catalog_actions.make_box(
        stage.acts,
        event_row(bakery.event_id),
        name="Tin",
        quantity=Fraction(6),
        feeder=cast("PageFeeder", NoFeeder()),
    )
    return stage.play(flow, *answers)


def tin(bakery: Bakery) -> BoxAnswer:
    cookie = catalog_service.get_choice(ITEM, bakery.cookie_id)
    gift_box = catalog_service.get_choice(BOX, bakery.gift_box_id)
    return BoxAnswer("Tin", ((cookie, Fraction(12)), (gift_box, Fraction(1))))


class TestNewItem:
    def test_offers_the_recipes_makes_it_and_plans_it_at_once(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        def take(dialog: NewItemDialog) -> ItemAnswer:
            names = {dialog.recipe.itemText(at) for at in range(dialog.recipe.count())}
            assert names == {"Sugar cookies (rolled)", "Vanilla cream"}
            assert dialog.name_field.name() == "Biscotti"
            return BISCOTTI

        made = make_item(stage, bakery, take)
        assert stage.diary == [READ, ASK_ITEM, WRITE, ANNOUNCE, NOTICE]
        assert made == catalog_service.get_choice(ITEM, NEW_ITEM.id)
        assert made is not None
        assert (made.name, made.unit) == ("Biscotti", "pieces")
        event = event_key(bakery.event_id)
        assert stage.announced == [Changes.of(added=[NEW_ITEM, NEW_LINE], altered=[event])]
        notice = "Made Biscotti and added it to Christmas market."
        assert stage.screen.notices == [(notice, True)]
        assert stage.undo_text == "New item Biscotti"
        assert value("SELECT quantity FROM plan_lines WHERE finished_unit_id = 3") == "2.5"

    def test_and_its_line_go_and_come_together(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        make_item(stage, bakery, BISCOTTI)
        after, told = stored_rows(), stage.announced[0]
        stage.undo()
        assert stored_rows() == before
        assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert stage.announced[-1] == Changes.of(removed=told.added, altered=told.altered)
        assert stage.last_notice == "Undone: New item Biscotti."
        stage.redo()
        assert stored_rows() == after
        assert stage.announced[-1] == told
        assert set(stage.screen.places) == {Place(event_key(bakery.event_id), NEW_LINE.id)}

    def test_without_an_event_is_only_made(self, bakery: Bakery, stage: Stage) -> None:
        made = make_item(stage, None, BISCOTTI)
        assert made is not None
        assert stage.announced == [Changes.of(added=[NEW_ITEM])]
        assert stage.screen.notices == [("Made Biscotti.", True)]
        assert value("SELECT count(*) FROM plan_lines") == 3

    def test_left_at_the_question_makes_nothing(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        assert make_item(stage, bakery, Cancelled()) is None
        assert stage.diary == [READ, ASK_ITEM, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_whose_event_went_meanwhile_is_not_made_either(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        def meanwhile(_dialog: NewItemDialog) -> ItemAnswer:
            removal_service.remove_event(bakery.event_id)
            return BISCOTTI

        def leave(dialog: NewItemDialog) -> Cancelled:
            assert dialog.name_field.sentence.text() == "This event was deleted."
            assert dialog.answer() == BISCOTTI
            return Cancelled()

        make_item(stage, bakery, meanwhile, leave)
        assert stage.diary == [READ, ASK_ITEM, WRITE, ASK_ITEM, LEFT]
        assert value("SELECT count(*) FROM finished_units") == 2
        assert stage.has_told_nothing()

    def test_that_is_refused_is_asked_for_again_with_all_that_was_typed(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        unseen = replace(BISCOTTI, name="\u200b")
        before = stored_rows()

        def correct(dialog: NewItemDialog) -> ItemAnswer:
            assert dialog.name_field.sentence.text() == "Please give it a name that can be seen."
            assert dialog.answer() == unseen
            assert stored_rows() == before
            assert stage.has_told_nothing()
            dialog.name_field.edit.setText("Biscotti")
            return dialog.answer()

        made = make_item(stage, bakery, unseen, correct)
        # What it can be made from has been read once.
        assert stage.diary == [READ, ASK_ITEM, WRITE, ASK_ITEM, WRITE, ANNOUNCE, NOTICE]
        assert made == catalog_service.get_choice(ITEM, NEW_ITEM.id)
        assert len(stage.announced) == 1
        assert stage.screen.notices == [("Made Biscotti and added it to Christmas market.", True)]
        assert stage.undo_text == "New item Biscotti"

    def test_that_is_refused_and_then_left_makes_nothing(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        before = stored_rows()
        assert make_item(stage, bakery, ItemAnswer("", None, "", None), Cancelled()) is None
        assert stage.diary == [READ, ASK_ITEM, WRITE, ASK_ITEM, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_only_for_the_runner_gives_nothing_back(self, bakery: Bakery, stage: Stage) -> None:
        flow = catalog_actions.make_item(stage.acts, None, name="Biscotti", quantity=Fraction(1))
        stage.play(catalog_actions.only(flow), BISCOTTI)
        assert stage.screen.notices == [("Made Biscotti.", True)]


class TestNewBox:
    def test_is_asked_for_made_and_planned_at_once(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        made = make_box(stage, bakery, tin(bakery))
        assert stage.diary == [ASK_BOX, WRITE, ANNOUNCE, NOTICE]
        assert made == catalog_service.get_choice(BOX, NEW_BOX.id)
        event = event_key(bakery.event_id)
        assert stage.announced == [Changes.of(added=[NEW_BOX, NEW_LINE], altered=[event])]
        assert stage.last_notice == "Made Tin and added it to Christmas market."
        assert stage.undo_text == "New box Tin"
        after = stored_rows()
        assert len(after["compositions"]) == len(before["compositions"]) + 2
        stage.undo()
        assert stored_rows() == before
        stage.redo()
        assert stored_rows() == after

    def test_left_at_the_question_makes_nothing(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        make_box(stage, bakery, Cancelled())
        assert stage.diary == [ASK_BOX, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_refused_for_a_loop_keeps_the_form_and_says_why(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        with session_scope() as session:
            boxes = make_boxes(session, {"Round": ["About"], "About": ["Round"]})
        round_box = catalog_service.get_choice(BOX, boxes["Round"])
        looping = BoxAnswer("Big tin", ((round_box, Fraction(2)),))
        before = stored_rows()

        def take_what_stands_there(dialog: NewBoxDialog) -> BoxAnswer:
            assert dialog.sentence.text() == (
                "This would go round in a circle: Round > About > Round."
            )
            assert dialog.answer() == looping
            assert stored_rows() == before
            assert stage.has_told_nothing()
            return tin(bakery)

        make_box(stage, bakery, looping, take_what_stands_there)
        assert stage.diary == [ASK_BOX, WRITE, ASK_BOX, WRITE, ANNOUNCE, NOTICE]
        assert stage.last_notice == "Made Tin and added it to Christmas market."

    def test_refused_and_then_left_makes_nothing(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        make_box(stage, bakery, BoxAnswer("", ()), Cancelled())
        assert stage.diary == [ASK_BOX, WRITE, ASK_BOX, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()


class TestMadeInsideABox:
    def test_an_item_comes_into_the_form_and_not_into_the_plan(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        def make_inside(dialog: NewBoxDialog) -> BoxAnswer:
            dialog.make_item_wanted.emit("Biscotti", Fraction(3))
            stage.play(stage.runner.flows.pop(), BISCOTTI)
            assert [(each.name, amount) for each, amount in dialog.answer().contents] == [
                ("Biscotti", Fraction(3))
            ]
            assert stage.last_notice == "Made Biscotti."
            return dialog.answer()

        make_box(stage, bakery, make_inside)
        assert stage.last_notice == "Made Tin and added it to Christmas market."
        assert value("SELECT count(*) FROM plan_lines") == 4
        # Two acts, each undone by itself.
        stage.undo()
        assert stage.undo_text == "New item Biscotti"
        assert value("SELECT count(*) FROM finished_units") == 3

    @pytest.mark.parametrize("kind", ["item", "box"])
    def test_a_question_that_is_left_gives_back_what_was_typed(
        self, bakery: Bakery, stage: Stage, kind: str
    ) -> None:
        def make_inside(dialog: NewBoxDialog) -> BoxAnswer:
            wanted = dialog.make_item_wanted if kind == "item" else dialog.make_box_wanted
            wanted.emit("Biscotti", Fraction(5, 2))
            stage.play(stage.runner.flows.pop(), Cancelled())
            assert dialog.adder.pending_text() == "2 1/2 Biscotti"
            assert dialog.answer().contents == ()
            return BoxAnswer("Tin", ())

        make_box(stage, bakery, make_inside)
        assert value("SELECT count(*) FROM finished_units") == 2
        assert value("SELECT count(*) FROM finished_goods") == 3
