"""Ways round the catalog that several journeys take."""

from __future__ import annotations

from core.domain.catalog import CATALOG_KINDS
from core.domain.keys import ThingKind
from tests.window import Hand


def go_to_the_catalog(hand: Hand) -> None:
    hand.press("Ctrl+2")
    hand.until(hand.bench.catalog.model.is_read)
    hand.settle()
    assert hand.bench.left.view_name == "catalog"
    assert hand.bench.catalog.panel.view.hasFocus()


def show_kind(hand: Hand, kind: ThingKind) -> None:
    """Goes on from the items to the list of that kind."""
    for _ in range(CATALOG_KINDS.index(kind)):
        hand.press("Ctrl+Tab")
    hand.until(lambda: hand.bench.catalog.panel.query.kind is kind)
    hand.until(hand.bench.catalog.model.is_read)
    hand.settle()


def names(hand: Hand) -> list[str]:
    return hand.column(hand.bench.catalog.panel.view, 0)


def find(hand: Hand, text: str) -> None:
    """Searches, and shows the page of the first that was found."""
    hand.press("Ctrl+F")
    hand.type(text)
    hand.press("Return")
    hand.until(lambda: hand.bench.catalog.model.is_read() and hand.bench.catalog.chosen())
    hand.settle()
