"""The dialogs among the scenes of tests.screenshots, each over the window it belongs to."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton, QWidget

from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.plan_summary import Source, SourceKind
from core.domain.rows import SourceRef
from core.services import (
    catalog_edit_service,
    catalog_service,
    contents_service,
    event_service,
    finalization_service,
    finished_good_service,
    history_service,
    plan_service,
    plan_summary_service,
    source_service,
)
from core.utils.datetime_utils import local_today
from gui.widgets.add_field import AddField
from tests.screenshot_scenes import FAIR, MARKET, delete_many, make_odd_names, trash
from tests.screenshots import Scene

if TYPE_CHECKING:
    from tests.screenshots import Studio


def finalize_first(studio: Studio) -> QWidget:
    studio.choose(studio.event(FAIR))
    studio.command("finalize")
    return studio.dialog()


def finalize_changed(studio: Studio) -> QWidget:
    studio.choose(studio.event(MARKET))
    studio.command("finalize")
    return studio.dialog()


def finalize_unchanged(studio: Studio) -> QWidget:
    return finalize_changed(studio)


def _finalize_market(path: Path) -> None:
    del path
    for row in history_service.event_page(None).rows:
        if row.name == MARKET and row.event_date and row.event_date >= local_today():
            finalization_service.finalize_event_plan(row.id, None)


def finalized(studio: Studio) -> None:
    dialog = finalize_changed(studio)
    button = next(each for each in dialog.findChildren(QPushButton) if each.isDefault())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.until(lambda: studio.bench.pane.page_name() == "snapshot", "the snapshot")
    studio.settle()


def _change_a_box(path: Path) -> None:
    """The fair is finalized too; then a box that both plans hold gets more in it."""
    del path
    fair = next(row.id for row in history_service.event_page(None).rows if row.name == FAIR)
    finalization_service.finalize_event_plan(fair, None)
    sampler, cookie = (
        catalog_service.find_choices(name)[0] for name in ("Cookie sampler", "Sugar cookie")
    )
    finished_good_service.add_content(sampler.id, cookie.kind, source_id=cookie.id, quantity=2)


def _change_a_box_of_many(path: Path) -> None:
    """More events than the list shows at once, one of them without lines by now."""
    names = ("Tea at the library", "<b>Anna</b> & Tom’s wedding, the evening at the mill", "Choir")
    box = catalog_service.find_choices("Cookie sampler")[0]
    made = [event_service.create_event(name).key for name in (*names, "Moved to spring")]
    for key in made:
        assert key is not None
        plan_service.add_line(key.id, box.kind, source_id=box.id, quantity=12)
        finalization_service.finalize_event_plan(key.id, None)
    (line,) = contents_service.content_page(SourceRef(event_id=made[-1].id)).rows  # type: ignore[union-attr]
    plan_service.remove_lines([line.line_id or 0])
    _change_a_box(path)


def finalize_several(studio: Studio) -> QWidget:
    studio.command("finalize_changed")
    return studio.dialog()


def delete_snapshot(studio: Studio) -> QWidget:
    studio.choose(studio.snapshots(studio.event(MARKET))[0])
    studio.bench.delete_selected()
    return studio.dialog()


def delete_several(studio: Studio) -> QWidget:
    studio.choose_all(studio.snapshots(studio.event(MARKET)))
    studio.bench.delete_selected()
    return studio.dialog()


def delete_event(studio: Studio) -> QWidget:
    studio.choose(studio.event(MARKET))
    studio.bench.delete_selected()
    return studio.dialog()


def delete_event_ticked(studio: Studio) -> QWidget:
    dialog = delete_event(studio)
    dialog.findChildren(QCheckBox)[0].setChecked(True)
    return dialog


def delete_mixed(studio: Studio) -> QWidget:
    market = studio.event(MARKET)
    keys: list[Key] = [studio.event("Harvest supper"), studio.event(FAIR)]
    studio.choose_all([*keys, *studio.snapshots(market)[:2]])
    studio.bench.delete_selected()
    return studio.dialog()


def new_event(studio: Studio) -> QWidget:
    studio.command("new_event")
    dialog = studio.dialog()
    studio.type("Wedding of Anna and Tom")
    return dialog


def calendar(studio: Studio) -> QWidget:
    dialog = new_event(studio)
    dialog.resize(dialog.width(), dialog.width())  # the calendar shall lie over it whole
    dialog.move(0, 0)  # else the calendar lies beyond the small screen
    button = dialog.findChild(QToolButton)
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return dialog


def new_item(studio: Studio) -> QWidget:
    studio.choose(studio.event(MARKET))
    studio.bench.event_desk._on_make_item("Pavlova", Fraction(3))
    return studio.dialog()


def new_box(studio: Studio) -> QWidget:
    studio.choose(studio.event(MARKET))
    studio.bench.event_desk._on_make_box("Tea box", Fraction(10))
    dialog = studio.dialog()
    adder = dialog.findChild(AddField)
    assert isinstance(adder, AddField)
    adder.setFocus()
    for text in ("6 sugar cookie", "4 biscotti", "gift box"):
        studio.type(text)
        studio.press("Return")
        studio.settle()
    return dialog


def plan_again(studio: Studio) -> QWidget:
    studio.choose(studio.snapshots(studio.event("Harvest supper"))[0])
    studio.command("plan_again")
    return studio.dialog()


def bring_back(studio: Studio) -> QWidget:
    studio.choose(studio.snapshots(studio.event(MARKET))[1])
    studio.command("bring_back_plan")
    return studio.dialog()


def _change_much(path: Path) -> None:
    """Every way in which a plan and its catalog can be another than the snapshot's."""
    del path
    event = next(
        row.id
        for row in history_service.event_page(None).rows
        if row.name == MARKET and row.event_date and row.event_date >= local_today()
    )
    lines = contents_service.content_page(SourceRef(event_id=event)).rows
    ids = [line.line_id or 0 for line in lines]
    plan_service.set_line_notes(ids[0], "white boxes if the red ones run out, else gold")
    plan_service.set_buffer(ids[0], 10)
    plan_service.move_line(ids[0], len(ids))
    first = plan_summary_service.summarize_event(event).batches[0]
    item = source_service.find_source(Source(SourceKind.ITEM, first.uuid, first.name))
    assert item is not None
    plan_service.set_batches(event, item.id, 99)
    box = next(line for line in lines if line.kind is ComponentKind.FINISHED_GOOD)
    catalog_edit_service.retire([Key(ThingKind.FINISHED_GOOD, box.thing_id or 0)])


def bring_much_back(studio: Studio) -> QWidget:
    return bring_back(studio)


def brought_back(studio: Studio) -> None:
    dialog = bring_back(studio)
    button = next(each for each in dialog.findChildren(QPushButton) if each.isDefault())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.until(lambda: studio.bench.pane.page_name() == "event", "the plan")
    studio.settle()


def keys_dialog(studio: Studio) -> QWidget:
    studio.command("keys")
    return studio.dialog()


def unexpected(studio: Studio) -> QWidget:
    studio.bench.context.errors.strict = False
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        studio.bench.context.errors.report(error)
    dialog = studio.dialog()
    show = dialog.findChild(QPushButton, "unexpected_error_show")
    assert isinstance(show, QPushButton)
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    return dialog


def purge(studio: Studio) -> QWidget:
    trash(studio)
    studio.bench.trash_page.purge_all()
    return studio.dialog()


def odd_names_delete(studio: Studio) -> QWidget:
    studio.choose(studio.event("<b>bold</b>"))
    studio.bench.delete_selected()
    return studio.dialog()


def odd_names_finalize(studio: Studio) -> QWidget:
    studio.choose(studio.event("<b>bold</b>"))
    studio.command("finalize")
    return studio.dialog()


DIALOGS = (
    Scene("finalize-first", finalize_first),
    Scene("finalize-changed", finalize_changed),
    Scene("finalize-unchanged", finalize_unchanged, prepare=_finalize_market),
    Scene("finalize-several", finalize_several, prepare=_change_a_box),
    Scene("finalize-many", finalize_several, prepare=_change_a_box_of_many),
    Scene("finalize-many-larger", finalize_several, prepare=_change_a_box_of_many, zoom=4),
    Scene("delete-snapshot", delete_snapshot),
    Scene("delete-several", delete_several),
    Scene("delete-event", delete_event),
    Scene("delete-event-ticked", delete_event_ticked),
    Scene("delete-mixed", delete_mixed),
    Scene("purge", purge, prepare=delete_many),
    Scene("new-event", new_event),
    Scene("calendar", calendar),
    Scene("new-item", new_item),
    Scene("new-box", new_box),
    Scene("plan-again", plan_again),
    Scene("bring-back", bring_back),
    Scene("bring-much-back", bring_much_back, prepare=_change_much),
    Scene("brought-back", brought_back),
    Scene("keys", keys_dialog),
    Scene("unexpected", unexpected),
    Scene("larger-dialog", finalize_changed, zoom=4),
    Scene("odd-names-delete", odd_names_delete, prepare=make_odd_names),
    Scene("odd-names-finalize", odd_names_finalize, prepare=make_odd_names),
    Scene("finalized", finalized),
)
