"""What the dialogs are shown in the tests: a market, its snapshots, and their consequences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from core.domain.bringing_back import BringBackPreview, ReturningLine
from core.domain.changed_plans import ChangedPlan, ChangedPlans
from core.domain.comparison import (
    Change,
    Consequence,
    ConsequenceKind,
    LineChange,
    PlanChanges,
    PlannedLine,
    ThingChange,
)
from core.domain.finalization import FinalizationPreview, PreviewLine
from core.domain.keys import ComponentKind
from core.domain.removal import RemovalImpact, RemovedEvent, RemovedRow, RemovedSnapshot
from core.domain.rows import CheckReason, Choice, KindCounts, ToCheck

TODAY = date(2026, 11, 23)
UNTIL = date(2026, 12, 23)
NOON = datetime(2026, 11, 21, 12, 5, tzinfo=UTC)
BOX, ITEM = ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT
CARD, GENERIC = ComponentKind.MATERIAL_UNIT, ComponentKind.MATERIAL
COOKIE = Choice(ITEM, 1, "sc", "Sugar cookie", "cookies")


def plain(text: str) -> str:
    """Without the marks that keep a name's direction to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


def snapshot(
    version: int | None,
    *,
    event: str | None = "Christmas market",
    reason: str = "Aunt Mary: 10 more",
    is_without_event: bool = False,
) -> RemovedSnapshot:
    return RemovedSnapshot(
        version or 99, version, NOON, reason, event, KindCounts(3, 2, 2), is_without_event
    )


def impact(
    *snapshots: RemovedSnapshot,
    events: tuple[RemovedEvent, ...] = (),
    attached: tuple[RemovedSnapshot, ...] = (),
    staying: tuple[int, ...] = (),
) -> RemovalImpact:
    return RemovalImpact(events, snapshots, attached, staying, UNTIL)


def market_event() -> RemovedEvent:
    return RemovedEvent(1, "Christmas market", 4)


def planned(uuid: str, name: str, quantity: int, kind: ComponentKind = BOX) -> PlannedLine:
    return PlannedLine(uuid, kind, uuid, name, Fraction(quantity))


LINES = (
    PreviewLine("a", BOX, "Holiday hamper", Fraction(60), "boxes"),
    PreviewLine("b", BOX, "Cookie sampler", Fraction(48), "boxes"),
    PreviewLine("d", CARD, "Thank-you card", Fraction(60), "each"),
)
CHANGES = PlanChanges(
    3,
    33,
    (
        LineChange(
            Change.CHANGED, planned("b", "Cookie sampler", 40), planned("b", "Cookie sampler", 48)
        ),
        LineChange(Change.ADDED, None, planned("d", "Thank-you card", 60, CARD)),
        LineChange(Change.REMOVED, planned("x", "Almond biscotti", 12, ITEM), None),
    ),
    (ThingChange("recipe", "r", "Sugar cookies (rolled)"),),
    {},
)


def preview(
    changes: PlanChanges = CHANGES,
    *,
    name: str = "Christmas market",
    lines: tuple[PreviewLine, ...] = LINES,
    to_check: tuple[ToCheck, ...] = (ToCheck(CheckReason.CHOSEN_LATER, GENERIC, "g", "Gift box"),),
) -> FinalizationPreview:
    return FinalizationPreview(
        event_id=1,
        event_name=name,
        event_date=date(2026, 12, 12),
        version=4,
        lines=lines,
        counts=KindCounts(3, 2, 3),
        to_check=to_check,
        changes=changes,
        since_date=date(2026, 11, 21),
        summary="Cookie sampler 40 to 48",
        digest="digest",
    )


def changed_plans() -> ChangedPlans:
    """The market with four changes since snapshot 3, and a supper without a date with one."""
    flour = Consequence(
        ConsequenceKind.INGREDIENT,
        "f",
        "All-purpose flour",
        Fraction(10),
        Fraction(59, 4),
        "cup",
        "cup",
    )
    batches = Consequence(
        ConsequenceKind.BATCHES, "c", "Sugar cookie", Fraction(13), Fraction(15), "", ""
    )
    recipe = ThingChange("recipe", "r", "Sugar cookies (rolled)")
    supper = replace(
        preview(PlanChanges(1, 11, things=(recipe,)), name="Supper & more"),
        event_id=2,
        event_date=None,
        version=2,
        summary="Sugar cookies (rolled) recipe",
    )
    return ChangedPlans((ChangedPlan(preview(), (batches, flour)), ChangedPlan(supper)))


def returning() -> BringBackPreview:
    """Snapshot 2 of the market: a number less, biscotti again, and no card yet."""
    sampler = [planned("b", "Cookie sampler", count) for count in (48, 40)]
    lines = (
        ReturningLine(*sampler, "boxes", 2, 2),
        ReturningLine(None, planned("x", "Almond biscotti", 12, ITEM), "pieces", 0, 3),
        ReturningLine(planned("d", "Thank-you card", 60, CARD), None, "each", 3),
    )
    return BringBackPreview(
        planning_snapshot_id=22,
        version=2,
        event_id=1,
        event_name="Christmas market",
        lines=lines,
        choices=(),
        things=(),
        retired=(),
        left_out=(),
        newer_versions=(3,),
        digest="digest",
    )


def removed_rows(count: int) -> list[RemovedRow]:
    return [
        RemovedRow(number, f"Snapshot {number}", NOON, UNTIL, 0, 0, 1, KindCounts(3, 2, 1))
        for number in range(1, count + 1)
    ]
