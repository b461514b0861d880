"""A plan that many tests add up."""

from __future__ import annotations

import pytest

from tests.core.domain.plans import (
    BOX,
    ITEM,
    Plan,
    recipe,
    recipe_line,
)


@pytest.fixture
def two_boxes() -> Plan:
    """50 of box A and 50 of box B, each with 6 sugar cookies of 48 a batch."""
    plan = Plan()
    plan.recipes["dough"] = recipe("dough", [recipe_line("Flour", 2, "cup")])
    plan.item("Sugar cookie", 48, made_of="dough")
    for name in ("Box A", "Box B"):
        plan.box(name, (ITEM, "Sugar cookie", 6))
        plan.line(BOX, name, 50)
    return plan
