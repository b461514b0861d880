"""Records what a verb writes, row by row, so that it can be taken back exactly.

Every verb on live data (plans and the catalog, never snapshots) runs in `recording`; what it
returns is an Edit: the rows before and after, as stored. `revert` puts the rows before back if
they are still as the edit left them, and returns the opposite Edit, which is the redo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, bindparam, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.domain.changes import Changes, Edit, Image, RowChange
from core.domain.keys import Key, ThingKind
from core.errors import CircularReferenceError, ConflictError, InUseError, MaxDepthExceededError
from core.models import Base
from core.models.base import new_uuid
from core.services import search_index, trash_rows
from core.services.chunks import in_chunks
from core.services.database import act_scope
from core.services.live_nesting import check_boxes, check_recipes
from core.services.references import RowName, needed_beside
from core.services.usage_service import in_use_error

# The counter behind snapshot numbers only grows: no undo takes it back.
_COUNTERS = {"events": frozenset({"last_version"})}

_KINDS = {
    "events": ThingKind.EVENT,
    "plan_lines": ThingKind.PLAN_LINE,
    "finished_goods": ThingKind.FINISHED_GOOD,
    "finished_units": ThingKind.FINISHED_UNIT,
    "material_units": ThingKind.MATERIAL_UNIT,
    "materials": ThingKind.MATERIAL,
    "recipes": ThingKind.RECIPE,
    "ingredients": ThingKind.INGREDIENT,
}
# Rows that are part of another thing: a change in them alters that thing.
_PARTS = {
    "plan_lines": ("event_id", ThingKind.EVENT),
    "chosen_batches": ("event_id", ThingKind.EVENT),
    "shared_recipes": ("event_id", ThingKind.EVENT),
    "compositions": ("assembly_id", ThingKind.FINISHED_GOOD),
    "recipe_ingredients": ("recipe_id", ThingKind.RECIPE),
    "recipe_components": ("recipe_id", ThingKind.RECIPE),
    "material_units": ("material_id", ThingKind.MATERIAL),
}
# Rows by which a box or a recipe holds another, and the column that says which.
_NESTING = {"compositions": "finished_good_id", "recipe_components": "component_recipe_id"}
_TABLES = {kind: table for table, kind in _KINDS.items()}
_TAKEN = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
_JOURNALED = frozenset(_KINDS) | frozenset(_PARTS)


class Recorder:
    """Collects what one verb writes through its session; `edit` is there when the block ended."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: dict[RowName, Image | None] = {}
        self._made: list[Any] = []
        self.edit = Edit()

    def on_before_flush(self, session: Session, *_: object) -> None:
        self._name_made()
        known = [row for row in (*session.dirty, *session.deleted) if _is_journaled(row)]
        wanted = [name for row in known if (name := _name_of(row)) not in self._before]
        with session.no_autoflush:
            self._before |= read_images(session, wanted)
        self._made += [row for row in session.new if _is_journaled(row)]

    def _name_made(self) -> None:
        """A row made here was not there before, also where a later flush alters it again."""
        for row in self._made:
            if row.id is not None:
                self._before.setdefault(_name_of(row), None)

    def expect(self, names: Iterable[RowName]) -> None:
        """Says which rows the verb will write by statements of its own, before it does."""
        self._session.flush()
        wanted = [name for name in names if name not in self._before]
        self._before |= read_images(self._session, wanted)

    def note_made(self, names: Iterable[RowName]) -> None:
        """Says which rows the verb made by statements of its own."""
        for name in names:
            self._before.setdefault(name, None)

    def finish(self, about: Any) -> None:
        self._session.flush()
        self._name_made()
        after = read_images(self._session, self._before)
        rows = tuple(
            RowChange(table, row_id, before, after[table, row_id])
            for (table, row_id), before in self._before.items()
            if before != after[table, row_id]
        )
        self.edit = Edit(rows, changes_of(rows), _key_of(about))
        refresh_search(self._session, self.edit.changes)

    about: Any = None


@contextmanager
def recording(session: Session) -> Iterator[Recorder]:
    """Within the block, everything the session writes to live tables is recorded.

    Set `recorder.about` to the row the verb is about, or its key; it becomes the edit's key.
    """
    session.flush()  # what the caller wrote before is not this verb's
    recorder = Recorder(session)
    event.listen(session, "before_flush", recorder.on_before_flush)
    try:
        yield recorder
        recorder.finish(recorder.about)
    finally:
        event.remove(session, "before_flush", recorder.on_before_flush)


def revert(edit: Edit, session: Session | None = None) -> Edit:
    """Takes an edit back and returns the opposite one.

    Raises ConflictError, and changes nothing, if a row is not as the edit left it, or if what it
    was meanwhile stands against it; InUseError, with the usage of a thing of the catalog, if
    something that the edit made is needed elsewhere meanwhile.
    """
    with act_scope(session) as s:
        s.flush()
        now = read_images(s, [(row.table, row.row_id) for row in edit.rows])
        for row in edit.rows:
            if not _same(row.table, now[row.table, row.row_id], row.after):
                raise ConflictError("Something newer was changed here, so this was not undone.")
        _require_unused(s, edit.rows)
        with _newer_wins():
            _write_back(s, edit.rows)
            s.expire_all()
            _check_nesting(s, edit.rows)
        back = tuple(
            RowChange(row.table, row.row_id, now[row.table, row.row_id], row.before)
            for row in reversed(edit.rows)
        )
        opposite = Edit(back, changes_of(back), edit.key)
        refresh_search(s, opposite.changes)
        return opposite


def read_images(session: Session, names: Iterable[RowName]) -> dict[RowName, Image | None]:
    """The rows as stored, by name; None for one that is not there. In few statements."""
    by_table: dict[str, list[int]] = {}
    images: dict[RowName, Image | None] = {}
    for table, row_id in names:
        by_table.setdefault(table, []).append(row_id)
        images[table, row_id] = None
    for table, ids in by_table.items():
        query = text(f"SELECT * FROM {table} WHERE id IN :ids").bindparams(
            bindparam("ids", expanding=True)
        )
        for some in in_chunks(ids):
            for found in session.execute(query, {"ids": some}).mappings():
                images[table, found["id"]] = dict(found)
    return images


def changes_of(rows: Iterable[RowChange]) -> Changes:
    """The keys that the written rows stand for."""
    added: set[Key] = set()
    removed: set[Key] = set()
    altered: set[Key] = set()
    for row in rows:
        kind = _KINDS.get(row.table)
        if kind is not None:
            group = added if row.before is None else removed if row.after is None else altered
            group.add(Key(kind, row.row_id))
        if row.table in _PARTS:
            column, owner = _PARTS[row.table]
            for image in (row.before, row.after):
                if image is not None:
                    altered.add(Key(owner, int(image[column] or 0)))
    return Changes.of(added=added, removed=removed, altered=altered - added - removed)


def refresh_search(session: Session, changes: Changes) -> None:
    search_index.refresh(session, changes.added | changes.removed | changes.altered)


def _is_journaled(row: Any) -> bool:
    return getattr(row, "__tablename__", "") in _JOURNALED


def _name_of(row: Any) -> RowName:
    return row.__tablename__, row.id


def _same(table: str, one: Image | None, other: Image | None) -> bool:
    if one is None or other is None:
        return one is other
    ignored = _COUNTERS.get(table, frozenset())
    return all(one[column] == other.get(column) for column in one if column not in ignored)


def _require_unused(session: Session, rows: Iterable[RowChange]) -> None:
    """Refuses to delete a row that took on others meanwhile, also where the database would let it.

    A newer line or content would be deleted with it, a snapshot would lose its event: none of
    that is in the edit, so no redo would bring it back.
    """
    going: dict[str, list[int]] = {}
    for row in rows:
        if row.before is None:
            going.setdefault(row.table, []).append(row.row_id)
    needed = needed_beside(session, going)
    require_unneeded(session, needed.held, going)
    if needed.loose:
        raise InUseError("Something newer needs this, so it was not undone.")


def require_unneeded(
    session: Session, held: Collection[RowName], going: Mapping[str, Sequence[int]]
) -> None:
    """Raises InUseError with the usage of the first thing that is needed by what does not go."""
    if not held:
        return
    keys = [Key(_KINDS[table], each) for table in going if table in _KINDS for each in going[table]]
    needed = [key for key in keys if (_TABLES[key.kind], key.id) in held]
    raise in_use_error(session, needed, going=keys)


def _check_nesting(session: Session, rows: Iterable[RowChange]) -> None:
    """Refuses what came back if it would go round in a circle with something newer."""
    owners: dict[str, set[int]] = {table: set() for table in _NESTING}
    for row in rows:
        if row.table in _NESTING and row.before is not None and row.before[_NESTING[row.table]]:
            owners[row.table].add(int(row.before[_PARTS[row.table][0]] or 0))
    check_boxes(session, owners["compositions"])
    check_recipes(session, owners["recipe_components"])


@contextmanager
def _newer_wins() -> Iterator[None]:
    """What cannot come back because of something newer is a conflict, not bad input."""
    try:
        yield
    except (CircularReferenceError, MaxDepthExceededError) as error:
        raise ConflictError(f"Something newer stands against it. {error.sentence}") from error
    except IntegrityError as error:
        if getattr(error.orig, "sqlite_errorname", "") in _TAKEN:
            raise ConflictError("Something newer was changed here, so this was not undone.") from (
                error
            )
        raise


def _key_of(about: Any) -> Key | None:
    if about is None or isinstance(about, Key):
        return about
    return Key(_KINDS[about.__tablename__], about.id)


def _write_back(session: Session, rows: Iterable[RowChange]) -> None:
    """Parents come first when rows return, last when they go."""
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    ordered = sorted(rows, key=lambda row: order[row.table])
    for row in reversed(ordered):
        if row.before is None:
            session.execute(text(f"DELETE FROM {row.table} WHERE id = :id"), {"id": row.row_id})
    _vacate_slugs(session, ordered)
    for row in ordered:
        if row.before is None:
            continue
        if row.after is None:
            _insert(session, row.table, row.before)
        else:
            _update(session, row, row.before)
    # A returned event has its snapshots again.
    returned = [row.before for row in ordered if row.table == "events" and row.after is None]
    trash_rows.link_by_uuid(session, [image for image in returned if image is not None])


def _vacate_slugs(session: Session, rows: Iterable[RowChange]) -> None:
    """Two rows may have swapped their slugs: each lets go of its own before one takes another's."""
    for row in rows:
        before, after = row.before, row.after
        if before is None or after is None or before.get("slug") == after.get("slug"):
            continue
        session.execute(
            text(f"UPDATE {row.table} SET slug = :free WHERE id = :id"),
            {"free": f"\n{new_uuid()}", "id": row.row_id},
        )


def _insert(session: Session, table: str, image: Mapping[str, Any]) -> None:
    columns = _column_names(table, image)
    names, values = ", ".join(columns), ", ".join(f":{column}" for column in columns)
    session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), dict(image))


def _update(session: Session, row: RowChange, image: Image) -> None:
    ignored = _COUNTERS.get(row.table, frozenset())
    after = row.after or {}
    changed = [
        column
        for column in _column_names(row.table, image)
        if column not in ignored and image[column] != after.get(column)
    ]
    if changed:
        pairs = ", ".join(f"{column} = :{column}" for column in changed)
        session.execute(text(f"UPDATE {row.table} SET {pairs} WHERE id = :id"), dict(image))


def _column_names(table: str, image: Mapping[str, Any]) -> list[str]:
    """Only columns that the table really has: an image never decides what SQL says."""
    known: Table = Base.metadata.tables[table]
    return [column for column in image if column in known.c]
