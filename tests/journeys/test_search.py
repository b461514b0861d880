"""Searching: from the field to the hits and back to where she was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.journeys.bakery import enter_the_plan, go_to_the_market, shown_texts, snapshots_of
from tests.window import Hand, plain

pytestmark = pytest.mark.journey


def search(hand: Hand, text: str) -> None:
    hand.press("Ctrl+F")
    assert hand.bench.list.search.hasFocus()
    hand.type(text)
    hand.until(lambda: hand.bench.model.context.query == text)
    hand.settle()


def test_a_search_shows_only_hits_walks_along_them_and_esc_goes_back(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    market = enter_the_plan(hand)
    newest = snapshots_of(hand, market)[0]
    before, opened = hand.list_rows(), hand.bench.list.expanded_keys()
    search(hand, "biscotti")
    assert list(hand.list_rows()) != list(before)
    assert "Midsummer tea" not in hand.list_rows()
    hits = hand.bench.list.search.findChild(QLabel, "search_hits")
    assert isinstance(hits, QLabel)
    assert " of " in hits.text()
    reasons = hand.rows(hand.bench.list.view, 1)
    assert "holds Almond biscotti" in str(reasons)
    first = None
    hand.press("F3")
    hand.settle()
    first = hand.bench.list.selected_keys()
    hand.press("F3")
    hand.settle()
    second = hand.bench.list.selected_keys()
    assert first != second
    hand.press("Shift+F3")
    hand.settle()
    assert hand.bench.list.selected_keys() == first
    hand.press("Ctrl+F")
    hand.press("Esc")
    hand.until(lambda: hand.bench.model.context.query == "")
    hand.settle()
    assert hand.list_rows() == before
    assert set(hand.bench.list.expanded_keys()) == set(opened)
    assert hand.bench.list.selected_keys() == (market,)
    assert hand.bench.list.view.hasFocus()
    assert newest in hand.keys_below(market)


def test_a_code_from_paper_opens_its_snapshot(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    wanted = snapshots_of(hand, market)[1]
    hand.choose(wanted)
    code = hand.bench.snapshot_page.detail().row.code  # type: ignore[union-attr]
    hand.choose(market)
    search(hand, code.split()[0].lower())
    hand.press("Return")
    hand.until(lambda: hand.bench.navigation.current == wanted)
    hand.settle()
    assert code in " ".join(shown_texts(hand.bench.snapshot_page))


def test_accents_and_case_do_not_matter_and_nothing_found_says_so(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    search(hand, "CHRÎSTMAS")
    assert list(hand.list_rows()) == ["Christmas market", "Christmas market'"]
    hand.press("Ctrl+A")
    hand.type("xyzzy & <b>")
    hand.until(lambda: hand.bench.model.context.query == "xyzzy & <b>")
    hand.settle()
    assert hand.list_rows() == {}
    empty = hand.bench.list.findChild(QLabel, "list_empty_text")
    assert isinstance(empty, QLabel)
    assert plain(empty.text()) == (
        "Nothing found for “xyzzy & <b>” in events, notes and everything snapshots hold."
    )
    clear = hand.bench.list.findChild(QPushButton, "list_empty_action")
    assert isinstance(clear, QPushButton)
    clear.click()
    hand.until(lambda: len(hand.list_rows()) == 6)
    assert hand.bench.list.search.text() == ""
