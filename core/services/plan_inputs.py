"""What the arithmetic and the comparison take in: a plan as it is now, or as a snapshot keeps it."""

from __future__ import annotations

import json

from core.domain.arithmetic import PlanInput
from core.services.draft import Draft
from core.services.plan_choices import choices_of
from core.services.snapshot_reader import (
    StoredSnapshot,
    lines_of,
    plan_data_of,
    plan_of,
    reading_kept,
)


def draft_input(draft: Draft) -> PlanInput:
    """Of a plan that was read and built already."""
    definitions = {(kind.value, data["uuid"]): data for (kind, _), data in draft.data.items()}
    choices = draft.choices
    return PlanInput(
        draft.planned_lines(), definitions, choices.batches, choices.shared, choices.stock
    )


def kept_input(stored: StoredSnapshot) -> PlanInput:
    """From nothing but what the snapshot holds; an open one has no lines.

    CorruptDatabaseError where it is not what was written.
    """
    with reading_kept():
        definitions = {}
        for row in stored.definitions:
            data = json.loads(row.text)
            definitions[row.kind.value, data["uuid"]] = data
        plan = plan_of(plan_data_of(stored.head))
        choices = choices_of(plan)
        return PlanInput(
            lines_of(plan), definitions, choices.batches, choices.shared, choices.stock
        )
