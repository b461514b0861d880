"""What references can mean: the file's things, paired with what is here already, and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.domain.import_report import ImportOutcome
from core.models import Event, FinishedGood, FinishedUnit, Ingredient, Material, Recipe
from core.models.base import slugify
from core.services.importers.records import Record, Ref

MODELS: dict[str, Any] = {
    "ingredients": Ingredient,
    "recipes": Recipe,
    "finished_units": FinishedUnit,
    "materials": Material,
    "finished_goods": FinishedGood,
    "events": Event,
}
_LOADED: dict[str, tuple[Any, ...]] = {
    "recipes": (
        selectinload(Recipe.ingredients),
        selectinload(Recipe.components),
    ),
    "finished_units": (selectinload(FinishedUnit.recipe),),
    "materials": (selectinload(Material.units),),
    "finished_goods": (selectinload(FinishedGood.components),),
    "events": (selectinload(Event.plan_lines),),
}


def name_column(kind: str) -> str:
    return "display_name" if kind in ("finished_units", "finished_goods") else "name"


class Things:
    """All things of one kind; a row that is here belongs to at most one thing of the file."""

    def __init__(self, session: Session, kind: str, records: Iterable[Record]) -> None:
        self.kind = kind
        self.of_row: dict[int, Record] = {}
        self._by_slug: dict[str, Record] = {}
        self._of_file: dict[str, list[Record]] = {}
        self._here: dict[str, list[Record]] = {}
        of_file = list(records)
        rows = self._rows(session)
        self._pair(of_file, rows)
        if kind != "events":
            _give_slugs(of_file, {row.slug for row in rows})
        for record in of_file:
            self.add(record)

    def add(self, record: Record) -> None:
        """Makes a thing of the file known, so that references find it."""
        slug = record.slug or getattr(record.row, "slug", None)
        if slug:
            self._by_slug[slug] = record
        self._of_file.setdefault(record.name, []).append(record)

    def find(self, ref: Ref) -> list[Record]:
        """What a reference can mean: none, one, or several of the same name.

        A name is looked for in the file first: what else bears it here was not meant.
        """
        if ref.slug is not None:
            found = self._by_slug.get(ref.slug)
            return [found] if found is not None and _is_there(found) else []
        for named in (self._of_file, self._here):
            records = [each for each in named.get(ref.name or "", ()) if _is_there(each)]
            if records:
                return records
        return []

    def _rows(self, session: Session) -> list[Any]:
        model = MODELS[self.kind]
        query = select(model).order_by(model.id).options(*_LOADED.get(self.kind, ()))
        return list(session.scalars(query))

    def _pair(self, records: list[Record], rows: list[Any]) -> None:
        column = name_column(self.kind)
        by_slug = {row.slug: row for row in rows if self.kind != "events"}
        by_name: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            by_name.setdefault((getattr(row, column), _scope_of(self.kind, row)), []).append(row)
        # Slugs first: they are certain.
        for record in sorted(records, key=lambda each: each.slug is None):
            if record.slug is not None:
                candidates = [by_slug[record.slug]] if record.slug in by_slug else []
            else:
                candidates = by_name.get((record.name, record.scope), [])
                if self.kind == "finished_units":  # it may have come before its recipe did
                    candidates = candidates + by_name.get((record.name, ""), [])
            row = next((each for each in candidates if each.id not in self.of_row), None)
            if row is not None:
                record.row = row
                self.of_row[row.id] = record
        for row in rows:
            if row.id not in self.of_row:
                here = Record(self.kind, getattr(row, column), row=row)
                self.of_row[row.id] = here
                self._here.setdefault(here.name, []).append(here)
                if self.kind != "events":
                    self._by_slug[row.slug] = here


def _give_slugs(records: list[Record], taken: set[str]) -> None:
    """What is new and has no slug gets it now: a reference means the same now as once it is here."""
    taken = taken | {each.slug for each in records if each.slug}
    for record in records:
        if record.row is None and not record.slug:
            stem, number = slugify(record.name), 2
            slug = stem
            while slug in taken:
                slug, number = f"{stem}-{number}", number + 1
            record.slug = slug
            taken.add(slug)


def _is_there(record: Record) -> bool:
    return record.row is not None or record.outcome is not ImportOutcome.LEFT_OUT


def _scope_of(kind: str, row: Any) -> str:
    """What a name is unique within: an item's recipe, an event's day."""
    if kind == "finished_units":
        return row.recipe.name if row.recipe is not None else ""
    return str(row.event_date or "") if kind == "events" else ""
