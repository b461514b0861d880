"""What the arithmetic and the comparison take in: a plan as it is now, or as a snapshot keeps it."""

from __future__ import annotations

import json

from core.domain.arithmetic import PlanInput
from core.domain.definition import Data
from core.services.draft import Draft
from core.services.plan_choices import choices_of
from core.services.snapshot_reader import (
    StoredSnapshot,
    lines_of,
    plan_data_of,
    plan_of,
)

_decode = json.JSONDecoder().raw_decode


def _parse(text: str) -> Data:
    """What `json.loads` gives of a canonical text; of 20,000 of them it takes 20 ms longer."""
    data: Data
    data, end = _decode(text)
    if end != len(text):
        raise ValueError
    return data


def draft_input(draft: Draft) -> PlanInput:
    """Of a plan that was read and built already."""
    definitions = {(kind.value, data["uuid"]): data for (kind, _), data in draft.data.items()}
    choices = draft.choices
    return PlanInput(
        draft.planned_lines(), definitions, choices.batches, choices.shared, choices.stock
    )


def kept_input(stored: StoredSnapshot, parsed: dict[str, Data] | None = None) -> PlanInput:
    """From nothing but what the snapshot holds; an open one has no lines.

    `parsed` are texts that were parsed before, and takes in those that were not: what did not
    change between two snapshots is parsed once. What is not what was written raises what reading
    it raises: see snapshot_reader.reading_kept.
    """
    parsed = {} if parsed is None else parsed
    definitions = {}
    for row in stored.definitions:
        data = parsed.get(row.text)
        if data is None:
            data = parsed[row.text] = _parse(row.text)
        definitions[row.kind.value, data["uuid"]] = data
    plan = plan_of(plan_data_of(stored.head))
    choices = choices_of(plan)
    return PlanInput(lines_of(plan), definitions, choices.batches, choices.shared, choices.stock)
