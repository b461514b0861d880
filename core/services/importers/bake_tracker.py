"""Imports a file of any dialect: everything is planned first, and written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from core.domain.import_report import ImportReport
from core.services.database import session_scope
from core.services.edits import recording
from core.services.importers.applying import apply_baking, apply_events, apply_packing
from core.services.importers.baking import BakingPlan
from core.services.importers.boxing import PackingPlan
from core.services.importers.deciding import Decider
from core.services.importers.events import EventReader
from core.services.importers.findings import Findings
from core.services.importers.identities import settle_identities
from core.services.importers.opening import open_document
from core.services.importers.own_catalog import OwnReader
from core.services.importers.packing import PackingReader
from core.services.importers.reading import OURS, Document
from core.services.importers.recipes import RecipeReader
from core.services.importers.scheduling import EventPlan


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that would be written, and all there is to say about it."""

    baking: BakingPlan
    packing: PackingPlan
    events: EventPlan
    findings: Findings


def preview_import(
    path: str | Path,
    session: Session | None = None,
    *,
    take_files: frozenset[str] = frozenset(),
) -> ImportReport:
    """What `import_file` would do; writes nothing.

    `take_files` names the kinds for which the file's version of a row that is here already and
    differs is taken; of all others the baker's own stays. Raises ImportFileError for a file that
    cannot be read.
    """
    document = open_document(path)
    with session_scope(session, write=False) as s:
        return _planned(s, document, take_files).findings.report()


def import_file(
    path: str | Path,
    session: Session | None = None,
    *,
    take_files: frozenset[str] = frozenset(),
) -> ImportReport:
    """Imports the file, all of it or nothing; the report's edit undoes it as one step.

    Raises ImportFileError, and changes nothing, for a file that cannot be read. What is here and
    not in the file is never touched.
    """
    document = open_document(path)
    with session_scope(session) as s, s.begin_nested(), recording(s) as recorder:
        plan = _planned(s, document, take_files)
        with s.no_autoflush:
            apply_baking(s, plan.baking)
            apply_packing(s, plan.packing)
            apply_events(s, plan.events)
    return plan.findings.report(recorder.edit)


def _planned(session: Session, document: Document, take: frozenset[str]) -> _Plan:
    findings = Findings()
    decider = Decider(findings, take)
    if document.is_own:
        own = OwnReader(findings)
        own.read(document.arrays)
        recipes, packing, events = own.recipes, own.packing, own.events
    else:
        recipes, packing, events = _read(document, findings)
    plan = _Plan(
        BakingPlan(session, recipes, findings=findings, decider=decider),
        PackingPlan(session, packing, findings=findings, decider=decider),
        EventPlan(session, events, findings=findings, decider=decider),
        findings,
    )
    plan.packing.settle(plan.baking.settle(session))
    plan.events.settle(plan.packing.known_boxes)
    settle_identities(session, plan.baking, plan.packing)
    for key, rows in document.arrays.items():
        if key not in OURS:
            findings.foreign(key, len(rows))
    for key, count in document.counted.items():
        findings.foreign(key, count)
    for key in document.no_lists:
        findings.say(key, "", "The file has no list of these, so nothing of it was taken.")
    for member in document.unlisted:
        findings.say(
            "files", member, "Not read, as the list of the backup's files does not name it."
        )
    return plan


def _read(
    document: Document, findings: Findings
) -> tuple[RecipeReader, PackingReader, EventReader]:
    rows = document.arrays
    recipes = RecipeReader(findings)
    recipes.read_ingredients(rows.get("ingredients", []))
    recipes.read_recipes(rows.get("recipes", []))
    recipes.read_items(rows.get("finished_units", []))
    packing = PackingReader(findings)
    packing.read_products(rows.get("material_products", []))
    packing.read_materials(rows.get("materials", []))
    packing.measure_materials()
    packing.read_units(rows.get("material_units", []))
    packing.read_boxes(rows.get("finished_goods", []))
    packing.read_contents(rows.get("compositions", []))
    events = EventReader(findings)
    events.read_events(rows.get("events", []))
    events.read_planned(rows.get("event_finished_goods", []))
    return recipes, packing, events
