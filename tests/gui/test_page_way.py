from __future__ import annotations

from core.domain.keys import Key, ThingKind
from gui.page_way import PageWay

MARKET, FAIR = Key(ThingKind.EVENT, 1), Key(ThingKind.EVENT, 2)
COOKIE = Key(ThingKind.FINISHED_UNIT, 1)


def way_through(*keys: Key | None) -> PageWay:
    way = PageWay()
    for key in keys:
        way.remember(key)
    return way


def go(way: PageWay, *, is_back: bool) -> Key | None:
    key = way.step(is_back=is_back)
    way.remember(key)
    return key


def test_the_way_leads_back_over_a_page_on_which_nothing_was_chosen() -> None:
    way = way_through(MARKET, None, COOKIE)
    assert go(way, is_back=True) == MARKET
    assert go(way, is_back=False) == COOKIE
    assert not way.can_step(is_back=False)


def test_another_page_after_going_back_ends_the_way_forward() -> None:
    way = way_through(MARKET, FAIR)
    assert go(way, is_back=True) == MARKET
    way.remember(COOKIE)
    assert not way.can_step(is_back=False)
    assert go(way, is_back=True) == MARKET


def test_what_is_gone_is_on_no_way() -> None:
    way = way_through(MARKET, COOKIE, FAIR)
    way.forget({COOKIE})
    assert go(way, is_back=True) == MARKET
