"""A plan with everything in it that can differ, nested ten deep, and differences in short."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

from core.domain.arithmetic import PlanInput
from core.domain.comparison import (
    Change,
    ComparedPlan,
    DiffEntry,
    DiffSide,
    PlannedLine,
    SideKind,
    SnapshotDiff,
    compare,
)
from core.domain.definition import Data
from tests.core.domain.plans import BOX, ITEM, MATERIAL, UNIT, Plan, chosen, recipe, recipe_line

DEEP = tuple(f"Box {level}" for level in range(1, 11))
COOKIE, DOUGH = (*DEEP, "Cookie"), (*DEEP, "Cookie", "dough")
CREAM = ("Cake", "cream")  # also deep in the dough, but here it stands nearest to a line
OLD, NEW = DiffSide(SideKind.SNAPSHOT, version=1), DiffSide(SideKind.PLAN)

Said = tuple[tuple[str, ...], str, str, str, Any, Any]


def shop() -> Plan:
    """Ten boxes in one another with cookies, a bow and paper chosen later; cakes, and bows alone."""
    plan = Plan()
    plan.recipes["cream"] = recipe("cream", [recipe_line("Milk", 1, "cup", "8.5")])
    plan.recipes["glaze"] = recipe("glaze", [recipe_line("Lemon", 3, "each")])
    plan.recipes["dough"] = recipe(
        "dough",
        [
            recipe_line("Flour", 2, "cup", "4.25"),
            recipe_line("Sugar", 1, "cup"),
            recipe_line("Butter", 1, "cup"),
            recipe_line("Sugar", 2, "tbsp"),
        ],
        cream="1/2",
        glaze=1,
    )
    plan.item("Cookie", 48, made_of="dough")
    plan.item("Cake", percentage=25, made_of="cream")
    plan.item("Tart", 12)
    plan.unit("Bow", "30.48", "Ribbon")
    plan.box(
        "Box 10", (ITEM, "Cookie", 6), (UNIT, "Bow", 1), (MATERIAL, "Paper", 1), (ITEM, "Tart", 2)
    )
    for level in range(9, 0, -1):
        plan.box(f"Box {level}", (BOX, f"Box {level + 1}", 1))
    plan.line(BOX, "Box 1", 50)
    plan.line(ITEM, "Cake", 12)
    plan.line(UNIT, "Bow", 10)
    return plan


def diamond() -> Plan:
    """2^10 ways lead to the cookie."""
    plan = Plan()
    plan.item("Cookie", 48)
    plan.box("Box 10", (ITEM, "Cookie", 1))
    for level in range(9, 0, -1):
        plan.box(f"Box {level}", (BOX, f"Box {level + 1}", 1), (BOX, f"Box {level + 1}", 2))
    plan.line(BOX, "Box 1", 1)
    return plan


def recipe_of(plan: Plan, name: str) -> Data:
    return plan.recipes[name]


def thing(plan: Plan, kind: Any, name: str) -> Data:
    return plan.definitions[kind.value, name]


def contents(plan: Plan, box: str = "Box 10") -> list[Data]:
    entries: list[Data] = plan.definitions[BOX.value, box]["components"]
    return entries


def change_line(plan: Plan, place: int, **changed: Any) -> None:
    plan.lines[place] = replace(plan.lines[place], **changed)


def frozen(plan: Plan | PlanInput, **more: Any) -> PlanInput:
    """As it is parsed from a snapshot of its own: no object is shared with another plan."""
    taken = plan.input(**more) if isinstance(plan, Plan) else plan
    data = {key: json.loads(json.dumps(each)) for key, each in taken.definitions.items()}
    return replace(taken, definitions=data)


def compared(old: Plan | PlanInput, new: Plan | PlanInput) -> SnapshotDiff:
    return compare(ComparedPlan(frozen(old), OLD), ComparedPlan(frozen(new), NEW))


def said(entry: DiffEntry) -> Said:
    return (
        entry.path,
        entry.kind.value,
        entry.change.value,
        entry.field,
        _with_unit(entry.old, entry.old_unit),
        _with_unit(entry.new, entry.new_unit),
    )


def _with_unit(value: Any, unit: str) -> Any:
    """ "1 cup"; what has no unit as it is, but a number as its text."""
    if isinstance(value, Fraction):
        return f"{value} {unit}".strip()
    return value


def differences(old: Plan | PlanInput, new: Plan | PlanInput) -> list[Said]:
    found = compared(old, new)
    keys = [entry.key for entry in found.entries]
    assert len(set(keys)) == len(keys)
    assert found.is_empty == (not found.entries)
    return [said(entry) for entry in found.entries]


_OPPOSITE = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}


def mirrored(diff: SnapshotDiff) -> tuple[list[Any], list[Any]]:
    """Entries and consequences with old and new changed over, but for what is seen from one side.

    That are the path, which is the new side's, and which of several equal ones a row is.
    """
    entries = [
        (
            (*each.key[:3], each.key.field),
            _OPPOSITE.get(each.change, each.change),
            (each.new, each.new_unit),
            (each.old, each.old_unit),
        )
        for each in diff.entries
    ]
    after = [
        (each.kind, each.uuid, each.new, each.old, {each.unit, each.old_unit})
        for each in diff.consequences
    ]
    return sorted(entries, key=repr), sorted(after, key=repr)


def straight(diff: SnapshotDiff) -> tuple[list[Any], list[Any]]:
    """What `mirrored` gives of the comparison the other way round."""
    entries = [
        (
            (*each.key[:3], each.key.field),
            each.change,
            (each.old, each.old_unit),
            (each.new, each.new_unit),
        )
        for each in diff.entries
    ]
    after = [
        (each.kind, each.uuid, each.old, each.new, {each.unit, each.old_unit})
        for each in diff.consequences
    ]
    return sorted(entries, key=repr), sorted(after, key=repr)


def line_of(plan: Plan, name: str) -> PlannedLine:
    (found,) = [line for line in plan.lines if line.name == name]
    return found


__all__ = [
    "COOKIE", "CREAM", "DEEP", "DOUGH", "NEW", "OLD", "change_line", "chosen", "compared", "contents",
    "diamond", "differences", "frozen", "line_of", "mirrored", "recipe_of", "said", "shop", "straight", "thing",
]  # fmt: skip
