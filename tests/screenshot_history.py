"""The scenes of an event's history: its lines by snapshots, and the log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.models import Event, PlanLine, PlanningSnapshot
from core.services import plan_service, removal_service
from core.services.database import session_scope
from core.services.finalization_service import finalize_event_plan
from gui.tab_names import HISTORY
from tests.core.tampering import tamper
from tests.screenshots import Scene

if TYPE_CHECKING:
    from tests.screenshots import Studio

MARKET = "Christmas market"


def history(studio: Studio) -> None:
    studio.choose(studio.event(MARKET))
    page = studio.bench.event_page
    page.tabs.show_tab(HISTORY)
    studio.settle()
    studio.until(lambda: page.history.table.history.rowCount(), "the history")
    page.history.focus_body()


def without_snapshot(studio: Studio) -> None:
    studio.choose(studio.event("School fair"))
    studio.bench.event_page.tabs.show_tab(HISTORY)
    studio.settle()
    studio.bench.event_page.history.focus_body()


def log_chosen(studio: Studio) -> None:
    history(studio)
    studio.bench.event_page.history.log.setFocus()
    studio.press("Down")
    studio.press("Down")


def two_chosen(studio: Studio) -> None:
    history(studio)
    studio.press("Shift+Left")


def all_of_them(studio: Studio) -> None:
    history(studio)
    studio.bench.event_page.history.all_button.click()


def finalize_often(path: Path) -> None:
    """Twelve snapshots: one in the trash, two deleted for good, one that another tool changed."""
    with session_scope(write=False) as session:
        event = session.scalars(
            select(Event.id).where(Event.name == MARKET).order_by(Event.event_date.desc())
        ).first()
        lines = session.scalars(
            select(PlanLine.id).where(PlanLine.event_id == event).order_by(PlanLine.sort_order)
        ).all()
    assert event is not None
    for number in range(9):
        plan_service.set_quantity(lines[number % 2], 70 + number * (-1) ** number)
        if number == 4:
            plan_service.remove_lines([lines[-1]])
        finalize_event_plan(event, f"The {number + 4}th thought" if number % 3 else None)
    with session_scope(write=False) as session:
        table = PlanningSnapshot.__table__.c
        ids = dict(
            session.execute(select(table.version, table.id).where(table.event_id == event)).all()
        )
    removal_service.purge([removal_service.remove_snapshots([ids[5], ids[6]])])
    removal_service.remove_snapshots([ids[9]])
    tamper("UPDATE planning_snapshots SET event_name = 'Another' WHERE id = :id", id=ids[11])


HISTORIES = (
    Scene("history", history),
    Scene("history-empty", without_snapshot),
    Scene("history-log", log_chosen),
    Scene("history-two", two_chosen),
    Scene("history-many", history, prepare=finalize_often),
    Scene("history-all", all_of_them, prepare=finalize_often),
    Scene("history-narrow", history, size=(800, 560), prepare=finalize_often),
    Scene("history-middle", history, size=(1024, 640), prepare=finalize_often),
    Scene("history-larger", log_chosen, size=(800, 560), zoom=3),
    Scene("history-right-to-left", log_chosen, is_right_to_left=True),
)
