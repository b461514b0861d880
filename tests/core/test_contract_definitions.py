"""What a captured definition holds: exactly the contract's keys, exact numbers, canonical text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.errors import CoreError, SnapshotCreationError
from core.models import Composition, FinishedGood, FinishedUnit, MaterialUnit
from core.services import finished_good_service as goods
from core.services import finished_unit_service as units
from core.services import material_unit_service as materials
from core.services.planning_snapshot_service import create_planning_snapshot
from tests.factories import Bakery, make_bakery, make_recipes

ITEM = """uuid slug display_name description recipe_id recipe_name recipe_category yield_mode
 items_per_batch item_unit batch_percentage portion_description category production_notes notes
 recipe"""
MATERIAL = """uuid slug name description material_id material_uuid material_name material_category
 base_unit display_unit quantity_per_unit"""
BOX = """uuid slug display_name description assembly_type packaging_instructions notes components"""
COMPONENT = """component_type snapshot_id snapshot_uuid original_id original_uuid component_slug
 component_name component_quantity component_notes sort_order is_generic"""
RECIPE = "slug name category notes lines components"
LINE = "ingredient_uuid slug name quantity unit notes density"


@pytest.fixture
def bakery(db_session: Session) -> Bakery:
    return make_bakery(db_session)


@pytest.fixture
def container(db_session: Session) -> int:
    return create_planning_snapshot(session=db_session)["id"]


def leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for value in data.values():
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)
    else:
        yield data


def stored(session: Session, table: str) -> list[str]:
    return list(session.scalars(text(f"SELECT definition_data FROM {table} ORDER BY id")))


class TestItem:
    @pytest.fixture
    def data(self, db_session: Session, bakery: Bakery, container: int) -> dict[str, Any]:
        made = units.create_finished_unit_snapshot(bakery.cookie_id, container, db_session)
        return made["definition_data"]

    def test_it_has_exactly_the_contracts_keys(self, data: dict[str, Any]) -> None:
        assert set(data) == set(ITEM.split())
        assert set(data["recipe"]) == {"root", "recipes"}
        root = data["recipe"]["recipes"][data["recipe"]["root"]]
        assert set(root) == set(RECIPE.split())
        assert all(set(line) == set(LINE.split()) for line in root["lines"])
        assert all(set(part) == {"recipe_uuid", "quantity"} for part in root["components"])

    def test_it_says_what_the_item_is(self, data: dict[str, Any], bakery: Bakery) -> None:
        assert data["display_name"] == "Sugar cookie"
        assert data["yield_mode"] == "discrete_count"
        assert (data["items_per_batch"], data["item_unit"]) == (48, "cookies")
        assert data["recipe_id"] == bakery.dough_id
        assert (data["recipe_name"], data["recipe_category"]) == (
            "Sugar cookies (rolled)",
            "Cookies",
        )

    def test_it_holds_the_recipes_inside_recipes(self, data: dict[str, Any]) -> None:
        recipes = data["recipe"]["recipes"]
        root = recipes[data["recipe"]["root"]]
        assert [line["name"] for line in root["lines"]] == ["Flour", "Sugar", "Sugar"]
        assert [line["quantity"] for line in root["lines"]] == ["2.25", 1, 2]
        (part,) = root["components"]
        assert part["quantity"] == "0.5"
        assert recipes[part["recipe_uuid"]]["lines"][0]["quantity"] == "0.33"

    def test_a_density_is_whole_or_null(self, data: dict[str, Any]) -> None:
        flour, sugar, _ = data["recipe"]["recipes"][data["recipe"]["root"]]["lines"]
        assert flour["density"] == {
            "volume_amount": 1,
            "volume_unit": "cup",
            "weight_amount": "4.25",
            "weight_unit": "oz",
        }
        assert sugar["density"] is None

    def test_an_item_without_yield_or_recipe_is_captured_as_such(
        self, db_session: Session, container: int
    ) -> None:
        item = FinishedUnit(display_name="Mystery")
        db_session.add(item)
        db_session.flush()
        data = units.create_finished_unit_snapshot(item.id, container, db_session)[
            "definition_data"
        ]
        assert data["recipe"] is None
        assert data["recipe_name"] is None
        assert data["items_per_batch"] is None

    def test_a_recipe_used_twice_stands_once(self, db_session: Session, container: int) -> None:
        items = make_recipes(
            db_session, {"top": ["left", "right"], "left": ["base"], "right": ["base"]}
        )
        data = units.create_finished_unit_snapshot(items["top"], container, db_session)[
            "definition_data"
        ]
        names = [recipe["name"] for recipe in data["recipe"]["recipes"].values()]
        assert sorted(names) == ["base", "left", "right", "top"]


def test_a_material_has_exactly_the_contracts_keys(
    db_session: Session, bakery: Bakery, container: int
) -> None:
    data = materials.create_material_unit_snapshot(bakery.bow_id, container, db_session)[
        "definition_data"
    ]
    assert set(data) == set(MATERIAL.split())
    unit = db_session.get_one(MaterialUnit, bakery.bow_id)
    assert data["uuid"] == unit.uuid
    assert data["material_uuid"] == unit.material.uuid
    assert data["quantity_per_unit"] == "30.48"
    assert (data["base_unit"], data["display_unit"]) == ("linear_cm", "in")


class TestBox:
    @pytest.fixture
    def made(self, db_session: Session, bakery: Bakery, container: int) -> Any:
        return goods.create_finished_good_snapshot(bakery.hamper_id, container, db_session)

    def test_the_answer_has_the_contracts_keys(self, made: Any, bakery: Bakery) -> None:
        assert set(made) == {
            "id",
            "finished_good_id",
            "planning_snapshot_id",
            "snapshot_date",
            "definition_data",
        }
        assert made["finished_good_id"] == bakery.hamper_id

    def test_it_has_exactly_the_contracts_keys(self, made: Any) -> None:
        data = made["definition_data"]
        assert set(data) == set(BOX.split())
        assert all(set(entry) == set(COMPONENT.split()) for entry in data["components"])
        assert data["assembly_type"] == "bundle"

    def test_each_content_points_at_its_own_row(
        self, made: Any, db_session: Session, bakery: Bakery
    ) -> None:
        box, item, _ = made["definition_data"]["components"]
        assert (box["component_type"], item["component_type"]) == ("finished_good", "finished_unit")
        inner: Any = goods.get_finished_good_snapshot(box["snapshot_id"], db_session)
        assert inner["finished_good_id"] == bakery.gift_box_id == box["original_id"]
        assert inner["definition_data"]["uuid"] == box["original_uuid"]
        cookie: Any = units.get_finished_unit_snapshot(item["snapshot_id"], db_session)
        assert cookie["definition_data"]["uuid"] == item["original_uuid"]
        uuid = db_session.scalar(
            text("SELECT uuid FROM finished_unit_snapshots WHERE id = :id"),
            {"id": item["snapshot_id"]},
        )
        assert uuid == item["snapshot_uuid"]

    def test_the_generic_material_has_no_row(self, made: Any, db_session: Session) -> None:
        generic = made["definition_data"]["components"][2]
        assert generic["component_type"] == "material"
        assert (generic["snapshot_id"], generic["snapshot_uuid"]) == (None, None)
        assert generic["is_generic"] is True
        assert generic["component_name"] == "Wrapping"
        assert generic["original_uuid"] is not None

    def test_contents_are_sorted_by_sort_order(
        self, db_session: Session, bakery: Bakery, container: int
    ) -> None:
        box = FinishedGood(display_name="Mixed")
        for order in (3, 1, 2):
            box.components.append(
                Composition(
                    finished_unit_id=bakery.cookie_id, component_quantity=order, sort_order=order
                )
            )
        db_session.add(box)
        db_session.flush()
        data = goods.create_finished_good_snapshot(box.id, container, db_session)["definition_data"]
        assert [entry["component_quantity"] for entry in data["components"]] == [1, 2, 3]

    def test_numbers_are_integers_or_text_never_floats(
        self, made: Any, db_session: Session
    ) -> None:
        assert made["definition_data"]["components"][1]["component_quantity"] == "1.5"
        assert made["definition_data"]["components"][0]["component_quantity"] == 2
        for table in ("finished_good", "finished_unit", "material_unit"):
            for definition in stored(db_session, f"{table}_snapshots"):
                for leaf in leaves(json.loads(definition)):
                    assert not isinstance(leaf, float)

    def test_the_text_is_canonical_and_hashed(self, made: Any, db_session: Session) -> None:
        import hashlib

        for kind in ("finished_good", "finished_unit", "material_unit"):
            query = text(
                "SELECT typeof(definition_data), definition_data, definition_hash"
                f" FROM {kind}_snapshots"
            )
            for stored_as, definition, digest in db_session.execute(query):
                assert stored_as == "text"
                assert definition == json.dumps(
                    json.loads(definition),
                    sort_keys=True,
                    separators=(",", ":"),
                    ensure_ascii=False,
                )
                assert digest == hashlib.sha256(definition.encode()).hexdigest()


@pytest.mark.parametrize("kind", ["finished_unit", "material_unit", "finished_good"])
class TestEachKind:
    def functions(self, kind: str) -> tuple[Any, Any, Any]:
        module = {"finished_unit": units, "material_unit": materials, "finished_good": goods}[kind]
        return (
            getattr(module, f"create_{kind}_snapshot"),
            getattr(module, f"get_{kind}_snapshot"),
            getattr(module, f"get_{kind}_snapshots_by_planning_id"),
        )

    def test_what_is_created_is_read_the_same(
        self, db_session: Session, bakery: Bakery, container: int, kind: str
    ) -> None:
        create, get, by_planning_id = self.functions(kind)
        first = create(1, container, db_session)
        second = create(1, container, db_session)
        assert first["id"] != second["id"]
        assert first["snapshot_date"].endswith("+00:00")
        assert get(first["id"], db_session) == first
        assert by_planning_id(container, db_session)[0] == first
        assert [row["id"] for row in by_planning_id(container, db_session)][-1] == second["id"]

    def test_absent_is_none_and_an_empty_list(self, db_session: Session, kind: str) -> None:
        _, get, by_planning_id = self.functions(kind)
        assert get(99999, db_session) is None
        assert by_planning_id(99999, db_session) == []

    def test_an_unknown_source_is_a_creation_error_also_in_a_callers_session(
        self, db_session: Session, container: int, kind: str
    ) -> None:
        create, _, _ = self.functions(kind)
        with pytest.raises(SnapshotCreationError):
            create(99999, container, db_session)
        with pytest.raises(SnapshotCreationError):
            create(99999, container)

    def test_an_unknown_or_sealed_container_is_a_creation_error(
        self, db_session: Session, bakery: Bakery, kind: str
    ) -> None:
        from core.services.finalization_service import finalize_event_plan

        create, _, by_planning_id = self.functions(kind)
        with pytest.raises(SnapshotCreationError):
            create(1, 99999)
        sealed = finalize_event_plan(bakery.event_id, session=db_session).id
        db_session.commit()
        before = by_planning_id(sealed, db_session)
        with pytest.raises(SnapshotCreationError) as refused:
            create(1, sealed)
        assert isinstance(refused.value, CoreError)
        assert refused.value.sentence == "A snapshot stays as it is. Nothing was changed."
        assert by_planning_id(sealed, db_session) == before


def test_later_changes_of_the_catalog_do_not_touch_a_definition(
    db_session: Session, bakery: Bakery, container: int
) -> None:
    before = goods.create_finished_good_snapshot(bakery.hamper_id, container, db_session)
    for statement in (
        "UPDATE finished_goods SET display_name = 'Renamed'",
        "UPDATE compositions SET component_quantity = '99'",
        "UPDATE finished_units SET items_per_batch = '1'",
        "UPDATE recipe_ingredients SET quantity = '77'",
    ):
        db_session.execute(text(statement))
    db_session.expire_all()
    assert goods.get_finished_good_snapshot(before["id"], db_session) == before
