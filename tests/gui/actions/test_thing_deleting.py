"""Deleting from the catalog: at once where nothing uses it, else an explanation with ways out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from core.domain.catalog import ThingRef
from core.domain.changes import Changes
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import InUseError
from core.services import (
    catalog_detail_service,
    catalog_edit_service,
    finished_unit_service,
    ingredient_service,
    material_unit_service,
    plan_service,
    recipe_service,
    removal_service,
)
from core.services.finalization_service import finalize_event_plan
from gui.actions import thing_actions
from gui.actions.acts import Place
from gui.actions.removal_actions import TRASH
from gui.dialogs.in_use_dialog import InUseDialog, Leave
from gui.flow import Cancelled
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.stepping import (
    ANNOUNCE,
    GO_TO,
    LEFT,
    NOTICE,
    WRITE,
    Stage,
    event_key,
    said,
    snapshot_key,
)
from tests.gui.actions.things import (
    BOX,
    INGREDIENT,
    ITEM,
    KINDS,
    MATERIAL,
    RECIPE,
    goes_back_and_forth,
    named,
    newest,
    ref_of,
)

ASK = "ask InUseDialog"
MAKERS: dict[ThingKind, Callable[[str], Any]] = {
    ITEM: finished_unit_service.create_finished_unit,
    MATERIAL: material_unit_service.create_material,
    RECIPE: recipe_service.create_recipe,
    INGREDIENT: ingredient_service.create_ingredient,
}


def unused(kind: ThingKind, name: str = "Unused") -> ThingRef:
    """A copy of a filled thing, or a new one; nothing uses it."""
    if kind in MAKERS:
        MAKERS[kind](name)
    else:
        catalog_edit_service.duplicate(named(BOX, "Hamper").key, name)
    return named(kind, name)


class TestOfWhatNothingUses:
    @pytest.mark.parametrize("kind", KINDS)
    def test_asks_nothing_and_comes_back(
        self, bakery: Bakery, stage: Stage, kind: ThingKind
    ) -> None:
        thing = unused(kind)
        goes_back_and_forth(
            stage, lambda: thing_actions.delete(stage.acts, [thing]), "Delete Unused"
        )
        assert stage.screen.notices[0] == ("Deleted Unused.", True)
        assert thing.key in stage.announced[0].removed

    def test_goes_nowhere_when_done_and_to_it_when_undone(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        thing = unused(RECIPE)
        stage.play(thing_actions.delete(stage.acts, [thing]))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE]
        assert stage.announced == [Changes.of(removed=[thing.key])]
        assert stage.screen.places == []
        stage.undo()
        assert stage.diary == [WRITE, ANNOUNCE, GO_TO, NOTICE]
        assert stage.screen.places == [Place(thing.key)]

    def test_of_several_is_one_act_with_their_number(self, bakery: Bakery, stage: Stage) -> None:
        things = [unused(INGREDIENT, name) for name in ("Nutmeg", "Mace", "Clove")]
        goes_back_and_forth(
            stage, lambda: thing_actions.delete(stage.acts, things), "Delete 3 ingredients"
        )
        assert stage.screen.notices[0] == ("Deleted 3 ingredients.", True)

    def test_that_is_gone_already_tells_nothing(self, bakery: Bakery, stage: Stage) -> None:
        thing = unused(INGREDIENT)
        catalog_edit_service.delete_things([thing.key])
        stage.play(thing_actions.delete(stage.acts, [thing]))
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()

    def test_of_a_way_to_plan_a_material_stays_on_the_material(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        ribbon = named(MATERIAL, "Red ribbon")
        material_unit_service.create_material_unit(
            "Yard", material_id=ribbon.key.id, quantity_per_unit=91
        )
        detail = catalog_detail_service.material_detail(ribbon.key.id)
        yard = next(unit for unit in detail.units if unit.name == "Yard")
        goes_back_and_forth(
            stage, lambda: thing_actions.delete_unit(stage.acts, ribbon, yard), "Delete Yard"
        )
        assert set(stage.screen.places) == {Place(ribbon.key)}


class TestOfWhatIsUsed:
    def test_is_explained_with_its_places_and_nothing_is_told(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        snapshot = finalize_event_plan(bakery.event_id).id
        removed = finalize_event_plan(bakery.event_id).id
        removal_service.remove_snapshots([removed])
        before = stored_rows()

        def close(dialog: InUseDialog) -> Cancelled:
            assert dialog.windowTitle() == (
                "“Bow” is used in 1 box, 1 plan, 1 snapshot, 1 entry of the trash. - Proofbook"
            )
            assert said(dialog, "why") == "Nothing was deleted. What needs it keeps it:"
            links = {plain_text(each) for each in links_of(dialog)}
            assert {"Gift box", "Christmas market"} <= links
            return Cancelled()

        detail = catalog_detail_service.material_detail(named(MATERIAL, "Red ribbon").key.id)
        bow = next(unit for unit in detail.units if unit.name == "Bow")
        flow = thing_actions.delete_unit(stage.acts, named(MATERIAL, "Red ribbon"), bow)
        stage.play(flow, close)
        assert stage.diary == [WRITE, ASK, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()
        assert snapshot

    @pytest.mark.parametrize(
        "place",
        [Key(BOX, 1), event_key(1), snapshot_key(1), TRASH],
        ids=["box", "plan", "snapshot", "trash"],
    )
    def test_leads_to_the_place_whose_link_is_taken(
        self, bakery: Bakery, stage: Stage, place: Key
    ) -> None:
        before = stored_rows()
        cookie = named(ITEM, "Sugar cookie")
        stage.play(thing_actions.delete(stage.acts, [cookie]), place)
        assert stage.diary == [WRITE, ASK, GO_TO]
        assert stage.screen.places == [Place(place)]
        assert stored_rows() == before
        assert not stage.history.can_undo()

    def test_can_be_retired_instead_in_one_act(self, bakery: Bakery, stage: Stage) -> None:
        before = stored_rows()
        cookie = named(ITEM, "Sugar cookie")
        stage.play(thing_actions.delete(stage.acts, [cookie]), Leave.RETIRE)
        assert stage.diary == [WRITE, ASK, WRITE, ANNOUNCE, NOTICE]
        assert stage.screen.notices == [("Sugar cookie retired.", True)]
        assert stage.undo_text == "Retire Sugar cookie"
        stage.undo()
        assert stored_rows() == before

    def test_among_several_keeps_all_and_retires_those_in_use(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        things = [unused(ITEM), named(ITEM, "Sugar cookie")]
        catalog_edit_service.retire([things[0].key])
        things[0] = ref_of(ITEM, things[0].key.id)
        stage.play(thing_actions.delete(stage.acts, things), Leave.RETIRE)
        assert stage.diary == [WRITE, ASK, WRITE, ANNOUNCE, NOTICE]
        assert stage.announced == [Changes.of(altered=[things[1].key])]
        assert stage.last_notice == "Sugar cookie retired."

    def test_and_retired_already_offers_no_retiring(self, bakery: Bakery, stage: Stage) -> None:
        cookie = named(ITEM, "Sugar cookie")
        catalog_edit_service.retire([cookie.key])

        def close(dialog: InUseDialog) -> Cancelled:
            names = {each.objectName() for each in dialog.findChildren(QPushButton)}
            assert "retire_instead" not in names
            assert "close" in names
            return Cancelled()

        stage.play(thing_actions.delete(stage.acts, [ref_of(ITEM, cookie.key.id)]), close)
        assert stage.diary == [WRITE, ASK, LEFT]


class TestARace:
    """Another window was faster."""

    def plan(self, bakery: Bakery, item: Key) -> None:
        kind = ComponentKind.FINISHED_UNIT
        plan_service.add_line(bakery.event_id, kind, source_id=item.id, quantity=1)

    def test_that_takes_it_into_use_ends_in_the_same_explanation(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        thing = unused(ITEM)  # as the list shows it
        self.plan(bakery, thing.key)
        finalize_event_plan(bakery.event_id)
        before = stored_rows()

        def close(dialog: InUseDialog) -> Cancelled:
            assert dialog.windowTitle() == "“Unused” is used in 1 plan, 1 snapshot. - Proofbook"
            return Cancelled()

        stage.play(thing_actions.delete(stage.acts, [thing]), close)
        assert stage.diary == [WRITE, ASK, LEFT]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_between_undo_and_redo_keeps_it(self, bakery: Bakery, stage: Stage) -> None:
        thing = unused(ITEM)
        stage.play(thing_actions.delete(stage.acts, [thing]))
        stage.undo()
        self.plan(bakery, thing.key)
        before = stored_rows()
        with pytest.raises(InUseError, match="“Unused” is used in 1 plan") as refused:
            stage.redo()
        assert refused.value.usage is not None
        assert [place.key for place in refused.value.usage.places] == [event_key(bakery.event_id)]
        assert stored_rows() == before
        assert not stage.history.can_redo()

    def test_that_finalizes_what_was_made_keeps_it_from_being_undone(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        stage.play(thing_actions.duplicate(stage.acts, named(ITEM, "Sugar cookie")))
        copy = newest(ITEM)
        self.plan(bakery, copy)
        finalize_event_plan(bakery.event_id)
        plan_service.remove_lines([value("SELECT max(id) FROM plan_lines")])
        before = stored_rows()
        with pytest.raises(InUseError, match="“Sugar cookie copy” is used in 1 snapshot"):
            stage.undo()
        assert stored_rows() == before


def links_of(dialog: InUseDialog) -> list[QPushButton]:
    return dialog.used_in.findChildren(QPushButton)


def plain_text(button: QPushButton) -> str:
    return button.text().replace("\u2068", "").replace("\u2069", "").replace("&", "")
