"""Keeps the folded texts that search looks in: derived from the other tables, rebuildable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.domain.definition import material_unit_name, snapshot_code
from core.domain.folding import fold
from core.domain.keys import Key, ThingKind
from core.models import (
    Event,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanningSnapshot,
    Recipe,
    SearchEntry,
)
from core.services.chunks import in_chunks
from core.services.held_names import held_names
from core.services.stored_text import as_text

_NAMED: dict[ThingKind, Any] = {
    ThingKind.FINISHED_GOOD: FinishedGood.display_name,
    ThingKind.FINISHED_UNIT: FinishedUnit.display_name,
    ThingKind.MATERIAL_UNIT: MaterialUnit.name,
    ThingKind.MATERIAL: Material.name,
    ThingKind.RECIPE: Recipe.name,
    ThingKind.INGREDIENT: Ingredient.name,
}
LONGEST_ENTRY = 20_000  # of notes, which are searched to their end


def refresh(session: Session, keys: Iterable[Key]) -> None:
    """Writes the entries of these things anew; what snapshots hold is not theirs and stays."""
    by_kind: dict[ThingKind, set[int]] = {}
    for key in keys:
        if key.kind in _NAMED or key.kind is ThingKind.EVENT:
            by_kind.setdefault(key.kind, set()).add(key.id)
    renamed = by_kind.get(ThingKind.MATERIAL, set())
    if renamed:
        # A unit that only counts is known by its material's name.
        also = by_kind.setdefault(ThingKind.MATERIAL_UNIT, set())
        for some in in_chunks(sorted(renamed)):
            also.update(
                session.scalars(select(MaterialUnit.id).where(MaterialUnit.material_id.in_(some)))
            )
    for kind, ids in by_kind.items():
        _replace(session, kind, ids)


def refresh_snapshots(session: Session, snapshot_ids: Iterable[int]) -> None:
    """Writes reason, code and held names of these snapshots anew."""
    _replace(session, ThingKind.SNAPSHOT, set(snapshot_ids))


def drop_snapshot(session: Session, snapshot_id: int) -> None:
    """Forgets a snapshot that was deleted."""
    session.execute(
        delete(SearchEntry).where(
            SearchEntry.kind == ThingKind.SNAPSHOT, SearchEntry.owner_id == snapshot_id
        )
    )


def add_open_snapshot(session: Session, snapshot_id: int, notes: str | None) -> None:
    """Writes the one entry that an empty, open snapshot has, if any."""
    _add(session, [_entry(ThingKind.SNAPSHOT, snapshot_id, field="reason", shown=notes)])


def refresh_snapshot_heads(session: Session, snapshot_ids: Iterable[int]) -> None:
    """Writes reason, name and code anew; what a snapshot holds cannot change and stays."""
    ids = sorted(set(snapshot_ids))
    session.execute(
        delete(SearchEntry).where(
            SearchEntry.kind == ThingKind.SNAPSHOT,
            SearchEntry.owner_id.in_(ids),
            SearchEntry.field != "holds",
        )
    )
    _add(session, _snapshot_head_entries(session, ids))


def add_snapshot(session: Session, snapshot_id: int, held: Iterable[str]) -> None:
    """Writes the entries of a snapshot just made; `held` are the names in it, known already."""
    entries = _snapshot_head_entries(session, [snapshot_id])
    _add(session, [*entries, _held_entry(snapshot_id, held)])


def rebuild(session: Session) -> None:
    """Makes the whole index anew."""
    session.execute(delete(SearchEntry))
    for kind, name in _NAMED.items():
        _add(session, _thing_entries(session, kind, select(name.class_.id)))
    _add(session, _event_entries(session, select(Event.id)))
    _add(session, _snapshot_entries(session, select(PlanningSnapshot.id)))


def _replace(session: Session, kind: ThingKind, ids: set[int]) -> None:
    for some in in_chunks(sorted(ids), 500):
        session.execute(
            delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.owner_id.in_(some))
        )
        if kind is ThingKind.EVENT:
            entries = _event_entries(session, some)
        elif kind is ThingKind.SNAPSHOT:
            entries = _snapshot_entries(session, some)
        else:
            entries = _thing_entries(session, kind, some)
        _add(session, entries)


def _add(session: Session, entries: list[dict[str, Any]]) -> None:
    entries = [entry for entry in entries if entry["folded"]]
    if entries:
        session.execute(insert(SearchEntry.__table__), entries)  # type: ignore[arg-type]


def _entry(kind: ThingKind, owner_id: int, *, field: str, shown: Any) -> dict[str, Any]:
    shown = (as_text(shown) or "")[:LONGEST_ENTRY]
    return {
        "kind": kind.value,
        "owner_id": owner_id,
        "field": field,
        "folded": fold(shown, longest=LONGEST_ENTRY),
        "shown": shown,
    }


def _thing_entries(session: Session, kind: ThingKind, ids: Any) -> list[dict[str, Any]]:
    name = _NAMED[kind]
    query = select(name.class_.id, name).where(name.class_.id.in_(ids))
    if kind is ThingKind.MATERIAL_UNIT:
        found = session.execute(
            query.add_columns(Material.name.label("material_name")).join(
                Material, MaterialUnit.material_id == Material.id
            )
        )
        shown_by_id = {row.id: material_unit_name(row.name, row.material_name) for row in found}
    else:
        shown_by_id = dict(session.execute(query).all())
    entries = [_entry(kind, each, field="name", shown=shown) for each, shown in shown_by_id.items()]
    # Lists are read from here, so a name of nothing but accents must stand here too.
    return [entry | {"folded": entry["folded"] or entry["shown"]} for entry in entries]


def _event_entries(session: Session, ids: Any) -> list[dict[str, Any]]:
    entries = []
    for row in session.execute(select(Event.id, Event.name, Event.notes).where(Event.id.in_(ids))):
        entries.append(_entry(ThingKind.EVENT, row.id, field="name", shown=row.name))
        entries.append(_entry(ThingKind.EVENT, row.id, field="notes", shown=row.notes))
    return entries


def _snapshot_entries(session: Session, ids: Any) -> list[dict[str, Any]]:
    entries = _snapshot_head_entries(session, ids)
    for snapshot_id, names in held_names(session, ids).items():
        entries.append(_held_entry(snapshot_id, names))
    return entries


def _held_entry(snapshot_id: int, names: Iterable[str]) -> dict[str, Any]:
    """One row for all names, line by line: 10,000 rows would cost more than the snapshot itself."""
    held = list(names)
    return {
        "kind": ThingKind.SNAPSHOT.value,
        "owner_id": snapshot_id,
        "field": "holds",
        "folded": "\n".join(fold(name) for name in held),
        "shown": "\n".join(held),
    }


def _snapshot_head_entries(session: Session, ids: Any) -> list[dict[str, Any]]:
    container = PlanningSnapshot.__table__.c
    entries = []
    for row in session.execute(
        select(container.id, container.notes, container.event_name, container.manifest_hash).where(
            container.id.in_(ids)
        )
    ):
        entries.append(_entry(ThingKind.SNAPSHOT, row.id, field="reason", shown=row.notes))
        entries.append(_entry(ThingKind.SNAPSHOT, row.id, field="name", shown=row.event_name))
        code = snapshot_code(as_text(row.manifest_hash))
        # Found as printed, and typed without the space.
        entries.append(
            _entry(ThingKind.SNAPSHOT, row.id, field="code", shown=code)
            | {"folded": f"{fold(code)}\n{fold(code).replace(' ', '')}" if code else ""}
        )
    return entries
