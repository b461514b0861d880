"""One edit, exactly its differences and nothing else: every field of every entity."""

from __future__ import annotations

import pytest

from tests.core.domain import edits_of_lines, edits_of_recipes
from tests.core.domain.compared import (
    compared,
    differences,
    mirrored,
    shop,
    straight,
    thing,
)
from tests.core.domain.edit_table import EDITS
from tests.core.domain.plans import BOX, ITEM, MATERIAL, UNIT

TABLES = (edits_of_lines, edits_of_recipes)  # that they were imported filled the table


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_gives_exactly_its_differences_and_nothing_else(name: str) -> None:
    function, expected = EDITS[name]
    old, new = shop(), shop()
    function(new)
    assert differences(old, new) == expected
    assert differences(shop(), old) == []


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_undone_gives_the_same_with_old_and_new_changed_over(name: str) -> None:
    old, new = shop(), shop()
    EDITS[name][0](new)
    assert straight(compared(new, old)) == mirrored(compared(old, new))


def test_the_table_has_an_edit_of_every_field() -> None:
    fields = {(kind, field) for _, expected in EDITS.values() for _, kind, _, field, *_ in expected}
    of_definitions = {
        ("box", each)
        for each in thing(shop(), BOX, "Box 1").keys() - {"uuid", "components"}
    } | {
        ("item", each)
        for each in thing(shop(), ITEM, "Cookie").keys()
        - {"uuid", "recipe_id", "recipe_name", "recipe_category"}
    }  # fmt: skip
    unit = thing(shop(), UNIT, "Bow").keys() - {"uuid", "material_id", "material_uuid"}
    for each in unit:
        material = {"material_name": "name", "material_category": "category"}.get(each, each)
        is_material = each != material or each in ("base_unit", "display_unit")
        of_definitions.add(("material" if is_material else "material_unit", material))
    of_definitions |= {("recipe", each) for each in ("slug", "name", "category", "notes")}
    assert fields >= of_definitions
    assert MATERIAL.value == "material"
    assert len(EDITS) > 60
