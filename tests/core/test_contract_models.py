"""The models as the contract states them: columns, relations, bounds, and what may not be stored."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Table, inspect, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

import core.models
from core.models import (
    AssemblyType,
    Base,
    Composition,
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    PlanningSnapshot,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    YieldMode,
)
from tests.factories import make_bakery

SPECIFIED = {
    "Event": "name event_date year notes last_version",
    "Recipe": "slug name category source notes retired_at",
    "RecipeIngredient": "recipe_id ingredient_id quantity unit notes sort_order",
    "RecipeComponent": "recipe_id component_recipe_id quantity sort_order",
    "Ingredient": "slug name category density_volume_amount density_volume_unit"
    " density_weight_amount density_weight_unit stock_amount stock_unit stock_as_of retired_at",
    "FinishedUnit": "slug display_name description recipe_id yield_mode items_per_batch item_unit"
    " batch_percentage portion_description category production_notes notes retired_at",
    "Material": "slug name category base_unit display_unit stock_amount stock_unit stock_as_of retired_at",
    "MaterialUnit": "slug name description material_id quantity_per_unit retired_at",
    "FinishedGood": "slug display_name description assembly_type packaging_instructions notes"
    " retired_at",
    "Composition": "assembly_id finished_unit_id finished_good_id material_unit_id material_id"
    " component_quantity component_notes sort_order is_generic",
    "PlanLine": "event_id finished_good_id finished_unit_id material_unit_id quantity notes"
    " sort_order buffer_percent",
    "PlanningSnapshot": "event_id created_at notes version event_uuid event_name event_date"
    " plan_data hash_version manifest_hash summary",
}
CHILDREN = ["finished_unit", "finished_good", "material_unit"]


def foreign_keys(table: Table) -> dict[str, tuple[str, str | None]]:
    return {
        key.parent.name: (key.column.table.name, key.ondelete)
        for key in table.foreign_keys
        if key.parent is not None
    }


@pytest.mark.parametrize("name", SPECIFIED)
def test_a_table_has_its_fields_an_id_and_a_uuid(name: str) -> None:
    columns = set(getattr(core.models, name).__table__.c.keys())
    assert columns == {"id", "uuid", *SPECIFIED[name].split()}


def test_the_enums_are_exported_with_their_stored_values() -> None:
    assert {mode.name: mode.value for mode in YieldMode} == {
        "DISCRETE_COUNT": "discrete_count",
        "BATCH_PORTION": "batch_portion",
    }
    assert {kind.name: kind.value for kind in AssemblyType} == {"BARE": "bare", "BUNDLE": "bundle"}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_no_table_ever_uses_an_id_twice(table: Table, db_session: Session) -> None:
    query = text("SELECT sql FROM sqlite_master WHERE name = :name")
    assert "AUTOINCREMENT" in db_session.execute(query, {"name": table.name}).scalar_one()


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_no_column_has_two_indexes_of_its_own(table: Table) -> None:
    own = [tuple(index.columns.keys()) for index in table.indexes]
    assert len(own) == len(set(own))


def test_the_container_has_the_specified_indexes_and_one_for_paging() -> None:
    table: Any = PlanningSnapshot.__table__
    indexes = {index.name: tuple(index.columns.keys()) for index in table.indexes}
    assert indexes["idx_planning_snapshot_event"] == ("event_id",)
    assert indexes["idx_planning_snapshot_created"] == ("created_at",)
    assert ("event_id", "created_at", "id") in indexes.values()


def test_the_container_lets_its_event_go() -> None:
    table: Any = PlanningSnapshot.__table__
    assert foreign_keys(table) == {"event_id": ("events", "SET NULL")}
    assert table.c.event_id.nullable
    assert not table.c.created_at.nullable


@pytest.mark.parametrize("kind", CHILDREN)
def test_the_container_holds_its_children_as_specified(kind: str) -> None:
    relation = inspect(PlanningSnapshot).relationships[f"{kind}_snapshots"]
    assert relation.lazy == "dynamic"
    assert relation.cascade.delete_orphan
    assert relation.cascade.delete
    assert relation.cascade.save_update
    assert relation.passive_deletes is True
    assert relation.back_populates == "planning_snapshot"


@pytest.mark.parametrize("kind", CHILDREN)
def test_no_child_can_be_an_orphan_and_its_source_is_restricted(kind: str) -> None:
    table = Base.metadata.tables[f"{kind}_snapshots"]
    assert foreign_keys(table) == {
        "planning_snapshot_id": ("planning_snapshots", "CASCADE"),
        f"{kind}_id": (f"{kind}s", "RESTRICT"),
    }
    assert not table.c.planning_snapshot_id.nullable
    assert table.c[f"{kind}_id"].nullable
    assert not table.c.definition_hash.nullable


def test_an_event_leads_to_its_snapshots_dynamically_and_without_passive_deletes() -> None:
    relation = inspect(Event).relationships["planning_snapshots"]
    assert relation.lazy == "dynamic"
    assert relation.passive_deletes is False
    assert relation.back_populates == "event"
    assert not relation.cascade.delete


def test_navigation_works_both_ways(db_session: Session) -> None:
    event = Event(name="Market")
    snapshot = PlanningSnapshot(event=event)
    db_session.add(snapshot)
    db_session.flush()
    assert event.planning_snapshots.all() == [snapshot]
    assert snapshot.event is event


def test_the_containers_repr_is_the_specifications() -> None:
    assert repr(PlanningSnapshot(id=3, event_id=None)) == "PlanningSnapshot(id=3, event_id=None)"


def test_the_catalog_has_no_collection_of_snapshots() -> None:
    for model in (FinishedUnit, FinishedGood, MaterialUnit, Material, Recipe, Ingredient):
        targets = {each.mapper.class_.__name__ for each in inspect(model).relationships}
        assert not {name for name in targets if "Snapshot" in name}


def refuse(session: Session, row: Any) -> None:
    with pytest.raises((IntegrityError, StatementError)), session.begin_nested():
        session.add(row)
    session.expunge_all()


def boxes(session: Session) -> tuple[int, int, int]:
    """Ids of a box, an item and a material."""
    bakery = make_bakery(session)
    return bakery.hamper_id, bakery.cookie_id, bakery.bow_id


@pytest.mark.parametrize("quantity", [0, "0", "0.0", "-1", -0.5, Fraction(0), Decimal("-0.1")])
def test_a_planned_quantity_is_over_0(db_session: Session, quantity: Any) -> None:
    box, _, _ = boxes(db_session)
    refuse(db_session, PlanLine(event_id=1, finished_good_id=box, quantity=quantity))


@pytest.mark.parametrize(
    "value", ["a lot", "", "1e300", 1e300, float("nan"), float("inf"), "1/0", True, "10000001"]
)
def test_nonsense_is_no_amount(db_session: Session, value: Any) -> None:
    box, _, _ = boxes(db_session)
    refuse(db_session, PlanLine(event_id=1, finished_good_id=box, quantity=value))


@pytest.mark.parametrize("given", [{}, {"finished_good_id": 1, "finished_unit_id": 1}])
def test_a_plan_line_has_exactly_one_source(db_session: Session, given: dict[str, int]) -> None:
    make_bakery(db_session)
    refuse(db_session, PlanLine(event_id=1, quantity=1, **given))


def test_the_same_box_may_stand_on_two_lines(db_session: Session) -> None:
    bakery = make_bakery(db_session)
    for _ in range(2):
        db_session.add(
            PlanLine(event_id=bakery.event_id, finished_good_id=bakery.hamper_id, quantity=1)
        )
    db_session.flush()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"finished_unit_id": 1, "material_unit_id": 1},
        {"finished_good_id": 2, "finished_unit_id": 1},
        {"material_id": 1},
        {"material_id": 1, "is_generic": False},
        {"finished_good_id": 1},
        {"finished_unit_id": 1, "component_quantity": 0},
    ],
)
def test_a_box_takes_one_thing_at_a_time_and_not_itself(
    db_session: Session, given: dict[str, Any]
) -> None:
    make_bakery(db_session)
    refuse(db_session, Composition(**({"assembly_id": 1, "component_quantity": 1} | given)))


def test_a_box_may_hold_a_fraction_of_a_thing(db_session: Session) -> None:
    bakery = make_bakery(db_session)
    row = Composition(assembly_id=bakery.gift_box_id, finished_unit_id=1, component_quantity="1/3")
    db_session.add(row)
    db_session.flush()
    db_session.refresh(row)
    assert row.component_quantity == Fraction(1, 3)


@pytest.mark.parametrize("percentage", [0, -1, "100.01", 101])
def test_a_portion_is_over_0_and_at_most_100_percent(db_session: Session, percentage: Any) -> None:
    refuse(db_session, FinishedUnit(display_name="Cake", batch_percentage=percentage))


def test_either_yield_may_be_missing(db_session: Session) -> None:
    db_session.add(FinishedUnit(display_name="Cake", yield_mode=YieldMode.BATCH_PORTION))
    db_session.add(FinishedUnit(display_name="Cookie", items_per_batch=None))
    db_session.add(FinishedUnit(display_name="All of it", batch_percentage=100))
    db_session.flush()


def test_a_recipe_may_not_use_itself(db_session: Session) -> None:
    bakery = make_bakery(db_session)
    refuse(
        db_session,
        RecipeComponent(recipe_id=bakery.dough_id, component_recipe_id=bakery.dough_id, quantity=1),
    )


def test_one_ingredient_may_stand_twice_in_a_recipe(db_session: Session) -> None:
    bakery = make_bakery(db_session)
    lines = db_session.get_one(Recipe, bakery.dough_id).ingredients
    assert [line.ingredient.name for line in lines] == ["Flour", "Sugar", "Sugar"]


@pytest.mark.parametrize("missing", range(4))
def test_a_density_is_whole_or_absent(db_session: Session, missing: int) -> None:
    parts: dict[str, Any] = {
        "density_volume_amount": 1,
        "density_volume_unit": "cup",
        "density_weight_amount": 2,
        "density_weight_unit": "oz",
    }
    del parts[sorted(parts)[missing]]
    refuse(db_session, Ingredient(name="Flour", **parts))


def test_an_event_needs_a_name_and_no_date(db_session: Session) -> None:
    db_session.add(Event(name="Some day", year=2027))
    db_session.flush()
    refuse(db_session, Event(event_date=date(2026, 1, 1)))


def test_what_a_snapshot_remembers_cannot_be_deleted(db_session: Session) -> None:
    from core.services.finished_good_service import create_finished_good_snapshot
    from core.services.planning_snapshot_service import create_planning_snapshot

    bakery = make_bakery(db_session)
    container = create_planning_snapshot(session=db_session)
    create_finished_good_snapshot(bakery.hamper_id, container["id"], db_session)
    db_session.execute(text("DELETE FROM plan_lines"))
    db_session.execute(text("DELETE FROM compositions"))
    for table, kept in (
        ("finished_goods", bakery.hamper_id),
        ("finished_goods", bakery.gift_box_id),
        ("finished_units", bakery.cookie_id),
        ("material_units", bakery.bow_id),
    ):
        with pytest.raises(IntegrityError), db_session.begin_nested():
            db_session.execute(text(f"DELETE FROM {table} WHERE id = :id"), {"id": kept})
    db_session.execute(text("DELETE FROM finished_units WHERE id = :id"), {"id": bakery.cake_id})


def test_deleting_an_event_takes_its_plan_along(db_session: Session) -> None:
    bakery = make_bakery(db_session)
    db_session.execute(text("DELETE FROM events WHERE id = :id"), {"id": bakery.event_id})
    assert db_session.execute(text("SELECT count(*) FROM plan_lines")).scalar_one() == 0


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (3, "3"),
        ("2.50", "2.5"),
        (Decimal("2.250"), "2.25"),
        (Fraction(1, 3), "1/3"),
        (0.1, "0.1"),
        ("2/6", "1/3"),
        (1e-3, "0.001"),
        (0.33, "0.33"),
    ],
)
def test_amounts_are_stored_exactly_as_canonical_text(
    db_session: Session, given: Any, stored: str
) -> None:
    box, _, _ = boxes(db_session)
    line = PlanLine(event_id=1, finished_good_id=box, quantity=given)
    db_session.add(line)
    db_session.flush()
    query = text("SELECT typeof(quantity), quantity FROM plan_lines WHERE id = :id")
    assert tuple(db_session.execute(query, {"id": line.id}).one()) == ("text", stored)
    db_session.refresh(line)
    assert isinstance(line.quantity, Fraction | Decimal)
    assert line.quantity == Fraction(stored)


def test_text_is_normalised_when_it_enters(db_session: Session) -> None:
    decomposed = "Sable\u0301s"
    event = Event(name=decomposed, notes=decomposed)
    db_session.add(event)
    db_session.flush()
    assert tuple(db_session.execute(text("SELECT name, notes FROM events")).one()) == (
        "Sabl\u00e9s",
        "Sabl\u00e9s",
    )


def test_a_slug_that_is_not_given_is_made_from_the_name_and_numbered(db_session: Session) -> None:
    recipes = [Recipe(name="Sablés (rolled)"), Recipe(name="Sablés, rolled!"), Recipe(name="€")]
    given = Recipe(name="Anything", slug="flour_all_purpose")
    db_session.add_all([*recipes, given])
    db_session.flush()
    assert [recipe.slug for recipe in recipes] == ["sablés-rolled", "sablés-rolled-2", "unnamed"]
    assert given.slug == "flour_all_purpose"


@pytest.mark.parametrize("model", [Recipe, Ingredient, FinishedUnit, FinishedGood, Material])
def test_a_slug_is_unique(db_session: Session, model: Any) -> None:
    name = {"display_name" if hasattr(model, "display_name") else "name": "Same"}
    db_session.add(model(slug="same", **name))
    db_session.flush()
    refuse(db_session, model(slug="same", **name))


def test_naive_times_are_utc_and_aware_times_come_back_in_utc(db_session: Session) -> None:
    naive = PlanningSnapshot(created_at=datetime(2026, 5, 1, 8))  # noqa: DTZ001
    summer = timezone(timedelta(hours=2))
    aware = PlanningSnapshot(created_at=datetime(2026, 5, 1, 8, tzinfo=summer))
    db_session.add_all([naive, aware])
    db_session.flush()
    db_session.expire_all()
    assert naive.created_at == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert aware.created_at == datetime(2026, 5, 1, 6, tzinfo=UTC)
    assert aware.created_at.tzinfo is UTC


def test_uuids_are_given_by_the_model_and_unique(db_session: Session) -> None:
    first, second = Event(name="A"), Event(name="B")
    db_session.add_all([first, second])
    db_session.flush()
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first.uuid)
    assert first.uuid != second.uuid
    refuse(db_session, Event(name="C", uuid=first.uuid))


def test_a_material_unit_slug_is_unique_within_its_material_only(db_session: Session) -> None:
    one, other = Material(name="Ribbon"), Material(name="Twine")
    for material in (one, other):
        db_session.add(MaterialUnit(name="Bow", slug="bow", material=material, quantity_per_unit=1))
    db_session.flush()
    refuse(
        db_session, MaterialUnit(name="Bow", slug="bow", material_id=one.id, quantity_per_unit=1)
    )
    refuse(db_session, MaterialUnit(name="Nothing", material_id=one.id, quantity_per_unit=0))


def test_a_recipe_line_needs_an_ingredient_that_exists(db_session: Session) -> None:
    refuse(db_session, RecipeIngredient(recipe_id=99, ingredient_id=99, quantity=1, unit="cup"))
