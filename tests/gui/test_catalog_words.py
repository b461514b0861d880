from __future__ import annotations

import pytest

from core.domain.catalog import MaterialRow
from core.domain.keys import Key, ThingKind
from gui.catalog_words import saying_of


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("base_unit", "display_unit", "text"),
    [
        ("each", "each", ""),
        ("linear_cm", "in", "by the inch"),
        ("linear_cm", "linear_cm", "by the cm"),
        ("square_cm", "square_cm", "by the sq cm"),
        ("square_cm", "sq in", "by the sq in"),
    ],
)
def test_a_material_says_what_it_goes_by(base_unit: str, display_unit: str, text: str) -> None:
    row = MaterialRow(
        Key(ThingKind.MATERIAL, 1),
        "m1",
        "Paper",
        None,
        is_retired=False,
        base_unit=base_unit,
        display_unit=display_unit,
        stock=None,
    )
    assert saying_of(row).text == text
