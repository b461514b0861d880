"""What the catalog says otherwise by now of each thing that a snapshot keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import event

from core.domain.compare.diff import Change, DiffKind, DiffValue
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import ContentRow, SinceThen, SourceRef
from core.services import catalog_edit_service, database
from core.services.contents_service import whole_tree
from core.services.details_service import thing_details
from core.services.finalization_service import finalize_event_plan
from core.services.finished_good_service import add_content, remove_contents, set_content_quantity
from core.services.recipe_service import (
    add_recipe_component,
    add_recipe_line,
    move_recipe_line,
    remove_recipe_lines,
    set_recipe_line,
)
from core.utils.datetime_utils import clock_set_to
from tests.core.stored_rows import bakery_in_memory, run, snapshot_alone, value
from tests.core.tampering import tamper
from tests.factories import Bakery

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Said = tuple[str, str, DiffValue, DiffValue]


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


@pytest.fixture
def snapshot(bakery: Bakery) -> SourceRef:
    with clock_set_to(NOON):
        return SourceRef(snapshot_id=finalize_event_plan(bakery.event_id).id)


def row_of(source: SourceRef, name: str) -> ContentRow:
    return next(row for _, row in whole_tree(source) if row.name == name)


def since(source: SourceRef, name: str) -> SinceThen | None:
    return thing_details(source, row_of(source, name)).since


def all_since(source: SourceRef) -> dict[str, SinceThen | None]:
    return {row.name: thing_details(source, row).since for _, row in whole_tree(source)}


def said(source: SourceRef, name: str) -> list[Said]:
    found = since(source, name)
    assert found is not None
    assert (found.is_gone, found.is_unknown, found.is_retired) == (False, False, False)
    return [(each.name, each.field, each.old, each.new) for each in found.entries]


def line_id(quantity: str) -> int:
    return int(value("SELECT id FROM recipe_ingredients WHERE quantity = :q", q=quantity))


def content_id(box_id: int, place: int) -> int:
    found = "SELECT id FROM compositions WHERE assembly_id = :box AND sort_order = :place"
    return int(value(found, box=box_id, place=place))


def test_where_nothing_changed_nothing_is_said(snapshot: SourceRef) -> None:
    found = all_since(snapshot)
    assert set(found) == {
        "Hamper",
        "Gift box",
        "Sugar cookie",
        "Bow",
        "Wrapping",
        "Celebration cake",
    }
    assert set(found.values()) == {None}


def test_a_plan_is_as_it_is_now(bakery: Bakery, snapshot: SourceRef) -> None:
    set_recipe_line(line_id("2.25"), quantity=3, unit="cup")
    assert set(all_since(SourceRef(event_id=bakery.event_id)).values()) == {None}
    assert all_since(snapshot)["Sugar cookie"] is not None


def test_of_an_item_are_its_own_fields(bakery: Bakery, snapshot: SourceRef) -> None:
    run(
        "UPDATE finished_units SET items_per_batch = '50', display_name = 'Sugar star'"
        " WHERE id = :id",
        id=bakery.cookie_id,
    )
    assert said(snapshot, "Sugar cookie") == [
        ("Sugar star", "display_name", "Sugar cookie", "Sugar star"),
        ("Sugar star", "items_per_batch", Fraction(48), Fraction(50)),
    ]
    found = all_since(snapshot)
    assert [name for name, each in found.items() if each] == ["Sugar cookie"]  # not of its boxes


def test_of_an_item_are_the_lines_of_its_recipe(bakery: Bakery, snapshot: SourceRef) -> None:
    set_recipe_line(line_id("2.25"), quantity="0.75", unit="cup")
    remove_recipe_lines([line_id("2")])
    run("INSERT INTO ingredients (uuid, slug, name) VALUES ('n', 'nutmeg', 'Nutmeg')")
    nutmeg = value("SELECT id FROM ingredients WHERE slug = 'nutmeg'")
    add_recipe_line(bakery.dough_id, nutmeg, quantity="1/4", unit="tsp")
    assert said(snapshot, "Sugar cookie") == [
        ("Flour", "quantity", Fraction(9, 4), Fraction(3, 4)),
        ("Sugar", "quantity", Fraction(2), None),
        ("Nutmeg", "quantity", None, Fraction(1, 4)),
    ]
    assert since(snapshot, "Celebration cake") is None


def test_a_recipe_within_a_recipe_is_told_with_the_way_to_it(snapshot: SourceRef) -> None:
    set_recipe_line(line_id("0.33"), quantity="0.5", unit="cup")
    for name, steps in (
        ("Celebration cake", ["Celebration cake", "Vanilla cream", "Sugar"]),
        (
            "Sugar cookie",
            ["Sugar cookie", "Sugar cookies (rolled)", "Vanilla cream", "Sugar"],
        ),
    ):
        found = since(snapshot, name)
        assert found is not None
        assert [each.path for each in found.entries] == [tuple(steps)]


def test_a_recipe_that_was_put_into_it_is_one_difference(
    bakery: Bakery, snapshot: SourceRef
) -> None:
    run("INSERT INTO recipes (uuid, slug, name) VALUES ('g', 'glaze', 'Glaze')")
    glaze = value("SELECT id FROM recipes WHERE slug = 'glaze'")
    add_recipe_component(bakery.dough_id, glaze, quantity=1)
    assert said(snapshot, "Sugar cookie") == [("Glaze", "quantity", None, Fraction(1))]


def test_what_only_moved_is_told_last(snapshot: SourceRef) -> None:
    move_recipe_line(line_id("2.25"), 1)
    set_recipe_line(line_id("0.33"), quantity="0.5", unit="cup")
    found = since(snapshot, "Sugar cookie")
    assert found is not None
    assert [each.change for each in found.entries] == [Change.CHANGED, Change.MOVED]


def test_another_recipe_is_told_by_name(bakery: Bakery, snapshot: SourceRef) -> None:
    run(
        "UPDATE finished_units SET recipe_id = :cream WHERE id = :id",
        cream=bakery.cream_id,
        id=bakery.cookie_id,
    )
    names = ("Sugar cookies (rolled)", "Vanilla cream")
    assert said(snapshot, "Sugar cookie") == [("Sugar cookie", "recipe", *names)]


def test_of_a_box_are_its_own_fields_and_what_is_directly_in_it(
    bakery: Bakery, snapshot: SourceRef
) -> None:
    set_content_quantity(content_id(bakery.hamper_id, 0), 3)
    remove_contents([content_id(bakery.hamper_id, 1)])
    add_content(bakery.hamper_id, ComponentKind.FINISHED_UNIT, source_id=bakery.cake_id, quantity=1)
    run("UPDATE finished_goods SET notes = 'Tall' WHERE id = :id", id=bakery.hamper_id)
    found = since(snapshot, "Hamper")
    assert found is not None
    assert [(each.name, each.kind, each.old, each.new, each.unit) for each in found.entries] == [
        ("Hamper", DiffKind.BOX, None, "Tall", ""),
        ("Gift box", DiffKind.CONTENT, 2, 3, "boxes"),
        ("Sugar cookie", DiffKind.CONTENT, Fraction(3, 2), None, "cookies"),
        ("Celebration cake", DiffKind.CONTENT, None, 1, "8-inch round"),
    ]
    assert since(snapshot, "Gift box") is None


def test_what_changed_deeper_in_a_box_is_told_of_the_thing_alone(
    bakery: Bakery, snapshot: SourceRef
) -> None:
    set_content_quantity(content_id(bakery.gift_box_id, 0), 10)
    run("UPDATE finished_units SET notes = 'Thin' WHERE id = :id", id=bakery.cookie_id)
    run("UPDATE material_units SET quantity_per_unit = '20' WHERE id = :id", id=bakery.bow_id)
    run("UPDATE finished_goods SET notes = 'Gold' WHERE id = :id", id=bakery.gift_box_id)
    found = all_since(snapshot)
    assert {name for name, each in found.items() if each} == {"Gift box", "Sugar cookie", "Bow"}
    assert said(snapshot, "Gift box") == [
        ("Gift box", "notes", None, "Gold"),
        ("Sugar cookie", "quantity", Fraction(12), Fraction(10)),
    ]


def test_of_a_material_are_its_unit_and_the_material(bakery: Bakery, snapshot: SourceRef) -> None:
    run("UPDATE material_units SET quantity_per_unit = '25.4' WHERE id = :id", id=bakery.bow_id)
    run("UPDATE materials SET category = 'Ribbons' WHERE name = 'Red ribbon'")
    assert said(snapshot, "Bow") == [
        ("Bow", "quantity_per_unit", Fraction(12), Fraction(10)),
        ("Red ribbon", "category", None, "Ribbons"),
    ]


def test_a_material_chosen_later_can_be_renamed_and_gone(snapshot: SourceRef) -> None:
    run("UPDATE materials SET name = 'Paper' WHERE name = 'Wrapping'")
    assert said(snapshot, "Wrapping") == [("Paper", "name", "Wrapping", "Paper")]
    run("UPDATE materials SET name = 'Wrapping', uuid = 'other' WHERE name = 'Paper'")
    assert since(snapshot, "Wrapping") is None
    run("UPDATE materials SET name = 'Paper' WHERE name = 'Wrapping'")
    assert since(snapshot, "Wrapping") == SinceThen(is_gone=True)


def test_a_thing_that_was_made_anew_is_found_by_its_slug(
    bakery: Bakery, snapshot: SourceRef
) -> None:
    run("UPDATE finished_units SET uuid = 'other' WHERE id = :id", id=bakery.cookie_id)
    run("UPDATE finished_goods SET uuid = 'another' WHERE id = :id", id=bakery.gift_box_id)
    assert set(all_since(snapshot).values()) == {None}
    run("UPDATE finished_units SET items_per_batch = '50' WHERE id = :id", id=bakery.cookie_id)
    assert [each[1:] for each in said(snapshot, "Sugar cookie")] == [("items_per_batch", 48, 50)]


def test_the_same_uuid_goes_before_the_same_slug(bakery: Bakery, snapshot: SourceRef) -> None:
    slug = value("SELECT slug FROM finished_units WHERE id = :id", id=bakery.cookie_id)
    run("UPDATE finished_units SET slug = 'renamed' WHERE id = :id", id=bakery.cookie_id)
    run("UPDATE finished_units SET slug = :slug WHERE id = :id", slug=slug, id=bakery.cake_id)
    assert said(snapshot, "Sugar cookie") == [("Sugar cookie", "slug", slug, "renamed")]


def test_what_is_gone_says_so(snapshot: SourceRef) -> None:
    assert snapshot.snapshot_id is not None
    with snapshot_alone(snapshot.snapshot_id):
        assert set(all_since(snapshot).values()) == {SinceThen(is_gone=True)}


def test_what_was_retired_since_says_so(bakery: Bakery, snapshot: SourceRef) -> None:
    with clock_set_to(NOON + timedelta(hours=1)):
        catalog_edit_service.retire([Key(ThingKind.FINISHED_UNIT, bakery.cookie_id)])
    assert since(snapshot, "Sugar cookie") == SinceThen(is_retired=True)
    with clock_set_to(NOON + timedelta(hours=2)):
        later = SourceRef(snapshot_id=finalize_event_plan(bakery.event_id).id)
    assert since(later, "Sugar cookie") is None  # it was retired then already


def test_a_damaged_catalog_does_not_keep_the_details_from_being_read(
    bakery: Bakery, snapshot: SourceRef
) -> None:
    row = row_of(snapshot, "Sugar cookie")
    tamper("UPDATE recipe_ingredients SET quantity = 'many'")
    details = thing_details(snapshot, row)
    assert details.items_per_batch == 48
    assert details.since == SinceThen(is_unknown=True)


def test_what_was_kept_and_is_damaged_is_shown_as_far_as_it_goes(snapshot: SourceRef) -> None:
    tamper(
        "UPDATE finished_unit_snapshots SET definition_data = json_remove(definition_data, '$.slug')"
    )
    details = thing_details(snapshot, row_of(snapshot, "Sugar cookie"))
    assert details.items_per_batch == 48
    assert details.since == SinceThen(is_unknown=True)


def test_only_what_the_thing_needs_is_asked_for(snapshot: SourceRef) -> None:
    """As many statements for any snapshot: none reads the plan, or what else it holds."""
    statements: list[str] = []
    row = row_of(snapshot, "Sugar cookie")
    bind = database.current_bind()

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(bind, "before_cursor_execute", listen)
    try:
        thing_details(snapshot, row)
    finally:
        event.remove(bind, "before_cursor_execute", listen)
    read = [each for each in statements if each.startswith(("SELECT", "WITH"))]
    assert len(read) == 1 + 3 + 1 + 8
    assert not [each for each in read if "plan_data" in each or "plan_lines" in each]
