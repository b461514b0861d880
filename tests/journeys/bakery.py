"""Ways round the sample bakery that several journeys take, and what they look at."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from sqlalchemy import text

from core.domain.keys import Key, ThingKind
from core.services.database import session_scope
from gui.models.contents_model import Column
from tests.window import Hand, plain


def go_to_the_market(hand: Hand) -> Key:
    """From the school fair, which comes first, up to the Christmas market."""
    hand.until(lambda: hand.bench.list.view.hasFocus())
    hand.press("Up")
    hand.until(lambda: plain(hand.window.windowTitle()).startswith("Christmas market"))
    hand.settle()
    key = hand.bench.navigation.current
    assert key is not None
    assert key.kind is ThingKind.EVENT
    return key


def enter_the_plan(hand: Hand) -> Key:
    """The market's page with the keyboard on its first line."""
    event = go_to_the_market(hand)
    hand.press("Return")
    hand.press("Home")
    assert hand.bench.event_page.view.hasFocus()
    return event


def snapshots_of(hand: Hand, event: Key) -> list[Key]:
    """Opens the event in the list; its snapshots, newest first."""
    hand.bench.list.view.expand(hand.bench.model.find(event))
    hand.settle()
    return hand.keys_below(event)


def shown_texts(widget: QWidget) -> list[str]:
    """What the labels of a page or dialog say."""
    return [
        plain(label.text()) for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    ]


def menu_text(hand: Hand, name: str) -> str:
    """A command as its menu names it."""
    return plain(hand.window.commands[name].text()).replace("&", "")


def one_row(statement: str, **values: object) -> tuple[object, ...]:
    """The one row of a query, within `allow_sql`."""
    with session_scope(write=False) as session:
        return tuple(session.execute(text(statement), values).one())


def line_id_of(event: Key, place: int) -> int:
    """The line at that place of the plan, within `allow_sql`."""
    (line_id,) = one_row(
        "SELECT id FROM plan_lines WHERE event_id = :event ORDER BY sort_order LIMIT 1"
        " OFFSET :place",
        event=event.id,
        place=place,
    )
    assert isinstance(line_id, int)
    return line_id


def in_all(hand: Hand) -> list[str]:
    return hand.column(hand.bench.event_page.view, Column.IN_ALL)


def names(hand: Hand) -> list[str]:
    return hand.column(hand.bench.event_page.view, Column.WHAT)


def since(hand: Hand) -> list[str]:
    return hand.column(hand.bench.event_page.view, Column.SINCE)


def type_keys(hand: Hand, text: str) -> None:
    """Key by key: the first may open the editor that takes the others."""
    for key in text:
        hand.type(key)
