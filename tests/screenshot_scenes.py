"""The scenes of tests.screenshots: what is done before each picture is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.domain.keys import ComponentKind
from core.errors import DatabaseBusyError
from core.services import (
    event_service,
    finalization_service,
    finished_good_service,
    finished_unit_service,
    history_service,
    plan_service,
    removal_service,
)
from core.services.finished_good_service import ContentInput
from core.services.finished_unit_service import ItemDetails
from core.utils.datetime_utils import local_today
from tests.screenshots import Scene

if TYPE_CHECKING:
    from tests.screenshots import Studio

MARKET, FAIR = "Christmas market", "School fair"
LONG = "Grand Christmas hamper with two kinds of sampler and a ribbon for the mayor and her guests"
CATALOG = {
    "application": "bake-tracker",
    "version": "4.1",
    "ingredients": [
        {"slug": "flour", "display_name": "All-purpose flour", "category": "Flour"},
        {"slug": "butter", "display_name": "Butter, unsalted", "category": "Dairy"},
        {"slug": "almonds", "display_name": "Almonds, toasted", "category": "Nuts"},
        {"slug": "chestnut", "display_name": "Chestnut purée", "category": "Nuts"},
    ],
    "recipes": [
        {
            "name": "Toasted almond sablés",
            "slug": "sables",
            "category": "Cookies",
            "ingredients": [
                {"ingredient_slug": "flour", "quantity": 2.25, "unit": "cup"},
                {"ingredient_slug": "almonds", "quantity": 0.67, "unit": "cup"},
            ],
        },
        {
            "name": "Chestnut cake",
            "slug": "chestnut_cake",
            "category": "Cakes",
            "ingredients": [{"ingredient_slug": "chestnut", "quantity": 1, "unit": "tin"}],
        },
    ],
    "finished_units": [
        {"slug": "sable", "display_name": "Sablé", "recipe_name": "Toasted almond sablés"},
        {
            "slug": "chestnut_cake",
            "display_name": "Chestnut cake",
            "recipe_name": "Chestnut cake",
            "yield_mode": "discrete_count",
            "items_per_batch": 2,
            "item_unit": "cakes",
        },
    ],
    "materials": [
        {"slug": "tin", "display_name": "Tin, round 20 cm", "category": "Boxes: Tins"},
        {"slug": "tissue", "display_name": "Tissue paper, red", "category": "Wraps"},
    ],
    "products": [{"ingredient_slug": "flour", "brand": "Shipton Mill"}],
    "suppliers": [{"name": "The mill"}, {"name": "Box & Ribbon"}],
    "events": [{"name": "Christmas 2026", "event_date": "2026-12-24", "year": 2026}],
}


# Pages


def start(_studio: Studio) -> None:
    """A file with nothing in it."""


def event(studio: Studio) -> None:
    studio.snapshots(studio.event(MARKET))
    studio.choose(studio.event(MARKET))
    view = studio.bench.event_page.view
    studio.open_rows(view, "Holiday hamper", "Cookie sampler")
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    studio.bench.list.view.setFocus()


def event_details(studio: Studio) -> None:
    event(studio)
    studio.details()
    view = studio.bench.event_page.view
    studio.open_rows(view, "Holiday hamper", "Cookie sampler", "Sugar cookie")
    view.setFocus()


def event_editing(studio: Studio) -> None:
    """A number that cannot be taken, with its sentence."""
    event(studio)
    view = studio.bench.event_page.view
    view.setCurrentIndex(view.model().index(1, 2))
    view.setFocus()
    studio.press("F2")
    studio.type("4 lbs")
    studio.press("Return")


def event_notice(studio: Studio) -> None:
    event(studio)
    view = studio.bench.event_page.view
    view.setCurrentIndex(view.model().index(1, 2))
    view.setFocus()
    studio.type("+4")
    studio.press("Return")
    studio.settle()


def event_removed(studio: Studio) -> None:
    """A line that is gone since the snapshot stays, struck."""
    event(studio)
    view = studio.bench.event_page.view
    view.setCurrentIndex(view.model().index(2, 0))
    view.setFocus()
    studio.press("Del")
    studio.settle()


def event_narrow_note(studio: Studio) -> None:
    """Where the notes have no column, Tab leads from the number to the note all the same."""
    event(studio)
    view = studio.bench.event_page.view
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    studio.press("Return")
    studio.press("Tab")


def event_editing_head(studio: Studio) -> None:
    event(studio)
    studio.bench.event_page.head.name.start_editing()


def event_past(studio: Studio) -> None:
    studio.choose(studio.event("Harvest supper"))


def snapshot(studio: Studio) -> None:
    keys = studio.snapshots(studio.event(MARKET))
    studio.choose(keys[0])
    view = studio.bench.snapshot_page.view
    studio.open_rows(view, "Holiday hamper", "Cookie sampler", "Sugar cookie")
    view.setFocus()


def snapshot_details(studio: Studio) -> None:
    snapshot(studio)
    studio.details()


def about(studio: Studio) -> None:
    studio.choose(studio.snapshots(studio.event(MARKET))[0])
    studio.bench.snapshot_page.tabs.show_tab("about")


def about_focus(studio: Studio) -> None:
    about(studio)
    studio.press("F6")


def details_focus(studio: Studio) -> None:
    event_details(studio)
    studio.press("F6")


def snapshot_without_event(studio: Studio) -> None:
    studio.choose(studio.snapshots_without_event()[0])


def frozen(studio: Studio) -> None:
    studio.choose(studio.snapshots(studio.event(MARKET))[0])
    view = studio.bench.snapshot_page.view
    view.setCurrentIndex(view.model().index(1, 2))
    view.setFocus()
    studio.type("5")


def add_popup(studio: Studio) -> None:
    event(studio)
    studio.bench.event_page.adder.setFocus()
    studio.type("10 hamper")
    studio.until(studio.bench.event_page.adder.popup_rows, "choices")


def add_nothing(studio: Studio) -> None:
    """Nothing of that name: it can be made."""
    event(studio)
    studio.bench.event_page.adder.setFocus()
    studio.type("3 pavlova")
    studio.until(studio.bench.event_page.adder.popup_rows, "choices")


def _new_event(studio: Studio, name: str = MARKET) -> None:
    studio.command("new_event")
    dialog = studio.dialog()
    studio.type(name)
    button = next(
        each for each in dialog.findChildren(QPushButton) if each.isDefault() and each.isVisible()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.until(lambda: studio.bench.pane.page_name() == "event", "the event")
    studio.settle()


def empty_plan(studio: Studio) -> None:
    _new_event(studio)


def empty_catalog(studio: Studio) -> None:
    _new_event(studio, "Wedding of Anna and Tom")


def search(studio: Studio) -> None:
    studio.bench.list.search.setFocus()
    studio.type("biscotti")
    studio.settle()


def search_nothing(studio: Studio) -> None:
    studio.bench.list.search.setFocus()
    studio.type("croquembouche")
    studio.settle()


def several(studio: Studio) -> None:
    studio.choose_all(studio.snapshots(studio.event(MARKET))[:2])


def _delete(path: Path) -> None:
    """Two deletions, so that the trash says more than one thing."""
    del path
    events = {row.name: row for row in history_service.event_page(None).rows}
    removal_service.remove_event(events["Midsummer tea"].id, with_snapshots=True)
    market = next(
        row
        for row in history_service.event_page(None).rows
        if row.name == MARKET and row.event_date and row.event_date >= local_today()
    )
    snapshots = history_service.snapshot_page(market.id, None).rows
    removal_service.remove_snapshots([snapshots[1].id])


def delete_many(path: Path) -> None:
    _delete(path)
    for number in range(24):
        edit = event_service.create_event(f"Farm shop, week {number + 1}")
        assert edit.key is not None
        removal_service.remove_event(edit.key.id)


def trash(studio: Studio) -> None:
    studio.command("trash")
    studio.settle()


def trash_empty(studio: Studio) -> None:
    trash(studio)


def read_only(studio: Studio) -> None:
    """As for a file that may not be written; who runs this may write every file."""
    assert studio.bench.info is not None
    info = replace(studio.bench.info, is_read_only=True)
    studio.bench.show_database(info, is_sample=False)
    studio.settle()
    event(studio)


def banner(studio: Studio) -> None:
    event(studio)
    error = DatabaseBusyError("The file is in use by another program. Nothing was changed.")
    studio.bench.context.errors.report(error, retry=studio.bench.list.view.setFocus)


def loading_failed(studio: Studio) -> None:
    studio.bench.message_page.show_failure("The file cannot be reached.")
    studio.bench.pane.show_page("message")


def menu(studio: Studio) -> None:
    event(studio)
    menu_bar, edit = studio.window.menuBar(), studio.window.menus["edit"]
    place = menu_bar.actionGeometry(edit.menuAction()).bottomLeft()
    edit.popup(menu_bar.mapToGlobal(place))


# Import


def _catalog_file(studio: Studio) -> Path:
    assert studio.bench.info is not None
    path = studio.bench.info.path.with_name("catalog-2026.json")
    path.write_text(json.dumps(CATALOG), encoding="utf-8")
    return path


def import_preview(studio: Studio) -> None:
    studio.bench.import_desk.begin(_catalog_file(studio))
    studio.settle()
    page = studio.bench.import_page
    for row in range(page.model.rowCount()):
        page.view.expand(page.model.index(row, 0))


def import_result(studio: Studio) -> None:
    import_preview(studio)
    QTest.mouseClick(studio.bench.import_page.import_button, Qt.MouseButton.LeftButton)
    studio.settle()


# Names that try everything


def make_odd_names(path: Path) -> None:
    del path
    today = local_today()
    flags = [
        f"<b>bold</b> {LONG}",
        "عيد ميلاد سارة",
        "Tom & Jerry's <i>party</i>",
        f"{LONG} {LONG}",
    ]
    item = finished_unit_service.create_finished_unit(
        "Cookie <b>x</b> & sons", details=ItemDetails(items_per_batch=48, item_unit="cookies")
    )
    assert item.key is not None
    box = finished_good_service.create_finished_good(
        LONG, contents=[ContentInput(ComponentKind.FINISHED_UNIT, item.key.id, Fraction(5, 2))]
    )
    arabic = finished_good_service.create_finished_good(
        "سلة الأعياد (كبيرة)",
        contents=[ContentInput(ComponentKind.FINISHED_UNIT, item.key.id, Fraction(12))],
    )
    for at, name in enumerate(flags):
        edit = event_service.create_event(name, _day(today, at), notes=f"{name}\n{LONG}")
        assert edit.key is not None
        for kind, made, amount in (
            (ComponentKind.FINISHED_GOOD, box, 1_234_567),
            (ComponentKind.FINISHED_GOOD, arabic, 12),
            (ComponentKind.FINISHED_UNIT, item, 40),
        ):
            _plan(edit.key.id, kind, made=made, amount=amount)
        if at == 0:
            finalization_service.finalize_event_plan(edit.key.id, f"<u>Why</u> {LONG}")


def _plan(event_id: int, kind: ComponentKind, *, made: Any, amount: int) -> None:
    plan_service.add_line(event_id, kind, source_id=made.key.id, quantity=amount)


def _day(today: date, at: int) -> date:
    return today + timedelta(days=30 + at)


def odd_names(studio: Studio) -> None:
    key = studio.event("<b>bold</b>")
    studio.snapshots(key)
    studio.choose(key)
    view = studio.bench.event_page.view
    studio.open_rows(view, "Grand Christmas hamper")
    studio.details()


def odd_names_closed(studio: Studio) -> None:
    studio.choose(studio.event("Tom"))


def odd_names_snapshot(studio: Studio) -> None:
    studio.choose(studio.snapshots(studio.event("<b>bold</b>"))[0])


PAGES = (
    Scene("start", start, file="empty"),
    Scene("sample", event, file="sample"),
    Scene("event", event),
    Scene("event-details", event_details),
    Scene("event-editing", event_editing),
    Scene("event-editing-head", event_editing_head),
    Scene("event-notice", event_notice),
    Scene("event-removed", event_removed),
    Scene("event-past", event_past),
    Scene("event-narrow", event_details, size=(1024, 640)),
    Scene("event-narrowest", event, size=(800, 560)),
    Scene("event-narrow-note", event_narrow_note, size=(1024, 640)),
    Scene("snapshot", snapshot),
    Scene("snapshot-details", snapshot_details),
    Scene("snapshot-narrow", snapshot_details, size=(1024, 640)),
    Scene("snapshot-narrowest", snapshot, size=(800, 560)),
    Scene("about", about),
    Scene("about-focus", about_focus),
    Scene("details-focus", details_focus),
    Scene("snapshot-without-event", snapshot_without_event),
    Scene("frozen", frozen),
    Scene("add-popup", add_popup),
    Scene("add-nothing", add_nothing),
    Scene("empty-plan", empty_plan),
    Scene("empty-catalog", empty_catalog, file="empty"),
    Scene("search", search),
    Scene("search-nothing", search_nothing),
    Scene("several", several),
    Scene("trash", trash, prepare=_delete),
    Scene("trash-empty", trash_empty, file="empty"),
    Scene("read-only", read_only),
    Scene("banner", banner),
    Scene("failed", loading_failed),
    Scene("menu", menu),
    Scene("import-preview", import_preview),
    Scene("import-result", import_result),
    Scene("larger", event_details, zoom=4),
    Scene("larger-snapshot", snapshot_details, zoom=4),
    Scene("right-to-left", event_details, is_right_to_left=True),
    Scene("odd-names", odd_names, prepare=make_odd_names),
    Scene("odd-names-narrow", odd_names_closed, size=(1024, 640), prepare=make_odd_names),
    Scene("odd-names-snapshot", odd_names_snapshot, prepare=make_odd_names),
    Scene("odd-names-right-to-left", odd_names, prepare=make_odd_names, is_right_to_left=True),
    Scene("scaled", event_details, scale=1.5),
)
