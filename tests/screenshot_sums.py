"""The scenes of what a plan adds up to: batches, shopping, what is not counted."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from core.models import Event, FinishedUnit, PlanLine
from core.services import plan_service
from core.services.database import session_scope
from gui.tab_names import BATCHES, SHOPPING
from tests.screenshots import Scene

if TYPE_CHECKING:
    from tests.screenshots import Studio

MARKET = "Christmas market"


def event_tab(studio: Studio, tab: str) -> None:
    studio.choose(studio.event(MARKET))
    studio.bench.event_page.tabs.show_tab(tab)
    studio.settle()
    pane = studio.bench.event_page.tabs.sums()
    assert pane is not None
    studio.until(lambda: pane.table.parts.rows(), "the sums")
    pane.focus_body()


def batches(studio: Studio) -> None:
    event_tab(studio, BATCHES)


def shopping(studio: Studio) -> None:
    event_tab(studio, SHOPPING)


def batches_details(studio: Studio) -> None:
    event_tab(studio, BATCHES)
    studio.details()
    studio.press("Down")


def shopping_details(studio: Studio) -> None:
    event_tab(studio, SHOPPING)
    studio.details()
    studio.press("Down")
    studio.press("Down")


def left_out(studio: Studio) -> None:
    event_tab(studio, SHOPPING)
    studio.bench.event_page.tabs.shopping.left_out.button("show_left_out").click()


def fall_short(path: Path) -> None:
    """Fewer biscotti than are needed, accepted; fewer cookies than that; extra of the hampers."""
    with session_scope() as session:
        event = session.scalars(
            select(Event.id).where(Event.name == MARKET).order_by(Event.event_date.desc())
        ).first()
        items = dict(session.execute(select(FinishedUnit.display_name, FinishedUnit.id)).all())
        lines = session.scalars(select(PlanLine).where(PlanLine.event_id == event)).all()
        assert event is not None
        decide = partial(plan_service.set_batches, event, session=session)
        decide(items["Almond biscotti"], 14, True, "the oven is small")
        decide(items["Sugar cookie"], 13, True)
        plan_service.set_quantity(lines[1].id, 52, session=session)
        plan_service.set_buffer(lines[0].id, 10, session=session)


def shortfall(studio: Studio) -> QWidget:
    event_tab(studio, BATCHES)
    studio.press("Down")
    studio.type("3")
    studio.press("Return")
    dialog = studio.dialog()
    studio.type("the oven is small")
    return dialog


def finalize_short(studio: Studio) -> QWidget:
    studio.choose(studio.event(MARKET))
    studio.command("finalize")
    return studio.dialog()


def snapshot_batches(studio: Studio) -> None:
    studio.choose(studio.snapshots(studio.event(MARKET))[0])
    studio.bench.snapshot_page.tabs.show_tab(BATCHES)
    studio.settle()


SUMS = (
    Scene("batches", batches),
    Scene("shopping", shopping),
    Scene("batches-details", batches_details),
    Scene("shopping-details", shopping_details),
    Scene("batches-narrow", batches_details, size=(800, 560)),
    Scene("shopping-narrow", shopping_details, size=(800, 560)),
    Scene("batches-middle", batches_details, size=(1024, 640)),
    Scene("shopping-middle", shopping_details, size=(1024, 640)),
    Scene("batches-larger", batches_details, size=(800, 560), zoom=3),
    Scene("shopping-right-to-left", shopping_details, is_right_to_left=True),
    Scene("short", batches_details, prepare=fall_short),
    Scene("shortfall", shortfall),
    Scene("finalize-short", finalize_short, prepare=fall_short),
    Scene("left-out", left_out),
    Scene("snapshot-batches", snapshot_batches),
)
