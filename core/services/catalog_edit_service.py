"""The verbs that every kind of thing of the catalog has: fields, copies, retiring and deleting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.domain.catalog import Density
from core.domain.changes import Edit
from core.domain.keys import Key, ThingKind
from core.domain.quantity import Amount
from core.errors import InvalidInputError, NotFoundError
from core.models import (
    Base,
    Ingredient,
    Material,
    MaterialUnit,
)
from core.services.catalog_copies import copy_of
from core.services.catalog_fields import field_of
from core.services.catalog_rows import MODELS, WORDS, by_kind
from core.services.chunks import in_chunks
from core.services.database import act_scope
from core.services.edits import Recorder, recording, require_unneeded
from core.services.ingredient_service import write_density
from core.services.input_values import clean_label, clean_stock
from core.services.lookup import get_row
from core.services.names import copy_name, free_name, free_unit_name
from core.services.part_rows import PARTS
from core.services.references import needed_beside
from core.services.usage_service import in_use_error
from core.utils.datetime_utils import local_today, utc_now

_STOCKED = (ThingKind.INGREDIENT, ThingKind.MATERIAL)


def set_field(key: Key, field: str, value: Any, *, session: Session | None = None) -> Edit:
    """Changes one field of one thing; fields and what they take stand in catalog_fields.

    Empty text is None. Raises InvalidInputError with a sentence for the field, NotFoundError.
    """
    with act_scope(session) as s, recording(s) as recorder:
        written = field_of(key.kind, field)
        row = recorder.about = get_row(s, MODELS[key.kind], key.id)
        written.write(s, row, value)
    return recorder.edit


def set_density(
    ingredient_id: int, density: Density | None, session: Session | None = None
) -> Edit:
    """What a volume of an ingredient weighs; None takes it away. Unknown units are kept."""
    with act_scope(session) as s, recording(s) as recorder:
        row = recorder.about = get_row(s, Ingredient, ingredient_id)
        write_density(row, density)
    return recorder.edit


def set_stock(
    key: Key, amount: Amount | None, unit: str = "", *, session: Session | None = None
) -> Edit:
    """What she has of an ingredient or material as of today, 0 too; None takes it away.

    Without a unit a material is counted in what it is read in.
    """
    with act_scope(session) as s, recording(s) as recorder:
        if key.kind not in _STOCKED:
            raise InvalidInputError("Only ingredients and materials have a stock.")
        row = recorder.about = get_row(s, MODELS[key.kind], key.id)
        if amount is None:
            row.stock_amount = row.stock_unit = row.stock_as_of = None
        else:
            row.stock_amount = clean_stock(amount)
            own = row.display_unit if key.kind is ThingKind.MATERIAL else ""
            row.stock_unit = clean_label(unit, "unit") or own
            row.stock_as_of = local_today()
    return recorder.edit


def duplicate(key: Key, name: str | None = None, session: Session | None = None) -> Edit:
    """A copy with what is in it, named "Sugar cookie copy" if not told; the edit's key is its."""
    with act_scope(session) as s, recording(s) as recorder:
        row = get_row(s, MODELS[key.kind], key.id)
        if name is None:
            free = copy_name(s, row, key.kind)
        elif key.kind is ThingKind.MATERIAL_UNIT:
            free = free_unit_name(s, row.material_id, name)
        else:
            free = free_name(s, key.kind, name)
        recorder.about, parts = copy_of(s, row, kind=key.kind, name=free)
        recorder.note_made(parts)
    return recorder.edit


def retire(keys: Collection[Key], session: Session | None = None) -> Edit:
    """Takes things out of use, a material with its units: what uses them keeps them."""
    return _set_retired(keys, utc_now(), session)


def bring_back(keys: Collection[Key], session: Session | None = None) -> Edit:
    """Puts retired things into use again, a material with the units retired together with it."""
    return _set_retired(keys, None, session)


def delete_things(keys: Collection[Key], session: Session | None = None) -> Edit:
    """Deletes things that nothing needs but what goes with them; gone already is no error.

    A box goes with its contents, a recipe with its lines, a material with its units. Raises
    InUseError with the usage of the first thing that is needed; nothing is deleted then.
    """
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = _only(keys)
        going = _with_parts(s, keys)
        recorder.expect((table, each) for table, ids in going.items() for each in ids)
        require_unneeded(s, needed_beside(s, going).held, going)
        try:
            _delete(s, going)
        except IntegrityError as error:  # another window was faster
            held = needed_beside(s, going).held
            require_unneeded(s, held, going)
            raise in_use_error(s, keys, going=keys) from error
        s.expire_all()
    return recorder.edit


def _set_retired(keys: Collection[Key], moment: datetime | None, session: Session | None) -> Edit:
    with act_scope(session) as s, recording(s) as recorder:
        recorder.about = _only(keys)
        wanted = by_kind(keys)
        for kind, ids in wanted.items():
            _require_there(s, kind, ids)
        # First, for units come back by what their material still says.
        if ThingKind.MATERIAL in wanted:
            units = _units_of(s, wanted[ThingKind.MATERIAL], moment)
            _write_retired(s, recorder, MaterialUnit.__table__, ids=units, moment=moment)
        for kind, ids in wanted.items():
            _write_retired(s, recorder, MODELS[kind].__table__, ids=ids, moment=moment)
        s.expire_all()
    return recorder.edit


def _units_of(session: Session, material_ids: Sequence[int], moment: datetime | None) -> list[int]:
    """The units that are retired and come back together with their materials."""
    unit, material = MaterialUnit.__table__.c, Material.__table__.c
    together = unit.retired_at == material.retired_at if moment is None else true()
    return [
        each
        for some in in_chunks(material_ids)
        for each in session.scalars(
            select(unit.id)
            .join(Material.__table__, unit.material_id == material.id)
            .where(unit.material_id.in_(some), together)
        )
    ]


def _write_retired(
    session: Session,
    recorder: Recorder,
    table: Any,
    *,
    ids: Sequence[int],
    moment: datetime | None,
) -> None:
    recorder.expect((table.name, each) for each in ids)
    was = table.c.retired_at
    state = was.is_(None) if moment is not None else was.is_not(None)
    for some in in_chunks(ids):
        changed = update(table).where(table.c.id.in_(some), state)
        session.execute(changed.values(retired_at=moment))


def _require_there(session: Session, kind: ThingKind, ids: Sequence[int]) -> None:
    column = MODELS[kind].__table__.c.id
    found = {
        each
        for some in in_chunks(ids)
        for each in session.scalars(select(column).where(column.in_(some)))
    }
    if len(found) != len(ids):
        raise NotFoundError(f"This {WORDS[kind]} was deleted.")


def _with_parts(session: Session, keys: Collection[Key]) -> dict[str, list[int]]:
    """The ids of the rows that are to go, by table; the things in the order given."""
    going: dict[str, list[int]] = {}
    for kind, ids in by_kind(keys).items():
        going.setdefault(MODELS[kind].__tablename__, []).extend(ids)
    for kind, ids in by_kind(keys).items():
        for model, column in PARTS.get(kind, ()):
            table = model.__table__
            found = going.setdefault(table.name, [])
            already = set(found)
            for some in in_chunks(ids):
                parts = session.scalars(select(table.c.id).where(table.c[column].in_(some)))
                found += [each for each in parts if each not in already]
    return going


def _delete(session: Session, going: dict[str, list[int]]) -> None:
    """Parts before the things they are of, and things before those they refer to."""
    for table in reversed(Base.metadata.sorted_tables):
        for some in in_chunks(going.get(table.name, ())):
            session.execute(delete(table).where(table.c.id.in_(some)))


def _only(keys: Collection[Key]) -> Key | None:
    """The key of the one thing that the verb is about; None for several."""
    distinct = set(keys)
    return next(iter(distinct)) if len(distinct) == 1 else None
