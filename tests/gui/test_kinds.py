"""Icons and words by kind of thing."""

from __future__ import annotations

import pytest

from core.domain.keys import ComponentKind
from gui import kinds


@pytest.mark.parametrize(
    ("table", "one", "many"),
    [
        ("finished_units", "1 item", "1,204 items"),
        ("finished_goods", "1 box", "1,204 boxes"),
        ("compositions", "1 content of a box", "1,204 contents of boxes"),
        ("recipes", "1 recipe", "1,204 recipes"),
        ("products", "1 product", "1,204 products"),
    ],
)
def test_one_thing_and_many_have_their_own_words(table: str, one: str, many: str) -> None:
    assert kinds.counted(table, 1) == one
    assert kinds.counted(table, 1_204) == many


def test_every_kind_has_an_icon_and_a_cake_is_no_cookie() -> None:
    assert [kinds.kind_icon(kind) for kind in ComponentKind]
    assert kinds.kind_icon(ComponentKind.FINISHED_UNIT, "cookies") == "item"
    assert kinds.kind_icon(ComponentKind.FINISHED_UNIT, "Cakes") == "cake"
    assert kinds.kind_icon(ComponentKind.FINISHED_GOOD, "cake boxes") == "box"
