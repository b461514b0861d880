"""Comparisons for tests of the page, made without a database."""

from __future__ import annotations

from core.domain.arithmetic import PlanInput
from core.domain.comparison import ComparedPlan, DiffSide, SideKind, compare
from gui.models.compare_filter import CompareView, Found, find_rows
from gui.models.compare_rows import CompareRows, compare_rows
from tests.core.domain.compared import contents, frozen, recipe_of, shop, thing
from tests.core.domain.plans import BOX, ITEM, Plan

OLD = DiffSide(SideKind.SNAPSHOT, 1, "Market", snapshot_id=11, version=1)
NEW = DiffSide(SideKind.PLAN, 1, "Market")
NOTE = "Chill the dough for two hours, better overnight.\nRoll it 5 mm thick."
ALL = CompareView()
EVERYTHING = CompareView(is_everything=True)


def changed_shop() -> Plan:
    """What is deep in ten boxes changed: a number, a recipe's line and its note; a line came."""
    plan = shop()
    contents(plan)[0]["component_quantity"] = 8
    recipe_of(plan, "dough")["lines"][0]["quantity"] = 3
    recipe_of(plan, "dough")["notes"] = NOTE
    thing(plan, ITEM, "Cake")["batch_percentage"] = 20
    plan.box("Gift", (ITEM, "Tart", 4))
    plan.line(BOX, "Gift", 5)
    return plan


def rows_of(old: Plan | PlanInput, new: Plan | PlanInput) -> CompareRows:
    sides = ComparedPlan(frozen(old), OLD), ComparedPlan(frozen(new), NEW)
    return compare_rows(compare(*sides, with_everything=True))


def changed_rows() -> CompareRows:
    return rows_of(shop(), changed_shop())


def found(rows: CompareRows, query: str = "", *, is_everything: bool = False) -> Found:
    return find_rows(rows, CompareView(is_everything, query))
