"""The details of a row: as it is now for a plan, as it was for a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from core.domain.keys import ComponentKind
from core.domain.rows import ContentRow, IngredientLine, SourceRef, ThingDetails
from core.errors import NotFoundError
from core.services import plan_service
from core.services.contents_service import whole_tree
from core.services.details_service import thing_details
from core.services.finalization_service import finalize_event_plan
from core.services.finished_unit_service import create_finished_unit
from core.services.recipe_service import set_recipe_line
from core.utils.datetime_utils import clock_set_to
from tests.core.stored_rows import bakery_in_memory, run, snapshot_alone, value
from tests.factories import Bakery

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def rows_of(source: SourceRef) -> dict[str, ContentRow]:
    return {row.name: row for _, row in whole_tree(source)}


def all_details(source: SourceRef) -> dict[str, ThingDetails]:
    return {name: thing_details(source, row) for name, row in rows_of(source).items()}


def as_kept(details: dict[str, ThingDetails]) -> dict[str, ThingDetails]:
    """Without what the catalog says by now, which tests/core/test_since_then.py is about."""
    return {name: replace(each, since=None) for name, each in details.items()}


def plan_of(bakery: Bakery) -> SourceRef:
    return SourceRef(event_id=bakery.event_id)


def finalized(bakery: Bakery) -> SourceRef:
    with clock_set_to(NOON):
        return SourceRef(snapshot_id=finalize_event_plan(bakery.event_id).id)


def test_of_an_item_are_its_yield_and_its_recipe(bakery: Bakery) -> None:
    for source in (plan_of(bakery), finalized(bakery)):
        details = all_details(source)["Sugar cookie"]
        assert details.kind is ComponentKind.FINISHED_UNIT
        assert (details.items_per_batch, details.item_unit) == (48, "cookies")
        assert details.recipe_name == "Sugar cookies (rolled)"
        assert details.recipe_notes == "Chill overnight"
        assert details.recipe_lines == (
            IngredientLine("Vanilla cream", Fraction(1, 2), "batch"),
            IngredientLine("Flour", Fraction(9, 4), "cup"),
            IngredientLine("Sugar", Fraction(1), "cup"),
            IngredientLine("Sugar", Fraction(2), "tbsp", "on top"),
        )


def test_of_an_item_without_a_yield_or_a_recipe_say_so(bakery: Bakery) -> None:
    key = create_finished_unit("Loaf").key
    assert key is not None
    plan_service.add_line(
        bakery.event_id, ComponentKind.FINISHED_UNIT, source_id=key.id, quantity=1
    )
    for source in (plan_of(bakery), finalized(bakery)):
        details = all_details(source)
        loaf, cake = details["Loaf"], details["Celebration cake"]
        assert (loaf.items_per_batch, loaf.recipe_name, loaf.recipe_lines) == (None, None, ())
        assert (cake.batch_percentage, cake.portion_description) == (None, "8-inch round")
        assert cake.recipe_lines == (IngredientLine("Sugar", Fraction(33, 100), "cup"),)


def test_of_a_box_are_its_contents(bakery: Bakery) -> None:
    for source in (plan_of(bakery), finalized(bakery)):
        contents = all_details(source)["Hamper"].contents
        assert [(line.name, line.quantity) for line in contents] == [
            ("Gift box", 2),
            ("Sugar cookie", Fraction(3, 2)),
            ("Wrapping", 1),
        ]


def test_of_a_material_are_how_much_of_what(bakery: Bakery) -> None:
    for source in (plan_of(bakery), finalized(bakery)):
        bow = all_details(source)["Bow"]
        assert (bow.material_name, bow.quantity_per_unit) == ("Red ribbon", Fraction("30.48"))
        assert bow.display_unit == "in"


def test_of_a_material_chosen_later_are_only_its_name(bakery: Bakery) -> None:
    for source, as_of in ((plan_of(bakery), None), (finalized(bakery), NOON)):
        wrapping = all_details(source)["Wrapping"]
        expected = ThingDetails(ComponentKind.MATERIAL, wrapping.uuid, "Wrapping", as_of=as_of)
        assert wrapping == expected


def test_a_plan_says_how_it_is_now_and_a_snapshot_how_it_was(bakery: Bakery) -> None:
    snapshot = finalized(bakery)
    before = all_details(snapshot)
    line = value("SELECT id FROM recipe_ingredients WHERE quantity = '2.25'")
    set_recipe_line(line, quantity=3, unit="lb")
    run("UPDATE finished_units SET items_per_batch = '36' WHERE id = :id", id=bakery.cookie_id)
    run("UPDATE ingredients SET name = 'Rye'")
    run("UPDATE material_units SET quantity_per_unit = '1'")
    assert as_kept(all_details(snapshot)) == before
    now = all_details(plan_of(bakery))["Sugar cookie"]
    assert now.items_per_batch == 36
    assert now.recipe_lines[1] == IngredientLine("Rye", Fraction(3), "lb")
    assert now.as_of is None
    assert before["Sugar cookie"].as_of == NOON
    assert before["Sugar cookie"].recipe_lines[1] == IngredientLine("Flour", Fraction(9, 4), "cup")


def test_plan_and_snapshot_say_the_same_but_for_the_moment(bakery: Bakery) -> None:
    run("UPDATE finished_goods SET description = 'd <b>x</b>', notes = 'n'")
    run("UPDATE finished_units SET description = 'Tom & Jerry', notes = '🎄'")
    now = all_details(plan_of(bakery))
    then = all_details(finalized(bakery))
    assert {name: _without_moment(each) for name, each in then.items()} == {
        name: _without_moment(each) for name, each in now.items()
    }
    assert now["Hamper"].description == "d <b>x</b>"
    assert then["Sugar cookie"].notes == "🎄"


def _without_moment(details: ThingDetails) -> dict[str, object]:
    names = ThingDetails.__dataclass_fields__
    return {name: getattr(details, name) for name in names if name != "as_of"}


def test_of_a_snapshot_need_nothing_else_in_the_database(bakery: Bakery) -> None:
    snapshot = finalized(bakery)
    before = all_details(snapshot)
    assert snapshot.snapshot_id is not None
    with snapshot_alone(snapshot.snapshot_id):
        assert as_kept(all_details(snapshot)) == before


def test_of_what_is_gone_are_an_error_with_a_sentence(bakery: Bakery) -> None:
    source = plan_of(bakery)
    row = rows_of(source)["Celebration cake"]
    plan_service.remove_lines([2])
    run("DELETE FROM finished_units WHERE id = :id", id=bakery.cake_id)
    with pytest.raises(NotFoundError, match="deleted"):
        thing_details(source, row)


def test_of_a_row_that_the_snapshot_does_not_hold_are_an_error(bakery: Bakery) -> None:
    first = finalized(bakery)
    row = rows_of(first)["Hamper"]
    second = finalized(bakery)
    with pytest.raises(NotFoundError, match="cannot be found"):
        thing_details(second, row)
