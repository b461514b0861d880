"""Materials, boxes, what is in them, events and their plans."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import AssemblyType, Event, FinishedGood, Material, MaterialUnit
from tests.core.importers.conftest import Importing
from tests.core.importers.reports import counted, said


def box(slug: str, **more: Any) -> dict[str, Any]:
    return {"slug": slug, "display_name": slug.title(), "assembly_type": "bundle"} | more


def content(of: str, **more: Any) -> dict[str, Any]:
    return {"finished_good_slug": of, "component_quantity": 1} | more


RIBBON = {
    "materials": [{"slug": "ribbon", "name": "Ribbon", "base_unit_type": "linear_cm"}],
    "material_products": [
        {"slug": "red", "material_slug": "ribbon", "package_unit": "yards"},
        {"slug": "gold", "material_slug": "ribbon", "package_unit": "yards"},
    ],
}


def unit(product: str, slug: str, quantity: object) -> dict[str, Any]:
    return {
        "material_product_slug": product,
        "slug": slug,
        "name": slug.title(),
        "quantity_per_unit": quantity,
    }


def boxes(session: Session) -> dict[str, list[tuple[str, Fraction]]]:
    """Contents of each box by name."""
    session.expire_all()  # contents come in the order that was stored
    return {
        each.display_name: [
            (
                next(
                    getattr(thing, "display_name", None) or thing.name
                    for thing in (part.finished_unit, part.finished_good, part.material_unit)
                    if thing is not None
                ),
                part.component_quantity,
            )
            for part in each.components
        ]
        for each in session.scalars(select(FinishedGood).order_by(FinishedGood.id))
    }


def test_a_box_holds_items_boxes_and_materials(importing: Importing, db_session: Session) -> None:
    report = importing(
        RIBBON
        | {
            "finished_units": [{"slug": "cookie", "name": "Cookie", "items_per_batch": 48}],
            "material_units": [unit("red", "bow", 50)],
            "finished_goods": [
                box("hamper", packaging_instructions="Straw first.", notes="N", description="D"),
                box("sampler", assembly_type="bare"),
            ],
            "compositions": [
                content("hamper", finished_good_component_slug="sampler", sort_order=2),
                content("hamper", finished_unit_slug="cookie", component_quantity=6, sort_order=1),
                content("hamper", material_unit_slug="bow", component_quantity=1.5, sort_order=3),
                content("sampler", finished_unit_slug="cookie", component_quantity=2, notes="top"),
            ],
        }
    )
    assert report.added == {
        "finished_units": 1,
        "materials": 1,
        "material_units": 1,
        "finished_goods": 2,
        "compositions": 4,
    }
    assert boxes(db_session) == {
        "Hamper": [("Cookie", 6), ("Sampler", 1), ("Bow", Fraction(3, 2))],
        "Sampler": [("Cookie", 2)],
    }
    hamper, sampler = db_session.scalars(select(FinishedGood).order_by(FinishedGood.id))
    assert (hamper.assembly_type, hamper.packaging_instructions) == (
        AssemblyType.BUNDLE,
        "Straw first.",
    )
    assert sampler.assembly_type is AssemblyType.BARE
    assert sampler.components[0].component_notes == "top"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({}, "names no box"),
        ({"finished_good_slug": "hamper"}, "names no things"),
        (content("hamper"), "names no things"),
        (
            content("hamper", finished_unit_slug="cookie", finished_good_component_slug="hamper"),
            "names 2 things",
        ),
        (content("hamper", packaging_product_id=4), "no place for"),
        (content("none", finished_unit_slug="cookie"), "“none” is neither in the file nor here"),
        (content("hamper", finished_unit_slug="none"), "“none” is neither in the file nor here"),
        (content("hamper", finished_unit_slug="cookie", component_quantity=0), "how many"),
        (content("hamper", finished_unit_slug="cookie", component_quantity=None), "how many"),
        (content("hamper", finished_unit_slug="cookie", component_quantity="x"), "how many"),
        (content("hamper", finished_unit_slug=7), "is no text"),
    ],
)
def test_a_content_that_is_not_clear_is_left_out_and_told(
    row: dict[str, Any], why: str, importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "finished_units": [{"slug": "cookie", "name": "Cookie"}],
            "finished_goods": [box("hamper")],
            "compositions": [row],
        }
    )
    assert report.left_out == {"compositions": 1}
    assert boxes(db_session) == {"Hamper": []}
    assert why in said(report)


def test_a_content_that_closes_a_loop_is_left_out_with_its_path(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "finished_goods": [box("hamper"), box("sampler")],
            "compositions": [
                content("hamper", finished_good_component_slug="sampler"),
                content("sampler", finished_good_component_slug="hamper"),
                content("hamper", finished_good_component_slug="hamper"),
            ],
        }
    )
    assert (report.added["compositions"], report.left_out["compositions"]) == (1, 2)
    assert boxes(db_session) == {"Hamper": [("Sampler", 1)], "Sampler": []}
    assert "Sampler > Hamper > Sampler." in said(report)
    assert "Hamper > Hamper." in said(report)


def test_ten_levels_of_boxes_come_in_and_the_eleventh_does_not(importing: Importing) -> None:
    report = importing(
        {
            "finished_goods": [box(f"b{n}") for n in range(11)],
            "compositions": [
                content(f"b{n}", finished_good_component_slug=f"b{n + 1}") for n in range(10)
            ],
        }
    )
    assert (report.added["compositions"], report.left_out["compositions"]) == (9, 1)
    path = " > ".join(f"B{n}" for n in range(11))
    assert f"more than 10 levels deep: {path}." in said(report)


def test_an_unknown_way_to_pack_is_told_and_the_box_stays(importing: Importing) -> None:
    report = importing({"finished_goods": [box("hamper", assembly_type="gift_set")]})
    assert report.added["finished_goods"] == 1
    assert "“gift_set” is no way to pack a box" in said(report)


def test_units_of_a_material_are_used_and_none_is_made_besides(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        RIBBON | {"material_units": [unit("red", "bow", 50), unit("red", "loop", 20)]}
    )
    (material,) = db_session.scalars(select(Material))
    assert (material.base_unit, material.display_unit) == ("linear_cm", "in")
    assert [(each.slug, each.quantity_per_unit) for each in material.units] == [
        ("bow", 50),
        ("loop", 20),
    ]
    assert "no unit in the file" not in said(report)


def test_one_slug_in_two_products_is_two_units_unless_they_are_the_same(
    importing: Importing, db_session: Session
) -> None:
    document = RIBBON | {
        "material_units": [
            unit("red", "bow", 50),
            unit("gold", "bow", 50),
            unit("gold", "bow", 60),
        ],
        "finished_goods": [box("hamper")],
        "compositions": [content("hamper", material_unit_slug="bow")],
    }
    first, second = importing(document), importing(document)
    assert (first.added["material_units"], first.unchanged["material_units"]) == (2, 1)
    assert second.unchanged["material_units"] == 3
    units = db_session.execute(select(MaterialUnit.slug, MaterialUnit.quantity_per_unit)).all()
    assert [tuple(each) for each in units] == [("bow", 50), ("gold/bow", 60)]
    # The file itself does not say which of the two is meant.
    assert first.left_out["compositions"] == 1
    assert "“bow” can mean 2 things" in said(first)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (unit("none", "bow", 50), "“none” is neither in the file nor here"),
        (unit("red", "bow", 0), "how much of its material"),
        (unit("red", "bow", None), "how much of its material"),
        ({"name": "Bow", "quantity_per_unit": 1}, "names no material product"),
    ],
)
def test_a_material_unit_that_is_not_clear_is_left_out_and_told(
    row: dict[str, Any], why: str, importing: Importing, db_session: Session
) -> None:
    report = importing(RIBBON | {"material_units": [row]})
    assert report.left_out["material_units"] == 1
    assert why in said(report)
    assert list(db_session.scalars(select(MaterialUnit.name))) == ["1 in"]


@pytest.mark.parametrize(
    ("row", "unit_of_products", "counted_in", "unit_name"),
    [
        ({}, [], ("each", "each"), "1 piece"),
        ({}, ["each"], ("each", "each"), "1 piece"),
        ({}, ["each", "linear_inches"], ("linear_cm", "in"), "1 in"),
        ({}, ["linear_cm"], ("linear_cm", "cm"), "1 cm"),
        ({}, ["barrel"], ("each", "each"), "1 piece"),
        ({"base_unit_type": "each"}, ["linear_inches"], ("each", "each"), "1 piece"),
        ({"base_unit_type": "linear_cm"}, [], ("linear_cm", "cm"), "1 cm"),
        ({"base_unit_type": "square_cm"}, [], ("square_cm", "sq cm"), "1 sq cm"),
        ({"base_unit_type": "barrels"}, [], ("each", "each"), "1 piece"),
    ],
)
def test_how_a_material_is_counted_comes_from_its_row_or_its_products(
    row: dict[str, Any],
    unit_of_products: list[str],
    counted_in: tuple[str, str],
    unit_name: str,
    importing: Importing,
    db_session: Session,
) -> None:
    document = {
        "materials": [row | {"slug": "m", "display_name": "Twine"}],
        "material_products": [{"material": "Twine", "default_unit": u} for u in unit_of_products],
    }
    importing(document)
    (material,) = db_session.scalars(select(Material))
    assert (material.base_unit, material.display_unit) == counted_in
    assert [each.name for each in material.units] == [unit_name]
    assert importing(document).unchanged["materials"] == 1


def test_an_event_comes_with_the_boxes_that_it_plans(
    importing: Importing, db_session: Session
) -> None:
    report = importing(
        {
            "finished_goods": [
                box("hamper"),
                box("sampler"),
                box("twin"),
                box("twin2", display_name="Twin"),
            ],
            "events": [
                {"name": "Market", "event_date": "2026-12-12", "notes": "Stall 14"},
                {"name": "Fair", "event_date": "2025-06-01"},
                {"name": "Fair", "event_date": "2026-06-01"},
            ],
            "event_finished_goods": [
                {"event_name": "Market", "finished_good_name": "Sampler", "quantity": 40},
                {"event_name": "Market", "finished_good_name": "Hamper", "quantity": 60},
                {"event_name": "Market", "finished_good_name": "Hamper", "quantity": 2.5},
                {"event_name": "Market", "finished_good_name": "Twin", "quantity": 1},
                {"event_name": "Fair", "finished_good_name": "Hamper", "quantity": 1},
                {"event_name": "Market", "finished_good_name": "None", "quantity": 1},
                {"event_name": "None", "finished_good_name": "Hamper", "quantity": 1},
                {"event_name": "Market", "finished_good_name": "Hamper", "quantity": 0},
                {"event_name": "Market", "quantity": 1},
            ],
        }
    )
    assert report.added["events"] == 3
    assert (report.added["event_finished_goods"], report.left_out["event_finished_goods"]) == (3, 6)
    market = db_session.scalars(select(Event).filter_by(name="Market")).one()
    named = {each.id: each.display_name for each in db_session.scalars(select(FinishedGood))}
    assert [(named[line.finished_good_id or 0], line.quantity) for line in market.plan_lines] == [
        ("Sampler", 40),
        ("Hamper", 60),
        ("Hamper", Fraction(5, 2)),
    ]
    text = said(report)
    assert "“Twin” can mean 2 things" in text
    assert "“Fair” can mean 2 things" in text
    assert "events | None | No such event in the file or here" in text
    assert counted(report)["event_finished_goods"] == 9


def test_events_are_known_by_name_and_day(importing: Importing, db_session: Session) -> None:
    fair = {"name": "Fair", "event_date": "2026-06-01"}
    report = importing({"events": [fair, fair, {"name": "Fair"}, fair | {"notes": "x"}]})
    assert (report.added["events"], report.unchanged["events"]) == (2, 2)
    assert sorted(str(day) for day in db_session.scalars(select(Event.event_date))) == [
        "2026-06-01",
        "None",
    ]
