"""Names of things: found by their words, and no two of a kind alike where a baker names one.

A file may bring two of one name; it is hers to tell them apart.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import ScalarResult, Select, select
from sqlalchemy.orm import Session

from core.domain.folding import fold
from core.domain.keys import ThingKind
from core.errors import InvalidInputError
from core.models import MaterialUnit, SearchEntry
from core.services.catalog_rows import MODELS, WORDS, name_column, name_of
from core.services.input_values import LONGEST_NAME, clean_name


def free_name(session: Session, kind: ThingKind, name: str, *, besides: int | None = None) -> str:
    """The cleaned name; InvalidInputError if another thing of the kind has it, case aside."""
    cleaned = clean_name(name)
    word = WORDS[kind]
    article = "an" if word[0] in "aeiou" else "a"
    for other in _named_alike(session, kind, cleaned):
        if other.id != besides and _same(other.name, cleaned):
            state = ", it is retired" if other.retired_at is not None else ""
            raise InvalidInputError(
                f"There is {article} {word} called “{other.name}” already{state}."
            )
    return cleaned


def free_unit_name(
    session: Session, material_id: int, name: str, *, besides: int | None = None
) -> str:
    """The same for a unit, whose name stands for itself only within its material."""
    cleaned = clean_name(name)
    unit = MaterialUnit.__table__.c
    for other in session.execute(select(unit.id, unit.name).where(unit.material_id == material_id)):
        if other.id != besides and _same(other.name, cleaned):
            raise InvalidInputError(f"This material has a unit called “{other.name}” already.")
    return cleaned


def copy_name(session: Session, row: Any, kind: ThingKind) -> str:
    """A free name for a copy of `row`: "Sugar cookie copy", then "Sugar cookie copy 2"."""
    stem = name_of(row)
    head, mark, tail = stem.rpartition(" copy")
    if mark and head and (not tail or tail.strip().isdecimal()):
        stem = head  # the copy of a copy counts on
    if kind is ThingKind.MATERIAL_UNIT:
        unit = MaterialUnit.__table__.c
        others = session.scalars(select(unit.name).where(unit.material_id == row.material_id))
    else:
        others = _beginning_with(session, kind, stem)
    taken = {_compared(other) for other in others}
    number = 1
    while True:
        end = " copy" if number == 1 else f" copy {number}"
        copied = stem[: LONGEST_NAME - len(end)].rstrip() + end
        if _compared(copied) not in taken:
            return copied
        number += 1


def named_select(kind: ThingKind, text: str) -> Select[Any]:
    """Id and name of things in use whose name holds every word, those that begin with it first."""
    model, entry, wanted = MODELS[kind], SearchEntry.__table__.c, fold(text)
    statement = (
        select(model.id, name_column(kind).label("name"))
        .select_from(SearchEntry.__table__)
        .join(model.__table__, entry.owner_id == model.id)
        .where(entry.kind == kind.value, entry.field == "name", model.retired_at.is_(None))
    )
    # Each word once: the database refuses a statement of a thousand conditions.
    for word in dict.fromkeys(wanted.split()):
        statement = statement.where(entry.folded.contains(word, autoescape=True))
    return statement.order_by(
        entry.folded.startswith(wanted, autoescape=True).desc(),
        # With nothing typed a blank would put names of several words first.
        entry.folded.contains(f" {wanted}" if wanted else "", autoescape=True).desc(),
        entry.folded,
        model.id,
    )


def _named_alike(session: Session, kind: ThingKind, name: str) -> list[Any]:
    """Things whose names differ in case, accents and blanks only, by the search index."""
    model, entry = MODELS[kind], SearchEntry.__table__.c
    return list(
        session.execute(
            select(model.id, name_column(kind).label("name"), model.retired_at)
            .join(SearchEntry.__table__, entry.owner_id == model.id)
            .where(
                entry.kind == kind.value,
                entry.field == "name",
                entry.folded == (fold(name) or name),
            )
            .order_by(model.id)
        )
    )


def _beginning_with(session: Session, kind: ThingKind, stem: str) -> ScalarResult[str]:
    model, entry = MODELS[kind], SearchEntry.__table__.c
    # Cut, for a long stem is cut in the copy's name too.
    wanted = fold(stem)[: LONGEST_NAME // 2]
    return session.scalars(
        select(name_column(kind))
        .join(SearchEntry.__table__, entry.owner_id == model.id)
        .where(entry.kind == kind.value, entry.folded.startswith(wanted, autoescape=True))
    )


def _same(one: str, other: str) -> bool:
    return _compared(one) == _compared(other)


def _compared(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name.casefold()).split())
