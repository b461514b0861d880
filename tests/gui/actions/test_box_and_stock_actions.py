"""What is in boxes, the ways to plan a material, what a cup weighs, and what is in the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from core.domain.catalog import Density, ThingRef
from core.domain.keys import ComponentKind, ThingKind
from core.domain.rows import Choice
from core.errors import CircularReferenceError, CoreError, InvalidInputError, MaxDepthExceededError
from core.services import catalog_edit_service, catalog_service
from core.services.database import session_scope
from gui.actions import part_actions
from gui.actions.acts import Acts, Place
from gui.flow import Flow
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery, make_boxes
from tests.gui.actions.stepping import ANNOUNCE, NOTICE, OFFER, WRITE, Stage
from tests.gui.actions.things import (
    BOX,
    INGREDIENT,
    MATERIAL,
    USED_BY_MARKET,
    before_the_market,
    goes_back_and_forth,
    named,
    ref_of,
)

CUP = Density(Fraction(1), "cup", Fraction(5), "oz")
Edit = Callable[[Acts], Flow]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with before_the_market():
        yield


def content_id(place: int) -> int:
    """Of what is in the hamper: the gift box, the cookies, the wrapping chosen later."""
    return int(
        value(
            "SELECT id FROM compositions WHERE assembly_id = :box ORDER BY sort_order"
            " LIMIT 1 OFFSET :place",
            box=named(BOX, "Hamper").key.id,
            place=place,
        )
    )


def cake() -> Choice:
    return catalog_service.get_choice(ComponentKind.FINISHED_UNIT, 2)


def bow_id() -> int:
    return int(value("SELECT id FROM material_units WHERE name = 'Bow'"))


def hamper() -> ThingRef:
    return named(BOX, "Hamper")


def ribbon() -> ThingRef:
    return named(MATERIAL, "Red ribbon")


def flour() -> ThingRef:
    return named(INGREDIENT, "Flour")


EDITS: dict[str, tuple[ThingKind, str, Edit, str]] = {
    "add to a box": (
        BOX,
        "Hamper",
        lambda acts: part_actions.add_content(acts, hamper(), choice=cake(), quantity=Fraction(2)),
        "Add Celebration cake to Hamper",
    ),
    "how many": (
        BOX,
        "Hamper",
        lambda acts: part_actions.set_content_quantity(
            acts, hamper(), content_id(0), quantity=Fraction(3)
        ),
        "Change how many are in Hamper",
    ),
    "note": (
        BOX,
        "Hamper",
        lambda acts: part_actions.set_content_notes(acts, hamper(), content_id(1), notes="on top"),
        "Change a note in Hamper",
    ),
    "take out": (
        BOX,
        "Hamper",
        lambda acts: part_actions.remove_contents(acts, hamper(), [content_id(0), content_id(2)]),
        "Take 2 out of Hamper",
    ),
    "move": (
        BOX,
        "Hamper",
        lambda acts: part_actions.move_content(acts, hamper(), content_id(1), steps=-1),
        "Move something in Hamper",
    ),
    "unit name": (
        MATERIAL,
        "Red ribbon",
        lambda acts: part_actions.set_unit_field(
            acts, ribbon(), unit_id=bow_id(), field="name", value="Big bow"
        ),
        "Change how Red ribbon is planned",
    ),
    "unit amount": (
        MATERIAL,
        "Red ribbon",
        lambda acts: part_actions.set_unit_field(
            acts, ribbon(), unit_id=bow_id(), field="quantity_per_unit", value=Fraction(40)
        ),
        "Change how Red ribbon is planned",
    ),
    "add a unit": (
        MATERIAL,
        "Red ribbon",
        lambda acts: part_actions.add_unit(acts, ribbon(), name="Yard", quantity=Fraction(91)),
        "Add Yard to Red ribbon",
    ),
    "retire a unit": (
        MATERIAL,
        "Red ribbon",
        lambda acts: part_actions.retire_unit(acts, ribbon(), unit_id=bow_id(), is_retired=True),
        "Retire a way to plan Red ribbon",
    ),
    "weighs": (
        INGREDIENT,
        "Flour",
        lambda acts: part_actions.set_density(acts, flour(), CUP),
        "Change what Flour weighs",
    ),
    "weighs nothing known": (
        INGREDIENT,
        "Flour",
        lambda acts: part_actions.set_density(acts, flour(), None),
        "Change what Flour weighs",
    ),
    "have": (
        INGREDIENT,
        "Flour",
        lambda acts: part_actions.set_stock(acts, flour(), amount=Fraction(5), unit="lb"),
        "Change how much Flour there is",
    ),
    "have of a material": (
        MATERIAL,
        "Red ribbon",
        lambda acts: part_actions.set_stock(acts, ribbon(), amount=Fraction(0), unit="in"),
        "Change how much Red ribbon there is",
    ),
}


@pytest.mark.parametrize(("kind", "name", "edit", "act"), EDITS.values(), ids=EDITS)
class TestEachEdit:
    def test_is_one_write_that_names_the_plan(
        self, bakery: Bakery, stage: Stage, kind: ThingKind, name: str, edit: Edit, act: str
    ) -> None:
        stage.play(edit(stage.acts))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE, OFFER]
        assert named(kind, name).key in stage.announced[0].altered
        assert stage.screen.notices == [(f"{name} saved.{USED_BY_MARKET}", True)]
        assert stage.undo_text == act

    def test_is_one_step_there_and_back(
        self, bakery: Bakery, stage: Stage, kind: ThingKind, name: str, edit: Edit, act: str
    ) -> None:
        goes_back_and_forth(stage, lambda: edit(stage.acts), act)
        assert set(stage.screen.places) == {Place(named(kind, name).key)}


def test_a_way_to_plan_is_brought_back(bakery: Bakery, stage: Stage) -> None:
    catalog_edit_service.retire([ref_of(ThingKind.MATERIAL_UNIT, bow_id()).key])
    goes_back_and_forth(
        stage,
        lambda: part_actions.retire_unit(stage.acts, ribbon(), unit_id=bow_id(), is_retired=False),
        "Bring back a way to plan Red ribbon",
    )


class TestALoopOfBoxes:
    @pytest.mark.parametrize(
        ("into", "inside", "path"),
        [
            ("Gift box", "Hamper", "Gift box > Hamper > Gift box"),
            ("Hamper", "Hamper", "Hamper > Hamper"),
        ],
    )
    def test_is_refused_with_its_path(
        self, bakery: Bakery, stage: Stage, into: str, inside: str, path: str
    ) -> None:
        before = stored_rows()
        choice = catalog_service.get_choice(ComponentKind.FINISHED_GOOD, named(BOX, inside).key.id)
        with pytest.raises(CircularReferenceError) as refused:
            stage.play(
                part_actions.add_content(
                    stage.acts, named(BOX, into), choice=choice, quantity=Fraction(1)
                )
            )
        assert refused.value.sentence == f"This would go round in a circle: {path}."
        assert stage.diary == [WRITE]
        assert stored_rows() == before
        assert stage.has_told_nothing()

    def test_and_more_than_ten_levels_are_refused(self, bakery: Bakery, stage: Stage) -> None:
        with session_scope() as session:
            make_boxes(session, {f"B{n}": [f"B{n + 1}"] for n in range(1, 10)})
        deep = catalog_service.get_choice(ComponentKind.FINISHED_GOOD, named(BOX, "B1").key.id)
        before = stored_rows()
        with pytest.raises(MaxDepthExceededError):
            stage.play(
                part_actions.add_content(stage.acts, hamper(), choice=deep, quantity=Fraction(1))
            )
        assert stored_rows() == before
        assert stage.has_told_nothing()


REFUSED: dict[str, tuple[Edit, str]] = {
    "none in a box": (
        lambda acts: part_actions.set_content_quantity(
            acts, hamper(), content_id(0), quantity=Fraction(0)
        ),
        "A quantity must be over 0.",
    ),
    "none added": (
        lambda acts: part_actions.add_content(acts, hamper(), choice=cake(), quantity=Fraction(0)),
        "A quantity must be over 0.",
    ),
    "a unit of that name": (
        lambda acts: part_actions.add_unit(acts, ribbon(), name="BOW", quantity=Fraction(1)),
        "This material has a unit called “Bow” already.",
    ),
    "a unit of nothing": (
        lambda acts: part_actions.set_unit_field(
            acts, ribbon(), unit_id=bow_id(), field="quantity_per_unit", value=None
        ),
        "Please give it an amount.",
    ),
    "less than nothing in the house": (
        lambda acts: part_actions.set_stock(acts, flour(), amount=Fraction(-1), unit="lb"),
        "You cannot have less than nothing of it.",
    ),
    "a cup that weighs nothing": (
        lambda acts: part_actions.set_density(
            acts, flour(), Density(Fraction(1), "cup", Fraction(0), "oz")
        ),
        "A quantity must be over 0.",
    ),
}


@pytest.mark.parametrize(("edit", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(
    bakery: Bakery, stage: Stage, edit: Edit, sentence: str
) -> None:
    before = stored_rows()
    with pytest.raises(InvalidInputError) as refused:
        stage.play(edit(stage.acts))
    assert refused.value.sentence == sentence
    assert stage.diary == [WRITE]
    assert stored_rows() == before
    assert stage.has_told_nothing()


def test_what_was_deleted_meanwhile_is_not_put_into_a_box(bakery: Bakery, stage: Stage) -> None:
    gone = Choice(ComponentKind.FINISHED_UNIT, 99, "gone", "Gone", "")
    before = stored_rows()
    with pytest.raises(CoreError, match="What was to be added was deleted"):
        stage.play(
            part_actions.add_content(stage.acts, hamper(), choice=gone, quantity=Fraction(1))
        )
    assert stored_rows() == before
    assert stage.has_told_nothing()
