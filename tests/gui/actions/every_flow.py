"""Every flow that changes data, to be played once on the small bakery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, cast

from core.domain.catalog import Density
from core.domain.comparison import PlannedLine
from core.domain.keys import ComponentKind
from core.domain.plan_summary import BatchRow
from core.domain.rows import ContentRow, RecipeChoice, SourceRef
from core.services import (
    catalog_detail_service,
    catalog_edit_service,
    catalog_service,
    contents_service,
    event_service,
    material_unit_service,
    plan_service,
    removal_service,
)
from core.services.finalization_service import finalize_event_plan
from core.services.plan_summary_service import summarize_event
from gui.actions import (
    catalog_actions,
    event_actions,
    making_actions,
    part_actions,
    plan_actions,
    removal_actions,
    snapshot_actions,
    sum_actions,
    thing_actions,
)
from gui.actions.plan_actions import Planned
from gui.actions.removal_actions import Chosen
from gui.dialogs.finalize_changed_dialog import ChosenPlans
from gui.dialogs.new_box_dialog import BoxAnswer
from gui.dialogs.new_event_dialog import EventAnswer
from gui.dialogs.new_item_dialog import ItemAnswer
from gui.feeders.page_feeder import PageFeeder
from gui.models.batch_rows import RecipeGroup
from gui.models.shopping_rows import Wanted, wanted_of
from tests.core.stored_rows import value
from tests.factories import Bakery
from tests.gui.actions.stepping import Stage, event_row, snapshot_row
from tests.gui.actions.things import (
    BOX,
    INGREDIENT,
    ITEM,
    MATERIAL,
    RECIPE,
    UNIT,
    named,
    part_of,
    ref_of,
)

TODAY = date(2026, 11, 23)


def feeder() -> PageFeeder:
    return cast("PageFeeder", object())


def line(bakery: Bakery, place: int = 0) -> ContentRow:
    return contents_service.content_page(SourceRef(event_id=bakery.event_id)).rows[place]


def planned(bakery: Bakery, place: int = 0) -> Planned:
    return Planned(event_row(bakery.event_id), line(bakery, place))


def cake() -> Any:
    return catalog_service.get_choice(
        ComponentKind.FINISHED_UNIT, named(ITEM, "Celebration cake").key.id
    )


def first_content() -> int:
    return int(value("SELECT min(id) FROM compositions WHERE assembly_id = 1"))


def like_event() -> Any:
    """An empty event that looks like the market."""
    made = event_service.create_event("Christmas market", date(2027, 12, 11)).key
    assert made is not None
    found = event_service.find_like_event(made.id)
    assert found is not None
    return made.id, found


def start_from(stage: Stage, bakery: Bakery) -> None:
    made, other = like_event()
    stage.play(event_actions.start_from(stage.acts, event_row(made), other))


def plan_again(stage: Stage, bakery: Bakery) -> None:
    snapshot = finalize_event_plan(bakery.event_id)
    answer = EventAnswer("Market of next year", date(2027, 12, 11))
    stage.play(event_actions.plan_again(stage.acts, snapshot_row(snapshot.id), TODAY), answer)


def bring_plan_back(stage: Stage, bakery: Bakery) -> None:
    """With a line that comes, one that goes, one that differs, and choices of both times."""
    event = bakery.event_id
    plan_service.set_batches(event, bakery.cookie_id, 3, accept_shortfall=True)
    plan_service.set_buffer(line(bakery).line_id or 0, 10)
    snapshot = finalize_event_plan(event)
    plan_service.set_batches(event, bakery.cookie_id, None)
    plan_service.share_batch(event, bakery.dough_id, True)
    plan_service.remove_lines([line(bakery, 1).line_id or 0])
    plan_service.set_quantity(line(bakery).line_id or 0, 7)
    plan_service.add_line(
        event, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=1
    )
    stage.play(snapshot_actions.bring_back(stage.acts, snapshot_row(snapshot.id)), True)


def finalize_changed(stage: Stage, bakery: Bakery) -> None:
    """Two plans that a recipe changed."""
    other, _ = like_event()
    plan_service.add_line(
        other, ComponentKind.FINISHED_UNIT, source_id=bakery.cookie_id, quantity=1
    )
    events = (bakery.event_id, other)
    for event in events:
        finalize_event_plan(event)
    catalog_edit_service.set_density(flour().key.id, Density(Fraction(1), "cup", Fraction(5), "oz"))
    stage.play(snapshot_actions.finalize_changed(stage.acts, TODAY), ChosenPlans(events))


def put_back(stage: Stage, bakery: Bakery) -> None:
    item = value("SELECT uuid FROM finished_units WHERE id = :id", id=bakery.cookie_id)
    then = PlannedLine(
        uuid="then",
        kind=ComponentKind.FINISHED_UNIT,
        source_uuid=item,
        name="Sugar cookie",
        quantity=Fraction(7),
        notes=None,
    )
    stage.play(plan_actions.put_back(stage.acts, event_row(bakery.event_id), then))


def delete_snapshot(stage: Stage, bakery: Bakery) -> None:
    chosen = Chosen((), (finalize_event_plan(bakery.event_id).id,))
    stage.play(removal_actions.delete(stage.acts, chosen), False)


def restore(stage: Stage, bakery: Bakery) -> None:
    removed = removal_service.remove_snapshots([finalize_event_plan(bakery.event_id).id])
    stage.play(removal_actions.restore(stage.acts, [removed]))


def set_reason(stage: Stage, bakery: Bakery) -> None:
    snapshot = snapshot_row(finalize_event_plan(bakery.event_id).id)
    stage.play(snapshot_actions.set_reason(stage.acts, snapshot, "Aunt Mary"))


def bring_back(stage: Stage, bakery: Bakery) -> None:
    key = named(ITEM, "Sugar cookie").key
    catalog_edit_service.retire([key])
    stage.play(thing_actions.bring_back(stage.acts, [ref_of(ITEM, key.id)]))


def delete_unit(stage: Stage, bakery: Bakery) -> None:
    ribbon = named(MATERIAL, "Red ribbon")
    material_unit_service.create_material_unit("Yard", material_id=1, quantity_per_unit=91)
    yard = catalog_detail_service.material_detail(ribbon.key.id).units[-1]
    stage.play(thing_actions.delete_unit(stage.acts, ribbon, yard))


def sugar_cookie(bakery: Bakery) -> BatchRow:
    rows = summarize_event(bakery.event_id).batches
    return next(row for row in rows if row.name == "Sugar cookie")


def cookie_recipe(bakery: Bakery) -> RecipeGroup:
    row = sugar_cookie(bakery)
    assert row.recipe_uuid is not None
    return RecipeGroup(row.recipe_uuid, "Sugar cookies", row.batches, 2, is_shared=False)


def needed(bakery: Bakery, name: str) -> Wanted:
    rows = [row for group in wanted_of(summarize_event(bakery.event_id)) for row in group]
    return next(row for row in rows if row.row.name == name)


def rolled() -> Any:
    return named(RECIPE, "Sugar cookies (rolled)")


def hamper() -> Any:
    return named(BOX, "Hamper")


def ribbon() -> Any:
    return named(MATERIAL, "Red ribbon")


def flour() -> Any:
    return named(INGREDIENT, "Flour")


Play = Callable[[Stage, Bakery], object]
FLOWS: dict[str, Play] = {
    "catalog_actions.make_item": lambda s, b: s.play(
        catalog_actions.make_item(s.acts, event_row(b.event_id), name="Tart", quantity=Fraction(1)),
        ItemAnswer("Tart", None, "", None),
    ),
    "catalog_actions.make_box": lambda s, b: s.play(
        catalog_actions.make_box(
            s.acts, event_row(b.event_id), name="Tin", quantity=Fraction(1), feeder=feeder()
        ),
        BoxAnswer("Tin", ()),
    ),
    "making_actions.new_thing": lambda s, b: s.play(
        making_actions.new_thing(s.acts, RECIPE, name="", feeder=feeder()), "Tart dough"
    ),
    "making_actions.new_item_from_recipe": lambda s, b: s.play(
        making_actions.new_item_from_recipe(s.acts, rolled()),
        ItemAnswer("Stars", None, "", b.dough_id),
    ),
    "event_actions.new_event": lambda s, b: s.play(
        event_actions.new_event(s.acts, TODAY), EventAnswer("Easter", None)
    ),
    "event_actions.rename_event": lambda s, b: s.play(
        event_actions.rename_event(s.acts, event_row(b.event_id), "Winter market")
    ),
    "event_actions.set_event_date": lambda s, b: s.play(
        event_actions.set_event_date(s.acts, event_row(b.event_id), None)
    ),
    "event_actions.set_event_notes": lambda s, b: s.play(
        event_actions.set_event_notes(s.acts, event_row(b.event_id), "Two tables")
    ),
    "event_actions.start_from": start_from,
    "event_actions.plan_again": plan_again,
    "plan_actions.add_choice": lambda s, b: s.play(
        plan_actions.add_choice(
            s.acts,
            event_row(b.event_id),
            choice=cake(),
            quantity=Fraction(1),
            is_added_to_line=False,
        )
    ),
    "plan_actions.set_quantity": lambda s, b: s.play(
        plan_actions.set_quantity(s.acts, planned(b), Fraction(9))
    ),
    "plan_actions.set_line_notes": lambda s, b: s.play(
        plan_actions.set_line_notes(s.acts, planned(b), "early")
    ),
    "plan_actions.move_line": lambda s, b: s.play(plan_actions.move_line(s.acts, planned(b), 1)),
    "plan_actions.delete_lines": lambda s, b: s.play(
        plan_actions.delete_lines(s.acts, event_row(b.event_id), [line(b), line(b, 2)])
    ),
    "plan_actions.put_back": put_back,
    "sum_actions.set_batches": lambda s, b: s.play(
        sum_actions.set_batches(
            s.acts, event_row(b.event_id), sugar_cookie(b), batches=Fraction(1)
        ),
        "The oven is small",
    ),
    "sum_actions.share_batch": lambda s, b: s.play(
        sum_actions.share_batch(s.acts, event_row(b.event_id), cookie_recipe(b), shared=True)
    ),
    "sum_actions.set_buffer": lambda s, b: s.play(
        sum_actions.set_buffer(
            s.acts,
            event_row(b.event_id),
            summarize_event(b.event_id).feasibility[0],
            percent=Fraction(10),
        )
    ),
    "sum_actions.set_have": lambda s, b: s.play(
        sum_actions.set_have(
            s.acts, event_row(b.event_id), needed(b, "Flour"), amount=Fraction(5), unit="lb"
        )
    ),
    "removal_actions.delete": delete_snapshot,
    "removal_actions.restore": restore,
    "snapshot_actions.bring_back": bring_plan_back,
    "snapshot_actions.finalize": lambda s, b: s.play(
        snapshot_actions.finalize(s.acts, b.event_id, TODAY), "Why"
    ),
    "snapshot_actions.finalize_changed": finalize_changed,
    "snapshot_actions.set_reason": set_reason,
    "thing_actions.set_field": lambda s, b: s.play(
        thing_actions.set_field(s.acts, flour(), field="category", value="Dry")
    ),
    "thing_actions.duplicate": lambda s, b: s.play(thing_actions.duplicate(s.acts, hamper())),
    "thing_actions.retire": lambda s, b: s.play(thing_actions.retire(s.acts, [ribbon()])),
    "thing_actions.bring_back": bring_back,
    "thing_actions.delete": lambda s, b: s.play(
        thing_actions.delete(s.acts, [ref_of(UNIT, b.paper_id)])
    ),
    "thing_actions.delete_unit": delete_unit,
    "part_actions.set_density": lambda s, b: s.play(
        part_actions.set_density(s.acts, flour(), Density(Fraction(1), "cup", Fraction(5), "oz"))
    ),
    "part_actions.set_stock": lambda s, b: s.play(
        part_actions.set_stock(s.acts, flour(), amount=Fraction(5), unit="lb")
    ),
    "part_actions.set_unit_field": lambda s, b: s.play(
        part_actions.set_unit_field(
            s.acts, ribbon(), unit_id=b.bow_id, field="name", value="Big bow"
        )
    ),
    "part_actions.add_unit": lambda s, b: s.play(
        part_actions.add_unit(s.acts, ribbon(), name="Yard", quantity=Fraction(91))
    ),
    "part_actions.retire_unit": lambda s, b: s.play(
        part_actions.retire_unit(s.acts, ribbon(), unit_id=b.bow_id, is_retired=True)
    ),
    "part_actions.add_part": lambda s, b: s.play(
        part_actions.add_part(
            s.acts,
            rolled(),
            choice=RecipeChoice(flour().key, "Flour", "cup"),
            quantity=Fraction(1),
            unit="cup",
        )
    ),
    "part_actions.make_ingredient": lambda s, b: s.play(
        part_actions.make_ingredient(
            s.acts, rolled(), name="Nutmeg", quantity=Fraction(1), unit="tsp"
        )
    ),
    "part_actions.set_part": lambda s, b: s.play(
        part_actions.set_part(s.acts, rolled(), part_of(rolled(), 0), quantity=Fraction(9))
    ),
    "part_actions.remove_parts": lambda s, b: s.play(
        part_actions.remove_parts(s.acts, rolled(), [part_of(rolled(), 0), part_of(rolled(), 3)])
    ),
    "part_actions.move_part": lambda s, b: s.play(
        part_actions.move_part(s.acts, rolled(), part_of(rolled(), 0), steps=1)
    ),
    "part_actions.add_content": lambda s, b: s.play(
        part_actions.add_content(s.acts, hamper(), choice=cake(), quantity=Fraction(1))
    ),
    "part_actions.set_content_quantity": lambda s, b: s.play(
        part_actions.set_content_quantity(s.acts, hamper(), first_content(), quantity=Fraction(9))
    ),
    "part_actions.set_content_notes": lambda s, b: s.play(
        part_actions.set_content_notes(s.acts, hamper(), first_content(), notes="on top")
    ),
    "part_actions.remove_contents": lambda s, b: s.play(
        part_actions.remove_contents(s.acts, hamper(), [first_content()])
    ),
    "part_actions.move_content": lambda s, b: s.play(
        part_actions.move_content(s.acts, hamper(), first_content(), steps=1)
    ),
}
