"""Where a thing of the catalog is used, one level up; and which coming plans use it at any depth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from core.domain.catalog import PlanRef, Usage, UsePlace
from core.domain.keys import Key, ThingKind
from core.errors import InUseError
from core.models import (
    Composition,
    Event,
    FinishedGood,
    FinishedGoodSnapshot,
    FinishedUnit,
    FinishedUnitSnapshot,
    MaterialUnit,
    MaterialUnitSnapshot,
    PlanLine,
    PlanningSnapshot,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
    RemovedRecord,
    RemovedSource,
    SearchEntry,
)
from core.services.catalog_rows import MODELS, by_kind, name_of
from core.services.coming_plans import coming_events
from core.services.database import session_scope
from core.utils.datetime_utils import local_today

MOST_PLACES = 200

# What a plan, a snapshot and the trash refer to, by the column they do it with.
_PLANNED: dict[ThingKind, tuple[str, Any]] = {
    ThingKind.FINISHED_UNIT: ("finished_unit_id", FinishedUnitSnapshot),
    ThingKind.FINISHED_GOOD: ("finished_good_id", FinishedGoodSnapshot),
    ThingKind.MATERIAL_UNIT: ("material_unit_id", MaterialUnitSnapshot),
    ThingKind.MATERIAL: ("material_unit_id", MaterialUnitSnapshot),
}


def usage_of(key: Key, *, most: int = MOST_PLACES, session: Session | None = None) -> Usage:
    """Where a thing itself is used: counts are whole, `places` are at most `most`.

    Boxes, items and recipes come by name, plans and snapshots latest first. A material is used
    where one of its units is. At most four statements.
    """
    with session_scope(session, write=False) as s:
        return usage_beside(s, key, going=(), most=most)


def usage_beside(
    session: Session, key: Key, *, going: Collection[Key], most: int = MOST_PLACES
) -> Usage:
    """The same without the things of `going`, which are to be deleted together with it."""
    session.flush()
    ids = by_kind(going)
    found = {group: _read(session, group, ids, most=most) for group in _groups(key)}
    places = [place for group in found for place in found[group].places]
    return Usage(
        places=tuple(places[:most]),
        **{f"{group.word}_count": found[group].count for group in found},
    )


def in_use_error(session: Session, keys: Iterable[Key], *, going: Collection[Key]) -> InUseError:
    """The error that explains where the first of `keys` is used besides in what goes with it."""
    key = _told(session, next(iter(keys)), going)
    usage = usage_beside(session, key, going=going)
    row = session.get(MODELS[key.kind], key.id, populate_existing=True)
    name = f"“{name_of(row)}”" if row is not None else "This"
    places = [place.name for place in usage.places]
    return InUseError(f"{name} is used in {usage_text(usage)}.", places, usage=usage)


def _told(session: Session, key: Key, going: Collection[Key]) -> Key:
    """A unit that goes with its material is told as the material: that is what she knows."""
    if key.kind is not ThingKind.MATERIAL_UNIT:
        return key
    owner = select(MaterialUnit.material_id).where(MaterialUnit.id == key.id)
    material = Key(ThingKind.MATERIAL, session.scalar(owner) or 0)
    return material if material in going else key


def usage_text(usage: Usage) -> str:
    """The counts in words: "2 boxes, 1 plan, 14 snapshots"."""
    words = (
        (usage.box_count, "box", "boxes"),
        (usage.item_count, "item", "items"),
        (usage.recipe_count, "recipe", "recipes"),
        (usage.plan_count, "plan", "plans"),
        (usage.snapshot_count, "snapshot", "snapshots"),
        (usage.trash_count, "entry of the trash", "entries of the trash"),
    )
    said = [f"{count:,} {one if count == 1 else many}" for count, one, many in words if count]
    return ", ".join(said) or "another place"


def coming_plans_using(
    keys: Collection[Key], session: Session | None = None
) -> tuple[PlanRef, ...]:
    """Plans whose day is not over that use one of the things at any depth, the next one first.

    Those without a date come last, unless their year is over.
    """
    if not keys:
        return ()
    with session_scope(session, write=False) as s:
        found = s.execute(coming_events(by_kind(keys), local_today())).all()
        names = _plan_names([(row.name, row.event_date) for row in found])
        return tuple(PlanRef(row.id, name) for row, name in zip(found, names, strict=True))


@dataclass(frozen=True, slots=True)
class _Group:
    """One kind of place: whose ids `users` selects."""

    word: str
    kind: ThingKind
    users: Select[Any]


@dataclass(frozen=True, slots=True)
class _Found:
    places: tuple[UsePlace, ...]
    count: int


def _groups(key: Key) -> Iterator[_Group]:
    """The kinds of places that can need the thing, in the order in which they are told."""
    if key.kind is ThingKind.INGREDIENT:
        line = RecipeIngredient.__table__.c
        users = select(line.recipe_id).where(line.ingredient_id == key.id)
        yield _Group("recipe", ThingKind.RECIPE, users)
        return
    if key.kind is ThingKind.RECIPE:
        items = select(FinishedUnit.id).where(FinishedUnit.recipe_id == key.id)
        yield _Group("item", ThingKind.FINISHED_UNIT, items)
        part = RecipeComponent.__table__.c
        users = select(part.recipe_id).where(part.component_recipe_id == key.id)
        yield _Group("recipe", ThingKind.RECIPE, users)
        return
    column, snapshot = _PLANNED[key.kind]

    def is_it(table: Any) -> Any:
        used = getattr(table, column)
        if key.kind is ThingKind.MATERIAL:
            return used.in_(select(MaterialUnit.id).where(MaterialUnit.material_id == key.id))
        return used == key.id

    in_box = is_it(Composition)
    if key.kind is ThingKind.MATERIAL:
        in_box = in_box | (Composition.material_id == key.id)
    yield _Group("box", ThingKind.FINISHED_GOOD, select(Composition.assembly_id).where(in_box))
    yield _Group("plan", ThingKind.EVENT, select(PlanLine.event_id).where(is_it(PlanLine)))
    kept = select(snapshot.planning_snapshot_id).where(is_it(snapshot))
    yield _Group("snapshot", ThingKind.SNAPSHOT, kept)
    removed = select(RemovedSource.removed_record_id).where(is_it(RemovedSource))
    yield _Group("trash", ThingKind.REMOVED, removed)


_OWNERS: dict[ThingKind, Any] = {
    ThingKind.FINISHED_GOOD: FinishedGood,
    ThingKind.FINISHED_UNIT: FinishedUnit,
    ThingKind.RECIPE: Recipe,
    ThingKind.EVENT: Event,
    ThingKind.SNAPSHOT: PlanningSnapshot,
    ThingKind.REMOVED: RemovedRecord,
}


def _read(
    session: Session, group: _Group, going: dict[ThingKind, list[int]], *, most: int
) -> _Found:
    statement = _place_select(group.kind)
    owner = _OWNERS[group.kind].id
    statement = statement.where(owner.in_(group.users))
    if group.kind in going:
        # Written out: 10,000 things of an import would be too many variables.
        ids = bindparam(
            "going", going[group.kind], type_=Integer(), expanding=True, literal_execute=True
        )
        statement = statement.where(owner.not_in(ids))
    rows = session.execute(statement.limit(max(most, 1))).all()
    return _Found(tuple(_places(group.kind, rows)), rows[0].whole if rows else 0)


def _place_select(kind: ThingKind) -> Select[Any]:
    """Places of a kind in their order, each with the count of all of them."""
    whole = func.count().over().label("whole")
    if kind is ThingKind.EVENT:
        event = Event.__table__.c
        return select(event.id, event.name, event.event_date, whole).order_by(
            event.event_date.is_not(None), event.event_date.desc(), event.id.desc()
        )
    if kind is ThingKind.SNAPSHOT:
        table = PlanningSnapshot.__table__.c
        name = func.coalesce(table.event_name, Event.name).label("name")
        return (
            select(table.id, table.version, name, whole)
            .select_from(PlanningSnapshot)
            .outerjoin(Event, Event.id == table.event_id)
            .order_by(table.created_at.desc(), table.id.desc())
        )
    if kind is ThingKind.REMOVED:
        record = RemovedRecord.__table__.c
        return select(record.id, record.title.label("name"), whole).order_by(
            record.removed_at.desc(), record.id.desc()
        )
    model, entry = _OWNERS[kind], SearchEntry.__table__.c
    is_its = (entry.kind == kind.value) & (entry.owner_id == model.id) & (entry.field == "name")
    return (
        select(model.id, getattr(model, model.slug_source).label("name"), whole)
        .outerjoin(SearchEntry.__table__, is_its)
        .order_by(entry.folded, model.id)
    )


def _places(kind: ThingKind, rows: Collection[Any]) -> Iterator[UsePlace]:
    if kind is ThingKind.EVENT:
        names = _plan_names([(row.name, row.event_date) for row in rows])
    elif kind is ThingKind.SNAPSHOT:
        names = [_snapshot_name(row) for row in rows]
    elif kind is ThingKind.REMOVED:
        names = [f"{row.name} (in the trash)" for row in rows]
    else:
        names = [row.name for row in rows]
    for row, name in zip(rows, names, strict=True):
        yield UsePlace(Key(kind, row.id), name)


def _snapshot_name(row: Any) -> str:
    number = "Open snapshot" if row.version is None else f"Snapshot {row.version}"
    return f"{number} of {row.name}" if row.name else number


def _plan_names(plans: Collection[tuple[str, date | None]]) -> list[str]:
    """The names of plans; where two have one name, each with its day."""
    names = [name for name, _ in plans]
    return [
        f"{name} ({day.isoformat() if day else 'no date'})" if names.count(name) > 1 else name
        for name, day in plans
    ]
