"""What the two tabs of sums show of a plan, made at once from its summary."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.plan_summary import PlanSummary
from gui.models.batch_rows import batch_rows
from gui.models.part_model import PartRow
from gui.models.shopping_rows import shopping_rows
from gui.models.sum_headlines import batches_headline, shopping_headline
from gui.models.uncounted_rows import uncounted_rows
from gui.uncounted_words import baking_uncounted, shopping_uncounted, strip_text


@dataclass(frozen=True, slots=True)
class PaneRows:
    """What one tab shows of a summary."""

    rows: tuple[PartRow, ...]
    headline: str
    left_out: tuple[PartRow, ...] = ()
    left_out_text: str = ""


@dataclass(frozen=True, slots=True)
class SumRows:
    """A summary, and both tabs of it."""

    summary: PlanSummary
    batches: PaneRows
    shopping: PaneRows


def sum_rows(summary: PlanSummary, *, is_editable: bool) -> SumRows:
    """Takes as long as the plan is large: made on a lane, so that the window never waits for it."""
    baking, shopping = baking_uncounted(summary), shopping_uncounted(summary)
    return SumRows(
        summary,
        PaneRows(
            batch_rows(summary, is_editable=is_editable),
            batches_headline(summary),
            uncounted_rows(baking),
            strip_text(baking),
        ),
        PaneRows(
            shopping_rows(summary, is_editable=is_editable),
            shopping_headline(summary),
            uncounted_rows(shopping),
            strip_text(shopping),
        ),
    )
