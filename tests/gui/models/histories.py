"""Histories for tests of the tab, made without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from core.domain.arithmetic import PlanInput
from core.domain.comparison import PlanChanges, PlannedLine, compare_by_thing
from core.domain.event_history import EventHistory, HistoryStep, MissingNumbers, lines_over_time
from core.domain.keys import ComponentKind
from core.domain.rows import SnapshotRow
from gui.models.history_rows import history_rows
from gui.models.history_values import HistoryRows
from tests.core.domain import plans

TODAY = date(2026, 11, 24)
BOX = ComponentKind.FINISHED_GOOD
Plan = dict[str, int | str]


def snapshot(number: int, reason: str = "") -> SnapshotRow:
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=number)
    return SnapshotRow(
        id=100 + number,
        uuid=f"snapshot-{number}",
        event_id=1,
        version=number,
        created_at=moment,
        notes=reason or None,
    )


def lines(plan: Plan, notes: str | None = None) -> tuple[PlannedLine, ...]:
    return tuple(
        PlannedLine(name, BOX, name, name, Fraction(amount), notes) for name, amount in plan.items()
    )


def _planned(side: tuple[PlannedLine, ...], *, dough: int) -> PlanInput:
    """Boxes without contents, and a recipe of so many cups of flour."""
    plan = plans.Plan()
    for each in side:
        plan.box(each.source_uuid)
    plan.recipes["Dough"] = plans.recipe("Dough", [plans.recipe_line("Flour", dough + 1, "cup")])
    plan.item("Cookie", made_of="Dough")
    plan.lines += side
    return plan.input()


def history(
    *plans: Plan,
    now: Plan | None = None,
    missing: Sequence[MissingNumbers] = (),
    numbers: Sequence[int] = (),
    recipes: Sequence[int] = (),
) -> EventHistory:
    """Snapshots 1, 2, 3, or of these numbers; `recipes` are the places of a changed recipe."""
    sides = [lines(plan) for plan in (*plans, *(() if now is None else (now,)))]
    contents = [
        _planned(side, dough=sum(at <= n for at in recipes)) for n, side in enumerate(sides)
    ]
    steps = []
    for at in range(len(sides)):
        number = numbers[at] if at < len(numbers) else at + 1
        row = snapshot(number, f"Reason {number}") if at < len(plans) else None
        changes = PlanChanges()
        if at:
            found = compare_by_thing(contents[at - 1], contents[at])
            since = steps[-1].snapshot
            assert since is not None
            changes = PlanChanges(
                since.version, since.id, found.lines, found.things, found.marks, found.choices
            )
        steps.append(HistoryStep(row, changes, is_first=not at))
    units = {(BOX.value, line.source_uuid): "boxes" for side in sides for line in side}
    return EventHistory(1, tuple(steps), lines_over_time(sides, units), tuple(missing))


def rows(*plans: Plan, **more: object) -> HistoryRows:
    return history_rows(history(*plans, **more), TODAY)  # type: ignore[arg-type]


def three() -> HistoryRows:
    """Three snapshots and a plan that went on."""
    return rows(
        {"Hamper": 40, "Sampler": 40, "Cake": 16},
        {"Hamper": 50, "Sampler": 40, "Cake": 16},
        {"Hamper": 50, "Sampler": 40},
        now={"Hamper": 50, "Sampler": 48, "Card": 60},
        recipes=[1],
    )


def many(count: int) -> HistoryRows:
    return rows(*({"Hamper": 40 + n} for n in range(count)), now={"Hamper": 99})
