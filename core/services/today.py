"""A snapshot's lines with today's catalog: what they would plan now, and add up to."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.arithmetic import PlanInput
from core.domain.compare.sides import made_anew
from core.domain.comparison import PlannedLine
from core.domain.definition import definition_name
from core.domain.keys import ComponentKind
from core.services.chunks import in_chunks
from core.services.component_capture import all_things
from core.services.definition_builder import Closure, things_closure
from core.services.draft import in_plan
from core.services.plan_choices import PlanChoices, choices_in, read_stock
from core.services.plan_service import SOURCES
from core.services.snapshot_reader import (
    StoredSnapshot,
    plan_data_of,
    planned_lines,
    reading_kept,
)
from core.services.snapshot_writer import ThingId


@dataclass(frozen=True, slots=True)
class TodayRows:
    """All that is read: each line that is still in the catalog with its thing, and what is in it."""

    lines: tuple[tuple[PlannedLine, ThingId], ...]
    closure: Closure
    choices: PlanChoices  # of stock alone


def read_today(session: Session, stored: StoredSnapshot) -> TodayRows:
    """Things are found by uuid, else by slug; lines whose thing is in the catalog no more are left out."""
    with reading_kept():
        lines = planned_lines(plan_data_of(stored.head))
        found = _ids(session, "uuid", {(line.kind, line.source_uuid) for line in lines})
        gone = {(line.kind, line.source_uuid) for line in lines} - found.keys()
        slugs = _slugs(stored, gone)
        made_again = _ids(session, "slug", {(kind, slug) for (kind, _), slug in slugs.items()})
        for key, slug in slugs.items():
            if (key[0], slug) in made_again:
                found[key] = made_again[key[0], slug]
    kept = [(line, (line.kind, line.source_uuid)) for line in lines]
    here = tuple((line, (line.kind, found[key])) for line, key in kept if key in found)
    closure = things_closure(session, dict.fromkeys(thing for _, thing in here))
    return TodayRows(here, closure, PlanChoices(stock=read_stock(session)))


def _ids(
    session: Session, column: str, wanted: Collection[tuple[ComponentKind, str]]
) -> dict[tuple[ComponentKind, str], int]:
    """The ids of live rows by what stands in their column, in one statement for each kind."""
    ids: dict[tuple[ComponentKind, str], int] = {}
    for kind, model in SOURCES.items():
        table = model.__table__.c
        for some in in_chunks(sorted(text for each, text in wanted if each is kind)):
            rows = session.execute(select(table[column], table.id).where(table[column].in_(some)))
            ids |= {(kind, text): row_id for text, row_id in rows}
    return ids


def _slugs(
    stored: StoredSnapshot, wanted: Collection[tuple[ComponentKind, str]]
) -> dict[tuple[ComponentKind, str], str]:
    slugs: dict[tuple[ComponentKind, str], str] = {}
    for row in stored.definitions if wanted else ():
        data = json.loads(row.text)
        if (row.kind, data["uuid"]) in wanted and data["slug"]:
            slugs[row.kind, data["uuid"]] = data["slug"]
    return slugs


def build_today(today: TodayRows, kept: PlanInput) -> PlanInput:
    """The plan with today's definitions and stock, and the choices of the snapshot.

    It reads nothing. Raises the nesting errors of boxes and recipes that cannot be kept.
    """
    closure = today.closure
    closure.check_boxes(
        [each for _, (kind, each) in today.lines if kind is ComponentKind.FINISHED_GOOD]
    )
    closure.check_recipes()
    data = {thing: closure.definition(*thing, {}) for thing in all_things(closure)}
    lines = tuple(
        replace(line, source_uuid=data[thing]["uuid"], name=definition_name(data[thing]))
        for line, thing in today.lines
    )
    plan = PlanInput(
        lines,
        {(kind.value, each["uuid"]): each for (kind, _), each in data.items()},
        kept.batches,
        kept.shared,
        choices_in(today.choices, in_plan(closure)).stock,
    )
    items, recipes = made_anew(kept, plan)
    return replace(
        plan,
        batches={items.get(uuid, uuid): choice for uuid, choice in plan.batches.items()},
        shared=frozenset(recipes.get(uuid, uuid) for uuid in plan.shared),
    )
